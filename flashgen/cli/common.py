"""What several commands share: their arguments, the settings for them, and the report of diagnostics."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from flashgen.config import Config
    from flashgen.diagnostics import Diagnostic
    from flashgen.ledger import Ledger

Command = TypeVar("Command", bound="Callable[..., object]")

PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
"""Notes folders or class notes; none: the configured folder, or ``cards``."""
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or for programs.",
)
QUIET = click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")


def settings(paths: Sequence[Path]) -> Config:
    """The settings for these paths. What is wrong in the configuration ends the command with exit code 1."""
    from flashgen import config

    made, problems = config.load(paths[0] if paths else Path.cwd())
    if problems:
        report(problems)
        raise SystemExit(1)
    return made


@contextmanager
def deciding(root: Path) -> Iterator[None]:
    """Sole access to the identities of a notes folder: who writes its ledger does so in this block.

    A second command waits, and ends with exit code 1 if that takes too long.
    """
    from flashgen.storage.lock import BusyError, holding

    try:
        with holding(root, waiting=lambda: click.echo(f"waiting for another flashgen in {root}", err=True)):
            yield
    except BusyError as error:
        raise click.ClickException(str(error)) from None


def decide(root: Path) -> Path:
    """``deciding`` until the command ends; the notes folder again."""
    click.get_current_context().with_resource(deciding(root))
    return root


def report(diagnostics: Iterable[Diagnostic]) -> None:
    """Diagnostics to standard error, each with its line and a marker."""
    from flashgen.outputs.terminal import diagnostic

    colour = sys.stderr.isatty()
    for one in diagnostics:
        click.echo(diagnostic(one, colour=colour), err=True, color=colour)


def count(number: int, noun: str, plural: str = "") -> str:
    """``1 card``, ``2 cards``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def from_here(path: Path) -> Path:
    """A path as it is called in the current folder, if it lies there."""
    place, here = path.resolve(), Path.cwd()
    return place.relative_to(here) if here in place.parents else path


def none_in(root: Path | str) -> str:
    """That a notes folder has no notes, and what to do."""
    return (
        f"There is no class note (*.md) in {root}. Name your notes folder, or write a first note: "
        'flashgen new "My class"'
    )


def after_import(searches: Iterable[tuple[str, str]]) -> list[str]:
    """What an import leaves to be done in Anki: lines, none if it is nothing."""
    found = [f"  {title}: search  {search}" for title, search in searches]
    return found and ["An import can't move or delete. After it, in Anki's browser (or: flashgen push):", *found]


def not_written(error: OSError, target: object) -> str:
    """What could not be written, and why; of a file that is made beside the old one, the name that it was to have."""
    path = Path(error.filename or str(target))
    part = re.fullmatch(r"\.(.+?)\.\d+\.part", path.name)
    return f"{path.with_name(part[1]) if part else path} can't be written: {error.strerror or error}"


def save_page(page: str, target: Path) -> None:
    """Write a page whole or not at all; where it can't be written, the command ends with exit code 1."""
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_text(page, encoding="utf-8")
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise click.ClickException(not_written(error, target)) from None


def notes_of(paths: Sequence[Path], config: Config) -> Path:
    """The notes folder that paths are or lie in; none ends the command with exit code 2."""
    from flashgen.pipeline import NothingToReadError, locate

    try:
        return locate(paths, config).root
    except NothingToReadError as error:
        raise click.UsageError(str(error)) from None


def root_of(notes: Path | None) -> Path:
    """The notes folder: the one given, or the configured one."""
    paths = (notes,) if notes else ()
    return notes_of(paths, settings(paths))


def ledger_of(notes: Path | None) -> tuple[Path, Ledger]:
    """The notes folder and its ledger, for a command that writes it: nobody else does until the command ends.

    A ledger that is damaged ends the command with exit code 1.
    """
    from flashgen import ledger as ledgers

    root = decide(root_of(notes))
    try:
        return root, ledgers.load(root)
    except ledgers.LedgerError as error:
        report(error.diagnostics)
        raise SystemExit(1) from None
