"""Verdicts: what the last build decided for each class note, so that a build need not decide again for unchanged ones.

A verdict holds if the note's drafts are the same bytes and its lines of the ledger are, too: then matching them again gives
the same identities, as long as nothing else in the build looks like these notes, which ``identify`` makes sure of.
"""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from flashgen.ledger import Lines
from flashgen.storage import store
from flashgen.storage.cache import Spool
from flashgen.storage.whole import replacing, sweep

SUFFIX = ".told"
ROOM = 13
"""Characters of a GUID of ours; notes with others have no verdict."""


class Verdict(NamedTuple):
    """What was decided for the drafts of one class note."""

    block: tuple[int, int]
    """Checksum and length of its drafts in the cache."""
    lines: tuple[int, int]
    """Checksum and length of its lines of the ledger, in the order of the drafts."""
    guids: bytes
    """The GUIDs, one behind another."""
    mods: tuple[int, ...]
    cards: tuple[tuple[int, ...], ...]
    """The ordinals of the cards of each draft."""


class Vouched(NamedTuple):
    """A verdict that holds, and where in the ledger the records of the drafts are."""

    verdict: Verdict
    places: list[int]


def vouched(spool: Spool, root: Path, lines: Lines) -> dict[int, Vouched]:
    """The verdicts that hold, by the numbers of the notes; ``lines`` learns which of them are vouched for."""
    known = _load(spool, root)
    found: dict[int, Vouched] = {}
    for number, entry in enumerate(spool.entries):
        verdict = known.get(entry.path)
        if verdict is None or verdict.block != (entry.checksum, entry.length):
            continue
        guids = [verdict.guids[n : n + ROOM] for n in range(0, len(verdict.guids), ROOM)]
        places = [place for place in map(lines.places.get, guids) if place is not None]
        if len(places) == len(guids) and checksum(map(lines.lines.__getitem__, places)) == verdict.lines:
            found[number] = Vouched(verdict, places)
            lines.vouch(places)
    return found


def checksum(lines: Iterable[bytes]) -> tuple[int, int]:
    """Of lines of a ledger, with their ends; their length too."""
    whole = b"".join(lines)
    return zlib.crc32(whole), len(whole)


def _place(root: Path) -> Path | None:
    place = store.place(str(root), SUFFIX)
    return None if place is None else Path(place)


def _load(spool: Spool, root: Path) -> dict[str, Verdict]:
    path = _place(root)
    if path is None or not spool.cache.path:
        return {}
    with suppress(OSError, ValueError, EOFError, TypeError):
        raw = path.read_bytes()
        if zlib.crc32(raw[4:]) == int.from_bytes(raw[:4], "little"):
            key, known = marshal.loads(raw[4:])
            if key == spool.cache.key:
                return {name: Verdict(*values) for name, values in known.items()}
    return {}


def save(spool: Spool, root: Path, verdicts: dict[int, Verdict]) -> None:
    """Keep what was decided, by the numbers of the notes. That it can't be kept is no error."""
    path = _place(root)
    if path is None or not spool.cache.path:
        return
    known = {spool.entries[number].path: tuple(verdict) for number, verdict in verdicts.items()}
    raw = marshal.dumps((spool.cache.key, known))
    with suppress(OSError):
        sweep(path)
        with replacing(path, durable=False) as part:
            part.write_bytes(zlib.crc32(raw).to_bytes(4, "little") + raw)
