"""Read: a notes folder in, Sources and diagnostics out. The only stage that reads class notes from the disk."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flashgen.config import Config
from flashgen.diagnostics import Diagnostic
from flashgen.source import Source, Span

MAX_BYTES = 8 << 20
"""Larger notes are left out with a diagnostic: a note of 8 MiB is a log or a dump."""
_SUFFIXES = (".md", ".markdown")
_CONTROL = re.compile(r"[\x00-\x02\x1f]")
"""NUL, Anki's separator of fields, and what stands for masked characters in ``tags``."""


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A class note on the disk, as the walk found it."""

    path: str
    """Relative to the notes folder, with ``/``, NFC."""
    file: str
    """For ``open``."""
    size: int
    mtime_ns: int


def find(root: Path, config: Config, problems: list[Diagnostic], only: Iterable[Path] = ()) -> list[NoteFile]:
    """The class notes below ``root`` in sorted order; ``only`` narrows them to these files and folders.

    Hidden folders and what ``ignore:`` names are skipped, links are followed but never twice into one folder.
    """
    wanted = [os.path.realpath(p) for p in only]
    files: dict[str, NoteFile] = {}
    folded: dict[str, str] = {}
    for found in _walk(os.fspath(root), "", config, problems, set()):
        if wanted and not any(_within(os.path.realpath(found.file), w) for w in wanted):
            continue
        twin = folded.setdefault(found.path.casefold(), found.path)
        if twin != found.path or found.path in files:
            problems.append(Diagnostic("FG005", f"two notes whose names differ only in case or accents: {twin} and {found.path}",
                                       Span(found.path, 1), "rename one: other systems can't hold both", "warning"))
        if found.path not in files:
            files[found.path] = found
    return sorted(files.values(), key=lambda f: f.path)


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _walk(folder: str, prefix: str, config: Config, problems: list[Diagnostic], seen: set[tuple[int, int]]) -> Iterator[NoteFile]:
    try:
        status = os.stat(folder)
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as error:
        problems.append(Diagnostic("FG003", f"a folder that can't be read: {error.strerror}", Span(prefix.rstrip("/") or ".", 1),
                                   "check its permissions"))
        return
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return  # a link back to a folder that was already walked
    seen.add(identity)
    for entry in entries:
        name = unicodedata.normalize("NFC", entry.name)
        path = prefix + name
        if name.startswith("."):
            continue
        try:
            if entry.is_dir():
                if not _ignored(f"{path}/", config.ignore):
                    yield from _walk(entry.path, f"{path}/", config, problems, seen)
            elif name.lower().endswith(_SUFFIXES) and not _ignored(path, config.ignore):
                details = entry.stat()
                yield NoteFile(path, entry.path, details.st_size, details.st_mtime_ns)
        except OSError as error:
            problems.append(Diagnostic("FG003", f"a note that can't be read: {error.strerror}", Span(path, 1), "check the file or the link"))


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
    """The text of a note's bytes: UTF-8, without byte-order mark, line ends made ``\\n``; what is no text is replaced."""
    problems = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return Source(path, ""), [Diagnostic("FG001", "a note in UTF-16, not UTF-8", Span(path, 1), "save it as UTF-8")]
        before = data[: error.start].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        problems.append(Diagnostic("FG001", "bytes that are not UTF-8", Span(path, line, column),
                                   "save the note as UTF-8; the rest of it was read"))
        text = data.decode("utf-8-sig", "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        column = control.start() - text.rfind("\n", 0, control.start())
        problems.append(Diagnostic("FG002", f"a control character (U+{ord(control[0]):04X})", Span(path, line, column),
                                   "delete it; it was read as a replacement character", "warning"))
        text = _CONTROL.sub("\ufffd", text)
    source = Source(path, text)
    return source, problems


def read_file(file: NoteFile) -> tuple[Source | None, list[Diagnostic], bytes]:
    """One class note: its Source (None if it can't be had), diagnostics, and the bytes that were read."""
    if file.size > MAX_BYTES:
        return None, [Diagnostic("FG004", f"a note of {file.size / (1 << 20):.0f} MiB, more than {MAX_BYTES >> 20}", Span(file.path, 1),
                                 "split it, or name it under ignore: in flashgen.yaml")], b""
    try:
        with open(file.file, "rb") as handle:  # noqa: PTH123 - thousands of files: a Path each costs more than the read
            data = handle.read(MAX_BYTES + 1)
    except OSError as error:
        return None, [Diagnostic("FG003", f"a note that can't be read: {error.strerror}", Span(file.path, 1), "check its permissions")], b""
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
