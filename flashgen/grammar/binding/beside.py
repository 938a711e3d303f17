"""The name beside a number: before it, after it, earlier in its clause.

``learning rate of 1e-4`` has it on the left, over words and signs that are noted (``Name.crossing``); ``3-5 epochs`` on the
right; ``the batch size is rarely more than 512`` some way before.
"""

from __future__ import annotations

from flashgen.grammar.binding.bound import Binding
from flashgen.grammar.binding.names import Name, does, is_symbol, is_verb, known, nameable, naming, noun, on_scale, trim
from flashgen.grammar.binding.passage import Passage
from flashgen.grammar.binding.phrases import phrase
from flashgen.grammar.binding.vocabulary import CONTRAST, EVERY, FOR_WORDS, LINKS, OF_WORDS, WITH
from flashgen.grammar.quantity import COUNTED, MATERIALS, RANGE_WORDS, Quantity, Token
from flashgen.grammar.words import COUNTABLE, singular

_OPERATORS = ("=", "<", ">", "<=", ">=", "~")
_SIGNS = dict.fromkeys((*_OPERATORS, "in"), "op") | {
    "colon": "colon", "dash": "dash", "(": "paren", "quote": "", "bar": "", "nl": "",
}  # fmt: skip
"""Signs between name and number, and what is noted of them."""
_SKIPPED = frozenset(
    "approx hedge copula prep det lower upper exceed between from to imperative negation few than".split()
)
"""Roles of the words between name and number."""
_CROSSINGS = {
    "copula": "copula", "imperative": "imperative", "between": "bound", "lower": "bound", "upper": "bound",
    "from": "bound",
}  # fmt: skip
EXTENTS = frozenset("wide high thick deep long tall breit hoch dick tief lang".split())
DEFAULTS = frozenset(
    "default defaults standard standardwert défaut predeterminado padrão predefinito varsayılan 默认 默认值 デフォルト 初期値 기본값 기본".split()
)


def left(passage: Passage, quantity: Quantity, floor: int) -> Name | None:
    """The noun phrase before a number, over connecting words, signs and short brackets."""
    tokens = passage.tokens
    if quantity.symbol[1] > quantity.symbol[0]:
        first, last = quantity.symbol
        return Name(first, last, 1, naming(passage, first, last), crossing={"op"})
    n = quantity.first - 1
    crossing: set[str] = {"op"} if n + 1 < passage.count and tokens[n + 1].kind in _OPERATORS else set()
    symbol = ""
    context: list[str] = []
    while n >= floor:
        kind = tokens[n].kind
        over: str | None
        if tokens[n].word:
            over = _over_word(passage, n, floor, quantity)
        elif kind == "quote" and (span := _quoted(tokens, n, floor)) is not None:
            return Name(*span, 2, trim(passage.wording(*span)), symbol, context, crossing)
        elif kind == "comma":
            once = not crossing & {"comma", "colon"} and (crossing or n + 1 < quantity.first)
            over = "comma" if once else None
        elif kind == ")" and passage.closing.get(n, -1) > floor and "paren" not in crossing:
            opening = passage.closing[n]
            if "op" in crossing and (opening == floor or not tokens[opening - 1].word) and n - opening <= 8:
                return Name(opening + 1, n, 1, trim(passage.wording(opening + 1, n)), crossing=crossing)
            inside = passage.wording(opening + 1, n)
            if is_symbol(passage, opening + 1, n):
                symbol = inside
            elif inside and not any(t.kind == "num" for t in tokens[opening + 1 : n]):
                context.append(inside)
            n, over = opening, ""
        else:
            over = _SIGNS.get(kind)
        if over is None:
            break
        if over:
            crossing.add(over)
        n -= 1
    if n >= floor and tokens[n].norm in CONTRAST and not (tokens[n].code or tokens[n].math):
        return None
    if n < floor or not (tokens[n].word or _grade(tokens, n)) or passage.measured(n) or does(passage, n):
        return None
    name = phrase(passage, n, floor, crossing, symbol, context)
    return None if _predicate_of(passage, name) or tokens[name.last - 1].norm in _SAYING else name


_SAYING = frozenset(
    "prescribes proposes reports states says claims mentions quotes cites advises advocates adopts employs picks".split()
)
"""Verbs of someone who names a number: ``the paper prescribes | 5-20 negatives``."""


def _predicate_of(passage: Passage, name: Name) -> bool:
    """``PLA is happy | from 180 to 215``: a word that only says how the subject is."""
    if name.known or name.last - name.first != 1 or not name.first or name.crossing - {"bound"}:
        return False
    tokens, n = passage.tokens, name.first - 1
    while n > 0 and tokens[n].role in ("hedge", "negation"):
        n -= 1
    return tokens[n].norm in _BEING and not tokens[name.first].code and not tokens[name.first].math


_BEING = frozenset(("is", "are"))


def _over_word(passage: Passage, n: int, floor: int, quantity: Quantity) -> str | None:
    """What is noted of a word between name and number; none where it is part of the name, or ends the search."""
    token = passage.tokens[n]
    if on_scale(passage, n) or token.norm == "sometimes":
        return ""
    if is_verb(passage, n):
        return "copula"
    if _noun_of_label(passage, n, floor):
        return None
    if nameable(passage, n):
        ranging = token.norm in RANGE_WORDS and n > floor and passage.tokens[n - 1].word
        ranging = ranging and passage.tokens[n - 1].norm not in EVERY  # at every interval
        return "" if ranging and (quantity.form == "range" or not nameable(passage, n - 1)) else None
    if token.norm in RANGE_WORDS and token.role != "copula":
        return ""
    if token.role not in _SKIPPED:
        return None
    if token.norm in WITH and token.role == "prep":
        return "with"
    if token.role != "copula" and token.norm == "of":
        return "of"
    return _CROSSINGS.get(token.role, "")


_NOUNS_TOO = frozenset("spans runs reads needs uses measures covers holds sets keeps".split())
"""Words that are verbs beside a number, but nouns where a label ends with them."""


def _noun_of_label(passage: Passage, n: int, floor: int) -> bool:
    """``Unsupported spans: < 25 mm``."""
    tokens = passage.tokens
    if tokens[n].norm not in _NOUNS_TOO or n <= floor or n + 1 >= passage.count or tokens[n + 1].kind != "colon":
        return False
    return tokens[n - 1].word and not tokens[n - 1].role


def _grade(tokens: list[Token], n: int) -> bool:
    """``alloy 7075``: a number that names a material."""
    return n > 0 and tokens[n].kind == "num" and tokens[n - 1].norm in MATERIALS


def _quoted(tokens: list[Token], n: int, floor: int) -> tuple[int, int] | None:
    """Tokens between quotation marks, the closing one given, where they are the words of a name."""
    for first in range(n - 1, max(floor, n - 10) - 1, -1):
        if tokens[first].kind == "quote":
            return (first + 1, n) if (first + 1 < n and not tokens[first + 1].glued) or n - first > 1 else None
        if not tokens[first].word:
            return None
    return None


def right(passage: Passage, quantity: Quantity) -> Name | None:
    """The noun phrase after a number: ``3-5 epochs``, ``5% DOC``."""
    tokens, n = passage.tokens, quantity.last
    if n >= passage.count or tokens[n].norm in EXTENTS:
        return None
    while n < passage.count and tokens[n].kind == "quote":
        n += 1
    if n + 2 < passage.count and tokens[n].kind == ")" and tokens[n + 1].norm in OF_WORDS:
        n += 2  # a few (2 or 3) of …
    linked = n < passage.count and tokens[n].norm in LINKS
    first = n + linked
    _, end = passage.clause(quantity.core)
    last = _nouns_end(passage, first, end)
    if last == first:
        return _predicate(passage, first, end)
    last, sure = _counted(passage, quantity, first, last)
    if quantity.unit is None and (what := _of_counted(passage, last, end)) is not None:
        return what
    per = last + 1 < end and (
        tokens[last].norm == "per"
        or (tokens[last].norm in ("a", "an") and (last + 2 >= end or not tokens[last + 2].word))
    )
    if per and nameable(passage, last + 1):
        if tokens[last].norm == "per" and tokens[last - 1].norm in COUNTED and quantity.unit is None:
            sure = 2  # examples per class
        last += 2
    if not sure and known(passage, first, last) == 2:
        sure = 2 if linked or quantity.form in ("dimension", "ratio") or last - first > 1 else 1
    return Name(first, last, sure, trim(passage.wording(first, last)), crossing={"right"})


def _nouns_end(passage: Passage, first: int, end: int) -> int:
    """Token after the nouns that begin at a token: five at most, hyphens between them."""
    tokens, n = passage.tokens, first
    while n < end and n - first < 5:
        token = tokens[n]
        if token.word and (nameable(passage, n) or token.norm in COUNTABLE):
            if n > first and (token.code != tokens[n - 1].code or _acts(tokens, n)):
                break
        elif not (
            token.kind == "dash"
            and token.glued
            and n + 1 < end
            and tokens[n + 1].word
            and tokens[n + 1].glued
            and n > first
        ):
            break
        n += 1
    return n


def _acts(tokens: list[Token], n: int) -> bool:
    """``90 epochs | pass 76 %``: whether a noun is a verb, by the number after it."""
    numbered = n + 1 < len(tokens) and tokens[n + 1].kind == "num"
    return numbered and tokens[n].norm in ("pass", "run", "cut", "load", "step", "level")


def _counted(passage: Passage, quantity: Quantity, first: int, last: int) -> tuple[int, int]:
    """Where the nouns end that are counted or, behind a unit, are a setting; and how known they are (2 or 0)."""
    for cut in range(last, first, -1):
        norm = passage.tokens[cut - 1].norm
        if norm in COUNTABLE or singular(norm) in COUNTABLE:
            return cut, 2
        if quantity.unit is not None and known(passage, first, cut) == 2:
            return cut, 2
    return last, 0


def _of_counted(passage: Passage, last: int, end: int) -> Name | None:
    """``100 steps of warmup``: the name after the noun that is counted."""
    tokens = passage.tokens
    if not (last + 1 < end and tokens[last].norm in OF_WORDS and tokens[last - 1].norm in COUNTED):
        return None
    first = stop = last + 1
    while stop < end and stop - first < 4 and nameable(passage, stop):
        stop += 1
    if known(passage, first, stop) < 2:
        return None
    return Name(first, stop, 2, trim(naming(passage, first, stop)), crossing={"right"})


def _predicate(passage: Passage, n: int, end: int) -> Name | None:
    """``1e-5 is a good learning rate``: the name after a copula."""
    tokens = passage.tokens
    if n >= end or tokens[n].role not in ("copula", "hedge") or not tokens[n].word:
        return None
    first = n
    while (
        n < end
        and n - first < 6
        and tokens[n].word
        and tokens[n].role in ("copula", "det", "hedge")
        and not nameable(passage, n)
    ):
        n += 1
    start = n
    while n < end and n - start < 5 and noun(passage, n):
        n += 1
    if n == start or not any(t.role == "det" for t in tokens[first:start]) or known(passage, start, n) < 2:
        return None
    return Name(start, n, 2, trim(naming(passage, start, n)), crossing={"is"})


def after_for(passage: Passage, quantity: Quantity, end: int) -> Name | None:
    """``0.9 for the momentum``."""
    tokens, n = passage.tokens, quantity.last
    if n >= end or tokens[n].norm not in FOR_WORDS:
        return None
    n += 1
    while n < end and tokens[n].role == "det":
        n += 1
    first = n
    while n < end and n - first < 4 and nameable(passage, n):
        n += 1
    if n - first == 2 and tokens[first].norm in ("parameter", "hyperparameter", "constant", "variable"):
        first += 1  # for the parameter C
    sure = known(passage, first, n)
    if (
        n == first
        or sure < 1
        or (sure < 2 and tokens[first - 1].role != "det" and tokens[first - 1].word and tokens[first - 1].role)
    ):
        return None
    return Name(first, n, 2, trim(naming(passage, first, n)), crossing={"for"})


def before_for(passage: Passage, name: Name, floor: int) -> Name | None:
    """``the tap drill for M6 is 5.0 mm``: the noun phrase before the ``for`` that governs a name, which is its context."""
    n = name.first - 1
    while n > floor and passage.tokens[n].role == "det":
        n -= 1
    if n <= floor or passage.tokens[n].norm not in ("for", "für", "pour", "para", "per") or not noun(passage, n - 1):
        return None
    whole = phrase(passage, n - 1, floor, set(name.crossing))
    whole.context.append(name.text)
    return whole


_LASTING = frozenset("warmup warm-up decay ramp ramp-up rampup annealing cooldown burn-in".split())


def before_first(passage: Passage, quantity: Quantity, floor: int) -> Name | None:
    """``warmup over the first 2,000 steps``: something that lasts, with how long it does."""
    tokens, n = passage.tokens, quantity.first - 1
    if n - 3 < floor or tokens[n].norm not in ("first", "initial", "last") or tokens[n - 1].role != "det":
        return None
    if tokens[n - 2].norm not in ("over", "for", "during", "in") or tokens[n - 3].norm not in _LASTING:
        return None
    return phrase(passage, n - 3, floor, {"bound"})


def measured_noun(passage: Passage, quantity: Quantity, end: int) -> Name | None:
    """``0.02 mm of clearance``: the bare noun that a measure is of."""
    first = stop = quantity.last + 1
    if not quantity.physical or quantity.unit is None or quantity.unit[0] == "%" or " per " in quantity.unit:
        return None
    if first >= end or passage.tokens[first - 1].norm not in OF_WORDS:
        return None
    while stop < end and stop - first < 3 and noun(passage, stop) and not passage.tokens[stop].text[:1].isupper():
        stop += 1
    if stop == first:
        return None
    sure = max(known(passage, first, stop), 1)
    return Name(first, stop, sure, trim(naming(passage, first, stop)), crossing={"right"})


def before_default(passage: Passage, quantity: Quantity, floor: int) -> Name | None:
    """``the ignore index (default: -100)``: what stands before brackets that only give its value."""
    opening = passage.enclosing(quantity.core)
    lead = passage.tokens[opening + 1 : quantity.first]
    if opening <= floor or not any(t.norm in DEFAULTS for t in lead) or any(t.word and not t.role for t in lead):
        return None
    if not nameable(passage, opening - 1):
        return None
    name = phrase(passage, opening - 1, floor, {"paren", "op"})
    return name if name.last - name.first <= 4 else None


def search(passage: Passage, start: int, end: int, found: list[Binding], best: int = 2) -> Name | None:
    """The nearest known name between two tokens that no number before has taken."""
    n = end - 1
    while n >= start:
        if passage.tokens[n].kind == ")" and passage.closing.get(n, -1) >= start:
            n = passage.closing[n] - 1
        elif noun(passage, n) and not taken(found, n) and not passage.measured(n):
            name = phrase(passage, n, start, {"search"})
            if name.known >= best and not compared_with(passage, name) and name.here:
                return name
            n = min(name.first, n) - 1
        else:
            n -= 1
    return None


def subject_sign(passage: Passage, start: int, other: Name, quantity: Quantity) -> Name | None:
    """A symbol or identifier that the clause is about: ``$\\epsilon$ sits near machine precision (1e-7)``."""
    tokens, n = passage.tokens, start
    while n < other.first and tokens[n].role in ("det", "hedge", "and"):
        n += 1
    if n + 1 >= other.first or not (tokens[n].math or tokens[n].code) or not noun(passage, n):
        return None
    if tokens[n + 1].role != "copula" or other.first - n > 8 or other.first >= quantity.first:
        return None
    return Name(n, n + 1, 2, naming(passage, n, n + 1), crossing={"copula"})


def taken(found: list[Binding], n: int) -> bool:
    """Whether a token is in the name of a number before."""
    return any(binding.named[0] <= n < binding.named[1] for binding in found)


def compared_with(passage: Passage, name: Name) -> bool:
    """Whether the name stands after ``than`` or is only a condition."""
    n = name.first - 1
    while n >= 0 and passage.tokens[n].role in ("det", "hedge", "copula"):
        n -= 1
    return n >= 0 and passage.tokens[n].role in ("than", "versus", "determined", "because", "lower", "upper")


def under_for(passage: Passage, name: Name) -> bool:
    """Whether ``for`` governs the name: ``For dropout, …``."""
    n = name.first - 1
    while n >= 0 and passage.tokens[n].role in ("det", "hedge"):
        n -= 1
    return n >= 0 and passage.tokens[n].norm in FOR_WORDS
