"""A line in, its numbers bound to their names out: each is looked at, refused or named, and told with its circumstances."""

from __future__ import annotations

from flashgen.document import Block
from flashgen.grammar.binding.around import outside
from flashgen.grammar.binding.bound import Binding, Sibling
from flashgen.grammar.binding.brackets import in_aside, restates
from flashgen.grammar.binding.case import Case, Chosen, Scene, case_of
from flashgen.grammar.binding.certainty import note_company, note_list, signs
from flashgen.grammar.binding.choice import choose
from flashgen.grammar.binding.contexts import context
from flashgen.grammar.binding.counted import counted_end, counted_unit, wording
from flashgen.grammar.binding.headings import outer_names
from flashgen.grammar.binding.joining import merged, respective, share_base
from flashgen.grammar.binding.labels import line_subject
from flashgen.grammar.binding.limits import limit_in_label, limit_in_name, limits, shared_bound
from flashgen.grammar.binding.names import Name, clean
from flashgen.grammar.binding.near import unit_unknown
from flashgen.grammar.binding.passage import take_apart
from flashgen.grammar.binding.places import note_places
from flashgen.grammar.binding.qualifiers import note_determined, qualifier
from flashgen.grammar.binding.refusals import no_measure_of, no_name, no_value, said_of_another
from flashgen.grammar.quantity import Line

STORY = -2.0
"""How sure a number beside a fact must be not to be part of a story about it."""
SURE_IN_SECTION = 0.5
"""How sure a number in a tagged section must be to count as a setting: its line may be plain prose."""


def bind(block: Block, line: Line, sibling: Sibling | None) -> list[Binding]:
    """Bind what can be bound in a line of a block, in order."""
    passage = take_apart(block, line)
    scene = Scene(passage, line_subject(passage), outer_names(block), sibling)
    found: list[Binding] = []
    for index, quantity in enumerate(passage.quantities):
        if in_aside(passage, quantity) or restates(passage, quantity, found) or quantity.compared:
            continue
        binding = _bound(case_of(scene, index, found))
        if binding is not None:
            found.append(binding)
    note_list(passage, found)
    note_company(passage, found)
    if any(binding.sure > 0 for binding in found):
        found = [binding for binding in found if binding.sure > STORY]
    found = merged(passage, respective(passage, found))
    share_base(passage, found)
    note_company(passage, found)
    note_determined(passage, found)
    note_places(passage, found)
    return found


def _bound(case: Case) -> Binding | None:
    """The number at hand with its name, or nothing where it is no value or has no name."""
    chosen = None if no_value(case) else choose(case)
    if chosen is not None and no_measure_of(case, chosen.name):
        chosen = outside(case) if case.scene.outer and not case.found and chosen.route != "heading" else None
    if chosen is None or no_measure_of(case, chosen.name):
        return None
    chosen = _named_by_unit(case, chosen)
    name, route = chosen.name, chosen.route
    if said_of_another(case, name, route):
        return None
    limit = limit_in_name(case.passage, name) if route in ("left", "clause") else limit_in_label(case)
    text = clean(name.text)
    if not text or no_name(case.passage, text, name, case.quantity):
        return None
    return _told(case, text, name, route, limit)


_UNITS_THAT_NAME = frozenset(("rpm", "sfm"))


def _named_by_unit(case: Case, chosen: Chosen) -> Chosen:
    """``steel: 300 sfm``: such a unit is a name, and the unknown words before it are what it is of."""
    unit = case.quantity.unit
    if chosen.name.known == 2 or not unit or unit.lower() not in _UNITS_THAT_NAME:
        return chosen
    whose = clean(chosen.name.text) if chosen.route == "left" else ""
    return Chosen(Name(0, 0, 2, unit, context=[whose] if whose else []), "clause")


def _told(case: Case, text: str, name: Name, route: str, limit: str) -> Binding:
    """All that a line says of a number with a name."""
    passage, quantity = case.passage, case.quantity
    shared = shared_bound(passage, quantity, case.last) if route in ("inherited", "label", "clause") else ""
    low, high, values = limits(case, name, limit, shared)
    unit = _unit(case, text, route)
    firm = qualifier(passage, quantity, case.start, case.end)
    if shared and firm is None and case.last is not None:
        firm = case.last.qualifier
    counted = route != "right" and unit and not quantity.unit and not quantity.physical
    return Binding(
        text, quantity, low, high, values, unit,
        wording(passage, quantity, counted_end(passage, quantity, case.end) if counted else quantity.last),
        firm, context(case, name, route), name.symbol or None,
        seen=signs(case, name, route), route=route, first=_begins(case, name), known=name.known,
        crossing=frozenset(name.crossing), weak=route == "right" and name.known == 0, named=(name.first, name.last),
    )  # fmt: skip


def _unit(case: Case, text: str, route: str) -> str | None:
    """The unit of a number: its own, else what is counted; none where the name says it already."""
    quantity, unit = case.quantity, case.quantity.unit
    if unit is None and route != "right":
        unit = counted_unit(case.passage, quantity, case.end)
        if unit is None and case.right is not None and unit_unknown(case):
            unit = case.right.text
    if unit is not None and not quantity.physical and route == "right" and unit.lower() in text.lower():
        return None
    return unit


def _begins(case: Case, name: Name) -> int:
    """The first token of the fact's wording: its label, its name or the number."""
    first = case.quantity.first
    after = case.last.quantity.last if case.last is not None else 0
    if case.label is not None and after <= case.label[0] != first:
        return case.label[0]
    return name.first if name.here and case.start <= name.first and name.last <= first else first
