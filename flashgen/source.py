"""Source: one class note as text, and Span: a place in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def thing(made: type[Made]) -> type[Made]:
    """A frozen dataclass with slots, for what is made by the ten thousand. That nothing is assigned to it is seen to by
    the type checker alone: at run time it would make a block of nineteen fields cost ten times as much."""
    return dataclass(slots=True, unsafe_hash=True)(made)


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
