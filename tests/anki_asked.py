"""A stand-in for AnkiConnect: the actions that only read, answered from a real collection as the add-on answers them.

Its answers are compared in ``test_report`` with the shapes of those of the real add-on, which
``python -m tests.anki_asked URL`` recorded from an Anki that ran.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SHAPES = Path(__file__).parent / "data" / "ankiconnect_reading.json"


class Reader:
    """Answers an action and its parameters."""

    def __init__(self, col: Any) -> None:
        self.col = col
        self.asked: list[str] = []

    def answer(self, action: str, params: dict[str, Any]) -> Any:
        self.asked.append(action)
        if action == "multi":
            return [self.reply(one) for one in params["actions"]]
        method = getattr(self, f"do_{action}", None)
        if method is None:
            raise LookupError("unsupported action")
        return method(**params)

    def reply(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            return {"result": self.answer(request["action"], request.get("params", {})), "error": None}
        except Exception as error:
            return {"result": None, "error": str(error)}

    def do_version(self) -> int:
        return 6

    def do_findNotes(self, query: str) -> list[int]:
        return list(map(int, self.col.find_notes(query)))

    def do_findCards(self, query: str) -> list[int]:
        return list(map(int, self.col.find_cards(query)))

    def do_notesInfo(self, notes: list[int]) -> list[dict[str, Any]]:
        found = []
        for number in notes:
            note = self.col.get_note(number)
            found.append(
                {
                    "noteId": note.id,
                    "tags": note.tags,
                    "fields": self._fields(note),
                    "modelName": note.note_type()["name"],
                    "cards": self.col.db.list("select id from cards where nid = ? order by ord", note.id),
                }
            )
        return found

    def do_cardsInfo(self, cards: list[int]) -> list[dict[str, Any]]:
        found = []
        for number in cards:
            card = self.col.get_card(number)
            shown = card.render_output()
            model = card.note_type()
            found.append(
                {
                    "cardId": card.id,
                    "fields": self._fields(card.note()),
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

    def do_getDecks(self, cards: list[int]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for card in cards:
            found.setdefault(self.col.decks.name(self.col.get_card(card).did), []).append(card)
        return found

    def do_getDeckConfig(self, deck: str) -> Any:
        return self.col.decks.config_dict_for_deck_id(self.col.decks.by_name(deck)["id"])

    def do_deckNames(self) -> list[str]:
        return [deck.name for deck in self.col.decks.all_names_and_ids()]

    def _fields(self, note: Any) -> dict[str, dict[str, Any]]:
        return {name: {"value": value, "order": n} for n, (name, value) in enumerate(note.items())}


@contextmanager
def connected(col: Any) -> Iterator[tuple[str, Reader]]:
    """The address at which a collection is served, and who answers."""
    reader = Reader(col)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            raw = json.dumps(reader.reply(json.loads(body))).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", reader
    finally:
        server.shutdown()
        server.server_close()


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
