"""A list that is asked for at once and has more items than can be held in mind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flashgen.checks import shown, warning
from flashgen.diagnostics import Diagnostic
from flashgen.notes import Note

MOST = 9
"""Items: seven, plus or minus two (Miller, 1956)."""


def check(notes: Sequence[Note]) -> Iterator[Diagnostic]:
    """FG602 for each list of more than ``MOST`` items; steps are asked one by one, and may be many."""
    for note in notes:
        if note.draft.notetype == "list":
            count = next(shown(note, "Count"))
            if count.isdigit() and int(count) > MOST:
                yield warning(
                    note,
                    "FG602",
                    f"{count} items are asked for at once: '{note.draft.label}'",
                    "group them, or number them and use #steps: each is asked from the ones before it",
                )
