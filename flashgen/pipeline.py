"""Pipeline: runs the stages in order and gathers what they say. Notes folder and settings in, a Build out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flashgen.compose import compose
from flashgen.config import Config
from flashgen.diagnostics import Diagnostic
from flashgen.extract import extract
from flashgen.facts import KINDS, TAGS, Kind
from flashgen.notes import Draft, Extracted, Note
from flashgen.parse import parse, unify_classes
from flashgen.read import read
from flashgen.render import footnotes
from flashgen.source import Source

if TYPE_CHECKING:
    from flashgen.identify import Plan
    from flashgen.ledger import Ledger

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


class NothingToReadError(Exception):
    """The paths of a command name no notes folder; the message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """The notes folder, and the files and folders in it that were asked for (none: all)."""

    root: Path
    only: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the class notes say, before identities."""

    place: Place
    config: Config
    facts: tuple[Extracted, ...]
    drafts: tuple[Draft, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Build:
    """A deck as it would be written: nothing is on the disk yet."""

    root: Path
    """The notes folder."""
    config: Config
    notes: tuple[Note, ...]
    diagnostics: tuple[Diagnostic, ...]
    plan: Plan
    ledger: Ledger
    files: int
    blocked: bool = False
    """The ledger can't be read: nothing may be written before it is mended."""

    @property
    def left_out(self) -> int:
        """How many units could not be read."""
        return sum(d.severity == "error" for d in self.diagnostics)


def locate(paths: Sequence[Path], config: Config) -> Place:
    """The notes folder that ``paths`` are or lie in. Raises ``NothingToReadError``.

    A folder is the notes folder itself, unless a folder above it holds a ledger or is the one that the configuration
    names; a file selects that note of its notes folder.
    """
    from flashgen.config import notes_folder

    given = [Path(p) for p in paths] or [notes_folder(config)]
    for path in given:
        if not path.exists():
            raise NothingToReadError(
                f"there is no {path}" + ("" if paths else ": name your notes folder, or set notes: in flashgen.yaml")
            )
    configured = notes_folder(config).resolve()
    roots: list[Path] = []
    for path in given:
        real = path.resolve()
        folder = real if real.is_dir() else real.parent
        root = next(
            (f for f in (folder, *folder.parents) if (f / "flashgen.lock").is_file() or f == configured), folder
        )
        if root not in roots:
            roots.append(root)
    if len(roots) > 1:
        raise NothingToReadError("these paths lie in several notes folders: " + ", ".join(str(r) for r in roots))
    root = roots[0]
    return Place(root, () if any(p.resolve() == root for p in given) else tuple(given))


def known_kinds(config: Config) -> tuple[tuple[Kind, ...], dict[str, Kind], list[Diagnostic]]:
    """Every kind with its tags: built-in ones, those of the configuration, those of other packages."""
    if not config.kinds and not config.plugins:
        return KINDS, TAGS, []
    from flashgen.facts import custom

    extra, problems = custom.kinds(config)
    if not extra:
        return KINDS, TAGS, problems
    tags = {tag: kind for kind in extra for tag in (kind.name, *kind.aliases)}
    return (*KINDS, *extra), {**tags, **TAGS}, problems


def understand(paths: Sequence[Path], config: Config, *, progress: Progress | None = None) -> Reading:
    """Read, parse, extract and compose: everything but identities. Raises ``NothingToReadError``."""
    place = locate(paths, config)
    kinds, tags, problems = known_kinds(config)
    sources, found = read(place.root, config, place.only)
    problems += found
    documents = []
    for number, source in enumerate(sources):
        if progress:
            progress("reading", number, len(sources))
        document, found = parse(source, config, tags)
        documents.append(document)
        problems += found
    facts: list[Extracted] = []
    for document in unify_classes(documents):
        read_facts, found = extract(document, kinds)
        facts += read_facts
        problems += found
    if progress:
        progress("composing", len(sources), len(sources))
    notes = {source.path: said for source in sources if (said := footnotes(source.text))}
    drafts, found = compose(facts, place.root, config, notes)
    problems += found
    return Reading(place, config, tuple(facts), tuple(drafts), tuple(_shown(problems, sources)), tuple(sources))


def build(paths: Sequence[Path], config: Config, *, now: int | None = None, progress: Progress | None = None) -> Build:
    """All stages but the last: what the next deck will hold. Nothing is written. Raises ``NothingToReadError``.

    Identities need the whole notes folder, so it is read whole even where ``paths`` name only some of its notes; these
    alone are in the build then, and nothing of the others is changed or retired. A ledger that is damaged gives a
    build without notes that is ``blocked``.
    """
    from flashgen import ledger as ledgers
    from flashgen.identify import Plan, identify

    place = locate(paths, config)
    reading = understand((place.root,), config, progress=progress)
    try:
        ledger = ledgers.load(place.root)
    except ledgers.LedgerError as error:
        shown = (*error.diagnostics, *reading.diagnostics)
        return Build(place.root, config, (), shown, Plan(), ledgers.Ledger(), len(reading.sources), blocked=True)
    done = identify(reading.drafts, ledger, now=int(time.time()) if now is None else now)
    remarks = tuple(_shown(done.diagnostics, reading.sources))
    notes = done.notes
    if place.only:
        chosen = [p.resolve() for p in place.only]
        notes = tuple(n for n in notes if any(_within(place.root / n.draft.path, c) for c in chosen))
    return Build(
        place.root, config, notes, (*reading.diagnostics, *remarks), done.plan, done.ledger, len(reading.sources)
    )


def _within(file: Path, chosen: Path) -> bool:
    real = file.resolve()
    return real == chosen or chosen in real.parents


def write(made: Build, output: Path, *, ledger: bool = True) -> None:
    """Write the package, then the ledger, each whole or not at all. Raises ``OSError``."""
    from flashgen import ledger as ledgers
    from flashgen.outputs.package import package

    package(made.notes, output)
    if ledger:
        ledgers.save(made.ledger, made.root)


def _shown(problems: Iterable[Diagnostic], sources: Sequence[Source]) -> Iterator[Diagnostic]:
    """The diagnostics in the order of the notes, with the lines that they concern."""
    by_path = {source.path: source for source in sources}
    for problem in sorted(problems, key=lambda p: (p.span.path, p.span.line, p.span.column)):
        source = by_path.get(problem.span.path)
        if source is None or problem.source_line:
            yield problem
        else:
            yield replace(problem, source_line=source.line(problem.span.line))


__all__ = ["Build", "NothingToReadError", "Place", "Reading", "build", "locate", "understand", "write"]
