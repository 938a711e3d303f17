"""From a text to its tokens: mark-up is dropped, what stood in code, math and bold is remembered on the words inside."""

from __future__ import annotations

import re

from flashgen.grammar.quantity.markup import bracket_on_paper, math_places
from flashgen.grammar.quantity.numerals import mantissas, raise_to
from flashgen.grammar.quantity.scripts import words_in
from flashgen.grammar.quantity.signs import ABBREVIATIONS, DROPPED_COMMANDS, KINDS, PIECES
from flashgen.grammar.quantity.tokens import NOTHING, Token
from flashgen.grammar.words import Lexicon


def tokens_of(text: str, lex: Lexicon) -> list[Token]:
    """The tokens of a text, in order; they have no roles yet."""
    lexer = _Lexer(text, lex)
    for found in PIECES.finditer(text):
        group = found.lastgroup
        if group == "space":
            lexer.glued = False
        elif group is not None and group != "skip":
            _READS[group](lexer, found)
    return lexer.tokens


class _Lexer:
    """The tokens so far, and in what the next one stands."""

    def __init__(self, text: str, lex: Lexicon) -> None:
        self.text, self.lex = text, lex
        self.tokens: list[Token] = []
        self.code = self.math = self.strong = False
        self.glued = False
        """Whether no space stands before the next token."""
        self.dollars = math_places(text)

    def add(self, kind: str, text: str, start: int, end: int) -> Token:
        """A token more."""
        token = Token(kind, text, start, end, self.glued, self.code, self.math, self.strong)
        self.tokens.append(token)
        self.glued = True
        return token

    def touched(self, start: int) -> Token:
        """The token that ends where the next one starts; an empty one where there is none."""
        return self.tokens[-1] if self.tokens and self.tokens[-1].end == start else NOTHING

    # one piece each

    def word(self, found: re.Match[str]) -> None:
        piece = found[0]
        start, end = found.span()
        if piece.isascii():
            self.add("word", piece, start, end)
            return
        for word in words_in(piece, self.lex, self.touched(start).kind in ("num", "%")):
            token = self.add("word", word, start, start + len(word))
            token.norm = token.norm.replace("’", "'")
            start = token.end

    def number(self, found: re.Match[str]) -> None:
        digits = found[0]
        at, end = found.span()
        if digits.isdecimal():
            self.add("num", digits, at, end).mant = digits
            return
        tail = found["sci"] or found["pow"] or found["suf"] or ""
        if tail:
            digits = digits[: -len(tail)]
        for mant, shown in mantissas(digits, found, self.lex):
            place = self.text.index(shown, at, end)
            if place > at:
                self.add("comma", ",", place - 1, place)
            at = place + len(shown)
            token = self.add("num" if mant else "version", shown, place, at)
            token.mant = mant
        if tail:
            token.text, token.end = token.text + tail, end
            token.norm = token.text.lower()
            raise_to(token, tail, found)

    def fraction(self, found: re.Match[str]) -> None:
        shown = re.sub(r"\\[dt]?frac\{(\d+)\}\{(\d+)\}", r"\1/\2", found[0])
        self.add("fraction", shown, *found.span())

    def flag(self, found: re.Match[str]) -> None:
        """``--warmup``; a word with a hyphen before it keeps it, but in code: ``-ish``."""
        bare = self.code or not self.glued or found[0].startswith("--")
        token = self.add("word", found[0], *found.span())
        if bare:
            token.norm = token.norm.lstrip("-")

    def command(self, found: re.Match[str]) -> None:
        piece = found[0]
        if piece in DROPPED_COMMANDS:
            return
        kind = KINDS.get(piece)
        token = self.add(kind or "word", piece, *found.span())
        token.math = self.math or kind is None

    def escape(self, found: re.Match[str]) -> None:
        sign = found[0].lstrip("\\")
        if sign in _ROUND_OR_SQUARE:
            if bracket_on_paper(self.text, found, sign):
                self.add(sign, sign, *found.span())
            else:
                self.math = sign in "(["
        elif sign in _MEANT or (self.math and sign in _CURLY):
            self.add(KINDS[sign], sign, *found.span())
        elif sign in _SPACINGS:
            self.glued = False

    def newline(self, found: re.Match[str]) -> None:
        self.glued = False
        self.add("nl", found[0], *found.span())
        self.glued = False

    def rest(self, found: re.Match[str]) -> None:
        self.add("other", found[0], *found.span())

    def sign(self, found: re.Match[str]) -> None:
        piece = found[0]
        special = _SPECIAL.get(piece)
        kind = special(self, found) if special is not None else KINDS.get(piece, "other")
        if kind != "mark":
            start, end = found.span()
            self.add(kind, piece, start, end)
        elif piece == "`":
            self.code = not self.code
        elif piece in ("**", "***", "__"):
            self.strong = not self.strong

    # signs that depend on where they stand: the kind of the token, ``mark`` for none

    def asterisk(self, found: re.Match[str]) -> str:
        before, after = self.text[found.start() - 1 : found.start()], self.text[found.end() : found.end() + 1]
        product = (before in " \t" and after in " \t") or (before.isdigit() and after.isdigit())
        return "star" if self.code or self.math or product else "mark"

    def dollar(self, found: re.Match[str]) -> str:
        if found.start() not in self.dollars:
            return "money"
        self.math = not self.math
        return "mark"

    def brace(self, found: re.Match[str]) -> str:
        return "mark" if self.math else found[0]

    def stop(self, found: re.Match[str]) -> str:
        before = self.touched(found.start())
        return "mark" if before.word and before.norm in ABBREVIATIONS else "stop"

    def prime(self, found: re.Match[str]) -> str:
        return "foot" if self.touched(found.start()).kind == "num" else "mark"

    def double_prime(self, found: re.Match[str]) -> str:
        measured = self.touched(found.start()).kind in ("num", "fraction")
        return "inch" if measured else "mark" if found[0] == "''" else KINDS[found[0]]


_READS = {
    "word": _Lexer.word,
    "eastern": _Lexer.word,
    "number": _Lexer.number,
    "sign": _Lexer.sign,
    "newline": _Lexer.newline,
    "escape": _Lexer.escape,
    "command": _Lexer.command,
    "fraction": _Lexer.fraction,
    "flag": _Lexer.flag,
    "rest": _Lexer.rest,
}
"""Group of ``PIECES`` → how it is read."""
_ROUND_OR_SQUARE = frozenset("()[]")
_CURLY = frozenset("{}")
_MEANT = frozenset("%-~")
"""Signs that are escaped and mean the same."""
_SPACINGS = frozenset(" ,;:!")
"""Ends of LaTeX's spaces: ``\\,``."""
_SPECIAL = {
    "*": _Lexer.asterisk,
    "$": _Lexer.dollar,
    "$$": _Lexer.dollar,
    "{": _Lexer.brace,
    "}": _Lexer.brace,
    ".": _Lexer.stop,
    **dict.fromkeys("'’′", _Lexer.prime),
    **dict.fromkeys(('"', "”", "″", "''"), _Lexer.double_prime),
}
