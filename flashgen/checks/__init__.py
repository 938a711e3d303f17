"""Checks: what is advised about finished notes, one file a check. Notes in, warnings out; nothing is left out for them.

Each has a function ``check``: all live notes in, in the order of the class notes, and a warning for each that a student
will find hard to review. ``flashgen check`` shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module

from flashgen import notetypes
from flashgen.diagnostics import Diagnostic
from flashgen.notes import Note
from flashgen.source import Span

CHECKS: tuple[str, ...] = ("long_answer", "long_list", "yes_or_no", "hides_all", "conflict", "near_classes")
"""Every check, by file."""


def advise(notes: Sequence[Note]) -> list[Diagnostic]:
    """What every check says about the notes, in the order of the class notes."""
    live = [note for note in notes if note.state == "live"]
    found = [d for name in CHECKS for d in import_module(f"flashgen.checks.{name}").check(live)]
    return sorted(found, key=lambda d: (d.span.path, d.span.line, d.code))


def shown(note: Note, *names: str) -> Iterator[str]:
    """The values of these fields, for those that the note's type has."""
    fields = notetypes.load(note.draft.notetype).fields
    yield from (note.fields[fields.index(name)] for name in names if name in fields)


def warning(note: Note, code: str, message: str, hint: str) -> Diagnostic:
    """A warning about a note, at its place."""
    return Diagnostic(code, message, Span(note.draft.path, note.draft.line), hint, "warning")
