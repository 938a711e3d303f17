"""``flashgen new``: a class note that teaches the format by example."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import click

from flashgen.cli.common import from_here, not_written, settings


@click.command()
@click.argument("name")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write.  [default: a file named after the class in the notes folder]",
)
def command(name: str, output: Path | None) -> None:
    """Write a class note that teaches the format by example.

    \b
    Example:  flashgen new "Advanced machining"
    """
    from flashgen.config import notes_folder

    slug = re.sub(r"[^\w]+", "-", name.casefold()).strip("-")
    if not slug:
        raise click.UsageError("a class needs a name with letters or digits")
    target = output
    if target is None:
        config = settings(())
        folder = notes_folder(config)
        target = (folder if folder.resolve() != Path.cwd() else Path("cards")) / f"{slug}.md"
    if target.exists():
        raise click.ClickException(f"{target} is there already, and stays as it is")
    text = (files("flashgen.cli") / "new.md").read_text(encoding="utf-8").replace("CLASS", name.replace("\n", " "))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as handle:
            handle.write(text)
    except OSError as error:
        raise click.ClickException(not_written(error, target)) from None
    shown = from_here(target)
    click.echo(f"{shown}  (look at it, then: flashgen build {_quoted(shown.parent)})")


def _quoted(folder: Path) -> str:
    """A folder as the command line takes it."""
    return f'"{folder}"' if " " in str(folder) else str(folder)
