"""Kinds of one's own: the examples of docs/custom-kinds.md and CONTRIBUTING.md do what they say."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from flashgen import notetypes
from flashgen.compose import compose
from flashgen.config import Config
from flashgen.diagnostics import Diagnostic
from flashgen.document import Block
from flashgen.extract import extract
from flashgen.facts import KINDS, TAGS, Kind
from flashgen.facts.custom import kinds
from flashgen.notes import Extracted, Sketch
from flashgen.parse import parse
from flashgen.source import Source

ROOT = Path(__file__).parent.parent


def fences(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.M | re.S)


def read(note: str, *more: Kind) -> tuple[list[Extracted], list[Diagnostic]]:
    tags = TAGS | {tag: kind for kind in more for tag in (kind.name, *kind.aliases)}
    document, _ = parse(Source("note.md", note), Config(), tags)
    return extract(document, (*KINDS, *more))


def fronts(facts: list[Extracted]) -> list[str]:
    return [sketch.fields["Front"] for fact in facts for sketch in fact.fact.sketches(fact.block)]


def module(code: str) -> ModuleType:
    made = ModuleType("example")
    sys.modules["example"] = made
    exec(code, made.__dict__)
    return made


def declared() -> list[Kind]:
    found = [kind for text in fences("docs/custom-kinds.md", "yaml") for kind in yaml.safe_load(text)["kinds"]]
    made, problems = kinds(Config(kinds=tuple(found)))
    assert not problems
    return list(made)


def test_a_pattern_with_named_groups_gives_its_questions() -> None:
    facts, remarks = read("der Bohrer = drill bit #vocab\n", *declared())
    assert [fact.fact.fields() for fact in facts] == [{"word": "der Bohrer", "meaning": "drill bit"}]
    assert len(fronts(facts)) == 2
    assert not remarks


def test_keys_and_values_in_any_order() -> None:
    facts, _ = read("conditions: conc. acid, 180 °C; reagent: ethanol; product: ethene #reaction\n", *declared())
    assert facts[0].fact.fields()["reagent"] == "ethanol"
    assert facts[0].fact.fields()["product"] == "ethene"


def test_a_tagged_line_that_does_not_match_is_told() -> None:
    facts, remarks = read("nothing of the sort #vocab\n", *declared())
    assert not facts
    assert [(r.code, r.span.line) for r in remarks] == [("FG390", 1)]


def test_a_wrong_declaration_is_told() -> None:
    made, problems = kinds(Config(kinds=({"tag": "definition", "fields": ["a"], "questions": ["{a} => b"]},)))
    assert not made
    assert [p.code for p in problems] == ["FG391"]


def test_the_python_kind_of_the_page_reads() -> None:
    kind = module(fences("docs/custom-kinds.md", "python")[0]).VOCAB
    facts, remarks = read("das Fenster = window #vocab\n\nder Stahl #voc\n", kind)
    assert fronts(facts) == ["das Fenster"]
    assert [r.code for r in remarks] == ["MY001"]


def installed(folder: Path, code: str, point: str) -> None:
    """A package with an entry point, as pip leaves it in a folder of the path."""
    (folder / "my_package.py").write_text(code, encoding="utf-8")
    info = folder / "my_vocab-0.1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-vocab\nVersion: 0.1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[flashgen.kinds]\nvocab = {point}\n", encoding="utf-8")


def test_the_python_kind_of_the_page_comes_by_its_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, fences("docs/custom-kinds.md", "python")[0], "my_package:VOCAB")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "my_package", raising=False)
    assert kinds(Config())[0] == ()
    made, problems = kinds(Config(plugins=True))
    assert not problems
    facts, remarks = read("## Words #voc\n\n- das Fenster = window\n- no word at all\n- die Tür = door\n", *made)
    assert fronts(facts) == ["das Fenster", "die Tür"]
    assert not remarks


@pytest.mark.parametrize(
    ("code", "point"),
    [("raise ValueError('broken')", "my_package:VOCAB"), ("VOCAB = 1", "my_package:VOCAB"), ("", "my_package:VOCAB")],
)
def test_a_plugin_that_is_none_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, point: str) -> None:
    installed(tmp_path, code, point)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "my_package", raising=False)
    made, problems = kinds(Config(plugins=True))
    assert made == ()
    assert [p.code for p in problems] == ["FG392"]


def test_what_a_line_lacks_is_told_with_what_was_read() -> None:
    _, remarks = read("reagent: ethanol #reaction\n", *declared())
    assert [r.message for r in remarks] == [
        "no reaction read from 'reagent: ethanol': read reagent 'ethanol'; missing product, conditions"
    ]
    assert remarks[0].hint == "write 'reagent: …; product: …; conditions: … #reaction'"


def test_every_item_of_a_list_is_read() -> None:
    facts, _ = read("#vocab\n- der Bohrer = drill bit\n- die Fräse = mill\n", *declared())
    assert [fact.fact.fields()["word"] for fact in facts] == ["der Bohrer", "die Fräse"]


def test_the_kind_of_the_contributing_page_reads() -> None:
    reader = module(fences("CONTRIBUTING.md", "python")[0]).read
    facts, remarks = read("- Rockwell test -> hardness #method\n- Charpy test #method\n", Kind("method", reader=reader))
    assert fronts(facts) == ["What does the **Rockwell test** measure?"]
    assert [(r.code, r.span.line) for r in remarks] == [("FG370", 2)]


class Odd:
    """The fact of a plug-in that does not know what parts Anki's fields."""

    kind = "odd"

    def fields(self) -> dict[str, object]:
        return {}

    def sketches(self, _block: Block) -> tuple[Sketch, ...]:
        return (
            Sketch("basic", "odd", {"Front": "one\x1ftwo", "Context": "five\x1fsix"}, {"Back": "<b>three\x1ffour</b>"}),
        )


def test_what_parts_the_fields_in_anki_parts_none_that_a_plug_in_made() -> None:
    (extracted,), _ = read("Q: a\nA: b\n")
    (draft,), problems = compose([Extracted(extracted.block, Odd())], ROOT, Config())
    assert problems == []
    assert draft.fields[:3] == ("one two", "<b>three four</b>", "")
    assert "five six" in draft.fields
    assert len(draft.fields) == len(notetypes.load("basic").fields)
