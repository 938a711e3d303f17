"""What a number is of: a block in, its quantities bound to names, contexts and conditions out.

The name of a number stands before it (``learning rate of 1e-4``), after it (``3-5 epochs``), in the lead-in, the heading or the
item above. ``bindings`` finds the candidates by the roles of the words between (``words``) and takes the surest; how sure it is
goes with the result, because a tagged section holds prose as well.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import lru_cache

from flashgen.document import Block, Piece
from flashgen.grammar import evidence
from flashgen.grammar.quantity import (
    COUNTED,
    MATERIALS,
    RANGE_WORDS,
    TIME_UNITS,
    UNITS,
    Line,
    Number,
    Quantity,
    Token,
    number,
    scan,
    whole,
)
from flashgen.grammar.words import AMBIGUOUS, COUNTABLE, is_setting, language, singular
from flashgen.notes import FactError


@dataclass(slots=True)
class Name:
    """A candidate: the tokens of a name, and how it stands to its number."""

    first: int
    last: int
    known: int
    """2: a name of a setting; 1: a symbol or an identifier; 0: any words."""
    text: str = ""
    symbol: str = ""
    context: list[str] = field(default_factory=list)
    crossing: set[str] = field(default_factory=set)
    """What lies between name and number: colon, op, paren, comma, dash, copula, of."""


@dataclass(slots=True)
class Binding:
    """A number with its name and circumstances, as the author wrote them."""

    name: str
    quantity: Quantity
    low: Number | None
    high: Number | None
    values: tuple[Number, ...] | None
    unit: str | None
    value: str
    """The author's wording of the value."""
    qualifier: str | None
    context: tuple[str, ...]
    symbol: str | None = None
    determined_by: str | None = None
    seen: frozenset[str] = frozenset()
    """The signs for and against it (``evidence``)."""
    route: str = ""
    """How the name was found: left, right, clause, sentence, heading, lead, sibling, inherited."""
    known: int = 0
    crossing: frozenset[str] = frozenset()
    """Of its name (``Name``)."""
    weak: bool = False
    """The name is only an unknown noun after the number."""
    first: int = 0
    """First token of the fact's wording."""
    start: int = 0
    end: int = 0
    """The wording of the fact in the text of the block."""

    @property
    def sure(self) -> float:
        """How sure it is that this is a setting: 0 is as likely as not."""
        return evidence.sure(self.seen)


@dataclass(frozen=True, slots=True)
class Sibling:
    """What the item before this one in a list was about."""

    name: str
    unit: str | None
    of_context: bool
    symbol: str | None = None


CONTRAST = frozenset(
    "but while whereas however yet though although aber jedoch hingegen mais pero sino mas porém ma però ama fakat 但 但是 而 하지만 반면 一方".split()
)
SKIPPED = frozenset(
    (
        "approx",
        "hedge",
        "copula",
        "prep",
        "det",
        "lower",
        "upper",
        "exceed",
        "between",
        "from",
        "to",
        "imperative",
        "negation",
        "few",
        "than",
    )
)
KEEP_OF = frozenset(
    "number no no. nos depth width degree angle rate amount percentage proportion moment anzahl zahl nombre número numero sayısı".split()
)
"""Words that make one name with their ``of``: ``depth of cut``."""
KEEP_OF_ALONE = frozenset(
    "ratio factor speed velocity size length height radius center centre area loss share fraction count order point period volume size".split()
)
"""The same, where no other word of the name stands before them: ``speed of light``, but ``Poisson's ratio | of rubber``."""
_GENERIC_HEADINGS = frozenset(
    "notes note settings setting hyperparameters hyperparameter parameters parameter key training summary recipe defaults default numbers "
    "configuration config details implementation best practice practices general overview introduction tips usage quantities properties property "
    "values value constants scale tiers data".split()
)
_BAD_REGION = frozenset(
    "stall stalls diverge diverges diverged unstable overfit overfits overfitting hurt hurts break breaks fail fails failure risk risks risky "
    "degrade degrades rub rubbing rubs chatter chatters crack cracks warp warps explode explodes collapse collapses harm harms harmful damage "
    "damages burn burns melt melts snap snaps bad poor worse instability destabilize destabilise slow slows problematic trouble wasteful useless "
    "overkill avoided problems divergence nan nans blow blows spike spikes oscillate oscillates lead leads cause causes forget forgetting".split()
)


def bindings(block: Block, sibling: Sibling | None = None) -> list[Binding]:
    """Every number of a block (one line, one item, one cell) with what it is of."""
    if not any(c.isdigit() for c in block.text) and not _SPELLED.search(block.text):
        return []
    if len(block.text) > LONGEST:
        return _piecewise(block, sibling)
    line = scan(block.text, language_of(block))
    return Binder(block, line, sibling).read()


LONGEST = 700
"""Characters read at once: numbers are weighed against each other, so what is read together is kept short."""


def _piecewise(block: Block, sibling: Sibling | None) -> list[Binding]:
    """Read a long text stretch by stretch, cut at line ends, sentence ends or spaces: the time stays linear."""
    found: list[Binding] = []
    text = block.text
    lang = language_of(block)
    start = 0
    while start < len(text):
        end = min(start + LONGEST, len(text))
        if end < len(text):
            cuts = [text.rfind(mark, start + LONGEST // 2, end) for mark in ("\n", ". ", "; ", " ")]
            end = next((cut + 1 for cut in cuts if cut > 0), end)
        stretch = text[start:end]
        inner = Block(
            block.kind,
            stretch,
            ((0, 1, 1),),
            block.path,
            1,
            1,
            block.scope,
            lang=lang,
            headings=block.headings,
            lead=block.lead,
        )
        for binding in Binder(inner, scan(stretch, lang), sibling).read():
            binding.start += start
            binding.end += start
            found.append(binding)
        start = end
    return found


def language_of(block: Block) -> str:
    """The language of a block: what the note says, else what its text says, else its headings."""
    if block.lang:
        return block.lang
    own = language(block.text)
    return (
        own
        if own != "en" or not block.headings
        else language(f"{block.text} {' '.join(block.headings[-2:])} {' '.join(block.lead)}")
    )


_SPELLED = re.compile(
    r"\b(?:one|single|two|three|four|five|six|seven|eight|nine|ten|twelve|half|dozens?|twice|double|triple|hundreds?|thousands?|millions?|billions?|trillions?|inf|infinity|third|quarter|"
    r"zwei|drei|vier|fünf|zehn|deux|trois|quatre|cinq|dos|tres|dois|três|due|tre|iki|üç|million\w*|milliard\w*|milli?on\w*|milh\w+|milyon|bin|mille|mil)\b|"
    r"[½⅓¼¾∞百千万億亿兆백천만억]",
    re.I,
)


class Binder:
    """Binds the numbers of one line."""

    def __init__(self, block: Block, line: Line, sibling: Sibling | None) -> None:
        self.block, self.line, self.sibling = block, line, sibling
        self.tokens = line.tokens
        self.lang = line.lexicon.lang
        self.count = len(self.tokens)
        self.bounds = self._boundaries()
        self.claimed: list[tuple[int, int]] = []
        line.quantities = [q for q in line.quantities if not self._designation(q)]
        self.cores = [q.core for q in line.quantities]
        self.subject = self._line_subject()

    # clauses

    def _boundaries(self) -> list[int]:
        """Tokens at which a new clause begins; the first and the one after the last included."""
        starts = [0]
        length = 0
        for n, token in enumerate(self.tokens):
            kind = token.kind
            if kind in ("semi", "arrow") or (kind == "stop" and self._full_stop(n)):
                starts.append(n + 1)
            elif kind == "nl":
                tail = self.tokens[n - 1] if n else None
                short = token.start - length < 60
                begins = self.tokens[n + 1] if n + 1 < self.count else None
                closed = (
                    tail is not None
                    and tail.kind not in ("comma", "colon", "dash")
                    and tail.role not in ("prep", "det", "copula", "and", "or", "for")
                )
                if (short and closed and begins is not None and begins.kind not in ("(",)) or (
                    token.text.count("\n") > 1 and closed
                ):
                    starts.append(n + 1)
                length = token.end
            elif (token.norm in evidence.FOLLOWING and n and self.tokens[n - 1].kind == "comma" and token.word) or (
                token.word
                and token.norm in CONTRAST
                and n
                and (self.tokens[n - 1].kind == "comma" or self.lang in ("zh", "ja", "ko"))
            ):
                starts.append(n)
        starts.append(self.count)
        return sorted(set(starts))

    def _full_stop(self, n: int) -> bool:
        nxt = self.tokens[n + 1] if n + 1 < self.count else None
        return nxt is None or not nxt.glued or not self.tokens[n].glued or nxt.kind in ("nl", ")", "quote")

    def _designation(self, quantity: Quantity) -> bool:
        """``modulus of 6061 aluminium ≈ 69 GPa``: a bare number after ``of`` that names a material, with the value still to come."""
        n = quantity.core
        if (
            quantity.form != "value"
            or quantity.unit
            or not n
            or self.tokens[n - 1].norm not in (*_OF_WORDS, "for", "für")
        ):
            return False
        if len(self.tokens[n].text) < 3 or not self.tokens[n].text.isdigit():
            return False
        _, end = self.clause(n)
        later = next((q for q in self.line.quantities if q.core > n and q.core < end), None)
        if later is None:
            return False
        between = self.tokens[quantity.last : later.core]
        return any(t.kind in ("=", "~", "colon") or t.role == "copula" for t in between) and not any(
            t.kind in ("comma", "semi") or t.role in ("and", "or", "for") for t in between
        )

    def clause(self, n: int) -> tuple[int, int]:
        """The clause a token stands in."""
        start = 0
        for bound in self.bounds:
            if bound > n:
                return start, bound
            start = bound
        return start, self.count

    def sentence(self, n: int) -> tuple[int, int]:
        """The sentence a token stands in: clauses parted by semicolons and contrasts belong together."""
        start, end = 0, self.count
        for bound in self.bounds:
            hard = bound == 0 or bound == self.count or self.tokens[bound - 1].kind in ("stop", "nl")
            if not hard:
                continue
            if bound <= n:
                start = bound
            elif bound > n:
                end = bound
                break
        return start, end

    # names

    def known(self, first: int, last: int) -> int:
        """How much a token span looks like the name of a setting."""
        if last <= first:
            return 0
        of = next((n for n in range(first + 1, last) if self.tokens[n].norm in _OF_WORDS and self.tokens[n].word), last)
        head = self.tokens[of - 1]
        if self.lang in _ADJECTIVES_AFTER:
            head = next((t for t in self.tokens[first:of] if is_setting(t.norm, self.lang)), head)
        words = sum(1 for t in self.tokens[first:last] if t.word)
        text = head.text
        if head.norm == "point" and of - 2 >= first and self.tokens[of - 2].norm in _POINTS:
            return 2
        if is_setting(head.norm, self.lang):
            if singular(head.norm) in AMBIGUOUS and words == 1 and not head.code and not head.strong:
                return 0
            return 2
        if (
            self.lang in ("zh", "ja", "ko")
            and any(is_setting(t.norm, self.lang) for t in self.tokens[first:last])
            and words <= 4
        ):
            return 2
        if head.code and re.fullmatch(r"-{0,2}[A-Za-z][\w.-]*", text):
            return 2 if len(text) > 1 else 1
        if text.startswith("--") or ("_" in text and not head.math):
            return 2 if "_" in text or text.startswith("--") else 1
        if _SYMBOL.fullmatch(text):
            return 1
        if head.math or (len(text) == 1 and (text.isupper() or not text.isascii() or text in "prk")) or text in _GREEK:
            return 1
        if words <= 2 and text.isupper() and 2 <= len(text) <= 5 and text.isalpha():
            return 1 if text in ("LR", "DOC", "WOC", "RPM", "GBS", "MBS", "SFM") else 0
        return 0

    def nameable(self, n: int) -> bool:
        """Whether a token can be part of a name."""
        token = self.tokens[n]
        if (
            token.norm in ("run", "set")
            and n + 1 < self.count
            and n
            and self.tokens[n - 1].role in ("lower", "upper", "")
        ):
            return is_setting(self.tokens[n + 1].norm) and not self.tokens[n + 1].role
        if not token.word:
            return False
        if not token.role:
            return True
        if token.code or token.math:
            return token.role not in ("inf",)
        if (
            token.role in ("reference", "imperative", "compare", "change", "past", "copula", "because", "few")
            and is_setting(token.norm, self.lang)
            and singular(token.norm) not in AMBIGUOUS
            and token.span == 1
        ):
            return True
        return token.role == "reference" and token.span == 1

    def left(self, quantity: Quantity, floor: int) -> Name | None:
        """The noun phrase before a number, over connecting words, signs and short brackets."""
        n = quantity.first - 1
        crossing: set[str] = set()
        symbol = ""
        context: list[str] = []
        if quantity.symbol[1] > quantity.symbol[0]:
            first, last = quantity.symbol
            return Name(first, last, 1, self.naming(first, last), crossing={"op"})
        if n + 1 < self.count and self.tokens[n + 1].kind in ("<", ">", "<=", ">=", "=", "~"):
            crossing.add("op")
        while n >= floor:
            token = self.tokens[n]
            kind = token.kind
            if token.word and not self.nameable(n):
                if token.norm in RANGE_WORDS and token.role != "copula":
                    n -= 1
                    continue
                if token.role in SKIPPED:
                    if token.norm in ("with", "mit", "con", "avec", "com") and token.role == "prep":
                        crossing.add("with")
                    elif token.role == "copula":
                        crossing.add("copula")
                    elif token.norm == "of":
                        crossing.add("of")
                    elif token.role == "imperative":
                        crossing.add("imperative")
                    elif token.role in ("between", "lower", "upper", "from"):
                        crossing.add("bound")
                    n -= 1
                    continue
                break
            if token.word:
                if (
                    token.norm in RANGE_WORDS
                    and n > floor
                    and self.tokens[n - 1].word
                    and (quantity.form == "range" or not self.nameable(n - 1))
                ):
                    n -= 1
                    continue
                break
            if kind in ("=", "<", ">", "<=", ">=", "~", "in"):
                crossing.add("op")
            elif kind == "colon":
                crossing.add("colon")
            elif kind == "dash":
                crossing.add("dash")
            elif kind == "quote" and (quoted := self._quoted(n, floor)) is not None:
                return Name(*quoted, 2, self._trim(self.line.wording(*quoted)), symbol, context, crossing)
            elif kind == "quote" or kind == "bar":
                pass
            elif kind == "(":
                crossing.add("paren")
            elif (
                kind == "comma"
                and "comma" not in crossing
                and "colon" not in crossing
                and (crossing or n + 1 < quantity.first)
            ):
                crossing.add("comma")
            elif kind == ")" and n in self.line.closing and self.line.closing[n] > floor and "paren" not in crossing:
                opening = self.line.closing[n]
                if (
                    "op" in crossing
                    and (opening == floor or not self.tokens[opening - 1].word)
                    and 1 <= n - opening <= 8
                ):
                    return Name(opening + 1, n, 1, self._trim(self.line.wording(opening + 1, n)), crossing=crossing)
                inside = self.line.wording(opening + 1, n)
                if self._symbolic(opening + 1, n):
                    symbol = inside
                elif inside and not any(t.kind == "num" for t in self.tokens[opening + 1 : n]):
                    context.append(inside)
                n = opening
            elif kind == "nl":
                pass
            elif kind == "stop" and "colon" not in crossing and n == floor:
                break
            else:
                break
            n -= 1
        if n < floor or not (self.tokens[n].word or self._grade(n)) or self._measured(n):
            return None
        return self._phrase(n, floor, crossing, symbol, context)

    def _grade(self, n: int) -> bool:
        """``alloy 7075``: a number that names a material."""
        return n > 0 and self.tokens[n].kind == "num" and self.tokens[n - 1].norm in MATERIALS

    def naming(self, first: int, last: int) -> str:
        """The Markdown of a name: code or math is kept as such, without what else stands in the same span."""
        if last <= first:
            return ""
        tokens = self.tokens
        raw = self.line.slice(first, last)
        head = tokens[first]
        if head.code and tokens[last - 1].code:
            return f"`{raw}`"
        if head.math and tokens[last - 1].math:
            return f"${raw}$"
        return self.line.wording(first, last)

    def _symbolic(self, first: int, last: int) -> bool:
        """Whether brackets hold a symbol or an abbreviation: ``(r)``, ``($\\eta$)``, ``(LR)``."""
        if last - first != 1:
            return False
        token = self.tokens[first]
        return token.word and (
            token.math or token.code or len(token.text) <= 3 or token.text.isupper() or "_" in token.text
        )

    def _phrase(
        self, n: int, floor: int, crossing: set[str], symbol: str = "", context: list[str] | None = None
    ) -> Name:
        """The noun phrase that ends at a token."""
        last = n + 1
        first = n
        context = list(context or ())
        of_at = 0
        while first > floor:
            before = self.tokens[first - 1]
            if before.word and self.nameable(first - 1):
                if self.tokens[first].code != before.code and (self.tokens[first].code or before.code):
                    break
                if self.tokens[first].math and not before.math:
                    break
                if before.math and not self.tokens[first].math:
                    break
                first -= 1
            elif (
                (
                    before.norm in ("per", "pro", "par", "por")
                    and before.word
                    and first - 1 > floor
                    and self.nameable(first - 2)
                )
                or (
                    before.kind in ("times", "star")
                    and "op" in crossing
                    and first - 1 > floor
                    and self.tokens[first - 2].word
                    and self.nameable(first - 2)
                )
                or (
                    before.norm == "x"
                    and before.word
                    and "op" in crossing
                    and first - 1 > floor
                    and self.tokens[first - 2].word
                    and self.nameable(first - 2)
                )
                or (
                    before.kind in ("dash", "slash")
                    and before.glued
                    and self.tokens[first].glued
                    and first - 1 > floor
                    and self.tokens[first - 2].word
                    and self.nameable(first - 2)
                )
            ) or (
                before.kind == "dash"
                and before.glued
                and first - 1 > floor
                and self.tokens[first - 2].kind == "num"
                and self.tokens[first - 2].end == before.start
                and not self._measured(first - 2)
            ):
                first -= 2
            elif (
                before.kind == "num"
                and ("colon" in crossing or not self._measured(first - 1))
                and self.tokens[first].word
                and first - 1 > floor
                and self.tokens[first - 2].norm in _OF_WORDS
            ):
                first -= 1
            elif before.kind == "quote" and first - 1 > floor and first - last == -1:
                first -= 1
                break
            elif before.norm in _OF_WORDS and before.word and first - 1 > floor:
                head = first - 2
                if not self.tokens[head].word or not self.nameable(head):
                    break
                if self._keeps_of(head, floor) or before.norm in ("de", "di"):
                    first = head
                    continue
                if self.known(head, head + 1) or not self.known(first, last) or "colon" in crossing:
                    of_at = first
                    context.insert(0, self._trim(self.line.wording(of_at, last)))
                    last = first - 1
                    first = head
                    continue
                break
            elif before.role in ("det", "hedge") and (of := self._of_before(first, floor)) is not None:
                head = of - 1
                if not (
                    head >= floor
                    and self.tokens[head].word
                    and self.nameable(head)
                    and (self.known(head, head + 1) or not self.known(first, last))
                ):
                    break
                if singular(self.tokens[head].norm) in KEEP_OF and not self.known(first, last):
                    first = head
                    continue
                whose = next(n for n in range(of + 1, first + 1) if self.tokens[n].norm not in _ARTICLES)
                context.insert(0, self.line.wording(whose, last))
                last, first = of, head
            elif (
                before.norm == "to" and before.role in ("prep", "to") and self._number_of(first - 1, floor) is not None
            ):
                first = self._number_of(first - 1, floor) or first
                break
            else:
                break
        if (
            first > floor
            and self.tokens[first - 1].norm in ("min", "max", "min.", "max.")
            and self.tokens[first].word
            and not self.tokens[first].code
        ):
            first -= 1
        first = self._joint(first, last, floor)
        while last - first > 1 and self.tokens[first].norm in _LEADING_NOISE:
            first += 1
        known = self.known(first, last)
        if not known and last - first > 1 and not any(t.norm in _OF_WORDS for t in self.tokens[first:last]):
            # "batch size training": the name ends at its last known word
            for cut in range(last - 1, first, -1):
                if self.known(first, cut) == 2 and cut - first > 1:
                    last, known = cut, 2
                    break
        ofs = [n for n in range(first + 1, last) if self.tokens[n].norm in _ROMANCE_OF]
        if len(ofs) > 1 and self.known(first, ofs[1]) == 2:
            context.append(self.line.wording(ofs[1] + 1, last).removeprefix("l'").removeprefix("la "))
            last, known = ofs[1], 2
        if not known and "op" in crossing and last - first == 1 and len(self.tokens[first].text) == 1:
            known = 1
        name = Name(first, last, known, self._trim(self.naming(first, last)), symbol, context, set(crossing))
        self._owned(name)
        return self._swapped(self._apart(name, floor))

    def _of_before(self, n: int, floor: int) -> int | None:
        """Token of the ``of`` before the determiners of a noun: ``of most metals``, ``of the usual steels``."""
        while n - 1 > floor and self.tokens[n - 1].word and self.tokens[n - 1].role in ("det", "hedge"):
            n -= 1
        return n - 1 if n - 1 > floor and self.tokens[n - 1].norm in _OF_WORDS else None

    def _quoted(self, n: int, floor: int) -> tuple[int, int] | None:
        """Tokens between quotation marks, the closing one given, where they are the words of a name."""
        for first in range(n - 1, max(floor, n - 10) - 1, -1):
            if self.tokens[first].kind == "quote":
                return (first + 1, n) if (first + 1 < n and not self.tokens[first + 1].glued) or n - first > 1 else None
            if not self.tokens[first].word:
                return None
        return None

    def _joint(self, first: int, last: int, floor: int) -> int:
        """Where ``the retract and unretract speeds`` begins: one plural noun for both."""
        if (
            first - 2 > floor
            and self.tokens[first - 1].role == "and"
            and self.tokens[first - 2].word
            and not self.tokens[first - 2].role
            and self.tokens[first - 3].role in ("det", "imperative")
            and last - first > 1
            and self.tokens[last - 1].norm.endswith("s")
        ):
            return first - 2
        return first

    def _owned(self, name: Name) -> None:
        """``the Shapeoko's limit``: the owner is context; ``Young's modulus`` stays."""
        head = self.tokens[name.first]
        if (
            name.last - name.first > 1
            and head.norm.endswith(("'s", "’s"))
            and name.first
            and self.tokens[name.first - 1].role == "det"
        ):
            name.context.append(head.text[:-2])
            name.first += 1
            name.text = self._trim(self.naming(name.first, name.last))

    def _keeps_of(self, head: int, floor: int) -> bool:
        """Whether the word makes one name with the ``of`` after it."""
        word = singular(self.tokens[head].norm)
        if word in KEEP_OF or self.tokens[head].norm in KEEP_OF:
            return True
        if word in _OF_WHAT:
            return any(t.norm in _OF_WHAT[word] for t in self.tokens[head + 2 : head + 4])
        return word in KEEP_OF_ALONE and not (head > floor and self.nameable(head - 1))

    def _swapped(self, name: Name) -> Name:
        """``r (rank): 8``: the words in the brackets are the name, what stands before them its symbol."""
        if name.last - name.first == 1 and len(self.tokens[name.first].text) <= 3 and name.context and not name.symbol:
            inner = name.context[0]
            if len(inner.split()) <= 4 and name_known(inner, self.lang):
                name.symbol, name.text, name.known = name.text, inner, 2
                name.context = name.context[1:]
        return name

    def _number_of(self, n: int, floor: int) -> int | None:
        """Token where ``number of … to`` begins, looking back from its ``to``."""
        for back in range(n - 1, max(floor - 1, n - 7), -1):
            if (
                self.tokens[back].norm in ("number", "anzahl", "ratio")
                and back + 1 < self.count
                and self.tokens[back + 1].norm in _OF_WORDS
            ):
                return back
            if not self.tokens[back].word:
                return None
        return None

    def _apart(self, name: Name, floor: int) -> Name:
        """Part a symbol that stands beside its words: ``smoothing parameter $\\alpha$``, ``learning rate η``."""
        if name.known == 1 and name.last - name.first == 1 and name.first > floor and self.tokens[name.first].math:
            before = name.first - 1
            if (
                self.tokens[before].word
                and self.nameable(before)
                and not self.tokens[before].math
                and not self.tokens[before].code
            ):
                words = self._phrase(before, floor, name.crossing)
                words.symbol = name.text
                words.context += name.context
                if words.known == 0 and self.tokens[before].role:
                    return name
                words.last = max(words.last, before + 1)
                words.known = max(words.known, 1)
                return words
        tokens = self.tokens[name.first : name.last]
        if (
            len(tokens) > 1
            and tokens[-1].text in _GREEK
            and (not tokens[-1].text.isascii() or tokens[-1].text.startswith("\\"))
            and not tokens[-2].math
        ):
            name.symbol = tokens[-1].text
            name.text = self._trim(self.line.wording(name.first, name.last - 1))
            name.known = max(self.known(name.first, name.last - 1), 1)
        return name

    @staticmethod
    def _trim(text: str) -> str:
        text = text.strip(" \t\n,;:-–—*_\"“”'")
        if text.startswith("`") and text.endswith("`") and text.count("`") == 2:
            inner = text[1:-1]
            return f"`{inner.strip()}`"
        return text

    def right(self, quantity: Quantity) -> Name | None:
        """The noun phrase after a number: ``3-5 epochs``, ``5% DOC``."""
        n = quantity.last
        if n >= self.count or self.tokens[n].norm in _EXTENTS:
            return None
        while n < self.count and self.tokens[n].kind in ("quote",):
            n += 1
        if n + 2 < self.count and self.tokens[n].kind == ")" and self.tokens[n + 1].norm in _OF_WORDS:
            n += 2  # a few (2 or 3) of …
        linked = n < self.count and self.tokens[n].norm in _LINKS
        n += linked
        _, end = self.clause(quantity.core)
        first = n
        while n < end and n - first < 5:
            token = self.tokens[n]
            if token.word and (self.nameable(n) or token.norm in COUNTABLE):
                if n > first and token.code != self.tokens[n - 1].code:
                    break
                n += 1
            elif (
                token.kind == "dash"
                and token.glued
                and n + 1 < end
                and self.tokens[n + 1].word
                and self.tokens[n + 1].glued
                and n > first
            ):
                n += 1
            else:
                break
        if n == first:
            return self._predicate(first, end)
        last = n
        head = self.tokens[last - 1]
        known = (
            2
            if (
                head.norm in COUNTABLE
                or singular(head.norm) in COUNTABLE
                or (quantity.unit is not None and self.known(first, last) == 2)
            )
            else 0
        )
        if not known:
            for cut in range(last, first, -1):
                token = self.tokens[cut - 1]
                if token.norm in COUNTABLE or singular(token.norm) in COUNTABLE:
                    last, known = cut, 2
                    break
                if quantity.unit is not None and self.known(first, cut) == 2:
                    last, known = cut, 2
                    break
        if (
            quantity.unit is None
            and last + 1 < end
            and self.tokens[last].norm in _OF_WORDS
            and self.tokens[last - 1].norm in COUNTED
        ):
            after = last + 1
            stop = after
            while stop < end and stop - after < 4 and self.nameable(stop):
                stop += 1
            if self.known(after, stop) == 2:  # 100 steps of warmup
                return Name(after, stop, 2, self._trim(self.naming(after, stop)), crossing={"right"})
        per = last + 1 < end and (
            self.tokens[last].norm == "per"
            or (self.tokens[last].norm in ("a", "an") and (last + 2 >= end or not self.tokens[last + 2].word))
        )
        if per and self.nameable(last + 1):
            last += 2
        if not known and self.known(first, last) == 2:
            known = 2 if linked or quantity.form in ("dimension", "ratio") or last - first > 1 else 1
        return Name(first, last, known, self._trim(self.line.wording(first, last)), crossing={"right"})

    def _predicate(self, n: int, end: int) -> Name | None:
        """``1e-5 is a good learning rate``: the name after a copula."""
        if n >= end or self.tokens[n].role not in ("copula", "hedge") or not self.tokens[n].word:
            return None
        first = n
        while (
            n < end
            and n - first < 6
            and self.tokens[n].word
            and self.tokens[n].role in ("copula", "det", "hedge")
            and not self.nameable(n)
        ):
            n += 1
        start = n
        while n < end and n - start < 5 and self.tokens[n].word and self.nameable(n):
            n += 1
        if n == start or not any(t.role == "det" for t in self.tokens[first:start]) or self.known(start, n) < 2:
            return None
        return Name(start, n, 2, self._trim(self.naming(start, n)), crossing={"is"})

    def search(self, start: int, end: int, best: int = 2) -> Name | None:
        """The nearest known name before a token, within a clause."""
        n = end - 1
        depth_limit = start
        while n >= depth_limit:
            token = self.tokens[n]
            if token.kind == ")" and n in self.line.closing and self.line.closing[n] >= depth_limit:
                n = self.line.closing[n] - 1
                continue
            if token.word and self.nameable(n) and not self._claimed(n) and not self._measured(n):
                name = self._phrase(n, start, {"search"})
                if name.known >= best and not self._compared_with(name) and name.last > name.first:
                    return name
                n = min(name.first, n) - 1
                continue
            n -= 1
        return None

    def _subject_name(self, start: int, other: Name, quantity: Quantity) -> Name | None:
        """A symbol or identifier that the clause is about: ``$\\epsilon$ sits near machine precision (1e-7)``."""
        n = start
        while n < other.first and self.tokens[n].role in ("det", "hedge", "and"):
            n += 1
        if (
            n + 1 >= other.first
            or not self.tokens[n].word
            or not (self.tokens[n].math or self.tokens[n].code)
            or not self.nameable(n)
        ):
            return None
        if self.tokens[n + 1].role != "copula" or other.first - n > 8 or other.first >= quantity.first:
            return None
        return Name(n, n + 1, 2, self.naming(n, n + 1), crossing={"copula"})

    def _claimed(self, n: int) -> bool:
        return any(first <= n < last for first, last in self.claimed)

    def _measured(self, n: int) -> bool:
        """Whether a token belongs to a number's own wording: its unit is no name."""
        return any(q.first <= n < q.last for q in self.line.quantities)

    def _line_subject(self) -> Name | None:
        """What a line that begins with a label is about: ``**Top layers:** as many as fit (10-11)``, ``` `--ratio`: … ```."""
        if not self.count:
            return None
        signs = ("colon", "dash", "arrow") if self.tokens[0].code else ("colon",)
        colon = next(
            (
                n
                for n in range(min(self.count, 14))
                if self.tokens[n].kind in signs
                and not self.tokens[n].code
                and not (self.tokens[n].kind == "dash" and self.tokens[n].glued)
            ),
            0,
        )
        last = colon
        if last and self.tokens[last - 1].kind == ")" and last - 1 in self.line.closing:
            last = self.line.closing[last - 1]
        if not last or any(q.core < colon for q in self.line.quantities):
            return None
        code = self.tokens[0].code
        if code:
            last = next((n for n in range(last) if not (self.tokens[n].code and self.tokens[n].word)), last)
        if not last or not self.nameable(last - 1):
            return None
        name = self._phrase(last - 1, 0, {"label"})
        words = {t.norm for t in self.tokens[:colon] if t.word}
        if name.first > 1 or words <= _LABELS | _GENERIC_HEADINGS | RANGE_WORDS:
            return None
        if not (code or self.tokens[0].strong or name.known == 2):
            return None
        name.last, name.known = last, 2
        return name

    def _compared_with(self, name: Name) -> bool:
        """Whether the name stands after ``than`` or is only a condition."""
        n = name.first - 1
        while n >= 0 and self.tokens[n].role in ("det", "hedge", "copula"):
            n -= 1
        return n >= 0 and self.tokens[n].role in ("than", "versus", "determined", "because", "lower", "upper")

    def _under_for(self, name: Name) -> bool:
        """Whether ``for`` governs the name: ``For dropout, …``."""
        n = name.first - 1
        while n >= 0 and self.tokens[n].role in ("det", "hedge"):
            n -= 1
        return n >= 0 and self.tokens[n].norm in _FOR_WORDS

    # the reading

    def read(self) -> list[Binding]:
        """Bind what can be bound, in order."""
        found: list[Binding] = []
        outer = self._outer_names()
        for index, quantity in enumerate(self.line.quantities):
            if self._in_aside(quantity):
                continue
            if self._restates(quantity, found):
                continue
            binding = self._bind(index, quantity, found, outer)
            if binding is not None:
                found.append(binding)
        if any(b.sure > 0 for b in found):
            found = [b for b in found if b.sure > STORY]
        found = self._merged(self._respective(found))
        self._determined(found)
        self._places(found)
        return found

    def _in_aside(self, quantity: Quantity) -> bool:
        opening = self._enclosing(quantity.core)
        if opening >= 0 and self.line.quantities[0].core < opening:
            begins = self.tokens[opening + 1]
            if begins.role == "because" or begins.norm in _SAME:
                return True  # (so 16-24 processes …): what follows from the number before
        return any(first <= quantity.core < last for first, last in self._asides_of(quantity))

    def _enclosing(self, n: int) -> int:
        """Token of the round bracket that is open at a token; -1 for none."""
        return max((a for a, b in self.line.closing.items() if a < n < b and self.tokens[a].kind == "("), default=-1)

    def _asides_of(self, quantity: Quantity) -> list[tuple[int, int]]:
        """Brackets after earlier numbers that say what those are for: ``1024 packed-rows (7B)``."""
        found = []
        for other in self.line.quantities:
            if other is quantity or other.core >= quantity.core:
                continue
            span = self._aside(other)
            if span[1] > span[0]:
                found.append(span)
        return found

    def _aside(self, quantity: Quantity) -> tuple[int, int]:
        if quantity.aside[1] > quantity.aside[0]:
            return self._plain_aside(quantity, *quantity.aside)
        n = quantity.last
        steps = 0
        while n < self.count and steps < 4 and self.tokens[n].word and not self.tokens[n].role:
            n += 1
            steps += 1
        if n < self.count and self.tokens[n].kind == "(" and n in self.line.closing:
            return self._plain_aside(quantity, n + 1, self.line.closing[n])
        return (0, 0)

    def _plain_aside(self, outer: Quantity, first: int, last: int) -> tuple[int, int]:
        """Brackets that say what a number is for; not those with a fact of their own."""
        if any(
            t.kind in ("<", ">", "<=", ">=", "=") or t.role in ("and", "or") for t in self.tokens[first : first + 1]
        ):
            return (0, 0)
        if any(t.kind in ("<", ">", "<=", ">=", "=") for t in self.tokens[first:last]):
            return (0, 0)
        inner = next((q for q in self.line.quantities if first <= q.core < last), None)
        if inner is not None and self._tells_more(outer, inner, first):
            return (0, 0)
        return first, last

    def _tells_more(self, outer: Quantity, inner: Quantity, first: int) -> bool:
        """Whether a number in brackets after another is a fact of its own: ``(dropout 0.2 is typical)``, ``(some: up to 128k tokens)``."""
        lead = self.tokens[first : inner.first]
        if any(t.role in ("because", "person", "past", "determined") for t in lead) or self.tokens[first].norm in _SAME:
            return False
        if (name := self.left(inner, first)) is not None and name.known == 2:
            return True
        if inner.last < self.count and self.tokens[inner.last].norm in _FOR_WORDS and inner.unit == outer.unit:
            return True  # (0.5 for RNNs)
        words = any(t.word and not t.role for t in lead)
        if outer.unit or inner.unit:
            return words and inner.unit == outer.unit
        return words and (bool(inner.sign) or any(t.role == "copula" for t in lead))

    def _restates(self, quantity: Quantity, found: list[Binding]) -> bool:
        """``a 2x2 field ($F = 2$)``: brackets that only give the symbol of what came before."""
        n = quantity.core
        opening = -1
        for back in range(n, max(-1, n - 5), -1):
            if self.tokens[back].kind == "(":
                opening = back
                break
        if opening < 1 or not found or opening not in self.line.closing:
            return False
        closing = self.line.closing[opening]
        inside = [t for t in self.tokens[opening + 1 : closing] if t.kind != "="]
        last = found[-1].quantity
        near = all(t.word for t in self.tokens[last.last : opening]) and opening - last.last <= 4
        if (
            near
            and len(inside) == 2
            and inside[0].word
            and len(inside[0].text) <= 8
            and any(t.kind == "=" for t in self.tokens[opening + 1 : closing])
        ):
            if found[-1].symbol is None:
                found[-1].symbol = whole(self.line.text, inside[0].start, inside[0].end)
            return True
        return False

    def _outer_names(self) -> list[tuple[str, Name, str]]:
        """Names that the lead-in and the headings offer, nearest first: (route, name, the text it stands in)."""
        found: list[tuple[str, Name, str]] = []
        for text in reversed(self.block.lead):
            if name := name_in(text, self.block.lang):
                found.append(("lead", name, text))
        for text in reversed(self.block.headings[-2:] if self.block.headings else ()):
            if name := name_in(text, self.block.lang):
                found.append(("heading", name, text))
        return found

    def _bind(
        self, index: int, quantity: Quantity, found: list[Binding], outer: list[tuple[str, Name, str]]
    ) -> Binding | None:
        tokens = self.tokens
        start, end = self.clause(quantity.core)
        before = next(
            (q for q in reversed(self.line.quantities[:index]) if not self._in_label(q, *self.clause(q.core))), None
        )
        floor = start
        if before is not None and before.last > start:
            floor = max(floor, min(before.last, quantity.first))
        if quantity.compared:
            return None
        label = self._label(quantity, start)
        if self._tool(quantity, end) or self._duration(quantity, found):
            return None
        if self._in_label(quantity, start, end) or self._qualifies(quantity, found) or self._restated(quantity, found):
            return None
        whole_share = self._without_base(quantity, floor)
        direct = self.left(whole_share, floor)
        right = self.right(quantity)
        name: Name | None = None
        route = ""
        joined = self._joined(quantity, before, found)
        parallel = bool(found) and direct is not None and self._parallel(found[-1], direct, quantity)
        negated_value = self._contrasted(quantity)
        if negated_value == "dropped":
            return None
        if direct is not None and self._claimed(direct.last - 1):
            direct = None
        adjacent = direct is not None and "comma" not in direct.crossing
        strong_op = direct is not None and bool(direct.crossing & {"op"})
        if whole_share is not quantity and direct is not None:
            name, route = direct, "left"
        elif (
            direct is not None
            and "paren" in direct.crossing
            and (subject := self._subject_name(start, direct, quantity)) is not None
        ):
            name, route = subject, "clause"
        elif (
            direct is not None and self.tokens[quantity.first - 1].norm in _EVERY and direct.last < quantity.first
        ) or (
            direct is not None
            and right is not None
            and direct.known == right.known == 0
            and direct.last == self._before_bound(quantity)
            and not (found and found[-1].known)
            and self._named_left()
        ):
            name, route = direct, "left"
        elif self._unit_unknown(quantity, direct, right, start, end):
            assert direct is not None
            name, route = direct, "left"
        elif (
            quantity.unit == "%"
            and direct is not None
            and right is not None
            and direct.known == right.known == 0
            and right.first == quantity.last
            and not direct.crossing & {"colon", "op", "dash"}
        ):
            name, route = right, "right"  # mild steel has up to 0.25% carbon
        elif (
            found
            and direct is None
            and right is not None
            and not right.known
            and quantity.unit is None
            and found[-1].route in ("left", "right")
            and right.last - right.first == 1
            and self._plural(right.first)
        ):
            name, route = right, "right"
        elif (
            (parallel and direct is not None and (right is None or right.known < 2))
            or (
                direct is not None
                and not direct.known
                and self._fills_brackets(quantity)
                and not self._compared_with(direct)
            )
            or (
                direct is not None
                and right is not None
                and direct.known == right.known == 0
                and direct.crossing == {"of"}
            )
        ):
            name, route = direct, "left"
        elif (bracketed := self._default_of(quantity, floor)) is not None:
            name, route = bracketed, "left"
        elif self._about_subject(quantity, direct, right):
            assert self.subject is not None
            name, route = replace(self.subject, context=[]), "label"
        elif (
            outer
            and label is not None
            and self._says_nothing(label)
            and (right is None or quantity.first == label[1] + 1)
        ):
            its_route, outer_name, _ = outer[0]
            name, route = Name(0, 0, 2, outer_name.text, outer_name.symbol, list(outer_name.context)), its_route
        elif (
            direct is not None
            and direct.known == 2
            and (adjacent or direct.crossing & {"op", "copula"} or (right is None or right.known < 2))
            and not (
                "with" in direct.crossing
                and right is not None
                and right.known == 2
                and not direct.crossing & {"op", "colon"}
            )
            and not (self._under_for(direct) and (right is not None and right.known == 2))
        ):
            name, route = direct, "left"
        elif (
            direct is not None
            and direct.known == 1
            and (
                direct.crossing & {"op", "copula", "colon", "of", "imperative", "bound"}
                or direct.last == quantity.first
                or quantity.symbol[1]
            )
        ):
            name, route = direct, "left"
            earlier = next((b for b in found if b.symbol and b.symbol.strip("$`") == direct.text.strip("$`")), None)
            if earlier is not None:
                name = Name(direct.first, direct.last, 2, earlier.name, earlier.symbol or "", crossing=direct.crossing)
            elif strong_op or direct.crossing & {"comma", "paren"}:
                clause_name = self.search(max(start, floor), direct.first, 2)
                if (
                    clause_name is not None
                    and not direct.symbol
                    and not self._under_for(clause_name)
                    and direct.last - direct.first == 1
                    and len(tokens[direct.first].text) <= 8
                    and not self._listed(direct)
                    and (
                        clause_name.last == direct.first
                        or direct.crossing & {"comma", "paren"}
                        or self._parted(clause_name, direct)
                    )
                ):
                    clause_name.symbol = direct.text
                    name, route = clause_name, "clause"
            if name is direct and outer and tokens[direct.first].math and all(t.math for t in tokens if t.word):
                route, name, _ = outer[0]
                name.symbol = direct.text
        elif right is not None and right.known == 2:
            name, route = right, "right"
        elif (
            self.sibling is not None
            and self.sibling.of_context
            and found == []
            and direct is not None
            and not direct.context
            and not (label and any(t.norm in _OF_WORDS for t in tokens[label[0] : label[1]]))
            and self._same_unit(quantity, self.sibling.unit)
        ):
            name = Name(0, 0, 2, self.sibling.name, self.sibling.symbol or "", [self._label_text(direct, label)])
            route = "sibling"
        else:
            clause_name = self.search(start, quantity.first, 2)
            if clause_name is not None and joined is not None and clause_name.last <= joined.first:
                clause_name = None
            if clause_name is not None and found and self._told_of_other(clause_name, found[-1]):
                clause_name = None
            sentence_start = self.sentence(quantity.core)[0]
            if clause_name is None and not found and sentence_start < start:
                clause_name = self.search(sentence_start, start, 2)
            if joined is None and found and self._further(quantity, direct, right, clause_name, outer, end, found[-1]):
                joined = found[-1]
            if (
                clause_name is not None
                and joined is not None
                and joined.quantity.last <= clause_name.first <= joined.quantity.last + 1
            ):
                clause_name = None  # the noun that the number before counts
            if (
                direct is None
                and right is not None
                and quantity.physical
                and quantity.unit != "%"
                and start > 0
                and self.tokens[quantity.first - 1].role == "det"
                and (clause_name is None or clause_name.first < start)
            ):
                name, route = right, "right"
            elif joined is not None and (clause_name is None or clause_name.text == joined.name):
                name = Name(0, 0, joined.known, joined.name, joined.symbol or "")
                route = "inherited"
            elif clause_name is not None and not (
                direct is not None
                and direct.crossing & {"colon", "op"}
                and not outer
                and direct.known == 0
                and self._under_for(clause_name)
            ):
                name, route = self._subject_name(start, clause_name, quantity) or clause_name, "clause"
            elif (
                outer
                and (direct is None or direct.known == 0 or not direct.crossing & {"op"})
                and not (direct is not None and outer[0][1].text.lower() in (quantity.unit or "").lower())
            ):
                its_route, outer_name, _ = outer[0]
                name, route = Name(0, 0, 2, outer_name.text, outer_name.symbol, list(outer_name.context)), its_route
                if found and set(outer_name.text.lower().split()) < set(found[-1].name.lower().split()):
                    name, route = Name(0, 0, found[-1].known, found[-1].name, found[-1].symbol or ""), "inherited"
                elif found and not self._has_context(quantity, found):
                    return None
            elif (
                direct is not None
                and direct.crossing & {"colon", "op", "copula", "paren", "dash", "imperative"}
                and not self._is_stop_label(direct)
            ):
                name, route = direct, "left"
            elif (
                self.sibling is not None
                and self.sibling.of_context
                and found == []
                and not (label and any(t.norm in _OF_WORDS for t in tokens[label[0] : label[1]]))
                and not (direct is not None and direct.context)
                and self._same_unit(quantity, self.sibling.unit)
                and (direct is not None or label)
            ):
                name = Name(0, 0, 2, self.sibling.name, self.sibling.symbol or "", [self._label_text(direct, label)])
                route = "sibling"
            elif direct is None and (after := self._name_after_for(quantity, end)) is not None:
                name, route = after, "right"
            elif right is not None and (
                right.known or not found or found[-1].quantity.core < self.sentence(quantity.core)[0]
            ):
                name, route = right, "right"
            elif direct is not None and not found:
                name, route = direct, "left"
            elif not found and (fallback := self._fallback()):
                name, route = Name(0, 0, 0, fallback), "heading"
            else:
                return None
        assert name is not None
        if self._measures_count(quantity, name) or self._converted(index):
            return None
        if name.known < 2 and quantity.unit and quantity.unit.lower() in _UNITS_THAT_NAME:
            whose = self._clean(name.text)
            name = Name(0, 0, 2, quantity.unit, context=[whose] if whose and route == "left" else [])
            route = "clause"
        if found and self._alternative(quantity, start, name, route):
            return None
        if self._condition(quantity, start, end):
            return None
        limit = self._limit_before(name) if route in ("left", "clause") else ""
        text = self._clean(name.text)
        if not text or self._no_name(text, name, quantity):
            return None
        low, high, values = quantity.low, quantity.high, quantity.values
        unit = quantity.unit
        words = [self.line.wording(a, b) for a, b in quantity.words]
        if limit and quantity.form in ("value", "relative", "ratio") and values and len(values) == 1:
            low, high, values = (values[0], None, None) if limit == "lower" else (None, values[0], None)
        side = self._shared_bound(quantity, found) if route in ("inherited", "label", "clause") else ""
        if side:
            low, high, values = (
                (quantity.numbers[0], None, None) if side == "lower" else (None, quantity.numbers[0], None)
            )
        if quantity.form == "range" and self._changes(quantity, start, name):
            values, low, high = self._ends_in_order(quantity), None, None
        if self._bad_region(quantity, end) and (low is None) != (high is None):
            low, high = high, low
        if unit is None and route != "right":
            unit = self._counted_unit(quantity, end)
            if unit is None and right is not None and self._unit_unknown(quantity, direct, right, start, end):
                unit = right.text
        if unit is not None and not quantity.physical and route == "right" and unit.lower() in text.lower():
            unit = None
        context = self._context(quantity, name, route, start, end, label, found)
        qualifier = self._qualifier(quantity, start, end, words)
        if side and qualifier is None:
            qualifier = found[-1].qualifier
        if name.last > name.first:
            self.claimed.append((name.first, name.last))
        if route == "right":
            self.claimed.append((name.first, name.last))
        first = quantity.first if label is None or (found and label[0] < found[-1].quantity.last) else label[0]
        if name.last > name.first and first == quantity.first and name.last <= quantity.first and name.first >= start:
            first = name.first
        value_last = quantity.last
        if route != "right" and unit and not quantity.physical and not quantity.unit:
            value_last = self._counted_end(quantity, end)
        return Binding(
            text,
            quantity,
            low,
            high,
            values,
            unit,
            self._value(quantity, value_last),
            qualifier,
            context,
            name.symbol or None,
            seen=self._signs(quantity, start, end, name, route, found),
            route=route,
            first=first,
            known=name.known,
            crossing=frozenset(name.crossing),
            weak=route == "right" and name.known == 0,
        )

    def _no_name(self, text: str, name: Name, quantity: Quantity) -> bool:
        """Whether the words found are a particle, an adverb or a verb of effect, which name nothing: ``save up to 50%``."""
        word = text.lower()
        if word in _NO_NAMES:
            return True
        if name.known or " " in word or name.last <= name.first or self.tokens[name.first].code:
            return False
        ordered = quantity.first and self.tokens[quantity.first - 1].norm in _EVERY
        lower = self.tokens[name.first].text.islower() or not name.first
        return (word in _PARTICLES and lower) or (word in evidence.EFFECTS and not ordered)

    def _about_subject(self, quantity: Quantity, direct: Name | None, right: Name | None) -> bool:
        """Whether a number that has no name of its own is one of what the line's label says."""
        subject = self.subject
        if subject is None or quantity.first <= subject.last or (direct is not None and direct.first <= subject.first):
            return False
        code = self.tokens[subject.first].code
        if direct is not None and direct.crossing & {"op"} and direct.known:
            return False
        if code:
            return not (direct is not None and self.tokens[direct.first].code)
        if (direct is not None and direct.known) or (right is not None and right.known == 2):
            return False
        if any(t.code and t.word for t in self.tokens[subject.last : quantity.first]):
            return False
        return self.search(max(self.clause(quantity.core)[0], subject.last), quantity.first, 1) is None

    def _says_nothing(self, label: tuple[int, int]) -> bool:
        """Whether a label only says that a value follows: ``Typical range:``, ``Default:``."""
        words = {t.norm for t in self.tokens[label[0] : label[1]] if t.word}
        return words <= _LABELS | _GENERIC_HEADINGS | RANGE_WORDS

    def _own_clause(self, quantity: Quantity) -> bool:
        """Whether words for someone or something doing something follow: ``beyond 3 | the returns shrink``."""
        n = quantity.last
        return n + 1 < self.count and self.tokens[n].role in ("det", "copula", "person") and self.tokens[n + 1].word

    def _plural(self, n: int) -> bool:
        """Whether a word is a plural that is counted nowhere else: ``5-20 negatives``."""
        norm = self.tokens[n].norm
        return self.lang == "en" and norm.endswith("s") and norm not in COUNTED and singular(norm) != norm

    def _without_base(self, quantity: Quantity, floor: int) -> Quantity:
        """``ウォームアップは | 全ステップの 5〜10%``: what a share is of stands before it there; the name before that."""
        n = quantity.first - 1
        if quantity.unit != "%" or n <= floor + 1 or self.tokens[n].norm not in _LINKS:
            return quantity
        while n > floor and self.tokens[n].norm not in _TOPICS and (self.tokens[n].norm in _LINKS or self.nameable(n)):
            n -= 1
        return replace(quantity, first=n + 1) if n > floor else quantity

    def _fills_brackets(self, quantity: Quantity) -> bool:
        """``small filters (3x3 or 5x5)``: brackets with nothing but the number."""
        n = quantity.first - 1
        return (
            n > 0
            and self.tokens[n].kind == "("
            and self.line.closing.get(n) == quantity.last
            and self._plural(n - 1)
            and self.tokens[n - 1].norm not in _STAND_INS
        )

    def _default_of(self, quantity: Quantity, floor: int) -> Name | None:
        """``the ignore index (default: -100)``: what stands before brackets that only give its value."""
        opening = self._enclosing(quantity.core)
        lead = self.tokens[opening + 1 : quantity.first]
        if opening <= floor or not any(t.norm in _DEFAULTS for t in lead) or any(t.word and not t.role for t in lead):
            return None
        if not self.nameable(opening - 1):
            return None
        name = self._phrase(opening - 1, floor, {"paren", "op"})
        return name if name.last - name.first <= 4 else None

    def _told_of_other(self, name: Name, before: Binding) -> bool:
        """Whether a name is only where the number before holds: ``20% in the input layer, 50% …``."""
        n = name.first - 1
        while n >= before.quantity.last and self.tokens[n].role == "det":
            n -= 1
        return n >= before.quantity.last and self.tokens[n].norm in _CONTEXT_WORDS

    def _parallel(self, before: Binding, direct: Name, quantity: Quantity) -> bool:
        """Whether two numbers have words before them in the same way: ``hardening at 850 °C, tempering at 180 °C``."""
        if direct.known or before.context or "comma" in direct.crossing:
            return False
        ahead = self.tokens[direct.first - 1] if direct.first else None
        start = ahead is None or ahead.kind in ("comma", "semi", "stop", "nl")
        bare = not direct.crossing - {"bound"}
        if bare and bool(quantity.unit) != bool(before.unit) and ahead is not None and ahead.role == "and":
            return True  # "50 mM and pH 7.4"
        if before.route == "right":
            return start and bare and not quantity.unit
        if before.route != "left" or before.crossing - {"bound", "op"} != direct.crossing - {"bound", "op"}:
            return False
        other = not quantity.unit or quantity.unit != before.unit or "op" in direct.crossing
        return not before.known or (start and other)

    def _further(
        self,
        quantity: Quantity,
        direct: Name | None,
        right: Name | None,
        clause_name: Name | None,
        outer: list[tuple[str, Name, str]],
        end: int,
        found_before: Binding,
    ) -> bool:
        """Whether a number without a name of its own says more of the setting before it: ``…, 4 at most``. ``Go to 512 only …``."""
        if clause_name is not None or (direct is not None and direct.known):
            return False
        if direct is None and self._bad_region(quantity, end):
            return True
        n = quantity.first - 1
        if n > 0 and self.tokens[n].norm in _PREFERRED and self.tokens[n - 1].kind == "comma":
            return True
        if right is not None and found_before.quantity.core < self.sentence(quantity.core)[0]:
            return False  # "… 1 min per kb. Run 25-35 cycles"
        nameless = direct is None and (right is None or right.known == 0)
        return nameless and (quantity.form == "bound" or (not outer and not quantity.physical))

    def _shared_bound(self, quantity: Quantity, found: list[Binding]) -> str:
        """The side of the bound before, where it holds for this number too: ``up to 4x for steel, 6x for carbide``."""
        if not found or len(quantity.values or ()) != 1 or quantity.form not in ("value", "relative") or quantity.sign:
            return ""
        before = found[-1]
        if before.values is not None or (before.low is None) == (before.high is None) or not before.context:
            return ""
        between = self.tokens[before.quantity.last : quantity.first]
        told = any(
            t.kind in ("semi", "stop", "colon", "=", "~", "nl", "(")
            or t.role in ("hedge", "copula", "approx", "imperative", "negation", "from", "compare")
            or t.norm in CONTRAST
            for t in between
        )
        listed = any(t.kind == "comma" or t.role == "and" for t in between)
        if told or not listed or quantity.last >= self.count or self.tokens[quantity.last].norm not in _CONTEXT_WORDS:
            return ""
        return "lower" if before.low is not None else "upper"

    def _converted(self, index: int) -> bool:
        """Whether a number is one side of ``1 inch is 25.4 mm``."""
        near = self.line.quantities[max(index - 1, 0) : index + 2]
        return any(self._converts(a, b) for a, b in itertools.pairwise(near))

    def _converts(self, a: Quantity, b: Quantity) -> bool:
        between = self.tokens[a.last : b.first]
        if a.values != (1,) or not (a.physical and b.physical) or not 0 < len(between) <= 2:
            return False
        return all(t.role in ("copula", "approx") or t.kind in ("=", "~") for t in between)

    def _measures_count(self, quantity: Quantity, name: Name) -> bool:
        """Whether something that is counted would get a measure: no ``steps`` of ``100 mm``."""
        words = name.text.lower().split()
        counted = bool(words) and singular(words[-1].strip("`$")) in _STEPS
        return counted and quantity.physical and quantity.unit in UNITS and quantity.unit not in ("%", *COUNTED)

    def _unit_unknown(self, quantity: Quantity, direct: Name | None, right: Name | None, start: int, end: int) -> bool:
        """``cadence around 170-180 spm``: nothing but a name, a number and an abbreviation, which is its unit."""
        if direct is None or right is None or quantity.unit or direct.known == 2 or right.known or direct.crossing:
            return False
        if direct.first != start or right.first != quantity.last or right.last - right.first != 1 or right.last < end:
            return False
        last = self.tokens[right.first]
        return len(last.text) <= 4 and last.text.isalpha() and not last.norm.endswith("s") and not last.code

    def _before_bound(self, quantity: Quantity) -> int:
        """Token at which a quantity's wording begins, without ``max`` and the like."""
        n = quantity.first
        while n > 0 and self.tokens[n - 1].role in ("approx", "lower", "upper", "hedge", "copula"):
            n -= 1
        return n

    def _named_left(self) -> bool:
        """Whether every number of the line has words right before it: ``nozzle 230 °C bed 70 °C fan 50%``."""
        floor = 0
        for quantity in self.line.quantities:
            n = self._before_bound(quantity) - 1
            if n < floor or not self.nameable(n):
                return False
            floor = quantity.last
        return len(self.line.quantities) > 1

    def _changes(self, quantity: Quantity, start: int, name: Name) -> bool:
        """``annealed from 1.0 to 0.8``: where it starts and ends, no range of choice."""
        from_words = any(self.tokens[n].role == "from" for n in range(max(start, quantity.first - 1), quantity.core))
        if from_words and self._ends_in_order(quantity) != (quantity.low, quantity.high):
            return True
        return from_words and any(
            self.tokens[n].role == "change" and not self._inside_name(n, name) for n in range(start, quantity.core)
        )

    def _ends_in_order(self, quantity: Quantity) -> tuple[Number, ...]:
        low, high = quantity.low, quantity.high
        if low is None or high is None:
            return quantity.numbers
        first = self.line.tokens[quantity.core]
        return (
            (high, low)
            if first.mant and not isinstance(low, str) and _starts_with(first, high) and not _starts_with(first, low)
            else (low, high)
        )

    def _limit_before(self, name: Name) -> str:
        """``minimum wall thickness 0.8``, ``épaisseur minimale 0,8``: the name is that of a limit."""
        if name.last <= name.first:
            return ""
        for word in name.text.split()[1:]:
            if side := _LIMITS.get(word.lower()):
                name.text = " ".join(w for w in name.text.split() if w != word)
                return side
        n = name.first - 1
        if n < 0:
            return ""
        return {
            "minimum": "lower",
            "minimal": "lower",
            "lowest": "lower",
            "maximum": "upper",
            "maximal": "upper",
            "mindest": "lower",
        }.get(self.tokens[n].norm, "")

    def _value(self, quantity: Quantity, last: int) -> str:
        first = quantity.first
        text = self.line.wording(first, last)
        return text.strip(" ,;:").removeprefix("=").removeprefix(":").strip()

    @staticmethod
    def _clean(text: str) -> str:
        text = _TRAILING.sub("", " ".join(text.split()).strip(' ,;:-–—"“”'))
        text = _JA_ADJECTIVE.sub("", text)
        if text.startswith("`"):
            text = _PLACEHOLDER.sub("`", text)
        return text if len(text) <= 120 else ""

    def _label_text(self, direct: Name | None, label: tuple[int, int] | None) -> str:
        if label is not None:
            return self._clean(self.line.wording(*label))
        return direct.text if direct is not None else ""

    def _listed(self, name: Name) -> bool:
        """``N >= 0, M >= 0``: symbols in a row are names themselves."""
        n = name.first - 1
        return n >= 0 and self.tokens[n].role == "and"

    def _parted(self, words: Name, symbol: Name) -> bool:
        """Whether a sign stands between words and a symbol, so that the words say what the symbol is."""
        between = self.tokens[words.last : symbol.first]
        return any(t.kind in ("comma", "(", "colon", "dash") or t.role in ("copula", "hedge") for t in between)

    def _label(self, quantity: Quantity, start: int) -> tuple[int, int] | None:
        """Tokens of the label of a number: what stands before the colon that precedes it, after the number before."""
        floor = max(
            [
                start,
                *(
                    q.last
                    for q in self.line.quantities
                    if start <= q.core < quantity.core and not self._in_label(q, start, self.count)
                ),
            ]
        )
        colon = next(
            (
                n
                for n in range(quantity.first - 1, floor, -1)
                if self.tokens[n].kind == "colon" and not self.tokens[n].code and not self.tokens[n].math
            ),
            -1,
        )
        if colon < 0:
            if floor > start:
                colon = next(
                    (
                        n
                        for n in range(start + 1, min(quantity.first, start + 14))
                        if self.tokens[n].kind == "colon" and not self.tokens[n].code
                    ),
                    -1,
                )
                return (
                    (start, colon)
                    if colon > 0 and not any(q.core < colon for q in self.line.quantities if q.core >= start)
                    else None
                )
            return None
        first = floor
        for n in range(colon - 1, floor - 1, -1):
            if (
                (self.tokens[n].kind == "(" and self.line.closing.get(n, colon + 1) > colon)
                or self.tokens[n].kind in ("semi", "stop", "nl")
                or (self.tokens[n].kind == "comma" and floor > start)
            ):
                first = n + 1
                break
        while first < colon and (self.tokens[first].kind in ("comma", "semi", ")") or self.tokens[first].role == "and"):
            first += 1
        return (first, colon) if 0 < colon - first <= 14 else None

    def _number_within(self, first: int, last: int) -> bool:
        """Whether a quantity begins between two tokens."""
        at = bisect_left(self.cores, first)
        return at < len(self.cores) and self.cores[at] < last

    def _in_label(self, quantity: Quantity, start: int, end: int) -> bool:
        """``1/4'' endmill: chipload …``: a number before the colon describes, it is not the setting."""
        if not self._number_within(quantity.core + 1, end):
            return False
        depth_end = min(end, quantity.last + 10)
        for n in range(quantity.last, depth_end):
            token = self.tokens[n]
            if token.kind == "colon" and not token.code:
                return n - start <= 16 and self._number_within(n + 1, end)
            if token.kind in ("num", "stop", "semi", "comma", "nl", ")") or token.role in (
                "copula",
                "because",
                "determined",
            ):
                return False
        return False

    def _name_after_for(self, quantity: Quantity, end: int) -> Name | None:
        """``0.9 for the momentum``."""
        n = quantity.last
        if n >= end or self.tokens[n].norm not in _FOR_WORDS:
            return None
        n += 1
        while n < end and self.tokens[n].role == "det":
            n += 1
        first = n
        while n < end and n - first < 4 and self.nameable(n):
            n += 1
        if n == first or self.known(first, n) < 2:
            return None
        return Name(first, n, 2, self._trim(self.naming(first, n)), crossing={"for"})

    def _tool(self, quantity: Quantity, end: int) -> bool:
        """``for a 1/4'' tool go with 0.004''``: the first number describes what is used."""
        if not quantity.physical or not any(quantity.last <= q.core < end for q in self.line.quantities):
            return False
        n = quantity.first - 1
        while n >= 0 and self.tokens[n].role == "det":
            n -= 1
        if n < 0 or n == quantity.first - 1 or self.tokens[n].norm not in (*_FOR_WORDS, "with", "using", "mit"):
            return False
        right = self.right(quantity)
        return right is not None and right.known == 0

    def _duration(self, quantity: Quantity, found: list[Binding]) -> bool:
        """``at 400 °C for 2 h``: how long, beside a setting."""
        before = self.tokens[quantity.first - 1].norm if quantity.first else ""
        return bool(found) and quantity.unit in TIME_UNITS and before in _FOR_WORDS

    def _joined(self, quantity: Quantity, before: Quantity | None, found: list[Binding]) -> Binding | None:
        """The binding whose name this number takes over: ``1024 (7B) and 2048 (13B)``, ``metals 5%, plastics 10%``."""
        if before is None or not found:
            return None
        last = found[-1]
        if last.quantity.core > quantity.core:
            return None
        between = self.tokens[last.quantity.last : quantity.first]
        if any(t.kind == "stop" for t in between):
            return None
        if self._has_context(quantity, found) or self._contrasted(quantity) == "kept":
            return last
        return None

    def _has_context(self, quantity: Quantity, found: list[Binding]) -> bool:
        """Whether something tells this number from the one before: brackets, ``for …``, a word of its own."""
        aside = self._aside(quantity)
        if aside[1] > aside[0] and not any(t.role == "determined" for t in self.tokens[aside[0] : aside[1]]):
            return True
        n = quantity.last
        steps = 0
        while n < self.count and steps < 3 and self.tokens[n].word and not self.tokens[n].role:
            n += 1
            steps += 1
        if (
            n < self.count
            and (
                self.tokens[n].norm in _FOR_WORDS
                or self.tokens[n].norm in ("on", "in", "with", "during", "when", "if", "bei", "im")
            )
            and n + 1 < self.count
            and self.tokens[n + 1].kind != "num"
        ):
            return True
        last = found[-1].quantity if found else None
        floor = last.last if last else 0
        for n in range(quantity.first - 1, floor - 1, -1):
            token = self.tokens[n]
            if token.norm in _FOR_WORDS:
                return True
            if token.kind == "colon":
                return True
            if token.word and not token.role and self.tokens[quantity.first - 1].kind != "comma":
                return True
        return False

    def _contrasted(self, quantity: Quantity) -> str:
        """``not the 80/20 of traditional ML`` is a fact about traditional ML ("kept"); a bare ``not 5`` is none ("dropped")."""
        n = quantity.first - 1
        while (
            n >= 0 and self.tokens[n].role in ("det", "approx", "prep", "like") and self.tokens[n].norm not in ("not",)
        ):
            if self.tokens[n].norm == "not":
                break
            n -= 1
        if n < 0:
            return ""
        token = self.tokens[n]
        negative = token.norm in ("not", "nicht", "no", "pas", "não", "non") or (
            token.role == "versus" and self.tokens[n].norm != "not"
        )
        if token.role == "versus" and token.norm == "the" and n and self.tokens[n - 1].norm == "not":
            negative = True
        elif token.role == "versus":
            return (
                ""
                if token.norm.startswith("vs") or token.norm == "versus"
                else ("kept" if self._of_follows(quantity) else "dropped")
            )
        if not negative or token.norm == "no":
            return ""
        if quantity.sign and quantity.words:
            return ""
        return "kept" if self._of_follows(quantity) else "dropped"

    def _of_follows(self, quantity: Quantity) -> bool:
        n = quantity.last
        return n < self.count and (
            self.tokens[n].norm in _OF_WORDS or self.tokens[n].norm in ("in", "from", "as", "like", "used", "for")
        )

    def _same_unit(self, quantity: Quantity, unit: str | None) -> bool:
        """Whether a number can be of the thing that was measured in a unit before: no modulus in °C."""
        own = quantity.unit
        spelled = any(len(word) > 4 for word in (*(own or "").split(), *(unit or "").split()) if word.isalpha())
        if not own or not unit or not quantity.physical or "%" in own + unit or spelled:
            return not own or bool(unit)
        return _dimension(own) == _dimension(unit)

    def _is_stop_label(self, name: Name) -> bool:
        return name.text.lower() in (
            "people",
            "everyone",
            "most people",
            "it",
            "they",
            "values",
            "others",
            "experience",
            "here",
            "note",
            "example",
            "recipe",
        )

    def _fallback(self) -> str:
        """The heading or lead-in itself, when it is short enough to be a name."""
        for text in (*reversed(self.block.lead), *reversed(self.block.headings[-1:])):
            plain = _SECTION_NUMBER.sub("", text).strip(" :?")
            if 0 < len(plain.split()) <= 5 and not {w.lower() for w in plain.split()} <= _GENERIC_HEADINGS:
                return plain
        return ""

    def _alternative(self, quantity: Quantity, start: int, name: Name, route: str) -> bool:
        """``other values … are 0.1, 0.001``, ``100,000 is also seen``: not the setting itself."""
        if (
            route in ("right", "left")
            and name.known == 2
            and name.last <= quantity.first
            and "comma" not in name.crossing
            and name.first >= start
        ):
            other = [
                t
                for t in self.tokens[start : name.first]
                if t.norm in ("other", "another", "alternative", "alternatives")
            ]
            return bool(other)
        _, end = self.clause(quantity.core)
        for n in range(start, end):
            token = self.tokens[n]
            if token.norm in (
                "other",
                "others",
                "another",
                "alternative",
                "alternatives",
                "alternatively",
                "also",
                "auch",
                "aussi",
                "también",
                "também",
                "anche",
            ) and route in ("clause", "heading", "lead", "left", "inherited"):
                return True
        return (
            route in ("clause", "heading", "lead", "left")
            and name.known < 2
            and start > 0
            and self.tokens[start - 1].kind == "stop"
        )

    def _condition(self, quantity: Quantity, start: int, end: int) -> bool:
        """``If pre-training ran at 1e-4, …``: the number is in a condition and another one follows."""
        more = any(q.core > quantity.core and q.core < end for q in self.line.quantities)
        if not more:
            return False
        n = quantity.first - 1
        while n >= start:
            token = self.tokens[n]
            if token.kind == "comma":
                return False
            if token.norm in (
                "if",
                "when",
                "once",
                "unless",
                "while",
                "falls",
                "wenn",
                "si",
                "se",
                "quando",
                "cuando",
                "eğer",
                "whenever",
            ):
                return any(t.kind == "comma" for t in self.tokens[quantity.last : end])
            n -= 1
        return False

    def _qualifies(self, quantity: Quantity, found: list[Binding]) -> bool:
        """``0.1 when the rank is over 64``, ``4 for clusters of 64 GPUs``: a number that says when another one holds."""
        if not found or found[-1].quantity.core < self.sentence(quantity.core)[0]:
            return False
        clause = self.clause(quantity.core)[0]
        for n in range(quantity.first - 1, found[-1].quantity.last - 1, -1):
            token = self.tokens[n]
            if token.kind in ("comma", "semi", "stop", "colon", "=", "(", "arrow", "nl") or token.role == "and":
                return False
            if token.norm in _CONDITIONS:
                return True
            if n < clause or found[-1].quantity.core < clause:
                continue
            if token.norm in ("with", "mit", "con", "avec", "com"):
                continue  # it adds something: "chunks of 256 tokens with 10% overlap"
            if token.norm in _FOR_WORDS or token.norm in ("at", "bei"):
                between = self.tokens[found[-1].quantity.last : n]
                if any(t.kind in ("comma", "(") for t in between) or any(t.norm in _ALONG for t in between):
                    return False
                right = self.right(quantity)
                return bool(quantity.sign) or quantity.physical or (right is not None and right.known == 2)
        return False

    def _restated(self, quantity: Quantity, found: list[Binding]) -> bool:
        """``5000 mm/min, i.e. a bit less than 200''/min``, ``…, so 0.1 mm``, ``beyond 3 it overfits``: more about a number before."""
        if not found:
            return False
        if (
            quantity.first > 1
            and self.tokens[quantity.first - 1].norm == "by"
            and self.tokens[quantity.first - 2].norm in _DIVIDING
        ):
            return True  # "… and divide by 10"
        start = self.clause(quantity.core)[0]
        if start and self.tokens[start].norm in evidence.FOLLOWING and self.tokens[start - 1].kind == "comma":
            return True
        if (
            quantity.first == start
            and quantity.sign
            and quantity.words
            and self.tokens[start].role in ("lower", "upper")
        ):
            return self._own_clause(quantity)
        return any(
            self.tokens[n].norm in _SAME
            for n in range(max(found[-1].quantity.last, quantity.first - 6), quantity.first)
        )

    def _bad_region(self, quantity: Quantity, end: int) -> bool:
        """``values above 0.1 can stall``: the bound is stated from the wrong side."""
        if quantity.form not in ("bound", "relative") or not quantity.sign:
            return False
        if not quantity.words and self.tokens[quantity.first].kind not in ("<", ">", "<=", ">="):
            return False
        if any(
            " ".join(t.norm for t in self.tokens[a:b]).startswith(
                ("at least", "at most", "up to", "never", "not", "don't", "no ", "minimum", "maximum", "min", "max")
            )
            for a, b in quantity.words
        ):
            return False
        stop = min(end, quantity.last + 10)
        for n in range(quantity.last, stop):
            token = self.tokens[n]
            if token.kind in ("semi", "stop") or token.role == "because":
                return False
            if token.norm in _BAD_REGION and not any(t.role == "negation" for t in self.tokens[quantity.last : n]):
                return True
        return False

    def _counted_unit(self, quantity: Quantity, end: int) -> str | None:
        """``8 sequences``, ``1024 packed-rows``: the noun that is counted."""
        last = self._counted_end(quantity, end)
        if last > quantity.last:
            return self.line.wording(quantity.last, last)
        return None

    def _counted_end(self, quantity: Quantity, end: int) -> int:
        n = quantity.last
        last = n
        while n < end and n - quantity.last < 4:
            token = self.tokens[n]
            if not token.word or (token.role and token.norm not in COUNTED):
                break
            n += 1
            if token.norm in COUNTED or singular(token.norm) in COUNTED or token.text in COUNTED:
                last = n
        return last

    # how sure

    def _signs(
        self, quantity: Quantity, start: int, end: int, name: Name, route: str, found: list[Binding]
    ) -> frozenset[str]:
        """What the words around a number say of it."""
        first, last = self._window(quantity, start, end)
        if route == "inherited":
            first = max(first, found[-1].quantity.last)
        others = sum(1 for q in self.line.quantities if start <= q.core < end) - 1
        seen = evidence.signs(
            self.tokens, quantity, (min(first, quantity.first), max(last, quantity.last)), self.sentence(quantity.core),
            (name.first, name.last), name.text, name.known, route, name.crossing, others,
        )  # fmt: skip
        conditional = self.tokens[start].norm in evidence.CONDITIONS and start <= name.first < name.last <= first
        of = route == "left" and name.context and self.tokens[name.last].norm in _OF_WORDS
        return seen | {sign for sign, holds in (("named in condition", conditional), ("property of", of)) if holds}

    def _window(self, quantity: Quantity, start: int, end: int) -> tuple[int, int]:
        """The part of a clause that speaks of this number: no leading condition, no explanation after a colon."""
        if (start < self.count and self.tokens[start].role == "for") or (
            start < self.count and self.tokens[start].norm in ("if", "when", "once")
        ):
            for n in range(start, quantity.first):
                if self.tokens[n].kind == "comma":
                    start = n + 1
                    break
        for n in range(quantity.last, end):
            if self.tokens[n].kind == "colon" and not self.tokens[n].code:
                end = n
                break
        return start, end

    def _inside_name(self, n: int, name: Name) -> bool:
        return name.first <= n < name.last

    # circumstances

    def _of_next(self, n: int, quantity: Quantity) -> bool:
        """Whether a hedge after a number stands right before the next one: ``1-5 mm, ideally 2-3 mm``."""
        if n < quantity.last:
            return False
        after = n + max(self.tokens[n].span, 1)
        return any(q.first == after for q in self.line.quantities)

    def _qualifier(self, quantity: Quantity, start: int, end: int, words: list[str]) -> str | None:
        """The author's words for how firm the value is: ``usually``, ``up to``, ``~``."""
        parts: list[str] = []
        n = start
        while n < end:
            token = self.tokens[n]
            inside = any(a <= n < b for a, b in quantity.words)
            if token.role == "hedge" and token.span and not inside and token.norm not in evidence.IDLE:
                near = (
                    (abs(n - quantity.first) <= 8 or n < quantity.first)
                    and not self._of_next(n, quantity)
                    and not any(
                        min(n, quantity.core) < q.core < max(n, quantity.core)
                        for q in self.line.quantities
                        if q is not quantity
                    )
                )
                if near:
                    parts.append(self.line.wording(n, n + token.span))
            if n == quantity.first or (inside and n < quantity.first):
                parts += words
                words = []
            n += 1
        parts += words
        text = " ".join(dict.fromkeys(p for p in parts if p))
        return text or None

    def _context(
        self,
        quantity: Quantity,
        name: Name,
        route: str,
        start: int,
        end: int,
        label: tuple[int, int] | None,
        found: list[Binding],
    ) -> tuple[str, ...]:
        """What tells this setting from the same one elsewhere: ``SFT``, ``metals``, ``7B``."""
        parts: list[str] = [c for c in name.context if c]
        tokens = self.tokens
        if label is not None and tokens[label[0]].norm in _FOR_WORDS and label[1] - label[0] > 1:
            label = (label[0] + 1, label[1])
        if label is not None and not (label[0] <= name.first < label[1] and name.last > name.first):
            text = self._clean(self.line.wording(*label))
            plain = {t.norm for t in tokens[label[0] : label[1]] if t.word}
            wordy = (
                any(tokens[n].role == "compare" or tokens[n].kind == "times" for n in range(*label))
                or label[1] - label[0] > 9
            )
            if (
                text
                and not wordy
                and not all(
                    tokens[n].role in ("hedge", "imperative", "det", "approx", "copula")
                    for n in range(*label)
                    if tokens[n].word
                )
                and not plain <= _GENERIC_HEADINGS
                and not plain <= _LABELS
            ):
                parts.append(text)
        elif (label is None or name.last > label[1]) and (subject := self._subject(quantity, name, start, label)):
            parts.append(subject)
        if (route in ("heading", "lead", "inherited") or (route == "label" and found)) and (
            apart := self._apart_from(quantity, start, found)
        ):
            parts.append(apart)
        floor = start
        if found and found[-1].quantity.last > start:
            floor = found[-1].quantity.last
        parts += self._for_phrases(floor if route == "inherited" else start, end, quantity, name)
        aside = self._aside(quantity)
        if (
            aside[1] > aside[0]
            and tokens[aside[0]].kind not in ("~", "=")
            and not any(
                q.core > quantity.core and aside[0] <= q.core < aside[1] and q.form != "value"
                for q in self.line.quantities
            )
        ):
            text = self.line.wording(*aside)
            if (
                not any(t.role in ("determined", "because") for t in tokens[aside[0] : aside[1]])
                and len(text) <= 60
                and any(t.role not in ("hedge", "det") for t in tokens[aside[0] : aside[1]])
            ):
                parts.append(text)
        if self.block.lead and route != "lead":
            lead = plain_lead(self.block.lead[-1])
            if lead and not any(c.isdigit() for c in lead) and len(lead) <= 60 and len(lead.split()) <= 7:
                parts.append(lead)
        if not parts and route == "heading" and name.context:
            parts += name.context
        mine = self._clean(name.text).lower()
        unique = dict.fromkeys(self._clean(p) for p in parts if p and self._clean(p).lower() != mine)
        return tuple(p for p in unique if p)

    def _apart_from(self, quantity: Quantity, start: int, found: list[Binding]) -> str:
        """The words right before a number whose name stands elsewhere: ``PLA 60 °C, PETG 80 °C`` under “Bed temperature”."""
        floor = max([start, *(b.quantity.last for b in found)])
        last = self._before_bound(quantity)
        first = last
        while first > floor and last - first < 4 and self.nameable(first - 1):
            first -= 1
        parted = (
            first == 0 or first == floor or self.tokens[first - 1].kind in ("comma", "semi", "stop", "nl", "(", "colon")
        )
        if first > floor and self.tokens[first - 1].norm in _OF_WORDS and first - 1 > floor:
            parted = self.tokens[first - 2].kind in ("comma", "semi") or self.tokens[first - 2].role == "and"
        if first == last or not (parted or self.tokens[first - 1].role in ("and", "det")):
            return ""
        return self.line.wording(first, last)

    def _subject(self, quantity: Quantity, name: Name, start: int, label: tuple[int, int] | None) -> str:
        """The words a clause begins with, where they are not the name: ``wood tolerates a …``, ``SFT often uses …``."""
        before = [q.last for q in self.line.quantities if start <= q.core < quantity.core]
        n = max(label[1] + 1 if label else start, *before, start) if before else (label[1] + 1 if label else start)
        if before:
            while (
                n < quantity.first
                and self.tokens[n].word
                and not self.tokens[n].role
                and self.tokens[n].norm not in CONTRAST
            ):
                n += 1  # the noun of the number before
        while n < self.count and (
            self.tokens[n].role in ("det", "hedge", "approx", "and") or self.tokens[n].kind in ("quote", "(", "comma")
        ):
            n += 1
        if n < self.count and self.tokens[n].norm in CONTRAST:
            n += 1
            while n < self.count and self.tokens[n].role in ("det", "hedge"):
                n += 1
        first = n
        while n < quantity.first and self.nameable(n) and n - first < 5:
            if name.last > name.first and name.first <= n < name.last:
                break
            n += 1
        if n == first:
            return ""
        if n >= quantity.first:
            return self.line.wording(first, n) if before and not (name.first < n and name.last > first) else ""
        stop = self.tokens[n]
        if (
            stop.role in ("copula", "imperative", "hedge", "approx")
            or stop.kind in ("dash", "comma")
            or stop.role in ("prep", "det")
        ):
            if name.last > name.first and n > name.first:
                return ""
            text = self.line.wording(first, n)
            if (
                stop.role in ("prep", "det", "hedge")
                and n - first > 1
                and not self.tokens[n - 1].text[:1].isupper()
                and stop.role == "det"
            ):
                text = self.line.wording(first, n - 1)  # "wood tolerates a": the verb is not ours to keep
            elif stop.role == "det" and n - first == 1:
                return ""
            return text
        return ""

    def _for_phrases(self, start: int, end: int, quantity: Quantity, name: Name) -> list[str]:
        found: list[str] = []
        n = start
        while n < end:
            token = self.tokens[n]
            if token.word and token.norm in _CONTEXT_WORDS and not token.code and not (name.first <= n < name.last):
                opening = n in (start, quantity.last) or token.norm in _FOR_WORDS
                between = [
                    q
                    for q in self.line.quantities
                    if q is not quantity and min(n, quantity.core) < q.core < max(n, quantity.core)
                ]
                if (
                    opening
                    and (not between or (n == start and token.norm in _FOR_WORDS))
                    and not self._follows_other(n, quantity)
                ):
                    first = n + 1
                    last = self._condition_end(n, end) if n > quantity.core else first
                    while last < end and last - first < 7:
                        t = self.tokens[last]
                        if name.first <= last < name.last:
                            break
                        if t.norm == "and" and any(last < q.core <= last + 4 for q in self.line.quantities):
                            break
                        if (
                            (
                                t.word
                                and (
                                    not t.role
                                    or t.role in ("det", "reference")
                                    or (t.norm in ("of", "and", "to", "over") and last > first)
                                )
                            )
                            or (t.kind == "slash" and t.glued)
                            or (
                                t.kind == "num"
                                and last > first
                                and not any(q.first <= last < q.last for q in self.line.quantities)
                            )
                        ):
                            last += 1
                        else:
                            break
                    while last > first and (
                        self.tokens[last - 1].role in ("det", "prep")
                        or self.tokens[last - 1].norm in ("and", "of", "to", "over")
                    ):
                        last -= 1
                    if (
                        last > first
                        and not (first <= quantity.core < last)
                        and not (last - first == 1 and self.tokens[first].role == "det")
                    ):
                        if self.tokens[first].role == "det" and last - first > 1:
                            first += 1
                        found.append(self.line.wording(first, last))
                    n = max(last, n + 1)
                    continue
            n += 1
        return found

    def _condition_end(self, n: int, end: int) -> int:
        """Token after ``when the data set has more than 50k rows``, which stays whole; the next token for other words."""
        if self.tokens[n].norm not in _CONDITIONS:
            return n + 1
        last = next(
            (m for m in range(n + 1, end) if self.tokens[m].kind in ("comma", "semi", "stop", ")", "(", "nl")), end
        )
        return last if self.tokens[last - 1].end - self.tokens[n].end <= 60 else n + 1

    def _follows_other(self, n: int, quantity: Quantity) -> bool:
        """Whether ``for …`` directly follows another number, and so is said of that one."""
        for other in self.line.quantities:
            if other is not quantity and other.last <= n and other.core != quantity.core:
                m = other.last
                while m < n and self.tokens[m].word and not self.tokens[m].role and m - other.last < 4:
                    m += 1
                if m == n:
                    return True
        return False

    def _determined(self, found: list[Binding]) -> None:
        """Give ``determined by …``, ``depends on …`` to the setting it is about."""
        n = 0
        while n < self.count:
            token = self.tokens[n]
            if token.role == "determined" and token.span:
                first = n + token.span
                last = first
                _, end = self.clause(n)
                while (
                    last < end
                    and not (
                        self.tokens[last].kind in ("semi", "stop", ")", "comma", "dash") and not self.tokens[last].glued
                    )
                    and self.tokens[last].kind not in (")", "semi", "comma")
                    and self.tokens[last].norm not in CONTRAST
                ):
                    if (self.tokens[last].kind == "stop" and self._full_stop(last)) or self.tokens[
                        last
                    ].kind == "colon":
                        break
                    last += 1
                text = self._clean(self.line.wording(first, last))
                if text:
                    before = [b for b in found if b.quantity.first < n]
                    target = before[-1] if before else (found[0] if found else None)
                    if target is not None and target.determined_by is None:
                        target.determined_by = text
                n = max(last, n + 1)
                continue
            n += 1

    def _respective(self, found: list[Binding]) -> list[Binding]:
        """``a and b default to 1 and 2 respectively``: one value for each name."""
        if not any(t.norm in _RESPECTIVELY for t in self.tokens):
            return found
        result: list[Binding] = []
        for binding in found:
            values = binding.values or ()
            names = self._names_before(binding) if len(values) > 1 else []
            if len(names) == len(values):
                result += [
                    replace(binding, name=n, values=(v,), value=str(v)) for n, v in zip(names, values, strict=True)
                ]
            else:
                result.append(binding)
        return result

    def _names_before(self, binding: Binding) -> list[str]:
        """The names in a row that end with the name of a binding: ``a, b and c``."""
        at = next((n for n, t in enumerate(self.tokens) if binding.name.strip("`$") == t.text), -1)
        names = [binding.name]
        while (
            at >= 2
            and (self.tokens[at - 1].role == "and" or self.tokens[at - 1].kind == "comma")
            and self.nameable(at - 2)
        ):
            at -= 2
            names.insert(0, self._clean(self.naming(at, at + 1)))
        return names

    def _merged(self, found: list[Binding]) -> list[Binding]:
        """Two bounds of one name are a range; a value and a bound of one name are one fact."""
        result: list[Binding] = []
        for binding in found:
            twin = next(
                (
                    b
                    for b in reversed(result)
                    if b.name.lower() == binding.name.lower()
                    and (
                        b.context == binding.context
                        or (b.quantity.form == "bound" and binding.quantity.form == "bound")
                        or (
                            binding.quantity.form == "bound"
                            and not self._of_another(binding)
                            and binding.route in ("clause", "inherited", "heading", "lead")
                        )
                    )
                ),
                None,
            )
            if twin is not None:
                free_low = twin.low is None and binding.low is not None
                free_high = twin.high is None and binding.high is not None
                if (
                    binding.quantity.form == "bound"
                    and (free_low or free_high)
                    and (
                        twin.unit == binding.unit
                        or binding.unit is None
                        or (twin.unit is None and not binding.quantity.physical)
                    )
                ):
                    twin.low = binding.low if free_low else twin.low
                    twin.high = binding.high if free_high else twin.high
                    twin.value = f"{twin.value}, {binding.value}" if binding.value not in twin.value else twin.value
                    twin.qualifier = twin.qualifier or binding.qualifier
                    twin.unit = twin.unit or binding.unit
                    continue
                same = (twin.low, twin.high, twin.values) == (binding.low, binding.high, binding.values)
                if same:
                    continue
                if twin.values and binding.values and binding.quantity.form == "value" and not binding.context:
                    continue
            result.append(binding)
        return result

    def _of_another(self, binding: Binding) -> bool:
        """``37 °C, fever above 38 °C``: a measured bound with a word of its own right before it."""
        n = self._before_bound(binding.quantity) - 1
        own = n > 0 and self.nameable(n) and self.tokens[n - 1].kind == "comma"
        return (
            own
            and binding.route == "inherited"
            and binding.quantity.physical
            and self.tokens[n].text in binding.context
        )

    def _places(self, found: list[Binding]) -> None:
        """The stretch of text that words each fact."""
        if not found:
            return
        if len(found) == 1:
            found[0].start, found[0].end = 0, len(self.line.text)
            return
        for index, binding in enumerate(found):
            start, end = self.sentence(binding.quantity.core)
            first = start if index == 0 or found[index - 1].quantity.core < start else binding.first
            last = end
            if index + 1 < len(found) and found[index + 1].quantity.core < end:
                last = max(found[index + 1].first, binding.quantity.last)
            while last - 1 >= binding.quantity.last and (
                self.tokens[last - 1].kind in ("comma", "semi", "stop", "nl", "dash", "(")
                or self.tokens[last - 1].role in ("and", "or", "det", "prep", "copula", "for", "versus", "to")
                or self.tokens[last - 1].norm in CONTRAST
            ):
                last -= 1
            while first < binding.first and (
                self.tokens[first].kind in ("comma", "semi", "nl") or self.tokens[first].role == "and"
            ):
                first += 1
            last = max(last, binding.quantity.last)
            binding.start, binding.end = self._marked(self.tokens[first].start, self.tokens[last - 1].end)

    def _marked(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of text with the signs of emphasis, code and math right around it."""
        text = self.line.text
        while start and text[start - 1] in "*_`$":
            start -= 1
        while (
            end < len(text)
            and text[end] in "*_`$)"
            and (text[end] != ")" or text.count("(", start, end) > text.count(")", start, end))
        ):
            end += 1
        return start, end


_PREFERRED = frozenset(
    "ideally better preferably usually typically mostly best normally besser idealerweise meist mieux mejor".split()
)
_EXTENTS = frozenset("wide high thick deep long tall breit hoch dick tief lang".split())
_STAND_INS = frozenset("ones values numbers options choices settings things".split())
_LIMITS = dict.fromkeys("minimale minimal mínimo mínima minimo minima".split(), "lower") | dict.fromkeys(
    "maximale maximal máximo máxima massimo massima".split(), "upper"
)
_DEFAULTS = frozenset(
    "default defaults standard standardwert défaut predeterminado padrão predefinito varsayılan 默认 默认值 デフォルト 初期値 기본값 기본".split()
)
_ADJECTIVES_AFTER = frozenset(("fr", "es", "pt", "it"))
_NO_NAMES = frozenset("for at by and or the a an of to in it this that then with und oder et ou y o e".split())
_PARTICLES = frozenset(
    "out up down off back away over on around along together apart aside ahead forward last next first again only just even then there here now "
    "still already also too very quite rather almost nearly exactly roughly well less fewer later earlier once twice ago yet "
    "actually basically currently finally initially mainly mostly originally probably really simply slightly especially particularly "
    "is are was were be been has have had does do did can could will would may might shall".split()
)
_STEPS = frozenset("step epoch layer iteration head trial fold".split())
_EVERY = frozenset("every each alle jede tous toutes cada ogni her".split())
_SAME = frozenset(("i.e", "i.e.", "ie", "that", "d.h", "namely"))
_POINTS = frozenset("melting boiling freezing softening flash dew yield triple critical curie eutectic smoke".split())
_LENGTHS = frozenset(
    ("mm", "cm", "m", "km", "µm", "μm", "um", "nm", "in", "inch", "inches", "''", '"', "ft", "thou", "mil", "mils")
)
_OF_WHAT = {
    "modulus": frozenset(("elasticity", "rupture", "rigidity")),
    "heat": frozenset("vaporization vaporisation fusion combustion formation reaction hydration sublimation".split()),
    "energy": frozenset("activation formation ionization ionisation".split()),
    "coefficient": frozenset(
        "friction expansion drag lift restitution variation determination discharge performance diffusion".split()
    ),
}
"""Names that go on after their ``of`` with these words; with others what they are a property of follows."""
_RESPECTIVELY = frozenset(
    (
        "respectively",
        "resp",
        "分别",
        "それぞれ",
        "jeweils",
        "respectivement",
        "respectivamente",
        "rispettivamente",
        "각각",
    )
)
_DIVIDING = frozenset("divide multiply scale cut reduce drop lower raise increase decrease shrink decay".split())
_ALONG = frozenset("with mit con avec com or oder and".split())
_TOPICS = frozenset(("は", "은", "는"))
_LINKS = frozenset(("的", "の", "의"))
_CONDITIONS = frozenset("if when once unless whenever wenn falls sobald si quand se quando cuando eğer".split())
_UNITS_THAT_NAME = frozenset(("rpm", "sfm"))
_OF_WORDS = frozenset("of von vom der des de du del della di do da dos das".split())
_ARTICLES = frozenset("the a an la le der den des each these those this one your our its their".split())
_ROMANCE_OF = frozenset("de du des del della di do da dos das dello dell'".split())
_FOR_WORDS = frozenset("for für pour para için if when while wenn bei beim where".split())
_CONTEXT_WORDS = frozenset(
    "for für pour para için in on during with when if im bei beim dans en em nel at wenn".split()
)
_LEADING_NOISE = frozenset(
    "good better new large larger small smaller high higher low lower big bigger wide wider hard suitable appropriate proper right".split()
)
_LABELS = frozenset(
    "default defaults tip note rule heuristic typical typically recommended recommendation example input output symptom caution warning hint "
    "remember important valid usual usually common commonly suggested start starting point best practice minimum maximum min max".split()
)
_GREEK = frozenset(
    "α β γ δ ε ζ η θ κ λ μ ν ξ ρ σ τ φ χ ψ ω ϵ Δ Σ Ω alpha beta gamma delta epsilon eta theta kappa lambda mu nu rho sigma tau phi chi psi omega "
    "\\alpha \\beta \\gamma \\delta \\epsilon \\varepsilon \\zeta \\eta \\theta \\kappa \\lambda \\mu \\nu \\xi \\rho \\sigma \\tau \\phi \\psi \\omega".split()
)
_SYMBOL = re.compile(r"[α-ωϵΔΣΩ][_₀-₉0-9]{0,3}|[a-zA-Z][₀-₉0-9]|[a-zA-Z]_\{?\w{1,6}\}?")
_GERUNDS = frozenset(
    "determining choosing finding setting tuning selecting calibrating adjusting understanding picking configuring using measuring".split()
)
_TRAILING = re.compile(r"(?<=\w) (?:for|at|to|of|with|and|or)$")
_JA_ADJECTIVE = re.compile(r"^[\u4e00-\u9fff]{1,4}な(?=[\u4e00-\u9fff\u30a0-\u30ff])")
_PLACEHOLDER = re.compile(r"(?:=| )?<[^`]*`$|=[A-Z]*`$")
_SECTION_NUMBER = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.)]?|[A-Z][.)])\s+(?=\S)")


def _dimension(unit: str) -> tuple[str, ...]:
    """What a unit measures, as far as its letters tell: ``MPa`` is as ``GPa``, ``g/cm³`` as ``kg/m³``."""
    found = []
    for part in re.split(r"[/·* ]+", unit):
        letters = part.rstrip("²³⁴⁻¹^234")
        power = part[len(letters) :].lstrip("^").translate(_RAISED)
        known = "m" if letters in _LENGTHS else "s" if letters in TIME_UNITS else letters.lstrip("kMGTmµμnc") or letters
        found.append(known + power)
    return tuple(found)


_RAISED = str.maketrans("²³⁴", "234")


def _starts_with(token: Token, value: Number) -> bool:
    plain = number(token.mant, token.exp)
    return plain is not None and plain == value


def plain_lead(text: str) -> str:
    """A lead-in or heading as plain words: no emphasis, no colon at its end."""
    return " ".join(re.sub(r"[*_`]{1,3}", "", text).split()).strip(" :–—-?")


def name_known(text: str, lang: str) -> bool:
    """Whether short words end in the name of a setting."""
    last = re.sub(r"[*_`$]", "", text).split()[-1:]
    return bool(last) and is_setting(last[0], lang)


def name_in(text: str, lang: str = "") -> Name | None:
    """The name of a setting that a heading or lead-in gives: ``5.1. Learning Rate``, ``target chipload for a 1/8'' endmill``."""
    name = _name_in(text, lang)
    return replace(name, context=list(name.context)) if name is not None else None


@lru_cache(1024)
def _name_in(text: str, lang: str) -> Name | None:
    plain = _SECTION_NUMBER.sub("", text[:300])
    if not plain.strip():
        return None
    line = scan(plain, lang)
    binder = Binder(Block("", plain, ((0, 1, 1),), "", 1, 1), line, None)
    found: list[Name] = []
    n = len(line.tokens) - 1
    while n >= 0:
        token = line.tokens[n]
        if token.word and binder.nameable(n):
            name = binder._phrase(n, 0, set())
            if name.known == 2 or (name.known == 1 and token.text in ("LR", "DOC", "WOC", "RPM", "GBS", "MBS")):
                found.append(name)
            n = min(name.first, n) - 1
        else:
            n -= 1
    if not found:
        return None
    name = found[-1]
    if len(found) > 1:
        free = [f for f in found if not binder._under_for(f)]
        name = free[-1] if len(free) == 1 else (free or found)[-1]
        if len(free) > 1:
            return None
    words = line.tokens[name.first : name.last]
    first = name.first
    while name.last - first > 1 and len(words) > 1 and _acronym(line.tokens[first]):
        name.context.append(line.tokens[first].text)
        first += 1
    while name.last - first > 1 and line.tokens[first].norm in (
        *_GERUNDS,
        "target",
        "typical",
        "recommended",
        "best",
        "choosing",
        "setting",
        "tuning",
        "key",
        "common",
        "optimal",
        "good",
    ):
        first += 1
    if first != name.first:
        name.text = line.wording(first, name.last)
    name.text = name.text.strip(" ?:")
    return name


def _acronym(token: Token) -> bool:
    text = token.text
    return (
        len(text) > 1
        and sum(c.isupper() for c in text) >= 2
        and text not in ("LR", "DOC", "WOC", "RPM", "KL", "VRAM", "GBS", "MBS")
    )


# ── whole blocks: lines, lists, tables ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Reading:
    """A bound number and the piece of the note that words it."""

    block: Block
    binding: Binding


STORY = -2.0
"""How sure a number beside a fact must be not to be part of a story about it."""
SURE_IN_SECTION = 0.5
"""How sure a number in a tagged section must be to count as a setting: its line may be plain prose."""


def readings(block: Block, unread: list[Block] | None = None) -> list[Reading]:
    """All bound numbers of a block: a line, a paragraph, a list, a table. Those of a section must be sure.

    The lines and items that give none are put into ``unread``.
    """
    if block.table is not None:
        return _table_readings(block)
    found: list[Reading] = []
    sibling: Sibling | None = None
    least = SURE_IN_SECTION if block.scope == "section" else -99.0
    for leaf in _leaves(block):
        bound = bindings(leaf, sibling)
        if leaf.scope != "section" and len(bound) > 1:
            strong = any(b.sure > 0 for b in bound)
            best = [b for b in bound if b.sure > STORY and not (strong and b.weak)]
            bound = best or bound
        for binding in bound:
            if binding.sure < least:
                continue
            piece = (
                leaf if (binding.start, binding.end) == (0, len(leaf.text)) else leaf.part(binding.start, binding.end)
            )
            found.append(Reading(piece, binding))
        if unread is not None and not bound:
            unread.append(leaf)
        if bound and bound[0].sure > 0 and bound[0].route in ("left", "sibling"):
            first = bound[0]
            sibling = Sibling(first.name, first.unit, first.route == "sibling" or bool(first.context), first.symbol)
    return found


def _leaves(block: Block) -> list[Block]:
    """The lines of a block that can hold numbers: itself or its items, an item with both text and children included."""
    if not block.items:
        return [block]
    found: list[Block] = []
    if (
        block.text
        and block.line < block.items[0].line
        and bindings(block.part(0, len(block.text)))
        and not block.text.rstrip().endswith(":")
    ):
        found.append(block.part(0, len(block.text)))

    def add(inner: Block) -> None:
        own = (inner.text,) if inner.text else ()
        if inner.text:
            found.append(inner.part(0, len(inner.text)) if inner.items else inner)
        for item in inner.items:
            add(inner.at(item, *own))

    lead = (block.text,) if block.text and block.line < block.items[0].line else ()
    for item in block.items:
        add(block.at(item, *lead))
    return found


_VALUE_HEADS = frozenset(
    "value values expected target default defaults range typical recommended setting settings suggested common usual wert werte bereich standard valeur valeurs plage valor "
    "valores rango faixa padrão valore değer 值 默认值 推荐值 范围 取值 値 推奨値 값 기본값 amount number size".split()
)
_LOW_HEADS = frozenset("min minimum low lower from mindestens mín".split())
_HIGH_HEADS = frozenset("max maximum high upper to höchstens máx".split())
_UNIT_HEADS = frozenset(
    ("unit", "units", "einheit", "unité", "unidad", "unidade", "unità", "birim", "单位", "単位", "단위")
)
_SYMBOL_HEADS = frozenset(("symbol", "sign", "formelzeichen", "symbole", "símbolo", "simbolo"))
_NAME_HEADS = frozenset(
    "name parameter hyperparameter setting property quantity argument option flag method model material parameters hyperparameters what variable "
    "größe eigenschaft paramètre parámetro parâmetro parametro parametre 参数 超参数 パラメータ 파라미터".split()
)


def _head(text: str) -> str:
    return re.sub(r"[*_`$:]+", "", text).strip().lower()


def _table_readings(block: Block) -> list[Reading]:
    table = block.table
    assert table is not None
    heads = [_head(piece.text) for piece in table.header]
    found: list[Reading] = []
    if len(heads) < 2:
        return found
    names = [name_in(piece.text, block.lang) for piece in table.header]
    for row in table.rows:
        found += _row_readings(block, heads, names, row)
    return found


def _row_readings(block: Block, heads: list[str], names: list[Name | None], row: tuple[Piece, ...]) -> list[Reading]:
    """The facts of one row: a value a column, or one value with its unit, bounds and description."""
    cells = list(row)
    if not cells or not cells[0].text.strip():
        return []
    first = cells[0].text.strip()
    own = name_of_cell(first, block.lang)
    row_name, symbol, known = own
    unit = next(
        (c.text.strip() for h, c in zip(heads[1:], cells[1:], strict=False) if h in _UNIT_HEADS and c.text.strip()),
        None,
    )
    symbol = symbol or next(
        (c.text.strip() for h, c in zip(heads[1:], cells[1:], strict=False) if h in _SYMBOL_HEADS and c.text.strip()),
        None,
    )
    found: list[Reading] = []
    merged: Reading | None = None
    if block.scope == "section" and evidence.comes_out(first):
        return []
    sure_row = known or block.scope != "section"
    for column, cell in enumerate(cells[1:], 1):
        head = heads[column] if column < len(heads) else ""
        if head in _UNIT_HEADS or head in _SYMBOL_HEADS or not cell.text.strip():
            continue
        inner = block.cell(cell, first)
        bound = [b for b in bindings(inner) if b.sure > STORY - 1]
        if not bound:
            continue
        binding = bound[0]
        head_name = names[column] if column < len(names) and not known else None
        plain = (
            not head
            or head in _VALUE_HEADS
            or head in _LOW_HEADS
            or head in _HIGH_HEADS
            or bool(_DESCRIPTIVE.search(head))
            or bool(set(head.split()) & _VALUE_HEADS)
        )
        if head_name is not None and not plain:
            binding.name, binding.context = head_name.text, (plain_lead(first),)
            binding.symbol = head_name.symbol or None
            unit_in_head = _UNIT_IN_HEAD.search(head)
            if binding.unit is None and unit_in_head and not is_setting(unit_in_head[1], block.lang):
                binding.unit = unit_in_head[1]
            found.append(Reading(inner, binding))
            continue
        if not sure_row and not any(heads):
            continue
        if not sure_row and binding.sure < SURE_IN_SECTION and (plain or not known):
            continue
        binding.name = row_name
        binding.symbol = symbol
        binding.unit = binding.unit or unit
        if plain:
            binding.context = ()
            binding.unit = binding.unit or unit
            if head in _LOW_HEADS and binding.values:
                binding.low, binding.values = binding.values[0], None
            elif head in _HIGH_HEADS and binding.values:
                binding.high, binding.values = binding.values[0], None
            if merged is None:
                merged = Reading(inner, binding)
                found.append(merged)
            elif head and not _DESCRIPTIVE.search(head):
                twin = merged.binding
                twin.low = binding.low if twin.low is None else twin.low
                twin.high = binding.high if twin.high is None else twin.high
                twin.values = binding.values if twin.values is None else twin.values
                twin.value = f"{twin.value}, {binding.value}"
            continue
        binding.context = (plain_lead(table_text(block, column)),)
        found.append(Reading(inner, binding))
    return found


def table_text(block: Block, column: int) -> str:
    """The header of a column."""
    assert block.table is not None
    return block.table.header[column].text if column < len(block.table.header) else ""


_DESCRIPTIVE = re.compile(
    r"descri|note|comment|meaning|what|purpose|explan|beschreib|bemerk|说明|備考|설명|effect|remark|details|info"
)
_UNIT_IN_HEAD = re.compile(r"[(\[]([^)\]]{1,20})[)\]]")


def name_of_cell(text: str, lang: str = "") -> tuple[str, str | None, bool]:
    """Name, symbol and whether it is a known setting, of a table cell: ``r`` (rank) gives rank and r."""
    text = re.sub(r"\*\*|__", "", text)
    if len(text) <= 120 and (m := re.fullmatch(r"([^$]{2,60}?)\s+(\$[^$]{1,30}\$)", text.strip())):
        return plain_lead(m[1]), m[2], True
    m = re.fullmatch(r"\s*([^()]{1,60})\(([^()]{1,40})\)\s*", text) if len(text) <= 120 else None
    if m:
        outer, inner = m[1].strip(), m[2].strip()
        plain_outer, plain_inner = re.sub(r"[*_`$]", "", outer).strip(), re.sub(r"[*`$]", "", inner).strip()
        if len(plain_outer) <= 3 < len(plain_inner) or plain_outer.startswith("\\"):
            return plain_lead(inner), outer.strip("*_ "), True
        if len(plain_inner) <= 4 or plain_inner.startswith("\\"):
            return plain_lead(outer), inner, _cell_known(plain_outer, lang)
    plain = " ".join(text.split())
    return plain, None, _cell_known(plain, lang)


def _cell_known(text: str, lang: str) -> bool:
    if text.startswith("`"):
        return True
    if "$" in text or "\\" in text:
        return True
    return name_in(text, lang) is not None


_CATEGORY = frozenset(
    "optimizer optimiser scheduler schedule activation loss initialization initialisation initializer normalization normalisation attention dtype precision "
    "tokenizer tokeniser pooling coolant lubricant algorithm sampler backend architecture regularizer regularisation kernel quantization solver encoder "
    "decoder distribution prior metric objective optimierer optimiseur optimizador otimizador ottimizzatore 优化器 激活函数 옵티마이저 활성화".split()
)
_PAIR = re.compile(r"[\s*_`>-]*([^:=\n]{2,50}?)[*_`]*\s*(?::|=|：|→| – | — | - )\s*(\S[^\n]{0,79})")


def category(block: Block) -> tuple[str, str] | None:
    """A setting whose value is a word: ``optimizer: adamw``. In a section only for settings that are known to be so."""
    text = block.text.strip()
    m = _PAIR.fullmatch(text) if len(text) <= 140 else None
    if m is None:
        return None
    name, value = m[1].strip(" *_"), m[2].strip()
    if not name or not value or value.endswith(("?", ":")):
        return None
    words = re.sub(r"[*_`]", "", name).lower().split()
    if not words or len(words) > 5:
        return None
    if block.scope == "section" and (
        not (set(words[-1:]) & _CATEGORY) or len(value.split()) > 4 or value.endswith(".")
    ):
        return None
    if len(value.split()) > 8:
        return None
    return name.strip("`") if name.count("`") == 2 else name, value.rstrip(".;,")


def joined_context(bound: Binding) -> str | None:
    """The context as one text."""
    return "; ".join(bound.context) or None


def lead_context(block: Block) -> str | None:
    """The nearest lead-in, as context of a setting that says nothing itself."""
    text = plain_lead(block.lead[-1]) if block.lead else ""
    return text if text and len(text) <= 60 and len(text.split()) <= 7 else None


def shown_symbol(symbol: str | None) -> str:
    """A symbol as a card shows it: TeX between dollars."""
    if not symbol:
        return ""
    return f"${symbol}$" if symbol.startswith("\\") and not symbol.startswith("\\(") else symbol


def axis_figure(low: Number | None, high: Number | None, values: tuple[Number, ...] | None, unit: str | None) -> str:
    """The drawing of a range or of choices; empty for a single number, which a drawing would not explain."""
    plain = [v for v in values or () if not isinstance(v, str)]
    ends = [v for v in (low, high) if v is not None and not isinstance(v, str)]
    if isinstance(low, str) or isinstance(high, str) or len(plain) != len(values or ()) or not (ends or len(plain) > 1):
        return ""
    from flashgen import figures

    return figures.axis(
        None if low is None else float(low),
        None if high is None else float(high),
        tuple(float(v) for v in plain),
        unit or "",
        default=float(plain[0]) if len(plain) == 1 and ends else None,
    )


def unreadable(unread: list[Block], block: Block, tag: str, noun: str, example: str) -> FactError:
    """The remarks about tagged lines in which no number could be bound, the first with the others."""
    first, *others = [_unreadable(leaf, tag, noun, example) for leaf in unread or [block]]
    first.also = tuple(others)
    return first


def _unreadable(block: Block, tag: str, noun: str, example: str) -> FactError:
    """The remark about one line: what was read, what is missing, a corrected line."""
    text = " ".join(block.text.split())
    shown = _short(text)
    line = scan(block.text[: 4 * LONGEST], block.lang)
    for quantity in line.quantities:
        number = line.wording(quantity.first, quantity.last)
        start, end = line.tokens[quantity.first].start, line.tokens[quantity.last - 1].end
        ahead, rest = (" ".join(part.split()) for part in (block.text[:start], block.text[start:]))
        if quantity.compared:
            name = ahead if _is_name(ahead, block.lang) else example
            return FactError(
                "FG203",
                f"“{number}” compares two things, it is no value of a {noun}",
                start,
                f"give the value itself: `{name} 8 to 16, {_short(rest if name == ahead else text)} #{tag}`",
                end,
                block,
            )
        own = text if len(text) <= 60 else _short(f"{' '.join(ahead.split()[-4:])} {rest}".strip())
        return FactError(
            "FG202",
            f"read the number “{number}”, but not what it is the value of",
            start,
            f"name the {noun} beside its number: `{example}: {own} #{tag}`",
            end,
            block,
        )
    name, colon, rest = text.rstrip(" .;,:").partition(": ")
    if colon:
        rest = f", {_short(rest)}"
    elif not _is_name(name, block.lang):
        known = name_in(text, block.lang)
        name = known.text if known is not None and text.startswith(known.text) else example
        rest = f", {_short(text.removeprefix(name).strip())}" if text else ""
    corrected = f"{name}: 8 to 16{rest}"
    return FactError(
        "FG201",
        f"no number in “{shown}”" if shown else f"nothing to read under #{tag}",
        0,
        f"give the {noun} and its value: `{corrected} #{tag}`",
        None,
        block,
    )


def _is_name(text: str, lang: str) -> bool:
    """Whether a few words can be a name as they stand: no sentence, nothing to do."""
    return 0 < len(text.split()) <= 4 and all(t.role in ("", "reference", "prep") for t in scan(text, lang).tokens)


def _short(text: str) -> str:
    """A text as a remark quotes it."""
    return text if len(text) <= 60 else text[:57] + "…"
