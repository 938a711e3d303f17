"""What a newcomer stumbles over: each message says where it looked and what to do, and does so literally."""

from __future__ import annotations

import json
import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashgen.cli import extract as extract_command
from flashgen.cli import main
from flashgen.cli.common import after_import, not_written
from flashgen.config import Config
from flashgen.facts import TAGS
from flashgen.parse import parse
from flashgen.source import Source


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, prog_name="flashgen")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder that no configuration lies above."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("command", "code"), [("build", 1), ("check", 0), ("status", 0), ("extract", 0)])
def test_where_there_are_no_notes_it_is_said_where_they_were_looked_for(command: str, code: int, desk: Path) -> None:
    result = run(command)
    assert (result.exit_code, result.stdout.count("\n")) == (code, 1)
    assert f"There is no class note (*.md) in {desk}." in result.stdout
    assert 'flashgen new "My class"' in result.stdout


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.name == "nt", reason="permissions are Unix's")
@pytest.mark.parametrize("words", [("build",), ("check",), ("extract",), ("build", "cards/a.md")])
def test_a_notes_folder_without_permission_is_told_without_a_traceback(
    words: tuple[str, ...], desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(desk / "cards" / "a.md", "a :: b\n")
    looked = os.stat

    def stat(path: object, *args: object, **said: object) -> os.stat_result:
        if isinstance(path, str | os.PathLike) and Path(path).parent == desk / "cards":
            raise PermissionError(13, "Permission denied", str(path))
        return looked(path, *args, **said)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(os, "stat", stat)
    result = run(*words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception


def test_a_file_that_cannot_be_written_is_named_as_it_is_called() -> None:
    error = PermissionError(13, "Permission denied", "/n/cards/.flashgen.lock.7888.part")
    assert not_written(error, "x") == f"{Path('/n/cards/flashgen.lock')} can't be written: Permission denied"
    assert not_written(OSError(28, "No space left on device"), "x.apkg").startswith("x.apkg can't be written: No space")


def test_new_names_the_file_as_seen_from_here_and_a_command_that_works(desk: Path) -> None:
    (desk / "my cards").mkdir()
    write(desk / "flashgen.yaml", "notes: my cards\n")
    said = run("new", "Optics").stdout
    assert said.startswith(f"{Path('my cards/optics.md')}  (")
    command = re.search(r"then: flashgen (.*)\)", said)
    assert command
    assert run(*shlex.split(command[1])).exit_code == 0


def test_what_is_left_to_do_in_anki_stands_below_the_deck(desk: Path) -> None:
    note = write(desk / "cards" / "a.md", "---\nclass: One\n---\na :: b\n\nc :: d\n")
    run("build")
    note.write_text("---\nclass: Two\n---\na :: b\n", encoding="utf-8")
    said = run("build").stdout.split("\n")
    deck = next(n for n, line in enumerate(said) if line.startswith("Deck: "))
    assert said[deck + 1 : -1] == [
        "An import can't move or delete. After it, in Anki's browser (or: flashgen push):",
        '  1 moved to Class notes::Two: search  tag:flashgen::class::two -deck:"Class notes::Two"',
        "  1 retired: search  tag:flashgen::retired",
    ]
    assert after_import(()) == []


def test_status_groups_what_moved_together(desk: Path) -> None:
    note = write(desk / "cards" / "a.md", "---\nclass: One\n---\na :: b\n\nc :: d\n")
    run("build")
    note.write_text(note.read_text("utf-8").replace("One", "Two"), encoding="utf-8")
    assert ("2 moved to another deck\n  Class notes::One -> Class notes::Two\n    a.md:4  a\n    a.md:6  c\n") in run(
        "status"
    ).stdout


def doubtful(folder: Path) -> None:
    """Notes whose next build asks whether one is another, edited."""
    note = write(folder / "a.md", "capital of France :: Paris\n\nweight decay ~ 0.01 #hyperparameter\n")
    run("build", str(folder), "-o", str(folder / "x.apkg"))
    note.write_text("capital of Spain :: Madrid\n\nweight decay ~ 0.01 #hyperparameter\n", encoding="utf-8")


def test_the_command_that_adopts_works_as_it_stands_wherever_the_notes_are(desk: Path) -> None:
    doubtful(desk / "far notes")
    told = re.search(r"if so: flashgen (.*)", run("status", "far notes").stdout)
    assert told
    assert run(*shlex.split(told[1])).exit_code == 0
    here = run("adopt", "nobody", "else")
    assert f"there is no note 'nobody' in {desk}: look at flashgen status, or name another folder" in here.stderr


def test_the_command_that_adopts_is_short_where_the_notes_are_found_anyway(desk: Path) -> None:
    doubtful(desk / "cards")
    assert "--notes" not in run("status").stdout
    assert "--notes" not in run("status", "cards").stdout


def test_retired_notes_are_not_counted_as_cards(desk: Path) -> None:
    note = write(desk / "cards" / "a.md", "a :: b\n\nc :: d\n")
    run("build")
    note.write_text("a :: b\n", encoding="utf-8")
    assert run("preview", "--html", "x.html").stdout == "1 card in x.html\n"
    assert run("check").stdout == "nothing to fix in 1 class note with 1 note for Anki\n"


FACTS = (
    "a :: b\n\nc ::: d\n\nlearning rate 1e-6 to 1e-3 #hyperparameter\n\noffset 0 #quantity\n\n"
    "bonds: ionic, covalent #list\n\n#table\n| a | b |\n| - | - |\n| c | d |\n"
)


def test_extract_speaks_to_people(desk: Path) -> None:
    write(desk / "cards" / "a.md", FACTS)
    said = run("extract").stdout.split("\n")
    assert [re.sub(r"^\S+ +\S+ +", "", line) for line in said[:6]] == [
        "question: a · answer: b",
        "question: c · answer: d · both directions",
        "name: learning rate · low: 1e-6 · high: 0.001",
        "name: offset · values: 0",
        "title: bonds · items: ionic, covalent",
        "header: a, b · rows: c | d",
    ]


def test_extract_fits_the_window(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "Deep Learning/Week 2/Lecture 2, optimisers and schedules.md"
    write(desk / "cards" / long, f"{FACTS}\n{'what is asked ' * 4}:: {'what is answered ' * 6}\n")
    monkeypatch.setenv("COLUMNS", "80")
    from flashgen.pipeline import understand

    shown = extract_command._on_terminal(understand((), Config(root=desk)).facts).split("\n")
    assert shown[0] == long
    assert all(len(line) < 80 for line in shown)
    assert "what is answered" in "\n".join(shown)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("defintion", "definition"),
        ("definitions", "definition"),
        ("Quantities", "quantity"),
        ("hyper-parameter", "hyperparameter"),
        ("acroynm", "acronym"),
        ("comparision", "comparison"),
        ("formulae", "formula"),
    ],
)
def test_a_misspelt_tag_is_told_once_with_the_tag_that_was_meant(written: str, meant: str) -> None:
    text = f"prose\n\n```\ncode #{written}\n```\n\nstress: force per area #{written} #exam\n\nstrain: x #{written}\n"
    found = [r for r in parse(Source("n.md", text), Config(), TAGS)[1] if r.code == "FG111"]
    assert [(r.severity, r.span.line, r.span.column, r.hint) for r in found] == [
        ("warning", 7, 24, f"if you mean it, write #{meant}")
    ]
    assert found[0].span.end_column == 24 + len(f"#{written}")


@pytest.mark.parametrize(
    "text",
    [
        "stress: force per area #definition",
        "horses #stable #lists #values #constants #scales #tables #exam/definition #machining",
        "---\nflashgen: false\n---\nstress: x #defintion",
        "`#defintion` and $#defintion$ and [x](#defintion)",
    ],
)
def test_a_tag_of_ones_own_is_not_taken_for_a_misspelt_one(text: str) -> None:
    assert "FG111" not in [r.code for r in parse(Source("n.md", f"{text}\n"), Config(), TAGS)[1]]


@pytest.mark.parametrize("command", ["build", "check", "status"])
def test_every_key_of_the_json_is_documented(command: str, desk: Path) -> None:
    write(desk / "cards" / "a.md", "a :: b\n\nCNC #acronym\n")
    told = json.loads(run(command, "--format", "json").stdout)
    page = (Path(__file__).parent.parent / "docs" / "commands.md").read_text(encoding="utf-8")
    row = page.split("\n## The JSON\n")[1].split(f"\n| `{command}` | ")[1].split("\n")[0]
    inner = [
        key for found in told.values() for one in (found if isinstance(found, list) else [found]) for key in keys(one)
    ]
    known = "deck notes cards severity code message hint path line column".split() if command == "build" else []
    assert [key for key in (*told, *inner) if key not in ("version", *known) and f"`{key}`" not in row] == []


def keys(found: object) -> list[str]:
    return list(found) if isinstance(found, dict) and "guid" not in found else []
