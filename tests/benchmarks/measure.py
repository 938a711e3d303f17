"""Measuring: a command in, the CPU time and the greatest memory of its whole process out."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
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


_SPAWN = """
import os, subprocess, sys
with subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL) as process:
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, process.returncode)
"""
"""A process starts with the memory that its parent has; so a small one starts those that are measured."""


def run(command: Sequence[str], folder: Path, environment: dict[str, str] | None = None) -> Cost:
    """Run a command and say what it took."""
    done = subprocess.run(
        (sys.executable, "-S", "-c", _SPAWN, *command),
        cwd=folder,
        env={**_compiled(), **(environment or {})},
        capture_output=True,
        text=True,
        check=True,
    )
    cpu, memory, code = done.stdout.split()
    if int(code):
        raise FailedError(done.stderr.strip()[-400:] or f"exit code {code}")
    return Cost(float(cpu), int(memory) * (1 if sys.platform == "darwin" else 1024))


def _compiled() -> dict[str, str]:
    """An environment in which programs are compiled once, as installed ones are."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": os.path.join(tempfile.gettempdir(), "flashgen-benchmarks-compiled")}  # noqa: PTH118


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
