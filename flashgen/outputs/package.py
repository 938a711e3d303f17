"""Package: notes in, an ``.apkg`` that Anki imports out. The one door to genanki.

genanki is used through its public classes; a subclass gives each note its own modification time and the ordinals of
its cards. Rows go in by ``executemany``, the row of decks and note types is written once (genanki's own way parses
and writes it anew for each deck, which is quadratic), and the zip is deflated with fixed dates, so the same notes
give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from flashgen import notetypes
from flashgen.notes import Media, Note, NoteType

CREATED = 1_700_000_000
"""Unix time that ids of rows and the collection itself start from: a constant, so that builds are reproducible; 0 makes
Anki's database check fail."""
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_ROOT_DESCRIPTION = "Made by flashgen from class notes. Edit the notes and import again: reviews are kept."


def deck_id(name: str) -> int:
    """The id of a deck: from its name alone, 14 digits, never Anki's Default (1)."""
    return int.from_bytes(hashlib.sha256(name.casefold().encode()).digest()[:5], "big") + (1 << 41)


def package(notes: Sequence[Note], target: Path, *, roots: Iterable[str] = ()) -> None:
    """Write ``target`` with all notes, beside it first and then renamed. Raises ``OSError`` if that fails.

    ``roots``: root decks; they are part of the package as empty decks, so that Anki shows them expanded.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            _member(archive, "collection.anki2", collection(notes, roots))
            media = _media(notes)
            _member(archive, "media", json.dumps({str(n): m.name for n, m in enumerate(media)}).encode())
            for number, file in enumerate(media):
                _member(archive, str(number), Path(file.path).read_bytes())
        with part.open("rb+") as done:
            os.fsync(done.fileno())
        mask = os.umask(0)
        os.umask(mask)
        part.chmod(0o666 & ~mask)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _member(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _ZIP_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.create_system = 3
    archive.writestr(info, data, compresslevel=1)


def _media(notes: Iterable[Note]) -> list[Media]:
    """Every file once, by name."""
    files = {m.name: m for note in notes for m in note.draft.media}
    return [files[name] for name in sorted(files)]


def collection(notes: Sequence[Note], roots: Iterable[str] = ()) -> bytes:
    """The SQLite database of the package."""
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        cursor = database.cursor()
        cursor.execute("BEGIN")
        cursor.executescript(APKG_SCHEMA)
        cursor.executescript(APKG_COL)
        cursor.execute("BEGIN")
        _header(cursor, notes, roots)
        _rows(cursor, notes)
        cursor.execute("COMMIT")
        return database.serialize()
    finally:
        database.close()


def _header(cursor: sqlite3.Cursor, notes: Sequence[Note], roots: Iterable[str]) -> None:
    """Decks and note types, once for all."""
    cursor.execute("SELECT decks, models FROM col")
    decks_text, _ = cursor.fetchone()
    decks: dict[str, Any] = json.loads(decks_text)
    names = sorted({n.draft.deck for n in notes} | {r for r in roots if r})
    for name in names:
        number = deck_id(name)
        while str(number) in decks and decks[str(number)]["name"] != name:
            number += 1
        decks[str(number)] = _deck(number, name, _ROOT_DESCRIPTION if "::" not in name else "")
    used = sorted({n.draft.notetype for n in notes}, key=notetypes.NAMES.index)
    models = {str(kind.id): model(kind) for kind in map(notetypes.load, used)}
    cursor.execute("UPDATE col SET decks = ?, models = ?, crt = ?, mod = ?, scm = ?",
                   (json.dumps(decks), json.dumps(models), CREATED, CREATED * 1000, CREATED * 1000))


def _deck(number: int, name: str, description: str) -> dict[str, Any]:
    import genanki.deck

    made: dict[str, Any] = genanki.deck.Deck(number, name, description).to_json()
    made["mod"] = CREATED
    return made


def model(kind: NoteType) -> dict[str, Any]:
    """A note type as Anki stores it, with ids on fields and templates, so that Anki matches them by id."""
    import genanki.model

    made = genanki.model.Model(
        kind.id, kind.name,
        fields=[{"name": name, "id": number} for name, number in zip(kind.fields, kind.field_ids, strict=True)],
        templates=[{"name": t.name, "id": t.id, "qfmt": t.front, "afmt": t.back} for t in kind.templates],
        css=kind.css, model_type=genanki.model.Model.CLOZE if kind.cloze else genanki.model.Model.FRONT_BACK, sort_field_index=0,
    )
    made._req = [[n, "all", [kind.fields.index(f) for f in t.needs]] for n, t in enumerate(kind.templates)]
    data: dict[str, Any] = made.to_json(kind.mod, deck_id("Class notes"))
    return data


_NOTE = "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,0,0,'')"
_CARD = "INSERT INTO cards VALUES(?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"


def _rows(cursor: sqlite3.Cursor, notes: Sequence[Note]) -> None:
    """Notes and cards, in the order of the class notes: ``due`` is the order in which Anki shows new cards."""
    cursor.execute("SELECT decks FROM col")
    numbers = {deck["name"]: int(number) for number, deck in json.loads(cursor.fetchone()[0]).items()}
    types = {name: notetypes.load(name).id for name in {n.draft.notetype for n in notes}}
    row = CREATED * 1000
    note_rows, card_rows = [], []
    for due, note in enumerate(notes, 1):
        row += 1
        number, mod = row, note.mod
        fields = "\x1f".join(note.fields)
        if fields.count("\x1f") != len(note.fields) - 1:
            raise ValueError(f"a unit separator in the fields of {note.draft.label}")
        tags = f" {' '.join(note.tags)} " if note.tags else ""
        note_rows.append((number, note.guid, types[note.draft.notetype], mod, tags, fields, note.fields[0]))
        deck = numbers[note.draft.deck]
        for ordinal in note.cards:
            row += 1
            card_rows.append((row, number, deck, ordinal, mod, due))
    cursor.executemany(_NOTE, note_rows)
    cursor.executemany(_CARD, card_rows)
