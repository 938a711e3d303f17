"""A folder in, sources and remarks out; whatever lies in the folder, reading goes on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from flashgen.config import Config
from flashgen.read import MAX_BYTES, decode, find, read


def put(root: Path, **notes: str) -> None:
    for name, text in notes.items():
        path = root / name.replace("__", "/").replace("_md", ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def paths(root: Path, config: Config | None = None, only: tuple[Path, ...] = ()) -> list[str]:
    return [source.path for source in read(root, config or Config(), only)[0]]


def test_notes_are_found_in_sorted_order(tmp_path: Path) -> None:
    put(tmp_path, b_md="", a__z_md="", a__b__c_md="", B_md="")
    (tmp_path / "x.markdown").write_text("")
    (tmp_path / "UPPER.MD").write_text("")
    (tmp_path / "no.txt").write_text("")
    assert paths(tmp_path) == ["B.md", "UPPER.MD", "a/b/c.md", "a/z.md", "b.md", "x.markdown"]


def test_hidden_folders_are_skipped(tmp_path: Path) -> None:
    put(tmp_path, a_md="")
    for hidden in (".obsidian/b.md", ".c.md", "x/.git/d.md"):
        (tmp_path / hidden).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / hidden).write_text("")
    assert paths(tmp_path) == ["a.md"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("drafts", ["a.md", "x/a.md", "x/b.md"]),
        ("drafts/**", ["a.md", "x/a.md", "x/b.md"]),
        ("a.md", ["drafts/d.md", "x/b.md"]),
        ("x/*.md", ["a.md", "drafts/d.md"]),
        ("**/b.md", ["a.md", "drafts/d.md", "x/a.md"]),
        ("?.md", []),
        ("nothing", ["a.md", "drafts/d.md", "x/a.md", "x/b.md"]),
    ],
)
def test_ignored_globs(tmp_path: Path, pattern: str, left: list[str]) -> None:
    put(tmp_path, a_md="", x__a_md="", x__b_md="", drafts__d_md="")
    assert paths(tmp_path, Config(ignore=(pattern,))) == left


def test_a_build_can_be_narrowed_to_files_and_folders(tmp_path: Path) -> None:
    put(tmp_path, a_md="", x__a_md="", xy__b_md="")
    assert paths(tmp_path, only=(tmp_path / "x",)) == ["x/a.md"]
    assert paths(tmp_path, only=(tmp_path / "a.md", tmp_path / "xy")) == ["a.md", "xy/b.md"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_made_one(end: str) -> None:
    source, problems = decode(f"\ufeffa{end}b\u2028c\x0bd{end}{end}e".encode(), "n.md")
    assert (source.text, problems) == ("a\nb\u2028c\x0bd\n\ne", [])


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_bytes_that_are_not_utf8_have_a_place(mark: bytes) -> None:
    source, problems = decode(mark + "a\r\nbé Poincar".encode() + b"\xe9 x", "n.md")
    assert source.text == "a\nbé Poincar\ufffd x"
    assert [(p.code, p.span.line, p.span.column) for p in problems] == [("FG001", 2, 11)]


def test_utf16_is_left_out() -> None:
    source, problems = decode("stress".encode("utf-16"), "n.md")
    assert (source.text, [p.code for p in problems]) == ("", ["FG001"])


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x1f"])
def test_control_characters_are_replaced(sign: str) -> None:
    source, problems = decode(f"a\nb{sign}c".encode(), "n.md")
    assert source.text == "a\nb\ufffdc"
    assert [(p.code, p.severity, p.span.line, p.span.column) for p in problems] == [("FG002", "warning", 2, 2)]


def test_a_note_that_is_too_large_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, a_md="x")
    with (tmp_path / "big.md").open("wb") as big:
        big.truncate(MAX_BYTES + 1)
    sources, problems = read(tmp_path, Config())
    assert [s.path for s in sources] == ["a.md"]
    assert [(p.code, p.span.path) for p in problems] == [("FG004", "big.md")]


def test_links_that_lead_back_are_walked_once(tmp_path: Path) -> None:
    put(tmp_path, a__n_md="x")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    sources, problems = read(tmp_path, Config())
    assert ([s.path for s in sources], problems) == (["a/n.md"], [])


def test_what_can_not_be_opened_is_a_remark(tmp_path: Path) -> None:
    put(tmp_path, a_md="x")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.md").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.md")
    sources, problems = read(tmp_path, Config())
    assert [s.path for s in sources] == ["a.md"]
    assert [(p.code, p.span.path) for p in problems] == [("FG003", "gone.md")]


def test_a_folder_that_is_not_there_is_a_remark(tmp_path: Path) -> None:
    sources, problems = read(tmp_path / "none", Config())
    assert (sources, [p.code for p in problems]) == ([], ["FG003"])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems can't hold both names")
def test_names_that_other_systems_take_for_one(tmp_path: Path) -> None:
    put(tmp_path, Day_md="one", day_md="two")
    (tmp_path / "caf\u00e9.md").write_text("composed")
    (tmp_path / "cafe\u0301.md").write_text("decomposed")
    sources, problems = read(tmp_path, Config())
    assert [s.path for s in sources] == ["Day.md", "caf\u00e9.md", "day.md"]
    assert [(p.code, p.span.path) for p in problems] == [("FG005", "caf\u00e9.md"), ("FG005", "day.md")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("x")
    assert paths(tmp_path) == ["caf\ufffd.md"]


def test_finding_is_enough_for_a_cache(tmp_path: Path) -> None:
    put(tmp_path, a_md="text")
    (file,) = find(tmp_path, Config(), [])
    details = (tmp_path / "a.md").stat()
    assert (file.path, file.size, file.mtime_ns) == ("a.md", 4, details.st_mtime_ns)
