"""The remarks about lines in which no number could be bound: what was read, what is missing, a corrected line."""

from __future__ import annotations

from flashgen.document import Block
from flashgen.grammar.binding.headings import name_in
from flashgen.grammar.binding.lines import LONGEST
from flashgen.grammar.quantity import scan
from flashgen.notes import FactError


def unreadable(unread: list[Block], block: Block, tag: str, noun: str, example: str) -> FactError:
    """The remarks about tagged lines in which no number could be bound, the first with the others."""
    first, *others = [_unreadable(leaf, tag, noun, example) for leaf in unread or [block]]
    first.also = tuple(others)
    return first


def _unreadable(block: Block, tag: str, noun: str, example: str) -> FactError:
    """The remark about one line: what was read, what is missing, a corrected line."""
    text = " ".join(block.text.split())
    shown = _short(text)
    line = scan(block.text[: 4 * LONGEST], block.lang)
    for quantity in line.quantities:
        number = line.wording(quantity.first, quantity.last)
        start, end = line.tokens[quantity.first].start, line.tokens[quantity.last - 1].end
        ahead, rest = (" ".join(part.split()) for part in (block.text[:start], block.text[start:]))
        if quantity.compared:
            name = ahead if _is_name(ahead, block.lang) else example
            return FactError(
                "FG203",
                f"“{number}” compares two things, it is no value of a {noun}",
                start,
                f"give the value itself: `{name} 8 to 16, {_short(rest if name == ahead else text)} #{tag}`",
                end,
                block,
            )
        own = text if len(text) <= 60 else _short(f"{' '.join(ahead.split()[-4:])} {rest}".strip())
        return FactError(
            "FG202",
            f"read the number “{number}”, but not what it is the value of",
            start,
            f"name the {noun} beside its number: `{example}: {own} #{tag}`",
            end,
            block,
        )
    name, colon, rest = text.rstrip(" .;,:").partition(": ")
    if colon:
        rest = f", {_short(rest)}"
    elif not _is_name(name, block.lang):
        known = name_in(text, block.lang)
        name = known.text if known is not None and text.startswith(known.text) else example
        rest = f", {_short(text.removeprefix(name).strip())}" if text else ""
    corrected = f"{name}: 8 to 16{rest}"
    return FactError(
        "FG201",
        f"no number in “{shown}”" if shown else f"nothing to read under #{tag}",
        0,
        f"give the {noun} and its value: `{corrected} #{tag}`",
        None,
        block,
    )


def _is_name(text: str, lang: str) -> bool:
    """Whether a few words can be a name as they stand: no sentence, nothing to do."""
    return 0 < len(text.split()) <= 4 and all(t.role in ("", "reference", "prep") for t in scan(text, lang).tokens)


def _short(text: str) -> str:
    """A text as a remark quotes it."""
    return text if len(text) <= 60 else text[:57] + "…"
