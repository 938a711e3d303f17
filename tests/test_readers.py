"""The readers of facts meet any text at all: they raise nothing but ``FactError``, say only what stands in the text,
and take time in proportion to it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashgen.document import Block, Document, Front
from flashgen.extract import extract
from flashgen.grammar.wording import quotes, sentences, veil
from flashgen.notes import Extracted

KINDS = ("cloze", "definition", "formula", "list", "comparison", "acronym", "why")
PIECES = st.sampled_from(
    (
        "stress",
        "σ",
        "$E = \\sigma/\\varepsilon$",
        "**",
        "*",
        "`x`",
        ":",
        " – ",
        "(",
        ")",
        "[",
        "]",
        "is",
        "called",
        "vs",
        "because",
        "so that",
        "in Pa",
        "=",
        ",",
        ";",
        ".",
        "\n",
        " ",
        "{{c1::",
        "}}",
        "==",
        "i.e.",
        "→",
        "1",
        "the",
        "unlike",
        "是",
        "とは",
        "\\(",
        "\\)",
        "$",
        "stands for",
        "LoRA",
        "(MBS)",
        "http://a.b/c",
        "](",
        "<b>",
        "?",
        "why",
    )
)
TEXTS = st.one_of(
    st.text(max_size=120), st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES, max_size=25).map("".join)
)


def block(kind: str, text: str, scope: str = "own") -> Block:
    return Block(kind, text, ((0, 1, 1),), "note.md", 1, 1, scope, "C:" if kind == "cloze" else kind)  # type: ignore[arg-type]


def facts(kind: str, text: str, scope: str = "own") -> list[Extracted]:
    found, remarks = extract(Document("note.md", Front(), (block(kind, text, scope),)))
    assert all(remark.message and remark.hint for remark in remarks)
    return found


@pytest.mark.parametrize("kind", KINDS)
@given(text=TEXTS, scope=st.sampled_from(("own", "section")))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_facts_or_a_remark(kind: str, text: str, scope: str) -> None:
    for extracted in facts(kind, text, scope):
        assert extracted.fact.fields()
        for sketch in extracted.fact.sketches(extracted.block):
            assert sketch.key


@pytest.mark.parametrize("kind", ["definition", "acronym", "why"])
@given(text=TEXTS)
@settings(max_examples=150, deadline=None)
def test_what_is_read_stands_in_the_text(kind: str, text: str) -> None:
    said = set(re.findall(r"\w", text))
    for extracted in facts(kind, text):
        for value in extracted.fact.fields().values():
            assert set(re.findall(r"\w", str(value or ""))) <= said


@given(text=TEXTS)
def test_a_veiled_text_keeps_its_places(text: str) -> None:
    hidden = veil(text)
    assert len(hidden) == len(text)
    assert all(0 <= q.start < q.end <= len(text) for q in quotes(text))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in sentences(text))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "**a",
        "$a ",
        "(",
        "a: ",
        "a, ",
        "; a",
        " is a",
        "==",
        "[",
        "`",
        "{{c1::",
        " vs ",
        "a = ",
        "-> ",
        " because",
        "\\(",
        "a\n",
        ". A",
        "\t",
        " the",
        "A",
        " so ",
        "是",
        " called ",
    ],
)
def test_time_grows_with_the_text_alone(kind: str, piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        facts(kind, text, "section")
        facts(kind, text)
        return time.process_time() - start

    assert seconds(1_900) < 2
    small, large = seconds(8_000), seconds(64_000)
    assert large < 0.3 or large < 30 * max(small, 0.002)
