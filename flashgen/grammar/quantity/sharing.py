"""A suffix, magnitude or exponent that is written once for several numbers: ``6-9B``, ``20/200 million``, ``2-6×10^-4``."""

from __future__ import annotations

from collections.abc import Sequence

from flashgen.grammar.quantity.numbers import Atom
from flashgen.grammar.quantity.numerals import number


def share(atoms: Sequence[Atom]) -> None:
    """Give the power of ten on the last number to the ones before it that would be out of proportion, or that on the first."""
    first, last = atoms[0], atoms[-1]
    if isinstance(last.value, str) or last.vague:
        return
    if last.exp and not last.bare:
        for atom in atoms[:-1]:
            if atom.bare and atom.mant and _out_of_proportion(atom, last, len(atoms)):
                _raise(atom, last.exp)
    elif first.exp > 0 and not first.bare and not isinstance(first.value, str):
        for atom in atoms[1:]:
            if atom.bare and atom.mant and not atom.unit and _value(atom) < float(first.value):
                _raise(atom, first.exp)


def _out_of_proportion(atom: Atom, last: Atom, count: int) -> bool:
    """Whether a number without a power of ten is meant with that of the last of its fellows."""
    value = _value(atom)
    if last.exp > 0:
        return value <= abs(float(last.mant)) * 1.0001 or (count > 2 and value < 1000)
    return value >= 1 and value / max(abs(_value(last)), 1e-300) > 1000


def _value(atom: Atom) -> float:
    return float(atom.value) if not isinstance(atom.value, str) else float("nan")


def _raise(atom: Atom, exp: int) -> None:
    value = number(atom.mant, exp)
    if value is not None:
        atom.value = value
