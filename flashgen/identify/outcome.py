"""The outcome of matching: notes, the plan and the next ledger; what has gone is retired, and sent once more."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from flashgen import notetypes
from flashgen.census import Census
from flashgen.diagnostics import Diagnostic
from flashgen.identify.clozes import CLOZE, first_pins, pinned_to
from flashgen.identify.content import gist, kept, texts_of
from flashgen.identify.free import Doubts, Free
from flashgen.identify.plan import RETIRED_TAG, Doubt, Move, Plan, Rematch
from flashgen.identify.settled import NextRecords, Notes, Odd, Settled, guid_of
from flashgen.identify.twins import remark_on
from flashgen.ledger import GONE, LIVE, RETIRED, UNWANTED, Ledger, Record, holds, zeros
from flashgen.notes import PART, Draft, Note
from flashgen.source import state, thing

if TYPE_CHECKING:
    from flashgen.likeness import Trace


TOLD = 86_400
"""A removed note is sent by the builds of so many seconds, then counts as told: longer, and one that the student has
deleted in Anki as advised would come back with the next import."""


@thing
class Identified:
    """The result of ``identify``."""

    notes: Notes
    """In the order of the class notes; after them those that are retired."""
    plan: Plan
    ledger: Ledger
    diagnostics: tuple[Diagnostic, ...]
    census: Census


def _later(now: int, record: Record) -> int:
    """A time that Anki takes for newer than what it has."""
    return max(now, int(record.mod) + 1)


@state
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


def settle(
    free: Free,
    likeness: dict[int, float],
    doubts: dict[int, Doubts],
    now: int,
    problems: list[Diagnostic],
    step: Callable[[int, int], None],
) -> Identified:
    """Notes, plan and ledger from what was matched."""
    settled, told, census = Settled(free), _Told(), Census()
    known = free.ledger.records
    given: set[str] = set()
    crowd, out, of = free.twins.crowd, free.twins.out, free.of
    for number, (verdict, _) in free.vouched.items():
        told.unchanged += len(verdict.mods)
        census.again(free.drafts.of_note(number), verdict.cards, verdict.mods)  # type: ignore[attr-defined]
    for number, draft in free.unvouched():
        if number in out:
            continue
        if not number % 4_096:
            step(number, len(free.drafts))
        if not of[number]:
            doubt = doubts.get(number) if doubts else None
            guid = _new_guid(draft, known, given)
            if number in crowd:
                given.add(guid)
            if doubt:
                olds = [record for record, _ in doubt]
                maybe = " ".join(record.guid for record in olds)
                settled.odd[number] = Odd(draft.before, first_pins(draft), maybe, LIVE)
            settled.set(number, guid, now, draft.cards)
            told.new.append(number)
            if doubt:
                told.ambiguous.append(Doubt(settled.note(number, draft), olds[0], doubt[0][1], tuple(olds[1:])))
                names = " or ".join(f"'{gist(record.notetype, record.values())}'" for record in olds)
                commands = " or ".join(f"'flashgen adopt {guid} {record.guid}'" for record in olds)
                hint = f"if it is, keep its history: {commands}"
                problems.append(
                    remark_on("FG520", f"'{gist(draft.notetype, draft.fields)}' may be {names}, edited", draft, hint)
                )
            census.add(draft, draft.cards, now, True, True, False)
            continue
        old = free.rows[of[number] - 1]
        before, clozes, numbers = pinned_to(draft, old) if draft.clozes else (draft.before, old.clozes, ())
        settled.same[number] = same = holds(old.fields, kept(draft, before))
        changed = not same or _retagged(draft, old)
        back = old.state in (RETIRED, GONE)
        mod = _later(now, old) if (changed or back) and old.state != UNWANTED else int(old.mod)
        cards = tuple(n - 1 for n in numbers) if numbers else draft.cards
        if before is not draft.before or clozes != old.clozes or old.state == UNWANTED:
            settled.odd[number] = Odd(before, clozes, old.maybe, UNWANTED if old.state == UNWANTED else LIVE)
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
    settled: Settled, told: _Told, census: Census, free: Free, now: int, problems: list[Diagnostic]
) -> Identified:
    """The result, once all drafts are settled: what has gone is retired, and sent once more."""
    rows = free.rows
    left = [rows[place] for place in zeros(free.given)]
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
    return Identified(notes, plan, Ledger(NextRecords(settled)), tuple(problems), census)


def _new_guid(draft: Draft, known: Mapping[str, Record], given: set[str]) -> str:
    attempt = 0
    while (guid := guid_of(draft, attempt)) in given or guid in known:
        attempt += 1
    return guid


def _other_kinds(new: Sequence[Note], retired: list[Record]) -> list[Diagnostic]:
    """Remarks on facts whose kind changed: a new identity, since Anki can't turn one note type into another."""
    from flashgen.likeness import pairs, words

    news = [_loose(d.class_name, d.path, texts_of(d.notetype, d.fields)) for d in (n.draft for n in new)]
    olds = [_loose(r.class_name, r.path, texts_of(r.notetype, r.values())) for r in retired]
    common: Counter[object] = Counter(w for t in (*news, *olds) for w in set(words(t.fields[0])))
    same = [(new[p.new].draft, retired[p.old]) for p in pairs(news, olds, common, len(news) + len(olds))[0]]
    return [
        remark_on(
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


def _retire(record: Record, now: int) -> Record:
    return record._replace(state=RETIRED, mod=str(_later(now, record)))


def _farewell(record: Record) -> Note:
    """A removed note as it is sent once more: all that it said, and the tag that finds it."""
    values = record.values()
    kind = notetypes.load(record.notetype)
    place = kind.fields.index("Source")
    source = record.path.replace("&", "&amp;").replace("<", "&lt;")
    fields = (*values[:place], source, *values[place:], record.guid)
    flds = PART.join(fields)
    tags = tuple(record.tags.split())
    clozes = sorted({int(n) for n in CLOZE.findall(flds)}) if kind.cloze else ()
    cards = tuple(n - 1 for n in clozes) if kind.cloze else kind.ordinals(fields)
    headings = (record.heading,) if record.heading else ()
    draft = Draft(
        record.notetype,
        record.kind,
        record.key,
        record.class_name,
        record.deck,
        PART.join(values[:place]),
        source,
        PART.join(values[place:]),
        (),
        cards,
        tags,
        (),
        record.path,
        1,
        1,
        headings,
        record.anchor,
    )
    return Note(record.guid, draft, flds, (*tags, RETIRED_TAG), cards, int(record.mod), "retired")
