"""Unchanged: what a build told, if nothing that it depended on has changed since. Imports next to nothing.

A build leaves a list of everything that it looked at: class notes, folders, media, settings, ledger, deck. If all of that is
as it was, another build would write the same deck, byte for byte, and say the same.
"""

from __future__ import annotations

import marshal
import os
import zlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from flashgen.storage import store

if TYPE_CHECKING:
    from pathlib import Path

    from flashgen.pipeline import Seen

SUFFIX = ".seen"
PLAIN = 2
"""The version of marshal's format that keeps no table of all it has seen, as long as the list itself."""


def asked(paths: Iterable[Path], output: Path | None) -> str:
    """What tells one request for a build from another."""
    home = os.path.expanduser("~")  # noqa: PTH111
    return "\0".join((os.getcwd(), home, str(output or ""), *map(str, paths)))  # noqa: PTH109


def recall(request: str) -> Any | None:
    """What was remembered for a request, if everything is as it was; else ``None``."""
    place = store.place(request, SUFFIX)
    if place is None:
        return None
    try:
        with open(place, "rb") as file:  # noqa: PTH123
            raw = file.read()
        if zlib.crc32(raw[4:]) != int.from_bytes(raw[:4], "little"):
            return None
        tool, exact, there, files, folders, told = marshal.loads(raw[4:])
    except (OSError, ValueError, EOFError, TypeError):
        return None
    mark = store.mark
    same = (
        tool == store.tool()
        and all(mark(path) == was for path, was in exact)
        and all(bool(mark(path)) == was for path, was in there)
        and all(_same_folder(*folder) for folder in folders)
        and all(_same_file(*file) for file in files)
    )
    return told if same else None


def _same_file(path: str, size: int, modified: int, changed: int, sure: bool, digest: bytes) -> bool:
    now = store.mark(path)
    if now[:3] != (size, modified, changed):  # a folder's listing does not tell a file's number on every system
        return False
    if sure:
        return True
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return store.digest(file.read()) == digest
    except OSError:
        return False


def _same_folder(path: str, was: tuple[int, ...], sure: bool, names: bytes) -> bool:
    if sure and store.mark(path) == was:
        return True
    try:
        return store.listing(os.listdir(path)) == names  # noqa: PTH208
    except OSError:
        return False


def remember(request: str, seen: Seen, exact: Sequence[str], there: Sequence[str], told: Any) -> None:
    """Keep what a build told (plain values), with what it looked at: ``exact`` files, and what is or is not ``there``."""
    from pathlib import Path

    from flashgen.storage.whole import replacing

    place = store.place(request, SUFFIX)
    if place is None:
        return
    media = {found: was for _, entry in seen.files for _, found, was in entry.asked if found}
    raw = marshal.dumps(
        (
            store.tool(),
            [*((path, store.mark(path)) for path in exact), *media.items()],
            [(path, bool(store.mark(path))) for path in there],
            [(path, e.size, e.mtime_ns, e.ctime_ns, e.sure, e.digest) for path, e in seen.files],
            [(f.path, f.mark, store.settled(f.mark), f.names) for f in seen.folders],
            told,
        ),
        PLAIN,
    )
    try:
        with replacing(Path(place), durable=False) as part, part.open("wb") as file:
            file.write(zlib.crc32(raw).to_bytes(4, "little"))
            file.write(raw)
    except OSError:
        return
