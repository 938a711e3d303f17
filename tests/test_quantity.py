"""Quantities: every notation a student types, with its value, its unit and its place in the line."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashgen.grammar.quantity import Quantity, scan


def only(text: str, lang: str = "") -> Quantity:
    """The one quantity of a text."""
    line = scan(text, lang)
    assert len(line.quantities) == 1, [line.wording(q.first, q.last) for q in line.quantities]
    return line.quantities[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-6", 1e-6),
        ("3E5", 3e5),
        ("$4e −2$", 0.04),
        ("10^-6", 1e-6),
        ("$10^{-6}$", 1e-6),
        ("10⁻⁶", 1e-6),
        ("10<sup>-4</sup>", 1e-4),
        (r"$2.5 \times 10^{3}$", 2500),
        ("2.5 × 10^3", 2500),
        ("2^16", 65536),
        ("2**10", 1024),
        (".05", 0.05),
        ("0.001", 0.001),
        ("1,250,000", 1250000),
        ("10k", 10000),
        ("64K", 64000),
        ("1.5M", 1500000),
        ("7B", 7000000000),
        ("2T", 2000000000000),
        ("a million", 1000000),
        ("13 trillion", 13000000000000),
        ("3 hundred thousand", 300000),
        ("twelve epochs", 12),
        ("1/3", "1/3"),
        ("½", "½"),
        (r"$\frac{1}{4}$", "1/4"),
        ("80/20", "80/20"),
        ("70/20/10", "70/20/10"),
        ("1:20", "1:20"),
        ("3x3", "3x3"),
        ("224 × 224", "224 × 224"),
        ("inf", "inf"),
    ],
)
def test_a_number_has_its_value(text: str, value: float | str) -> None:
    assert only(text).values == (value,)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1e-5 to 1e-3", 1e-5, 1e-3),
        ("3-5", 3, 5),
        ("3–5", 3, 5),
        ("3 — 5", 3, 5),
        ("0.7--0.9", 0.7, 0.9),
        ("2..8", 2, 8),
        ("0.1~0.3", 0.1, 0.3),
        ("between 4 and 12", 4, 12),
        ("between 4-12", 4, 12),
        ("from 4 to 12", 4, 12),
        ("anywhere from 4 to 12", 4, 12),
        ("12 to 4", 4, 12),
        ("0 < x < 0.5", 0, 0.5),
        (r"$0 \leq \nu \leq 0.5$", 0, 0.5),
        ("in the range [0.5, 0.9]", 0.5, 0.9),
        ("6-9B", 6e9, 9e9),
        ("10k-100k", 10000, 100000),
        ("300-2K", 300, 2000),
        (r"$2\text{-}6 \times 10^{-4}$", 2e-4, 6e-4),
        ("2-6×10^-4", 2e-4, 6e-4),
        ("10 ** uniform(-4, -1)", 1e-4, 1e-1),
        ("±0.2", -0.2, 0.2),
        ("± 0.1–0.3", -0.3, 0.3),
        ("+/- 0.5", -0.5, 0.5),
        ("at least 5", 5, None),
        ("≥ 5", 5, None),
        ("> 5", 5, None),
        ("more than 5", 5, None),
        ("as small as 5", 5, None),
        ("down to 5", 5, None),
        ("5+", 5, None),
        ("5 or more", 5, None),
        ("trillions", 1e12, None),
        ("hundreds of thousands", 1e5, None),
        ("at most 5", None, 5),
        ("up to 5", None, 5),
        ("≤ 5", None, 5),
        ("under 5", None, 5),
        ("no more than 5", None, 5),
        ("5 or less", None, 5),
        ("< 40–60", None, 60),
        ("never go below 5", 5, None),
        ("don't go above 5", None, 5),
        ("shouldn't exceed 5", None, 5),
        ("shouldn't be more than 5", None, 5),
        ("0.02 mm or better", None, 0.02),
        ("90% or better", 90, None),
    ],
)
def test_a_range_or_a_bound_has_its_ends(text: str, low: float | None, high: float | None) -> None:
    found = only(text)
    assert (found.low, found.high, found.values) == (low, high, None)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("8 or 16", (8, 16)),
        ("{16, 32, 64}", (16, 32, 64)),
        ("{16,32}", (16, 32)),
        ("[0.9, 0.99, 0.999]", (0.9, 0.99, 0.999)),
        ("(0.9, 0.95)", (0.9, 0.95)),
        ("0.9 / 0.999", (0.9, 0.999)),
        ("0.2, 0.3 and 0.5", (0.2, 0.3, 0.5)),
        ("512, or 1024", (512, 1024)),
        ("10 or even 20", (10, 20)),
        ("`32, 64, 128, 256, ...`", (32, 64, 128, 256)),
        ("20/200 million", (20e6, 200e6)),
        ("0.9 vs 0.99", (0.9, 0.99)),
    ],
)
def test_choices_are_values(text: str, values: tuple[float, ...]) -> None:
    assert only(text).values == values


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("5%", "%"),
        ("10% of total steps", "% of total steps"),
        ("10%** of the steps", "% of the steps"),
        ("0.2 mm", "mm"),
        ("70 GPa", "GPa"),
        ("1.6 µm", "µm"),
        ("30 in³/min", "in³/min"),
        ("4 cubic inches per minute", "cubic inches per minute"),
        ("0.01''", "''"),
        ('1/8"', '"'),
        ("60°", "°"),
        ("200 °C", "°C"),
        ("2x the rank", "x the rank"),
        ("0.5× hole diameter", "× hole diameter"),
        ("1/3 of the depth", "of the depth"),
        ("90th percentile of norms", "percentile of norms"),
        ("40-step", "step"),
        (r"$0.3 \cdot T_S$", r"\cdot T_S"),
    ],
)
def test_a_unit_stays_as_written(text: str, unit: str) -> None:
    assert only(text).unit == unit


@pytest.mark.parametrize(
    ("text", "lang", "low", "high"),
    [
        ("0,2 bis 0,5", "de", 0.2, 0.5),
        ("10.000 bis 20.000", "de", 10000, 20000),
        ("entre 0,1 et 0,3", "fr", 0.1, 0.3),
        ("entre 10 y 20", "es", 10, 20),
        ("entre 10 e 20", "pt", 10, 20),
        ("tra 10 e 20", "it", 10, 20),
        ("10 ile 20 arası", "tr", 10, 20),
        ("10到20", "zh", 10, 20),
        ("10から20", "ja", 10, 20),
        ("10에서 20 사이", "ko", 10, 20),
        ("1万到5万", "zh", 10000, 50000),
        ("mindestens 5", "de", 5, None),
        ("不超过5", "zh", None, 5),
        ("5以上", "ja", 5, None),
        ("5 이하", "ko", None, 5),
        ("en az 5", "tr", 5, None),
    ],
)
def test_ranges_are_read_in_other_languages(text: str, lang: str, low: float | None, high: float | None) -> None:
    found = only(text, lang)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "version 1.10.2",
        "Figure 3",
        "see section 4.2",
        "OLMo 2",
        "Llama 3.1",
        "a 2015 paper",
        "(2018)",
        "2024-05-01",
        "costs $45",
        "20 €",
        "#5 increments",
        "GPT-4",
        "[@smith2020]",
        "https://example.org/12/34",
        "(A + B/2)",
        "3*4*5 = 60",
        "2. Choose it",
        "`f(3)`",
        "999999^64",
        "$999999^{-64}$",
        "2*4 = 8",
    ],
)
def test_what_only_looks_like_a_quantity_is_none(text: str) -> None:
    line = scan(text)
    assert [line.wording(q.first, q.last) for q in line.quantities] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("take **5% to 10%** of the diameter", "5% to 10% of the diameter"),
        ("rate of at most 0.5 mm here", "at most 0.5 mm"),
        ("some 20 lbf (9 kg) of force", "20 lbf (9 kg)"),
        ("learning rate $10^{-4}$ works", "$10^{-4}$"),
        ("between 0.005''/ 0.13mm and 0.01'' / 0.25mm.", "between 0.005''/ 0.13mm and 0.01'' / 0.25mm"),
    ],
)
def test_the_wording_is_the_authors(text: str, shown: str) -> None:
    line = scan(text)
    assert [line.wording(q.first, q.last) for q in line.quantities] == [shown]


def test_another_unit_in_brackets_is_a_copy() -> None:
    found = only("0.1'' (2.5 mm)")
    assert (found.values, found.unit) == ((0.1,), "''")


def test_brackets_that_tell_what_for_are_kept_apart() -> None:
    line = scan("1024 (7B)")
    assert line.slice(*line.quantities[0].aside) == "7B"


def test_five_times_larger_compares() -> None:
    assert only("5x or 10x larger than").compared


def test_emphasis_of_tokens_is_known_and_commas_of_a_list_have_it_too() -> None:
    line = scan("**bold `{16,32}` too** plain")
    assert [(t.text, t.strong, t.code) for t in line.tokens] == [
        ("bold", True, False),
        ("{", True, True),
        ("16", True, True),
        (",", True, True),
        ("32", True, True),
        ("}", True, True),
        ("too", True, False),
        ("plain", False, False),
    ]


def test_nothing_stands_around_a_line() -> None:
    line = scan("5")
    assert [line.at[n].text for n in (-2, -1, 0, 1, 2)] == ["", "", "5", "", ""]


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_is_scanned(text: str) -> None:
    line = scan(text)
    for found in line.quantities:
        assert 0 <= found.first < found.last <= len(line.tokens)
        assert all(isinstance(n, str) or math.isfinite(n) for n in found.numbers)


PIECES = [
    "8",
    "1e-5",
    " to ",
    "-",
    "–",
    " or ",
    ", ",
    "(",
    ")",
    "[",
    "]",
    "±",
    "%",
    " of ",
    "k",
    "x",
    "^",
    "$",
    "`",
    "≤ ",
    "about ",
    "never ",
    "1/3",
    " mm",
    "万",
    "到",
]


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_heap_of_pieces_is_scanned(text: str) -> None:
    for found in scan(text).quantities:
        assert all(isinstance(n, str) or math.isfinite(n) for n in found.numbers)


@pytest.mark.parametrize(
    "piece", ["8 or ", "1 (", "[1,", "$", "`", "1e-", "3-", "not ", "~", "2**", "5 [", "1/", "a of "]
)
def test_twice_the_text_takes_about_twice_the_time(piece: str) -> None:
    def cost(length: int) -> float:
        text = piece * (length // len(piece))
        times = []
        for _ in range(3):
            start = time.process_time()
            scan(text)
            times.append(time.process_time() - start)
        return min(times)

    assert cost(16000) < 3.2 * cost(8000) + 0.02
