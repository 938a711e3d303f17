"""Lists and steps: a Markdown list with what introduces it, ``Title: a, b, c``, ``a, then b, then c``, ``a → b → c``.

Each step is asked from the ones before it; a list without an order is asked as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from flashgen.document import Block, Item
from flashgen.grammar import connectives
from flashgen.grammar.connectives import alternatives
from flashgen.grammar.errands import is_errand
from flashgen.grammar.wording import context, gist, is_link, plain, sentences, subject, veil
from flashgen.notes import Extracted, FactError, Sketch

_COLON = re.compile(r"[:：]\s+|：|\s[–—-]\s")
_ARROW = re.compile(r"\s*(?:→|⇒|=>|-->|->)\s*")
_THEN = re.compile(rf"\s*[,;.]?\s+(?:{alternatives(connectives.THEN)})(?![\w-])[,:\s]*|\s*;\s*", re.IGNORECASE)
_FIRST = re.compile(r"(?:first(?:ly)?|zuerst|zunächst|d'abord|primero|primeiro|prima|önce)\b[,:\s]*", re.IGNORECASE)
_COMMA = re.compile(rf"\s*[;,、，]\s*(?:(?:{alternatives(connectives.AND)}|&)\s+)?")
_AND = re.compile(rf"\s+(?:{alternatives(connectives.AND)}|(?<=\w\w\s)&)\s+(?=\S+(?:\s+\S+){{0,5}}\s*[.。]?$)")
_NUMBERED = re.compile(r"(?:^|\s)\(?(\d{1,2})[.)]\s+")


@dataclass(frozen=True, slots=True)
class List:
    """Items under a title; whether their order matters."""

    kind: ClassVar[str] = "list"
    title: str
    items: tuple[str, ...]
    ordered: bool

    def fields(self) -> dict[str, object]:
        return {"title": self.title or None, "items": list(self.items), "ordered": self.ordered}

    def sketches(self, block: Block) -> tuple[Sketch, ...]:
        title = self.title or context(block) or block.class_name
        shown = context(block, title)
        if not self.ordered:
            items = "\n".join(f"- {_nested(item)}" for item in self.items)
            return (
                Sketch(
                    "list",
                    title,
                    {"Title": _VERB.sub("", title), "Items": items, "Count": str(len(self.items)), "Context": shown},
                ),
            )
        whole = _numbered(self.items)
        return tuple(
            Sketch(
                "step",
                f"{title}: {item}",
                {
                    "Title": _VERB.sub("", title),
                    "Before": _numbered(self.items[:n]),
                    "Step": item,
                    "Number": str(n + 1),
                    "Whole": whole,
                    "Context": shown,
                },
            )
            for n, item in enumerate(self.items)
        )


_VERB = re.compile(r"\s+(?:is|are|includes?|sind|sont|son|são|sono)$")
"""The verb between a title and its items, which a card does not show."""


def _nested(item: str) -> str:
    return item.replace("\n", "\n  ")


def _numbered(items: tuple[str, ...]) -> str:
    """A numbered Markdown list."""
    return "\n".join(f"{n}. {item.replace(chr(10), chr(10) + '   ')}" for n, item in enumerate(items, 1))


def read(block: Block) -> Iterator[Extracted]:
    """The list of a block: its Markdown list, or the one in its sentence."""
    steps = block.form == "steps"
    if block.items:
        yield from _markdown(block, steps)
    elif block.table is not None:
        rows = tuple(" – ".join(c.text for c in row if c.text) for row in block.table.rows)
        if rows:
            yield Extracted(block, List(_title(block), rows, steps))
    else:
        found = _sentence(block.text, steps=steps)
        if found is not None and (block.scope == "own" or _sure(found, block)):
            yield Extracted(block, found if found.title else List(_title(block), found.items, found.ordered))
        elif block.scope == "own" and block.text.strip():
            raise _error(block)


def _markdown(block: Block, steps: bool) -> Iterator[Extracted]:
    """A Markdown list: one list, what is nested in its only item, or a list in each item's sentence."""
    introduced = block.line < block.items[0].line
    only = block.items[0] if len(block.items) == 1 else None
    if introduced and only and not only.children:
        if block.scope == "own":
            raise _error(block)
    elif introduced:
        yield Extracted(block, _listed(block.text, block.items, steps=steps))
    elif only and len(only.children) > 1:
        yield Extracted(block, _listed(only.text, only.children, steps=steps))
    elif (only and not only.children) or not (steps or any(item.ordered for item in block.items)):
        each = [(item, _sentence(item.text, steps=steps)) for item in block.items]
        told = [(i, f) for i, f in each if f is not None and (block.scope == "own" or _sure(f, block.at(i)))]
        if len(told) == len(each):
            yield from (Extracted(block.at(item), found) for item, found in told)
        elif only is None:
            yield Extracted(block, _listed(_title(block), block.items, steps=steps))
        elif block.scope == "own":
            raise _error(block)
    elif only is None:
        yield Extracted(block, _listed(_title(block), block.items, steps=steps))
    elif block.scope == "own":
        raise _error(block)


def _error(block: Block) -> FactError:
    text = block.items[0].text if block.items else block.text.strip()
    said = text if len(text) <= 50 else text[:49] + "…"
    return FactError(
        "FG330",
        f"a list with fewer than two items: {said}",
        end=len(block.text),
        hint=f"write '{gist(text) or 'Title'}: one, two, three', or a list under the line",
    )


def _sure(found: List, block: Block) -> bool:
    """Whether a sentence in a section is a list: it has a title, or is a sequence of three under a heading that has a
    subject; two things with only a comma between them are more often two things said."""
    if is_errand(block.text) or ("\n" in block.text and _ARROW.search(block.text)):
        return False
    if found.ordered and not found.title and all(_SPEAKS.match(item) for item in found.items):
        return False  # a story
    if found.ordered:
        return bool(found.title) or (len(found.items) > 2 and bool(_title(block)))
    if any(len(item.split()) > 12 for item in found.items) or len(list(sentences(block.text))) > 1:
        return False
    if _SPEAKS.match(found.title):
        return False
    return bool(found.title) and (len(found.items) > 2 or _AND.search(block.text) is not None or ";" in block.text)


_SPEAKS = re.compile(
    r"(?:who|whom|when|what\s+to|we|you|i|it|they|this|that|there|he|she|wir|man|on|nous)(?:['’]\w+)?\s", re.IGNORECASE
)
"""A title that is the beginning of a sentence: ``we use``."""


def _title(block: Block) -> str:
    """What a list without a title of its own is about: what leads it in, else its heading."""
    for text in (*reversed(block.lead), *reversed(block.headings)):
        if found := plain(text).strip(" :") if text in block.lead else subject(text):
            return found
    return ""


def _listed(title: str, items: tuple[Item, ...], *, steps: bool) -> List:
    texts = tuple(item.source or item.text for item in items)
    named = _COUNTED.sub("", plain(title).rstrip(" :："))
    return List("" if is_link(title) else named, texts, steps or items[0].ordered)


_COUNTED = re.compile(
    r"\s*\((?:the\s|in\s)?(?:\d{1,2}|two|three|four|five|six|seven|zwei|drei|vier|fünf|deux|trois|quatre|cinq|dos|tres|cuatro|cinco|order)"
    r"(?:\s[^\W\d_]+)?\)$",
    re.IGNORECASE,
)
"""How many items there are, behind a title: ``Perceptron (3 steps)``."""


def _sentence(text: str, *, steps: bool) -> List | None:
    """``Title: a, b, c`` and sequences in one sentence."""
    text = text.strip()
    words = veil(text)
    title, start = "", 0
    colon = _COLON.search(words)
    if colon and colon.start() <= 120:
        title, start = plain(_unbracketed(text[: colon.start()])), colon.end()
    equals = _EQUALS.match(words) if not title else None
    if equals is not None:
        title, start = plain(_unbracketed(equals["title"])), equals.end()
    body, shown = text[start:], words[start:]
    numbers = list(_NUMBERED.finditer(shown))
    if len(numbers) > 1 and [m[1] for m in numbers] == [str(n) for n in range(1, len(numbers) + 1)]:
        ends = [*(m.start() for m in numbers[1:]), len(body)]
        return List(title, tuple(_item(body[m.end() : e]) for m, e in zip(numbers, ends, strict=True)), True)
    if _ARROW.search(shown):
        return _split(title, body, _ARROW, shown, ordered=True)
    then = [m for m in _THEN.finditer(shown) if m.group().strip(" ;,.")]
    if then and (steps or len(then) > 1):
        first = _FIRST.match(body)
        skip = first.end() if first else 0
        return _split(title, body[skip:], _THEN, shown[skip:], ordered=True, also=_COMMA)
    if not title and not steps:
        return _are(text) or _named_last(text)
    found = _split(title, body, _parting(shown), _outside(shown), ordered=steps)
    if found is not None and len(found.items) >= 2:
        return found
    return None


_ARE = re.compile(
    r"[\W_]*(?P<title>(?:(?:the|there\s+are|die|es\s+gibt|les|las?|los|os|as|le|i|gli)\s+)?[^,;:.]{3,80}?)\s+(?:are|include|comprise|consists?\s+of|"
    r"is\s+made\s+(?:up\s+)?of|sind|umfassen|besteht\s+aus|sont|comprennent|son|incluyen|são|incluem|sono|comprendono)\s+(?P<items>.+)",
    re.IGNORECASE | re.DOTALL,
)


def _are(text: str) -> List | None:
    """``The three layers are core, distribution and access``: three things or more, the last one joined by *and*."""
    match = _ARE.match(text)
    if match is None:
        return None
    body = match["items"].strip().rstrip(".")
    shown = _outside(veil(body))
    found = _split(plain(match["title"]), body, _COMMA, shown, ordered=False)
    if found is None or len(found.items) < 3 or not _AND.search(shown) or any(len(i.split()) > 8 for i in found.items):
        return None
    title = re.sub(
        r"^(?:the|there are|die|es gibt|les|las|los|os|as|le|i|gli)\s+", "", found.title, flags=re.IGNORECASE
    )
    return List(title, found.items, False)


def _parting(shown: str) -> re.Pattern[str]:
    """What parts the items of a list: semicolons, else slashes where there are no commas, else commas."""
    return _SEMICOLON if ";" in shown else _SLASH if len(_SLASH.findall(shown)) > 1 and "," not in shown else _COMMA


_SEMICOLON = re.compile(r"\s*;\s*")
_SLASH = re.compile(r"\s+[/|]\s+")
_EQUALS = re.compile(r"(?P<title>[^=→>:,]{2,60}?)\s+=\s+(?=[^=]+(?:→|⇒|-->|->)[^=]+$)")
"""A title before the first of some steps: ``digestion = biting → swallowing``."""
_NAMED_LAST = re.compile(
    r"(?P<items>[^:;.]{5,160}?)\s+(?:are|sind|sont|son|são|sono)\s+(?P<title>(?:(?:all\s+)?(?:the|die|les|las|los|as|os|le|gli|i)\s+(?:\w+\s+)?(?:two|three|four|five|six|seven|zwei|drei|vier|fünf|deux|trois|"
    r"quatre|cinq|dos|tres|cuatro|cinco|\d|main|only|basic)|(?:examples|types|kinds|forms)\s+of|beispiele\s+für|exemples\s+d[eu]|ejemplos\s+de)\s.{2,60})\Z",
    re.IGNORECASE,
)


def _named_last(text: str) -> List | None:
    """``Doric, Ionic and Corinthian are the three Greek orders``: the things first, then what they are."""
    match = _NAMED_LAST.match(text.strip().rstrip("."))
    if match is None:
        return None
    found = _split("", match["items"], _COMMA, _outside(veil(match["items"])), ordered=False)
    if (
        found is None
        or len(found.items) < 3
        or not _AND.search(match["items"])
        or any(len(i.split()) > 4 for i in found.items)
    ):
        return None
    return List(_THE.sub("", plain(match["title"])), found.items, False)


_THE = re.compile(r"^(?:all\s+)?(?:the|die|les|las|los|as|os|le|i|gli)\s+", re.IGNORECASE)


def _outside(words: str) -> str:
    """The words with what stands in brackets hidden, so that its commas part nothing."""
    out, depth = [], 0
    for char in words:
        depth += char in "([{"
        out.append("\ufffc" if depth and char in ",;、，" else char)
        depth -= char in ")]}" and depth > 0
    return "".join(out)


def _unbracketed(title: str) -> str:
    return re.sub(r"\s*\([^()]{0,80}\)\s*$", "", title)


def _split(
    title: str, body: str, at: re.Pattern[str], words: str, *, ordered: bool, also: re.Pattern[str] | None = None
) -> List | None:
    cuts = [m.span() for m in at.finditer(words)]
    if also is not None:
        cuts = sorted(
            {*cuts, *(m.span() for m in also.finditer(words) if not any(a <= m.start() < b for a, b in cuts))}
        )
    if at is _COMMA:
        last = _AND.search(words, cuts[-1][1] if cuts else 0)
        if last:
            cuts.append(last.span())
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(body)]
    items = tuple(item for a, b in zip(starts, ends, strict=True) if a <= b and (item := _item(body[a:b])))
    return List(title, items, ordered) if len(items) > 1 else None


def _item(text: str) -> str:
    text = text.strip().rstrip(";,")
    return text[:-1].strip() if text.endswith(".") and not text.endswith("..") else text
