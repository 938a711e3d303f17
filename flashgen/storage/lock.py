"""Lock: one command at a time decides identities in a notes folder. The folder in, sole access while the block runs.

The lock lies in the user's store, not among the notes, where it would be synced, committed and asked about. The system
lets it go when a process ends, however that ends.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flashgen.storage import store

WINDOWS = os.name == "nt"
PATIENCE = 300.0
"""Seconds to wait for another command."""


class BusyError(Exception):
    """Another command holds the folder; the message says so."""


@contextmanager
def holding(root: Path, patience: float | None = None, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Nobody else holds this notes folder while the block runs; ``waiting`` is called once if one has to wait.

    Raises ``BusyError`` after ``patience`` seconds. Where no lock can be had at all, the block runs without.
    """
    patience = PATIENCE if patience is None else patience
    name = os.fspath(root.resolve())
    place = store.place(name, ".lock") or os.path.join(  # noqa: PTH118
        tempfile.gettempdir(), f"flashgen-{store.digest(name.encode('utf-8', 'surrogateescape')).hex()}.lock"
    )
    try:
        handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield
        return
    try:
        end, told = time.monotonic() + patience, False
        while not _taken(handle):
            if time.monotonic() >= end:
                raise BusyError(
                    f"another flashgen has been working on {root} for {patience:.0f} s: wait for it, or end it"
                )
            if waiting and not told:
                waiting()
            told = True
            time.sleep(0.05)
        with suppress(OSError):
            os.utime(place)  # so that it is not taken for the lock of a folder that has gone
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    """Take the lock of an open file, or say that another has it."""
    try:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
