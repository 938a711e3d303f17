"""How a number stands to the one before it: whether it is of the same setting, or has a name in the same place."""

from __future__ import annotations

import re

from flashgen.grammar import evidence
from flashgen.grammar.binding.bound import Binding
from flashgen.grammar.binding.brackets import aside, nouns_end
from flashgen.grammar.binding.case import Case
from flashgen.grammar.binding.conditions import closing_word
from flashgen.grammar.binding.limits import bad_region
from flashgen.grammar.binding.names import Name, clean
from flashgen.grammar.binding.refusals import contrasted
from flashgen.grammar.binding.vocabulary import CONTEXT_WORDS, FOR_WORDS
from flashgen.grammar.quantity import TIME_UNITS, Quantity

_PREFERRED = frozenset(
    "ideally better preferably usually typically mostly best normally besser idealerweise meist mieux mejor".split()
)
_AFTER = FOR_WORDS | {"on", "in", "with", "during", "when", "if", "bei", "im"}
_LENGTHS = frozenset(
    ("mm", "cm", "m", "km", "µm", "μm", "um", "nm", "in", "inch", "inches", "''", '"', "ft", "thou", "mil", "mils")
)


def joined(case: Case) -> Binding | None:
    """The number before whose name this one takes over: ``1024 (7B) and 2048 (13B)``, ``metals 5%, plastics 10%``."""
    if not case.joins or case.last is None:
        return None
    between = case.passage.tokens[case.last.quantity.last : case.quantity.first]
    if any(t.kind == "stop" for t in between):
        return None
    return case.last if has_context(case) or contrasted(case.passage, case.quantity) == "kept" else None


def has_context(case: Case) -> bool:
    """Whether something tells this number from the one before: brackets, ``for …``, a word of its own."""
    passage, quantity, tokens = case.passage, case.quantity, case.passage.tokens
    first, last = aside(passage, quantity)
    if last > first and not any(t.role == "determined" for t in tokens[first:last]):
        return True
    if closing_word(passage, quantity, case.end):
        return True
    after = nouns_end(passage, quantity.last, 3)
    if after + 1 < passage.count and tokens[after].norm in _AFTER and tokens[after + 1].kind != "num":
        return True
    floor = case.last.quantity.last if case.last is not None else 0
    parted = quantity.first > 0 and tokens[quantity.first - 1].kind == "comma"
    return any(
        token.norm in FOR_WORDS or token.kind == "colon" or (token.word and not token.role and not parted)
        for token in tokens[floor : quantity.first]
    )


def told_of(case: Case, name: Name) -> bool:
    """Whether a name is only where the number before holds: ``20% in the input layer, 50% …``."""
    if case.last is None:
        return False
    tokens, n = case.passage.tokens, name.first - 1
    while n >= case.last.quantity.last and tokens[n].role == "det":
        n -= 1
    return n >= case.last.quantity.last and tokens[n].norm in CONTEXT_WORDS


def parallel(case: Case, direct: Name) -> bool:
    """Whether two numbers have words before them in the same way: ``hardening at 850 °C, tempering at 180 °C``."""
    before, quantity = case.last, case.quantity
    if before is None or direct.known or "comma" in direct.crossing:
        return False
    orders = before.name.lower() in evidence.ORDERS and direct.text.lower() in evidence.ORDERS
    if (
        before.context
        and not orders
        and not (case.label is not None and before.context == (_label_words(case, case.label),))
    ):
        return False  # what is said of the number before is not said of both
    ahead = case.passage.tokens[direct.first - 1] if direct.first else None
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


def _label_words(case: Case, label: tuple[int, int]) -> str:
    """The words of a label that two numbers share: ``PLA: nozzle 200 °C, bed 60 °C``."""
    return clean(case.passage.wording(*label))


def says_more(case: Case) -> bool:
    """Whether a number without a name of its own says more of the setting before it: ``…, 4 at most``. ``Go to 512 only …``."""
    passage, quantity, tokens = case.passage, case.quantity, case.passage.tokens
    direct, right = case.direct, case.right
    if case.last is None or (direct is not None and direct.known):
        return False
    if direct is None and bad_region(passage, quantity, case.end):
        return True
    n = quantity.first - 1
    if n > 0 and tokens[n].norm in _PREFERRED and tokens[n - 1].kind == "comma":
        return True
    if right is not None and case.last.quantity.core < passage.sentence(quantity.core)[0]:
        return False  # "… 1 min per kb. Run 25-35 cycles"
    nameless = direct is None and (right is None or right.known == 0)
    return nameless and (quantity.form == "bound" or (not case.scene.outer and not quantity.physical))


def same_measure(quantity: Quantity, unit: str | None) -> bool:
    """Whether a number can be of the thing that was measured in a unit before: no modulus in °C."""
    own = quantity.unit
    spelled = any(len(word) > 4 for word in (*(own or "").split(), *(unit or "").split()) if word.isalpha())
    if not own or not unit or not quantity.physical or "%" in own + unit or spelled:
        return not own or bool(unit)
    return _dimension(own) == _dimension(unit)


_RAISED = str.maketrans("²³⁴", "234")


def _dimension(unit: str) -> tuple[str, ...]:
    """What a unit measures, as far as its letters tell: ``MPa`` is as ``GPa``, ``g/cm³`` as ``kg/m³``."""
    found = []
    for part in re.split(r"[/·* ]+", unit):
        letters = part.rstrip("²³⁴⁻¹^234")
        power = part[len(letters) :].lstrip("^").translate(_RAISED)
        known = "m" if letters in _LENGTHS else "s" if letters in TIME_UNITS else letters.lstrip("kMGTmµμnc") or letters
        found.append(known + power)
    return tuple(found)
