"""A stand-in for AnkiConnect: the actions that only read, answered from a real collection as the add-on answers them.

What it answers is compared with what the real add-on answered (``ankiconnect_recorded.json``) in ``test_report``.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


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
