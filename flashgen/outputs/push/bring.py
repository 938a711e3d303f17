"""Bring: a plan and a route in, Anki as the plan says out. Interrupted anywhere, the next push does the rest.

Nothing depends on what was done before: each push compares the notes with what Anki has, each step is whole or not at
all, and a step that is done leaves nothing of itself to plan. What can't be seen in Anki afterwards is written down
before: the base of the comparison before the ledger and Anki change, the tag that names suspended cards before they are.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from flashgen import ledger as ledgers
from flashgen import notetypes
from flashgen.config import Preset
from flashgen.identify import RETIRED_TAG
from flashgen.ledger import Ledger
from flashgen.outputs.package import package
from flashgen.outputs.push import memory as memories
from flashgen.outputs.push.memory import Memory
from flashgen.outputs.push.plan import Options, Plan, Sending, held_fields, kept, marking, plan, same
from flashgen.outputs.push.preset import Wanted, apply_preset
from flashgen.outputs.push.route import Route

if TYPE_CHECKING:
    from flashgen.notes import Note


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be brought."""

    root: Path
    """The notes folder."""
    notes: tuple[Note, ...]
    ledger: Ledger
    """As the build leaves it."""
    before: Ledger
    """As it is on the disk."""
    only: frozenset[str] | None = None
    """The ids of a push of some notes; None: all."""
    preset: Preset | None = None

    @property
    def decks(self) -> tuple[str, ...]:
        """The decks of the notes and those above them, the root first."""
        found: dict[str, None] = {}
        for name in sorted({n.draft.deck for n in self.notes if n.state == "live"}):
            parts = name.split("::")
            found.update(dict.fromkeys("::".join(parts[: n + 1]) for n in range(len(parts))))
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a push."""

    said: tuple[str, ...] = ()
    """What the student should know: the backup, decks that were removed, deck options that were left."""
    refused: tuple[Note, ...] = ()
    """Notes that Anki did not take."""
    synced: str = ""


def push(
    order: Order,
    route: Route,
    options: Options,
    *,
    now: int,
    dry: bool = False,
    show: Callable[[Plan], None] = lambda _: None,
) -> tuple[Plan, Done]:
    """Plan, ``show``, and unless it is a dry run bring: what was planned, and what came of it. The route is open already.

    Raises ``AnkiError`` and ``OSError``; what was done by then stays done, and the next push goes on.
    """
    file = memories.file_for(route.target, order.root)
    memory = memories.load(file)
    made = plan(
        order.notes,
        order.ledger,
        order.before,
        memory,
        route.held(),
        options,
        now=now,
        decks=route.decks(),
        only=order.only,
    )
    wanted = Wanted(order.preset, order.decks)
    show(made)
    if dry:
        return made, Done((*route.said, *(f"Deck options: {change}." for change in wanted.changes(route))))
    done = bring(made, route, memory, file, lambda: ledgers.save(order.ledger, order.root), wanted)
    return made, replace(done, said=(*route.said, *done.said))


def bring(made: Plan, route: Route, memory: Memory, file: Path, keep: Callable[[], object], wanted: Wanted) -> Done:
    """Do what a plan says.

    ``file`` is where ``memory`` is kept; ``keep`` writes the ledger, which comes before Anki: an identity that Anki has
    seen must not be lost.
    """
    busy = not made.empty or wanted.due(route)
    unsynced = memory.unsynced or busy
    base = replace(memory, notes=made.base, unsynced=unsynced)
    if base != memory:
        memories.save(base, file)
    keep()
    if busy:
        route.begin()
    said: list[str] = []
    refused = _contents(made, route, said) if not made.empty else ()
    said += apply_preset(route, wanted)
    lost = {n.guid for n in refused}
    known = {g: made.base[g] if g in lost else b for g, b in made.after.items() if g not in lost or g in made.base}
    after = Memory(known, made.notetypes, unsynced)
    if after != base:
        memories.save(after, file)
    synced = route.finish() if unsynced else ""
    if unsynced:
        memories.save(replace(after, unsynced=False), file)
    return Done(tuple(said), refused, synced)


def _contents(plan: Plan, route: Route, said: list[str]) -> tuple[Note, ...]:
    """Cards and notes, in an order in which nothing is ever without its history; the notes that were not taken."""
    if plan.unsuspend:
        route.unsuspend(plan.unsuspend)
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for move in plan.moved:
        groups[move.before, move.after] += move.cards
    for (before, after), cards in groups.items():
        route.move(cards, after, before)
    refused = _send(plan, route)
    for retag, notes in _grouped((r.held.id, (r.add, r.remove)) for r in plan.retags):
        _tag(route, notes, *retag)
    _retire(plan, route)
    _blank(plan, route, {n.guid for n in refused})
    for before in plan.emptied:
        if route.drop(before):
            said.append(f"The deck {before} is empty now and was removed.")
    return refused


def _blank(plan: Plan, route: Route, refused: Collection[str]) -> None:
    """Cards without a front; those of notes that were not taken are left, for they may be all that the note has."""
    for blank in plan.blank:
        if blank.keep:
            _tag(route, [blank.held.id], *marking(blank.held, [c.order for c in blank.keep]))
    if asleep := [c.id for blank in plan.blank for c in blank.keep]:
        route.suspend(asleep)
    if gone := [c.id for blank in plan.blank if blank.held.guid not in refused for c in blank.delete]:
        route.delete_cards(gone)


def _retire(plan: Plan, route: Route) -> None:
    """First the tags that say what will be suspended, then that."""
    tagged = ((r.held.id, marking(r.held, [c.order for c in r.suspend])) for r in plan.retired)
    for (add, remove), notes in _grouped(tagged):
        _tag(route, notes, (*add, RETIRED_TAG), remove)
    if asleep := [c.id for r in plan.retired for c in r.suspend]:
        route.suspend(asleep)
    if plan.deleted:
        route.delete([r.held.id for r in plan.deleted])


def _tag(route: Route, notes: Sequence[int], add: Sequence[str], remove: Sequence[str]) -> None:
    if add:
        route.tag(notes, add)
    if remove:
        route.tag(notes, remove, remove=True)


def _grouped(
    found: Iterable[tuple[int, tuple[tuple[str, ...], tuple[str, ...]]]],
) -> list[tuple[tuple[tuple[str, ...], tuple[str, ...]], list[int]]]:
    """Notes by the tags they get and lose, so that Anki is asked once for many."""
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = defaultdict(list)
    for note, tags in found:
        groups[tags].append(note)
    return list(groups.items())


def _send(plan: Plan, route: Route) -> tuple[Note, ...]:
    """Import what is new and changed; look whether it arrived, and bring the rest another way."""
    sending = plan.sending
    if not sending and not plan.carriers:
        return ()
    _import(route, [*(s.note for s in sending), *plan.carriers])
    left = _missing(route, sending)
    if left:  # the same second as Anki's own time of a note, or a field that the student added to a note type
        time.sleep(1.01 - time.time() % 1)
        _import(route, [s.note._replace(mod=max(s.note.mod + 1, int(time.time()))) for s in left])
        left = _missing(route, left)
    for one in [s for s in left if s.held is not None]:
        assert one.held is not None
        fields = dict(zip(notetypes.load(one.note.draft.notetype).fields, one.note.fields, strict=True))
        route.rewrite(one.held, {name: value for name, value in fields.items() if name in one.held.fields})
        add = tuple(t for t in one.note.tags if t not in one.held.tags)
        _tag(route, [one.held.id], add, tuple(t for t in one.held.tags if t not in one.note.tags))
    return tuple(s.note for s in _missing(route, left)) if left else ()


def _import(route: Route, notes: Sequence[Note]) -> None:
    with TemporaryDirectory(prefix="flashgen-") as folder:
        target = Path(folder, "push.apkg")
        package(notes, target)
        route.bring(target)


def _missing(route: Route, sending: Sequence[Sending]) -> list[Sending]:
    """Those that Anki does not have as they were sent."""
    there = {h.guid: h for h in sorted(route.held(), key=lambda h: -h.id)}
    missing = []
    for one in sending:
        held = there.get(one.note.guid)
        folder = one.note.draft.notetype
        if held is None or not all(map(same, kept(held_fields(held, folder), folder), kept(one.note.fields, folder))):
            missing.append(one)
    return missing
