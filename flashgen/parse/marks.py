"""Marks: what the tags, comments and ids in a text say, and what holds where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from flashgen.facts import Kind
from flashgen.frontmatter import anki_tag
from flashgen.late import pattern
from flashgen.parse.classes import class_path
from flashgen.pieces import cut
from flashgen.source import thing
from flashgen.structure import Line, Node, scan
from flashgen.tags import MASK, anchor_of, comments, find_tags, mask, may_mark

CARD = frozenset(("card", "flashcard"))
_LABEL = pattern(r"[*_]{0,3}([^\W\d_]+)[*_]{0,3}:[*_]{0,3}(?:[ \t]+|$)")

Kinds = tuple[tuple[Kind, str], ...]
"""Kinds of a scope, each with its tag as written."""


@thing
class Marks:
    """The tags of a text, sorted into what they do; the stretches they take."""

    kinds: Kinds = ()
    tags: tuple[str, ...] = ()
    class_name: str = ""
    is_class: bool = False
    card: bool = False
    skip: bool = False
    cuts: tuple[tuple[int, int], ...] = ()
    anchor: str = ""

    @property
    def rules(self) -> bool:
        """Whether a line with these marks is a unit of its own."""
        return bool(self.kinds) or self.card or self.skip or bool(self.class_name)


NO_MARKS = Marks()


def both(first: Marks, second: Marks) -> Marks:
    """The marks of the two sides of a question, which are those of the card; where they stand is the sides' own."""
    return replace(
        first,
        tags=(*first.tags, *second.tags),
        anchor=first.anchor or second.anchor,
        skip=first.skip or second.skip,
        class_name=first.class_name or second.class_name,
    )


@thing
class Inherited:
    """What holds where a node stands: inherited from headings and enclosing list items."""

    class_name: str
    tags: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    kinds: Kinds = ()
    """Kinds of the section's heading."""
    labels: bool = False
    """Whether labels and callouts count as tags here."""
    quoted: bool = False
    """Whether this is in a block quote; one in another is not read."""


def within(scope: Inherited, marks: Marks) -> Inherited:
    """A scope narrowed by the tags of an item or a line above."""
    if marks.class_name:
        scope = replace(scope, class_name=class_path(marks.class_name))
    if marks.tags:
        scope = replace(scope, tags=tuple(dict.fromkeys((*scope.tags, *marks.tags))))
    return scope


class Marker:
    """Reads the marks of the texts of one class note; a tagged line is asked for them several times."""

    def __init__(self, table: Mapping[str, Kind]) -> None:
        self.table = table
        """The kind tags."""
        self.known: dict[tuple[str, str | None], Marks] = {}
        """The marks of the texts seen so far."""

    def of(self, text: str, masked: str | None = None) -> Marks:
        """What the tags, comments and ids in a text say; a tagged line is asked for it several times."""
        if not may_mark(text):
            return NO_MARKS
        found = self.known.get((text, masked))
        if found is None:
            found = self.known[text, masked] = self._found(text, mask(text) if masked is None else masked)
        return found

    def _found(self, text: str, masked: str) -> Marks:
        cuts: list[tuple[int, int]] = []
        kinds: Kinds = ()
        names: dict[str, None] = {}
        class_name = anchor = ""
        is_class = card = skip = False
        for tag in find_tags(text, masked):
            if cuts and text[cuts[-1][1] : tag.start] in (", ", ",", "; "):
                cuts[-1] = (cuts[-1][0], tag.end)
            else:
                cuts.append((tag.start, tag.end))
            low = tag.name.lower()
            if low in self.table:
                kind = self.table[low]
                if all(kind is not known for known, _ in kinds):
                    kinds = (*kinds, (kind, low))
            elif low == "class":
                is_class = True
            elif low.startswith("class/"):
                class_name = tag.name[6:]
            elif low in CARD:
                card = True
            elif low == "skip":
                skip = True
            elif name := anki_tag(tag.name):
                names[name] = None
        cuts += comments(masked)
        if ("^" in text or "<!--" in text) and (found := anchor_of(text)):
            anchor = found[0]
            cuts.append((found[1], found[2]))
        if not cuts:
            return NO_MARKS
        return Marks(kinds, tuple(names), class_name, is_class, card, skip, tuple(cuts), anchor)

    def of_blocks(self, text: str) -> Marks:
        """What the tags in a text of several blocks say; those of code say nothing."""
        if "```" not in text and "~~~" not in text and "    " not in text and "\t" not in text:
            return self.of(text)  # no code
        rows = mask(text).split("\n")
        for number in code_lines(scan([Line(row, number, 1) for number, row in enumerate(text.split("\n"))])):
            rows[number] = MASK * len(rows[number])
        return self.of(text, "\n".join(rows))

    def of_line_of_tags(self, node: Node | None) -> Marks | None:
        """The marks of a paragraph that is nothing but a line of tags."""
        if node is None or node.type != "paragraph" or len(node.lines) != 1 or "#" not in node.lines[0].text:
            return None
        text = node.lines[0].text
        marks = self.of(text)
        return marks if self.alone(text, marks) else None

    def alone(self, text: str, marks: Marks) -> bool:
        """Whether nothing is left of a text without its marks."""
        return bool(marks.cuts) and not cut(text, ((0, 1, 1),), marks.cuts)[0].strip(",; \t")

    def cuts(self, text: str) -> list[tuple[int, int]]:
        """The tags and comments of a text of several items or rows: code that opens in one does not close in the next."""
        found: list[tuple[int, int]] = []
        offset = 0
        for row in text.split("\n"):
            if may_mark(row):
                found += [(offset + start, offset + end) for start, end in self.of(row).cuts]
            offset += len(row) + 1
        return found

    def label(self, text: str, scope: Inherited) -> tuple[Kind, str, int] | None:
        """A leading keyword label (``Definition: …``), where labels count: its kind, the word, where the text begins."""
        if not scope.labels or ":" not in text[:40]:
            return None
        match = _LABEL.match(text)
        if match is None:
            return None
        word = match[1].lower()
        kind = next((k for k in dict.fromkeys(self.table.values()) if word in k.labels), None)
        return (kind, word, match.end()) if kind else None


def code_lines(nodes: list[Node]) -> Iterator[int]:
    """The numbers of the lines that are blocks of code."""
    for node in nodes:
        if node.type in ("fence", "code"):
            yield from (line.number for line in node.lines)
        for item in () if node.marker else node.items:
            yield from code_lines(item.nodes)
