"""Push, by each route, into a real collection whose cards have been reviewed: what arrives, and what is left alone."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.anki_collection import faults, import_package
from tests.anki_routes import (
    PASSWORD,
    ROUTES,
    USER,
    Closed,
    Student,
    Synced,
    answer_all,
    cards,
    histories,
    note_of,
    run,
)

pytestmark = pytest.mark.slow

BIO = """\
# Cells

Q: What does a cell need?
A: energy

Q: What holds the DNA?
A: the nucleus

Q: What is moved by osmosis?
A: water

The ==membrane== encloses the ==cytoplasm==. #cloze

mitochondrion: the organelle that makes ATP #definition
"""
ML = """\
---
class: Deep learning
---
Q: What does dropout do?
A: it hides units

learning rate usually 1e-6 to 1e-3 #hyperparameter

epoch: one pass over the data #definition
"""
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SHOP = """\
# Shop

Q: What cools the tool?
A: coolant
"""


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A notes folder with three classes, in a current folder of its own; what is remembered is kept there, too."""
    monkeypatch.setenv("FLASHGEN_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "cards"
    for name, text in (("bio/a.md", BIO), ("ml/b.md", ML), ("shop/c.md", SHOP)):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(params=sorted(ROUTES))
def student(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Student]:
    made = ROUTES[request.param](tmp_path / "anki")
    yield made
    made.close()


@pytest.fixture
def closed(tmp_path: Path) -> Closed:
    return Closed(tmp_path / "anki")


def push(student: Student, *words: str, code: int = 0) -> dict[str, Any]:
    """What a push says as JSON."""
    result = student.run("push", *words, "--format", "json")
    assert result.exit_code == code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def counts(said: dict[str, Any]) -> dict[str, int]:
    """How many of each sort; the sorts of which there is one at all."""
    sorts = (
        "new",
        "changed",
        "returned",
        "moved",
        "retired",
        "deleted",
        "retagged",
        "edited_in_anki",
        "deleted_in_anki",
    )
    found = {sort: len(said[sort]) for sort in sorts if said[sort]}
    return found | {k: v for k, v in said["blank_cards"].items() if v}


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def in_anki(col: Any, text: str, field: str, old: str, new: str) -> None:
    """An edit of the student's, in Anki."""
    note = note_of(col, text)
    assert old in note[field]
    note[field] = note[field].replace(old, new)
    col.update_note(note)


def own_note(col: Any) -> None:
    """A note that is not flashgen's, beside the others."""
    note = col.new_note(col.models.by_name("Basic"))
    note["Front"], note["Back"] = "my own question", "my own answer"
    col.add_note(note, col.decks.id("Class notes::Deep learning"))


def everything(col: Any) -> list[Any]:
    """All notes and cards with their modification times: what must be the same if nothing was done."""
    return [
        *col.db.all("select id, guid, mid, mod, usn, tags, flds from notes order by id"),
        *col.db.all("select id, nid, did, ord, mod, usn, queue, type, due, data from cards order by id"),
        sorted(d.name for d in col.decks.all_names_and_ids()),
    ]


def test_all_edits_of_a_day_arrive_and_every_history_is_kept(notes: Path, student: Student) -> None:
    assert counts(push(student)) == {"new": 9}
    with student.open() as col:
        own_note(col)
        assert answer_all(col) >= 12
        before = cards(col)
        assert all(row[-1] for card, row in before.items() if not card[0].startswith("#")), "each has reviews"
    edit(notes / "ml" / "b.md", "class: Deep learning", "class: Deep learning and vision")  # a class renamed
    edit(notes / "bio" / "a.md", "Q: What is moved by osmosis?\nA: water\n\n", "")  # a note moved
    with (notes / "shop" / "c.md").open("a", encoding="utf-8") as shop:
        shop.write("\nQ: What is moved by osmosis?\nA: water\n")
        shop.write("\nQ: What holds the part?\nA: a vise\n")  # one added
    edit(notes / "bio" / "a.md", "A: energy", "A: energy, all the time")  # one edited
    edit(notes / "bio" / "a.md", "Q: What holds the DNA?\nA: the nucleus\n\n", "")  # one removed

    shown = student.run("push", "--dry-run")
    assert shown.exit_code == 0, shown.output
    assert "Would be done: 1 new, 5 changed, 4 moved, 1 retired." in shown.stdout
    said = push(student)
    assert counts(said) == {"new": 1, "changed": 5, "moved": 4, "retired": 1}
    with student.open() as col:
        after = cards(col)
        old = histories(before)
        assert {c: h for c, h in histories(after).items() if c in old} == old, "card by card"
        added = {c: row for c, row in after.items() if c not in old}
        assert [row[0] for row in added.values()] == ["Class notes::shop"]
        assert not any(row[-1] for row in added.values())
        gone = note_of(col, "What holds the DNA?")
        decks = {note_of(col, text).guid: deck for text, deck in DECKS}
        for (guid, order), row in after.items():
            if guid in decks:
                assert row[0] == decks[guid], (guid, order)
            assert (row[1] == -1) == (guid == gone.guid), "only what has gone is suspended"
        assert set(gone.tags) >= {"flashgen::retired", "flashgen::suspended::1"}
        assert note_of(col, "What does a cell need?")["Back"] == "energy, all the time"
        own = note_of(col, "my own question")
        assert (own["Back"], after[own.guid, 0]) == ("my own answer", before[own.guid, 0])
        assert not col._backend.get_empty_cards().notes
        assert not faults(col)
        state = everything(col)

    again = push(student)
    assert (counts(again), again["nothing_to_do"], again["said"]) == ({}, True, [])
    with student.open() as col:
        assert everything(col) == state, "a second push does nothing"


DECKS = (
    ("What does dropout do?", "Class notes::Deep learning and vision"),
    ("learning rate", "Class notes::Deep learning and vision"),
    ("one pass over the data", "Class notes::Deep learning and vision"),
    ("moved by osmosis", "Class notes::shop"),
    ("What does a cell need?", "Class notes::bio"),
    ("my own question", "Class notes::Deep learning"),
)


def test_what_the_student_did_in_anki_stays(notes: Path, student: Student) -> None:
    push(student)
    with student.open() as col:
        answer_all(col)
        in_anki(col, "What cools the tool?", "Back", "coolant", "cutting fluid")
        in_anki(col, "What does dropout do?", "Spare 1", "", "ask about this")
        note = note_of(col, "What does a cell need?")
        note.tags.append("marked")
        col.update_note(note)
        cells = note_of(col, "What holds the DNA?")
        col.sched.suspend_cards(cells.card_ids())
        col.set_user_flag_for_cards(2, cells.card_ids())
        col.set_deck(note_of(col, "moved by osmosis").card_ids(), col.decks.id("Hard ones"))
        before = cards(col)
    for file, old, new in (
        ("shop/c.md", "A: coolant", "A: a coolant"),
        ("ml/b.md", "A: it hides units", "A: it hides units at random"),
        ("bio/a.md", "A: energy", "A: energy and matter"),
        ("bio/a.md", "A: the nucleus", "A: the cell's nucleus"),
        ("bio/a.md", "A: water", "A: only water"),
    ):
        edit(notes / file, old, new)
    said = push(student, code=1)
    assert counts(said) == {"changed": 4, "edited_in_anki": 1}
    assert said["edited_in_anki"][0]["conflict"]
    assert said["moved_in_anki"] == [{"from": "Class notes::bio", "to": "Hard ones", "cards": 1}]
    with student.open() as col:
        assert cards(col) == before, "suspended, flagged, moved by hand: as it was"
        assert note_of(col, "What cools the tool?")["Back"] == "cutting fluid", "not overwritten"
        dropout = note_of(col, "What does dropout do?")
        assert (dropout["Back"], dropout["Spare 1"]) == ("it hides units at random", "ask about this")
        cell = note_of(col, "What does a cell need?")
        assert cell["Back"] == "energy and matter"
        assert "marked" in cell.tags
        assert note_of(col, "What holds the DNA?")["Back"] == "the cell's nucleus"
        assert note_of(col, "moved by osmosis")["Back"] == "only water"

    said = push(student, "--move", "--overwrite")
    assert counts(said) == {"changed": 1, "moved": 1}
    with student.open() as col:
        assert note_of(col, "What cools the tool?")["Back"] == "a coolant"
        moved = note_of(col, "moved by osmosis")
        after = cards(col)
        assert after[moved.guid, 0][0] == "Class notes::bio"
        assert histories(after) == histories(before)
        assert col.decks.id_for_name("Hard ones"), "a deck of the student's own is not removed"
    assert push(student)["nothing_to_do"]


def test_what_goes_and_comes_back_has_its_history_and_is_asked_again(notes: Path, student: Student) -> None:
    push(student)
    with student.open() as col:
        answer_all(col)
        col.sched.suspend_cards([note_of(col, "mitochondrion").card_ids()[1]])
        before = cards(col)
    text = (notes / "bio" / "a.md").read_text(encoding="utf-8")
    edit(notes / "bio" / "a.md", "Q: What holds the DNA?\nA: the nucleus\n\n", "")
    edit(notes / "bio" / "a.md", "mitochondrion: the organelle that makes ATP #definition\n", "")
    assert counts(push(student)) == {"retired": 2}
    assert push(student)["nothing_to_do"]
    with student.open() as col:
        assert len(col.find_cards("is:suspended tag:flashgen::retired")) == 3
        col.sched.unsuspend_cards(note_of(col, "What holds the DNA?").card_ids())
    assert push(student)["nothing_to_do"], "what the student wakes up again stays awake"
    (notes / "bio" / "a.md").write_text(text, encoding="utf-8")
    assert counts(push(student)) == {"returned": 2}
    with student.open() as col:
        assert cards(col) == before, "but for the one that the student suspended"
        assert not col.find_notes("tag:flashgen::retired or tag:flashgen::suspended*")
    assert push(student)["nothing_to_do"]


def test_only_delete_deletes(notes: Path, student: Student) -> None:
    push(student)
    with student.open() as col:
        answer_all(col)
        in_anki(col, "What does dropout do?", "Back", "hides", "conceals")
    edit(notes / "bio" / "a.md", "Q: What holds the DNA?\nA: the nucleus\n\n", "")
    edit(notes / "ml" / "b.md", "Q: What does dropout do?\nA: it hides units\n\n", "")
    assert counts(push(student, "--delete")) == {"deleted": 1, "retired": 1}
    with student.open() as col:
        assert not col.find_notes('"What holds the DNA?"')
        assert note_of(col, "What does dropout do?")["Back"] == "it conceals units", "edited in Anki: suspended"
    assert push(student, "--delete")["nothing_to_do"]


def test_blank_cards_go_and_those_with_reviews_wait(notes: Path, student: Student) -> None:
    push(student)
    with student.open() as col:
        card = note_of(col, "membrane").card_ids()[1]
        col.decks.set_current(col.get_card(card).did)
    edit(notes / "bio" / "a.md", "==cytoplasm==", "cytoplasm")
    assert counts(push(student)) == {"changed": 1, "deleted": 1}
    with student.open() as col:
        assert len(note_of(col, "membrane").card_ids()) == 1
        assert not col._backend.get_empty_cards().notes
        answer_all(col)
        before = cards(col)
    edit(notes / "bio" / "a.md", "The ==membrane== encloses the cytoplasm", "The membrane encloses the ==cytoplasm==")
    assert counts(push(student)) == {"changed": 1, "suspended": 1}
    assert push(student)["nothing_to_do"]
    with student.open() as col:
        note = note_of(col, "membrane")
        assert [col.get_card(c).queue == -1 for c in note.card_ids()] == [True, False]
    edit(notes / "bio" / "a.md", "The membrane encloses", "The ==membrane== encloses")
    assert counts(push(student)) == {"changed": 1}
    with student.open() as col:
        after = cards(col)
        assert {c: after[c] for c in before} == before, "its history is there again"
    edit(notes / "bio" / "a.md", "The ==membrane== encloses", "The membrane encloses")
    assert counts(push(student, "--delete")) == {"changed": 1, "deleted": 1}
    with student.open() as col:
        assert len(note_of(col, "membrane").card_ids()) == 1
        assert [d.name for d in col.decks.all_names_and_ids() if "blank" in d.name] == []
    assert push(student)["nothing_to_do"]


def test_what_was_deleted_in_anki_does_not_come_back_unless_asked_for(notes: Path, student: Student) -> None:
    push(student)
    with student.open() as col:
        col.remove_notes([note_of(col, "What cools the tool?").id])
    edit(notes / "shop" / "c.md", "A: coolant", "A: some coolant")
    said = push(student)
    assert (counts(said), said["nothing_to_do"]) == ({"deleted_in_anki": 1}, True)
    assert "'flashgen forget' leaves them out for good" in student.run("push").stdout
    assert counts(push(student, "--restore")) == {"new": 1}
    assert push(student)["nothing_to_do"]


def test_another_collection_in_the_same_place_is_no_mass_deletion(notes: Path, closed: Closed) -> None:
    push(closed)
    (closed.folder / "collection.anki2").unlink()
    Closed(closed.folder)
    result = closed.run("push")
    assert "9 notes deleted in Anki, not brought again:" in result.stdout
    assert "is it the right collection? --restore brings them." in result.stdout
    assert counts(push(closed, "--restore")) == {"new": 9}


def test_a_card_in_a_filtered_deck_moves_when_it_is_home(notes: Path, student: Student) -> None:
    push(student)
    with student.open() as col:
        answer_all(col)
        before = cards(col)
        filtered = col.sched.get_or_create_filtered_deck(0)
        filtered.name = "Cram"
        filtered.config.search_terms[0].search = "dropout"
        filtered.config.reschedule = False
        cram = col.sched.add_or_update_filtered_deck(filtered).id
        assert len(col.find_cards("deck:Cram")) == 1
    edit(notes / "ml" / "b.md", "class: Deep learning", "class: Vision")
    said = push(student)
    assert (len(said["moved"]), said["in_filtered_decks"]) == (2, 1)
    assert push(student)["nothing_to_do"]
    with student.open() as col:
        assert len(col.find_cards("deck:Cram")) == 1
        col.sched.empty_filtered_deck(cram)
        col.decks.remove([cram])
    assert counts(push(student)) == {"moved": 1}
    with student.open() as col:
        assert histories(cards(col)) == histories(before)
        assert {row[0] for row in cards(col).values() if "Vision" in row[0]} == {"Class notes::Vision"}


def test_a_package_imported_by_hand_is_no_surprise(notes: Path, closed: Closed, tmp_path: Path) -> None:
    from tests.anki_collection import import_package

    run("build", "-o", "a.apkg")
    with closed.open() as col:
        import_package(col, tmp_path / "a.apkg")
        answer_all(col)
        before = cards(col)
    edit(notes / "ml" / "b.md", "class: Deep learning", "class: Vision")
    edit(notes / "bio" / "a.md", "A: energy", "A: power")
    assert counts(push(closed)) == {"changed": 4, "moved": 4 - 1}
    with closed.open() as col:
        assert histories(cards(col)) == histories(before)
    assert push(closed)["nothing_to_do"]


def test_a_push_of_one_note_leaves_the_others(notes: Path, closed: Closed) -> None:
    assert counts(push(closed, str(notes / "shop" / "c.md"))) == {"new": 1}
    edit(notes / "bio" / "a.md", "Q: What holds the DNA?\nA: the nucleus\n\n", "")
    edit(notes / "shop" / "c.md", "coolant", "water")
    assert counts(push(closed, str(notes / "shop" / "c.md"))) == {"changed": 1}
    assert counts(push(closed)) == {"new": 7}


def test_a_copy_that_the_student_made_is_theirs(notes: Path, student: Student) -> None:
    push(student)
    with student.open() as col:
        note = note_of(col, "What cools the tool?")
        copy = col.new_note(note.note_type())
        copy.fields = [*note.fields]
        copy["Back"] = "my own version"
        col.add_note(copy, col.decks.id("Mine"))
        number = copy.id
    edit(notes / "shop" / "c.md", "A: coolant", "A: air")
    assert counts(push(student)) == {"changed": 1}
    with student.open() as col:
        assert col.get_note(number)["Back"] == "my own version"
        assert note_of(col, "air")["Front"] == "What cools the tool?"


def test_a_field_that_the_student_added_does_not_freeze_a_note(notes: Path, closed: Closed) -> None:
    push(closed)
    with closed.open() as col:
        model = col.models.by_name("flashgen basic")
        col.models.add_field(model, col.models.new_field("Mnemonic"))
        col.models.update_dict(model)
        in_anki(col, "What cools the tool?", "Mnemonic", "", "cool!")
    edit(notes / "shop" / "c.md", "A: coolant", "A: air")
    said = push(closed)
    assert (counts(said), said["refused"]) == ({"changed": 1}, [])
    with closed.open() as col:
        note = note_of(col, "cool!")
        assert (note["Back"], note["Mnemonic"]) == ("air", "cool!")
    assert push(closed)["nothing_to_do"]


def test_what_anki_does_not_take_is_said_and_sent_again(notes: Path, closed: Closed) -> None:
    from flashgen.outputs.push.collection import Opened

    push(closed, str(notes / "shop" / "c.md"))
    edit(notes / "shop" / "c.md", "A: coolant", "A: air")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Opened, "bring", lambda *_: None)
        result = closed.run("push")
    assert result.exit_code == 1
    assert "8 not taken." in result.stdout
    assert "8 notes not taken by Anki:" in result.stdout
    with closed.open() as col:
        assert note_of(col, "What cools the tool?")["Back"] == "air", "what is there already is rewritten"
    assert counts(push(closed)) == {"new": 8}
    assert push(closed)["nothing_to_do"]


def test_two_pushes_within_a_second_both_arrive(notes: Path, closed: Closed) -> None:
    push(closed)
    for word in ("one", "two", "three"):
        text = (notes / "shop" / "c.md").read_text(encoding="utf-8")
        (notes / "shop" / "c.md").write_text(re.sub("A: .*", f"A: {word}", text), encoding="utf-8")
        assert counts(push(closed)) == {"changed": 1}
    with closed.open() as col:
        assert note_of(col, "What cools the tool?")["Back"] == "three"


def test_a_newer_card_design_arrives_without_a_changed_note(
    notes: Path, closed: Closed, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from flashgen import notetypes

    push(closed)
    load = notetypes.load

    def newer(folder: str) -> Any:
        kind = load(folder)
        return replace(kind, mod=kind.mod + 10, css=f"{kind.css}\n.new {{}}") if folder == "basic" else kind

    monkeypatch.setattr(notetypes, "load", newer)
    with closed.open() as col:
        before = col.db.all("select id, mod, flds, tags from notes")
    said = push(closed)
    assert (said["card_designs"], counts(said)) == (["basic"], {})
    with closed.open() as col:
        assert ".new {}" in col.models.by_name("flashgen basic")["css"]
        assert col.db.all("select id, mod, flds, tags from notes") == before
    assert push(closed)["nothing_to_do"]


def test_an_indent_in_code_arrives(notes: Path, closed: Closed) -> None:
    edit(notes / "shop" / "c.md", "A: coolant", "A: so:\n```\nif hot:\n  cool()\n```")
    push(closed)
    edit(notes / "shop" / "c.md", "  cool()", "    cool()")
    assert counts(push(closed)) == {"changed": 1}
    assert push(closed)["nothing_to_do"]


def test_media_arrive_with_their_notes(notes: Path, student: Student) -> None:
    (notes / "shop" / "part.png").write_bytes(base64.b64decode(PIXEL))
    edit(notes / "shop" / "c.md", "A: coolant", "A: coolant ![a part](part.png)")
    push(student)
    with student.open() as col:
        if isinstance(student, Synced):
            student.media(col)
        assert not col.media.check().missing
        (name,) = re.findall(r'src="([^"]+)"', note_of(col, "What cools the tool?")["Back"])
        assert name.endswith(".png")


def test_a_backup_is_made_before_the_first_change_and_not_without_one(notes: Path, closed: Closed) -> None:
    push(closed)
    assert len(list((closed.folder / "backups").iterdir())) == 1
    push(closed)
    assert len(list((closed.folder / "backups").iterdir())) == 1


def test_what_was_remembered_may_be_lost(notes: Path, student: Student, tmp_path: Path) -> None:
    import shutil

    push(student)
    for folder in (tmp_path / "state").iterdir():
        if folder.name == "pushed":
            shutil.rmtree(folder)
    edit(notes / "shop" / "c.md", "A: coolant", "A: air")
    assert counts(push(student)) == {"changed": 1}
    shutil.rmtree(tmp_path / "state" / "pushed")
    assert counts(push(student)) == {}


def test_a_dry_run_changes_nothing(notes: Path, student: Student, tmp_path: Path) -> None:
    push(student)
    with student.open() as col:
        before = everything(col)
    ledger = (notes / "flashgen.lock").read_bytes()
    remembered = {p: p.read_bytes() for p in (tmp_path / "state" / "pushed").iterdir()}
    edit(notes / "bio" / "a.md", "A: energy", "A: power")
    edit(notes / "bio" / "a.md", "Q: What holds the DNA?\nA: the nucleus\n\n", "")
    assert counts(push(student, "--dry-run")) == {"changed": 1, "retired": 1}
    with student.open() as col:
        assert everything(col) == before
    assert (notes / "flashgen.lock").read_bytes() == ledger
    assert {p: p.read_bytes() for p in (tmp_path / "state" / "pushed").iterdir()} == remembered


def test_the_user_and_password_are_never_written_down(notes: Path, tmp_path: Path) -> None:
    made = ROUTES["sync"](tmp_path / "anki")
    try:
        push(made)
    finally:
        made.close()
    for file in (tmp_path / "state").rglob("*"):
        if file.is_file():
            assert PASSWORD.encode() not in file.read_bytes()
    assert USER


def test_what_people_are_told(notes: Path, closed: Closed) -> None:
    push(closed)
    edit(notes / "ml" / "b.md", "class: Deep learning", "class: Vision")
    edit(notes / "ml" / "b.md", "epoch: one pass over the data #definition\n", "")
    edit(
        notes / "bio" / "a.md", "The ==membrane== encloses the ==cytoplasm==", "The membrane encloses the ==cytoplasm=="
    )
    with closed.open() as col:
        in_anki(col, "What cools the tool?", "Back", "coolant", "oil")
        blank = note_of(col, "membrane").guid
    result = closed.run("push")
    assert result.exit_code == 0
    place, rest = result.stdout.split("\n", 1)
    assert place == f"Anki: {closed.folder / 'collection.anki2'}"
    backup = f"Backup: {closed.folder / 'backups'}."
    assert rest == TOLD.replace("BLANK", blank).replace("BACKUP", backup)
    assert closed.run("push", "--quiet").stdout == ""


TOLD = """\
  changed  bio/a.md:12  The membrane encloses the cytoplasm.
  changed  ml/b.md:4  What does dropout do?
  changed  ml/b.md:7  learning rate
  moved    ml/b.md:4  What does dropout do?: Class notes::Deep learning -> Class notes::Vision
  moved    ml/b.md:7  learning rate: Class notes::Deep learning -> Class notes::Vision
  retired  ml/b.md  epoch
  blank    1 card of BLANK
3 changed, 2 moved, 1 retired, 1 blank card cleared away, 1 edited in Anki (flashgen pull).
BACKUP
1 note edited in Anki, not overwritten:
  shop/c.md:3  What cools the tool?
  'flashgen pull' shows the edits as patches, 'flashgen pull --write' puts them into the notes.
"""


def test_notes_that_cannot_be_used_end_the_push_before_anki_is_touched(notes: Path, closed: Closed) -> None:
    push(closed)
    edit(notes / "shop" / "c.md", "A: coolant", "A: air")
    ledger = (notes / "flashgen.lock").read_bytes()
    (notes / "flashgen.lock").write_text("damaged\n", encoding="utf-8")
    result = closed.run("push")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nothing was pushed: the ledger has to be mended first" in result.stderr
    (notes / "flashgen.lock").write_bytes(ledger)
    assert closed.run("push", "no such folder").exit_code == 2
    assert closed.run("push", "--watch", "--dry-run").exit_code == 2
    with closed.open() as col:
        assert note_of(col, "What cools the tool?")["Back"] == "coolant"


def test_tags_are_joined_from_three_sides(notes: Path, student: Student) -> None:
    edit(notes / "shop" / "c.md", "# Shop", "---\ntags: [exam, hard]\n---\n# Shop")
    push(student)
    with student.open() as col:
        note = note_of(col, "What cools the tool?")
        assert {"exam", "hard"} <= set(note.tags)
        note.tags = [*(t for t in note.tags if t != "hard"), "Mine", "leech"]
        col.update_note(note)
    assert push(student)["nothing_to_do"], "a tag that was taken off in Anki stays off"
    edit(notes / "shop" / "c.md", "[exam, hard]", "[hard, week-2]")
    assert counts(push(student)) == {"changed": 1}
    with student.open() as col:
        tags = set(note_of(col, "What cools the tool?").tags)
        assert tags == {"flashgen::class::shop", "flashgen::kind::qa", "week-2", "Mine", "leech"}
    assert push(student)["nothing_to_do"]


def test_cards_that_an_import_left_behind_are_not_said_to_be_moved_by_hand(notes: Path, tmp_path: Path) -> None:
    student = Closed(tmp_path / "anki")
    for old, new in (("# Shop", "# Shop"), ("# Shop", "---\nclass: Machines\n---\n# Shop")):
        edit(notes / "shop" / "c.md", old, new)
        assert run("build", "-o", "deck.apkg").exit_code == 0
        with student.open() as col:
            import_package(col, tmp_path / "deck.apkg")
    said = student.run("push").stdout
    assert (
        "1 card in Class notes::shop, moved by you or left there by an import, stays; "
        "--move takes it to Class notes::Machines.\n"
    ) in said
    assert "Newest card designs." in said
    assert counts(push(student, "--move")) == {"moved": 1}


def test_what_was_built_and_never_imported_is_not_offered_back_to_the_notes(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    student = Closed(tmp_path / "anki")
    assert run("build", "-o", "deck.apkg").exit_code == 0
    with student.open() as col:
        import_package(col, tmp_path / "deck.apkg")
    day = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: day)
    edit(notes / "shop" / "c.md", "A: coolant", "A: cutting fluid")
    assert run("build", "-o", "deck.apkg").exit_code == 0
    said = student.run("push")
    assert (said.exit_code, "1 note edited in Anki and in the notes (or built and never imported)" in said.stdout) == (
        1,
        True,
    )
    assert student.run("pull", "--write").exit_code == 1
    assert "A: cutting fluid" in (notes / "shop" / "c.md").read_text("utf-8")
    assert counts(push(student, "--overwrite")) == {"changed": 1}
