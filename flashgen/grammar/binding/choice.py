"""Which name a number has: rules in order, the first that answers decides.

The ``NEAR`` rules look right beside the number, at its label and at its brackets; the ``FAR`` rules at the clause, the number
before, the headings and the item before. ``Chosen.route`` says how the name was found.
"""

from __future__ import annotations

from flashgen.grammar.binding.case import NOTHING, Case, Chosen
from flashgen.grammar.binding.far import FAR, look_further
from flashgen.grammar.binding.near import NEAR


def choose(case: Case) -> Chosen | None:
    """The name of a number, or none."""
    for rule in NEAR:
        if (chosen := rule(case)) is not None:
            return None if chosen is NOTHING else chosen
    look_further(case)
    for rule in FAR:
        if (chosen := rule(case)) is not None:
            return None if chosen is NOTHING else chosen
    return None
