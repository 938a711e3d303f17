"""``flashgen.yaml``: what is set, what is wrong and on which line, and where the file is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashgen.config import Config, Defaults, Preset, find, load, notes_folder, parse

FILE = Path("flashgen.yaml")


def problems(text: str) -> list[tuple[str, int, int, str]]:
    return [(d.code, d.span.line, d.span.column, d.hint) for d in parse(text, FILE)[1]]


def test_every_setting_is_read() -> None:
    config, found = parse(
        """\
deck: Uni
notes: lectures
output: uni.apkg
ignore: [drafts, "*.tmp.md"]
folders:
  bio*: {class: Biology, tags: [year-1]}
lang: de
labels: yes
type_answers: acronym, formula
allow_remote: true
editor: vscode
vault: Uni
kinds:
  - {name: law, fields: [Name, Says]}
preset: {new_per_day: 15, fsrs: true, desired_retention: 0.9}
push: {route: ankiconnect, on_retire: suspend, move: true}
""",
        FILE,
    )
    assert found == ()
    assert config == Config(
        deck="Uni",
        notes="lectures",
        output="uni.apkg",
        ignore=("drafts", "*.tmp.md"),
        folders={"bio*": Defaults(class_name="Biology", tags=("year-1",))},
        lang="de",
        labels=True,
        type_answers=("acronym", "formula"),
        allow_remote=True,
        editor="vscode",
        vault="Uni",
        kinds=({"name": "law", "fields": ("Name", "Says")},),
        preset=Preset(new_per_day=15, fsrs=True, desired_retention=0.9),
        push={"route": "ankiconnect", "on_retire": "suspend", "move": True},
        root=Path.cwd(),
        path=FILE,
    )


def test_an_empty_file_sets_nothing() -> None:
    assert parse("# nothing yet\n", FILE) == (Config(root=Path.cwd(), path=FILE), ())


def test_an_unknown_setting_is_shown_with_its_line_and_the_nearest_one() -> None:
    assert problems("deck: Uni\nlabls: true\n") == [("FG051", 2, 1, "did you mean 'labels'?")]


def test_a_setting_in_a_folder_is_checked_too() -> None:
    assert problems("folders:\n  bio: {clas: Biology}\n") == [("FG051", 2, 9, "did you mean 'class'?")]


def test_a_wrong_type_is_shown_with_its_line_and_the_rest_holds() -> None:
    config, found = parse("labels: perhaps\ndeck: Uni\n", FILE)
    assert [(d.code, d.span.line, d.span.column, d.span.end_column) for d in found] == [("FG052", 1, 9, 16)]
    assert found[0].source_line == "labels: perhaps"
    assert config.deck == "Uni"
    assert config.labels is False


def test_a_class_may_be_named_by_a_number() -> None:
    assert parse("deck: 2024\n", FILE)[0].deck == "2024"


@pytest.mark.parametrize("text", ["deck: [a", "deck: *nothing", "a: b: c", "\x07: 1", "%"])
def test_no_yaml_is_one_problem(text: str) -> None:
    assert [p[0] for p in problems(text)] == ["FG050"]


def test_a_bomb_of_aliases_is_not_set_off() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert [p[0] for p in problems("\n".join(lines))] == ["FG053"]


def test_deep_nesting_is_refused() -> None:
    assert [p[0] for p in problems("deck: " + "[" * 100_000)] == ["FG053"]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    _, found = parse(text, FILE)
    lines = text.split("\n")
    assert all(1 <= d.span.line <= len(lines) + 1 for d in found)


def test_the_file_is_found_above_but_not_beyond_the_repository(tmp_path: Path) -> None:
    inner = tmp_path / "repository" / "cards" / "week-1"
    inner.mkdir(parents=True)
    (tmp_path / "flashgen.yaml").touch()
    assert find(inner) == tmp_path / "flashgen.yaml"
    (tmp_path / "repository" / ".git").mkdir()
    assert find(inner) is None
    (tmp_path / "repository" / "flashgen.yaml").touch()
    assert find(inner) == tmp_path / "repository" / "flashgen.yaml"


def test_the_notes_folder_is_cards_or_the_configurations_own(tmp_path: Path) -> None:
    (tmp_path / "flashgen.yaml").touch()
    assert notes_folder(load(tmp_path)[0]) == tmp_path
    (tmp_path / "cards").mkdir()
    assert notes_folder(load(tmp_path)[0]) == tmp_path / "cards"


def test_bytes_that_are_no_text_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "flashgen.yaml").write_bytes(b"deck: \xff\xfe")
    assert [d.code for d in load(tmp_path)[1]] == ["FG050"]
