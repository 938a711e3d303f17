"""``flashgen report``: what is due, what sticks, and which notes to rewrite, from what Anki knows."""

from __future__ import annotations

import os
import re
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashgen.cli.common import FORMAT, report, save_page, settings

if TYPE_CHECKING:
    from flashgen.anki.studied import Studied
    from flashgen.config import Config
    from flashgen.ledger import Ledger
    from flashgen.notes import Note

COLLECTION = "collection.anki2"
RUNNING = "anki"
"""What stands for a running Anki where a file may stand."""
KEY = "FLASHGEN_ANKICONNECT_KEY"


def _since(_ctx: click.Context, _parameter: click.Parameter, said: str) -> date | int | None:
    """A date, a number of days, or None for everything."""
    text = said.strip().lower()
    if text == "all":
        return None
    if re.fullmatch(r"\d{1,5}d?", text):
        return int(text.rstrip("d"))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"'{said}' is none of '90d', '{date.today().isoformat()}' and 'all'.") from None


@click.command()
@click.argument("source", required=False)
@click.option(
    "--notes",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The notes folder.  [default: the configured one]",
)
@click.option("--profile", help="Whose collection, if Anki has several profiles.")
@click.option(
    "--since",
    metavar="DAYS|DATE|all",
    callback=_since,
    default="30d",
    show_default=True,
    help="From when on reviews count: days, a date, or all.",
)
@click.option("--top", type=click.IntRange(0), default=10, show_default=True, help="How many notes a list shows.")
@click.option(
    "--html", "target", type=click.Path(path_type=Path, dir_okay=False), help="Write one self-contained page instead."
)
@FORMAT
def command(
    source: str | None,
    notes: Path | None,
    profile: str | None,
    since: date | int | None,
    top: int,
    target: Path | None,
    form: str,
) -> None:
    """Say what is due, what sticks, and which notes to rewrite.

    SOURCE is a collection.anki2, an .apkg or .colpkg exported with scheduling, the address of an AnkiConnect, or 'anki'
    for the one that runs here. Without it Anki's own collection is found, and read also while Anki is open. Nothing is
    written to it.

    \b
    Example:  flashgen report
              flashgen report --since 90d --html report.html
    """
    from flashgen.anki import AnkiError
    from flashgen.outputs.report.count import count

    config = settings((notes,) if notes else ())
    try:
        name, studied = _studied(source, profile, config)
    except AnkiError as error:
        raise click.ClickException(str(error)) from None
    if not studied.notes:
        raise click.ClickException(f"{name}: no note in it was made by flashgen. Build a deck and import it first.")
    root, made, ledger = _class_notes(notes, config)
    first = _first_day(since, studied)
    if root and not {note.guid for note in made} & {note.guid for note in studied.notes}:
        click.echo(f"None of these notes is in {root}. Where are your class notes? (--notes)", err=True)
    found = count(studied, made, ledger, root, source=name, since=first)
    if target is not None:
        from flashgen.outputs.report.page import page

        save_page(page(found, top), target)
        click.echo(f"The report is in {target}")
    elif form == "json":
        import json

        from flashgen.outputs.report.told import told

        click.echo(json.dumps(told(found, top), ensure_ascii=False, indent=1))
    else:
        from flashgen.outputs.report.text import text

        colour = sys.stdout.isatty()
        click.echo(text(found, top, colour=colour), color=colour)


def _studied(source: str | None, profile: str | None, config: Config) -> tuple[str, Studied]:
    """What it is called, and what Anki knows; from the place that is named, or else from where Anki keeps it."""
    from flashgen.outputs.push.choose import way

    said = way(config, profile=profile)
    chosen = source or ("" if profile else RUNNING if said.route == "ankiconnect" else said.collection)
    url = "" if said.route == "sync" else said.url
    if chosen == RUNNING or re.match(r"https?://", chosen):
        return _running(url if chosen == RUNNING else chosen)
    if chosen:
        path = Path(chosen)
        if (path / COLLECTION).is_file():
            path /= COLLECTION
        if not path.is_file():
            raise click.UsageError(f"there is no file {path}")
        return path.name, _file(path)
    from flashgen.anki import AnkiError, profiles

    try:
        found = profiles.find(said.profile)
    except AnkiError as error:
        if profile:
            raise
        try:
            return _running(url)
        except AnkiError as other:
            raise AnkiError(f"{error}; and {other}" if other.absent else str(other)) from None
    return f"Anki profile {found.name}", _file(found.collection)


def _file(path: Path) -> Studied:
    from flashgen.anki.exports import ExportError, opened
    from flashgen.anki.studied import from_database

    try:
        with opened(path) as connection:
            return from_database(connection, time.time())
    except ExportError as error:
        raise ExportError(f"{path}: {error}") from None


def _running(url: str) -> tuple[str, Studied]:
    from flashgen.anki.connect import URL, Client
    from flashgen.anki.running import from_running
    from flashgen.outputs.push.choose import answers

    client = Client(url or URL, os.environ.get(KEY))
    answers(client)  # a key that it asks for is looked up in the keyring
    return "Anki, running", from_running(client, time.time())


def _class_notes(notes: Path | None, config: Config) -> tuple[Path | None, tuple[Note, ...], Ledger]:
    """The notes folder, the notes it would give now, and its ledger; without a notes folder, none of them."""
    from flashgen import ledger as ledgers
    from flashgen.pipeline import NothingToReadError, build

    try:
        made = build((notes,) if notes else (), config, cache=True)
    except NothingToReadError as error:
        click.echo(f"{error}. Without them the report can't say where notes stand.", err=True)
        return None, (), ledgers.Ledger()
    if made.blocked:
        report(d for d in made.diagnostics if d.code.startswith("FG50"))
        sys.exit(1)
    return made.root, tuple(made.notes), ledgers.load(made.root)


def _first_day(since: date | int | None, studied: Studied) -> date | None:
    """The first day that counts; 30 days are today and the 29 before it, as in Anki."""
    from flashgen.outputs.report.count import today

    if isinstance(since, int):
        return today(studied) - timedelta(days=max(since, 1) - 1)
    return since
