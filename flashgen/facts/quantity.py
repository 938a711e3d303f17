"""A quantity of the world: ``Young's modulus of 6061 aluminium ≈ 69 GPa  #quantity``.

The same reading as a hyperparameter's; nothing determines it, and what it is a property of is its context.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from flashgen.document import Block
from flashgen.grammar import binding
from flashgen.grammar.quantity import Number
from flashgen.notes import Extracted, Sketch


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured or agreed value of something."""

    kind: ClassVar[str] = "quantity"
    name: str
    symbol: str | None
    low: Number | None
    high: Number | None
    values: tuple[Number, ...] | None
    unit: str | None
    qualifier: str | None
    context: str | None
    value: str
    """The author's wording of the value."""

    def fields(self) -> dict[str, object]:
        """The fields of ``flashgen extract``."""
        return {
            "name": self.name,
            "symbol": self.symbol,
            "low": self.low,
            "high": self.high,
            "values": list(self.values) if self.values is not None else None,
            "unit": self.unit,
            "qualifier": self.qualifier,
            "context": self.context,
        }

    def sketches(self, block: Block) -> tuple[Sketch, ...]:
        """One note: name and context → value."""
        fields = {
            "Name": self.name,
            "Symbol": binding.shown_symbol(self.symbol),
            "Value": self.value,
            "Unit": self.unit or "",
            "Qualifier": self.qualifier or "",
            "Context": self.context or "",
        }
        figure = binding.axis_figure(self.low, self.high, self.values, self.unit)
        return (
            Sketch("quantity", f"{self.name} | {self.context or ''}", fields, {"Figure": figure} if figure else {}),
        )


def read(block: Block) -> Iterator[Extracted]:
    """Read the quantities of a block."""
    unread: list[Block] = []
    found = False
    for reading in binding.readings(block, unread):
        found = True
        bound = reading.binding
        fact = Quantity(
            bound.name, bound.symbol, bound.low, bound.high, bound.values, bound.unit, bound.qualifier,
            binding.joined_context(bound), bound.value,
        )  # fmt: skip
        yield Extracted(reading.block, fact)
    if block.scope != "section" and (unread or not found):
        raise binding.unreadable(unread, block, "quantity", "quantity", "Young's modulus of steel")
