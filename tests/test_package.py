"""The package, opened with SQLite and imported by the real Anki."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha1
from pathlib import Path

import pytest

from flashgen import notetypes
from flashgen.notes import PART, Draft, Media, Note
from flashgen.outputs.package import deck_id, package
from tests.anki_collection import collection, import_package, rendered


def note(
    number: int,
    *,
    deck: str = "Uni::Bio",
    mod: int = 1_700_000_000,
    folder: str = "basic",
    text: str = "",
    media: tuple[Media, ...] = (),
) -> Note:
    """A note with a question and an answer, or a cloze."""
    kind = notetypes.load(folder)
    front = text or ("the {{c1::{{c2::cell}} wall}}" if kind.cloze else f"question {number}")
    fields = (front, "" if kind.cloze else f"answer {number}", *[""] * (len(kind.fields) - 3), f"id-{number}")
    clozes = ((1, "wall"), (2, "cell")) if kind.cloze else ()
    draft = Draft(
        folder,
        "qa",
        f"question {number}",
        "Bio",
        deck,
        PART.join(fields[:-8]),
        fields[-8],
        PART.join(fields[-7:-1]),
        clozes,
        (0, 1) if kind.cloze else (0,),
        ("exam",),
        media,
        "bio.md",
        number,
        number,
        (),
    )
    return Note(f"guid-{number}", draft, PART.join(fields), ("exam", "flashgen::class::bio"), draft.cards, mod)


@contextmanager
def opened(target: Path, folder: Path) -> Iterator[sqlite3.Connection]:
    with zipfile.ZipFile(target) as archive:
        (folder / "collection.anki2").write_bytes(archive.read("collection.anki2"))
    with closing(sqlite3.connect(folder / "collection.anki2")) as connection:
        yield connection


def test_rows_are_what_the_notes_say(tmp_path: Path) -> None:
    package([note(1), note(2, mod=1_700_000_900), note(3, folder="cloze")], tmp_path / "x.apkg")
    with opened(tmp_path / "x.apkg", tmp_path) as database:
        notes = database.execute("SELECT guid, mod, tags, flds FROM notes ORDER BY guid").fetchall()
        query = "SELECT n.guid, c.ord, c.due FROM cards c JOIN notes n ON n.id = c.nid ORDER BY 1, 2"
        cards = database.execute(query).fetchall()
        ids = [row[0] for row in database.execute("SELECT id FROM notes UNION ALL SELECT id FROM cards")]
    assert [(guid, mod, tags) for guid, mod, tags, _ in notes] == [
        ("guid-1", 1_700_000_000, " exam flashgen::class::bio "),
        ("guid-2", 1_700_000_900, " exam flashgen::class::bio "),
        ("guid-3", 1_700_000_000, " exam flashgen::class::bio "),
    ]
    assert notes[0][3].split("\x1f")[:2] == ["question 1", "answer 1"]
    assert cards == [("guid-1", 0, 0), ("guid-2", 0, 1), ("guid-3", 0, 2), ("guid-3", 1, 2)]
    assert len(ids) == len(set(ids))


def test_ids_begin_at_the_time_of_the_note_and_never_meet(tmp_path: Path) -> None:
    package([note(n, mod=1_700_000_000 + n // 3000) for n in range(6000)], tmp_path / "x.apkg")
    with opened(tmp_path / "x.apkg", tmp_path) as database:
        ids = [row[0] for row in database.execute("SELECT id FROM notes UNION ALL SELECT id FROM cards ORDER BY 1")]
    assert ids == list(range(1_700_000_000_000, 1_700_000_012_000))


def test_the_deck_tree_has_its_parents_with_a_description(tmp_path: Path) -> None:
    package([note(1, deck="Uni::Bio::Labs"), note(2, deck="uni::Law")], tmp_path / "x.apkg")
    with opened(tmp_path / "x.apkg", tmp_path) as database:
        decks = json.loads(database.execute("SELECT decks FROM col").fetchone()[0])
    names = sorted(deck["name"] for deck in decks.values())
    assert names == ["Default", "Uni", "Uni::Bio", "Uni::Bio::Labs", "Uni::Law"]
    assert decks[str(deck_id("Uni"))]["desc"]


def test_note_types_bring_the_ids_of_their_fields_and_templates(tmp_path: Path) -> None:
    package([note(1)], tmp_path / "x.apkg")
    with opened(tmp_path / "x.apkg", tmp_path) as database:
        models = json.loads(database.execute("SELECT models FROM col").fetchone()[0])
    kind = notetypes.load("basic")
    model = models[str(kind.id)]
    assert [(f["name"], f["id"]) for f in model["flds"]] == list(zip(kind.fields, kind.field_ids, strict=True))
    assert [(t["name"], t["id"]) for t in model["tmpls"]] == [(t.name, t.id) for t in kind.templates]
    assert model["mod"] == kind.mod


def test_the_same_notes_give_the_same_bytes(tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    picture.write_bytes(b"picture")
    notes = [note(n, media=(Media("fg-1.png", str(picture)),)) for n in range(20)]
    package(notes, tmp_path / "a.apkg")
    os.utime(picture, (1, 1))
    package(notes, tmp_path / "b.apkg")
    assert (tmp_path / "a.apkg").read_bytes() == (tmp_path / "b.apkg").read_bytes()


def test_the_collection_has_no_indexes_which_no_import_needs(tmp_path: Path) -> None:
    package([note(1)], tmp_path / "x.apkg")
    with opened(tmp_path / "x.apkg", tmp_path) as database:
        kinds = database.execute("SELECT type FROM sqlite_master WHERE sql NOT NULL").fetchall()
    assert kinds == [("table",)] * 5


def test_the_package_is_deflated(tmp_path: Path) -> None:
    package([note(n) for n in range(500)], tmp_path / "x.apkg")
    with zipfile.ZipFile(tmp_path / "x.apkg") as archive:
        entry = archive.getinfo("collection.anki2")
    assert entry.compress_size < entry.file_size * 0.3


def test_an_interruption_leaves_the_old_deck_and_no_other_file(tmp_path: Path) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    (tmp_path / "x.apkg").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        package([note(1)], tmp_path / "x.apkg", interrupt)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("x.apkg", b"old")]


def test_media_are_packed_once_and_a_lost_file_is_told(tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    picture.write_bytes(b"picture")
    there, lost = Media("fg-1.png", str(picture)), Media("fg-0.png", str(tmp_path / "lost.png"))
    missing = package([note(1, media=(there, lost)), note(2, media=(there,))], tmp_path / "x.apkg")
    with zipfile.ZipFile(tmp_path / "x.apkg") as archive:
        assert json.loads(archive.read("media")) == {"0": "fg-1.png"}
        assert archive.read("0") == b"picture"
    assert missing == (lost,)


def test_genanki_is_had_without_asyncio() -> None:
    import subprocess

    code = "import sys, flashgen.outputs.package; sys.exit(bool({'asyncio', 'cached_property'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_anki_works_out_what_a_note_is_sorted_and_compared_by(tmp_path: Path) -> None:
    package([note(1), note(2, folder="cloze", text="the {{c1::<b>cell</b>}} {{c2::wall}}")], tmp_path / "x.apkg")
    with collection(tmp_path / "anki") as col:
        import_package(col, tmp_path / "x.apkg")
        found = col.db.all("SELECT sfld, csum FROM notes ORDER BY guid")
    texts = ["question 1", "the {{c1::cell}} {{c2::wall}}"]
    assert found == [[text, int(sha1(text.encode()).hexdigest()[:8], 16)] for text in texts]


def test_real_anki_imports_it_twice(tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    picture.write_bytes(bytes.fromhex("89504e470d0a1a0a"))
    media = (Media("fg-1.png", str(picture)),)
    notes = [note(1), note(2, folder="cloze"), note(3, deck="Uni::Law", text='<img src="fg-1.png">', media=media)]
    package(notes, tmp_path / "x.apkg")
    with collection(tmp_path / "anki") as col:
        log = import_package(col, tmp_path / "x.apkg")
        assert (len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)) == (3, 0, 0, 0)
        again = import_package(col, tmp_path / "x.apkg")
        assert (len(again.new), len(again.updated), len(again.duplicate), len(again.conflicting)) == (0, 0, 3, 0)
        sides = rendered(col)
        assert [deck for deck, _, _ in sides] == ["Uni::Bio", "Uni::Bio", "Uni::Bio", "Uni::Law"]
        assert all(front.strip() and back.strip() for _, front, back in sides)
        assert {d.name for d in col.decks.all_names_and_ids()} >= {"Uni", "Uni::Bio", "Uni::Law"}
        assert not col.media.check().missing
        assert not col._backend.get_empty_cards().notes
        assert "problems" not in col.fix_integrity()[0]
        assert col.fix_integrity()[1]
