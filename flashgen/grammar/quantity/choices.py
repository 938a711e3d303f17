"""Choices: ``8 or 16``, ``0.1, 0.001 and 0``, ``0.9 / 0.999``, ``64, 128, 256``.

What the commas part may be other facts (``rank 8, 3 epochs``): numbers after a comma wait until ``or``, a slash, a third one
or what stands around shows that all of them are meant.
"""

from __future__ import annotations

from flashgen.grammar.quantity.atoms import atom_at, number_begins
from flashgen.grammar.quantity.copies import after_copies
from flashgen.grammar.quantity.joints import choice_sign, range_sign
from flashgen.grammar.quantity.line import Line
from flashgen.grammar.quantity.lookalikes import lookalike
from flashgen.grammar.quantity.numbers import Atom, bare_number
from flashgen.grammar.quantity.ratios import dimensions
from flashgen.grammar.quantity.units import same
from flashgen.grammar.words import COUNTABLE, is_setting, singular

_MOST = 64
_HEDGES = frozenset(("even", "maybe", "perhaps", "about", "sogar"))


def choices(line: Line, first: Atom, n: int) -> tuple[list[Atom], int]:
    """The numbers to choose from, the first among them, and the token after them; alone, it is no choice."""
    atoms = [first]
    waiting: list[Atom] = []
    at = ends = n
    for _ in range(_MOST):
        size, how = choice_sign(line, at)
        if not size:
            break
        other = _further(line, first, at + size, how)
        if other is None:
            break
        after = after_copies(line, other, other.last)
        if not _joins(line, first, other, after, how):
            break
        waiting.append(other)
        if how != "comma":
            atoms += waiting
            waiting, ends = [], after
        elif _names(line, after) and len(waiting) < 2:
            break
        at = after
    if waiting and (len(atoms) > 1 or len(waiting) > 1 or _listed(line, first, at)):
        return atoms + waiting, at
    return atoms, ends


def _further(line: Line, first: Atom, n: int, how: str) -> Atom | None:
    """The number after the sign of a choice: ``or even 20``, ``or at most 5x5``."""
    while line.at[n].kind == "~" or _hedges(line, n):
        n += 1
    if how == "or" and line.at[n].role == "upper" and line.at[n].norm == "at":
        n += line.at[n].span
    if line.at[n + 1].kind == "=" and line.at[first.first - 1].kind == "=" and _same_word(line, n, first.first - 2):
        n += 2  # r=8 or r=16
    if line.at[n].kind == "dash" and line.at[n + 1].kind == "num" and line.at[n + 1].glued:
        return None
    other = atom_at(line, n)
    if other is None or (other.spelled and not first.spelled) or lookalike(line, n) is not None:
        return None
    return other


def _same_word(line: Line, n: int, other: int) -> bool:
    return line.at[n].word and line.at[n].norm == line.at[other].norm


def _hedges(line: Line, n: int) -> bool:
    token = line.at[n]
    return token.word and token.norm in _HEDGES and token.role in ("approx", "hedge") and bare_number(line, n) is None


def _joins(line: Line, first: Atom, other: Atom, after: int, how: str) -> bool:
    """Whether a number is one more choice, and not a range, a dimension or a value of something else."""
    if (range_sign(line, after, False) and number_begins(line, after + 1)) or dimensions(line, other) is not None:
        return False
    following = line.at[after]
    if how == "slash" and following.kind == "slash" and following.glued and not number_begins(line, after + 1):
        return False
    if first.unit and other.unit and not same(first.unit, other.unit):
        return False
    if first.unit and other.unit is None and how == "comma" and _is_noun(line, other.last):
        return False  # "5 mm, 3 flutes"
    return how not in ("and", "or") or not (_own_noun(line, after) and _named_before(line, first.first))


def _is_noun(line: Line, n: int) -> bool:
    return line.at[n].word and not line.at[n].role


def _own_noun(line: Line, n: int) -> bool:
    """Whether a noun follows that is a setting itself: ``… and 3 epochs``."""
    token = line.at[n]
    return token.word and (token.norm in COUNTABLE or singular(token.norm) in COUNTABLE)


def _named_before(line: Line, n: int) -> bool:
    """Whether the name of a setting stands before a number: ``batch size of 16``."""
    n -= 1
    while n >= 0 and (
        line.at[n].role in ("prep", "copula", "det", "approx", "hedge", "to") or line.at[n].kind in ("=", "~", "colon")
    ):
        n -= 1
    return n >= 0 and _is_noun(line, n) and is_setting(line.at[n].norm, line.lexicon.lang)


def _names(line: Line, n: int) -> bool:
    """Whether a counted noun follows: in ``rank 8, 3 epochs`` the 3 is another fact."""
    return _is_noun(line, n) and line.lexicon.lang not in ("zh", "ja")


def _listed(line: Line, first: Atom, last: int) -> bool:
    """Whether two numbers are a list: in code or math, before dots, or all there is after a colon (``sizes: 16, 32``)."""
    start, before = line.at[first.first], line.at[first.first - 1]
    end, further = line.at[last], line.at[last + 1]
    return (
        start.code
        or start.math
        or end.kind == "dots"
        or (end.kind == "comma" and further.kind == "dots")
        or (before.kind in ("colon", "=") and end.kind in ("", "semi", "stop", "nl", "bar"))
    )
