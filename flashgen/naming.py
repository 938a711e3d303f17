"""Naming: HTML of a card in, its plain text out, or a short name of the note for reports."""

from __future__ import annotations

import re

from flashgen.late import pattern

LENGTH = 80
"""Characters of a name."""
_TAGS = re.compile(r"<[^<>]*>")
_FOOTNOTES = '<div class="fg-notes">'
"""Where the footnotes of a field begin."""
_DELETION = pattern(r"\{\{c\d+::(?:([^:}\n]*+)\}\}|(.*?)(?:::[^}]*)?\}\})")


def plain(made: str) -> str:
    """HTML as plain text, white space made single."""
    if "<" not in made and "&" not in made:
        return " ".join(made.split()) if "  " in made or "\n" in made else made
    made = _TAGS.sub(" ", made) if "<" in made else made
    if "&" in made:
        from html import unescape  # its table takes a while to load

        made = unescape(made)
    return " ".join(made.split())


def name_of(front: str, key: str) -> str:
    """A note's first field as plain text, without its footnotes and the braces of deletions, or else its key; shortened.

    >>> name_of("the {{c1::cell}}&#x27;s <b>wall</b>", "")
    "the cell 's wall"
    """
    name = plain(front.partition(_FOOTNOTES)[0]) or key
    if "{{c" in name:
        name = _DELETION.sub(r"\1\2", name)
    return name if len(name) <= LENGTH else f"{name[: LENGTH - 1]}…"
