"""The fuzzers' properties in the suite: any input, the findings that were kept, and real Anki for what comes out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashgen.config import Config
from flashgen.pipeline import build, write
from tests.anki_collection import collection, import_package, rendered
from tests.fuzz.properties import AREAS, timed

CASES = Path(__file__).parent / "fuzz" / "cases"
LINES = st.sampled_from(
    [
        "", "", "prose with `code` and $x^2$", "# Class: bio #class", "## Terms #definition", "## Lr #hparam", "---",
        "Q: what is {{c1::it}}?", "A: *this* ==and== that", "Q:", "A:", "front :: back #x/y", "a ::: b", "?", "??",
        "C: it is [hidden] ==here==", "C: []", "cloze {{c1::a {{c2::b::hint}} c}} #cloze", "{{c1::", "}}", "{{c0::z}}",
        "lr 1e-3 to 1e400 #hparam", "lr ∞ #hparam", "Δ ≈ −40–±0.1 % #quantity", "small: <1k, big: >9e99 #scale",
        "stress: force/area, σ = F/A, in Pa #def", "x = $\\frac{1}{2}$ #formula", "- a\n- b #steps", "1. one\n2. two",
        "LoRA vs QLoRA: this, that #vs", "UTS = ultimate tensile strength #abbr", "do it because so #why", "#steps",
        "| a | b |\n|---|---|\n| 1 | <b>x</b> |\n#table", "```py\nx :: y\n```", "![[x.png]] ![](y.png)", "> quote",
        "<script>alert(1)</script> :: <img src=x onerror=y>", "[l](javascript:x) :: \\(x\\) \\[y\\]", "a\x1fb :: c\0d",
        "שלום :: مرحبا", "日本語 :: e\u0301\u2028", "\ud83d :: lone", "^id-1", "<!-- id: x --> a :: b", "- [ ] t :: u",
    ]
)  # fmt: skip
NOTES = st.lists(LINES, max_size=12).map("\n".join)
INPUTS = st.one_of(
    st.binary(max_size=300), st.builds(lambda head, note: head + note.encode("utf-8", "replace"),
                                       st.binary(min_size=2, max_size=2), NOTES)
)  # fmt: skip


@pytest.mark.parametrize("area", AREAS)
@given(data=INPUTS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_input_keeps_the_promises_of(area: str, data: bytes) -> None:
    timed(AREAS[area], data, slack=4)


@pytest.mark.parametrize("case", sorted(CASES.glob("*.bin")), ids=lambda case: case.stem)
def test_what_a_fuzzer_found_stays_mended(case: Path) -> None:
    timed(AREAS[case.name.split("-")[0]], case.read_bytes(), slack=4)


@given(notes=st.lists(NOTES, min_size=5, max_size=40))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_package_made_of_any_notes_arrives_in_anki(
    notes: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("notes")
    for number, note in enumerate(notes):
        (folder / f"{number}.md").write_bytes(note.encode("utf-8", "surrogatepass"))
    made = build([folder], Config(root=folder, labels=True), now=1_795_000_000)
    if not made.notes:
        return
    write(made, folder / "deck.apkg")
    with collection(folder / "anki") as col:
        log = import_package(col, folder / "deck.apkg")
        assert len(log.new) == len(made.notes)
        shown = rendered(col)
        assert len(shown) == sum(len(note.cards) for note in made.notes)
        assert col._backend.get_empty_cards().notes == []
        assert col.fix_integrity()[1]
        assert len(import_package(col, folder / "deck.apkg").new) == 0
