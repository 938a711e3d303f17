"""The command line: one file a command, imported when it is called."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("build", "Make a deck from class notes."),
    "check": ("check", "Check class notes and list what needs fixing."),
    "extract": ("extract", "Show what is read from class notes, without making a deck."),
    "push": ("push", "Bring Anki to the state of your class notes."),
    "pull": ("pull", "Show what was edited in Anki as patches to your class notes."),
    "preview": ("preview", "Show every card in the browser, as Anki would."),
    "new": ("new", "Write a class note that teaches the format by example."),
    "explain": ("explain", "Explain a diagnostic code."),
    "status": ("status", "Say what the next build would do."),
    "adopt": ("adopt", "Give a note the history of an older one."),
    "forget": ("forget", "Leave notes out for good that you deleted in Anki."),
    "report": ("report", "Say what is due, what sticks, and which notes to rewrite."),
    "ledger": ("ledger", "Check or rebuild the ledger of identities."),
}
"""Every command: its module in this folder, and its line in the list. Nothing is imported to show that list."""


class Commands(click.Group):
    """The group of all commands, each imported when it is called; a wrong name is answered with the nearest right one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"flashgen.cli.{COMMANDS[cmd_name][0]}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=1)
            ctx.fail(f"No such command '{name}'." + (f" Did you mean '{near[0]}'?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from flashgen import __version__

        click.echo(f"flashgen, version {__version__}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version and exit."
)
def main() -> None:
    """Make Anki decks from tagged class notes.

    Start with:  flashgen new "My class"  and  flashgen build
    """
