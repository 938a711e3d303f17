"""Fact, Sketch, Draft, Note, NoteType: the things on the way from a block to Anki. They do no work and no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import ClassVar, Literal, NamedTuple, Protocol

from flashgen.document import Block
from flashgen.naming import name_of
from flashgen.source import thing


class FactError(Exception):
    """A reader can't read its block. Raised in ``facts``, caught by ``extract`` alone, which adds the place."""

    def __init__(
        self, code: str, message: str, at: int = 0, hint: str = "", end: int | None = None, block: Block | None = None
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint
        self.at = at
        """Offset in the text of the block that the reader was given, or of ``block``."""
        self.end = end
        self.block = block
        """The narrowed block (a list item, a table cell) that ``at`` counts in; None: the one the reader was given."""
        self.also: tuple[FactError, ...] = ()
        """Further remarks on the same block: on other items of its list."""


class Fact(Protocol):
    """What was read from a block. Each kind has its own frozen dataclass in ``facts/``."""

    kind: ClassVar[str]

    def fields(self) -> dict[str, object]:
        """The fields as ``flashgen extract`` reports them: Markdown texts, numbers, null where the note is silent."""
        ...

    def sketches(self, block: Block) -> tuple[Sketch, ...]:
        """The Anki notes that ask this fact: one for most kinds, one a tier, step or aspect where there are several."""
        ...


@thing
class Extracted:
    """A fact and the (narrowed) block it was read from: ``block.text`` is the student's wording of this fact."""

    block: Block
    fact: Fact


@thing
class Sketch:
    """One Anki note as a fact wants it: fields by name, still Markdown."""

    notetype: str
    """A folder of ``notetypes/``."""
    key: str
    """What makes it the same fact after an edit (term, question, name and context): never what gets corrected."""
    fields: Mapping[str, str]
    """Field name → Markdown. For a cloze: deletions as ``{{c1::text::hint}}``."""
    html: Mapping[str, str] = field(default_factory=dict)
    """Field name → ready HTML: figures."""


@thing
class Media:
    """A file that a card shows."""

    name: str
    """In the package: content hash and suffix."""
    path: str
    """On this disk, absolute."""


PART = "\x1f"
"""Parts the fields of a note where they are one text, as in Anki's own table; it stands in no field."""


class Draft(NamedTuple):
    """An Anki note that is complete but for its identity. A tuple, for ten thousand are made in every build."""

    notetype: str
    kind: str
    key: str
    """As in ``Sketch``, normalised (NFC, case, white space, mark-up)."""
    class_name: str
    deck: str
    before: str
    """The fields up to Source: HTML in the order of the note type, parted by ``PART`` (one text is kept, read and written
    in less time than ten). Cloze numbers are the author's."""
    source: str
    """The field Source: where the note stands. It alone changes by itself, with lines above."""
    after: str
    """The fields behind Source but the last, the id, which is not decided yet."""
    clozes: tuple[tuple[int, str], ...]
    """For a cloze: each number used, with the normalised text of its deletions; ``identify`` pins them."""
    cards: tuple[int, ...]
    """Ordinals of its cards, from 0: templates whose fields are filled, or cloze numbers less one."""
    tags: tuple[str, ...]
    """All Anki tags: class, kind, the student's own."""
    media: tuple[Media, ...]
    path: str
    line: int
    end_line: int
    headings: tuple[str, ...]
    anchor: str = ""

    @property
    def label(self) -> str:
        """A short name for reports: the question, the term."""
        return name_of(self.before.partition(PART)[0], self.key)

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields, one by one, the id empty."""
        return (*self.before.split(PART), self.source, *self.after.split(PART), "")


class Note(NamedTuple):
    """An Anki note, ready to be packaged. A tuple, as a draft is."""

    guid: str
    draft: Draft
    flds: str
    """All fields as Anki's table has them, parted by ``PART``; final: pinned cloze numbers, the id field filled."""
    tags: tuple[str, ...]
    """The draft's, and ``flashgen::retired`` for a note that has gone."""
    cards: tuple[int, ...]
    """As in the draft, with pinned cloze numbers."""
    mod: int
    """Unix time, seconds, of the build that first saw this content."""
    state: Literal["live", "retired"] = "live"

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields, one by one."""
        return tuple(self.flds.split(PART))


@thing
class Template:
    """A card template of a note type. Field references on the front are plain ``{{Field}}`` and ``{{#Field}}``."""

    name: str
    id: int
    front: str
    back: str
    needs: tuple[str, ...]
    """The fields that must all be filled for the card to exist."""


@thing
class NoteType:
    """How a kind looks in Anki. Fixed for ever: ids, fields and templates are never changed, only CSS and text."""

    folder: str
    name: str
    id: int
    mod: int
    """Unix time of this version of the note type: the constant ``mod`` in its file."""
    fields: tuple[str, ...]
    field_ids: tuple[int, ...]
    templates: tuple[Template, ...]
    css: str
    cloze: bool = False

    def ordinals(self, fields: tuple[str, ...]) -> tuple[int, ...]:
        """Which templates give a card with these fields. Not for clozes: their ordinals are their numbers less one."""
        filled = {name for name, value in zip(self.fields, fields, strict=True) if value.strip()}
        return tuple(n for n, t in enumerate(self.templates) if filled.issuperset(t.needs))
