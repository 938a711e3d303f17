"""A number at hand with all that is known before its name is chosen: what the rules of naming and refusing look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flashgen.grammar.binding.beside import left, right, taken
from flashgen.grammar.binding.bound import Binding, Sibling
from flashgen.grammar.binding.headings import Outer
from flashgen.grammar.binding.labels import in_label, label_of
from flashgen.grammar.binding.names import Name, nameable
from flashgen.grammar.binding.passage import Passage
from flashgen.grammar.binding.vocabulary import LINKS
from flashgen.grammar.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Scene:
    """A line with what lies around it."""

    passage: Passage
    subject: Name | None
    """What the label at its beginning says it is about."""
    outer: tuple[Outer, ...]
    """The names that lead-ins and headings offer, nearest first."""
    sibling: Sibling | None
    """What the item before was about."""


@dataclass(slots=True)
class Case:
    """A number at hand; what stands further away is filled in where no name is near."""

    scene: Scene
    passage: Passage
    """The line it stands in."""
    index: int
    quantity: Quantity
    found: list[Binding]
    """The numbers before it that have their names."""
    last: Binding | None
    """The last of them."""
    start: int
    end: int
    """The clause it stands in."""
    floor: int
    """Token before which nothing is of it: the clause begins, or the number before ends."""
    joins: bool
    """Another number stands before it that is no part of a label."""
    label: tuple[int, int] | None
    """Tokens before the colon before it."""
    direct: Name | None
    """The name right before it."""
    right: Name | None
    """The name right after it."""
    based: bool
    """Its base stands before it, and the name before that (``_without_base``)."""
    clause_name: Name | None = None
    """A known name earlier in the clause or, for the first number, in the sentence: looked for where none is near."""
    joined: Binding | None = None
    """The number before that this one says more of: looked for where no name is near."""

    @property
    def over(self) -> set[str]:
        """What lies between it and the name before it."""
        return self.direct.crossing if self.direct is not None else set()


def case_of(scene: Scene, index: int, found: list[Binding]) -> Case:
    """Look around a number of a line."""
    passage = scene.passage
    quantity = passage.quantities[index]
    start, end = passage.clause(quantity.core)
    before = next(
        (q for q in reversed(passage.quantities[:index]) if not in_label(passage, q, *passage.clause(q.core))), None
    )
    floor = start if before is None else max(start, min(before.last, quantity.first))
    based = _without_base(passage, quantity, floor)
    direct = left(passage, based, floor)
    if direct is not None and (taken(found, direct.last - 1) or _of_before(direct, before)):
        direct = None
    return Case(
        scene, passage, index, quantity, found, found[-1] if found else None, start, end, floor, before is not None,
        label_of(passage, quantity, start), direct, right(passage, quantity), based is not quantity,
    )  # fmt: skip


def _of_before(direct: Name, before: Quantity | None) -> bool:
    """Whether a name over a comma is the noun that the number before counts: ``20 µg protein per lane, run at 120 V``."""
    return before is not None and "comma" in direct.crossing and direct.first == before.last


_TOPICS = frozenset(("は", "은", "는"))


def _without_base(passage: Passage, quantity: Quantity, floor: int) -> Quantity:
    """``ウォームアップは | 全ステップの 5〜10%``: what a share is of stands before it there; the name before that."""
    tokens, n = passage.tokens, quantity.first - 1
    if quantity.unit != "%" or n <= floor + 1 or tokens[n].norm not in LINKS:
        return quantity
    while n > floor and tokens[n].norm not in _TOPICS and (tokens[n].norm in LINKS or nameable(passage, n)):
        n -= 1
    return replace(quantity, first=n + 1) if n > floor else quantity


@dataclass(frozen=True, slots=True)
class Chosen:
    """A name and the way it was found."""

    name: Name
    route: str


Rule = Callable[[Case], Chosen | None]
NOTHING = Chosen(Name(0, 0, 0), "")
"""The answer of a rule that the number has no name, whatever the rules after it say."""
