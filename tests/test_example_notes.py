"""The example notes of ``cards/``: the deck asks what a diligent student wants asked, and nothing that is no fact."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from flashgen.config import load
from flashgen.pipeline import build, write
from tests.anki_collection import collection, import_package, rendered

CARDS = Path(__file__).parent.parent / "cards"
WANTED = yaml.safe_load((Path(__file__).parent / "wanted_cards.yaml").read_text(encoding="utf-8"))
NOWHERE = WANTED.pop("nowhere")


@dataclass(frozen=True, slots=True)
class Side:
    """A card's question and answer as a person reads them."""

    deck: str
    front: str
    back: str


def plain(markup: str) -> str:
    """What is seen of rendered HTML, white space made single."""
    markup = re.sub(r"<style.*?</style>|<svg.*?</svg>", " ", markup, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> list[Side]:
    """Every card of the example deck as real Anki shows it."""
    folder = tmp_path_factory.mktemp("example")
    config, problems = load(CARDS)
    assert not problems
    made = build([CARDS], config)
    assert [d for d in made.diagnostics if d.severity == "error"] == []
    write(made, folder / "classes.apkg", ledger=False)
    with collection(folder / "anki") as col:
        import_package(col, folder / "classes.apkg")
        return [Side(deck, plain(front), plain(back)) for deck, front, back in rendered(col)]


def has(text: str, words: list[str]) -> bool:
    """All the words, or words separated by commas, are in the text; case does not count."""
    return all(part.strip().casefold() in text.casefold() for word in words for part in word.split(", "))


@pytest.mark.parametrize(
    ("class_name", "card"),
    [pytest.param(name, card, id=card["id"]) for name, cards in WANTED.items() for card in cards],
)
def test_the_deck_asks(class_name: str, card: dict[str, list[str]], sides: list[Side]) -> None:
    asking = [s for s in sides if s.deck == f"Classes::{class_name}" and has(s.front, card["front"])]
    assert any(has(s.back, card["back"]) and not has(s.front, card["back"]) for s in asking), [s.front for s in asking]


@pytest.mark.parametrize("aside", NOWHERE)
def test_an_aside_is_on_no_card(aside: str, sides: list[Side]) -> None:
    assert not [s for s in sides if aside in s.front or aside in s.back]


def test_there_are_two_classes_and_at_least_ninety_cards(sides: list[Side]) -> None:
    assert {s.deck for s in sides} == {f"Classes::{name}" for name in WANTED}
    assert len(sides) >= 90


def test_no_card_shows_its_answer_on_the_front(sides: list[Side]) -> None:
    assert [s for s in sides if not s.front or s.back == s.front] == []
