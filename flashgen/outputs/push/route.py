"""Route: what every way to Anki can do, and what a note of ours is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Protocol, Self

ID_FIELD = "flashgen id"
"""The hidden field of every note of ours."""
MARK = "flashgen"
"""The key in a preset of ours under which it is written what was set; Anki keeps keys that it does not know."""


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A card as Anki has it."""

    id: int
    order: int
    """From 0: the template, or the cloze number less one."""
    deck: str
    """Its home, as Anki writes it; unknown (empty) to AnkiConnect for a card in a filtered deck."""
    suspended: bool = False
    reviewed: bool = False
    filtered: bool = False
    """It is in a filtered deck now."""


@dataclass(frozen=True, slots=True)
class Held:
    """A note of ours as Anki has it."""

    id: int
    """Anki's own number of the note."""
    guid: str
    fields: Mapping[str, str]
    """By name: the student may have added some."""
    tags: tuple[str, ...]
    cards: tuple[HeldCard, ...]
    mod: int | None = None
    """Unix time of its last change in Anki, if the route is told."""


class Route(Protocol):
    """A way to Anki. Used in a ``with``; everything raises ``AnkiError`` with a message for the student.

    Each change is whole or not at all, and doing it again does nothing: so an interrupted push is finished by the next.
    """

    name: ClassVar[str]
    said: list[str]
    """What the student should know of it: a backup that was made, a first download."""

    @property
    def target(self) -> str:
        """Which collection it is: what is remembered of a push belongs to it."""
        ...

    @property
    def place(self) -> str:
        """Where it is, for people."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def held(self) -> list[Held]:
        """Every note that has a ``flashgen id``."""
        ...

    def begin(self) -> None:
        """Before the first change: make a backup, where Anki itself makes none."""
        ...

    def bring(self, package: Path) -> None:
        """Import a package."""
        ...

    def rewrite(self, held: Held, fields: Mapping[str, str]) -> None:
        """Give a note's fields these values: for a note that an import left as it was."""
        ...

    def move(self, cards: Sequence[int], deck: str, before: str) -> None:
        """Put cards into a deck; a deck that is new takes the options of the one before."""
        ...

    def suspend(self, cards: Sequence[int]) -> None:
        """Suspend cards."""
        ...

    def unsuspend(self, cards: Sequence[int]) -> None:
        """Let suspended cards come up again."""
        ...

    def tag(self, notes: Sequence[int], tags: Iterable[str], *, remove: bool = False) -> None:
        """Add tags to notes, or remove them."""
        ...

    def delete(self, notes: Sequence[int]) -> None:
        """Delete notes."""
        ...

    def delete_cards(self, cards: Sequence[int]) -> None:
        """Delete cards of notes that keep others."""
        ...

    def drop(self, deck: str) -> bool:
        """Remove a deck if there is no card and no deck in it; whether it was removed."""
        ...

    def decks(self) -> list[str]:
        """The names of all decks."""
        ...

    def options(self, deck: str) -> dict[str, Any]:
        """The deck options (the preset) of a deck that exists."""
        ...

    def new_preset(self, preset: dict[str, Any]) -> int:
        """Make a preset, whatever id it has; its new id. One of that name that nobody uses is taken instead."""
        ...

    def save_options(self, preset: dict[str, Any]) -> None:
        """Write a preset back."""
        ...

    def use_options(self, deck: str, preset: int) -> None:
        """Give a deck a preset."""
        ...

    def fsrs(self) -> bool | None:
        """Whether FSRS is on in this collection; None if the route can't tell."""
        ...

    def set_fsrs(self, on: bool) -> None:
        """Switch FSRS, which is one setting for all decks."""
        ...

    def others(self) -> bool:
        """Whether there are cards that are not ours."""
        ...

    def finish(self) -> str:
        """After the last change: sync if that is wanted; what was done, for people."""
        ...
