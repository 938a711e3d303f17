"""The productions, from the top down: a line holds quantities, a quantity is a number with what is joined to it."""

from __future__ import annotations

from functools import cache

from flashgen.grammar.quantity.atoms import atom_at, is_notation, multiple_at, signed_atom_at
from flashgen.grammar.quantity.bounds import SIDES, bind, read_after, read_before
from flashgen.grammar.quantity.choices import choices
from flashgen.grammar.quantity.copies import after_copies, last_equal
from flashgen.grammar.quantity.draws import DRAWS, drawn
from flashgen.grammar.quantity.joints import between_before, range_sign
from flashgen.grammar.quantity.lexer import tokens_of
from flashgen.grammar.quantity.line import Line, Quantity
from flashgen.grammar.quantity.lists import bracketed
from flashgen.grammar.quantity.lookalikes import lookalike
from flashgen.grammar.quantity.numbers import PARTS, Atom
from flashgen.grammar.quantity.ranges import chained, range_of
from flashgen.grammar.quantity.ratios import dimensions, glued_dimensions
from flashgen.grammar.quantity.relatives import MULTIPLES, joined, multiple_word, percentile, read_relation
from flashgen.grammar.quantity.roles import annotate, brackets
from flashgen.grammar.quantity.sharing import share
from flashgen.grammar.words import ARTICLES, VAGUE, language, lexicon


def scan(text: str, lang: str = "") -> Line:
    """Read a line: its tokens with their roles, its brackets and its quantities.

    >>> [(q.low, q.high, q.unit) for q in scan("between 0.25 and 0.35 mm").quantities]
    [(0.25, 0.35, 'mm')]
    """
    lex = lexicon(language(text, lang))
    tokens = tokens_of(text, lex)
    annotate(tokens, lex)
    line = Line(text, tokens, [], lex, brackets(tokens))
    line.quantities = _quantities(line)
    return line


def _quantities(line: Line) -> list[Quantity]:
    """Every quantity of a line, in order."""
    found: list[Quantity] = []
    after = 0
    words = _first_words(line.lexicon.lang)
    for n, token in enumerate(line.tokens):
        if n < after or (token.kind not in _FIRST if not token.word else not _may_begin(line, n, words)):
            continue
        if (further := lookalike(line, n)) is not None:
            after = further
        elif (quantity := _quantity(line, n)) is not None:
            after = quantity.last
            if not (found and joined(line, found[-1], quantity)):
                found.append(quantity)
    return found


_FIRST = frozenset(("num", "fraction", "inf", "(", "[", "{", "<", ">", "<=", ">=", "=", "~", "pm", "dash", "plus"))
"""Kinds of tokens with which a quantity can begin, words aside."""


@cache
def _first_words(lang: str) -> frozenset[str]:
    """Words with which a quantity can begin: most are passed over at once."""
    lex = lexicon(lang)
    few = {word for entries in lex.phrases.values() for words, role in entries if role == "few" for word in words}
    return frozenset((*lex.numbers, *VAGUE, *ARTICLES, *MULTIPLES, *DRAWS, *few, "inf", "infinity"))


def _may_begin(line: Line, n: int, words: frozenset[str]) -> bool:
    """Whether a quantity can begin with a word."""
    token = line.at[n]
    if token.norm not in words:
        return "." in token.norm and token.norm.rpartition(".")[2] in DRAWS
    if token.norm not in ("a", "an", "per") or token.role == "few":
        return True
    nxt = line.at[n + 1].norm
    return line.lexicon.magnitude(nxt) is not None or nxt in PARTS


def _quantity(line: Line, n: int) -> Quantity | None:
    """The quantity whose first sign or number stands at a token."""
    first = n
    n, side, tolerance = _signs(line, n)
    kind = line.at[n].kind
    if n > first and kind in ("num", "fraction") and lookalike(line, n) is not None:
        return None
    if kind in ("[", "{", "(") and n in line.closing:
        return bracketed(line, first, n, side)
    if _is_minus_or_plus(line, n):
        atom = atom_at(line, n + 1)
        if atom is not None and kind == "dash" and not isinstance(atom.value, str):
            atom.negate()
            atom.first = n
    elif (draw := drawn(line, n)) is not None:
        return draw
    else:
        atom = atom_at(line, n) if line.at[n].norm != "half" or multiple_word(line, n) is None else None
    if atom is not None:
        return _from_atom(line, first, n, atom, side, tolerance)
    return _numberless(line, first, n, side)


def _signs(line: Line, first: int) -> tuple[int, str, bool]:
    """The token after the signs before a number (``≤``, ``±``, ``≈``), the side they bound it on, and whether it is a tolerance."""
    n, side, tolerance = first, "", False
    while n - first < 4 and (kind := line.at[n].kind) in ("<", ">", "<=", ">=", "~", "pm", "="):
        tolerance = tolerance or kind == "pm"
        side = SIDES.get(kind, side)
        n += 1
        if is_notation(line, n):
            n += 1
    return n, side, tolerance


_BEFORE_SIGN = frozenset(
    ("(", "[", "{", "comma", "colon", "=", "<", ">", "<=", ">=", "~", "slash", "nl", "bar", "in", "semi")
)


def _is_minus_or_plus(line: Line, n: int) -> bool:
    """Whether the sign of a number stands here, not one between two."""
    sign, nxt = line.at[n], line.at[n + 1]
    if sign.kind not in ("plus", "dash") or nxt.kind != "num" or not nxt.glued:
        return False
    before = line.at[n - 1]
    return n == 0 or before.kind in _BEFORE_SIGN or (before.word and bool(before.role) and not sign.glued)


def _numberless(line: Line, first: int, n: int, side: str) -> Quantity | None:
    """What has a number that is none alone: ``the 90th percentile``, ``twice the rank``, ``3x3``, ``5x``."""
    if line.at[n].word:
        found = multiple_word(line, n)
    elif line.at[n].kind != "num":
        return None
    elif dims := glued_dimensions(line, n):
        found = Quantity(n, n + 2, n, values=(dims,), form="dimension")
    elif (multiple := multiple_at(line, n)) is not None:
        found = _from_atom(line, n, n, multiple, "", False)
    else:
        found = percentile(line, n)
    if found is None:
        return None
    found.first = first
    if side and found.values:
        bind(found, side)
    read_after(line, found, atom=False)
    read_before(line, found)
    return found


def _from_atom(line: Line, first: int, core: int, atom: Atom, side: str, tolerance: bool) -> Quantity:
    """A number and what is joined to it: a dimension, a range, an inequality, copies, choices; then what stands around it."""
    quantity = Quantity(first, atom.last, core, spelled=atom.spelled)
    quantity.unit, quantity.unit_at, quantity.physical = atom.unit, atom.unit_at, atom.physical
    if (dims := dimensions(line, atom)) is not None:
        quantity.values, quantity.form, quantity.last = (dims[0],), "dimension", dims[1]
        read_after(line, quantity, atom=False)
        read_before(line, quantity, side)
        return quantity
    after = after_copies(line, atom, atom.last)
    if step := range_sign(line, after, between_before(line, first)):
        other = signed_atom_at(line, after + step)
        if other is not None and (atom.spelled or not other.spelled):
            return range_of(line, quantity, atom, other, side=side, tolerance=tolerance)
    if line.at[after].kind in SIDES and (chain := chained(line, quantity, atom, after)) is not None:
        return chain
    _values(line, quantity, atom, after, tolerance, alone=bool(side) or tolerance)
    read_relation(line, quantity, quantity.last)
    read_after(line, quantity)
    read_before(line, quantity, side)
    return quantity


def _values(line: Line, quantity: Quantity, atom: Atom, after: int, tolerance: bool, alone: bool) -> None:
    """Give a quantity its one value, its tolerance or its choices, which end after copies of the number."""
    quantity.last = after
    if (equal := last_equal(line, atom, after)) is not None:
        quantity.last = after = equal.last
        if equal.unit:
            quantity.unit, quantity.unit_at, quantity.physical = equal.unit, equal.unit_at, equal.physical
    atoms, end = ([atom], after) if alone else choices(line, atom, after)
    if len(atoms) > 1:
        _choose(line, quantity, atoms, end)
    elif tolerance:
        value = atom.value
        quantity.low, quantity.high = ("-" + value if isinstance(value, str) else -value), value
        quantity.form = "tolerance"
    elif atom.vague:
        quantity.low, quantity.form = atom.value, "vague"
    else:
        quantity.values, quantity.form = (atom.value,), "ratio" if atom.ratio else "value"


def _choose(line: Line, quantity: Quantity, atoms: list[Atom], end: int) -> None:
    """Make a quantity a choice between numbers."""
    share(atoms)
    quantity.last = max(end, quantity.last)
    if any(atom.vague for atom in atoms):
        quantity.low, quantity.form = atoms[0].value, "vague"
    else:
        quantity.values, quantity.form = tuple(atom.value for atom in atoms), "choice"
    if atoms[-1].unit:
        quantity.unit, quantity.unit_at, quantity.physical = atoms[-1].unit, atoms[-1].unit_at, atoms[-1].physical
    dots = end + (line.at[end].kind == "comma")
    if line.at[dots].kind == "dots":
        quantity.open_ended, quantity.last = True, dots + 1
