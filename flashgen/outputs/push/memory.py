"""Memory: what the last push brought to a collection, kept in the user's own folder for state, not in the notes.

It is the base of the three-way comparison: what differs from it in Anki was changed by the student there. Losing it
loses nothing: the ledger stands in its place, and what can't be told then is reported, not overwritten.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from flashgen.ledger import Record, pack, unpack
from flashgen.notes import PART
from flashgen.storage.whole import replacing

VERSION = 1


class Brought(NamedTuple):
    """A note as it was brought to Anki."""

    guid: str
    retired: str
    """``1`` for one that was suspended there because it has gone from the notes."""
    deck: str
    tags: str
    """Parted by spaces."""
    fields: str
    """As in the ledger: all but Source and the id, packed."""

    def values(self) -> tuple[str, ...]:
        """The fields, unpacked."""
        return unpack(self.fields)


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of a collection."""

    notes: Mapping[str, Brought] = field(default_factory=dict)
    notetypes: Mapping[str, int] = field(default_factory=dict)
    """Folder of a note type → the ``mod`` of the version that was brought."""
    unsynced: bool = False
    """Changes were made and the sync that belongs to them has not been done."""


def brought(guid: str, deck: str, tags: Iterable[str], fields: Iterable[str], *, retired: bool = False) -> Brought:
    """What is remembered of a note."""
    return Brought(guid, "1" if retired else "", deck, " ".join(tags), pack(PART.join(fields)))


def of_record(record: Record) -> Brought:
    """What the ledger knows of a note, in the same form."""
    return Brought(record.guid, "", record.deck, record.tags, record.fields)


def folder() -> Path:
    """Where this user's programs keep their state: ``FLASHGEN_STATE``, or the system's place for it."""
    if chosen := os.environ.get("FLASHGEN_STATE"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local", "flashgen")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "flashgen"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state", "flashgen")


def file_for(target: str, notes: Path) -> Path:
    """The file that remembers what a notes folder brought to a collection."""
    name = hashlib.blake2b(f"{target}\0{notes.resolve()}".encode(), digest_size=10).hexdigest()
    return folder() / "pushed" / f"{name}.json"


def load(path: Path) -> Memory:
    """What is remembered; nothing if the file is absent, damaged, or of another version."""
    try:
        found = json.loads(path.read_bytes())
        if found["version"] != VERSION:
            return Memory()
        notes = {row[0]: Brought(*map(str, row)) for row in found["notes"]}
        notetypes = {str(name): int(mod) for name, mod in found["notetypes"].items()}
        return Memory(notes, notetypes, bool(found["unsynced"]))
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return Memory()


def save(memory: Memory, path: Path) -> None:
    """Write it, whole or not at all. Raises ``OSError``."""
    rows = [list(note) for _, note in sorted(memory.notes.items())]
    text = json.dumps(
        {"version": VERSION, "unsynced": memory.unsynced, "notetypes": dict(memory.notetypes), "notes": rows},
        ensure_ascii=False,
        indent=0,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8", errors="surrogatepass")
        part.chmod(0o600)
