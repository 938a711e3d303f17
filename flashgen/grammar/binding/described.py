"""What a line describes before it comes to a value: ``numcep: cepstra to return, default 13``, ``The length of the window. Default is 25 ms``."""

from __future__ import annotations

from flashgen.grammar.binding.beside import DEFAULTS
from flashgen.grammar.binding.names import Name, naming, noun, trim
from flashgen.grammar.binding.passage import Passage
from flashgen.grammar.binding.vocabulary import OF_WORDS
from flashgen.grammar.quantity import Quantity

_PARTING = frozenset(("comma", "stop", "semi", "nl", "(", "dash", "colon"))
"""Signs that part a default from what it is the default of."""
_SENTENCE_ENDS = frozenset(("stop", "semi", "nl"))


def described(passage: Passage, quantity: Quantity, label: tuple[int, int] | None) -> Name | None:
    """What a line begins with, where a default or a label that says nothing comes before the number."""
    end = _before_default(passage, quantity) if label is None else label[0] - 1
    if end < 1 or passage.tokens[end].kind not in _PARTING:
        return None
    first, last = _first_nouns(passage, end)
    if last == first:
        return None
    if _is_label(passage, last):
        within = not any(t.kind in _SENTENCE_ENDS for t in passage.tokens[last : end + 1])
        return _named(passage, first, last) if within else None
    last = _noun_phrase_end(passage, first, last, end)
    return _named(passage, first, last) if _whole_sentence(passage, last, end) else None


def _before_default(passage: Passage, quantity: Quantity) -> int:
    """Token before the word for a default right before a number, small words aside; -1 for none."""
    tokens, n = passage.tokens, quantity.first - 1
    while n > 0 and tokens[n].norm not in DEFAULTS and _joins_default(passage, n):
        n -= 1
    if n < 1 or tokens[n].norm not in DEFAULTS:
        return -1
    n -= 1
    while n > 0 and tokens[n].role in ("det", "hedge", "copula", "prep"):
        n -= 1
    return n


def _joins_default(passage: Passage, n: int) -> bool:
    """Whether a token stands between ``default`` and its number: ``is``, ``:``, ``=``."""
    token = passage.tokens[n]
    return token.role in ("copula", "approx") or token.kind in ("colon", "=", "~")


def _first_nouns(passage: Passage, end: int) -> tuple[int, int]:
    """The words that a line begins with, four at most."""
    first = 1 if passage.tokens[0].kind == "dash" else 0
    while first < end and passage.tokens[first].role == "det":
        first += 1
    last = first
    while last < end and last - first < 4 and noun(passage, last):
        last += 1
    return first, last


def _is_label(passage: Passage, n: int) -> bool:
    """Whether a colon or a dash ends what the line is about."""
    token = passage.tokens[n]
    return token.kind == "colon" or (token.kind == "dash" and not token.glued)


def _noun_phrase_end(passage: Passage, first: int, last: int, end: int) -> int:
    """Token after ``length of the analysis window``."""
    while last < end and last - first < 8 and _goes_on(passage, last):
        last += 1
    return last


def _goes_on(passage: Passage, n: int) -> bool:
    token = passage.tokens[n]
    return noun(passage, n) or token.norm in OF_WORDS or token.role == "det"


def _whole_sentence(passage: Passage, last: int, end: int) -> bool:
    """Whether a sentence is but a noun phrase that ends at a token, with what it is in or for."""
    tokens = passage.tokens
    stops = tokens[last].kind in ("stop", "comma") or tokens[last].role in ("prep", "for", "to", "because")
    if last >= end and tokens[last].kind != "stop":
        return False
    told = any(t.kind in _SENTENCE_ENDS or t.role in ("copula", "past", "change") for t in tokens[last:end])
    return stops and not told and noun(passage, last - 1)


def _named(passage: Passage, first: int, last: int) -> Name:
    return Name(first, last, 2, trim(naming(passage, first, last)), crossing={"label"})
