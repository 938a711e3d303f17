"""Bounds and hedges, from the words and signs around a quantity: ``at least 5``, ``never above 5``, ``5+``, ``5 or more``, ``about 5``."""

from __future__ import annotations

from flashgen.grammar.quantity.atoms import plain_notation
from flashgen.grammar.quantity.copies import after_bracketed_copy
from flashgen.grammar.quantity.line import Line, Number, Quantity
from flashgen.grammar.quantity.tokens import Token
from flashgen.grammar.quantity.units import COUNTED, measure_at
from flashgen.grammar.words import is_setting

SIDES = {"<": "upper", "<=": "upper", ">": "lower", ">=": "lower"}
"""Signs of bounds."""
RANGE_WORDS = frozenset(
    "range interval region regime band 取值范围 范围 取值 区间 範囲 범위 bereich plage rango faixa intervallo ballpark".split()
)
"""What a range is called."""


def bind(quantity: Quantity, side: str, words: tuple[int, int] | None = None) -> None:
    """Make a single value, or the far end of a range, a bound."""
    if words is not None:
        quantity.words.append(words)
    value: Number | None
    if quantity.form == "vague":
        if side == "lower":
            return
        value = quantity.low
    elif quantity.values and len(quantity.values) == 1:
        value = quantity.values[0]
    elif quantity.form == "range":
        value = quantity.high if side == "upper" else quantity.low
    else:
        return
    quantity.values = None
    quantity.low, quantity.high = (value, None) if side == "lower" else (None, value)
    quantity.form, quantity.sign = "bound", side


# ── after the quantity ──────────────────────────────────────────────────────────────────────────────────────────────────


def read_after(line: Line, quantity: Quantity, *, atom: bool = True, ranged: bool = False) -> None:
    """What follows a quantity: copies in brackets, ``+``, ``or more``, ``or so``, ``range``."""
    if atom and line.at[quantity.last].kind == "(" and quantity.form in ("value", "choice", "range"):
        quantity.last = after_bracketed_copy(line, quantity.last, quantity.numbers, bool(quantity.unit))
    n = quantity.last
    if _plus(line, n):
        bind(quantity, "lower")
        quantity.last = n + 1
        if quantity.unit is None and (unit := measure_at(line, n + 1)) is not None:
            quantity.measured_in(unit)
        return
    if _suffix(line, quantity, n):
        return
    noun = line.at[n]
    counted = noun.norm in COUNTED or (quantity.physical and line.at[n + 1].norm in _LIMITS and is_setting(noun.norm))
    if counted and not noun.role and _suffix(line, quantity, n + 1):
        return  # a noun stands between the number and "or more", "minimum"
    if ranged and noun.norm in RANGE_WORDS:
        quantity.last = n + 1


def _plus(line: Line, n: int) -> bool:
    """Whether the plus of ``5+`` stands here, not one of ``5+3``."""
    nxt = line.at[n + 1]
    return line.at[n].kind == "plus" and line.at[n].glued and not (nxt.glued and nxt.kind == "num")


def _suffix(line: Line, quantity: Quantity, n: int) -> bool:
    """Read ``or more``, ``or better``, ``or so``, ``の間`` at a token; whether one stands there."""
    if line.at[n].norm not in line.lexicon.phrases:
        return False
    for role in _SUFFIXES:
        size = line.phrase(n, role)
        if size and _fits(line, quantity, n, role, size):
            _qualify(quantity, role, (n, n + size))
            return True
    return False


_SUFFIXES = ("lower_s", "upper_s", "better_s", "approx_s", "between_s")


def _fits(line: Line, quantity: Quantity, n: int, role: str, size: int) -> bool:
    """Whether words that follow can be said of such a quantity."""
    if role in ("lower_s", "upper_s"):
        return quantity.form in ("value", "ratio", "vague") and not _begins_a_name(line, n, size)
    return role != "better_s" or quantity.form == "value"


def _qualify(quantity: Quantity, role: str, words: tuple[int, int]) -> None:
    """Take what is said of a quantity by words after it; directly after it, they end its wording."""
    if role == "between_s":
        if quantity.form != "range":
            return
    elif role == "approx_s":
        quantity.words.append(words)
    else:
        bind(quantity, _better(quantity) if role == "better_s" else role.removesuffix("_s"), words)
    if words[0] == quantity.last:
        quantity.last = words[1]


def _better(quantity: Quantity) -> str:
    """``0.02 mm or better`` is less, ``90% or better`` more."""
    tight = quantity.physical and quantity.unit != "%" and not (quantity.unit or "").startswith("% ")
    return "upper" if tight else "lower"


_LIMITS = frozenset("max minimum maximum min max. min. plus mindestens höchstens mínimo máximo minimo massimo".split())


def _begins_a_name(line: Line, n: int, size: int) -> bool:
    """Whether ``max`` or ``minimum`` belongs to what follows and not to the number before it: ``5 max depth``."""
    if size > 1 or line.at[n].norm not in _LIMITS:
        return False
    nxt = line.at[n + 1]
    return (nxt.word and not nxt.role) or nxt.kind in ("num", "colon", "=")


# ── before the quantity ─────────────────────────────────────────────────────────────────────────────────────────────────


_ARTICLES = frozenset("a the an ein eine einer un une una um uma".split())
_EMPTY_HEDGES = frozenset("even just only very nur solo auch".split())
_DOWN = frozenset("slow slows go goes step cut turn bring drop reduce ramp scale take dial throttle".split())


def read_before(line: Line, quantity: Quantity, side: str = "") -> None:
    """Words before a quantity: ``at least``, ``up to``, ``about``, ``Ra``; a flipped side after ``never``, ``no``."""
    token = line.at[quantity.first - 1]
    if token.role or token.kind == "~" or token.kind in SIDES or plain_notation(line, quantity.first - 1):
        before = _Before(line, quantity, side)
        before.read()
        quantity.first = before.begin
        quantity.words = [*reversed(before.qualifying), *quantity.words]
        side = side or before.side
    if side and not quantity.sign:
        _bound_by(line, quantity, side)
    closing = line.closing.get(quantity.last)
    if closing is not None and line.at[quantity.last].kind == "(":
        quantity.aside = (quantity.last + 1, closing)


def _bound_by(line: Line, quantity: Quantity, side: str) -> None:
    """Make a quantity a bound because of the words before it."""
    form = quantity.form
    if form == "relative":
        quantity.form = "value"
        bind(quantity, side)
        quantity.form = "relative" if quantity.form == "value" else quantity.form
    elif form == "range":
        within = any(line.at[a].norm in ("limited", "within") for a, _ in quantity.words)
        if side == "upper" and not within:
            bind(quantity, "upper")
    elif form in ("value", "ratio", "dimension", "vague"):
        quantity.form = "vague" if form == "vague" else "value"
        bind(quantity, side)


class _Before:
    """Walks from a quantity to the left over the words that qualify it."""

    def __init__(self, line: Line, quantity: Quantity, side: str) -> None:
        self.line, self.quantity = line, quantity
        self.begin = quantity.first
        self.known = side
        self.side = ""
        self.qualifying: list[tuple[int, int]] = []

    def read(self) -> None:
        """Take up to eight words and signs."""
        n = self.begin - 1
        for _ in range(8):
            token = self.line.at[n]
            if n < 0:
                return
            start = self.phrase(n, token) if token.word and token.role else self.sign(n, token)
            if start is None:
                return
            n = start - 1

    def phrase(self, n: int, last: Token) -> int | None:
        """Token with which the phrase that ends here begins, once it is taken; None where it says nothing of the quantity."""
        start = n
        while start > 0 and self.line.at[start].span == 0 and self.line.at[start - 1].role == last.role:
            start -= 1
        role = last.role
        if role in ("lower", "upper", "exceed"):
            return start if self.bound(start, n, role) else None
        if role == "approx":
            self.qualifying.append((start, n + 1))
            if not self.side:
                self.begin = start
        elif role in ("between", "from"):
            if self.quantity.form == "range":
                self.begin = start
        elif not (role == "det" and n == self.begin - 1 and last.norm in _ARTICLES) and not (
            role == "hedge" and last.norm in _EMPTY_HEDGES
        ):
            return None
        return start

    def bound(self, start: int, n: int, role: str) -> bool:
        """Take ``at least``, ``never more than``, ``should not exceed``; whether it is one."""
        line = self.line
        if role == "lower" and line.at[start].norm == "down" and line.at[start - 1].norm in _DOWN:
            return False  # "slow down to 20": no bound
        if self.known or self.side or self.lasting(start):
            return False
        negation = negation_at(line, start)
        flipped = negation < start and (role == "exceed" or _flippable(line, start, n))
        lower = (role != "upper") != flipped
        self.side = "lower" if lower else "upper"
        if flipped:
            self.qualifying.append((negation, n + 1))
            self.begin = min(self.begin, negation)
        else:
            self.qualifying.append((start, n + 1))
            self.begin = start
        return True

    def lasting(self, start: int) -> bool:
        """``linear decay over 100 epochs``: how long something takes, no bound."""
        line, noun = self.line, self.line.at[self.quantity.last]
        steps = noun.norm in _STEPS or (self.quantity.unit or "").lower() in _STEPS
        before = line.at[start - 1]
        return line.at[start].norm in ("over", "über") and steps and start > 0 and before.word and not before.role

    def sign(self, n: int, token: Token) -> int | None:
        """The token itself, once it is taken: ``≈``, ``<``, ``Ra``; None where it is another one."""
        if token.kind == "~":
            self.qualifying.append((n, n + 1))
        elif n != self.begin - 1:
            return None
        elif token.kind in SIDES and not self.side and not self.known:
            self.side = SIDES[token.kind]
        elif not plain_notation(self.line, n):
            return None
        self.begin = n
        return n


_STEPS = frozenset(
    "step steps epoch epochs iteration iterations update updates frame frames batch batches episode episodes epoche epochen schritte iterationen".split()
)
_NEVER_FLIPPED = (
    "at ", "up to", "upto", "as ", "min", "max", "down to", "capped", "limited", "mindestens", "höchstens", "au m",
    "au p", "within",
)  # fmt: skip


def _flippable(line: Line, start: int, last: int) -> bool:
    """Whether ``not`` turns a phrase round: ``not more than`` is a bound above, ``not at least`` is none."""
    return not " ".join(token.norm for token in line.tokens[start : last + 1]).startswith(_NEVER_FLIPPED)


_NEGATIONS = frozenset(
    "never not don't dont shouldn't mustn't can't cannot avoid no won't nor nie niemals nicht jamais pas nunca no não mai non asla".split()
)
_GOING = frozenset(
    "go goes going drop dropping fall falling rise rising get getting set setting use using be exceed values value let it anything run running pick choose lr push pushing".split()
)
_GOING_ROLES = frozenset(("copula", "imperative", "hedge", "approx", "det", "change", "prep", "past", "to"))


def negation_at(line: Line, start: int) -> int:
    """Token of a ``never``, ``no``, ``shouldn't`` that governs the word here; the same token where there is none."""
    for n in range(start - 1, max(start - 6, -1), -1):
        token = line.at[n]
        if token.role == "negation" or token.norm in _NEGATIONS:
            return n
        if not token.word or (token.role not in _GOING_ROLES and token.norm not in _GOING):
            break
    first = start
    while first > 0 and start - first < 7 and line.at[first - 1].word:
        first -= 1
    opens = first == 0 or line.at[first - 1].kind in ("stop", "nl", "colon", "semi")
    return first if opens and line.at[first].norm in _NEGATIONS else start  # "Never part off above …"
