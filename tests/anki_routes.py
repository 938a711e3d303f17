"""The three ways to Anki, each with the student's own Anki behind it: push with a command, look and act in a collection."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from flashgen.anki.connect import Client
from flashgen.cli import main
from tests.anki_collection import collection
from tests.ankiconnect import AnkiConnect, running

USER, PASSWORD = "student", "open-sesame"

Cards = dict[tuple[str, int], tuple[Any, ...]]
"""(GUID, order) → deck, schedule, review log."""


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, prog_name="flashgen")


class Closed:
    """A collection file; Anki is closed while something is pushed."""

    name = "collection"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with collection(folder):
            pass

    @contextmanager
    def open(self) -> Iterator[Any]:
        """The student's Anki."""
        with collection(self.folder) as col:
            yield col

    def run(self, command: str, *words: str) -> Result:
        """A command that goes this way."""
        return run(command, *words, "--route", "collection", "--collection", str(self.folder / "collection.anki2"))

    def copy(self, folder: Path) -> Closed:
        """The same, as it is now, elsewhere."""
        shutil.copytree(self.folder, folder)
        return type(self)(folder)

    def close(self) -> None:
        """The end."""


class Running(Closed):
    """A running Anki with AnkiConnect: the stand-in, whose answers are compared with recorded ones."""

    name = "ankiconnect"
    anki: AnkiConnect

    def run(self, command: str, *words: str) -> Result:
        with running(self.folder) as (self.anki, url):
            return run(command, *words, "--route", "ankiconnect", "--url", url)


class Real(Closed):
    """The real Anki with the real AnkiConnect, without a screen, started for each command.

    Only where ``FLASHGEN_TEST_ANKI`` names a Python that has Anki's ``aqt`` and ``FLASHGEN_TEST_ANKICONNECT`` the
    folder of the add-on.
    """

    name = "ankiconnect"

    def __init__(self, folder: Path) -> None:
        self.base = folder
        self.python = os.environ["FLASHGEN_TEST_ANKI"]
        self.port = _free()
        addon = folder / "addons21" / "2055492159"
        if not addon.exists():
            shutil.copytree(os.environ["FLASHGEN_TEST_ANKICONNECT"], addon)
            (addon / "config.json").write_text(f'{{"webBindPort": {self.port}}}', encoding="utf-8")
            subprocess.run([self.python, "-c", _PROFILE, str(folder)], check=True, env=self._environment())
        super().__init__(folder / "User 1")

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox",
            "QTWEBENGINE_DISABLE_SANDBOX": "1",
            "ANKI_SINGLE_INSTANCE_KEY": f"flashgen-{self.port}",
        }

    def run(self, command: str, *words: str) -> Result:
        start = (
            "import sys; sys.argv = ['anki', '-b', sys.argv[1], '-p', 'User 1', '-l', 'en_US']; import aqt; aqt.run()"
        )
        url = f"http://127.0.0.1:{self.port}"
        with (self.base / "anki.log").open("ab") as log:
            process = subprocess.Popen(
                [self.python, "-c", start, str(self.base)], stdout=log, stderr=log, env=self._environment()
            )
        try:
            client = Client(url)
            for _ in range(600):
                if client.alive():
                    break
                time.sleep(0.1)
            result = run(
                command, *words, "--route", "ankiconnect", "--url", url, *(["--no-sync"] * (command == "push"))
            )
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return result


_PROFILE = """
import sys
from pathlib import Path
from aqt.profiles import ProfileManager
manager = ProfileManager(Path(sys.argv[1]))
manager.setupMeta()
manager.setLang("en_US")
manager.meta.update(firstRun=False, updates=False, suppressUpdate=True)
manager.create("User 1")
manager.openProfile("User 1")
manager.profile["autoSync"] = False
manager.save()
(Path(sys.argv[1]) / "User 1").mkdir(exist_ok=True)
"""


class Synced:
    """The sync server that ships with Anki, and a device of the student's that syncs with it."""

    name = "sync"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free()
        self.process: subprocess.Popen[bytes] | None = None
        self.start()
        with collection(folder / "device") as col:  # the student used Anki before
            col.sync_collection(auth := self._auth(col), False)
            note = col.new_note(col.models.by_name("Basic"))
            note["Front"] = "mine"
            col.add_note(note, col.decks.id("Mine"))
            col.close_for_full_sync()
            col.full_upload_or_download(auth=auth, server_usn=None, upload=True)
            col.reopen(after_full_sync=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        environment = {
            **os.environ,
            "SYNC_USER1": f"{USER}:{PASSWORD}",
            "SYNC_BASE": str(self.folder / "server"),
            "SYNC_HOST": "127.0.0.1",
            "SYNC_PORT": str(self.port),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "anki.syncserver"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(300):
            with socket.socket() as there:
                if there.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the sync server did not start")

    def close(self) -> None:
        """Stop the server."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _auth(self, col: Any) -> Any:
        return col.sync_login(USER, PASSWORD, self.url)

    @contextmanager
    def open(self) -> Iterator[Any]:
        """The student's device: it syncs before and after."""
        with collection(self.folder / "device") as col:
            self._sync(col)
            yield col
            self._sync(col)

    def media(self, col: Any) -> None:
        """The device's media, synced."""
        col.sync_media(self._auth(col))
        while col.media_sync_status().active:
            time.sleep(0.05)

    def _sync(self, col: Any) -> None:
        out = col.sync_collection(self._auth(col), False)
        assert out.required == out.NO_CHANGES, out.required
        col.models._clear_cache()

    def run(self, command: str, *words: str) -> Result:
        os.environ["FLASHGEN_SYNC_USER"], os.environ["FLASHGEN_SYNC_PASSWORD"] = USER, PASSWORD
        try:
            return run(command, *words, "--route", "sync", "--url", self.url)
        finally:
            del os.environ["FLASHGEN_SYNC_USER"], os.environ["FLASHGEN_SYNC_PASSWORD"]


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


Student = Closed | Running | Synced
ROUTES: dict[str, type[Closed] | type[Synced]] = {"collection": Closed, "ankiconnect": Running, "sync": Synced}
if os.environ.get("FLASHGEN_TEST_ANKI"):
    ROUTES["real"] = Real


def cards(col: Any) -> Cards:
    """Every card with its deck, all that its schedule is, and its review log."""
    names = {d.id: d.name for d in col.decks.all_names_and_ids()}
    log: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for card, *row in col.db.all("select cid, id, ease, ivl, lastIvl, factor, time, type from revlog order by id"):
        log[card].append(tuple(row))
    return {
        (guid, order): (names[home or deck], *rest, tuple(log[card]))
        for card, guid, order, deck, home, *rest in col.db.all(
            "select c.id, n.guid, c.ord, c.did, c.odid, c.queue, c.type, c.due, c.ivl, c.factor, c.reps, c.lapses, c.left, "
            "c.flags, c.data from cards c join notes n on n.id = c.nid"
        )
    }


def histories(found: Cards) -> Cards:
    """Without the deck and the queue (suspended or not): what must never change."""
    return {card: row[2:] for card, row in found.items()}


def answer_all(col: Any, ease: int = 3) -> int:
    """Answer every card that is due, through the scheduler, FSRS on."""
    col.set_config("fsrs", True)
    if not col.v3_scheduler():
        col.set_v3_scheduler(True)
    conf = col.decks.get_config(1)
    conf["new"]["perDay"] = conf["rev"]["perDay"] = 9_000
    col.decks.update_config(conf)
    answered = 0
    for deck in [d.id for d in col.decks.all_names_and_ids() if "::" not in d.name]:
        col.decks.set_current(deck)
        while (card := col.sched.getCard()) is not None and answered < 2_000:
            card.start_timer()
            col.sched.answerCard(card, 4 if card.reps > 1 else ease)
            answered += 1
    return answered


def note_of(col: Any, text: str) -> Any:
    """The one note that has a text in a field."""
    found = [n for n in map(col.get_note, col.find_notes("")) if any(text in f for f in n.fields)]
    assert len(found) == 1, (text, [n.fields[0] for n in found])
    return found[0]
