"""A running Anki: its AnkiConnect in, what it knows of our notes out. Only reads.

The add-on's protocol does not tell everything that a collection holds, so Anki is asked by its own searches: which
cards are due on which day, suspended, buried. They are Anki's own answers, filtered decks included.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flashgen import notetypes
from flashgen.anki import AnkiError
from flashgen.anki.connect import Client
from flashgen.anki.exports import ROLLOVER, Day
from flashgen.anki.studied import HORIZON, LEARNING, PREVIEW, Answer, Card, Learnt, Studied, due, guid_of

LATER = 100_000
"""The day of what is due after the horizon, about which Anki is not asked."""
BATCH = 500
"""Notes and cards asked for at once: every request holds up Anki's window."""
OURS = "note:flashgen*"


def from_running(client: Client, now: float) -> Studied:
    """What the Anki behind this client has. Raises ``AnkiError``."""
    notes = _notes(client)
    numbers = [card for note in notes for card in note["cards"]]
    answers = _answers(client, numbers)
    today = Day(0, _cutoff(client, answers, now), 0)
    today = today._replace(rollover=datetime.fromtimestamp(today.cutoff).astimezone().hour)
    states = _searched(client, {name: f"{OURS} is:{name}" for name in ("new", "suspended", "buried", "learn")})
    days = _due(client, states, today)
    ordinals, decks = _ordinals(client, numbers), _homes(client, numbers)

    def card(number: int) -> Card:
        return Card(
            ordinals.get(number, 0),
            decks.get(number, ""),
            number in states["new"],
            None if number in states["new"] or number in states["suspended"] else days.get(number, LATER),
            number in states["suspended"],
            number in states["buried"],
            answers.get(number, ()),
        )

    kinds = {kind.name: kind.folder for kind in notetypes.all_notetypes()}
    found = []
    for note in notes:
        folder = kinds.get(note["modelName"].rstrip("+"))
        fields = tuple(f["value"] for f in sorted(note["fields"].values(), key=lambda f: int(f["order"])))
        if folder and (guid := guid_of(folder, fields)):
            found.append(Learnt(guid, folder, fields, tuple(note["tags"]), tuple(map(card, note["cards"]))))
    return Studied(now, today, tuple(found))


def _notes(client: Client) -> list[dict[str, Any]]:
    numbers = sorted(client.invoke("findNotes", query=OURS))
    return [note for part in _parts(numbers) for note in client.invoke("notesInfo", notes=part) if note]


def _answers(client: Client, cards: Sequence[int]) -> Mapping[int, tuple[Answer, ...]]:
    found = {}
    for part in _parts(cards):
        for card, lines in client.invoke("getReviewsOfCards", cards=part).items():
            found[int(card)] = tuple(
                Answer(r["id"], r["ease"], r["lastIvl"], r["factor"], r["time"], r["type"])
                for r in sorted(lines, key=lambda r: int(r["id"]))
                if r["ease"] > 0
            )
    return found


def _parts(numbers: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), BATCH):
        yield list(numbers[start : start + BATCH])


def _searched(client: Client, queries: Mapping[str, str]) -> dict[str, set[int]]:
    """The cards that each search finds, all searches in one request."""
    asked = [{"action": "findCards", "version": 6, "params": {"query": query}} for query in queries.values()]
    found = {}
    for name, answer in zip(queries, client.invoke("multi", actions=asked), strict=True):
        if isinstance(answer, dict):
            if answer.get("error"):
                raise AnkiError(f"Anki can't search for '{queries[name]}': {answer['error']}")
            answer = answer["result"]
        found[name] = set(answer)
    return found


def _cutoff(client: Client, answers: Mapping[int, tuple[Answer, ...]], now: float) -> int:
    """When Anki's day ends. AnkiConnect does not tell, but ``rated:N`` finds what was answered on the last N days.

    Of the hours that explain what it finds, the one nearest to 4 in the morning, which Anki begins with: where several
    do, no answer lies between them, and nothing depends on which it is.
    """
    lengths = (1, 2, 3, 5, 7, 10, 14, 21, 30, 60, 90, 180, 365)
    rated = _searched(client, {str(n): f"{OURS} rated:{n}" for n in lengths})

    def explains(cutoff: int) -> bool:
        return all(
            {card for card, log in answers.items() if log and log[-1].at > (cutoff - 86_400 * n) * 1000}
            == rated[str(n)] & answers.keys()
            for n in lengths
        )

    here = datetime.fromtimestamp(now).astimezone()
    hours = sorted(range(24), key=lambda hour: (abs(hour - ROLLOVER), hour))
    cutoffs = [_end_of_day(here, hour) for hour in hours]
    return next(filter(explains, cutoffs), cutoffs[0])


def _end_of_day(here: datetime, hour: int) -> int:
    begun = here.replace(hour=hour, minute=0, second=0, microsecond=0)
    return int((begun + timedelta(days=1) if begun <= here else begun).timestamp())


def _due(client: Client, states: Mapping[str, set[int]], today: Day) -> dict[int, int]:
    """In how many days each card is due."""
    queries = {"-1": f"{OURS} prop:due<0", **{str(n): f"{OURS} prop:due={n}" for n in range(HORIZON + 1)}}
    found = {card: int(n) for n, cards in _searched(client, queries).items() for card in cards}
    found.update(dict.fromkeys(states["buried"], 1))
    previewed = _searched(client, {"due": f"{OURS} deck:filtered prop:due<0"})["due"]  # or overdue, in a filtered deck
    timed = sorted((states["learn"] | previewed) - states["buried"] - states["suspended"])
    for part in _parts(timed):
        for card in client.invoke("cardsInfo", cards=part):
            if card and card["queue"] in (LEARNING, PREVIEW):
                found[card["cardId"]] = due(card["queue"], card["type"], card["due"], today) or 0
    return found


def _ordinals(client: Client, cards: Sequence[int]) -> dict[int, int]:
    """The ordinal of each card: Anki's ``card:N`` counts from 1."""
    left = set(cards)
    found: dict[int, int] = {}
    for first in range(1, 500, 20):
        if not left:
            break
        for number, some in _searched(client, {str(n): f"{OURS} card:{n}" for n in range(first, first + 20)}).items():
            found.update(dict.fromkeys(some, int(number) - 1))
        left -= found.keys()
    return found


def _homes(client: Client, cards: Sequence[int]) -> dict[int, str]:
    """The deck of each card; of one in a filtered deck, the deck it came from."""
    there: defaultdict[str, list[int]] = defaultdict(list)
    for part in _parts(cards):
        for deck, some in client.invoke("getDecks", cards=part).items():
            there[deck] += some
    homes = {card: deck for deck, some in there.items() for card in some}
    filtered = [deck for deck in there if (client.invoke("getDeckConfig", deck=deck) or {}).get("dyn")]
    if not filtered:
        return homes
    away = {card for deck in filtered for card in there[deck]}
    names = [deck for deck in client.invoke("deckNames") if deck not in filtered]
    queries = {deck: f'{OURS} deck:"{_quoted(deck)}" -deck:"{_quoted(deck)}::*"' for deck in names}
    for deck, some in _searched(client, queries).items():
        homes.update(dict.fromkeys(some & away, deck))
    return homes


def _quoted(deck: str) -> str:
    return "".join(f"\\{c}" if c in '"*_\\' else c for c in deck)
