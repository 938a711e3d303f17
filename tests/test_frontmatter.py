"""Front matter: the quick way for plain lines says what YAML says, and nothing in it can do harm."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from flashgen.frontmatter import _simple, read_front

WORDS = st.text(alphabet="abcXé ï-_./()0159:#[],'\"!&*yesnotrue", max_size=14)
LINES = st.builds("{}: {}".format, st.sampled_from(["class", "tags", "date", "x"]), WORDS)
LISTS = st.builds(lambda words: f"tags: [{', '.join(words)}]", st.lists(WORDS, max_size=3))
DATES = st.dates().map(lambda day: f"date: {day.isoformat()}")


@settings(max_examples=600, deadline=None)
@given(st.lists(LINES | LISTS | DATES, min_size=1, max_size=4))
def test_the_quick_way_says_what_yaml_says(body: list[str]) -> None:
    quick = _simple(body)
    if quick is not None:
        assert quick == yaml.safe_load("\n".join(body))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("a: " + "[" * 100_000, "FG012"),
        ("- " * 5_000 + "x", "FG012"),
        ("a: &a [x]\nb: [" + "*a, " * 50 + "]", "FG012"),
        ("\n".join(" " * n + "a:" for n in range(100)), "FG012"),
        ("class: Lab: part 2", "FG011"),
        ("x: !!python/object:os.system y", "FG011"),
        ("date: 2026-02-30", "FG011"),
        ("tags: {a: 1}", "FG013"),
        ("flashgen: maybe", "FG013"),
    ],
)
def test_what_can_not_be_used_is_a_remark(body: str, code: str) -> None:
    _, problems = read_front(["---", *body.split("\n"), "---"], "n.md")
    assert [problem.code for problem in problems] == [code]


def test_our_keys_survive_a_mistake_in_another_line() -> None:
    front, problems = read_front(["---", "class: Lab", "title: {{title}}: x", "---"], "n.md")
    assert (front.class_name, [p.code for p in problems]) == ("Lab", ["FG011"])


def test_tags_are_written_as_a_list_or_as_words() -> None:
    for written in ("tags: [a, b/c]", "tags: a, b/c", "tags:\n- a\n- '#b/c'"):
        assert read_front(["---", *written.split("\n"), "---"], "n.md")[0].tags == ("a", "b::c")
