"""``flashgen extract``: what is read from class notes, as a table or as JSON (docs/format.md)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashgen.cli.common import FORMAT, PATHS, count, report, settings

if TYPE_CHECKING:
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
    from flashgen.outputs.terminal import table

    rows = [(f"{f.block.path}:{f.block.line}", f.fact.kind, _words(f)) for f in reading.facts]
    if rows:
        click.echo(table(rows))
    report(reading.diagnostics)
    click.echo(f"{count(len(rows), 'fact')} in {count(len(reading.sources), 'class note')}")


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


def _words(found: Extracted) -> str:
    """The fields of a fact on one line."""
    parts = []
    for name, value in found.fact.fields().items():
        if value in (None, [], ""):
            continue
        if isinstance(value, list):
            value = ", ".join(
                str(v.get("name") or v.get("aspect") or v.get("symbol") or v) if isinstance(v, dict) else str(v)
                for v in value
            )
        text = " ".join(str(value).split())
        parts.append(f"{name}: {text if len(text) <= 60 else text[:59] + '…'}")
    return " · ".join(parts)
