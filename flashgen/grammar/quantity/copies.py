"""The same number once more: in another unit (``0.1'' (2.5 mm)``), in another notation (``1e-4 (0.0001)``), after ``=``."""

from __future__ import annotations

from flashgen.grammar.quantity.atoms import atom_at, signed_atom_at
from flashgen.grammar.quantity.joints import range_sign
from flashgen.grammar.quantity.line import Line, Number
from flashgen.grammar.quantity.numbers import Atom
from flashgen.grammar.quantity.units import same

_LONGEST_ASIDE = 16


def after_copies(line: Line, atom: Atom, n: int) -> int:
    """Token after copies of a number: ``/ 0.13mm``, ``= 9 kg``, ``(9 kg)``, ``(0.0001)``; the same token where there are none."""
    if atom.physical and line.at[n].kind in ("slash", "="):
        other = atom_at(line, n + 1)
        if other is not None and other.physical and other.unit and not same(other.unit, atom.unit or ""):
            return other.last
    return after_bracketed_copy(line, n, (atom.value,), bool(atom.unit))


def after_bracketed_copy(line: Line, n: int, values: tuple[Number, ...], measured: bool) -> int:
    """Token after brackets that say the same number again; the same token where they don't."""
    end = line.closing.get(n, n) if line.at[n].kind == "(" else n
    if not 0 < end - n <= _LONGEST_ASIDE:
        return n
    m = n + 1
    while m < end and _introduces(line, m):
        m += 1
    copy = atom_at(line, m)
    if copy is None or copy.vague:
        return n
    unit, physical, last = copy.unit, copy.physical, copy.last
    if (step := range_sign(line, last, False)) and (high := signed_atom_at(line, last + step)) is not None:
        unit, physical, last = unit or high.unit, physical or high.physical, high.last
    if last != end:
        return n
    if physical and measured and unit != "%":
        return end + 1
    again = not unit and any(_near(value, copy.value) for value in values)
    return end + 1 if again else n


def _introduces(line: Line, n: int) -> bool:
    token = line.at[n]
    return token.kind in ("~", "=", "pm") or token.role in ("approx", "example") or token.norm == "i.e"


def last_equal(line: Line, atom: Atom, n: int) -> Atom | None:
    """The last of further copies after ``=`` or ``≈``: ``2**19 = 524,288 ~= 0.5M``."""
    found = None
    for _ in range(4):
        if line.at[n].kind not in ("=", "~"):
            break
        other = atom_at(line, n + 1)
        if other is None or not _near(atom.value, other.value):
            break
        found, n = other, other.last
    return found


def _near(a: Number, b: Number) -> bool:
    """Whether two numbers are the same, one perhaps rounded."""
    return not isinstance(a, str) and not isinstance(b, str) and abs(a - b) <= 0.1 * max(abs(a), abs(b))
