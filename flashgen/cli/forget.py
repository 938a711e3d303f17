"""``flashgen forget``: notes that the student deleted in Anki stay away."""

from __future__ import annotations

from pathlib import Path

import click

from flashgen.cli.adopt import FOLDER
from flashgen.cli.common import count, settings


@click.command()
@click.argument("search", nargs=-1)
@click.option("--retired", is_flag=True, help="Send the notes that have gone from your class notes no more.")
@click.option("--undo", is_flag=True, help="Take the notes back in.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask when several notes are meant.")
@FOLDER
def command(search: tuple[str, ...], retired: bool, undo: bool, yes: bool, folder: Path | None) -> None:
    """Leave notes out for good that you deleted in Anki.

    An import brings a deleted note back as a new one. SEARCH is an id as "flashgen status" or the field "flashgen id"
    in Anki shows it, or a text of the note.

    \b
    Example:  flashgen forget "what is the capital of France"
    """
    from flashgen import identify, ledger
    from flashgen.pipeline import NothingToReadError, locate

    if not search and not retired:
        raise click.UsageError("say which notes: an id, a text, or --retired")
    paths = (folder,) if folder else ()
    try:
        root = locate(paths, settings(paths)).root
        known = ledger.load(root)
    except NothingToReadError as error:
        raise click.UsageError(str(error)) from None
    except ledger.LedgerError as error:
        raise click.ClickException(str(error)) from None
    wanted = " ".join(search)
    found = list(known.find(wanted)) if wanted else []
    found += [r for r in known.records.values() if retired and r.state == ledger.RETIRED]
    found = [r for r in found if (r.state == ledger.UNWANTED) == undo]
    if not found:
        raise click.ClickException(f"no note {'that is left out ' if undo else ''}is called '{wanted}'"
                                   if wanted else "no note is retired")
    for record in found:
        click.echo(f"{record.guid}  {record.path}  {identify.label(record)}")
    if len(found) > 1 and not yes:
        click.confirm(f"{count(len(found), 'note')}: {'take them back in' if undo else 'leave them out'}?", abort=True)
    ledger.save(identify.forget(known, found, undo=undo), root)
    click.echo(f"{count(len(found), 'note')} {'back in' if undo else 'left out'} from the next build on.")
