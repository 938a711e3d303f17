"""The ledger, ``flashgen.lock``: what earlier builds decided. Bytes in, records out; written whole or not at all.

One line a note, its columns parted by tabs, sorted by GUID: a note's line never moves, so two branches that add notes
merge, or conflict in a way that keeping both sides resolves. What would change with every edit elsewhere (line numbers)
is not in it.
"""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field
from filecmp import cmp
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple

from flashgen.diagnostics import Diagnostic
from flashgen.late import pattern
from flashgen.notes import PART
from flashgen.source import Span, thing
from flashgen.storage import store
from flashgen.storage.lazily import Lazy
from flashgen.storage.sorting import sorting
from flashgen.storage.whole import replacing, sweep, synced

NAME = "flashgen.lock"
VERSION = 1
HEADER = f"flashgen ledger {VERSION}"
ADVICE = "# It keeps the review history of your cards: commit it with your notes. In a merge conflict, keep both sides."
LIVE, RETIRED, GONE, UNWANTED = "live", "retired", "gone", "unwanted"
STATES = frozenset((LIVE, RETIRED, GONE, UNWANTED))
LONG = 4_000
"""Fields longer than this (figures) are kept compressed."""
LATEST = 4_000_000_000
"""Seconds of Unix time, in the year 2096: what is later is no time of a build, and four bytes hold what is earlier."""
LARGE = 32 << 20
"""Bytes of a ledger that is read into memory at most; of a larger one the lines that are asked for."""
RUN = 8 << 20
"""Bytes of lines that are sorted in memory; more are sorted in parts that wait on the disk."""

_CHUNK = 1 << 16

_ESCAPED = pattern(r"\\(.)", re.DOTALL)
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_MEANT = {"t": "\t", "n": "\n", "r": "\r"}
_GUID = re.compile(r"[!-~]{1,64}\Z")
_CONFLICT = pattern(r"(<{7}|={7}|>{7}|\|{7})( |$)")


class Record(NamedTuple):
    """One note as the ledger knows it. All texts, so that reading ten thousand of them is quick."""

    guid: str
    state: str
    """``live``; ``retired``: gone from the notes, being sent with its tag; ``gone``: retired and told; ``unwanted``:
    never sent, because the student deleted it in Anki and said so."""
    mod: str
    """Unix time, seconds, of the build that first saw this content."""
    notetype: str
    kind: str
    deck: str
    class_name: str
    path: str
    heading: str
    """The innermost heading above it."""
    anchor: str
    previous: str
    """GUID of the note before it in its file: its neighbour, which an insertion elsewhere does not change."""
    maybe: str
    """GUIDs of the retired notes that it may be, parted by spaces, which the student has not confirmed."""
    key: str
    tags: str
    """All Anki tags, parted by spaces."""
    clozes: str
    """The cloze numbers ever used with the texts of their deletions (``pins``), the highest first."""
    fields: str
    """The fields of the Anki note but Source and the id, packed (``pack``)."""

    def values(self) -> tuple[str, ...]:
        """The fields, unpacked."""
        return unpack(self.fields)

    def triple(self) -> tuple[str, str, str]:
        """What it is looked up by."""
        return self.notetype, self.class_name, self.key


COLUMNS = len(Record._fields)


@thing
class Ledger:
    """GUID → record."""

    records: Mapping[str, Record] = field(default_factory=dict)

    def rows(self) -> Sequence[Record]:
        """The records in an order of their own."""
        return self.records.rows if isinstance(self.records, OnDisk | Lines) else tuple(self.records.values())

    def homes(self, given: bytearray) -> array[int]:
        """For each of ``rows`` the hash of what it is looked up by; 0 may stand for one that is given away already."""
        if isinstance(self.records, OnDisk):
            return self.records.homes
        if isinstance(self.records, Lines):
            rows, homes = self.records.rows, array("q", [0]) * len(given)
            for place in zeros(given):
                homes[place] = hash(rows[place].triple())
            return homes
        return array("q", [hash(record.triple()) for record in self.records.values()])

    def each(self) -> Iterator[Record]:
        """Every record once."""
        stream: Callable[[], Iterator[Record]] = getattr(self.records, "stream", lambda: iter(self.records.values()))
        return stream()

    def lines(self) -> Iterable[bytes]:
        """Every record as its line, in an order of their own."""
        own: Callable[[], Iterable[bytes]] = getattr(self.records, "as_lines", lambda: map(line_of, self.each()))
        return own()

    def find(self, wanted: str) -> tuple[Record, ...]:
        """The records with this GUID, or whose GUID starts with it, or else whose key or fields hold the text."""
        if wanted in self.records:
            return (self.records[wanted],)
        if len(wanted) >= 4 and (found := tuple(r for g, r in self.records.items() if g.startswith(wanted))):
            return found
        low = wanted.casefold()
        same = tuple(r for r in self.records.values() if r.key == low)
        return same or tuple(r for r in self.records.values() if low in r.key or low in r.fields.casefold())


def zeros(marks: bytearray) -> Iterator[int]:
    """The places that are not marked: few, where most are."""
    place = marks.find(0)
    while place >= 0:
        yield place
        place = marks.find(0, place + 1)


class LedgerError(Exception):
    """The ledger can't be used as it is: ``diagnostics`` say where and why. The file is left as it was."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(f"{d.span.path}:{d.span.line}: {d.message}" for d in diagnostics))
        self.diagnostics = diagnostics


def load(folder: Path, vouch: Callable[[Lines], None] | None = None) -> Ledger:
    """The ledger of a notes folder, empty if there is none; ``LedgerError`` if it is damaged or in conflict.

    ``vouch`` may say of lines that they are as we wrote them: these are not looked at before somebody asks for them.
    """
    path = folder / NAME
    try:
        if os.name != "nt" and path.stat().st_size > LARGE and (found := OnDisk.of(path)):
            return Ledger(found)
        if vouch and (lines := Lines.of(path)):
            vouch(lines)
            if lines.whole():
                return Ledger(lines)
        raw = path.read_bytes()
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        raise LedgerError(_remark("FG501", f"the ledger can't be read: {error.strerror or error}", 1)) from error
    return parse(raw)


class Lines(Mapping[str, Record]):
    """The records of a ledger in memory, each read when it is asked for; only of a file that is as we write it."""

    def __init__(self, lines: list[bytes]) -> None:
        self.lines = lines
        """Each with its end, as the next ledger will have it."""
        self.places = {line[: line.find(b"\t")]: place for place, line in enumerate(lines)}
        self.rows = _Lazily(lines)
        self.sound = bytearray(len(lines))
        """The lines that are known to be whole."""

    @staticmethod
    def of(path: Path) -> Lines | None:
        """The lines of a file; ``None`` where it is not as we write it, and has to be looked at as a whole."""
        with path.open("rb", _CHUNK) as file:
            if file.readline() != f"{HEADER}\n".encode() or file.readline() != f"{ADVICE}\n".encode():
                return None
            lines = file.readlines()
        if lines and lines[-1][-1:] != b"\n":
            return None
        found = Lines(lines)
        return found if len(found.places) == len(lines) else None

    def vouch(self, places: Iterable[int]) -> None:
        """These lines are as we wrote them."""
        for place in places:
            self.sound[place] = 1

    def whole(self) -> bool:
        """Whether every line that nobody vouched for is whole."""
        try:
            left = [self.lines[place][:-1].decode() for place in zeros(self.sound)]
        except UnicodeDecodeError:
            return False
        return not any("\r" in line or _record(line) is None for line in left)

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[str]:
        return (guid.decode() for guid in self.places)

    def __getitem__(self, guid: str) -> Record:
        return self.rows[self.places[guid.encode("utf-8", "replace")]]


class _Lazily(Lazy[Record]):
    """Records of lines."""

    def __init__(self, lines: list[bytes]) -> None:
        self.lines = lines
        self.made: dict[int, Record] = {}

    def __len__(self) -> int:
        return len(self.lines)

    def at(self, place: int) -> Record:
        """The record of a line."""
        record = self.made.get(place)
        if record is None:
            record = _record(self.lines[place][:-1].decode())
            assert record is not None, "a line that was found whole"
            self.made[place] = record
        return record


class _Rows(Lazy[Record]):
    """The lines of a ledger's file, each read when it is asked for."""

    def __init__(self, file: IO[bytes], starts: array[int]) -> None:
        self.file, self.starts = file, starts

    def __len__(self) -> int:
        return len(self.starts) - 1

    def at(self, place: int) -> Record:
        """The record of a line. ``LedgerError`` if it is none any more."""
        start, end = self.starts[place], self.starts[place + 1]
        record = _record(os.pread(self.file.fileno(), end - start - 1, start).decode())
        if record is None:
            raise LedgerError(_remark("FG501", "the ledger has changed while it was read", place + 3))
        return record


class OnDisk(Mapping[str, Record]):
    """The records of a ledger that is too large for memory; where each begins, and what it is looked up by, are known.

    Only where the file is as we write it, every line whole and in order. (Windows replaces no file that is open: there
    every ledger is read into memory.)
    """

    def __init__(self, file: IO[bytes], starts: array[int], homes: array[int]) -> None:
        self.rows, self.homes = _Rows(file, starts), homes

    @staticmethod
    def of(path: Path) -> OnDisk | None:
        """The records of a file; ``None`` where it is not as we write it, and has to be read as a whole."""
        file = path.open("rb")
        starts, homes, before = array("q"), array("q"), ""
        try:
            if file.readline() != f"{HEADER}\n".encode():
                return None
            at = file.tell()
            for raw in file:
                if raw[:1] != b"#":
                    record = _record(raw[:-1].decode()) if raw.endswith(b"\n") else None
                    if record is None or record.guid <= before:
                        return None
                    before = record.guid
                    starts.append(at)
                    homes.append(hash(record.triple()))
                elif starts:
                    return None
                at += len(raw)
        except UnicodeDecodeError:
            return None
        starts.append(at)
        return OnDisk(file, starts, homes)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[str]:
        return (record.guid for record in self.rows)

    def __getitem__(self, guid: str) -> Record:
        number = bisect_left(self.rows, guid, key=lambda record: record.guid)
        if number < len(self.rows) and (found := self.rows[number]).guid == guid:
            return found
        raise KeyError(guid)

    def stream(self) -> Iterator[Record]:
        """Every record once."""
        return iter(self.rows)


def _record(line: str) -> Record | None:
    """The record of a line; ``None`` if it is not whole."""
    last = COLUMNS - 1
    cells = line.split("\t", last)
    if len(cells) != COLUMNS or cells[1] not in STATES or not _is_time(cells[2]) or not _GUID.match(cells[0]):
        return None
    if "\\" in line and "\\" in line[: -len(cells[last]) or None]:
        cells[:last] = map(unescape, cells[:last])
    return Record._make(cells)


def parse(raw: bytes) -> Ledger:
    """The records of a ledger's bytes; ``LedgerError`` lists every line that can't be read."""
    lines = _lines(raw)
    problems = (
        [
            _remark("FG500", "a merge conflict", n, line, "keep both sides: 'flashgen ledger check --repair'")
            for n, line in enumerate(lines, 1)
            if line[:1] in "<=>|" and _CONFLICT.match(line)
        ]
        if b"<<<<<<<" in raw or b">>>>>>>" in raw or b"=======" in raw
        else []
    )
    if problems:
        raise LedgerError(*problems)
    _header(lines)
    records, problems = _records(lines, 2)
    if not raw.endswith((b"\n", b"\r")):
        problems.append(_remark("FG501", "the ledger ends in the middle of a line", len(lines), lines[-1], _RESTORE))
    if problems:
        raise LedgerError(*problems)
    return Ledger(records)


def repair(raw: bytes) -> tuple[Ledger, tuple[Diagnostic, ...]]:
    """What can be read of a ledger's bytes, both sides of conflicts included, and remarks on the lines that can't."""
    lines = _lines(raw, "replace")
    records, problems = _records([line for line in lines if not _CONFLICT.match(line)], 1)
    return Ledger(records), tuple(problems)


_RESTORE = "restore the file from git or a backup, or 'flashgen ledger check --repair' keeps the lines that are whole"


def _lines(raw: bytes, errors: str = "strict") -> list[str]:
    try:
        text = raw.decode("utf-8-sig", errors)
    except UnicodeDecodeError as error:
        number = raw.count(b"\n", 0, error.start) + 1
        raise LedgerError(_remark("FG501", "the ledger is not UTF-8", number, hint=_RESTORE)) from error
    lines = (text.replace("\r\n", "\n") if "\r" in text else text).split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines


def _header(lines: list[str]) -> None:
    first = lines[0] if lines else ""
    if first == HEADER:
        return
    name, _, version = first.rpartition(" ")
    if name == "flashgen ledger" and version.isdecimal():
        raise LedgerError(
            _remark(
                "FG502",
                f"a ledger of version {version}; this flashgen reads {VERSION}",
                1,
                first,
                "upgrade flashgen: 'pip install -U flashgen'",
            )
        )
    raise LedgerError(_remark("FG501", f"the ledger does not begin with '{HEADER}'", 1, first, _RESTORE))


def _records(lines: list[str], first: int) -> tuple[dict[str, Record], list[Diagnostic]]:
    """Records of lines that are whole, remarks on the others; of two with one GUID, what both knew."""
    records: dict[str, Record] = {}
    problems: list[Diagnostic] = []
    for number, line in enumerate(lines[first - 1 :], first):
        record = _record(line)
        if record is None:
            if line and line[0] != "#" and line != HEADER:
                what = f"this line of the ledger is damaged: {_damage(line.split(chr(9), COLUMNS - 1))}"
                problems.append(_remark("FG501", what, number, line, _RESTORE))
            continue
        twin = records.get(record.guid)
        records[record.guid] = record if twin is None else joined(twin, record)
    return records, problems


def _damage(cells: list[str]) -> str:
    if len(cells) != COLUMNS:
        return f"{len(cells)} columns, not {COLUMNS}"
    if cells[1] not in STATES:
        return f"'{cells[1][:20]}' is no state of a note"
    return f"'{cells[2][:20]}' is no time" if not _is_time(cells[2]) else f"'{cells[0][:20]}' is no id"


def _is_time(cell: str) -> bool:
    """Whether a cell is a Unix time, of a sensible year."""
    return cell.isdecimal() and len(cell) <= 10 and int(cell) < LATEST


def joined(one: Record, other: Record) -> Record:
    """Of two records of a note (two branches changed it) the one that changed last, with the cloze numbers of both."""
    older, newer = sorted((one, other), key=lambda r: (int(r.mod), r.state == LIVE, r))
    if not newer.clozes or older.clozes == newer.clozes:
        return newer
    (high_old, old), (high_new, new) = numbers(older.clozes), numbers(newer.clozes)
    return newer._replace(clozes=pins(max(high_old, high_new), {**old, **new}))


def dump(ledger: Ledger) -> bytes:
    """The bytes of a ledger."""
    return b"".join(_chunks(ledger))


def _chunks(ledger: Ledger) -> Iterator[bytes]:
    """The bytes of a ledger, some lines at a time, the lines sorted by GUID."""
    yield f"{HEADER}\n{ADVICE}\n".encode()
    with sorting(RUN, store.folder()) as lines:
        lines.extend(ledger.lines())
        ordered = iter(lines)
        while some := list(islice(ordered, 1_000)):
            yield b"".join(some)


def line_of(record: tuple[str, ...]) -> bytes:
    """A record, or its values, as its line, with its end."""
    head = "\t".join(record[:-1])
    if "\\" in head or "\n" in head or "\r" in head or head.count("\t") != COLUMNS - 2:
        head = "\t".join(map(escape, record[:-1]))
    return f"{head}\t{record[-1]}\n".encode("utf-8", "replace")


def save(ledger: Ledger, folder: Path) -> bool:
    """Write the ledger of a notes folder if it changed: a file beside it, then one replaces the other."""
    with saving(ledger, folder) as changed:
        return changed


@contextmanager
def saving(ledger: Ledger, folder: Path) -> Iterator[bool]:
    """The ledger of a notes folder is on the disk beside the old one, and takes its place when the block ends.

    True if it is another than the old one. Raises ``OSError``.
    """
    path = folder / NAME
    sweep(path)
    if not ledger.records and not path.exists():
        yield False
        return
    with replacing(path) as part:
        with part.open("wb") as file:
            file.writelines(_chunks(ledger))
        changed = not (path.exists() and cmp(part, path, shallow=False))
        if changed:
            synced(part)
        else:
            part.unlink()
        yield changed


def escape(text: str) -> str:
    """A text as one cell of a line."""
    return _SPECIAL.sub(lambda m: _ESCAPES[m[0]], text) if _SPECIAL.search(text) else text


def unescape(text: str) -> str:
    """The text of a cell."""
    return _ESCAPED.sub(lambda m: _MEANT.get(m[1], m[1]), text) if "\\" in text else text


def pack(flds: str) -> str:
    r"""Fields parted by ``PART`` as one cell: parted by tabs, escaped, a long one as ``\z``, its fingerprint and its
    compressed text."""
    if len(flds) > LONG or "\t" in flds:
        return "\t".join(map(_packed, flds.split(PART)))
    if "\\" in flds:
        flds = flds.replace("\\", "\\\\")
    if "\n" in flds:
        flds = flds.replace("\n", "\\n")
    if "\r" in flds:
        flds = flds.replace("\r", "\\r")
    return flds.replace(PART, "\t")


def _packed(text: str) -> str:
    if len(text) <= LONG:
        return escape(text)
    from base64 import b85encode  # few fields are long

    return f"\\z{_fingerprint(text)}:{b85encode(zlib.compress(text.encode('utf-8', 'surrogatepass'), 1)).decode()}"


def _fingerprint(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def unpack(packed: str) -> tuple[str, ...]:
    """The fields of a cell."""
    return tuple(_unpacked(cell) if cell.startswith("\\z") else unescape(cell) for cell in packed.split("\t"))


def _unpacked(cell: str) -> str:
    from base64 import b85decode

    return zlib.decompress(b85decode(cell.partition(":")[2])).decode("utf-8", "surrogatepass")


def holds(packed: str, flds: str) -> bool:
    """Whether a cell holds these fields, parted by ``PART``: without compressing or unpacking them."""
    if len(flds) <= LONG and "\\z" not in packed:
        return pack(flds) == packed
    cells, fields = packed.split("\t"), flds.split(PART)
    return len(cells) == len(fields) and all(
        cell[2:26] == _fingerprint(text) if cell.startswith("\\z") else cell == escape(text)
        for cell, text in zip(cells, fields, strict=True)
    )


def pins(high: int, texts: Mapping[int, str]) -> str:
    """Cloze numbers as a cell: ``3‖1=membrane‖3=nucleus``."""
    return f"{high}" + "".join(f"‖{n}={text.replace('‖', ' ')}" for n, text in sorted(texts.items()))


def numbers(cell: str) -> tuple[int, dict[int, str]]:
    """The highest number ever used, and the text of each."""
    high, *rest = cell.split("‖")
    texts = {}
    for piece in rest:
        number, _, text = piece.partition("=")
        if number.isdecimal():
            texts[int(number)] = text
    return max([int(high) if high.isdecimal() else 0, *texts]), texts


def _remark(code: str, message: str, line: int, source_line: str = "", hint: str = "") -> Diagnostic:
    shown = source_line if len(source_line) <= 120 else source_line[:119] + "…"
    return Diagnostic(code, message, Span(NAME, line), hint, "error", shown)
