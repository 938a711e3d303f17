"""Late: regular expressions that are made when they are first asked for.

Making one takes as long as reading a page of notes, and a build with nothing out of the ordinary needs half of them.
"""

from __future__ import annotations

import re
from typing import cast

_METHODS = ("match", "search", "fullmatch", "sub", "split", "findall", "finditer")


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """What does as ``re.compile`` of the same; a mistake in the expression is found at its first use."""
    return cast("re.Pattern[str]", _Late(source, flags))


class _Late:
    """Has the methods of the expression once one of them was asked for: from then on it is as quick."""

    __slots__ = (*_METHODS, "flags", "source")

    def __init__(self, source: str, flags: int) -> None:
        self.source, self.flags = source, flags

    def __getattr__(self, name: str) -> object:
        made = re.compile(self.source, self.flags)
        for method in _METHODS:
            setattr(self, method, getattr(made, method))
        return getattr(made, name)
