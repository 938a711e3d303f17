"""Notes that are made to take long take time in proportion to their length, and end in cards or in remarks."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flashgen.compose import MAX_TEXT, compose
from flashgen.config import Config
from flashgen.extract import extract
from flashgen.parse import parse
from flashgen.source import Source
from tests.benchmarks.hostile import HOSTILE

NOWHERE = Path(__file__).parent / "no such folder"
SIZE = 3_000
NUMBERS = [name for name in HOSTILE if name.startswith("numbers ") or "'1-2 k,'" in name]
"""Texts of numbers: the readers of numbers ask more of each word than the others do, so these are shorter."""


def seconds(text: str) -> float:
    """Processor time for reading a note; the least of two, for the machine may be busy."""
    best = 60.0
    for _ in range(2):
        start = time.process_time()
        document, _problems = parse(Source("note.md", text), Config())
        facts, _problems = extract(document)
        compose(facts, NOWHERE, Config())
        best = min(best, time.process_time() - start)
        if best < 0.02:
            break
    return best


def grows(made: Callable[[int], str], size: int, most: float, least: float) -> None:
    """Four times the text takes at most so many times as long; what takes less than ``least`` seconds counts as that.

    Where it seems longer it is measured again: work beside it slows one of the two, but not each time.
    """
    for _ in range(4):
        long = seconds(made(4 * size))
        if long < 4 * least:
            return
        short = seconds(made(size))
        if long < most * max(short, least):
            return
    raise AssertionError(f"{short:.3f} s, then {long:.3f} s")


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in NUMBERS])
def test_four_times_the_text_takes_about_four_times_the_time(name: str) -> None:
    grows(HOSTILE[name], SIZE, 9, 0.005)  # of a square: 16


@pytest.mark.parametrize("name", NUMBERS)
def test_four_times_the_numbers_take_about_four_times_the_time(name: str) -> None:
    grows(HOSTILE[name], SIZE // 4, 2.6**2, 0.02)  # 2.6 for twice the text


def test_what_is_too_long_for_a_field_is_not_rendered() -> None:
    document, _ = parse(Source("note.md", "Q: a\nA: " + "[" * (MAX_TEXT + 1)), Config())
    facts, _ = extract(document)
    start = time.process_time()
    drafts, problems = compose(facts, NOWHERE, Config())
    assert (drafts, [p.code for p in problems]) == ([], ["FG403"])
    assert time.process_time() - start < 1


def test_each_card_of_a_long_scale_draws_the_tiers_around_its_own() -> None:
    tiers = "\n".join(f"- tier{n}: {n + 1}k samples" for n in range(40))
    document, _ = parse(Source("note.md", f"# Data #scale\n\n{tiers}\n"), Config())
    (found,), _ = extract(document)
    ladders = [sketch.html["Ladder"] for sketch in found.fact.sketches(found.block)]
    assert {ladder.count('<g class="fg-tier') for ladder in ladders} == {16}
    for n, ladder in enumerate(ladders):
        asked = ladder.partition("fg-asked")[2].partition("</g>")[0]
        assert f">tier{n}<" in asked
