"""Recovery: what Anki has of flashgen's notes, read from an export, as records for a ledger that was lost."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from flashgen import notetypes
from flashgen.compose import normal
from flashgen.ledger import LIVE, RETIRED, Record, pack, pins
from flashgen.render import plain


class RecoveryError(Exception):
    """The file holds nothing that can be recovered; the message says why."""


def recovered(export: Path, folder: Path) -> list[Record]:
    """A record for every note of ours in an export; ``folder`` is for unpacking."""
    database = _database(export, folder)
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.create_collation(
            "unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold())
        )
        found = list(_records(connection))
    if not found:
        raise RecoveryError("no note in it was made by flashgen")
    return found


def _database(export: Path, folder: Path) -> Path:
    if not zipfile.is_zipfile(export):
        return export
    with zipfile.ZipFile(export) as archive:
        names = set(archive.namelist())
        if "collection.anki21b" in names:
            try:
                import zstandard
            except ImportError:
                raise RecoveryError(
                    'it is in Anki\'s newest format: export it again with "Support older Anki versions" ticked'
                ) from None
            data = zstandard.ZstdDecompressor().stream_reader(archive.read("collection.anki21b")).read()
        else:
            name = next((n for n in ("collection.anki21", "collection.anki2") if n in names), None)
            if name is None:
                raise RecoveryError("it is no Anki package")
            data = archive.read(name)
    target = folder / "collection.anki2"
    target.write_bytes(data)
    return target


def _types(connection: sqlite3.Connection) -> dict[int, str]:
    """Ids of our note types in this collection, by what they are called: a merge may have given them others."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "notetypes" in tables:
        rows = list(connection.execute("SELECT id, name FROM notetypes"))
    else:
        models = json.loads(connection.execute("SELECT models FROM col").fetchone()[0])
        rows = [(int(number), model["name"]) for number, model in models.items()]
    ours = {kind.name: kind.folder for kind in notetypes.all_notetypes()}
    return {number: ours[name.rstrip("+")] for number, name in rows if name.rstrip("+") in ours}


def _decks(connection: sqlite3.Connection) -> dict[int, str]:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "decks" in tables:
        return {number: name.replace("\x1f", "::") for number, name in connection.execute("SELECT id, name FROM decks")}
    decks = json.loads(connection.execute("SELECT decks FROM col").fetchone()[0])
    return {int(number): deck["name"] for number, deck in decks.items()}


def _records(connection: sqlite3.Connection) -> Iterator[Record]:
    types, decks = _types(connection), _decks(connection)
    homes = dict(connection.execute("SELECT nid, min(CASE WHEN odid THEN odid ELSE did END) FROM cards GROUP BY nid"))
    highest = dict(connection.execute("SELECT nid, max(ord) + 1 FROM cards GROUP BY nid"))
    for number, guid, type_id, mod, tags, flds in connection.execute(
        "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"
    ):
        folder = types.get(type_id)
        if folder is None:
            continue
        kind = notetypes.load(folder)
        fields = flds.split("\x1f")
        if len(fields) != len(kind.fields) or not fields[-1].strip():
            continue
        named = dict(zip(kind.fields, fields, strict=True))
        source = plain(named["Source"]).rpartition(":")[0]
        deck = decks.get(homes.get(number, 1), "")
        own = tags.split()
        kept = tuple(text for name, text in named.items() if name not in ("Source", "flashgen id"))
        clozes = _clozes(fields[0]) if kind.cloze else {}
        yield Record(
            fields[-1].strip() or guid,
            RETIRED if "flashgen::retired" in own else LIVE,
            str(mod),
            folder,
            next((t.split("::")[-1] for t in own if t.startswith("flashgen::kind::")), folder),
            deck,
            deck.partition("::")[2],
            source,
            "",
            "",
            "",
            "",
            normal(plain(fields[0])),
            " ".join(own),
            pins(max([highest.get(number, 0), *clozes]), clozes) if kind.cloze else "",
            pack(kept),
        )


def _clozes(text: str) -> dict[int, str]:
    from flashgen.compose import deletions

    return dict(deletions(text))
