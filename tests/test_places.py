"""Whatever surrounds a block, its span points at its text; nothing that is parsed takes more than linear time."""

from __future__ import annotations

import gc
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from flashgen.config import Config
from flashgen.parse import parse
from flashgen.read import decode
from flashgen.source import Source
from flashgen.structure import Line, Node, scan

PIECES = st.sampled_from(
    [
        "prose here",
        "日本語のメモ",
        "שלום עולם",
        "- item",
        "  - child",
        "\ttab",
        "> quote",
        "```",
        "~~~",
        "$$",
        "| a | b |",
        "|---|---|",
        "# Head #def",
        "## x #steps",
        "a: b #def",
        "c = d #acronym #x",
        "Q: q",
        "A: a",
        "x :: y",
        "==m== n",
        "{{c1::z}}",
        "---",
        "",
        "",
        "1. one",
        "<!-- c -->",
        "#quantity",
        "é combining e\u0301",
        "C: is [it]",
        "?",
        "#skip",
        "- t #hparam",
        "text\u2028sep",
        "^id",
        "[ ] box",
        "***",
        "\\(x\\)",
        "`code",
        "<div>",
    ]
)
NOTES = st.lists(PIECES, max_size=14)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@settings(max_examples=400, deadline=None)
@given(NOTES, ENDS, st.booleans(), st.booleans())
@example(["1. one", "?", "a: b #def", "#quantity", "\ttab"], "\n", False, False)
def test_every_place_points_at_its_character(lines: list[str], end: str, bom: bool, final: bool) -> None:
    data = (end.join(lines) + (end if final else "")).encode("utf-8-sig" if bom else "utf-8")
    source, problems = decode(data, "n.md")
    assert problems == []
    assert source.text.split("\n")[: len(lines)] == lines or lines == []
    document, _ = parse(source, Config(labels=True))
    for block in document.blocks:
        pieces = [
            (block.text, block.places),
            *((p.text, p.places) for p in block.parts),
            *((i.text, i.places) for i in block.items),
        ]
        for text, places in pieces:
            for offset, char in enumerate(text):
                if char == "\n":
                    continue
                index = max(n for n, p in enumerate(places) if p[0] <= offset)
                start, line, column = places[index]
                there = source.line(line)[column - 1 + offset - start : column + offset - start]
                part_of_a_tab = char == " " and there == "\t"
                assert there in (char, "") or part_of_a_tab, (text, offset)
        assert 1 <= block.line <= block.end_line <= len(lines) + 1


@settings(max_examples=200, deadline=None)
@given(NOTES, NOTES, NOTES)
def test_the_span_of_a_fact_points_at_its_line(before: list[str], inside: list[str], after: list[str]) -> None:
    quiet = [line for line in before if line.startswith(("prose", "日", "ש", "#", "a:", "c ="))]
    text = "\n".join([*quiet, "", "the probe: words #def", "", *after])
    document, _ = parse(Source("n.md", text), Config())
    probe = [b for b in document.blocks if b.text == "the probe: words"]
    if any("#skip" in line for line in quiet):
        return
    assert [(b.line, b.span(0).column) for b in probe][:1] == [(len(quiet) + 2, 1)]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_parser(text: str) -> None:
    source, _ = decode(text.encode("utf-8", "replace"), "n.md")
    parse(source, Config(labels=True))


# -------------------------------------------------------------------------- beside markdown-it

_STRUCTURE = st.lists(
    st.sampled_from(
        [
            "text",
            "more text",
            "",
            "",
            "- a",
            "- b",
            "  c",
            "    d",
            "1. x",
            "```",
            "~~~",
            "> q",
            "# H",
            "## I",
            "---",
            "* s",
            "  - n",
            "***",
            "1) y",
        ]
    ),
    max_size=12,
)


def _ours(nodes: list[Node], out: set[tuple[str, int]]) -> set[tuple[str, int]]:
    for node in nodes:
        if node.type in ("heading", "fence", "rule", "quote"):
            out.add((node.type, node.line))
        for item in node.items or ():
            out.add(("item", item.lines[0].number))
            _ours(item.nodes, out)
    return out


def _theirs(text: str) -> set[tuple[str, int]]:
    names = {
        "heading_open": "heading",
        "fence": "fence",
        "hr": "rule",
        "blockquote_open": "quote",
        "list_item_open": "item",
    }
    out, quotes = set(), 0
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type in names and token.map and quotes == 0:
            out.add((names[token.type], token.map[0] + 1))
        quotes += (token.type == "blockquote_open") - (token.type == "blockquote_close")
    return out


@settings(max_examples=500, deadline=None)
@given(_STRUCTURE)
def test_the_structure_is_that_of_commonmark(lines: list[str]) -> None:
    text = "\n".join(lines)
    ours = _ours(scan([Line(t, n, 1) for n, t in enumerate(lines, 1)]), set())
    assert ours == _theirs(text)


# -------------------------------------------------------------------------- time


def _seconds(text: str) -> float:
    gc.collect()
    gc.disable()  # looking through all that the other tests left behind is not the parser's time
    try:
        start = time.process_time()
        parse(Source("n.md", text), Config(labels=True))
        return time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "*",
        "`",
        "$",
        "#a ",
        "> ",
        "> > > ",
        " :: ",
        "{{c1::",
        "==",
        "- ",
        "1. ",
        "|",
        "| a ",
        "<!--",
        "<a ",
        "\\(",
        "![",
        "](",
        "# ",
        "Q: a\n",
        "Q: a\nA: b\n",
        "- - ",
        "  - a\n",
        "``` \n",
        "$$\n",
        "a #def ",
        "#a/",
        "(#a",
        "?\n",
        "[#a](",
        "^a ",
        "| a |\n|---|\n",
        "- a\n\n",
        "``",
        "\\",
        "<",
        "_",
        "~~~\n",
        "\t- x\n",
        "{{c1::a}}",
    ],
)
def test_four_times_the_input_takes_about_four_times_the_time(piece: str) -> None:
    """What grows with the square takes sixteen times as long; between the two lies what a busy machine adds."""
    small, large = (piece * n for n in (4_000, 16_000))
    assert any(_seconds(large) / max(_seconds(small), 0.002) < 9 for _ in range(5))
