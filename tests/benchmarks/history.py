"""How many histories survive ordinary edits: ``python tests/benchmarks/history.py [sessions]`` prints the table of docs/history.md.

A session is a folder of generated notes, built, edited in several ways at once, and built again, up to four times.
For every note that an edit touched: *kept* its GUID, *asked* (named as doubtful), *lost* (a new GUID without a word), or
*wrong*: it has the GUID of another fact.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flashgen import ledger as ledgers
from flashgen.identify import Identified, identify
from tests.edits import ARRIVALS, EDITS, REMOVALS, REWRITES, Item, Notes, notes

ALL = {**EDITS, **REWRITES, **ARRIVALS, **REMOVALS}
WHOLE = frozenset(
    (
        "file_renamed",
        "folder_renamed",
        "class_renamed",
        "heading_renamed",
        "notes_reordered",
        "file_split",
        "files_joined",
    )
)
"""Edits of many notes, which may come on top of another edit of a note."""
HALF = "(reworded, half of the words kept)"
"""Every note that has at least half of its words left, whatever was done to it."""
OUTCOMES = ("kept", "asked", "lost", "wrong")


def session(seed: int, tally: dict[str, Counter[str]], examples: dict[tuple[str, str], list[str]]) -> None:
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
                if at >= len(world.items) or (world.items[at].fact in touched and name not in WHOLE):
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


def words_kept(was: Item, item: Item) -> float:
    """The share of the words of a note, before or after (the longer counts), that it still has."""
    one, other = (Counter((*i.asked, *i.answer)) for i in (was, item))
    return (one & other).total() / max(one.total(), other.total(), 1)


def _said(item: Item | None) -> str:
    return "-" if item is None else f"{' '.join(item.asked)} | {' '.join(item.answer)}"


def run(sessions: int) -> tuple[dict[str, Counter[str]], dict[tuple[str, str], list[str]]]:
    """So many sessions."""
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    examples: dict[tuple[str, str], list[str]] = {}
    for seed in range(sessions):
        session(seed, tally, examples)
    return tally, examples


def table(tally: dict[str, Counter[str]]) -> str:
    """Markdown."""
    lines = ["| edit | notes | " + " | ".join(OUTCOMES) + " |", "| --- | ---: |" + " ---: |" * len(OUTCOMES)]
    for name in [*EDITS, *REWRITES, *ARRIVALS, HALF, "untouched", "(cloze numbers)"]:
        found = tally.get(name, Counter())
        lines.append(
            f"| {name.replace('_', ' ')} | {found.total():,} | " + " | ".join(f"{found[o]:,}" for o in OUTCOMES) + " |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    start = time.perf_counter()
    result, seen = run(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
    print(table(result))
    if "-v" in sys.argv:
        for (name, outcome), shown in sorted(seen.items()):
            print(f"\n{name}: {outcome}", *shown, sep="\n  ")
    print(f"\n{time.perf_counter() - start:.1f} s", file=sys.stderr)
