"""Names that stand around a line, chosen for a number in it: of a heading, of the item before."""

from __future__ import annotations

from flashgen.grammar.binding.case import Case, Chosen
from flashgen.grammar.binding.earlier import same_measure
from flashgen.grammar.binding.labels import label_text
from flashgen.grammar.binding.names import Name
from flashgen.grammar.binding.vocabulary import OF_WORDS


def outside(case: Case) -> Chosen:
    """The nearest name around the line."""
    outer = case.scene.outer[0]
    name = outer.name
    return Chosen(Name(0, 0, 2, name.text, name.symbol, list(name.context)), outer.route)


def of_sibling(case: Case) -> Chosen | None:
    """The name of the item before, with the words of this one as context."""
    sibling, direct, label = case.scene.sibling, case.direct, case.label
    if sibling is None or not sibling.of_context or case.found or (direct is not None and direct.context):
        return None
    if label and any(t.norm in OF_WORDS for t in case.passage.tokens[slice(*label)]):
        return None
    if not same_measure(case.quantity, sibling.unit):
        return None
    words = label_text(case.passage, direct, label)
    return Chosen(Name(0, 0, 2, sibling.name, sibling.symbol or "", [words]), "sibling")
