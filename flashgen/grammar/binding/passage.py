"""A line with its clauses and sentences: what every part of the binding looks at, and never changes.

A scanned ``Line`` in, a ``Passage`` out. Clauses end at semicolons, arrows, full stops, closed line ends and contrasts
(``…, but …``); a sentence is made of clauses. Places are token numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from flashgen.document import Block
from flashgen.grammar import evidence
from flashgen.grammar.binding.vocabulary import CONTRAST, OF_WORDS
from flashgen.grammar.quantity import Line, Quantity, Token


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of a block, taken apart."""

    block: Block
    line: Line
    tokens: list[Token]
    count: int
    """How many tokens there are."""
    lang: str
    closing: dict[int, int]
    """Opening bracket → closing bracket, and back."""
    bounds: tuple[int, ...]
    """Tokens at which a clause begins; 0 and the token after the last included."""
    quantities: tuple[Quantity, ...]
    """Those that can be values, in order."""
    cores: tuple[int, ...]
    """Their first numbers."""

    @property
    def text(self) -> str:
        """The Markdown of the line."""
        return self.line.text

    def wording(self, first: int, last: int) -> str:
        """The author's Markdown of some tokens, emphasis dropped."""
        return self.line.wording(first, last)

    def clause(self, n: int) -> tuple[int, int]:
        """The clause a token stands in."""
        start = 0
        for bound in self.bounds:
            if bound > n:
                return start, bound
            start = bound
        return start, self.count

    def sentence(self, n: int) -> tuple[int, int]:
        """The sentence a token stands in: clauses parted by semicolons and contrasts belong together."""
        start, end = 0, self.count
        for bound in self.bounds:
            hard = bound == 0 or bound == self.count or self.tokens[bound - 1].kind in ("stop", "nl")
            if not hard:
                continue
            if bound <= n:
                start = bound
            else:
                end = bound
                break
        return start, end

    def measured(self, n: int) -> bool:
        """Whether a token belongs to a number's own wording: its unit is no name."""
        return any(q.first <= n < q.last for q in self.quantities)

    def has_number(self, first: int, last: int) -> bool:
        """Whether a quantity has its first number between two tokens."""
        at = bisect_left(self.cores, first)
        return at < len(self.cores) and self.cores[at] < last

    def enclosing(self, n: int) -> int:
        """Token of the round bracket that is open at a token; -1 for none."""
        return max((a for a, b in self.closing.items() if a < n < b and self.tokens[a].kind == "("), default=-1)

    def before_bound(self, quantity: Quantity) -> int:
        """Token at which a quantity's wording begins, ``max`` and the like included."""
        n = quantity.first
        while n > 0 and self.tokens[n - 1].role in ("approx", "lower", "upper", "hedge", "copula"):
            n -= 1
        return n


def take_apart(block: Block, line: Line) -> Passage:
    """Take a line apart."""
    tokens, lang, found = line.tokens, line.lexicon.lang, tuple(line.quantities)
    whole = Passage(
        block, line, tokens, len(tokens), lang, line.closing, _boundaries(tokens, lang), found,
        tuple(quantity.core for quantity in found),
    )  # fmt: skip
    kept = tuple(quantity for quantity in found if not _designation(whole, quantity))
    if len(kept) == len(found):
        return whole
    return replace(whole, quantities=kept, cores=tuple(quantity.core for quantity in kept))


def _boundaries(tokens: list[Token], lang: str) -> tuple[int, ...]:
    """Tokens at which a new clause begins; the first and the one after the last included."""
    starts = {0, len(tokens)}
    length = 0
    for n, token in enumerate(tokens):
        kind = token.kind
        if kind in ("semi", "arrow", "bar") or (kind == "stop" and full_stop(tokens, n)):
            starts.add(n + 1)
        elif kind == "nl":
            if _ends_line(tokens, n, length):
                starts.add(n + 1)
            length = token.end
        elif token.word and n and _turns(tokens[n - 1], token, lang):
            starts.add(n)
    return tuple(sorted(starts))


def full_stop(tokens: list[Token], n: int) -> bool:
    """Whether a stop ends a sentence: not the one in ``config.yaml``."""
    after = tokens[n + 1] if n + 1 < len(tokens) else None
    return after is None or not after.glued or not tokens[n].glued or after.kind in ("nl", ")", "quote")


def _ends_line(tokens: list[Token], n: int, begins: int) -> bool:
    """Whether a line end closes what was said: the line is short, or a blank line follows, and nothing is left open."""
    before = tokens[n - 1] if n else None
    after = tokens[n + 1] if n + 1 < len(tokens) else None
    if (
        before is None
        or before.kind in ("comma", "colon", "dash")
        or before.role in ("prep", "det", "copula", "and", "or", "for")
    ):
        return False
    short = tokens[n].start - begins < 60
    return (short and after is not None and after.kind != "(") or tokens[n].text.count("\n") > 1


def _turns(before: Token, word: Token, lang: str) -> bool:
    """Whether with a word something else begins: ``…, but …``, ``…, so …``."""
    comma = before.kind == "comma"
    if word.norm in evidence.FOLLOWING and comma:
        return True
    return word.norm in CONTRAST and (comma or lang in ("zh", "ja", "ko"))


def _designation(line: Passage, quantity: Quantity) -> bool:
    """``modulus of 6061 aluminium ≈ 69 GPa``: a bare number after ``of`` that names a material, with the value still to come."""
    n = quantity.core
    tokens = line.tokens
    if quantity.form != "value" or quantity.unit or not n or tokens[n - 1].norm not in (*OF_WORDS, "for", "für"):
        return False
    if len(tokens[n].text) < 3 or not tokens[n].text.isdigit():
        return False
    _, end = line.clause(n)
    later = next((q for q in line.quantities if q.core > n and q.core < end), None)
    if later is None:
        return False
    between = tokens[quantity.last : later.core]
    return any(t.kind in ("=", "~", "colon") or t.role == "copula" for t in between) and not any(
        t.kind in ("comma", "semi") or t.role in ("and", "or", "for") for t in between
    )
