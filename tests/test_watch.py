"""``--watch``: a saved note is built or pushed, in a line; errors don't end it, Ctrl-C does, cleanly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flashgen.watch import concerns
from tests.anki_routes import Closed, note_of
from tests.test_push import closed, edit, notes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGINT can't be sent to one process there"),
]

__all__ = ["closed", "notes"]


class Watched:
    """A command that watches, and the lines it has said."""

    def __init__(self, process: subprocess.Popen[str], said: Path) -> None:
        self.process, self.said = process, said

    def lines(self) -> list[str]:
        return [line.partition("  ")[2] for line in self.said.read_text(encoding="utf-8").splitlines()]

    def wait(self, number: int) -> str:
        """The line with this number, from 1, once it is there."""
        for _ in range(600):
            if len(self.lines()) >= number:
                return self.lines()[number - 1]
            assert self.process.poll() is None, self.said.read_text(encoding="utf-8")
            time.sleep(0.05)
        raise AssertionError(f"no line {number}: {self.lines()}")


@contextmanager
def watching(folder: Path, *words: str, script: str = "") -> Iterator[Watched]:
    said = folder / "said.txt"
    with said.open("w", encoding="utf-8") as out, (folder / "errors.txt").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-u", *(["-c", script] if script else ["-m", "flashgen", *words])],
            stdout=out,
            stderr=errors,
            text=True,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        )
        try:
            yield Watched(process, said)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


def test_each_save_is_built_in_a_line_and_ctrl_c_ends_it(notes: Path, tmp_path: Path) -> None:
    with watching(tmp_path, "build", "--watch") as watched:
        assert watched.wait(1) == "watching cards (Ctrl-C ends it): 9 new: class-notes.apkg"
        edit(notes / "bio" / "a.md", "A: energy", "A: power")
        assert watched.wait(2) == "bio/a.md: 1 changed: class-notes.apkg"
        for name in ("one", "two", "three"):  # a checkout: one build
            (notes / "shop" / f"{name}.md").write_text(f"Q: What is {name}?\nA: a number\n", encoding="utf-8")
        assert watched.wait(3) == "shop/one.md and 2 more: 3 new: class-notes.apkg"
        (notes / "flashgen.lock").write_text("damaged\n", encoding="utf-8")
        edit(notes / "bio" / "a.md", "A: power", "A: energy")
        assert watched.wait(4) == "bio/a.md: nothing was done: see above"
        (notes / "flashgen.lock").unlink()
        edit(notes / "bio" / "a.md", "A: energy", "A: work")
        assert watched.wait(5) == "bio/a.md: 12 new: class-notes.apkg", "an error does not end it"
        watched.process.send_signal(signal.SIGINT)
        assert watched.process.wait(10) == 0
        assert watched.said.read_text(encoding="utf-8").splitlines()[-1] == "Stopped."
        assert len(watched.lines()) == 6, "its own files are no change"
        assert "KeyboardInterrupt" not in (tmp_path / "errors.txt").read_text(encoding="utf-8")


def test_what_is_saved_during_the_first_run_is_not_missed(notes: Path, tmp_path: Path) -> None:
    script = (
        "import sys, time; from flashgen import pipeline; made = pipeline.build\n"
        "def slow(*a, **k):\n    came = made(*a, **k)\n    open('building', 'w').close(); time.sleep(1.5)\n    return came\n"
        "pipeline.build = slow\nfrom flashgen.cli import main; main(['build', '--watch'])"
    )
    with watching(tmp_path, script=script) as watched:
        for _ in range(600):
            if (tmp_path / "building").exists():
                break
            time.sleep(0.05)
        edit(notes / "bio" / "a.md", "A: energy", "A: power")
        assert watched.wait(1).endswith("9 new: class-notes.apkg")
        assert watched.wait(2) == "bio/a.md: 1 changed: class-notes.apkg"


def test_each_save_is_pushed_and_an_open_anki_is_waited_for(notes: Path, closed: Closed, tmp_path: Path) -> None:
    file = str(closed.folder / "collection.anki2")
    with watching(tmp_path, "push", "--watch", "--collection", file) as watched:
        assert watched.wait(1).endswith(": 9 new")
        with closed.open():
            edit(notes / "bio" / "a.md", "A: energy", "A: power")
            assert watched.wait(2).startswith("bio/a.md: Anki is open")
        edit(notes / "ml" / "b.md", "A: it hides units", "A: it drops units")
        assert watched.wait(3) == "ml/b.md: 2 changed"
        watched.process.send_signal(signal.SIGINT)
        assert watched.process.wait(10) == 0
    with closed.open() as col:
        assert note_of(col, "What does a cell need?")["Back"] == "power"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/n/a.md", True),
        ("/n/pictures/b.png", True),
        ("/n/.obsidian/workspace.json", False),
        ("/n/.a.md.swp", False),
        ("/n/a.md~", False),
        ("/n/flashgen.lock", False),
        ("/n/deck.apkg", False),
        ("/flashgen.yaml", True),
        ("/other.yaml", False),
    ],
)
def test_what_concerns_the_cards(path: str, wanted: bool) -> None:
    assert concerns(Path(path), Path("/n")) == wanted
