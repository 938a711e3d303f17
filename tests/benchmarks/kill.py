"""``python -m tests.benchmarks.kill [rounds]``: builds that are killed at random moments, and what they leave behind.

A build of edited notes is killed after a random time. Then the deck must be the old one or a whole new one, the ledger
likewise, nothing else may lie about after the next build, and that build must decide what an undisturbed one decides.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from flashgen import ledger as ledgers
from tests.benchmarks import corpus

HERE = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Tally:
    """What the rounds found."""

    rounds: int = 0
    killed: int = 0
    """Builds that had not ended yet."""
    new_deck: int = 0
    """Killed with the new deck in place already."""
    new_ledger: int = 0


def notes_of(deck: Path) -> dict[str, str]:
    """GUID → fields of a deck that is whole."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(deck) as archive:
        assert archive.testzip() is None, "a damaged deck"
        with closing(sqlite3.connect(archive.extract("collection.anki2", folder))) as connection:
            return dict(connection.execute("SELECT guid, flds FROM notes"))


def decided(notes: Path) -> dict[str, tuple[str, ...]]:
    """What a ledger says, times aside."""
    return {guid: (r.state, *r[3:]) for guid, r in ledgers.load(notes).records.items()}


class _Scene:
    """Notes as they were built, and as they are after an evening's edits."""

    def __init__(self, folder: Path, cards: int) -> None:
        self.notes, self.deck, self.store = folder / "notes", folder / "out" / "deck.apkg", folder / "store"
        self.saved = folder / "saved"
        corpus.write(self.notes, cards, per_file=20)
        self.run()
        self.old, self.before = notes_of(self.deck), decided(self.notes)
        for path in sorted(self.notes.rglob("*.md"))[:4]:
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(" The ", " An entirely ", 3) + "\nadded? :: yes\n", encoding="utf-8")
        sorted(self.notes.rglob("*.md"))[-1].unlink()
        for name, path in (("deck", self.deck), ("ledger", self.notes / ledgers.NAME)):
            self.saved.mkdir(exist_ok=True)
            shutil.copy2(path, self.saved / name)
        shutil.copytree(self.store, self.saved / "store")
        start = time.monotonic()
        self.run()
        self.lasts = time.monotonic() - start
        self.new, self.after = notes_of(self.deck), decided(self.notes)
        assert self.new != self.old
        self.restore()

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "flashgen", "build", str(self.notes), "-o", str(self.deck), "-q"]
        return subprocess.Popen(command, cwd=HERE, env={**os.environ, "FLASHGEN_CACHE": str(self.store)})

    def run(self) -> None:
        assert self.start().wait() == 0, "a build failed"

    def restore(self) -> None:
        """Everything as it was before the killed build, but for what it left lying about."""
        shutil.copy2(self.saved / "deck", self.deck)
        shutil.copy2(self.saved / "ledger", self.notes / ledgers.NAME)
        for path in (self.saved / "store").iterdir():
            shutil.copy2(path, self.store / path.name)

    def left(self) -> list[str]:
        """Files that are none of ours to leave."""
        found = [*self.deck.parent.iterdir(), *self.notes.iterdir(), *self.store.iterdir()]
        return [path.name for path in found if path.name.endswith(".part") or path.name.startswith(".")]


def rounds(folder: Path, count: int, *, cards: int = 400, seed: int = 1) -> Tally:
    """Kill so many builds, each at another moment; ``AssertionError`` if one leaves something that is not right."""
    scene, rng, tally = _Scene(folder, cards), random.Random(seed), Tally()
    for _ in range(count):
        process = scene.start()
        time.sleep(rng.uniform(0.0, scene.lasts * 1.05))
        process.send_signal(signal.SIGKILL)
        tally.rounds += 1
        tally.killed += process.wait() != 0
        there, said = notes_of(scene.deck), decided(scene.notes)
        assert there in (scene.old, scene.new), "a deck that is neither the old nor the new one"
        assert said in (scene.before, scene.after), "a ledger that is neither the old nor the new one"
        assert said == scene.before or there == scene.new, "a ledger that is ahead of its deck"
        tally.new_deck += there == scene.new
        tally.new_ledger += said == scene.after
        scene.run()
        assert notes_of(scene.deck) == scene.new, "the next build makes another deck"
        assert decided(scene.notes) == scene.after, "the next build decides otherwise"
        assert scene.left() == [], f"left lying about: {scene.left()}"
        scene.restore()
    return tally


def main() -> None:
    """The command line."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as folder:
        print(rounds(Path(folder), count, seed=int(time.time())))


if __name__ == "__main__":
    main()
