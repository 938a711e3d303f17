"""The cache: builds are the same with it and without, whatever happens to the notes, their media or the cache itself."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flashgen import pipeline, unchanged
from flashgen.cli import main
from flashgen.config import Config
from flashgen.pipeline import Build, build, write
from flashgen.read import read_file
from flashgen.render import media
from flashgen.storage import cache as caches
from flashgen.storage import store
from tests.benchmarks import corpus
from tests.edits import counted

PNG = bytes.fromhex("89504e470d0a1a0a")


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some files of notes, one with an image found by its name; old enough to be trusted by time."""
    # when the kernel says that a file was changed can't be set back: here its own time is old enough
    monkeypatch.setattr(store, "settled", lambda mark: mark[1] + store.UNSURE < time.time_ns())
    root = tmp_path / "notes"
    corpus.write(root, 60, per_file=20, classes=3)
    (root / "media").mkdir()
    (root / "media" / "figure.png").write_bytes(PNG)
    (root / "img.md").write_text("What is this? :: ![[figure.png]]\n", encoding="utf-8")
    (root / "classes.md").write_text("a :: b #class/soil-physics\n", encoding="utf-8")
    old(root)
    return root


def old(root: Path) -> None:
    """As if nothing had been touched for a minute."""
    past = time.time() - 60
    for path in (root, *root.rglob("*")):
        os.utime(path, (past, past))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the notes that are parsed, as it goes."""
    found: list[str] = []

    def told(*given: object) -> object:
        found.append(given[0].path)  # type: ignore[attr-defined]
        return parse(*given)  # type: ignore[arg-type]

    parse = pipeline.parse
    monkeypatch.setattr(pipeline, "parse", told)
    return found


def made(root: Path, *, kept: bool = True, now: int = 1_700_000_000, **settings: object) -> Build:
    return build((root,), Config(root=root, notes=".", **settings), now=now, cache=kept)  # type: ignore[arg-type]


def same(one: Build, other: Build) -> None:
    assert list(one.notes) == list(other.notes)
    assert one.diagnostics == other.diagnostics
    assert counted(one.census) == counted(other.census)
    assert dict(one.ledger.records) == dict(other.ledger.records)


def test_unchanged_notes_are_not_read_again_and_give_the_same(notes: Path, reads: list[str]) -> None:
    first = made(notes)
    assert len(reads) == 5
    reads.clear()
    same(made(notes), first)
    assert reads == []
    same(made(notes, kept=False), first)


def test_the_cache_is_written_only_when_it_is_another(notes: Path, own_store: Path) -> None:
    made(notes)
    path = next(own_store.glob("*.cache"))
    before = path.stat().st_ino
    made(notes)
    assert path.stat().st_ino == before
    (notes / "img.md").write_text("What is that? :: ![[figure.png]]\n", encoding="utf-8")
    made(notes)
    assert path.stat().st_ino != before


def test_only_the_edited_note_is_read(notes: Path, reads: list[str]) -> None:
    made(notes)
    reads.clear()
    (notes / "img.md").write_text("What is that? :: ![[figure.png]]\n", encoding="utf-8")
    same(made(notes), made(notes, kept=False))
    assert reads[0] == "img.md"
    assert reads.count("img.md") == 2
    assert len(reads) == 6  # one, and the five of the build without a cache


CODE = "Q: What is {}?\nA: a loop\n\n```python\nfor i in range({}): pass\n```\n"


def test_code_that_an_edited_note_showed_before_is_not_painted_again(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[str] = []

    def told(code: str, language: str) -> str:
        painted.append(code)
        return highlight(code, language)

    highlight = media.highlight
    monkeypatch.setattr(media, "highlight", told)
    (notes / "code.md").write_text(CODE.format("this", 3) + CODE.format("that", 4), encoding="utf-8")
    made(notes)
    del painted[:]
    (notes / "code.md").write_text(CODE.format("it", 3) + CODE.format("that", 5), encoding="utf-8")
    again = made(notes)
    assert painted == ["for i in range(5): pass"]
    same(again, made(notes, kept=False))
    assert any('<span class="k">for</span>' in note.fields[1] for note in again.notes)


def test_an_edit_of_the_same_size_and_time_is_seen_by_the_kernels_time(notes: Path) -> None:
    path = notes / "img.md"
    before = path.stat()
    made(notes)
    path.write_text("What is thet? :: ![[figure.png]]\n", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert "What is thet?" in {n.fields[0] for n in made(notes).notes}


def test_an_edit_within_the_tick_of_a_coarse_clock_is_seen(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = pipeline.find
    monkeypatch.setattr(pipeline, "find", lambda *given: [replace(f, ctime_ns=0) for f in find(*given)])
    path = notes / "img.md"
    moment = time.time_ns()  # the clock stands still from now on, for less than two seconds
    os.utime(path, ns=(moment, moment))
    made(notes)
    path.write_text("What is thet? :: ![[figure.png]]\n", encoding="utf-8")
    os.utime(path, ns=(moment, moment))
    assert "What is thet?" in {n.fields[0] for n in made(notes).notes}


def test_a_note_that_was_only_touched_is_recognised_by_its_content(notes: Path, reads: list[str]) -> None:
    made(notes)
    reads.clear()
    for path in notes.rglob("*.md"):
        os.utime(path)
    made(notes)
    assert reads == []


CHANGES: dict[str, Callable[[Path], object]] = {
    "the image is changed": lambda root: (root / "media/figure.png").write_bytes(PNG + b"more"),
    "the image is gone": lambda root: (root / "media/figure.png").unlink(),
    "another image stands nearer": lambda root: (root / "figure.png").write_bytes(PNG + b"other"),
    "the image has moved": lambda root: (root / "media").rename(root / "pictures"),
    "a note is gone": lambda root: (root / "classes.md").unlink(),
    "a note is new": lambda root: (root / "new.md").write_text("new? :: yes\n", encoding="utf-8"),
    "a note has moved": lambda root: (root / "classes.md").rename(root / "other.md"),
    "another note spells the class out": lambda root: (root / "new.md").write_text(
        "---\nclass: Soil Physics\n---\nc :: d\n", encoding="utf-8"
    ),
    "a note is hidden by its front matter": lambda root: (root / "img.md").write_text("---\nflashgen: false\n---\n"),
    "a note has the text of another": lambda root: shutil.copy(root / "classes.md", root / "twin.md"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_what_drafts_depend_on_is_heeded(notes: Path, change: Callable[[Path], object]) -> None:
    made(notes)
    change(notes)
    same(made(notes), made(notes, kept=False))
    same(made(notes), made(notes, kept=False))


def test_a_class_name_that_nobody_spells_out_any_more_is_as_written_again(notes: Path) -> None:
    (notes / "new.md").write_text("---\nclass: Soil Physics\n---\nc :: d\n", encoding="utf-8")
    assert {n.draft.class_name for n in made(notes).notes} >= {"Soil Physics"}
    (notes / "new.md").unlink()
    names = {n.draft.class_name for n in made(notes).notes}
    assert "soil-physics" in names
    assert "Soil Physics" not in names


def test_a_missing_image_that_appears_is_shown(notes: Path) -> None:
    (notes / "media/figure.png").unlink()
    assert [d.code for d in made(notes).diagnostics] == ["FG410"]
    (notes / "media/figure.png").write_bytes(PNG)
    assert made(notes).diagnostics == ()


def test_other_settings_read_anew(notes: Path) -> None:
    made(notes)
    assert {n.draft.deck.split("::")[0] for n in made(notes, deck="Mine").notes} == {"Mine"}


def test_another_flashgen_reads_anew(notes: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    made(notes)
    reads.clear()
    monkeypatch.setattr(store, "tool", lambda: "another")
    made(notes)
    assert len(reads) == 5


def test_flashgen_is_another_when_a_file_of_it_changes(tmp_path: Path) -> None:
    copy = tmp_path / "flashgen"
    (copy / "storage").mkdir(parents=True)
    (copy / "__init__.py").touch()
    (copy / "storage" / "__init__.py").touch()
    (copy / "storage" / "store.py").write_bytes(Path(store.__file__).read_bytes())
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from flashgen.storage import store; print(store.tool())"
    import subprocess
    import sys

    def tool() -> str:
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    first = tool()
    assert tool() == first
    (copy / "more.py").write_text("x = 1\n", encoding="utf-8")
    assert tool() != first


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_cache_is_no_harm(notes: Path, own_store: Path, seed: int) -> None:
    first = made(notes)
    path = next(own_store.glob("*.cache"))
    raw = bytearray(path.read_bytes())
    rng = random.Random(seed)
    if seed % 4 == 0:
        raw = raw[: rng.randrange(len(raw))]
    elif seed % 4 == 1:
        raw += bytes(rng.randrange(1, 99))
    else:
        for _ in range(seed):
            raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
    path.write_bytes(raw)
    same(made(notes), first)
    same(made(notes), first)


def test_a_deleted_cache_is_no_harm(notes: Path, own_store: Path) -> None:
    first = made(notes)
    shutil.rmtree(own_store)
    same(made(notes), first)


def test_the_store_is_the_users_alone(notes: Path, own_store: Path) -> None:
    made(notes)
    assert list(own_store.glob("*.cache"))
    for left in own_store.iterdir():
        left.unlink()
    own_store.chmod(0o777)
    made(notes)
    assert list(own_store.iterdir()) == []
    assert store.folder() is None


@pytest.mark.parametrize(
    ("system", "platform", "environment", "wanted"),
    [
        ("posix", "linux", {"XDG_CACHE_HOME": "/x/cache"}, "/x/cache/flashgen"),
        ("posix", "linux", {}, "/home/me/.cache/flashgen"),
        ("posix", "linux", {"XDG_CACHE_HOME": "relative"}, "/home/me/.cache/flashgen"),
        ("posix", "darwin", {"XDG_CACHE_HOME": "/x/cache"}, "/home/me/Library/Caches/flashgen"),
        ("nt", "win32", {"LOCALAPPDATA": "/l"}, "/l/flashgen/cache"),
        ("posix", "linux", {"FLASHGEN_CACHE": "/mine"}, "/mine"),
        ("posix", "linux", {"FLASHGEN_CACHE": "off"}, None),
    ],
)
def test_each_system_has_its_place(
    system: str, platform: str, environment: dict[str, str], wanted: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "FLASHGEN_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/me")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(store.sys, "platform", platform)
    monkeypatch.setattr(store.os, "name", system)
    found = store._wanted()
    monkeypatch.undo()
    assert found == wanted


def test_nothing_is_kept_of_plugins(notes: Path, own_store: Path) -> None:
    made(notes, plugins=True)
    assert not list(own_store.glob("*.cache"))


def test_drafts_on_the_disk_give_the_same_as_in_memory(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flashgen import ledger
    from flashgen.identify import twins

    first, raws = made(notes, kept=False), []
    for kept in (False, True, True):
        monkeypatch.setattr(caches, "RESIDENT", 10)
        monkeypatch.setattr(twins, "TABLE", 7)
        monkeypatch.setattr(ledger, "RUN", 5_000)
        small = made(notes, kept=kept)
        same(small, first)
        raws.append(ledger.dump(small.ledger))
        write(small, tmp_path / "disk.apkg", ledger=False)
        monkeypatch.undo()
        os.environ[store.VARIABLE] = os.environ.get(store.VARIABLE, "off")
    assert raws == [ledger.dump(first.ledger)] * 3


# -- nothing changed ---------------------------------------------------------------------------------------------------


def flashgen(folder: Path, *options: str) -> Result:
    done = CliRunner().invoke(main, ["build", str(folder), "-o", str(folder.parent / "deck.apkg"), *options])
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with every build that is more than a look."""
    found: list[int] = []
    real = pipeline.build
    monkeypatch.setattr(pipeline, "build", lambda *a, **k: (found.append(1), real(*a, **k))[1])
    return found


def test_a_build_with_nothing_changed_touches_nothing_and_says_so(notes: Path, built: list[int]) -> None:
    flashgen(notes)
    deck = notes.parent / "deck.apkg"
    before = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in (deck, notes / "flashgen.lock")}
    second = flashgen(notes)
    assert len(built) == 1
    assert {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in before} == before
    raw = deck.read_bytes()
    third = flashgen(notes, "--no-cache")
    assert len(built) == 2
    assert second.output == third.output
    assert "Nothing changed." in second.output
    assert deck.read_bytes() == raw
    assert flashgen(notes, "--format", "json").output == flashgen(notes, "--format", "json", "--no-cache").output


def test_remarks_are_told_again(notes: Path, built: list[int]) -> None:
    (notes / "bad.md").write_text("Q: no answer?\n\n![](gone.png) :: x\n", encoding="utf-8")
    flashgen(notes)
    again = flashgen(notes)
    assert len(built) == 1
    assert "FG410" in again.output
    assert again.output == flashgen(notes, "--no-cache").output
    strict = CliRunner().invoke(main, ["build", str(notes), "-o", str(notes.parent / "deck.apkg"), "--strict"])
    assert strict.exit_code == 1


TOUCHES: dict[str, Callable[[Path], object]] = {
    **CHANGES,
    "a note is edited": lambda root: (root / "img.md").write_text("What is thus? :: ![[figure.png]]\n"),
    "the deck is gone": lambda root: (root.parent / "deck.apkg").unlink(),
    "the deck is another": lambda root: (root.parent / "deck.apkg").write_bytes(b"no deck"),
    "the ledger is edited": lambda root: (root / "flashgen.lock").write_text(
        (root / "flashgen.lock").read_text(encoding="utf-8").replace("\tlive\t", "\tgone\t", 1), encoding="utf-8"
    ),
    "there are settings": lambda root: (root / "flashgen.yaml").write_text("deck: Mine\n", encoding="utf-8"),
    "there are settings above": lambda root: (root.parent / "flashgen.yaml").write_text("deck: Mine\n"),
    "a note in a folder that was empty": lambda root: (root / "media" / "n.md").write_text("p? :: q\n"),
}


@pytest.mark.parametrize("touch", TOUCHES.values(), ids=list(TOUCHES))
def test_whatever_matters_makes_another_build(notes: Path, built: list[int], touch: Callable[[Path], object]) -> None:
    flashgen(notes)
    flashgen(notes)
    assert len(built) == 1
    touch(notes)
    flashgen(notes)
    assert len(built) == 2
    deck = (notes.parent / "deck.apkg").read_bytes()
    flashgen(notes, "--no-cache")
    assert (notes.parent / "deck.apkg").read_bytes() == deck


def test_other_options_make_another_build(notes: Path, built: list[int], tmp_path: Path) -> None:
    flashgen(notes)
    CliRunner().invoke(main, ["build", str(notes), "-o", str(tmp_path / "other.apkg")])
    assert len(built) == 2
    assert (tmp_path / "other.apkg").exists()
    CliRunner().invoke(main, ["build", str(notes / "img.md"), "-o", str(tmp_path / "one.apkg")])
    CliRunner().invoke(main, ["build", str(notes / "img.md"), "-o", str(tmp_path / "one.apkg")])
    assert len(built) == 4  # of some of the notes nothing is remembered


def test_a_damaged_memory_of_the_last_build_is_no_harm(notes: Path, own_store: Path, built: list[int]) -> None:
    flashgen(notes)
    path = next(own_store.glob("*.seen"))
    raw = path.read_bytes()
    for damaged in (raw[:-3], b"", raw[:9] + bytes([raw[9] ^ 1]) + raw[10:], b"\0" * 40):
        path.write_bytes(damaged)
        built.clear()
        flashgen(notes)
        assert len(built) == 1


def test_a_look_imports_next_to_nothing(notes: Path) -> None:
    import subprocess
    import sys

    (notes / "img.md").unlink()  # its image is too new to be trusted by its time
    command = [
        sys.executable,
        "-X",
        "importtime",
        "-m",
        "flashgen",
        "build",
        str(notes),
        "-o",
        str(notes.parent / "d.apkg"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    told = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    loaded = {line.rsplit("|", 1)[1].strip() for line in told.splitlines() if line.startswith("import time:")}
    assert "flashgen.unchanged" in loaded
    assert not loaded & {"flashgen.pipeline", "flashgen.parse", "yaml", "sqlite3", "genanki", "markdown_it", "json"}


def test_a_file_is_read_once_where_its_time_is_old_enough(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(store, "settled", lambda mark: True)
    made(notes)
    monkeypatch.setattr(pipeline, "read_file", lambda file: (opened.append(file.path), read_file(file))[1])
    made(notes)
    assert opened == []


def test_what_is_kept_names_plain_values_only(notes: Path, own_store: Path) -> None:
    flashgen(notes)
    told = unchanged.recall(unchanged.asked((notes,), notes.parent / "deck.apkg"))
    assert told is not None
    assert json.loads(json.dumps(told))[0]["files"] == 5
