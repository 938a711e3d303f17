"""``for …``, ``in …``, ``when …``: the phrases that say where a value holds."""

from __future__ import annotations

from flashgen.grammar.binding.beside import EXTENTS
from flashgen.grammar.binding.brackets import nouns_end
from flashgen.grammar.binding.names import Name
from flashgen.grammar.binding.passage import Passage
from flashgen.grammar.binding.vocabulary import CONDITIONS, CONTEXT_WORDS, FOR_WORDS, WITH
from flashgen.grammar.quantity import Quantity
from flashgen.grammar.words import COUNTABLE

_LINKING = frozenset(("of", "and", "to", "over"))


def for_phrases(passage: Passage, start: int, end: int, quantity: Quantity, name: Name) -> list[str]:
    """The phrases between two tokens that are said of a number."""
    found: list[str] = []
    n = start
    while n < end:
        if _said_of(passage, n, start, quantity, name):
            first, last = _phrase_at(passage, n, end, quantity, name)
            if last > first and not first <= quantity.core < last and not _names_next(passage, n, last, quantity):
                found.append(passage.wording(first, last))
            n = max(last, n + 1)
        else:
            n += 1
    return found


def _said_of(passage: Passage, n: int, start: int, quantity: Quantity, name: Name) -> bool:
    """Whether a phrase that says where this number holds begins at a token."""
    token = passage.tokens[n]
    if not token.word or token.norm not in CONTEXT_WORDS or token.code or name.holds(n):
        return False
    governs = token.norm in FOR_WORDS
    if not governs and n not in (start, quantity.last):
        return False
    low, high = min(n, quantity.core), max(n, quantity.core)
    between = any(low < q.core < high for q in passage.quantities if q is not quantity)
    return not (between and not (n == start and governs)) and not _follows_other(passage, n, quantity)


def _names_next(passage: Passage, word: int, last: int, quantity: Quantity) -> bool:
    """Whether a phrase after a number is the name of the next one: ``4-bit with a group size | of 128``."""
    tokens, n = passage.tokens, last
    if last <= quantity.core or tokens[word].norm not in WITH:
        return False
    while n < passage.count and (
        tokens[n].role in ("prep", "copula", "approx", "lower", "upper", "from", "between")
        or tokens[n].kind in ("=", "~", "colon")
    ):
        n += 1
    return any(q.first <= n <= q.core for q in passage.quantities if q.core > quantity.core)


def _follows_other(passage: Passage, n: int, quantity: Quantity) -> bool:
    """Whether ``for …`` directly follows another number, and so is said of that one."""
    return any(
        min(nouns_end(passage, other.last, 4), n) == n
        for other in passage.quantities
        if other is not quantity and other.last <= n and other.core != quantity.core
    )


def _phrase_at(passage: Passage, n: int, end: int, quantity: Quantity, name: Name) -> tuple[int, int]:
    """The tokens of a phrase after its first word, without loose words at its ends."""
    tokens = passage.tokens
    first = n + 1
    last = _condition_end(passage, n, end) if n > quantity.core else first
    while last < end and last - first < 7 and not name.holds(last) and _goes_on(passage, first, last):
        last += 1
    while last > first and (tokens[last - 1].role in ("det", "prep") or tokens[last - 1].norm in _LINKING):
        last -= 1
    if last > first and tokens[first].role == "det":
        if last - first > 1 and not first <= quantity.core < last:
            first += 1
        elif last - first == 1:
            first = last
    return first, last


def _goes_on(passage: Passage, first: int, n: int) -> bool:
    """Whether a token goes on with a phrase."""
    token = passage.tokens[n]
    if token.norm == "and" and any(n < q.core <= n + 4 for q in passage.quantities):
        return False
    if token.word:
        return not token.role or token.role in ("det", "reference") or (token.norm in _LINKING and n > first)
    if token.kind == "slash":
        return token.glued
    return token.kind == "num" and n > first and not passage.measured(n)


def _condition_end(passage: Passage, n: int, end: int) -> int:
    """Token after ``when the data set has more than 50k rows``, which stays whole; the next token for other words."""
    tokens = passage.tokens
    if tokens[n].norm not in CONDITIONS:
        return n + 1
    last = next((m for m in range(n + 1, end) if tokens[m].kind in ("comma", "semi", "stop", ")", "(", "nl")), end)
    return last if tokens[last - 1].end - tokens[n].end <= 60 else n + 1


def closing_word(passage: Passage, quantity: Quantity, end: int) -> str:
    """``8–12 % indoors, 15–18 % outdoors``: a single plain word that closes a measure; empty for none."""
    n = quantity.last
    if not quantity.physical or n >= end:
        return ""
    word = passage.tokens[n]
    closed = n + 1 >= end or passage.tokens[n + 1].kind in ("comma", "semi", "stop")
    plain = word.word and not word.role and not word.code and word.norm not in EXTENTS and word.norm not in COUNTABLE
    return passage.wording(n, n + 1) if plain and closed and len(word.text) > 3 else ""
