"""One command at a time decides identities; two at once end with one valid result."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashgen import ledger as ledgers
from flashgen.cli import main
from flashgen.storage import lock
from flashgen.storage.lock import BusyError, holding
from tests.benchmarks import corpus
from tests.test_kill import deck_of

HOLD = """
import sys, time
from pathlib import Path
from flashgen.storage.lock import holding
with holding(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[str]:
    """Another process that holds the folder."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_one_waits_then_says_who_is_in_the_way(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    told: list[int] = []

    def take() -> None:
        with holding(tmp_path, 0.3, lambda: told.append(1)):
            told.append(2)

    with pytest.raises(BusyError, match="another flashgen"):
        take()
    assert told == [1]
    holder.kill()
    holder.wait()
    take()  # the lock went with the process, however it ended
    assert told == [1, 2]


def test_other_folders_are_not_in_the_way(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    (tmp_path / "other").mkdir()
    with holding(tmp_path / "other", 0):
        holder.kill()
        holder.wait()


def test_one_folder_by_two_names_is_one(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(BusyError), holding(tmp_path / "link", 0):
        pass
    holder.kill()
    holder.wait()


def test_the_notes_folder_is_not_littered(tmp_path: Path) -> None:
    with holding(tmp_path):
        assert list(tmp_path.iterdir()) == []


def test_without_a_store_the_lock_lies_with_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHGEN_CACHE", "off")
    monkeypatch.setattr(lock.tempfile, "gettempdir", lambda: str(tmp_path))
    with holding(tmp_path):
        assert [p.suffix for p in tmp_path.iterdir()] == [".lock"]


def test_where_no_lock_can_be_had_one_builds_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHGEN_CACHE", "off")
    monkeypatch.setattr(lock.tempfile, "gettempdir", lambda: str(tmp_path / "gone"))
    with holding(tmp_path):
        pass


def test_windows_locks_a_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from types import ModuleType

    asked: list[tuple[int, int]] = []
    answers = [OSError(36, "deadlock"), None]

    def locking(handle: int, mode: int, count: int) -> None:
        asked.append((mode, count))
        if (answer := answers.pop(0)) is not None:
            raise answer

    windows = ModuleType("msvcrt")
    vars(windows).update(locking=locking, LK_NBLCK=2)
    monkeypatch.setitem(sys.modules, "msvcrt", windows)
    monkeypatch.setattr(lock, "WINDOWS", True)
    with holding(tmp_path, 5):
        pass
    assert asked == [(2, 1), (2, 1)]


@pytest.mark.parametrize("command", [["adopt", "a", "b"], ["forget", "a"], ["ledger", "check"]])
def test_whoever_writes_the_ledger_waits(
    tmp_path: Path, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    done = CliRunner().invoke(main, [*command, "--notes", str(tmp_path)])
    assert done.exit_code == 1
    assert "another flashgen" in done.output
    holder.kill()
    holder.wait()


def test_a_build_waits_and_says_so(
    tmp_path: Path, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    (tmp_path / "n.md").write_text("a :: b\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["build", str(tmp_path), "-o", str(tmp_path / "x.apkg")])
    assert done.exit_code == 1
    assert "waiting for another flashgen" in done.output
    assert "Traceback" not in done.output
    assert not (tmp_path / "x.apkg").exists()
    holder.kill()
    holder.wait()


def test_builds_at_once_end_with_one_valid_result(tmp_path: Path) -> None:
    notes, deck = tmp_path / "notes", tmp_path / "deck.apkg"
    corpus.write(notes, 600, per_file=20)
    command = [sys.executable, "-m", "flashgen", "build", str(notes), "-o", str(deck), "-q"]
    for turn in range(3):
        (notes / "more.md").write_text(f"what is {turn}? :: {time.time()}\n", encoding="utf-8")
        running = [subprocess.Popen(command) for _ in range(4)]
        assert [process.wait() for process in running] == [0] * 4
        ledger = ledgers.load(notes)
        live = {guid for guid, r in ledger.records.items() if r.state in ("live", "retired")}
        assert set(deck_of(deck)) == live
        assert sorted(p.name for p in tmp_path.iterdir()) == ["deck.apkg", "notes"]
        assert not [p.name for p in notes.iterdir() if p.name.startswith(".")]
    assert len(ledger.records) == 603
