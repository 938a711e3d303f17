"""Two classes whose names are the same but for a slip of the pen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from flashgen.checks import warning
from flashgen.diagnostics import Diagnostic
from flashgen.notes import Note
from flashgen.spelling import slip

SHORTEST = 5
"""Shorter words differ by a letter and mean another thing: ``Lab A``, ``Part II``."""


def check(notes: Sequence[Note]) -> Iterator[Diagnostic]:
    """FG606 at the first note of each class that is spelled almost as one with more notes."""
    sizes = Counter(note.draft.class_name for note in notes)
    first: dict[str, Note] = {}
    for note in notes:
        first.setdefault(note.draft.class_name, note)
    names = sorted(sizes, key=lambda name: (-sizes[name], name))
    for place, name in enumerate(names):
        twin = next((other for other in names[:place] if nearly(name, other)), "")
        if twin:
            yield warning(
                first[name],
                "FG606",
                f"two classes of nearly the same name: '{name}' and '{twin}'",
                f"if they are one, write '{twin}' here, too; its cards keep their history",
            )


def nearly(one: str, other: str) -> bool:
    """Whether two names differ by a letter in one of their longer words.

    >>> nearly("Machinning", "Machining"), nearly("Calculus 1", "Calculus 2"), nearly("Part II", "Part I")
    (True, False, False)
    """
    ours, theirs = (name.casefold().replace("::", " :: ").split() for name in (one, other))
    if len(ours) != len(theirs):
        return False
    apart = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return len(apart) == 1 and all(len(word) >= SHORTEST and word.isalpha() for word in apart[0]) and slip(*apart[0])
