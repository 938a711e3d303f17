"""``flashgen adopt``: confirm that a new note is an old one, reworded."""

from __future__ import annotations

from pathlib import Path

import click

from flashgen.cli.common import ledger_of


@click.command()
@click.argument("new")
@click.argument("old")
@click.option("--notes", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The notes folder.  [default: the configured one]")
def command(new: str, old: str, notes: Path | None) -> None:
    """Give the note NEW the history of the retired note OLD.

    Both are ids as "flashgen build" and "flashgen status" show them, the beginning of one, or words of the note. The
    next build sends the note under its old id; what may have been imported under the new one is retired.

    \b
    Example:  flashgen adopt kX3v9QbLw2 p8RtY1mNcA
    """
    from flashgen import ledger as ledgers

    root, ledger = ledger_of(notes)
    one, other = (_single(ledger, wanted) for wanted in (new, old))
    if one.guid == other.guid:
        raise click.UsageError("that is one note, not two")
    if one.notetype != other.notetype:
        raise click.ClickException(f"a {one.kind} can't take over the cards of a {other.kind}: Anki has them as different note types")
    if other.state == ledgers.LIVE:
        raise click.ClickException(f"{other.key!r} is still in the notes; only a note that has gone can give its history away")
    records = dict(ledger.records)
    # The old note's content stays recorded: so the next build sees an edit, stamps it, and keeps the cloze numbers.
    records[other.guid] = other._replace(state=ledgers.LIVE, key=one.key, class_name=one.class_name, path=one.path, heading=one.heading,
                                         anchor=one.anchor, previous=one.previous, maybe="")
    records[one.guid] = one._replace(state=ledgers.RETIRED, key=f"{one.key} (adopted)", maybe="")
    ledgers.save(ledgers.Ledger(records), root)
    click.echo(f"{one.key!r} has the history of {other.key!r} from the next build on.")


def _single(ledger: object, wanted: str):  # type: ignore[no-untyped-def]  # Record, imported late
    found = ledger.find(wanted)  # type: ignore[attr-defined]
    if len(found) == 1:
        return found[0]
    if not found:
        raise click.ClickException(f"the ledger knows no note {wanted!r}: build first, or look at flashgen status")
    names = "\n".join(f"  {r.guid}  {r.key}" for r in found[:8])
    raise click.ClickException(f"{wanted!r} is not one note but {len(found)}; name one by its id:\n{names}")
