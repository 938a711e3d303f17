"""Whole: files that are written whole or not at all. A path in, a new file in its place out, or the old one as it was."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WINDOWS = os.name == "nt"
RETRIES = 20
"""Windows refuses to replace a file that Anki, a scanner or an editor holds open: so often, 50 ms apart, we try again."""


@contextmanager
def replacing(target: Path, *, durable: bool = True) -> Iterator[Path]:
    """A path beside the target, which takes the target's place if all goes well and is gone if not.

    It is on the disk before it takes the place, so that a power cut, too, leaves the old file or the new one; what can
    be made anew need not be ``durable``. If the block takes the path away, the target stays as it is. Raises ``OSError``.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
        if part.exists():
            if target.exists():
                with suppress(OSError):
                    part.chmod(target.stat().st_mode & 0o777)
            if durable:
                synced(part)
            _replace(part, target)
            if durable:
                _remember(target.parent)
    finally:
        with suppress(OSError):
            part.unlink()


def synced(path: Path) -> None:
    """See to it that the disk has what was written to a file."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def _replace(part: Path, target: Path) -> None:
    for attempt in range(RETRIES):
        try:
            part.replace(target)
        except PermissionError:
            if not WINDOWS or attempt == RETRIES - 1:
                raise
            time.sleep(0.05)
        else:
            return


def _remember(folder: Path) -> None:
    """See to it that the disk has a folder's new entry; Windows has no such call, and some file systems refuse it."""
    if WINDOWS:
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(target: Path) -> None:
    """Remove what processes that were killed left beside a target."""
    with suppress(OSError):
        for entry in os.scandir(target.parent):
            if entry.name.startswith(f".{target.name}.") and entry.name.endswith(".part"):
                number = entry.name.removesuffix(".part").rpartition(".")[2]
                if number.isdecimal() and not _alive(int(number)):
                    with suppress(OSError):
                        Path(entry.path).unlink()


def _alive(process: int) -> bool:
    if process == os.getpid():
        return True
    if WINDOWS:
        return False  # a file that is still open can't be removed there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
