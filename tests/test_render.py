"""Markdown to the HTML that Anki shows: every construct, nothing unsafe."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashgen.render import Shelf, footnotes, plain, render, render_cloze
from flashgen.render.shortcut import unbalanced

SHELF = Shelf(Path("/nowhere"))


def made(text: str) -> str:
    return render(text, SHELF).html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain words", "plain words"),
        ("a **b** *c* `d<e>`", "a <strong>b</strong> <em>c</em> <code>d&lt;e&gt;</code>"),
        ("$a<b$ and $$c$$", "\\(a&lt;b\\) and \\[c\\]"),
        ("\\(x\\) and \\[y\\]", "\\(x\\) and \\[y\\]"),
        ("cost $5 and $6", "cost $5 and $6"),
        ("$x$ lies between 0 and 1", "\\(x\\) lies between 0 and 1"),
        ("$x$ costs $5, $y$ costs $6", "\\(x\\) costs $5, \\(y\\) costs $6"),
        ("$$x$$ and $$5", "\\[x\\] and $$5"),
        ("US$5 to US$10", "US$5 to US$10"),
        ("\\$x\\$ and a$x$b", "$x$ and a\\(x\\)b"),
        ("a \\\\(b\\\\) c", "a \\<span></span>(b\\) c"),
        ("~~gone~~ H~2~O x^2^ ==mark==", "<s>gone</s> H<sub>2</sub>O x<sup>2</sup> <mark>mark</mark>"),
        ("[[Note|its text]] and [[folder/Other]]", "its text and Other"),
        ("[[folder/Note#Part#Sub]], [[#Part]], [[Note.md#^id]]", "Note › Part › Sub, Part, Note"),
        ("![[Other note]] and ![[Other.md#Part]]", "Other note and Other"),
        ("[web](https://a.b) [note](other.md)", '<a href="https://a.b">web</a> <a>note</a>'),
        ("![far](https://a.b/c.png)", '<a href="https://a.b/c.png">far</a>'),
        ("a < b & c", "a &lt; b &amp; c"),
        ("1 * 2 * 3", "1 * 2 * 3"),
        ("snake_case_name", "snake_case_name"),
    ],
)
def test_one_line(text: str, html: str) -> None:
    assert made(text) == html


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("- a\n  - b\n    - c", ["<ul>\n<li>a\n<ul>\n<li>b\n<ul>"]),
        ("- [x] done\n- [ ] open\n- plain", ["task-list-item", 'type="checkbox"', "checked", "<li>plain</li>"]),
        ("| a | b | c |\n|--|--:|:-:|\n| 1 | 2 | 3 |", ['<td align="right">2</td>', '<td align="center">3</td>']),
        ("```{.python title=x}\nx = 1\n```", ['<span class="mi">1</span>']),
        ("~~~\nplain <b>\n~~~", ["plain &lt;b&gt;"]),
        ("    four = spaces", ["<code>four = spaces</code>"]),
        ("1. a\n\n   ```\n   code\n   ```\n2. b", ["<ol>\n<li>\n<p>a</p>\n<pre", "<code>code</code>", "<p>b</p>"]),
        ("x\n\n---\n\ny", ["<hr />"]),
        ("a  \nb", ["a<br />\nb"]),
        ("> [!warning]\n> Hot.", ['<div class="fg-callout-title">Warning</div>\n<p>Hot.</p>']),
        (
            "> [!note]- **Folded** title",
            ['<div class="fg-callout-title"><strong>Folded</strong> title</div>\n</blockquote>'],
        ),
        ("> [!info] T\n> one\n>\n> two", ['title">T</div>\n<p>one</p>\n<p>two</p>']),
        ("> not [!a] callout", ["<blockquote>\n<p>not [!a] callout"]),
        ("| a | b |\n|--|--|\n| 1 | `x|y` |", ["<table>", "<th>a</th>", "<td>1</td>"]),
        ("```python\ndef f(): pass\n```", ['<pre class="fg-code">', '<span class="k">def</span>']),
        ("```nolanguage\n<b>\n```", ["&lt;b&gt;"]),
        ("Term\n: what it is", ["<dt>Term</dt>", "<dd>what it is</dd>"]),
        ("a[^1]\n\n[^1]: foot", ["a<sup>1</sup>", '<div class="fg-notes"><ol>\n<li><p>foot</p>']),
        ("> [!tip] Title\n> body", ['class="fg-callout fg-callout-tip"', "Title", "body"]),
        ("$$\nx = \\frac{a}{b}\n$$", ["\\[x = \\frac{a}{b}\\]"]),
    ],
)
def test_blocks(text: str, parts: list[str]) -> None:
    html = made(text)
    assert [part for part in parts if part not in html] == [], html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("> 1M", "&gt; 1M"),
        ("- 5 °C", "- 5 °C"),
        ("+ 3 %", "+ 3 %"),
        ("> $5", "&gt; $5"),
        ("1914.", "1914."),
        ("1914. The war begins", "1914. The war begins"),
        ("> ~10 samples", "&gt; ~10 samples"),
    ],
)
def test_an_amount_is_no_quotation_and_a_year_no_list(text: str, html: str) -> None:
    assert made(text) == html


def test_a_name_is_words_whatever_it_begins_with() -> None:
    """The names and values of facts are one line of words; an answer to a question may be a list or a heading."""
    for text, html in (
        ("# of layers", "# of layers"),
        ("- minus", "- minus"),
        ("> 5 *and* more", "&gt; 5 <em>and</em> more"),
    ):
        assert render(text, SHELF, line=True).html == html
    assert made("- only one") == "<ul>\n<li>only one</li>\n</ul>"
    assert made("> said so").startswith("<blockquote>")
    assert "<ul>" in render("- a\n- b", SHELF, line=True).html


def test_a_card_brings_along_the_footnotes_it_refers_to() -> None:
    note = "see[^1] and[^n]\n\n[^1]: the **first**\n  goes on\n[^n]: the $n$th\n\n[^unused]: not wanted\n"
    shelf = Shelf(Path("/nowhere"), text=note)
    assert footnotes(note) == {"1": "the **first**\n  goes on", "n": "the $n$th", "unused": "not wanted"}
    html = render("back[^n]", shelf).html
    assert html == '<p>back<sup>1</sup></p>\n<div class="fg-notes"><ol>\n<li><p>the \\(n\\)th</p>\n</li>\n</ol></div>'
    assert "<strong>first</strong>" in render("a[^1]", shelf).html
    assert render("no[^other]", shelf).html == "no[^other]"
    assert "<script" not in render("x[^1]", Shelf(Path("/nowhere"), text="[^1]: <script>alert(1)</script>")).html


# -------------------------------------------------------------------------- clozes


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a {{c1::b}} c", "a {{c1::b}} c"),
        ("{{c1::b::a hint}}", "{{c1::b::a hint}}"),
        ("{{c1::$x^{2^{3}}$}}", "{{c1::\\(x^{2^{3} }\\)}}"),
        ("{{c2::std::vector::type}}", "{{c2::std:&#58;vector::type}}"),
        ("{{c1::`a::b`}}", "{{c1::<code>a:&#58;b</code>}}"),
        ("{{c1::outer {{c2::inner}} end}}", "{{c1::outer {{c2::inner}} end}}"),
        ("{{c1::**bold**}} & x", "{{c1::<strong>bold</strong>}} &amp; x"),
        ("{{c1::open", "{{c1::open}}"),
    ],
)
def test_deletions_survive_what_is_in_them(text: str, html: str) -> None:
    assert render_cloze(text, SHELF).html == html


# -------------------------------------------------------------------------- safety

XSS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "![x](javascript:alert(1))",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<style>@import 'http://x'</style>",
    "<link rel=stylesheet href=http://x>",
    "<meta http-equiv=refresh content=0>",
    "<base href=javascript:alert(1)//>",
    "<div style='background:url(javascript:alert(1))'>",
    "<b onmouseover=alert(1)>x</b>",
    "<img src='x' onerror='alert(1)'//>",
    "<<script>script>alert(1)<</script>/script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    '"><script>alert(1)</script>',
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "$<script>alert(1)</script>$",
    "$$</p><img src=x onerror=alert(1)>$$",
    "[a]: javascript:alert(1)\n[a]",
    "<javascript:alert(1)>",
    '![[x.png" onerror="alert(1)]]',
    "[[x|<img src=x onerror=alert(1)>]]",
    "> [!<script>] x",
    "==<script>alert(1)</script>==",
    "<img srcset='x 1x' src=http://evil/x.png>",
    "<audio src=http://evil/x.mp3 autoplay>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "{{c1::<script>alert(1)</script>}}",
]
_BAD = re.compile(
    r"<(?:script|style|iframe|object|embed|form|svg|math|link|meta|base|template|body|audio|video|noscript)\b|<[^>]*\son\w+\s*=|<[^>]*(?:href|src|action|data)\s*=\s*[\"']?\s*(?:javascript|vbscript|data):"
    r"|<[^>]*\sstyle\s*=|<img[^>]*src=\"?(?!fg-)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("text", XSS)
def test_nothing_that_runs_reaches_a_card(text: str) -> None:
    for html in (
        made(text),
        made(f"words **bold** {text} and `code`"),
        made(f"- a\n- {text}"),
        render_cloze(f"{{{{c1::{text}}}}}", SHELF).html,
    ):
        assert _BAD.search(html) is None, html


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"<>ab \"'=/()[]!`*$\\{}:#&;\n", "script", "onerror=", "javascript:", "img src="]), max_size=40
    )
)
def test_no_text_makes_unsafe_html(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert _BAD.search(made(text)) is None


# -------------------------------------------------------------------------- media


def test_media_is_named_by_its_content_and_stays_in_the_folder(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    (notes / "a" / "img").mkdir(parents=True)
    (notes / "b" / "img").mkdir(parents=True)
    (notes / "a" / "img" / "x.png").write_bytes(b"one")
    (notes / "b" / "img" / "x.png").write_bytes(b"two")
    (tmp_path / "secret.png").write_bytes(b"secret")
    (notes / "a" / "link.png").symlink_to(tmp_path / "secret.png")
    (notes / "tone.mp3").write_bytes(b"sound")
    names = []
    for folder in "ab":
        rendered = render("![alt text](img/x.png)", Shelf(notes, folder))
        assert [m.path for m in rendered.media] == [str((notes / folder / "img" / "x.png").resolve())]
        assert f'<img src="{rendered.media[0].name}" alt="alt text">' in rendered.html
        names.append(rendered.media[0].name)
    assert len(set(names)) == 2
    assert render("![[x.png|300]]", Shelf(notes)).html.endswith('width="300">')
    assert "[sound:fg-" in render("![](tone.mp3)", Shelf(notes)).html
    for text, code in (
        ("![](../../secret.png)", "FG411"),
        ("![](link.png)", "FG411"),
        (f"![]({tmp_path}/secret.png)", "FG410"),
        ("![](none.png)", "FG410"),
    ):
        rendered = render(text, Shelf(notes, "a"))
        assert not rendered.media, text
        assert [p.code for p in rendered.problems] in ([code], ["FG411"]), text


@pytest.mark.parametrize(
    "written",
    [
        "![](img/a%20b%20%C3%BC.png)",
        "![](<img/a b ü.png>)",
        "![[a b ü.png]]",
        "![[img/a b ü.png|300]]",
        "![[A B Ü.PNG]]",
        "![](./img/a%20b%20ü.png 'title')",
        "![](/img/a%20b%20ü.png)",
        "![](img\\\\a%20b%20ü.png)",
        '<img src="img/a b ü.png" width=300>',
    ],
)
def test_a_picture_is_found_however_its_path_is_written(tmp_path: Path, written: str) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "a b ü.png").write_bytes(b"picture")
    rendered = render(written, Shelf(tmp_path))
    assert [Path(m.path).name for m in rendered.media] == ["a b ü.png"], rendered.problems
    assert rendered.problems == ()
    assert f'src="{rendered.media[0].name}"' in rendered.html


def test_media_that_can_not_be_shown_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("big.png", (2 << 20) + 1), ("huge.png", (20 << 20) + 1)):
        with (tmp_path / name).open("wb") as handle:
            handle.truncate(size)
    for name in ("slides.pdf", "folder.png/x", "film.mp4", "tone.opus"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    shelf = Shelf(tmp_path)

    def said(text: str) -> list[tuple[str, str]]:
        return [(p.code, p.severity) for p in render(text, shelf).problems]

    assert said("![](big.png)") == [("FG414", "warning")]
    assert said("![](huge.png)") == [("FG412", "error")]
    assert said("![](slides.pdf)") == [("FG413", "warning")]
    assert said("![](folder.png)") == [("FG410", "error")]
    assert said("![](data:image/png;base64,AAAA)") == [("FG413", "warning")]
    assert said("<img src='none.png'>") == [("FG410", "error")]
    assert said("![[film.mp4]] ![[tone.opus]]") == []
    assert render("![[film.mp4]]", shelf).html.startswith("[sound:fg-")

    def unreadable(*_: object, **__: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "locked.png").write_bytes(b"x")
    monkeypatch.setattr("builtins.open", unreadable)
    assert said("![](locked.png)") == [("FG410", "error")]


def test_remote_images_only_when_asked() -> None:
    assert "<img" not in made("![a](https://x.y/z.png)")
    assert (
        '<img src="https://x.y/z.png"'
        in render("![a](https://x.y/z.png)", Shelf(Path("/nowhere"), allow_remote=True)).html
    )
    written = '<img src="https://x.y/z.png" srcset="https://x.y/w.png 2x" onerror=alert(1) width=30>'
    assert made(written) == '<a href="https://x.y/z.png">https://x.y/z.png</a>'
    asked = render(written, Shelf(Path("/nowhere"), allow_remote=True)).html
    assert asked == '<img src="https://x.y/z.png" width="30">'
    assert (
        "<img" not in render("![a](ftp://x.y/z.png) ![a](//x.y/z.png)", Shelf(Path("/nowhere"), allow_remote=True)).html
    )


@pytest.mark.parametrize(
    ("math", "wrong"), [("x^{2}", False), ("\\{a", False), ("x^{2", True), ("a}", True), ("\\frac{a}{b}}", True)]
)
def test_braces_of_math_are_checked(math: str, wrong: bool) -> None:
    assert bool(unbalanced(math)) is wrong
    assert bool(render(f"${math}$ x", SHELF).problems) is wrong


def test_plain_text_of_html() -> None:
    assert plain("a <b>b</b>&amp;c<br>d") == "a b &c d"
