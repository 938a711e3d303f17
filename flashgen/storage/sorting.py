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

    def extend(self, lines: Iterable[bytes]) -> None:
        """Take lines in, each with its end."""
        waiting, size = self.lines, self.size
        for line in lines:
            waiting.append(line)
            size += len(line)
            if size > self.room:
                self._spill()
                waiting, size = self.lines, 0
        self.size = size

    def _spill(self) -> None:
        run = tempfile.TemporaryFile(dir=self.folder)  # noqa: SIM115  # closed in ``sorting``
        self.runs.append(run)
        self.lines.sort()
        run.writelines(self.lines)
        run.seek(0)
        self.lines = []

    def __iter__(self) -> Iterator[bytes]:
        """All lines, sorted: once."""
        self.lines.sort()
        return heapq.merge(*self.runs, self.lines) if self.runs else iter(self.lines)


@contextmanager
def sorting(room: int, folder: str | None = None) -> Iterator[Lines]:
    """A place where lines are sorted; what waits on the disk, in ``folder``, is gone afterwards, even after a kill."""
    lines = Lines(room, folder)
    try:
        yield lines
    finally:
        for run in lines.runs:
            run.close()
