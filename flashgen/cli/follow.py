"""``--watch``: a command again and again, whenever a note is saved; a line a change."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from flashgen.cli.common import settings

Run = Callable[[], str]
"""Does the command once and says in a line what came of it."""


def follow(paths: Sequence[Path], run: Run) -> None:
    """Run once, and after each change of the notes until Ctrl-C. An error is told, and does not end it."""
    from flashgen.pipeline import NothingToReadError, locate
    from flashgen.watch import WatchError, changes

    config = settings(paths)
    try:
        root = locate(paths, config).root
    except NothingToReadError as error:
        raise click.UsageError(str(error)) from None
    try:
        _once(run, f"watching {root} (Ctrl-C ends it)")
        for files in changes(root, config):
            _once(run, files[0] if len(files) == 1 else f"{files[0]} and {len(files) - 1} more")
    except WatchError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        pass
    click.echo("Stopped.")


def _once(run: Run, what: str) -> None:
    from flashgen.anki import AnkiError

    try:
        came = run()
    except click.ClickException as error:
        came = error.format_message()
    except (AnkiError, OSError) as error:
        came = str(error)
    except SystemExit:
        came = "nothing was done: see above"
    click.echo(f"{time.strftime('%H:%M:%S')}  {what}: {came}")
