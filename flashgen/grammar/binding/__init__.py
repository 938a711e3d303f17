"""What a number is of: a block in, its quantities bound to names, contexts and conditions out.

The name of a number stands before it (``learning rate of 1e-4``), after it (``3-5 epochs``), in the lead-in, the heading or the
item above. How sure the reading is goes with it, because a tagged section holds prose as well.

``readings`` walks a block to its ``lines`` and ``tables``; ``decision`` takes a line (``passage``) number by number: it looks
around each (``case``: ``beside``, ``labels``, ``brackets``), leaves out what is no value (``refusals``), takes the name by rules
(``choice``: ``near`` it, else ``far`` and ``around``, with ``earlier`` for the number before), and adds ``limits``, ``contexts``, ``conditions`` and
``qualifiers``; ``joining`` puts together what belongs together. ``names`` and ``phrases`` say what a name is.
"""

from __future__ import annotations

from flashgen.grammar.binding.bound import Binding, Reading
from flashgen.grammar.binding.category import category
from flashgen.grammar.binding.headings import plain_lead
from flashgen.grammar.binding.lines import language_of
from flashgen.grammar.binding.readings import readings
from flashgen.grammar.binding.remarks import unreadable
from flashgen.grammar.binding.shown import axis_figure, joined_context, lead_context, shown_symbol

__all__ = [
    "Binding",
    "Reading",
    "axis_figure",
    "category",
    "joined_context",
    "language_of",
    "lead_context",
    "plain_lead",
    "readings",
    "shown_symbol",
    "unreadable",
]
