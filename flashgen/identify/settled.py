"""Settled: what was decided for each draft, some thirty bytes each; notes, records and lines are made from it."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from flashgen.identify.clozes import first_pins
from flashgen.identify.content import kept
from flashgen.identify.free import Free
from flashgen.ledger import LIVE, Lines, Record, line_of, pack, zeros
from flashgen.notes import PART, Draft, Note
from flashgen.storage.cache import Entry, Spool
from flashgen.storage.lazily import Lazy
from flashgen.storage.verdicts import Verdict, checksum

_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [a + b for a in _DIGITS for b in _DIGITS]


def guid_of(draft: Draft, attempt: int) -> str:
    """Thirteen letters and digits from note type, class and key, as they were when the note was first seen."""
    text = "\0".join((draft.notetype, draft.class_name, draft.key, str(attempt) if attempt else ""))
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    bits = int.from_bytes(digest, "big") << 1  # 13 digits of five bits each: base 32, as base64.b32encode has it
    return (
        f"{_DIGITS[bits >> 60]}{_PAIRS[bits >> 50 & 1023]}{_PAIRS[bits >> 40 & 1023]}{_PAIRS[bits >> 30 & 1023]}"
        f"{_PAIRS[bits >> 20 & 1023]}{_PAIRS[bits >> 10 & 1023]}{_PAIRS[bits & 1023]}"
    )


class Odd(NamedTuple):
    """What a note does not simply have from its draft and its record."""

    before: str
    clozes: str
    maybe: str
    state: str


_ROOM = 13
"""Characters of a GUID of ours."""


class Settled:
    """What was decided for each draft, some thirty bytes each: notes and records are made from it when asked for."""

    def __init__(self, free: Free) -> None:
        self.drafts, self.rows, self.of, self.given, self.out = (
            free.drafts,
            free.rows,
            free.of,
            free.given,
            free.twins.out,
        )
        self.guids = bytearray(_ROOM * len(self.drafts))
        self.others: dict[int, str] = {}
        """GUIDs that are not ours, or longer."""
        self.mods = array("I", [0]) * len(self.drafts)
        self.cards = array("I", [0]) * len(self.drafts)
        self.patterns: list[tuple[int, ...]] = []
        """Which cards notes have; ``cards`` says which of these each has."""
        self.known: dict[tuple[int, ...], int] = {}
        self.same = bytearray(len(self.drafts))
        """Whether a note says what its record does."""
        self.odd: dict[int, Odd] = {}
        self.changed: dict[str, Record] = {}
        """Records without a draft that are retired, or have been told."""
        self.vouched = free.vouched
        known = free.ledger.records
        self.raw, self.sound = (known.lines, known.sound) if isinstance(known, Lines) else ([], bytearray())
        """The lines of the ledger, and which of them are vouched for."""
        self.verdicts: dict[int, Verdict] = {n: v.verdict for n, v in free.vouched.items()}
        """What was decided for whole class notes; filled as their lines are made."""
        for number, (verdict, places) in free.vouched.items():
            self._again(self.drafts.starts[number], verdict, len(places))  # type: ignore[attr-defined]  # a spool

    def _again(self, start: int, verdict: Verdict, count: int) -> None:
        """Decide for the drafts of a class note as the last build did."""
        self.guids[start * _ROOM : (start + count) * _ROOM] = verdict.guids
        self.mods[start : start + count] = array("I", verdict.mods)
        patterns = {cards: self._pattern(cards) for cards in set(verdict.cards)}
        self.cards[start : start + count] = array("I", [patterns[cards] for cards in verdict.cards])
        self.same[start : start + count] = b"\1" * count

    def _pattern(self, cards: tuple[int, ...]) -> int:
        pattern = self.known.get(cards)
        if pattern is None:
            pattern = self.known[cards] = len(self.patterns)
            self.patterns.append(cards)
        return pattern

    def set(self, number: int, guid: str, mod: int, cards: tuple[int, ...]) -> None:
        """Keep what was decided."""
        if len(guid) == _ROOM:
            self.guids[number * _ROOM : (number + 1) * _ROOM] = guid.encode()
        else:
            self.others[number] = guid
        self.mods[number] = mod
        self.cards[number] = self._pattern(cards)

    def guid(self, number: int) -> str:
        """The GUID of a draft's note."""
        if self.others and number in self.others:
            return self.others[number]
        return self.guids[number * _ROOM : (number + 1) * _ROOM].decode()

    def note(self, number: int, draft: Draft) -> Note:
        """The note of a draft."""
        guid = self.guid(number)
        before = self.odd[number].before if number in self.odd else draft.before
        cards = self.patterns[self.cards[number]]
        flds = PART.join((before, draft.source, draft.after, guid))
        return Note(guid, draft, flds, draft.tags, cards, self.mods[number])

    def notes(self) -> Iterator[Note]:
        """The notes of all drafts: ``note`` for each, without its calls and that of ``Note``."""
        if self.others or self.odd:
            yield from map(self.note, range(len(self.drafts)), self.drafts)
            return
        patterns, new = self.patterns, tuple.__new__
        for draft, guid, mod, pattern in zip(self.drafts, self._ours(), self.mods, self.cards, strict=True):
            flds = f"{draft.before}{PART}{draft.source}{PART}{draft.after}{PART}{guid}"
            yield new(Note, (guid, draft, flds, draft.tags, patterns[pattern], mod, "live"))

    def _ours(self) -> Iterator[str]:
        """The GUIDs of all drafts, where all are ours: some at a time, for a million are as long as a book."""
        for start in range(0, len(self.guids), _ROOM * 1_000):
            some = self.guids[start : start + _ROOM * 1_000].decode()
            for at in range(0, len(some), _ROOM):
                yield some[at : at + _ROOM]

    def record(self, number: int, draft: Draft, previous: str) -> Record:
        """The record of a draft's note in the next ledger."""
        return Record(*self.cells(number, draft, previous))

    def cells(self, number: int, draft: Draft, previous: str) -> tuple[str, ...]:
        """The values of that record, the last of them the packed fields."""
        place = self.of[number]
        old = self.rows[place - 1] if place else None
        before, state, maybe, clozes, tagged = draft.before, LIVE, "", "", " ".join(draft.tags)
        if old is not None:
            maybe, clozes = old.maybe, old.clozes
            if tagged != old.tags and set(draft.tags) == set(old.tags.split()):
                tagged = old.tags
        elif draft.clozes:
            clozes = first_pins(draft)
        if self.odd and (odd := self.odd.get(number)):
            before, clozes, maybe, state = odd
        return (
            self.guid(number),
            state,
            str(self.mods[number]),
            draft.notetype,
            draft.kind,
            draft.deck,
            draft.class_name,
            draft.path,
            draft.headings[-1] if draft.headings else "",
            draft.anchor,
            previous,
            maybe,
            draft.key,
            tagged,
            clozes,
            old.fields if old is not None and self.same[number] else pack(kept(draft, before)),
        )

    def records(self) -> Iterator[Record]:
        """All records of the next ledger."""
        before: dict[str, str] = {}
        for number, draft in enumerate(self.drafts):
            if number not in self.out:
                record = self.record(number, draft, before.get(draft.path, ""))
                before[draft.path] = record.guid
                yield record
        yield from self._without_draft()

    def _without_draft(self) -> Iterator[Record]:
        for place in zeros(self.given):
            record = self.rows[place]
            yield self.changed.get(record.guid, record)

    def lines(self) -> Iterator[bytes]:
        """The lines of the next ledger; of class notes that are vouched for, as they were."""
        spool = self.drafts
        if not isinstance(spool, Spool):
            yield from map(line_of, self.records())
            return
        if self.vouched:  # in the order that they stand in, so that there is little to sort
            yield from compress(self.raw, self.sound)
        for number, start in enumerate(spool.starts):
            if number in self.vouched:
                continue
            drafts, before, lines = spool.of_note(number), "", []
            for place, draft in enumerate(drafts, start):
                if place not in self.out:
                    cells = self.cells(place, draft, before)
                    lines.append(line_of(cells))
                    before = cells[0]
            yield from lines
            if not spool.large:  # beyond that the ledger is not in memory, and its lines are not compared
                self._decided(number, start, lines, spool.entries[number])
        yield from map(line_of, self._without_draft())

    def _decided(self, number: int, start: int, lines: list[bytes], entry: Entry) -> None:
        """Keep what was decided for a class note, unless there is anything out of the ordinary."""
        end = start + entry.drafts
        simple = not self.odd and not self.others and not self.rows
        if len(lines) == entry.drafts and (
            simple or not any(n in self.odd or n in self.others or self._doubted(n) for n in range(start, end))
        ):
            self.verdicts[number] = Verdict(
                (entry.checksum, entry.length),
                checksum(lines),
                bytes(self.guids[start * _ROOM : end * _ROOM]),
                tuple(self.mods[start:end]),
                tuple([self.patterns[pattern] for pattern in self.cards[start:end]]),
            )

    def _doubted(self, number: int) -> bool:
        """Whether a draft's note may be another one, which has to be told in every build."""
        place = self.of[number]
        return bool(place and self.rows[place - 1].maybe)


class Notes(Lazy[Note]):
    """Notes made when they are asked for, from drafts and what was decided for them; then those that are retired."""

    def __init__(self, settled: Settled, numbers: Sequence[int], leaving: Sequence[Note] = ()) -> None:
        self._settled, self._numbers, self._leaving = settled, numbers, leaving

    def __len__(self) -> int:
        return len(self._numbers) + len(self._leaving)

    def __iter__(self) -> Iterator[Note]:
        note, drafts = self._settled.note, self._settled.drafts
        if isinstance(self._numbers, range):
            yield from self._settled.notes()
        else:
            for number in self._numbers:
                yield note(number, drafts[number])
        yield from self._leaving

    def at(self, place: int) -> Note:
        """The note at a place."""
        if place >= len(self._numbers):
            return self._leaving[place - len(self._numbers)]
        number = self._numbers[place]
        return self._settled.note(number, self._settled.drafts[number])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as a list

    def __repr__(self) -> str:
        return f"<{len(self)} notes>"

    def only(self, wanted: Callable[[str], bool]) -> Notes:
        """The notes of the files that are wanted, by their paths."""
        drafts = self._settled.drafts
        numbers = array("I", [number for number in self._numbers if wanted(drafts[number].path)])
        return Notes(self._settled, numbers, [note for note in self._leaving if wanted(note.draft.path)])


class NextRecords(Mapping[str, Record]):
    """The records after a build: written one by one, or looked up by GUID, which needs all of them in memory."""

    def __init__(self, settled: Settled) -> None:
        self._settled = settled
        self._found: dict[str, Record] = {}

    def _all(self) -> dict[str, Record]:
        self._found = self._found or {record.guid: record for record in self._settled.records()}
        return self._found

    def __getitem__(self, guid: str) -> Record:
        return self._all()[guid]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        settled = self._settled
        return len(settled.drafts) - len(settled.out) + len(settled.given) - sum(settled.given)

    def as_lines(self) -> Iterator[bytes]:
        """Every record as its line."""
        return self._settled.lines()

    @property
    def verdicts(self) -> dict[int, Verdict]:
        """What was decided for whole class notes, once all lines have been made."""
        return self._settled.verdicts

    def stream(self) -> Iterator[Record]:
        """Every record once, none of them kept."""
        return iter(self._found.values()) if self._found else self._settled.records()
