"""Diagnostic: a remark to the author about a place in a class note. A value, never an exception."""

from __future__ import annotations

from typing import Literal

from flashgen.source import Span, thing

Severity = Literal["error", "warning"]


@thing
class Diagnostic:
    """What was found, where, and what to do about it."""

    code: str
    """``FG`` and three digits; each has a page ``flashgen/codes/FGnnn.md`` that ``flashgen explain`` shows."""
    message: str
    """What we read, in the author's words; lower case, no full stop."""
    span: Span
    hint: str = ""
    """What to write instead, with a corrected line where there is one."""
    severity: Severity = "error"
    source_line: str = ""
    """The line of the note, for the marker under it."""
