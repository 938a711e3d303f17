"""Profiles: where Anki keeps its collections on Linux, macOS and Windows. A profile's name in, its collection out."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from flashgen.anki import AnkiError

COLLECTION = "collection.anki2"
_NO_PROFILE = "_global"
"""The row of Anki's preferences that is no profile."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One of the student's collections."""

    name: str
    folder: Path

    @property
    def collection(self) -> Path:
        """The file that Anki opens."""
        return self.folder / COLLECTION


def bases(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> tuple[Path, ...]:
    """The folders that Anki may keep its profiles in, the likeliest first; ``ANKI_BASE`` is the only one if set.

    As in Anki's manual, "Managing Files and Your Collection", and for its Flatpak and Snap.
    """
    if chosen := environment.get("ANKI_BASE"):
        return (Path(chosen).expanduser(),)
    home = Path(environment.get("HOME") or Path.home())
    if platform == "win32":
        return (Path(environment.get("APPDATA") or home / "AppData" / "Roaming", "Anki2"),)
    if platform == "darwin":
        return (home / "Library" / "Application Support" / "Anki2",)
    return (
        Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share", "Anki2"),
        home / ".var" / "app" / "net.ankiweb.Anki" / "data" / "Anki2",
        home / "snap" / "anki-desktop" / "current" / ".local" / "share" / "Anki2",
    )


def profiles(places: tuple[Path, ...] | None = None) -> tuple[Profile, ...]:
    """Every profile that has a collection, by name."""
    for base in bases() if places is None else places:
        found = {name: Profile(name, base / name) for name in (*_named(base), *_folders(base))}
        there = [found[name] for name in sorted(found) if found[name].collection.is_file()]
        if there:
            return tuple(there)
    return ()


def find(name: str = "", places: tuple[Path, ...] | None = None) -> Profile:
    """The profile of this name, or the only one there is. Raises ``AnkiError`` that lists them otherwise."""
    known = profiles(places)
    if not known:
        searched = ", ".join(str(p) for p in (bases() if places is None else places))
        named = "name the file (push, pull: --collection FILE; report: flashgen report FILE)"
        raise AnkiError(f"no Anki collection in {searched}: start Anki once, or {named}", absent=True)
    names = ", ".join(f"'{p.name}'" for p in known)
    if name:
        for profile in known:
            if profile.name == name:
                return profile
        raise AnkiError(f"Anki has no profile '{name}', only {names}", absent=True)
    if len(known) > 1:
        raise AnkiError(f"Anki has {len(known)} profiles, {names}: say which (--profile, or profile: below push:)")
    return known[0]


def _named(base: Path) -> list[str]:
    """The names in Anki's preferences: its own list, which it keeps while it is open, too."""
    file = base / "prefs21.db"
    if not file.is_file():
        return []
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=1)) as connection:
            rows = connection.execute("SELECT name FROM profiles WHERE name != ?", (_NO_PROFILE,)).fetchall()
    except sqlite3.Error:
        return []
    return [str(name) for (name,) in rows]


def _folders(base: Path) -> list[str]:
    """The folders that hold a collection, for when the preferences can't be read."""
    try:
        return [entry.name for entry in base.iterdir() if (entry / COLLECTION).is_file()]
    except OSError:
        return []
