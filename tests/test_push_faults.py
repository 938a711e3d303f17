"""A push that is killed between each two steps, loses its connection at each request, or meets a full disk or a lock.

Whatever happens, nothing is lost, the message says what to do, and the next push ends where one without a fault does.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flashgen import ledger as ledgers
from flashgen.outputs.push import choose, memory
from tests.anki_collection import collection, faults
from tests.anki_routes import Closed, Running, Synced, _free, answer_all, cards, histories, note_of, run
from tests.ankiconnect import running
from tests.test_push import counts, edit, notes, push

pytestmark = pytest.mark.slow

__all__ = ["notes"]


CHANGES = frozenset(
    "begin bring rewrite move suspend unsuspend tag delete delete_cards drop new_preset save_options use_options "
    "set_fsrs finish".split()
)
"""What a route changes."""
NOT_HERE = frozenset(("rewrite", "delete", "set_fsrs"))
"""What the day of edits below does not need."""


class Killed(BaseException):
    """As a kill is: no handler of errors sees it."""


class Fate:
    """Counts steps, and ends the push before the one with its number."""

    def __init__(self, at: int, end: Callable[[], None]) -> None:
        self.at, self.end = at, end
        self.steps: list[str] = []

    def step(self, name: str) -> None:
        if len(self.steps) == self.at:
            self.end()
        self.steps.append(name)


class Doomed:
    """A route that meets its fate at a step: before each change, and after it."""

    def __init__(self, route: Any, fate: Fate) -> None:
        self.route, self.fate = route, fate

    def __enter__(self) -> Doomed:
        self.route.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.route.__exit__(*error)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.route, name)
        if name not in CHANGES:
            return found

        def change(*given: Any, **named: Any) -> Any:
            self.fate.step(f"before {name}")
            came = found(*given, **named)
            self.fate.step(f"after {name}")
            return came

        return change


@contextmanager
def doomed(at: int, end: Callable[[], None]) -> Iterator[Fate]:
    """Every push in this block ends before step ``at``: changes in Anki, and what is written to the disk."""
    fate = Fate(at, end)
    with pytest.MonkeyPatch.context() as patch:
        chosen = choose.choose
        patch.setattr(choose, "choose", lambda *given: Doomed(chosen(*given), fate))
        for module in (memory, ledgers):
            save = module.save

            def saved(*given: Any, save: Any = save) -> Any:
                fate.step(f"before {save.__module__}")
                came = save(*given)
                fate.step(f"after {save.__module__}")
                return came

            patch.setattr(module, "save", saved)
        yield fate


def die() -> None:
    raise Killed


def a_day_of_edits(folder: Path) -> None:
    """Something for every step of a push."""
    edit(folder / "ml" / "b.md", "class: Deep learning", "class: Vision")
    edit(folder / "bio" / "a.md", "A: energy", "A: energy, all the time")
    edit(folder / "bio" / "a.md", "Q: What holds the DNA?\nA: the nucleus\n\n", "")
    edit(folder / "bio" / "a.md", "Q: What is moved by osmosis?\nA: water\n\n", "")
    edit(folder / "bio" / "a.md", "==cytoplasm==", "cytoplasm")  # reviewed: its blank card waits
    edit(folder / "shop" / "c.md", "==part==", "part")  # never reviewed: it goes
    with (folder / "shop" / "c.md").open("a", encoding="utf-8") as shop:
        shop.write(
            "\nQ: What is moved by osmosis?\nA: water\n\nQ: What holds the part?\nA: a vise\n\nback again #skip\n"
        )


def prepared(student: Closed | Synced, folder: Path) -> None:
    """Pushed, reviewed, one note retired and another gone blank before; then a day of edits."""
    with (folder / "shop" / "c.md").open("a", encoding="utf-8") as shop:
        shop.write("\nQ: What turns?\nA: the spindle\n")
    push(student)
    with student.open() as col:
        answer_all(col)
    edit(folder / "shop" / "c.md", "\nQ: What turns?\nA: the spindle\n", "\nA ==chuck== holds the ==part==. #cloze\n")
    push(student)
    with student.open() as col:
        note = note_of(col, "What cools the tool?")
        note.tags.append("mine")
        col.update_note(note)
    a_day_of_edits(folder)
    edit(folder / "shop" / "c.md", "back again #skip", "Q: What turns?\nA: the spindle")
    (folder.parent / "flashgen.yaml").write_text("preset:\n  new_per_day: 7\n  bury_siblings: true\n", encoding="utf-8")


def seen(student: Closed | Synced) -> tuple[Any, ...]:
    """All that the student would see."""
    with student.open() as col:
        notes_there = {
            guid: (fields.split("\x1f"), sorted(tags.split()))
            for guid, fields, tags in col.db.all("select guid, flds, tags from notes")
        }
        decks = {d.name: col.decks.config_dict_for_deck_id(d.id)["name"] for d in col.decks.all_names_and_ids()}
        assert not faults(col)
        return cards(col), notes_there, decks


class World:
    """A folder that can be put back to how it was."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.kept = folder, folder.parent / f"{folder.name} kept"
        shutil.copytree(folder, self.kept)

    def back(self) -> None:
        for entry in self.folder.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        shutil.copytree(self.kept, self.folder, dirs_exist_ok=True)


@pytest.mark.parametrize("route", [Closed, Running])
def test_killed_between_any_two_steps(notes: Path, tmp_path: Path, route: type[Closed]) -> None:
    student = route(tmp_path / "anki")
    prepared(student, notes)
    world = World(tmp_path)
    with student.open() as col:
        before = histories(cards(col))
    with doomed(-1, die) as fate:
        push(student)
    end, steps = seen(student), fate.steps
    assert len(steps) >= 25, steps
    assert {s.removeprefix("before ") for s in steps if s.startswith("before ")} >= CHANGES - NOT_HERE
    for number, step in list(enumerate(steps))[:: 1 if route is Closed else 3]:
        world.back()
        with doomed(number, die), pytest.raises(Killed):
            student.run("push")
        with student.open() as col:
            there = histories(cards(col))
            assert {c: there[c] for c in before if c in there} == {c: before[c] for c in before if c in there}, step
            assert len(before.keys() - there.keys()) <= 1, f"{step}: only the blank card may go"
        push(student)
        assert seen(student) == end, f"killed {step}"
        assert push(student)["nothing_to_do"], step


def test_the_connection_is_lost_at_any_request(notes: Path, tmp_path: Path) -> None:
    student = Running(tmp_path / "anki")
    prepared(student, notes)
    world = World(tmp_path)
    push(student)
    end, asked = seen(student), len(student.anki.asked)
    assert asked > 40
    for number in range(2, asked, 5):
        world.back()
        with running(student.folder) as (anki, url):
            anki.gone_after = number
            result = run("push", "--route", "ankiconnect", "--url", url)
            assert anki.gone_after <= 0
        assert "connection to Anki was lost" in result.output, result.output
        assert not isinstance(result.exception, (AssertionError, KeyError, TypeError)), result.exception
        push(student)
        assert seen(student) == end, f"lost at request {number}: {anki.asked[-1]}"
        assert push(student)["nothing_to_do"]


KILLER = """
import os, sys
sys.path.insert(0, {root!r})
from tests.test_push_faults import doomed
from flashgen.cli import main
with doomed({at}, lambda: os._exit(9)):
    main({arguments!r})
"""


@pytest.mark.parametrize("at", [5, 12, 20])
def test_a_process_that_is_killed_for_good_leaves_a_sound_collection(notes: Path, tmp_path: Path, at: int) -> None:
    student = Closed(tmp_path / "anki")
    prepared(student, notes)
    world = World(tmp_path)
    push(student)
    end = seen(student)
    world.back()
    arguments = ["push", "--collection", str(student.folder / "collection.anki2")]
    script = KILLER.format(root=str(Path(__file__).parent.parent), at=at, arguments=arguments)
    killed = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, timeout=60)
    assert killed.returncode == 9, killed.stderr.decode()
    push(student)
    assert seen(student) == end
    assert push(student)["nothing_to_do"]


@pytest.fixture
def synced(tmp_path: Path) -> Iterator[Synced]:
    made = Synced(tmp_path / "anki")
    yield made
    made.close()


def test_the_server_is_gone_before_and_while(notes: Path, synced: Synced) -> None:
    prepared(synced, notes)
    synced.close()
    result = synced.run("push")
    assert (result.exit_code, "can't be reached" in result.stderr) == (1, True), result.output
    synced.start()
    push(synced)
    for step in (4, 7, 9):
        edit(notes / "ml" / "b.md", "units", f"{step} units")
        with doomed(step, synced.close) as fate:
            result = synced.run("push")
        assert (result.exit_code, "can't be reached" in result.stderr) == (1, True), (fate.steps, result.output)
        synced.start()
        push(synced)
        with synced.open() as col:
            assert f"{step} units" in note_of(col, "What does dropout do?")["Back"]
    with synced.open() as col:
        assert note_of(col, "What does a cell need?")["Back"] == "energy, all the time"
        assert len(col.find_cards("deck:*Vision")) == 4
    assert push(synced)["nothing_to_do"]


def test_killed_with_changes_that_are_not_yet_synced(notes: Path, synced: Synced) -> None:
    prepared(synced, notes)
    with doomed(-1, die) as fate:
        pass
    for step in (6, 11, 17):
        with doomed(step, die) as fate, pytest.raises(Killed):
            synced.run("push")
        assert len(fate.steps) == step
    push(synced)
    with synced.open() as col:
        assert note_of(col, "What does a cell need?")["Back"] == "energy, all the time"
        assert note_of(col, "What holds the DNA?").has_tag("flashgen::retired")
    assert push(synced)["nothing_to_do"]


def test_a_wrong_password_and_none(notes: Path, synced: Synced, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("FLASHGEN_SYNC_USER", "student")
    result = run("push", "--route", "sync", "--url", synced.url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "set FLASHGEN_SYNC_PASSWORD" in result.stderr
    monkeypatch.setenv("FLASHGEN_SYNC_PASSWORD", "wrong")
    result = run("push", "--route", "sync", "--url", synced.url)
    assert result.exit_code == 1
    assert "does not know the user student with this password" in result.stderr
    monkeypatch.delenv("FLASHGEN_SYNC_USER")
    assert "which user" in run("push", "--route", "sync", "--url", synced.url).stderr
    assert not (notes / "flashgen.lock").exists(), "nothing was begun"


def test_a_one_way_sync_waits_for_the_students_word(notes: Path, synced: Synced) -> None:
    result = synced.run("push")
    assert "downloaded whole, for the first time" in result.stdout
    with synced.open() as col:
        answer_all(col)
        before = cards(col)
        col.set_schema_modified()  # as after a change of a note type
        col.close_for_full_sync()
        col.full_upload_or_download(auth=synced._auth(col), server_usn=None, upload=True)
        col.reopen(after_full_sync=True)
    edit(notes / "bio" / "a.md", "A: energy", "A: power")
    result = synced.run("push")
    assert result.exit_code == 1
    assert "nothing was changed. '--full-sync download' takes what the server has" in result.stderr
    said = push(synced, "--full-sync", "download")
    assert counts(said) == {"changed": 1}
    assert any("downloaded whole." in line for line in said["said"])
    with synced.open() as col:
        assert histories(cards(col)) == histories(before)
        assert note_of(col, "What does a cell need?")["Back"] == "power"


def test_an_empty_server_is_filled_only_when_that_is_said(notes: Path, tmp_path: Path) -> None:
    empty = Synced.__new__(Synced)
    empty.folder, empty.process = tmp_path / "empty", None
    empty.port = _free()
    empty.start()
    try:
        for _ in range(2):
            result = empty.run("push")
            assert result.exit_code == 1
            assert "is empty: sync your Anki with it first" in result.stderr
        assert counts(push(empty, "--full-sync", "upload")) == {"new": 9}
        assert push(empty)["nothing_to_do"]
        with collection(tmp_path / "new device") as col:
            out = col.sync_collection(auth := empty._auth(col), False)
            assert out.required == out.FULL_DOWNLOAD
            col.close_for_full_sync()
            col.full_upload_or_download(auth=auth, server_usn=None, upload=False)
            col.reopen(after_full_sync=True)
            assert len(col.find_cards("")) >= 12
    finally:
        empty.close()


def test_anki_is_open(notes: Path, tmp_path: Path) -> None:
    student = Closed(tmp_path / "anki")
    with student.open() as col:
        before = col.mod
        result = student.run("push")
        assert col.mod == before
    assert result.exit_code == 1
    assert "Anki is open, and keeps its collection to itself: close it and push again" in result.stderr
    assert not (notes / "flashgen.lock").exists()
    assert counts(push(student)) == {"new": 9}


def test_the_disk_is_full_in_anki(notes: Path, tmp_path: Path) -> None:
    """SQLite itself says that it is full, while the package is imported."""
    student = Closed(tmp_path / "anki")
    push(student)
    with student.open() as col:
        answer_all(col)
        before = cards(col)
    edit(notes / "bio" / "a.md", "A: energy", f"A: energy {'and so on ' * 9_000}")
    chosen = choose.choose
    with pytest.MonkeyPatch.context() as patch:

        def small(*given: Any) -> Any:
            route: Any = chosen(*given)
            opened = type(route).__enter__

            class Small(type(route)):  # type: ignore[misc]
                def __enter__(self) -> Any:
                    opened(self)
                    self.col.db.scalar(f"pragma max_page_count = {self.col.db.scalar('pragma page_count') + 1}")
                    return self

            route.__class__ = Small
            return route

        patch.setattr(choose, "choose", small)
        result = student.run("push")
    assert result.exit_code == 1
    assert "the disk is full. Make room and push again; nothing is lost" in result.stderr, result.output
    with student.open() as col:
        assert cards(col) == before
        assert note_of(col, "What does a cell need?")["Back"] == "energy"
    assert counts(push(student)) == {"changed": 1}


@pytest.mark.parametrize("write", range(4))
def test_the_disk_is_full_where_flashgen_writes(notes: Path, tmp_path: Path, write: int) -> None:
    """The memory, the ledger, the package, the memory again."""
    student = Closed(tmp_path / "anki")
    push(student)
    edit(notes / "bio" / "a.md", "A: energy", "A: power")
    done = 0
    fsync = os.fsync

    def full(handle: int) -> None:
        nonlocal done
        done += not stat.S_ISDIR(os.fstat(handle).st_mode)  # that a folder can't be synced stops nobody
        if done == write + 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(handle)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", full)
        result = student.run("push")
    assert result.exit_code == 1
    assert "No space left on device. Nothing is lost: push again when that is mended" in result.stderr, result.output
    assert ledgers.load(notes).records
    push(student)
    with student.open() as col:
        assert note_of(col, "What does a cell need?")["Back"] == "power"
    assert push(student)["nothing_to_do"]


def test_no_backup_no_change(notes: Path, tmp_path: Path) -> None:
    student = Closed(tmp_path / "anki")
    (student.folder / "backups").write_text("in the way", encoding="utf-8")
    result = student.run("push")
    assert result.exit_code == 1
    assert "no backup could be made, so nothing was changed" in result.stderr
    with student.open() as col:
        assert not col.find_notes("")
    (student.folder / "backups").unlink()
    assert counts(push(student)) == {"new": 9}
