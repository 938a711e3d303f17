"""Media: the files that a note shows, looked up in the notes folder; and what is wrong with a text."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from flashgen.notes import Media
from flashgen.render.painting import highlight
from flashgen.render.shortcut import escape
from flashgen.render.text import words
from flashgen.source import state, thing

MAX_MEDIA = 20 << 20
"""Bytes; larger files are left out: a phone syncs every card's media."""
LARGE_MEDIA = 2 << 20
IMAGES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp", ".ico", ".tif", ".tiff"])
AUDIO = frozenset([".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".flac", ".aac", ".spx"])
VIDEO = frozenset([".mp4", ".webm", ".mov", ".mkv", ".ogv", ".avi", ".m4v"])
SHOWN = IMAGES | AUDIO | VIDEO


@thing
class Problem:
    """What is wrong with a text; ``compose`` adds the place."""

    code: str
    message: str
    hint: str
    find: str = ""
    """A piece of the text that the place is looked up by."""
    severity: str = "warning"


class Rendered(NamedTuple):
    """HTML, the files it shows, and remarks."""

    html: str
    media: tuple[Media, ...] = ()
    problems: tuple[Problem, ...] = ()


@state
class Shelf:
    """Where media of one note are looked up: beside the note, then anywhere in the notes folder by name."""

    root: Path
    folder: str = ""
    """Of the note, relative to the root."""
    allow_remote: bool = False
    text: str = ""
    """The note: a card that refers to one of its footnotes brings it along."""
    names: dict[str, str] | None = None
    folders: dict[str, str] = field(default_factory=dict)
    """Folders with media → their real paths."""
    known: dict[tuple[str, str], tuple[Media | None, Problem | None]] = field(default_factory=dict)
    """What was looked up before, by the folder of the note and the path in it."""
    found: list[Media] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    asked: dict[str, None] = field(default_factory=dict)
    """What was looked up, as the author wrote it: what was read holds as long as all is found where it was."""
    painted: dict[tuple[str, str], str] = field(default_factory=dict)
    """Code with its language → its HTML, for the code of the note."""
    earlier: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """``painted`` of the note as the last build read it: its code need not be painted again."""
    resolved: str = ""

    def paint(self, code: str, language: str) -> str:
        """The HTML of code, as painted in an earlier build or now."""
        made = self.earlier.get((code, language)) or highlight(code, language)
        self.painted[code, language] = made
        return made

    def home(self) -> str:
        """The notes folder without links in its path, which is looked up once."""
        if not self.resolved:
            self.resolved = os.path.realpath(self.root)
        return self.resolved

    def picture(self, source: str, alt: str, sizes: str = "", *, embedded: bool = False) -> str:
        """The HTML of a picture or sound; one of the web is a link to it."""
        if re.match(r"[a-z][a-z0-9+.-]*:|//", source, re.I) and not re.match(r"[a-z]:[\\/]", source, re.I):
            if self.allow_remote and source.startswith(("https://", "http://")):
                return f'<img src="{escape(source)}" alt="{escape(alt)}">'
            if source.startswith(("https://", "http://")):
                return f'<a href="{escape(source)}">{words(alt or source)}</a>'
            self.problems.append(
                Problem(
                    "FG413",
                    f"an image from {source.split(':')[0]}: is not shown",
                    "put the file beside the note",
                    source,
                )
            )
            return words(alt)
        if embedded and Path(source).suffix.lower() in ("", ".md"):
            return words(alt or note_name(source))  # another note: its name stands for it
        media = lookup(source, self)
        if media is None:
            return f'<span class="fg-missing">{words(alt or source)}</span>'
        suffix = Path(media.name).suffix
        if suffix in AUDIO or suffix in VIDEO:
            return f"[sound:{media.name}]"
        return f'<img src="{media.name}" alt="{escape(alt)}"{sizes}>'


def note_name(target: str) -> str:
    """A link without a text of its own, as it is read: ``folder/Note#Heading`` is ``Note › Heading``, ``#Heading`` alone
    is the heading, a block's id says nothing."""
    note, _, inside = target.partition("#")
    parts = [note.rsplit("/", 1)[-1].removesuffix(".md"), *(p for p in inside.split("#") if not p.startswith("^"))]
    return " › ".join(p.strip() for p in parts if p.strip()) or target


def lookup(source: str, shelf: Shelf) -> Media | None:
    """A file of the notes folder by the path an author wrote; its package name is the hash of its content."""
    shelf.asked[source] = None
    place = shelf.folder, source
    if place not in shelf.known:
        shelf.known[place] = _look_up(source, shelf)
    media, problem = shelf.known[place]
    if problem is not None:
        shelf.problems.append(problem)
    if media is not None:
        shelf.found.append(media)
    return media


def _look_up(source: str, shelf: Shelf) -> tuple[Media | None, Problem | None]:
    found = located(source, shelf)
    hint = "put the file into the notes folder, and write its path from the note"
    if found is None:
        return None, Problem("FG410", f"a file that is not there: {source}", hint, source, "error")
    real = _unlinked(found, shelf)
    if not os.path.normcase(real).startswith(os.path.normcase(os.path.join(shelf.home(), ""))):  # noqa: PTH118
        return None, Problem("FG411", f"a file outside the notes folder: {source}", hint, source, "error")
    suffix = os.path.splitext(real)[1].lower()  # noqa: PTH122
    if suffix not in SHOWN:
        shown = "images, audio and video are shown"
        return None, Problem("FG413", f"a file that a card can't show: {source}", shown, source)
    try:
        status = os.stat(real)  # noqa: PTH116
        if status.st_size > MAX_MEDIA:
            what, hint = f"a file of {status.st_size >> 20} MiB", f"at most {MAX_MEDIA >> 20} MiB; make it smaller"
            return None, Problem("FG412", f"{what}: {source}", hint, source, "error")
        digest = _digest(real, status.st_mtime_ns, status.st_size)
    except OSError as error:
        what = f"a file that can't be read: {source} ({error.strerror})"
        return None, Problem("FG410", what, "check its permissions", source, "error")
    large = None
    if status.st_size > LARGE_MEDIA:
        what, hint = (
            f"a large file, {status.st_size / (1 << 20):.1f} MiB",
            "phones sync it; a smaller picture looks the same",
        )
        large = Problem("FG414", f"{what}: {source}", hint, source)
    return Media(f"fg-{digest}{suffix}", real), large


def _unlinked(file: str, shelf: Shelf) -> str:
    """The real path of a file; that of its folder is looked up once."""
    folder, name = os.path.split(file)
    if os.name == "nt" or os.path.islink(file):  # noqa: PTH114  # hundreds of them
        return os.path.realpath(file)
    if folder not in shelf.folders:
        shelf.folders[folder] = os.path.realpath(folder)
    return os.path.join(shelf.folders[folder], name)  # noqa: PTH118


def located(source: str, shelf: Shelf) -> str | None:
    """Where the file of that path or name is: from the note, from the notes folder, or anywhere in it by its name."""
    root = shelf.home()
    wanted = unquote(source).replace("\\", "/")
    for path in ((root, shelf.folder, wanted), (root, wanted.lstrip("/"))):
        if os.path.isfile(found := os.path.join(*path)):  # noqa: PTH113, PTH118  # hundreds of them
            return found
    if "/" in wanted:
        return None
    if shelf.names is None:
        shelf.names = _by_name(root)
    return shelf.names.get(wanted.casefold())


@lru_cache(maxsize=4096)
def _digest(path: str, _mtime: int, _size: int) -> str:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # hundreds of them
        return hashlib.sha256(file.read()).hexdigest()[:24]


def _by_name(root: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            names.setdefault(name.casefold(), os.path.join(folder, name))  # noqa: PTH118
    return names
