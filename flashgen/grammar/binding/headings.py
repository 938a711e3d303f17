"""Names that stand around a line: in the headings above it and in what leads to its list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flashgen.document import Block
from flashgen.grammar.binding.beside import under_for
from flashgen.grammar.binding.names import Name, noun
from flashgen.grammar.binding.passage import Passage, take_apart
from flashgen.grammar.binding.phrases import phrase
from flashgen.grammar.binding.vocabulary import GENERIC_HEADINGS, SHORT_NAMES
from flashgen.grammar.quantity import Token, scan

_SECTION_NUMBER = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]?|[A-Z][.)])\s+(?=\S)")
_NOISE = frozenset(
    "determining choosing finding setting tuning selecting calibrating adjusting understanding picking configuring using measuring "
    "target typical recommended best key common optimal good".split()
)
"""Words before a name in a heading that are no part of it."""


_LIMITS = frozenset("minimum minimums maximum maximums minima maxima".split())
"""Heads of headings that only say which way the values below are meant."""


@dataclass(frozen=True, slots=True)
class Outer:
    """A name around a line, and whether it stands in its heading or its lead."""

    route: str
    name: Name


def outer_names(block: Block) -> tuple[Outer, ...]:
    """The names that lead-ins and headings of a block offer, nearest first."""
    around = [("lead", text) for text in reversed(block.lead)]
    around += [("heading", text) for text in reversed(block.headings[-2:])]
    return tuple(Outer(route, name) for route, text in around if (name := name_in(text, block.lang)) is not None)


def fallback(block: Block) -> str:
    """The heading or lead-in itself, when it is short enough to be a name."""
    for text in (*reversed(block.lead), *reversed(block.headings[-1:])):
        plain = _SECTION_NUMBER.sub("", text).replace("**", "").strip(" :?")
        if 0 < len(plain.split()) <= 5 and not {w.lower() for w in plain.split()} <= GENERIC_HEADINGS:
            return plain
    return ""


def plain_lead(text: str) -> str:
    """A lead-in or heading as plain words: no emphasis, no colon at its end."""
    return " ".join(re.sub(r"[*_`]{1,3}", "", text).split()).strip(" :–—-?")


def name_in(text: str, lang: str = "") -> Name | None:
    """The name of a setting that a heading or lead-in gives: ``5.1. Learning Rate``, ``target chipload for a 1/8'' endmill``."""
    name = _name_in(text, lang)
    if name is None:
        return None
    return Name(name.first, name.last, name.known, name.text, name.symbol, list(name.context), name.crossing)


@lru_cache(1024)
def _name_in(text: str, lang: str) -> Name | None:
    """``name_in``, remembered: the same heading stands above many lines."""
    plain = _SECTION_NUMBER.sub("", text[:300])
    if not plain.strip():
        return None
    passage = take_apart(Block("", plain, ((0, 1, 1),), "", 1, 1), scan(plain, lang))
    found = _known_names(passage)
    if len(found) > 1:
        free = [name for name in found if not under_for(passage, name)]
        if len(free) > 1:
            return None
        found = free or found
    return _without_noise(passage, found[-1]) if found else None


def _known_names(passage: Passage) -> list[Name]:
    """The names of settings in a text, last first."""
    found: list[Name] = []
    n = passage.count - 1
    while n >= 0:
        if noun(passage, n):
            name = phrase(passage, n, 0, set())
            limit = name.here and passage.tokens[name.last - 1].norm in _LIMITS
            if (name.known == 2 and not limit) or (name.known == 1 and passage.tokens[n].text in SHORT_NAMES):
                found.append(name)
            n = min(name.first, n) - 1
        else:
            n -= 1
    return found


def _without_noise(passage: Passage, name: Name) -> Name:
    """``Choosing the SFT learning rate``: the method is context, the verb is none of it."""
    tokens, first = passage.tokens, name.first
    while name.last - first > 1 and _acronym(tokens[first]):
        name.context.append(tokens[first].text)
        first += 1
    while name.last - first > 1 and tokens[first].norm in _NOISE:
        first += 1
    if first != name.first:
        name.text = passage.wording(first, name.last)
    name.text = name.text.strip(" ?:")
    return name


def _acronym(token: Token) -> bool:
    """Capitals that stand for a method or a model."""
    return sum(c.isupper() for c in token.text) >= 2 and token.text not in (*SHORT_NAMES, "KL", "VRAM")
