"""Content: which fields of a note hold what it says, and whether a record says the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from flashgen import notetypes
from flashgen.identify.clozes import CLOZE, hidden_in, shown_in, text_of
from flashgen.notes import PART, Draft


def said_in(notetype: str, packed: str) -> str:
    """A content without the fields that say where a note stands, and without cloze numbers."""
    own = "\t".join(packed.split("\t")[: shape_of(notetype).own])
    return CLOZE.sub("{{c::", own) if "{{c" in own else own


def texts_of(notetype: str, fields: Sequence[str]) -> tuple[str, ...]:
    """What a note says, plain, the first field first: own fields without drawings and switches."""
    from flashgen.likeness import plain

    shape = shape_of(notetype)
    texts = [plain(fields[n]) for n in shape.said if fields[n]]
    if shape.cloze and (text := text_of(fields)):
        texts[0] = plain(shown_in(text))  # what is hidden is its answer
        texts.insert(1, plain(hidden_in(text)))
    return tuple(texts)


def wording_of(notetype: str, fields: Sequence[str]) -> str:
    """The student's own line, plain, where a note shows it."""
    from flashgen.likeness import plain

    return plain(fields[shape_of(notetype).wording])


class _Shape(NamedTuple):
    """Of a note type, what identities need to know."""

    own: int
    """So many fields, the first, say what the note says; the others where it stands."""
    said: tuple[int, ...]
    """Those of its own that hold words: no switches."""
    wording: int
    cloze: bool


_SWITCHES = frozenset(("Reverse", "Type", "AskName"))


@cache
def shape_of(notetype: str) -> _Shape:
    kind = notetypes.load(notetype)
    own = len(kind.fields) - len(notetypes.COMMON)
    said = tuple(n for n, name in enumerate(kind.fields[:own]) if name not in _SWITCHES)
    return _Shape(own, said, kind.fields.index("Wording"), kind.cloze)


def content_of(draft: Draft) -> tuple[object, ...]:
    return (kept(draft), frozenset(draft.tags), draft.deck)


def kept(draft: Draft, before: str = "") -> str:
    """The fields that the ledger keeps: all but Source, whose line number changes by itself, and the id; ``before`` in
    the place of the draft's own."""
    return f"{before or draft.before}{PART}{draft.after}"


def gist(notetype: str, fields: Sequence[str], room: int = 80) -> str:
    """What a note asks, of what, and what it says: so much that a reader can tell it from others.

    ``thickness (walls) · 2–3 mm``; ``capital of France · Paris``.
    """
    from flashgen.likeness import plain

    asked, *rest = texts_of(notetype, fields) or ("",)
    context = plain(fields[shape_of(notetype).own])
    told = [f"{asked} ({context})" if context and context not in asked else asked]
    for text in rest:
        if text and not any(text in known for known in told):
            told.append(text)
    said = " · ".join(told)
    return said if len(said) <= room else said[: room - 1] + "…"
