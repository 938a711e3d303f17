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

    def sketches(self, block: Block) -> tuple[Sketch, ...]:  # noqa: ARG002  the interface gives it to every kind
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
    """Read the settings of a block."""
    found = False
    for reading in binding.readings(block):
        found = True
        bound = reading.binding
        yield Extracted(
            reading.block,
            Hyperparameter(
                bound.name,
                bound.symbol,
                bound.low,
                bound.high,
                bound.values,
                bound.unit,
                bound.qualifier,
                bound.determined_by,
                binding.joined_context(bound),
                bound.value,
            ),
        )
    for leaf in binding.wordy_leaves(block, found):
        pair = binding.category(leaf)
        if pair is not None:
            found = True
            name, value = pair
            yield Extracted(
                leaf,
                Hyperparameter(name, None, None, None, (value,), None, None, None, binding.lead_context(leaf), value),
            )
    if not found and block.scope != "section":
        raise binding.unreadable(block, "hyperparameter", "setting", "batch size")
