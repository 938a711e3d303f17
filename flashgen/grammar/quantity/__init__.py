"""Quantities as people write them: a line of text in, its tokens and its numbers with places, bounds and units out.

``scan("learning rate usually 1e-6 to 1e-3")`` gives a ``Line`` with one ``Quantity``: low 1e-6, high 1e-3. What a quantity
is *of* is not known here; that is ``grammar.binding``. Time is linear in the text.

A lexer makes tokens (``lexer``, with the patterns of ``signs``, the digits of ``numerals``, the words of ``scripts``), words
get their roles (``roles``), and productions read quantities from them, a module each; ``grammar`` asks them in this order::

    line       = { lookalike | quantity | token }                                                  grammar, lookalikes
    quantity   = [ before ] [ signs ] ( list | draw | multiple | joined | compound ) [ after ]     grammar
    signs      = ( "<" | "≤" | ">" | "≥" | "≈" | "±" | "=" ) [ notation ] …                        four at most
    list       = "{" atom { ( "," | ";" | "|" ) [ "or" | "and" ] atom } [ "…" ] "}" [ unit ]       lists; ( and [, too
    draw       = [ "10" "**" ] ( "uniform" | "logspace" | … ) "(" number "," number … ")"          draws
    multiple   = ( "twice" | "double" | "half" | … ) noun                                          relatives
    joined     = dimension | range | inequality | ( choice | value ) [ relation ]                  grammar
    compound   = "3x3" | "5x" … | "90" "th" "percentile" [ "of" noun ]                             ratios, relatives
    dimension  = atom ( "×" | "x" | "*" ) number …                                                 ratios
    range      = atom [ copy ] ( "–" | "~" | ".." | "to" | "and" ) atom [ copy ] [ relation ]      ranges, joints
    inequality = atom ( "<" | "≤" | ">" | "≥" ) symbol [ ( "<" | "≤" | ">" | "≥" ) atom ]          ranges
    choice     = value { ( "," | "/" | "or" | "and" | "vs" ) atom [ copy ] } [ "…" ]               choices, joints
    value      = atom [ copy ] { ( "=" | "≈" ) atom }                                              copies
    copy       = "(" atom [ "–" atom ] ")" | ( "/" | "=" ) atom                                    copies
    relation   = ( "×" | "x" | "times" | "fold" ) ( noun | comparison ) | "of" noun                relatives, nouns
    atom       = [ "-" | "+" ] ( number | ratio ) [ unit ]                                         atoms
    ratio      = number ( "/" | ":" ) number …                                                     ratios
    number     = digits [ "×" "10^n" ] { magnitude } | fraction | "∞"                              numbers
               | number-word [ magnitude ] | "a" magnitude | "trillions" [ "of" … ] | "a third"
    digits     = "8" | "0.5" | "1,250,000" | "0,3" | "1e-5" | "10^-6" | "2**16" | "10k" | …        numerals
    unit       = "%" | "°" [ "C" ] | "″" | "-" noun | measure                                      units
    measure    = one { ( "/" | "per" | "·" ) one | "/(" one { "·" one } ")" | "^2" | "⁻¹" }        units
    before     = { bound | hedge | "between" | "from" | "≈" | "<" | "Ra" … }                       bounds
    after      = [ copy ] [ "+" | "or more" | "at most" | "or better" | "or so" | "range" … ]      bounds

A power of ten that is written once for several numbers (``6-9B``) is shared out by ``sharing``; ``markup`` knows the
Markdown around tokens. Signs and words stand for all of their kind and, for words, of each language (``signs``,
``grammar.words``).
"""

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
