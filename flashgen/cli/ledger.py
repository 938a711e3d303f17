"""``flashgen ledger``: is the ledger whole, and making it anew from what Anki has."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashgen.cli.common import count, decide, report, root_of

if TYPE_CHECKING:
    from flashgen.ledger import Ledger, LedgerError

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

    root = decide(root_of(notes))
    try:
        ledger = ledgers.load(root)
    except ledgers.LedgerError as error:
        report(error.diagnostics)
        if not repair:
            sys.exit(1)
        ledger, lost = _salvaged(root, error)
        if not ledger.records:
            raise click.ClickException(f"no line of {ledgers.NAME} is whole, so it is left as it is. {ELSE}") from None
        _set_aside(root)
        ledgers.save(ledger, root)
        click.echo(
            f"Kept {count(len(ledger.records), 'note')}, left {count(lost, 'line')} out; the file as it was is "
            f"{ledgers.NAME}.damaged."
        )
        if lost or any(d.code != "FG500" for d in error.diagnostics):
            click.echo(f"If notes are missing now: {ELSE}")
        return
    click.echo(f"{root / ledgers.NAME}: {count(len(ledger.records), 'note')}, nothing wrong.")


ELSE = "Restore it from git or a backup, or make it anew from what Anki has: 'flashgen ledger rebuild FILE'."


def _salvaged(root: Path, error: LedgerError) -> tuple[Ledger, int]:
    """What can be read of a damaged ledger, and how many lines can't. One of a later flashgen is left alone."""
    from flashgen import ledger as ledgers

    if any(d.code == "FG502" for d in error.diagnostics):
        raise click.ClickException("a later flashgen wrote this ledger: it is left as it is")
    ledger, lost = ledgers.repair((root / ledgers.NAME).read_bytes())
    return ledger, len(lost)


def _set_aside(root: Path) -> None:
    """A copy of the ledger as it is, beside it."""
    from flashgen import ledger as ledgers

    path = root / ledgers.NAME
    path.with_name(f"{path.name}.damaged").write_bytes(path.read_bytes())


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

    root = decide(root_of(notes))
    try:
        known = dict(ledgers.load(root).records)
    except ledgers.LedgerError as error:
        known = dict(_salvaged(root, error)[0].records)
        _set_aside(root)
    try:
        found = recovered(export)
    except (RecoveryError, ExportError) as error:
        raise click.ClickException(f"{export}: {error}") from None
    fresh = {r.guid: r for r in found if r.guid not in known}
    ledgers.save(ledgers.Ledger({**known, **fresh}), root)
    click.echo(f"{count(len(fresh), 'note')} recovered, {count(len(known), 'note')} known already.")
