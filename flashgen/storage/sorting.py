"""Sorting: lines in, in any order and number, and the same lines out, sorted, in bounded memory."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO


class Lines:
    """Lines that come out sorted. Up to ``room`` bytes wait in memory; more wait as sorted runs on the disk."""

    def __init__(self, room: int, folder: str | None) -> None:
        self.room, self.folder = room, folder
        self.lines: list[bytes] = []
        self.size = 0
        self.runs: list[IO[bytes]] = []
        self.sorted: Iterator[bytes] | None = None

    def extend(self, lines: Iterable[bytes]) -> None:
        """Take lines in, each with its end."""
        for line in lines:
            self.lines.append(line)
            self.size += len(line)
            if self.size > self.room:
                self._spill()

    def _spill(self) -> None:
        run = tempfile.TemporaryFile(dir=self.folder)  # noqa: SIM115  # closed in ``sorting``
        self.runs.append(run)
        self.lines.sort()
        run.writelines(self.lines)
        run.seek(0)
        self.lines, self.size = [], 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self.sorted is None:
            self.lines.sort()
            self.sorted = heapq.merge(*self.runs, self.lines) if self.runs else iter(self.lines)
        return next(self.sorted)


@contextmanager
def sorting(room: int, folder: str | None = None) -> Iterator[Lines]:
    """A place where lines are sorted; what waits on the disk, in ``folder``, is gone afterwards, even after a kill."""
    lines = Lines(room, folder)
    try:
        yield lines
    finally:
        for run in lines.runs:
            run.close()
