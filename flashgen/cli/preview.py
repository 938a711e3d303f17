"""``flashgen preview``: every card in the browser, or in one page to keep."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashgen.cli.common import PATHS, count, report, save_page, settings

if TYPE_CHECKING:
    from flashgen.config import Config


@click.command()
@PATHS
@click.option(
    "--html", "target", type=click.Path(path_type=Path, dir_okay=False), help="Write one self-contained page instead."
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port to serve on.  [default: a free one]")
@click.option("--open/--no-open", "opened", default=True, show_default=True, help="Open the browser.")
def command(paths: tuple[Path, ...], target: Path | None, port: int, opened: bool) -> None:
    """Show every card in the browser, as Anki would.

    The page reloads when a note is saved, and keeps its place. Nothing is written, and nothing leaves this machine.

    \b
    Example:  flashgen preview cards
              flashgen preview cards --html cards.html
    """
    from flashgen.outputs import preview
    from flashgen.outputs.preview.server import Cards, Preview, serve
    from flashgen.pipeline import NothingToReadError, build, locate
    from flashgen.read import find

    config = settings(paths)
    try:
        place = locate(paths, config)
        made = build(paths, config, cache=True)
    except NothingToReadError as error:
        raise click.UsageError(str(error)) from None
    title = made.notes[0].draft.deck.split("::")[0] if made.notes else config.deck
    if target is not None:
        report(made.diagnostics)
        save_page(preview.page(made.notes, made.diagnostics, title=title), target)
        cards = sum(len(n.cards) for n in made.notes if n.state == "live")
        click.echo(f"{count(cards, 'card')} in {target}")
        return

    first = [made]

    def make() -> Cards:
        fresh = first.pop() if first else build(paths, _reloaded(paths), cache=True)
        return tuple(fresh.notes), fresh.diagnostics

    def stamp() -> object:
        files = find(place.root, config, [], place.only)
        own = config.path.stat() if config.path and config.path.exists() else None
        return own and own.st_mtime_ns, tuple((f.path, f.size, f.mtime_ns) for f in files)

    shown = Preview(title, make, stamp)
    try:
        server = serve(shown, port)
    except OSError as error:
        raise click.ClickException(f"port {port} can't be used: {error.strerror or error}") from None
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    threading.Thread(target=shown.watch, daemon=True).start()
    click.echo(f"{address}  (Ctrl-C ends the preview)")
    if opened and not os.environ.get("CI"):
        import webbrowser

        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        shown.close()
        server.server_close()


def _reloaded(paths: tuple[Path, ...]) -> Config:
    """The settings as they are now. Raises ``ValueError`` with what is wrong in them."""
    from flashgen.config import load

    config, problems = load(paths[0] if paths else Path.cwd())
    if problems:
        first = problems[0]
        raise ValueError(f"{first.span.path}:{first.span.line}: {first.message}")
    return config
