"""Free: the records that no draft has been given yet, and the drafts without a record."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from flashgen.identify.twins import Twins
from flashgen.ledger import GONE, LIVE, RETIRED, UNWANTED, Ledger, Record, zeros
from flashgen.notes import Draft
from flashgen.storage.cache import Spool
from flashgen.storage.verdicts import Vouched

Doubts = list[tuple[Record, float]]
"""The records that a new note may be, the likeliest first, and how alike each is."""


class Free:
    """The records that no draft has been given yet, and the drafts without a record."""

    def __init__(self, drafts: Sequence[Draft], homes: array[int], twins: Twins, ledger: Ledger) -> None:
        self.drafts, self.homes, self.twins = drafts, homes, twins
        self.ledger = ledger
        self.rows = ledger.rows()
        self.numbers: dict[str, int] = {}
        """GUID → place in ``rows``, of the records asked for."""
        self.of = array("I", [0]) * len(drafts)
        """For each draft its record's place in ``rows`` plus one; 0: none."""
        self.given = bytearray(len(self.rows))
        """For each record whether a draft has it."""
        self.vouched: dict[int, Vouched] = {}
        """The class notes for which the last build has decided."""

    def take_vouched(self) -> None:
        """Give the drafts of class notes that are vouched for what they had; unless others might want it, too."""
        spool = self.drafts
        if not isinstance(spool, Spool) or not spool.vouched:
            return
        homes: set[int] = set()
        for number, (_, places) in spool.vouched.items():
            start, end = spool.starts[number], spool.starts[number] + len(places)
            if self.twins.crowd and not self.twins.crowd.isdisjoint(range(start, end)):
                break
            homes.update(self.homes[start:end])
            self.of[start:end] = array("I", [place + 1 for place in places])
            for place in places:
                self.given[place] = 1
        else:
            others = self.ledger.homes(self.given)
            if not any(others[place] in homes for place in zeros(self.given)):
                self.vouched = spool.vouched
                return
        self.of = array("I", [0]) * len(spool)
        self.given = bytearray(len(self.rows))

    def unvouched(self) -> Iterator[tuple[int, Draft]]:
        """The drafts that have to be decided for, with their numbers."""
        spool = self.drafts
        if not self.vouched or not isinstance(spool, Spool):
            yield from enumerate(spool)
            return
        for number, start in enumerate(spool.starts):
            if number not in self.vouched:
                yield from enumerate(spool.of_note(number), start)

    @property
    def records(self) -> Iterator[Record | None]:
        """The record of each draft."""
        return (self.rows[r - 1] if r else None for r in self.of)

    def record(self, number: int) -> Record | None:
        """The record of a draft."""
        place = self.of[number]
        return self.rows[place - 1] if place else None

    def give(self, number: int, place: int) -> None:
        """A draft gets the record at a place of ``rows``."""
        self.of[number] = place + 1
        self.given[place] = 1

    def open(self) -> list[int]:
        """The numbers of the drafts without a record."""
        out = self.twins.out
        return [n for n, place in enumerate(self.of) if not place and n not in out]

    def left(self) -> list[int]:
        """The places of the records without a draft, live ones first."""
        rows = self.rows
        return sorted(zeros(self.given), key=lambda place: standing_of(rows[place]))


def standing_of(record: Record) -> tuple[int, str]:
    return (LIVE, UNWANTED, RETIRED, GONE).index(record.state), record.guid
