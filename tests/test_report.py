"""The report on a month of reviews in a real Anki: it counts what Anki counts, and names the notes to rewrite."""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from flashgen import ledger as ledgers
from flashgen.anki.exports import opened
from flashgen.anki.studied import from_database
from flashgen.cli import main
from flashgen.config import load
from flashgen.outputs.report import plots
from flashgen.outputs.report.count import count, lapses, today
from flashgen.outputs.report.model import Line, Report
from flashgen.outputs.report.text import text
from flashgen.pipeline import build, write
from tests.anki_asked import SHAPES, connected, shapes
from tests.anki_collection import collection
from tests.anki_month import answer, month, pass_a_day
from tests.test_preview import CONTRAST, browser, needs_browser

__all__ = ["browser"]
pytestmark = pytest.mark.slow
CARDS = Path(__file__).parent.parent / "cards"


@dataclass
class World:
    """Class notes, and the Anki in which their deck was studied."""

    root: Path
    hard: frozenset[str]
    """GUIDs of the notes that were not known on purpose."""

    @property
    def notes(self) -> Path:
        return self.root / "cards"

    @property
    def anki(self) -> Path:
        return self.root / "anki"

    @property
    def collection(self) -> Path:
        return self.anki / "collection.anki2"

    def report(self, since: int | None = 30) -> Report:
        made = build([self.notes], load(self.notes)[0])
        with opened(self.collection) as connection:
            studied = from_database(connection, time.time())
        first = today(studied) - timedelta(days=since - 1) if since else None
        return count(studied, made.notes, ledgers.load(self.notes), self.notes, source="x", since=first)


def study(root: Path, *, fsrs: bool) -> World:
    shutil.copytree(CARDS, root / "cards", ignore=shutil.ignore_patterns("flashgen.lock"))  # one built here stays out
    (root / ".git").mkdir()
    made = build([root / "cards"], load(root / "cards")[0], now=int(time.time()) - 40 * 86_400)
    write(made, root / "deck.apkg")
    hard = frozenset(n.guid for n in (*made.notes[2:13:6], *made.notes[30:50:7]))
    assert month(root / "anki", root / "deck.apkg", hard, fsrs=fsrs) > 500
    return World(root, hard)


@pytest.fixture(scope="module")
def fsrs(tmp_path_factory: pytest.TempPathFactory) -> World:
    return study(tmp_path_factory.mktemp("fsrs"), fsrs=True)


@pytest.fixture(scope="module")
def sm2(tmp_path_factory: pytest.TempPathFactory) -> World:
    return study(tmp_path_factory.mktemp("sm2"), fsrs=False)


@pytest.fixture(params=["fsrs", "sm2"])
def studied(request: pytest.FixtureRequest) -> World:
    world: World = request.getfixturevalue(request.param)
    return world


@pytest.fixture
def own(fsrs: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A copy that a test may change, its folder the current one."""
    shutil.copytree(fsrs.root, tmp_path / "own")
    monkeypatch.chdir(tmp_path / "own")
    return World(tmp_path / "own", fsrs.hard)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["report", *words], prog_name="flashgen")


# -- the notes behind the leeches --------------------------------------------------------------------------------------


def test_the_notes_behind_the_leeches_are_named_with_their_lines(studied: World) -> None:
    found = studied.report()
    assert {weak.place.guid for weak in found.leeches} == studied.hard
    for weak in found.leeches:
        lines = (studied.notes / weak.place.path).read_text(encoding="utf-8").split("\n")
        assert weak.place.line
        assert weak.place.text == "\n".join(lines[weak.place.line - 1 : weak.place.end_line])
        assert weak.lapses >= 8
        assert not weak.reworded
    assert [weak.lapses for weak in found.leeches] == sorted((w.lapses for w in found.leeches), reverse=True)


def test_the_lines_are_those_of_today_and_a_reworded_note_is_said_to_be(own: World) -> None:
    first = own.report().leeches[0]
    file = own.notes / first.place.path
    text = file.read_text(encoding="utf-8")
    word = max(first.place.text.split(), key=len)
    lines = text.split("\n")
    assert first.place.line
    lines[first.place.line - 1] = lines[first.place.line - 1].replace(word, f"{word}ish", 1)
    lines.insert(next(n for n, line in enumerate(lines) if line.startswith("# ")) + 1, "\nA new first line of prose.")
    file.write_text("\n".join(lines), encoding="utf-8")
    again = {weak.place.guid: weak for weak in own.report().leeches}[first.place.guid]
    assert again.place.line == first.place.line + 2
    assert f"{word}ish" in again.place.text
    assert again.reworded
    assert own.report().leeches[-1] == again, "what was mended comes last"


def test_a_leech_that_is_no_longer_in_the_notes_is_said_to_be_gone(own: World) -> None:
    first = own.report().leeches[0]
    file = own.notes / first.place.path
    lines = file.read_text(encoding="utf-8").split("\n")
    assert first.place.line
    del lines[first.place.line - 1 : first.place.end_line]
    file.write_text("\n".join(lines), encoding="utf-8")
    for _ in range(2):  # before and after the build that retires it
        gone = {weak.place.guid: weak for weak in own.report().leeches}[first.place.guid]
        assert gone.place.line is None
        assert gone.place.path == first.place.path
        assert gone.place.state in ("gone", "retired")
        assert gone.place.label == first.place.label
        assert own.report().lingering > 0
        write(build([own.notes], load(own.notes)[0]), own.root / "again.apkg")
    assert "no longer in the notes" in run("anki/collection.anki2").stdout


def test_without_the_class_notes_the_report_says_what_anki_knows(own: World) -> None:
    shutil.rmtree(own.notes)
    result = run("anki/collection.anki2", "--format", "json")
    assert result.exit_code == 0, result.output
    assert "None of these notes is in" in result.stderr
    found = json.loads(result.stdout)["leeches"]
    assert {weak["guid"] for weak in found} == own.hard
    assert all(weak["state"] == "elsewhere" and weak["path"].endswith(".md") and weak["line"] for weak in found)


def test_what_was_never_seen_is_listed(own: World) -> None:
    (own.notes / "new.md").write_text("# New\n\nWho is new? :: this one\n", encoding="utf-8")
    with collection(own.anki) as col:
        col.sched.schedule_cards_as_new(col.find_cards("deck:*advanced*"))
        col.db.execute("DELETE FROM revlog WHERE cid IN (SELECT id FROM cards WHERE type = 0)")
        unseen = set(col.db.list("SELECT DISTINCT nid FROM cards")) - set(
            col.db.list("SELECT nid FROM cards WHERE id IN (SELECT cid FROM revlog WHERE ease > 0)")
        )
        guids = {col.get_note(n).fields[-1] for n in unseen}
    found = own.report()
    assert {place.guid for place in found.never_seen[:-1]} == guids
    assert (found.never_seen[-1].path, found.never_seen[-1].line) == ("new.md", 3)
    assert (found.total.never_seen, found.total.absent) == (len(guids) + 1, 1)


# -- it counts what Anki counts ----------------------------------------------------------------------------------------


def assert_counts_are_ankis(world: World, found: Report) -> None:
    """Every figure of every class, by Anki's own searches, its list of decks and its statistics."""
    with collection(world.anki) as col:
        for line in found.classes:
            _assert_line(col, line, f'deck:"{line.name}"')
        _assert_line(col, found.total, "note:flashgen*")
        for kind in found.kinds:
            _assert_line(col, kind, f"tag:flashgen::kind::{kind.name}")
        by_day = col._backend.graphs(search="note:flashgen*", days=365).reviews
        for attribute, shift in (("count", 1), ("time", 1000)):
            theirs = {
                -offset: sum(getattr(day, kind) for kind in ("learn", "relearn", "young", "mature", "filtered")) / shift
                for offset, day in getattr(by_day, attribute).items()
            }
            ours = {
                (found.today - day).days: one.answers if attribute == "count" else one.seconds
                for day, one in found.days.items()
            }
            assert ours == pytest.approx(theirs)


def _assert_line(col: Any, line: Line, search: str) -> None:
    def cards(query: str) -> int:
        return len(col.find_cards(f"{search} {query}"))

    assert line.notes == len(col.find_notes(search))
    assert line.cards == cards("")
    # a new card that is previewed in a filtered deck: there Anki's search takes its place among the new ones for a day
    assert line.due == cards("prop:due<=0 -is:new")
    previewed = ",".join(map(str, col.db.list("SELECT id FROM cards WHERE queue = 4"))) or "0"  # a time taken for a day
    assert line.overdue == cards(f"prop:due<0 -is:new -cid:{previewed}")
    waiting = cards("is:buried -is:new")
    assert list(line.ahead) == [cards(f"prop:due={n} -is:new") + (waiting if n == 1 else 0) for n in range(1, 31)]
    assert line.new == cards("is:new -is:suspended")
    assert (line.suspended, line.buried) == (cards("is:suspended"), cards("is:buried"))
    assert line.leeches == len(col.find_notes(f"{search} tag:leech"))
    graphs = col._backend.graphs(search=search, days=0)
    month = graphs.true_retention.month
    tally = line.tally
    assert (tally.young_passed, tally.young - tally.young_passed) == (month.young_passed, month.young_failed)
    assert (tally.mature_passed, tally.mature - tally.mature_passed) == (month.mature_passed, month.mature_failed)
    plain = f"{search} -is:buried -cid:{previewed}"
    future = col._backend.graphs(search=plain, days=0).future_due.future_due
    ours = Counter(dict(enumerate((line.due - line.overdue - cards(f"cid:{previewed}"), *line.ahead))))
    ours[1] -= waiting
    assert +ours == {day: n for day, n in future.items() if 0 <= day <= 30}
    assert line.overdue == sum(n for day, n in future.items() if day < 0)


def test_every_count_is_ankis(studied: World) -> None:
    found = studied.report()
    assert found.total.tally.asked > 300
    assert found.total.answers > 500
    assert_counts_are_ankis(studied, found)


def test_the_deck_list_shows_the_same_when_no_limit_holds_cards_back(studied: World) -> None:
    with collection(studied.anki) as col:
        nodes = {col.decks.name(node.deck_id): node for node in _nodes(col.sched.deck_due_tree())}
    for line in studied.report().classes:
        node = nodes[line.name]
        assert line.due == node.review_count + node.learn_count


def _nodes(tree: Any) -> Iterator[Any]:
    for node in tree.children:
        yield node
        yield from _nodes(node)


def test_lapses_of_every_card_are_those_that_anki_counts(studied: World) -> None:
    with opened(studied.collection) as connection:
        found = from_database(connection, time.time())
        theirs = dict(connection.execute("SELECT lapses, count() FROM cards GROUP BY lapses"))
    ours: dict[int, int] = {}
    for note in found.notes:
        for card in note.cards:
            ours[lapses(card)] = ours.get(lapses(card), 0) + 1
    assert ours == theirs


def test_mature_cards_count_as_mature(own: World) -> None:
    with collection(own.anki) as col:
        cards = col.find_cards("is:review -is:suspended")[:12]
        col.db.execute(f"UPDATE cards SET ivl = 40, due = {col.sched.today} WHERE id IN ({','.join(map(str, cards))})")
    with collection(own.anki) as col:
        for n, card in enumerate(cards):
            answer(col, card, 1 if n < 4 else 3)
    found = own.report()
    assert (found.total.tally.mature, found.total.tally.mature_passed) == (12, 8)
    assert_counts_are_ankis(own, found)


def filtered(col: Any, name: str, search: str, *, reschedule: bool, limit: int) -> None:
    """Make a filtered deck, filled with what is found."""
    deck = col.sched.get_or_create_filtered_deck(0)
    deck.name = name
    deck.config.reschedule = reschedule
    deck.config.search_terms[0].search = search
    deck.config.search_terms[0].limit = limit
    col.sched.add_or_update_filtered_deck(deck)


def disturb(world: World) -> None:
    """What students do: filtered decks (one that reschedules, one that previews), suspended and buried cards, a reset."""
    with collection(world.anki) as col:
        for name, search, reschedule in (("Cram", "is:due", True), ("Look", "is:review -is:due prop:due<4", False)):
            filtered(col, name, f"({search}) -is:suspended", reschedule=reschedule, limit=9)
        col.decks.set_current(col.decks.id("Cram"))
        for button in (1, 3, 4, 3):
            card = col.sched.getCard()
            card.start_timer()
            col.sched.answerCard(card, button)
        col.decks.set_current(col.decks.id("Look"))
        for button in (1, 3):
            card = col.sched.getCard()
            card.start_timer()
            col.sched.answerCard(card, button)
        home = "-deck:Cram -deck:Look"
        col.sched.schedule_cards_as_new(col.find_cards(f"is:review {home}")[-9:])
        col.sched.suspend_cards(col.find_cards(f"is:review {home}")[:5])
        col.sched.suspend_cards(col.find_cards(f"is:new {home}")[:3])
        col.sched.bury_cards(col.find_cards(f"is:due {home}")[:4], manual=True)
        col.sched.bury_cards(col.find_cards(f"is:new {home} -is:suspended")[:3], manual=True)
        col.sched.set_due_date(col.find_cards(f"is:review {home} -is:suspended")[-6:-3], "3!")


def test_filtered_decks_suspended_buried_and_reset_cards_count_as_in_anki(own: World) -> None:
    disturb(own)
    found = own.report()
    assert found.total.buried >= 7
    assert found.total.suspended >= 8
    assert {line.name for line in found.classes} == {"Classes::advanced machining", "Classes::intro to deep learning"}
    with collection(own.anki) as col:
        assert len(col.find_cards("deck:filtered")) > 8
    assert_counts_are_ankis(own, found)


def test_buried_cards_are_back_on_the_next_day(own: World) -> None:
    with collection(own.anki) as col:
        col.sched.deck_due_tree()
        col.sched.bury_cards(col.find_cards("is:due")[:5], manual=True)
    found = own.report()
    assert found.total.buried == 5
    with collection(own.anki) as col:
        pass_a_day(col)
    after = own.report()
    assert after.total.buried == 0
    assert after.total.due == found.total.due + found.total.ahead[0]
    with collection(own.anki) as col:
        col.sched.deck_due_tree()
    assert_counts_are_ankis(own, own.report())


CLOCKS = """
import sys, time
from pathlib import Path
from flashgen.anki.exports import day, opened
from tests.anki_collection import collection
for hour in (0, 4, 9, 13, 18, 23):
    with collection(Path(sys.argv[1])) as col:
        col.set_config("rollover", hour)
        col.db.execute("UPDATE col SET crt = crt - 86400 * 3")
    with collection(Path(sys.argv[1])) as col:
        theirs = col.sched.today, col.sched.day_cutoff, hour
    with opened(Path(sys.argv[1], "collection.anki2")) as connection:
        ours = day(connection, time.time())[:3]
    assert ours == theirs, (hour, ours, theirs)
print("same")
"""


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland"])
def test_the_day_is_ankis_in_every_zone_and_with_every_hour(tmp_path: Path, zone: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CLOCKS, str(tmp_path / "anki")],
        env={**os.environ, "TZ": zone, "PYTHONPATH": str(CARDS.parent)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.strip() == "same", done.stderr


# -- every source tells the same ---------------------------------------------------------------------------------------


def told(*words: str) -> dict[str, Any]:
    result = run(*words, "--notes", "cards", "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return {key: value for key, value in found.items() if key not in ("source", "made")}


def exported(col: Any, target: Path, *, legacy: bool) -> Path:
    """What Anki writes with File > Export, by the file's suffix, with scheduling."""
    from anki.collection import ExportAnkiPackageOptions

    if target.suffix == ".colpkg":
        col.export_collection_package(str(target), include_media=False, legacy=legacy)
        return target
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=False, legacy=legacy)
    # of single decks, Anki leaves out cards that are in a filtered deck just then
    col.export_anki_package(out_path=str(target), options=options, limit=None)
    return target


@pytest.mark.parametrize("disturbed", [False, True], ids=["as studied", "disturbed"])
def test_a_collection_a_package_and_a_running_anki_tell_the_same(own: World, disturbed: bool) -> None:
    if disturbed:
        disturb(own)
    closed = told("anki/collection.anki2")
    assert closed["total"]["answers"] > 500
    files = []
    with collection(own.anki) as col:
        for legacy in (True, False):
            files.append(exported(col, own.root / f"{legacy}.apkg", legacy=legacy))
        with connected(col) as (address, _):
            running = told(address)
    with collection(own.anki) as col:  # exporting it closes it
        files.append(exported(col, own.root / "old.colpkg", legacy=True))
    with collection(own.anki) as col:
        files.append(exported(col, own.root / "new.colpkg", legacy=False))
    assert running == closed
    for file in files:
        assert told(str(file)) == closed, file


def test_without_the_notes_classes_are_the_decks_that_cards_come_from(own: World) -> None:
    disturb(own)
    with collection(own.anki) as col:
        odd = col.decks.id('An "odd" deck_ * (of my own)')
        moved = col.find_notes("deck:*machining is:review -deck:filtered -is:suspended -is:buried")[:4]
        col.set_deck([card for note in moved for card in col.card_ids_of_note(note)], odd)
        filtered(col, "More", "deck:An*", reschedule=True, limit=3)
    (own.root / "empty").mkdir()
    closed = json.loads(run("anki/collection.anki2", "--notes", "empty", "--format", "json").stdout)
    with collection(own.anki) as col, connected(col) as (address, _):
        assert col.find_cards('deck:filtered "deck:An \\"odd\\" deck\\_ \\* (of my own)"')
        running = json.loads(run(address, "--notes", "empty", "--format", "json").stdout)
    names = ['An "odd" deck_ * (of my own)', "Classes::advanced machining", "Classes::intro to deep learning"]
    assert [line["deck"] for line in closed["classes"]] == names
    assert running["classes"] == closed["classes"]
    assert running["leeches"] == closed["leeches"]


def test_an_open_collection_is_read_from_a_copy_with_what_is_not_yet_merged(own: World) -> None:
    with collection(own.anki) as col:
        card = col.find_cards("is:due")[0]
        before = told("anki/collection.anki2")
        answer(col, card, 3)
        assert Path(f"{own.collection}-wal").stat().st_size > 0
        assert told("anki/collection.anki2")["total"]["answers"] == before["total"]["answers"] + 1


def test_nothing_is_written_to_what_is_read(own: World) -> None:
    def state() -> dict[str, tuple[int, bytes]]:
        return {p.name: (p.stat().st_mtime_ns, p.read_bytes()) for p in own.anki.iterdir() if p.is_file()}

    before, notes = state(), {p: p.read_bytes() for p in own.notes.rglob("*") if p.is_file()}
    told("anki/collection.anki2")
    assert state() == before
    assert {p: p.read_bytes() for p in own.notes.rglob("*") if p.is_file()} == notes
    with collection(own.anki) as col, connected(col) as (address, reader):
        changes = col.db.scalar("select total_changes()")
        told(address)
        assert col.db.scalar("select total_changes()") == changes
    reading = {"findNotes", "findCards", "notesInfo", "cardsInfo", "getReviewsOfCards", "getDecks", "getDeckConfig"}
    assert set(reader.asked) <= reading | {"multi", "deckNames", "version"}


def test_another_hour_is_found_out_from_a_running_anki(own: World) -> None:
    now = time.localtime().tm_hour
    # an hour on the same side of now as the 4 that the month was studied with: otherwise it is another day at once
    hour = max(5, now - 3) if now > 4 else 3 if now == 4 else 21
    with collection(own.anki) as col:
        col.set_config("rollover", hour)
        for number, card in enumerate(col.find_cards("is:due")[:4]):
            answer(col, card, 3)
            col.db.execute(
                "UPDATE revlog SET id = id - ? WHERE id = (SELECT max(id) FROM revlog)", 3_600_000 * number * 2
            )
    closed = told("anki/collection.anki2")
    assert closed["rollover"] == hour
    with collection(own.anki) as col, connected(col) as (address, _):
        running = told(address)
    assert [{**day, "date": ""} for day in running["days"]] == [{**day, "date": ""} for day in closed["days"]]
    assert running["total"] == closed["total"]  # only what a day is called may differ, for hours just before midnight


def test_the_stand_in_answers_in_the_shapes_of_the_real_add_on(own: World) -> None:
    recorded = json.loads(SHAPES.read_text(encoding="utf-8"))
    with collection(own.anki) as col, connected(col) as (address, _):
        assert shapes(address) == recorded


def test_the_clients_errors_are_said_in_words(own: World) -> None:
    result = run("http://127.0.0.1:1")
    assert result.exit_code == 1
    assert "no AnkiConnect at http://127.0.0.1:1: start Anki" in result.stderr


# -- what can go wrong -------------------------------------------------------------------------------------------------


def damaged(own: World, name: str) -> Path:
    """The collection with a page of it overwritten, or only half of it."""
    target = own.root / name
    raw = bytearray(own.collection.read_bytes())
    if name == "half.anki2":
        target.write_bytes(raw[: len(raw) // 2])
    elif name == "page.anki2":
        for at in range(4096 * 3, len(raw), 4096 * 5):
            raw[at : at + 512] = b"x" * 512
        target.write_bytes(raw)
    elif name == "cut.colpkg":
        with collection(own.anki) as col:
            exported(col, target, legacy=False)
        target.write_bytes(target.read_bytes()[:-100])
    elif name == "zstd.apkg":
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("collection.anki21b", b"\x28\xb5\x2f\xfd no more of it")
    return target


@pytest.mark.parametrize("name", ["half.anki2", "page.anki2", "zstd.apkg"])
def test_a_damaged_file_is_said_to_be(own: World, name: str) -> None:
    result = run(str(damaged(own, name)))
    assert result.exit_code == 1
    assert "it is damaged" in result.stderr
    assert "Traceback" not in result.output


def test_what_is_not_of_anki_is_said_to_be_not(own: World) -> None:
    (own.root / "notes.txt").write_text("hello", encoding="utf-8")
    with zipfile.ZipFile(own.root / "other.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    sqlite3.connect(own.root / "other.db").execute("CREATE TABLE a (b)").connection.close()
    for name, said in (
        ("notes.txt", "neither a package from Anki"),
        ("other.zip", "no package from Anki"),
        ("other.db", "no collection of Anki's"),
        ("deck.apkg", ""),
    ):
        result = run(name)
        assert (result.exit_code, said in result.stderr) == (1 if said else 0, True), result.output
    damaged(own, "cut.colpkg")
    assert "neither a package" in run("cut.colpkg").stderr


def test_a_collection_that_never_rests_is_said_to_be_written_to(own: World, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = shutil.copyfile

    def written_to_meanwhile(source: Path, target: str) -> None:
        copied(source, target)
        with own.collection.open("ab") as handle:
            handle.write(b"x")

    monkeypatch.setattr("flashgen.anki.exports.shutil.copyfile", written_to_meanwhile)
    monkeypatch.setattr("flashgen.anki.exports.time.sleep", lambda _: None)
    result = run("anki/collection.anki2")
    assert result.exit_code == 1
    assert "Anki keeps writing to it" in result.stderr


def test_an_export_without_scheduling_is_told(own: World) -> None:
    for words in ((), ("--html", "report.html")):
        result = run("deck.apkg", "--notes", "cards", *words)
        assert result.exit_code == 0
    said = "only if scheduling information was included"
    assert said in run("deck.apkg", "--notes", "cards").stdout
    assert said in (own.root / "report.html").read_text(encoding="utf-8")
    assert told("deck.apkg")["total"]["never_seen"] == len(build([own.notes], load(own.notes)[0]).notes)


def test_a_file_that_is_not_there_and_a_wrong_date_are_usage_errors(own: World) -> None:
    assert (run("nothing.apkg").exit_code, run("--since", "soon").exit_code) == (2, 2)
    assert "there is no file nothing.apkg" in run("nothing.apkg").stderr
    assert "'90d'" in run("--since", "soon").stderr


def test_a_collection_without_notes_of_ours_is_told(own: World) -> None:
    with collection(own.root / "other") as col:
        note = col.new_note(col.models.by_name("Basic"))
        note.fields = ["a", "b"]
        col.add_note(note, 1)
    result = run("other/collection.anki2")
    assert result.exit_code == 1
    assert "no note in it was made by flashgen" in result.stderr


def test_the_newest_format_without_its_library_says_what_to_do(own: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with collection(own.anki) as col:
        exported(col, own.root / "new.apkg", legacy=False)
    monkeypatch.setitem(sys.modules, "zstandard", None)
    result = run("new.apkg")
    assert result.exit_code == 1
    assert "flashgen[anki]" in result.stderr
    assert "Support older Anki versions" in result.stderr


def test_anki_is_found_and_no_anki_is_said(own: World, monkeypatch: pytest.MonkeyPatch) -> None:
    base = own.root / "Anki2"
    monkeypatch.setenv("ANKI_BASE", str(base))
    (own.root / "flashgen.yaml").write_text("push: {url: 'http://127.0.0.1:1'}\n", encoding="utf-8")
    result = run()
    assert result.exit_code == 1
    assert "no Anki collection in" in result.stderr
    assert "no AnkiConnect at" in result.stderr
    shutil.copytree(own.anki, base / "Mine")
    assert run("--top", "0").stdout.startswith("Anki profile Mine, ")
    shutil.copytree(own.anki, base / "Other")
    assert "2 profiles, 'Mine', 'Other'" in run("--notes", "cards").stderr
    assert run("--profile", "Other", "--notes", "cards").stdout.startswith("Anki profile Other, ")


def test_the_configuration_names_the_collection_or_a_running_anki(own: World) -> None:
    (own.root / "flashgen.yaml").write_text("push: {collection: anki/collection.anki2}\n", encoding="utf-8")
    assert run("--top", "0").stdout.startswith("collection.anki2, ")
    assert run("anki/", "--top", "0").stdout.startswith("collection.anki2, ")
    with collection(own.anki) as col, connected(col) as (address, reader):
        settings = f"push: {{route: ankiconnect, url: '{address}'}}\n"
        (own.root / "flashgen.yaml").write_text(settings, encoding="utf-8")
        assert run("--top", "0").stdout.startswith("Anki, running, ")
    assert reader.asked


def test_a_lost_ledger_is_rebuilt_from_the_newest_format(own: World) -> None:
    with collection(own.anki) as col:
        exported(col, own.root / "new.apkg", legacy=False)
    before = ledgers.load(own.notes).records
    (own.notes / ledgers.NAME).unlink()
    result = CliRunner().invoke(main, ["ledger", "rebuild", "new.apkg", "--notes", "cards"])
    assert result.exit_code == 0, result.output
    assert set(ledgers.load(own.notes).records) == set(before)


# -- as it is told -----------------------------------------------------------------------------------------------------


def test_the_terminal_is_plain_in_a_pipe_and_lists_as_many_as_asked(own: World) -> None:
    result = run("anki/collection.anki2", "--notes", "cards", "--top", "2")
    assert "\x1b" not in result.stdout
    assert f"{len(own.hard)} leeches" in result.stdout
    assert f"and {len(own.hard) - 2} more (--top)" in result.stdout
    first = own.report().leeches[0]
    assert f"  {first.place.path}:{first.place.line}  {first.place.kind}, {first.lapses} lapses" in result.stdout
    assert first.place.text.split("\n")[0] in result.stdout
    assert not any(line != line.rstrip() for line in result.stdout.split("\n"))


def test_the_table_of_classes_fits_a_terminal_and_says_their_root_once(own: World) -> None:
    table = text(own.report(), 3).split("\n\n")[1].split("\n")
    assert table[0].startswith("Classes  ")
    assert [line[:27].rstrip() for line in table[2:]] == [
        "  advanced machining",
        "  intro to deep learning",
        "all",
    ]
    assert all(len(line) <= 80 for line in table), table


def test_colour_changes_no_word(own: World) -> None:
    found = own.report()
    coloured = text(found, 3, colour=True)
    assert "\x1b[31m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == text(found, 3)


def test_since_narrows_what_counts(own: World) -> None:
    everything, month, days = (told("anki/collection.anki2", "--since", s)["total"] for s in ("all", "30d", "3"))
    assert everything["answers"] > month["answers"] > days["answers"] > 0
    assert everything["due_today"] == days["due_today"]
    day = told("anki/collection.anki2", "--since", "3")["since"]
    assert told("anki/collection.anki2", "--since", day)["total"] == days


def test_the_json_holds_the_promised_keys(own: World) -> None:
    found = told("anki/collection.anki2", "--top", "1")
    page = (CARDS.parent / "docs" / "report.md").read_text(encoding="utf-8")
    keys = {*found, *found["total"], *found["leeches"][0], *found["leeches"][0]["cards"][0], *found["days"][0]}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []
    assert len(found["leeches"]) == len(own.hard)
    assert len(found["weakest"]) <= 1


# -- the page ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown(fsrs: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("page") / "report.html"
    result = run(str(fsrs.collection), "--notes", str(fsrs.notes), "--html", str(target))
    assert result.exit_code == 0, result.output
    return target


OUTSIDE = """() => {
  const bad = [];
  for (const el of document.querySelectorAll("body *")) {
    if (el.closest(".scroll, title, details:not([open]) > :not(summary)")) continue;
    const r = el.getBoundingClientRect();
    if (r.width && (r.right > innerWidth + 1 || r.left < -1)) bad.push([el.tagName, el.textContent.slice(0, 30), r.right].join(" "));
  }
  if (document.documentElement.scrollWidth > innerWidth + 1) bad.push("page");
  return bad;
}"""
OVERLAPS = """() => {
  const bad = [];
  for (const svg of document.querySelectorAll("svg")) {
    const boxes = [...svg.querySelectorAll("text")].map((t) => [t.textContent, t.getBoundingClientRect()]).filter(([, r]) => r.width);
    boxes.forEach(([a, r], i) => boxes.slice(i + 1).forEach(([b, s]) => {
      if (r.left < s.right && s.left < r.right && r.top + 2 < s.bottom && s.top + 2 < r.bottom) bad.push(a + " / " + b);
    }));
  }
  return bad;
}"""
UNSAID = """() => [...document.querySelectorAll("svg")].filter((s) =>
  s.getAttribute("aria-hidden") !== "true" && !(s.getAttribute("role") === "img" && s.getAttribute("aria-label"))).length"""
SMALL = """() => [...document.querySelectorAll("body *")].filter((el) =>
  [...el.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && !el.closest("title") && parseFloat(getComputedStyle(el).fontSize) < 12).length"""


@needs_browser
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_the_page_is_legible_on_phone_and_desktop_by_day_and_night(
    browser: Any, shown: Path, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.goto(shown.as_uri())
    contrast = CONTRAST.replace("#device *", "body *")
    dark = "rgb(17, 18, 20)"
    for flipped in (False, True):
        if flipped:
            page.check("#night")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (paper == dark) == ((scheme == "dark") != flipped)
        assert page.evaluate(contrast) == []
    for summary in page.query_selector_all("summary"):
        summary.click()
    for probe in (OUTSIDE, OVERLAPS):
        assert page.evaluate(probe) == []
    assert page.evaluate(UNSAID) == 0
    assert page.evaluate(SMALL) == 0
    assert asked == [shown.as_uri()]
    page.close()


@needs_browser
@pytest.mark.browser
def test_the_page_shows_what_the_json_says(browser: Any, shown: Path, fsrs: World) -> None:
    found = fsrs.report()
    page = browser.new_page()
    page.goto(shown.as_uri())
    weak = page.eval_on_selector_all(
        ".weak.leech", "all => all.map((a) => [a.querySelector('h3').textContent, a.querySelector('pre').textContent])"
    )
    assert len(weak) == len(found.leeches)
    for (place, shown_text), leech in zip(weak, found.leeches, strict=True):
        assert place.startswith(f"{leech.place.path}:{leech.place.line} ")
        assert shown_text == leech.place.text
    bars = page.eval_on_selector_all("#forecast g title", "all => all.map((t) => t.textContent)")
    days = (found.total.due, *found.total.ahead)
    assert [int(bar.split(": ")[1].split(" due")[0]) for bar in bars] == [n for n in days if n]
    heat = page.eval_on_selector_all("#heat rect:not(.l0) title", "all => all.map((t) => t.textContent)")
    assert [int(day.split(": ")[1].split(" reviews")[0]) for day in heat] == [d.answers for d in found.days.values()]
    rows = page.eval_on_selector_all("#retention tr th[scope=row]", "all => all.map((t) => t.textContent)")
    assert rows[:2] == ["advanced machining", "intro to deep learning"]
    assert rows[2:] == [line.name for line in found.kinds if line.tally.asked]
    page.close()


def test_the_page_holds_no_script_and_what_notes_say_is_text(own: World) -> None:
    first = own.report().leeches[0]
    file = own.notes / first.place.path
    lines = file.read_text(encoding="utf-8").split("\n")
    assert first.place.line
    lines[first.place.line - 1] = f"<img src=x onerror=alert(1)> {first.place.text}"
    file.write_text("\n".join(lines), encoding="utf-8")
    (own.root / "flashgen.yaml").write_text("editor: vscode\ndeck: Classes\n", encoding="utf-8")
    result = run("anki/collection.anki2", "--notes", "cards", "--html", "report.html")
    assert result.exit_code == 0, result.output
    text = (own.root / "report.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "default-src 'none'" in text
    assert "<img" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text


def test_a_page_that_cannot_be_written_leaves_nothing(own: World) -> None:
    result = run("anki/collection.anki2", "--notes", "cards", "--html", "nowhere/report.html")
    assert result.exit_code == 1
    assert "can't be written" in result.stderr


def test_places_link_to_the_editor_that_is_configured(own: World) -> None:
    (own.notes / "flashgen.yaml").write_text("editor: vscode\ndeck: Classes\n", encoding="utf-8")
    run("anki/collection.anki2", "--notes", "cards", "--html", "report.html")
    text = (own.root / "report.html").read_text(encoding="utf-8")
    first = own.report().leeches[0].place
    assert f'{first.path}:{first.line}">{first.path}:{first.line}</a>' in text
    assert 'href="vscode://file/' in text


def test_the_examples_in_the_plots_hold() -> None:
    assert doctest.testmod(plots).failed == 0
    assert doctest.testmod(plots).attempted >= 2
