"""The preview's page in a real browser, and its server: what it shows, what it refuses."""

from __future__ import annotations

import http.client
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flashgen.config import load
from flashgen.outputs import preview
from flashgen.outputs.preview.server import Preview, serve
from flashgen.pipeline import build
from flashgen.read import find

CHROMIUM = next(
    (
        p
        for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        if (p := shutil.which(name))
    ),
    None,
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
HERE = Path(__file__).parent
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def whole_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example notes and every construct in one page to keep."""
    target = tmp_path_factory.mktemp("page") / "cards.html"
    notes, remarks = [], []
    for folder in (HERE.parent / "cards", HERE / "classes"):
        made = build([folder], load(folder)[0], now=1)
        notes += made.notes
        remarks += made.diagnostics
    target.write_text(preview.page(notes, remarks, title="Classes"), encoding="utf-8")
    return target


def opened(browser: Any, address: str, width: int = 1200) -> Any:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on(
        "request",
        lambda request: (
            page.faults.append(request.url) if not request.url.startswith((address.split("?")[0], "data:")) else None
        ),
    )
    page.goto(address)
    page.wait_for_selector("#list a")
    return page


CONTRAST = """() => {
  const lum = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const rgb = (s) => (s.match(/[\\d.]+/g) || []).map(Number);
  const bad = [];
  for (const el of document.querySelectorAll("#device *")) {
    const own = [...el.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || el.closest("mjx-container, script, style, title, .wide-ok")) continue;
    const style = getComputedStyle(el);
    const ink = rgb(el instanceof SVGElement ? style.fill : style.color);
    let at = el, paper = [0, 0, 0, 0];
    while (at && (paper.length < 3 || paper[3] === 0)) { paper = rgb(getComputedStyle(at).backgroundColor); at = at.parentElement; }
    const [a, b] = [lum(ink.slice(0, 3)), lum(paper.slice(0, 3))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) bad.push([el.className.baseVal || el.className || el.tagName, ratio.toFixed(2)].join(" "));
  }
  return bad;
}"""
OVERFLOW = """() => {
  const device = document.getElementById("device"), box = device.getBoundingClientRect(), bad = [];
  for (const el of device.querySelectorAll("*")) {
    if (el.closest("pre, table, mjx-container, svg")) continue;
    const r = el.getBoundingClientRect();
    if (r.width && (r.right > box.right + 1 || r.left < box.left - 1)) bad.push(el.className || el.tagName);
  }
  if (document.documentElement.scrollWidth > innerWidth + 1) bad.push("page");
  return bad;
}"""
BROKEN = "() => [...document.querySelectorAll('#device img')].filter((i) => i.complete && !i.naturalWidth).map((i) => i.src.slice(0, 60))"


@needs_browser
@pytest.mark.browser
@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("width", [360, 1200])
def test_every_card_is_legible(browser: Any, whole_page: Path, width: int, night: bool) -> None:
    page = opened(browser, whole_page.as_uri(), width)
    if night:
        page.keyboard.press("n")
    if width > 1000:
        page.keyboard.press("w")
    count = page.evaluate("document.querySelectorAll('#list a').length")
    assert count > 100
    seen = set()
    for index in range(count):
        page.evaluate(f"document.querySelectorAll('#list a')[{index}].click()")
        page.keyboard.press("Space")
        where = page.text_content("#place")
        kind = page.evaluate("document.querySelector('#holder .fg-q') ? 1 : 0")
        assert kind, where
        assert page.evaluate(OVERFLOW) == [], where
        assert page.evaluate(CONTRAST) == [], where
        assert page.evaluate(BROKEN) == [], where
        seen.add(where.split(" · ")[1])
    assert seen >= {
        "qa",
        "cloze",
        "hyperparameter",
        "scale",
        "definition",
        "formula",
        "quantity",
        "list",
        "comparison",
        "acronym",
        "why",
    }
    assert page.faults == []
    page.close()


@needs_browser
@pytest.mark.browser
def test_mathjax_sets_the_formulas(browser: Any, whole_page: Path) -> None:
    page = opened(browser, whole_page.as_uri())
    page.fill("#search", "hooke")
    page.keyboard.press("Escape")
    page.keyboard.press("Space")
    page.wait_for_selector("#holder mjx-container svg")
    assert page.evaluate("document.querySelectorAll('#holder mjx-merror, #holder [data-mjx-error]').length") == 0
    assert "\\(" not in page.text_content("#holder .fg-a")
    page.close()


@needs_browser
@pytest.mark.browser
def test_the_keyboard_search_and_filters_work(browser: Any, whole_page: Path) -> None:
    page = opened(browser, whole_page.as_uri())
    first = page.text_content("#place")
    page.keyboard.press("j")
    assert page.text_content("#place") != first
    page.keyboard.press("ArrowLeft")
    assert page.text_content("#place") == first
    front = page.inner_html("#holder")
    page.keyboard.press("Space")
    assert page.inner_html("#holder") != front
    page.keyboard.press("Space")
    assert page.inner_html("#holder") == front
    page.keyboard.press("/")
    page.keyboard.type("axolotl")
    assert page.evaluate("document.querySelectorAll('#list a').length") < 10
    page.fill("#search", "")
    page.select_option("#kind", "scale")
    assert " · scale · " in page.text_content("#place")
    page.select_option("#kind", "")
    page.select_option("#deck", "Classes::advanced machining")
    assert "advanced-machining/" in page.text_content("#place")
    page.close()


@pytest.fixture
def live(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    note = tmp_path / "note.md"
    note.write_text("a :: b\n\nc :: d\n", encoding="utf-8")
    config, _ = load(tmp_path)

    def make() -> Any:
        made = build([tmp_path], config, now=1)
        return made.notes, made.diagnostics

    shown = Preview("Notes", make, lambda: [(f.path, f.size, f.mtime_ns) for f in find(tmp_path, config, [])])
    server = serve(shown)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=shown.watch, args=(0.05,), daemon=True).start()
    yield note, server.server_port
    shown.close()
    server.shutdown()
    server.server_close()


@needs_browser
@pytest.mark.browser
def test_a_saved_note_reloads_and_keeps_its_place(browser: Any, live: tuple[Path, int]) -> None:
    note, port = live
    page = opened(browser, f"http://127.0.0.1:{port}/")
    page.keyboard.press("j")
    assert "note.md:3" in page.text_content("#place")
    time.sleep(0.1)
    note.write_text("a :: b\n\nnew :: first\n\nc :: d\n\nQ: alone\n", encoding="utf-8")
    page.wait_for_selector("#place:has-text('note.md:5')", timeout=10_000)
    assert page.text_content("#holder .fg-q").strip() == "c"
    assert "FG101" in page.text_content("#remarks")
    assert page.faults == []
    page.close()


def asked(port: int, path: str, **headers: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("GET", path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    return connection.getresponse().status


def test_requests_of_other_pages_are_refused(live: tuple[Path, int]) -> None:
    _, port = live
    assert asked(port, "/") == 200
    assert asked(port, "/", Origin=f"http://127.0.0.1:{port}") == 200
    assert asked(port, "/", Host=f"evil.example:{port}") == 403
    assert asked(port, "/", Host="127.0.0.1:1") == 403
    assert asked(port, "/changes?since=0", Origin="http://evil.example") == 403
    assert asked(port, "/changes?since=0", Sec_Fetch_Site="cross-site") == 403
    assert asked(port, "/media/../note.md") == 404
    assert asked(port, "/note.md") == 404
    assert asked(port, "/changes?since=x") == 200


def test_a_page_to_keep_asks_nothing_of_the_network(whole_page: Path) -> None:
    text = whole_page.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert "<link" not in text.split("<script>")[0]
