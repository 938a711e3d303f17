"""Files are written whole or not at all, on each system, and nothing is left lying about."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flashgen.storage import whole
from flashgen.storage.whole import replacing, sweep


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_old_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.write_bytes(b"old")
    with replacing(target) as part:
        part.write_bytes(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["x"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt(), ValueError()])
def test_whatever_happens_in_between_the_old_file_stays(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "x"
    target.write_bytes(b"old")

    def fail() -> None:
        with replacing(target) as part:
            part.write_bytes(b"half")
            raise error

    with pytest.raises(type(error)):
        fail()
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["x"]


def test_the_new_file_may_be_read_by_whom_the_old_one_was(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.write_bytes(b"old")
    target.chmod(0o640)
    with replacing(target) as part:
        part.write_bytes(b"new")
    assert target.stat().st_mode & 0o777 == 0o640


def test_it_is_on_the_disk_before_it_takes_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(whole.os, "fsync", lambda handle: done.append("folder" if _is_folder(handle) else "file"))
    real = Path.replace
    monkeypatch.setattr(Path, "replace", lambda self, target: (done.append("replace"), real(self, target))[1])
    with replacing(tmp_path / "x") as part:
        part.write_bytes(b"new")
    assert done == ["file", "replace", "folder"]
    done.clear()
    with replacing(tmp_path / "x", durable=False) as part:
        part.write_bytes(b"new")
    assert done == ["replace"]


def _is_folder(handle: int) -> bool:
    import stat

    return stat.S_ISDIR(os.fstat(handle).st_mode)


def test_windows_is_asked_again_while_the_file_is_open_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refused = Path.replace, [1] * 5

    def replace(self: Path, target: Path) -> Path:
        if refused:
            refused.pop()
            raise PermissionError(13, "in use")
        return real(self, target)

    part, target = tmp_path / "part", tmp_path / "x"
    part.write_bytes(b"new")
    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(whole.time, "sleep", lambda _: None)
    monkeypatch.setattr(whole, "WINDOWS", True)
    whole._replace(part, target)
    assert target.read_bytes() == b"new"
    assert refused == []


def test_windows_is_not_asked_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(whole.time, "sleep", lambda _: None)
    monkeypatch.setattr(whole, "WINDOWS", True)
    (tmp_path / "x").write_bytes(b"old")

    def write() -> None:
        with replacing(tmp_path / "x", durable=False) as part:
            part.write_bytes(b"new")

    with pytest.raises(PermissionError):
        write()
    assert names(tmp_path) == ["x"]


def test_elsewhere_a_refusal_is_final(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def refuse(self: Path, target: Path) -> Path:
        asked.append(1)
        raise PermissionError(13, "read-only")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        whole._replace(tmp_path / "part", tmp_path / "x")
    assert asked == [1]


def test_what_the_dead_left_is_swept_and_what_the_living_write_is_not(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for process in (dead.pid, os.getpid(), os.getppid()):
        (tmp_path / f".x.{process}.part").touch()
    (tmp_path / f".x.collection.{dead.pid}.part").touch()
    (tmp_path / f".y.{dead.pid}.part").touch()
    (tmp_path / ".x.mine.part").touch()
    sweep(tmp_path / "x")
    left = {f".x.{os.getpid()}.part", f".x.{os.getppid()}.part", f".y.{dead.pid}.part", ".x.mine.part"}
    assert set(names(tmp_path)) == left


def test_a_long_path_is_written(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["a" * 100] * 6)
    folder.mkdir(parents=True)
    with replacing(folder / ("x" * 200)) as part:
        part.write_bytes(b"new")
    assert (folder / ("x" * 200)).read_bytes() == b"new"
