"""Misspelt tags: the tags of a note that are no kind tags in, a remark on each that was probably meant to be one out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from flashgen.diagnostics import Diagnostic
from flashgen.facts import TAGS, Kind
from flashgen.parse.marks import code_lines
from flashgen.parse.page import Page
from flashgen.source import Span
from flashgen.spelling import slip
from flashgen.structure import Node
from flashgen.tags import find_tags

SHORTEST = 6
"""Shorter kind tags are words that a letter turns into another word: ``#stable``, ``#lists``, ``#values``."""


def misspelt(names: Iterable[str], page: Page, nodes: list[Node]) -> None:
    """A remark on each of these tags of a note that is a kind tag but for a letter, where it first stands."""
    find = _nearest_built_in if page.table is TAGS else lambda name: nearest(name, page.table)
    wanted = {name.lower(): meant for name in names if (meant := find(name.lower()))}
    if not wanted:
        return
    code = set(code_lines(nodes))
    for number, line in enumerate(page.lines, 1):
        for tag in find_tags(line) if number not in code else ():
            if meant := wanted.pop(tag.name.lower(), ""):
                span = Span(page.path, number, tag.start + 1, 0, tag.end + 1)
                message = f"#{tag.name} is no kind tag: it says nothing about the line, and is only carried to Anki"
                hint = f"if you mean it, write #{meant}"
                page.problems.append(Diagnostic("FG111", message, span, hint, "warning", line))


@lru_cache(maxsize=4_096)
def _nearest_built_in(name: str) -> str:
    """``nearest`` among the built-in tags: the notes of a folder have many tags in common."""
    return nearest(name, TAGS)


def nearest(name: str, table: Mapping[str, Kind]) -> str:
    """The kind tag that a name is a slip of: one letter more, less or other, two exchanged, or its plural; else nothing.

    >>> from flashgen.facts import TAGS
    >>> nearest("defintion", TAGS), nearest("quantities", TAGS), nearest("definitely", TAGS)
    ('definition', 'quantity', '')
    """
    first = name[0]
    for known, kind in table.items():
        if known[0] != first:
            continue
        if known == kind.name and name in (f"{known}s", f"{known[:-1]}ies") and len(known) >= SHORTEST:
            return known
        if min(len(known), len(name)) >= SHORTEST and name != f"{known}s" and slip(name, known):
            return known
    return ""
