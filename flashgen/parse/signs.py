"""Signs: what in a text marks a question, an answer or a cloze without any tag."""

from __future__ import annotations

import re
from collections.abc import Callable

from flashgen.late import pattern
from flashgen.parse.marks import Kinds
from flashgen.structure import Line, ListItem, Node

_QUESTION = re.compile(r"[*_]{0,3}(?:q|question)[ ]?\d{0,4}[*_]{0,3}[:.][*_]{0,3}(?:[ \t]+|$)", re.I)
_ANSWER = re.compile(r"[*_]{0,3}(?:a|answer)[ ]?\d{0,4}[*_]{0,3}[:.][*_]{0,3}(?:[ \t]+|$)", re.I)
ASKS = frozenset("Qq*_")
ANSWERS = frozenset("Aa*_")
_STARTS = frozenset("QqAaCc*_?")
CLOZE_LINE = pattern(r"[*_]{0,3}C[*_]{0,3}:[*_]{0,3}[ \t]+")
_CLOZE_MARK = pattern(r"(?<![!\[])\[(?!\[)[^\[\]\n]+\](?![(\[:\x01])|==|\{\{c\d", re.I)
BRACES = re.compile(r"\{\{c\d+::", re.I)
_INLINE = re.compile(r"[ \t](:::?)(?=[ \t])|\?[ \t]+(:::?)(?=[^\s:@])")
_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\])[ \t]*$")
CHECKBOX = re.compile(r"\[[ xX]\][ \t]+")
WHERE = pattern(r"(?:where|with|here|wobei|mit|dabei|où|avec|donde|con|dove|onde|com|waarbij|где)\b", re.I)
_SAYS_MORE = pattern(r"[:;,=：]|\bthen\b|→|\bvs\b")
SHORT = 80


def _begun_by(mark: str, expression: re.Pattern[str]) -> Callable[[str], int]:
    """What finds where the words begin behind a mark, 0 in a text that does not begin so: ``mark`` as it is mostly
    written, or else as the expression has it, which takes longer."""
    size = len(mark)

    def begun(text: str) -> int:
        if text[:size] == mark and text[size : size + 1] not in " \t":
            return size
        match = expression.match(text)
        return match.end() if match else 0

    return begun


asked = _begun_by("Q: ", _QUESTION)
answered = _begun_by("A: ", _ANSWER)


def interesting(lines: list[Line], marker: int = 0) -> bool:
    """Whether any of the lines can hold a tag or a mark: cheap, and for prose the end of it. ``marker`` are the
    characters that each begins with as an item."""
    for line in lines:
        text = line.text
        if text[marker : marker + 1] in _STARTS or "#" in text or "^" in text:
            return True
        if (":" in text and "::" in text) or ("=" in text and "==" in text):
            return True
        if text[:1] in " \t" and text.lstrip()[:1] in _STARTS:
            return True
    return False


def explained(rows: list[str], raw: list[str], number: int) -> int:
    """Where a unit ends that goes on below its tagged line: with display math and its ``where …``, or with ``: meaning``."""
    count = len(rows)
    while number < count and raw[number].startswith(": "):
        number += 1
    opener = raw[number][:2] if number < count else ""
    if opener not in ("$$", "\\["):
        return number
    closer, at = ("$$" if opener == "$$" else "\\]"), raw[number][2:]
    while closer not in at and number + 1 < count:
        number += 1
        at = raw[number]
    number += 1
    if number < count and WHERE.match(rows[number]):
        while number < count and "#" not in rows[number]:
            number += 1
    return number


def cloze_line(masked: str) -> int:
    """Where the text begins behind ``C:`` in a masked text with something to hide; 0 where it is none."""
    match = CLOZE_LINE.match(masked) if masked[:1] in ("C", "*", "_") else None
    return match.end() if match and _CLOZE_MARK.search(masked, match.end()) else 0


def inline_card(row: str) -> re.Match[str] | None:
    """``front :: back`` in a masked line: with something on both sides, and outside of cloze braces."""
    colons = row.find("::")
    if colons < 0:
        return None
    match = _INLINE.search(row, max(len(row[:colons].rstrip(" \t")) - 1, 0))  # from the first that can be one on
    if (
        match is None
        or not row[: match.start()].strip(" \t-*+")
        or not row[match.end() :].strip()
        or "{{" in row[: match.start()]
    ):
        return None
    return match


def introduces(text: str, follow: Node, kinds: Kinds, own: bool) -> bool:
    """Whether the block below a unit belongs to it."""
    if follow.type not in ("list", "table", "math"):
        return False
    if text.endswith((":", "：")) or (own and not follow.blank_before):
        return True
    if own:
        bare = _SAYS_MORE.search(text) is None and len(text) <= SHORT
        if follow.type == "math":
            return bare and "$" not in text
        return bare and any(kind.whole for kind, _ in kinds)
    return not follow.blank_before and len(text) <= SHORT and text[-1] not in ".!" and "\n" not in text


def behind(line: Line, text: str, skip: int) -> Line:
    """What stands behind ``Q:`` or ``A:`` in a line whose text without indentation is ``text``."""
    return Line(text[skip:], line.number, line.column + len(line.text) - len(text) + skip)


def goes_on(node: Node, asking: bool) -> bool:
    """Whether a paragraph after a blank line still belongs to a question: its ``A:``, or just an image."""
    text = node.lines[0].text.lstrip(" \t")
    if asking and answered(text):
        return True
    return len(node.lines) == 1 and text.startswith("!") and _IMAGE.match(text) is not None


def _head(item: ListItem) -> str:
    """The first line of an item that begins with text."""
    node = item.nodes[0] if item.nodes else None
    return node.lines[0].text.lstrip(" \t") if node is not None and node.type == "paragraph" else ""


def asks(item: ListItem) -> bool:
    """Whether an item is a question that has no answer in it."""
    text = _head(item)
    return text[:1] in ASKS and asked(text) > 0 and not any(answered(line.text.lstrip(" \t-*+")) for line in item.lines)


def answers(item: ListItem) -> bool:
    text = _head(item)
    return text[:1] in ANSWERS and answered(text) > 0


def answer_item(node: Node) -> list[Line]:
    """The lines of a list whose first item is ``A: …``, without that mark."""
    items = node.items
    if not items or not answers(items[0]):
        return []
    first = items[0].nodes[0].lines[0]  # an item may begin with a blank line
    text = first.text.lstrip(" \t")
    more = [line for line in items[0].lines if line.number > first.number]
    rest = [line for line in node.lines if line.number > items[0].end]
    return [behind(first, text, answered(text)), *more, *rest]
