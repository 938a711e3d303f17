"""``preset:``: deck options are applied to our decks, and what the student changed stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.anki_routes import Closed, Running, Student
from tests.test_push import closed, edit, notes, push, student

pytestmark = pytest.mark.slow

__all__ = ["closed", "notes", "student"]

PRESET = """\
preset:
  name: Class cards
  new_per_day: 12
  reviews_per_day: 300
  fsrs: true
  desired_retention: 0.88
  bury_siblings: true
"""


def options(col: Any, deck: str) -> tuple[Any, ...]:
    """The preset of a deck: its name, and what we may set."""
    conf = col.decks.config_dict_for_deck_id(col.decks.id(deck))
    return (
        conf["name"],
        conf["new"]["perDay"],
        conf["rev"]["perDay"],
        round(conf["desiredRetention"], 4),
        conf["new"]["bury"] and conf["rev"]["bury"] and conf["buryInterdayLearning"],
    )


def configured(folder: Path, text: str) -> None:
    (folder.parent / "flashgen.yaml").write_text(text, encoding="utf-8")


WANTED = ("Class cards", 12, 300, 0.88, True)


def test_options_are_applied_once_and_to_new_decks(notes: Path, student: Student) -> None:
    configured(notes, PRESET)
    with student.open() as col:
        before = options(col, "Default")
        col.decks.id("Mine")
    said = push(student)
    line = "Deck options: preset Class cards for Class notes, Class notes::Deep learning, Class notes::bio, Class notes::shop."
    assert line in said["said"]
    with student.open() as col:
        for deck in ("Class notes", "Class notes::bio", "Class notes::Deep learning", "Class notes::shop"):
            assert options(col, deck) == WANTED, deck
        assert options(col, "Default") == options(col, "Mine") == before, "no other deck has them"
        presets = len(col.decks.all_config())
    assert push(student)["nothing_to_do"]
    (notes / "law").mkdir()
    (notes / "law" / "d.md").write_text("Q: What binds?\nA: a contract\n", encoding="utf-8")
    assert "Deck options: preset Class cards for Class notes::law." in push(student)["said"]
    with student.open() as col:
        assert options(col, "Class notes::law") == WANTED
        assert len(col.decks.all_config()) == presets


def test_what_the_student_changed_stays_and_the_rest_follows(notes: Path, student: Student) -> None:
    configured(notes, PRESET)
    push(student)
    with student.open() as col:
        conf = col.decks.config_dict_for_deck_id(col.decks.id("Class notes"))
        conf["new"]["perDay"] = 3
        col.decks.update_config(conf)
        bio = col.decks.by_name("Class notes::bio")
        col.decks.set_config_id_for_deck_dict(bio, 1)  # back to Default
        shop = col.decks.by_name("Class notes::shop")
        own = col.decks.add_config_returning_id("My own", None)
        col.decks.set_config_id_for_deck_dict(shop, own)
    configured(notes, PRESET.replace("12", "15").replace("0.88", "0.92"))
    said = push(student)["said"]
    assert "Deck options: desired_retention 0.92." in said
    assert "Deck options: new_per_day is 3 in Anki, changed there, and stays." in said
    with student.open() as col:
        assert options(col, "Class notes") == ("Class cards", 3, 300, 0.92, True)
        assert options(col, "Class notes::bio")[0] == "Default"
        assert options(col, "Class notes::shop")[0] == "My own"


def test_decks_with_presets_of_the_students_own_are_left(notes: Path, closed: Closed) -> None:
    push(closed)
    with closed.open() as col:
        own = col.decks.add_config_returning_id("My own", None)
        for deck in [d for d in col.decks.all() if d["name"].startswith("Class notes")]:
            col.decks.set_config_id_for_deck_dict(deck, own)
        before = options(col, "Class notes")
    configured(notes, PRESET)
    said = push(closed)
    assert said["said"] == ["Deck options: your decks have presets of your own (My own), which stay."]
    with closed.open() as col:
        assert options(col, "Class notes") == before


def test_fsrs_is_switched_on_where_no_other_cards_are_concerned(notes: Path, tmp_path: Path) -> None:
    configured(notes, PRESET)
    alone = Closed(tmp_path / "alone")
    with alone.open() as col:
        col.set_config("fsrs", False)
    assert "Deck options: FSRS on." in push(alone)["said"]
    with alone.open() as col:
        assert col.get_config("fsrs") is True
        col.set_config("fsrs", False)
    push(alone)
    with alone.open() as col:
        assert col.get_config("fsrs") is False, "the student switched it off"
    shared = Closed(tmp_path / "shared")
    with shared.open() as col:
        col.set_config("fsrs", False)
        note = col.new_note(col.models.by_name("Basic"))
        note["Front"] = "mine"
        col.add_note(note, col.decks.id("Mine"))
    said = push(shared)["said"]
    assert "Deck options: FSRS is one switch for all your decks; turn it on in Anki, if you like." in said
    with shared.open() as col:
        assert col.get_config("fsrs") is False


def test_a_running_anki_is_asked_to_switch_fsrs_by_hand(notes: Path, tmp_path: Path) -> None:
    configured(notes, PRESET)
    said = push(Running(tmp_path / "anki"))["said"]
    assert "Deck options: turn FSRS on in Anki's own deck options; AnkiConnect can't." in said


def test_a_renamed_class_keeps_the_options_of_its_deck(notes: Path, student: Student) -> None:
    push(student)
    with student.open() as col:
        own = col.decks.add_config_returning_id("Slow", None)
        col.decks.set_config_id_for_deck_dict(col.decks.by_name("Class notes::Deep learning"), own)
    edit(notes / "ml" / "b.md", "class: Deep learning", "class: Vision")
    push(student)
    with student.open() as col:
        assert options(col, "Class notes::Vision")[0] == "Slow"
        assert col.decks.id_for_name("Class notes::Deep learning") is None


def test_a_dry_run_says_what_options_would_be_set(notes: Path, closed: Closed) -> None:
    push(closed)
    configured(notes, PRESET)
    with closed.open() as col:
        before = options(col, "Class notes")
    said = push(closed, "--dry-run")["said"]
    assert "Deck options: new_per_day 12." in said
    with closed.open() as col:
        assert options(col, "Class notes") == before
