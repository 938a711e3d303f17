"""A report for a terminal: aligned tables and lists, plain unless colour is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from flashgen.anki.studied import HORIZON
from flashgen.outputs.report.model import LIVE, Line, Place, Report, Tally, Weak
from flashgen.outputs.terminal import painted, table

BARS = "·▁▂▃▄▅▆▇█"
LINES = 6
"""So many lines of a note are shown."""
STATES = {
    "retired": "no longer in the notes",
    "gone": "no longer in the notes",
    "unwanted": "left out: flashgen forget",
    "elsewhere": "not of these notes: the place is the card's own",
}


def text(report: Report, top: int, *, colour: bool = False) -> str:
    """The whole report; of each list the first ``top``."""
    parts = [
        _title(report),
        _classes(report, colour),
        _forecast(report),
        _retention(report, colour),
        *_weak_notes(report, top, colour),
        _unseen(report, top, colour),
        _lingering(report),
    ]
    return "\n\n".join(part for part in parts if part)


def said_date(day: date) -> str:
    """``3 Dec``."""
    return f"{day.day} {day:%b}"


def said_since(report: Report) -> str:
    """``since 28 Oct 2026``, ``since the beginning``."""
    return f"since {said_date(report.since)} {report.since.year}" if report.since else "since the beginning"


def said_time(seconds: float) -> str:
    """``45 s``, ``12 min``, ``3 h 05``."""
    if seconds < 60:
        return f"{seconds:.0f} s" if seconds else "-"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02}"


def said_share(rate: float | None) -> str:
    """``93 %``; a dash where nothing was asked."""
    return "-" if rate is None else f"{rate:.0%}".replace("%", " %")


def said_place(place: Place) -> str:
    """``file:line``, or the file where it once stood."""
    return f"{place.path}:{place.line}" if place.line else place.path or "?"


def said_misses(weak: Weak) -> str:
    """``8 lapses, not known 14 of 30 times, mostly Back to front``."""
    said = []
    if weak.lapses:
        said.append(f"{weak.lapses} lapse{'s' * (weak.lapses > 1)}")
    if weak.again:
        said.append(f"not known {weak.again} of {weak.answers} times")
    if len(weak.cards) > 1 or (weak.cards and weak.cards[0].name.startswith("cloze")):
        said.append(f"{'mostly ' * (len(weak.cards) > 1)}{weak.cards[0].name}")
    return ", ".join(said)


def said_remarks(weak: Weak) -> list[str]:
    """What else there is to know about a weak note."""
    return [
        *(["reworded since"] if weak.reworded else []),
        *(["suspended"] if weak.suspended else []),
        *([STATES[weak.place.state]] if weak.place.state != LIVE else []),
    ]


def _title(report: Report) -> str:
    return f"{report.source}, {said_date(report.today)} {report.today.year}. Reviews {said_since(report)}."


def _classes(report: Report, colour: bool) -> str:
    root = _root(report)
    above = (root, "due", "next", "next", "", "", "", "", "never")
    head = ("", "today", "7 d", f"{HORIZON} d", "new", "known", "time", "leeches", "seen")
    rows = [_row(line, root) for line in _with_total(report.classes, report.total)]
    return _table([above, head, *rows], colour, heads=2)


def _root(report: Report) -> str:
    """The root deck, if all classes are below one: it is said once."""
    roots = {line.name.partition("::")[0] for line in report.classes}
    return roots.pop() if len(roots) == 1 and all("::" in line.name for line in report.classes) else ""


def _below(name: str, root: str) -> str:
    return f"  {name.removeprefix(f'{root}::')}" if root and name.startswith(f"{root}::") else name


def _row(line: Line, root: str) -> tuple[str, ...]:
    numbers = (line.due, line.within(7), line.within(HORIZON), line.new)
    return (
        _below(line.name, root),
        *(f"{n:,}" for n in numbers),
        said_share(line.tally.rate),
        said_time(line.seconds),
        f"{line.leeches:,}",
        f"{line.never_seen:,}",
    )


def _with_total(lines: Sequence[Line], total: Line) -> tuple[Line, ...]:
    return (*lines, total) if len(lines) > 1 else tuple(lines)


def _table(rows: Sequence[Sequence[str]], colour: bool, heads: int = 1) -> str:
    lines = table(rows, right=range(1, len(rows[0]))).split("\n")
    return "\n".join([*(painted(head, "bold", colour=colour) for head in lines[:heads]), *lines[heads:]])


def _forecast(report: Report) -> str:
    days = (report.total.due, *report.total.ahead)
    high = max(days)
    if not high:
        return "Nothing is due in the next 30 days."
    bars = "".join(BARS[-(-n * (len(BARS) - 1) // high)] for n in days).rstrip(BARS[0])
    overdue = f", {report.total.overdue:,} of them overdue" if report.total.overdue else ""
    return (
        f"Due, today and the next {HORIZON} days  {bars}  at most {high:,} a day; today {report.total.due:,}{overdue}"
    )


def _retention(report: Report, colour: bool) -> str:
    lines = [line for line in _with_total(report.classes, report.total) if line.tally.asked]
    kinds = [line for line in report.kinds if line.tally.asked]
    if not report.days:
        return "No card was answered yet. An export tells of answers only if scheduling information was included."
    if not lines:
        return f"No card that had been learnt was asked {said_since(report)}: no retention yet (--since all)."
    rows = [_kept(line.name, line.tally) for line in lines] + [_kept(f"  {line.name}", line.tally) for line in kinds]
    return _table([("retention", "all", "", "young", "", "mature", ""), *rows], colour)


def _kept(name: str, tally: Tally) -> tuple[str, ...]:
    def pair(passed: int, asked: int) -> tuple[str, str]:
        return said_share(passed / asked if asked else None), f"of {asked:,}" if asked else ""

    return (
        name,
        *pair(tally.passed, tally.asked),
        *pair(tally.young_passed, tally.young),
        *pair(tally.mature_passed, tally.mature),
    )


def _weak_notes(report: Report, top: int, colour: bool) -> Iterator[str]:
    sections = (
        ("leech: forgotten so often that Anki marked it", "leeches: forgotten so often that Anki marked them"),
        ("weak note: known less often than the others", "weak notes: known less often than the others"),
    )
    for (one, many), found in zip(sections, (report.leeches, report.weakest), strict=True):
        if found:
            head = painted(f"{len(found)} {one if len(found) == 1 else many}", "bold", colour=colour)
            more = [f"  and {len(found) - top} more (--top)"] if len(found) > top else []
            yield "\n".join([head, *(_weak(weak, colour) for weak in found[:top]), *more])


def _weak(weak: Weak, colour: bool) -> str:
    place = painted(said_place(weak.place), *(["red"] if weak.leech else []), "bold", colour=colour)
    said = "; ".join([f"{weak.place.kind}, {said_misses(weak)}".rstrip(", "), *said_remarks(weak)])
    lines = [painted(line, "faint", colour=colour) for line in _shown(weak)]
    return "\n".join([f"  {place}  {said}", *(f"      {line}" for line in lines)])


def _shown(weak: Weak) -> list[str]:
    lines = weak.place.text.split("\n")
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], f"… {len(lines) - LINES + 1} more lines"]


def _unseen(report: Report, top: int, colour: bool) -> str:
    found = report.never_seen
    if not found:
        return ""
    absent = report.total.absent
    head = f"{len(found)} note{'s' * (len(found) > 1)} never seen" + (
        f", {absent} of them not in this Anki yet: flashgen build, then import" if absent else ""
    )
    rows = [f"  {said_place(place)}  {place.label}" for place in found[:top]]
    more = [f"  and {len(found) - top} more (--top)"] if len(found) > top else []
    return "\n".join([painted(head, "bold", colour=colour), *rows, *more])


def _lingering(report: Report) -> str:
    if not report.lingering:
        return ""
    cards = f"{report.lingering} card{'s' * (report.lingering > 1)}"
    return (
        f"Anki still asks {cards} of notes that are no longer in the class notes. After the next build and import, "
        "find them in its browser with  tag:flashgen::retired -is:suspended"
    )
