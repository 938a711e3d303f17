"""The options that ``push`` and ``pull`` share: the way to Anki."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])

WAY = ("route", "profile", "collection", "url", "user", "one_way", "sync")
"""The parameters of a command that say it."""

_OPTIONS = (
    click.option(
        "--route",
        type=click.Choice(["auto", "ankiconnect", "collection", "sync"]),
        help="The way to Anki.  [default: a running Anki, else the collection]",
    ),
    click.option("--profile", metavar="NAME", help="The profile whose collection it is."),
    click.option(
        "--collection", type=click.Path(dir_okay=False), metavar="FILE", help="The collection.anki2, wherever it is."
    ),
    click.option("--url", metavar="URL", help="Of AnkiConnect, or of the sync server."),
    click.option("--user", metavar="NAME", help="The user of the sync server."),
    click.option(
        "--full-sync",
        "one_way",
        type=click.Choice(["download", "upload"]),
        help="Allow a one-way sync that replaces the copy here, or the server's collection.",
    ),
)


def route_options(command: Command) -> Command:
    """Add them to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
