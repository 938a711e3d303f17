"""The noun phrase that ends at a token, as a name: grown to the left word by word, with what it is a property of apart.

``The usual depth of cut`` is one name; ``modulus of steel`` is ``modulus`` with the context ``steel``; ``learning rate η`` has a
symbol; ``r (rank)`` is ``rank`` with the symbol ``r``.
"""

from __future__ import annotations

from dataclasses import dataclass

from flashgen.grammar.binding.names import GREEK, Name, known, name_known, nameable, naming, noun, trim
from flashgen.grammar.binding.passage import Passage
from flashgen.grammar.binding.vocabulary import OF_WORDS
from flashgen.grammar.words import singular

KEEP_OF = frozenset(
    "number no no. nos depth width degree angle rate amount percentage proportion moment anzahl zahl nombre número numero sayısı".split()
)
"""Words that make one name with their ``of``: ``depth of cut``."""
KEEP_OF_ALONE = frozenset(
    "ratio factor speed velocity size length height radius center centre area loss share fraction count order point period volume size".split()
)
"""The same, where no other word of the name stands before them: ``speed of light``, but ``Poisson's ratio | of rubber``."""
_OF_WHAT = {
    "modulus": frozenset(("elasticity", "rupture", "rigidity")),
    "heat": frozenset("vaporization vaporisation fusion combustion formation reaction hydration sublimation".split()),
    "energy": frozenset("activation formation ionization ionisation".split()),
    "coefficient": frozenset(
        "friction expansion drag lift restitution variation determination discharge performance diffusion".split()
    ),
}
"""Names that go on after their ``of`` with these words; with others what they are a property of follows."""
_ROMANCE_OF = frozenset("de du des del della di do da dos das dello dell'".split())
_ARTICLES = frozenset("the a an la le der den des each these those this one your our its their".split())
_LEADING_NOISE = frozenset(
    "good better new large larger small smaller high higher low lower big bigger wide wider hard suitable appropriate proper right".split()
)


_VERBS = frozenset("adds weighs contains boils melts costs lasts tolerates withstands".split())


@dataclass(slots=True)
class _Growth:
    """A phrase while it grows."""

    first: int
    last: int
    context: list[str]


def phrase(
    passage: Passage, n: int, floor: int, crossing: set[str], symbol: str = "", context: list[str] | None = None
) -> Name:
    """The noun phrase that ends at a token and begins not before ``floor``."""
    grown = _Growth(n, n + 1, list(context or ()))
    while grown.first > floor and _grow(passage, grown, floor, crossing):
        pass
    _fit_beginning(passage, grown, floor)
    sure = _fit_end(passage, grown)
    first, last = grown.first, grown.last
    if not sure and "op" in crossing and last - first == 1 and len(passage.tokens[first].text) == 1:
        sure = 1
    name = Name(first, last, sure, trim(naming(passage, first, last)), symbol, grown.context, set(crossing))
    _owned(passage, name)
    return _swapped(passage, _apart(passage, name, floor))


def _grow(passage: Passage, grown: _Growth, floor: int, crossing: set[str]) -> bool:
    """Take one more word, or a word and what joins it; false where the phrase ends."""
    tokens, first = passage.tokens, grown.first
    before = tokens[first - 1]
    if noun(passage, first - 1) and not passage.measured(first - 1):
        if tokens[first].code != before.code or tokens[first].math != before.math:
            return False
        grown.first -= 1
        return True
    if before.kind == "nl" and first - 1 > floor and first not in passage.bounds and noun(passage, first - 2):
        grown.first -= 2  # weight ⏎ decay: the line is wrapped
        return True
    if _spliced(passage, first, floor, crossing):
        grown.first -= 2
        return True
    if (
        before.kind == "num"
        and ("colon" in crossing or not passage.measured(first - 1))
        and tokens[first].word
        and first - 1 > floor
        and tokens[first - 2].norm in OF_WORDS
    ):
        grown.first -= 1  # modulus of 6061 aluminium: 69 GPa
        return True
    if before.kind == "quote" and first - 1 > floor and grown.last - first == 1:
        grown.first -= 1
        return False
    if before.norm in OF_WORDS and before.word and first - 1 > floor:
        return _over_of(passage, grown, floor, crossing)
    if before.role in ("det", "hedge") and (of := _of_before(passage, first, floor)) is not None:
        return _over_of_the(passage, grown, floor, of)
    if before.norm == "to" and before.role in ("prep", "to"):
        grown.first = _number_of(passage, first - 1, floor) or first
    return False


def _spliced(passage: Passage, first: int, floor: int, crossing: set[str]) -> bool:
    """Whether a sign or a word joins two words to one: ``depth-wise``, ``cost per epoch``, ``batch x heads = 8``."""
    tokens = passage.tokens
    before = tokens[first - 1]
    if first - 1 <= floor:
        return False
    if before.kind == "dash" and before.glued and tokens[first - 2].kind == "num":
        return tokens[first - 2].end == before.start and not passage.measured(first - 2)
    if not noun(passage, first - 2):
        return False
    if before.word:
        return before.norm in ("per", "pro", "par", "por") or (before.norm == "x" and "op" in crossing)
    if before.kind in ("times", "star"):
        return "op" in crossing
    return before.kind in ("dash", "slash") and before.glued and tokens[first].glued


def _over_of(passage: Passage, grown: _Growth, floor: int, crossing: set[str]) -> bool:
    """``depth of | cut`` goes on as one name; ``modulus of | steel`` goes on with the steel as context."""
    head = grown.first - 2
    if not noun(passage, head):
        return False
    if _keeps_of(passage, head, floor) or passage.tokens[head + 1].norm in ("de", "di"):
        grown.first = head
        return True
    if known(passage, head, head + 1) or not known(passage, grown.first, grown.last) or "colon" in crossing:
        grown.context.insert(0, trim(passage.wording(grown.first, grown.last)))
        grown.first, grown.last = head, grown.first - 1
        return True
    return False


def _over_of_the(passage: Passage, grown: _Growth, floor: int, of: int) -> bool:
    """The same with determiners between: ``modulus of most | metals``."""
    tokens, head = passage.tokens, of - 1
    whole = known(passage, grown.first, grown.last)
    if not (head >= floor and noun(passage, head) and (known(passage, head, head + 1) or not whole)):
        return False
    if singular(tokens[head].norm) in KEEP_OF and not whole:
        grown.first = head
        return True
    whose = next(n for n in range(of + 1, grown.first + 1) if tokens[n].norm not in _ARTICLES)
    grown.context.insert(0, passage.wording(whose, grown.last))
    grown.first, grown.last = head, of
    return True


def _of_before(passage: Passage, n: int, floor: int) -> int | None:
    """Token of the ``of`` before the determiners of a noun: ``of most metals``, ``of the usual steels``."""
    tokens = passage.tokens
    while n - 1 > floor and tokens[n - 1].word and tokens[n - 1].role in ("det", "hedge"):
        n -= 1
    return n - 1 if n - 1 > floor and tokens[n - 1].norm in OF_WORDS else None


def _keeps_of(passage: Passage, head: int, floor: int) -> bool:
    """Whether the word makes one name with the ``of`` after it."""
    token = passage.tokens[head]
    word = singular(token.norm)
    if word in KEEP_OF or token.norm in KEEP_OF:
        return True
    if word in _OF_WHAT:
        return any(t.norm in _OF_WHAT[word] for t in passage.tokens[head + 2 : head + 4])
    return word in KEEP_OF_ALONE and not (head > floor and nameable(passage, head - 1))


def _number_of(passage: Passage, n: int, floor: int) -> int | None:
    """Token where ``number of … to`` begins, looking back from its ``to``."""
    tokens = passage.tokens
    for back in range(n - 1, max(floor - 1, n - 7), -1):
        if (
            tokens[back].norm in ("number", "anzahl", "ratio")
            and back + 1 < passage.count
            and tokens[back + 1].norm in OF_WORDS
        ):
            return back
        if not tokens[back].word:
            return None
    return None


def _fit_beginning(passage: Passage, grown: _Growth, floor: int) -> None:
    """``max`` belongs to a name, ``good`` does not."""
    tokens, first = passage.tokens, grown.first
    if (
        first > floor
        and tokens[first - 1].norm in ("min", "max", "min.", "max.")
        and tokens[first].word
        and not tokens[first].code
    ):
        first -= 1
    first = _joint(passage, first, grown.last, floor)
    while grown.last - first > 1 and tokens[first].norm in _LEADING_NOISE:
        first += 1
    grown.first = first


def _joint(passage: Passage, first: int, last: int, floor: int) -> int:
    """Where ``the retract and unretract speeds`` begins: one plural noun for both."""
    tokens = passage.tokens
    if (
        first - 2 > floor
        and tokens[first - 1].role == "and"
        and tokens[first - 2].word
        and not tokens[first - 2].role
        and tokens[first - 3].role in ("det", "imperative")
        and last - first > 1
        and tokens[last - 1].norm.endswith("s")
    ):
        return first - 2
    return first


def _fit_end(passage: Passage, grown: _Growth) -> int:
    """A name ends at its last known word, ``batch size | training``; how known it is then."""
    tokens, first = passage.tokens, grown.first
    if grown.last - first > 1 and tokens[grown.last - 1].norm in _VERBS and not tokens[grown.last - 1].code:
        grown.last -= 1  # type II | adds
    sure = known(passage, first, grown.last)
    if not sure and grown.last - first > 1 and not any(t.norm in OF_WORDS for t in tokens[first : grown.last]):
        for cut in range(grown.last - 1, first + 1, -1):
            if known(passage, first, cut) == 2:
                grown.last, sure = cut, 2
                break
    ofs = [n for n in range(first + 1, grown.last) if tokens[n].norm in _ROMANCE_OF]
    if len(ofs) > 1 and known(passage, first, ofs[1]) == 2:
        whose = passage.wording(ofs[1] + 1, grown.last)
        grown.context.append(whose.removeprefix("l'").removeprefix("la "))
        grown.last, sure = ofs[1], 2
    return sure


def _owned(passage: Passage, name: Name) -> None:
    """``the Shapeoko's limit``: the owner is context; ``Young's modulus`` stays."""
    head = passage.tokens[name.first]
    if (
        name.last - name.first > 1
        and head.norm.endswith(("'s", "’s"))
        and name.first
        and passage.tokens[name.first - 1].role == "det"
        and passage.tokens[name.first - 1].norm not in ("a", "an")
    ):
        name.context.append(head.text[:-2])
        name.first += 1
        name.text = trim(naming(passage, name.first, name.last))


def _apart(passage: Passage, name: Name, floor: int) -> Name:
    """Part a symbol that stands beside its words: ``smoothing parameter $\\alpha$``, ``learning rate η``."""
    tokens = passage.tokens
    if name.known == 1 and name.last - name.first == 1 and name.first > floor and tokens[name.first].math:
        before = name.first - 1
        if noun(passage, before) and not tokens[before].math and not tokens[before].code:
            words = phrase(passage, before, floor, name.crossing)
            if words.known == 0 and tokens[before].role:
                return name
            words.symbol = name.text
            words.context += name.context
            words.last = max(words.last, before + 1)
            words.known = max(words.known, 1)
            return words
    if name.last - name.first > 1:
        tail = tokens[name.last - 1]
        capital = len(tail.text) == 1 and tail.text.isascii() and tail.text.isupper() and not tail.math
        if capital and "op" in name.crossing and not tail.code and known(passage, name.first, name.last - 1) == 2:
            name.symbol, name.known = tail.text, 2
            name.text = trim(passage.wording(name.first, name.last - 1))
            return name
        sign = tail.text in GREEK and (not tail.text.isascii() or tail.text.startswith("\\"))
        if sign and not tokens[name.last - 2].math:
            name.symbol = tail.text
            name.text = trim(passage.wording(name.first, name.last - 1))
            name.known = max(known(passage, name.first, name.last - 1), 1)
    return name


def _swapped(passage: Passage, name: Name) -> Name:
    """``r (rank): 8``: the words in the brackets are the name, what stands before them its symbol."""
    if name.last - name.first == 1 and len(passage.tokens[name.first].text) <= 3 and name.context and not name.symbol:
        inner = name.context[0]
        if len(inner.split()) <= 4 and name_known(inner, passage.lang):
            name.symbol, name.text, name.known = name.text, inner, 2
            name.context = name.context[1:]
    return name
