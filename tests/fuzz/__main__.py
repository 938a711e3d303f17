"""``python -m tests.fuzz AREA [libFuzzer options]``: coverage-guided fuzzing of an area with atheris.

    python -m tests.fuzz quantities -max_total_time=300 -max_len=300

Findings are written to the current folder as ``crash-…``; once mended they belong into ``tests/fuzz/cases/AREA-….bin``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["flashgen"]):
    from tests.fuzz import properties

SEEDS = Path(__file__).parents[1]
SLACK = 8.0
"""Instrumented code is slower by about this much."""


def main() -> None:
    name, *options = sys.argv[1:]
    area = properties.AREAS[name]
    atheris.Setup([sys.argv[0], *options], lambda data: properties.timed(area, data, SLACK))
    atheris.Fuzz()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
