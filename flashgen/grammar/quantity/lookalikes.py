"""What only looks like a quantity: prices, dates, years, versions, designations, references, terms of a formula."""

from __future__ import annotations

import re
from collections.abc import Callable

from flashgen.grammar.quantity.draws import DRAWS
from flashgen.grammar.quantity.line import Line
from flashgen.grammar.quantity.nouns import OF
from flashgen.grammar.quantity.roles import words_of
from flashgen.grammar.quantity.units import COUNTED, is_unit, measure


def lookalike(line: Line, n: int) -> int | None:
    """Token to go on at, where what begins here is no quantity; None where it may be one."""
    token = line.at[n]
    kind = token.kind
    if kind == "num":
        skipped = _skipped(line, n)
        return n + skipped if skipped else None
    if kind == "(":
        if token.glued and _is_called(line, n):
            return line.closing[n] + 1
    elif kind == "word":
        if token.norm in line.lexicon.numbers and _follows(line, n, OF, _POWERS):
            return n + 1
    elif kind == "fraction":
        nxt = line.at[n + 1]
        if token.math and nxt.kind in ("word", "dash", "plus") and not is_unit(nxt):
            return n + 1
    return None


def _is_called(line: Line, n: int) -> bool:
    """Whether a bracket is that of a call: ``N(0, 1)``, ``f(3)``."""
    before = line.at[n - 1]
    return (
        0 < line.closing.get(n, n) - n < 40
        and before.word
        and before.end == line.at[n].start
        and (len(before.text) == 1 or before.code or before.math)
        and before.norm.rpartition(".")[2] not in DRAWS
    )


def _follows(line: Line, n: int, preposition: frozenset[str], nouns: frozenset[str]) -> bool:
    return line.at[n - 1].norm in preposition and line.at[n - 2].norm in nouns


# ── numbers: how many tokens are skipped, 0 for none ────────────────────────────────────────────────────────────────────


_SIGNS_BEFORE = frozenset(("hash", "money", "star", "caret", "plus", "slash"))


def _skipped(line: Line, n: int) -> int:
    before, after = line.at[n - 1].kind, line.at[n + 1].kind
    if before in _SIGNS_BEFORE and (skipped := _after_sign(line, n)):
        return skipped
    if (after in _BEFORE_SIGN or before == "=") and (skipped := _before_sign(line, n)):
        return skipped
    return int(_among_words(line, n))


def _after_sign(line: Line, n: int) -> int:
    """What a number is because of the sign before it: ``$45``, ``#5``, ``#10-32``, ``3*4``, ``B/2``, ``x^2``, ``2 + 3``."""
    before = line.at[n - 1]
    kind = before.kind
    if kind == "hash" and before.end == line.at[n].start and _pitched(line, n):
        return 3
    if kind in ("hash", "money"):
        return int(before.end == line.at[n].start)
    if kind in ("star", "caret") and before.end == line.at[n].start:
        return 1
    if kind in ("star", "plus"):
        return int(line.at[n - 2].kind in ("num", "word", ")", "]"))
    return int(kind == "slash" and before.glued and line.at[n].glued and line.at[n - 2].word)


def _before_sign(line: Line, n: int) -> int:
    """What a number is because of the sign after it."""
    rule = _BEFORE_SIGN.get(line.at[n + 1].kind)
    skipped = rule(line, n) if rule is not None else 0
    if skipped and rule is _divided:
        return skipped
    return 1 if line.at[n - 1].kind == "=" and _result(line, n) else skipped


def _enumerates(line: Line, n: int) -> int:
    """``2. Choose …``, ``5.3. More …`` at the beginning of a line."""
    token = line.at[n]
    begins = n == 0 or line.at[n - 1].kind == "nl"
    short = len(token.text) <= 4 and not token.exp
    return 2 if begins and short and n + 2 < line.count and not line.at[n + 2].glued else 0


def _multiplied_or_added(line: Line, n: int) -> int:
    """``3*4``, ``2 + x``; the plus of ``5+`` is glued."""
    sign, other = line.at[n + 1], line.at[n + 2]
    return int(other.kind in ("num", "word", "(", "[") and not (sign.kind == "plus" and sign.glued))


def _divided(line: Line, n: int) -> int:
    """``1/t``, ``3/(a + b)``, ``8/3*h``; the thread ``1/4-20``."""
    slash, other, times = line.at[n + 1 : n + 4]
    if slash.glued and other.text in _PARTS and _pitched(line, n + 2):
        return 5
    if other.kind == "(" or (other.word and slash.glued and other.glued):
        return 1
    return 3 if other.kind == "num" and times.kind in ("star", "times") and times.glued else 0


def _called(line: Line, n: int) -> int:
    """``2(a + b)`` in math."""
    return int(line.at[n + 1].glued and line.at[n].math)


_THREADS = frozenset("tap tapped thread threads threaded screw screws bolt bolts unc unf".split())
_PARTS = ("2", "4", "8", "16")
"""Of an inch."""
_PITCHES = frozenset("8 9 10 11 12 13 14 16 18 20 24 27 28 32 36 40 44 48 56 64 72 80".split())
"""Threads an inch of the unified screw threads (ASME B1.1)."""


def _is_thread(line: Line, n: int) -> bool:
    """Whether a thread is named by its number: ``10-32`` among words of threads."""
    near = (line.at[n - 1].norm, line.at[n - 2].norm, line.at[n + 3].norm)
    numbered = len(line.at[n].text) <= 2 and not _THREADS.isdisjoint(near)
    return numbered and _pitched(line, n) and int(line.at[n + 2].text) >= 24


def _pitched(line: Line, n: int) -> bool:
    """Whether the threads an inch follow: ``-20``."""
    dash, pitch = line.at[n + 1], line.at[n + 2]
    joined = dash.kind == "dash" and dash.glued and pitch.glued
    return joined and pitch.text in _PITCHES and not _has_unit(line, n + 3)


def _dashed(line: Line, n: int) -> int:
    """``2024-05-01``, ``10-32 UNF``, ``steel 17-4``."""
    dash, month, further, day = line.at[n + 1 : n + 5]
    if _is_thread(line, n) or (line.at[n - 1].norm in MATERIALS and dash.glued and _falls(line, n)):
        return 3
    if month.kind != "num" or further.kind != "dash" or day.kind != "num":
        return 0
    return 5 if dash.glued and month.glued and further.glued and day.glued else 0


def _clock(line: Line, n: int) -> int:
    """``at 12:30``, ``9:15 am``."""
    colon, minutes, of_day = line.at[n + 1 : n + 4]
    if not colon.glued or not minutes.glued or minutes.kind != "num" or len(minutes.text) != 2:
        return 0
    return 3 if of_day.norm in ("am", "pm", "uhr", "h") or line.at[n - 1].norm in _UNTIL else 0


_UNTIL = frozenset(("at", "um", "until", "by", "from"))
_BEFORE_SIGN: dict[str, Callable[[Line, int], int]] = {
    "money": lambda _line, _n: 1,  # 20 €
    "stop": _enumerates,
    ")": _enumerates,
    "star": _multiplied_or_added,
    "plus": _multiplied_or_added,
    "slash": _divided,
    "(": _called,
    "dash": _dashed,
    "colon": _clock,
}


def _result(line: Line, n: int) -> bool:
    """Whether a number is that of ``3*4*5 = 60``."""
    sign, factor = line.at[n - 3], line.at[n - 2]
    reckons = sign.kind in ("star", "plus") or (sign.kind in ("times", "slash", "dash") and sign.end < factor.start)
    return factor.kind == "num" and reckons and line.at[n - 4].kind in ("num", ")", "]")


_CURRENCIES = frozenset("usd eur dollars dollar euro euros bucks cents".split())


def _among_words(line: Line, n: int) -> bool:
    """Whether a number is no quantity because of the words around it, or in a formula."""
    token = line.at[n]
    return (
        line.at[n + 1].norm in _CURRENCIES
        or (line.at[n - 1].word and (_power_of(line, n) or _reference(line, n)))
        or (len(token.text) == 4 and _year(line, n))
        or (token.math and _term(line, n))
    )


def _power_of(line: Line, n: int) -> bool:
    """Whether it is that of ``a power of 2``, ``multiples of 8``, ``divisible by 4``."""
    return _follows(line, n, OF, _POWERS_AND_ROOTS) or _follows(line, n, _BY, _DIVISIBLE)


_POWERS = frozenset(("power", "powers", "multiple", "multiples"))
_POWERS_AND_ROOTS = _POWERS | {"potenz", "potenzen", "root"}
_BY = frozenset(("by", "durch"))
_DIVISIBLE = frozenset(("divisible", "teilbar"))


MATERIALS = frozenset(("aluminium", "aluminum", "steel", "alloy"))
"""What has grades by number: ``6061 aluminium``, ``steel 4140``."""
_SOFT = frozenset(
    "class day days week part version lecture item level grade unit type line lines stage phase problem question task note v generation module room track gpt lab".split()
)
"""References that may be settings, too: ``- level: 3``."""
_PLACES = frozenset("step epoch layer iteration".split())
_AT = frozenset("at after before from until since by in on to past".split())
_SHARES = ("%", "inch", "deg")


def _reference(line: Line, n: int) -> bool:
    """``Figure 3``, ``day 4``, ``after step 1``, ``OLMo 2``, ``Llama 3.1``: the number names, it does not measure."""
    token, before = line.at[n], line.at[n - 1]
    if before.code or before.end + 1 < token.start or (token.math and not before.math):
        return False
    if before.norm in words_of(line.lexicon.lang, "reference") and not token.exp and _unitless(line, n):
        return _names_reference(line, n)
    if before.norm in _PLACES and line.at[n - 2].norm in _AT and _unitless(line, n):
        return True
    return _is_product(line, n) and _unitless(line, n)


def _names_reference(line: Line, n: int) -> bool:
    mant, before = line.at[n].mant, line.at[n - 1]
    if mant.startswith("0.") or (before.norm in MATERIALS and not re.fullmatch(r"\d{3,}", mant)):
        return False  # "steel 0.27 to 0.30": a grade is a whole number of three digits or more
    if before.norm in MATERIALS and _rises(line, n):
        return False
    return before.norm not in _SOFT or before.text[:1].isupper() or line.at[n - 2].kind != "colon"


def _rises(line: Line, n: int) -> bool:
    """Whether a range begins, and no grade: ``aluminum 300-500``; but ``steel 17-4``, ``4140-4340``."""
    dash, other = line.at[n + 1], line.at[n + 2]
    low, high = line.at[n].mant, other.mant
    return dash.kind == "dash" and other.kind == "num" and len(low) == len(high) == 3 and low < high


def _falls(line: Line, n: int) -> bool:
    """Whether the number behind a dash is less: ``17-4``."""
    low, high = line.at[n].text, line.at[n + 2].text
    return low.isdigit() and high.isdigit() and int(low) > int(high) and not _has_unit(line, n + 3)


def _is_product(line: Line, n: int) -> bool:
    """Whether a name in mixed case stands before a short number: ``OLMo 2``."""
    token, text, nxt = line.at[n], line.at[n - 1].text, line.at[n + 1]
    return (
        not text.islower()
        and any(c.isupper() for c in text[1:])
        and any(c.islower() for c in text)
        and not token.exp
        and len(token.mant) <= 4
        and nxt.norm not in COUNTED
        and nxt.kind not in ("dash", "~")
    )


def _unitless(line: Line, n: int) -> bool:
    """Whether no unit follows a number, nor the second one of a range: ``brass 150-300 m/min`` has one."""
    if _has_unit(line, n + 1):
        return False
    return not (line.at[n + 1].kind == "dash" and line.at[n + 2].kind == "num" and _has_unit(line, n + 3))


def _has_unit(line: Line, n: int) -> bool:
    return line.at[n].kind in _SHARES or measure(line, n) > n


_YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE_YEAR = frozenset("in since from by of paper al. al early late until im seit en em nel ( a the".split())
_AFTER_YEAR = frozenset((")", "paper", "年", "년", "edition", "iap"))


def _year(line: Line, n: int) -> bool:
    """``a 2015 paper``, ``(2018)``, ``between 1990 and 2005``."""
    token, nxt = line.at[n], line.at[n + 1]
    text = token.text
    if token.code or token.math or not text.isdigit() or not "1900" <= text <= "2039":
        return False
    if nxt.norm in COUNTED or _has_unit(line, n + 1):
        return False
    other = next((m for m in (n - 2, n + 2) if line.at[m].kind == "num"), None)
    if other is not None and _YEAR.fullmatch(line.at[other].text):
        between = line.at[min(n, other) - 1].role in ("between", "from")
    else:
        between = False
    return between or n == 0 or line.at[n - 1].norm in _BEFORE_YEAR or nxt.norm in _AFTER_YEAR


def _term(line: Line, n: int) -> bool:
    """A term of a formula in math: the 2 and 3 of ``2x + 3y``, the 1 of ``n - 1``."""
    nxt, before, left = line.at[n + 1], line.at[n - 1], line.at[n - 2]
    if nxt.word and nxt.glued and nxt.math and nxt.norm != "x" and not is_unit(nxt):
        return True
    if nxt.kind in ("dash", "plus") and line.at[n + 2].kind in ("word", "("):
        return True
    return before.kind in ("dash", "plus") and left.kind in ("word", ")") and not left.role
