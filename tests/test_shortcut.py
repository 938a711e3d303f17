"""The short way from Markdown to HTML gives what the parser gives, or nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flashgen import compose
from flashgen.render import Shelf, _cloze_braces, _cloze_marks, long, render, render_cloze, short

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("notes")
    (folder / "a.png").write_bytes(b"picture")
    return Shelf(folder)


def check(text: str, shelf: Shelf) -> bool:
    """Whether the short way reads a text; it must not read it differently: HTML, media and remarks."""
    as_line = short(text, shelf, line=True)
    assert as_line is None or as_line == long(text, shelf, line=True), text
    quick = short(text, shelf)
    assert quick is None or quick == long(text, shelf), text
    return quick is not None


COMMON = [
    "words, with: all sorts (of) 'marks' – and \"quotes\"!",
    "a **b** and *c* and `d_e` and **`f`**",
    "snake_case_name and 5 * 3",
    "**bold**, *slanted*; (**both**) [0, 1] R&D a < b > c = d",
    "$E = mc^2$ and $a_1$",
    "$5 for one",
    "[web](https://a.bc/d-e/f_g.html) and [note](other.md), [here](a/b.md)",
    "![a picture](a.png)",
    "![none](b.png) there",
    "one\ntwo\n\nthree",
    "- a\n- **b**\n- `c`",
    "text\n- a\n  - b\n  - c\n- d\n\nmore",
    "1. a\n2. b\n   1. c\n\nend",
    "text\n\n- a\n- **b**\n\n- c\n  d\n\n\n- e\n\nend",
    "1. a\n\n2. b\n\n- c",
    "3) c\n4) d",
    "> a quote\n> of *two* lines\n\nafter",
    "| a | b |\n| --- | :-: |\n| 1 | `x` |\n| 2 |",
    "| a |\n|---|",
    'text\n\n```python\ndef f():\n    return "<a>"\n```\n\nmore',
    "```\nplain & <simple>\n```",
    "text\n\n$$\nx = \\frac{a}{b}\n$$\n\nmore",
    "$$x$$",
    "~5 and ^",
    "10 apples\n2.5 mm",
    "#5 is alive, -3 to +4",
    "{braces} | pipes",
]


@pytest.mark.parametrize("text", COMMON)
def test_the_common_forms_take_the_short_way(text: str, shelf: Shelf) -> None:
    assert check(text, shelf)


TRAPS = [
    "$\\href{a}{b}$", "$\\style{a}{b} c$", "> 1M", "- 5 °C", "# of layers", "3.", "2019. A year", "US$5 to US$10", "a$x$b", "$x$ and $y",
    "***", "a  \nb", "a\\\nb", "*a* *b", "**a*", "x*y*z", "_a_", "__a__", "a_ b_", "`a``b`", "``a`b``", "$a$5", "5$a$",
    "$a$ is 5", "²$a$", "$a$²", "$ a $", "$}$", "$a{$", "[a]: b", "[a]\n\n[a]: https://b.c", "a[^1]\n\n[^1]: note", "[[a]]",
    "^[a]", "a^b^ c~d~", "~~a~~", "==a==", "&amp; &#65;", "<b>a</b>", "<https://a.b>", "a <b", "a < b \"c\"",
    "![a](a.png) < b", "| a |\n|:--|\n| < |", "a\xa0< \"b\"", "---", "a\n---", "a\n===", "# a", "- ", "-", "- a\n\n- b",
    "- a\n\n  b", "- a\nlazy", "- [ ] a", "- [x] a", "- a\n* b", "- a\n\n* b", "1. a\n- b", "2. a\n\n2. b", "a\n2. b",
    "> a\nlazy", "> [!note] a", ">a", "> - a", "a\n| b |\n|---|", "a | b\n--- | ---", "| a | b |\n|---|", "| a \\| b |\n|---|",
    "|a|\n|-|\n|b", "|\n|", "a\n: b", "a\n\n: b", "a\n~ b", "```a b\nc\n```", "```\na", "````\na\n````", "```\n````\n```",
    "```\n  ```\n```", "$$\na", "$$\na\n\nb\n$$", "a\n$$\nb\n$$", "$$a$$ b", "$$ $$", "$$\n$$", "$$ a $$ (b)", "    a", "\ta", " a",
    "a\tb", "0. a", "01. a", "1.a", "1)", "1.", "12345678901. a", "[a](b \"c\")", "[a](<b>)", "[a](javascript:b)", "[a](A.B)",
    "[a](http://A.b)", "[a](//b)", "![a](//b.png)", "!\\[a]", "a![b](c.png)d", "**a[ b** c](x)", "**a~b**,**c~d**", "\ue000a",
    "*a `b* c`", "*a $b* c$", "`a $b` c$", "$a `b$ c`", "[a `b](c) d`", "a *b\n\nc* d", "*a\nb*", "`a\nb`", "$a\nb$",
    "- a\n  - b\n    - c\n      - d", "- a\n   b", "- a\n  > b", "- a\n  ```\n  b\n  ```", "-  a", "\u3000a", "a\u3000", "a\u2028b",
    "\x85a", "$\x85a$", "*\u2009a*", "“*a*”", "a*“b”*c", "*a*“", "°*a*", "<!-- a -->", "<?a", "<a\nb>", "a\n<div>\nb", "{{c1::a}}",
    "- a\n\n- b\n  - c", "- a\n  - b\n\n- c", "1. a\n\n2) b", "- a\n\n- [ ] b", "- a\n\n- b\n\n  c", "- a\n\n- b\n\n\tc", "- a\n \n- b",
]  # fmt: skip


@pytest.mark.parametrize("text", TRAPS)
def test_what_looks_common_is_read_alike(text: str, shelf: Shelf) -> None:
    check(text, shelf)
    check(f"before\n\n{text}\n\nafter", shelf)
    check(f"- {text}", shelf)
    check(f"x {text} y", shelf)


def fixtures() -> list[str]:
    """Every piece of Markdown in the cases of facts, the whole notes and the documentation."""
    files = [
        *HERE.glob("facts/*.md"),
        *HERE.glob("classes/*.md"),
        *HERE.parent.glob("*/*.md"),
        *HERE.parent.glob("cards/*/*.md"),
    ]
    found: dict[str, None] = {}
    for file in files:
        text = file.read_text(encoding="utf-8")
        for piece in (*text.split("\n\n"), *text.split("\n.\n"), *text.split("\n"), *re.split(r"\n#+ .*\n", text)):
            found[piece] = None
            found[re.sub(r"^\s*(?:[-*]|\d+\.) ", "", piece)] = None
    return list(found)


def test_the_notes_of_this_project_are_read_alike(shelf: Shelf) -> None:
    short = sum(check(text, shelf) for text in fixtures())
    assert short > 1_000


SIGNS = st.sampled_from(
    "a b c. the **bold** *em* `code` $x^2$ $ ` * ** _ __ ~ ~~ ^ == = < > & &amp; [ ] ( ) ! | { } \\ # : :: - + 1. 2) "
    "[a](b.md) [a](https://b.c/d) ![a](a.png) ![](x) {{c1:: }} é ß “ ” – ² 5 0 \" ' [x] [^1] $$ ``` > , ; / \xa0 \u3000".split(" ")
)  # fmt: skip
LINES = st.lists(st.one_of(SIGNS, SIGNS, st.just(" ")), min_size=1, max_size=12).map("".join)
STARTS = st.sampled_from(
    [
        "",
        "",
        "",
        "",
        "- ",
        "- ",
        "* ",
        "  - ",
        "    ",
        "  ",
        "1. ",
        "2. ",
        "   1. ",
        "> ",
        ">",
        "| ",
        "```",
        "```py",
        "$$",
        "# ",
        ": ",
    ]
)
TEXTS = st.lists(
    st.one_of(
        st.tuples(STARTS, LINES).map("".join),
        st.sampled_from(["", "", "```", "$$", "---", "| a | b |", "|---|---|", "| 1 | 2 |", "===", ": b"]),
    ),
    min_size=1,
    max_size=7,
).map("\n".join)


@settings(max_examples=1_500, deadline=None)
@given(TEXTS)
def test_any_text_is_read_alike(text: str) -> None:
    check(text, Shelf(Path("/nowhere")))


ITEMS = st.lists(
    st.tuples(
        st.sampled_from(["- ", "- ", "- ", "* ", "1. ", "2. ", "1) "]),
        st.sampled_from(["a", "**b**", "`c` $x$", "d\n  e", "f\n  - g", "h\n  *i*", "[j](k.md)", ">"]),
        st.sampled_from(["\n", "\n", "\n\n", "\n\n", "\n\n\n", "\n \n", "\n\n  more\n", "\n\nwords\n\n"]),
    ).map("".join),
    min_size=2,
    max_size=6,
).map("".join)


@settings(max_examples=1_000, deadline=None)
@given(ITEMS)
def test_any_list_is_read_alike(text: str) -> None:
    check(text, Shelf(Path("/nowhere")))
    check(f"words\n\n{text.rstrip()}", Shelf(Path("/nowhere")))


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=40))
def test_any_characters_are_read_alike(text: str) -> None:
    check(text.replace("\x00", ""), Shelf(Path("/nowhere")))


CLOZES = st.lists(
    st.one_of(
        SIGNS,
        st.just(" "),
        st.sampled_from(["{{c1::a}}", "{{c2::b c::hint}}", "{{c1::", "}}", "::", "{{", "{{c3::**d**}}"]),
    ),
    min_size=1,
    max_size=12,
).map("".join)


@settings(max_examples=1_000, deadline=None)
@given(CLOZES)
@example("{{c1::a}} and **{{c2::b}}** in `{{c3::c}}`")
@example("$x {{c1::a}}$")
@example("{{C1::a}} {{c01::b}} {{c0::c}}")
@example("{{c1::a}}*}}*")
@example("{{c1::a}}*(x)* {{c2::*(b)*}} *“c”*{{c3::d}}")
def test_clozes_are_read_alike(text: str) -> None:
    shelf = Shelf(Path("/nowhere"))
    made = long(_cloze_marks(text), shelf)
    assert render_cloze(text, shelf).html == _cloze_braces(made.html), text


PIECES = [
    "{{c1::",
    "{{c2::",
    "{{c12::",
    "{{c0::",
    "{{c",
    "}}",
    "}",
    ":",
    "::",
    "a",
    "b c",
    "  ",
    "<b>",
    "&amp;",
    "\n",
    "*x*",
]


@settings(max_examples=1_000, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "{", "É", "hint"]), min_size=1, max_size=9).map("".join))
@example("{{c1::a}} {{c1::*b*}} {{c2::c}}")
@example("{{c1::a}} {{c2::b::hint}}")
def test_plain_deletions_are_found_as_others_are(text: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compose, "_PLAIN_DELETION", re.compile(r"(?!)()()"))  # none is
        found = compose.deletions(text)
    assert compose.deletions(text) == found


def test_media_and_remarks_are_the_same(shelf: Shelf) -> None:
    made = render("![a](a.png) and ![b](b.png)", shelf)
    assert [m.name[-4:] for m in made.media] == [".png"]
    assert [p.code for p in made.problems] == ["FG410"]
