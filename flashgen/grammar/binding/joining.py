"""Numbers of one line that belong together: ``a and b are 1 and 2 respectively``; two bounds of one name, which are a range."""

from __future__ import annotations

from dataclasses import replace

from flashgen.grammar.binding.bound import Binding
from flashgen.grammar.binding.names import clean, nameable, naming
from flashgen.grammar.binding.passage import Passage

_RESPECTIVELY = frozenset(
    (
        "respectively", "resp", "分别", "それぞれ", "jeweils", "respectivement", "respectivamente", "rispettivamente",
        "각각",
    )
)  # fmt: skip


def respective(passage: Passage, found: list[Binding]) -> list[Binding]:
    """``a and b default to 1 and 2 respectively``: one value for each name."""
    several = any(len(binding.values or ()) > 1 for binding in found)
    if not several or not any(t.norm in _RESPECTIVELY for t in passage.tokens):
        return found
    result: list[Binding] = []
    for binding in found:
        values = binding.values or ()
        names = _names_before(passage, binding) if len(values) > 1 else []
        if names and len(names) == len(values):
            result += [replace(binding, name=n, values=(v,), value=str(v)) for n, v in zip(names, values, strict=True)]
        else:
            result.append(binding)
    return result


def _names_before(passage: Passage, binding: Binding) -> list[str]:
    """The names in a row that end with the name of a binding: ``a, b and c``."""
    tokens = passage.tokens
    at = next((n for n, t in enumerate(tokens) if binding.name.strip("`$") == t.text), -1)
    names = [binding.name]
    while at >= 2 and (tokens[at - 1].role == "and" or tokens[at - 1].kind == "comma") and nameable(passage, at - 2):
        at -= 2
        names.insert(0, clean(naming(passage, at, at + 1)))
    return names


def share_base(passage: Passage, found: list[Binding]) -> None:
    """``roughing 25-40%, finishing 5-15% of the diameter``: what the last share is of, the ones before it are of as well."""
    for before, binding in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        unit = binding.unit or ""
        alike = before.name.lower() == binding.name.lower() or not (before.known or binding.known)
        if before.unit != "%" or not unit.startswith("% of") or not alike:
            continue
        between = passage.tokens[before.quantity.last : binding.quantity.first]
        if not any(t.kind in ("stop", "nl", "semi", "colon") for t in between):
            before.unit = unit


def merged(passage: Passage, found: list[Binding]) -> list[Binding]:
    """Two bounds of one name are a range; a value and a bound of one name are one fact; what is said again is left out."""
    result: list[Binding] = []
    for binding in found:
        twin = next((b for b in reversed(result) if _same_thing(passage, b, binding)), None)
        if twin is None:
            result.append(binding)
        elif _other_side(twin, binding):
            _complete(twin, binding)
        elif not _repeats(twin, binding):
            result.append(binding)
    return result


def _same_thing(passage: Passage, before: Binding, binding: Binding) -> bool:
    """Whether two numbers are of the same name, and can be one fact."""
    if before.name.lower() != binding.name.lower():
        return False
    if before.context == binding.context:
        return True
    mine, theirs = set(binding.context), set(before.context)
    if binding.quantity.form != "bound" or not (mine <= theirs or theirs <= mine):
        return False  # 0.2 for one, up to 1.0 for another
    if before.quantity.form == "bound":
        return True
    return binding.route in ("clause", "inherited", "heading", "lead") and not _of_another(passage, binding)


def _of_another(passage: Passage, binding: Binding) -> bool:
    """``37 °C, fever above 38 °C``: a measured bound with a word of its own right before it."""
    tokens, n = passage.tokens, passage.before_bound(binding.quantity) - 1
    if binding.route != "inherited" or not binding.quantity.physical:
        return False
    return n > 0 and nameable(passage, n) and tokens[n - 1].kind == "comma" and tokens[n].text in binding.context


def _other_side(twin: Binding, binding: Binding) -> bool:
    """Whether a bound gives the side that a fact lacks, in a unit that fits."""
    if binding.quantity.form != "bound":
        return False
    low, high = twin.low if binding.low is None else binding.low, twin.high if binding.high is None else binding.high
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        return False
    free = (twin.low is None and binding.low is not None) or (twin.high is None and binding.high is not None)
    fits = twin.unit == binding.unit or binding.unit is None or (twin.unit is None and not binding.quantity.physical)
    return free and fits


def _complete(twin: Binding, bound: Binding) -> None:
    """Give a fact the side, the unit and the words of a bound that it lacks."""
    twin.low = bound.low if twin.low is None else twin.low
    twin.high = bound.high if twin.high is None else twin.high
    if bound.value not in twin.value:
        twin.value = f"{twin.value}, {bound.value}"
    twin.qualifier = twin.qualifier or bound.qualifier
    twin.unit = twin.unit or bound.unit


def _repeats(twin: Binding, binding: Binding) -> bool:
    """Whether a number says what was said, or gives one more plain value without a word for where it holds."""
    if (twin.low, twin.high, twin.values) == (binding.low, binding.high, binding.values):
        return True
    plain = binding.quantity.form == "value" and not binding.context
    return bool(twin.values and binding.values) and plain
