"""``flashgen check``: what needs fixing in class notes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flashgen.cli.common import FORMAT, PATHS, QUIET, count, none_in, report, settings


@click.command()
@PATHS
@QUIET
@FORMAT
def command(paths: tuple[Path, ...], quiet: bool, form: str) -> None:
    """Check class notes and list what needs fixing.

    Exits with 1 when there is an error; warnings alone are advice. "flashgen explain CODE" says more about a code.

    \b
    Example:  flashgen check cards
    """
    from flashgen.checks import advise
    from flashgen.pipeline import NothingToReadError, build

    try:
        made = build(paths, settings(paths), cache=True)
    except NothingToReadError as error:
        raise click.UsageError(str(error)) from None
    found = (*made.diagnostics, *advise(made.notes))
    errors = sum(d.severity == "error" for d in found)
    warnings = len(found) - errors
    if form == "json":
        import json

        from flashgen.cli.extract import remark

        click.echo(json.dumps({"version": 1, "diagnostics": [remark(d) for d in found]}, ensure_ascii=False, indent=1))
    else:
        report(found)
        if not (made.files or found):
            click.echo(none_in(made.root))
        elif not quiet:
            live = sum(note.state == "live" for note in made.notes)
            total = f"{count(errors, 'error')}, {count(warnings, 'warning')}" if found else "nothing to fix"
            click.echo(f"{total} in {count(made.files, 'class note')} with {count(live, 'note')} for Anki")
    sys.exit(1 if errors else 0)
