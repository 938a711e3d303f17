"""A stand-in for the add-on AnkiConnect: its protocol on a port of this machine, a real collection behind it.

What it answers is compared with answers of the real add-on, recorded in ``tests/data/ankiconnect.json``
(``tests/test_ankiconnect.py``); ``python -m tests.ankiconnect URL`` records them anew from an Anki that runs.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from tests.anki_collection import collection

DATA = Path(__file__).parent / "data" / "ankiconnect.json"
ID = '"flashgen id:_*"'


class AnkiConnect:
    """What the add-on does, on a collection that is open."""

    def __init__(self, col: Any, key: str | None = None) -> None:
        self.col, self.key = col, key
        self.asked: list[str] = []
        self.synced = 0
        self.gone_after = -1
        """After so many requests more, the connection is dropped as if Anki had been killed."""

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        action = request["action"]
        self.asked.append(action)
        do = getattr(self, f"do_{action}", None)
        if self.key != request.get("key"):
            return {"result": None, "error": "valid api key must be provided"}
        if do is None:
            return {"result": None, "error": "unsupported action"}
        try:
            return {"result": do(**request.get("params", {})), "error": None}
        except Exception as error:
            return {"result": None, "error": str(error)}

    def do_version(self) -> int:
        return 6

    def do_getMediaDirPath(self) -> str:
        return str(Path(self.col.path).with_name("collection.media"))

    def do_findNotes(self, query: str) -> list[int]:
        return [int(n) for n in self.col.find_notes(query)]

    def do_findCards(self, query: str) -> list[int]:
        return [int(n) for n in self.col.find_cards(query)]

    def do_notesInfo(self, notes: list[int]) -> list[dict[str, Any]]:
        found = []
        for number in notes:
            if not self.col.db.scalar("select count() from notes where id = ?", number):
                found.append({})
                continue
            note = self.col.get_note(number)
            model = note.note_type()
            fields = {f["name"]: {"value": note.fields[f["ord"]], "order": f["ord"]} for f in model["flds"]}
            cards = self.col.db.list("select id from cards where nid = ? order by ord", number)
            found.append(
                {"noteId": number, "tags": note.tags, "fields": fields, "modelName": model["name"], "cards": cards}
            )
        return found

    def do_getDecks(self, cards: list[int]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for card in cards:
            deck = self.col.decks.get(self.col.db.scalar("select did from cards where id = ?", card))
            found.setdefault(deck["name"], []).append(card)
        return found

    def do_deckNames(self) -> list[str]:
        return [d.name for d in self.col.decks.all_names_and_ids()]

    def do_createDeck(self, deck: str) -> int:
        return int(self.col.decks.id(deck))

    def do_changeDeck(self, cards: list[int], deck: str) -> None:
        number = self.col.decks.id(deck)
        self.col.sched.remFromDyn(cards)
        among = ",".join(map(str, cards))
        self.col.db.execute(
            f"update cards set usn = -1, mod = ?, did = ? where id in ({among})", int(time.time()), number
        )

    def do_deleteDecks(self, decks: list[str], cardsToo: bool = False) -> None:
        if not cardsToo:
            raise ValueError("Since Anki 2.1.28 it's not possible to delete decks without deleting cards as well")
        self.col.decks.remove([self.col.decks.id_for_name(d) for d in decks if d in self.do_deckNames()])

    def do_suspend(self, cards: list[int]) -> bool:
        self.col.sched.suspend_cards(cards)
        return True

    def do_unsuspend(self, cards: list[int]) -> None:
        self.col.sched.unsuspend_cards(cards)

    def do_addTags(self, notes: list[int], tags: str) -> None:
        self.col.tags.bulk_add(notes, tags)

    def do_removeTags(self, notes: list[int], tags: str) -> None:
        self.col.tags.bulk_remove(notes, tags)

    def do_deleteNotes(self, notes: list[int]) -> None:
        self.col.remove_notes(notes)

    def do_updateNoteFields(self, note: dict[str, Any]) -> None:
        there = self.col.get_note(note["id"])
        for name, value in note["fields"].items():
            there[name] = value
        self.col.update_note(there)

    def do_importPackage(self, path: str) -> bool:
        from anki import import_export_pb2 as pb

        wanted = {"merge_notetypes": True, "with_scheduling": True, "with_deck_configs": True}
        known = pb.ImportAnkiPackageOptions.DESCRIPTOR.fields_by_name
        options = pb.ImportAnkiPackageOptions(**{k: v for k, v in wanted.items() if k in known})
        self.col.import_anki_package(pb.ImportAnkiPackageRequest(package_path=path, options=options))
        self.col.models._clear_cache()
        return True

    def do_getDeckConfig(self, deck: str) -> dict[str, Any] | bool:
        if deck not in self.do_deckNames():
            return False
        return dict(self.col.decks.config_dict_for_deck_id(self.col.decks.id(deck)))

    def do_cloneDeckConfigId(self, name: str, cloneFrom: str) -> int:
        return int(self.col.decks.add_config_returning_id(name, self.col.decks.get_config(int(cloneFrom))))

    def do_saveDeckConfig(self, config: dict[str, Any]) -> bool:
        if int(config["id"]) not in [int(c["id"]) for c in self.col.decks.all_config()]:
            return False
        self.col.decks.update_config(config)
        return True

    def do_setDeckConfigId(self, decks: list[str], configId: int) -> bool:
        if not set(decks) <= set(self.do_deckNames()):
            return False
        for deck in decks:
            self.col.decks.set_config_id_for_deck_dict(self.col.decks.by_name(deck), int(configId))
        return True

    def do_sync(self) -> None:
        self.synced += 1


@contextmanager
def serving(anki: AnkiConnect) -> Iterator[str]:
    """The address at which it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if anki.gone_after == 0:
                self.connection.close()
                return
            anki.gone_after -= 1
            answer = json.dumps(anki.answer(json.loads(body))).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (ValueError, OSError):
                self.close_connection = True

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def running(folder: Path, key: str | None = None) -> Iterator[tuple[AnkiConnect, str]]:
    """A collection that is open, behind the protocol; its address."""
    with collection(folder) as col:
        anki = AnkiConnect(col, key)
        with serving(anki) as url:
            yield anki, url


def session(package: Path) -> list[dict[str, Any]]:
    """Requests in an order in which each answer depends on those before: all that a push asks, and its errors.

    ``{"result": n}`` stands for the result of request ``n``.
    """

    def ask(action: str, **params: Any) -> dict[str, Any]:
        return {"action": action, "version": 6, "params": params}

    found: list[dict[str, Any]] = [
        ask("version"),
        ask("nosuchaction"),
        ask("deckNames"),
        ask("findNotes", query=ID),
        ask("importPackage", path=str(package)),
        ask("importPackage", path=str(package)),
        ask("findNotes", query=ID),
        ask("notesInfo", notes={"result": 6}),
        ask("findCards", query=ID),
        ask("findCards", query=f"{ID} card:1"),
        ask("findCards", query=f"{ID} card:2"),
        ask("findCards", query=f"{ID} is:suspended"),
        ask("findCards", query=f"{ID} prop:reps>0"),
        ask("findCards", query=f"{ID} deck:filtered"),
        ask("findCards", query=f"-{ID}"),
        ask("getDecks", cards={"result": 8}),
        ask("notesInfo", notes=[12]),
        ask("suspend", cards={"result": 10}),
        ask("suspend", cards={"result": 10}),
        ask("findCards", query=f"{ID} is:suspended"),
        ask("unsuspend", cards={"result": 10}),
        ask("findCards", query=f"{ID} is:suspended"),
        ask("addTags", notes={"result": 6}, tags="flashgen::retired flashgen::suspended::1-2"),
        ask("removeTags", notes={"result": 6}, tags="flashgen::suspended::1-2"),
        ask("notesInfo", notes={"result": 6}),
        ask("createDeck", deck="Other::Deck"),
        ask("changeDeck", cards={"result": 10}, deck="Other::New"),
        ask("getDecks", cards={"result": 8}),
        ask("findCards", query='"deck:Other::New"'),
        ask("findCards", query='"deck:Oth\\_r"'),
        ask("getDeckConfig", deck="Other::New"),
        ask("getDeckConfig", deck="no such deck"),
        ask("cloneDeckConfigId", name="flashgen", cloneFrom="1"),
        ask("setDeckConfigId", decks=["Other::New"], configId={"result": 32}),
        ask("setDeckConfigId", decks=["no such deck"], configId={"result": 32}),
        ask("getDeckConfig", deck="Other::New"),
        ask("saveDeckConfig", config={"result": 35, "with": {"desiredRetention": 0.85, "flashgen": {"decks": ["a"]}}}),
        ask("getDeckConfig", deck="Other::New"),
        ask("updateNoteFields", note={"id": {"first": 6}, "fields": {"Back": "an answer <b>of</b> Anki's own"}}),
        ask("notesInfo", notes={"result": 6}),
        ask("deleteDecks", decks=["Other::Deck"], cardsToo=False),
        ask("deleteDecks", decks=["Other::Deck"], cardsToo=True),
        ask("deckNames"),
        ask("deleteDecks", decks=["Other"], cardsToo=True),
        ask("findCards", query=ID),
        ask("deleteNotes", notes={"result": 6}),
        ask("findNotes", query=ID),
        ask("deckNames"),
    ]
    return found


def filled(request: Any, results: list[Any]) -> Any:
    """A request with the results that it stands on put in."""
    if isinstance(request, dict) and ("result" in request or "first" in request):
        if "first" in request:
            return results[request["first"]][0]
        value = results[request["result"]]
        return {**value, **request["with"]} if "with" in request else value
    if isinstance(request, dict):
        return {k: filled(v, results) for k, v in request.items()}
    return request


def package_of_the_session(target: Path) -> Path:
    """Three notes, one of them with two cards, as they are at one fixed time."""
    from flashgen.config import Config
    from flashgen.outputs.package import package
    from flashgen.pipeline import build

    notes = target.parent / "session"
    notes.mkdir(exist_ok=True)
    (notes / "a.md").write_text(
        "# Cells\n\nQ: What does a cell need?\nA: energy\n\nThe ==membrane== holds the ==nucleus==. #cloze\n\n"
        "osmosis: water through a membrane #definition\n",
        encoding="utf-8",
    )
    package(build((notes,), Config(), now=1_750_000_000).notes, target)
    return target


def record(url: str) -> None:
    """Ask the Anki that runs at an address, whose collection must be empty, and keep what it answers."""
    import tempfile

    from flashgen.anki.connect import Client

    with tempfile.TemporaryDirectory() as folder:
        requests = session(package_of_the_session(Path(folder, "session.apkg")))
        client, results, pairs = Client(url), [], []
        for request in requests:
            answer = client._answer(request["action"], json.dumps(filled(request, results)).encode())
            results.append(answer["result"])
            pairs.append({"action": request["action"], "answer": answer})
    DATA.parent.mkdir(exist_ok=True)
    DATA.write_text(json.dumps(pairs, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record(sys.argv[1])
