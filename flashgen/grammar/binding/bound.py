"""What comes out: a number bound to its name, and what the item before it in a list was about."""

from __future__ import annotations

from dataclasses import dataclass, field

from flashgen.document import Block
from flashgen.grammar import evidence
from flashgen.grammar.quantity import Number, Quantity


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
    """How the name was found: left, right, clause, sentence, heading, lead, label, sibling, inherited."""
    known: int = 0
    crossing: frozenset[str] = frozenset()
    """Of its name (``Name``)."""
    weak: bool = False
    """The name is only an unknown noun after the number."""
    named: tuple[int, int] = (0, 0)
    """Tokens of its name; no other number of the line is of that name."""
    first: int = 0
    """First token of the fact's wording."""
    start: int = 0
    end: int = 0
    """The wording of the fact in the text of the block."""

    sure: float = field(init=False)
    """How sure it is that this is a setting: 0 is as likely as not."""

    def __post_init__(self) -> None:
        self.sure = evidence.sure(self.seen)


@dataclass(frozen=True, slots=True)
class Sibling:
    """What the item before this one in a list was about."""

    name: str
    unit: str | None
    of_context: bool
    symbol: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A bound number and the piece of the note that words it."""

    block: Block
    binding: Binding
