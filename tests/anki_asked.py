"""What a report asks of AnkiConnect: the stand-in (``ankiconnect``) with the actions that only a report needs.

Its answers are compared in ``test_report`` with the shapes of those of the real add-on, which
``python -m tests.anki_asked URL`` recorded from an Anki that ran.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.ankiconnect import AnkiConnect, serving

SHAPES = Path(__file__).parent / "data" / "ankiconnect_reading.json"


class Reader(AnkiConnect):
    """Answers from a collection that is open."""

    def do_multi(self, actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [self.answer(action) for action in actions]

    def do_cardsInfo(self, cards: list[int]) -> list[dict[str, Any]]:
        found = []
        for number in cards:
            card = self.col.get_card(number)
            shown = card.render_output()
            model = card.note_type()
            found.append(
                {
                    "cardId": card.id,
                    "fields": self.do_notesInfo([card.nid])[0]["fields"],
                    "fieldOrder": card.ord,
                    "question": shown.question_text,
                    "answer": shown.answer_text,
                    "modelName": model["name"],
                    "ord": card.ord,
                    "deckName": self.col.decks.name(card.did),
                    "css": model["css"],
                    "factor": card.factor,
                    "interval": card.ivl,
                    "note": card.nid,
                    "type": card.type,
                    "queue": card.queue,
                    "due": card.due,
                    "reps": card.reps,
                    "lapses": card.lapses,
                    "left": card.left,
                    "mod": card.mod,
                }
            )
        return found

    def do_getReviewsOfCards(self, cards: list[int]) -> dict[str, list[dict[str, int]]]:
        columns = ("id", "usn", "ease", "ivl", "lastIvl", "factor", "time", "type")
        query = f"select {', '.join(columns)} from revlog where cid = ?"
        return {str(c): [dict(zip(columns, row, strict=True)) for row in self.col.db.all(query, c)] for c in cards}


@contextmanager
def connected(col: Any) -> Iterator[tuple[str, Reader]]:
    """The address at which a collection is served, and who answers."""
    reader = Reader(col)
    with serving(reader) as address:
        yield address, reader


def shape(value: Any) -> Any:
    """What a JSON value is made of: keys and types, of a list its first item."""
    if isinstance(value, dict):
        if value and all(key.isdigit() for key in value):
            return {"number": shape(next((part for part in value.values() if part), None))}
        return {key: shape(part) for key, part in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


def shapes(url: str) -> dict[str, Any]:
    """The shapes of what an AnkiConnect, whose collection has notes of ours, answers to every action that we ask."""
    from flashgen.anki.connect import Client

    client = Client(url)
    query = '"note:flashgen basic" -is:new'
    notes = sorted(client.invoke("findNotes", query=query))[:1]
    cards = client.invoke("notesInfo", notes=notes)[0]["cards"]
    asked = {
        "findNotes": {"query": query},
        "findCards": {"query": f"{query} rated:60"},
        "notesInfo": {"notes": notes},
        "cardsInfo": {"cards": cards},
        "getReviewsOfCards": {"cards": cards},
        "deckNames": {},
        "multi": {"actions": [{"action": "findCards", "version": 6, "params": {"query": q}} for q in (query, "a:(")]},
    }
    found = {action: shape(client.invoke(action, **params)) for action, params in asked.items()}
    decks = client.invoke("getDecks", cards=cards)
    config = client.invoke("getDeckConfig", deck=next(iter(decks)))
    return {
        **found,
        "multi": [shape(one) for one in client.invoke("multi", **asked["multi"])],
        "getDecks": list(shape(decks).values()),
        "getDeckConfig": {"dyn": shape(config["dyn"]) and bool(config["dyn"])},
    }


if __name__ == "__main__":
    SHAPES.parent.mkdir(exist_ok=True)
    SHAPES.write_text(json.dumps(shapes(sys.argv[1]), indent=1) + "\n", encoding="utf-8")
