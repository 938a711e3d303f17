"""What has to hold for any input, an area each: bytes in; nothing, or an exception that is a finding.

The coverage-guided fuzzer (``python -m tests.fuzz``) and the suite (``tests/test_fuzz.py``) ask the same.
"""

from __future__ import annotations

import math
import re
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flashgen import config as configuration
from flashgen import ledger as ledgers
from flashgen import notetypes
from flashgen.compose import compose, deletions
from flashgen.config import Config
from flashgen.diagnostics import Diagnostic
from flashgen.document import Block
from flashgen.extract import extract
from flashgen.facts import KINDS, custom
from flashgen.frontmatter import read_front
from flashgen.grammar.quantity import scan
from flashgen.identify import identify
from flashgen.notes import Draft, FactError
from flashgen.parse import parse
from flashgen.read import decode
from flashgen.render import Shelf, long, plain, render, render_cloze, short
from flashgen.source import Source, Span

UNSAFE = re.compile(
    r"<(?:script|style|iframe|object|embed|form|svg|math|link|meta|base|template|body|video|noscript)\b"
    r"|<[^<>]*\son\w+\s*=|<[^<>]*(?:href|src|action|data)\s*=\s*[\"']?\s*(?:javascript|vbscript|data):",
    re.IGNORECASE,
)
LANGUAGES = ("", "en", "de", "fr", "es", "it", "pt", "nl", "pl", "zh", "ja", "ko", "ru")
NOWHERE = Path(__file__).parent / "no such folder"
LABELS = Config(labels=True, root=NOWHERE)
_TAGS = tuple(kind.name for kind in KINDS)


def text_of(data: bytes) -> str:
    """The text of a class note of these bytes."""
    return decode(data, "note.md")[0].text


def tags(data: bytes) -> None:
    """Reading and parsing: every place lies in the text, and points at the characters that were taken from there."""
    source, problems = decode(data, "note.md")
    document, found = parse(source, LABELS)
    lines = source.text.split("\n")
    for problem in (*problems, *found):
        _span_inside(problem.span, lines)
        assert problem.message
    for block in document.blocks:
        _block_inside(block, lines)


def _block_inside(block: Block, lines: list[str]) -> None:
    assert 1 <= block.line <= block.end_line <= len(lines), (block, len(lines))
    for at, line, column in block.places:
        assert 0 <= at <= len(block.text), block
        assert 1 <= line <= len(lines), block
        assert column <= len(lines[line - 1]) + 1, block
    if block.text:
        _span_inside(block.span(0, len(block.text)), lines)
    previous = (1, 1)
    for offset, sign in enumerate(block.text[:400]):
        if sign.isalnum():
            span = block.span(offset)
            assert lines[span.line - 1][span.column - 1 : span.column] == sign, (block, offset)
            assert (span.line, span.column) >= previous, (block, offset)
            previous = (span.line, span.column)


def _span_inside(span: Span, lines: list[str]) -> None:
    assert 1 <= span.line <= max(len(lines), 1), span
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1, span
    if span.end_line:
        assert span.line <= span.end_line <= len(lines), span
    if span.end_column:
        assert span.end_column <= len(lines[(span.end_line or span.line) - 1]) + 2, span


def quantities(data: bytes) -> None:
    """The scan for quantities: tokens are pieces of the text in order, quantities are ranges of them, numbers finite."""
    language = LANGUAGES[data[0] % len(LANGUAGES)] if data else ""
    text = text_of(data[1:])
    line = scan(text, language)
    before = 0
    for token in line.tokens:
        assert before <= token.start <= token.end <= len(text), token
        before = token.start
    for quantity in line.quantities:
        assert 0 <= quantity.first < quantity.last <= len(line.tokens)
        assert all(isinstance(n, str) or math.isfinite(n) for n in quantity.numbers)


def readers(data: bytes) -> None:
    """One reader asked to read any text: facts with fields and keys, or a ``FactError``; places in the text."""
    if len(data) < 2:
        return
    kind = KINDS[data[0] % len(KINDS)]
    scope: Any = ("own", "section")[data[1] & 1]
    text = text_of(data[2:]).strip()
    lines = text.split("\n")
    places, at = [], 0
    for number, row in enumerate(lines, 1):
        places.append((at, number, 1))
        at += len(row) + 1
    language = LANGUAGES[(data[1] >> 1) % len(LANGUAGES)]
    form = "C:" if kind.name == "cloze" else kind.name
    block = Block(kind.name, text, tuple(places), "note.md", 1, len(lines), scope, form, lang=language)
    try:
        found = list(kind.read(block))
    except FactError as error:
        for one in (error, *error.also):
            assert str(one)
            _span_inside((one.block or block).span(max(one.at, 0), one.end), lines)
        return
    for extracted in found:
        assert extracted.fact.fields()
        _block_inside(extracted.block, lines)
        for sketch in extracted.fact.sketches(extracted.block):
            assert sketch.key


def rendering(data: bytes) -> None:
    """Markdown to HTML: nothing in it runs, and both roads to it agree."""
    text = text_of(data)
    shelf = Shelf(NOWHERE)
    made = render(text, shelf).html
    assert UNSAFE.search(made) is None, made
    assert "\x1f" not in made
    cloze = render_cloze(text, shelf).html
    assert UNSAFE.search(cloze) is None, cloze
    deletions(cloze)
    plain(made)
    quick = short(text, shelf)
    assert quick is None or quick == long(text, shelf)


def ledger(data: bytes) -> None:
    """A ledger of any bytes: records that are written and read again the same, or a ``LedgerError``; then a build."""
    try:
        found = ledgers.parse(data)
    except ledgers.LedgerError as error:
        assert error.diagnostics  # noqa: PT017 -- no test of its own: the fuzzers call this
        try:
            found, _ = ledgers.repair(data)
        except ledgers.LedgerError:
            return
    again = ledgers.parse(ledgers.dump(found))
    assert again == found
    done = identify(_DRAFTS, found, now=1_700_000_000)
    assert ledgers.parse(ledgers.dump(done.ledger)) == done.ledger
    assert len({note.guid for note in done.notes}) == len(done.notes)


def _drafts(text: str) -> tuple[list[Draft], list[Diagnostic]]:
    document, _ = parse(Source("note.md", text), LABELS)
    facts, _ = extract(document)
    return compose(facts, NOWHERE, LABELS)


_DRAFTS = _drafts(
    "# Cells #class\n\nQ: a?\nA: b\n\nThe cell's ==membrane== holds it.\n\nStress: force per area #def\n"
)[0]


def settings(data: bytes) -> None:
    """Configuration and front matter of any text: settings and remarks."""
    text = text_of(data)
    made, problems = configuration.parse(text, NOWHERE / "flashgen.yaml")
    lines = text.split("\n")
    for problem in problems:
        _span_inside(problem.span, lines)
    custom.kinds(made)
    made.defaults_for("week-1/note.md")
    body = ["---", *(line for line in lines if line.rstrip() not in ("---", "...")), "---"]
    for problem in read_front(body, "note.md")[1]:
        _span_inside(problem.span, body)


def notes(data: bytes) -> None:
    """The whole road but the package: any note gives drafts and remarks whose places are in it."""
    source, _ = decode(data, "note.md")
    document, _ = parse(source, LABELS)
    facts, problems = extract(document)
    lines = source.text.split("\n")
    for fact in facts:
        _block_inside(fact.block, lines)
    drafts, found = compose(facts, NOWHERE, LABELS)
    for problem in (*problems, *found):
        _span_inside(problem.span, lines)
    done = identify(drafts, ledgers.Ledger(), now=1_700_000_000)
    for note in done.notes:
        assert len(note.fields) == len(notetypes.load(note.draft.notetype).fields)
        assert all(UNSAFE.search(f) is None or f.startswith("<svg") or "<svg" in f for f in note.fields), note.fields
        assert note.cards
    again = identify(drafts, ledgers.parse(ledgers.dump(done.ledger)), now=1_800_000_000)
    assert [n.guid for n in again.notes] == [n.guid for n in done.notes]


AREAS: dict[str, Callable[[bytes], None]] = {
    "tags": tags,
    "quantities": quantities,
    "readers": readers,
    "rendering": rendering,
    "ledger": ledger,
    "settings": settings,
    "notes": notes,
}


class SlowError(AssertionError):
    """An input that takes more time than its length allows."""


def timed(area: Callable[[bytes], None], data: bytes, slack: float = 1.0) -> None:
    """The area's property, and that its time grows with the input alone: of this, and now and then of it repeated."""
    start = time.process_time()
    area(data)
    spent = time.process_time() - start
    if spent > slack * (0.5 + 0.002 * len(data)):
        raise SlowError(f"{spent:.2f} s for {len(data)} bytes")
    if 8 <= len(data) <= 200 and zlib.crc32(data) % 256 == 0:
        grows(area, data)


def grows(area: Callable[[bytes], None], data: bytes) -> None:
    """That four times the input takes no more than nine times as long, in one of three tries."""
    head, body = (data[:2], data[2:]) if area in (readers, quantities) else (b"", data)
    small, large = (head + body * (size // len(body)) for size in (2_000, 8_000))
    worst = 0.0
    for _ in range(3):
        times = []
        for given in (small, large):
            start = time.process_time()
            try:
                area(given)
            except AssertionError:
                return  # found by the shorter inputs, too
            times.append(time.process_time() - start)
        worst = times[1] / max(times[0], 0.01)
        if worst < 9:
            return
    raise SlowError(f"four times the input takes {worst:.0f} times as long ({times[1]:.2f} s)")
