"""``flashgen forget``: notes that the student deleted in Anki are not sent again."""

from __future__ import annotations

from pathlib import Path

import click

from flashgen.cli.common import count, ledger_of


@click.command()
@click.argument("wanted", metavar="NOTE...", nargs=-1, required=True)
@click.option("--undo", is_flag=True, help="Want them again.")
@click.option(
    "--notes",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The notes folder.  [default: the configured one]",
)
def command(wanted: tuple[str, ...], undo: bool, notes: Path | None) -> None:
    """Leave notes out for good that you deleted in Anki; otherwise the next import brings them back.

    NOTE is an id (the field "flashgen id" in Anki), the beginning of one, or words of the note.

    \b
    Example:  flashgen forget "what is stress?"
    """
    from flashgen import ledger
    from flashgen.identify import decide, label

    root, known = ledger_of(notes)
    chosen: list[ledger.Record] = []
    for name in wanted:
        found = known.find(name)
        if not found:
            raise click.ClickException(f"the ledger knows no note '{name}' in {root}; is it another folder (--notes)?")
        if len(found) > 1:
            names = "\n".join(f"  {r.guid}  {label(r)}" for r in found[:8])
            raise click.ClickException(f"'{name}' is not one note but {len(found)}; name one by its id:\n{names}")
        chosen += found
    changed = [r for r in chosen if (r.state == ledger.UNWANTED) == undo]
    for record in changed:
        click.echo(f"{'wanted again' if undo else 'left out'}: {label(record)}")
    ledger.save(decide.forget(known, changed, undo=undo), root)
    click.echo(f"{count(len(changed), 'note')} changed.")
