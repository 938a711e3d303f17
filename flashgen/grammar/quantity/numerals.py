"""How the digits of a number are written: commas and points, lists without spaces, suffixes, powers and exponents."""

from __future__ import annotations

import re
from functools import lru_cache

from flashgen.grammar.quantity.tokens import Token
from flashgen.grammar.words import Lexicon

_UNIT_NEXT = re.compile(
    r"[ \u00a0\u202f]?(?:[%°µμ]|(?:mm|cm|km|kg|mg|MPa|GPa|kN|Nm|N|s|min|m|g|V|A|W|kW|Hz|kHz)(?![\w]))"
)


def mantissas(digits: str, found: re.Match[str], lex: Lexicon) -> list[tuple[str, str]]:
    """(digits for ``float``, as written) of each number in a run of digits, commas and points.

    Several where commas part a list (``[0,1]``, ``{16,32}``); empty digits where it is none (a version).
    """
    if len(groups := digits.split()) > 1:
        return [("".join(groups), digits)]
    if "," not in digits:
        return [(_pointed(digits, lex), digits)]
    if _comma_decimal(digits, found):
        return [(digits.replace(",", "."), digits)]
    return _parted(digits, lex)


def _comma_decimal(digits: str, found: re.Match[str]) -> bool:
    """Whether a comma is a decimal one whatever the language: ``98,07 N``, and ``0,3`` outside brackets."""
    head, comma, rest = digits.partition(",")
    if not comma or "," in rest:
        return False
    text, (start, end) = found.string, found.span()
    if head.isdigit() and rest.isdigit() and len(rest) != 3 and _UNIT_NEXT.match(text, end):
        return True
    return head == "0" and text[start - 1 : start] not in ("[", "{", "(") and text[end : end + 1] not in ("]", "}", ")")


def _parted(digits: str, lex: Lexicon) -> list[tuple[str, str]]:
    if "," not in digits:
        return [(_pointed(digits, lex), digits)]
    groups = digits.split(",")
    if _thousands(groups):
        return [("".join(groups), digits)]
    if lex.decimal_comma and len(groups) == 2:
        head = groups[0].replace(".", "")
        if "." not in groups[1] and head.isdigit():
            return [(f"{head}.{groups[1]}", digits)]
    return [x for g in groups if g for x in _parted(g, lex)]


def _pointed(digits: str, lex: Lexicon) -> str:
    """Digits with points alone: a decimal point, points of thousands (``1.250.000``), or a version (empty)."""
    if digits.count(".") < (1 if lex.decimal_comma else 2):
        return digits
    groups = digits.split(".")
    grouped = lex.decimal_comma and all(len(g) == 3 for g in groups[1:]) and 0 < len(groups[0]) <= 3
    if len(groups) == 2:
        return "".join(groups) if grouped and digits[0] != "0" else digits
    return "".join(groups) if grouped else ""


def _thousands(groups: list[str]) -> bool:
    """Whether commas part thousands: ``1,250,000``, but not the powers of two in ``{128,256,512}``."""
    head, *rest = groups
    if not 0 < len(head) <= 3 or head[0] == "0" or "." in head:
        return False
    if any(len(g.partition(".")[0]) != 3 for g in rest) or any("." in g for g in rest[:-1]):
        return False
    powers = all(g.isdigit() and int(g) > 0 and int(g) & (int(g) - 1) == 0 for g in groups)
    return not powers or len(groups) == 2


_SUFFIXES = {"k": 3, "K": 3, "M": 6, "mn": 6, "B": 9, "G": 9, "bn": 9, "T": 12, "tn": 12}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺−–‐‑", "0123456789-+----")
_NO_POWER = re.compile(r"[^\d\-]")


def raise_to(token: Token, tail: str, found: re.Match[str]) -> None:
    """Give a number what stands after its digits: the suffix of ``10k``, the exponent of ``1e-5``, the power of ``2^16``."""
    if found["suf"]:
        token.exp = _SUFFIXES[tail]
        return
    power = _power(tail)
    if found["sci"]:
        token.exp = power
    elif token.mant in ("10", "10.0"):
        token.mant, token.exp, token.norm = "1", power, "10^"
    elif token.mant and abs(power) <= 64 and len(token.mant) <= 6 and (powered := _powered(float(token.mant), power)):
        token.mant, token.exp = powered
    else:
        token.kind, token.mant = "version", ""


@lru_cache(256)
def _power(tail: str) -> int:
    """The exponent in what stands after the digits: ``e-5``, ``^{-4}``, ``⁻⁶``."""
    digits = _NO_POWER.sub("", tail.translate(_RAISED))
    return int(digits) if digits.strip("-") and digits.count("-") <= 1 else 0


def _powered(base: float, power: int) -> tuple[str, int] | None:
    """Digits and exponent of a power; None where it is too large or too small for a number."""
    try:
        result = base**power if base else 0.0
    except OverflowError:
        return None
    if base and not result:
        return None
    if result.is_integer() and abs(result) < 1e18:
        return str(int(result)), 0
    digits, _, exp = repr(result).partition("e")
    return digits, int(exp or 0)


def number(mant: str, exp: int = 0) -> int | float | None:
    """A JSON number of digits and a power of ten; None where none would hold it."""
    if len(mant) > 300 or abs(exp) > 300:
        return None
    if not exp and mant.isdecimal():
        return int(mant)
    if mant.count(".") > 1:  # `0,104.1` is no number anywhere
        return None
    value = float(f"{mant}e{exp}")
    if value in (float("inf"), float("-inf")):
        return None
    if value.is_integer() and abs(value) < 1e18 and (exp or "." not in mant):
        return int(value)
    return value
