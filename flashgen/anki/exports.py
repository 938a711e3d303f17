"""Exports: a package from Anki (``.apkg``, ``.colpkg``) or a collection file in, its database out, read only.

Nothing is ever opened where it lies: a copy is, in a folder that is gone afterwards. So a collection can be read while
Anki has it open, and nothing is written beside one that is closed.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, NamedTuple, cast

from flashgen import notetypes
from flashgen.anki import AnkiError

NEWEST = "collection.anki21b"
OLDER = ("collection.anki21", "collection.anki2")
"""What a package holds, the one to be read first; a newer package has the older files too, as a notice."""
TRIES = 5
"""So often, 200 ms apart, a collection is copied that Anki writes to meanwhile."""
TABLES = frozenset(("col", "notes", "cards", "revlog"))
ROLLOVER = 4
"""The hour at which Anki's day begins where the collection does not say."""


class ExportError(AnkiError):
    """The file can't be read as something of Anki's; the message says why, and what to do."""


class Day(NamedTuple):
    """Anki's day: it ends at the hour that the student chose (4 in the morning), not at midnight."""

    number: int
    """Days since the collection was made: what ``due`` of review cards counts in."""
    cutoff: int
    """Unix time, seconds, at which it ends."""
    rollover: int
    """The hour at which it ends."""
    buried: bool = True
    """Whether cards that are buried still are: Anki brings them back when it first looks at cards on a new day."""


@contextmanager
def opened(export: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a copy of the database in an export, or of a collection file. Raises ``ExportError``."""
    with TemporaryDirectory(prefix="flashgen-", ignore_cleanup_errors=True) as folder:
        try:
            database = _database(export, Path(folder))
            with closing(sqlite3.connect(database)) as connection:
                connection.create_collation("unicase", _unicase)
                _checked(connection)
                yield connection
        except OSError as error:
            raise ExportError(f"it can't be read: {error.strerror or error}") from error
        except (sqlite3.DatabaseError, zipfile.BadZipFile, EOFError, ValueError) as error:
            raise ExportError(f"it is damaged ({error})") from error


def _unicase(one: str, other: str) -> int:
    a, b = one.casefold(), other.casefold()
    return (a > b) - (a < b)


def _checked(connection: sqlite3.Connection) -> None:
    """That it is a collection, and whole."""
    missing = TABLES - _tables(connection)
    if missing:
        raise ExportError(f"it is no collection of Anki's: it has no table '{min(missing)}'")
    if (said := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        raise ExportError(f"it is damaged ({' '.join(said.split())})")


def _database(export: Path, folder: Path) -> Path:
    """The database as a file in ``folder``."""
    target = folder / "collection.anki2"
    with export.open("rb") as handle:
        head = handle.read(16)
    if head.startswith(b"SQLite format 3"):
        _copy(export, target)
    elif zipfile.is_zipfile(export):
        with zipfile.ZipFile(export) as archive:
            _unpack(archive, target)
    else:
        raise ExportError("it is neither a package from Anki (.apkg, .colpkg) nor a collection (collection.anki2)")
    return target


def _copy(collection: Path, target: Path) -> None:
    """Copy a collection with what Anki has not yet merged into it, at a moment when nothing is being written."""
    for attempt in range(TRIES):
        before = _stamps(collection)
        for suffix in _BESIDE:
            if (part := Path(f"{collection}{suffix}")).exists():
                shutil.copyfile(part, f"{target}{suffix}")
        if _stamps(collection) == before:
            return
        time.sleep(0.2 * (attempt < TRIES - 1))
        for suffix in _BESIDE:
            Path(f"{target}{suffix}").unlink(missing_ok=True)
    raise ExportError("Anki keeps writing to it: try again in a moment, or close Anki")


_BESIDE = ("", "-wal", "-journal")
"""The files of a database: itself, and what is not yet merged into it."""


def _stamps(collection: Path) -> list[tuple[int, int]]:
    found = [Path(f"{collection}{suffix}") for suffix in _BESIDE]
    return [((s := p.stat()).st_size, s.st_mtime_ns) if p.exists() else (0, 0) for p in found]


def _unpack(archive: zipfile.ZipFile, target: Path) -> None:
    names = set(archive.namelist())
    name = NEWEST if NEWEST in names else next((n for n in OLDER if n in names), None)
    if name is None:
        raise ExportError("it is no package from Anki: there is no collection in it")
    with archive.open(name) as packed, target.open("wb") as handle:
        if name == NEWEST:
            _unzstd(packed, handle)
        else:
            shutil.copyfileobj(packed, handle)


def _unzstd(packed: IO[bytes], target: IO[bytes]) -> None:
    try:
        import zstandard
    except ImportError:
        raise ExportError(
            "it is in Anki's newest format: pip install 'flashgen[anki]', or export it again with "
            '"Support older Anki versions" ticked'
        ) from None
    try:
        zstandard.ZstdDecompressor().copy_stream(packed, target)
    except zstandard.ZstdError as error:
        raise ExportError(f"it is damaged ({error})") from error


# -- what is in it -----------------------------------------------------------------------------------------------------


def our_notetypes(connection: sqlite3.Connection) -> dict[int, str]:
    """Ids of our note types in this collection → their folders.

    By name: a merge may have given them other ids, and ``name+`` is a copy that Anki made. By id: they may be renamed.
    """
    if "notetypes" in _tables(connection):
        rows = list(connection.execute("SELECT id, name FROM notetypes"))
    else:
        models = json.loads(connection.execute("SELECT models FROM col").fetchone()[0])
        rows = [(int(number), model["name"]) for number, model in models.items()]
    names = {kind.name: kind.folder for kind in notetypes.all_notetypes()}
    ids = {kind.id: kind.folder for kind in notetypes.all_notetypes()}
    found = {number: names.get(name.rstrip("+")) or ids.get(number) for number, name in rows}
    return {number: folder for number, folder in found.items() if folder}


def deck_names(connection: sqlite3.Connection) -> dict[int, str]:
    """Ids of all decks → their full names."""
    if "decks" in _tables(connection):
        return {number: name.replace("\x1f", "::") for number, name in connection.execute("SELECT id, name FROM decks")}
    decks = json.loads(connection.execute("SELECT decks FROM col").fetchone()[0])
    return {int(number): deck["name"] for number, deck in decks.items()}


def day(connection: sqlite3.Connection, now: float) -> Day:
    """The day that it is for this collection at ``now``, in the time zone of this machine, as Anki reckons it."""
    made, changed = connection.execute("SELECT crt, mod FROM col").fetchone()
    settings = _settings(connection)
    rollover = settings.get("rollover", ROLLOVER)
    rollover = min(max(int(rollover), 0), 23) if isinstance(rollover, int | float) else ROLLOVER
    here = datetime.fromtimestamp(now).astimezone()
    begun = here.replace(hour=rollover, minute=0, second=0, microsecond=0)
    passed = begun <= here
    cutoff = int((begun + timedelta(days=1) if passed else begun).timestamp())
    west = settings.get("creationOffset")
    there = timezone(timedelta(minutes=-west)) if isinstance(west, int) else here.tzinfo
    first = datetime.fromtimestamp(made, there)
    number = max((here.date() - first.date()).days - (not passed), 0)
    looked = settings.get("lastUnburied")
    fresh = looked >= number if isinstance(looked, int) else changed >= (cutoff - 86_400) * 1000
    return Day(number, cutoff, rollover, fresh)


def _settings(connection: sqlite3.Connection) -> dict[str, Any]:
    if "config" in _tables(connection):
        wanted = "SELECT key, val FROM config WHERE key IN ('rollover', 'creationOffset', 'lastUnburied')"
        return {key: json.loads(value) for key, value in connection.execute(wanted)}
    return cast("dict[str, Any]", json.loads(connection.execute("SELECT conf FROM col").fetchone()[0]))


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
