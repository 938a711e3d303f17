"""A report as one page to keep: everything in it, no script, nothing asked of any network.

Its colours and type are the preview's (``outputs/preview/page.css``); what it adds is in ``report.css``. Plots are
inline SVG whose places are percentages, so that lettering stays as large on a phone as on a desktop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from flashgen.anki.studied import HORIZON
from flashgen.outputs.report import plots
from flashgen.outputs.report.model import Line, Place, Report, Weak
from flashgen.outputs.report.plots import escaped, without_root
from flashgen.outputs.report.text import (
    said_date,
    said_misses,
    said_place,
    said_remarks,
    said_share,
    said_since,
    said_time,
)

HERE = Path(__file__).parent
_CHOSEN = re.compile(r"^(:root|body\.night) \{(.*?)\}$", re.MULTILINE)


def page(report: Report, top: int) -> str:
    """The page; of each list the first ``top``."""
    root = _root(report.classes)
    body = "".join(
        (
            _header(report, root),
            '<main id="report">',
            _figures(report),
            _section("Classes", _classes(report, root)),
            _section("What comes", plots.forecast(report)),
            _section(f"What sticks, {said_since(report)}", plots.retention(report, root)),
            _section("Reviews, day by day", plots.heat(report)),
            _weak_notes("Leeches", _LEECHES, report.leeches, top),
            _weak_notes("Weak notes", _WEAK, report.weakest, top),
            _unseen(report),
            "</main>",
        )
    )
    parts = {"TITLE": escaped(f"{root or 'Class notes'}: report"), "STYLE": style(), "BODY": body}
    frame = (HERE / "page.html").read_text(encoding="utf-8")
    return re.sub(r"<!--([A-Z]+)-->", lambda m: parts[m[1]], frame)


_LEECHES = (
    "Forgotten so often that Anki marked them. The card asks badly, or too much at once: rewrite the line, split it, "
    "or leave it out."
)
_WEAK = "Known less often than your other notes. They will be leeches next."


def style() -> str:
    """The preview's style and ours. Night is the system's choice, which the switch turns round: so without a script."""
    shared = (HERE.parent / "preview" / "page.css").read_text(encoding="utf-8")
    own = (HERE / "report.css").read_text(encoding="utf-8")
    day, night = (
        "".join(f"{found[name]};" for found in (dict(_CHOSEN.findall(shared)), dict(_CHOSEN.findall(own))))
        for name in (":root", "body.night")
    )
    flipped = ":root:has(#night:checked)"
    return (
        f"{_CHOSEN.sub('', shared)}{_CHOSEN.sub('', own)}\n:root {{{day}}}\n{flipped} {{{night}}}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{{night}}} {flipped} {{{day}}} }}\n"
    )


def _root(classes: Iterable[Line]) -> str:
    """The root deck, if all classes have the same."""
    roots = {line.name.partition("::")[0] for line in classes}
    return roots.pop() if len(roots) == 1 else ""


def _section(title: str, content: str, name: str = "") -> str:
    place = f' id="{name}"' if name else ""
    return f"<section{place}><h2>{escaped(title)}</h2>{content}</section>" if content else ""


def _header(report: Report, root: str) -> str:
    return (
        f"<header><h1>{escaped(root or 'Class notes')}</h1>"
        f'<p id="source">{escaped(report.source)}, {said_date(report.today)} {report.today.year}</p>'
        '<label id="switch"><input type="checkbox" id="night"> Day / night</label></header>'
    )


def _figures(report: Report) -> str:
    total = report.total
    tally = total.tally
    figures = [
        (f"{total.due:,}", "due today", f"{total.overdue:,} overdue" if total.overdue else ""),
        (f"{total.within(HORIZON):,}", f"due in the next {HORIZON} days", ""),
        (said_share(tally.rate), "retention", f"of {tally.asked:,} reviews" if tally.asked else "nothing asked yet"),
        (said_time(total.seconds), "spent", said_since(report)),
        (f"{total.new:,}", "new cards left", ""),
        (f"{total.leeches:,}", "leech" if total.leeches == 1 else "leeches", "to rewrite" if total.leeches else ""),
    ]
    return (
        '<dl id="figures">'
        + "".join(
            f"<div><dt>{escaped(name)}</dt><dd>{escaped(value)}</dd>"
            + (f'<dd class="more">{_more(more)}</dd>' if more else "")
            + "</div>"
            for value, name, more in figures
        )
        + "</dl>"
    )


def _more(said: str) -> str:
    return f'<a href="#leeches">{said}</a>' if said == "to rewrite" else escaped(said)


# -- classes -----------------------------------------------------------------------------------------------------------


def _classes(report: Report, root: str) -> str:
    high = max((n for line in report.classes for n in (line.due, *line.ahead)), default=0)
    head = (
        '<tr><th scope="col">Class</th><th scope="col">due today</th><th scope="col" class="wide">next 7 days</th>'
        f'<th scope="col">next {HORIZON}</th><th scope="col" class="wide spark">day by day</th><th scope="col">new</th>'
        '<th scope="col" class="wide">time</th><th scope="col">leeches</th><th scope="col" class="wide">never seen</th></tr>'
    )
    rows = [_class(line, without_root(line.name, root), high) for line in report.classes]
    foot = f"<tfoot>{_class(report.total, 'all', 0)}</tfoot>" if len(rows) > 1 else ""
    return f'<table id="classes"><thead>{head}</thead><tbody>{"".join(rows)}</tbody>{foot}</table>'


def _class(line: Line, name: str, high: int) -> str:
    spark = plots.spark((line.due, *line.ahead), high) if high else ""
    return (
        f'<tr><th scope="row">{escaped(name)}</th><td>{line.due:,}</td><td class="wide">{line.within(7):,}</td>'
        f'<td>{line.within(HORIZON):,}</td><td class="wide spark">{spark}</td><td>{line.new:,}</td>'
        f'<td class="wide">{escaped(said_time(line.seconds))}</td>'
        f'<td{" class=bad" if line.leeches else ""}>{line.leeches:,}</td><td class="wide">{line.never_seen:,}</td></tr>'
    )


# -- notes to rewrite --------------------------------------------------------------------------------------------------


def _weak_notes(title: str, said: str, found: Sequence[Weak], top: int) -> str:
    if not found:
        return ""
    more = f'<p class="quiet">… and {len(found) - top} more (--top).</p>' if len(found) > top else ""
    content = f'<p class="quiet">{said}</p>{"".join(map(_weak, found[:top]))}{more}'
    return _section(f"{title} ({len(found)})", content, title.partition(" ")[0].casefold())


def _weak(weak: Weak) -> str:
    remarks = "".join(f' <span class="remark">{escaped(one)}</span>' for one in said_remarks(weak))
    return (
        f'<article class="weak{" leech" if weak.leech else ""}"><h3>{_where(weak.place)} <span class="kind">{escaped(weak.place.kind)}</span>{remarks}</h3>'
        f"<pre>{escaped(weak.place.text)}</pre><p>{_course(weak)} {escaped(said_misses(weak))}</p></article>"
    )


def _where(place: Place) -> str:
    said = escaped(said_place(place))
    return f'<a href="{escaped(place.href)}">{said}</a>' if place.href else said


def _course(weak: Weak) -> str:
    """The last answers as strokes: up if it was known, down if not."""
    strokes = "".join(
        f'<rect class="{"up" if known else "down"}" x="{n * 5}" y="{0 if known else 9}" width="3" height="8"/>'
        for n, known in enumerate(weak.course)
    )
    said = f"The last {len(weak.course)} answers: {sum(weak.course)} known, {len(weak.course) - sum(weak.course)} not."
    return f'<svg class="course" width="{len(weak.course) * 5}" height="17" role="img" aria-label="{said}"><title>{said}</title>{strokes}</svg>'


def _unseen(report: Report) -> str:
    found = report.never_seen
    if not found:
        return ""
    absent = report.total.absent
    said = f" {absent:,} of them are not in this Anki yet: build, then import." if absent else ""
    rows = "".join(f"<li>{_where(place)} <span>{escaped(place.label)}</span></li>" for place in found)
    return _section(
        f"Never seen ({len(found):,})",
        f'<p class="quiet">Notes of which no card was ever answered.{said}</p>'
        f'<details><summary>All of them</summary><ul id="unseen">{rows}</ul></details>',
    )
