"""Ranges that are written as calls: ``uniform(0.1, 0.3)``, ``10 ** uniform(-5, -2)``, ``np.logspace(-4, -1)``."""

from __future__ import annotations

from flashgen.grammar.quantity.line import Line, Quantity
from flashgen.grammar.quantity.numbers import bare_number
from flashgen.grammar.quantity.numerals import number

DRAWS = frozenset(
    "uniform loguniform log_uniform log-uniform rand randint logspace linspace qloguniform suggest_float suggest_int quniform u".split()
)
"""Functions that draw from a range or divide it."""


def drawn(line: Line, n: int) -> Quantity | None:
    """The range of the call that begins at a token, perhaps as a power of ten."""
    call = n
    raised = line.at[n].mant == "10" and (line.at[n + 1].kind in ("star", "caret") or _raised_by_call(line, n))
    if raised:
        call = n + 1
        while line.at[call].kind in ("star", "caret", "("):
            call += 1
        if line.at[call].word and line.at[call + 1].word:
            call += 1
    name = line.at[call]
    if not name.word or name.norm.rpartition(".")[2] not in DRAWS or line.at[call + 1].kind != "(":
        return None
    end = line.closing.get(call + 1)
    if end is None:
        return None
    ends = _arguments(line, call + 2, end, raised or name.norm.endswith("logspace"))
    if ends is None:
        return None
    last = end + 1
    while line.at[last].kind == ")" and line.closing.get(last, last) >= n:
        last += 1
    low, high = sorted(ends)
    return Quantity(n, last, n, low=low, high=high, form="range")


def _raised_by_call(line: Line, n: int) -> bool:
    """Whether ``**`` (which the lexer takes for emphasis) follows a number and a call comes next."""
    token, nxt = line.at[n], line.at[n + 1]
    return nxt.word and "**" in line.text[token.end : nxt.start]


def _arguments(line: Line, n: int, end: int, exponents: bool) -> tuple[float, float] | None:
    """The first two numbers up to a token, as powers of ten where they are exponents."""
    found: list[float] = []
    while n < end and len(found) < 3:
        negative = line.at[n].kind == "dash"
        atom = bare_number(line, n + negative)
        if atom is None or isinstance(atom.value, str):
            n += 1
            continue
        value = -atom.value if negative else atom.value
        power = _power_of_ten(value) if exponents else value
        if power is None:
            return None
        found.append(power)
        n = atom.last
    return (found[0], found[1]) if len(found) > 1 else None


def _power_of_ten(exponent: float) -> float | None:
    if float(exponent).is_integer():
        return number("1", int(exponent))
    return float(10 ** min(max(exponent, -300), 300))
