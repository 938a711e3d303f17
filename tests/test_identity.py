"""No edit of class notes loses the history of a card, and no card inherits that of another fact.

Each edit that must keep history is a test by name on real Markdown; properties then make hundreds of them at once.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashgen import ledger as ledgers
from flashgen.cli import main
from flashgen.config import Config
from flashgen.identify import RETIRED_TAG, TOLD, Identified, identify
from flashgen.likeness import Pair, assignment
from flashgen.notes import PART
from flashgen.pipeline import Build, build
from tests.edits import ALL_KEEPING, EDITS, REWORDINGS, Notes, notes

NOTES = {
    "machining/week-1.md": """# Machining

## Turning
What does the coolant do to the tip of the lathe tool? :: It carries heat away
stress: internal force per unit area #definition
surface speed of 6061 aluminium ≈ 150 m/min #quantity

## Milling
Which flute count clears chips best in a slot? :: two
The ==endmill== has a ==shank== that the collet holds #cloze
""",
    "learning/week-1.md": """# Deep learning

learning rate usually 1e-6 to 1e-3 #hyperparameter
batch size 8 or 16 determined by how much VRAM needed #hyperparameter

Why does dropout help a wide network? :: It keeps neurons from relying on each other

Pre train: trillions of samples, fine tune: 100k-1M domain specific (eg medical llm) #scale

Training step #steps
1. forward pass
2. loss
3. update
""",
}


class Folder:
    """Class notes on the disk, built again after each edit."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = 1_700_000_000
        for name, text in NOTES.items():
            self.write(name, text)
        self.first = self.build()
        self.guids = {n.guid for n in self.first.notes}

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_bytes().decode()
        assert old in text
        self.write(name, text.replace(old, new))

    def build(self) -> Build:
        self.clock += 100
        made = build((self.root,), Config(root=self.root, notes="."), now=self.clock)
        ledgers.save(made.ledger, self.root)
        return made


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "cards")


def guid_of(made: Build, words: str) -> str:
    found = [n.guid for n in made.notes if n.state == "live" and words in " ".join(n.fields)]
    assert len(found) == 1, (words, found)
    return found[0]


def kept(folder: Folder, *, new: int = 0, retired: int = 0) -> Build:
    """Build, and see that every identity is the one it was."""
    made = folder.build()
    assert (len(made.plan.new), len(made.plan.retired)) == (new, retired), made.plan.summary()
    live = {n.guid for n in made.notes if n.state == "live"}
    assert len(folder.guids - live) == retired
    return made


WORDINGS = {
    "a typo in the question": ("What does the coolant do", "What does the coolent do"),
    "a typo in the answer": ("It carries heat away", "It carries haet away"),
    "the question reworded": (
        "What does the coolant do to the tip of the lathe tool?",
        "What is coolant for at the tip of a lathe tool?",
    ),
    "the answer reworded": ("It carries heat away", "Cooling and lubrication"),
    "both reworded": (
        "What does the coolant do to the tip of the lathe tool? :: It carries heat away",
        "What effect has coolant on the tip of the lathe tool? :: It takes the heat away",
    ),
    "the question reworded and the answer another": (
        "What does the coolant do to the tip of the lathe tool? :: It carries heat away",
        "What is coolant for at the tip of a lathe tool? :: Cooling and lubrication",
    ),
    "a definition reworded, its term in other words": (
        "stress: internal force per unit area",
        "mechanical stress: the force inside a body, per unit of area",
    ),
    "a tier renamed": ("medical llm", "medical LLMs of hospitals"),
    "a step reworded": ("2. loss", "2. compute the loss"),
    "a setting called otherwise": ("learning rate usually 1e-6 to 1e-3", "LR usually 1e-6 to 1e-3"),
    "changed numbers": ("150 m/min", "180 m/min"),
    "changed mark-up": ("What does the coolant", "What does the **coolant**"),
    "a tag added": ("It carries heat away", "It carries heat away #exam"),
    "a term renamed": ("stress: internal force", "engineering stress: internal force"),
    "another heading": ("## Milling", "## Milling and drilling"),
    "two-way added to one-way": ("slot? :: two", "slot? ::: two"),
    "an id written": ("slot? :: two", "slot? :: two ^flutes"),
}


@pytest.mark.parametrize("edit", WORDINGS)
def test_history_is_kept_after(edit: str, folder: Folder) -> None:
    old, new = WORDINGS[edit]
    folder.edit(next(name for name, text in NOTES.items() if old in text), old, new)
    kept(folder)


def test_a_line_moved_within_its_file(folder: Folder) -> None:
    line = "stress: internal force per unit area #definition\n"
    folder.edit("machining/week-1.md", line, "")
    folder.edit("machining/week-1.md", "## Milling\n", "## Milling\n" + line)
    kept(folder)


def test_a_line_moved_to_another_file_and_class_is_told_as_moved(folder: Folder) -> None:
    line = "stress: internal force per unit area #definition\n"
    folder.edit("machining/week-1.md", line, "")
    folder.edit("learning/week-1.md", "# Deep learning\n", "# Deep learning\n\n" + line)
    made = kept(folder)
    assert [(m.before, m.after) for m in made.plan.moved] == [("Class notes::machining", "Class notes::learning")]
    assert made.plan.searches() == (
        ("1 moved to Class notes::learning", 'tag:flashgen::class::learning -deck:"Class notes::learning"'),
    )


def test_a_line_moved_to_another_file_of_its_class(folder: Folder) -> None:
    line = "stress: internal force per unit area #definition\n"
    folder.edit("machining/week-1.md", line, "")
    folder.write("machining/week-9.md", "# Exam\n\n" + line)
    made = kept(folder)
    assert not made.plan.moved


def test_a_line_moved_under_another_heading_that_is_its_context(folder: Folder) -> None:
    folder.write(
        "hp/a.md",
        "## LoRA #hyperparameter\n- rank usually 8 to 64\n\n## Full fine-tuning #hyperparameter\n- epochs 3\n",
    )
    guid = guid_of(folder.build(), "8 to 64")
    folder.write(
        "hp/a.md",
        "## LoRA #hyperparameter\n\n## Full fine-tuning #hyperparameter\n- epochs 3\n- rank usually 8 to 64\n",
    )
    made = folder.build()
    assert guid_of(made, "8 to 64") == guid
    assert not made.plan.new


LEARNING_RATES = """## LoRA #hyperparameter
- learning rate usually 1e-4 to 3e-4

## Full fine-tuning #hyperparameter
- learning rate usually 1e-6 to 1e-5
"""


def test_two_settings_of_one_name_under_two_headings_keep_theirs_whatever_is_edited(folder: Folder) -> None:
    folder.write("hp/a.md", LEARNING_RATES)
    made = folder.build()
    lora, full = guid_of(made, "3e-4"), guid_of(made, "1e-5")
    lines = LEARNING_RATES.split("\n")
    folder.write("hp/a.md", "\n".join([*lines[3:], *lines[:3]]).replace("1e-5", "2e-5").replace("3e-4", "5e-4"))
    made = folder.build()
    assert (guid_of(made, "5e-4"), guid_of(made, "2e-5")) == (lora, full), "sections exchanged, both numbers changed"
    folder.write("hp/a.md", "\n".join(lines[3:]).replace("1e-5", "3e-5"))
    made = folder.build()
    assert guid_of(made, "3e-5") == full, "one removed, the other changed"
    assert [n.guid for n in made.plan.retired] == [lora]


def test_a_note_moved_to_another_class_is_not_taken_by_a_new_one_of_its_key(folder: Folder) -> None:
    folder.write("a/x.md", "stiffness of steel :: 210 GPa\n")
    guid = guid_of(folder.build(), "210 GPa")
    folder.write("b/x.md", "stiffness of steel :: 210 GPa\n")
    folder.write("a/x.md", "stiffness of steel :: how much force a bend takes\n")
    made = folder.build()
    assert guid_of(made, "210 GPa") == guid
    assert [n.draft.fields[1] for n in made.plan.new] == ["how much force a bend takes"]


CLASS_RENAMES = {
    "front matter": ("---\nclass: Optics\n---\nlens :: bends light\n", "Optics", "Wave optics"),
    "a heading": ("## Optics #class\n\nlens :: bends light\n", "Optics", "Wave optics"),
    "a tag": ("lens :: bends light #class/optics\n", "#class/optics", "#class/wave-optics"),
    "the first heading": ("# Optics\n\nlens :: bends light\n", "Optics", "Wave optics"),
}


@pytest.mark.parametrize("where", CLASS_RENAMES)
def test_a_class_renamed_in(where: str, folder: Folder) -> None:
    text, old, new = CLASS_RENAMES[where]
    folder.write("optics.md", text)
    guid = guid_of(folder.build(), "bends light")
    folder.edit("optics.md", old, new)
    made = folder.build()
    assert guid_of(made, "bends light") == guid
    assert [m.note.guid for m in made.plan.moved] == [guid]


DIFFERENT = {
    "another of the same form": ("capital of France :: Paris", "capital of Spain :: Madrid"),
    "the other of two": ("first world war: end :: 1918", "second world war: end :: 1945"),
    "the opposite": ("Which metal melts last? :: tungsten", "Which metal melts first? :: mercury"),
    "another of its parts": ("role of mitochondria :: make ATP", "role of ribosomes :: make proteins"),
    "another thing that has nearly the same value": (
        "density of many plastics is below 1 g/cm³ #quantity",
        "density of pure water in summer: 1 g/cm³ #quantity",
    ),
    "another formula of words": (
        "the cutting force equals specific force times chip area #formula",
        "Roll force equals pressure times contact area. #formula",
    ),
    "another material": ("density of aluminium ≈ 2.7 g/cm³ #quantity", "density of steel ≈ 7.85 g/cm³ #quantity"),
    "another term": (
        "stress: internal force per unit area #definition",
        "pressure: external force per unit area #definition",
    ),
    "another formula": (
        "kinetic energy: $E = m v^2 / 2$ #formula",
        "potential energy: $E = m g h$ #formula",
    ),
    "another acronym": ("HSS = high-speed steel #acronym", "HSM = high-speed machining #acronym"),
    "another setting": (
        "learning rate usually 1e-6 to 1e-3 #hyperparameter",
        "batch size usually 8 to 16 #hyperparameter",
    ),
    "unrelated": ("What is swarf? :: chips of metal", "Why does bread rise? :: yeast makes gas"),
}


@pytest.mark.parametrize("pair", DIFFERENT)
def test_no_history_is_inherited_in_the_same_place_by(pair: str, folder: Folder) -> None:
    old, new = DIFFERENT[pair]
    around = "lens :: bends light\n\n{}\n\nprism :: parts colours\n"
    folder.write("z/a.md", around.format(old))
    before = {n.guid for n in folder.build().notes}
    folder.write("z/a.md", around.format(new))
    made = folder.build()
    assert len(made.plan.new) == len(made.plan.retired) == 1
    assert made.plan.new[0].guid not in before


def test_a_step_of_another_list_inherits_nothing(folder: Folder) -> None:
    folder.write("z/a.md", "flow: sketch → model → mesh → solve #steps\n")
    before = {n.guid for n in folder.build().notes}
    folder.write("z/a.md", "tungsten: lathe → model → rate → chuck #steps\n")
    made = folder.build()
    assert len(made.plan.new) == 4
    assert not {n.guid for n in made.plan.new} & before


LINES = {
    "two values of one setting, both changed": (
        "walls: thickness 1–5 mm, ideally 2–3 mm #hyperparameter",
        "walls: thickness 2–16 mm, ideally 6–10 mm #hyperparameter",
        {"1–5 mm": "2–16 mm", "2–3 mm": "6–10 mm"},
    ),
    "two values that differ in nothing else": (
        "walls: thickness 2 mm, thickness 3 mm #hyperparameter",
        "walls: thickness 4 mm, thickness 5 mm #hyperparameter",
        {"2 mm": "4 mm", "3 mm": "5 mm"},
    ),
    "a value that came to have the name of another": (
        "density of mercury is 13.6 g/cm³, of water 1 g/cm³ #quantity",
        "density of mercury is 13.6 g, of 1 g/cm³ #quantity",
        {"13.6 g/cm³": "13.6 g", "1 g/cm³": "1 g/cm³"},
    ),
}


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("renamed", [False, True])
def test_each_fact_of_a_line_keeps_its_own(line: str, renamed: bool, folder: Folder) -> None:
    old, new, pairs = LINES[line]
    folder.write("z/a.md", f"# Walls\n\n{old}\n\nlens :: bends light\n")
    before = {n.draft.fields[2]: n.guid for n in folder.build().notes if n.draft.path == "z/a.md"}
    (folder.root / "z/a.md").unlink()
    folder.write("z/a.md", f"# {'Walling' if renamed else 'Walls'}\n\n{new}\n\nlens :: bends light\n")
    after = {n.draft.fields[2]: n.guid for n in folder.build().notes if n.draft.path == "z/a.md"}
    assert {was: after.get(now) for was, now in pairs.items()} == {was: before[was] for was in pairs}


def test_two_names_that_two_edits_exchange_go_with_what_they_say(folder: Folder) -> None:
    folder.write("z/a.md", "nozzle 210°C #hyperparameter\n\nnozzle clearance 0.3 mm or so #hyperparameter\n")
    made = folder.build()
    heat, gap = guid_of(made, "210°C"), guid_of(made, "0.3 mm")
    folder.write("z/a.md", "nzzle 210°C #hyperparameter\n\nnozzle 0.3 mm or so #hyperparameter\n")
    made = folder.build()
    assert guid_of(made, "210°C") == heat
    assert guid_of(made, "0.3 mm") == gap


def test_a_value_of_another_thing_is_not_taken_for_one_that_moved(folder: Folder) -> None:
    folder.write(
        "z/a.md", "density of many plastics is below 1 g/cm³ #quantity\n\ndensity of water is 1 g/cm³ #quantity\n"
    )
    water = guid_of(folder.build(), "of water")
    folder.write("z/a.md", "density of many kinds is 1 g/cm³ #quantity\n\ntightness of water is 1 g #quantity\n")
    made = folder.build()
    assert guid_of(made, "many kinds") != water


def test_a_line_that_is_read_otherwise_after_an_edit_is_asked_about(folder: Folder) -> None:
    for path in folder.root.rglob("*.md"):
        path.unlink()
    folder.write(
        "day.md",
        "# Day\n\n## Lab\na few hundred examples for a probe, tens of thousands for a classifier #scale\n\n"
        "lens :: bends light\n\nstress: internal force per unit area #definition\n\n"
        "Why does dropout help a wide network? :: It keeps neurons from relying on each other\n",
    )
    before = {n.guid for n in folder.build().notes}
    folder.edit("day.md", "hundred", "hndred")
    made = folder.build()
    assert not {n.guid for n in made.plan.new} & before
    assert len(made.plan.new) == 1
    assert {d.note.guid for d in made.plan.ambiguous} == {n.guid for n in made.plan.new}


def test_all_old_notes_that_are_as_likely_are_named_and_stay_so(folder: Folder) -> None:
    folder.write("hp/a.md", "context length up to 16k tokens (some forks up to 64k tokens) #hyperparameter\n")
    olds = {n.guid for n in folder.build().notes if n.draft.path == "hp/a.md"}
    line = "because taken length up to 16k tokens (within forks up plain 64k tokens) #hyperparameter\n"
    folder.write("hp/a.md", line)
    for _ in range(2):  # the ledger knows of both, too
        made = folder.build()
        (doubt,) = made.plan.ambiguous
        assert {r.guid for r in (doubt.old, *doubt.others)} == olds
        assert made.plan.summary().count("1 ambiguous") == 1
    run = CliRunner().invoke
    told = run(main, ["status", str(folder.root)]).output
    assert "old: context length · up to 16k tokens" in told
    assert "old: context length (forks) · up to 64k tokens" in told
    for guid in olds:
        assert f"flashgen adopt {doubt.note.guid} {guid}" in told


@pytest.mark.parametrize("many", [False, True])
def test_a_class_renamed_while_every_answer_changes(many: bool, folder: Folder) -> None:
    """Without its class, a key counts only if the class got another name: not for one fact of two classes."""
    old = ["stiffness :: how much force a bend takes", "hardness :: how well it resists a scratch"]
    new = ["stiffness :: the slope of the first part", "hardness :: indent size under some load"]
    rest = [] if many else [f"word {n} of the old class :: meaning {n}" for n in range(8)]
    folder.write("x/a.md", "# Metals\n\n" + "\n\n".join(old + rest) + "\n")
    before = {n.draft.key: n.guid for n in folder.build().notes if n.draft.path == "x/a.md"}
    (folder.root / "x/a.md").unlink()
    more = [] if many else [f"vowel {n} of a language :: sound {n}" for n in range(8)]
    folder.write("y/b.md", "# Alloys\n\n" + "\n\n".join(new + more) + "\n")
    after = {n.draft.key: n.guid for n in folder.build().notes if n.draft.path == "y/b.md"}
    assert (before["stiffness"] == after["stiffness"]) == many
    assert (before["hardness"] == after["hardness"]) == many


def test_two_new_notes_that_may_be_one_old_one_are_both_named(folder: Folder) -> None:
    folder.write("geo/a.md", "capital of France :: Paris\n")
    old = guid_of(folder.build(), "Paris")
    folder.write("geo/a.md", "capital of Spain :: Madrid\n\ncapital of Italy :: Rome\n")
    made = folder.build()
    assert [d.old.guid for d in made.plan.ambiguous] == [old, old]


def test_a_file_renamed(folder: Folder) -> None:
    (folder.root / "machining/week-1.md").rename(folder.root / "machining/lecture one.md")
    assert not kept(folder).plan.edited


def test_a_folder_renamed_and_with_it_the_class(folder: Folder) -> None:
    (folder.root / "machining").rename(folder.root / "metal cutting")
    assert len(kept(folder).plan.moved) == 5


def test_a_class_renamed(folder: Folder) -> None:
    folder.edit("learning/week-1.md", "# Deep learning", "---\nclass: Intro to deep learning\n---\n# Deep learning")
    kept(folder)


def test_a_file_split_and_two_joined(folder: Folder) -> None:
    head, milling = NOTES["machining/week-1.md"].split("## Milling\n")
    folder.write("machining/week-1.md", head)
    folder.write("machining/week-2.md", "# Machining\n\n## Milling\n" + milling)
    kept(folder)
    (folder.root / "machining/week-2.md").unlink()
    folder.write("machining/week-1.md", NOTES["machining/week-1.md"])
    kept(folder)


def test_notes_reordered_and_neighbours_added_and_removed(folder: Folder) -> None:
    lines = NOTES["machining/week-1.md"].split("\n")
    lines[3:6] = [lines[5], "yield point: where a metal begins to flow for good #definition", lines[3]]
    folder.write("machining/week-1.md", "\n".join(lines))
    made = kept(folder, new=1, retired=1)
    assert made.plan.retired[0].draft.label == "stress"
    assert not made.plan.ambiguous


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_and_decomposed_letters_are_the_same(form: str, folder: Folder) -> None:
    folder.write(
        "machining/x.md", unicodedata.normalize("NFC", "Who was Ångström? :: a Swedish physicist naïve in façades\n")
    )
    guid = guid_of(folder.build(), "Swedish")
    folder.write(
        "machining/x.md", unicodedata.normalize(form, "Who was Ångström? :: a Swedish physicist naïve in façades\n")
    )
    assert guid_of(folder.build(), "Swedish") == guid


def test_windows_line_ends_change_nothing(folder: Folder) -> None:
    folder.write("machining/week-1.md", NOTES["machining/week-1.md"].replace("\n", "\r\n"))
    assert kept(folder).plan.summary() == "nothing changed"


def test_a_tier_put_into_a_ladder_and_a_step_into_a_list(folder: Folder) -> None:
    before = {n.draft.key: n.guid for n in folder.first.notes}
    folder.edit("learning/week-1.md", "samples, fine tune", "samples, post train: more than 1M samples, fine tune")
    folder.edit("learning/week-1.md", "2. loss\n3. update", "2. loss\n3. backward pass\n4. update")
    made = folder.build()
    assert not made.plan.retired, made.plan.summary()
    after = {n.draft.key: n.guid for n in made.notes}
    for key, guid in before.items():
        assert after.get(key, guid) == guid
    assert len(made.plan.new) == 2


def test_a_deletion_put_in_before_others_leaves_their_numbers(folder: Folder) -> None:
    folder.edit(
        "machining/week-1.md",
        "The ==endmill== has a ==shank== that the collet holds",
        "The ==long== ==endmill== has a ==shank== that the ==collet== holds",
    )
    note = next(n for n in kept(folder).notes if "endmill" in n.fields[0])
    assert note.fields[0] == "The {{c3::long}} {{c1::endmill}} has a {{c2::shank}} that the {{c4::collet}} holds"
    assert set(note.cards) == {0, 1, 2, 3}


def test_a_number_that_was_used_is_not_used_again(folder: Folder) -> None:
    folder.edit("machining/week-1.md", "==endmill== has a ==shank==", "==endmill== has a shank")
    kept(folder)
    folder.edit("machining/week-1.md", "that the collet holds", "that the ==collet== holds")
    note = next(n for n in kept(folder).notes if "endmill" in n.fields[0])
    assert note.fields[0] == "The {{c1::endmill}} has a shank that the {{c3::collet}} holds"
    folder.edit("machining/week-1.md", "has a shank", "has a ==shank==")
    note = next(n for n in kept(folder).notes if "endmill" in n.fields[0])
    assert "{{c2::shank}}" in note.fields[0]


def test_a_corrected_deletion_keeps_its_number_and_another_place_does_not(folder: Folder) -> None:
    folder.edit("machining/week-1.md", "==shank==", "==handle==")
    note = next(n for n in kept(folder).notes if "endmill" in n.fields[0])
    assert "{{c2::handle}}" in note.fields[0]
    folder.edit("machining/week-1.md", "==handle== that the collet", "handle that the ==collet==")
    note = next(n for n in kept(folder).notes if "endmill" in n.fields[0])
    assert "handle that the {{c3::collet}}" in note.fields[0]


def test_a_change_of_kind_starts_anew_and_says_so(folder: Folder) -> None:
    folder.edit(
        "machining/week-1.md",
        "stress: internal force per unit area #definition",
        "What is stress? :: internal force per unit area",
    )
    made = kept(folder, new=1, retired=1)
    assert [d.code for d in made.diagnostics] == ["FG512"]


def test_another_fact_of_the_same_form_is_asked_about_and_can_be_adopted(folder: Folder) -> None:
    folder.write("geo/a.md", "capital of France :: Paris\n")
    old = guid_of(folder.build(), "Paris")
    folder.write("geo/a.md", "capital of Spain :: Madrid\n")
    made = folder.build()
    new = guid_of(made, "Madrid")
    assert new != old
    assert [(d.note.guid, d.old.guid) for d in made.plan.ambiguous] == [(new, old)]
    assert "FG520" in [d.code for d in made.diagnostics]
    assert [(d.note.guid, d.old.guid) for d in folder.build().plan.ambiguous] == [(new, old)], (
        "the next build still lists it"
    )
    from flashgen.cli.adopt import command

    done = CliRunner().invoke(command, [new, old, "--notes", str(folder.root)])
    assert done.exit_code == 0, done.output
    made = folder.build()
    assert guid_of(made, "Madrid") == old
    assert [n.guid for n in made.plan.retired] == [new]
    assert not folder.build().plan.ambiguous


def test_a_removed_note_is_sent_once_more_whole_and_with_a_tag(folder: Folder) -> None:
    before = next(n for n in folder.first.notes if n.draft.label == "stress")
    folder.edit("machining/week-1.md", "stress: internal force per unit area #definition\n", "")
    made = kept(folder, retired=1)
    note = next(n for n in made.notes if n.state == "retired")
    assert note.guid == before.guid
    assert note.tags == (*before.tags, RETIRED_TAG)
    assert note.cards == before.cards
    assert note.mod > before.mod
    assert [f for n, f in enumerate(note.fields) if f != before.fields[n]] == ["machining/week-1.md"], (
        "its Source alone"
    )
    again = folder.build()
    assert again.notes == made.notes, "the next build gives the same bytes"
    folder.clock += TOLD
    folder.edit("machining/week-1.md", "heat away", "the heat away")
    assert all(n.state == "live" for n in folder.build().notes)
    folder.write("machining/week-1.md", NOTES["machining/week-1.md"])
    back = folder.build()
    assert [n.guid for n in back.plan.returned] == [before.guid]


def test_an_unwanted_note_stays_away_even_reworded(folder: Folder) -> None:
    from flashgen.cli.forget import command

    assert CliRunner().invoke(command, ["stress", "--notes", str(folder.root)]).exit_code == 0
    folder.edit("machining/week-1.md", "stress: internal force", "engineering stress: internal force")
    made = folder.build()
    assert all("internal force" not in " ".join(n.fields) for n in made.notes)
    assert len(made.plan.unwanted) == 1
    assert CliRunner().invoke(command, ["engineering stress", "--undo", "--notes", str(folder.root)]).exit_code == 0
    assert guid_of(folder.build(), "internal force") in folder.guids


def test_times_change_with_the_content_alone(folder: Folder) -> None:
    folder.write("machining/a-new-one.md", "first :: of all\n")
    folder.edit("machining/week-1.md", "heat away", "the heat away")
    folder.edit("learning/week-1.md", "# Deep learning\n", "# Deep learning\n\n\n\n")
    made = folder.build()
    changed = {n.draft.label for n in made.notes if n.mod == folder.clock}
    assert changed == {"first", "What does the coolant do to the tip of the lathe tool?"}


def test_twins_are_made_once_and_two_answers_are_remarked_on(folder: Folder) -> None:
    folder.write("x/a.md", "stress unit :: Pa\n\nstress unit :: Pa\n\nstress unit :: MPa\n")
    made = folder.build()
    assert [d.code for d in made.diagnostics] == ["FG510", "FG511"]
    one, other = guid_of(made, "MPa"), next(n.guid for n in made.notes if n.fields[1] == "Pa")
    folder.write("x/a.md", "stress unit :: MPa\n\nstress unit :: Pa\n")
    made = folder.build()
    assert (guid_of(made, "MPa"), next(n.guid for n in made.notes if n.fields[1] == "Pa")) == (one, other)


# -- the ledger --------------------------------------------------------------------------------------------------------


def test_the_ledger_reads_back_what_it_wrote(folder: Folder) -> None:
    raw = (folder.root / "flashgen.lock").read_bytes()
    ledger = ledgers.parse(raw)
    assert ledgers.dump(ledger) == raw
    assert ledgers.parse(raw.replace(b"\n", b"\r\n")) == ledger
    lines = raw.decode().split("\n")[2:-1]
    assert lines == sorted(lines)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(), min_size=1), st.text(max_size=40))
def test_any_text_survives_in_the_ledger(fields: list[str], key: str) -> None:
    clean = [f.encode("utf-8", "replace").decode().replace(PART, "") for f in fields]
    key = key.encode("utf-8", "replace").decode()
    packed = ledgers.pack(PART.join(clean))
    record = ledgers.Record("abc", "live", "1", "basic", "qa", "D", "C", "p.md", "h", "", "", "", key, "t", "", packed)
    back = ledgers.parse(ledgers.dump(ledgers.Ledger({"abc": record}))).records["abc"]
    assert back == record
    assert back.values() == tuple(clean)
    assert ledgers.holds(packed, PART.join(clean))
    assert not ledgers.holds(packed, PART.join(clean) + "x")


def test_a_long_field_is_kept_whole() -> None:
    drawing = "<svg>" + "path " * 900 + "</svg>"
    packed = ledgers.pack(f"a{PART}{drawing}")
    assert len(packed) < 400
    assert ledgers.unpack(packed) == ("a", drawing)
    assert ledgers.holds(packed, f"a{PART}{drawing}")
    assert not ledgers.holds(packed, f"a{PART}{drawing.replace('path', 'pat', 1)}")


def test_a_field_that_was_long_once_is_the_same_field(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = "word " * 400
    with monkeypatch.context() as earlier:
        earlier.setattr(ledgers, "LONG", 1_500)
        packed = ledgers.pack(f"a{PART}{answer}")
    assert "\\z" in packed
    assert ledgers.pack(f"a{PART}{answer}") != packed
    assert ledgers.unpack(packed) == ("a", answer)
    assert ledgers.holds(packed, f"a{PART}{answer}")
    assert not ledgers.holds(packed, f"a{PART}{answer}!")


def test_two_branches_that_add_notes_merge_by_keeping_both_sides(folder: Folder) -> None:
    base = (folder.root / "flashgen.lock").read_bytes()
    folder.write("x/one.md", "ribosome :: makes proteins\n")
    folder.build()
    one = (folder.root / "flashgen.lock").read_text("utf-8")
    (folder.root / "x/one.md").unlink()
    (folder.root / "flashgen.lock").write_bytes(base)
    folder.write("x/two.md", "axon :: carries the signal\n")
    folder.build()
    two = (folder.root / "flashgen.lock").read_text("utf-8")
    ours = [line for line in one.split("\n") if line and line not in two]
    conflicted = two + "<<<<<<< HEAD\n" + "\n".join(ours) + "\n=======\n>>>>>>> other\n"
    with pytest.raises(ledgers.LedgerError) as caught:
        ledgers.parse(conflicted.encode())
    assert [d.code for d in caught.value.diagnostics] == ["FG500"] * 3
    merged, lost = ledgers.repair(conflicted.encode())
    assert not lost
    assert {*ledgers.parse(one.encode()).records, *ledgers.parse(two.encode()).records} == set(merged.records)


def test_of_a_note_that_two_branches_edited_the_later_wins_and_no_number_is_forgotten() -> None:
    one = ledgers.Record("g", "live", "5", "cloze", "cloze", "D", "C", "p", "", "", "", "", "k", "", "3‖1=a‖3=c", "x")
    other = one._replace(mod="9", clozes="2‖1=a‖2=b", fields="y")
    raw = ledgers.dump(ledgers.Ledger({"g": one})) + "\t".join(other).encode() + b"\n"
    assert ledgers.parse(raw).records["g"] == other._replace(clozes="3‖1=a‖2=b‖3=c")


DAMAGES = {
    "its end missing": lambda raw: raw[:-40],
    "its beginning missing": lambda raw: raw[30:],
    "a state that is none": lambda raw: raw.replace(b"\tlive\t", b"\tlife\t", 1),
    "a time beyond all": lambda raw: re.sub(rb"\tlive\t\d+", b"\tlive\t" + b"9" * 30, raw, count=1),
    "a column missing": lambda raw: raw.replace(b"\tlive\t", b"\t", 1),
    "a byte that is not UTF-8": lambda raw: raw + b"\xff\xfe\n",
    "a merge conflict": lambda raw: raw + b"<<<<<<< HEAD\n=======\n>>>>>>> other\n",
    "nothing in it": lambda raw: b"",
    "something else in it": lambda raw: bytes(range(256)) * 9,
    "a later version": lambda raw: raw.replace(b"ledger 1", b"ledger 9"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_ledger_stops_the_build_and_is_left_as_it_is_with(damage: str, folder: Folder) -> None:
    path = folder.root / "flashgen.lock"
    good = path.read_bytes()
    path.write_bytes(DAMAGES[damage](good))
    raw = path.read_bytes()
    run, target = CliRunner().invoke, folder.root.parent / "deck.apkg"
    for command in (["build", str(folder.root), "-o", str(target)], ["status", str(folder.root)]):
        done = run(main, command)
        assert done.exit_code == 1
        assert re.search(r"flashgen\.lock:\d+:1: error\[FG50[012]\]", done.output), done.output
        assert re.search(r"flashgen ledger check --repair|pip install -U flashgen", done.output)
        assert path.read_bytes() == raw
    assert not target.exists()
    assert run(main, ["ledger", "check", "--notes", str(folder.root)]).exit_code == 1
    assert path.read_bytes() == raw
    done = run(main, ["ledger", "check", "--repair", "--notes", str(folder.root)])
    if damage in ("nothing in it", "something else in it", "a later version"):
        assert done.exit_code == 1
        assert path.read_bytes() == raw, "what can't be repaired is not written over"
        return
    assert done.exit_code == 0, done.output
    assert (folder.root / "flashgen.lock.damaged").read_bytes() == raw
    assert {n.guid for n in folder.build().notes} == folder.guids


def test_a_lost_ledger_gives_the_same_identities_to_what_was_never_reworded(folder: Folder) -> None:
    (folder.root / "flashgen.lock").unlink()
    assert {n.guid for n in folder.build().notes} == folder.guids


# -- properties --------------------------------------------------------------------------------------------------------


def owners(world: Notes, done: Identified) -> dict[int, str]:
    live = [n for n in done.notes if n.state == "live"]
    return {i.fact: n.guid for i, n in zip(world.ordered(), live, strict=True)}


SESSIONS = st.tuples(
    st.integers(0, 10**9), st.integers(4, 40), st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=12)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SESSIONS)
def test_no_fact_ever_gets_the_history_of_another(session: tuple[int, int, list[str]]) -> None:
    seed, size, names = session
    world = notes(random.Random(seed), size)
    done = identify(world.drafts(), ledgers.Ledger(), now=1_000)
    ever = owners(world, done)
    for step, name in enumerate(names):
        EDITS[name](world, world.rng.randrange(len(world.items)))
        if step % 3 == 2 or step == len(names) - 1:
            done = identify(world.drafts(), ledgers.parse(ledgers.dump(done.ledger)), now=2_000 + step)
            now = owners(world, done)
            belongs = {guid: fact for fact, guid in ever.items()}
            assert not [f for f, g in now.items() if belongs.get(g, f) != f]
            assert len(set(now.values())) == len(now)
            ever.update(now)


EXACT = sorted(set(EDITS) - REWORDINGS - {"reworded_with_id", "numbers_changed", "typo_in_answer", "typo_in_question"})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.tuples(st.integers(0, 10**9), st.integers(4, 40), st.lists(st.sampled_from(EXACT), min_size=1, max_size=6)))
def test_moves_and_renames_keep_every_identity(session: tuple[int, int, list[str]]) -> None:
    seed, size, names = session
    world = notes(random.Random(seed), size)
    done = identify(world.drafts(), ledgers.Ledger(), now=1_000)
    first = owners(world, done)
    for step, name in enumerate(names):
        EDITS[name](world, world.rng.randrange(len(world.items)))
        done = identify(world.drafts(), ledgers.parse(ledgers.dump(done.ledger)), now=2_000 + step)
        assert owners(world, done) == first


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**9), st.integers(1, 30))
def test_the_same_notes_and_ledger_give_the_same(seed: int, size: int) -> None:
    world = notes(random.Random(seed), size)
    done = identify(world.drafts(), ledgers.Ledger(), now=1_000)
    raw = ledgers.dump(done.ledger)
    again = identify(world.drafts(), ledgers.parse(raw), now=9_999)
    assert again.notes == done.notes
    assert ledgers.dump(again.ledger) == raw
    shifted = [d._replace(source=f"{d.path}:{d.line + 7}", line=d.line + 7) for d in world.drafts()]
    assert {n.mod for n in identify(shifted, ledgers.parse(raw), now=9_999).notes} == {1_000}


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 4), st.floats(0.4, 1)),
        min_size=1,
        max_size=12,
        unique_by=lambda p: p[:2],
    )
)
def test_the_assignment_is_the_best_there_is(raw: list[tuple[int, int, float]]) -> None:
    knot = [Pair(*p) for p in raw]
    chosen = assignment(knot)
    assert len({p.new for p in chosen}) == len({p.old for p in chosen}) == len(chosen)

    def best(rest: list[Pair]) -> float:
        if not rest:
            return 0.0
        head, *tail = rest
        return max(best(tail), head.score + best([p for p in tail if p.new != head.new and p.old != head.old]))

    assert sum(p.score for p in chosen) == pytest.approx(best(knot))


@pytest.mark.slow
def test_ordinary_edits_lose_nothing_and_give_nothing_away() -> None:
    from tests.benchmarks.history import HALF, run

    tally, examples = run(250)
    assert not [name for name, found in tally.items() if found["wrong"]], examples
    certain = set(EDITS) - REWORDINGS - ALL_KEEPING
    assert not [name for name in certain if tally[name]["lost"] + tally[name]["asked"]], examples
    assert not tally[HALF]["lost"], examples


@pytest.mark.slow
def test_real_lines_of_every_kind_lose_nothing_and_give_nothing_away() -> None:
    from tests.benchmarks.history import HALF, run, session_of_lines

    tally, examples = run(200, session_of_lines)
    wrong = {name: found["wrong"] for name, found in tally.items() if name != "replaced_by_sibling" and found["wrong"]}
    assert not wrong, examples
    assert tally["replaced_by_sibling"]["wrong"] <= 1, examples  # with most words of the line that it replaced
    assert not [name for name in ("tagged", "marked_up", "untouched") if _not_kept(tally[name])], examples
    half = tally[HALF]
    assert not half["lost"], examples
    assert half["kept"] > 0.88 * half.total()
    ordinary = ("typo", "words_added", "words_left_out", "renumbered", "marked_up", "moved")
    assert not [name for name in ordinary if tally[name]["lost"] > 0.01 * tally[name].total()], examples
    few = 4  # what a line of two settings, all of whose numbers change, may cost if it comes twice in these sessions
    assert not [name for name in ordinary if _not_kept(tally[name]) > max(0.03 * tally[name].total(), few)], examples


def _not_kept(found: Counter[str]) -> int:
    return found.total() - found["kept"]
