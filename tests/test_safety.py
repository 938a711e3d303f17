"""Safety, in a real browser: hostile notes run nothing, load nothing and change no page, on cards and in the preview."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flashgen.compose import language
from flashgen.config import Config, load
from flashgen.outputs import preview
from flashgen.pipeline import Build, build
from tests.test_preview import ARGUMENTS, CHROMIUM, needs_browser
from tests.vectors import MATH, PLACES, VECTORS

HOST = "http://card.test/"
RAN = "window.ran = 0; for (const f of ['alert', 'confirm', 'prompt']) window[f] = () => { window.ran += 1; };"
UNSAFE = """() => {
  const bad = [], own = document.querySelectorAll(".fg *");
  const never = /^(script|style|iframe|frame|object|embed|applet|form|button|select|textarea|base|meta|link|template|portal|math|foreignobject|use|animate|set|image|audio|video|source|marquee|xmp|noscript|title)$/i;
  for (const el of own) {
    if (never.test(el.localName) && !el.closest("mjx-container, .fg-svg") ) bad.push(el.outerHTML.slice(0, 200));
    for (const a of el.attributes) {
      if (/^on/i.test(a.name) || (/^(href|src|xlink:href|action|formaction|data|poster|background|srcset|ping)$/i.test(a.name) && !/^(https?:|mailto:|obsidian:|vscode:|fg-|data:image|#)/i.test(a.value))) bad.push(`${a.name}=${a.value}`.slice(0, 200));
      if (a.name === "style" && (!el.closest("mjx-container") || /url|expression|:\\s*fixed/i.test(a.value))) bad.push(`style=${a.value}`);
    }
  }
  return bad;
}"""


def hostile(folder: Path, vectors: list[str] = VECTORS) -> Build:
    """Notes with every vector in every place, in names of files and folders, and in front matter."""
    for n, vector in enumerate(vectors):
        name = re.sub(r"[/\\\x00-\x1f]", "", vector)[:80]
        place = folder / (name if n % 3 == 0 else "plain")
        place.mkdir(exist_ok=True, parents=True)
        known = {"class": vector, "context": vector, "deck": f"D{n} {vector}", "tags": [vector], "lang": vector}
        key = list(known)[n % len(known)]
        parts = [p.replace("{n}", f"{n}-{i}").replace("{v}", vector) for i, p in enumerate(PLACES)]
        text = f"---\n{key}: {json.dumps(known[key])}\n---\n# {vector}\n\n" + "\n\n---\n\n".join(parts) + "\n"
        (place / f"{n} {name}.md").write_text(text, encoding="utf-8")
    return build([folder], Config(root=folder, notes="."), now=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def sides(made: Build) -> list[str]:
    return [side for note in made.notes for o in note.cards for side in preview.sides(note, o)]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


def visited(chromium: Any, page_html: str) -> tuple[Any, list[str]]:
    """A page that serves this HTML under an http address, with every other request noted and refused."""
    page = chromium.new_page()
    asked: list[str] = []

    def answer(route: Any) -> None:
        if route.request.url == f"{HOST}mathjax.js":
            route.fulfill(path=preview.HERE / "mathjax-tex-svg-full.js", content_type="text/javascript")
        elif route.request.url == HOST:
            route.fulfill(body=page_html, content_type="text/html; charset=utf-8")
        else:
            asked.append(route.request.url)
            route.abort()

    page.route("**/*", answer)
    page.add_init_script(RAN)
    page.goto(HOST)
    page.wait_for_timeout(500)
    return page, asked


def document(parts: list[str]) -> str:
    return f"<!DOCTYPE html><html><body class=card>{''.join(f'<section>{p}</section>' for p in parts)}</body></html>"


def test_the_vectors_reach_the_cards(made: Build, sides: list[str]) -> None:
    """The notes are read: what is tested below is not an empty deck."""
    assert len(set(VECTORS)) >= 190
    assert len(made.notes) > 4 * len(VECTORS)
    assert {n.draft.kind for n in made.notes} >= {
        "qa", "cloze", "table", "definition", "formula", "hyperparameter", "scale", "steps", "comparison", "why",
    } - {"steps"}  # fmt: skip
    assert sum("alert(1)" in side for side in sides) > 1000


@needs_browser
@pytest.mark.browser
def test_the_vectors_run_where_nothing_stops_them(chromium: Any) -> None:
    """The control: as they are, many run and load, so the silence below means something."""
    page, asked = visited(
        chromium, document([f"<div>{v}</div>" for v in VECTORS if not v.startswith(("<plain", "<!--"))])
    )
    assert page.evaluate("window.ran") > 5
    assert any("evil.test" in url for url in asked)
    page.close()


@needs_browser
@pytest.mark.browser
def test_no_card_runs_or_loads_anything(chromium: Any, sides: list[str]) -> None:
    """As a web view shows them: each card parsed as a page, with no policy to help."""
    for start in range(0, len(sides), 1500):
        page, asked = visited(chromium, document(sides[start : start + 1500]))
        assert page.evaluate(UNSAFE) == []
        assert page.evaluate("document.querySelectorAll('section').length") == len(sides[start : start + 1500])
        page.evaluate(
            """() => { for (const el of document.querySelectorAll(".fg *")) for (const name of ["mouseover", "mouseenter", "focus", "pointerenter", "toggle", "animationstart"])
                 el.dispatchEvent(new Event(name, {bubbles: true})); }"""
        )
        page.wait_for_timeout(200)
        assert page.evaluate("window.ran") == 0
        assert asked == []
        page.close()


_MATHJAX = """<script>MathJax = {tex: {displayMath: [["\\\\[", "\\\\]"]]}, startup: {typeset: false}, options: {enableMenu: false}};</script><script src="mathjax.js"></script>"""


@needs_browser
@pytest.mark.browser
@pytest.mark.parametrize("calm", [False, True], ids=["control", "cards"])
def test_no_formula_brings_a_link_a_style_or_a_handler(chromium: Any, tmp_path: Path, calm: bool) -> None:
    """What MathJax makes of the cards; the control shows what it makes of the formulas as they were written."""
    made = hostile(tmp_path, MATH)
    parts = [s for note in made.notes for o in note.cards for s in preview.sides(note, o) if "\\(" in s or "\\[" in s]
    if not calm:
        parts = [f'<div class="fg">\\({v.strip("$")}\\)</div>' for v in MATH if v.startswith("$") and "<" not in v]
    assert len(parts) > (300 if calm else 8)
    page, asked = visited(chromium, document(parts).replace("<body", f"<head>{_MATHJAX}</head><body"))
    page.evaluate("MathJax.typesetPromise()")
    page.wait_for_function("document.querySelector('mjx-container')")
    page.wait_for_timeout(500)
    assert page.evaluate("document.querySelectorAll('mjx-container').length") >= len(parts) // 2
    assert bool(page.evaluate(UNSAFE)) is not calm
    if calm:
        assert asked in ([], [f"{HOST}mathjax.js"])
        assert page.evaluate("window.ran") == 0
    page.close()


@needs_browser
@pytest.mark.browser
def test_the_preview_runs_and_loads_nothing_of_the_notes(chromium: Any, made: Build) -> None:
    page, asked = visited(chromium, preview.page(made.notes, made.diagnostics, title=VECTORS[0]))
    page.evaluate(
        "document.addEventListener('securitypolicyviolation', (e) => (window.broken = window.broken || []).push(e.blockedURI + e.sample))"
    )
    page.keyboard.press("a")  # both sides
    count = page.evaluate("document.querySelectorAll('#list a').length")
    assert count > 1000
    step = max(1, count // 700)
    for start in range(0, count, step * 50):
        faults = page.evaluate(
            f"""async () => {{ const found = []; const rows = document.querySelectorAll('#list a');
              for (let i = {start}; i < Math.min({start + step * 50}, rows.length); i += {step}) {{
                rows[i].click(); found.push(...({UNSAFE})());
                await new Promise((done) => setTimeout(done));
              }} return found; }}"""
        )
        assert faults == []
    page.keyboard.press("r")
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") == 0
    assert page.evaluate("window.broken || []") == []
    assert asked == []
    page.close()


@needs_browser
@pytest.mark.browser
def test_even_what_slips_through_is_dead_in_the_preview(chromium: Any, tmp_path: Path) -> None:
    """The page's policy, by itself: a handler or a script put into a card does not run, and loads nothing."""
    (tmp_path / "n.md").write_text("a :: b\n", encoding="utf-8")
    made = build([tmp_path], Config(root=tmp_path, notes="."), now=1)
    text = preview.page(made.notes, (), title="x")
    slipped = json.dumps(
        "<img src=x onerror=alert(1)><img src=http://evil.test/x.png><iframe srcdoc='<script>parent.alert(1)</script>'></iframe>"
    )
    page, asked = visited(chromium, text)
    page.evaluate(f"document.getElementById('holder').innerHTML = {slipped}")
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") == 0
    assert [url for url in asked if "evil" in url] == []
    page.close()


# -------------------------------------------------------------------------- what stands in attributes


def test_the_language_of_a_note_can_not_leave_its_attribute(tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text("---\nlang: '\"><img src=x onerror=alert(1)>'\n---\na :: b\n", encoding="utf-8")
    (note,) = build([tmp_path], Config(root=tmp_path, notes="."), now=1).notes
    assert '<div class="fg" lang="">' in preview.sides(note, 0)[0]
    assert [language(name) for name in ("de", "pt_BR", "zh-Hant-TW", "x", "en us", "")] == [
        "de", "pt-BR", "zh-Hant-TW", "", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "editor",
    ["javascript:alert('{path}')", "JavaScript://%0aalert(1)//{path}", "data:text/html,{path}", "no scheme {path}"],
)
def test_an_editor_is_an_address_that_runs_nothing(tmp_path: Path, editor: str) -> None:
    (tmp_path / "flashgen.yaml").write_text(f"editor: {json.dumps(editor)}\n", encoding="utf-8")
    config, problems = load(tmp_path)
    assert [p.code for p in problems] == ["FG052"]
    assert config.editor == ""


@pytest.mark.parametrize(
    ("editor", "vault", "href"),
    [
        (
            "obsidian",
            "My Vault & more",
            "obsidian://open?vault=My%20Vault%20%26%20more&amp;file=a%20b/n%23%3F%26%22%C3%A9",
        ),
        ("obsidian", "", "obsidian://open?path={root}/a%20b/n%23%3F%26%22%C3%A9.md"),
        ("vscode", "", "vscode://file{root}/a%20b/n%23%3F%26%22%C3%A9.md:3"),
        ("idea://open?file={path}&line={line}", "", "idea://open?file={root}/a%20b/n%23%3F%26%22%C3%A9.md&amp;line=3"),
    ],
)
def test_the_link_to_a_note_survives_any_file_name(tmp_path: Path, editor: str, vault: str, href: str) -> None:
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b" / 'n#?&"é.md').write_text("\n\na :: b\n", encoding="utf-8")
    config = Config(root=tmp_path, notes="somewhere else", editor=editor, vault=vault)
    (note,) = build([tmp_path], config, now=1).notes
    back = preview.sides(note, 0)[1]
    assert f'<a href="{href.replace("{root}", str(tmp_path.resolve()))}">a b/n#?&amp;&quot;é.md:3</a>' in back
