"""Source: one class note as text, and Span: a place in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one class note, decoded, without byte-order mark, its line ends (CRLF, CR) made ``\\n``."""

    path: str
    """Relative to the notes folder, with ``/``, NFC."""
    text: str

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end; empty beyond the last line."""
        lines = self.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""
