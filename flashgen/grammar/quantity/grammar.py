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
from flashgen.grammar.quantity.relatives import MULTIPLES, join, multiple_word, percentile, read_relation
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
            if not (found and join(line, found[-1], quantity)):
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
    nxt = line.at[n + 1].norm  # an article, but in "a million" and "a third"
    return line.lexicon.magnitude(nxt) is not None or nxt in PARTS


def _quantity(line: Line, n: int) -> Quantity | None:
    """The quantity whose first sign or number stands at a token."""
    first, side, tolerance = n, "", False
    if line.at[n].kind in _LEADING:
        n, side, tolerance = _signs(line, n)
        if line.at[n].kind in ("num", "fraction") and lookalike(line, n) is not None:
            return None
    token = line.at[n]
    if token.kind in _BRACKETS:
        return bracketed(line, first, n, side) if n in line.closing else None
    if (token.word or token.mant == "10") and (draw := drawn(line, n)) is not None:
        return draw
    found = multiple_word(line, n) if token.word else None
    if found is None:
        atom = _signed(line, n) if token.kind in ("dash", "plus") else atom_at(line, n)
        if atom is not None:
            return _from_atom(line, first, n, atom, side, tolerance)
        found = _compound(line, n) if token.kind == "num" else None
    if found is None:
        return None
    found.first = first
    if side and found.values:
        bind(found, side)
    read_after(line, found, atom=False)
    read_before(line, found)
    return found


_BRACKETS = frozenset("([{")
_LEADING = frozenset(("<", ">", "<=", ">=", "~", "pm", "="))


def _signs(line: Line, first: int) -> tuple[int, str, bool]:
    """The token after the signs before a number (``≤``, ``±``, ``≈``), the side they bound it on, and whether it is a tolerance."""
    n, side, tolerance = first, "", False
    while n - first < 4 and (kind := line.at[n].kind) in _LEADING:
        tolerance = tolerance or kind == "pm"
        side = SIDES.get(kind, side)
        n += 1
        if is_notation(line, n):
            n += 1
    return n, side, tolerance


_BEFORE_SIGN = frozenset(
    ("(", "[", "{", "comma", "colon", "=", "<", ">", "<=", ">=", "~", "slash", "nl", "bar", "in", "semi")
)


def _signed(line: Line, n: int) -> Atom | None:
    """The number after its minus or plus, where that stands not between two numbers."""
    sign, nxt, before = line.at[n], line.at[n + 1], line.at[n - 1]
    if nxt.kind != "num" or not nxt.glued:
        return None
    if not (n == 0 or before.kind in _BEFORE_SIGN or (before.word and before.role and not sign.glued)):
        return None
    atom = atom_at(line, n + 1)
    if atom is not None and sign.kind == "dash" and not isinstance(atom.value, str):
        atom.negate()
        atom.first = n
    return atom


def _compound(line: Line, n: int) -> Quantity | None:
    """What begins with a number that is none alone: ``3x3``, ``5x``, ``the 90th percentile``."""
    if dims := glued_dimensions(line, n):
        return Quantity(n, n + 2, n, values=(dims,), form="dimension")
    if (multiple := multiple_at(line, n)) is not None:
        return _from_atom(line, n, n, multiple, "", False)
    return percentile(line, n)


def _from_atom(line: Line, first: int, core: int, atom: Atom, side: str, tolerance: bool) -> Quantity:
    """A number with what is joined to it, then what stands around it."""
    quantity = Quantity(first, atom.last, core, spelled=atom.spelled)
    quantity.unit, quantity.unit_at, quantity.physical = atom.unit, atom.unit_at, atom.physical
    if not _can_join(line, atom.last):
        _give_value(quantity, atom, tolerance)
    elif (whole := _joined(line, quantity, atom, side, tolerance)) is not None:
        return whole
    read_relation(line, quantity, quantity.last)
    read_after(line, quantity)
    read_before(line, quantity, side)
    return quantity


_JOINING = frozenset(("comma", "slash", "dash", "dots", "dots2", "(", "=", "~", "<", ">", "<=", ">=", "times", "star"))
_JOINING_WORDS = frozenset(("x", "vs", "vs.", "versus"))


def _can_join(line: Line, n: int) -> bool:
    """Whether a token can join something to the number before it; after most numbers none can."""
    token = line.at[n]
    return token.kind in _JOINING or token.norm in line.lexicon.phrases or token.norm in _JOINING_WORDS


def _joined(line: Line, quantity: Quantity, atom: Atom, side: str, tolerance: bool) -> Quantity | None:
    """A dimension, a range or an inequality, which are complete; else copies and choices, which the quantity is given."""
    if (dims := dimensions(line, atom)) is not None:
        quantity.values, quantity.form, quantity.last = (dims[0],), "dimension", dims[1]
        read_after(line, quantity, atom=False)
        read_before(line, quantity, side)
        return quantity
    after = after_copies(line, atom, atom.last)
    if step := range_sign(line, after, between_before(line, quantity.first)):
        other = signed_atom_at(line, after + step)
        if other is not None and (atom.spelled or not other.spelled):
            return range_of(line, quantity, atom, other, side=side, tolerance=tolerance)
    if line.at[after].kind in SIDES and (chain := chained(line, quantity, atom, after)) is not None:
        return chain
    quantity.last = after
    if (equal := last_equal(line, atom, after)) is not None:
        quantity.last = equal.last
        if equal.unit:
            quantity.unit, quantity.unit_at, quantity.physical = equal.unit, equal.unit_at, equal.physical
    atoms, end = ([atom], 0) if side or tolerance else choices(line, atom, quantity.last)
    if len(atoms) > 1:
        _choose(line, quantity, atoms, end)
    else:
        _give_value(quantity, atom, tolerance)
    return None


def _give_value(quantity: Quantity, atom: Atom, tolerance: bool) -> None:
    """Make a quantity one value, or what may be added and subtracted."""
    if tolerance:
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
