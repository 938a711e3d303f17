"""A cloze that hides its whole text: nothing is left to recall it from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flashgen.checks import warning
from flashgen.diagnostics import Diagnostic
from flashgen.notes import Note
from flashgen.render import plain

_WORD = re.compile(r"\w")
_DELETION = re.compile(r"\{\{c\d+::(.*?)(?:::[^{}]*)?\}\}", re.DOTALL)


def check(notes: Sequence[Note]) -> Iterator[Diagnostic]:
    """FG604 for each cloze of one deletion with no word around it and no hint."""
    for note in notes:
        if note.draft.notetype == "cloze" and len(note.draft.clozes) == 1 and "<img" not in note.fields[0]:
            text = plain(note.fields[0])
            found = _DELETION.search(text)
            if found and "::" not in found[0][5:] and not _WORD.search(_DELETION.sub("", text)):
                yield warning(
                    note,
                    "FG604",
                    f"a cloze that hides all of its text: '{note.draft.label}'",
                    "leave words around it, or give a hint: {{c1::text::hint}}",
                )
