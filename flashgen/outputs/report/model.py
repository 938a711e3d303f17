"""A report's things: figures of classes and kinds, places in the class notes, weak notes. They do no work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from flashgen.anki.studied import HORIZON

LIVE, ELSEWHERE = "live", "elsewhere"


def share(part: int, whole: int) -> float | None:
    """A part of a whole, None of nothing."""
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers to cards that had been left for a day or longer, as Anki's true retention counts them."""

    young: int = 0
    young_passed: int = 0
    mature: int = 0
    mature_passed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.young + other.young,
            self.young_passed + other.young_passed,
            self.mature + other.mature,
            self.mature_passed + other.mature_passed,
        )

    @property
    def asked(self) -> int:
        return self.young + self.mature

    @property
    def passed(self) -> int:
        return self.young_passed + self.mature_passed

    @property
    def rate(self) -> float | None:
        """The share that was known; None where nothing was asked."""
        return share(self.passed, self.asked)


@dataclass(frozen=True, slots=True)
class Line:
    """A class, a kind of fact, or everything."""

    name: str
    notes: int = 0
    cards: int = 0
    due: int = 0
    """Today, overdue ones included, by the end of Anki's day."""
    overdue: int = 0
    ahead: tuple[int, ...] = (0,) * HORIZON
    """Due tomorrow, the day after, …"""
    new: int = 0
    """Cards never answered that Anki will still bring."""
    suspended: int = 0
    buried: int = 0
    answers: int = 0
    seconds: float = 0.0
    tally: Tally = field(default_factory=Tally)
    leeches: int = 0
    never_seen: int = 0
    """Notes in the class notes of which no card was ever answered."""
    absent: int = 0
    """Those of them that are not in this Anki."""

    def within(self, days: int) -> int:
        """Due on the days after today, so many of them."""
        return sum(self.ahead[:days])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a note stands in the class notes today."""

    guid: str
    kind: str
    deck: str
    path: str
    line: int | None
    """None where it is not in the class notes any more; of other class notes, the line that Anki's card shows."""
    end_line: int | None
    state: str
    """``live``; ``retired``, ``gone`` or ``unwanted`` as the ledger says; ``elsewhere``: of other class notes."""
    label: str
    text: str
    """The lines as they stand in the class note; of a note that is not there, what Anki shows."""
    href: str = ""
    """Opens the class note in the editor that the configuration names."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A card that was not known at least once."""

    name: str
    """What its template is called, or the number of its cloze."""
    answers: int
    again: int
    lapses: int
    suspended: bool


@dataclass(frozen=True, slots=True)
class Weak:
    """A note that does not stick."""

    place: Place
    leech: bool
    answers: int
    again: int
    """How often it was not known, in the learning steps too."""
    lapses: int
    """How often it was not known after it had been learnt, ever."""
    seconds: float
    last: date | None
    """When it was last not known."""
    reworded: bool
    """Whether its text in the class notes changed since then."""
    suspended: bool
    """Whether Anki asks none of its cards any more."""
    cards: tuple[Trouble, ...]
    """Its cards that were not known, the worst first; over the whole log."""
    course: tuple[bool, ...]
    """Its last answers, the oldest first: known or not."""


@dataclass(frozen=True, slots=True)
class Activity:
    """A day's reviews."""

    answers: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is told, in any form."""

    source: str
    made: datetime
    today: date
    since: date | None
    """The first day that retention, time and weak notes count; None: from the beginning."""
    rollover: int
    classes: tuple[Line, ...]
    kinds: tuple[Line, ...]
    total: Line
    days: Mapping[date, Activity]
    """Every day with an answer, whatever ``since`` is."""
    leeches: tuple[Weak, ...]
    weakest: tuple[Weak, ...]
    never_seen: tuple[Place, ...]
    """Notes in the class notes; those that are in Anki first."""
    lingering: int
    """Cards that Anki still asks of notes that are not in the class notes any more."""
