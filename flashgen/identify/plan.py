"""Plan: what a build changes, seen from Anki, and how it is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from flashgen.ledger import Record
from flashgen.naming import name_of
from flashgen.notes import Note
from flashgen.source import thing

RETIRED_TAG = "flashgen::retired"


@thing
class Rematch:
    """A note found again after an edit that changed what it is known by."""

    note: Note
    before: str
    """What it said."""
    similarity: float


@thing
class Move:
    """A note whose cards belong in another deck than the one Anki has them in."""

    note: Note
    before: str
    after: str


@thing
class Doubt:
    """A note that may be a retired one: nothing is guessed, ``flashgen adopt NEW OLD`` says that it is."""

    note: Note
    old: Record
    similarity: float
    """0 where an earlier build found it."""
    others: tuple[Record, ...] = ()
    """Other retired ones that it is about as likely to be."""


@thing
class Plan:
    """What a build changes, seen from Anki."""

    new: Sequence[Note] = ()
    edited: Sequence[Note] = ()
    """Content changed, history kept; the rematched ones included."""
    rematched: tuple[Rematch, ...] = ()
    moved: tuple[Move, ...] = ()
    retired: tuple[Note, ...] = ()
    """Gone from the class notes since the last build."""
    returned: Sequence[Note] = ()
    """Retired once, and back."""
    ambiguous: tuple[Doubt, ...] = ()
    unwanted: tuple[Record, ...] = ()
    """In the class notes, but not sent: ``flashgen forget``."""
    unchanged: int = 0

    def summary(self) -> str:
        """``3 new, 2 edited, 1 moved``; ``nothing changed``."""
        counts = (
            ("new", self.new),
            ("edited", self.edited),
            ("re-matched", self.rematched),
            ("moved", self.moved),
            ("retired", self.retired),
            ("returned", self.returned),
            ("ambiguous", self.ambiguous),
        )
        return ", ".join(f"{len(found)} {name}" for name, found in counts if found) or "nothing changed"

    def searches(self) -> tuple[tuple[str, str], ...]:
        """What a package can't do and the student can: a title, and what to search for in Anki's browser."""
        found = []
        if self.moved:
            for (tag, deck), count in sorted(Counter(map(_destination, self.moved)).items()):
                elsewhere = f'-deck:"{_searched(deck)}"'
                found.append((f"{count} moved to {deck}", f"tag:{_searched(tag)} {elsewhere}" if tag else elsewhere))
        if self.retired:
            found.append((f"{len(self.retired)} retired", f"tag:{RETIRED_TAG}"))
        return tuple(found)


def label(record: Record) -> str:
    """A short name of a note for reports."""
    return name_of(record.values()[0], record.key)


def _searched(text: str) -> str:
    """A text as Anki's search takes it word for word."""
    return re.sub(r'[\\"*_]', r"\\\g<0>", text)


def _destination(move: Move) -> tuple[str, str]:
    tag = next((t for t in move.note.draft.tags if t.startswith("flashgen::class::")), "")
    return tag, move.after
