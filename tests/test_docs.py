"""Documents and code say the same: commands, options, tags, codes, settings, links, and the README's notes."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from flashgen.cli import COMMANDS, main
from flashgen.config import Config
from flashgen.extract import extract
from flashgen.facts import TAGS
from flashgen.parse import parse
from flashgen.source import Source
from tests.write_docs import TARGET, diagnostics

ROOT = Path(__file__).parent.parent
DOCS = {
    page.name: page.read_text(encoding="utf-8")
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
}
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "flashgen").rglob("*.py")))
PAGES = {page.stem: page.read_text(encoding="utf-8") for page in (ROOT / "flashgen" / "codes").glob("FG*.md")}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_options_are_documented(name: str) -> None:
    page = DOCS["commands.md"]
    assert f"\n## {name}\n" in page
    section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
    command = import_module(f"flashgen.cli.{COMMANDS[name][0]}").command
    for one in [command, *(command.commands.values() if isinstance(command, click.Group) else ())]:
        for parameter in one.params:
            if isinstance(parameter, click.Option) and name != "preview":
                assert any(flag in section for flag in parameter.opts), parameter.opts
    assert command.help
    assert CliRunner().invoke(main, [name, "--help"]).exit_code == 0


@pytest.mark.parametrize("tag", [*TAGS, "class", "card", "flashcard", "skip"])
def test_a_tag_is_documented(tag: str) -> None:
    assert f"`#{tag}" in DOCS["format.md"]


def ways() -> list[tuple[str, str]]:
    """The lines of the table of ways to write a fact, each with its tag."""
    table = DOCS["format.md"].split("### Ways to write them")[1].split("\n## ")[0]
    found = []
    for row in re.findall(r"^\| `#(\w+)` \| (.+) \|$", table, re.M):
        for line in row[1].split(" · "):
            found.append((row[0], re.sub(r"^(`+) ?(.*?) ?\1$", r"\2", line)))
    return found


@pytest.mark.parametrize(("tag", "line"), ways())
def test_a_way_to_write_a_fact_is_read(tag: str, line: str) -> None:
    document, _ = parse(Source("note.md", f"{line} #{tag}\n"), Config(), TAGS)
    facts, remarks = extract(document)
    assert [fact.fact.kind for fact in facts] == [TAGS[tag].name]
    assert not remarks


def test_every_code_that_is_used_has_a_page_and_every_page_is_of_a_code() -> None:
    used = set(re.findall(r"\"(FG\d{3})\"", CODE))
    assert used - set(PAGES) == set()
    assert set(PAGES) - used == set()


@pytest.mark.parametrize("code", sorted(PAGES))
def test_a_page_has_all_its_parts(code: str) -> None:
    lines = PAGES[code].split("\n")
    assert re.fullmatch(rf"# {code}: [^A-Z].*[^.]", lines[0]) or re.fullmatch(rf"# {code}: .*[^.]", lines[0])
    assert lines[1] in ("severity: error", "severity: warning")
    assert [line for line in lines if line.startswith("## ")] == [
        "## What it finds",
        "## Why it matters",
        "## Example",
        "## Write instead",
    ]


NOT_IN_A_NOTE = {
    *("FG001", "FG002", "FG003", "FG004", "FG005", "FG012"),  # what lies on the disk
    *("FG050", "FG051", "FG052", "FG053", "FG054", "FG390", "FG391", "FG392"),  # of a configuration
    *("FG302", "FG402", "FG403", "FG601", "FG602"),  # too long to be printed
    *("FG411", "FG412", "FG413", "FG414"),  # of other files
    *("FG500", "FG501", "FG502", "FG512", "FG520"),  # of a ledger
    *("FG605", "FG606"),  # of two notes
    *("FG310", "FG401"),  # a net below others: no note is known to fall so far
}
"""Codes whose example is not the text of one note."""


def _part(code: str, title: str) -> str:
    body = PAGES[code].split(f"## {title}\n")[1].split("\n## ")[0]
    return "\n".join(line[4:] for line in body.split("\n") if line.startswith("    ") or not line) + "\n"


@pytest.mark.parametrize("code", sorted(set(PAGES) - NOT_IN_A_NOTE))
def test_an_example_gets_its_code_and_what_to_write_instead_gets_none(code: str, tmp_path: Path) -> None:
    note = tmp_path / "note.md"
    found = []
    for title in ("Example", "Write instead"):
        note.write_text(_part(code, title), encoding="utf-8")
        if code == "FG410" and title == "Write instead":
            (tmp_path / "img").mkdir()
            (tmp_path / "img" / "curve.png").write_bytes(b"\x89PNG\r\n\x1a\n")
        told = CliRunner().invoke(main, ["check", str(tmp_path), "--format", "json"]).stdout
        found.append([remark["code"] for remark in json.loads(told)["diagnostics"]])
    assert code in found[0]
    assert found[1] == []


def test_the_page_of_diagnostics_is_made_from_the_codes() -> None:
    assert TARGET.read_text(encoding="utf-8") == diagnostics(), "run: python -m tests.write_docs"


@pytest.mark.parametrize("setting", [name for name in Config.__dataclass_fields__ if name not in ("root", "path")])
def test_a_setting_is_documented(setting: str) -> None:
    assert f"`{setting}`" in DOCS["configuration.md"]


@pytest.mark.parametrize("page", sorted(DOCS))
def test_links_lead_somewhere(page: str) -> None:
    folder = ROOT if page in ("README.md", "CONTRIBUTING.md") else ROOT / "docs"
    for target in re.findall(
        r"\]\(([^)#\s]+)(?:#[^)]*)?\)", re.sub(r"```.*?```|^ {4}.*?$", "", DOCS[page], flags=re.DOTALL | re.MULTILINE)
    ):
        if not target.startswith("http") and "`" not in target:
            assert (folder / target).exists(), target


def test_the_readmes_page_of_notes_becomes_what_it_says(tmp_path: Path) -> None:
    note = re.search(r"```markdown\n(.*?)```", DOCS["README.md"], re.DOTALL)
    assert note
    (tmp_path / "day-4.md").write_text(note[1], encoding="utf-8")
    result = CliRunner().invoke(main, ["build", str(tmp_path), "-o", str(tmp_path / "deck.apkg")])
    assert result.exit_code == 0, result.output
    assert "error" not in result.output
    listed = CliRunner().invoke(main, ["extract", str(tmp_path)]).output
    assert [line.split()[1] for line in listed.splitlines()[:-1]] == [
        "hyperparameter",
        "hyperparameter",
        "scale",
        "definition",
        "qa",
    ]


def test_the_readme_names_both_commands() -> None:
    commands = re.findall(r"```sh\n(.*?)\n```", DOCS["README.md"], re.DOTALL)
    assert commands[:2] == ["pip install . && flashgen build cards", 'pip install -e ".[dev]" && pytest']
    assert 'pip install --quiet -e ".[dev]"' in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
