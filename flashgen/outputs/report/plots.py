"""The plots of a report's page: inline SVG, each with its text, and a table of the same numbers where it has many."""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flashgen.anki.studied import HORIZON
from flashgen.outputs.report.model import Report, Tally
from flashgen.outputs.report.text import said_date, said_share, said_time

WEEKS, FEWEST_WEEKS = 53, 20
CELL, GAP = 11, 2
TALL = 150
"""Pixels of the forecast's highest bar."""


def escaped(text: object) -> str:
    """A text as HTML has it."""
    return html.escape(str(text))


def without_root(name: str, root: str) -> str:
    """A class without the root deck that all have."""
    return name.removeprefix(f"{root}::") if root else name


def spark(days: Sequence[int], high: int) -> str:
    """The days as small bars, on one scale for all classes; the table's numbers say it in words."""
    bars = "".join(
        f'<rect x="{n * 4}" y="{24 - tall}" width="3" height="{tall}"/>'
        for n, count in enumerate(days)
        if (tall := round(24 * count / high, 1))
    )
    return f'<svg width="{len(days) * 4}" height="24" aria-hidden="true">{bars}</svg>'


# -- the forecast ------------------------------------------------------------------------------------------------------


def forecast(report: Report) -> str:
    days = (report.total.due, *report.total.ahead)
    high = max(days)
    if not high:
        return f"<p>Nothing is due in the next {HORIZON} days.</p>"
    top, step = _scale(high)
    wide = 100 / len(days)
    lines, numbers = [], []
    for value in range(0, top + 1, step):
        y = _y(value, top)
        lines.append(f'<line x1="0" x2="100%" y1="{y}" y2="{y}"/>')
        numbers.append(f'<text x="100%" y="{y + 4}">{value:,}</text>')
    bars = "".join(_bar(n, count, report, top, wide) for n, count in enumerate(days))
    names = "".join(
        f'<text{" class=wide" if n > 21 else ""} x="{n * wide:.2f}%" y="{TALL + 30}">{"today" if n == 0 else said_date(report.today + timedelta(days=n))}</text>'
        for n in range(0, len(days) - 2, 7)
    )
    said = _said_forecast(report, days)
    return (
        f'<figure><div class="plot"><svg class="axis" height="{TALL + 36}" aria-hidden="true">{"".join(numbers)}</svg>'
        f'<svg id="forecast" height="{TALL + 36}" role="img" aria-label="{escaped(said)}">{"".join(lines)}{bars}{names}</svg></div>'
        f"<figcaption>{escaped(said)}</figcaption></figure>{_forecast_table(report, days)}"
    )


def _bar(n: int, count: int, report: Report, top: int, wide: float) -> str:
    if not count:
        return ""
    day = report.today + timedelta(days=n)
    overdue = report.total.overdue if n == 0 else 0
    said = f"{said_date(day)}: {count:,} due" + (f", {overdue:,} of them overdue" if overdue else "")
    place = f'x="{n * wide + wide * 0.1:.2f}%" width="{wide * 0.8:.2f}%"'
    late = (
        f'<rect class="late" {place} y="{_y(overdue, top)}" height="{TALL + 10 - _y(overdue, top):.1f}"/>'
        if overdue
        else ""
    )
    return f'<g><title>{escaped(said)}</title><rect {place} y="{_y(count, top)}" height="{TALL + 10 - _y(count, top):.1f}"/>{late}</g>'


def _y(value: float, top: int) -> float:
    return round(TALL + 10 - TALL * value / top, 1)


def _scale(high: int) -> tuple[int, int]:
    """The top of an axis for numbers up to ``high``, and its step: 1, 2 or 5 times a power of ten.

    >>> _scale(21), _scale(3), _scale(1300)
    ((25, 5), (3, 1), (1500, 500))
    """
    step = next(s for p in range(12) for s in (10**p, 2 * 10**p, 5 * 10**p) if high / s <= 5)
    return math.ceil(high / step) * step, step


def _said_forecast(report: Report, days: Sequence[int]) -> str:
    overdue = f" ({report.total.overdue:,} overdue, the lower part of the bar)" if report.total.overdue else ""
    busy = max(range(1, len(days)), key=lambda n: days[n])
    later = (
        f"; the fullest day after it is {said_date(report.today + timedelta(days=busy))} with {days[busy]:,}"
        if days[busy]
        else ""
    )
    return (
        f"{days[0]:,} cards are due today{overdue}, {sum(days[1:]):,} in the {HORIZON} days after{later}. "
        "Reviews to come of cards you know; new cards come on top."
    )


def _forecast_table(report: Report, days: Sequence[int]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{said_date(report.today + timedelta(days=n))}</th><td>{count:,}</td></tr>'
        for n, count in enumerate(days)
    )
    head = '<tr><th scope="col">day</th><th scope="col">due</th></tr>'
    return f'<details><summary>As a table</summary><table class="small">{head}{rows}</table></details>'


# -- retention ---------------------------------------------------------------------------------------------------------


def retention(report: Report, root: str) -> str:
    classes = [(without_root(line.name, root), line.tally) for line in report.classes if line.tally.asked]
    kinds = [(line.name, line.tally) for line in report.kinds if line.tally.asked]
    if not classes:
        return "<p>No card that had been learnt was asked in this time.</p>"
    low = 0 if any(interval(t.passed, t.asked)[0] < 0.5 for _, t in (*classes, *kinds)) else 50
    ticks = (0, 25, 50, 75, 100) if low == 0 else (50, 60, 70, 80, 90, 100)
    groups = [("Class", classes), ("Kind of fact", kinds)]
    bodies = "".join(
        f'<tbody><tr><th scope="rowgroup">{name}</th><td class="dots">{_ticks(ticks, low)}</td>'
        '<th scope="col">known</th><th scope="col" class="wide">young</th><th scope="col" class="wide">mature</th></tr>'
        f"{''.join(_kept(one, tally, ticks, low) for one, tally in rows)}</tbody>"
        for name, rows in groups
    )
    return (
        f'<table id="retention">{bodies}</table><p class="quiet">Of cards that had been left for a day or longer, how many were known, '
        "as in Anki's own table of true retention: young with an interval below 21 days, mature from 21 on. The line "
        "shows how far off the figure may be by chance (95 %): long where little was asked.</p>"
    )


def _ticks(ticks: Sequence[int], low: int) -> str:
    names = "".join(
        f'<text{"" if n in (0, (len(ticks) - 1) // 2, len(ticks) - 1) else " class=wide"} x="{_x(t / 100, low)}%" y="13">{t}</text>'
        for n, t in enumerate(ticks)
    )
    return f'<svg height="18" aria-hidden="true">{names}</svg>'


def _kept(name: str, tally: Tally, ticks: Sequence[int], low: int) -> str:
    rate = tally.rate or 0.0
    first, last = interval(tally.passed, tally.asked)
    grid = "".join(
        f'<line class="grid" x1="{_x(t / 100, low)}%" x2="{_x(t / 100, low)}%" y1="0" y2="100%"/>' for t in ticks
    )
    dots = (
        f'<svg height="22" aria-hidden="true">{grid}<line x1="{_x(first, low)}%" x2="{_x(last, low)}%" y1="11" y2="11"/>'
        f'<circle cx="{_x(rate, low)}%" cy="11" r="5"/></svg>'
    )
    return (
        f'<tr><th scope="row">{escaped(name)}</th><td class="dots">{dots}</td>'
        f'<td>{said_share(tally.rate)} <span class="of">of {tally.asked:,}</span></td>'
        f'<td class="wide">{_part(tally.young_passed, tally.young)}</td><td class="wide">{_part(tally.mature_passed, tally.mature)}</td></tr>'
    )


def _part(passed: int, asked: int) -> str:
    return f'{said_share(passed / asked)} <span class="of">of {asked:,}</span>' if asked else "–"


def _x(rate: float, low: int) -> float:
    """Where a share stands, in hundredths of the width; a little room is left at both ends."""
    return round(4 + 92 * max(rate * 100 - low, 0) / (100 - low), 2)


def interval(passed: int, asked: int) -> tuple[float, float]:
    """Between which shares the true one lies, 19 times of 20 (Wilson's interval).

    >>> [round(end, 2) for end in interval(9, 10)]
    [0.6, 0.98]
    """
    z = 1.96
    share = passed / asked
    middle = (share + z * z / (2 * asked)) / (1 + z * z / asked)
    reach = z / (1 + z * z / asked) * math.sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked))
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


# -- day by day --------------------------------------------------------------------------------------------------------


def heat(report: Report) -> str:
    if not report.days:
        return (
            "<p>No card was answered yet. An export tells of answers only if scheduling information was included.</p>"
        )
    monday = report.today - timedelta(days=report.today.weekday())
    weeks = min(max((monday - min(report.days)).days // 7 + 2, FEWEST_WEEKS), WEEKS)
    first = monday - timedelta(weeks=weeks - 1)
    days = [first + timedelta(days=n) for n in range((report.today - first).days + 1)]
    levels = _levels([report.days[day].answers for day in days if day in report.days])
    step = CELL + GAP
    cells = "".join(
        f'<rect class="l{_level(report, day, levels)}" x="{34 + n // 7 * step}" y="{18 + n % 7 * step}" '
        f'width="{CELL}" height="{CELL}" rx="2"><title>{escaped(_said_day(report, day))}</title></rect>'
        for n, day in enumerate(days)
    )
    names = "".join(
        f'<text x="0" y="{27 + n * step}">{name}</text>' for n, name in ((0, "Mon"), (2, "Wed"), (4, "Fri"))
    )
    months = "".join(f'<text x="{34 + n * step}" y="11">{name}</text>' for n, name in _months(first, weeks))
    said = _said_heat(report)
    wide = 34 + weeks * step
    return (
        '<figure><div class="scroll" tabindex="0" role="group" aria-label="Reviews, day by day">'
        f'<svg id="heat" width="{wide}" height="{18 + 7 * step}" role="img" aria-label="{escaped(said)}">{months}{names}{cells}</svg></div>'
        f"<figcaption>{escaped(said)} {_legend()}</figcaption></figure>{_months_table(report)}"
    )


def _levels(counts: Sequence[int]) -> tuple[int, int, int]:
    """The counts at which the second, third and fourth shade begin: a quarter of the days has each."""
    ordered = sorted(counts) or [1]
    return tuple(ordered[min(len(ordered) * n // 4, len(ordered) - 1)] for n in (1, 2, 3))  # type: ignore[return-value]


def _level(report: Report, day: date, levels: tuple[int, int, int]) -> int:
    count = report.days[day].answers if day in report.days else 0
    return 1 + sum(count >= level for level in levels) if count else 0


def _said_day(report: Report, day: date) -> str:
    one = report.days.get(day)
    return f"{day:%a} {said_date(day)}: " + (f"{one.answers:,} reviews, {said_time(one.seconds)}" if one else "none")


def _months(first: date, weeks: int) -> Iterator[tuple[int, str]]:
    """The week in which each month begins; the first one is named too where there is room."""
    sundays = [first + timedelta(days=7 * week + 6) for week in range(weeks)]
    begun = [week for week, sunday in enumerate(sundays) if sunday.day <= 7]
    if not begun or begun[0] >= 3:
        begun.insert(0, 0)
    return ((week, f"{sundays[week]:%b}") for week in begun)


def _said_heat(report: Report) -> str:
    days = [day for day in report.days if (report.today - day).days < WEEKS * 7]
    answers = sum(report.days[day].answers for day in days)
    seconds = sum(report.days[day].seconds for day in days)
    run = _run(report)
    row = f", the last {run} in a row" if run > 1 else ""
    since = f"since {said_date(min(days))} {min(days).year}" if days else "in the last year"
    return f"{answers:,} reviews on {len(days)} days {since}{row}; {said_time(seconds)} in all."


def _run(report: Report) -> int:
    """How many days in a row have reviews, up to today or yesterday."""
    day = report.today if report.today in report.days else report.today - timedelta(days=1)
    run = 0
    while day in report.days:
        run += 1
        day -= timedelta(days=1)
    return run


def _legend() -> str:
    step = CELL + GAP
    cells = "".join(
        f'<rect class="l{n}" x="{n * step}" y="0" width="{CELL}" height="{CELL}" rx="2"/>' for n in range(5)
    )
    return f'<span class="legend">fewer <svg width="{5 * step}" height="{CELL}" aria-hidden="true">{cells}</svg> more</span>'


def _months_table(report: Report) -> str:
    months: dict[str, list[date]] = {}
    for day in report.days:
        months.setdefault(f"{day:%b %Y}", []).append(day)
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td>{len(days)}</td><td>{sum(report.days[d].answers for d in days):,}</td>'
        f"<td>{said_time(sum(report.days[d].seconds for d in days))}</td></tr>"
        for name, days in months.items()
    )
    head = '<tr><th scope="col">month</th><th scope="col">days</th><th scope="col">reviews</th><th scope="col">time</th></tr>'
    return f'<details><summary>As a table</summary><table class="small">{head}{rows}</table></details>'
