"""What joins two numbers: signs and words of ranges (``–``, ``to``, ``到``) and of choices (``or``, ``/``, a comma)."""

from __future__ import annotations

from flashgen.grammar.quantity.atoms import number_begins
from flashgen.grammar.quantity.line import Line
from flashgen.grammar.quantity.tokens import Token

_EASTERN = ("zh", "ja", "ko")
_AND_IN_EASTERN = frozenset(("和", "与", "と", "과", "와"))
"""Words that join the ends of a range only in ``between … and …``."""


def between_before(line: Line, n: int) -> bool:
    """Whether ``between`` (or another language's) stands just before a token."""
    for m in range(n - 1, max(n - 5, -1), -1):
        token = line.at[m]
        if token.word and token.role == "between":
            return True
        if token.role not in ("approx", "hedge", "det") and token.kind not in ("~", "("):
            return False
    return False


def range_sign(line: Line, n: int, between: bool) -> int:
    """How many tokens the sign or word of a range has that stands here; 0 for none."""
    token = line.at[n]
    if _is_range_sign(token):
        if not number_begins(line, n + 1):
            return 0
        minus = token.text == "-" and not token.glued and line.at[n + 1].glued  # "3 -5": a sign, not a range
        return 0 if minus else 1
    if between and (size := line.phrase(n, "and")):
        return size
    eastern = line.lexicon.lang in _EASTERN
    if eastern and token.kind == "comma":
        return 0
    size = line.phrase(n, "to")
    if not size or not number_begins(line, n + size):
        return 0
    if eastern and token.norm in _AND_IN_EASTERN and not between and not _between_after(line, n + size):
        return 0
    return size


def _is_range_sign(token: Token) -> bool:
    return token.kind in ("dash", "dots", "dots2") or (token.kind == "~" and token.text in "~〜～∼")


def _between_after(line: Line, n: int) -> bool:
    """Whether a word like 之间, の間, 사이 follows the second number."""
    near = range(n, min(n + 8, line.count))
    return any(line.phrase(m, "between_s") and line.at[m].norm not in ("까지", "まで", "정도") for m in near)


def choice_sign(line: Line, n: int) -> tuple[int, str]:
    """How many tokens join a choice to the one before it, and how: or, and, slash, comma; 0 for none."""
    token = line.at[n]
    if token.kind == "comma":
        size, role = _or_and(line, n + 1)
        if not size:
            return 1, "comma"
        return (1 + size, role) if number_begins(line, n + 1 + size) else (0, "")
    if token.kind == "slash":
        return 1, "slash"
    size, role = _or_and(line, n)
    if not size and token.norm in ("vs", "vs.", "versus") and token.word:
        return 1, "or"
    return size, role


def _or_and(line: Line, n: int) -> tuple[int, str]:
    for role in ("or", "and"):
        if size := line.phrase(n, role):
            return size, role
    return 0, ""
