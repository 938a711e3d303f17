"""Killed at any moment, the deck, the ledger and the cache are each the old or the new one, and the next build is right."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashgen.cli import main
from flashgen.outputs import package as package_module
from flashgen.storage import store
from tests.benchmarks import corpus, kill


def deck_of(path: Path) -> dict[str, tuple[int, str]]:
    """GUID → time and fields of the notes in a deck."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        with closing(sqlite3.connect(archive.extract("collection.anki2", folder))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            rows = connection.execute("SELECT guid, mod, flds FROM notes").fetchall()
    assert len({guid for guid, _, _ in rows}) == len(rows)
    return {guid: (mod, fields) for guid, mod, fields in rows}


def test_killed_a_few_times(tmp_path: Path) -> None:
    done = kill.rounds(tmp_path, 8, cards=300)
    assert done.rounds == 8
    assert done.killed >= 4


@pytest.mark.slow
def test_killed_more_often(tmp_path: Path) -> None:
    done = kill.rounds(tmp_path, 25, cards=300)
    assert done.killed >= 12


STAGES = ("flashgen.pipeline.parse", "flashgen.identify.outcome._planned", "flashgen.outputs.package._numbers",
          "flashgen.outputs.package._media", "flashgen.identify.settled.line_of")  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
def test_interrupted_in_any_stage_it_leaves_everything_as_it_was(
    built: tuple[Path, Path, bytes], monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    notes, deck, old = built
    ledger = (notes / "flashgen.lock").read_bytes()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(stage, interrupt)
    done = CliRunner().invoke(main, ["build", str(notes), "-o", str(deck)])
    assert done.exit_code == 130
    assert done.output == "Stopped: the deck and the ledger are as they were.\n"
    unharmed(notes, deck, old, ledger)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal for a process without a console")
def test_a_build_that_is_really_interrupted(tmp_path: Path) -> None:
    notes, deck = tmp_path / "notes", tmp_path / "deck.apkg"
    corpus.write(notes, 4_000)
    deck.write_bytes(b"old")
    command = [sys.executable, "-m", "flashgen", "build", str(notes), "-o", str(deck), "--no-cache"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    time.sleep(0.45)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert "Traceback" not in said
    if process.returncode == 130:  # it had begun, and had not ended
        assert deck.read_bytes() == b"old"
        assert not (notes / "flashgen.lock").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["deck.apkg", "notes"]
    assert not [p.name for p in notes.iterdir() if p.name.startswith(".")]


def build(notes: Path, deck: Path) -> str:
    done = CliRunner().invoke(main, ["build", str(notes), "-o", str(deck)])
    assert done.exit_code == 1, done.output
    assert isinstance(done.exception, SystemExit), done.exception
    return done.output


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, Path, bytes]:
    """Notes with a deck and a ledger, and a note that has come since."""
    notes, deck = tmp_path / "notes", tmp_path / "out" / "deck.apkg"
    corpus.write(notes, 60)
    assert CliRunner().invoke(main, ["build", str(notes), "-o", str(deck)]).exit_code == 0
    (notes / "new.md").write_text("new? :: yes\n", encoding="utf-8")
    return notes, deck, deck.read_bytes()


def unharmed(notes: Path, deck: Path, old: bytes, ledger: bytes) -> None:
    assert deck.read_bytes() == old
    assert (notes / "flashgen.lock").read_bytes() == ledger
    assert [p.name for p in deck.parent.iterdir()] == [deck.name]
    assert not [p.name for p in notes.iterdir() if p.name.startswith(".")]


@pytest.mark.parametrize("fails", ["sqlite", "zip", "ledger"])
def test_a_full_disk_is_a_clear_error(
    built: tuple[Path, Path, bytes], monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    notes, deck, old = built
    ledger = (notes / "flashgen.lock").read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def full_database(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    if fails == "sqlite":
        monkeypatch.setattr(package_module._Package, "write_to_db", full_database)
    elif fails == "zip":
        monkeypatch.setattr(package_module, "_media", full)
    else:
        from flashgen import ledger as ledgers

        monkeypatch.setattr(ledgers, "_chunks", full)
    said = build(notes, deck)
    assert "The deck and the ledger are as they were." in said
    assert "full" in said or "No space left" in said
    unharmed(notes, deck, old, ledger)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount")
def test_a_really_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=False, capture_output=True
    ).returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        notes, deck = tmp_path / "notes", disk / "deck.apkg"
        corpus.write(notes, 60)
        assert CliRunner().invoke(main, ["build", str(notes), "-o", str(deck)]).exit_code == 0
        old, ledger = deck.read_bytes(), (notes / "flashgen.lock").read_bytes()
        corpus.write(notes, 3_000, seed=2)
        said = build(notes, deck)
        assert "can't be written: No space left on device" in said
        unharmed(notes, deck, old, ledger)
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_folder_that_can_not_be_written_is_a_clear_error(
    built: tuple[Path, Path, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    notes, deck, old = built
    ledger = (notes / "flashgen.lock").read_bytes()
    real = Path.open

    def refused(self: Path, mode: str = "r", *given: object, **more: object) -> object:
        if "w" in mode and self.parent == notes:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return real(self, mode, *given, **more)  # type: ignore[arg-type,call-overload]

    monkeypatch.setattr(Path, "open", refused)
    said = build(notes, deck)
    assert "flashgen.lock" in said
    assert "Permission denied" in said
    monkeypatch.undo()
    unharmed(notes, deck, old, ledger)


def test_a_folder_for_a_deck_is_a_clear_error(built: tuple[Path, Path, bytes]) -> None:
    notes, _, _ = built
    done = CliRunner().invoke(main, ["build", str(notes), "-o", str(notes / "new.md" / "deck.apkg")])
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert "can't be written" in done.output


def test_what_a_killed_build_left_is_gone_after_the_next(built: tuple[Path, Path, bytes], own_store: Path) -> None:
    notes, deck, _ = built
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    cached = next(own_store.glob("*.cache"))
    left = [
        deck.parent / f".{deck.name}.{dead.pid}.part",
        deck.parent / f".{deck.name}.collection.{dead.pid}.part",
        notes / f".flashgen.lock.{dead.pid}.part",
        own_store / f".{cached.name}.{dead.pid}.part",
    ]
    for path in left:
        path.touch()
    assert CliRunner().invoke(main, ["build", str(notes), "-o", str(deck)]).exit_code == 0
    assert [path for path in left if path.exists()] == []


def test_the_store_may_be_gone_in_the_midst_of_it(built: tuple[Path, Path, bytes], own_store: Path) -> None:
    notes, deck, _ = built
    shutil.rmtree(own_store)
    own_store.write_bytes(b"no folder")
    assert store.folder() is None
    assert CliRunner().invoke(main, ["build", str(notes), "-o", str(deck)]).exit_code == 0
    own_store.unlink()
