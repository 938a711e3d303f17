"""Figures: numbers in, inline SVG out: a range on an axis, a ladder of tiers. Colours follow the card's theme.

Drawn in user units of a 320 wide box, so that text keeps its size at phone width. No two labels overlap, and none
leaves the box: texts are measured by a table of widths, on the wide side of what phones and desktops have. Every figure
has a text alternative.
"""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

WIDTH = 320
_LEFT, _RIGHT = 16.0, 304.0
_MARGIN = 2.0
_GAP = 6.0
"""Between two labels, at least."""
_ROWS = 3
"""Rows of labels above an axis: where neighbours would touch, one moves up."""
_HUGE = 1e100
"""Beyond it, or as near to 0, nothing is drawn: no note means it, and room for the arithmetic of axes is left."""


# --------------------------------------------------------------------------- numbers and texts


@lru_cache(maxsize=2048)
def number(value: float) -> str:
    """A number as it is read: ``1e-6``, ``0.25``, ``16k``, ``1.5M``; never one that is not the value.

    >>> number(1e-6), number(16000), number(16384), number(0.5), number(1e12)
    ('1e-6', '16k', '16384', '0.5', '1T')
    """
    size = abs(value)
    if size and (size < 0.001 or size >= 1e15):
        mantissa, exponent = f"{value:.3e}".split("e")
        return f"{_trimmed(mantissa)}e{int(exponent)}"
    for limit, sign in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e4, "k")):
        if size >= limit:
            factor = 1e3 if sign == "k" else limit
            short = f"{value / factor:.4g}"
            if math.isclose(float(short) * factor, value, rel_tol=1e-12):
                return f"{short}{sign}"
            if size < 1e9:
                return f"{value:.0f}" if size < 1e5 else f"{value:,.0f}"
            return f"{short}{sign}"
    return f"{value:.6g}"


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _distinct(values: Sequence[float]) -> dict[float, str]:
    """Each value's label; values that are near one another get the digits that tell them apart."""
    labels = {v: number(v) for v in values}
    for digits in (9, 12, 15, 17):
        if len(set(labels.values())) == len(labels):
            break
        labels = {v: f"{v:.{digits}g}" for v in values}
    return labels


_POWER = re.compile(r"(?:(-?)1|(-?[\d.]+))e(-?\d+)\Z")


@lru_cache(maxsize=2048)
def _typeset(label: str) -> str:
    """``1e-6`` as a power of ten, ``5e-5`` as a multiple of one; a minus as a minus."""
    found = _POWER.match(label)
    if found is None:
        return html.escape(label).replace("-", "−") if re.match(r"-\d", label) else html.escape(label)
    before = (found[1] or "") if found[2] is None else f"{found[2]}·"
    exponent = found[3].replace("-", "−")
    return f'{before.replace("-", "−")}10<tspan dy="-4" font-size="75%">{exponent}</tspan>'


@lru_cache(maxsize=2048)
def _powers(label: str) -> str:
    """A small decimal of a logarithmic axis in powers of ten, as its neighbours are: ``0.01`` becomes ``1e-2``."""
    if not re.match(r"0\.0*[1-9]\d*\Z", label):
        return label
    mantissa, exponent = f"{float(label):.10e}".split("e")
    return f"{_trimmed(mantissa)}e{int(exponent)}"


@lru_cache(maxsize=2048)
def measure(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is at most, in user units.

    >>> round(measure("100k", 12)), round(measure("応力", 12))
    (31, 24)
    """
    total = sum(map(_em, text))
    return size * total * (1.08 if bold else 1.0)


@lru_cache(maxsize=2048)
def _em(char: str) -> float:
    if char in "ijlI.,:;'|!()[]ftr /-·":
        return 0.4
    if char in "mwMW%@—…":
        return 0.95
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if unicodedata.combining(char):
        return 0.0
    return 0.7 if char.isupper() else 0.64


@lru_cache(maxsize=2048)
def _wide(label: str, size: float, *, bold: bool = False) -> float:
    """How wide a number is as it is typeset."""
    return measure(html.unescape(re.sub(r"<[^>]*>", "", _typeset(label))), size, bold=bold)


def _fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it is wider than its room."""
    if measure(text, size, bold=bold) <= room:
        return text
    while text and measure(text + "…", size, bold=bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


# --------------------------------------------------------------------------- the axis


@dataclass(frozen=True, slots=True)
class _Axis:
    """A scale from values to x, logarithmic or linear; ``start`` and ``stop`` are what its ends stand for."""

    log: bool
    start: float
    stop: float

    def x(self, value: float) -> float:
        at = math.log10(value) if self.log and value > 0 else self.start if self.log else value
        share = (at - self.start) / (self.stop - self.start)
        return _LEFT + (_RIGHT - _LEFT) * min(max(share, 0.0), 1.0)

    def ticks(self, most: int = 5) -> list[float]:
        """At most ``most`` round values within the axis: powers of ten, or even steps."""
        if self.log:
            first, last = math.ceil(self.start - 1e-9), math.floor(self.stop + 1e-9)
            if last <= first:
                return [v for e in range(first - 1, last + 1) for m in (1, 2, 5) if self._within(v := m * 10.0**e)]
            step = max(1, math.ceil((last - first) / (most - 1)))
            return [10.0**e for e in range(first, last + 1, step)]
        raw = (self.stop - self.start) / (most - 1)
        if not 1e-280 < raw < 1e290 or raw < 1e-9 * max(abs(self.start), abs(self.stop)):
            return []  # so narrow that the values themselves say more
        size = 10.0 ** math.floor(math.log10(raw))
        step_size = next(size * f for f in (1, 2, 2.5, 5, 10, 20) if size * f >= raw)
        lowest, highest = math.ceil(self.start / step_size - 1e-9), math.floor(self.stop / step_size + 1e-9)
        return [float(f"{n * step_size:.12g}") for n in range(lowest, highest + 1)]

    def _within(self, value: float) -> bool:
        return self.start - 1e-9 <= math.log10(value) <= self.stop + 1e-9


def _logarithmic(values: Sequence[float]) -> bool:
    """Whether a logarithmic axis shows these better: all positive, an order of magnitude or more apart, or each the
    same multiple of the one before."""
    if not values or min(values) <= 0:
        return False
    if max(values) / 10 >= min(values):
        return True
    steps = sorted(set(values))
    ratios = [b / a for a, b in pairwise(steps)]
    return len(ratios) > 1 and min(ratios) >= 1.5 and max(ratios) < min(ratios) * 1.001


def _scale(values: Sequence[float], *, open_low: bool, open_high: bool, floor: bool = False) -> _Axis:
    """The axis for these values, with room beyond them; ``floor``: it ends at 0."""
    low, high = min(values), max(values)
    alone_far = low == high and low > 0 and (low >= 1e4 or low < 1e-2)
    if not floor and (_logarithmic(values) or alone_far):
        start, stop = math.log10(low), math.log10(high)
        spread = stop - start
        start -= min(max(spread * 0.4, 1.0), 2.0) if open_low else max(spread * 0.07, 0.15)
        stop += min(max(spread * 0.4, 1.0), 2.0) if open_high else max(spread * 0.07, 0.15)
        if start + 1 > stop:
            start, stop = start - 0.5, stop + 0.5
        return _Axis(True, start, stop)
    spread = (high - low) or abs(high) or 1.0
    start = low - spread * (0.6 if open_low else 0.15)
    stop = high + spread * (0.6 if open_high else 0.15)
    if low >= 0 and (floor or low <= spread * 1.5 or start < 0):
        start = 0.0
    return _Axis(False, start, stop) if start < stop else _Axis(False, low - 1.0, high + 1.0)


_SIGNED = re.compile(r"°|\bdeg|celsius|fahrenheit|\bdB|\b[CFV]\b|\bm?V\b", re.IGNORECASE)
"""Units whose quantities may well be negative: an upper bound has no natural end at 0."""


@dataclass(frozen=True, slots=True)
class _Label:
    x: float
    text: str
    first: bool = False
    """Placed before the others: the default."""


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
    low, high = (v if v is not None and _drawable(v) else None for v in (low, high))
    points = sorted({float(v) for v in values if _drawable(v)})
    usual = float(default) if default is not None and _drawable(default) else None
    ends = sorted({float(v) for v in (low, high) if v is not None})
    if low is not None and high is not None and low > high:
        low, high = high, low
    shown = [*ends, *points, *([usual] if usual is not None else [])]
    if not shown:
        return ""
    percent = unit.strip().startswith("%")
    open_low, open_high = high is not None and low is None, low is not None and high is None
    floor = open_low and min(shown) > 0 and not _SIGNED.search(unit)
    scale = _scale(shown, open_low=open_low, open_high=open_high, floor=floor)
    named = {v: t + ("%" if percent else "") for v, t in _distinct(shown).items()}
    powers = scale.log and min(shown) < 0.001
    if powers:
        named = {v: _powers(t) for v, t in named.items()}
    labels = [
        _Label(scale.x(v), f"default {named[v]}" if v == usual else named[v], v == usual) for v in dict.fromkeys(shown)
    ]
    above, rows = _placed(labels)
    y = 15.0 + 16.0 * rows
    out = [_line("fg-axis", _LEFT - 12, y, _RIGHT + 12, y)]
    below, height = _ticks(scale, y, set(named.values()), percent=percent, powers=powers, unit="" if percent else unit)
    out += below
    if ends:
        out += _band(
            None if low is None else scale.x(low),
            None if high is None else scale.x(high),
            y,
            start=scale.x(0.0) if floor else _LEFT - 12,
        )
    out += [_dot("fg-end", scale.x(v), y, 5) for v in ends]
    out += [_dot("fg-choice", scale.x(v), y, 5) for v in points]
    if usual is not None:
        out.append(_dot("fg-default", scale.x(usual), y, 8.5))
    out += above
    said = text or _said(low, high, points, usual, named)
    return _svg(
        out,
        height,
        f"{said}{' ' + unit if unit and not percent and unit not in said else ''}, on "
        f"{'a logarithmic' if scale.log else 'a linear'} axis",
    )


def _drawable(value: object) -> bool:
    if not isinstance(value, int | float):
        return False
    try:
        size = abs(float(value))
    except OverflowError:
        return False
    return size < _HUGE and (size == 0 or size > 1 / _HUGE)


def _said(
    low: float | None, high: float | None, points: Sequence[float], usual: float | None, named: dict[float, str]
) -> str:
    parts = []
    if low is not None and high is not None:
        parts.append(f"from {named[float(low)]} to {named[float(high)]}" if low != high else named[float(low)])
    elif low is not None:
        parts.append(f"at least {named[float(low)]}")
    elif high is not None:
        parts.append(f"at most {named[float(high)]}")
    if points:
        parts.append(", ".join(named[p] for p in points))
    if usual is not None:
        parts.append(f"default {named[usual]}")
    return "; ".join(parts)


def _band(left: float | None, right: float | None, y: float, *, start: float) -> list[str]:
    """The stretch of a range; an open end has an arrow."""
    out = []
    if left is None:
        left = start
        out.append(f'<path class="fg-arrow" d="M{_n(left + 7)} {_n(y - 6)}L{_n(left)} {_n(y)}l7 6"/>')
    if right is None:
        right = _RIGHT + 12
        out.append(f'<path class="fg-arrow" d="M{_n(right - 7)} {_n(y - 6)}L{_n(right)} {_n(y)}l-7 6"/>')
    return [_line("fg-range", left, y, right, y), *out]


def _ticks(
    scale: _Axis, y: float, named: set[str], *, percent: bool, powers: bool, unit: str
) -> tuple[list[str], float]:
    """Tick marks with their numbers below the axis, but for numbers that stand above it already; the unit; and how
    high the figure is."""
    out: list[str] = []
    free = _MARGIN
    numbered = False
    for value in scale.ticks():
        x = scale.x(value)
        out.append(_line("fg-tick", x, y - 3, x, y + 3))
        label = number(value) + ("%" if percent else "")
        label = _powers(label) if powers else label
        wide = _wide(label, 11)
        start = min(max(x - wide / 2, _MARGIN), WIDTH - _MARGIN - wide)
        if label in named or start < free:
            continue
        out.append(_text("fg-ticklabel", start + wide / 2, y + 18, _typeset(label)))
        free, numbered = start + wide + _GAP, True
    unit = _plain(unit)
    if not unit:
        return out, y + (25 if numbered else 12)
    unit = _fitted(unit, WIDTH - 2 * _MARGIN, 11)
    row = 18 if measure(unit, 11) + free + _GAP <= WIDTH - _MARGIN else 33
    out.append(_text("fg-ticklabel fg-unit", WIDTH - _MARGIN, y + row, html.escape(unit), "end"))
    return out, y + row + 7


def _placed(labels: Sequence[_Label]) -> tuple[list[str], int]:
    """Labels above their points, in as few rows as they need; one that finds no room in any is left out (the text
    alternative still says it). The default goes first, then the outermost."""
    ordered = sorted(labels, key=lambda label: label.x)
    by_rank = sorted(range(len(ordered)), key=lambda n: (not ordered[n].first, min(n, len(ordered) - 1 - n), n))
    taken: list[list[tuple[float, float]]] = [[] for _ in range(_ROWS)]
    found: list[tuple[int, float, _Label]] = []
    for n in by_rank:
        label = ordered[n]
        words, space, value = label.text.rpartition(" ")
        wide = measure(words + space, 13, bold=True) + _wide(value, 13, bold=True)
        start = min(max(label.x - wide / 2, _MARGIN), WIDTH - _MARGIN - wide)
        for row, spans in enumerate(taken):
            if all(start + wide + _GAP <= a or b + _GAP <= start for a, b in spans):
                spans.append((start, start + wide))
                found.append((row, start + wide / 2, label))
                break
    rows = max((row for row, _, _ in found), default=0) + 1
    base = 15.0 + 16.0 * rows
    texts = []
    for row, middle, label in sorted(found, key=lambda f: f[2].x):
        words, _, value = label.text.rpartition(" ")
        shown = f"{html.escape(words)} {_typeset(value)}" if words else _typeset(value)
        texts.append(_text("fg-value", middle, base - 13 - 16 * row, shown))
    return texts, rows


# --------------------------------------------------------------------------- the ladder

Tier = tuple[str, str, float | None, float | None, str | None]
"""Name, the amount as written, low, high, example."""


def ladder(tiers: Sequence[Tier], asked: int) -> str:
    """A ladder of tiers, the note's order from the top, the asked one highlighted; bars share one logarithmic axis
    whose numbers stand below."""
    bounds = [tuple(float(v) if v is not None and _drawable(v) and v > 0 else None for v in t[2:4]) for t in tiers]
    finite = [v for ends in bounds for v in ends if v is not None]
    scale = (
        _scale(
            finite,
            open_low=any(a is None and b is not None for a, b in bounds),
            open_high=any(b is None and a is not None for a, b in bounds),
        )
        if finite
        else None
    )
    y, out = 2.0, []
    for index, ((name, amount, *_), (low, high)) in enumerate(zip(tiers, bounds, strict=True)):
        here = index == asked
        words, y = _tier(_plain(name), _plain(amount), y, bold=here)
        out.append(f'<g class="fg-tier{" fg-asked" if here else ""}">{words}')
        if scale is not None:
            y += 11
            out.append(_rung(scale, low, high, y))
        out.append("</g>")
        y += 11
    if scale is not None:
        out += _footing(scale, y + 7)
        y += 14
    said = "; ".join(f"{_plain(t[0])}: {_plain(t[1])}" for t in tiers)
    asks = f" (asked: {_plain(tiers[asked][0])})" if 0 <= asked < len(tiers) else ""
    return _svg(out, y, said + asks)


def _tier(name: str, amount: str, y: float, *, bold: bool) -> tuple[str, float]:
    """The texts of a rung, on one line if both fit; and where they end."""
    room = WIDTH - 2 * _MARGIN
    if measure(name, 12, bold=bold) + measure(amount, 12, bold=bold) + 2 * _GAP > room:
        first = _text("fg-tiername", _MARGIN, y + 13, html.escape(_fitted(name, room, 12, bold=bold)), "start")
        y += 16
    else:
        first = _text("fg-tiername", _MARGIN, y + 13, html.escape(name), "start")
    shown = html.escape(_fitted(amount, room, 12, bold=bold))
    return first + _text("fg-tieramount", WIDTH - _MARGIN, y + 13, shown, "end"), y + 14


def _rung(scale: _Axis, low: float | None, high: float | None, y: float) -> str:
    out = [_line("fg-rung", _MARGIN, y, WIDTH - _MARGIN, y)]
    if low is None and high is None:
        return "".join(out)
    if low is not None and high is not None and low > high:
        low, high = high, low
    left = _MARGIN + 3 if low is None else scale.x(low)
    right = WIDTH - _MARGIN - 3 if high is None else scale.x(high)
    if right - left < 2:
        left, right = left - 1, right + 1
    out.append(_line("fg-bar", left, y, right, y))
    if low is None:
        out.append(f'<path class="fg-tip" d="M{_n(left + 5)} {_n(y - 5)}L{_n(left)} {_n(y)}l5 5"/>')
    if high is None:
        out.append(f'<path class="fg-tip" d="M{_n(right - 5)} {_n(y - 5)}L{_n(right)} {_n(y)}l-5 5"/>')
    return "".join(out)


def _footing(scale: _Axis, y: float) -> list[str]:
    """The numbers of the shared axis."""
    out, free = [], _MARGIN
    for value in scale.ticks():
        label = number(value)
        wide, x = _wide(label, 10), scale.x(value)
        if x - wide / 2 >= free and x + wide / 2 <= WIDTH - _MARGIN:
            out.append(_text("fg-ticklabel fg-footing", x, y, _typeset(label)))
            free = x + wide / 2 + _GAP
    return out


# --------------------------------------------------------------------------- SVG

_MARKS = re.compile(r"[*_`$\\{}]+")


def _plain(text: str) -> str:
    """A short text without Markdown's and TeX's signs, which a drawing can't set."""
    return " ".join(_MARKS.sub("", text).split())


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _line(name: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{name}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"/>'


def _dot(name: str, x: float, y: float, radius: float) -> str:
    return f'<circle class="{name}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>'


def _text(name: str, x: float, y: float, shown: str, anchor: str = "middle") -> str:
    return f'<text class="{name}" x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}">{shown}</text>'


def _svg(parts: Iterable[str], height: float, said: str) -> str:
    alt = html.escape(said, quote=True)
    return (
        f'<svg class="fg-svg" viewBox="0 0 {WIDTH} {_n(height)}" role="img" aria-label="{alt}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{alt}</title>{"".join(parts)}</svg>'
    )
