"""What Anki knows of our notes: their cards, when each is due, every answer. A database in (``exports``), values out."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from flashgen import notetypes
from flashgen.anki.exports import Day, day, deck_names, our_notetypes
from flashgen.notes import PART

HORIZON = 30
"""Days ahead for which it matters when a card is due."""
AGAIN = 1
FILTERED = 3
"""The kind of an answer in a filtered deck that lies before its time; with ``factor`` 0 nothing was rescheduled."""
SUSPENDED, BURIED_BY_HAND, BURIED, NEW, LEARNING, REVIEW, RELEARNING, PREVIEW = -1, -3, -2, 0, 1, 2, 3, 4
"""Anki's queues (``RELEARNING``: learning whose next step is on a later day)."""


class Answer(NamedTuple):
    """One line of the review log that is an answer; what Anki notes when a card is moved or reset is none."""

    at: int
    """Unix time, milliseconds."""
    button: int
    """1 (again) to 4 (easy)."""
    last: int
    """The interval before: days, or seconds if negative."""
    factor: int
    spent: int
    """Milliseconds, as Anki counts them: no more than the deck's maximum (60 s)."""
    kind: int
    """0 learning, 1 review, 2 relearning, 3 filtered deck."""

    @property
    def graded(self) -> bool:
        """Whether it told something about the card: not a mere look in a filtered deck that reschedules nothing."""
        return self.kind != FILTERED or self.factor != 0

    @property
    def tests(self) -> bool:
        """Whether it counts for retention, as in Anki's own table: the card had been left for a day or longer."""
        return self.graded and (self.kind == 1 or self.last >= 1 or self.last <= -86_400)


@dataclass(frozen=True, slots=True)
class Card:
    """A card and its answers, the oldest first."""

    ordinal: int
    deck: str
    """Its home: where it lives also while it is in a filtered deck."""
    new: bool
    due: int | None
    """Days from today, negative if it is overdue; None for a new or suspended card. Buried ones come back tomorrow."""
    suspended: bool
    buried: bool
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Learnt:
    """A note of ours as Anki has it."""

    guid: str
    """The id in its hidden field."""
    notetype: str
    """A folder of ``notetypes/``."""
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: tuple[Card, ...]

    def tagged(self, tag: str) -> bool:
        """Whether it has a tag, as Anki compares tags."""
        return tag in (t.casefold() for t in self.tags)


@dataclass(frozen=True, slots=True)
class Studied:
    """All notes of ours in a collection at a moment."""

    now: float
    day: Day
    notes: tuple[Learnt, ...]


def due(queue: int, type_: int, when: int, today: Day) -> int | None:
    """In how many days a card is due; ``when`` is its due date outside of filtered decks.

    That of a card in its learning steps is a time, of every other one a day of the collection.
    """
    if type_ == NEW or queue == SUSPENDED:
        return None
    if queue in (BURIED, BURIED_BY_HAND):
        return 1
    if queue == PREVIEW:
        return 0
    if queue == LEARNING:
        return 0 if when < today.cutoff else 1 + (when - today.cutoff) // 86_400
    return when - today.number


def unburied(queue: int, type_: int, when: int) -> int:
    """The queue of a card that comes back from being buried."""
    if queue not in (BURIED, BURIED_BY_HAND):
        return queue
    if type_ in (LEARNING, RELEARNING):
        return LEARNING if when > _A_TIME else RELEARNING
    return type_


_A_TIME = 1_000_000_000
"""A due date above this is a time, below it a day."""


def named(notetype: str, fields: Iterable[str]) -> dict[str, str]:
    """The fields of a note by name."""
    return dict(zip(notetypes.load(notetype).fields, fields, strict=False))


def guid_of(notetype: str, fields: tuple[str, ...]) -> str:
    """The id in the hidden field, empty if there is none. A field that the student added comes after it."""
    place = len(notetypes.load(notetype).fields) - 1
    return fields[place].strip() if place < len(fields) else ""


def from_database(connection: sqlite3.Connection, now: float) -> Studied:
    """What is in the database of an export or a collection."""
    today = day(connection, now)
    types, decks = our_notetypes(connection), deck_names(connection)
    ours = f"n.mid IN ({','.join(map(str, types))})"
    answers = _answers(connection, ours)
    cards: defaultdict[int, list[Card]] = defaultdict(list)
    for number, note, ordinal, deck, home, type_, queue, when, original in connection.execute(
        "SELECT c.id, c.nid, c.ord, c.did, c.odid, c.type, c.queue, c.due, c.odue FROM cards c JOIN notes n ON n.id = c.nid "
        f"WHERE {ours} ORDER BY c.nid, c.ord"
    ):
        if not today.buried:
            queue = unburied(queue, type_, when)
        moved = original if home and queue not in (LEARNING, PREVIEW) else when
        cards[note].append(
            Card(
                ordinal,
                decks.get(home or deck, ""),
                type_ == NEW,
                due(queue, type_, moved, today),
                queue == SUSPENDED,
                queue in (BURIED, BURIED_BY_HAND),
                answers.get(number, ()),
            )
        )
    notes = []
    for number, type_, tags, joined in connection.execute(
        f"SELECT n.id, n.mid, n.tags, n.flds FROM notes n WHERE {ours} ORDER BY n.id"
    ):
        fields = tuple(joined.split(PART))
        if guid := guid_of(types[type_], fields):
            notes.append(Learnt(guid, types[type_], fields, tuple(tags.split()), tuple(cards[number])))
    return Studied(now, today, tuple(notes))


def _answers(connection: sqlite3.Connection, ours: str) -> Mapping[int, tuple[Answer, ...]]:
    """The answers of each card."""
    found: defaultdict[int, list[Answer]] = defaultdict(list)
    for card, *rest in connection.execute(
        "SELECT r.cid, r.id, r.ease, r.lastIvl, r.factor, r.time, r.type FROM revlog r WHERE r.ease > 0 AND r.cid IN "
        f"(SELECT c.id FROM cards c JOIN notes n ON n.id = c.nid WHERE {ours}) ORDER BY r.id"
    ):
        found[card].append(Answer(*rest))
    return {card: tuple(lines) for card, lines in found.items()}
