"""Pipeline: runs the stages in order and gathers what they say. Notes folder and settings in, a Build out."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flashgen.compose import compose
from flashgen.config import Config
from flashgen.diagnostics import Diagnostic
from flashgen.extract import extract
from flashgen.facts import KINDS, TAGS, TYPED, Kind
from flashgen.notes import Draft, Extracted, Note
from flashgen.parse import parse, respelled, spellings
from flashgen.read import Folder, NoteFile, find, read_file
from flashgen.render import Shelf, located
from flashgen.source import Source, Span, state, thing
from flashgen.storage import store
from flashgen.storage.cache import UNPAINTED, Asked, Cache, DamagedError, Entry, Painted, Spool, diagnostics, remarks

if TYPE_CHECKING:
    from flashgen.census import Census
    from flashgen.identify import Plan
    from flashgen.ledger import Ledger, Lines

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


class NothingToReadError(Exception):
    """The paths of a command name no notes folder; the message says why."""


@thing
class Place:
    """The notes folder, and the files and folders in it that were asked for (none: all)."""

    root: Path
    only: tuple[Path, ...] = ()


@thing
class Reading:
    """What the class notes say, before identities."""

    place: Place
    config: Config
    facts: tuple[Extracted, ...]
    drafts: tuple[Draft, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[Source, ...]


@thing
class Seen:
    """What a build depended on."""

    folders: tuple[Folder, ...]
    """Those that were looked through."""
    files: tuple[tuple[str, Entry], ...]
    """Class notes, each where it is and as it was."""


@thing
class Build:
    """A deck as it would be written: nothing is on the disk yet."""

    root: Path
    """The notes folder."""
    config: Config
    notes: Sequence[Note]
    diagnostics: tuple[Diagnostic, ...]
    plan: Plan
    ledger: Ledger
    files: int
    blocked: bool = False
    """The ledger can't be read: nothing may be written before it is mended."""
    census: Census | None = None
    """Of the notes."""
    seen: Seen | None = None
    spool: Spool | None = None

    @property
    def left_out(self) -> int:
        """How many units could not be read."""
        return sum(d.severity == "error" for d in self.diagnostics)


def locate(paths: Sequence[Path], config: Config) -> Place:
    """The notes folder that ``paths`` are or lie in. Raises ``NothingToReadError``.

    A folder is the notes folder itself, unless a folder above it holds a ledger or is the one that the configuration
    names; a file selects that note of its notes folder.
    """
    from flashgen.config import notes_folder, there

    given = [Path(p) for p in paths] or [notes_folder(config)]
    for path in given:
        if not there(path):
            raise NothingToReadError(
                f"there is no file or folder {path}"
                + ("" if paths else ": name your notes folder, or set notes: in flashgen.yaml")
            )
    configured = notes_folder(config).resolve()
    roots: list[Path] = []
    for path in given:
        real = path.resolve()
        folder = real if real.is_dir() else real.parent
        root = next((f for f in (folder, *folder.parents) if there(f / "flashgen.lock") or f == configured), folder)
        if root not in roots:
            roots.append(root)
    if len(roots) > 1:
        raise NothingToReadError("these paths lie in several notes folders: " + ", ".join(str(r) for r in roots))
    root = roots[0]
    return Place(root, () if any(p.resolve() == root for p in given) else tuple(given))


def known_kinds(config: Config) -> tuple[tuple[Kind, ...], dict[str, Kind], list[Diagnostic]]:
    """Every kind with its tags: built-in ones, those of the configuration, those of other packages."""
    if not config.kinds and not config.plugins:
        return KINDS, TAGS, _untyped(config, TYPED)
    from flashgen.facts import custom

    extra, problems = custom.kinds(config)
    problems += _untyped(config, TYPED | {kind.name for kind in extra})
    if not extra:
        return KINDS, TAGS, problems
    tags = {tag: kind for kind in extra for tag in (kind.name, *kind.aliases)}
    return (*KINDS, *extra), {**tags, **TAGS}, problems


def _untyped(config: Config, typed: Collection[str]) -> list[Diagnostic]:
    """Remarks on kinds of ``type_answers`` whose answer can't be typed in."""
    return [
        Diagnostic(
            "FG054",
            f"type_answers: the answer of '{name}' can't be typed in",
            Span("flashgen.yaml", 1),
            f"kinds whose answer can be: {', '.join(sorted(typed))}",
            "warning",
        )
        for name in config.type_answers
        if name not in typed
    ]


@state
class _Reader:
    """Reads one class note after another: from its text to its drafts, whatever the others say."""

    root: Path
    config: Config
    kinds: Sequence[Kind]
    tags: Mapping[str, Kind]
    shelf: Shelf

    def read(self, source: Source, changed: Mapping[str, str] | None = None, earlier: Painted = UNPAINTED) -> _Read:
        """What a note says; ``changed`` are the spellings of class names, if all notes are known already, ``earlier``
        is code that was painted before."""
        document, problems = parse(source, self.config, self.tags)
        names = sorted({block.class_name for block in document.blocks})
        changed = spellings(names) if changed is None else changed
        document = respelled(document, changed)
        facts, found = extract(document, self.kinds)
        problems += found
        self.shelf.asked, self.shelf.painted, self.shelf.earlier = {}, {}, earlier
        drafts, found = compose(facts, self.root, self.config, {source.path: source.text}, self.shelf)
        problems += found
        spelled = tuple((name, changed.get(name, name)) for name in names)
        asked, painted = self.media(source.path, self.shelf.asked), self.shelf.painted
        return _Read(facts, drafts, list(_shown(problems, source)), spelled, asked, painted)

    def media(self, path: str, asked: Iterable[str]) -> Asked:
        """Where the media that a note asks for are, and what tells them from changed ones, if anything does yet."""
        self.shelf.folder = path.rpartition("/")[0]
        found = []
        for text in asked:
            place = located(text, self.shelf) or ""
            mark = store.mark(place) if place else ()
            found.append((text, place, mark if mark and store.settled(mark) else ()))
        return tuple(found)

    def holds(self, entry: Entry) -> bool:
        """Whether the media that a note shows are found where they were, and are as they were."""
        now = self.media(entry.path, [text for text, _, _ in entry.asked])
        return now == entry.asked and all(mark for _, place, mark in now if place)


@thing
class _Read:
    """What one class note gave."""

    facts: list[Extracted]
    drafts: list[Draft]
    problems: list[Diagnostic]
    spelled: tuple[tuple[str, str], ...]
    asked: Asked
    painted: Painted


def _reader(place: Place, config: Config, problems: list[Diagnostic]) -> _Reader:
    kinds, tags, found = known_kinds(config)
    problems += found
    return _Reader(place.root, config, kinds, tags, Shelf(place.root, allow_remote=config.allow_remote))


def understand(paths: Sequence[Path], config: Config, *, progress: Progress | None = None) -> Reading:
    """Read, parse, extract and compose: everything but identities. Raises ``NothingToReadError``."""
    place = locate(paths, config)
    problems: list[Diagnostic] = []
    reader = _reader(place, config, problems)
    files = find(place.root, config, problems, place.only)
    sources: list[Source] = []
    done: list[_Read] = []
    for number, file in enumerate(files):
        if progress:
            progress("reading notes", number, len(files))
        source, found, _ = read_file(file)
        problems += found
        if source is not None:
            sources.append(source)
            done.append(reader.read(source))
    changed = spellings({name for one in done for name, _ in one.spelled})
    for number, one in enumerate(done):
        if any(changed.get(name, name) != spelled for name, spelled in one.spelled):
            done[number] = reader.read(sources[number], changed)
    problems += [problem for one in done for problem in one.problems]
    return Reading(
        place,
        config,
        tuple(fact for one in done for fact in one.facts),
        tuple(draft for one in done for draft in one.drafts),
        tuple(_in_order(problems)),
        tuple(sources),
    )


class _Gathering:
    """All class notes of a folder on their way to drafts; what the cache still holds of them is not read again."""

    def __init__(self, place: Place, config: Config, *, kept: bool) -> None:
        self.problems: list[Diagnostic] = []
        self.reader = _reader(place, config, self.problems)
        self.folders: list[Folder] = []
        self.lost = False
        """Whether a note could not be read at all."""
        self.files = find(place.root, config, self.problems, (), self.folders)
        self.cache = Cache(place.root, repr(config), kept=kept and not config.plugins)

    def run(self, progress: Progress | None) -> Spool:
        """The drafts of all notes, with their class names as all of them together spell them."""
        spool = Spool(self.cache)
        there = []
        for number, file in enumerate(self.files):
            if progress:
                progress("reading notes", number, len(self.files))
            if self._recalled(file, spool) or self._read(file, spool):
                there.append(file)
        self.files = there
        changed = spellings({name for entry in spool.entries for name, _ in entry.spelled})
        for number, entry in enumerate(spool.entries):
            if any(changed.get(name, name) != spelled for name, spelled in entry.spelled):
                self._read(there[number], spool, changed, number)
        spool.finish()
        spool.keep()
        return spool

    def _recalled(self, file: NoteFile, spool: Spool) -> bool:
        """Take the drafts of a note from the cache, if they are still what it says."""
        entry = self._known(file)
        if entry is None:
            return False
        try:
            spool.add(entry, None)
        except DamagedError:
            return False
        return True

    def _known(self, file: NoteFile) -> Entry | None:
        """What the cache has of a note, if that is still what the note says."""
        entry = self.cache.entries.get(file.path)
        if entry is None or entry.size != file.size:
            return None
        if not (entry.sure and entry.mtime_ns == file.mtime_ns and entry.ctime_ns == file.ctime_ns):
            _, _, data = read_file(file)
            if store.digest(data) != entry.digest:
                return None
            entry = _stamped(entry, file)
        return entry if not entry.asked or self.reader.holds(entry) else None

    def _read(
        self, file: NoteFile, spool: Spool, changed: Mapping[str, str] | None = None, number: int | None = None
    ) -> bool:
        """Read a note, and put its drafts and what it was into the spool; False if it can't be read."""
        source, found, data = read_file(file)
        if source is None:
            self.problems += found
            self.lost = True
            return False
        read = self.reader.read(source, changed, self.cache.painted(file.path))
        shown = remarks([*_shown(found, source), *read.problems])
        digest, drafts = store.digest(data), read.drafts
        entry = Entry(file.path, file.size, 0, 0, False, digest, read.spelled, read.asked, shown, len(drafts))
        spool.add(_stamped(entry, file), drafts, number, read.painted)
        return True


def _stamped(entry: Entry, file: NoteFile) -> Entry:
    """What is known of a note, with the time it has now."""
    sure = store.settled((file.size, file.mtime_ns, file.ctime_ns))
    return entry._replace(mtime_ns=file.mtime_ns, ctime_ns=file.ctime_ns, sure=sure)


def build(
    paths: Sequence[Path],
    config: Config,
    *,
    now: int | None = None,
    progress: Progress | None = None,
    cache: bool = False,
) -> Build:
    """All stages but the last: what the next deck will hold. Nothing is written. Raises ``NothingToReadError``.

    Identities need the whole notes folder, so it is read whole even where ``paths`` name only some of its notes; these
    alone are in the build then, and nothing of the others is changed or retired. A ledger that is damaged gives a
    build without notes that is ``blocked``. With ``cache`` unchanged notes are not read again.
    """
    from flashgen import ledger as ledgers
    from flashgen.census import census as counted
    from flashgen.identify import Plan, identify

    place = locate(paths, config)
    gathering = _Gathering(place, config, kept=cache)
    spool = gathering.run(progress)
    problems = gathering.problems + [problem for entry in spool.entries for problem in diagnostics(entry.remarks)]
    shown, files = tuple(_in_order(problems)), len(spool.entries)
    try:
        ledger = ledgers.load(place.root, functools.partial(_vouch, spool, place.root) if cache else None)
    except ledgers.LedgerError as error:
        empty = ledgers.Ledger()
        return Build(place.root, config, (), (*error.diagnostics, *shown), Plan(), empty, files, blocked=True)
    step = None if progress is None else functools.partial(progress, "deciding what is new")
    done = identify(spool, ledger, now=int(time.time()) if now is None else now, step=step)
    notes, census = done.notes, done.census
    if place.only:
        chosen = [p.resolve() for p in place.only]
        within = functools.cache(lambda path: any(_within(place.root / path, c) for c in chosen))
        notes = notes.only(within)
        census = counted(notes, {n.guid for n in done.plan.new}, {n.guid for n in done.plan.edited})
    seen = Seen(
        tuple(gathering.folders), tuple((f.file, e) for f, e in zip(gathering.files, spool.entries, strict=True))
    )
    return Build(
        place.root,
        config,
        notes,
        (*shown, *_with_lines(done.diagnostics, gathering.files)),
        done.plan,
        done.ledger,
        files,
        census=census,
        seen=None if place.only or gathering.lost else seen,
        spool=spool if cache else None,
    )


def _vouch(spool: Spool, root: Path, lines: Lines) -> None:
    """Look up what the last build decided for the notes that have not changed."""
    from flashgen.storage.verdicts import vouched

    spool.vouched = vouched(spool, root, lines)


def _within(file: Path, chosen: Path) -> bool:
    real = file.resolve()
    return real == chosen or chosen in real.parents


def write(made: Build, output: Path, *, ledger: bool = True, progress: Progress | None = None) -> None:
    """Write the package and the ledger, each whole or not at all. Raises ``OSError``.

    Both are on the disk before the first takes its place: the package, then at once the ledger. Whoever is killed in
    between has a deck that is newer than its ledger, and the next build decides the same again.
    """
    from contextlib import nullcontext

    from flashgen import ledger as ledgers
    from flashgen.outputs.package import package

    step = None if progress is None else functools.partial(_of, progress, "writing cards", len(made.notes))
    with ledgers.saving(made.ledger, made.root) if ledger else nullcontext():
        package(made.notes, output, step, made.census)
    if ledger and made.spool is not None:
        from flashgen.storage.verdicts import save

        save(made.spool, made.root, getattr(made.ledger.records, "verdicts", {}))


def _of(progress: Progress, what: str, total: int, done: int) -> None:
    progress(what, done, total)


def _shown(problems: Sequence[Diagnostic], source: Source) -> Iterator[Diagnostic]:
    """The diagnostics of a note with the lines that they concern."""
    lines = source.text.split("\n") if problems else []
    for problem in problems:
        line = problem.span.line
        if problem.source_line or problem.span.path != source.path or not 0 < line <= len(lines):
            yield problem
        else:
            yield replace(problem, source_line=lines[line - 1])


def _with_lines(problems: Sequence[Diagnostic], files: Iterable[NoteFile]) -> Iterator[Diagnostic]:
    """Diagnostics on notes that are no longer in memory, with their lines."""
    where = {file.path: file for file in files} if problems else {}

    @functools.cache
    def source(path: str) -> Source | None:
        return read_file(where[path])[0] if path in where else None

    for problem in problems:
        found = source(problem.span.path)
        yield from [problem] if found is None else _shown([problem], found)


def _in_order(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics in the order of the notes."""
    return sorted(problems, key=lambda p: (p.span.path, p.span.line, p.span.column))


__all__ = ["Build", "NothingToReadError", "Place", "Reading", "build", "locate", "understand", "write"]
