"""Ranges: ``1e-5 to 1e-3``, ``3–5 mm``, ``±0.1–0.3``, and chains of inequalities, ``0 < ν < 0.5``."""

from __future__ import annotations

from flashgen.grammar.quantity.atoms import atom_at
from flashgen.grammar.quantity.bounds import SIDES, read_after, read_before
from flashgen.grammar.quantity.copies import after_copies
from flashgen.grammar.quantity.line import Line, Number, Quantity
from flashgen.grammar.quantity.numbers import Atom
from flashgen.grammar.quantity.relatives import read_relation
from flashgen.grammar.quantity.sharing import share
from flashgen.grammar.quantity.units import same


def range_of(line: Line, quantity: Quantity, a: Atom, b: Atom, *, side: str, tolerance: bool) -> Quantity:
    """Make a quantity the range from one number to another."""
    share([a, b])
    _set_ends(quantity, a, b)
    high = quantity.high
    if tolerance and high is not None and not isinstance(high, str):
        quantity.low, quantity.form = -high, "tolerance"
    quantity.last = max(after_copies(line, b, b.last), b.last)
    read_relation(line, quantity, b.last)
    read_after(line, quantity, ranged=True)
    if side == "upper":
        quantity.low = None
    elif side == "lower":
        quantity.high = None
    if side:
        quantity.sign, quantity.form = side, "bound"
    read_before(line, quantity)
    return quantity


def _set_ends(quantity: Quantity, a: Atom, b: Atom) -> None:
    """The ends in order, with the unit of both; each with its own in a string where they are measured in different ones."""
    low, high = a.value, b.value
    if a.physical and b.physical and a.unit and b.unit and not same(a.unit, b.unit):
        low, high = f"{a.text} {a.unit}", f"{b.text} {b.unit}"
        quantity.unit = None
    else:
        unit = b if b.unit else a
        quantity.unit, quantity.unit_at, quantity.physical = unit.unit, unit.unit_at, unit.physical
        if not isinstance(low, str) and not isinstance(high, str) and low > high:
            low, high = high, low
    quantity.low, quantity.high, quantity.form = _finite(low), _finite(high), "range"


def _finite(value: Number) -> Number | None:
    return None if value == "inf" else value


def chained(line: Line, quantity: Quantity, a: Atom, n: int) -> Quantity | None:
    """``0 < ν < 0.5`` and ``0 < p``: a number, the sign at a token, a symbol, perhaps a sign and a number."""
    end = n + 1
    while end - n <= 4 and line.at[end].word and not line.at[end].role:
        end += 1
    if end == n + 1:
        return None
    rising = SIDES[line.at[n].kind] == "upper"
    quantity.symbol = (n + 1, end)
    quantity.form = "range"
    if line.at[end].kind in SIDES and (b := atom_at(line, end + 1)) is not None:
        low, high = (a.value, b.value) if rising else (b.value, a.value)
        quantity.low, quantity.high, quantity.last = _finite(low), _finite(high), b.last
        if b.unit:
            quantity.unit, quantity.unit_at, quantity.physical = b.unit, b.unit_at, b.physical
        return quantity
    if line.at[end - 1].math or line.at[end - 1].code:
        quantity.low, quantity.high = (a.value, None) if rising else (None, a.value)
        quantity.form, quantity.last = "bound", end
        return quantity
    return None
