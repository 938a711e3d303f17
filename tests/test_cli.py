"""The command line as a person meets it: what is written, where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashgen.cli import COMMANDS, main
from flashgen.diagnostics import Diagnostic
from flashgen.outputs.terminal import diagnostic, table, width
from flashgen.source import Span

NOTE = """\
Q: What does a cell need?
A: energy

learning rate somewhere nice #hyperparameter
"""
REMARK = """\
bio/a.md:4:1: error[FG201]: no number in “learning rate somewhere nice”
  |
4 | learning rate somewhere nice #hyperparameter
  | ^
  = hint: give the setting and its value: `learning rate: 8 to 16, somewhere nice #hyperparameter`
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with a notes folder ``cards`` in which one thing can be read and one can't."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "cards" / "bio").mkdir(parents=True)
    (tmp_path / "cards" / "bio" / "a.md").write_text(NOTE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, prog_name="flashgen")


def test_build_without_a_path_heeds_the_configuration_in_the_notes_folder(folder: Path) -> None:
    (folder / "cards" / "flashgen.yaml").write_text("deck: Uni\n", encoding="utf-8")
    assert "Uni::bio" in run("build").stdout
    assert "Nothing changed." in run("build", "cards").stdout
    assert [p.name for p in folder.glob("*.apkg")] == ["uni.apkg"]


def test_build_says_what_it_built_what_it_left_out_and_where_the_deck_is(folder: Path) -> None:
    result = run("build")
    assert (
        result.stdout
        == """\
                  notes  cards  new  changed
Class notes::bio      1      1    1        0

1 new. 1 unit left out, listed above.
Deck: class-notes.apkg  (in Anki: File > Import)
"""
    )
    assert result.stderr == REMARK
    assert result.exit_code == 0
    assert (folder / "class-notes.apkg").exists()
    assert (folder / "cards" / "flashgen.lock").exists()


def test_a_build_of_the_same_notes_writes_the_same_bytes(folder: Path) -> None:
    run("build", "-o", "a.apkg")
    ledger = (folder / "cards" / "flashgen.lock").read_bytes()
    run("build", "-o", "b.apkg")
    assert (folder / "a.apkg").read_bytes() == (folder / "b.apkg").read_bytes()
    assert (folder / "cards" / "flashgen.lock").read_bytes() == ledger


def test_a_strict_build_writes_nothing_when_something_is_left_out(folder: Path) -> None:
    result = run("build", "--strict")
    assert result.exit_code == 1
    assert "Nothing was written: 1 unit left out" in result.stdout
    assert sorted(p.name for p in folder.rglob("*") if p.is_file()) == ["a.md"]


def test_a_quiet_build_says_only_what_is_wrong(folder: Path) -> None:
    result = run("build", "--quiet")
    assert (result.stdout, result.stderr) == ("", REMARK)


def test_a_build_of_one_note_retires_no_other(folder: Path) -> None:
    (folder / "cards" / "bio" / "b.md").write_text("Q: two?\nA: yes\n", encoding="utf-8")
    run("build")
    assert json.loads(run("build", "cards/bio/b.md", "--format", "json").stdout)["plan"]["retired"] == 0
    assert json.loads(run("build", "--format", "json").stdout)["plan"]["unchanged"] == 2


def test_nothing_to_build_is_exit_code_1(folder: Path) -> None:
    (folder / "cards" / "bio" / "a.md").write_text("just prose\n", encoding="utf-8")
    result = run("build")
    assert result.exit_code == 1
    assert "flashgen new" in result.stdout
    assert not (folder / "class-notes.apkg").exists()


def test_a_deck_that_cannot_be_written_leaves_no_ledger(folder: Path) -> None:
    (folder / "taken").write_text("a file, no folder", encoding="utf-8")
    result = run("build", "-o", "taken/x.apkg")
    assert result.exit_code == 1
    assert "can't be written" in result.stderr
    assert not (folder / "cards" / "flashgen.lock").exists()


def test_check_lists_and_exits_1_on_errors(folder: Path) -> None:
    result = run("check")
    assert (result.exit_code, result.stderr) == (1, REMARK)
    (folder / "cards" / "bio" / "a.md").write_text("Q: one?\nA: yes\n", encoding="utf-8")
    assert run("check").exit_code == 0
    assert sorted(p.name for p in folder.rglob("*") if p.is_file()) == ["a.md"]


def test_extract_writes_the_items_and_the_diagnostics_as_json(folder: Path) -> None:
    result = json.loads(run("extract", "--format", "json").stdout)
    assert result["version"] == 1
    assert result["items"] == [
        {
            "kind": "qa",
            "class": "bio",
            "deck": "Class notes::bio",
            "tags": [],
            "source": {"path": "bio/a.md", "line": 1, "end_line": 2},
            "text": "What does a cell need?",
            "fields": {"question": "What does a cell need?", "answer": "energy", "both_directions": False},
        }
    ]
    assert [(d["code"], d["severity"], d["path"], d["line"], d["column"]) for d in result["diagnostics"]] == [
        ("FG201", "error", "bio/a.md", 4, 1)
    ]


def test_a_new_note_builds_without_a_remark_and_is_not_overwritten(folder: Path) -> None:
    (folder / "cards" / "bio" / "a.md").unlink()
    assert run("new", "Cell biology").exit_code == 0
    result = run("build", "--strict")
    assert (result.exit_code, result.stderr) == (0, "")
    again = run("new", "Cell biology")
    assert again.exit_code == 1
    assert "is there already" in again.stderr


def test_a_wrong_setting_stops_every_command_that_reads_notes(folder: Path) -> None:
    (folder / "flashgen.yaml").write_text("dekc: Uni\n", encoding="utf-8")
    for name in ("build", "check", "extract"):
        result = run(name)
        assert result.exit_code == 1
        assert "flashgen.yaml:1:1: error[FG051]: unknown setting 'dekc'" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bild",), "No such command 'bild'. Did you mean 'build'?"),
        (("build", "nowhere"), "there is no file or folder nowhere"),
        (("build", "--strikt"), "No such option"),
        (("explain", "FG01"), "there is no code FG01. Did you mean FG"),
        (("explain", "range"), "there is no code range. 'flashgen explain' lists them."),
    ],
)
def test_a_wrong_command_is_exit_code_2_with_the_near_miss(words: tuple[str, ...], said: str, folder: Path) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_that_begins_with_a_sentence(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert re.match(rf"Usage: flashgen {name} .*\n\n  [A-Z].*\n", result.stdout)


def test_help_imports_no_command_and_nothing_heavy() -> None:
    code = (
        "import sys, click; before = set(sys.modules)\n"
        "from flashgen.__main__ import main\n"
        "sys.argv = ['flashgen', '--help']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(*(m for m in set(sys.modules) - before if m.split('.')[0] in ('yaml', 'markdown_it', 'genanki', 'dataclasses')"
        " or m.startswith('flashgen.')), sep=',')"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout
    assert set(out.splitlines()[-1].split(",")) == {"flashgen.__main__", "flashgen.cli"}


def test_the_version_is_the_packages() -> None:
    from flashgen import __version__

    assert run("--version").stdout == f"flashgen, version {__version__}\n"


def test_shells_can_complete_commands() -> None:
    environment = {**os.environ, "_FLASHGEN_COMPLETE": "bash_complete", "COMP_WORDS": "flashgen bu", "COMP_CWORD": "1"}
    command = [sys.executable, "-c", "from flashgen.__main__ import main; main()"]
    out = subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout
    assert out == "plain,build\n"


def test_a_marker_stands_under_wide_characters_and_tabs() -> None:
    line = "\t细胞壁 is a wall #definition"
    shown = diagnostic(Diagnostic("FG999", "what", Span("a.md", 7, 4, 7, 5), "", "warning", line)).splitlines()
    assert shown[0] == "a.md:7:4: warning[FG999]: what"
    assert shown[2] == f"7 | {line}"
    assert shown[3] == "  | \t" + " " * 4 + "^^"


def test_a_marker_stands_under_its_place_in_a_long_line() -> None:
    line = "x" * 5000 + "here" + "y" * 5000
    shown = diagnostic(Diagnostic("FG999", "what", Span("a.md", 1, 5001, 1, 5005), "", "error", line)).splitlines()
    marker = re.search(r"\^+", shown[3])
    assert marker is not None
    assert shown[2][marker.start() : marker.end()] == "here"
    assert len(shown[2]) < 130


def test_a_table_aligns_wide_characters() -> None:
    lines = table([("a", "1"), ("细胞", "10")], right=(1,)).splitlines()
    assert [width(line) for line in lines] == [8, 8]


def test_a_diagnostic_that_quotes_a_very_long_text_leaves_its_middle_out() -> None:
    shown = diagnostic(Diagnostic("FG201", "no number", Span("a.md", 1), f"write {'9' * 5_000} #hparam"))
    assert "… " in shown
    assert shown.endswith("#hparam")
    assert len(shown) < 500
