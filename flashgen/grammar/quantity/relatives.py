"""Values that are relative to something: ``2x the rank``, ``twice the diameter``, ``10% of the steps``, ``1/3 of the depth``."""

from __future__ import annotations

from flashgen.grammar.quantity.line import Line, Quantity, Unit
from flashgen.grammar.quantity.nouns import begins_of, noun_phrase, of_phrase
from flashgen.grammar.quantity.numerals import number
from flashgen.grammar.quantity.ratios import splits_hundred
from flashgen.grammar.quantity.units import measure_at


def read_relation(line: Line, quantity: Quantity, n: int) -> None:
    """Read what a quantity is a share or a multiple of, from the token after it; it joins its unit."""
    if n >= line.count:
        return
    if quantity.unit == "%":
        _share(line, quantity, n)
    elif quantity.unit is None:
        token = line.at[n]
        if token.kind == "times" or (token.word and token.norm in ("x", "times", "fold", "×")):
            if line.at[n + 1].kind != "num":
                _multiple(line, quantity, n)
        elif (quantity.form == "ratio" or begins_of(line, n)) and _is_fraction(line, quantity, n):
            _fraction(line, quantity, n)


def _share(line: Line, quantity: Quantity, n: int) -> None:
    """``10% of total steps``."""
    end = of_phrase(line, n)
    if end == n:
        return
    first, last = quantity.unit_at
    if last == n or line.at[first].end <= line.at[n].start:
        quantity.unit = f"{line.at[first].text} {line.wording(n, end)}"
    quantity.last = max(quantity.last, end)


def _multiple(line: Line, quantity: Quantity, n: int) -> None:
    """``0.5× hole diameter``, ``2x the rank``; ``5x larger than`` compares."""
    token = line.at[n]
    quantity.form = "relative"
    if _compares(line, n + 1):
        quantity.compared = True
        quantity.unit, quantity.unit_at, quantity.last = token.text, (n, n + 1), n + 1
        return
    end = noun_phrase(line, n + 1)
    quantity.measured_in(Unit(line.slice(n, end) if token.math else line.wording(n, end), n, end))


def _compares(line: Line, n: int) -> bool:
    """Whether ``larger than``, ``more``, ``as large`` follow."""
    while line.at[n].role in ("approx", "hedge", "det") and line.at[n + 1].role == "compare":
        n += 1
    word = line.at[n]
    return word.role in ("compare", "than") or word.norm == "as" or line.at[n + 1].norm == "than"


def _is_fraction(line: Line, quantity: Quantity, n: int) -> bool:
    """Whether a quantity can be a share of something without its sign: ``1/3``, ``half``, ``0.4 of the melting point``."""
    if quantity.form == "ratio":
        return True
    if quantity.values is not None and len(quantity.values) == 1 and isinstance(quantity.values[0], str):
        return True
    if quantity.spelled and line.at[n - 1].norm == "half":
        return True
    below_one = all(not isinstance(value, str) and 0 < value < 1 for value in quantity.numbers)
    return quantity.form == "value" and line.at[n + 1].role == "det" and below_one


def _fraction(line: Line, quantity: Quantity, n: int) -> None:
    """``1/3 of the depth``; of a ratio also its unit, ``1/8"``."""
    value = str(quantity.values[0]) if quantity.values else ""
    if value and ":" not in value and begins_of(line, n):
        split = quantity.form == "ratio" and splits_hundred(value)
        if not split and (end := of_phrase(line, n)) > n:
            quantity.unit, quantity.unit_at, quantity.last = line.wording(n, end), (n, end), end
            quantity.form = "relative"
    elif quantity.form == "ratio":
        unit = Unit(line.at[n].text, n, n + 1) if line.at[n].kind == "inch" else measure_at(line, n)
        if unit is not None:
            quantity.measured_in(unit)


_MULTIPLES = {"twice": 2, "double": 2, "triple": 3, "thrice": 3, "quadruple": 4}


def multiple_word(line: Line, n: int) -> Quantity | None:
    """``twice the rank``, ``double the diameter``, ``half the width``."""
    norm, nxt = line.at[n].norm, line.at[n + 1]
    value = 0.5 if norm == "half" and nxt.norm == "the" else _MULTIPLES.get(norm)
    if value is None or (nxt.role != "det" and nxt.norm != "that"):
        return None
    end = noun_phrase(line, n + 1)
    if end <= n + 1:
        return None
    unit = line.wording(n + 1, end)
    found = Quantity(n, end, n, values=(value,), form="relative")
    found.measured_in(Unit(unit if value == 0.5 else f"x {unit}", n + 1, end))
    return found


MULTIPLES = frozenset(_MULTIPLES)


def percentile(line: Line, n: int) -> Quantity | None:
    """``the 90th percentile of gradient norms``."""
    token = line.at[n]
    if token.kind != "num" or line.at[n + 1].norm not in ("th", "st", "nd", "rd", "ème", "º"):
        return None
    if line.at[n + 2].norm not in ("percentile", "quantile", "centile", "percentil"):
        return None
    value = number(token.mant, token.exp)
    if value is None:
        return None
    end = of_phrase(line, n + 3)
    found = Quantity(n, end, n, values=(value,))
    found.measured_in(Unit(line.wording(n + 2, end), n + 2, end))
    return found


def join(line: Line, a: Quantity, b: Quantity) -> bool:
    """Join ``5x or 10x``, ``2x to 4x the rank``: two multiples of the same thing; whether it was done."""
    if a.form != "relative" or b.form != "relative" or a.unit not in ("x", "×", "times", b.unit):
        return False
    if not a.values or not b.values or isinstance(a.values[0], str) or isinstance(b.values[0], str):
        return False
    between = line.tokens[a.last : b.first]
    if not 0 < len(between) <= 2:
        return False
    roles = {token.role for token in between}
    if roles & {"or", "and"} or between[0].kind == "slash":
        a.values = (*a.values, *b.values)
    elif "to" in roles or between[0].kind == "dash":
        a.low, a.high, a.values = min(a.values[0], b.values[0]), max(a.values[0], b.values[0]), None
    else:
        return False
    a.unit, a.unit_at, a.last, a.compared = b.unit, b.unit_at, b.last, a.compared or b.compared
    return True
