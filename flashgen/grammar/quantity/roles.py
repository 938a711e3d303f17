"""What words do in a line (their roles, from ``words``), and which bracket closes which."""

from __future__ import annotations

from functools import cache

from flashgen.grammar.quantity.tokens import Token
from flashgen.grammar.words import Lexicon, lexicon

Phrases = dict[str, tuple[tuple[tuple[str, ...], str], ...]]
"""First word → (phrase, role), longest first."""


@cache
def _leading(lang: str) -> Phrases:
    """The phrases that give their words a role; one that only ever follows a number (``or more``) is asked for there."""
    found = {
        first: tuple((words, role) for words, role in entries if not role.endswith("_s"))
        for first, entries in lexicon(lang).phrases.items()
    }
    return {first: entries for first, entries in found.items() if entries}


@cache
def words_of(lang: str, role: str) -> frozenset[str]:
    """The single words of a role."""
    entries = lexicon(lang).phrases.values()
    return frozenset(words[0] for phrases in entries for words, its in phrases if its == role and len(words) == 1)


def annotate(tokens: list[Token], lex: Lexicon) -> None:
    """Give the words their roles: the longest phrase that begins at a word wins."""
    phrases = _leading(lex.lang)
    after = 0
    for index, token in enumerate(tokens):
        entries = phrases.get(token.norm)
        if entries is None or index < after or token.code or not (token.word or token.kind == "amp"):
            continue
        for words, role in entries:
            if len(words) == 1 or stands(tokens, index, words):
                after = index + len(words)
                token.span = len(words)
                for member in tokens[index:after]:
                    member.role = role
                break


def stands(tokens: list[Token], index: int, words: tuple[str, ...]) -> bool:
    """Whether a phrase of several words stands at a token; that its first word does is known."""
    if index + len(words) > len(tokens) or tokens[index + 1].norm != words[1]:
        return False
    return len(words) == 2 or all(tokens[index + n].norm == words[n] for n in range(2, len(words)))


_OPENS = frozenset("([{")
_OPENING = {")": "(", "]": "[", "}": "{"}


def brackets(tokens: list[Token]) -> dict[int, int]:
    """Which bracket closes which, and back; ``[0, 1)`` is a pair, as intervals have it."""
    pairs: dict[int, int] = {}
    open_at: list[int] = []
    for n, token in enumerate(tokens):
        kind = token.kind
        if kind in _OPENS:
            open_at.append(n)
        elif open_at and kind in _OPENING:
            opening = tokens[open_at[-1]].kind
            if opening == _OPENING[kind] or (kind != "}" and opening != "{"):
                pairs[open_at[-1]] = n
                pairs[n] = open_at.pop()
    return pairs
