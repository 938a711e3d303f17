"""``status``, ``adopt``, ``forget`` as a student types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashgen.cli import main

NOTES = """# Optics
lens :: bends light

focal length of my lens ≈ 50 mm #quantity

capital of France :: Paris

stress: internal force per unit area #definition

What does the coolant do to the tip of the lathe tool? :: It carries heat away
"""
EDITS = (
    ("capital of France :: Paris", "capital of Spain :: Madrid"),
    ("stress: internal force per unit area #definition", "What is stress? :: internal force per unit area"),
    ("What does the coolant do to the tip", "What is the effect of coolant on the tip"),
    ("lens :: bends light", "lens :: bends and focuses light"),
)


class Desk:
    """Notes that were built, then edited."""

    def __init__(self, folder: Path) -> None:
        self.notes = folder / "cards"
        self.notes.mkdir()
        (self.notes / "a.md").write_text(NOTES, "utf-8")
        self.run("build", str(self.notes), "-o", str(folder / "x.apkg"))
        self.before = (self.notes / "flashgen.lock").read_bytes()
        text = NOTES
        for old, new in EDITS:
            assert old in text
            text = text.replace(old, new)
        (self.notes / "a.md").write_text(text, "utf-8")

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    def say(self, *words: str) -> Result:
        return self.run(*words, "--notes", str(self.notes))

    def build(self) -> str:
        return self.run("build", str(self.notes), "-o", str(self.notes.parent / "x.apkg")).output

    def status(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.run("status", str(self.notes), "--format", "json").output)
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_status_says_all_that_the_next_build_would_do_and_writes_nothing(desk: Desk) -> None:
    said = desk.run("status", str(desk.notes))
    assert said.exit_code == 0
    for line in (
        "2 new\n  a.md:6  capital of Spain\n  a.md:8  What is stress?\n",
        "2 edited, history kept\n  a.md:2  lens\n",
        "1 re-matched after a rewording, history kept\n",
        "was: What does the coolant do to the tip of the lathe tool? · It carries heat away  (",
        "1 of another kind now: new cards, the old note is retired\n"
        "  a.md:8  'What is stress?' was of the kind definition, now it is of the kind qa: its cards start anew\n",
        "2 retired\n  a.md  stress\n  a.md  capital of France\n",
        "new: capital of Spain · Madrid\n      old: capital of France · Paris\n      if so: flashgen adopt ",
        "  2 retired: search  tag:flashgen::retired\n",
        "2 new, 2 edited, 1 re-matched, 2 retired, 1 ambiguous; 1 unchanged.\n",
    ):
        assert line in said.output, said.output
    assert (desk.notes / "flashgen.lock").read_bytes() == desk.before
    told = desk.status()
    assert told["summary"] == "2 new, 2 edited, 1 re-matched, 2 retired, 1 ambiguous"
    assert [r["label"] for r in told["retired"]] == ["stress", "capital of France"]
    assert 0.5 < told["rematched"][0]["similarity"] < 1
    assert told["other_kind"][0]["line"] == 8
    assert "2 new, 2 edited, 1 re-matched, 2 retired, 1 ambiguous." in desk.build(), "build prints the same totals"


@pytest.mark.parametrize("built", [False, True])
@pytest.mark.parametrize("how", ["as told", "beginnings", "words", "words of the answer"])
def test_a_doubtful_note_is_adopted_by(how: str, built: bool, desk: Desk) -> None:
    if built:
        desk.build()
    (doubt,) = desk.status()["ambiguous"]
    new, old = doubt["guid"], doubt["old"]["guid"]
    words = {
        "as told": doubt["adopt"].split()[2:],
        "beginnings": [new[:5], old[:5]],
        "words": ["capital of spain", "France"],
        "words of the answer": ["madrid", "paris"],
    }
    done = desk.say("adopt", *words[how])
    assert done.exit_code == 0, done.output
    assert "'capital of Spain' has the history of 'capital of France'" in done.output
    told = desk.status()
    assert not told["ambiguous"]
    assert old in [n["guid"] for n in told["returned"]]
    assert (new in [n["guid"] for n in told["retired"]]) == built
    desk.build()
    assert desk.status()["summary"] == "nothing changed"


REFUSALS = {
    "an unknown one": (("adopt", "nobody", "capital of France"), "there is no note 'nobody' in "),
    "one of several": (("adopt", "capital of Spain", "s"), "'s' is not one note but "),
    "another kind": (
        ("adopt", "capital of Spain", "stress"),
        "one of the kind definition can't become one of the kind qa",
    ),
    "one that is there": (("adopt", "capital of Spain", "lens"), "'lens' is still in the notes"),
    "nothing to forget": (("forget", "nobody"), "the ledger knows no note 'nobody'"),
    "several to forget": (("forget", "i"), "name one by its id:\n  "),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_it_is_refused_with_a_reason_to_adopt_or_forget(what: str, desk: Desk) -> None:
    words, reason = REFUSALS[what]
    done = desk.say(*words)
    assert done.exit_code == 1
    assert reason in done.output
    assert (desk.notes / "flashgen.lock").read_bytes() == desk.before


def test_a_forgotten_note_is_left_out_until_it_is_wanted_again(desk: Desk) -> None:
    assert desk.say("forget", "lens").output == "left out: lens\n1 note changed.\n"
    assert desk.say("forget", "lens").output == "0 notes changed.\n"
    told = desk.status()
    assert [u["text"] for u in told["unwanted"]] == ["lens · bends and focuses light"]
    desk.build()
    assert "1 not wanted, left out\n  a.md  lens" in desk.run("status", str(desk.notes)).output
    assert desk.say("forget", "lens", "--undo").exit_code == 0
    assert [n["label"] for n in desk.status()["returned"]] == ["lens"]
