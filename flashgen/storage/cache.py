"""Cache: what each class note gave when it was last read, and the drafts of a build, in memory or on the disk.

One file a notes folder: the drafts of each note as one block of bytes, then an index. It is written anew beside the old
one and takes its place, so that two builds at once, or a kill, leave one of them whole. A block says by its checksum
whether it is damaged; an index that can't be used is as good as none. Marshal reads plain values only as we use it, and
the file lies where nobody else may write (``store``).
"""

from __future__ import annotations

import marshal
import os
import tempfile
import time
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from flashgen.diagnostics import Diagnostic
from flashgen.notes import Draft, Media
from flashgen.source import Span
from flashgen.storage import store
from flashgen.storage.lazily import Lazy
from flashgen.storage.whole import replacing, sweep

if TYPE_CHECKING:
    from flashgen.storage.verdicts import Vouched

FORMAT = 5
SUFFIX = ".cache"
RESIDENT = 10_000
"""So many drafts stay in memory; where there are more, all are read from the disk each time."""
AGE = 90 * 86_400
"""Caches that were not written for so many seconds are those of notes folders that have gone."""

Spelled = tuple[tuple[str, str], ...]
"""Class names as a note writes them, and as all notes together spell them."""
Asked = tuple[tuple[str, str, tuple[int, ...]], ...]
"""Media that a note shows: as written, where the file was found, and its ``store.mark``; empty where there was none."""
Painted = Mapping[tuple[str, str], str]
"""Code that a note shows, with its language → its HTML. Loading what paints takes longer than most builds."""
UNPAINTED: Painted = MappingProxyType({})


class Entry(NamedTuple):
    """What is known of one class note."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    sure: bool
    """Whether size and times tell that it is unchanged."""
    digest: bytes
    """Of its bytes."""
    spelled: Spelled
    asked: Asked
    remarks: tuple[tuple[Any, ...], ...]
    """Diagnostics, as plain values."""
    drafts: int
    """How many it gave."""
    start: int = -1
    """Where its drafts begin in the file; -1: they are in memory only."""
    length: int = 0
    checksum: int = 0


_START = Entry._fields.index("start")
_CHUNK = 1 << 16


def diagnostics(told: Iterable[tuple[Any, ...]]) -> list[Diagnostic]:
    """Diagnostics from their plain values."""
    return [Diagnostic(code, what, Span(*span), *rest) for code, what, span, *rest in told]


def remarks(problems: Iterable[Diagnostic]) -> tuple[tuple[Any, ...], ...]:
    """Diagnostics as plain values."""
    return tuple(
        (
            p.code,
            p.message,
            (p.span.path, p.span.line, p.span.column, p.span.end_line, p.span.end_column),
            p.hint,
            p.severity,
            p.source_line,
        )
        for p in problems
    )


def _packed(drafts: Sequence[Draft], painted: Painted) -> bytes:
    """The block of a note: its drafts, and behind them its painted code, which is read for a changed note alone."""
    values = list(map(tuple, drafts))
    for n, draft in enumerate(drafts):
        if draft.media:
            values[n] = tuple(draft._replace(media=tuple([(m.name, m.path) for m in draft.media])))  # type: ignore[misc]
    return marshal.dumps(values) + marshal.dumps(dict(painted))


def _unpacked(block: bytes) -> list[Draft]:
    drafts = list(map(partial(tuple.__new__, Draft), marshal.loads(block)))  # ``Draft._make`` without its call
    for n, draft in enumerate(drafts):
        if draft.media:
            drafts[n] = draft._replace(media=tuple(Media(*m) for m in draft.media))  # type: ignore[misc]
    return drafts


class Cache:
    """What earlier builds of a notes folder read, as far as it still holds for these settings and this flashgen."""

    def __init__(self, root: Path, settings: str, *, kept: bool) -> None:
        place = store.place(os.fspath(root), SUFFIX) if kept else None
        self.path = None if place is None else Path(place)
        self.key = f"{FORMAT}\n{root}\n{settings}\n{store.tool()}" if self.path else ""
        self.file: IO[bytes] | None = None
        self.entries: dict[str, Entry] = {}
        if self.path:
            self._open(self.path)

    def _open(self, path: Path) -> None:
        """Read the index; whatever is wrong with it, there is none then."""
        with suppress(OSError, ValueError, EOFError, TypeError):
            self.file = path.open("rb")
            self.file.seek(-20, os.SEEK_END)
            tail = self.file.read(20)
            start, length, checksum = (int.from_bytes(tail[a:b], "little") for a, b in ((0, 8), (8, 16), (16, 20)))
            if start + length + 20 != self.file.tell() or length > 1 << 32:
                return
            raw = _read(self.file, start, length)
            if zlib.crc32(raw) == checksum:
                key, entries = marshal.loads(raw)
                if key == self.key:
                    self.entries = {values[0]: Entry(*values) for values in entries}

    def painted(self, path: str) -> Painted:
        """The painted code of a note as it was."""
        entry = self.entries.get(path)
        if entry is None:
            return UNPAINTED
        with suppress(DamagedError, ValueError, EOFError, TypeError):
            parts = BytesIO(_block(entry, self.file))
            marshal.load(parts)  # the drafts
            known: Painted = marshal.load(parts)
            return known
        return UNPAINTED

    def close(self) -> None:
        """Let the file go."""
        if self.file:
            self.file.close()
            self.file = None


_LOOKED_UP = itemgetter(*map(Draft._fields.index, ("notetype", "class_name", "key")))


def homes_of(drafts: Iterable[Draft]) -> array[int]:
    """For each draft the hash of what it is looked up by: eight bytes a note, where a table would take two hundred."""
    return array("q", map(hash, map(_LOOKED_UP, drafts)))


def _read(file: IO[bytes], start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def _copy(source: IO[bytes], start: int, length: int, sink: IO[bytes]) -> None:
    source.seek(start)
    while length > 0 and (chunk := source.read(min(length, _CHUNK))):
        sink.write(chunk)
        length -= len(chunk)


def _block(entry: Entry, file: IO[bytes] | None) -> bytes:
    """What was written for a note. Raises ``DamagedError``."""
    if file is None:
        raise DamagedError(entry.path)
    try:
        block = _read(file, entry.start, entry.length)
    except (OSError, ValueError, TypeError) as error:
        raise DamagedError(entry.path) from error
    if zlib.crc32(block) != entry.checksum:
        raise DamagedError(entry.path)
    return block


class DamagedError(Exception):
    """A block of the cache is not what was written: its note has to be read."""


class Spool(Lazy[Draft]):
    """The drafts of a build in the order of the notes: as many as fit in memory, the others in a file."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.entries: list[Entry] = []
        self.homes: array[int] = array("q")
        """For each draft the hash of what it is looked up by."""
        self.anchors: dict[int, list[int]] = {}
        """For a note the drafts whose author gave them an id."""
        self.starts = array("q")
        """Where the drafts of each note begin, once all are there."""
        self.total = 0
        self.shared: dict[Spelled, Spelled] = {}
        self.vouched: dict[int, Vouched] = {}
        """The notes for which the last build's verdict holds."""
        self.resident: dict[int, list[Draft]] = {}
        self.kept = 0
        self.large = False
        self.last: tuple[int, list[Draft]] = (-1, [])
        self.new: dict[str, int] = {}
        """Paths of the notes whose drafts lie in ``file``."""
        self.file: IO[bytes] | None = None
        self.end = 0

    # ---------------------------------------------------------------- filling it

    def add(
        self, entry: Entry, drafts: list[Draft] | None, number: int | None = None, painted: Painted = UNPAINTED
    ) -> None:
        """Take in a note: its drafts as they were just read with its painted code, or (``None``) what the cache has.

        ``number``: in the place of that one. Raises ``DamagedError`` where the cache does not have the drafts any more.
        """
        if drafts is None:
            drafts = self._drafts(entry, self.cache.file)
        elif self.cache.path or self.large:
            entry = self._written(entry, drafts, painted)
        homes = homes_of(drafts)
        entry = entry._replace(
            spelled=self.shared.setdefault(entry.spelled, entry.spelled)
        )  # one for all that are equal
        if number is None:
            number = len(self.entries)
            self.entries.append(entry)
            self.homes.extend(homes)
        else:
            start = sum(e.drafts for e in self.entries[:number])
            self.homes[start : start + self.entries[number].drafts] = homes
            self.entries[number] = entry
            self.kept -= len(self.resident.pop(number, ()))
        self.anchors.pop(number, None)
        if anchored := [n for n, draft in enumerate(drafts) if draft.anchor]:
            self.anchors[number] = anchored
        if not self.large:
            self.resident[number] = drafts
            self.kept += len(drafts)
            if self.kept > RESIDENT:
                self._spill()

    def _spill(self) -> None:
        """There are too many drafts for memory: those that are nowhere else go to the disk."""
        self.large = True
        for number, drafts in self.resident.items():
            if self.entries[number].start < 0:
                self.entries[number] = self._written(self.entries[number], drafts)
        self.resident.clear()

    def take_homes(self) -> array[int]:
        """``homes``, which are let go."""
        homes, self.homes = self.homes, array("q")
        return homes

    def finish(self) -> None:
        """All notes are there: number their drafts."""
        for entry in self.entries:
            self.starts.append(self.total)
            self.total += entry.drafts

    @property
    def anchored(self) -> list[int]:
        """The drafts whose author gave them an id."""
        return [self.starts[number] + n for number, found in sorted(self.anchors.items()) for n in found]

    def _written(self, entry: Entry, drafts: list[Draft], painted: Painted = UNPAINTED) -> Entry:
        block = _packed(drafts, painted)
        if self.file is None:
            self.file = tempfile.TemporaryFile(dir=store.folder())  # noqa: SIM115  # closed with the spool
        self.file.seek(self.end)
        self.file.write(block)
        entry = entry._replace(start=self.end, length=len(block), checksum=zlib.crc32(block))
        self.new[entry.path] = self.end
        self.end += len(block)
        return entry

    def _drafts(self, entry: Entry, file: IO[bytes] | None) -> list[Draft]:
        block = _block(entry, file)
        try:
            drafts = _unpacked(block)
        except (ValueError, EOFError, TypeError) as error:
            raise DamagedError(entry.path) from error
        if len(drafts) != entry.drafts:
            raise DamagedError(entry.path)
        return drafts

    # ---------------------------------------------------------------- reading it

    def __len__(self) -> int:
        return self.total

    def of_note(self, number: int) -> list[Draft]:
        """The drafts of the note with that number."""
        drafts = self.resident.get(number)
        if drafts is None:
            if self.last[0] == number:
                return self.last[1]
            entry = self.entries[number]
            drafts = self._drafts(entry, self.file if entry.path in self.new else self.cache.file)
            self.last = number, drafts
        return drafts

    def __iter__(self) -> Iterator[Draft]:
        for number in range(len(self.entries)):
            yield from self.of_note(number)

    def at(self, place: int) -> Draft:
        """The draft at a place."""
        number = bisect_right(self.starts, place) - 1
        return self.of_note(number)[place - self.starts[number]]

    # ---------------------------------------------------------------- keeping it

    def keep(self) -> None:
        """Write the cache for the next build, if anything in it is new. That it can't be is no error."""
        known, path = self.cache.entries, self.cache.path
        if path is None or (not self.new and len(known) == len(self.entries) and self._same(known)):
            return
        with suppress(OSError):
            sweep(path)
            _forget_old(path.parent)
            with replacing(path, durable=False) as part, part.open("wb") as file:
                entries, start = [], 0
                for entry in self.entries:
                    entries.append((*entry[:_START], start, *entry[_START + 1 :]))
                    start += entry.length
                for source, begin, length in self._runs():
                    _copy(source, begin, length, file)
                raw = marshal.dumps((self.cache.key, entries))
                file.write(raw)
                file.write(start.to_bytes(8, "little") + len(raw).to_bytes(8, "little"))
                file.write(zlib.crc32(raw).to_bytes(4, "little"))
                file.close()
                if os.name == "nt":
                    self._let_go()

    def _runs(self) -> Iterator[tuple[IO[bytes], int, int]]:
        """Where the blocks of all notes are, in their order: those that follow one another in a file at one go."""
        run, begin, end = None, 0, 0
        for entry in self.entries:
            source = self.file if entry.path in self.new else self.cache.file
            if source is not run or entry.start != end:
                if run:
                    yield run, begin, end - begin
                run, begin, end = source, entry.start, entry.start
            end += entry.length
        if run:
            yield run, begin, end - begin

    def _let_go(self) -> None:
        """Windows replaces no file that is open. ``OSError`` where the build still reads from the old one."""
        if len(self.resident) < len(self.entries):
            raise OSError("the old cache is still needed")
        self.cache.close()

    def _same(self, known: dict[str, Entry]) -> bool:
        return all(known.get(e.path) == e for e in self.entries)

    def close(self) -> None:
        """Let the files go."""
        if self.file:
            self.file.close()
        self.cache.close()


def _forget_old(folder: Path) -> None:
    """Remove the caches of notes folders that have gone."""
    limit = time.time() - AGE
    for entry in os.scandir(folder):
        if entry.name.endswith((SUFFIX, ".seen", ".lock")) and entry.stat().st_mtime < limit:
            with suppress(OSError):
                Path(entry.path).unlink()
