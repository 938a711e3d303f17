"""A running Anki, through its add-on AnkiConnect: found by the hidden id field, for the add-on knows no GUIDs.

It has no action for everything: blank cards are moved into a deck of their own and deleted with it, and FSRS, which is
no option of a deck, can't be reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

from flashgen.anki import AnkiError
from flashgen.anki.connect import Client
from flashgen.outputs.push.plan import deck_name
from flashgen.outputs.push.route import ID_FIELD, Held, HeldCard

OURS = f'"{ID_FIELD}:_*"'
"""The search that finds every note whose id field is filled."""
BLANK_DECK = "flashgen blank cards"
"""Where blank cards wait to be deleted."""
CHUNK = 400
"""So many notes or cards a request: Anki's window stands still while one is answered."""
MAX_ORDER = 500
PATIENCE = 300.0
"""Seconds that one request may take once it is known that Anki answers: a large import does."""


class Running:
    """The route to a running Anki."""

    name: ClassVar[str] = "ankiconnect"

    def __init__(self, client: Client, *, sync: bool = True, profile: str = "") -> None:
        self.client = client
        self.sync = sync
        self.profile = profile
        self.said: list[str] = []
        self._target = ""

    @property
    def target(self) -> str:
        """The collection's file, where the add-on tells it; otherwise the address."""
        return self._target or self.client.url

    @property
    def place(self) -> str:
        return f"the running Anki ({self.client.url})"

    def __enter__(self) -> Self:
        self.client.invoke("version")
        self.client.timeout = max(self.client.timeout, PATIENCE)
        try:
            media = Path(str(self.client.invoke("getMediaDirPath")))
        except AnkiError as error:
            if "unsupported action" not in str(error):
                raise
        else:
            self._target = str(media.with_name("collection.anki2"))
            if self.profile and media.parent.name != self.profile:
                raise AnkiError(f"Anki has the profile '{media.parent.name}' open, not '{self.profile}'")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def held(self) -> list[Held]:
        infos = [info for info in self._infos() if info]
        cards = self._cards(sorted(c for info in infos for c in info["cards"]))
        return [
            Held(
                int(info["noteId"]),
                str(info["fields"][ID_FIELD]["value"]).strip(),
                {name: str(one["value"]) for name, one in info["fields"].items()},
                tuple(info["tags"]),
                tuple(cards[c] for c in info["cards"] if c in cards),
                int(info["mod"]) if "mod" in info else None,
            )
            for info in infos
            if ID_FIELD in info["fields"]
        ]

    def _infos(self) -> Iterator[dict[str, Any]]:
        for some in _chunks(self._numbers("findNotes", OURS)):
            yield from self.client.invoke("notesInfo", notes=some)

    def _cards(self, ids: Sequence[int]) -> dict[int, HeldCard]:
        orders = self._orders(ids)
        suspended, reviewed, filtered = (
            set(self._numbers("findCards", f"{OURS} {which}"))
            for which in ("is:suspended", "prop:reps>0", "deck:filtered")
        )
        decks: dict[int, str] = {}
        for some in _chunks(ids):
            for deck, cards in self.client.invoke("getDecks", cards=some).items():
                decks.update(dict.fromkeys(cards, str(deck)))
        return {
            c: HeldCard(
                c, orders[c], "" if c in filtered else decks.get(c, ""), c in suspended, c in reviewed, c in filtered
            )
            for c in ids
            if c in orders
        }

    def _orders(self, ids: Iterable[int]) -> dict[int, int]:
        """Which template or deletion each card is of: asked by number until every card is found."""
        left = set(ids)
        found: dict[int, int] = {}
        number = 0
        while left and number < MAX_ORDER:
            number += 1
            these = left.intersection(self._numbers("findCards", f"{OURS} card:{number}"))
            found.update(dict.fromkeys(these, number - 1))
            left -= these
        return found

    def _numbers(self, action: str, query: str) -> list[int]:
        return [int(n) for n in self.client.invoke(action, query=query)]

    def begin(self) -> None:
        """Nothing: Anki makes its own backups while it runs."""

    def bring(self, package: Path) -> None:
        if self.client.invoke("importPackage", path=str(package.resolve())) is not True:
            raise AnkiError("Anki did not import the package: is a profile open?")

    def rewrite(self, held: Held, fields: Mapping[str, str]) -> None:
        self.client.invoke("updateNoteFields", note={"id": held.id, "fields": dict(fields)})

    def move(self, cards: Sequence[int], deck: str, before: str) -> None:
        if deck_name(deck) not in map(deck_name, self.decks()):
            options = self.client.invoke("getDeckConfig", deck=before)
            self.client.invoke("createDeck", deck=deck)
            if options and not options.get("dyn"):
                self.client.invoke("setDeckConfigId", decks=[deck], configId=options["id"])
        for some in _chunks(cards):
            self.client.invoke("changeDeck", cards=some, deck=deck)

    def suspend(self, cards: Sequence[int]) -> None:
        for some in _chunks(cards):
            self.client.invoke("suspend", cards=some)

    def unsuspend(self, cards: Sequence[int]) -> None:
        for some in _chunks(cards):
            self.client.invoke("unsuspend", cards=some)

    def tag(self, notes: Sequence[int], tags: Iterable[str], *, remove: bool = False) -> None:
        action, joined = "removeTags" if remove else "addTags", " ".join(tags)
        for some in _chunks(notes):
            self.client.invoke(action, notes=some, tags=joined)

    def delete(self, notes: Sequence[int]) -> None:
        for some in _chunks(notes):
            self.client.invoke("deleteNotes", notes=some)

    def delete_cards(self, cards: Sequence[int]) -> None:
        for some in _chunks(cards):
            self.client.invoke("changeDeck", cards=some, deck=BLANK_DECK)
        inside = self._numbers("findCards", _in_deck(BLANK_DECK))
        if set(inside) != set(cards):
            raise AnkiError(f"the deck '{BLANK_DECK}' holds other cards: move them to a deck of yours, and push again")
        self.client.invoke("deleteDecks", decks=[BLANK_DECK], cardsToo=True)

    def drop(self, deck: str) -> bool:
        names = self.decks()
        if deck not in names or any(n.startswith(f"{deck}::") for n in names) or self.options(deck).get("dyn"):
            return False
        if self._numbers("findCards", _in_deck(deck)) or self._numbers("findCards", "deck:filtered"):
            return False  # a card in a filtered deck may have its home here
        self.client.invoke("deleteDecks", decks=[deck], cardsToo=True)
        return True

    def decks(self) -> list[str]:
        return [str(name) for name in self.client.invoke("deckNames")]

    def options(self, deck: str) -> dict[str, Any]:
        found = self.client.invoke("getDeckConfig", deck=deck)
        if not isinstance(found, dict):
            raise AnkiError(f"Anki has no deck '{deck}'")
        return found

    def new_preset(self, preset: dict[str, Any]) -> int:
        made = self.client.invoke("cloneDeckConfigId", name=preset["name"], cloneFrom="1")
        if not made:
            raise AnkiError(f"Anki did not make the preset '{preset['name']}'")
        self.save_options({**preset, "id": int(made)})
        return int(made)

    def save_options(self, preset: dict[str, Any]) -> None:
        if self.client.invoke("saveDeckConfig", config=preset) is not True:
            raise AnkiError(f"Anki did not take the deck options '{preset.get('name')}'")

    def use_options(self, deck: str, preset: int) -> None:
        if self.client.invoke("setDeckConfigId", decks=[deck], configId=preset) is not True:
            raise AnkiError(f"Anki did not give the deck '{deck}' its options")

    def fsrs(self) -> bool | None:
        return None

    def set_fsrs(self, on: bool) -> None:
        raise AnkiError(f"AnkiConnect can't switch FSRS {'on' if on else 'off'}")

    def others(self) -> bool:
        return bool(self._numbers("findCards", f"-{OURS}"))

    def finish(self) -> str:
        if not self.sync:
            return ""
        try:
            self.client.invoke("sync")
        except AnkiError as error:
            return f"Not synced: {error}."
        return "Anki was told to sync."


def _chunks(numbers: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), CHUNK):
        yield list(numbers[start : start + CHUNK])


def _in_deck(name: str) -> str:
    """The search for the cards of a deck and of those in it."""
    escaped = "".join(f"\\{c}" if c in '\\"*_:' else c for c in name.replace("::", "\0"))
    return f'"deck:{escaped}"'.replace("\0", "::")
