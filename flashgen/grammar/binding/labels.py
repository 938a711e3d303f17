"""Labels: the words before a colon, which name a number, say what it is for, or only that a value follows."""

from __future__ import annotations

from flashgen.grammar.binding.beside import search
from flashgen.grammar.binding.bound import Binding
from flashgen.grammar.binding.names import Name, clean, nameable
from flashgen.grammar.binding.passage import Passage
from flashgen.grammar.binding.phrases import phrase
from flashgen.grammar.binding.vocabulary import GENERIC_HEADINGS, LABELS
from flashgen.grammar.quantity import RANGE_WORDS, Quantity, Token

_SAY_NOTHING = LABELS | GENERIC_HEADINGS | RANGE_WORDS | {"good", "optimal", "practical", "sensible", "starting"}
_NO_SUBJECTS = frozenset(
    ("people", "everyone", "most people", "it", "they", "values", "others", "experience", "here", "note", "example",
     "recipe")
)  # fmt: skip


def line_subject(passage: Passage) -> Name | None:
    """What a line that begins with a label is about: ``**Top layers:** as many as fit (10-11)``, ``` `--ratio`: … ```."""
    if not passage.count:
        return None
    tokens = passage.tokens
    colon = last = _first_colon(passage)
    if last and tokens[last - 1].kind == ")" and last - 1 in passage.closing:
        last = passage.closing[last - 1]
    if not last or any(q.core < colon for q in passage.quantities):
        return None
    if _identifies(tokens[0]):
        last = next((n for n in range(last) if not (_identifies(tokens[n]) and tokens[n].word)), last)
    if not last or not nameable(passage, last - 1):
        return None
    name = phrase(passage, last - 1, 0, {"label"})
    if name.first > 1 or says_nothing(passage, (0, colon)):
        return None
    if not (_identifies(tokens[0]) or tokens[0].strong or name.known == 2):
        return None
    name.last, name.known = last, 2
    return name


def _identifies(token: Token) -> bool:
    """Whether a token is code, or an identifier that is not marked as such: ``num_boost_round``."""
    return token.code or ("_" in token.text and token.word and not token.math)


def _first_colon(passage: Passage) -> int:
    """The colon that ends the label of a line; behind code a dash or an arrow does as well; 0 for none."""
    tokens = passage.tokens
    signs = ("colon", "dash", "arrow") if tokens[0].code else ("colon",)
    for n in range(min(passage.count, 14)):
        token = tokens[n]
        if token.kind in signs and not token.code and not (token.kind == "dash" and token.glued):
            return n
    return 0


def about_subject(
    passage: Passage,
    subject: Name | None,
    quantity: Quantity,
    direct: Name | None,
    right: Name | None,
    found: list[Binding],
) -> bool:
    """Whether a number that has no name of its own is one of what the line's label says."""
    tokens = passage.tokens
    if subject is None or quantity.first <= subject.last or (direct is not None and direct.first <= subject.first):
        return False
    if direct is not None and "op" in direct.crossing and direct.known:
        return False
    bare = _identifies(tokens[subject.first]) and not tokens[subject.first].code
    if bare and direct is not None and direct.first <= subject.last + 2 and "paren" in direct.crossing:
        return True  # num_boost_round: number of iterations (usually 100+)
    if tokens[subject.first].code:
        return not (direct is not None and tokens[direct.first].code)
    if (direct is not None and direct.known) or (right is not None and right.known == 2):
        return False
    if any(t.code and t.word for t in tokens[subject.last : quantity.first]):
        return False
    start = max(passage.clause(quantity.core)[0], subject.last)
    return search(passage, start, quantity.first, found, 1) is None


def says_nothing(passage: Passage, label: tuple[int, int]) -> bool:
    """Whether a label only says that a value follows: ``Typical range:``, ``Default:``."""
    return {t.norm for t in passage.tokens[slice(*label)] if t.word} <= _SAY_NOTHING


def label_of(passage: Passage, quantity: Quantity, start: int) -> tuple[int, int] | None:
    """Tokens of the label of a number: what stands before the colon that precedes it, after the number before."""
    tokens = passage.tokens
    floor = max(
        [
            start,
            *(
                q.last
                for q in passage.quantities
                if start <= q.core < quantity.core and not in_label(passage, q, start, passage.count)
            ),
        ]
    )
    for colon in range(quantity.first - 1, floor, -1):
        if tokens[colon].kind == "colon" and not tokens[colon].code and not tokens[colon].math:
            return _before_colon(passage, floor, colon, floor > start)
    if floor == start:
        return None
    for colon in range(start + 1, min(quantity.first, start + 14)):
        if tokens[colon].kind == "colon" and not tokens[colon].code:
            return None if passage.has_number(start, colon) else (start, colon)
    return None


def _before_colon(passage: Passage, floor: int, colon: int, later: bool) -> tuple[int, int] | None:
    """The label that ends at a colon; ``later``: a number stands before it, so that a comma parts it from that one."""
    tokens = passage.tokens
    first = floor
    for n in range(colon - 1, floor - 1, -1):
        if (
            (tokens[n].kind == "(" and passage.closing.get(n, colon + 1) > colon)
            or tokens[n].kind in ("semi", "stop", "nl")
            or (tokens[n].kind == "comma" and (later or any(t.kind == "colon" for t in tokens[floor:n])))
        ):
            first = n + 1
            break
    while first < colon and (tokens[first].kind in ("comma", "semi", ")") or tokens[first].role == "and"):
        first += 1
    return (first, colon) if 0 < colon - first <= 14 else None


def in_label(passage: Passage, quantity: Quantity, start: int, end: int) -> bool:
    """``1/4'' endmill: chipload …``: a number before the colon describes, it is not the setting."""
    if not passage.has_number(quantity.core + 1, end):
        return False
    for n in range(quantity.last, min(end, quantity.last + 10)):
        token = passage.tokens[n]
        if token.kind == "(" and any(t.kind == "colon" for t in passage.tokens[n : passage.closing.get(n, n)]):
            return False  # 20° (older gears: 14.5°)
        if token.kind == "colon" and not token.code:
            return n - start <= 16 and passage.has_number(n + 1, end)
        closed = token.kind in ("num", "stop", "semi", "comma", "nl", ")")
        if closed or token.role in ("copula", "because", "determined"):
            return False
    return False


def label_text(passage: Passage, direct: Name | None, label: tuple[int, int] | None) -> str:
    """The words before a number: those of its label, or its own."""
    if label is not None:
        return clean(passage.wording(*label))
    return direct.text if direct is not None else ""


def names_nothing(name: Name) -> bool:
    """Whether words before a colon are about people or the note itself."""
    return name.text.lower() in _NO_SUBJECTS
