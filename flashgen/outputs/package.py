"""Package: notes in, one ``.apkg`` out. The same notes give the same bytes.

genanki knows what a package looks like; its own classes write a statement a card and rewrite the collection's row for
each deck, so ours, subclassed from them, hand all rows over at once and write that row once.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from hashlib import sha256
from itertools import count, islice
from pathlib import Path
from types import ModuleType
from typing import Any

from flashgen import notetypes
from flashgen.census import Census, census
from flashgen.notes import Media, Note, NoteType
from flashgen.storage.whole import replacing, sweep


@contextmanager
def _stand_in(name: str, **content: object) -> Iterator[None]:
    """Imports in this block find a module with this content, unless the real one is loaded already."""
    absent = name not in sys.modules
    if absent:
        sys.modules[name] = module = ModuleType(name)
        vars(module).update(content)
    try:
        yield
    finally:
        if absent:
            del sys.modules[name]


with _stand_in("cached_property", cached_property=cached_property), _stand_in("yaml"):
    # The package of that name does what Python's own does, and imports asyncio; YAML would read what is written as
    # text, which nothing of ours is: together most of genanki's start-up.
    import genanki

TIMESTAMP = 1_577_836_800
"""The collection's time in every package: 2020-01-01, a real second, for Anki's database check minds 0."""
DESCRIPTION = (
    "Made from class notes with flashgen. To change a card, edit its note (the answer says where it stands), build, "
    "and import again: reviews are kept."
)
_DATE = (1980, 1, 1, 0, 0, 0)
_PACKED = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".mp3", ".m4a", ".ogg", ".opus", ".mp4", ".webm")
"""Suffixes of media that deflating makes no smaller."""
_NOTE = "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,'',0,0,'')"
"""Without the sort field and its checksum, which Anki works out itself when it imports a note."""
_CARD = "INSERT INTO cards VALUES(?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"
_CHUNK = 1 << 17
_PAGE = 16_384
"""Bytes of a page of the database: fewer pages than by default are quicker to fill and to hand over."""
_ROWS = 500
"""Notes that are handed over at once."""


class _Model(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """A note type; which fields a card needs is known, and need not be found by rendering its templates."""

    def __init__(self, kind: NoteType) -> None:
        super().__init__(
            kind.id,
            kind.name,
            [{"name": name, "id": number} for name, number in zip(kind.fields, kind.field_ids, strict=True)],
            [{"name": t.name, "id": t.id, "qfmt": t.front, "afmt": t.back} for t in kind.templates],
            kind.css,
            genanki.Model.CLOZE if kind.cloze else genanki.Model.FRONT_BACK,
        )
        self.kind = kind

    @property
    def _req(self) -> list[list[object]]:
        places = {name: n for n, name in enumerate(self.kind.fields)}
        return [[n, "all", [places[name] for name in t.needs] or [0]] for n, t in enumerate(self.kind.templates)]

    def json(self) -> dict[str, Any]:
        """As the collection's row wants it; its time is that of its own version."""
        made: dict[str, Any] = self.to_json(self.kind.mod, 1)
        return made


class _Package(genanki.Package):  # type: ignore[misc]
    """All notes, their decks and note types; genanki's schema, our rows."""

    def __init__(self, notes: Sequence[Note], counted: Census, step: Callable[[int], None] | None) -> None:
        self.notes = notes
        self.sizes = counted.sizes
        self.step = step
        self.names: dict[str, str] = {}
        """Every deck, parents too: its name as Anki compares names → as it is written."""
        self.ids = {name: self._enter(name) for name in counted.decks}
        """Every deck name that notes have → its id."""
        self.decks: list[Any]
        self.models = {folder: _Model(notetypes.load(folder)) for folder in sorted(counted.kinds)}
        decks = [genanki.Deck(deck_id(name), name, "" if "::" in name else DESCRIPTION) for name in self.names.values()]
        super().__init__(sorted(decks, key=lambda deck: str(deck.name)))

    def _enter(self, name: str) -> int:
        """Note a deck and its parents; the id of the deck."""
        whole = ""
        for part in deck_parts(name):
            whole = f"{whole}::{part}" if whole else part
            whole = self.names.setdefault(whole.casefold(), whole)
        return deck_id(whole)

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]) -> None:
        """The schema from genanki, then notes, cards and the collection's one row."""
        decks, self.decks = self.decks, []  # so that genanki writes the schema alone
        super().write_to_db(cursor, timestamp, id_gen)
        self.decks = decks
        cursor.execute("BEGIN")
        known = json.loads(cursor.execute("SELECT decks FROM col").fetchone()[0])
        known.update((str(deck.deck_id), deck.to_json()) for deck in decks)
        models = {str(model.model_id): model.json() for model in self.models.values()}
        cursor.execute("UPDATE col SET decks = ?, models = ?", (json.dumps(known), json.dumps(models)))
        indexes = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql NOT NULL").fetchall()
        # an import reads every row once, and takes as long without them; the deck is an eighth smaller
        for (name,) in indexes:
            cursor.execute(f"DROP INDEX {name}")
        self._rows(cursor)

    def _rows(self, cursor: sqlite3.Cursor) -> None:
        """Notes and cards, in chunks."""
        ids = _numbers(self.sizes)
        models = {folder: model.model_id for folder, model in self.models.items()}
        deck_ids, due, notes = self.ids, 0, iter(self.notes)
        last: tuple[str, ...] | None = None
        tagged = ""  # notes that follow each other often have the very same tags
        while chunk := list(islice(notes, _ROWS)):
            rows, cards = [], []
            for guid, draft, flds, tags, ordinals, mod, _ in chunk:
                next_id = ids[mod]
                number = next(next_id)
                if tags is not last:
                    last, tagged = tags, f" {' '.join(tags)} "
                rows.append((number, guid, models[draft.notetype], mod, tagged, flds))
                deck = deck_ids[draft.deck]
                for ordinal in ordinals:
                    cards.append((next(next_id), number, deck, ordinal, mod, due))
                due += 1
            cursor.executemany(_NOTE, rows)
            cursor.executemany(_CARD, cards)
            if self.step:
                self.step(due)


def _numbers(sizes: Counter[int]) -> dict[int, Iterator[int]]:
    """Ids for the notes and cards of each modification time: milliseconds from it on, as Anki counts, each once.

    So Anki says of a new card that it was added when the class note was.
    """
    found: dict[int, Iterator[int]] = {}
    free = 1
    for mod in sorted(sizes):
        start = max(mod * 1000, free)
        found[mod] = count(start)
        free = start + sizes[mod]
    return found


def deck_parts(name: str) -> list[str]:
    """The parts of a deck's name, as Anki will have them.

    >>> deck_parts("Uni:: Biology::")
    ['Uni', 'Biology', 'blank']
    """
    return [part.strip() or "blank" for part in name.replace("\n", " ").split("::")]


def deck_id(name: str) -> int:
    """An id that is the same for the same name, whatever its case."""
    return (1 << 40) + int.from_bytes(sha256(name.casefold().encode()).digest()[:5], "big")


def package(
    notes: Sequence[Note],
    target: Path,
    step: Callable[[int], None] | None = None,
    counted: Census | None = None,
) -> tuple[Media, ...]:
    """Write a package, whole or not at all, and return the media whose files were gone.

    Raises ``OSError``. ``step`` hears how many notes are done. ``counted`` is the census of the notes, where it is known already.
    It is written beside the target and renamed, so that a reader, or an interruption, meets the old or the new one.
    """
    counted = counted or census(notes)
    made = _Package(notes, counted, step)
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep(target)
    media = sorted(counted.media.values(), key=lambda m: m.name)
    with replacing(target) as part, zipfile.ZipFile(part, "w", allowZip64=True) as archive:
        try:
            _collection(made, archive, target)
        except sqlite3.OperationalError as error:  # the disk is full, or gone
            full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
            what = os.strerror(errno.ENOSPC) if full else str(error)
            raise OSError(errno.ENOSPC if full else None, what, str(target)) from error
        return _media(media, archive)


def _collection(made: _Package, archive: zipfile.ZipFile, target: Path) -> None:
    """Write the database beside the target, then into the archive: quicker than from memory, where it would be copied."""
    path = target.with_name(f".{target.name}.collection.{os.getpid()}.part")
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(f"PRAGMA page_size = {_PAGE}")
            made.write_to_db(connection.cursor(), TIMESTAMP, iter(()))
            connection.execute("COMMIT")
        _copy(path, _entry("collection.anki2"), archive, zipfile.ZIP_DEFLATED)
    finally:
        with suppress(OSError):
            path.unlink()


def _media(media: Sequence[Media], archive: zipfile.ZipFile) -> tuple[Media, ...]:
    """Write the media and their list; the ones whose files can't be read are left out and returned."""
    names: dict[str, str] = {}
    missing = []
    for medium in media:
        method = zipfile.ZIP_STORED if medium.name.lower().endswith(_PACKED) else zipfile.ZIP_DEFLATED
        try:
            _copy(Path(medium.path), _entry(str(len(names))), archive, method)
        except FileNotFoundError:
            missing.append(medium)
        else:
            names[str(len(names))] = medium.name
    archive.writestr(_entry("media"), json.dumps(names, ensure_ascii=False), zipfile.ZIP_DEFLATED, 1)
    return tuple(missing)


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry that says nothing of when and where it was made."""
    entry = zipfile.ZipInfo(name, _DATE)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


def _copy(path: Path, entry: zipfile.ZipInfo, archive: zipfile.ZipFile, method: int) -> None:
    """Copy a file into the archive, a chunk at a time."""
    entry.compress_type = method
    entry._compresslevel = 1  # type: ignore[attr-defined]  # ZipFile.open offers no other way
    with path.open("rb") as source:
        entry.file_size = os.fstat(source.fileno()).st_size
        with archive.open(entry, "w") as sink:
            while chunk := source.read(_CHUNK):
                sink.write(chunk)
