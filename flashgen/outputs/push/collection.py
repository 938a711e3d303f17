"""A collection file while Anki is closed, through Anki's own library: a backup first, then changes that are each whole."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

from flashgen.anki import AnkiError
from flashgen.notes import PART
from flashgen.outputs.push.route import ID_FIELD, MARK, Held, HeldCard

SUSPENDED = -1
"""A card's queue."""
OLDEST = 14
"""Collections of an older schema are of an Anki before 2.1.50, which could not open what we leave."""


class Opened:
    """What is done to a collection that Anki's library holds open: the common part of two routes."""

    col: Any = None

    def __init__(self) -> None:
        self.said: list[str] = []

    def backed_up(self, folder: Path) -> bool:
        """Make a backup, as Anki does; False if the last one is up to date."""
        with said("no backup could be made, so nothing was changed"):
            folder.mkdir(exist_ok=True)
            return bool(self.col.create_backup(backup_folder=str(folder), force=True, wait_for_completion=True))

    def held(self) -> list[Held]:
        with said():
            kinds = self._kinds()
            decks = {int(d.id): str(d.name) for d in self.col.decks.all_names_and_ids()}
            cards: dict[int, list[HeldCard]] = defaultdict(list)
            for number, note, order, did, home, queue, reps in self.col.db.all(
                "select id, nid, ord, did, odid, queue, reps from cards "
                f"where nid in (select id from notes where mid in {_among(kinds)}) order by ord"
            ):
                deck = decks.get(home or did, "")
                cards[note].append(HeldCard(number, order, deck, queue == SUSPENDED, reps > 0, home != 0))
            found = []
            for number, guid, kind, mod, tags, fields in self.col.db.all(
                f"select id, guid, mid, mod, tags, flds from notes where mid in {_among(kinds)}"
            ):
                values = dict(zip(kinds[kind], fields.split(PART), strict=False))
                if values.get(ID_FIELD, "").strip():
                    found.append(Held(number, guid, values, tuple(tags.split()), tuple(cards[number]), mod))
            return found

    def _kinds(self) -> dict[int, list[str]]:
        """Note types that have our id field → the names of their fields."""
        named = {int(m["id"]): [str(f["name"]) for f in m["flds"]] for m in self.col.models.all()}
        return {number: names for number, names in named.items() if ID_FIELD in names}

    def bring(self, package: Path) -> None:
        from anki import import_export_pb2 as messages

        with said():
            # Only what is newer, and no presets. Schedules of existing cards stay in any case; without this option, Anki
            # takes the student's tags "marked" and "leech" off the notes that it updates.
            options = messages.ImportAnkiPackageOptions(with_scheduling=True)
            self.col.import_anki_package(
                messages.ImportAnkiPackageRequest(package_path=str(package.resolve()), options=options)
            )
            self.col.models._clear_cache()  # an import does not refresh it

    def rewrite(self, held: Held, fields: Mapping[str, str]) -> None:
        with said():
            note = self.col.get_note(held.id)
            for name, value in fields.items():
                note[name] = value
            self.col.update_note(note)

    def move(self, cards: Sequence[int], deck: str, before: str) -> None:
        with said():
            decks = self.col.decks
            new = decks.id_for_name(deck) is None
            number = decks.id(deck)
            options = (decks.by_name(before) or {}).get("conf")
            if new and options:
                decks.set_config_id_for_deck_dict(decks.get(number), options)
            moved = [self.col.get_card(card) for card in cards]
            for card in moved:
                card.did = number
            self.col.update_cards(moved)  # set_deck of some versions forgets what FSRS knows of a card

    def suspend(self, cards: Sequence[int]) -> None:
        with said():
            self.col.sched.suspend_cards(list(cards))

    def unsuspend(self, cards: Sequence[int]) -> None:
        with said():
            self.col.sched.unsuspend_cards(list(cards))

    def tag(self, notes: Sequence[int], tags: Iterable[str], *, remove: bool = False) -> None:
        with said():
            change = self.col.tags.bulk_remove if remove else self.col.tags.bulk_add
            change(list(notes), " ".join(tags))

    def delete(self, notes: Sequence[int]) -> None:
        with said():
            self.col.remove_notes(list(notes))

    def delete_cards(self, cards: Sequence[int]) -> None:
        with said():
            self.col.remove_cards_and_orphaned_notes(list(cards))

    def drop(self, deck: str) -> bool:
        with said():
            decks = self.col.decks
            found = decks.by_name(deck)
            if not found or found.get("dyn") or int(found["id"]) == 1 or decks.children(found["id"]):
                return False
            if decks.card_count(found["id"], include_subdecks=True):
                return False
            decks.remove([found["id"]])
            return True

    def decks(self) -> list[str]:
        with said():
            return [str(d.name) for d in self.col.decks.all_names_and_ids()]

    def options(self, deck: str) -> dict[str, Any]:
        with said():
            found = self.col.decks.id_for_name(deck)
            if found is None:
                raise AnkiError(f"Anki has no deck '{deck}'")
            return dict(self.col.decks.config_dict_for_deck_id(found))

    def new_preset(self, preset: dict[str, Any]) -> int:
        with said():
            decks = self.col.decks
            for other in decks.all_config():
                if MARK in other and other["name"] == preset["name"] and not decks.decks_using_config(other):
                    decks.update_config({**preset, "id": other["id"]})
                    return int(other["id"])
            return int(decks.add_config_returning_id(preset["name"], preset))

    def save_options(self, preset: dict[str, Any]) -> None:
        with said():
            self.col.decks.update_config(preset)

    def use_options(self, deck: str, preset: int) -> None:
        with said():
            self.col.decks.set_config_id_for_deck_dict(self.col.decks.by_name(deck), preset)

    def fsrs(self) -> bool | None:
        with said():
            return bool(self.col.get_config("fsrs", False))

    def set_fsrs(self, on: bool) -> None:
        with said():
            self.col.set_config("fsrs", on)

    def others(self) -> bool:
        with said():
            ours = f"select id from notes where mid in {_among(self._kinds())}"
            return bool(self.col.db.scalar(f"select exists (select 1 from cards where nid not in ({ours}))"))


class ClosedCollection(Opened):
    """The route to a collection file that Anki does not have open."""

    name: ClassVar[str] = "collection"

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    @property
    def target(self) -> str:
        return str(self.path.resolve())

    @property
    def place(self) -> str:
        return str(self.path)

    def __enter__(self) -> Self:
        check(self.path)
        self.col = open_collection(self.path)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        col, self.col = self.col, None
        if col is not None:
            with said():
                col.close()

    def begin(self) -> None:
        folder = self.path.parent / "backups"
        made = self.backed_up(folder)
        self.said.append(f"Backup: {folder}." if made else f"Backup: the last one in {folder} is up to date.")

    def finish(self) -> str:
        return ""  # Anki syncs when it is started


def open_collection(path: Path) -> Any:
    """Anki's library holding a collection open. Raises ``AnkiError``: Anki has it open, the library is not there."""
    try:
        import anki.lang
        from anki.collection import Collection
    except ImportError:
        raise AnkiError("this needs Anki's library: pip install 'flashgen[anki]'") from None
    anki.lang.set_lang("en_US")
    with said():
        return Collection(str(path))


def check(path: Path) -> None:
    """Whether a file is a collection that this library may open: it would make a new one, or upgrade an ancient one."""
    if not path.is_file():
        raise AnkiError(f"there is no collection {path}", absent=True)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0.2)) as connection:
            version = connection.execute("select ver from col").fetchone()[0]
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise AnkiError(_OPEN) from None
        raise AnkiError(f"{path} is no collection of Anki: {error}") from None
    except (sqlite3.Error, TypeError) as error:
        raise AnkiError(f"{path} is no collection of Anki: {error}") from None
    if version < OLDEST:
        raise AnkiError(f"{path} is of an Anki before 2.1.50: upgrade Anki, or push through AnkiConnect")


_OPEN = (
    "Anki is open, and keeps its collection to itself: close it and push again, or install the add-on AnkiConnect "
    "(2055492159), and push while it runs"
)


@contextmanager
def said(what: str = "") -> Iterator[None]:
    """Errors of Anki's library, as ours; what it prints (that something took 0.2 s) does not reach our output."""
    try:
        with redirect_stdout(StringIO()):
            yield
    except AnkiError:
        raise
    except Exception as error:
        if not type(error).__module__.startswith("anki") and not isinstance(error, (OSError, AssertionError)):
            raise
        raise AnkiError(_told(error, what)) from error


def _told(error: Exception, what: str) -> str:
    text = " ".join(str(error).split())
    low = text.lower()
    if "already open" in low or "locked" in low:
        return _OPEN
    if "full" in low or "no space" in low or "enospc" in low:
        return f"{what or 'Anki stopped'}: the disk is full. Make room and push again; nothing is lost"
    if "filetoonew" in low or "too new" in low or "newer" in low:
        return f"the collection is of a newer Anki than the library: pip install -U anki ({text[:200]})"
    return f"{what}: {text[:300]}" if what else f"Anki's library: {text[:300]}"


def _among(numbers: Iterable[int]) -> str:
    return f"({','.join(map(str, numbers))})"
