"""Plan: the notes, what Anki has, and what was brought before in; what a push will do, and what it leaves, out.

Three-way: what differs between Anki and the last push was changed in Anki by the student, and stays; what differs
between the last push and the notes is brought. Where both changed, nothing is overwritten: it is reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from flashgen import notetypes
from flashgen.identify import RETIRED_TAG
from flashgen.ledger import GONE, RETIRED, Ledger, Record
from flashgen.notes import PART
from flashgen.outputs.package import deck_parts
from flashgen.outputs.push.memory import Brought, Memory, brought, of_record
from flashgen.outputs.push.route import ID_FIELD, Held, HeldCard

if TYPE_CHECKING:
    from flashgen.notes import Note

SUSPENDED_TAG = "flashgen::suspended"
"""With the numbers of the cards behind it: these were suspended by a push, and a push may let them come up again."""

_SPACE = re.compile(r"[\s\xa0]+")
_CLOZE = re.compile(r"\{\{c([1-9]\d{0,2})::")


@dataclass(frozen=True, slots=True)
class Options:
    """What the student allows."""

    move: bool = False
    """Move cards back that were moved by hand."""
    delete: bool = False
    """Delete what is gone from the notes, and blank cards that have reviews."""
    overwrite: bool = False
    """Overwrite what was edited in Anki."""
    restore: bool = False
    """Bring back what was deleted in Anki."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A note that is imported, and how it will look in Anki."""

    note: Note
    held: Held | None = None
    """None: Anki does not have it yet."""


@dataclass(frozen=True, slots=True)
class Moving:
    """Cards of a note that go to another deck."""

    label: str
    path: str
    cards: tuple[int, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Retiring:
    """A note that has gone from the notes and is still in Anki."""

    record: Record
    held: Held
    suspend: tuple[HeldCard, ...]


@dataclass(frozen=True, slots=True)
class Edited:
    """A note that the student edited in Anki."""

    note: Note
    held: Held
    base: tuple[str, ...] | None
    """The fields (``kept``) before that, if they are known."""
    conflict: bool
    """The class notes changed, too."""


@dataclass(frozen=True, slots=True)
class Retag:
    """Tags that a note gets and loses without being imported."""

    held: Held
    add: tuple[str, ...]
    remove: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """Cards of a note whose front is empty: what they asked is not in the note any more."""

    held: Held
    delete: tuple[HeldCard, ...]
    keep: tuple[HeldCard, ...]
    """They have reviews: suspended, so that their history comes back if what they ask does."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a push does, in the order in which it is done, and what it leaves as it is."""

    unsuspend: tuple[int, ...] = ()
    moved: tuple[Moving, ...] = ()
    new: tuple[Sending, ...] = ()
    changed: tuple[Sending, ...] = ()
    returned: tuple[Sending, ...] = ()
    """Gone once, suspended by a push, and back in the notes."""
    carriers: tuple[Note, ...] = ()
    """Notes that go along unchanged, to bring a newer version of their note types."""
    retags: tuple[Retag, ...] = ()
    retired: tuple[Retiring, ...] = ()
    deleted: tuple[Retiring, ...] = ()
    blank: tuple[Blank, ...] = ()
    emptied: tuple[str, ...] = ()
    """Decks of ours that notes have left: removed, if nothing is in them."""
    # what is left as it is
    edited: tuple[Edited, ...] = ()
    gone_in_anki: tuple[Note, ...] = ()
    """Deleted in Anki by the student: not brought again."""
    astray: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(Deck in Anki, deck of the notes) → cards that the student moved there."""
    waiting: int = 0
    """Cards in filtered decks, which move once they are home again."""
    known: int = 0
    """How many of our notes Anki has."""
    # what will be remembered
    base: Mapping[str, Brought] = field(default_factory=dict)
    """What is known before the push."""
    after: Mapping[str, Brought] = field(default_factory=dict)
    """What is remembered once all is done."""
    notetypes: Mapping[str, int] = field(default_factory=dict)

    @property
    def sending(self) -> tuple[Sending, ...]:
        """All that is imported."""
        return (*self.new, *self.changed, *self.returned)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (
            self.unsuspend
            or self.moved
            or self.sending
            or self.carriers
            or self.retags
            or self.retired
            or self.deleted
            or self.blank
            or self.emptied
        )

    @property
    def lost_all(self) -> bool:
        """Whether Anki has nothing of what was brought to it: another collection, rather than so many deletions."""
        return bool(self.gone_in_anki) and not self.known

    @property
    def conflicts(self) -> tuple[Edited, ...]:
        """Edited both in Anki and in the notes."""
        return tuple(e for e in self.edited if e.conflict)


def plan(
    notes: Sequence[Note],
    after: Ledger,
    before: Ledger,
    memory: Memory,
    held: Iterable[Held],
    options: Options,
    *,
    now: int,
    decks: Collection[str] = (),
    only: Collection[str] | None = None,
) -> Plan:
    """Decide. ``notes`` are those of the build, ``after`` its ledger, ``before`` the one on the disk.

    ``decks`` are the names that Anki has; ``only`` are the ids that a push of some notes is about (None: all); ``now``
    stamps a note where the route can't say how old Anki's is.
    """
    return _Planner(after, before, memory, held, options, now, decks, only).made(notes)


class _Planner:
    """Goes through the notes, then through what is left in Anki, and gathers what is to be done."""

    def __init__(
        self,
        ledger: Ledger,
        before: Ledger,
        memory: Memory,
        held: Iterable[Held],
        options: Options,
        now: int,
        decks: Collection[str],
        only: Collection[str] | None,
    ) -> None:
        self.ledger, self.before, self.memory, self.options = ledger, before, memory, options
        self.now, self.only = now, only
        self.decks = {deck_name(name): name for name in decks}
        self.emptied: dict[str, None] = {}
        self.held = _ours(held, ledger, before)
        self.unsuspend: list[int] = []
        self.moved: list[Moving] = []
        self.new: list[Sending] = []
        self.changed: list[Sending] = []
        self.returned: list[Sending] = []
        self.retags: list[Retag] = []
        self.retired: list[Retiring] = []
        self.deleted: list[Retiring] = []
        self.blank: list[Blank] = []
        self.edited: list[Edited] = []
        self.gone: list[Note] = []
        self.astray: Counter[tuple[str, str]] = Counter()
        self.waiting = 0
        self.base: dict[str, Brought] = dict(memory.notes)
        self.after: dict[str, Brought] = {}

    def made(self, notes: Sequence[Note]) -> Plan:
        live = [n for n in notes if n.state == "live"]
        self._remember()
        for note in live:
            there = self.held.get(note.guid)
            if there is None:
                self._absent(note)
            else:
                self._present(note, there)
        for guid, record in self.ledger.records.items():
            if record.state in (RETIRED, GONE) and guid in self.held and (self.only is None or guid in self.only):
                self._gone(record, self.held[guid])
        carried, kinds = self._carriers(live)
        return Plan(
            tuple(self.unsuspend),
            tuple(self.moved),
            tuple(self.new),
            tuple(self.changed),
            tuple(self.returned),
            carried,
            tuple(self.retags),
            tuple(self.retired),
            tuple(self.deleted),
            tuple(self.blank),
            tuple(sorted(self.emptied, reverse=True)),
            tuple(self.edited),
            tuple(self.gone),
            dict(sorted(self.astray.items())),
            self.waiting,
            len(self.held),
            self.base,
            {**{g: b for g, b in self.base.items() if g not in self.after}, **self.after},
            kinds,
        )

    def _remember(self) -> None:
        """Where no push is remembered, the ledger says what Anki may have been given."""
        for guid in self.held:
            if guid not in self.base and guid in self.before.records:
                self.base[guid] = of_record(self.before.records[guid])

    def _bases(self, guid: str) -> list[Brought]:
        known = [self.base[guid]] if guid in self.base else []
        if guid in self.before.records:
            known.append(of_record(self.before.records[guid]))
        return known

    def _absent(self, note: Note) -> None:
        """Anki does not have it: new, or deleted there."""
        known = self.memory.notes.get(note.guid)
        if known is not None and not known.retired and not self.options.restore:
            self.gone.append(note)
        else:
            self.new.append(Sending(note))
            self.after[note.guid] = _agreed(note)

    def _present(self, note: Note, held: Held) -> None:
        folder = note.draft.notetype
        theirs, ours = kept(held_fields(held, folder), folder), kept(note.fields, folder)
        bases = self._bases(note.guid)
        base = next((b for b in bases if _same_fields(b.values(), theirs)), bases[0] if bases else None)
        was = None if base is None else base.values()
        fields = _merged(ours, theirs, was)
        protected = fields is None and not self.options.overwrite
        left_behind = protected and self._left_behind(note, held)
        if left_behind:
            self.edited.append(Edited(note, held, None, True))
        elif protected:
            self.edited.append(Edited(note, held, was, was is None or not _same_fields(was, ours)))
        self._awaken(note, held)
        tags = self._tags(note, held, bases)
        whole = _whole(note, _with_remarks(ours, theirs, was) if fields is None else fields)
        cards = _orders(note, whole)
        back = RETIRED_TAG in held.tags
        sent = not protected and (back or fields is None or not _same_fields(fields, theirs))
        if sent:
            wanted = note._replace(flds=PART.join(whole), tags=tags, cards=cards, mod=self._mod(note, held))
            (self.returned if back else self.changed).append(Sending(wanted, held))
        elif (difference := _difference(held.tags, tags)) != ((), ()):
            self.retags.append(Retag(held, *difference))
        if not protected:
            self._blank(held, cards, sent)
        waiting = self._decks(note, held, bases)
        deck = bases[0].deck if waiting and bases else note.draft.deck
        if not protected:
            self.after[note.guid] = brought(note.guid, deck, note.draft.tags, ours)
        elif left_behind:
            self.base.pop(note.guid, None)  # what Anki has is still not known to be ours
        elif base is not None:
            self.after[note.guid] = base._replace(deck=deck, retired="")

    def _left_behind(self, note: Note, held: Held) -> bool:
        """Whether Anki has an older state of a note that was never pushed: rather one that no import replaced than an
        edit, which ``pull`` must not put over what was written since."""
        return note.guid not in self.memory.notes and held.mod is not None and held.mod < note.mod

    def _awaken(self, note: Note, held: Held) -> None:
        """Cards that a push suspended, and that the notes ask again."""
        ours = _suspended_by_us(held)
        self.unsuspend += [c.id for c in held.cards if c.order in ours and c.order in note.cards and c.suspended]

    def _mod(self, note: Note, held: Held) -> int:
        """A time that Anki takes for newer than what it has."""
        return max(note.mod, self.now if held.mod is None else held.mod + 1)

    def _tags(self, note: Note, held: Held, bases: list[Brought]) -> tuple[str, ...]:
        """What the student added stays, what they removed stays away, what changed in the notes is brought."""
        ours, has = note.draft.tags, _low(held.tags)
        before = _low(bases[0].tags.split()) if bases else []
        stay = [t for t in held.tags if t != RETIRED_TAG and (t.casefold() not in before or t.casefold() in _low(ours))]
        come = [t for t in ours if t.casefold() not in has and t.casefold() not in before]
        return _marked((*stay, *come), {o for o in _suspended_by_us(held) if o not in note.cards})

    def _blank(self, held: Held, cards: Collection[int], sent: bool) -> None:
        """Cards whose deletion or side is not in the note any more."""
        blank = [c for c in held.cards if c.order not in cards]
        if len(blank) == len(held.cards) and not sent:
            return  # the student deleted those that are not: without these the note would go, too
        delete = tuple(c for c in blank if not c.reviewed or self.options.delete)
        keep = tuple(c for c in blank if c not in delete and not c.suspended)
        if delete or keep:
            self.blank.append(Blank(held, delete, keep))

    def _decks(self, note: Note, held: Held, bases: list[Brought]) -> bool:
        """Cards that belong in another deck go there, but for those that the student moved; whether some must wait."""
        wanted = note.draft.deck
        ours = {deck_name(b.deck) for b in bases}
        groups: dict[str, list[int]] = defaultdict(list)
        waiting = 0
        for card in held.cards:
            if deck_name(card.deck) == deck_name(wanted):
                continue
            if card.filtered and (deck_name(card.deck) in ours if card.deck else ours != {deck_name(wanted)}):
                waiting += 1
            elif card.filtered:
                continue
            elif deck_name(card.deck) in ours or self.options.move:
                groups[card.deck].append(card.id)
            else:
                self.astray[card.deck, wanted] += 1
        self.waiting += waiting
        if not waiting:
            left = [self.decks[d] for d in ours if d != deck_name(wanted) and d in self.decks]
            self.emptied.update(dict.fromkeys(left))
        where = f"{note.draft.path}:{note.draft.line}"
        self.moved += [Moving(note.draft.label, where, tuple(c), deck, wanted) for deck, c in groups.items()]
        return waiting > 0

    def _gone(self, record: Record, held: Held) -> None:
        """Gone from the notes: suspended and tagged, or deleted; one that the student woke up again is theirs."""
        known = self.base.get(record.guid)
        done = known is not None and bool(known.retired)
        awake = tuple(c for c in held.cards if not c.suspended)
        if done and awake:
            return
        theirs = kept(held_fields(held, record.notetype), record.notetype)
        untouched = any(_same_fields(b.values(), theirs) for b in self._bases(record.guid))
        if self.options.delete and untouched:
            self.deleted.append(Retiring(record, held, ()))
            self.base.pop(record.guid, None)
            return
        self.after[record.guid] = (known or of_record(record))._replace(retired="1")
        if not done and (awake or RETIRED_TAG not in held.tags):
            self.retired.append(Retiring(record, held, awake))

    def _carriers(self, live: list[Note]) -> tuple[tuple[Note, ...], dict[str, int]]:
        """Notes that bring a newer version of a note type along, if none of it is sent anyway."""
        sent = {s.note.draft.notetype for s in (*self.new, *self.changed, *self.returned)}
        carried: dict[str, Note] = {}
        for note in live:
            folder = note.draft.notetype
            old = self.memory.notetypes.get(folder, 0) < notetypes.load(folder).mod
            if old and note.guid in self.held and folder not in sent:
                carried.setdefault(folder, note._replace(mod=1))  # older than what Anki has: it stays as it is
        brought_now = {folder: notetypes.load(folder).mod for folder in {*sent, *carried}}
        return tuple(carried.values()), {**self.memory.notetypes, **brought_now}


def _ours(held: Iterable[Held], *ledgers: Ledger) -> dict[str, Held]:
    """Anki's notes that are of this notes folder, without copies that the student made of them."""
    known = set().union(*(ledger.records for ledger in ledgers))
    found: dict[str, Held] = {}
    for one in held:
        twin = found.get(one.guid)
        if one.guid in known and (twin is None or one.id < twin.id):
            found[one.guid] = one  # Anki numbers by time: the first is the one that was imported
    return found


# -- fields ------------------------------------------------------------------------------------------------------------


@cache
def _places(folder: str) -> tuple[int, ...]:
    """Which fields are compared: all but Source, whose line number changes by itself, and the id."""
    fields = notetypes.load(folder).fields
    return tuple(n for n, name in enumerate(fields) if name not in ("Source", ID_FIELD))


def held_fields(held: Held, folder: str) -> tuple[str, ...]:
    """Anki's fields in the order of the note type."""
    return tuple(held.fields.get(name, "") for name in notetypes.load(folder).fields)


def kept(fields: Sequence[str], folder: str) -> tuple[str, ...]:
    """The fields that the ledger keeps, too."""
    return tuple(fields[n] for n in _places(folder))


def names(folder: str) -> tuple[str, ...]:
    """The names of what ``kept`` gives."""
    fields = notetypes.load(folder).fields
    return tuple(fields[n] for n in _places(folder))


def _whole(note: Note, fields: Sequence[str]) -> tuple[str, ...]:
    """A note's fields with these in the places of ``kept``."""
    whole = list(note.fields)
    for place, value in zip(_places(note.draft.notetype), fields, strict=True):
        whole[place] = value
    return tuple(whole)


def _merged(ours: Sequence[str], theirs: Sequence[str], base: Sequence[str] | None) -> tuple[str, ...] | None:
    """Our fields, with what the student wrote into fields that we leave empty; None if they changed one of ours."""
    if _same_fields(ours, theirs):
        return tuple(theirs)
    if base is None or len(base) != len(theirs):
        return None
    for was, now, new in zip(base, theirs, ours, strict=True):
        if not same(was, now) and not same(now, new) and (was or new):
            return None
    return _with_remarks(ours, theirs, base)


def _with_remarks(ours: Sequence[str], theirs: Sequence[str], base: Sequence[str] | None) -> tuple[str, ...]:
    """Our fields, and theirs where we have nothing to say and never had."""
    empty = [not was for was in base] if base is not None and len(base) == len(ours) else [False] * len(ours)
    return tuple(
        their if same(our, their) or (free and not our) else our
        for our, their, free in zip(ours, theirs, empty, strict=True)
    )


def _orders(note: Note, fields: Sequence[str]) -> tuple[int, ...]:
    """Which cards a note has with these fields: ours, and those of what the student added."""
    kind = notetypes.load(note.draft.notetype)
    theirs = {int(n) - 1 for n in _CLOZE.findall(fields[0])} if kind.cloze else set(kind.ordinals(tuple(fields)))
    return tuple(sorted({*note.cards, *theirs}))


def _same_fields(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other) and all(map(same, one, other))


def same(one: str, other: str) -> bool:
    """Whether two fields say the same: Anki composes accents and keeps line ends its own way, its editor rewrites HTML.

    >>> same("a<br />b &amp; c", "a<br>b &amp; c"), same("a <b>b</b>", "a b")
    (True, False)
    """
    if one == other:
        return True
    return shape(one) == shape(other)


class _Shape(HTMLParser):
    """HTML as a list of tags and texts, in which ways of writing the same are the same."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str | tuple[str, ...]] = []
        self.verbatim = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.verbatim += tag == "pre"
        self.parts.append((_SAME.get(tag, tag), *(f"{k}={v or ''}" for k, v in sorted(attrs, key=lambda a: a[0]))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.verbatim -= tag == "pre"
        if tag not in _VOID:
            self.parts.append((f"/{_SAME.get(tag, tag)}",))

    def handle_data(self, data: str) -> None:
        if self.verbatim <= 0:
            data = _SPACE.sub(" ", data)
        if self.parts and isinstance(self.parts[-1], str):
            self.parts[-1] += data
        else:
            self.parts.append(data)


_SAME = {"b": "strong", "i": "em"}
"""Anki's editor writes the one, we the other."""
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def shape(html: str) -> list[str | tuple[str, ...]]:
    """A field as tags and texts between them."""
    parser = _Shape()
    parser.feed(unicodedata.normalize("NFC", html.replace("\r\n", "\n")))
    parser.close()
    parts = parser.parts
    for end in (0, -1):
        if parts and isinstance(text := parts[end], str):
            parts[end] = text.lstrip() if end == 0 else text.rstrip()
    return [p for p in parts if p]


# -- tags and decks ----------------------------------------------------------------------------------------------------


def _low(tags: Iterable[str]) -> list[str]:
    return [t.casefold() for t in tags]


def _difference(has: Sequence[str], wanted: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tags to add and to remove; Anki keeps the case of the first use."""
    add = tuple(t for t in wanted if t.casefold() not in _low(has))
    remove = tuple(t for t in has if t.casefold() not in _low(wanted))
    return add, remove


def _suspended_by_us(held: Held) -> set[int]:
    """The orders of the cards that a push suspended."""
    found: set[int] = set()
    for tag in held.tags:
        if tag.startswith(f"{SUSPENDED_TAG}::"):
            found |= {int(n) - 1 for n in tag.rpartition("::")[2].split("-") if n.isdecimal()}
    return found


def suspended_tag(orders: Iterable[int]) -> str:
    """The tag that remembers, in Anki itself, which cards a push suspended.

    >>> suspended_tag([2, 0])
    'flashgen::suspended::1-3'
    """
    return f"{SUSPENDED_TAG}::{'-'.join(str(o + 1) for o in sorted(orders))}"


def _marked(tags: Sequence[str], orders: Collection[int]) -> tuple[str, ...]:
    rest = tuple(t for t in tags if not t.startswith(f"{SUSPENDED_TAG}::"))
    return (*rest, suspended_tag(orders)) if orders else rest


def marking(held: Held, orders: Iterable[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tags to add and to remove so that these orders, too, are known to be suspended by us."""
    known = _suspended_by_us(held)
    wanted = _marked(held.tags, known | set(orders))
    return _difference(held.tags, wanted)


def deck_name(name: str) -> str:
    """A deck's name as Anki compares names."""
    return "::".join(deck_parts(name)).casefold()


def _agreed(note: Note) -> Brought:
    folder = note.draft.notetype
    return brought(note.guid, note.draft.deck, note.draft.tags, kept(note.fields, folder))
