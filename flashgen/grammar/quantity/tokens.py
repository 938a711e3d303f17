"""The token: a word, a number or a sign of a line, with its place and what is known of it."""

from __future__ import annotations


class Token:
    """A word, a number or a sign, with its place in the text."""

    __slots__ = (
        "code",
        "end",
        "exp",
        "glued",
        "kind",
        "mant",
        "math",
        "norm",
        "role",
        "span",
        "start",
        "strong",
        "text",
        "word",
    )

    def __init__(
        self, kind: str, text: str, start: int, end: int, glued: bool, code: bool, math: bool, strong: bool
    ) -> None:
        self.kind = kind
        """word, num, version (digits that are no number), fraction, nl, other, or what sign it is (``signs``)."""
        self.word = kind == "word"
        self.text = text
        self.norm = text.lower()
        """The text in small letters; ``10^`` of a power of ten."""
        self.start = start
        self.end = end
        self.glued = glued
        """No space stands before it."""
        self.code = code
        self.math = math
        self.strong = strong
        self.role = ""
        """What the word does (``words``); the same on every token of a phrase."""
        self.span = 0
        """On the first token of a phrase with a role: how many tokens it has."""
        self.mant = ""
        self.exp = 0
        """Of a number: its digits and the power of ten they are multiplied by."""

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text!r} {self.role}>"


NOTHING = Token("", "", -9, -9, glued=False, code=False, math=False, strong=False)
"""What stands before the first token and after the last one."""
