"""The same notes and ledger give the same bytes: on another day, in another place, with another order of files."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STRANGE = """
import os, random, time
scandir, listdir, now = os.scandir, os.listdir, time.time

class Shuffled(list):
    def __enter__(self): return self
    def __exit__(self, *_): return None
    def close(self): pass

def shuffled(*path):
    with scandir(*path) as found:
        entries = Shuffled(found)
    random.Random(SEED).shuffle(entries)
    return entries

def listed(*path):
    return sorted(listdir(*path), key=lambda name: hash((SEED, name)))

os.scandir, os.listdir = shuffled, listed
open(WITNESS, "w").close()
time.time = lambda: now() + SHIFT
"""
"""Read by Python before anything else: folders are listed in another order, and the clock is another."""

PLACES: dict[str, dict[str, str]] = {
    "seed": {"PYTHONHASHSEED": "12345"},
    "day": {"SHIFT": "40000000"},
    "the day before": {"SHIFT": "-86400"},
    "order of files": {"SEED": "7"},
    "time zone": {"TZ": "Pacific/Kiritimati"},
    "language": {"LC_ALL": "C", "LANG": "C", "LANGUAGE": "de"},
    "encoding": {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONIOENCODING": "latin-1:replace"},
    "optimisation": {"PYTHONOPTIMIZE": "2"},
}


def built(notes: Path, cwd: Path, target: Path, changes: dict[str, str]) -> str:
    """Build in a process of its own; the fingerprints of package and ledger."""
    strange = target.parent / "strange"
    strange.mkdir(exist_ok=True)
    witness = strange / "seen"
    witness.unlink(missing_ok=True)
    lines = (
        f"SEED, SHIFT, WITNESS = {changes.get('SEED', '1')}, {changes.get('SHIFT', '0')}, {str(witness)!r}",
        STRANGE,
    )
    (strange / "sitecustomize.py").write_text("\n".join(lines), "utf-8")
    env = {**os.environ, "PYTHONPATH": f"{strange}{os.pathsep}{ROOT}", "PYTHONHASHSEED": "1", **changes}
    command = [sys.executable, "-m", "flashgen", "build", os.path.relpath(notes, cwd), "-o", str(target), "-q"]
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert witness.exists()
    files = (target, notes / "flashgen.lock")
    return " ".join(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A notes folder that was built, with its ledger; the fingerprints of a second build."""
    folder = tmp_path_factory.mktemp("first")
    notes = Path(shutil.copytree(ROOT / "cards", folder / "cards"))
    (notes / "intro-to-deep-learning" / "day-1.md").rename(notes / "Tag eins – Übersicht.md")
    built(notes, folder, folder / "deck.apkg", {})
    (notes / "advanced-machining" / "class-1-and-3.md").unlink()  # some notes are retired
    built(notes, folder, folder / "deck.apkg", {})
    return notes, built(notes, folder, folder / "deck.apkg", {})


@pytest.mark.parametrize("place", PLACES)
def test_the_bytes_are_the_same_with_another(place: str, first: tuple[Path, str], tmp_path: Path) -> None:
    notes, expected = first
    copy = Path(shutil.copytree(notes, tmp_path / "elsewhere" / "my notes"))
    (tmp_path / "out").mkdir()
    assert built(copy, copy, tmp_path / "out" / "other.apkg", PLACES[place]) == expected


def test_new_content_is_the_only_thing_that_a_day_changes(first: tuple[Path, str], tmp_path: Path) -> None:
    notes, expected = first
    copy = Path(shutil.copytree(notes, tmp_path / "my notes"))
    with (copy / "extra.md").open("a", encoding="utf-8") as file:
        file.write("extra :: a new note\n")
    day = {"SHIFT": "40000000"}
    changed = built(copy, tmp_path, tmp_path / "deck.apkg", day)
    assert changed != expected
    assert built(copy, tmp_path, tmp_path / "deck.apkg", {"SHIFT": "80000000"}) == changed
