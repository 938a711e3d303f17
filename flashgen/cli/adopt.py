"""``flashgen adopt``: a note is an old one, edited."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import click

from flashgen.cli.common import settings

T = TypeVar("T")

FOLDER = click.option("--notes", "folder", type=click.Path(path_type=Path, exists=True, file_okay=False),
                      help="The notes folder.  [default: the configured one, or cards]")


@click.command()
@click.argument("new")
@click.argument("old")
@FOLDER
def command(new: str, old: str, folder: Path | None) -> None:
    """Give note NEW the review history of note OLD.

    NEW and OLD are ids as "flashgen status" shows them, their beginnings, or a text that only one note has. The next
    build sends NEW under the identity of OLD.

    \b
    Example:  flashgen adopt k3x7q2 ab5mz9
    """
    from flashgen import identify, ledger
    from flashgen.pipeline import NothingToReadError, build

    paths = (folder,) if folder else ()
    try:
        made = build(paths, settings(paths))
    except NothingToReadError as error:
        raise click.UsageError(str(error)) from None
    try:
        known = ledger.load(made.root)
    except ledger.LedgerError as error:
        raise click.ClickException(str(error)) from None
    heir = one([n for n in made.notes if n.state == "live" and n.guid.startswith(new)]
               or [n for n in made.notes if n.state == "live" and new.casefold() in n.draft.label.casefold()], new)
    source = one(known.find(old), old)
    try:
        changed = identify.adopt(known, heir, source)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    ledger.save(changed, made.root)
    click.echo(f"'{heir.draft.label}' has the history of '{identify.label(source)}' now. Build or push to tell Anki.")


def one(found: Sequence[T], wanted: str) -> T:
    """The only one of these; what was wanted is wrong if there is none, or are several."""
    if len(found) != 1:
        raise click.ClickException(f"no note is called '{wanted}'" if not found else
                                   f"{len(found)} notes are called '{wanted}'; give an id from 'flashgen status'")
    return found[0]
