"""Figures: numbers in, inline SVG out: a range on an axis, a ladder of tiers. Colours follow the card's theme.

Drawn in user units of a 320 wide box, so that text keeps its size at phone width; every figure has a text alternative.
"""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

WIDTH = 320
_LEFT, _RIGHT = 24.0, 296.0


def number(value: float) -> str:
    """A number as it is read: ``1e-6``, ``0.25``, ``16k``, ``1.5M``.

    >>> number(1e-6), number(16000), number(0.5), number(1e12)
    ('1e-6', '16k', '0.5', '1T')
    """
    size = abs(value)
    if size and (size < 0.001 or size >= 1e15):
        mantissa, exponent = f"{value:.3e}".split("e")
        return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"
    for limit, sign in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e4, "k")):
        if size >= limit:
            factor = 1e3 if sign == "k" else limit
            return f"{value / factor:.4g}{sign}"
    return f"{value:.6g}"


def _log(values: Sequence[float]) -> bool:
    """Whether a logarithmic axis shows these better: all positive, an order of magnitude or more apart."""
    return bool(values) and min(values) > 0 and max(values) / min(values) >= 10


class _Axis:
    """A scale from values to x, logarithmic or linear, with room beyond its ends."""

    def __init__(self, values: Sequence[float], *, open_low: bool, open_high: bool) -> None:
        low, high = min(values), max(values)
        self.log = _log(values) or (low == high and low > 0 and (low >= 1e4 or low <= 1e-2))
        if self.log:
            self.start: float
            self.stop: float
            self.start, self.stop = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
            self.start -= 1 if open_low or self.start == self.stop else 0
            self.stop += 1 if open_high or self.start + 1 >= self.stop else 0
        else:
            spread = (high - low) or abs(high) or 1.0
            self.start = low - spread * (0.6 if open_low else 0.25)
            self.stop = high + spread * (0.6 if open_high else 0.25)
            if low >= 0:
                self.start = 0.0 if low <= spread or self.start < 0 else self.start

    def x(self, value: float) -> float:
        at = math.log10(value) if self.log and value > 0 else float(self.start) if self.log else value
        return _LEFT + (_RIGHT - _LEFT) * (at - self.start) / (self.stop - self.start)

    def ticks(self) -> list[tuple[float, str]]:
        """At most seven: powers of ten, or round steps."""
        if self.log:
            step = max(1, math.ceil((self.stop - self.start) / 6))
            return [(self.x(10.0**e), _power(e)) for e in range(int(self.start), int(self.stop) + 1, step)]
        raw = (self.stop - self.start) / 4
        size = 10 ** math.floor(math.log10(raw))
        step_size = next(size * f for f in (1, 2, 2.5, 5, 10) if size * f >= raw)
        first = math.ceil(self.start / step_size - 1e-9)
        last = math.floor(self.stop / step_size + 1e-9)
        return [(self.x(n * step_size), number(n * step_size)) for n in range(first, last + 1)]


def _power(exponent: int) -> str:
    return number(10.0**exponent) if -3 <= exponent <= 5 else f"10<tspan dy='-4' font-size='9'>{exponent}</tspan>"


def axis(
    low: float | None,
    high: float | None,
    values: Sequence[float] = (),
    unit: str = "",
    default: float | None = None,
    text: str = "",
) -> str:
    """A range, a bound, choices or a single value on an axis; empty if there is no finite number to draw.

    ``text`` is what the note says, for the text alternative.
    """
    points = [float(v) for v in values if isinstance(v, int | float) and math.isfinite(v)]
    ends = [float(v) for v in (low, high) if v is not None and math.isfinite(v)]
    shown = [*ends, *points, *([default] if default is not None else [])]
    if not shown or max(abs(v) for v in shown) > 1e300:
        return ""
    bound = bool(ends) and len(ends) == 1
    scale = _Axis(shown, open_low=bound and low is None, open_high=bound and high is None)
    y = 34
    out = [f'<line class="fg-axis" x1="{_LEFT - 12:.0f}" y1="{y}" x2="{_RIGHT + 12:.0f}" y2="{y}"/>']
    labels: list[tuple[float, str, float]] = []
    for x, label in scale.ticks():
        out.append(f'<line class="fg-tick" x1="{x:.1f}" y1="{y - 3}" x2="{x:.1f}" y2="{y + 3}"/>')
        out.append(f'<text class="fg-ticklabel" x="{x:.1f}" y="{y + 19}" text-anchor="middle">{label}</text>')
    if ends:
        left = scale.x(float(low)) if low is not None else _LEFT - 12
        right = scale.x(float(high)) if high is not None else _RIGHT + 12
        out.append(f'<line class="fg-range" x1="{left:.1f}" y1="{y}" x2="{right:.1f}" y2="{y}"/>')
        if low is None:
            out.append(f'<path class="fg-arrow" d="M{left + 7:.1f} {y - 6}L{left:.1f} {y}l7 6"/>')
        if high is None:
            out.append(f'<path class="fg-arrow" d="M{right - 7:.1f} {y - 6}L{right:.1f} {y}l-7 6"/>')
        for value in ends:
            out.append(f'<circle class="fg-end" cx="{scale.x(value):.1f}" cy="{y}" r="5"/>')
            labels.append((scale.x(value), number(value), value))
    for value in points:
        out.append(f'<circle class="fg-choice" cx="{scale.x(value):.1f}" cy="{y}" r="5"/>')
        labels.append((scale.x(value), number(value), value))
    if default is not None:
        out.append(f'<circle class="fg-default" cx="{scale.x(default):.1f}" cy="{y}" r="8"/>')
    out += _labels(labels, y - 12)
    said = text or " ".join(label for _, label, _ in labels)
    return _svg(
        out,
        62,
        f"{said}{' ' + unit if unit and unit not in said else ''} on {'a logarithmic' if scale.log else 'an'} axis",
    )


def _labels(labels: list[tuple[float, str, float]], y: float) -> list[str]:
    """Labels above their points; where two would touch, the later one is left out (the axis still tells)."""
    out, taken = [], -1000.0
    for x, label, _ in sorted(labels):
        width = 7.5 * len(label)
        start = min(max(x - width / 2, 2), WIDTH - width - 2)
        if start < taken + 4:
            continue
        out.append(
            f'<text class="fg-value" x="{start + width / 2:.1f}" y="{y}" text-anchor="middle">{html.escape(label)}</text>'
        )
        taken = start + width
    return out


Tier = tuple[str, str, float | None, float | None, str | None]
"""Name, the amount as written, low, high, example."""


def ladder(tiers: Sequence[Tier], asked: int) -> str:
    """A ladder of tiers, the note's order from the top, the asked one highlighted; bars share one logarithmic axis."""
    finite = [v for t in tiers for v in (t[2], t[3]) if v is not None and math.isfinite(v) and 0 < v < 1e300]
    scale = (
        _Axis(finite, open_low=any(t[2] is None for t in tiers), open_high=any(t[3] is None for t in tiers))
        if finite
        else None
    )
    row, y, out = 40, 4, []
    for index, (name, amount, low, high, _example) in enumerate(tiers):
        here = " fg-asked" if index == asked else ""
        out.append(
            f'<g class="fg-tier{here}"><text class="fg-tiername" x="8" y="{y + 15}">{html.escape(_cut(name, 26))}</text>'
        )
        out.append(
            f'<text class="fg-tieramount" x="{WIDTH - 8}" y="{y + 15}" text-anchor="end">{html.escape(_cut(amount, 20))}</text>'
        )
        if scale is not None and (low is not None or high is not None):
            left = scale.x(low) if low is not None and low > 0 else _LEFT - 16
            right = scale.x(high) if high is not None and high > 0 else _RIGHT + 16
            if right - left < 4:
                left, right = left - 2, left + 2
            out.append(f'<line class="fg-rung" x1="8" y1="{y + 26}" x2="{WIDTH - 8}" y2="{y + 26}"/>')
            out.append(f'<line class="fg-bar" x1="{left:.1f}" y1="{y + 26}" x2="{right:.1f}" y2="{y + 26}"/>')
        out.append("</g>")
        y += row
    said = "; ".join(f"{name}: {amount}" for name, amount, *_ in tiers)
    return _svg(out, y, said)


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else text[: size - 1].rstrip() + "…"


def _svg(parts: Sequence[str], height: float, said: str) -> str:
    alt = html.escape(said, quote=True)
    return (
        f'<svg class="fg-svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{alt}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{alt}</title>{"".join(parts)}</svg>'
    )
