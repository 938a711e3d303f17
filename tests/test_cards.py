"""The cards themselves: the preview shows what real Anki shows, every construct arrives, and the note types stay as they are."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from flashgen import facts, notetypes
from flashgen.config import Config, load
from flashgen.outputs import preview
from flashgen.pipeline import Build, build, write
from tests.anki_collection import collection, import_package, rendered

HERE = Path(__file__).parent
_SOUND = re.compile(r"\[(?:anki:play:[aq]:\d+|sound:[^\]]*)\]")


def built(folder: Path) -> Build:
    config, _ = load(folder)
    return build([folder], config, now=1_795_000_000)


def same(html: str) -> str:
    """HTML without what the two renderers may write differently: ``data-…`` of clozes, the style, white space."""
    html = re.sub(r"<style>.*?</style>|\sdata-(?:cloze|ordinal)=\"[^\"]*\"", "", html, flags=re.DOTALL)
    html = re.sub(
        r"\[\[type:[^\]]*\]\]|<input type=\"text\" id=\"typeans\">|<code id=\"typeans\">.*?</code>", "(typed)", html
    )
    return " ".join(_SOUND.sub("", html).split())


@pytest.mark.parametrize("folder", [HERE.parent / "cards", HERE / "classes"], ids=["examples", "constructs"])
def test_the_preview_shows_what_anki_shows(folder: Path, tmp_path: Path) -> None:
    made = built(folder)
    write(made, tmp_path / "deck.apkg", ledger=False)
    ours = sorted(
        (note.draft.deck, same(front), same(back))
        for note in made.notes
        for o in note.cards
        for front, back in [preview.sides(note, o)]
    )
    with collection(tmp_path / "anki") as col:
        import_package(col, tmp_path / "deck.apkg")
        theirs = sorted((deck, same(front), same(back)) for deck, front, back in rendered(col))
        assert len(ours) == len(theirs)
        for mine, real in zip(ours, theirs, strict=True):
            assert mine == real
        assert col._backend.get_empty_cards().notes == []
        assert list(col.media.check().missing) == []
        assert col.fix_integrity()[1]


KINDS = """---
class: Every kind
lang: en
tags: [exam]
---
# Every kind

front :: back with $x < y$ and a &amp; b

one ::: two {{not a field}} }} {{#nor this}}

The {{c1::first}} and {{c2::second::a hint}} in {{c3::$x^{2^{3}}$}} of {{c4::`std::vector`}}

learning rate usually 1e-6 to 1e-3 determined by the size of the batch #hyperparameter

Young's modulus of 6061 aluminium ≈ 69 GPa #quantity

post-train: > 1M samples (eg a chatbot), fine-tune: 10k-100k samples (eg a spell checker) #scale

stress: the internal force of a body per unit area, σ = F/A, in Pa #definition

Hooke's law: $\\sigma = E\\varepsilon$, E = Young's modulus (Pa), ε = strain #formula

Casting: make the pattern, then pack the sand, then pour the metal #steps

Milling tools: end mill, face mill, drill #list

#comparison
| | LoRA | QLoRA |
|---|---|---|
| memory | 16 GB | 6 GB |

CNC = computer numerical control #acronym

why chips are thin: the shear angle is large, because the tool is sharp #why

#table
| alloy | density |
|---|---|
| 6061 | 2.70 g/cm³ |

Haus = house #vocabulary

![[img/one.svg|40]] :: ![](other%20one/one.svg) and ![[tone ü.mp3]]
"""


def test_every_kind_of_card_is_in_the_preview_as_in_anki(tmp_path: Path) -> None:
    """Every note type and template, answers typed in, links to the editor, two files of one name, a sound."""
    notes = tmp_path / "notes"
    for name, colour in (("img/one.svg", "red"), ("other one/one.svg", "blue")):
        (notes / name).parent.mkdir(parents=True, exist_ok=True)
        (notes / name).write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg"><rect fill="{colour}"/></svg>', encoding="utf-8"
        )
    (notes / "tone ü.mp3").write_bytes(b"sound")
    (notes / "all.md").write_text(KINDS, encoding="utf-8")
    (notes / "flashgen.yaml").write_text(
        "notes: .\neditor: vscode\ntype_answers: [qa, hyperparameter, quantity, definition, acronym, vocabulary]\nkinds:\n"
        "  - {tag: vocabulary, pattern: '(?P<word>\\w+) = (?P<meaning>\\w+)', questions: ['{word} => {meaning}']}\n",
        encoding="utf-8",
    )
    made = built(notes)
    assert [d for d in made.diagnostics if d.severity == "error"] == []
    shown = {(note.draft.notetype, o) for note in made.notes for o in note.cards if note.draft.notetype != "cloze"}
    every = {
        (kind.folder, o) for kind in notetypes.all_notetypes() if not kind.cloze for o in range(len(kind.templates))
    }
    assert every - shown == set()
    write(made, tmp_path / "deck.apkg", ledger=False)
    with collection(tmp_path / "anki") as col:
        import_package(col, tmp_path / "deck.apkg")
        ours = sorted(same(s) for note in made.notes for o in note.cards for s in preview.sides(note, o))
        theirs = sorted(same(s) for _, front, back in rendered(col) for s in (front, back))
        assert ours == theirs
        text = "\n".join(theirs)
        assert text.count("(typed)") >= 10
        assert 'href="vscode://file/' in text
        assert "{{not a field}} }} {{#nor this}}" in text
        media = sorted(p.suffix for p in (tmp_path / "anki" / "collection.media").iterdir())
        assert media == [".mp3", ".svg", ".svg"]
        assert col._backend.get_empty_cards().notes == []
        assert list(col.media.check().missing) == []


def test_a_line_that_says_more_than_its_pieces_stands_on_the_card(tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text(
        "Hooke's law: $F = kx$, valid in the linear elastic region #formula\n\nstress: force per area, in Pa #def\n",
        encoding="utf-8",
    )
    law, stress = built(tmp_path).notes
    place = {name: notetypes.load(name).fields.index("Wording") for name in ("formula", "definition")}
    assert "valid in the linear elastic region" in law.fields[place["formula"]]
    assert stress.fields[place["definition"]] == ""


def test_a_missing_image_is_told_where_it_stands_in_the_answer(tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text("Q: what?\nA: see\n![](no.png)\n", encoding="utf-8")
    (problem,) = built(tmp_path).diagnostics
    assert (problem.code, problem.span.line, problem.span.column) == ("FG410", 3, 5)


def test_every_construct_arrives_in_anki(tmp_path: Path) -> None:
    made = built(HERE / "classes")
    assert [d for d in made.diagnostics if d.severity == "error"] == []
    write(made, tmp_path / "deck.apkg", ledger=False)
    with collection(tmp_path / "anki") as col:
        import_package(col, tmp_path / "deck.apkg")
        backs = "\n".join(back for _, _, back in rendered(col))
        for part in (
            "<em>",
            "<code>",
            "<s>",
            "<sub>2</sub>",
            "<sup>2</sup>",
            "<mark>",
            "\\(\\frac{a}{b}\\)",
            "<li>deeper",
            "checkbox",
            "<ol>",
            "<table>",
            "x&lt;y",
            '<span class="k">def</span>',
            "\\[\\sum_{i=1}^{n} x_i^{2^{3}}\\]",
            "fg-callout",
            'width="120"',
            "powerhouse",
            "x^{2^{3} }",
            "std:&#58;vector",
            "<b>HTML</b>",
            "front with a footnote<sup>1</sup>",
            '<div class="fg-notes"><ol>\n<li><p>the note at the foot</p>',
            '<div class="fg-callout-title">A callout</div>\n<p>with a body</p>',
            '<div class="fg-callout-title">Warning</div>\n<p>Hot metal.</p>',
            "<blockquote>\n<p>someone's words</p>",
            "<dt>Chip</dt>\n<dd>what is cut off</dd>",
            '<span class="k">SELECT</span>',
            '<td align="right">right</td>',
            "$5 or $6",
            '<a href="https://example.com" title="its title">a link</a>',
            "\\(a\\) and \\[b\\]",
            "&gt; 1M",
            "\\(x\\) lies where?",
            "between \\(0\\) and 1",
        ):
            assert part in backs, part
        assert len(col.find_cards('"note:flashgen cloze"')) == 4
        names = set((tmp_path / "anki" / "collection.media").iterdir())
        assert [n.suffix for n in names] == [".svg"]


def test_the_language_and_direction_of_a_note_are_on_its_cards() -> None:
    front, _ = preview.sides(built(HERE / "classes").notes[0], 0)
    assert 'lang="en"' in front
    assert 'dir="auto"' in front


def test_typed_answers_are_asked_only_where_they_are_wanted(tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text("CNC = computer numerical control #acronym", encoding="utf-8")
    for kinds, typed in (((), False), (("acronym",), True)):
        (note,) = build([tmp_path], Config(root=tmp_path, type_answers=kinds), now=1).notes
        front, back = preview.sides(note, 0)
        assert ('id="typeans"' in front, 'id="typeans"' in back) == (typed, typed)


def test_a_kind_whose_answer_cannot_be_typed_is_told(tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text("CNC = computer numerical control #acronym", encoding="utf-8")
    words = {"tag": "vocabulary", "pattern": r"(?P<a>\w+) = (?P<b>\w+)", "questions": ("{a} => {b}",)}
    wanted = ("acronym", "formula", "vocabulary", "acronyms")
    for kinds, left in (((), ["formula", "vocabulary", "acronyms"]), ((words,), ["formula", "acronyms"])):
        found = build([tmp_path], Config(root=tmp_path, type_answers=wanted, kinds=kinds), now=1).diagnostics
        assert [(d.code, d.message.split("'")[1]) for d in found] == [("FG054", name) for name in left]


def test_the_kinds_that_can_be_typed_are_those_whose_note_types_say_so() -> None:
    folders = {"basic" if kind.name == "qa" else kind.name for kind in facts.KINDS}
    typed = {folder for folder in folders if "Type" in notetypes.load(folder).fields}
    assert {"basic" if name == "qa" else name for name in facts.TYPED} == typed


def test_note_types_are_for_ever() -> None:
    """Anki freezes the notes of a type whose fields or templates change: this must never differ from what was shipped."""
    shape = [
        [
            k.name,
            k.id,
            k.cloze,
            list(zip(k.fields, k.field_ids, strict=True)),
            [[t.name, t.id, list(t.needs)] for t in k.templates],
        ]
        for k in notetypes.all_notetypes()
    ]
    digest = hashlib.sha256(json.dumps(shape).encode()).hexdigest()[:16]
    assert digest == (HERE / "notetypes.txt").read_text(encoding="utf-8").split()[0]


def test_ids_are_unique() -> None:
    kinds = notetypes.all_notetypes()
    ids = [i for k in kinds for i in (k.id, *k.field_ids, *(t.id for t in k.templates))]
    assert len(set(ids)) == len(ids)
    assert {k.fields[-1] for k in kinds} == {"flashgen id"}
