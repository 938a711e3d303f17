"""The cases in ``tests/facts/**/*.md``: class notes in, facts, Anki notes and remarks out.

A file of cases is prose with cases between. A case is a title and three parts, each closed by a line with a dot::

    a definition with symbol and unit
    .
    stress: internal force per unit area, σ = F/A, in Pa #definition
    .
    definition: {"term": "stress", "definition": "internal force per unit area", "symbol": "σ", "formula": "σ = F/A"}
    .

The title is the paragraph before the first dot, and the name of the test. The second part is a whole class note
(front matter, headings and all). The third lists, one a line,

- each fact in the order of the note: its kind and its fields as ``flashgen extract`` reports them, without those that
  are null or empty;
- then each remark: ``line:column: severity[code]: message``, and below it ``  = hint``.

When the middle dot is ``. notes`` the third part lists instead what is asked: one paragraph an Anki note, with the note
type and its filled fields.

``python -m tests.test_facts [FILE…]`` writes what flashgen reads today into the third parts. Read the diff as if a
colleague had written it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from flashgen.config import Config
from flashgen.diagnostics import Diagnostic
from flashgen.extract import extract
from flashgen.notes import Extracted
from flashgen.parse import parse
from flashgen.source import Source

FOLDER = Path(__file__).parent / "facts"


@dataclass(frozen=True)
class Case:
    file: str
    title: str
    markdown: str
    shows: str
    """Empty: facts and remarks; ``notes``: the Anki notes."""
    expected: str
    lines: tuple[int, int]
    """The lines of the file that hold what is expected, from 0."""


def cases(path: Path) -> Iterator[Case]:
    """The cases of a file, in order."""
    lines = path.read_text(encoding="utf-8").split("\n")
    at = 0
    while (dot := next((n for n in range(at, len(lines)) if lines[n] == "."), None)) is not None:
        title = dot
        while title > at and lines[title - 1].strip():
            title -= 1
        middle = next(n for n in range(dot + 1, len(lines)) if lines[n] in (".", ". notes"))
        end = next(n for n in range(middle + 1, len(lines)) if lines[n] == ".")
        yield Case(
            path.name,
            " ".join(lines[title:dot]),
            "\n".join(lines[dot + 1 : middle]) + "\n",
            lines[middle][2:],
            "\n".join(lines[middle + 1 : end]),
            (middle + 1, end),
        )
        at = end + 1


def read(markdown: str) -> tuple[list[Extracted], list[Diagnostic]]:
    """The facts and all remarks on a class note."""
    document, remarks = parse(Source("note.md", markdown), Config())
    facts, more = extract(document)
    return facts, sorted([*remarks, *more], key=lambda remark: (remark.span.line, remark.span.column))


def said(case: Case) -> str:
    """What flashgen reads in a case today, written as in the files."""
    facts, remarks = read(case.markdown)
    written = [line for fact in facts for line in (asked(fact) if case.shows == "notes" else [fact_line(fact)])]
    for remark in remarks:
        place = f"{remark.span.line}:{remark.span.column}"
        written.append(f"{place}: {remark.severity}[{remark.code}]: {remark.message}")
        written += [f"  = {line}" for line in remark.hint.split("\n") if line]
    return "\n".join(written).strip("\n")


def fact_line(extracted: Extracted) -> str:
    said = {name: value for name, value in extracted.fact.fields().items() if value not in (None, "", [], ())}
    return f"{extracted.fact.kind}: {json.dumps(said, ensure_ascii=False)}"


def asked(extracted: Extracted) -> Iterator[str]:
    for sketch in extracted.fact.sketches(extracted.block):
        yield f"{sketch.notetype} [{sketch.key}]"
        for name, value in sketch.fields.items():
            if value:
                yield f"  {name}: " + value.replace("\n", "\n    ")
        yield from (f"  {name}: <figure>" for name in sketch.html)
        yield ""


ALL = [case for path in sorted(FOLDER.rglob("*.md")) for case in cases(path)]


@pytest.mark.parametrize("case", ALL, ids=[f"{case.file[:-3]}: {case.title}" for case in ALL])
def test_case(case: Case) -> None:
    assert said(case) == case.expected.strip("\n")


def update(path: Path) -> None:
    """Write what flashgen reads today into a file of cases."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for case in reversed(list(cases(path))):
        lines[slice(*case.lines)] = said(case).split("\n") if said(case) else []
    path.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted(FOLDER.rglob("*.md")):
        update(Path(name))
