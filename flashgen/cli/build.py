"""``flashgen build``: class notes in, a deck out, and what changed in it."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from flashgen.cli.common import (
    FORMAT,
    PATHS,
    QUIET,
    after_import,
    count,
    deciding,
    none_in,
    not_written,
    report,
    settings,
)
from flashgen.cli.follow import WATCH, follow_build

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flashgen.config import Config
    from flashgen.diagnostics import Diagnostic
    from flashgen.pipeline import Build, Progress

STOPPED = 130
"""The exit code of a command that the student ended, as shells have it."""


class Outcome(NamedTuple):
    """What a build tells: plain values, so that it can be told again when nothing has changed."""

    files: int
    left_out: int
    classes: Sequence[tuple[str, int, int, int, int]]
    """For each deck: notes, cards, new and changed notes."""
    plan: dict[str, int]
    """How many notes are new, changed, …; as JSON has them."""
    said: str
    """The same for people."""
    searches: Sequence[tuple[str, str]]
    target: str | None
    """The deck; none if nothing was written."""
    blocked: bool = False
    root: str = ""
    """The notes folder."""


@click.command()
@PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The package to write.  [default: <root deck>.apkg]",
)
@click.option("--strict", is_flag=True, help="Write nothing if anything could not be read; exit with 1.")
@click.option("--no-cache", is_flag=True, help="Read every note anew, and keep nothing for the next build.")
@WATCH
@QUIET
@FORMAT
def command(
    paths: tuple[Path, ...], output: Path | None, strict: bool, no_cache: bool, watch: bool, quiet: bool, form: str
) -> None:
    """Make a deck from class notes.

    PATHS are a notes folder or some of its notes; without them the configured folder, or cards.

    \b
    Example:  flashgen build cards -o classes.apkg
    """
    if watch:
        follow_build(click.get_current_context())
        return
    from flashgen import unchanged

    request = unchanged.asked(paths, output)
    known = None if no_cache else unchanged.recall(request)
    if known is not None and not (strict and known[0]["left_out"]):
        outcome, remarks = Outcome(**known[0]), known[1]
        tell(outcome, _diagnostics(remarks), quiet=quiet, form=form, strict=strict)
        return
    try:
        outcome, diagnostics = _built(paths, output, request, strict, no_cache, _progress(quiet or form == "json"))
    except KeyboardInterrupt:
        if _followed():
            raise
        clear = "\r\x1b[K" if sys.stderr.isatty() else ""
        click.echo(f"{clear}Stopped: the deck and the ledger are as they were.", err=True)
        sys.exit(STOPPED)
    tell(outcome, diagnostics, quiet=quiet, form=form, strict=strict)
    if outcome.target is None:
        sys.exit(1)


def _followed() -> bool:
    """Whether it is ``build --watch`` that builds: Ctrl-C ends that."""
    context = click.get_current_context()
    return context.parent is not None and context.parent.command is context.command


def _built(
    paths: tuple[Path, ...],
    output: Path | None,
    request: str,
    strict: bool,
    no_cache: bool,
    progress: Progress | None,
) -> tuple[Outcome, Sequence[Diagnostic]]:
    """Build, write, and keep what was told for the next time."""
    from flashgen.pipeline import NothingToReadError, build, locate, write

    config = settings(paths)
    target = output
    try:
        with deciding(locate(paths, config).root):
            made = build(paths, config, progress=progress, cache=not no_cache)
            target = output or default_output(config, made)
            stopped = made.blocked or not made.notes or (strict and made.left_out > 0)
            if not stopped:
                write(made, target, progress=progress)
            told = outcome(made, None if stopped else target)
            if not (stopped or no_cache):
                _keep(paths, config, request, made, told, target)
    except NothingToReadError as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        what = not_written(error, target or "the deck")
        raise click.ClickException(f"{what}. The deck and the ledger are as they were.") from None
    return told, made.diagnostics


def _keep(paths: tuple[Path, ...], config: Config, request: str, made: Build, told: Outcome, target: Path) -> None:
    """Keep what the next build will tell if nothing changes until then; not where it might tell something else."""
    from flashgen import unchanged
    from flashgen.config import NAME
    from flashgen.config import Config as Defaults
    from flashgen.ledger import NAME as LEDGER
    from flashgen.storage.cache import remarks

    plan = made.plan
    if made.seen is None or plan.ambiguous or any(d.code in ("FG512", "FG520") for d in made.diagnostics):
        return
    cwd = Path.cwd()
    starts = {
        p.resolve() for p in (cwd, cwd / Defaults().notes, config.root, config.root / config.notes, *paths, made.root)
    }
    folders = sorted({os_folder for start in starts for os_folder in (start, *start.parents)})
    exact = [str(folder / NAME) for folder in folders] + [str(made.root / LEDGER), str(target.resolve())]
    there = [str(folder / name) for folder in folders for name in (".git", LEDGER)] + [str(start) for start in starts]
    same = sum(told.plan[name] for name in ("new", "changed", "returned", "unchanged"))
    again = told._replace(
        classes=[(deck, notes, cards, 0, 0) for deck, notes, cards, _, _ in told.classes],
        plan={**dict.fromkeys(told.plan, 0), "unwanted": told.plan["unwanted"], "unchanged": same},
        said=type(plan)().summary(),
        searches=(),
    )
    unchanged.remember(request, made.seen, exact, there, (again._asdict(), remarks(made.diagnostics)))


def _diagnostics(remarks: Sequence[tuple[Any, ...]]) -> Sequence[Diagnostic]:
    if not remarks:
        return ()
    from flashgen.storage.cache import diagnostics

    return diagnostics(remarks)


def tell(outcome: Outcome, diagnostics: Sequence[Diagnostic], *, quiet: bool, form: str, strict: bool) -> None:
    """Diagnostics to standard error, the result to standard output."""
    report(diagnostics)
    if form == "json":
        import json

        click.echo(json.dumps(summary(outcome, diagnostics), ensure_ascii=False, indent=1))
    elif not quiet:
        click.echo(told(outcome, strict=strict))


def outcome(made: Build, target: Path | None) -> Outcome:
    """What a build tells."""
    plan = made.plan
    return Outcome(
        made.files,
        made.left_out,
        classes(made),
        {
            "new": len(plan.new),
            "changed": len(plan.edited),
            "rematched": len(plan.rematched),
            "moved": len(plan.moved),
            "retired": len(plan.retired),
            "returned": len(plan.returned),
            "ambiguous": len(plan.ambiguous),
            "unwanted": len(plan.unwanted),
            "unchanged": plan.unchanged,
        },
        plan.summary(),
        plan.searches(),
        None if target is None else str(target),
        made.blocked,
        str(made.root),
    )


def default_output(config: Config, made: Build) -> Path:
    """``output:`` of the configuration, or the root deck's name as a file in the current folder."""
    if config.output:
        return config.root / config.output
    root = made.notes[0].draft.deck.split("::")[0] if made.notes else config.deck
    slug = re.sub(r"[^\w.-]+", "-", root.casefold()).strip("-.") or "flashgen"
    return Path(f"{slug}.apkg")


def classes(made: Build) -> list[tuple[str, int, int, int, int]]:
    """For each deck: notes, cards, new and changed notes."""
    decks = made.census.decks if made.census else {}
    return [(deck, *decks[deck]) for deck in sorted(decks) if decks[deck][0]]  # type: ignore[misc]  # four numbers


def summary(outcome: Outcome, diagnostics: Sequence[Diagnostic]) -> dict[str, object]:
    """The result as JSON has it."""
    from flashgen.cli.extract import remark

    names = ("deck", "notes", "cards", "new", "changed")
    return {
        "version": 1,
        "output": outcome.target,
        "files": outcome.files,
        "left_out": outcome.left_out,
        "classes": [dict(zip(names, row, strict=True)) for row in outcome.classes],
        "plan": outcome.plan,
        "diagnostics": [remark(d) for d in diagnostics],
    }


def told(outcome: Outcome, *, strict: bool) -> str:
    """The result for people."""
    from flashgen.outputs.terminal import table

    rows = outcome.classes
    out = []
    if rows:
        head = ("", "notes", "cards", "new", "changed")
        total = ("all", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True)))
        body = [*rows, total] if len(rows) > 1 else rows
        cells = [[f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in body]
        out += [table([head, *cells], right=(1, 2, 3, 4)), ""]
    left = f"{count(outcome.left_out, 'unit')} left out, listed above" if outcome.left_out else ""
    if outcome.blocked:
        return "Nothing was written: the ledger has to be mended first (flashgen ledger check)."
    if not rows and outcome.target is None and not outcome.files and not left:
        return none_in(outcome.root)
    if not rows and outcome.target is None:
        return (
            f'No cards in {count(outcome.files, "class note")}. flashgen new "My class" writes one that shows how.'
            + (f"\n{left}." if left else "")
        )
    if outcome.target is None:
        return "\n".join([*out, f"Nothing was written: {left} (--strict)." if strict else "Nothing was written."])
    out.append(f"{outcome.said[:1].upper()}{outcome.said[1:]}." + (f" {left[:1].upper()}{left[1:]}." if left else ""))
    out.append(f"Deck: {outcome.target}  (in Anki: File > Import)")
    out += after_import(outcome.searches)
    return "\n".join(out)


def _progress(silent: bool) -> Progress | None:
    """A line on the terminal that tells how far long work is; none where nobody watches."""
    if silent or not sys.stderr.isatty():
        return None
    return _Watched()


class _Watched:
    """Tells on the terminal how far each stage of a build is, once the build takes longer than a second."""

    def __init__(self) -> None:
        self.began = self.began_stage = self.told = time.monotonic()
        self.stage = ""

    def __call__(self, what: str, done: int, of: int) -> None:
        now = time.monotonic()
        if what != self.stage:
            self.stage, self.began_stage = what, now
        elif now - self.told < 0.2 and done < of:
            return
        if now - self.began < 1:
            return
        self.told = now
        spent = now - self.began_stage
        left = f", about {_span(spent * (of - done) / done)} left" if 0 < done < of and spent > 1 else ""
        line = "" if done >= of else f"{what}: {done:,} of {of:,}{left}"
        click.echo(f"\r\x1b[K{line}", nl=False, err=True)


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
