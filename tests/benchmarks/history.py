"""How many histories survive ordinary edits: ``python tests/benchmarks/history.py [sessions]`` prints the tables of docs/history.md.

A session is a folder of notes, built, edited in several ways at once, and built again, up to four times. In the first
table the notes are generated (``tests/edits.py``); in the second they are the lines of ``tests/facts`` and ``cards``,
every kind among them, edited as Markdown (``tests/lines.py``).
For every note that an edit touched: *kept* its GUID, *asked* (named as doubtful), *lost* (a new GUID without a word), or
*wrong*: it has the GUID of another fact.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flashgen import ledger as ledgers
from flashgen.identify import Identified, identify
from flashgen.identify import _texts as said
from flashgen.likeness import overlap
from flashgen.notes import Draft, Note
from tests import lines
from tests.edits import ALL_KEEPING, ARRIVALS, EDITS, REMOVALS, REWRITES, Item, Notes, notes, words_kept

ALL = {**EDITS, **REWRITES, **ARRIVALS, **REMOVALS}
HALF = "(reworded, half of the words kept)"
"""Every note that has at least half of its words left, whatever was done to it."""
Tally = dict[str, Counter[str]]
Examples = dict[tuple[str, str], list[str]]
Session = Callable[[int, Tally, Examples], None]
AT_ONCE = "(one of these while its file, class or heading changed)"
OUTCOMES = ("kept", "asked", "lost", "wrong")


def session(seed: int, tally: Tally, examples: Examples) -> None:
    """One session; its outcomes go into ``tally``, a few pairs of texts into ``examples``."""
    rng = random.Random(seed)
    world = notes(rng, rng.randint(8, 50))
    done = identify(world.drafts(), ledgers.Ledger(), now=1_000_000)
    facts: dict[int, str] = {i.fact: n.guid for i, n in zip(world.ordered(), done.notes, strict=False)}
    holes = _holes(world, done)
    ever = dict(facts)
    for step in range(1, rng.randint(2, 5)):
        before = {i.fact: i for i in world.items}
        touched: dict[int, list[str]] = defaultdict(list)
        for _ in range(rng.randint(1, 8)):
            name = rng.choice(list(ALL))
            for at in rng.sample(range(len(world.items)), min(12, len(world.items))):
                if at >= len(world.items) or (world.items[at].fact in touched and name not in ALL_KEEPING):
                    continue
                if found := ALL[name](world, at):
                    for one in found:
                        touched[one].append(name)
                    break
        done = identify(world.drafts(), ledgers.parse(ledgers.dump(done.ledger)), now=1_000_000 + step * 100)
        asked = {(d.note.guid, d.old.guid) for d in done.plan.ambiguous}
        owner = {g: f for f, g in ever.items()}
        now: dict[int, str] = {}
        for item, note in zip(world.ordered(), done.notes, strict=False):
            now[item.fact] = note.guid
            names = touched.get(item.fact) or ["untouched"]
            if own := [n for n in names if n not in ALL_KEEPING]:
                names = [*own, AT_ONCE] if len(own) < len(names) else own
            old = ever.get(item.fact)
            if old is None:
                outcome = (
                    "wrong" if note.guid in owner else "asked" if any(n == note.guid for n, _ in asked) else "kept"
                )
            elif note.guid == old:
                outcome = "kept"
            elif note.guid in owner:
                outcome = "wrong"
            else:
                outcome = "asked" if (note.guid, old) in asked else "lost"
            if (was := before.get(item.fact)) and 0.5 <= words_kept(was, item) < 1:
                names = [*names, HALF]
            for name in names:
                tally[name][outcome] += 1
                if outcome != "kept" and len(shown := examples.setdefault((name, outcome), [])) < 6:
                    was = was or next((i for f, i in before.items() if ever.get(f) == note.guid), None)
                    shown.append(f"seed {seed}: {_said(was)}  ->  {_said(item)}   [{', '.join(names)}]")
        for hole, place in _holes(world, done).items():
            if hole in holes and holes[hole][0] == place[0]:
                tally["(cloze numbers)"]["kept" if holes[hole] == place else "lost"] += 1
            elif place in holes.values():
                tally["(cloze numbers)"]["wrong"] += 1
            holes[hole] = place
        ever.update(now)


def _holes(world: Notes, done: Identified) -> dict[int, tuple[str, int]]:
    """What each deletion asks → the card that asks it."""
    found = {}
    for item, note in zip(world.ordered(), done.notes, strict=False):
        for hole, word in item.hidden:
            head = note.fields[0].split(f"::{word}}}}}")[0]
            found[hole] = (note.guid, int(head.rpartition("{{c")[2]))
    return found


def _said(item: Item | None) -> str:
    return "-" if item is None else f"{' '.join(item.asked)} | {' '.join(item.answer)}"


def session_of_lines(seed: int, tally: Tally, examples: Examples) -> None:
    """One session with real lines."""
    rng = random.Random(seed)
    world = lines.page(rng, rng.randint(8, 40))
    done, was = _built(world, ledgers.Ledger(), 1_000_000)
    owner = {note.guid: number for number, found in was.items() for note in found}
    for step in range(1, rng.randint(2, 5)):
        touched: dict[int, str] = {}
        for _ in range(rng.randint(1, 8)):
            name, at = rng.choice(list(lines.ALL)), rng.randrange(len(world.lines))
            if world.lines[at].number not in touched:
                touched.update(dict.fromkeys(lines.ALL[name](world, at), name))
        before = done.ledger
        done, now = _built(world, before, 1_000_000 + step * 100)
        asked = {d.note.guid for d in done.plan.ambiguous}
        for number, found in now.items():
            old = was.get(number)
            if old and [n.draft.notetype for n in old] != [n.draft.notetype for n in found]:
                continue  # it is read as something else now
            for place, note in enumerate(found):
                names = [touched.get(number, "untouched")]
                mine = old[place] if old else None
                if owner.get(note.guid, number) != number:
                    if before.records[note.guid].key == note.draft.key:
                        continue  # the question of another line, word for word
                    outcome = "wrong"
                elif mine is None or note.guid == mine.guid:
                    outcome = "asked" if mine is None and note.guid in asked else "kept"
                else:
                    outcome = "asked" if note.guid in asked else "lost"
                if mine and 0.5 <= overlap(_texts(mine.draft), _texts(note.draft)) < 1:
                    names.append(HALF)
                for name in names:
                    tally[name][outcome] += 1
                    if outcome != "kept" and len(shown := examples.setdefault((name, outcome), [])) < 6:
                        shown.append(f"seed {seed}: {_texts(mine.draft) if mine else '-'}  ->  {_texts(note.draft)}")
        for number, found in now.items():
            was[number] = found
            for note in found:
                owner.setdefault(note.guid, number)


def _built(world: lines.Page, ledger: ledgers.Ledger, now: int) -> tuple[Identified, dict[int, list[Note]]]:
    """A build, and the notes of each line."""
    drafts = world.drafts()
    done = identify([d for _, d in drafts], ledgers.parse(ledgers.dump(ledger)) if ledger.records else ledger, now=now)
    notes = {id(n.draft): n for n in done.notes}
    found: dict[int, list[Note]] = defaultdict(list)
    for number, draft in drafts:
        if note := notes.get(id(draft)):
            found[number].append(note)
    return done, found


def _texts(draft: Draft) -> tuple[str, ...]:
    return said(draft.notetype, draft.fields)


def run(sessions: int, one: Session = session) -> tuple[Tally, Examples]:
    """So many sessions."""
    tally: Tally = defaultdict(Counter)
    examples: Examples = {}
    for seed in range(sessions):
        one(seed, tally, examples)
    return tally, examples


def table(tally: Tally, edits: Iterable[str]) -> str:
    """Markdown."""
    rows = ["| edit | notes | " + " | ".join(OUTCOMES) + " |", "| --- | ---: |" + " ---: |" * len(OUTCOMES)]
    for name in [*edits, AT_ONCE, HALF, "untouched", "(cloze numbers)"]:
        if found := tally.get(name):
            cells = (found.total(), *(found[o] for o in OUTCOMES))
            rows.append(f"| {name.replace('_', ' ')} | " + " | ".join(f"{n:,}" for n in cells) + " |")
    return "\n".join(rows)


def main() -> None:
    """Both tables; with ``-v`` examples of what was not kept."""
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    for one, edits in ((session, [*EDITS, *REWRITES, *ARRIVALS]), (session_of_lines, lines.ALL)):
        start = time.perf_counter()
        tally, seen = run(sessions, one)
        print(table(tally, edits))
        if "-v" in sys.argv:
            for (name, outcome), shown in sorted(seen.items()):
                print(f"\n{name}: {outcome}", *shown, sep="\n  ")
        print(f"\n{time.perf_counter() - start:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
