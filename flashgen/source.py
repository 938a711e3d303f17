"""Source: one class note as text, and Span: a place in it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def thing(made: type[Made]) -> type[Made]:
    """A frozen dataclass with slots, quick to make: the class, for each of its methods that ``dataclass`` writes and
    compiles is a part of every start; and its instances, of which there are ten thousands. So ``dataclass`` writes
    ``__init__`` alone, and that nothing is assigned to an instance is seen to by the type checker: at run time that
    would make a block of nineteen fields cost ten times as much."""
    done = dataclass(slots=True, eq=False, repr=False)(made)
    names = [one.name for one in fields(done)]  # type: ignore[arg-type]
    values = attrgetter(*names)

    def equal(self: Made, other: object) -> bool:
        return bool(values(self) == values(other)) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Made) -> int:
        return hash(values(self))

    def told(self: Made) -> str:
        return f"{made.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    for name, method in (("__eq__", equal), ("__hash__", hashed), ("__repr__", told)):
        setattr(done, name, method)
    return done


@thing
class Span:
    """A place in a class note; lines and columns count from 1, columns in characters (code points)."""

    path: str
    """Relative to the notes folder, with ``/``."""
    line: int
    column: int = 1
    end_line: int = 0
    """0: the same line."""
    end_column: int = 0
    """0: one character. Otherwise the column after the last one."""


@thing
class Source:
    """The text of one class note, decoded, without byte-order mark, its line ends (CRLF, CR) made ``\\n``."""

    path: str
    """Relative to the notes folder, with ``/``, NFC."""
    text: str

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end; empty beyond the last line."""
        lines = self.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""
