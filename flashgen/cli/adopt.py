"""``flashgen adopt``: confirm that a new note is an old one, reworded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from flashgen.cli.common import ledger_of, settings

Found = TypeVar("Found")


@click.command()
@click.argument("new")
@click.argument("old")
@click.option(
    "--notes",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The notes folder.  [default: the configured one]",
)
def command(new: str, old: str, notes: Path | None) -> None:
    """Give the note NEW the history of the retired note OLD.

    Both are ids as "flashgen build" and "flashgen status" show them, the beginning of one, or words of the note. The
    next build sends the note under its old id; what may have been imported under the new one is retired.

    \b
    Example:  flashgen adopt kx3v9qblw2 p8rty1mnca
    """
    from flashgen import ledger
    from flashgen.identify import decide, label
    from flashgen.likeness import plain
    from flashgen.pipeline import build

    root, known = ledger_of(notes)
    made = build((root,), settings((root,)), cache=True)
    live = [n for n in made.notes if n.state == "live"]
    heir = _one(
        [n for n in live if len(new) >= 4 and n.guid.startswith(new)]
        or [n for n in live if new.casefold() == n.draft.label.casefold()]
        or [n for n in live if new.casefold() in plain(" ".join(n.fields[:2])).casefold()],
        new,
        lambda note: f"{note.guid}  {note.draft.label}",
        root,
    )
    source = _one(known.find(old), old, lambda record: f"{record.guid}  {label(record)}", root)
    if any(n.guid == source.guid for n in live):
        raise click.ClickException(
            f"'{label(source)}' is still in the notes; only one that has gone can give its history"
        )
    try:
        ledger.save(decide.adopt(known, heir, source), root)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"'{heir.draft.label}' has the history of '{label(source)}' from the next build on.")


def _one(found: Sequence[Found], wanted: str, name: Callable[[Found], str], root: Path) -> Found:
    if not found:
        raise click.ClickException(
            f"there is no note '{wanted}' in {root}: look at flashgen status, or name another folder with --notes"
        )
    if len(found) > 1:
        names = "\n".join(f"  {name(one)}" for one in found[:8])
        raise click.ClickException(f"'{wanted}' is not one note but {len(found)}; name one by its id:\n{names}")
    return found[0]
