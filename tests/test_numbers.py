"""The readers of numbers: no text makes them raise anything but ``FactError``, and no number is invented."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashgen.document import Block
from flashgen.facts import hyperparameter, quantity, scale
from flashgen.notes import Extracted, FactError

READERS = (hyperparameter.read, quantity.read, scale.read)


def block(text: str, scope: str = "own", headings: tuple[str, ...] = ()) -> Block:
    return Block("any", text, ((0, 1, 1),), "note.md", 1, 1 + text.count("\n"), scope, headings=headings)  # type: ignore[arg-type]


def facts(text: str, scope: str = "own", headings: tuple[str, ...] = ()) -> Iterator[Extracted]:
    """What all the readers of numbers find in a text; their remarks are left out."""
    for read in READERS:
        try:
            yield from read(block(text, scope, headings))
        except FactError as remark:
            explained(remark, text)


def explained(remark: FactError, text: str) -> None:
    """A remark has its code, its hint and a place in the text."""
    assert remark.code.startswith("FG2")
    assert remark.hint
    assert 0 <= remark.at <= len(text)


def numbers(found: Extracted) -> Iterator[float]:
    """The JSON numbers of a fact."""

    def walk(value: object) -> Iterator[float]:
        if isinstance(value, dict):
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                yield from walk(inner)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield value

    yield from walk(found.fact.fields())


WORDS = [
    "learning rate", "batch size", "epochs", "steps", "is", "usually", "at least", "up to", "of", "for", "LoRA", "between", "and", "or",
    "to", "from", "never", "8", "16", "0.5", "1e-4", "10%", "3-5", "100k", "1M", "±0.2 mm", "2x", "the rank", "(", ")", ":", ",", ";", ".",
    "=", "-", "–", "→", "`r`", "$\\alpha$", "**", "\n", "| a | b |", "#", "not", "if", "determined by", "VRAM", "学习率", "为", "到", "trillions",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join), st.sampled_from(["own", "section"]))
@settings(max_examples=600, deadline=None)
def test_readers_raise_nothing_but_remarks(text: str, scope: str) -> None:
    for found in facts(text, scope, ("Batch size",)):
        assert found.block.text
        assert found.fact.sketches(found.block)


@given(st.text(max_size=60), st.sampled_from(["own", "section"]))
@settings(max_examples=300, deadline=None)
def test_readers_bear_any_text(text: str, scope: str) -> None:
    list(facts(text, scope))


@given(st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join))
@settings(max_examples=400, deadline=None)
def test_every_number_stands_in_the_text(text: str) -> None:
    suffixes = [k * 10.0 ** (12 * n) for k in (1, 1e3, 1e6) for n in range(text.count("trillions") + 1)]
    written = {float(n) for n in re.findall(r"\d+(?:\.\d+)?(?:e-?\d+)?", text)}
    shared = tuple(10.0 ** int(e) for e in re.findall(r"e(-?\d+)", text))  # "5-8e-5": the exponent is both numbers'
    written = {n * factor for n in written | {1.0} for factor in (*suffixes, *shared)}
    for found in facts(text):
        for value in numbers(found):
            assert any(abs(abs(value) - n) <= 1e-9 * max(abs(value), n) for n in written), (value, text)


POSITIVE = [
    ("batch size 8 or 16", "batch size"),
    ("3 epochs are enough", "epochs"),
    ("use at most 4 workers", "workers"),
    ("draft angle: 1-2°", "draft angle"),
    ("`top_k`: 40", "`top_k`"),
    ("keep the temperature under 80 °C", "temperature"),
    ("The usual range for top-p is 0.9–0.95.", "top-p"),
    ("never exceed 0.5 mm stepdown in steel", "stepdown"),
    ("weight decay = 0.1 (large), 0.01 (small)", "weight decay"),
    ("die Schnitttiefe sollte höchstens 2 mm betragen", "Schnitttiefe"),
    ("la taille de lot est souvent 32 ou 64", "taille de lot"),
    ("la velocidad de corte va de 100 a 200 m/min", "velocidad de corte"),
    ("o dropout fica entre 0,1 e 0,5", "dropout"),
    ("il tasso di apprendimento è di solito 0,001", "tasso di apprendimento"),
    ("öğrenme oranı genellikle 0,001 ile 0,01 arasında", "öğrenme oranı"),
    ("学习率一般设为1e-4到1e-3", "学习率"),
    ("バッチサイズは32から128が一般的", "バッチサイズ"),
    ("학습률은 보통 1e-5에서 5e-5", "학습률"),
]


@pytest.mark.parametrize(("line", "name"), POSITIVE)
def test_a_setting_is_found_in_a_section(line: str, name: str) -> None:
    assert {e.fact.fields()["name"] for e in hyperparameter.read(block(line, "section"))} == {name}


PROSE = [
    "We trained for 4 epochs and reached 91% accuracy.",
    "The learning rate was 1e-4 in our run.",
    "I used a batch size of 32 yesterday",
    "Batch size 64 gave 2x faster training",
    "increasing the batch size from 32 to 64 halved the time",
    "tanh ranges from -1 to 1",
    "dropout was introduced in 2014",
    "1 inch = 25.4 mm",
    "the cutter costs $45",
    "buy 2 boxes of 1/8'' endmills",
    "Figure 2: learning rate and loss",
    "if the temperature exceeds 300 °C, the part warps",
    "For example, with a batch size of 4 we see 40 samples",
    "this lecture was 90 minutes long",
    "Last updated: 2024-05-01",
    "my dataset has 5000 images",
    "Rule 1: never change two settings at once",
    "it's 5x larger than the baseline learning rate",
    "see section 4.2 for the learning rate",
    "convolution output: (W - F + 2P)/S + 1 = 55",
    "He spent 3 weeks tuning the learning rate",
    "the loss dropped to 0.3 at step 2000",
    "no learning rate works for all models",
]


@pytest.mark.parametrize("line", PROSE)
def test_prose_in_a_section_is_passed_over(line: str) -> None:
    assert [e.fact.fields() for read in (hyperparameter.read, scale.read) for e in read(block(line, "section"))] == []


def test_the_wording_of_each_fact_is_its_own() -> None:
    text = "learning rate 2e-5, batch size 16 and 3 epochs"
    assert [e.block.text for e in hyperparameter.read(block(text))] == [
        "learning rate 2e-5",
        "batch size 16",
        "3 epochs",
    ]


def test_a_remark_points_at_the_number() -> None:
    with pytest.raises(FactError) as caught:
        list(hyperparameter.read(block("it is usually 1e-4")))
    assert (caught.value.at, caught.value.end) == (14, 18)


@pytest.mark.parametrize(
    "piece", ["8 or ", "1 (", "`", "learning rate 1e-4 (x), ", "0 < x ", "if 3, ", "a: 3, ", "→ 3k x (", "的3到"]
)
def test_twice_the_text_takes_about_twice_the_time(piece: str) -> None:
    def cost(length: int) -> float:
        text = piece * (length // len(piece))
        times = []
        for _ in range(2):
            start = time.process_time()
            list(facts(text, "section"))
            times.append(time.process_time() - start)
        return min(times)

    assert cost(12000) < 3.2 * cost(6000) + 0.05
