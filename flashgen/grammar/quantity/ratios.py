"""Numbers that stay strings, for a number would say less: ratios (``1/3``, ``80/20``, ``1:20``) and dimensions (``3x3``)."""

from __future__ import annotations

import re
from math import gcd

from flashgen.grammar.quantity.line import Line
from flashgen.grammar.quantity.numbers import Atom
from flashgen.grammar.quantity.tokens import Token


def ratio(line: Line, atom: Atom) -> int:
    """Token after the ratio of a number before a slash or colon; 0 where that says something else (``8/16``: choices)."""
    n = atom.last
    sign, other = line.at[n], line.at[n + 1]
    if not sign.glued or not atom.bare or not isinstance(atom.value, int):
        return 0
    if not _glued_number(other) or not other.mant.isdigit() or other.exp:
        return 0
    third = line.at[n + 3] if line.at[n + 2].kind == sign.kind and line.at[n + 2].glued else None
    if third is not None and not _glued_number(third):
        third = None
    if sign.kind == "colon":
        return n + 2 if third is None else n + 4
    if line.lexicon.magnitude(line.at[n + 2].norm) is not None:
        return 0
    a, b = atom.value, int(other.mant)
    if third is not None:
        return n + 4 if third.mant.isdigit() and a + b + int(third.mant) == 100 else 0
    return n + 2 if _says_a_ratio(a, b) else 0


def _glued_number(token: Token) -> bool:
    return token.kind == "num" and token.glued


def _says_a_ratio(a: int, b: int) -> bool:
    """Whether two numbers with a slash are one value: a split of a hundred, or a fraction."""
    if a + b == 100 or a == b == 1:
        return True
    if a < b:
        return a == 1 or gcd(a, b) == 1
    return 1 < b <= 16 and a > b and gcd(a, b) == 1


def splits_hundred(value: str) -> bool:
    """Whether a ratio is a split: ``80/20``."""
    a, _, b = value.partition("/")
    return a.isdigit() and b.isdigit() and int(a) + int(b) == 100


def dimensions(line: Line, atom: Atom) -> tuple[str, int] | None:
    """``3 × 3``, ``224x224``: the string and the token after it."""
    n = end = atom.last
    while _by(line.at[end]):
        other = line.at[end + 1]
        if other.kind != "num" or other.norm == "10^" or other.exp < 0:
            break
        end += 2
    if end == n or atom.unit:
        return None
    return line.slice(atom.first, end).replace("\\times", "×"), end


def _by(token: Token) -> bool:
    return token.kind == "times" or (token.norm == "x" and token.word) or (token.kind == "star" and token.glued)


_TAIL = re.compile(r"(?:[xX×]\d+)+")


def glued_dimensions(line: Line, n: int) -> str:
    """``3x3``, ``1x1x100``, whose tail is a word to the lexer; empty where there are none."""
    token, tail = line.at[n], line.at[n + 1]
    if token.kind == "num" and token.mant and tail.word and tail.glued and _TAIL.fullmatch(tail.text):
        return token.text + tail.text
    return ""
