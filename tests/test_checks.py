"""What is advised about finished notes: each check finds what it is for, and lets pass what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flashgen.checks import CHECKS, advise
from flashgen.config import Config
from flashgen.pipeline import build

LONG = "word " * 130


def advice(folder: Path, **notes: str) -> list[tuple[str, str, int]]:
    for name, text in notes.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    made = build([folder], Config(root=folder), now=1_795_000_000)
    assert not made.left_out
    return [(d.code, d.span.path, d.span.line) for d in advise(made.notes)]


@pytest.mark.parametrize(
    ("code", "note"),
    [
        ("FG601", f"Q: what?\nA: {LONG}"),
        ("FG602", "tools: a1, b1, c1, d1, e1, f1, g1, h1, i1, j1 #list"),
        ("FG603", "Is it so? :: **Yes.**"),
        ("FG604", "==osmosis== #cloze"),
    ],
)
def test_a_check_finds(code: str, note: str, tmp_path: Path) -> None:
    assert advice(tmp_path, n=f"# x\n\n{note}\n") == [(code, "n.md", 3)]


@pytest.mark.parametrize(
    "note",
    [
        f"Q: what?\nA:\n```\n{LONG}\n```",
        "tools: a1, b1, c1, d1, e1, f1, g1, h1, i1 #list",
        "tools: #steps\n" + "\n".join(f"{n}. step {n}" for n in range(1, 13)),
        "Is it so? :: no, only at night",
        "==osmosis== moves water #cloze",
        "{{c1::osmosis::moves water}}",
    ],
)
def test_a_check_lets_pass(note: str, tmp_path: Path) -> None:
    assert advice(tmp_path, n=f"# x\n\n{note}\n") == []


def test_two_values_of_one_thing_in_two_classes_are_told(tmp_path: Path) -> None:
    steel = "Young's modulus of steel ≈ {} GPa #quantity\n"
    assert advice(tmp_path, a=steel.format(200), b=steel.format(300)) == [("FG605", "b.md", 1)]
    assert advice(tmp_path, a=steel.format(200), b=steel.format(200)) == []


CLASS = "---\nclass: {}\n---\n"


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("Machining", "Machinning", True),
        ("Intro to Deep Learning", "Intro to Deep Leraning", True),
        ("MIT::Optics", "MIT::Optic", True),
        ("Calculus 1", "Calculus 2", False),
        ("Part II", "Part I", False),
        ("machining", "Machining", False),
        ("Optics", "Topics", False),
    ],
)
def test_two_classes_of_nearly_the_same_name_are_told(one: str, other: str, told: bool, tmp_path: Path) -> None:
    a, b = f"{CLASS.format(one)}a :: b\n\nc :: d\n", f"{CLASS.format(other)}e :: f\n"
    assert advice(tmp_path, a=a, b=b) == ([("FG606", "b.md", 4)] if told else [])


def test_every_check_is_in_the_table() -> None:
    import flashgen.checks

    folder = Path(flashgen.checks.__file__).parent
    assert {f.stem for f in folder.glob("*.py")} - {"__init__"} == set(CHECKS)


def test_the_example_notes_need_no_advice() -> None:
    cards = Path(__file__).parent.parent / "cards"
    made = build([cards], Config(root=cards), now=1_795_000_000)
    assert advise(made.notes) == []
