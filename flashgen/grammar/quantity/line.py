"""A line of text with its tokens and its quantities: what ``scan`` gives, and what each production reads from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from flashgen.grammar.quantity.markup import whole
from flashgen.grammar.quantity.roles import stands
from flashgen.grammar.quantity.tokens import NOTHING, Token
from flashgen.grammar.words import Lexicon

Number = int | float | str
"""A JSON number; a string where a number would say less: ``1/3``, ``80/20``, ``3x3``."""


class Unit(NamedTuple):
    """A unit as written, and its tokens."""

    text: str
    first: int
    last: int
    physical: bool = True


@dataclass(slots=True)
class Quantity:
    """One number, range, bound or set of choices, as it stands in a line."""

    first: int
    """Token where its wording begins: bound and range words included."""
    last: int
    """Token after its wording, unit included."""
    core: int
    """Token of its first number."""
    low: Number | None = None
    high: Number | None = None
    values: tuple[Number, ...] | None = None
    unit: str | None = None
    form: str = "value"
    """value, range, bound, choice, tolerance, relative, ratio, dimension, vague."""
    unit_at: tuple[int, int] = (0, 0)
    """Tokens of the unit."""
    physical: bool = False
    """The unit is one of measurement, not a counted noun."""
    compared: bool = False
    """A relative value that compares two things: ``5x larger than``."""
    spelled: bool = False
    """Written as a small number word."""
    symbol: tuple[int, int] = (0, 0)
    """Tokens of the symbol inside a chained inequality, ``0 < ν < 0.5``."""
    aside: tuple[int, int] = (0, 0)
    """Tokens inside the brackets that follow directly and say what it is for: ``1024 (7B)``."""
    sign: str = ""
    """lower or upper for a bound."""
    words: list[tuple[int, int]] = field(default_factory=list)
    """Token spans of the words that qualify it: ``up to``, ``about``."""
    open_ended: bool = False

    @property
    def numbers(self) -> tuple[Number, ...]:
        """All its numbers."""
        ends = tuple(n for n in (self.low, self.high) if n is not None)
        return ends + (self.values or ())

    def measured_in(self, unit: Unit) -> None:
        """Give it a unit, which its wording then ends with."""
        self.unit, self.unit_at, self.physical, self.last = unit.text, unit[1:3], unit.physical, unit.last


_AROUND = [NOTHING] * 16


@dataclass(slots=True)
class Line:
    """A text with its tokens and quantities."""

    text: str
    tokens: list[Token]
    quantities: list[Quantity]
    lexicon: Lexicon
    closing: dict[int, int]
    """Opening bracket token → closing one, and back."""
    at: list[Token] = field(init=False, repr=False)
    """The tokens with nothing around them: a few places before the first and after the last are an empty token."""
    count: int = field(init=False, repr=False)
    """How many tokens there are."""

    def __post_init__(self) -> None:
        self.at = self.tokens + _AROUND
        self.count = len(self.tokens)

    def slice(self, first: int, last: int) -> str:
        """The text from one token up to (not including) another."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if last > first else ""

    def wording(self, first: int, last: int) -> str:
        """The author's Markdown of a token span, its emphasis dropped and its math and code kept whole."""
        if last <= first:
            return ""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return whole(self.text, start, end)

    def phrase(self, n: int, role: str) -> int:
        """How many tokens a phrase of this role has that begins here; 0 for none."""
        token = self.at[n]
        entries = self.lexicon.phrases.get(token.norm)
        if entries is None or token.code or not (token.word or token.kind in _PHRASE_SIGNS):
            return 0
        for words, its in entries:
            if its == role and (len(words) == 1 or stands(self.tokens, n, words)):
                return len(words)
        return 0


_PHRASE_SIGNS = frozenset(("amp", "~"))
