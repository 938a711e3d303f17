"""A question that a coin could answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flashgen.checks import shown, warning
from flashgen.diagnostics import Diagnostic
from flashgen.notes import Note
from flashgen.render import plain

WORDS = frozenset(
    "yes no true false ja nein wahr falsch oui non vrai faux sí si no sim não sì evet hayır 是 不是 否 はい いいえ 네 아니요".split()
)


def check(notes: Sequence[Note]) -> Iterator[Diagnostic]:
    """FG603 for each question whose whole answer is yes or no."""
    for note in notes:
        if note.draft.notetype == "basic":
            answer = next(shown(note, "Back"))
            if len(answer) < 40 and plain(answer).strip(" .!").casefold() in WORDS:
                yield warning(
                    note,
                    "FG603",
                    f"answered by one word that can be guessed: '{note.draft.label}'",
                    "ask what or why: 'Why does a filter not quarter the image?'",
                )
