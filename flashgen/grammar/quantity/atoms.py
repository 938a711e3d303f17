"""One number with its unit, and whether one begins at a token: what ranges, choices and bounds are made of."""

from __future__ import annotations

from flashgen.grammar.quantity.line import Line
from flashgen.grammar.quantity.numbers import Atom, bare_number
from flashgen.grammar.quantity.numerals import number
from flashgen.grammar.quantity.ratios import ratio
from flashgen.grammar.quantity.units import unit_after
from flashgen.grammar.words import ARTICLES, VAGUE

_NOTATIONS = frozenset("Ra Rz Rq Rt M Ø ø HRC HV HB R Φ DN PN".split())
"""Letters that a measure begins with: ``Ra 0.8``."""
_INFINITY = frozenset(("inf", "infinity"))


def atom_at(line: Line, n: int) -> Atom | None:
    """The number that begins at a token, with its unit: ``8``, ``1/3``, ``0.2 mm``, ``trillions``."""
    atom = bare_number(line, n)
    if atom is None:
        return None
    if line.at[atom.last].kind in ("slash", "colon") and (end := ratio(line, atom)):
        atom.value = atom.text = line.slice(atom.first, end)
        atom.last, atom.ratio, atom.bare = end, True, False
    unit = unit_after(line, atom.last)
    if unit is not None:
        atom.measured_in(unit)
        if unit.text == "%" and line.at[atom.last].norm == "points":
            atom.last += 1
    return atom


def signed_atom_at(line: Line, n: int) -> Atom | None:
    """A number after a range sign: it may be marked as approximate, have a minus or be a multiple (``2 to 4x``)."""
    negative = False
    for _ in range(3):
        token = line.at[n]
        if token.kind == "dash" and line.at[n + 1].kind == "num" and line.at[n + 1].glued:
            negative = True
            n += 1
            break
        if not (
            token.kind == "~"
            or (token.role in ("approx", "det") and bare_number(line, n) is None)
            or is_notation(line, n)
        ):
            break
        n += 1
    atom = atom_at(line, n) or multiple_at(line, n)
    if atom is not None and negative:
        atom.negate()
    return atom


def multiple_at(line: Line, n: int) -> Atom | None:
    """The number of ``5x``, with a glued x."""
    token, x = line.at[n], line.at[n + 1]
    if token.kind != "num" or not token.mant or x.norm not in ("x", "xs") or not x.glued:
        return None
    value = number(token.mant, token.exp)
    return None if value is None else Atom(n, n + 1, value, token.text, token.mant, token.exp)


def number_begins(line: Line, n: int) -> bool:
    """Whether a number stands here, perhaps after a sign or a word like ``about``."""
    for _ in range(4):
        token = line.at[n]
        kind = token.kind
        if kind in ("num", "fraction", "inf"):
            return True
        if kind == "word":
            norm = token.norm
            if norm in line.lexicon.numbers or norm in ARTICLES or norm in VAGUE or norm in _INFINITY:
                return bare_number(line, n) is not None
            if token.role not in ("approx", "det") and not is_notation(line, n):
                return False
        elif kind not in ("~", "dash", "pm"):
            return False
        n += 1
    return False


def is_notation(line: Line, n: int) -> bool:
    """Whether a letter sign stands between a comparison and its number: ``< Ra 0.8``."""
    return line.at[n].text in _NOTATIONS and line.at[n].word and line.at[n + 1].kind in ("num", "~", "<", ">")


def plain_notation(line: Line, n: int) -> bool:
    """Whether a letter sign stands directly before a number, outside code and math: ``Ra 0.8``."""
    token = line.at[n]
    return (
        token.text in _NOTATIONS and token.word and not token.code and not token.math and line.at[n + 1].kind == "num"
    )
