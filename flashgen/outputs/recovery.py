"""Recovery: what Anki has of flashgen's notes, read from an export, as records for a ledger that was lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from flashgen import notetypes
from flashgen.anki.exports import deck_names, opened, our_notetypes
from flashgen.compose import normal
from flashgen.ledger import LIVE, RETIRED, Record, pack, pins
from flashgen.notes import PART
from flashgen.render import plain


class RecoveryError(Exception):
    """The file holds nothing that can be recovered; the message says why."""


def recovered(export: Path) -> list[Record]:
    """A record for every note of ours in an export. Raises ``RecoveryError`` and ``ExportError``."""
    with opened(export) as connection:
        found = list(_records(connection))
    if not found:
        raise RecoveryError("no note in it was made by flashgen")
    return found


def _records(connection: sqlite3.Connection) -> Iterator[Record]:
    types, decks = our_notetypes(connection), deck_names(connection)
    homes = dict(connection.execute("SELECT nid, min(CASE WHEN odid THEN odid ELSE did END) FROM cards GROUP BY nid"))
    highest = dict(connection.execute("SELECT nid, max(ord) + 1 FROM cards GROUP BY nid"))
    for number, guid, type_id, mod, tags, flds in connection.execute(
        "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"
    ):
        folder = types.get(type_id)
        if folder is None:
            continue
        kind = notetypes.load(folder)
        fields = flds.split(PART)
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
            pack(PART.join(kept)),
        )


def _clozes(text: str) -> dict[int, str]:
    from flashgen.compose import deletions

    return dict(deletions(text))
