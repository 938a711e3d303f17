"""What a tag rules, which class a line belongs to, and where questions begin and end."""

from __future__ import annotations

import pytest

from flashgen.config import Config
from flashgen.document import Document, Front
from flashgen.parse import parse, unify_classes
from flashgen.source import Source
from tests.notes_in import blocks, cards, parsed, units


def test_a_tag_at_the_end_of_a_line_rules_that_line() -> None:
    assert units("stress: force per area #definition\n") == [("definition", "stress: force per area")]


def test_a_tag_at_the_end_of_a_wrapped_paragraph_rules_all_of_it() -> None:
    assert units("stress: force\nper area #definition") == [("definition", "stress: force\nper area")]


def test_one_fact_a_line_is_one_unit_a_line() -> None:
    assert units("a: b #def\nc = d #acronym\n\nprose\n") == [("definition", "a: b"), ("acronym", "c = d")]


def test_untagged_lines_after_the_last_tag_are_prose() -> None:
    assert units("a: b #def\nand so on") == [("definition", "a: b")]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_tag_alone_above_a_block_rules_it(gap: str) -> None:
    assert units(f"#steps{gap}1. one\n2. two\n") == [("list", "1. one\n2. two")]
    assert units(f"#def{gap}stress: force\nper area\n") == [("definition", "stress: force\nper area")]


def test_a_tag_alone_directly_below_a_table_rules_it() -> None:
    (block,) = blocks("| a | b |\n|---|---|\n| 1 | 2 |\n#table\n\nprose")
    assert block.kind == "table"
    assert block.table is not None
    assert [cell.text for cell in block.table.rows[0]] == ["1", "2"]


def test_a_tag_in_a_list_item_rules_it_with_its_children() -> None:
    (block,) = blocks("- settings: #hparam\n  - lr 1e-3\n  - 3 epochs\n- other\n")
    assert (block.kind, block.text, [i.text for i in block.items]) == (
        "hyperparameter",
        "settings:",
        ["lr 1e-3", "3 epochs"],
    )
    assert [leaf.lead for leaf in block.walk()] == [("settings:",), ("settings:",)]


def test_a_child_with_a_tag_of_its_own_is_read_by_that() -> None:
    found = blocks("- settings: #hparam\n  - lr 1e-3\n  - LoRA = low-rank adaptation #acronym\n")
    assert [(b.kind, [i.text for i in b.items]) for b in found] == [("hyperparameter", ["lr 1e-3"]), ("acronym", [])]


def test_a_tag_on_a_heading_rules_its_section_and_no_more() -> None:
    found = blocks("# Top\n## Terms #definition\na: b\n\n- c: d\n### Deeper\ne: f\n## Next\ng: h\n")
    assert [(b.text, b.scope, b.headings) for b in found] == [
        ("a: b", "section", ("Top", "Terms")),
        ("- c: d", "section", ("Top", "Terms")),
        ("e: f", "section", ("Top", "Terms", "Deeper")),
    ]


def test_a_deeper_heading_with_a_tag_of_its_own_wins() -> None:
    assert units("# A #definition\n## B #formula\nx = y\n") == [("formula", "x = y")]


def test_several_kind_tags_read_a_unit_once_each() -> None:
    assert [k for k, _ in units("STL: a model #definition #acronym #def")] == ["definition", "acronym"]


@pytest.mark.parametrize(
    "note", ["a: b #def #skip", "- x #skip\n  - a: b #def", "# H #skip\na: b #def\n## I\nc: d #def", "#skip\na: b #def"]
)
def test_skip_leaves_its_scope_out(note: str) -> None:
    assert units(note) == []


@pytest.mark.parametrize(
    "note",
    [
        "```\nx #def\nQ: a\nA: b\nc :: d\n```",
        "`x #def`",
        "$x #def$",
        "<!-- x #def -->",
        "[x](y#def)",
        "> Q: a\n> A: b",
        "| a :: b |\n|---|\n| c :: d |",
        "    indented :: code",
        "use `a :: b` here",
        "see #5 and C#sharp, a#def",
        "$$\na :: b\n$$",
    ],
)
def test_marks_in_code_math_comments_quotes_and_tables_are_none(note: str) -> None:
    assert units(note) == []


def test_other_tags_go_to_anki() -> None:
    (block,) = blocks("---\ntags: [iap]\n---\n# H #week/1\na: b #def #exam/final #x\n")
    assert block.tags == ("iap", "week::1", "exam::final", "x")
    assert "#" not in block.text


def test_tag_text_in_the_middle_of_a_line_is_removed() -> None:
    assert units("stress (#def) is force") == [("definition", "stress is force")]
    assert units("#def stress: force") == [("definition", "stress: force")]


def test_a_tag_with_nothing_to_rule_is_a_remark() -> None:
    _, problems = parsed("text\n\n#definition\n")
    assert [(p.code, p.span.line, p.span.column) for p in problems] == [("FG110", 3, 1)]


def test_labels_and_callouts_count_under_a_kind_heading_only() -> None:
    note = "Formula: $x = y$\n\n> [!definition] strain\n> change in length over length\n"
    assert units(note) == []
    assert units("# H #quantity\n" + note)[0] == ("formula", "$x = y$")
    assert ("definition", "strain:\nchange in length over length") in units("# H #quantity\n" + note)
    assert len(units(note, Config(labels=True))) == 2


# -------------------------------------------------------------------------- classes


@pytest.mark.parametrize(
    ("note", "path", "expected"),
    [
        ("# T\n- a: b #def #class/lab-work", "x/n.md", "lab-work"),
        ("- group #class/lab\n  - a: b #def", "x/n.md", "lab"),
        ("---\nclass: F\n---\n# Physics #class\na: b #def", "x/n.md", "Physics"),
        ("---\nclass: F/G\n---\n# T\na: b #def", "x/n.md", "F::G"),
        ("# T\na: b #def", "folder/sub/n.md", "folder"),
        ("# The title #x\na: b #def", "n.md", "The title"),
        ("a: b #def", "my note.md", "my note"),
    ],
)
def test_the_nearest_of_five_names_the_class(note: str, path: str, expected: str) -> None:
    assert blocks(note, path)[0].class_name == expected


def test_one_file_holds_several_classes() -> None:
    found = blocks("# A #class\na: b #def\n## sub\nc: d #def\n# B #class\ne: f #def")
    assert [(b.class_name, b.headings) for b in found] == [("A", ()), ("A", ("sub",)), ("B", ())]


def test_the_spelled_out_name_of_a_class_wins() -> None:
    documents = [
        parse(Source(path, "a: b #def"), Config())[0] for path in ("intro-to-dl/n.md", "Intro to DL/n.md", "other/n.md")
    ]
    documents.append(Document("none.md", Front(), ()))
    assert {b.class_name for d in unify_classes(documents) for b in d.blocks} == {"Intro to DL", "other"}


def test_the_root_deck_is_the_front_matters() -> None:
    assert blocks("---\ndeck: MIT\n---\na: b #def")[0].deck == "MIT::note"


# -------------------------------------------------------------------------- questions


@pytest.mark.parametrize("q", ["Q:", "q:", "Question:", "**Q:**", "**Q**:", "Q1:", "Q 12:"])
@pytest.mark.parametrize("a", ["A:", "Answer:", "**A:**", "A1:"])
def test_questions_are_written_in_many_ways(q: str, a: str) -> None:
    assert cards(f"{q} what is it?\n{a} this") == [("what is it?", "this")]


def test_sides_run_over_lines_and_blocks() -> None:
    note = "Q: how?\n```py\nx\n```\nA: so\nand so\n\n- a\n- b\n\n| h |\n|---|\n| c |\n\n![](i.png)\n\nprose"
    assert cards(note) == [("how?\n```py\nx\n```", "so\nand so\n\n- a\n- b\n\n| h |\n|---|\n| c |\n\n![](i.png)")]


def test_an_answer_ends_at_the_next_question_a_rule_a_heading_or_a_paragraph() -> None:
    assert cards("Q: a\nA: b\nQ: c\nA: d\n\n---\nQ: e\nA: f\n# H\nQ: g\nA: h\n\nprose") == [
        ("a", "b"),
        ("c", "d"),
        ("e", "f"),
        ("g", "h"),
    ]


def test_the_answer_may_follow_a_blank_line() -> None:
    assert cards("Q: a\n\nA: b") == [("a", "b")]


def test_a_list_of_cards_after_an_answer_is_not_part_of_it() -> None:
    assert cards("Q: a\nA: b\n\n- c :: d") == [("a", "b"), ("c", "d")]


def test_a_question_without_an_answer_is_a_remark_and_costs_no_other() -> None:
    found, problems = parsed("Q: a\n\nQ: b\nA: c")
    assert [p.text for b in found for p in b.parts] == ["b", "c"]
    assert [(p.code, p.span.line) for p in problems] == [("FG101", 1)]


def test_one_line_questions() -> None:
    assert cards("- a :: b\n- c ::: d\n- what? ::e\n- std::vector is no card\n- f::g") == [
        ("a", "b"),
        ("c", "d"),
        ("what?", "e"),
    ]
    assert [b.form for b in blocks("a :: b\n\nc ::: d")] == ["::", ":::"]


def test_lines_around_a_question_mark() -> None:
    assert cards("what\nis it\n?\nthis\none") == [("what\nis it", "this\none")]
    assert blocks("a\n??\nb")[0].form == "??"


def test_card_tags_on_headings_items_and_lines() -> None:
    assert cards("## What? #card\nthis\n\n- and\n### deeper\nthat\n## Next\nx") == [
        ("What?", "this\n\n- and\n### deeper\nthat")
    ]
    assert cards("- What? #flashcard\n  - this\n  - that") == [("What?", "- this\n- that")]
    assert cards("What? #flashcard #x\nthis\n<!--ID: 12-->") == [("What?", "this")]
    assert cards("- What? #card\n  card-repeats:: 2\n  - this") == [("What?", "- this")]


# -------------------------------------------------------------------------- clozes


@pytest.mark.parametrize(
    ("note", "form"),
    [
        ("C: light travels at [3e8 m/s]", "C:"),
        ("a ==b== c #cloze", "cloze"),
        ("a **b** c #cloze", "cloze"),
        ("a {{c1::b}} c", "braces"),
        ("a ==b== c", "highlight"),
    ],
)
def test_clozes_are_written_in_many_ways(note: str, form: str) -> None:
    (block,) = blocks(note)
    assert (block.kind, block.form) == ("cloze", form)


def test_highlights_stay_highlights_when_asked() -> None:
    assert units("a ==b== c", Config(highlights=False)) == []


@pytest.mark.parametrize("note", ["C: drive is full", "if a == b and c == d", "`==x==`", "a = b == c"])
def test_what_only_looks_like_a_cloze(note: str) -> None:
    assert units(note) == []


# -------------------------------------------------------------------------- ids and front matter


def test_ids_of_the_author() -> None:
    assert [(b.anchor, b.text) for b in blocks("a: b #def ^id-1\n\nc: d #def <!-- id: two -->")] == [
        ("id-1", "a: b"),
        ("two", "c: d"),
    ]
    assert blocks("Q: a\nA: b ^x1")[0].anchor == "x1"


def test_a_note_can_be_left_out() -> None:
    assert units("---\nflashgen: false\n---\na: b #def") == []


@pytest.mark.parametrize(
    ("note", "code", "line"),
    [
        ("---\nclass: x\na: b", "FG010", 1),
        ("---\na: [b\n---\n", "FG011", 2),
        ("---\nx: 1\nclass: [a]\n---\n", "FG013", 3),
        ("---\n- a\n---\n", "FG011", 2),
    ],
)
def test_front_matter_that_is_wrong(note: str, code: str, line: int) -> None:
    _, problems = parsed(note)
    assert [(p.code, p.span.line) for p in problems] == [(code, line)]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert units("---\n\na: b #def") == [("definition", "a: b")]


# -------------------------------------------------------------------------- what belongs together


def test_display_math_and_what_its_symbols_mean_belong_to_the_line_above() -> None:
    assert units("Hooke's law: #formula\n$$E$$\nwhere E is stiffness") == [
        ("formula", "Hooke's law:\n$$E$$\nwhere E is stiffness")
    ]
    assert units("Hooke's law #formula\n\n$$\nE\n$$\n\nwhere E is stiffness\n\nprose") == [
        ("formula", "Hooke's law\n$$\nE\n$$\nwhere E is stiffness")
    ]
    assert units("- Hooke's law #formula\n$$E$$\n- next") == [("formula", "Hooke's law\n$$E$$")]
    assert units("# H #formula\nabove\n$$E$$\nbelow") == [("formula", "above\n$$E$$\nbelow")]


def test_a_lead_in_belongs_to_its_list() -> None:
    (block,) = blocks("# H #hparam\n\nfor vision:\n\n- lr 1e-3\n- 3 epochs")
    assert (block.text, [i.text for i in block.items], block.scope) == (
        "for vision:",
        ["lr 1e-3", "3 epochs"],
        "section",
    )
    (block,) = blocks("Training #steps\n\n1. a\n2. b")
    assert [i.ordered for i in block.items] == [True, True]


def test_a_lead_in_whose_items_have_tags_of_their_own_is_no_fact() -> None:
    found = blocks("Settings: #hparam\n- lr 1e-3 #hparam\n- 3 epochs #hparam")
    assert [(b.text, b.lead) for b in found] == [("lr 1e-3", ("Settings:",)), ("3 epochs", ("Settings:",))]


def test_a_tagged_item_holds_its_further_lines() -> None:
    assert units("- batch size 8 #hparam\n  because of VRAM") == [("hyperparameter", "batch size 8\nbecause of VRAM")]


def test_a_line_with_a_card_is_not_part_of_the_fact_below_it() -> None:
    found = blocks("a :: b #exam\nstress: force #def\n")
    assert [(b.kind, b.text, b.tags) for b in found] == [("qa", "a", ("exam",)), ("definition", "stress: force", ())]


def test_tags_at_the_top_are_for_the_whole_note() -> None:
    assert blocks("#exam #class/lab\n\n# T\na: b #def")[0].tags == ("exam",)
    assert blocks("# T\n\n#exam #class/lab\n\na: b #def")[0].class_name == "lab"


def test_tags_beside_each_other_leave_no_commas() -> None:
    assert units("a: b #def, #exam") == [("definition", "a: b")]


def test_tags_in_every_script() -> None:
    (block,) = blocks("a: b #def #ünï #日本 #हिन्दी #עברית")
    assert block.tags == ("ünï", "日本", "हिन्दी", "עברית")


def test_a_cloze_in_a_fact_is_both() -> None:
    assert units("- {{c1::stress}}: force #definition") == [
        ("cloze", "{{c1::stress}}: force"),
        ("definition", "stress: force"),
    ]


def test_a_highlight_in_a_tagged_section_is_no_cloze() -> None:
    assert units("# H #hparam\nlr ==1e-3==") == [("hyperparameter", "lr ==1e-3==")]


def test_a_rule_right_under_an_answer_is_no_heading() -> None:
    assert cards("Q: a\nA: b\n---\nQ: c\nA: d") == [("a", "b"), ("c", "d")]


def test_questions_in_lists() -> None:
    assert cards("1. Q: a\n   A: b\n2. Q: c\n   A: d") == [("a", "b"), ("c", "d")]
    assert cards("- **Question:** a\n- **Answer:** b\n- more") == [("a", "b")]
    assert cards("- Q: a\n  - A: b") == [("a", "b")]


def test_blocks_around_a_question_mark() -> None:
    assert cards("name two\n?\n- a\n- b\n\nprose") == [("name two", "- a\n- b")]
    assert cards("```\nx\n```\n?\ncode") == [("```\nx\n```", "code")]


def test_an_id_on_the_line_below_names_a_block() -> None:
    assert blocks("#table\n| a | b |\n|---|---|\n| 1 | 2 |\n\n^tab-1")[0].anchor == "tab-1"
    assert blocks("a: b #def\n<!-- id: x -->\n")[0].anchor == "x"


@pytest.mark.parametrize(("note", "what"), [("text\n\n```\na: b #def", "code block"), ("<!--\na: b #def", "comment")])
def test_what_swallows_the_rest_of_a_note_is_a_remark(note: str, what: str) -> None:
    found, problems = parsed(note)
    assert found == ()
    assert [(p.code, p.severity, what in p.message) for p in problems] == [("FG014", "warning", True)]


def test_nested_classes_are_unified_level_by_level() -> None:
    documents = [parse(Source("n.md", f"- x #class/{n}\n  - a: b #def"))[0] for n in ("bio/lab-1", "other")]
    documents.append(parse(Source("m.md", "---\nclass: Bio/Lab 1\n---\na: b #def"))[0])
    assert {b.class_name for d in unify_classes(documents) for b in d.blocks} == {"Bio::Lab 1", "other"}


def test_a_quote_is_read_where_a_kind_rules_it() -> None:
    assert units("> stress: force per area #def") == [("definition", "stress: force per area")]
    assert units("# H #def\n\n> [!tip] Mind\n> stress: force per area") == [("definition", "stress: force per area")]
    assert units("#def\n> stress: force per area") == [("definition", "stress: force per area")]
    assert units("> stress: force per area #exam") == []


@pytest.mark.parametrize("heading", ["# My *first* `class`", "# My [first](x.md) **class** #class"])
def test_a_class_named_by_a_heading_has_no_markup(heading: str) -> None:
    (block,) = blocks(f"{heading}\n\na :: b\n")
    assert block.class_name == "My first class"


def test_a_list_tag_above_the_last_line_of_the_last_item_is_that_items_own() -> None:
    found, problems = parsed("- mill\n- drill #steps\n  and ream #exam\n")
    assert [(b.kind, b.text, b.tags) for b in found] == [("list", "drill\nand ream", ("exam",))]
    assert problems == []
