"""A setting and its usual value: ``learning rate usually 1e-6 to 1e-3  #hyperparameter``.

It reads prose, lists (one setting an item) and tables (one method a column, or a name column and a value column).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from flashgen import binding
from flashgen.document import Block
from flashgen.notes import Extracted, Sketch
from flashgen.quantity import Number


@dataclass(frozen=True, slots=True)
class Hyperparameter:
    """A setting with the range, bound or choices that the note gives."""

    kind: ClassVar[str] = "hyperparameter"
    name: str
    symbol: str | None
    low: Number | None
    high: Number | None
    values: tuple[Number, ...] | None
    unit: str | None
    qualifier: str | None
    determined_by: str | None
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
            "determined_by": self.determined_by,
            "context": self.context,
        }

    def sketches(self, block: Block) -> tuple[Sketch, ...]:
        """One note: name → value, and what determines it where the note says so."""
        fields = {
            "Name": self.name,
            "Symbol": binding.shown_symbol(self.symbol),
            "Value": self.value,
            "Unit": self.unit or "",
            "Qualifier": self.qualifier or "",
            "DeterminedBy": self.determined_by or "",
            "Context": self.context or "",
        }
        figure = binding.axis_figure(self.low, self.high, self.values, self.unit)
        return (
            Sketch(
                "hyperparameter", f"{self.name} | {self.context or ''}", fields, {"Figure": figure} if figure else {}
            ),
        )


def read(block: Block) -> Iterator[Extracted]:
    """Read the settings of a block, in the order of its lines."""
    unread: list[Block] = []
    found: list[Extracted] = []
    for reading in binding.readings(block, unread):
        bound = reading.binding
        context = binding.joined_context(bound)
        fact = Hyperparameter(
            bound.name, bound.symbol, bound.low, bound.high, bound.values, bound.unit, bound.qualifier,
            bound.determined_by, context, bound.value,
        )  # fmt: skip
        found.append(Extracted(reading.block, fact))
    for leaf in tuple(unread):
        pair = binding.category(leaf)
        if pair is not None:
            name, value = pair
            context = binding.lead_context(leaf)
            fact = Hyperparameter(name, None, None, None, (value,), None, None, None, context, value)
            found.append(Extracted(leaf, fact))
            unread.remove(leaf)
    yield from sorted(found, key=lambda extracted: extracted.block.line)
    if block.scope != "section" and (unread or not found):
        raise binding.unreadable(unread, block, "hyperparameter", "setting", "batch size")
