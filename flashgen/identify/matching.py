"""Matching: which draft is which record: by the author's id, by key, by content, then by likeness."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from flashgen.identify.clozes import pinned_to
from flashgen.identify.content import kept, said_in, shape_of, texts_of, wording_of
from flashgen.identify.free import Doubts, Free
from flashgen.identify.settled import guid_of
from flashgen.identify.twins import grouped, tables
from flashgen.ledger import GONE, LIVE, RETIRED, UNWANTED, Record, holds, pack
from flashgen.notes import Draft

if TYPE_CHECKING:
    from flashgen.likeness import Trace


SAMPLE = 1_000
"""So many notes say which words are common."""


def match(free: Free) -> tuple[dict[int, float], dict[int, Doubts]]:
    """Give each draft its record: by the author's id, by key, by content, then by likeness.

    How alike the two are where that was asked, and what is in doubt.
    """
    if anchored := _anchored(free.drafts):
        _by_anchor(free, anchored)
    _by_key(free)
    likeness: dict[int, float] = {}
    doubts: dict[int, Doubts] = {}
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


def _by_anchor(free: Free, anchored: Collection[int]) -> None:
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


def _by_key(free: Free) -> None:
    """Same note type, class and key; where several share one, those with the same content first."""
    old_homes = free.ledger.homes(free.given)
    groups = tables(max(len(free.homes), len(old_homes)))
    homes, of, given, out = free.homes, free.of, free.given, free.twins.out
    for news, olds in zip(grouped(homes, groups), grouped(old_homes, groups), strict=True):
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


def _among(free: Free, news: list[int], olds: list[int]) -> None:
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
    said = alike(texts_of(draft.notetype, draft.fields), texts_of(old.notetype, old.values()))
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


def _moved_with_key(free: Free) -> None:
    """A note moved to another class, where one of the same key but other content has taken its place: it comes first."""
    moved = {(free.drafts[n].notetype, free.drafts[n].key): n for n in free.open()}
    for n, draft in free.unvouched() if moved else ():  # one that is vouched for has the content of its record
        if not free.of[n] or not (draft.anchor or (draft.notetype, draft.key) in moved):
            continue
        record = free.rows[free.of[n] - 1]
        mover = moved.get((record.notetype, record.key))
        if mover is None or free.of[mover]:
            continue
        packed = [said_in(record.notetype, pack(kept(free.drafts[at]))) for at in (n, mover)]
        if packed[0] != said_in(record.notetype, record.fields) == packed[1]:
            free.of[mover], free.of[n] = free.of[n], 0


def _by_renamed_class(free: Free) -> None:
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


def _exchanged(free: Free) -> None:
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
        if holds(record.fields, kept(draft)) or _answer(draft.notetype, draft.fields) not in left:
            continue
        if _answer(record.notetype, record.values()) in wanted:
            free.of[n], free.given[place] = 0, 0


def _answer(notetype: str, fields: Sequence[str]) -> tuple[str, ...]:
    """What a note says, but for what it asks: its numbers, if it has any."""
    from flashgen.likeness import words

    said = texts_of(notetype, fields)[1:]
    return (notetype, *(sorted({w for w in words(" ".join(said)) if w[0].isdigit()}) or said))


def _by_content(free: Free) -> None:
    """The same content elsewhere: moved to another class, or the ledger was rebuilt and has no keys.

    A setting that is the same but for what it is a setting of does not come before one that asks what it asked, and is
    none if the line itself says of what.
    """
    known: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in free.left():
        record = free.rows[place]
        known[record.notetype, said_in(record.notetype, record.fields)].append(place)
    numbers = free.open()
    keys = {(draft.notetype, draft.key): n for n in numbers for draft in (free.drafts[n],)}
    for n in numbers:
        draft = free.drafts[n]
        places = known.get((draft.notetype, said_in(draft.notetype, pack(kept(draft)))), ())
        mine = [p for p in places if free.rows[p].key == draft.key]
        others = [
            p for p in places if (draft.notetype, free.rows[p].key) not in keys and not _of_another(draft, free.rows[p])
        ]
        unclaimed = [p for p in (*mine, *others) if not free.given[p]]
        if unclaimed:
            free.give(n, unclaimed[0])


def _of_another(draft: Draft, record: Record) -> bool:
    """Whether a draft says in its line of what it is a setting, and its record was one of something else."""
    at = shape_of(draft.notetype).own
    context = draft.fields[at]
    return context != record.values()[at] and bool(context) and context not in draft.headings


def _by_guid(free: Free) -> None:
    """The id that a draft would get anew: a rebuilt ledger has it without its key."""
    bare = {r.guid: place for place in free.left() for r in (free.rows[place],) if not r.key}
    for n in free.open() if bare else ():
        draft = free.drafts[n]
        place = bare.get(guid_of(draft, 0))
        if place is not None and not free.given[place] and free.rows[place].notetype == draft.notetype:
            free.give(n, place)


def _by_likeness(
    free: Free,
    numbers: list[int],
    left: list[int],
    likeness: dict[int, float],
    doubts: dict[int, Doubts],
) -> None:
    """What remains: edits that changed what a note is known by."""
    from flashgen.likeness import overlap, pairs, words  # rapidfuzz is needed only here

    new, old = _new_traces(free, numbers), _old_traces(free, left)
    said = [t.fields for t in old]
    said += [texts_of(r.notetype, r.values()) for r in islice(filter(None, free.records), max(0, SAMPLE - len(said)))]
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
            alike = round(overlap(trace.fields, texts_of(old_one.notetype, old_one.values())), 2)
            doubts.setdefault(number, []).insert(0, (old_one, alike))  # it asks the same, word for word


def _new_traces(free: Free, numbers: list[int]) -> list[Trace]:
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
            texts_of(d.notetype, d.fields),
            wording=wording_of(d.notetype, d.fields),
        )
        for n in numbers
        for d in (free.drafts[n],)
    ]


def _old_traces(free: Free, left: list[int]) -> list[Trace]:
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
                texts_of(r.notetype, r.values()),
                r.state in (RETIRED, GONE),
                wording_of(r.notetype, r.values()),
            )
        )
    return traces


def _same(draft: Draft, record: Record) -> bool:
    return holds(record.fields, kept(draft, pinned_to(draft, record)[0] if draft.clozes else draft.before))
