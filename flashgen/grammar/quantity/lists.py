"""Numbers in brackets: choices ``{16, 32}``, ``(0.9, 0.999)``, or an interval where two ends say so: ``in [0, 1)``."""

from __future__ import annotations

from flashgen.grammar.quantity.atoms import atom_at
from flashgen.grammar.quantity.bounds import RANGE_WORDS, read_after, read_before
from flashgen.grammar.quantity.line import Line, Quantity, Unit
from flashgen.grammar.quantity.numbers import Atom
from flashgen.grammar.quantity.units import measure_at

_LONGEST = 130


def bracketed(line: Line, first: int, n: int, side: str) -> Quantity | None:
    """The numbers in the bracket at a token, where nothing else is in it."""
    end = line.closing[n]
    round_ = line.at[n].kind == "("
    if end - n > _LONGEST or (round_ and end - n < 4):
        return None
    found = _members(line, n + 1, end)
    if found is None:
        return None
    atoms, open_ended = found
    if len(atoms) < 2 or (round_ and any(_is_year(line, atom) for atom in atoms)):
        return None
    quantity = Quantity(first, end + 1, atoms[0].first)
    quantity.unit, quantity.unit_at, quantity.physical = atoms[-1].unit, atoms[-1].unit_at, atoms[-1].physical
    if not open_ended and _is_interval(line, n, atoms):
        low, high = atoms[0].value, atoms[1].value
        quantity.low, quantity.high, quantity.form = low, None if high == "inf" else high, "range"
    else:
        quantity.values, quantity.form = tuple(atom.value for atom in atoms), "choice"
        quantity.open_ended = open_ended
    if quantity.unit is None and (unit := _unit_after(line, end + 1)) is not None:
        quantity.measured_in(unit)
    read_after(line, quantity, atom=False)
    read_before(line, quantity, side)
    return quantity


def _members(line: Line, n: int, end: int) -> tuple[list[Atom], bool] | None:
    """The numbers between two tokens, and whether dots follow; None where anything else stands there."""
    atoms: list[Atom] = []
    open_ended = False
    while n < end:
        kind = line.at[n].kind
        if kind == "dots":
            open_ended = True
            n += 1
        else:
            atom = atom_at(line, n + (kind in ("dash", "plus")))
            if atom is None or atom.vague:
                return None
            if kind == "dash":
                atom.negate()
            atoms.append(atom)
            n = atom.last
        if n < end:
            if line.at[n].kind not in ("comma", "semi", "bar"):
                return None
            n += 1
            n += line.phrase(n, "or") or line.phrase(n, "and")
    return atoms, open_ended


def _is_year(line: Line, atom: Atom) -> bool:
    """``(Smith, 2018; Jones, 2020)`` is no choice."""
    return len(atom.text) == 4 and atom.text.startswith(("19", "20")) and line.at[atom.first].exp == 0


def _unit_after(line: Line, n: int) -> Unit | None:
    return measure_at(line, n) or (Unit("%", n, n + 1) if line.at[n].kind == "%" else None)


_CLOSING = {"(": ")", "[": "]", "{": "}"}


def _is_interval(line: Line, n: int, atoms: list[Atom]) -> bool:
    """Whether two numbers are the ends of a range: ``[0, 1)``, ``[0, ∞]``, ``in [0, 1]``; ``[0.9, 0.99]`` alone is a choice."""
    opening, closing = line.at[n].kind, line.at[line.closing[n]].kind
    if len(atoms) != 2 or opening == "{":
        return False
    low, high = atoms[0].value, atoms[1].value
    if isinstance(low, str):
        return False
    if high == "inf":
        return True
    if isinstance(high, str) or low >= high:
        return False
    scaled = low < 0 and line.at[n - 1].norm in ("to", "into")  # normalised to [-1, 1]
    return scaled or closing != _CLOSING[opening] or _interval_before(line, n)


def _interval_before(line: Line, n: int) -> bool:
    """Whether ``in``, ``range``, ``between``, ``∈`` stand before a bracket."""
    if line.at[n - 1].norm == "in":
        return True
    return any(
        token.norm in RANGE_WORDS
        or token.role in ("between", "from")
        or token.norm in ("within", "ranges")
        or token.kind == "in"
        for token in line.tokens[max(0, n - 4) : n]
    )
