"""Identify: drafts and the ledger in; notes that keep their identity, what that means, and the next ledger out.

Anki finds a note again by its GUID and a card by (GUID, ordinal). Both are decided once and then looked up here, never
computed from a text that an author may correct.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, overload

from flashgen import notetypes
from flashgen.census import Census
from flashgen.diagnostics import Diagnostic
from flashgen.ledger import (
    GONE,
    LIVE,
    RETIRED,
    UNWANTED,
    Ledger,
    Lines,
    Record,
    holds,
    line_of,
    numbers,
    pack,
    pins,
    quickly_packed,
)
from flashgen.notes import Draft, Note
from flashgen.source import Span, thing
from flashgen.storage.cache import Entry, Spool
from flashgen.storage.verdicts import Verdict, Vouched, digest

if TYPE_CHECKING:
    from flashgen.likeness import Trace

RETIRED_TAG = "flashgen::retired"
TOLD = 86_400
"""A removed note is sent by the builds of so many seconds, then counts as told: longer, and one that the student has
deleted in Anki as advised would come back with the next import."""

SAMPLE = 1_000
"""So many notes say which words are common."""
TABLE = 1 << 17
"""So many notes are looked up at a time: more would need tables as large as all their keys."""

_CLOZE = re.compile(r"\{\{c(\d+)::")
_BRACES = re.compile(r"\{\{c\d+::|\}\}")
_SAME_DELETION = 0.6
"""How alike two deletions must be to be one, corrected."""


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


@thing
class Identified:
    """The result of ``identify``."""

    notes: Notes
    """In the order of the class notes; after them those that are retired."""
    plan: Plan
    ledger: Ledger
    diagnostics: tuple[Diagnostic, ...]
    census: Census


def identify(
    drafts: Sequence[Draft], ledger: Ledger, *, now: int, step: Callable[[int, int], None] | None = None
) -> Identified:
    """Give every draft the identity that earlier builds gave it, or a new one.

    ``now`` is the Unix time that a note with changed content is stamped with; nothing else depends on it. ``step`` hears
    how many drafts of how many are done.
    """
    homes = homes_of(drafts)
    twins, problems = _twins(drafts, homes)
    free = _Free(drafts, homes, twins, ledger)
    free.take_vouched()
    likeness, doubts = _match(free)
    free.homes = homes = array("q")  # nothing asks for them any more
    return _settle(free, likeness, doubts, now, problems, step or _unheard)


def _unheard(_done: int, _of: int) -> None:
    """Nobody wants to know."""


def homes_of(drafts: Sequence[Draft]) -> array[int]:
    """For each draft the hash of what it is looked up by: eight bytes a note, where a table would take two hundred."""
    take = getattr(drafts, "take_homes", None)
    return take() if take is not None else array("q", [hash((d.notetype, d.class_name, d.key)) for d in drafts])


def _grouped(homes: array[int], groups: int) -> Iterator[Sequence[int]]:
    """The numbers of all homes, equal ones in one group: so that a table of one group at a time finds them."""
    if groups == 1:
        yield range(len(homes))
        return
    found = [array("I") for _ in range(groups)]
    for n, home in enumerate(homes):
        found[home % groups].append(n)
    yield from found


# -- twins -------------------------------------------------------------------------------------------------------------


class _Twins(NamedTuple):
    """Drafts that share what they are looked up by."""

    out: frozenset[int]
    """Those that say the same as one before: left out."""
    crowd: frozenset[int]
    """All of them."""


def _twins(drafts: Sequence[Draft], homes: array[int]) -> tuple[_Twins, list[Diagnostic]]:
    """The drafts that share a front, and remarks on them: left out, or two answers to one question."""
    shared: list[list[int]] = []
    for group in _grouped(homes, len(homes) // TABLE + 1):
        first: dict[int, int] = {}
        more: dict[int, list[int]] = {}
        for n in group:
            home = homes[n]
            if first.setdefault(home, n) != n:
                more.setdefault(home, [first[home]]).append(n)
        shared += more.values()
    out: set[int] = set()
    problems: list[tuple[int, Diagnostic]] = []
    for crowd in shared:
        groups: dict[_Triple, list[Draft]] = {}
        for n in crowd:
            draft = drafts[n]
            twins = groups.setdefault((draft.notetype, draft.class_name, draft.key), [])
            same = next((d for d in twins if _content(d) == _content(draft)), None)
            if same is not None:
                out.add(n)
                what = f"the same note twice: '{draft.label}'"
                hint = f"it stands at {same.path}:{same.line}, too; one is enough, this one is left out"
                problems.append((n, _remark("FG510", what, draft, hint)))
                continue
            if twins:
                what = f"two notes with the same front in a class: '{draft.label}'"
                hint = f"the other is at {twins[0].path}:{twins[0].line}; tell them apart, or join their answers"
                problems.append((n, _remark("FG511", what, draft, hint)))
            twins.append(draft)
    everyone = frozenset(n for crowd in shared for n in crowd)
    return _Twins(frozenset(out), everyone), [problem for _, problem in sorted(problems, key=lambda p: p[0])]


def _remark(code: str, message: str, draft: Draft, hint: str) -> Diagnostic:
    return Diagnostic(code, message, Span(draft.path, draft.line), hint, "warning")


# -- matching ----------------------------------------------------------------------------------------------------------

_Triple = tuple[str, str, str]
"""Note type, class and key: what a note is looked up by."""


_Doubts = list[tuple[Record, float]]
"""The records that a new note may be, the likeliest first, and how alike each is."""


class _Free:
    """The records that no draft has been given yet, and the drafts without a record."""

    def __init__(self, drafts: Sequence[Draft], homes: array[int], twins: _Twins, ledger: Ledger) -> None:
        self.drafts, self.homes, self.twins = drafts, homes, twins
        self.ledger = ledger
        self.rows = ledger.rows()
        self.numbers: dict[str, int] = {}
        """GUID → place in ``rows``, of the records asked for."""
        self.of = array("I", bytes(array("I").itemsize * len(drafts)))
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
            if not any(home in homes for home, given in zip(others, self.given, strict=True) if not given):
                self.vouched = spool.vouched
                return
        self.of = array("I", bytes(array("I").itemsize * len(spool)))
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
        free = [place for place, given in enumerate(self.given) if not given]
        return sorted(free, key=lambda place: _standing(rows[place]))


def _standing(record: Record) -> tuple[int, str]:
    return (LIVE, UNWANTED, RETIRED, GONE).index(record.state), record.guid


def _match(free: _Free) -> tuple[dict[int, float], dict[int, _Doubts]]:
    """Give each draft its record: by the author's id, by key, by content, then by likeness.

    How alike the two are where that was asked, and what is in doubt.
    """
    if anchored := _anchored(free.drafts):
        _by_anchor(free, anchored)
    _by_key(free)
    likeness: dict[int, float] = {}
    doubts: dict[int, _Doubts] = {}
    if 1 in free.given:
        _moved_with_key(free)
    if 0 in free.given and free.open():
        _by_renamed_class(free)
        _exchanged(free)
        _by_content(free)
        _by_guid(free)
        if (numbers := free.open()) and (left := free.left()):
            _by_likeness(free, numbers, left, likeness, doubts)
    return likeness, doubts


def _anchored(drafts: Sequence[Draft]) -> Collection[int]:
    """The numbers of the drafts whose author gave them an id."""
    known = getattr(drafts, "anchored", None)
    return known if known is not None else [n for n, draft in enumerate(drafts) if draft.anchor]


def _by_anchor(free: _Free, anchored: Collection[int]) -> None:
    """An id that the author wrote, where it names one note: several notes of a block (tiers) are told apart by key."""
    drafts: dict[tuple[str, str], list[int]] = defaultdict(list)
    records: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n in anchored:
        if n not in free.twins.out and not free.of[n]:
            drafts[free.drafts[n].notetype, free.drafts[n].anchor].append(n)
    for place, record in enumerate(free.rows) if drafts else ():
        if record.anchor and (record.notetype, record.anchor) in drafts:
            records[record.notetype, record.anchor].append(place)
    rows = free.rows
    for name, news in drafts.items():
        olds = records.get(name, [])
        for key in ("path", "key"):
            for n in [n for n in news if not free.of[n]]:
                mine = getattr(free.drafts[n], key)
                same = [r for r in olds if not free.given[r] and getattr(rows[r], key) == mine]
                rivals = [m for m in news if getattr(free.drafts[m], key) == mine]
                if len(same) == 1 and len(rivals) == 1:
                    free.give(n, same[0])
        news = [n for n in news if not free.of[n]]
        olds = [r for r in olds if not free.given[r]]
        if len(news) == 1 and len(olds) == 1:
            free.give(news[0], olds[0])


def _by_key(free: _Free) -> None:
    """Same note type, class and key; where several share one, those with the same content first."""
    old_homes = free.ledger.homes(free.given)
    groups = max(len(free.homes), len(old_homes)) // TABLE + 1
    homes, of, given, out = free.homes, free.of, free.given, free.twins.out
    for news, olds in zip(_grouped(homes, groups), _grouped(old_homes, groups), strict=True):
        index: dict[int, int] = {}
        crowd: dict[int, list[int]] = {}
        for place in olds:
            if given[place]:
                continue
            home = old_homes[place]
            if index.setdefault(home, place) != place:
                crowd.setdefault(home, [index[home]]).append(place)
        if not index:
            continue
        first: dict[int, int] = {}
        again: dict[int, list[int]] = {}
        for n in news:
            if not of[n] and n not in out:
                home = homes[n]
                if first.setdefault(home, n) != n:
                    again.setdefault(home, [first[home]]).append(n)
        for home, n in first.items():
            found = index.get(home)
            if found is None:
                continue
            if home in again or home in crowd:
                _among(free, again.get(home, [n]), crowd.get(home, [found]))
            elif not given[found]:
                of[n] = found + 1
                given[found] = 1


def _among(free: _Free, news: list[int], olds: list[int]) -> None:
    """Drafts and records of one key: the same content first, then the same place, then the most alike."""
    from flashgen.likeness import Pair, assignment

    rows = free.rows
    turns = _turns([rows[old] for old in olds])
    pairs = [
        Pair(n, old, _closeness(free.drafts[n], rows[old]) + _TURN * (turn == turns[old_number]))
        for turn, n in enumerate(news)
        for old_number, old in enumerate(olds)
    ]
    for pair in assignment(pairs):
        free.give(pair.new, pair.old)


_SAME, _LIVE, _PLACE, _NUMBERS, _TURN = 100.0, 10.0, 0.3, 0.3, 0.05
"""What tells notes of one key apart: content before all, then what is live, then place and words; if nothing else, turn."""


def _closeness(draft: Draft, old: Record) -> float:
    """How well a record fits a draft that has its key."""
    from flashgen.likeness import alike

    place = (draft.path == old.path) + 2 * (draft.headings[-1:] == (old.heading,))
    said = alike(_texts(draft.notetype, draft.fields), _texts(old.notetype, old.values()))
    known = _SAME * _same(draft, old) + _LIVE * (old.state == LIVE)
    return known + _PLACE * place + said.words + _NUMBERS * said.numbers


def _turns(records: Sequence[Record]) -> list[int]:
    """The how manieth of its like each record is, as far as they follow one another in a file."""
    before = {record.guid: record.previous for record in records}
    turns = []
    for record in records:
        turn, at = 0, record.previous
        while at in before and turn < len(records):
            turn, at = turn + 1, before[at]
        turns.append(turn)
    return turns


def _moved_with_key(free: _Free) -> None:
    """A note moved to another class, where one of the same key but other content has taken its place: it comes first."""
    moved = {(free.drafts[n].notetype, free.drafts[n].key): n for n in free.open()}
    for n, draft in free.unvouched() if moved else ():  # one that is vouched for has the content of its record
        if not free.of[n] or not (draft.anchor or (draft.notetype, draft.key) in moved):
            continue
        record = free.rows[free.of[n] - 1]
        mover = moved.get((record.notetype, record.key))
        if mover is None or free.of[mover]:
            continue
        packed = [_said(record.notetype, pack(_kept_fields(free.drafts[at]))) for at in (n, mover)]
        if packed[0] != _said(record.notetype, record.fields) == packed[1]:
            free.of[mover], free.of[n] = free.of[n], 0


def _by_renamed_class(free: _Free) -> None:
    """Same key, where a class got another name: it has gone, the other is new, and a third of what they ask is the same."""
    rows = free.rows
    news: dict[str, dict[tuple[str, str], list[int]]] = defaultdict(dict)
    olds: dict[str, dict[tuple[str, str], list[int]]] = defaultdict(dict)
    for n in free.open():
        draft = free.drafts[n]
        news[draft.class_name].setdefault((draft.notetype, draft.key), []).append(n)
    for place in free.left():
        record = rows[place]
        if record.state == LIVE and record.class_name not in news:
            olds[record.class_name].setdefault((record.notetype, record.key), []).append(place)
    renamed = [
        (before, after)
        for before in olds
        for after in news
        if 3 * len(olds[before].keys() & news[after].keys()) >= min(len(olds[before]), len(news[after]))
    ]
    if not renamed:
        return
    stay = {rows[place].class_name for place, given in enumerate(free.given) if given}
    known = {record.class_name for record in rows}
    for before, after in renamed:
        if before not in stay and after not in known:
            for key in olds[before].keys() & news[after].keys():
                mine = [n for n in news[after][key] if not free.of[n]]
                _among(free, mine, [place for place in olds[before][key] if not free.given[place]])


def _exchanged(free: _Free) -> None:
    """Names that two edits at once exchanged: ``nozzle`` became ``nzzle``, and ``nozzle clearance`` became ``nozzle``.

    A draft that has a key's record, but the answer of a record that is left, while a draft without one has that of the
    key's record: neither is decided by the key.
    """
    open_ = [free.drafts[n] for n in free.open()]
    gone = [free.rows[place] for place in free.left()]
    wanted = {answer for d in open_ if len(answer := _answer(d.notetype, d.fields)) > 1}
    left = {_answer(r.notetype, r.values()) for r in gone} if wanted else set()
    paths = {draft.path for draft in open_} | {record.path for record in gone} if left else set()
    for n, draft in free.unvouched() if paths else ():
        if not free.of[n] or draft.anchor or draft.path not in paths:
            continue
        place = free.of[n] - 1
        record = free.rows[place]
        if _equal(_kept_fields(draft), record) or _answer(draft.notetype, draft.fields) not in left:
            continue
        if _answer(record.notetype, record.values()) in wanted:
            free.of[n], free.given[place] = 0, 0


def _answer(notetype: str, fields: Sequence[str]) -> tuple[str, ...]:
    """What a note says, but for what it asks: its numbers, if it has any."""
    from flashgen.likeness import words

    said = _texts(notetype, fields)[1:]
    return (notetype, *(sorted({w for w in words(" ".join(said)) if w[0].isdigit()}) or said))


def _by_content(free: _Free) -> None:
    """The same content elsewhere: moved to another class, or the ledger was rebuilt and has no keys.

    A setting that is the same but for what it is a setting of does not come before one that asks what it asked, and is
    none if the line itself says of what.
    """
    known: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in free.left():
        record = free.rows[place]
        known[record.notetype, _said(record.notetype, record.fields)].append(place)
    numbers = free.open()
    keys = {(draft.notetype, draft.key): n for n in numbers for draft in (free.drafts[n],)}
    for n in numbers:
        draft = free.drafts[n]
        places = known.get((draft.notetype, _said(draft.notetype, pack(_kept_fields(draft)))), ())
        mine = [p for p in places if free.rows[p].key == draft.key]
        others = [
            p for p in places if (draft.notetype, free.rows[p].key) not in keys and not _of_another(draft, free.rows[p])
        ]
        unclaimed = [p for p in (*mine, *others) if not free.given[p]]
        if unclaimed:
            free.give(n, unclaimed[0])


def _of_another(draft: Draft, record: Record) -> bool:
    """Whether a draft says in its line of what it is a setting, and its record was one of something else."""
    at = _shape(draft.notetype).own
    context = draft.fields[at]
    return context != record.values()[at] and bool(context) and context not in draft.headings


def _by_guid(free: _Free) -> None:
    """The id that a draft would get anew: a rebuilt ledger has it without its key."""
    bare = {r.guid: place for place in free.left() for r in (free.rows[place],) if not r.key}
    for n in free.open() if bare else ():
        draft = free.drafts[n]
        place = bare.get(_guid(draft, 0))
        if place is not None and not free.given[place] and free.rows[place].notetype == draft.notetype:
            free.give(n, place)


def _said(notetype: str, packed: str) -> str:
    """A content without the fields that say where a note stands, and without cloze numbers."""
    own = "\t".join(packed.split("\t")[: _shape(notetype).own])
    return _CLOZE.sub("{{c::", own) if "{{c" in own else own


def _by_likeness(
    free: _Free,
    numbers: list[int],
    left: list[int],
    likeness: dict[int, float],
    doubts: dict[int, _Doubts],
) -> None:
    """What remains: edits that changed what a note is known by."""
    from flashgen.likeness import overlap, pairs, words  # rapidfuzz is needed only here

    new, old = _new_traces(free, numbers), _old_traces(free, left)
    said = [t.fields for t in old]
    said += [_texts(r.notetype, r.values()) for r in islice(filter(None, free.records), max(0, SAMPLE - len(said)))]
    common: Counter[object] = Counter()
    for fields in said:
        common.update(set(words(" ".join(fields))))
        common[fields[1:]] += 1
    total = len(said)
    sure, doubtful = pairs(new, old, common, total)
    for pair in sure:
        free.give(numbers[pair.new], left[pair.old])
        likeness[numbers[pair.new]] = round(overlap(new[pair.new].fields, old[pair.old].fields), 2)
    for pair in doubtful:
        alike = round(overlap(new[pair.new].fields, old[pair.old].fields), 2)
        doubts.setdefault(numbers[pair.new], []).append((free.rows[left[pair.old]], alike))
    asked = {(r.notetype, r.key): r for place in left if not free.given[place] for r in (free.rows[place],) if r.key}
    for number, trace in zip(numbers, new, strict=True):
        old_one = None if free.of[number] else asked.get((trace.group, trace.key))
        if old_one is not None and all(old_one is not record for record, _ in doubts.get(number, ())):
            alike = round(overlap(trace.fields, _texts(old_one.notetype, old_one.values())), 2)
            doubts.setdefault(number, []).insert(0, (old_one, alike))  # it asks the same, word for word


def _new_traces(free: _Free, numbers: list[int]) -> list[Trace]:
    from flashgen.likeness import Trace

    wanted = set(numbers)
    lefts: dict[int, tuple[str, int]] = {}
    rights: dict[int, tuple[str, int]] = {}
    paths = {free.drafts[n].path for n in numbers}
    down = [n for n, draft in enumerate(free.drafts) if draft.path in paths and n not in free.twins.out]
    for order, sides, edge in ((down, lefts, "<"), (reversed(down), rights, ">")):
        last: dict[str, tuple[str, int]] = {}
        for n in order:
            path = free.drafts[n].path
            known, distance = last.get(path, (edge + path, 0))
            if n in wanted:
                sides[n] = known, distance
            record = free.record(n)
            last[path] = (known, distance + 1) if record is None else (record.guid, 0)
    return [
        Trace(
            d.notetype,
            d.class_name,
            d.key,
            d.anchor,
            d.path,
            d.headings[-1] if d.headings else "",
            lefts[n],
            rights[n],
            _texts(d.notetype, d.fields),
            wording=_wording(d.notetype, d.fields),
        )
        for n in numbers
        for d in (free.drafts[n],)
    ]


def _old_traces(free: _Free, left: list[int]) -> list[Trace]:
    from flashgen.likeness import Trace

    gone = [free.rows[place] for place in left]
    paths = {r.path for r in gone}
    near = {r.guid: place for place, r in enumerate(free.rows) if r.path in paths}
    records = {guid: free.rows[place] for guid, place in near.items()}
    before = {g: r.previous for g, r in records.items() if r.state in (LIVE, UNWANTED)}
    after = {previous: g for g, previous in before.items() if previous}
    traces = []
    for r in gone:
        sides = []
        for edge, step in (("<", before), (">", after)):
            at, distance = step.get(r.guid, ""), 0
            while at in records and not free.given[near[at]] and distance < 50:
                at, distance = step.get(at, ""), distance + 1
            sides.append((at if at in records and records[at].path == r.path else edge + r.path, distance))
        traces.append(
            Trace(
                r.notetype,
                r.class_name,
                r.key,
                r.anchor,
                r.path,
                r.heading,
                sides[0],
                sides[1],
                _texts(r.notetype, r.values()),
                r.state in (RETIRED, GONE),
                _wording(r.notetype, r.values()),
            )
        )
    return traces


def _texts(notetype: str, fields: Sequence[str]) -> tuple[str, ...]:
    """What a note says, plain, the first field first: own fields without drawings and switches."""
    from flashgen.likeness import plain

    shape = _shape(notetype)
    texts = [plain(fields[n]) for n in shape.said if fields[n]]
    if shape.cloze and (text := _text(fields)):
        texts[0] = plain(_shown(text))  # what is hidden is its answer
        texts.insert(1, plain(_hidden(text)))
    return tuple(texts)


def _wording(notetype: str, fields: Sequence[str]) -> str:
    """The student's own line, plain, where a note shows it."""
    from flashgen.likeness import plain

    return plain(fields[_shape(notetype).wording])


# -- content -----------------------------------------------------------------------------------------------------------


class _Shape(NamedTuple):
    """Of a note type, what identities need to know."""

    own: int
    """So many fields, the first, say what the note says; the others where it stands."""
    said: tuple[int, ...]
    """Those of its own that hold words: no switches."""
    source: int
    wording: int
    cloze: bool


_SWITCHES = frozenset(("Reverse", "Type", "AskName"))


@cache
def _shape(notetype: str) -> _Shape:
    kind = notetypes.load(notetype)
    own = len(kind.fields) - len(notetypes.COMMON)
    said = tuple(n for n, name in enumerate(kind.fields[:own]) if name not in _SWITCHES)
    return _Shape(own, said, kind.fields.index("Source"), kind.fields.index("Wording"), kind.cloze)


def _content(draft: Draft) -> tuple[object, ...]:
    return (*_kept_fields(draft), frozenset(draft.tags), draft.deck)


def _kept_fields(draft: Draft, fields: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The fields that the ledger keeps: all but Source, whose line number changes by itself, and the id."""
    fields = fields or draft.fields
    source = _shape(draft.notetype).source
    return fields[:source] + fields[source + 1 : -1]


def _same(draft: Draft, record: Record) -> bool:
    return holds(record.fields, _kept_fields(draft, _pinned(draft, record)[0] if draft.clozes else draft.fields))


def _equal(kept: tuple[str, ...], record: Record) -> bool:
    """Whether a record holds these fields."""
    return quickly_packed(kept) == record.fields or holds(record.fields, kept)


# -- cloze numbers -----------------------------------------------------------------------------------------------------


def _pinned(draft: Draft, record: Record) -> tuple[tuple[str, ...], str, tuple[int, ...]]:
    """The draft's fields with the cloze numbers that its deletions have had; the new pins; the numbers in use."""
    high, known = numbers(record.clozes)
    if not known:
        return draft.fields, _first_pins(draft), tuple(n for n, _ in draft.clozes)
    if all(known.get(n) == text for n, text in draft.clozes):
        return draft.fields, record.clozes, tuple(n for n, _ in draft.clozes)
    renumbered = _renumbered(draft, record, known)
    for n, _ in draft.clozes:
        if n not in renumbered:
            high += 1
            renumbered[n] = high
    fields = tuple(
        _CLOZE.sub(lambda m: f"{{{{c{renumbered.get(int(m[1]), int(m[1]))}::", f) if "{{c" in f else f
        for f in draft.fields
    )
    now = {renumbered[n]: text for n, text in draft.clozes}
    return fields, pins(max(high, *now), {**known, **now}), tuple(sorted(now))


def _renumbered(draft: Draft, record: Record, known: dict[int, str]) -> dict[int, int]:
    """The author's number → the pinned one, for deletions that are old: same text, or the same one corrected."""
    texts = dict(draft.clozes)
    found: dict[int, int] = {}
    free = dict(known)
    for n, text in draft.clozes:  # the same number first, so that equal texts keep their order
        if free.get(n) == text:
            found[n] = n
            del free[n]
    for n, text in draft.clozes:
        if n not in found and (old := next((o for o, t in free.items() if t == text), None)) is not None:
            found[n] = old
            del free[old]
    before, after = _text(record.values()), _text(draft.fields)
    was = [n for n in _order(before) if n in known]
    new = [n for n in _order(after) if n in texts]
    shown_before, shown_after = _shown(before), _shown(after)
    back = {old: n for n, old in found.items()}
    for n, old in _gaps(new, was, found, back):
        if old in free and n not in found and _corrected(texts[n], free[old], shown_before, shown_after):
            found[n] = old
            del free[old]
    return found


def _gaps(new: list[int], was: list[int], found: dict[int, int], back: dict[int, int]) -> list[tuple[int, int]]:
    """Deletions that stand between the same neighbours, one to one."""

    def stretches(order: list[int], fixed: dict[int, int], own: bool) -> dict[tuple[int, int], list[int]]:
        result: dict[tuple[int, int], list[int]] = {}
        left, run = 0, []
        for n in [*order, 0]:
            if n and n not in fixed:
                run.append(n)
                continue
            right = 0 if not n else fixed[n] if own else n
            if run:
                result[left, right] = run
            left, run = right, []
        return result

    ours, theirs = stretches(new, found, True), stretches(was, back, False)
    return [
        pair
        for gap, run in ours.items()
        if len(theirs.get(gap, ())) == len(run)
        for pair in zip(run, theirs[gap], strict=True)
    ]


def _corrected(new: str, old: str, shown_before: str, shown_after: str) -> bool:
    """Whether a deletion is an old one with other words, and not another place of the text that is hidden now."""
    from rapidfuzz import fuzz

    if fuzz.ratio(new, old) >= 100 * _SAME_DELETION:
        return True
    return old not in shown_after and new not in shown_before


def _text(fields: Iterable[str]) -> str:
    return next((f for f in fields if "{{c" in f), "")


def _order(text: str) -> list[int]:
    """The cloze numbers of a text in the order in which they begin."""
    return list(dict.fromkeys(int(n) for n in _CLOZE.findall(text)))


def _shown(text: str) -> str:
    """The text outside its deletions, lower case."""
    return " … ".join(_parted(text)[0]).casefold()


def _hidden(text: str) -> str:
    """The text of its deletions, without hints."""
    return " … ".join(re.sub(r"::.*", "", piece, flags=re.DOTALL) for piece in _parted(text)[1])


def _parted(text: str) -> tuple[list[str], list[str]]:
    """The pieces of a text that are shown, and those that are hidden."""
    pieces: tuple[list[str], list[str]] = [], []
    depth = at = 0
    for mark in _BRACES.finditer(text):
        pieces[depth > 0].append(text[at : mark.start()])
        depth = depth + 1 if mark[0] != "}}" else max(depth - 1, 0)
        at = mark.end()
    pieces[depth > 0].append(text[at:])
    return pieces


def _first_pins(draft: Draft) -> str:
    return pins(max(n for n, _ in draft.clozes), dict(draft.clozes)) if draft.clozes else ""


# -- what comes of it --------------------------------------------------------------------------------------------------


_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [a + b for a in _DIGITS for b in _DIGITS]


def _guid(draft: Draft, attempt: int) -> str:
    """Thirteen letters and digits from note type, class and key, as they were when the note was first seen."""
    text = "\0".join((draft.notetype, draft.class_name, draft.key, str(attempt) if attempt else ""))
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    bits = int.from_bytes(digest, "big") << 1  # 13 digits of five bits each: base 32, as base64.b32encode has it
    return (
        f"{_DIGITS[bits >> 60]}{_PAIRS[bits >> 50 & 1023]}{_PAIRS[bits >> 40 & 1023]}{_PAIRS[bits >> 30 & 1023]}"
        f"{_PAIRS[bits >> 20 & 1023]}{_PAIRS[bits >> 10 & 1023]}{_PAIRS[bits & 1023]}"
    )


def _later(now: int, record: Record) -> int:
    """A time that Anki takes for newer than what it has."""
    return max(now, int(record.mod) + 1)


class _Odd(NamedTuple):
    """What a note does not simply have from its draft and its record."""

    fields: tuple[str, ...]
    clozes: str
    maybe: str
    state: str


_ROOM = 13
"""Characters of a GUID of ours."""


class _Settled:
    """What was decided for each draft, some thirty bytes each: notes and records are made from it when asked for."""

    def __init__(self, free: _Free) -> None:
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
        self.mods = array("q", bytes(8 * len(self.drafts)))
        self.cards = array("I", bytes(array("I").itemsize * len(self.drafts)))
        self.patterns: list[tuple[int, ...]] = []
        """Which cards notes have; ``cards`` says which of these each has."""
        self.known: dict[tuple[int, ...], int] = {}
        self.same = bytearray(len(self.drafts))
        """Whether a note says what its record does."""
        self.odd: dict[int, _Odd] = {}
        self.changed: dict[str, Record] = {}
        """Records without a draft that are retired, or have been told."""
        self.vouched = free.vouched
        self.raw = free.ledger.records.lines if isinstance(free.ledger.records, Lines) else []
        self.verdicts: dict[int, Verdict] = {n: v.verdict for n, v in free.vouched.items()}
        """What was decided for whole class notes; filled as their lines are made."""
        for number, (verdict, places) in free.vouched.items():
            self._again(self.drafts.starts[number], verdict, len(places))  # type: ignore[attr-defined]  # a spool

    def _again(self, start: int, verdict: Verdict, count: int) -> None:
        """Decide for the drafts of a class note as the last build did."""
        self.guids[start * _ROOM : (start + count) * _ROOM] = verdict.guids
        self.mods[start : start + count] = array("q", verdict.mods)
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
        fields = self.odd[number].fields if number in self.odd else draft.fields
        cards = self.patterns[self.cards[number]]
        return Note(guid, draft, (*fields[:-1], guid), draft.tags, cards, self.mods[number])

    def notes(self) -> Iterator[Note]:
        """The notes of all drafts: ``note`` for each, without its calls and that of ``Note``."""
        if self.others or self.odd:
            yield from map(self.note, range(len(self.drafts)), self.drafts)
            return
        guids, end, patterns, new = self.guids.decode(), 0, self.patterns, tuple.__new__
        for draft, mod, pattern in zip(self.drafts, self.mods, self.cards, strict=True):
            guid, end = guids[end : end + _ROOM], end + _ROOM
            yield new(Note, (guid, draft, (*draft.fields[:-1], guid), draft.tags, patterns[pattern], mod, "live"))

    def record(self, number: int, draft: Draft, previous: str) -> Record:
        """The record of a draft's note in the next ledger."""
        place = self.of[number]
        old = self.rows[place - 1] if place else None
        odd = self.odd.get(number)
        tags = " ".join(draft.tags)
        if old is None:
            state, maybe, clozes = LIVE, "", _first_pins(draft) if draft.clozes else ""
        else:
            state, maybe, clozes = LIVE, old.maybe, old.clozes
            tags = old.tags if tags != old.tags and set(draft.tags) == set(old.tags.split()) else tags
        if odd:
            _, clozes, maybe, state = odd
        if old is not None and self.same[number]:
            packed = old.fields
        else:
            kept = _kept_fields(draft, odd.fields if odd else draft.fields)
            packed = quickly_packed(kept) or pack(kept)
        return Record(
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
            tags,
            clozes,
            packed,
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
        for place, given in enumerate(self.given):
            if not given:
                record = self.rows[place]
                yield self.changed.get(record.guid, record)

    def lines(self) -> Iterator[bytes]:
        """The lines of the next ledger; of class notes that are vouched for, as they were."""
        spool = self.drafts
        if not isinstance(spool, Spool):
            yield from map(line_of, self.records())
            return
        for number, start in enumerate(spool.starts):
            if number in self.vouched:
                yield from map(self.raw.__getitem__, self.vouched[number].places)
                continue
            drafts, before, lines = spool.of_note(number), "", []
            for place, draft in enumerate(drafts, start):
                if place not in self.out:
                    record = self.record(place, draft, before)
                    lines.append(line_of(record))
                    before = record.guid
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
                digest(lines),
                bytes(self.guids[start * _ROOM : end * _ROOM]),
                tuple(self.mods[start:end]),
                tuple([self.patterns[pattern] for pattern in self.cards[start:end]]),
            )

    def _doubted(self, number: int) -> bool:
        """Whether a draft's note may be another one, which has to be told in every build."""
        place = self.of[number]
        return bool(place and self.rows[place - 1].maybe)


class Notes(Sequence[Note]):
    """Notes made when they are asked for, from drafts and what was decided for them; then those that are retired."""

    def __init__(self, settled: _Settled, numbers: Sequence[int], leaving: Sequence[Note] = ()) -> None:
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

    @overload
    def __getitem__(self, index: int) -> Note: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Note]: ...
    def __getitem__(self, index: int | slice) -> Note | Sequence[Note]:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        number = range(len(self))[index]
        if number >= len(self._numbers):
            return self._leaving[number - len(self._numbers)]
        place = self._numbers[number]
        return self._settled.note(place, self._settled.drafts[place])

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


class _NextRecords(Mapping[str, Record]):
    """The records after a build: written one by one, or looked up by GUID, which needs all of them in memory."""

    def __init__(self, settled: _Settled) -> None:
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


@dataclass(slots=True, eq=False, repr=False)
class _Told:
    """What a build changes, as it is found."""

    new: array[int] = field(default_factory=lambda: array("I"))
    edited: array[int] = field(default_factory=lambda: array("I"))
    returned: array[int] = field(default_factory=lambda: array("I"))
    rematched: list[Rematch] = field(default_factory=list)
    moved: list[Move] = field(default_factory=list)
    ambiguous: list[Doubt] = field(default_factory=list)
    unwanted: list[int] = field(default_factory=list)
    unchanged: int = 0


def _settle(
    free: _Free,
    likeness: dict[int, float],
    doubts: dict[int, _Doubts],
    now: int,
    problems: list[Diagnostic],
    step: Callable[[int, int], None],
) -> Identified:
    """Notes, plan and ledger from what was matched."""
    settled, told, census = _Settled(free), _Told(), Census()
    known = free.ledger.records
    given: set[str] = set()
    crowd, ordinals = free.twins.crowd, _Ordinals()
    for number, (verdict, _) in free.vouched.items():
        told.unchanged += len(verdict.mods)
        census.add_known(free.drafts.of_note(number), verdict.cards, verdict.mods)  # type: ignore[attr-defined]
    for number, draft in free.unvouched():
        if number in free.twins.out:
            continue
        if not number % 4_096:
            step(number, len(free.drafts))
        old = free.record(number)
        if old is None:
            doubt = doubts.get(number)
            guid = _new_guid(draft, known, given)
            if number in crowd:
                given.add(guid)
            if doubt:
                olds = [record for record, _ in doubt]
                maybe = " ".join(record.guid for record in olds)
                settled.odd[number] = _Odd(draft.fields, _first_pins(draft), maybe, LIVE)
            cards = tuple(n - 1 for n, _ in draft.clozes) if draft.clozes else ordinals(draft.notetype, draft.fields)
            settled.set(number, guid, now, cards)
            told.new.append(number)
            if doubt:
                told.ambiguous.append(Doubt(settled.note(number, draft), olds[0], doubt[0][1], tuple(olds[1:])))
                names = " or ".join(f"'{gist(record.notetype, record.values())}'" for record in olds)
                commands = " or ".join(f"'flashgen adopt {guid} {record.guid}'" for record in olds)
                hint = f"if it is, keep its history: {commands}"
                problems.append(
                    _remark("FG520", f"'{gist(draft.notetype, draft.fields)}' may be {names}, edited", draft, hint)
                )
            census.add(draft, cards, now, True, True, False)
            continue
        fields, clozes, numbers_ = _pinned(draft, old) if draft.clozes else (draft.fields, old.clozes, ())
        settled.same[number] = same = _equal(_kept_fields(draft, fields), old)
        changed = not same or _retagged(draft, old)
        back = old.state in (RETIRED, GONE)
        mod = _later(now, old) if (changed or back) and old.state != UNWANTED else int(old.mod)
        cards = tuple(n - 1 for n in numbers_) if numbers_ else ordinals(draft.notetype, fields)
        if fields is not draft.fields or clozes != old.clozes or old.state == UNWANTED:
            settled.odd[number] = _Odd(fields, clozes, old.maybe, UNWANTED if old.state == UNWANTED else LIVE)
        settled.set(number, old.guid, mod, cards)
        if old.state == UNWANTED:
            told.unwanted.append(number)
            continue
        if back:
            told.returned.append(number)
        elif changed:
            told.edited.append(number)
        else:
            told.unchanged += 1
        if number in likeness:
            before = gist(old.notetype, old.values())
            told.rematched.append(Rematch(settled.note(number, draft), before, likeness[number]))
        if old.deck != draft.deck:
            told.moved.append(Move(settled.note(number, draft), old.deck, draft.deck))
        if old.maybe and (olds := [r for r in map(known.get, old.maybe.split()) if r and r.state in (RETIRED, GONE)]):
            told.ambiguous.append(Doubt(settled.note(number, draft), olds[0], 0.0, tuple(olds[1:])))
        census.add(draft, cards, mod, True, False, changed and not back)
    return _planned(settled, told, census, free, now, problems)


def _retagged(draft: Draft, old: Record) -> bool:
    """Whether a note has other tags than its record."""
    return " ".join(draft.tags) != old.tags and set(draft.tags) != set(old.tags.split())


def _planned(
    settled: _Settled, told: _Told, census: Census, free: _Free, now: int, problems: list[Diagnostic]
) -> Identified:
    """The result, once all drafts are settled: what has gone is retired, and sent once more."""
    rows = free.rows
    left = [rows[place] for place, given in enumerate(free.given) if not given]
    retired = [_retire(r, now) for r in left if r.state == LIVE]
    settled.changed.update((r.guid, r) for r in retired)
    new = Notes(settled, told.new)
    if new and retired:
        problems += _other_kinds(new, retired)
    leaving = [_farewell(r) for r in retired]
    plan = Plan(
        new,
        Notes(settled, told.edited),
        tuple(told.rematched),
        tuple(told.moved),
        tuple(leaving),
        Notes(settled, told.returned),
        tuple(told.ambiguous),
        tuple(settled.record(n, free.drafts[n], "") for n in told.unwanted),
        told.unchanged,
    )
    stirred = bool(told.new or told.edited or told.returned or retired or told.moved)
    for record in left:
        if record.state == RETIRED:
            if stirred and now - int(record.mod) > TOLD:
                settled.changed[record.guid] = record._replace(state=GONE)
            else:
                leaving.append(_farewell(record))
    leaving.sort(key=lambda n: n.guid)
    for note in leaving:
        census.add(note.draft, note.cards, note.mod, False, False, False)
    numbers: Sequence[int] = range(len(free.drafts))
    if free.twins.out or told.unwanted:
        aside = free.twins.out.union(told.unwanted)
        numbers = array("I", (n for n in numbers if n not in aside))
    notes = Notes(settled, numbers, tuple(leaving))
    return Identified(notes, plan, Ledger(_NextRecords(settled)), tuple(problems), census)


def _new_guid(draft: Draft, known: Mapping[str, Record], given: set[str]) -> str:
    attempt = 0
    while (guid := _guid(draft, attempt)) in given or guid in known:
        attempt += 1
    return guid


def _other_kinds(new: Sequence[Note], retired: list[Record]) -> list[Diagnostic]:
    """Remarks on facts whose kind changed: a new identity, since Anki can't turn one note type into another."""
    from flashgen.likeness import pairs, words

    news = [_loose(d.class_name, d.path, _texts(d.notetype, d.fields)) for d in (n.draft for n in new)]
    olds = [_loose(r.class_name, r.path, _texts(r.notetype, r.values())) for r in retired]
    common: Counter[object] = Counter(w for t in (*news, *olds) for w in set(words(t.fields[0])))
    same = [(new[p.new].draft, retired[p.old]) for p in pairs(news, olds, common, len(news) + len(olds))[0]]
    return [
        _remark(
            "FG512",
            f"'{draft.label}' was of the kind {old.kind}, now it is of the kind {draft.kind}: its cards start anew",
            draft,
            "Anki keeps history within a kind only; the old note is retired",
        )
        for draft, old in same
        if draft.notetype != old.notetype
    ]


def _loose(class_name: str, path: str, texts: tuple[str, ...]) -> Trace:
    from flashgen.likeness import Trace

    return Trace("", class_name, "", "", path, "", ("", -1), (path, -1), (" ".join(texts),))


class _Ordinals:
    """Which cards notes have, by which of the fields that templates need are filled."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, tuple[bool, ...]], tuple[int, ...]] = {}
        self.needed: dict[str, list[int]] = {}

    def __call__(self, notetype: str, fields: tuple[str, ...]) -> tuple[int, ...]:
        needed = self.needed.get(notetype)
        if needed is None:
            kind = notetypes.load(notetype)
            names = {name for template in kind.templates for name in template.needs}
            needed = self.needed[notetype] = [kind.fields.index(name) for name in sorted(names)]
        filled = (notetype, tuple([bool(fields[n]) and not fields[n].isspace() for n in needed]))
        found = self.known.get(filled)
        if found is None:
            found = self.known[filled] = notetypes.load(notetype).ordinals(fields)
        return found


def _retire(record: Record, now: int) -> Record:
    return record._replace(state=RETIRED, mod=str(_later(now, record)))


def _farewell(record: Record) -> Note:
    """A removed note as it is sent once more: all that it said, and the tag that finds it."""
    kept = record.values()
    shape = _shape(record.notetype)
    source = record.path.replace("&", "&amp;").replace("<", "&lt;")
    fields = (*kept[: shape.source], source, *kept[shape.source :], record.guid)
    tags = tuple(record.tags.split())
    clozes = tuple(sorted({int(n) for f in kept for n in _CLOZE.findall(f)})) if shape.cloze else ()
    headings = (record.heading,) if record.heading else ()
    draft = Draft(
        record.notetype,
        record.kind,
        record.key,
        record.class_name,
        record.deck,
        fields,
        (),
        tags,
        (),
        record.path,
        1,
        1,
        headings,
        label(record),
        record.anchor,
    )
    cards = tuple(n - 1 for n in clozes) if shape.cloze else notetypes.load(record.notetype).ordinals(fields)
    return Note(record.guid, draft, fields, (*tags, RETIRED_TAG), cards, int(record.mod), "retired")


def label(record: Record) -> str:
    """A short name of a note for reports."""
    from flashgen.likeness import plain

    label = plain(record.values()[0]) or record.key
    return label if len(label) <= 80 else label[:79] + "…"


def gist(notetype: str, fields: Sequence[str], room: int = 80) -> str:
    """What a note asks, of what, and what it says: so much that a reader can tell it from others.

    ``thickness (walls) · 2–3 mm``; ``capital of France · Paris``.
    """
    from flashgen.likeness import plain

    asked, *rest = _texts(notetype, fields) or ("",)
    context = plain(fields[_shape(notetype).own])
    told = [f"{asked} ({context})" if context and context not in asked else asked]
    for text in rest:
        if text and not any(text in known for known in told):
            told.append(text)
    said = " · ".join(told)
    return said if len(said) <= room else said[: room - 1] + "…"


def _searched(text: str) -> str:
    """A text as Anki's search takes it word for word."""
    return re.sub(r'[\\"*_]', r"\\\g<0>", text)


def _destination(move: Move) -> tuple[str, str]:
    tag = next((t for t in move.note.draft.tags if t.startswith("flashgen::class::")), "")
    return tag, move.after


# -- what the student says ---------------------------------------------------------------------------------------------


def adopt(ledger: Ledger, heir: Note, old: Record) -> Ledger:
    """The ledger in which a note is an old one, edited: the next build sends it under the old identity.

    ``ValueError`` if that can't be: another kind, or the old note is in the class notes, too.
    """
    draft = heir.draft
    if heir.guid == old.guid:
        raise ValueError("they are the same note already")
    if old.notetype != draft.notetype:
        raise ValueError(
            f"one of the kind {old.kind} can't become one of the kind {draft.kind}: Anki keeps history within a note type only"
        )
    records = dict(ledger.records)
    known = records.get(heir.guid)
    if known is not None:  # an earlier build sent it as a new note: that one is retired by the next
        records[known.guid] = known._replace(key=f"{known.key} = {old.guid}", class_name="", anchor="", maybe="")
    records[old.guid] = old._replace(
        state=old.state if old.state == UNWANTED else GONE,
        kind=draft.kind,
        class_name=draft.class_name,
        key=draft.key,
        path=draft.path,
        heading=draft.headings[-1] if draft.headings else "",
        anchor=draft.anchor,
    )
    return Ledger(records)


def forget(ledger: Ledger, records: Iterable[Record], *, undo: bool = False) -> Ledger:
    """The ledger in which these notes are never sent, or, to undo that, are again."""
    state = GONE if undo else UNWANTED
    return Ledger({**ledger.records, **{r.guid: r._replace(state=state) for r in records}})
