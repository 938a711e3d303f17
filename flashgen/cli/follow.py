"""``--watch``: a command again and again, whenever a note is saved; a line a change."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import click

from flashgen.cli.common import from_here, settings

WATCH = click.option("--watch", is_flag=True, help="Do it again whenever a note is saved, until Ctrl-C.")

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
        for files in changes(root, config):
            _once(run, _named(files) or f"watching {from_here(root)} (Ctrl-C ends it)")
    except WatchError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        pass
    click.echo("Stopped.")


def follow_build(context: click.Context) -> None:
    """``build --watch``: the command itself again and again, told in a line."""
    import json

    def run() -> str:
        with redirect_stdout(StringIO()) as said:
            context.invoke(context.command, **{**context.params, "watch": False, "form": "json"})
        made = json.loads(said.getvalue())
        counts = {name: n for name, n in made["plan"].items() if n and name != "unchanged"}
        changed = ", ".join(f"{n} {name}" for name, n in counts.items()) or "nothing changed"
        left = f", {made['left_out']} left out" if made["left_out"] else ""
        return f"{changed}{left}: {made['output']}"

    follow(context.params["paths"], run)


def _named(files: Sequence[str]) -> str:
    """``a.md``; ``a.md and 2 more``; nothing."""
    return "".join(files[:1]) + (f" and {len(files) - 1} more" if len(files) > 1 else "")


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
