"""Store: where what can be made anew at any time is kept: outside the notes, in the user's own cache folder.

Notes folders are shared and cloned; what lies in them is not to be trusted, and locks and caches would litter them.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from functools import cache

UNSURE = 2_000_000_000
"""Nanoseconds that the coarsest clock of a file system takes for a tick."""
VARIABLE = "FLASHGEN_CACHE"
"""Names another folder; ``off``: nothing is kept."""


def folder() -> str | None:
    """The folder, made if need be; ``None`` if there can't be one that is ours alone."""
    path = _wanted()
    if path is None:
        return None
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)  # noqa: PTH103  # pathlib would double what a start costs
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    if os.name != "nt" and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        return None  # others could write into it
    return path


def _wanted() -> str | None:
    """Where the system keeps caches."""
    given = os.environ.get(VARIABLE, "")
    if given:
        return None if given == "off" else given
    home = os.path.expanduser("~")  # noqa: PTH111
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")  # noqa: PTH118
        return os.path.join(base, "flashgen", "cache")  # noqa: PTH118
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "flashgen")  # noqa: PTH118
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not base.startswith("/"):
        base = os.path.join(home, ".cache")  # noqa: PTH118
    return os.path.join(base, "flashgen")  # noqa: PTH118


def place(name: str, suffix: str) -> str | None:
    """The file of the store for something that is called so."""
    where = folder()
    return None if where is None else f"{where}{os.sep}{digest(name.encode('utf-8', 'surrogateescape')).hex()}{suffix}"


def digest(data: bytes) -> bytes:
    """Sixteen bytes that tell contents apart."""
    from hashlib import sha256

    return sha256(data).digest()[:16]


def mark(path: str | os.PathLike[str]) -> tuple[int, ...]:
    """What tells a file or folder from a changed one, without reading it; empty if there is none."""
    try:
        return mark_of(os.stat(path))  # noqa: PTH116  # thousands of them
    except (OSError, ValueError):
        return ()


def mark_of(status: os.stat_result) -> tuple[int, ...]:
    """``mark`` of what ``stat`` said."""
    changed = 0 if os.name == "nt" else status.st_ctime_ns
    return (status.st_size, status.st_mtime_ns, changed, status.st_ino)


def listing(names: Iterable[str]) -> bytes:
    """What tells the names in a folder from others; hidden ones, decks and ledgers aside, which we write ourselves."""
    told = sorted(n for n in names if not n.startswith((".", "flashgen.lock")) and not n.endswith(".apkg"))
    return digest("\n".join(told).encode("utf-8", "surrogateescape"))


def settled(made: tuple[int, ...]) -> bool:
    """Whether a ``mark`` is old enough to be trusted: what changed just now may change again within the same tick."""
    return max(made[1:3]) + UNSURE < time.time_ns()


@cache
def tool() -> str:
    """What tells this flashgen, with all it stands on, from another version or an edited one.

    Its own files by size and time, the interpreter, and the folders that packages are installed into: installing
    another markdown-it changes their time.
    """
    found = [sys.version]
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    folders = [here]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name not in ("__pycache__", "codes"):  # pages that nothing but ``explain`` reads
                        folders.append(entry.path)
                else:
                    status = entry.stat()
                    found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
    found[1:] = sorted(found[1:])
    for path in sys.path:
        if path.endswith(("site-packages", "dist-packages")) and os.path.isdir(path):  # noqa: PTH112
            found.append(f"{path} {os.stat(path).st_mtime_ns}")  # noqa: PTH116
    return digest("\n".join(found).encode("utf-8", "surrogateescape")).hex()
