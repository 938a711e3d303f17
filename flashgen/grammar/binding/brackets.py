"""Round brackets after a number: what it is for (``1024 (7B)``), its symbol (``($F = 2$)``), or a fact of their own."""

from __future__ import annotations

from flashgen.grammar.binding.beside import left
from flashgen.grammar.binding.bound import Binding
from flashgen.grammar.binding.passage import Passage
from flashgen.grammar.binding.vocabulary import FOR_WORDS, SAME
from flashgen.grammar.quantity import Quantity, whole

_COMPARISONS = ("<", ">", "<=", ">=", "=")


def in_aside(passage: Passage, quantity: Quantity) -> bool:
    """Whether a number stands in brackets that only say something of a number before them."""
    opening = passage.enclosing(quantity.core)
    if opening >= 0 and passage.quantities[0].core < opening:
        begins = passage.tokens[opening + 1]
        if begins.role == "because" or begins.norm in SAME:
            return True  # (so 16-24 processes …): what follows from the number before
    for other in passage.quantities:
        if other.core >= quantity.core:
            break
        first, last = aside(passage, other)
        if first <= quantity.core < last:
            return True
    return False


def aside(passage: Passage, quantity: Quantity) -> tuple[int, int]:
    """Tokens inside the brackets after a number that say what it is for; (0, 0) for none."""
    if quantity.aside[1] > quantity.aside[0]:
        return _plain(passage, quantity, *quantity.aside)
    n = nouns_end(passage, quantity.last, 4)
    if n < passage.count and passage.tokens[n].kind == "(" and n in passage.closing:
        return _plain(passage, quantity, n + 1, passage.closing[n])
    return (0, 0)


def nouns_end(passage: Passage, n: int, most: int) -> int:
    """Token after the plain words that begin at a token, ``most`` at most."""
    stop = min(n + most, passage.count)
    while n < stop and passage.tokens[n].word and not passage.tokens[n].role:
        n += 1
    return n


def _plain(passage: Passage, outer: Quantity, first: int, last: int) -> tuple[int, int]:
    """Brackets that say what a number is for; not those with a fact of their own."""
    tokens = passage.tokens
    if tokens[first].role in ("and", "or") or any(t.kind in _COMPARISONS for t in tokens[first : max(last, first + 1)]):
        return (0, 0)
    inner = next((q for q in passage.quantities if first <= q.core < last), None)
    if inner is not None and _tells_more(passage, outer, inner, first):
        return (0, 0)
    return first, last


def _tells_more(passage: Passage, outer: Quantity, inner: Quantity, first: int) -> bool:
    """Whether a number in brackets after another is a fact of its own: ``(dropout 0.2 is typical)``, ``(some: up to 128k tokens)``."""
    tokens = passage.tokens
    lead = tokens[first : inner.first]
    if any(t.role in ("because", "person", "past", "determined") for t in lead) or tokens[first].norm in SAME:
        return False
    if (name := left(passage, inner, first)) is not None and name.known == 2:
        return True
    if inner.last < passage.count and tokens[inner.last].norm in FOR_WORDS and inner.unit == outer.unit:
        return True  # (0.5 for RNNs)
    words = any(t.word and not t.role for t in lead)
    if outer.unit or inner.unit:
        return words and inner.unit == outer.unit
    return words and (bool(inner.sign) or any(t.role == "copula" for t in lead))


def restates(passage: Passage, quantity: Quantity, found: list[Binding]) -> bool:
    """``a 2x2 field ($F = 2$)``: brackets that only give the symbol of what came before, which is then noted there."""
    tokens, n = passage.tokens, quantity.core
    opening = next((back for back in range(n, max(-1, n - 5), -1) if tokens[back].kind == "("), -1)
    if opening < 1 or not found or opening not in passage.closing:
        return False
    closing = passage.closing[opening]
    inside = [t for t in tokens[opening + 1 : closing] if t.kind != "="]
    last = found[-1].quantity.last
    near = opening - last <= 4 and all(t.word for t in tokens[last:opening])
    equated = any(t.kind == "=" for t in tokens[opening + 1 : closing])
    if not (near and equated and len(inside) == 2 and inside[0].word and len(inside[0].text) <= 8):
        return False
    if found[-1].symbol is None:
        found[-1].symbol = whole(passage.text, inside[0].start, inside[0].end)
    return True
