"""Low, high and values as they are meant: bounds in the name, bounds told from the bad side, bounds shared, changes."""

from __future__ import annotations

from flashgen.grammar.binding.bound import Binding
from flashgen.grammar.binding.case import Case
from flashgen.grammar.binding.names import Name
from flashgen.grammar.binding.passage import Passage
from flashgen.grammar.binding.vocabulary import CONTEXT_WORDS, CONTRAST
from flashgen.grammar.quantity import Number, Quantity, Token, number

Limits = tuple[Number | None, Number | None, tuple[Number, ...] | None]
"""Low, high and values."""

_BAD_REGION = frozenset(
    "stall stalls diverge diverges diverged unstable overfit overfits overfitting hurt hurts break breaks fail fails failure risk risks risky "
    "degrade degrades rub rubbing rubs chatter chatters crack cracks warp warps explode explodes collapse collapses harm harms harmful damage "
    "damages burn burns melt melts snap snaps bad poor worse instability destabilize destabilise slow slows problematic trouble waste wasted wasteful useless "
    "overkill avoided problems divergence nan nans blow blows spike spikes oscillate oscillates lead leads cause causes forget forgetting".split()
)
"""What happens on the wrong side of a bound."""
_GOOD = frozenset(
    "pay pays help helps improve improves worth needed necessary useful matter matters converge converges".split()
)
"""What seldom happens there."""
_SELDOM = frozenset("rarely seldom hardly little no not never without doesn't don't isn't".split())
_FIRM = ("at least", "at most", "up to", "never", "not", "don't", "no ", "minimum", "maximum", "min", "max")
_LIMITS = dict.fromkeys(
    "minimale minimaler minimalen minimalem minimales minimal mínimo mínima minimo minima".split(), "lower"
) | dict.fromkeys(
    "maximale maximaler maximalen maximalem maximales maximal máximo máxima massimo massima".split(), "upper"
)
_INFLECTED = frozenset("maximaler maximalen maximalem maximales minimaler minimalen minimalem minimales".split())
_SIDES_OF_LABELS = dict.fromkeys("minimum min min. mindestens mínimo minimo".split(), "lower") | dict.fromkeys(
    "maximum max max. höchstens máximo massimo".split(), "upper"
)
_LIMITS_BEFORE = dict.fromkeys("minimum minimal lowest mindest".split(), "lower") | dict.fromkeys(
    "maximum maximal".split(), "upper"
)


def limits(case: Case, name: Name, limit: str, shared: str) -> Limits:
    """What the number says of its name; ``limit`` and ``shared``: the side that the name or the number before gives."""
    quantity = case.quantity
    low, high, values = quantity.low, quantity.high, quantity.values
    if limit and quantity.form in ("value", "relative", "ratio") and values and len(values) == 1:
        low, high, values = _one_sided(limit, values[0])
    if shared:
        low, high, values = _one_sided(shared, quantity.numbers[0])
    if quantity.form == "range" and _changes(case, name):
        low, high, values = None, None, _ends_in_order(case.passage, quantity)
    if bad_region(case.passage, quantity, case.end) and (low is None) != (high is None):
        low, high = high, low
    return low, high, values


def _one_sided(side: str, value: Number) -> Limits:
    """A bound in place of a value."""
    return (value, None, None) if side == "lower" else (None, value, None)


def limit_in_name(passage: Passage, name: Name) -> str:
    """``minimum wall thickness 0.8``, ``épaisseur minimale 0,8``: the side of the limit that a name names, taken out of it."""
    if not name.here:
        return ""
    words = name.text.split()
    for word in words[1:] if len(words) < 2 or words[0].lower() not in _INFLECTED else words:
        if side := _LIMITS.get(word.lower()):
            name.text = " ".join(w for w in words if w != word)
            return side
    return _LIMITS_BEFORE.get(passage.tokens[name.first - 1].norm, "") if name.first else ""


def limit_in_label(case: Case) -> str:
    """``Minimum: 1.2 mm`` below “Wall thickness”: the side that a label says a value is of."""
    words = [t.norm for t in case.passage.tokens[slice(*case.label)] if t.word] if case.label is not None else []
    return _SIDES_OF_LABELS.get(words[0], "") if len(words) == 1 else ""


def shared_bound(passage: Passage, quantity: Quantity, before: Binding | None) -> str:
    """The side of the bound before, where it holds for this number too: ``up to 4x for steel, 6x for carbide``."""
    if before is None or len(quantity.values or ()) != 1 or quantity.form not in ("value", "relative") or quantity.sign:
        return ""
    if before.values is not None or (before.low is None) == (before.high is None) or not before.context:
        return ""
    between = passage.tokens[before.quantity.last : quantity.first]
    listed = any(t.kind == "comma" or t.role == "and" for t in between)
    after = passage.tokens[quantity.last].norm if quantity.last < passage.count else ""
    if not listed or after not in CONTEXT_WORDS or any(_tells_anew(t) for t in between):
        return ""
    return "lower" if before.low is not None else "upper"


def _tells_anew(token: Token) -> bool:
    """Whether a word or sign between two numbers says how the second is meant."""
    return (
        token.kind in ("semi", "stop", "colon", "=", "~", "nl", "(")
        or token.role in ("hedge", "copula", "approx", "imperative", "negation", "from", "compare")
        or token.norm in CONTRAST
    )


def bad_region(passage: Passage, quantity: Quantity, end: int) -> bool:
    """``values above 0.1 can stall``: the bound is stated from the wrong side."""
    tokens = passage.tokens
    if quantity.form not in ("bound", "relative") or not quantity.sign:
        return False
    if not quantity.words and tokens[quantity.first].kind not in ("<", ">", "<=", ">="):
        return False
    if any(" ".join(t.norm for t in tokens[a:b]).startswith(_FIRM) for a, b in quantity.words):
        return False
    for n in range(quantity.last, min(end, quantity.last + 10)):
        token = tokens[n]
        if token.kind in ("semi", "stop") or token.role == "because":
            return False
        denied = any(t.role == "negation" or t.norm in _SELDOM for t in tokens[quantity.last : n])
        if (token.norm in _BAD_REGION and not denied) or (token.norm in _GOOD and denied):
            return True
    return False


def _changes(case: Case, name: Name) -> bool:
    """``annealed from 1.0 to 0.8``: where it starts and ends, no range of choice."""
    quantity, tokens, start = case.quantity, case.passage.tokens, case.start
    if not any(tokens[n].role == "from" for n in range(max(start, quantity.first - 1), quantity.core)):
        return False
    return _ends_in_order(case.passage, quantity) != (quantity.low, quantity.high) or any(
        tokens[n].role == "change" and not name.holds(n) for n in range(start, quantity.core)
    )


def _ends_in_order(passage: Passage, quantity: Quantity) -> tuple[Number, ...]:
    """The two ends of a range as the author wrote them, the larger first where it stands first."""
    low, high = quantity.low, quantity.high
    if low is None or high is None:
        return quantity.numbers
    first = passage.tokens[quantity.core]
    if first.mant and not isinstance(low, str) and _is(first, high) and not _is(first, low):
        return high, low
    return low, high


def _is(token: Token, value: Number) -> bool:
    """Whether a token, as it stands, is such a number."""
    plain = number(token.mant, token.exp)
    return plain is not None and plain == value
