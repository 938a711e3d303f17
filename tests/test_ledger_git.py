"""Two branches that each build merge in git, as a student would do it: no identity is lost, none is given twice."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from flashgen import ledger as ledgers
from flashgen.cli import main
from flashgen.config import Config
from flashgen.pipeline import Build, build

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

THINGS = """lathe mill drill reamer tap die broach hone lap saw shear press brake punch router planer shaper grinder
laser plasma waterjet kiln forge anvil vise clamp jig fixture chuck collet arbor mandrel""".split()


class Repository:
    """A git repository of class notes, built on whichever branch is checked out."""

    def __init__(self, root: Path, *, union: bool) -> None:
        self.root = root
        self.clock = 1_700_000_000
        root.mkdir()
        self.git("init", "-q", "-b", "main")
        if union:
            (root / ".gitattributes").write_text("flashgen.lock merge=union\n")
        for n in range(3):
            self.write(f"week-{n}.md", [fact(thing, n) for thing in THINGS[n * 8 : n * 8 + 8]])
        self.first = {front(n): n.guid for n in self.build().notes}
        self.commit("first notes")

    def git(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        who = {f"GIT_{role}_{what}": "a@b" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        return subprocess.run(
            ["git", *words],
            cwd=self.root,
            env={**os.environ, **quiet, **who},
            check=check,
            capture_output=True,
            text=True,
        )

    def write(self, name: str, lines: list[str]) -> None:
        (self.root / name).write_text("# Workshop\n\n" + "\n\n".join(lines) + "\n", "utf-8")

    def lines(self, name: str) -> list[str]:
        return (self.root / name).read_text("utf-8").strip().split("\n\n")[1:]

    def build(self) -> Build:
        self.clock += 100
        made = build((self.root,), Config(root=self.root, notes="."), now=self.clock)
        assert not made.blocked
        ledgers.save(made.ledger, self.root)
        return made

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def branch(self, name: str, edit: Callable[[], None]) -> dict[str, str]:
        """Branch off main, edit, build, commit; the fronts of the branch with their ids."""
        self.git("checkout", "-q", "-b", name, "main")
        edit()
        made = self.build()
        self.commit(name)
        return {front(n): n.guid for n in made.notes if n.state == "live"}

    def merge(self, name: str) -> bool:
        """Merge into the present branch; whether the ledger was in conflict, which is then repaired by command."""
        done = self.git("merge", "-q", "--no-edit", name, check=False)
        conflicted = self.git("diff", "--name-only", "--diff-filter=U").stdout.split()
        assert (done.returncode != 0) == bool(conflicted), done.stderr
        assert set(conflicted) <= {"flashgen.lock"}
        if conflicted:
            before = (self.root / "flashgen.lock").read_bytes()
            stopped = CliRunner().invoke(main, ["build", str(self.root), "-o", str(self.root / "x.apkg")])
            assert stopped.exit_code == 1
            assert "FG500" in stopped.output
            assert "flashgen ledger check --repair" in stopped.output
            assert (self.root / "flashgen.lock").read_bytes() == before
            assert not (self.root / "x.apkg").exists()
            repaired = CliRunner().invoke(main, ["ledger", "check", "--repair", "--notes", str(self.root)])
            assert repaired.exit_code == 0, repaired.output
            (self.root / "flashgen.lock.damaged").unlink()
            self.commit("merged")
        return bool(conflicted)


def fact(thing: str, number: int) -> str:
    return (
        f"What is a {thing} for in the shop of week {number}? :: the {thing} makes part {number} of the {thing[::-1]}"
    )


def front(note: object) -> str:
    return str(note.fields[0])  # type: ignore[attr-defined]


@pytest.mark.parametrize("union", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_branches_that_add_edit_and_remove_notes_merge(seed: int, union: bool, tmp_path: Path) -> None:
    rng = random.Random(seed)
    repository = Repository(tmp_path / "notes", union=union)
    expected = dict(repository.first)

    def edit(name: str, file: str) -> Callable[[], None]:
        def work() -> None:
            lines = repository.lines(file)
            gone = lines.pop(rng.randrange(len(lines)))
            lines[2] = lines[2].replace("makes", "shapes")
            lines[4] = lines[4].replace("What is a", "What is the use of a")
            rng.shuffle(lines)
            repository.write(file, lines)
            repository.write(f"{name}.md", [fact(f"{thing}-{name}", 9) for thing in rng.sample(THINGS, 5)])
            removed.append(gone.split(" :: ")[0])

        return work

    removed: list[str] = []
    one = repository.branch("one", edit("one", "week-0.md"))
    two = repository.branch("two", edit("two", "week-1.md"))
    for ids in (one, two):
        assert set(ids.values()) & set(expected.values())
    repository.git("checkout", "-q", "main")
    repository.merge("one")
    conflicted = repository.merge("two")
    assert not (union and conflicted), "git's union driver keeps both sides by itself"
    made = repository.build()
    live = {front(n): n.guid for n in made.notes if n.state == "live"}
    retired = {n.guid for n in made.notes if n.state == "retired"}
    assert not made.plan.new, made.plan.summary()
    assert not made.plan.rematched, made.plan.summary()
    theirs = {**two, **one}
    for question, guid in live.items():
        assert guid in (one.get(question), two.get(question), repository.first.get(question))
    assert retired == {repository.first[question] for question in removed}
    assert set(live) == {q for q in theirs if q in one.keys() & two.keys() or q not in repository.first} - set(removed)
    assert len(set(live.values())) == len(live)


@pytest.mark.parametrize("union", [False, True])
def test_a_note_that_both_branches_edited_and_one_that_both_added_are_one(union: bool, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "notes", union=union)
    lathe, drill = (repository.first[front_of(repository, thing)] for thing in ("lathe", "drill"))

    def add(file: str, old: str, new: str) -> Callable[[], None]:
        def work() -> None:
            lines = repository.lines("week-0.md")
            repository.write("week-0.md", [line.replace(old, new) for line in lines])
            repository.write(file, ["stress unit :: pascal"])

        return work

    one = repository.branch("one", add("new.md", "a lathe for", "a metal lathe for"))
    two = repository.branch("two", add("new.md", "a lathe for", "the lathe for"))
    assert one["stress unit"] == two["stress unit"]
    assert lathe in one.values()
    assert lathe in two.values()
    repository.git("checkout", "-q", "one")
    done = repository.git("merge", "-q", "two", check=False)
    assert done.returncode, "the class note itself is in conflict"
    repository.git("checkout", "--theirs", "week-0.md")
    if not union:
        repository.git("diff", "--check", check=False)
        repaired = CliRunner().invoke(main, ["ledger", "check", "--repair", "--notes", str(repository.root)])
        assert repaired.exit_code == 0, repaired.output
    repository.commit("merged")
    made = repository.build()
    ids = {front(n): n.guid for n in made.notes if n.state == "live"}
    assert ids[next(q for q in ids if "the lathe for" in q)] == lathe
    assert ids["stress unit"] == one["stress unit"]
    assert ids[front_of(repository, "drill")] == drill
    assert not made.plan.new
    assert not made.plan.retired


def front_of(repository: Repository, thing: str) -> str:
    return next(question for question in repository.first if f" {thing} " in question)
