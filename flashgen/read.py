"""Read: a notes folder in, Sources and diagnostics out. The only stage that reads class notes from the disk."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from flashgen.config import Config
from flashgen.diagnostics import Diagnostic
from flashgen.source import Source, Span, thing
from flashgen.storage import store

MAX_BYTES = 8 << 20
"""Larger notes are left out with a diagnostic: a note of 8 MiB is a log or a dump."""
_SUFFIXES = (".md", ".markdown")
_CONTROLS = (b"\x00", b"\x01", b"\x02", b"\x1f")
_CONTROL = re.compile("[" + b"".join(_CONTROLS).decode() + "]")
"""NUL, Anki's separator of fields, and what stands for masked characters in ``tags``."""


@thing
class NoteFile:
    """A class note on the disk, as the walk found it."""

    path: str
    """Relative to the notes folder, with ``/``, NFC."""
    file: str
    """For ``open``."""
    size: int
    mtime_ns: int
    ctime_ns: int = 0
    """When it was last changed in any way; 0 where the system does not say."""


class Folder(NamedTuple):
    """A folder that was looked through."""

    path: str
    mark: tuple[int, ...]
    """``store.mark`` of it, when it was."""
    names: bytes
    """``store.listing`` of what is in it."""


def find(
    root: Path,
    config: Config,
    problems: list[Diagnostic],
    only: Iterable[Path] = (),
    folders: list[Folder] | None = None,
) -> list[NoteFile]:
    """The class notes below ``root`` in sorted order; ``only`` narrows them to these files and folders.

    ``folders`` is filled with the folders that were looked through.
    Hidden folders and what ``ignore:`` names are skipped, links are followed but never twice into one folder.
    """
    wanted = [os.path.realpath(p) for p in only]
    files: dict[str, NoteFile] = {}
    folded: dict[str, str] = {}
    for found in _walk(os.fspath(root), config.ignore, problems, [] if folders is None else folders):
        if wanted and not _within(os.path.realpath(found.file), wanted):
            continue
        twin = folded.setdefault(found.path.casefold(), found.path)
        if twin != found.path or found.path in files:
            problems.append(
                Diagnostic(
                    "FG005",
                    f"two notes whose names differ only in case or accents: {twin} and {found.path}",
                    Span(found.path, 1),
                    "rename one: other systems can't hold both",
                    "warning",
                )
            )
        files.setdefault(found.path, found)
    return [files[path] for path in sorted(files)]


def _within(path: str, folders: list[str]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)


def _walk(root: str, ignore: tuple[str, ...], problems: list[Diagnostic], walked: list[Folder]) -> Iterator[NoteFile]:
    """The note files of a folder and of those in it. Folders wait on a stack: they may be nested a thousand deep."""
    seen: set[tuple[int, int]] = set()
    folders = [(root, "")]
    while folders:
        folder, prefix = folders.pop()
        try:
            status = Path(folder).stat()  # before the names are read: so its time is no later than they are
            with os.scandir(folder) as scanned:
                entries = sorted(scanned, key=lambda entry: entry.name)
        except OSError as error:
            problems.append(_unreadable("a folder", error, prefix.rstrip("/") or root))
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue  # a link to a folder that was already walked
        seen.add((status.st_dev, status.st_ino))
        walked.append(Folder(folder, store.mark_of(status), store.listing(entry.name for entry in entries)))
        below = []
        for entry in entries:
            name = _name(entry.name)
            path = prefix + name
            if name.startswith(".") or (ignore and _ignored(path, ignore)):
                continue
            if _is_folder(entry):
                below.append((entry.path, f"{path}/"))
            elif name.lower().endswith(_SUFFIXES):
                try:
                    details = entry.stat()
                except OSError as error:
                    problems.append(_unreadable("a note", error, path))
                    continue
                if stat.S_ISREG(details.st_mode):
                    changed = 0 if os.name == "nt" else details.st_ctime_ns
                    yield NoteFile(path, entry.path, details.st_size, details.st_mtime_ns, changed)
        folders += reversed(below)


def _name(name: str) -> str:
    """A file name in NFC; bytes that are no UTF-8 become replacement characters."""
    if name.isascii():
        return name
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link that leads to itself


def _unreadable(what: str, error: OSError, path: str) -> Diagnostic:
    return Diagnostic(
        "FG003",
        f"{what} that can't be read: {(error.strerror or str(error)).lower()}",
        Span(path, 1),
        "check its permissions, or where the link leads",
    )


@lru_cache(maxsize=256)
def _glob(pattern: str) -> re.Pattern[str]:
    """A glob of paths: ``**`` crosses folders, ``*`` and ``?`` do not; without ``/`` it names files anywhere."""
    out = []
    for part in re.split(r"(\*\*/?|\*|\?)", pattern.strip("/")):
        out.append({"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part) or re.escape(part))
    anywhere = "" if "/" in pattern.strip("/") else "(?:.*/)?"
    return re.compile(f"{anywhere}{''.join(out)}(?:/.*)?$")


def _ignored(path: str, patterns: tuple[str, ...]) -> bool:
    return any(_glob(pattern).match(path.rstrip("/")) for pattern in patterns)


def decode(data: bytes, path: str) -> tuple[Source, list[Diagnostic]]:
    """The text of a note's bytes: no byte-order mark, line ends made ``\\n``; what is no UTF-8 text is replaced."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Source(path, ""), [Diagnostic("FG001", "a note in UTF-16, not UTF-8", Span(path, 1), "save it as UTF-8")]
    problems = []
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode()
        broken = -1
    except UnicodeDecodeError as error:
        text = data.decode(errors="replace")
        broken = len(data[: error.start].decode())
    if "\r" in text:
        if broken >= 0:
            broken -= text.count("\r\n", 0, broken)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if broken >= 0:
        problems.append(
            Diagnostic(
                "FG001",
                "bytes that are not UTF-8",
                _place(text, broken, path),
                "save the note as UTF-8; the rest of it was read",
            )
        )
    if any(sign in data for sign in _CONTROLS) and (control := _CONTROL.search(text)):
        problems.append(
            Diagnostic(
                "FG002",
                f"a control character (U+{ord(control[0]):04X})",
                _place(text, control.start(), path),
                "delete it; it was read as a replacement character",
                "warning",
            )
        )
        text = _CONTROL.sub("\ufffd", text)
    return Source(path, text), problems


def _place(text: str, offset: int, path: str) -> Span:
    return Span(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def read_file(file: NoteFile) -> tuple[Source | None, list[Diagnostic], bytes]:
    """One class note: its Source (None if it can't be had), diagnostics, and the bytes that were read."""
    if file.size > MAX_BYTES:
        size = f"{file.size / (1 << 20):.0f} MiB"
        return (
            None,
            [
                Diagnostic(
                    "FG004",
                    f"a note of {size}, more than {MAX_BYTES >> 20}",
                    Span(file.path, 1),
                    "split it, or name it under ignore: in flashgen.yaml",
                )
            ],
            b"",
        )
    try:
        with open(file.file, "rb", buffering=0) as handle:  # noqa: PTH123  # hundreds of them
            data = handle.read()
    except OSError as error:
        return None, [_unreadable("a note", error, file.path)], b""
    source, problems = decode(data, file.path)
    return source, problems, data


def read(root: Path, config: Config, only: Iterable[Path] = ()) -> tuple[list[Source], list[Diagnostic]]:
    """All class notes of a notes folder."""
    problems: list[Diagnostic] = []
    sources = []
    for file in find(root, config, problems, only):
        source, found, _ = read_file(file)
        problems += found
        if source is not None:
            sources.append(source)
    return sources, problems
