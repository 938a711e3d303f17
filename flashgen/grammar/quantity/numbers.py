"""One number: its digits with their power of ten, or its words. What it is measured in comes after (``atoms``)."""

from __future__ import annotations

from dataclasses import dataclass

from flashgen.grammar.quantity.line import Line, Number, Unit
from flashgen.grammar.quantity.nouns import OF
from flashgen.grammar.quantity.numerals import number
from flashgen.grammar.quantity.tokens import Token
from flashgen.grammar.quantity.units import COUNTED, UNITS, is_unit
from flashgen.grammar.words import ARTICLES, COUNTABLE, VAGUE, Lexicon


@dataclass(slots=True)
class Atom:
    """One number, with its unit once that is read."""

    first: int
    last: int
    """Token after it, its unit included."""
    value: Number = 0
    text: str = ""
    mant: str = ""
    exp: int = 0
    bare: bool = True
    """No suffix, magnitude word or exponent of its own."""
    spelled: bool = False
    """A small number word."""
    vague: bool = False
    """``trillions``."""
    ratio: bool = False
    unit: str | None = None
    unit_at: tuple[int, int] = (0, 0)
    physical: bool = False

    def measured_in(self, unit: Unit) -> None:
        """Give it a unit."""
        self.unit, self.unit_at, self.physical, self.last = unit.text, unit[1:3], unit.physical, unit.last

    def negate(self) -> None:
        """Make it the negative of itself."""
        if not isinstance(self.value, str):
            self.value, self.mant = -self.value, "-" + self.mant


def bare_number(line: Line, n: int) -> Atom | None:
    """The number that begins at a token, without its unit."""
    token = line.at[n]
    if token.kind == "num":
        return _digits(line, n) if token.mant else None
    if token.word:
        return None if token.code or token.math else _spelled(line, n)
    if token.kind == "fraction":
        return Atom(n, n + 1, token.text, token.text)
    if token.kind == "inf":
        return Atom(n, n + 1, "inf", "inf")
    return None


# ── in digits ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _digits(line: Line, n: int) -> Atom | None:
    """``8``, ``10k``, ``2.5 × 10^3``, ``13 trillion``, ``40 k steps``."""
    token, nxt = line.at[n], line.at[n + 1]
    if nxt.word and nxt.glued and nxt.math == token.math and not _unit_like(nxt, line.lexicon):
        return None  # 3D, 1st, 7x7x: no number of its own (ordinals and dimensions are read elsewhere)
    exp, last = token.exp, n + 1
    bare = not exp and token.norm != "10^"
    if line.at[last + 1].norm == "10^" and _multiplies(line.at[last]):
        exp, last, bare = exp + line.at[last + 1].exp, last + 2, False
    while line.at[last].word and (magnitude := line.lexicon.magnitude(line.at[last].norm)) is not None:
        exp, last, bare = exp + magnitude, last + 1, False
    if bare and (power := _APART.get(line.at[last].text)) is not None and line.at[last + 1].norm in COUNTED:
        exp, last, bare = exp + power, last + 1, False
    value = number(token.mant, exp)
    return None if value is None else Atom(n, last, value, token.text, token.mant, exp, bare)


_APART = {"k": 3, "K": 3, "M": 6, "B": 9, "T": 12}
"""Suffixes that stand apart from their number where something counted follows: ``300 B tokens``."""


def _multiplies(sign: Token) -> bool:
    return sign.kind in ("times", "star") or (sign.norm == "x" and not sign.glued)


def _unit_like(token: Token, lex: Lexicon) -> bool:
    """Whether a word glued to a number can be its unit."""
    text = token.text
    if token.norm in ("x", "xs"):
        return False
    if token.role or not text.isascii() or is_unit(token) or lex.magnitude(token.norm) is not None:
        return True
    return (
        len(text) > 1
        and text.isalpha()
        and (text.islower() or text in UNITS)
        and text not in ("th", "st", "nd", "rd", "px")
    )


# ── in words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _spelled(line: Line, n: int) -> Atom | None:
    """``trillions``, ``a few thousand``, ``a million``, ``twelve``, ``infinity``, ``a third``."""
    token, nxt = line.at[n], line.at[n + 1]
    norm = token.norm
    if norm in VAGUE:
        return _vague(line, n, VAGUE[norm])
    if token.role == "few":
        return _few(line, n, n + (token.span or 1))
    power = line.lexicon.magnitude(nxt.norm)
    if norm in ARTICLES and norm != "half" and power is not None:
        return _valued(line, n, n + 2, "1", power)
    if norm in line.lexicon.numbers and _counts(line, n):
        mant = str(line.lexicon.numbers[norm])
        if power is not None:
            return _valued(line, n, n + 2, mant, power)
        atom = _valued(line, n, n + 1, mant, 0)
        if atom is not None:
            atom.spelled = atom.bare = True
        return atom
    if norm in ("inf", "infinity"):
        return Atom(n, n + 1, "inf")
    if nxt.norm in _COUNTS_PARTS.get(norm, ()):
        text = line.slice(n, n + 2)
        return Atom(n, n + 2, text, text)
    return None


_ONE = frozenset(("third", "quarter", "fifth", "tenth"))
_SEVERAL = frozenset(("thirds", "fifths"))
PARTS = _ONE | _SEVERAL
"""Parts of one: ``a third``, ``two fifths``."""
_COUNTS_PARTS = {"a": _ONE, "one": _ONE, "two": _SEVERAL}


def _valued(line: Line, n: int, last: int, mant: str, exp: int) -> Atom | None:
    value = number(mant, exp)
    return None if value is None else Atom(n, last, value, line.slice(n, last), mant, exp, bare=False)


def _vague(line: Line, n: int, power: int) -> Atom:
    """``trillions``, ``hundreds of thousands``."""
    mant, exp = ("1", power) if power > 0 else (str(-power), 0)
    last = n + 1
    larger = VAGUE.get(line.at[last + 1].norm, 0)
    if 0 < power < larger and line.at[last].norm in ("of", "von", "de", "di"):
        exp, last = exp + larger, last + 2
    return Atom(n, last, number(mant, exp) or 0, line.slice(n, last), mant, exp, bare=False, vague=True)


def _few(line: Line, n: int, after: int) -> Atom | None:
    """``a few thousand``."""
    power = line.lexicon.magnitude(line.at[after].norm)
    if power is None:
        return None
    atom = _vague(line, n, power)
    atom.last = after + 1
    return atom


def _counts(line: Line, n: int) -> bool:
    """Whether a small number word counts something here: ``one`` and ``two`` are often pronouns."""
    norm, nxt, before = line.at[n].norm, line.at[n + 1], line.at[n - 1]
    pronoun = norm in ("one", "zero", "single")
    if n + 1 >= line.count:
        return not pronoun and before.role in ("copula", "prep", "approx", "or", "to")
    if line.lexicon.magnitude(nxt.norm) is not None:
        return True
    if nxt.word and (nxt.norm in COUNTED or nxt.norm in _COUNTED_PARTS or is_unit(nxt)):
        return True
    if pronoun and nxt.role in ("to", "or") and line.at[n + 1 + max(nxt.span, 1)].norm in line.lexicon.numbers:
        return norm == "one"
    if pronoun:
        return nxt.word and nxt.norm in COUNTABLE
    if nxt.word and nxt.role in ("or", "to", "and"):
        other = line.at[n + 1 + max(nxt.span, 1)]
        return other.norm in line.lexicon.numbers or other.kind == "num"
    if norm == "half":
        return before.role in ("det", "prep", "copula") or nxt.norm in OF or nxt.norm == "the"
    return not nxt.word or not nxt.role


_COUNTED_PARTS = frozenset(("times", "percent", "third", "thirds", "fifths"))
