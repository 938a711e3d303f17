"""Quantities as people write them."""

from flashgen.grammar.quantity.bounds import RANGE_WORDS
from flashgen.grammar.quantity.grammar import scan
from flashgen.grammar.quantity.line import Line, Number, Quantity
from flashgen.grammar.quantity.lookalikes import MATERIALS
from flashgen.grammar.quantity.markup import whole
from flashgen.grammar.quantity.numerals import number
from flashgen.grammar.quantity.tokens import Token
from flashgen.grammar.quantity.units import COUNTED, TIME_UNITS, UNITS

__all__ = [
    "COUNTED",
    "MATERIALS",
    "RANGE_WORDS",
    "TIME_UNITS",
    "UNITS",
    "Line",
    "Number",
    "Quantity",
    "Token",
    "number",
    "scan",
    "whole",
]
