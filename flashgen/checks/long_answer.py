"""An answer that is a page: nobody can say whether they knew it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flashgen.checks import shown, warning
from flashgen.diagnostics import Diagnostic
from flashgen.notes import Note
from flashgen.render import plain

MOST = 600
"""Characters of plain text, about a hundred words: half a minute of reading."""


def check(notes: Sequence[Note]) -> Iterator[Diagnostic]:
    """FG601 for each note whose answer is longer than ``MOST``; code and tables do not count as words to be recalled."""
    for note in notes:
        for answer in shown(note, "Back", "Definition", "Reason"):
            length = len(plain(answer)) if len(answer) > MOST and "<pre" not in answer and "<table" not in answer else 0
            if length > MOST:
                yield warning(
                    note,
                    "FG601",
                    f"an answer of {length:,} characters: '{note.draft.label}'",
                    "ask for its parts, a question each",
                )
