"""``flashgen forget``: notes that the student deleted in Anki are not sent again."""

from __future__ import annotations

from pathlib import Path

import click

from flashgen.cli.common import count, ledger_of


@click.command()
@click.argument("notes_wanted", metavar="NOTE...", nargs=-1, required=True)
@click.option("--undo", is_flag=True, help="Want them again.")
@click.option("--notes", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The notes folder.  [default: the configured one]")
def command(notes_wanted: tuple[str, ...], undo: bool, notes: Path | None) -> None:
    """Leave notes out for good that you deleted in Anki; otherwise the next import brings them back.

    NOTE is an id (the field "flashgen id" in Anki), the beginning of one, or words of the note.

    \b
    Example:  flashgen forget "what is stress?"
    """
    from flashgen import ledger as ledgers

    root, ledger = ledger_of(notes)
    records = dict(ledger.records)
    state = ledgers.LIVE if undo else ledgers.UNWANTED
    changed = 0
    for wanted in notes_wanted:
        found = [r for r in ledger.find(wanted) if r.state in (ledgers.LIVE, ledgers.UNWANTED)]
        if not found:
            raise click.ClickException(f"the ledger knows no note {wanted!r}")
        if len(found) > 1 and wanted not in ledger.records:
            names = "\n".join(f"  {r.guid}  {r.key}" for r in found[:8])
            raise click.ClickException(f"{wanted!r} is not one note but {len(found)}; name one by its id:\n{names}")
        for record in found:
            records[record.guid] = record._replace(state=state)
            changed += record.state != state
            click.echo(f"{'wanted again' if undo else 'forgotten'}: {record.key}")
    if changed:
        ledgers.save(ledgers.Ledger(records), root)
    click.echo(f"{count(changed, 'note')} changed.")
