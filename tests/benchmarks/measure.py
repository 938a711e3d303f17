"""Measuring: a command in, the CPU time and the greatest memory of its whole process out."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """What a process took, its children included."""

    cpu: float
    """Seconds, user and system."""
    memory: int
    """Bytes that were resident at most."""


class FailedError(Exception):
    """A measured command did not end well; the message holds the last it said."""


def run(command: Sequence[str], folder: Path, environment: dict[str, str] | None = None) -> Cost:
    """Run a command and say what it took."""
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise FailedError(said.decode("utf-8", "replace").strip()[-400:] or f"exit code {process.returncode}")
    scale = 1 if sys.platform == "darwin" else 1024
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * scale)


def ratio(one: Callable[[], float], other: Callable[[], float], rounds: int) -> tuple[float, float, float]:
    """The median of ``one`` through ``other``, taken pair by pair, and the medians of both.

    A machine that is busy now slows both of a pair; so the ratio holds where the seconds do not.
    """
    pairs = [(one(), other()) for _ in range(rounds)]
    return (
        statistics.median(a / b for a, b in pairs),
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
    )
