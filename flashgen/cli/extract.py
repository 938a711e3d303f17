"""``flashgen extract``: what is read from class notes, as a table or as JSON (docs/format.md)."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashgen.cli.common import FORMAT, PATHS, count, none_in, report, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flashgen.diagnostics import Diagnostic
    from flashgen.notes import Extracted


@click.command()
@PATHS
@FORMAT
def command(paths: tuple[Path, ...], form: str) -> None:
    """Show what is read from class notes, without making a deck.

    \b
    Example:  flashgen extract cards --format json
    """
    from flashgen.pipeline import NothingToReadError, understand

    try:
        reading = understand(paths, settings(paths))
    except NothingToReadError as error:
        raise click.UsageError(str(error)) from None
    if form == "json":
        import json

        result = {
            "version": 1,
            "items": [item(f) for f in reading.facts],
            "diagnostics": [remark(d) for d in reading.diagnostics],
        }
        click.echo(json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False))
        return
    if reading.facts:
        click.echo(_on_terminal(reading.facts) if sys.stdout.isatty() else _table(reading.facts))
    report(reading.diagnostics)
    found = f"{count(len(reading.facts), 'fact')} in {count(len(reading.sources), 'class note')}"
    click.echo(found if reading.sources or reading.diagnostics else none_in(reading.place.root))


def item(found: Extracted) -> dict[str, object]:
    """A fact as the JSON has it."""
    block = found.block
    return {
        "kind": found.fact.kind,
        "class": block.class_name,
        "deck": block.deck,
        "tags": list(block.tags),
        "source": {"path": block.path, "line": block.line, "end_line": block.end_line},
        "text": block.text,
        "fields": found.fact.fields(),
    }


def remark(one: Diagnostic) -> dict[str, object]:
    """A diagnostic as the JSON has it."""
    return {
        "severity": one.severity,
        "code": one.code,
        "message": one.message,
        "hint": one.hint,
        "path": one.span.path,
        "line": one.span.line,
        "column": one.span.column,
    }


def _table(facts: Sequence[Extracted]) -> str:
    """A line a fact: its place, its kind, its fields."""
    from flashgen.outputs.terminal import table

    return table([(f"{f.block.path}:{f.block.line}", f.fact.kind, _words(f)) for f in facts])


def _on_terminal(facts: Sequence[Extracted]) -> str:
    """The same for a window, whose lines are short: each note's path once, the fields in a column of their own."""
    from itertools import groupby
    from shutil import get_terminal_size
    from textwrap import fill

    wide = get_terminal_size().columns
    kind = max(len(f.fact.kind) for f in facts)
    out = []
    for path, of_note in groupby(facts, key=lambda f: f.block.path):
        out.append(path)
        for found in of_note:
            head = f"{found.block.line:5}  {found.fact.kind:{kind}}  "
            room = max(wide - 1, len(head) + 20)
            out.append(fill(_words(found), room, initial_indent=head, subsequent_indent=" " * len(head)))
    return "\n".join(out)


def _words(found: Extracted) -> str:
    """The fields of a fact on one line; what is empty or does not hold is left out."""
    parts = []
    for name, value in found.fact.fields().items():
        if value in (None, [], "", False) and not _is_number(value):
            continue
        text = " ".join((", ".join(map(_word, value)) if isinstance(value, list) else _word(value)).split())
        label = name.replace("_", " ")
        parts.append(label if value is True else f"{label}: {text if len(text) <= 60 else text[:59] + '…'}")
    return " · ".join(parts)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _word(value: object) -> str:
    """A value, or one of a list, in short: ``1e-6``; the name of a tier, a symbol or an aspect; a row's cells."""
    if isinstance(value, dict):
        named = value.get("name") or value.get("aspect") or value.get("symbol")
        return str(named or ", ".join(f"{key}: {_word(one)}" for key, one in value.items() if one))
    if isinstance(value, list):
        return " | ".join(map(_word, value))
    return re.sub(r"e([+-])0+", r"e\1", str(value)) if _is_number(value) else str(value)
