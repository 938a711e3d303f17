"""Config: what a student can set. Defaults, then ``flashgen.yaml``, then the command's options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Defaults:
    """What front matter may say, given for a folder; front matter wins."""

    class_name: str | None = None
    deck: str | None = None
    tags: tuple[str, ...] = ()
    context: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Preset:
    """``preset:``: deck options that ``push`` applies to decks it makes."""

    name: str = "flashgen"
    new_per_day: int | None = None
    reviews_per_day: int | None = None
    fsrs: bool | None = None
    desired_retention: float | None = None
    bury_siblings: bool | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, checked."""

    deck: str = "Class notes"
    """``deck:`` the root deck."""
    notes: str = "cards"
    """``notes:`` the notes folder, relative to the configuration file."""
    output: str = ""
    """``output:`` the package; empty: ``<root deck, slugged>.apkg`` in the current folder."""
    ignore: tuple[str, ...] = ()
    """``ignore:`` globs of paths below the notes folder."""
    folders: Mapping[str, Defaults] = field(default_factory=dict)
    """``folders:`` glob of folders → defaults for the notes in them."""
    lang: str = ""
    """``lang:`` the language of the notes where they do not say."""
    labels: bool = False
    """``labels:`` ``Definition: …`` and callouts count as tags everywhere, not only under kind-tagged headings."""
    type_answers: tuple[str, ...] = ()
    """``type_answers:`` kinds whose answer is typed in."""
    allow_remote: bool = False
    """``allow_remote:`` keep remote images; otherwise they become links."""
    editor: str = ""
    """``editor:`` link from a card to its note: ``obsidian``, ``vscode`` or a URL with ``{path}`` and ``{line}``."""
    vault: str = ""
    """``vault:`` the name of the Obsidian vault, for ``editor: obsidian``."""
    kinds: tuple[Mapping[str, object], ...] = ()
    """``kinds:`` custom kinds, as declared; ``facts/custom.py`` reads them."""
    preset: Preset | None = None
    push: Mapping[str, object] = field(default_factory=dict)
    """``push:`` route, profile, url, on_retire (``suspend`` or ``delete``), move."""
    root: Path = Path()
    """The folder of the configuration file, or the current one."""
