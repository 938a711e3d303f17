"""A report as JSON has it (docs/report.md). Its version grows when a key changes its meaning or goes."""

from __future__ import annotations

from flashgen.outputs.report.model import Line, Place, Report, Tally, Weak

VERSION = 1


def told(report: Report, top: int) -> dict[str, object]:
    """The whole report; of the weakest notes the first ``top``."""
    return {
        "version": VERSION,
        "source": report.source,
        "made": report.made.isoformat(timespec="seconds"),
        "today": report.today.isoformat(),
        "since": report.since.isoformat() if report.since else None,
        "rollover": report.rollover,
        "total": _line(report.total),
        "classes": [{"deck": line.name, **_line(line)} for line in report.classes],
        "kinds": [{"kind": line.name, **_line(line)} for line in report.kinds],
        "days": [
            {"date": day.isoformat(), "answers": one.answers, "seconds": round(one.seconds, 1)}
            for day, one in report.days.items()
        ],
        "leeches": [_weak(weak) for weak in report.leeches],
        "weakest": [_weak(weak) for weak in report.weakest[:top]],
        "never_seen": [_place(place) for place in report.never_seen],
        "lingering_cards": report.lingering,
    }


def _line(line: Line) -> dict[str, object]:
    return {
        "notes": line.notes,
        "cards": line.cards,
        "due_today": line.due,
        "overdue": line.overdue,
        "due_ahead": list(line.ahead),
        "new": line.new,
        "suspended": line.suspended,
        "buried": line.buried,
        "answers": line.answers,
        "seconds": round(line.seconds, 1),
        "retention": _retention(line.tally),
        "leeches": line.leeches,
        "never_seen": line.never_seen,
        "not_in_anki": line.absent,
    }


def _retention(tally: Tally) -> dict[str, object]:
    return {
        "asked": tally.asked,
        "passed": tally.passed,
        "rate": None if tally.rate is None else round(tally.rate, 4),
        "young": {"asked": tally.young, "passed": tally.young_passed},
        "mature": {"asked": tally.mature, "passed": tally.mature_passed},
    }


def _place(place: Place) -> dict[str, object]:
    return {
        "guid": place.guid,
        "kind": place.kind,
        "deck": place.deck,
        "path": place.path,
        "line": place.line,
        "end_line": place.end_line,
        "state": place.state,
        "label": place.label,
        "text": place.text,
    }


def _weak(weak: Weak) -> dict[str, object]:
    return {
        **_place(weak.place),
        "answers": weak.answers,
        "again": weak.again,
        "lapses": weak.lapses,
        "seconds": round(weak.seconds, 1),
        "last_again": weak.last.isoformat() if weak.last else None,
        "reworded": weak.reworded,
        "suspended": weak.suspended,
        "cards": [
            {"name": c.name, "answers": c.answers, "again": c.again, "lapses": c.lapses, "suspended": c.suspended}
            for c in weak.cards
        ],
    }
