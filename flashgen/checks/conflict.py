"""The same quantity, or the same setting, with another value elsewhere in the notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flashgen.checks import shown, warning
from flashgen.diagnostics import Diagnostic
from flashgen.notes import Note
from flashgen.render import plain

KINDS = ("quantity", "hyperparameter")


def check(notes: Sequence[Note]) -> Iterator[Diagnostic]:
    """FG605 for each note that gives a value where a note of another class gives another one under the same name.

    Within a class this is FG511, which ``identify`` reports.
    """
    first: dict[tuple[str, str], tuple[Note, str]] = {}
    for note in notes:
        if note.draft.notetype in KINDS:
            value = plain(" ".join(shown(note, "Value", "Unit")))
            other, said = first.setdefault((note.draft.notetype, note.draft.key), (note, value))
            if other.draft.class_name != note.draft.class_name and said.casefold() != value.casefold():
                yield warning(
                    note,
                    "FG605",
                    f"'{note.draft.label}' is {value} here and {said} elsewhere",
                    f"the other is at {other.draft.path}:{other.draft.line}; if both are right, say what tells them apart",
                )
