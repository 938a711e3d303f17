"""Identify: drafts and the ledger in; notes that keep their identity, what that means, and the next ledger out.

Anki finds a note again by its GUID and a card by (GUID, ordinal). Both are decided once and then looked up here, never
computed from a text that an author may correct.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from flashgen import notetypes
from flashgen.diagnostics import Diagnostic
from flashgen.ledger import GONE, LIVE, RETIRED, UNWANTED, Ledger, Record, holds, numbers, pack, pins
from flashgen.notes import Draft, Note
from flashgen.source import Span

if TYPE_CHECKING:
    from flashgen.likeness import Trace

RETIRED_TAG = "flashgen::retired"
TOLD = 86_400
"""A removed note is sent by the builds of so many seconds, then counts as told: longer, and one that the student has
deleted in Anki as advised would come back with the next import."""

SAMPLE = 1_000
"""So many notes say which words are common."""

_CLOZE = re.compile(r"\{\{c(\d+)::")
_BRACES = re.compile(r"\{\{c\d+::|\}\}")
_SAME_DELETION = 0.6
"""How alike two deletions must be to be one, corrected."""


@dataclass(frozen=True, slots=True)
class Rematch:
    """A note found again after an edit that changed what it is known by."""

    note: Note
    before: str
    """What it was known by."""
    similarity: float


@dataclass(frozen=True, slots=True)
class Move:
    """A note whose cards belong in another deck than the one Anki has them in."""

    note: Note
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A note that may be a retired one: nothing is guessed, ``flashgen adopt NEW OLD`` says that it is."""

    note: Note
    old: Record
    similarity: float
    """0 where an earlier build found it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build changes, seen from Anki."""

    new: tuple[Note, ...] = ()
    edited: tuple[Note, ...] = ()
    """Content changed, history kept; the rematched ones included."""
    rematched: tuple[Rematch, ...] = ()
    moved: tuple[Move, ...] = ()
    retired: tuple[Note, ...] = ()
    """Gone from the class notes since the last build."""
    returned: tuple[Note, ...] = ()
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


@dataclass(frozen=True, slots=True)
class Identified:
    """The result of ``identify``."""

    notes: tuple[Note, ...]
    """In the order of the class notes; after them those that are retired."""
    plan: Plan
    ledger: Ledger
    diagnostics: tuple[Diagnostic, ...]


def identify(drafts: Sequence[Draft], ledger: Ledger, *, now: int) -> Identified:
    """Give every draft the identity that earlier builds gave it, or a new one.

    ``now`` is the Unix time that a note with changed content is stamped with; nothing else depends on it.
    """
    kept, problems = _without_twins(drafts)
    found = _match(kept, ledger)
    return _settle(kept, found, ledger, now, problems)


# -- twins -------------------------------------------------------------------------------------------------------------


def _without_twins(drafts: Sequence[Draft]) -> tuple[list[Draft], list[Diagnostic]]:
    """The drafts without those that say the same as one before; remarks on these, and on fronts with two answers."""
    first: dict[_Triple, Draft] = {}
    kept: list[Draft] = []
    problems: list[Diagnostic] = []
    others: dict[_Triple, list[Draft]] = {}
    for draft in drafts:
        triple = (draft.notetype, draft.class_name, draft.key)
        twin = first.setdefault(triple, draft)
        if twin is not draft:
            all_of_them = others.setdefault(triple, [twin])
            same = next((d for d in all_of_them if _content(d) == _content(draft)), None)
            if same is not None:
                problems.append(
                    _remark(
                        "FG510",
                        f"the same note twice: '{draft.label}'",
                        draft,
                        f"it stands at {same.path}:{same.line}, too; one is enough, this one is left out",
                    )
                )
                continue
            problems.append(
                _remark(
                    "FG511",
                    f"two notes with the same front in a class: '{draft.label}'",
                    draft,
                    f"the other is at {twin.path}:{twin.line}; tell them apart, or join their answers",
                )
            )
            all_of_them.append(draft)
        kept.append(draft)
    return kept, problems


def _remark(code: str, message: str, draft: Draft, hint: str) -> Diagnostic:
    return Diagnostic(code, message, Span(draft.path, draft.line), hint, "warning")


# -- matching ----------------------------------------------------------------------------------------------------------

_Triple = tuple[str, str, str]
"""Note type, class and key: what a note is looked up by."""


class _Found(NamedTuple):
    """The record of each draft, how like the two are where that was asked, and what is in doubt."""

    records: list[Record | None]
    likeness: dict[int, float]
    doubts: dict[int, tuple[Record, float]]


class _Free:
    """The records that no draft has been given yet, and the drafts without a record."""

    def __init__(self, drafts: Sequence[Draft], ledger: Ledger) -> None:
        self.drafts = drafts
        self.records: list[Record | None] = [None] * len(drafts)
        self.taken: set[str] = set()
        self.ledger = ledger

    def give(self, number: int, record: Record) -> None:
        self.records[number] = record
        self.taken.add(record.guid)

    def open(self) -> list[int]:
        """The numbers of the drafts without a record."""
        return [n for n, record in enumerate(self.records) if record is None]

    def left(self) -> list[Record]:
        """The records without a draft, live ones first."""
        free = [r for g, r in self.ledger.records.items() if g not in self.taken]
        return sorted(free, key=_standing)


def _standing(record: Record) -> tuple[int, str]:
    return (LIVE, UNWANTED, RETIRED, GONE).index(record.state), record.guid


def _match(drafts: Sequence[Draft], ledger: Ledger) -> _Found:
    """Each draft's record: by the author's id, by key, by content, then by likeness."""
    free = _Free(drafts, ledger)
    if any(d.anchor for d in drafts):
        _by_anchor(free)
    _by_key(free)
    likeness: dict[int, float] = {}
    doubts: dict[int, tuple[Record, float]] = {}
    if len(free.taken) < len(drafts):
        _moved_with_key(free)
    if len(free.taken) < len(ledger.records) and len(free.taken) < len(drafts):
        _by_content(free)
        _by_guid(free)
        if (numbers := free.open()) and (left := free.left()):
            _by_likeness(free, numbers, left, likeness, doubts)
    return _Found(free.records, likeness, doubts)


def _by_anchor(free: _Free) -> None:
    """An id that the author wrote, where it names one note: several notes of a block (tiers) are told apart by key."""
    drafts: dict[tuple[str, str], list[int]] = defaultdict(list)
    records: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for n, draft in enumerate(free.drafts):
        if draft.anchor:
            drafts[draft.notetype, draft.anchor].append(n)
    for record in free.ledger.records.values():
        if record.anchor and (record.notetype, record.anchor) in drafts:
            records[record.notetype, record.anchor].append(record)
    for name, news in drafts.items():
        olds = records.get(name, [])
        for key in ("path", "key"):
            for n in [n for n in news if free.records[n] is None]:
                same = [r for r in olds if r.guid not in free.taken and getattr(r, key) == getattr(free.drafts[n], key)]
                rivals = [m for m in news if getattr(free.drafts[m], key) == getattr(free.drafts[n], key)]
                if len(same) == 1 and len(rivals) == 1:
                    free.give(n, same[0])
        news = [n for n in news if free.records[n] is None]
        olds = [r for r in olds if r.guid not in free.taken]
        if len(news) == 1 and len(olds) == 1:
            free.give(news[0], olds[0])


def _by_key(free: _Free) -> None:
    """Same note type, class and key; where several share one, those with the same content first."""
    index: dict[_Triple, Record] = {}
    crowd: dict[_Triple, list[Record]] = {}
    for record in free.ledger.records.values():
        triple = (record.notetype, record.class_name, record.key)
        if index.setdefault(triple, record) is not record:
            crowd.setdefault(triple, [index[triple]]).append(record)
    first: dict[_Triple, int] = {}
    again: dict[_Triple, list[int]] = {}
    records, taken = free.records, free.taken
    for n, draft in enumerate(free.drafts):
        if records[n] is None:
            triple = (draft.notetype, draft.class_name, draft.key)
            if first.setdefault(triple, n) != n:
                again.setdefault(triple, [first[triple]]).append(n)
    for triple, n in first.items():
        found = index.get(triple)
        if found is None:
            continue
        if triple in again or triple in crowd:
            _among(free, again.get(triple, [n]), crowd.get(triple, [found]))
        elif found.guid not in taken:
            records[n] = found
            taken.add(found.guid)


def _among(free: _Free, news: list[int], olds: list[Record]) -> None:
    """Drafts and records of one key: the same content first, then the same place, then the most alike."""
    best = sorted(
        (
            (_closeness(free.drafts[n], old), -order, n, old)
            for order, old in enumerate(sorted(olds, key=_standing))
            for n in news
        ),
        key=lambda found: (found[0], found[1], -found[2]),
        reverse=True,
    )
    for _, _, n, old in best:
        if free.records[n] is None and old.guid not in free.taken:
            free.give(n, old)


def _closeness(draft: Draft, old: Record) -> tuple[bool, bool, float]:
    """How well a record fits a draft that has its key: content, then standing, then place and words."""
    from flashgen.likeness import overlap

    place = (draft.path == old.path) + 2 * (draft.headings[-1:] == (old.heading,))
    said = overlap(_texts(draft.notetype, draft.fields), _texts(old.notetype, old.values()))
    return _same(draft, old), old.state == LIVE, said + 0.3 * place


def _moved_with_key(free: _Free) -> None:
    """A note moved to another class, where one of the same key but other content has taken its place: it comes first."""
    moved = {(free.drafts[n].notetype, free.drafts[n].key): n for n in free.open()}
    for n, record in enumerate(free.records):
        mover = moved.get((record.notetype, record.key)) if record else None
        if record is None or mover is None or free.records[mover] is not None:
            continue
        packed = [_said(record.notetype, pack(_kept_fields(free.drafts[at]))) for at in (n, mover)]
        if packed[0] != _said(record.notetype, record.fields) == packed[1]:
            free.records[n], free.records[mover] = None, record


def _by_content(free: _Free) -> None:
    """The same content elsewhere: moved to another class, or the ledger was rebuilt and has no keys."""
    known: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in free.left():
        known[record.notetype, _said(record.notetype, record.fields)].append(record)
    for n in free.open():
        draft = free.drafts[n]
        for record in known.get((draft.notetype, _said(draft.notetype, pack(_kept_fields(draft)))), ()):
            if record.guid not in free.taken:
                free.give(n, record)
                break


def _by_guid(free: _Free) -> None:
    """The id that a draft would get anew: a rebuilt ledger has it without its key."""
    for n in free.open():
        draft = free.drafts[n]
        record = free.ledger.records.get(_guid(draft, 0))
        if record and not record.key and record.guid not in free.taken and record.notetype == draft.notetype:
            free.give(n, record)


def _said(notetype: str, packed: str) -> str:
    """A content without the fields that say where a note stands, and without cloze numbers."""
    own = "\t".join(packed.split("\t")[: _shape(notetype).own])
    return _CLOZE.sub("{{c::", own) if "{{c" in own else own


def _by_likeness(
    free: _Free,
    numbers: list[int],
    left: list[Record],
    likeness: dict[int, float],
    doubts: dict[int, tuple[Record, float]],
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
        doubts[numbers[pair.new]] = left[pair.old], round(overlap(new[pair.new].fields, old[pair.old].fields), 2)


def _new_traces(free: _Free, numbers: list[int]) -> list[Trace]:
    from flashgen.likeness import Trace

    wanted = set(numbers)
    lefts: dict[int, tuple[str, int]] = {}
    rights: dict[int, tuple[str, int]] = {}
    down = range(len(free.drafts))
    for order, sides, edge in ((down, lefts, "<"), (reversed(down), rights, ">")):
        last: dict[str, tuple[str, int]] = {}
        for n in order:
            path = free.drafts[n].path
            known, distance = last.get(path, (edge + path, 0))
            if n in wanted:
                sides[n] = known, distance
            record = free.records[n]
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


def _old_traces(free: _Free, left: list[Record]) -> list[Trace]:
    from flashgen.likeness import Trace

    records = free.ledger.records
    before = {g: r.previous for g, r in records.items() if r.state in (LIVE, UNWANTED)}
    after = {previous: g for g, previous in before.items() if previous}
    traces = []
    for r in left:
        sides = []
        for edge, step in (("<", before), (">", after)):
            at, distance = step.get(r.guid, ""), 0
            while at in records and at not in free.taken and distance < 50:
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
    """Whether a record holds these fields: at once where nothing had to be escaped."""
    raw = "\t".join(kept)
    if raw == record.fields and "\\" not in raw:
        return raw.count("\t") == len(kept) - 1
    return holds(record.fields, kept)


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


def _guid(draft: Draft, attempt: int) -> str:
    """Thirteen letters and digits from note type, class and key, as they were when the note was first seen."""
    text = "\0".join((draft.notetype, draft.class_name, draft.key, str(attempt) if attempt else ""))
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return base64.b32encode(digest)[:13].decode().lower()


def _later(now: int, record: Record) -> int:
    """A time that Anki takes for newer than what it has."""
    return max(now, int(record.mod) + 1)


def _settle(drafts: Sequence[Draft], found: _Found, ledger: Ledger, now: int, problems: list[Diagnostic]) -> Identified:
    """Notes, plan and ledger from what was matched."""
    notes: list[Note] = []
    records: dict[str, Record] = dict(ledger.records)
    before: dict[str, str] = {}
    new: list[Note] = []
    edited: list[Note] = []
    rematched: list[Rematch] = []
    moved: list[Move] = []
    returned: list[Note] = []
    ambiguous: list[Doubt] = []
    unwanted: list[Record] = []
    used: set[str] = set()
    unchanged = 0
    ordinals = _Ordinals()
    for number, draft in enumerate(drafts):
        old = found.records[number]
        fields, clozes = draft.fields, ""
        used_numbers: tuple[int, ...] = ()
        doubt = found.doubts.get(number)
        if old is None:
            guid = _new_guid(draft, records)
            mod, state, maybe = now, LIVE, doubt[0].guid if doubt else ""
            if draft.clozes:
                clozes, used_numbers = _first_pins(draft), tuple(n for n, _ in draft.clozes)
            packed, tags, changed = pack(_kept_fields(draft)), " ".join(draft.tags), True
        else:
            guid, state, maybe = old.guid, old.state, old.maybe
            if draft.clozes:
                fields, clozes, used_numbers = _pinned(draft, old)
            kept = _kept_fields(draft, fields)
            tags = " ".join(draft.tags)
            if _equal(kept, old):
                packed, changed = old.fields, False
            else:
                packed, changed = pack(kept), True
            if tags != old.tags and set(draft.tags) != set(old.tags.split()):
                changed = True
            else:
                tags = old.tags
            if state in (RETIRED, GONE):
                state, changed = LIVE, True
            mod = _later(now, old) if changed and state == LIVE else int(old.mod)
        path = draft.path
        record = Record(
            guid,
            state,
            str(mod),
            draft.notetype,
            draft.kind,
            draft.deck,
            draft.class_name,
            path,
            draft.headings[-1] if draft.headings else "",
            draft.anchor,
            before.get(path, ""),
            maybe,
            draft.key,
            tags,
            clozes,
            packed,
        )
        records[guid] = record
        used.add(guid)
        before[path] = guid
        if state == UNWANTED:
            unwanted.append(record)
            continue
        cards = tuple(n - 1 for n in used_numbers) if used_numbers else ordinals(draft.notetype, fields)
        note = Note(guid, draft, (*fields[:-1], guid), draft.tags, cards, mod)
        notes.append(note)
        if old is None:
            new.append(note)
            if doubt:
                ambiguous.append(Doubt(note, doubt[0], doubt[1]))
                problems.append(
                    _remark(
                        "FG520",
                        f"'{draft.label}' may be '{label(doubt[0])}', edited",
                        draft,
                        f"if it is, keep its history: 'flashgen adopt {guid} {doubt[0].guid}'",
                    )
                )
            continue
        if old.state in (RETIRED, GONE):
            returned.append(note)
        elif changed:
            edited.append(note)
        else:
            unchanged += 1
        if number in found.likeness:
            rematched.append(Rematch(note, label(old), found.likeness[number]))
        if old.deck != draft.deck:
            moved.append(Move(note, old.deck, draft.deck))
        if maybe and (other := records.get(maybe)) is not None and other.state in (RETIRED, GONE):
            ambiguous.append(Doubt(note, other, 0.0))
    retired = [_retire(r, now) for g, r in ledger.records.items() if g not in used and r.state == LIVE]
    for record in retired:
        records[record.guid] = record
    if new and retired:
        problems += _other_kinds(new, retired)
    plan = Plan(
        tuple(new),
        tuple(edited),
        tuple(rematched),
        tuple(moved),
        tuple(map(_farewell, retired)),
        tuple(returned),
        tuple(ambiguous),
        tuple(unwanted),
        unchanged,
    )
    leaving = list(plan.retired)
    stirred = bool(new or edited or returned or retired or moved)
    for guid, record in ledger.records.items():
        if record.state == RETIRED and guid not in used:
            if stirred and now - int(record.mod) > TOLD:
                records[guid] = record._replace(state=GONE)
            else:
                leaving.append(_farewell(record))
    notes.extend(sorted(leaving, key=lambda n: n.guid))
    return Identified(tuple(notes), plan, Ledger(records), tuple(problems))


def _new_guid(draft: Draft, records: dict[str, Record]) -> str:
    attempt = 0
    while (guid := _guid(draft, attempt)) in records:
        attempt += 1
    return guid


def _other_kinds(new: list[Note], retired: list[Record]) -> list[Diagnostic]:
    """Remarks on facts whose kind changed: a new identity, since Anki can't turn one note type into another."""
    from flashgen.likeness import pairs, words

    news = [_loose(d.class_name, d.path, _texts(d.notetype, d.fields)) for d in (n.draft for n in new)]
    olds = [_loose(r.class_name, r.path, _texts(r.notetype, r.values())) for r in retired]
    common: Counter[object] = Counter(w for t in (*news, *olds) for w in set(words(t.fields[0])))
    same = [(new[p.new].draft, retired[p.old]) for p in pairs(news, olds, common, len(news) + len(olds))[0]]
    return [
        _remark(
            "FG512",
            f"'{draft.label}' was a {old.kind}, now it is a {draft.kind}: its cards start anew",
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
    """Which cards notes have, by which of their fields are filled."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, tuple[bool, ...]], tuple[int, ...]] = {}

    def __call__(self, notetype: str, fields: tuple[str, ...]) -> tuple[int, ...]:
        empty = (notetype, tuple([not f or f.isspace() for f in fields]))
        found = self.known.get(empty)
        if found is None:
            found = self.known[empty] = notetypes.load(notetype).ordinals(fields)
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
        raise ValueError(f"a {old.kind} can't become a {draft.kind}: Anki keeps history within a note type only")
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
