"""Figures: true to any number, every label inside the box and clear of the others, in a table's widths and in a browser."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flashgen import figures
from flashgen.figures import WIDTH, axis, ladder, measure, number

SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"fg-value": (13, True), "fg-ticklabel": (11, False), "fg-footing": (10, False)}
TIER_SIZE = 12


def drawn(svg: str) -> ET.Element:
    """The figure, which must be well-formed, with finite coordinates inside its box."""
    root = ET.fromstring(svg)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    assert width == WIDTH
    for element in root.iter():
        for name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy"):
            if name in element.attrib:
                value = float(element.attrib[name])
                assert math.isfinite(value), svg
                assert 0 <= value <= (height if "y" in name else width), (name, value, svg)
        for value in re.findall(r"-?[\d.]+|nan|inf", element.attrib.get("d", "")):
            assert math.isfinite(float(value)), svg
    return root


def boxes(root: ET.Element) -> list[tuple[float, float, float, str]]:
    """Each text's start, end and line, by the table of widths."""
    found = []
    for group in [root, *root.iter(f"{SVG}g")]:
        bold = "fg-asked" in group.attrib.get("class", "")
        for text in group.findall(f"{SVG}text"):
            names = text.attrib["class"].split()
            size, strong = SIZES.get(names[-1], SIZES.get(names[0], (TIER_SIZE, bold)))
            words = "".join(text.itertext())
            wide = measure(words, size, bold=strong)
            x = float(text.attrib["x"])
            start = {"middle": x - wide / 2, "end": x - wide, "start": x}[text.attrib["text-anchor"]]
            found.append((start, start + wide, float(text.attrib["y"]), words))
    return found


def assert_clear(root: ET.Element) -> None:
    texts = boxes(root)
    for n, (start, end, y, words) in enumerate(texts):
        assert start >= -0.6, words
        assert end <= WIDTH + 0.6, words
        for other_start, other_end, other_y, other in texts[:n]:
            assert abs(y - other_y) >= 10 or end <= other_start or other_end <= start, (words, other)


def said(root: ET.Element) -> str:
    assert root.attrib["role"] == "img"
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == root.attrib["aria-label"]
    return root.attrib["aria-label"]


def values_of(root: ET.Element) -> list[str]:
    return ["".join(t.itertext()) for t in root.iter(f"{SVG}text") if "fg-value" in t.attrib["class"]]


def ticks_of(root: ET.Element) -> list[str]:
    return ["".join(t.itertext()) for t in root.iter(f"{SVG}text") if t.attrib["class"] == "fg-ticklabel"]


# -------------------------------------------------------------------------- what is drawn


def test_a_range_over_orders_of_magnitude_has_a_logarithmic_axis_in_powers_of_ten() -> None:
    root = drawn(axis(1e-6, 1e-3))
    assert values_of(root) == ["10−6", "10−3"]
    assert ticks_of(root) == ["10−5", "10−4"]
    assert said(root) == "from 1e-6 to 1e-3, on a logarithmic axis"
    ends = [float(c.attrib["cx"]) for c in root.iter(f"{SVG}circle")]
    ticks = [float(t.attrib["x"]) for t in root.iter(f"{SVG}text") if t.attrib["class"] == "fg-ticklabel"]
    assert ticks[0] - ends[0] == pytest.approx(ticks[1] - ticks[0], abs=0.2)  # each power as far from the next


def test_a_narrow_range_has_a_linear_axis_with_zero_when_it_is_near() -> None:
    root = drawn(axis(3, 5))
    assert values_of(root) == ["3", "5"]
    assert "0" in ticks_of(root)
    assert said(root) == "from 3 to 5, on a linear axis"
    assert "0" not in ticks_of(drawn(axis(900, 1000)))


def test_negatives_stand_left_of_zero() -> None:
    root = drawn(axis(-1, 1))
    left, right = (float(c.attrib["cx"]) for c in root.iter(f"{SVG}circle"))
    (zero,) = (float(t.attrib["x"]) for t in root.iter(f"{SVG}text") if "".join(t.itertext()) == "0")
    assert left < zero < right
    assert values_of(root) == ["−1", "1"]
    assert "linear" in said(drawn(axis(-215, -205, unit="°C")))


@pytest.mark.parametrize(
    ("low", "high", "unit", "words", "arrows"),
    [
        (0.01, None, "", "at least 0.01", 1),
        (None, 20, "°C", "at most 20 °C", 1),
        (None, 10, "% of total steps", "at most 10%", 1),
        (2, 3, "", "from 2 to 3", 0),
        (math.inf, 3, "", "at most 3", 1),
        (1, math.nan, "", "at least 1", 1),
    ],
)
def test_a_bound_has_an_arrow(low: float | None, high: float | None, unit: str, words: str, arrows: int) -> None:
    root = drawn(axis(low, high, unit=unit))
    assert said(root).startswith(words)
    assert len(root.findall(f"{SVG}path")) == arrows


def test_an_upper_bound_ends_at_zero_unless_less_is_possible() -> None:
    def tip(svg: str) -> float:
        return float(re.search(r"L([\d.]+) ", drawn(svg).find(f"{SVG}path").attrib["d"])[1])  # type: ignore[union-attr,index]

    def zero(svg: str) -> float:
        (x,) = (float(t.attrib["x"]) for t in drawn(svg).iter(f"{SVG}text") if "".join(t.itertext()) in ("0", "0%"))
        return x

    share = axis(None, 10, unit="% of total steps")
    assert tip(share) == pytest.approx(zero(share), abs=4)
    assert tip(axis(None, 20, unit="°C")) < 8


def test_percentages_say_so() -> None:
    root = drawn(axis(5, 10, unit="% of total steps"))
    assert values_of(root) == ["5%", "10%"]
    assert all(label.endswith("%") for label in ticks_of(root))


def test_choices_that_double_are_evenly_apart_and_all_named() -> None:
    root = drawn(axis(None, None, (4, 8, 16, 32, 64, 128)))
    xs = [float(c.attrib["cx"]) for c in root.iter(f"{SVG}circle")]
    assert values_of(root) == ["4", "8", "16", "32", "64", "128"]
    gaps = [b - a for a, b in pairwise(xs)]
    assert max(gaps) - min(gaps) < 0.5
    assert said(root) == "4, 8, 16, 32, 64, 128, on a logarithmic axis"


def test_the_default_is_marked_and_named() -> None:
    root = drawn(axis(512, 4096, (2048,), "tokens", default=2048))
    assert sorted(values_of(root)) == ["4096", "512", "default 2048"]
    assert len([c for c in root.iter(f"{SVG}circle") if c.attrib["class"] == "fg-default"]) == 1
    assert said(root) == "from 512 to 4096; 2048; default 2048 tokens, on a linear axis"


def test_neighbours_move_up_a_row() -> None:
    root = drawn(axis(None, None, (0.9, 0.95, 0.99, 0.999)))
    assert values_of(root) == ["0.9", "0.95", "0.99", "0.999"]
    assert len({t.attrib["y"] for t in root.iter(f"{SVG}text") if "fg-value" in t.attrib["class"]}) > 1
    assert_clear(root)


def test_nothing_to_draw_draws_nothing() -> None:
    for low, high, values in ((None, None, ()), (math.inf, None, ()), (None, None, (math.nan,)), (1e305, None, ())):
        assert axis(low, high, values) == ""


def test_the_ladder_marks_the_tier_that_is_asked() -> None:
    tiers = [("pre-train", "trillions", 1e12, None, None), ("**fine** tune", "> $10^5$ <b>", 1e5, 1e6, None)]
    root = drawn(ladder(tiers, 1))
    asked = [g for g in root.iter(f"{SVG}g") if "fg-asked" in g.attrib["class"]]
    assert [t.text for t in asked[0].findall(f"{SVG}text")] == ["fine tune", "> 10^5 <b>"]
    assert said(root) == "pre-train: trillions; fine tune: > 10^5 <b> (asked: fine tune)"
    assert len(root.findall(f".//{SVG}path")) == 1  # trillions has no end
    bars = [b for b in root.iter(f"{SVG}line") if b.attrib["class"] == "fg-bar"]
    assert float(bars[0].attrib["x1"]) > float(bars[1].attrib["x2"])


def test_a_long_name_takes_a_line_of_its_own() -> None:
    root = drawn(ladder([("a name of a tier that is very long indeed", "100 k to 1 M samples", 1e5, 1e6, None)], 0))
    name, amount = (t for t in root.iter(f"{SVG}text") if "fg-tier" in t.attrib["class"])
    assert float(amount.attrib["y"]) > float(name.attrib["y"])
    assert name.text == "a name of a tier that is very long indeed"


# -------------------------------------------------------------------------- any number

NUMBERS = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(-(10**18), 10**18).map(float),
    st.sampled_from([0.0, -0.0, 1.0, 0.1, 1e-6, 1e-3, 0.999, 0.9999, 1e12, 5e-324, 1.7e308, -1.7e308, 1e299, -1e299]),
    st.builds(lambda m, e: m * 10.0**e, st.integers(1, 99), st.integers(-12, 14)),
)
WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40)


@settings(max_examples=600, deadline=None)
@given(
    st.none() | NUMBERS,
    st.none() | NUMBERS,
    st.lists(NUMBERS, max_size=12),
    st.sampled_from(
        [
            "",
            "%",
            "% of total steps",
            "GPa",
            "°C",
            "tokens per second and device",
            "応力応力応力応力応力応力応力応力応力応力応力応力",
        ]
    ),
    st.none() | NUMBERS,
)
@example(1.0, 1.0, [], "", None)
@example(-1e99, 1e99, [], "", None)
@example(1.0, 1.0000000000000002, [], "", None)
@example(1e-99, 1e99, [1.0], "GPa", 1.0)
@example(5.0, 1.0, [], "", None)
@example(0.0, 0.0, [0.0], "%", 0.0)
def test_any_numbers_give_a_true_and_legible_axis(
    low: float | None, high: float | None, values: list[float], unit: str, default: float | None
) -> None:
    svg = axis(low, high, tuple(values), unit, default)
    if not svg:
        assert not any(figures._drawable(v) for v in (low, high, *values, default))
        return
    root = drawn(svg)
    assert_clear(root)
    assert said(root)
    assert values_of(root)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(WORDS, WORDS, st.none() | NUMBERS, st.none() | NUMBERS, st.none()), min_size=1, max_size=7),
    st.data(),
)
def test_any_tiers_give_a_legible_ladder(tiers: list[Any], data: st.DataObject) -> None:
    root = drawn(ladder(tiers, data.draw(st.integers(0, len(tiers) - 1))))
    assert_clear(root)
    assert len([g for g in root.iter(f"{SVG}g") if "fg-asked" in g.attrib["class"]]) == 1


@settings(max_examples=500, deadline=None)
@given(NUMBERS.filter(lambda value: abs(value) < 1e300))
def test_a_number_is_never_told_as_another(value: float) -> None:
    text = number(value).replace(",", "")
    factor = {"k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}.get(text[-1], 1.0)
    told = float(text[:-1] if factor > 1 else text) * factor
    assert told == pytest.approx(value, rel=6e-4, abs=1e-300)
    if abs(value) < 1e9 and value == int(value):
        assert told == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (16000, "16k"), (16384, "16384"), (123456, "123,456"), (1.5e6, "1.5M"), (7e9, "7B"), (1e12, "1T"), (1e-6, "1e-6"), (0.001, "0.001"), (-40, "-40")],
)  # fmt: skip
def test_numbers_are_told_as_people_write_them(value: float, text: str) -> None:
    assert number(value) == text
