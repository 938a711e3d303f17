"""Lazily: a sequence whose things are made, or read, when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar, overload

Made = TypeVar("Made")


class Lazy(Sequence[Made], Generic[Made]):
    """A sequence of what ``at`` makes; a slice of it is a list."""

    @abstractmethod
    def at(self, place: int) -> Made:
        """What is at a place, counted from 0; there is one."""

    @overload
    def __getitem__(self, index: int) -> Made: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Made]: ...
    def __getitem__(self, index: int | slice) -> Made | Sequence[Made]:
        places = range(len(self))[index]
        return [self.at(place) for place in places] if isinstance(places, range) else self.at(places)
