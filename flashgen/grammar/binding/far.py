"""Rules that look further away: through the clause, at the number before, the headings and the item before."""

from __future__ import annotations

from flashgen.grammar.binding.around import of_sibling, outside
from flashgen.grammar.binding.beside import (
    after_for,
    search,
    subject_sign,
    under_for,
)
from flashgen.grammar.binding.bound import Binding
from flashgen.grammar.binding.case import NOTHING, Case, Chosen, Rule
from flashgen.grammar.binding.counted import counted_unit
from flashgen.grammar.binding.earlier import has_context, joined, same_measure, says_more, told_of
from flashgen.grammar.binding.headings import fallback
from flashgen.grammar.binding.labels import names_nothing
from flashgen.grammar.binding.names import Name
from flashgen.grammar.quantity import UNITS
from flashgen.grammar.words import singular


def look_further(case: Case) -> None:
    """Look through the clause, or for the first number through the sentence, and at the number before."""
    passage, start = case.passage, case.start
    before = joined(case)
    begins = start if case.label is None else max(start, case.label[0])
    name = search(passage, begins, case.quantity.first, case.found)
    if name is not None and ((before is not None and name.last <= before.first) or told_of(case, name)):
        name = None
    told = case.direct is not None and case.direct.first == start and case.over & {"imperative", "copula"}
    if name is None and not case.found and not told:
        sentence = passage.sentence(case.quantity.core)[0]
        name = search(passage, sentence, start, case.found) if sentence < start else None
    if name is not None and _is_counted(case, name):
        name = None
    if before is None and name is None and says_more(case):
        before = case.last
    if name is not None and before is not None and 0 <= name.first - before.quantity.last <= 1:
        name = None  # the noun that the number before counts
    case.clause_name, case.joined = name, before


def _is_counted(case: Case, name: Name) -> bool:
    """``20 µg protein per lane, run at 120 V``: whether a name is the noun of the number before, in a clause of its own."""
    if case.last is None or not 0 <= name.first - case.last.quantity.last <= 1:
        return False
    return any(t.kind in ("comma", "semi") for t in case.passage.tokens[name.last : case.quantity.first])


def _pointed_at(case: Case) -> Chosen | None:
    """``…; the 5 mm shank``: a measure with a determiner, in a clause without a known name, is of what follows."""
    quantity = case.quantity
    if case.direct is not None or case.right is None or not quantity.physical or quantity.unit == "%":
        return None
    if not case.start or case.passage.tokens[quantity.first - 1].role != "det":
        return None
    near = case.clause_name is not None and case.clause_name.first >= case.start
    return None if near else Chosen(case.right, "right")


def _as_joined(case: Case) -> Chosen | None:
    """``1024 (7B) and 2048 (13B)``: of the setting of the number before."""
    before = case.joined
    if before is None or not (case.clause_name is None or case.clause_name.text == before.name):
        return None
    if case.right is not None and case.right.known == 1 and case.right.last >= case.end and not case.quantity.unit:
        return Chosen(case.right, "right") if before.known < 2 else None  # for code use 0.2 temperature
    if (
        _of_another_dimension(case, before)
        or _counts_something_else(case, before)
        or _does_something_else(case, before)
    ):
        return None
    return Chosen(Name(0, 0, before.known, before.name, before.symbol or ""), "inherited")


def _counts_something_else(case: Case, before: Binding) -> bool:
    """``window 5, 5-20 negative samples``: a known setting without a unit, then so many of something."""
    if before.known != 2 or before.unit or case.quantity.unit:
        return False
    return case.over == set() and counted_unit(case.passage, case.quantity, case.end) is not None


def _does_something_else(case: Case, before: Binding) -> bool:
    """``depth 4, doubling the channels from 64``: after a comma something is done to another thing."""
    tokens = case.passage.tokens
    return any(
        tokens[n].kind == "comma" and tokens[n + 1].norm.endswith("ing") and tokens[n + 2].role == "det"
        for n in range(before.quantity.last, case.quantity.first - 2)
    )


def _of_another_dimension(case: Case, before: Binding) -> bool:
    """``0.25 % carbon and yields at 250 MPa``: two measures that cannot be of the same setting."""
    units = (before.quantity.unit or "", case.quantity.unit or "")
    if not all(units):
        return False
    if before.quantity.unit in UNITS and case.quantity.unit not in UNITS and case.quantity.form == "relative":
        return True  # 0.2 mm, then at half the speed
    if not (before.quantity.physical and case.quantity.physical):
        return False
    if any(unit.startswith("%") for unit in units):
        return not all(unit.startswith("%") for unit in units) and any(
            unit in UNITS for unit in units if unit[0] != "%"
        )
    return not same_measure(case.quantity, before.quantity.unit)


def _of_clause(case: Case) -> Chosen | None:
    """``the batch size is rarely set to more than 512``."""
    name, direct = case.clause_name, case.direct
    if name is None:
        return None
    own = direct is not None and not direct.known and bool(case.over & {"colon", "op"})
    if own and not case.scene.outer and under_for(case.passage, name):
        return None  # for dropout layers: p = 0.5
    return Chosen(subject_sign(case.passage, case.start, name, case.quantity) or name, "clause")


def _said_in_heading(case: Case) -> Chosen | None:
    """``Bridges can go up to 60 mm`` below “Overhangs and bridges”: the heading has the words of the line."""
    direct, headings = case.direct, case.passage.block.headings
    if direct is None or not direct.here or not headings or not case.over & {"colon", "copula", "op", "paren", "dash"}:
        return None
    head = singular(case.passage.tokens[direct.last - 1].norm)
    words = [singular(word.strip(":*_`,")) for word in headings[-1].lower().split()]
    if head not in words or not {"and", "&", "or"} & set(words):
        return None
    return Chosen(direct, "left")


def _of_heading(case: Case) -> Chosen | None:
    """``Usually 3-5.`` below “Epochs”; a second number needs words that tell it from the first."""
    direct, before = case.direct, case.last
    if not case.scene.outer or (direct is not None and direct.known and "op" in direct.crossing):
        return None
    text = case.scene.outer[0].name.text.lower()
    if direct is not None and text in (case.quantity.unit or "").lower():
        return None
    if before is None:
        return outside(case)
    if set(text.split()) < set(before.name.lower().split()):
        return Chosen(Name(0, 0, before.known, before.name, before.symbol or ""), "inherited")
    return outside(case) if has_context(case) else NOTHING


def _any_words_left(case: Case) -> Chosen | None:
    """``patience: 5``: unknown words, but told as a name is."""
    told = case.over & {"colon", "op", "copula", "paren", "dash", "imperative"}
    if case.direct is None or not told or names_nothing(case.direct):
        return None
    if case.right is not None and case.right.known and told == {"paren"}:
        return None  # vectors (typically 100-300 dimensions)
    return Chosen(case.direct, "left")


def _label_as_context(case: Case) -> Chosen | None:
    """As ``_words_as_context``, where only a label tells what it is of."""
    return of_sibling(case) if case.direct is not None or case.label is not None else None


def _after_for(case: Case) -> Chosen | None:
    """``0.9 for the momentum``."""
    name = after_for(case.passage, case.quantity, case.end) if case.direct is None else None
    return Chosen(name, "right") if name is not None else None


def _any_words_right(case: Case) -> Chosen | None:
    """``5 evaluations``: unknown words after the first number of a sentence."""
    if case.right is None:
        return None
    first = case.last is None or case.last.quantity.core < case.passage.sentence(case.quantity.core)[0]
    return Chosen(case.right, "right") if case.right.known or first else None


def _lonely_words(case: Case) -> Chosen | None:
    """The words before, or else the heading as it stands."""
    if case.found:
        return None
    if case.direct is not None:
        return Chosen(case.direct, "left")
    title = fallback(case.passage.block)
    return Chosen(Name(0, 0, 0, title), "heading") if title else None


FAR: tuple[Rule, ...] = (
    _pointed_at,
    _as_joined,
    _of_clause,
    _said_in_heading,
    _of_heading,
    _any_words_left,
    _label_as_context,
    _after_for,
    _any_words_right,
    _lonely_words,
)
