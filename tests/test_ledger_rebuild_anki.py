"""A ledger that was lost is made anew from what Anki has, by command, and the next build keeps every history."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from flashgen import ledger as ledgers
from flashgen.cli import main
from flashgen.config import Config
from flashgen.outputs.package import package
from flashgen.pipeline import Build, build
from tests.anki_collection import collection, export, import_package
from tests.test_history_anki import prepare, review, state
from tests.test_identity import NOTES

pytestmark = pytest.mark.slow

EXPORTS = ("old.apkg", "newest.apkg", "all.colpkg", "collection.anki2")


@pytest.mark.parametrize("name", EXPORTS)
def test_every_history_is_kept_by_a_ledger_rebuilt_from(name: str, tmp_path: Path) -> None:
    if name in ("newest.apkg", "all.colpkg"):
        pytest.importorskip("zstandard", reason="the newest format is compressed with it")
    notes = tmp_path / "cards"
    for path, text in NOTES.items():
        (notes / path).parent.mkdir(parents=True, exist_ok=True)
        (notes / path).write_text(text, "utf-8")
    _edit(notes, "machining/week-1.md", "The ==endmill== has", "The ==long== ==endmill== has")
    _edit(notes, "machining/week-1.md", "that the collet holds", "that the ==collet== holds")
    first = _built(notes)
    _edit(notes, "machining/week-1.md", "==long== ==endmill==", "long ==endmill==")
    _edit(notes, "machining/week-1.md", "that the ==collet== holds", "that the collet holds")  # 1 and 4 are used up
    second = _built(notes)
    with collection(tmp_path / "anki") as col:
        for made in (first, second):
            _imported(col, made, tmp_path)
        prepare(col)
        assert review(col, random.Random(1)) > 5
        file = export(col, tmp_path / name)
        before = state(col)
    (notes / ledgers.NAME).unlink()
    done = CliRunner().invoke(main, ["ledger", "rebuild", str(file), "--notes", str(notes)])
    assert done.exit_code == 0, done.output
    assert f"{len(second.notes)} notes recovered" in done.output

    assert not _built(notes).plan.new, "the notes as they were: all known"
    _edit(
        notes, "machining/week-1.md", "What does the coolant do to the tip", "What is the effect of coolant on the tip"
    )
    _edit(notes, "machining/week-1.md", "stress: internal force", "engineering stress: internal force")
    _edit(notes, "machining/week-1.md", "that the collet holds", "that the collet ==holds==")
    _edit(notes, "learning/week-1.md", "2. loss\n", "2. loss\n3. backward pass\n")
    _edit(notes, "learning/week-1.md", "batch size 8 or 16", "batch size 16 or 32")
    made = _built(notes)
    assert [n.draft.key.rpartition(": ")[2] for n in made.plan.new] == ["backward pass"], made.plan.summary()
    assert not made.plan.retired
    cloze = next(n for n in made.notes if n.draft.notetype == "cloze")
    assert cloze.fields[0] == "The long {{c2::endmill}} has a {{c3::shank}} that the collet {{c5::holds}}"
    with collection(tmp_path / "anki") as col:
        log = _imported(col, made, tmp_path)
        assert len(log.new) == 1
        assert not list(log.conflicting)
        after = state(col)
        assert all(after[card] == there for card, there in before.items())
        shown = col.get_note(col.db.scalar("select id from notes where guid = ?", cloze.guid))
        assert shown.fields[0] == cloze.fields[0]


def _edit(notes: Path, name: str, old: str, new: str) -> None:
    text = (notes / name).read_text("utf-8")
    assert old in text, old
    (notes / name).write_text(text.replace(old, new), "utf-8")


def _built(notes: Path) -> Build:
    time.sleep(1.01 - time.time() % 1)  # Anki compares whole seconds
    made = build((notes,), Config(root=notes, notes="."))
    ledgers.save(made.ledger, notes)
    return made


def _imported(col: Any, made: Build, folder: Path) -> Any:
    package(made.notes, folder / "deck.apkg")
    return import_package(col, folder / "deck.apkg")
