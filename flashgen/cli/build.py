"""``flashgen build``: class notes in, a deck out, and what changed in it."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashgen.cli.common import FORMAT, PATHS, QUIET, count, report, settings
from flashgen.cli.follow import WATCH, follow_build

if TYPE_CHECKING:
    from flashgen.config import Config
    from flashgen.pipeline import Build, Progress


@click.command()
@PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The package to write.  [default: <root deck>.apkg]",
)
@click.option("--strict", is_flag=True, help="Write nothing if anything could not be read; exit with 1.")
@WATCH
@QUIET
@FORMAT
def command(paths: tuple[Path, ...], output: Path | None, strict: bool, watch: bool, quiet: bool, form: str) -> None:
    """Make a deck from class notes.

    PATHS are a notes folder or some of its notes; without them the configured folder, or cards.

    \b
    Example:  flashgen build cards -o classes.apkg
    """
    if watch:
        follow_build(click.get_current_context())
        return
    from flashgen.pipeline import NothingToReadError, build, write

    config = settings(paths)
    try:
        made = build(paths, config, progress=_progress(quiet or form == "json"))
    except NothingToReadError as error:
        raise click.UsageError(str(error)) from None
    report(made.diagnostics)
    target = output or default_output(config, made)
    stopped = made.blocked or not made.notes or (strict and made.left_out > 0)
    if not stopped:
        try:
            write(made, target)
        except OSError as error:
            raise click.ClickException(
                f"{error.filename or target} can't be written: {error.strerror or error}. The deck and the ledger are as they were."
            ) from None
    if form == "json":
        import json

        click.echo(json.dumps(summary(made, None if stopped else target), ensure_ascii=False, indent=1))
    elif not quiet:
        click.echo(told(made, None if stopped else target, strict=strict))
    if stopped:
        sys.exit(1)


def default_output(config: Config, made: Build) -> Path:
    """``output:`` of the configuration, or the root deck's name as a file in the current folder."""
    if config.output:
        return config.root / config.output
    root = made.notes[0].draft.deck.split("::")[0] if made.notes else config.deck
    slug = re.sub(r"[^\w.-]+", "-", root.casefold()).strip("-.") or "flashgen"
    return Path(f"{slug}.apkg")


def classes(made: Build) -> list[tuple[str, int, int, int, int]]:
    """For each class: notes, cards, new and changed notes."""
    new = {n.guid for n in made.plan.new}
    edited = {n.guid for n in made.plan.edited}
    notes: Counter[str] = Counter()
    cards: Counter[str] = Counter()
    fresh: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    for note in made.notes:
        if note.state != "live":
            continue
        name = note.draft.deck
        notes[name] += 1
        cards[name] += len(note.cards)
        fresh[name] += note.guid in new
        changed[name] += note.guid in edited
    return [(name, notes[name], cards[name], fresh[name], changed[name]) for name in sorted(notes)]


def summary(made: Build, target: Path | None) -> dict[str, object]:
    """The result as JSON has it."""
    from flashgen.cli.extract import remark

    return {
        "version": 1,
        "output": None if target is None else str(target),
        "files": made.files,
        "left_out": made.left_out,
        "classes": [dict(zip(("deck", "notes", "cards", "new", "changed"), row, strict=True)) for row in classes(made)],
        "plan": {
            "new": len(made.plan.new),
            "changed": len(made.plan.edited),
            "rematched": len(made.plan.rematched),
            "moved": len(made.plan.moved),
            "retired": len(made.plan.retired),
            "returned": len(made.plan.returned),
            "ambiguous": len(made.plan.ambiguous),
            "unwanted": len(made.plan.unwanted),
            "unchanged": made.plan.unchanged,
        },
        "diagnostics": [remark(d) for d in made.diagnostics],
    }


def told(made: Build, target: Path | None, *, strict: bool) -> str:
    """The result for people."""
    from flashgen.outputs.terminal import table

    rows = classes(made)
    out = []
    if rows:
        head = ("", "notes", "cards", "new", "changed")
        total = ("all", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True)))
        body = [*rows, total] if len(rows) > 1 else rows
        cells = [[f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in body]
        out += [table([head, *cells], right=(1, 2, 3, 4)), ""]
    left = f"{count(made.left_out, 'unit')} left out, listed above" if made.left_out else ""
    if made.blocked:
        return "Nothing was written: the ledger has to be mended first (flashgen ledger check)."
    if not made.notes:
        return f'No cards in {count(made.files, "class note")}. flashgen new "My class" writes one that shows how.' + (
            f"\n{left}." if left else ""
        )
    if target is None:
        return "\n".join([*out, f"Nothing was written: {left} (--strict)." if strict else "Nothing was written."])
    out.append(
        f"{made.plan.summary()[:1].upper()}{made.plan.summary()[1:]}."
        + (f" {left[:1].upper()}{left[1:]}." if left else "")
    )
    out += [f"{title}: in Anki's browser, search  {search}" for title, search in made.plan.searches()]
    out.append(f"Deck: {target}  (in Anki: File > Import)")
    return "\n".join(out)


def _progress(silent: bool) -> Progress | None:
    """A line on the terminal that tells how far long work is; none where nobody watches."""
    if silent or not sys.stderr.isatty():
        return None
    import time

    start = time.monotonic()

    def tell(what: str, done: int, of: int) -> None:
        spent = time.monotonic() - start
        if spent < 1 or done % 16:
            return
        left = f", about {spent * (of - done) / done:.0f} s left" if 0 < done < of else ""
        click.echo(f"\r\x1b[K{what} {done:,} of {of:,}{left}", nl=False, err=True)
        if done >= of:
            click.echo("\r\x1b[K", nl=False, err=True)

    return tell
