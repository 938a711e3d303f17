"""How firm a value is in the author's words (``usually``, ``up to``), and what it is determined by."""

from __future__ import annotations

from flashgen.grammar import evidence
from flashgen.grammar.binding.bound import Binding
from flashgen.grammar.binding.names import clean
from flashgen.grammar.binding.passage import Passage, full_stop
from flashgen.grammar.binding.vocabulary import CONTRAST
from flashgen.grammar.quantity import Quantity


def qualifier(passage: Passage, quantity: Quantity, start: int, end: int) -> str | None:
    """The author's words for how firm the value is: ``usually``, ``up to``, ``~``, in the order of the clause."""
    own = [passage.wording(a, b) for a, b in quantity.words]
    parts: list[str] = []
    for n in range(start, end):
        token = passage.tokens[n]
        inside = bool(quantity.words) and any(a <= n < b for a, b in quantity.words)
        hedge = token.role == "hedge" and token.span and not inside and token.norm not in evidence.IDLE
        if hedge and _is_of(passage, n, quantity):
            parts.append(passage.wording(n, n + token.span))
        if own and (n == quantity.first or (inside and n < quantity.first)):
            parts += own
            own = []
    return " ".join(dict.fromkeys(part for part in (*parts, *own) if part)) or None


def _is_of(passage: Passage, n: int, quantity: Quantity) -> bool:
    """Whether a hedge is said of this number: it stands near, no other between, none right after it."""
    if n > quantity.first + 8:
        return False
    if n >= quantity.last:
        after = n + max(passage.tokens[n].span, 1)
        if any(q.first == after for q in passage.quantities):
            return False  # 1-5 mm, ideally 2-3 mm
    low, high = min(n, quantity.core), max(n, quantity.core)
    return not any(low < q.core < high for q in passage.quantities if q is not quantity)


def note_determined(passage: Passage, found: list[Binding]) -> None:
    """Give ``determined by …``, ``depends on …`` to the setting it is about."""
    n = 0
    while n < passage.count:
        token = passage.tokens[n]
        if token.role != "determined" or not token.span:
            n += 1
            continue
        first = n + token.span
        last = _cause_end(passage, n, first)
        text = clean(passage.wording(first, last))
        about = next((b for b in reversed(found) if b.quantity.first < n), found[0] if found else None)
        if text and about is not None and about.determined_by is None:
            about.determined_by = text
        n = max(last, n + 1)


def _cause_end(passage: Passage, n: int, first: int) -> int:
    """Token after what ``determined by``, at a token, is followed by."""
    _, end = passage.clause(n)
    for last in range(first, end):
        token = passage.tokens[last]
        if token.kind in (")", "semi", "comma", "colon") or token.norm in CONTRAST:
            return last
        if token.kind in ("stop", "dash") and not token.glued:
            return last
        if token.kind == "stop" and full_stop(passage.tokens, last):
            return last
    return max(first, end)
