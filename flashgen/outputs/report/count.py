"""The figures of a report: what Anki knows and the class notes as they are today in, a ``Report`` out."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from flashgen import notetypes
from flashgen.anki.studied import AGAIN, FILTERED, HORIZON, Answer, Card, Learnt, Studied, named
from flashgen.identify import RETIRED_TAG
from flashgen.ledger import GONE, Ledger
from flashgen.ledger import LIVE as IN_LEDGER
from flashgen.likeness import plain
from flashgen.notes import Note
from flashgen.outputs.report.model import (
    ELSEWHERE,
    LIVE,
    Activity,
    Line,
    Place,
    Report,
    Tally,
    Trouble,
    Weak,
    share,
)

MATURE = 21
"""Days of interval from which Anki calls a card mature."""
LEECH = "leech"
"""The tag that Anki gives to a note whose card was forgotten as often as its deck's options allow."""
DRAW = 5
"""So many answers of average luck are added to a note's own before notes are compared: two answers prove little."""
LEAST = 2
"""A note that was not known less often than this is not weak: it had bad luck."""
COURSE = 40
"""So many of a weak note's last answers are told one by one."""
KIND_TAG = "flashgen::kind::"
_HREF = re.compile(r'href="([^"]*)"')


def count(
    studied: Studied,
    notes: Sequence[Note],
    ledger: Ledger,
    root: Path | None,
    *,
    source: str,
    since: date | None = None,
) -> Report:
    """The report on what was studied; ``notes`` are those of a build of the class notes in ``root``, made in memory."""
    clock = _Clock(studied)
    places = _Places(notes, ledger, root)
    rows = [_Row(note, places.of(note), clock.start(since)) for note in studied.notes]
    there = {row.place.guid for row in rows}
    absent = [places.of_note(note) for note in notes if note.state == "live" and note.guid not in there]
    weak = _weak(rows, places, clock)
    return Report(
        source,
        datetime.fromtimestamp(studied.now).astimezone(),
        clock.today,
        since,
        studied.day.rollover,
        _lines(rows, absent, lambda place: place.deck),
        _lines(rows, absent, lambda place: place.kind),
        _line("all", rows, len(absent)),
        _days(rows, clock),
        tuple(w for w in weak if w.leech),
        tuple(_weakest([w for w in weak if not w.leech and w.place.state == LIVE], rows)),
        (*(row.place for row in rows if row.unseen), *absent),
        sum(row.asked for row in rows if row.place.state not in (LIVE, ELSEWHERE)),
    )


def today(studied: Studied) -> date:
    """The date of Anki's day: in the small hours it is still yesterday's."""
    return (datetime.fromtimestamp(studied.day.cutoff).astimezone() - timedelta(days=1)).date()


class _Clock:
    """Anki's days: they begin at the hour that the student chose, and are all as long as each other."""

    def __init__(self, studied: Studied) -> None:
        self.cutoff = studied.day.cutoff
        self.today = today(studied)

    def ago(self, at: int) -> int:
        """How many days ago a time in milliseconds was: 0 today."""
        return (self.cutoff * 1000 - 1 - at) // 86_400_000

    def day(self, at: int) -> date:
        """The day of a time in milliseconds."""
        return self.today - timedelta(days=self.ago(at))

    def start(self, since: date | None) -> int:
        """The first millisecond of a day."""
        return 0 if since is None else (self.cutoff - 86_400 * ((self.today - since).days + 1)) * 1000


class _Places:
    """Where notes stand: looked up in the build and the ledger, their lines read from the class notes."""

    def __init__(self, notes: Iterable[Note], ledger: Ledger, root: Path | None) -> None:
        self.notes = {note.guid: note for note in notes if note.state == "live"}
        self.ledger = ledger
        self.root = root
        self.files: dict[str, list[str]] = {}

    def of(self, learnt: Learnt) -> Place:
        """The place of a note that Anki has."""
        note = self.notes.get(learnt.guid)
        return self.of_note(note) if note else self._former(learnt)

    def of_note(self, note: Note) -> Place:
        """The place of a note of the build."""
        draft = note.draft
        text = self._lines(draft.path, draft.line, draft.end_line) or draft.label
        where = draft.path, draft.line, draft.end_line
        link = _HREF.search(named(note.draft.notetype, note.fields)["Source"])
        href = html.unescape(link[1]) if link else ""
        return Place(note.guid, draft.kind, draft.deck, *where, LIVE, draft.label, text, href)

    def _former(self, learnt: Learnt) -> Place:
        """The place of a note that is not in the class notes: what the ledger or else Anki itself still knows."""
        record = self.ledger.records.get(learnt.guid)
        source = plain(named(learnt.notetype, learnt.fields)["Source"])
        path, _, line = source.rpartition(":")
        kinds = [tag.removeprefix(KIND_TAG) for tag in learnt.tags if tag.startswith(KIND_TAG)]
        state = self._state(learnt)
        said = [text for text in map(plain, learnt.fields[: _own(learnt.notetype)]) if text]
        return Place(
            learnt.guid,
            kinds[0] if kinds else learnt.notetype,
            learnt.cards[0].deck if learnt.cards else "",
            record.path if record else path if line.isdecimal() else source,
            int(line) if state == ELSEWHERE and line.isdecimal() else None,
            None,
            state,
            _short(said[0] if said else ""),
            " · ".join(said[:2]),
        )

    def _state(self, learnt: Learnt) -> str:
        record = self.ledger.records.get(learnt.guid)
        if record and record.state != IN_LEDGER:
            return record.state
        return GONE if record or learnt.tagged(RETIRED_TAG) else ELSEWHERE

    def changed(self, guid: str) -> int:
        """When the text of a note in the class notes last changed, as the ledger knows it: Unix time in seconds."""
        record = self.ledger.records.get(guid)
        note = self.notes.get(guid)
        return note.mod if note and record else 0

    def _lines(self, path: str, first: int, last: int) -> str:
        if self.root is None:
            return ""
        if path not in self.files:
            try:
                text = (self.root / path).read_bytes().decode("utf-8-sig", "replace")
            except OSError:
                text = ""
            self.files[path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\n".join(self.files[path][first - 1 : max(first, last)]).strip("\n")


def _own(notetype: str) -> int:
    """How many fields of a note type are its own."""
    return len(notetypes.load(notetype).fields) - len(notetypes.COMMON)


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


class _Row:
    """A note of Anki's, with its answers of the time that is asked for."""

    def __init__(self, note: Learnt, place: Place, floor: int) -> None:
        self.note = note
        self.place = place
        answers = [a for card in note.cards for a in card.answers if a.at >= floor]
        self.answers = len(answers)
        self.spent = sum([a.spent for a in answers])
        self.tally = tally(answers)
        graded = [a.button for a in answers if a.graded]
        self.graded = len(graded)
        self.again = graded.count(AGAIN)
        self.leech = note.tagged(LEECH)

    @property
    def unseen(self) -> bool:
        return self.place.state == LIVE and not any(card.answers for card in self.note.cards)

    @property
    def asked(self) -> int:
        """How many of its cards Anki still brings."""
        return sum(not card.suspended for card in self.note.cards)


# -- classes, kinds, days ----------------------------------------------------------------------------------------------


def _lines(rows: Sequence[_Row], absent: Sequence[Place], name: Callable[[Place], str]) -> tuple[Line, ...]:
    """A line for each name that places have."""
    groups: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[name(row.place)].append(row)
    missing = Counter(map(name, absent))
    return tuple(_line(one, groups[one], missing[one]) for one in sorted({*groups, *missing}))


def _line(name: str, rows: Sequence[_Row], absent: int) -> Line:
    cards = [card for row in rows for card in row.note.cards]
    days = Counter(max(card.due, 0) for card in cards if card.due is not None)
    return Line(
        name,
        len(rows),
        len(cards),
        days[0],
        sum(card.due is not None and card.due < 0 for card in cards),
        tuple(days[n] for n in range(1, HORIZON + 1)),
        sum(card.new and not card.suspended for card in cards),
        sum(card.suspended for card in cards),
        sum(card.buried for card in cards),
        sum(row.answers for row in rows),
        sum(row.spent for row in rows) / 1000,
        sum((row.tally for row in rows), Tally()),
        sum(row.leech for row in rows),
        sum(row.unseen for row in rows) + absent,
        absent,
    )


def tally(answers: Iterable[Answer]) -> Tally:
    """True retention, young and mature."""
    tests = [(a.last < MATURE, a.button != AGAIN) for a in answers if a.tests]
    young = [known for below, known in tests if below]
    known = sum(known for _, known in tests)
    return Tally(len(young), sum(young), len(tests) - len(young), known - sum(young))


def _days(rows: Sequence[_Row], clock: _Clock) -> dict[date, Activity]:
    answers: Counter[int] = Counter()
    spent: Counter[int] = Counter()
    for row in rows:
        for card in row.note.cards:
            for answer in card.answers:
                ago = clock.ago(answer.at)
                answers[ago] += 1
                spent[ago] += answer.spent
    return {
        clock.today - timedelta(days=n): Activity(answers[n], spent[n] / 1000) for n in sorted(answers, reverse=True)
    }


# -- what does not stick -----------------------------------------------------------------------------------------------


def _weak(rows: Sequence[_Row], places: _Places, clock: _Clock) -> list[Weak]:
    """All leeches, and notes that were not known in the time: those that can be mended first, by lapses."""
    found = [_weak_note(row, places, clock) for row in rows if row.leech or row.again]
    return sorted(found, key=lambda w: (w.place.state != LIVE, w.reworded, -w.lapses, -w.again, *_order(w.place)))


def _weak_note(row: _Row, places: _Places, clock: _Clock) -> Weak:
    misses = [a.at for card in row.note.cards for a in card.answers if a.graded and a.button == AGAIN]
    last = max(misses, default=0)
    return Weak(
        row.place,
        row.leech,
        row.graded,
        row.again,
        sum(map(lapses, row.note.cards)),
        row.spent / 1000,
        clock.day(last) if last else None,
        row.place.state == LIVE and places.changed(row.place.guid) * 1000 > last,
        all(card.suspended for card in row.note.cards),
        tuple(_troubles(row)),
        tuple(a.button != AGAIN for a in sorted(a for c in row.note.cards for a in c.answers if a.graded)[-COURSE:]),
    )


def _order(place: Place) -> tuple[str, int, str]:
    return place.path, place.line or 0, place.guid


def lapses(card: Card) -> int:
    """How often a card was not known after it had been learnt: over the whole log, as Anki's own counter."""
    return sum(
        a.button == AGAIN and a.graded and (a.kind == 1 or (a.kind == FILTERED and a.last > 0)) for a in card.answers
    )


def _troubles(row: _Row) -> list[Trouble]:
    found = []
    for card in row.note.cards:
        graded = [a for a in card.answers if a.graded]
        if again := sum(a.button == AGAIN for a in graded):
            name = _template(row.note.notetype, card.ordinal)
            found.append(Trouble(name, len(graded), again, lapses(card), card.suspended))
    return sorted(found, key=lambda t: (-t.lapses, -t.again, t.name))


def _template(notetype: str, ordinal: int) -> str:
    kind = notetypes.load(notetype)
    if kind.cloze:
        return f"cloze {ordinal + 1}"
    return kind.templates[ordinal].name if ordinal < len(kind.templates) else f"card {ordinal + 1}"


def _weakest(found: Sequence[Weak], rows: Sequence[_Row]) -> list[Weak]:
    """Those that are known less often than the others, the weakest first: by their share of misses, drawn to average."""
    average = share(sum(row.again for row in rows), sum(row.graded for row in rows)) or 0.0

    def weakness(weak: Weak) -> float:
        return (weak.again + DRAW * average) / (weak.answers + DRAW)

    weak = [w for w in found if w.again >= LEAST and weakness(w) > average]
    return sorted(weak, key=lambda w: (w.reworded, -weakness(w), -w.lapses, -w.again, *_order(w.place)))
