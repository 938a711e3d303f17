"""``flashgen ledger``: is the ledger whole, and making it anew from what Anki has."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flashgen.cli.common import count, report, root_of

NOTES = click.option(
    "--notes",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The notes folder.  [default: the configured one]",
)


@click.group()
def command() -> None:
    """Check or rebuild flashgen.lock, the ledger that keeps your cards' histories."""


@command.command()
@NOTES
@click.option("--repair", is_flag=True, help="Keep the lines that are whole; in a merge conflict, both sides.")
def check(notes: Path | None, repair: bool) -> None:
    """Say whether the ledger can be read. Exits with 1 if it can't.

    \b
    Example:  flashgen ledger check --repair
    """
    from flashgen import ledger as ledgers

    root = root_of(notes)
    try:
        ledger = ledgers.load(root)
    except ledgers.LedgerError as error:
        report(error.diagnostics)
        if not repair:
            sys.exit(1)
        path = root / ledgers.NAME
        raw = path.read_bytes()
        ledger, lost = ledgers.repair(raw)
        path.with_name(f"{path.name}.damaged").write_bytes(raw)
        ledgers.save(ledger, root)
        click.echo(
            f"Kept {count(len(ledger.records), 'note')}, left {count(len(lost), 'line')} out; the file as it was is {path.name}.damaged."
        )
        return
    click.echo(f"{root / ledgers.NAME}: {count(len(ledger.records), 'note')}, nothing wrong.")


@command.command()
@click.argument("export", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@NOTES
def rebuild(export: Path, notes: Path | None) -> None:
    """Make the ledger anew from EXPORT: an .apkg or .colpkg exported from Anki, or a closed collection.anki2.

    Each note that flashgen made is found by its hidden id field. What the ledger has already stays.

    \b
    Example:  flashgen ledger rebuild "Class notes.apkg"
    """
    from flashgen import ledger as ledgers
    from flashgen.anki.exports import ExportError
    from flashgen.outputs.recovery import RecoveryError, recovered

    root = root_of(notes)
    try:
        known = dict(ledgers.load(root).records)
    except ledgers.LedgerError:
        known = dict(ledgers.repair((root / ledgers.NAME).read_bytes())[0].records)
    try:
        found = recovered(export)
    except (RecoveryError, ExportError) as error:
        raise click.ClickException(f"{export}: {error}") from None
    fresh = {r.guid: r for r in found if r.guid not in known}
    ledgers.save(ledgers.Ledger({**known, **fresh}), root)
    click.echo(f"{count(len(fresh), 'note')} recovered, {count(len(known), 'note')} known already.")
