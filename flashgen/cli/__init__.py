"""The command line: one file a command, imported when it is called."""

from __future__ import annotations

import click


@click.group()
@click.version_option(package_name="flashgen")
def main() -> None:
    """Make Anki decks from tagged class notes."""
