"""Document: a parsed class note. Blocks are its tagged pieces; what stands in them is read by ``facts``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import Literal

from flashgen.source import Span, thing

Scope = Literal["own", "section", "mark"]
"""How a block came by its kind: its own tag (at the end of the line or unit, on the list item, alone on the line
above: it must be readable), the tag of its section's heading (what is not a fact is passed over), or no tag but
syntax (``Q:``, ``::``, ``{{c1::…}}``)."""

Places = tuple[tuple[int, int, int], ...]
"""Where a text stands: (offset in the text, line, column) at each point where it is not simply the next character.

A column below 1 stands for spaces that were a part of a tab; ``place`` gives the tab's own place for them.
"""


def place(places: Places, offset: int) -> tuple[int, int]:
    """Line and column (from 1) of an offset in a text that stands at ``places``."""
    line, column = spot(places, offset)
    return line, max(column, 1)


def spot(places: Places, offset: int) -> tuple[int, int]:
    """``place``, but the spaces that are left of a tab, which have no columns of their own, count back from 0."""
    index = max(bisect_right(places, (offset, 1 << 60, 0)) - 1, 0)
    start, line, column = places[index]
    return line, column + max(offset - start, 0)


@thing
class Piece:
    """A stretch of Markdown with its places: a side of a question, a table cell."""

    text: str
    places: Places


@thing
class Item:
    """A list item: its own text (tags, marker and ``[ ]`` removed), and the items nested in it."""

    text: str
    places: Places
    line: int
    end_line: int
    """Last line of the item with its children."""
    ordered: bool
    children: tuple[Item, ...] = ()
    source: str = ""
    """Markdown of the item with its children and further blocks, dedented, without the item's own marker."""
    tags: tuple[str, ...] = ()
    """The student's own tags on this item."""
    anchor: str = ""


@thing
class Table:
    """A pipe table; every row has as many cells as the header."""

    header: tuple[Piece, ...]
    rows: tuple[tuple[Piece, ...], ...]


@thing
class Block:
    """A tagged piece of a document, or a question, or a cloze: what one reader of ``facts`` is asked to read."""

    kind: str
    """Name of the kind (``facts.KINDS``), aliases resolved: ``qa``, ``cloze``, ``hyperparameter``, …"""
    text: str
    """The author's Markdown: tags removed, dedented, list marker removed if the unit is one item."""
    places: Places
    path: str
    line: int
    end_line: int
    scope: Scope = "own"
    form: str = ""
    """For qa: ``Q:``, ``::``, ``:::``, ``?``, ``??``, ``card``; for cloze: ``C:``, ``tag``, ``braces``;
    for other kinds the tag as written (``steps``, ``list``) or the label or callout that stood for it."""
    parts: tuple[Piece, ...] = ()
    """For qa: front and back."""
    items: tuple[Item, ...] = ()
    """The list of this unit: the block is a list, or an item or paragraph that introduces one."""
    table: Table | None = None
    class_name: str = ""
    """``A::B`` for nested classes."""
    root: str = ""
    """The root deck: ``deck:`` of the front matter or the configuration."""
    tags: tuple[str, ...] = ()
    """The student's own tags as Anki writes them (``a::b``), those of the file and the headings included."""
    headings: tuple[str, ...] = ()
    """Texts of the enclosing headings, outermost first, tags removed."""
    lead: tuple[str, ...] = ()
    """What introduces the unit: texts of enclosing list items, or the paragraph ending in ``:`` above a list."""
    context: str = ""
    """``context:`` of the front matter."""
    lang: str = ""
    """``lang:`` of the front matter or the configuration: ``de``, ``pt-BR``, … or empty."""
    anchor: str = ""
    """An id the author wrote: ``^block-id`` or ``<!-- id: … -->``."""

    @property
    def deck(self) -> str:
        """The Anki deck of the cards: root and class."""
        return f"{self.root}::{self.class_name}" if self.class_name else self.root

    def span(self, start: int, end: int | None = None) -> Span:
        """The place of ``text[start:end]`` in the note."""
        line, column = place(self.places, start)
        if end is None or end <= start:
            return Span(self.path, line, column)
        end_line, end_column = place(self.places, end - 1)
        return Span(self.path, line, column, end_line, end_column + 1)

    def part(self, start: int, end: int) -> Block:
        """This block narrowed to ``text[start:end]`` (a sentence, a clause), without list or table."""
        line, column = place(self.places, start)
        inside = tuple((o - start, li, c) for o, li, c in self.places if start < o < end)
        end_line = place(self.places, max(end - 1, start))[0]
        return replace(
            self,
            text=self.text[start:end],
            places=((0, line, column), *inside),
            line=line,
            end_line=end_line,
            items=(),
            table=None,
            parts=(),
        )

    def at(self, item: Item, *lead: str) -> Block:
        """This block narrowed to one of its list items; ``lead`` are the texts that introduce it."""
        return replace(
            self,
            text=item.text,
            places=item.places,
            line=item.line,
            end_line=item.end_line,
            items=item.children,
            table=None,
            parts=(),
            lead=(*self.lead, *lead),
            tags=(*self.tags, *item.tags) if item.tags else self.tags,
            anchor=item.anchor,
        )

    def cell(self, piece: Piece, *lead: str) -> Block:
        """This block narrowed to a table cell (or a side of a question); ``lead`` as in ``at``."""
        line = piece.places[0][1] if piece.places else self.line
        return replace(
            self,
            text=piece.text,
            places=piece.places or self.places,
            line=line,
            end_line=line,
            items=(),
            table=None,
            parts=(),
            lead=(*self.lead, *lead),
        )

    def walk(self) -> Iterator[Block]:
        """The leaves that a one-line fact can stand in: the block itself, or each item with its parents as lead."""
        if not self.items:
            yield self
            return
        own = (self.text,) if self.text and self.line < self.items[0].line else ()
        for item in self.items:
            yield from self.at(item, *own).walk()


@thing
class Front:
    """The front matter of a class note; ``None`` and empty where it says nothing."""

    class_name: str | None = None
    deck: str | None = None
    tags: tuple[str, ...] = ()
    context: str | None = None
    lang: str | None = None
    skip: bool = False
    """``flashgen: false``."""
    other: Mapping[str, object] = field(default_factory=dict)
    """Keys that other tools own."""


@thing
class Document:
    """A parsed class note: its blocks in the order of the text."""

    path: str
    front: Front
    blocks: tuple[Block, ...]
