"""A bound number as a card shows it: context, symbol, the drawing of a range."""

from __future__ import annotations

from flashgen.document import Block
from flashgen.grammar.binding.bound import Binding
from flashgen.grammar.binding.headings import plain_lead
from flashgen.grammar.quantity import Number


def joined_context(bound: Binding) -> str | None:
    """The context as one text."""
    return "; ".join(bound.context) or None


def lead_context(block: Block) -> str | None:
    """The nearest lead-in, as context of a setting that says nothing itself."""
    text = plain_lead(block.lead[-1]) if block.lead else ""
    return text if text and len(text) <= 60 and len(text.split()) <= 7 else None


def shown_symbol(symbol: str | None) -> str:
    """A symbol as a card shows it: TeX between dollars."""
    if not symbol:
        return ""
    return f"${symbol}$" if symbol.startswith("\\") and not symbol.startswith("\\(") else symbol


def axis_figure(low: Number | None, high: Number | None, values: tuple[Number, ...] | None, unit: str | None) -> str:
    """The drawing of a range or of choices; empty for a single number, which a drawing would not explain."""
    plain = [v for v in values or () if not isinstance(v, str)]
    ends = [v for v in (low, high) if v is not None and not isinstance(v, str)]
    if isinstance(low, str) or isinstance(high, str) or len(plain) != len(values or ()) or not (ends or len(plain) > 1):
        return ""
    from flashgen import figures

    return figures.axis(
        None if low is None else float(low),
        None if high is None else float(high),
        tuple(float(v) for v in plain),
        unit or "",
        default=float(plain[0]) if len(plain) == 1 and ends else None,
    )
