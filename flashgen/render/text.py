"""Words on cards: plain text as HTML."""

from __future__ import annotations

import re

from flashgen.render.shortcut import escape

OPEN, CLOSE, HINT = "\ue000", "\ue001", "\ue002"
"""What stands for the braces and colons of deletions while Markdown is read."""
_DELIMITER = re.compile(r"\\(?=[(\[])")


def words(text: str) -> str:
    """A text that is no Markdown as HTML: all of it is shown, none is mark-up or math.

    >>> words("a < b \\\\(c")
    'a &lt; b \\\\<span></span>(c'
    """
    return literal(escape(text))


def literal(made: str) -> str:
    """Escaped text in which ``\\(`` and ``\\[`` stand for themselves: an element between their signs keeps MathJax off."""
    return _DELIMITER.sub(r"\\<span></span>", made) if "\\" in made else made
