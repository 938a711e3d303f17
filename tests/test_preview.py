"""The preview's page in a real browser, and its server: what it shows, what it refuses."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import signal
import subprocess
import sys
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
COLLISION = """() => {
  const bad = [];
  for (const svg of document.querySelectorAll("#device .fg-svg")) {
    const box = svg.getBoundingClientRect(), texts = [...svg.querySelectorAll("text")].map((t) => [t.textContent, t.getBoundingClientRect()]);
    texts.forEach(([words, r], n) => {
      if (r.left < box.left - 1 || r.right > box.right + 1 || r.bottom > box.bottom + 1 || r.top < box.top - 3) bad.push("outside: " + words);
      if (r.height < 10) bad.push("too small: " + words);
      for (const [other, o] of texts.slice(0, n)) if (r.left < o.right - 0.5 && o.left < r.right - 0.5 && r.top + 3 < o.bottom - 3 && o.top + 3 < r.bottom - 3) bad.push(`${words} over ${other}`);
    });
  }
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
        assert page.evaluate(COLLISION) == [], where
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
def test_a_font_twice_as_large_still_fits_a_phone(browser: Any, whole_page: Path) -> None:
    """Cards are set in rem and em: they grow with the system's font, and nothing runs out of a phone's screen."""
    page = opened(browser, whole_page.as_uri(), 400)
    before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('#holder .fg-q')).fontSize)")
    page.add_style_tag(content=":root { font-size: 32px; } #device { width: 360px; }")
    after = page.evaluate("parseFloat(getComputedStyle(document.querySelector('#holder .fg-q')).fontSize)")
    assert after == pytest.approx(2 * before)
    for index in range(0, page.evaluate("document.querySelectorAll('#list a').length"), 3):
        page.evaluate(f"document.querySelectorAll('#list a')[{index}].click()")
        page.keyboard.press("Space")
        assert page.evaluate(OVERFLOW) == [], page.text_content("#place")
    page.close()


@needs_browser
@pytest.mark.browser
def test_text_runs_the_way_its_script_does(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text(
        "---\nlang: ar\n---\nمعدل التعلم 1e-5 to 1e-3 #hyperparameter\n\nWhat is it? :: مرحبا\n", encoding="utf-8"
    )
    target = tmp_path / "page.html"
    target.write_text(preview.page(build([tmp_path], load(tmp_path)[0], now=1).notes, (), title="x"), encoding="utf-8")
    page = opened(browser, target.as_uri(), 400)

    def direction(what: str) -> str:
        return str(page.evaluate(f"getComputedStyle(document.querySelector('#holder {what}')).direction"))

    page.keyboard.press("Space")
    assert direction(".fg") == "rtl"
    assert direction(".fg-q") == "rtl"
    assert direction(".fg-a") == "ltr"
    assert direction(".fg-source") == "ltr"
    page.keyboard.press("j")
    page.keyboard.press("Space")
    assert direction(".fg-q") == "ltr"
    assert direction(".fg-a") == "rtl"
    page.close()


@needs_browser
@pytest.mark.browser
@pytest.mark.parametrize(
    "formula",
    [
        r"\ce{H2O}",
        r"\cancel{x}",
        r"\bbox[yellow]{x}",
        r"\color{red}{x}",
        r"\boldsymbol{x}",
        r"\mathclap{x}",
        r"\bra{x}",
    ],
)
def test_mathjax_knows_what_ankis_does(browser: Any, tmp_path: Path, formula: str) -> None:
    (tmp_path / "n.md").write_text(f"a :: ${formula}$ and $$5\n", encoding="utf-8")
    target = tmp_path / "page.html"
    target.write_text(preview.page(build([tmp_path], load(tmp_path)[0], now=1).notes, (), title="x"), encoding="utf-8")
    page = opened(browser, target.as_uri())
    page.keyboard.press("Space")
    page.wait_for_selector("#holder mjx-container svg", timeout=5000)
    assert page.evaluate("document.querySelectorAll('#holder mjx-container').length") == 1
    assert "$$5" in page.text_content("#holder .fg-a")
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
    page.click("#all")  # a button that was clicked does not keep the keyboard
    assert page.evaluate("document.querySelectorAll('#device .card').length") == 2
    page.keyboard.press("n")
    page.keyboard.press("w")
    assert page.evaluate("document.body.className") == "both night wide"
    assert page.evaluate("document.querySelector('#device').offsetWidth") > 800
    page.keyboard.press("a")
    page.focus("#night")
    page.keyboard.press("Space")  # a button that has it is pressed
    assert page.evaluate("document.body.className") == "wide"
    assert page.faults == []
    page.close()


@needs_browser
@pytest.mark.browser
def test_remarks_stand_beside_their_lines(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a :: b\n\n![](none.png) :: c\n\nQ: alone\n", encoding="utf-8")
    (tmp_path / "only-wrong.md").write_text("nothing here #scale\n", encoding="utf-8")
    target = tmp_path / "page.html"
    made = build([tmp_path], load(tmp_path)[0], now=1)
    target.write_text(preview.page(made.notes, made.diagnostics, title="x"), encoding="utf-8")
    page = opened(browser, target.as_uri())
    assert page.text_content("#remarks h2") == "Elsewhere in a.md"
    page.click("#list a .sign")
    assert page.text_content("#remarks h2") == "This card"
    assert page.text_content("#remarks .remark .number") == "3"
    assert page.text_content("#remarks .remark mark") == "none.png"
    page.keyboard.press("r")
    assert page.evaluate("[...document.querySelectorAll('#remarks h2')].map((h) => h.textContent)") == [
        "a.md",
        "only-wrong.md",
    ]
    assert page.is_hidden("#device")
    page.click("#remarks .where a")
    assert page.is_visible("#device")
    assert page.text_content("#place").endswith("a.md:3")
    page.close()


@needs_browser
@pytest.mark.browser
def test_every_card_of_the_list_is_printed(browser: Any, whole_page: Path) -> None:
    page = opened(browser, whole_page.as_uri())
    page.select_option("#kind", "formula")
    count = page.evaluate("document.querySelectorAll('#list a').length")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate("document.querySelectorAll('#sheet .card').length") == count > 3
    assert page.evaluate("document.querySelectorAll('#sheet mjx-container').length") > 3
    assert page.is_hidden("main")
    assert page.is_visible("#sheet .card")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.querySelectorAll('#sheet .card').length") == 0
    page.emulate_media(media="screen")
    assert page.pdf()[:5] == b"%PDF-"
    page.close()


@needs_browser
@pytest.mark.browser
def test_a_page_to_keep_works_with_no_network(browser: Any, whole_page: Path) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(whole_page.as_uri())
    page.wait_for_selector("#list a")
    page.fill("#search", "hooke")
    page.keyboard.press("Escape")
    page.keyboard.press("Space")
    page.wait_for_selector("#holder mjx-container svg")
    assert [url for url in asked if not url.startswith(("data:", whole_page.as_uri()))] == []
    context.close()


@needs_browser
@pytest.mark.browser
@pytest.mark.slow
def test_ten_thousand_cards_stay_quick(browser: Any, tmp_path: Path) -> None:
    for n in range(20):
        lines = [f"---\nclass: C{n % 5}\n---\n"]
        lines += [
            f"question {n}-{i}? :: the **answer** $x_{{{i}}}$\n\nterm{n}x{i}: the force of a tool per unit area, in Pa #def\n\n"
            for i in range(125)
        ]
        (tmp_path / f"n{n}.md").write_text("".join(lines), encoding="utf-8")
    target = tmp_path / "page.html"
    made = build([tmp_path], load(tmp_path)[0], now=1)
    assert sum(len(n.cards) for n in made.notes) >= 10_000
    target.write_text(preview.page(made.notes, made.diagnostics, title="x"), encoding="utf-8")
    page = opened(browser, target.as_uri())
    assert page.evaluate("document.querySelectorAll('#list a').length") >= 10_000

    def quickest(action: str) -> float:
        """Milliseconds from a key to the next picture, the best of five: other work on the machine does not count."""
        return min(
            page.evaluate(
                f"async () => {{ const start = performance.now(); {action}; await new Promise((done) => requestAnimationFrame(() => setTimeout(done))); return performance.now() - start; }}"
            )
            for _ in range(5)
        )

    key = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '%s', bubbles: true}))"
    assert quickest(key % "j") < 300
    assert quickest(key % " ") < 300
    page.fill("#search", "7-99?")
    page.wait_for_selector("#place:has-text('of 2 ')", timeout=10_000)
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


@needs_browser
@pytest.mark.browser
def test_a_saved_picture_reloads_too(browser: Any, live: tuple[Path, int]) -> None:
    note, port = live
    (note.parent / "x.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8"
    )
    note.write_text("a :: ![](x.svg)\n", encoding="utf-8")
    page = opened(browser, f"http://127.0.0.1:{port}/")
    page.keyboard.press("a")
    page.wait_for_selector("#device img", timeout=10_000)
    before = page.get_attribute("#device img", "src")
    time.sleep(0.1)
    (note.parent / "x.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>', encoding="utf-8"
    )
    page.wait_for_selector(f"#device img:not([src='{before}'])", timeout=10_000)
    page.wait_for_timeout(300)
    assert page.evaluate("document.querySelector('#device img').naturalWidth") == 8
    page.close()


@needs_browser
@pytest.mark.browser
def test_a_build_that_fails_leaves_the_preview_standing(browser: Any, tmp_path: Path) -> None:
    state: dict[str, Any] = {"stamp": 0, "error": None}
    (tmp_path / "n.md").write_text("a :: b\n", encoding="utf-8")

    def make() -> Any:
        if state["error"]:
            raise state["error"]
        made = build([tmp_path], load(tmp_path)[0], now=1)
        return made.notes, made.diagnostics

    shown = Preview("Notes", make, lambda: state["stamp"])
    server = serve(shown)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Thread(target=shown.watch, args=(0.05,), daemon=True).start()
    try:
        page = opened(browser, f"http://127.0.0.1:{server.server_port}/")
        assert page.is_hidden("#trouble")
        state.update(error=OSError("the disk is full"), stamp=1)
        page.wait_for_selector("#trouble:has-text('the disk is full')", timeout=10_000)
        assert page.text_content("#holder .fg-q").strip() == "a"
        (tmp_path / "n.md").write_text("mended :: b\n", encoding="utf-8")
        state.update(error=None, stamp=2)
        page.wait_for_selector("#holder .fg-q:has-text('mended')", timeout=10_000)
        assert page.is_hidden("#trouble")
        shown.close()
        server.shutdown()
        server.server_close()
        page.wait_for_selector("#trouble:has-text('has ended')", timeout=10_000)
        page.close()
    finally:
        shown.close()
        server.shutdown()


def test_ctrl_c_ends_the_command(tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text("a :: b\n", encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "flashgen", "preview", str(tmp_path), "--no-open"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )  # fmt: skip
    assert running.stdout is not None
    address = running.stdout.readline().split()[0]
    port = int(address.rsplit(":", 1)[1].strip("/"))
    assert asked(port, "/") == 200
    waiting = http.client.HTTPConnection("127.0.0.1", port)
    waiting.request("GET", "/changes?since=1")  # a page that waits for changes does not hold it up
    time.sleep(0.3)
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=10) == 0
    assert "Traceback" not in running.communicate()[1]


def test_settings_are_read_again(tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text("a :: b\n", encoding="utf-8")
    settings = tmp_path / "flashgen.yaml"
    settings.write_text("deck: Old\nnotes: .\n", encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "flashgen", "preview", str(tmp_path), "--no-open"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert running.stdout is not None
        port = int(running.stdout.readline().split()[0].rsplit(":", 1)[1].strip("/"))

        def shown(since: int) -> dict[str, Any]:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", f"/changes?since={since}")
            answer: dict[str, Any] = json.loads(connection.getresponse().read())
            return answer

        assert shown(0)["cards"][0]["deck"].startswith("Old")
        settings.write_text("deck: Newer\nnotes: .\n", encoding="utf-8")
        assert shown(1)["cards"][0]["deck"].startswith("Newer")
        settings.write_text("deck: [\n", encoding="utf-8")
        broken = shown(2)
        assert "flashgen.yaml:" in broken["trouble"]
        assert broken["cards"][0]["deck"].startswith("Newer")
    finally:
        running.kill()
        running.wait()


def test_a_picture_opened_by_itself_runs_nothing(live: tuple[Path, int]) -> None:
    note, port = live
    (note.parent / "x.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", encoding="utf-8"
    )
    note.write_text("a :: ![](x.svg)\n", encoding="utf-8")
    deadline = time.monotonic() + 10
    name = ""
    while not name and time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/changes?since=0")
        found = re.search(r"media/(fg-[^\\\"]+)", connection.getresponse().read().decode())
        name = found[1] if found else ""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", f"/media/{name}")
    answer = connection.getresponse()
    assert answer.status == 200
    assert "sandbox" in (answer.getheader("Content-Security-Policy") or "")


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
