"""What a number counts, ``8 sequences``, and how the author words the value."""

from __future__ import annotations

from flashgen.grammar.binding.passage import Passage
from flashgen.grammar.quantity import COUNTED, Quantity
from flashgen.grammar.words import singular


def counted_unit(passage: Passage, quantity: Quantity, end: int) -> str | None:
    """``8 sequences``, ``1024 packed-rows``: the noun that is counted."""
    return passage.wording(quantity.last, counted_end(passage, quantity, end)) or None


def counted_end(passage: Passage, quantity: Quantity, end: int) -> int:
    """Token after the noun that is counted; that after the number for none."""
    last = quantity.last
    for n in range(quantity.last, min(end, quantity.last + 4)):
        token = passage.tokens[n]
        if not token.word or (token.role and token.norm not in COUNTED):
            break
        if token.norm in COUNTED or singular(token.norm) in COUNTED or token.text in COUNTED:
            last = n + 1
    return last


def wording(passage: Passage, quantity: Quantity, last: int) -> str:
    """The value as the author wrote it, up to a token."""
    return passage.wording(quantity.first, last).strip(" ,;:").removeprefix("=").removeprefix(":").strip()
