"""Pull: an edit on the phone comes back as a patch to the line it came from, or is shown, and never harms a note."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from flashgen import notetypes
from flashgen.config import load
from flashgen.notes import Note
from flashgen.outputs import pull as pulling
from flashgen.outputs.pull import rewritten
from flashgen.outputs.push.plan import Edited, kept, same
from flashgen.outputs.push.route import Held
from flashgen.pipeline import build, known_kinds
from flashgen.read import read
from tests.anki_routes import Closed, Student, answer_all, cards, histories, note_of
from tests.test_push import closed, counts, edit, in_anki, notes, push, student

pytestmark = pytest.mark.slow

__all__ = ["closed", "notes", "student"]


def pull(student: Student, *words: str) -> dict[str, dict[str, Any]]:
    """What a pull says, by label."""
    result = student.run("pull", *words, "--format", "json")
    said = json.loads(result.stdout)
    by_hand = any(e["by_hand"] for e in said["edits"])
    assert result.exit_code == int(by_hand or (bool(said["edits"]) and not said["written"])), result.output
    return {e["label"]: e for e in said["edits"]}


def changed(patch: str) -> list[str]:
    """The lines of a patch that are taken out and put in."""
    return [line for line in patch.split("\n") if line[:1] in "+-" and not line.startswith(("+++", "---"))]


def test_an_edit_on_the_phone_comes_back_as_a_patch(notes: Path, student: Student) -> None:
    push(student)
    with student.open() as col:
        answer_all(col)
        in_anki(col, "What does a cell need?", "Back", "energy", "energy and matter")
        in_anki(col, "What does dropout do?", "Front", "dropout", "drop-out")
        before = cards(col)
    texts = {f: f.read_bytes() for f in notes.rglob("*.md")}
    edits = pull(student)
    assert {label: changed(e["patch"]) for label, e in edits.items()} == {
        "What does a cell need?": ["-A: energy", "+A: energy and matter"],
        "What does dropout do?": ["-Q: What does dropout do?", "+Q: What does drop-out do?"],
    }
    assert "--- a/bio/a.md\n+++ b/bio/a.md\n@@" in edits["What does a cell need?"]["patch"]
    assert {f: f.read_bytes() for f in notes.rglob("*.md")} == texts, "shown only"
    assert len(pull(student, "--write")) == 2
    for file, text in texts.items():
        wanted = text.replace(b"A: energy\n", b"A: energy and matter\n").replace(b"does dropout", b"does drop-out")
        assert file.read_bytes() == wanted, "nothing else is touched"
    said = push(student)
    assert (counts(said), said["nothing_to_do"]) == ({}, True), "notes and Anki agree"
    assert pull(student) == {}
    with student.open() as col:
        assert cards(col) == before
    edit(notes / "ml" / "b.md", "A: it hides units", "A: it hides units at random")
    assert counts(push(student)) == {"changed": 1}, "the note is still the same, its question reworded"
    with student.open() as col:
        assert histories(cards(col)) == histories(before)


EDITS = [
    ("a formula keeps its dollars", "the law is $E = mc^2$ here", "here", "there", "+A: the law is $E = mc^2$ there"),
    (
        "a word that stands twice",
        "water and water vapour",
        "and water",
        "and some water",
        "+A: water and some water vapour",
    ),
    ("a word after emphasis", "it is **very** hard", "hard", "tough", "+A: it is **very** tough"),
    ("an emphasised word", "it is **very** hard", "very", "rather", "+A: it is **rather** hard"),
    ("a word made bold", "it is very hard", "very", "<b>very</b>", "+A: it is **very** hard"),
    ("a sign that means something in Markdown", "two by three", "by", "*by*", "+A: two \\*by\\* three"),
    ("a tag that is none", "a number", "number", "#1 number", "+A: a #1 number"),
    ("what is written at the end", "one", "one", "one, two", "+A: one, two"),
    ("what is taken out", "one, two, three", ", two", "", "+A: one, three"),
    ("less than", "a is small", "small", "&lt; b", "+A: a is < b"),
    ("code", "call `run()` twice", "twice", "once", "+A: call `run()` once"),
    (
        "a link's text",
        "see [the book](https://example.org/a) now",
        "now",
        "later",
        "+A: see [the book](https://example.org/a) later",
    ),
]


@pytest.mark.parametrize(("answer", "old", "new", "wanted"), [e[1:] for e in EDITS], ids=[e[0] for e in EDITS])
def test_what_is_proved_is_a_patch(notes: Path, closed: Closed, answer: str, old: str, new: str, wanted: str) -> None:
    edit(notes / "shop" / "c.md", "A: coolant", f"A: {answer}")
    push(closed)
    with closed.open() as col:
        in_anki(col, "What cools the tool?", "Back", old, new)
    (patch,) = pull(closed, "--write").values()
    assert (patch["by_hand"], changed(patch["patch"])[1:]) == ("", [wanted])
    assert push(closed)["nothing_to_do"]


BY_HAND = [
    ("a picture put in", "coolant", "coolant", 'coolant <img src="x.png">', "its mark-up changed"),
    ("a list made of a line", "a, b", "a, b", "<ul><li>a</li><li>b</li></ul>", "its mark-up changed"),
    ("a line broken in two", "a, b", ", ", "<br>", "its mark-up changed"),
    ("emptied", "coolant", "coolant", "", "the words were not found"),
]


@pytest.mark.parametrize(("answer", "old", "new", "why"), [e[1:] for e in BY_HAND], ids=[e[0] for e in BY_HAND])
def test_what_cannot_be_proved_is_shown_and_not_written(
    notes: Path, closed: Closed, answer: str, old: str, new: str, why: str
) -> None:
    edit(notes / "shop" / "c.md", "A: coolant", f"A: {answer}")
    push(closed)
    with closed.open() as col:
        in_anki(col, "What cools the tool?", "Back", old, new)
    text = (notes / "shop" / "c.md").read_bytes()
    (shown,) = pull(closed, "--write").values()
    assert (shown["patch"], why in shown["by_hand"]) == ("", True), shown
    assert shown["changes"][0]["field"] == "Back"
    assert (notes / "shop" / "c.md").read_bytes() == text
    result = closed.run("pull")
    assert "shop/c.md:3  What cools the tool?: by hand" in result.stdout
    assert "in Anki:" in result.stdout
    assert counts(push(closed)) == {"edited_in_anki": 1}, "and it is not overwritten"


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch")
def test_what_is_shown_can_be_fed_to_patch(notes: Path, closed: Closed) -> None:
    push(closed)
    with closed.open() as col:
        for text, field, old, new in (
            ("What does a cell need?", "Back", "energy", "power"),
            ("What holds the DNA?", "Front", "holds", "keeps"),
            ("one pass over the data", "Definition", "one", "a single"),
        ):
            in_anki(col, text, field, old, new)
    shown = closed.run("pull").stdout
    done = subprocess.run(["patch", "-p1", "-d", str(notes)], input=shown, text=True, capture_output=True, check=False)
    assert (done.returncode, "fuzz" in done.stdout) == (0, False), done.stdout
    assert pull(closed) == {}


def test_what_a_note_has_from_elsewhere_is_left_to_the_author(notes: Path, closed: Closed) -> None:
    push(closed)
    with closed.open() as col:
        in_anki(col, "What cools the tool?", "Class", "shop", "workshop")
    (shown,) = pull(closed, "--write").values()
    assert (shown["patch"], shown["changes"]) == ("", [{"field": "Class", "notes": "shop", "anki": "workshop"}])


def test_an_edit_of_both_sides_is_shown_and_one_of_different_fields_is_joined(notes: Path, closed: Closed) -> None:
    push(closed)
    with closed.open() as col:
        in_anki(col, "What does a cell need?", "Back", "energy", "energy and matter")
        in_anki(col, "What does dropout do?", "Back", "hides", "switches off")
    edit(notes / "bio" / "a.md", "A: energy", "A: power")
    edit(notes / "ml" / "b.md", "What does dropout do?", "What does dropout do in training?")
    push(closed, code=1)
    edits = pull(closed, "--write")
    assert edits["What does a cell need?"]["by_hand"] == "it changed in the class notes, too"
    assert edits["What does a cell need?"]["changes"] == [
        {"field": "Back", "notes": "power", "anki": "energy and matter"}
    ]
    assert changed(edits["What does dropout do in training?"]["patch"]) == [
        "-A: it hides units",
        "+A: it switches off units",
    ]
    assert counts(push(closed, code=1)) == {"changed": 1, "edited_in_anki": 1}
    with closed.open() as col:
        note = note_of(col, "What does dropout do in training?")
        assert note["Back"] == "it switches off units"
    assert counts(push(closed, "--overwrite")) == {"changed": 1}
    assert pull(closed) == {}


def test_kinds_with_parsed_values_and_several_cards(notes: Path, closed: Closed) -> None:
    push(closed)
    with closed.open() as col:
        in_anki(col, "learning rate", "Value", "1e-6", "1e-5")
        in_anki(col, "membrane", "Text", "encloses", "surrounds")
        in_anki(col, "mitochondrion", "Definition", "makes", "produces")
    edits = pull(closed, "--write")
    assert [changed(e["patch"])[1:] for e in edits.values()] == [
        ["+The ==membrane== surrounds the ==cytoplasm==. #cloze"],
        ["+mitochondrion: the organelle that produces ATP #definition"],
        ["+learning rate usually 1e-5 to 1e-3 #hyperparameter"],
    ]
    said = push(closed)
    assert said["edited_in_anki"] == [], "what follows from an edit (a drawing, a mask) is brought"
    with closed.open() as col:
        assert "produces" in note_of(col, "mitochondrion")["DefinitionMasked"]
    assert push(closed)["nothing_to_do"]


def test_line_ends_and_everything_around_stay(notes: Path, closed: Closed) -> None:
    file = notes / "shop" / "c.md"
    raw = (
        b"\xef\xbb\xbf# Shop\r\n\r\nQ: What cools the tool?\r\nA: coolant  \r\n\r\n\tkept\x20\x20\r\nlast line, no end"
    )
    file.write_bytes(raw)
    push(closed)
    with closed.open() as col:
        in_anki(col, "What cools the tool?", "Back", "coolant", "cutting oil")
    pull(closed, "--write")
    assert file.read_bytes() == raw.replace(b"coolant", b"cutting oil")
    assert rewritten(b"a\rb\n", "a\nb\n", "x\nb\n") == b"x\rb\n"
    with pytest.raises(ValueError, match="saved meanwhile"):
        rewritten(b"c\n", "a\n", "b\n")
    with pytest.raises(ValueError, match="must not add"):
        rewritten(b"a\n", "a\n", "a\nb\n")


def test_a_note_saved_meanwhile_is_not_written_to(notes: Path, closed: Closed, monkeypatch: pytest.MonkeyPatch) -> None:
    push(closed)
    with closed.open() as col:
        in_anki(col, "What cools the tool?", "Back", "coolant", "oil")
    found = pulling.pull

    def slow(*given: Any) -> Any:
        came = found(*given)
        (notes / "shop" / "c.md").write_text("something else\n", encoding="utf-8")
        return came

    monkeypatch.setattr(pulling, "pull", slow)
    result = closed.run("pull", "--write")
    assert (result.exit_code, "saved meanwhile" in result.stderr) == (1, True)
    assert (notes / "shop" / "c.md").read_text(encoding="utf-8") == "something else\n"


def test_nothing_is_changed_in_anki_by_a_pull(notes: Path, student: Student) -> None:
    from tests.test_push import everything

    push(student)
    with student.open() as col:
        in_anki(col, "What cools the tool?", "Back", "coolant", "oil")
    with student.open() as col:
        before = everything(col)
    pull(student)
    pull(student, "--write")
    with student.open() as col:
        assert everything(col) == before


def test_edits_all_over_the_example_notes_become_what_anki_has_or_are_left(tmp_path: Path) -> None:
    """A word of a note is replaced, in Anki; with the patch in it, the whole folder is built and says just that."""
    examples = shutil.copytree(
        Path(__file__).parent.parent / "cards", tmp_path / "cards", ignore=shutil.ignore_patterns("flashgen.lock")
    )
    config, _ = load(examples)
    kinds, tags, _ = known_kinds(config)
    made = build((examples,), config, now=1)
    sources = {s.path: s for s in read(made.root, config)[0]}
    rng = random.Random(4)
    patched = left = 0
    for note in rng.sample([n for n in made.notes if n.state == "live"], 30):
        edited = one_word(note, rng)
        if edited is None:
            continue
        base = kept(note.fields, note.draft.notetype)
        reader = pulling.reader(made.root, config, kinds, tags)
        found = pulling.pull([Edited(note, edited, base, False)], sources, reader)
        if found.by_hand:
            left += 1
            assert not found.texts
            continue
        patched += 1
        ((path, text),) = found.texts.items()
        file = examples / path
        before = file.read_bytes()
        pulling.write(sources, found.texts, {path: file})
        again = {
            (n.draft.path, n.draft.line, n.draft.notetype, n.draft.fields)
            for n in build((examples,), config, now=1).notes
        }
        mine = [f for p, line, kind, f in again if (p, line, kind) == (path, note.draft.line, note.draft.notetype)]
        names = notetypes.load(note.draft.notetype).fields
        changed_there = [n for n in names if not same(edited.fields[n], dict(zip(names, note.fields, strict=True))[n])]
        assert any(
            all(same(dict(zip(names, f, strict=True))[n], edited.fields[n]) for n in changed_there) for f in mine
        )
        elsewhere = {(n.draft.path, n.draft.line, n.draft.fields) for n in made.notes if n.state == "live"} - {
            (p, line, f) for p, line, _, f in again
        }
        assert {(p, line) for p, line, _ in elsewhere} <= {
            (path, n) for n in range(note.draft.line, note.draft.end_line + 1)
        }
        assert text.count("\n") == sources[path].text.count("\n")
        file.write_bytes(before)
    assert patched > 3 * left


def one_word(note: Note, rng: random.Random) -> Held | None:
    """A note as it would be in Anki with one word of one of its own fields replaced; None if it has no words."""
    kind = notetypes.load(note.draft.notetype)
    own = range(len(kind.fields) - len(notetypes.COMMON))
    words = [
        (n, m.span())
        for n in own
        for m in re.finditer(r"(?<![\w<&/\"=#\\])[A-Za-z]{4,}(?![\w>;\"=])", note.fields[n])
        if note.fields[n].count("<", 0, m.start()) == note.fields[n].count(">", 0, m.start())
    ]
    if not words:
        return None
    place, (start, end) = rng.choice(words)
    fields = list(note.fields)
    fields[place] = f"{fields[place][:start]}{rng.choice(('rewritten', 'two words'))}{fields[place][end:]}"
    return Held(1, note.guid, dict(zip(kind.fields, fields, strict=True)), note.tags, ())
