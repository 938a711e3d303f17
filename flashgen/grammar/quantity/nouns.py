"""Nouns after a number: how far ``of the total steps``, ``x the hole diameter`` reach."""

from __future__ import annotations

from flashgen.grammar.quantity.line import Line
from flashgen.grammar.quantity.tokens import Token

OF = frozenset("of von vom der des de du d'un d'une del della di do da dos das dello".split())
_NOUNISH = frozenset(
    "nominal average standard default original initial base-ish training run drop used range max min maximum minimum step search value values total average standard training target best set "
    "limit cap increase decrease gain work working class classes part line lines phase stage level type room day week page pages section".split()
)
"""Nouns and adjectives that have another role elsewhere."""
_NOUN_ROLES = frozenset(("reference", "change", "past", "imperative", "lower", "upper"))
"""Roles of words that are a part of a noun where another one follows."""
_LONGEST = 9


def begins_of(line: Line, n: int) -> bool:
    """Whether ``of`` (or another language's) stands here."""
    token = line.at[n]
    return token.norm in OF and token.word


def of_phrase(line: Line, n: int) -> int:
    """Token after ``of …``; the same token where there is none."""
    if not begins_of(line, n):
        return n
    end = noun_phrase(line, n + 1)
    return end if end > n + 1 else n


def noun_phrase(line: Line, n: int) -> int:
    """Token after the noun phrase that begins here: articles, words, ``of`` between them."""
    end = n
    while end < min(line.count, n + _LONGEST) and _belongs(line, n, end):
        end += 1
    while end > n and (line.at[end - 1].role == "det" or line.at[end - 1].norm in OF or line.at[end - 1].kind == "nl"):
        end -= 1
    return end


def _belongs(line: Line, first: int, n: int) -> bool:
    """Whether a token goes on the noun phrase that began at another."""
    token, before, nxt = line.at[n], line.at[n - 1], line.at[n + 1]
    if token.word or token.kind == "amp":
        if token.role == "det":
            return n == first or before.norm in OF
        if token.norm in OF:
            return n > first and nxt.word
        return not token.role or _noun_nonetheless(token, nxt, n == first)
    if token.kind == "nl":
        goes_on = nxt.word and nxt.role in ("", "det") and nxt.text[:1].islower()
        return goes_on and before.norm in OF
    if token.kind == "dash":
        return token.glued and nxt.glued and nxt.word
    return token.kind == "fraction"


def _noun_nonetheless(token: Token, nxt: Token, first: bool) -> bool:
    """Whether a word with a role is a noun here: ``the training run``, ``the minimum width``."""
    if token.norm in _NOUNISH:
        return True
    if token.role in ("reference", "past") and not first and token.norm not in ("was", "were"):
        return True
    return token.role in _NOUN_ROLES and nxt.word and not nxt.role
