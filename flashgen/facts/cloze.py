"""Clozes: ``C: … [hidden] …``, ``#cloze`` on a unit with ``==…==`` or ``**…**``, ``{{c1::…::hint}}`` anywhere.

Deletions may nest three deep; ``}}`` and ``::`` inside math and code do not end them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import ClassVar

from flashgen.document import Block
from flashgen.grammar.wording import VEIL, context, quotes, veil
from flashgen.late import pattern
from flashgen.notes import Extracted, FactError, Sketch
from flashgen.source import thing

DEPTH = 3


@thing
class Cloze:
    """A text with deletions."""

    kind: ClassVar[str] = "cloze"
    text: str
    """Markdown without the marks of the deletions."""
    deletions: tuple[str, ...]
    numbered: str
    """Markdown with each deletion as ``{{cN::text::hint}}``."""

    def fields(self) -> dict[str, object]:
        return {"text": self.text, "deletions": list(self.deletions)}

    def sketches(self, block: Block) -> tuple[Sketch, ...]:
        return (Sketch("cloze", self.text, {"Text": self.numbered, "Context": context(block, self.text)}),)


@thing
class _Deletion:
    start: int
    end: int
    inner: tuple[int, int]
    number: int = 0
    """As written; 0: the next one."""
    hint: str = ""


_BRACE = pattern(r"\{\{c(\d{1,3})::|\}\}|::|\\.|[{}]", re.IGNORECASE | re.DOTALL)
_HIGHLIGHT = re.compile(r"==(?=[^\s=])([^\n]{1,600}?)(?<=[^\s=])==(?!=)")
_BOLD = pattern(r"(?<!\*)\*\*(?=[^\s*])([^\n]{1,600}?)(?<=\S)\*\*(?!\*)")
_BRACKET = pattern(r"\\.|!?\[\[|!?\[|\]", re.DOTALL)


def read(block: Block) -> Iterator[Extracted]:
    """The cloze of a block."""
    deletions = _deletions(block)
    if not deletions:
        raise FactError("FG311", f"a cloze without a deletion: '{block.text.strip()[:60]}'", hint=_hint(block))
    pieces: list[str] = []
    clean: list[str] = []
    hidden: list[str] = []
    _write(block.text, 0, len(block.text), deletions, _numbers(deletions), pieces, clean, hidden)
    yield Extracted(block, Cloze("".join(clean).strip(), tuple(hidden), "".join(pieces).strip()))


def _deletions(block: Block) -> list[_Deletion]:
    """The deletions of the text, in order; braces win, then highlights, then brackets (``C:``) or bold (``#cloze``)."""
    text = block.text
    if ("{{c" in text or "{{C" in text) and (braces := _braces(text)):
        return braces
    found = [] if block.form == "braces" else _marked(text, _HIGHLIGHT) if "==" in text else []
    if block.form == "C:":
        taken = [(d.start, d.end) for d in found]
        found += [d for d in _brackets(text) if not any(s < d.end and d.start < e for s, e in taken)]
        found.sort(key=lambda deletion: deletion.start)
    elif not found and block.form != "braces":
        found = _marked(text, _BOLD)
    return found


def _braces(text: str) -> list[_Deletion]:
    """``{{cN::text::hint}}``: nested ones follow the one they stand in."""
    shell = _shell(text)
    formulas = [q for q in quotes(text) if q.kind == "math"]
    open_ones: list[tuple[int, int, int, int]] = []
    found: list[_Deletion] = []
    at = braces = 0
    while (mark := _BRACE.search(shell, at)) is not None:
        at = mark.end()
        while formulas and formulas[0].end <= mark.start():
            formulas.pop(0)
            braces = 0
        if mark.group()[0] == "\\":
            continue
        if mark.group() in ("{", "}") or (mark.group() == "}}" and braces):
            at = mark.start() + 1
            if formulas and formulas[0].start < mark.start():
                braces += 1 if mark.group() == "{" else -1
                braces = max(braces, 0)
            continue
        if mark.group(1):
            if len(open_ones) >= DEPTH:
                raise FactError(
                    "FG312",
                    f"cloze deletions nest more than {DEPTH} deep",
                    mark.start(),
                    "take the innermost '{{c…}}' out",
                )
            open_ones.append((mark.start(), mark.end(), int(mark.group(1)), -1))
        elif mark.group() == "::":
            if open_ones and open_ones[-1][3] < 0:
                open_ones[-1] = (*open_ones[-1][:3], mark.start())
        elif open_ones:
            start, inner, number, colons = open_ones.pop()
            until = colons if colons >= 0 else mark.start()
            if not text[inner:until].strip():
                raise FactError(
                    "FG312", "a cloze deletion that hides nothing", start, "write '{{c1::what is hidden}}'", mark.end()
                )
            if not number:
                raise FactError("FG312", "cloze deletions count from 1", start, "write '{{c1::…}}'", mark.end())
            hint = text[colons + 2 : mark.start()].strip() if colons >= 0 else ""
            found.append(_Deletion(start, mark.end(), (inner, until), number, hint))
    if open_ones:
        start, inner, number, _ = open_ones[-1]
        raise FactError(
            "FG312",
            "a cloze deletion that is not closed",
            start,
            f"close it: '{{{{c{number}::{text[inner : inner + 40].partition(chr(10))[0].strip()}}}}}'",
        )
    return sorted(found, key=lambda deletion: (deletion.start, -deletion.end))


def _shell(text: str) -> str:
    """The text in which ``}}`` and ``::`` are those of deletions alone: what stands in math and code is hidden, but not
    a deletion that itself stands in math."""
    shell = list(text)
    for quote in quotes(text):
        inner = text[slice(*quote.inner)]
        if quote.kind not in ("math", "code") or _BRACE.search(inner) is None:
            continue
        if re.search(r"\{\{c\d{1,3}::", inner, re.IGNORECASE):
            if quote.kind == "code":
                shell[slice(*quote.inner)] = " " * len(inner)
            continue
        shell[slice(*quote.inner)] = " " * len(inner)
    return "".join(shell)


def _marked(text: str, mark: re.Pattern[str]) -> list[_Deletion]:
    """``==…==`` or ``**…**`` outside math and code; what they hold may be math."""
    words = veil(text)
    return [
        _Deletion(match.start(), match.end(), match.span(1))
        for match in mark.finditer(text)
        if VEIL not in (words[match.start()], words[match.end() - 1])
    ]


def _brackets(text: str) -> list[_Deletion]:
    """``[…]`` that is not a link, an image, a footnote, a wiki link, a check box or escaped. A bracket may hold
    another, as in ``[B[b]]``; the outer one counts."""
    words = veil(text)
    found = []
    stack: list[tuple[int, str]] = []
    for mark in _BRACKET.finditer(words):
        sign = mark.group()
        if sign[0] == "\\":
            continue
        if sign != "]":
            stack.append((mark.start(), sign))
            if sign.endswith("[["):
                stack.append((mark.start() + 1, "["))
            continue
        if not stack:
            continue
        start, opener = stack.pop()
        end = mark.end()
        inner = text[start + 1 : end - 1]
        if stack or opener != "[" or not inner.strip() or inner[0] in "^@#" or inner in ("x", "X", " ", "!", "-"):
            continue
        if text[end : end + 1] == ":" and text[start - 1 : start] in ("", "\n"):
            continue
        if words[end : end + 1] in ("(", "[") or (
            end < len(text) and text[end] == "(" and ")" in text[end : end + 300]
        ):
            continue
        found.append(_Deletion(start, end, (start + 1, end - 1)))
    return found


def _numbers(deletions: list[_Deletion]) -> dict[int, int]:
    """Start of a deletion → its number: those written stay, the others count on."""
    taken = {deletion.number for deletion in deletions}
    numbers, following = {}, 1
    for deletion in deletions:
        number = deletion.number
        if not number:
            while following in taken:
                following += 1
            number = following
            taken.add(number)
        numbers[deletion.start] = number
    return numbers


def _write(
    text: str,
    start: int,
    end: int,
    deletions: list[_Deletion],
    numbers: dict[int, int],
    pieces: list[str],
    clean: list[str],
    hidden: list[str],
) -> None:
    """``text[start:end]`` with numbered deletions onto ``pieces``, without marks onto ``clean``."""
    at = start
    for index, deletion in enumerate(deletions):
        if deletion.start < at or deletion.end > end:
            continue
        pieces.append(text[at : deletion.start])
        clean.append(text[at : deletion.start])
        place = len(hidden)
        hidden.append("")
        pieces.append(f"{{{{c{numbers[deletion.start]}::")
        before = len(clean)
        if inside := _within(deletions, index, deletion.inner[1]):
            _write(text, *deletion.inner, inside, numbers, pieces, clean, hidden)
        else:
            pieces.append(text[slice(*deletion.inner)])
            clean.append(pieces[-1])
        hidden[place] = "".join(clean[before:]).strip()
        pieces.append(f"::{deletion.hint}}}}}" if deletion.hint else "}}")
        at = deletion.end
    pieces.append(text[at:end])
    clean.append(text[at:end])


def _within(deletions: list[_Deletion], index: int, end: int) -> list[_Deletion]:
    """Those that follow ``deletions[index]`` and start before ``end``."""
    if index + 1 == len(deletions) or deletions[index + 1].start >= end:
        return []
    return list(
        takewhile(lambda deletion: deletion.start < end, (deletions[n] for n in range(index + 1, len(deletions))))
    )


def _hint(block: Block) -> str:
    word = next((word for word in re.findall(r"[^\W_]{4,}", block.text)), "word")
    mark = f"[{word}]" if block.form == "C:" else f"=={word}=="
    return f"mark what is to be hidden: '{block.text.strip()[:60].replace(word, mark, 1)}'"
