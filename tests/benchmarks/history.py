"""How many histories survive ordinary edits: ``python tests/benchmarks/history.py [sessions [first seed]]`` prints the tables of docs/history.md.

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
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flashgen import ledger as ledgers
from flashgen.identify import Identified, identify
from flashgen.identify.content import texts_of as said
from flashgen.likeness import Pair, assignment, overlap, words
from flashgen.notes import Draft, Note
from tests import lines
from tests.edits import ALL_KEEPING, ARRIVALS, EDITS, REMOVALS, REWRITES, Item, Notes, notes, words_kept

ALL = {**EDITS, **REWRITES, **ARRIVALS, **REMOVALS}
HALF = "(reworded, half of the words kept)"
"""Every note that has at least half of its words left, whatever was done to it."""
READ_ANEW = "(read as another kind, or as more facts than before)"
"""Notes of an edited line that were none of its note type: they begin anew."""
WITHIN = "(wrong ones: of the same line)"
"""Of those that got the id of another fact, the ones whose line has both: it is read otherwise after the edit."""
ALIKE = "(asks what another line asked, word for word, or says the same number of the same name)"
"""Notes of one line that came to be the fact of another, which had gone: it is the fact that counts."""
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
        asked = {(d.note.guid, old.guid) for d in done.plan.ambiguous for old in (d.old, *d.others)}
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


@dataclass(eq=False)
class _Fact:
    """A fact of a line, through all builds."""

    note: Note
    """As it was last read."""
    read: int
    """The build that read it."""
    guids: set[str]
    """Those it has had: it may be asked about, and come back to its own."""


def session_of_lines(seed: int, tally: Tally, examples: Examples) -> None:
    """One session with real lines."""
    rng = random.Random(seed)
    world = lines.page(rng, rng.randint(8, 40))
    done, found = _built(world, ledgers.Ledger(), 1_000_000)
    facts = {number: [_Fact(note, 0, {note.guid}) for note in given] for number, given in found.items()}
    owner = {fact.note.guid: fact for known in facts.values() for fact in known}
    for step in range(1, rng.randint(2, 5)):
        touched: dict[int, str] = {}
        before = {line.number: line.text for line in world.lines}
        for _ in range(rng.randint(1, 8)):
            name, at = rng.choice(list(lines.ALL)), rng.randrange(len(world.lines))
            if world.lines[at].number not in touched:
                touched.update(dict.fromkeys(lines.ALL[name](world, at), name))
        known_keys = {guid: record.key for guid, record in done.ledger.records.items()}
        done, found = _built(world, done.ledger, 1_000_000 + step * 100)
        asked = {(d.note.guid, old.guid) for d in done.plan.ambiguous for old in (d.old, *d.others)}
        after = {line.number: line.text for line in world.lines}
        now: list[tuple[_Fact, Note]] = []
        for number, given in found.items():
            arrived = number not in facts
            known = facts.setdefault(number, [])
            for note, fact in zip(given, _continued(known, given, step - 1), strict=True):
                other = owner.get(note.guid)
                names = [touched.get(number, "untouched")]
                if fact is None:
                    names = names if arrived else [READ_ANEW]
                    doubtful = any(note.guid == new for new, _ in asked)
                    outcome = "wrong" if other else "asked" if doubtful else "kept"
                    fact = _Fact(note, step, set())
                    known.append(fact)
                    was = "-"
                else:
                    was = _line(fact.note)
                    if note.guid in fact.guids or (other in known and _says(note, other)):
                        outcome = "kept"
                    elif other:
                        outcome = "wrong"
                    else:
                        outcome = "asked" if any((note.guid, old) in asked for old in fact.guids) else "lost"
                    mine = fact.note.draft
                    if overlap(_texts(mine), _texts(note.draft)) >= 0.5 and _line(note) != was:
                        names.append(HALF)
                if outcome == "wrong" and (
                    known_keys[note.guid] == note.draft.key or (other and _same_number(note, other))
                ):
                    names, outcome = [ALIKE], "kept"
                if outcome == "wrong" and other in known:
                    names.append(WITHIN)
                for name in names:
                    tally[name][outcome] += 1
                    if outcome != "kept":
                        had = f"  had: {_line(other.note)}" if outcome == "wrong" and other else ""
                        examples.setdefault((name, outcome), []).append(
                            f"seed {seed}: {was}  ->  {_line(note)}{had}   [{touched.get(number)}]\n"
                            f"      {before.get(number)!r}\n      {after[number]!r}"
                        )
                now.append((fact, note))
        for fact, note in now:
            fact.note, fact.read = note, step
            fact.guids.add(note.guid)
            owner[note.guid] = fact


def _continued(known: list[_Fact], notes: list[Note], last: int) -> list[_Fact | None]:
    """For each note of a line the fact that it is: as well as may be, they ask the same and have most words in common.

    What names a fact (its first field) and its numbers count as much as all that it says. Where nothing tells, it is
    one that was there before the edit, and in the same place.
    """
    alive = [fact for fact in known if fact.read == last]
    scored = [
        Pair(
            n,
            m,
            0.001
            + (note.draft.key == fact.note.draft.key)
            + overlap(_texts(note.draft), _texts(fact.note.draft))
            + overlap(_texts(note.draft)[:1], _texts(fact.note.draft)[:1])
            + overlap([note.draft.key], [fact.note.draft.key]) / 2
            + overlap(_figures(note.draft), _figures(fact.note.draft))
            + 0.02 * (fact.read == last)
            + 0.01 * (n < len(alive) and fact is alive[n]),
        )
        for n, note in enumerate(notes)
        for m, fact in enumerate(known)
        if note.draft.notetype == fact.note.draft.notetype
    ]
    found = {pair.new: known[pair.old] for pair in assignment(scored)} if scored else {}
    for n, note in enumerate(notes):  # of a fact that became two, either may have what it had
        half = next((m for m, fact in found.items() if n not in found and note.guid in fact.guids), None)
        if half is not None and notes[half].guid not in found[half].guids and _part(note, found[half]) >= 0.5:
            found[n] = found.pop(half)
    return [found.get(n) for n in range(len(notes))]


def _part(note: Note, fact: _Fact) -> float:
    """How many of a note's words a fact had."""
    now, before = (Counter(words(_line(one))) for one in (note, fact.note))
    return (now & before).total() / now.total()


def _says(note: Note, fact: _Fact) -> bool:
    """Whether a note asks just what a fact asked, or says just what it said: where a line is read otherwise after an

    edit, these may be two facts, and it may be either.
    """
    mine, other = note.draft, fact.note.draft
    return mine.key == other.key or _texts(mine) == _texts(other)


def _same_number(note: Note, fact: _Fact) -> bool:
    """Whether a note says of a name what a fact said of it: ``beta1 = 0.9``, of Adam or under Adam's settings."""
    mine, other = note.draft, fact.note.draft
    names = [draft.key.partition(" | ")[0] for draft in (mine, other)]
    figures = [set(_figures(draft)) - set(words(names[0])) for draft in (mine, other)]
    return names[0] == names[1] and bool(figures[1]) and figures[1] <= figures[0]


def _figures(draft: Draft) -> list[str]:
    """The numbers that a note says; a step's says only where it stands."""
    if draft.notetype == "step":
        return []
    return [word for word in words(" ".join(_texts(draft)[1:])) if word[0].isdigit()]


def _line(note: Note) -> str:
    return f"{note.draft.key}: {' | '.join(_texts(note.draft))}"


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


def run(sessions: int, one: Session = session, first: int = 0) -> tuple[Tally, Examples]:
    """So many sessions, of seeds from ``first`` on."""
    tally: Tally = defaultdict(Counter)
    examples: Examples = {}
    for seed in range(first, first + sessions):
        one(seed, tally, examples)
    return tally, examples


def table(tally: Tally, edits: Iterable[str]) -> str:
    """Markdown."""
    rows = ["| edit | notes | " + " | ".join(OUTCOMES) + " |", "| --- | ---: |" + " ---: |" * len(OUTCOMES)]
    for name in [*edits, AT_ONCE, HALF, READ_ANEW, ALIKE, WITHIN, "untouched", "(cloze numbers)"]:
        if found := tally.get(name):
            cells = (found.total(), *(found[o] for o in OUTCOMES))
            rows.append(f"| {name.replace('_', ' ')} | " + " | ".join(f"{n:,}" for n in cells) + " |")
    return "\n".join(rows)


def main() -> None:
    """Both tables; with ``-v`` examples of what was not kept."""
    given = [int(arg) for arg in sys.argv[1:] if arg.isdecimal()]
    sessions, first = (*given, *(1_000, 0)[len(given) :])
    for one, edits in ((session, [*EDITS, *REWRITES, *ARRIVALS]), (session_of_lines, lines.ALL)):
        start = time.perf_counter()
        tally, seen = run(sessions, one, first)
        print(table(tally, edits))
        if "-v" in sys.argv:
            for (name, outcome), shown in sorted(seen.items()):
                print(f"\n{name}: {outcome}", *shown, sep="\n  ")
        print(f"\n{time.perf_counter() - start:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
