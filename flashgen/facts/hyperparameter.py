"""A setting and its usual value: ``learning rate usually 1e-6 to 1e-3  #hyperparameter``.

It reads prose, lists (one setting an item) and tables (one method a column, or a name column and a value column).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from flashgen.document import Block
from flashgen.grammar import binding
from flashgen.grammar.quantity import Number, scan
from flashgen.notes import Extracted, Sketch


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


_SCHEDULE = re.compile(
    r"\b(?:cut|reduce|decay|drop|divide|multiply|lower|decrease|increase|raise|scale|anneal)[sd]?\s+"
    r"(?:down\s+|up\s+)?(?:the\s+)?(?P<name>[^,;:.]{1,60}?)\s+(?P<steps>by\s.+)",
    re.IGNORECASE | re.DOTALL,
)
_STEP = re.compile(
    r"\bby\s+(?:a\s+factor\s+of\s+)?(?P<by>[^,;]{1,30}?)\s+(?:every|each|after\s+every)\s+(?P<every>[^,;.]{1,40})",
    re.IGNORECASE,
)


def _schedule(block: Block) -> list[Extracted]:
    """``cut the learning rate by a half every 5 epochs``: by how much, and how often, for each choice."""
    found = _SCHEDULE.search(block.text)
    if found is None or block.items or block.table is not None:
        return []
    steps: list[tuple[tuple[Number, str | None], tuple[Number, str | None], re.Match[str]]] = []
    for step in _STEP.finditer(found["steps"]):
        by, every = (_single(text, block) for text in (f"set by {step['by']} of it", step["every"]))
        if by is None or every is None:
            return []
        steps.append((by, every, step))
    if not steps:
        return []
    name, context = found["name"].strip(" *_`"), binding.lead_context(block)
    factor = Hyperparameter(
        f"{name} decay factor", None, None, None, tuple(by[0] for by, _, _ in steps), steps[0][0][1], None, None,
        context, " or ".join(step["by"].strip() for _, _, step in steps),
    )  # fmt: skip
    interval = Hyperparameter(
        f"{name} decay interval", None, None, None, tuple(every[0] for _, every, _ in steps), steps[0][1][1], None,
        None, context, " or ".join(step["every"].strip() for _, _, step in steps),
    )  # fmt: skip
    return [Extracted(block, factor), Extracted(block, interval)]


def _single(text: str, block: Block) -> tuple[Number, str | None] | None:
    """The one value in a text, with its unit."""
    found = scan(text, binding.language_of(block)).quantities
    values = found[0].values if len(found) == 1 else None
    return (values[0], found[0].unit) if values is not None and len(values) == 1 else None


def read(block: Block) -> Iterator[Extracted]:
    """Read the settings of a block, in the order of its lines."""
    if " by " in block.text and (schedule := _schedule(block)):
        yield from schedule
        return
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
