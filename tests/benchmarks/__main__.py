"""``python -m tests.benchmarks``: every ratio of docs/performance.md in one run. ``--quick`` takes a minute or two."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import corpus, hostile, peers
from tests.benchmarks.measure import Cost, FailedError, ratio, run

FLASHGEN = (sys.executable, "-m", "flashgen")
RIVALS = (sys.executable, "-m", "tests.benchmarks.rivals")
HERE = Path(__file__).resolve().parents[2]


class Row(NamedTuple):
    """A line of the table."""

    number: str
    what: str
    found: str
    most: str
    dream: str
    good: bool | None
    seconds: str = ""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where it is measured, how large and how often."""

    folder: Path
    cards: int
    many: int
    rounds: int

    def notes(self, name: str, cards: int, **how: object) -> Path:
        """A corpus, written once."""
        folder = self.folder / name / "notes"
        if not folder.exists():
            made = corpus.write(folder, cards, **how)  # type: ignore[arg-type]
            (folder.parent / "ready.json").write_text(json.dumps(made.ready), encoding="utf-8")
            past = time.time() - 60
            for path in folder.rglob("*"):
                os.utime(path, (past, past))
        return folder

    def build(self, notes: Path, *options: str) -> Cost:
        """A build as a student calls it."""
        command = (*FLASHGEN, "build", str(notes), "-o", str(notes.parent / "deck.apkg"), *options)
        return run(command, self.folder, {"FLASHGEN_CACHE": str(self.folder / "cache"), "PYTHONPATH": str(HERE)})

    def first(self, notes: Path) -> Cost:
        """A build that nothing came before."""
        (notes / "flashgen.lock").unlink(missing_ok=True)
        for left in (self.folder / "cache").glob("*"):
            left.unlink()
        return self.build(notes)

    def rival(self, *command: str) -> float:
        return run((*RIVALS, *command), HERE).cpu


def rows(bench: Bench, wanted: set[str]) -> Iterator[Row]:
    """The table, row by row as it is measured."""
    measures: dict[str, Callable[[Bench], Iterator[Row]]] = {
        "1": full,
        "3": writing,
        "4": subdecks,
        "5": again,
        "7": start,
        "8": many,
        "9": attacks,
        "10": traps,
    }
    for number, measured in measures.items():
        if not wanted or number in wanted:
            yield from measured(bench)


def _row(number: str, what: str, found: float, most: float, dream: float, seconds: str = "") -> Row:
    return Row(number, what, f"{found:.2f}", f"{most:g}", f"{dream:g}", found <= most, seconds)


def full(bench: Bench) -> Iterator[Row]:
    """Rows 1 and 2: a first build, against raw genanki and a bare parse."""
    notes = bench.notes("full", bench.cards)
    deck = str(notes.parent / "raw.apkg")
    found, ours, theirs = ratio(
        lambda: bench.first(notes).cpu,
        lambda: bench.rival("genanki", str(notes.parent / "ready.json"), deck),
        bench.rounds,
    )
    seconds = f"{ours:.2f} s, Y {theirs:.2f} s"
    yield _row("1", f"full build, {bench.cards:,} cards among prose, x raw genanki (Y)", found, 2.5, 1.9, seconds)
    found, ours, theirs = ratio(lambda: bench.first(notes).cpu, lambda: bench.rival("parse", str(notes)), bench.rounds)
    seconds = f"{ours:.2f} s, P {theirs:.2f} s"
    yield _row("2", f"full build, {bench.cards:,} cards, x bare markdown-it-py parse (P)", found, 1.1, 0.86, seconds)


def writing(bench: Bench) -> Iterator[Row]:
    """Row 3: the write step alone."""
    notes = bench.notes("full", bench.cards)
    told = subprocess.run(
        (*RIVALS, "write", str(notes), str(bench.rounds)), cwd=HERE, check=True, capture_output=True, text=True
    ).stdout
    found = json.loads(told)
    time_ratio = statistics.median(ours / theirs for ours, theirs, _, _ in found)
    seconds = f"{statistics.median(f[0] for f in found):.3f} s, genanki {statistics.median(f[1] for f in found):.3f} s"
    yield _row("3", "write step, x stock genanki on the same notes", time_ratio, 0.6, 0.4, seconds)
    yield _row("3", "bytes of the deck, x stock genanki's", found[0][2] / found[0][3], 0.3, 0.3)


def subdecks(bench: Bench) -> Iterator[Row]:
    """Row 4: the same notes in a hundred times as many subdecks."""
    count = max(bench.cards // 5, 20)
    few, lots = (bench.notes(f"decks{n}", bench.cards, per_file=5, classes=n) for n in (20, count))
    found, ours, theirs = ratio(lambda: bench.first(lots).cpu, lambda: bench.first(few).cpu, bench.rounds)
    what = f"{bench.cards:,} cards in {count:,} subdecks, x in 20"
    yield _row("4", what, found, 1.5, 1.2, f"{ours:.2f} s, {theirs:.2f} s")


def again(bench: Bench) -> Iterator[Row]:
    """Rows 5 and 6: builds after the first."""
    notes = bench.notes("full", bench.cards)
    deck = notes.parent / "deck.apkg"
    edited = sorted(notes.rglob("*.md"))[0]
    text = edited.read_text(encoding="utf-8")
    turn = iter(range(1, 1_000))

    def edit() -> float:
        edited.write_text(text.replace("\nA: The", f"\nA: {'Yes. ' * next(turn)}The", 1), encoding="utf-8")
        return bench.build(notes).cpu

    pairs, nothing = [], []
    for _ in range(bench.rounds):
        first = bench.first(notes).cpu
        pairs.append((edit(), first))
        before = (deck.stat().st_mtime_ns, deck.read_bytes())
        nothing.append((bench.build(notes).cpu, first))
        if (deck.stat().st_mtime_ns, deck.read_bytes()) != before:
            raise FailedError("a build of unchanged notes touched the deck")
    edited.write_text(text, encoding="utf-8")
    for number, what, found, most, dream in (
        ("5", "build after one edited file, x full build", pairs, 0.35, 0.15),
        ("6", "build with nothing changed, x full build; deck untouched", nothing, 0.1, 0.04),
    ):
        seconds = f"{statistics.median(f[0] for f in found):.3f} s"
        yield _row(number, what, statistics.median(a / b for a, b in found), most, dream, seconds)


def start(bench: Bench) -> Iterator[Row]:
    """Row 7: how quickly the command line is there."""
    found, ours, theirs = ratio(
        lambda: run((*FLASHGEN, "--help"), HERE).cpu,
        lambda: run((sys.executable, "-c", "import click"), HERE).cpu,
        bench.rounds * 3,
    )
    yield _row("7", "flashgen --help, x python -c 'import click'", found, 1.3, 1.1, f"{ours:.3f} s, {theirs:.3f} s")


def many(bench: Bench) -> Iterator[Row]:
    """Row 8: what a card costs, and how much memory is needed, in a large vault."""
    small, large = bench.notes("full", bench.cards), bench.notes("many", bench.many)
    little, much = bench.first(small), bench.first(large)
    each = (much.cpu / bench.many) / (little.cpu / bench.cards)
    seconds = f"{much.cpu:.1f} s, {little.cpu:.2f} s"
    yield _row("8", f"CPU a card at {bench.many:,} cards, x at {bench.cards:,}", each, 1.15, 1.0, seconds)
    peak, base = much.memory / 2**20, little.memory / 2**20
    told = f"{peak:.0f} MB at {bench.many:,}, {base:.0f} MB at {bench.cards:,}"
    yield Row("8", "peak memory", told, "2x, 128 MB", "64 MB", peak <= 128 and peak <= 2 * base)


SURE = 2.2
"""A note that twice as long takes less than so many times as long is measured once: there are hundreds."""


def attacks(bench: Bench) -> Iterator[Row]:
    """Row 9: hostile notes, and the same twice as long; the worst of them is the row."""
    folder = bench.folder / "hostile"
    folder.mkdir(parents=True, exist_ok=True)
    worst = (0.0, "")
    for name, text in hostile.HOSTILE.items():
        doubled = hostile.growth(text, folder)
        if doubled > SURE:
            doubled = statistics.median([doubled, *(hostile.growth(text, folder) for _ in range(bench.rounds - 1))])
        worst = max(worst, (doubled, name))
    yield _row(
        "9",
        f"hostile notes, twice as long: x the time (worst of {len(hostile.HOSTILE)}: {worst[1]})",
        worst[0],
        2.6,
        2.1,
    )


def traps(bench: Bench) -> Iterator[Row]:
    """Row 10: card marks where they are none; every count as the corpus says."""
    notes = bench.notes("traps", max(bench.cards // 5, 500), traps=True, images=True)
    wanted = json.loads((notes / "manifest.json").read_text(encoding="utf-8"))
    told = subprocess.run(
        (*FLASHGEN, "extract", str(notes), "--format", "json"), cwd=HERE, check=True, capture_output=True, text=True
    )
    items = json.loads(told.stdout)["items"]
    found = {kind: sum(item["kind"] == kind for item in items) for kind in {item["kind"] for item in items}}
    same = found == wanted["kinds"]
    yield Row("10", "trap corpus: counts as the manifest's", "equal" if same else f"{found}", "equal", "", same)


def table(found: list[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| # | what | found | at most | dream | |", "| --- | --- | --- | --- | --- | --- |"]
    for row in found:
        mark = "" if row.good is None else "ok" if row.good else "**over**"
        measured = f"{row.found} ({row.seconds})" if row.seconds else row.found
        lines.append(f"| {row.number} | {row.what} | {measured} | {row.most} | {row.dream} | {mark} |")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a hundred thousand cards for a million, fewer rounds")
    parser.add_argument("--cards", type=int, default=10_000)
    parser.add_argument("--many", type=int, default=0, help="cards of the large vault [default: 1,000,000]")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--only", default="", help="numbers of rows, as in 1,5,8")
    parser.add_argument("--peers", action="store_true", help="install other tools from PyPI and measure them, too")
    parser.add_argument("--folder", type=Path, help="where to work [default: a temporary folder]")
    given = parser.parse_args()
    many_cards = given.many or (100_000 if given.quick else 1_000_000)
    rounds = given.rounds or (3 if given.quick else 7)
    print(
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores\n",
        flush=True,
    )
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        bench = Bench(given.folder or Path(temporary), given.cards, many_cards, rounds)
        for row in rows(bench, {*filter(None, given.only.split(","))}):
            found.append(row)
            print(f"{row.number:>2}  {row.found:>8}  {row.what}", file=sys.stderr, flush=True)
        print(table(found))
        if given.peers:
            print("\n" + peers.table(bench.notes("full", given.cards), bench.folder, rounds))
    sys.exit(any(row.good is False for row in found))


if __name__ == "__main__":
    main()
