"""One line, item or cell: whether it can hold numbers, its language, and its bindings; long ones are read in stretches."""

from __future__ import annotations

import re

from flashgen.document import Block
from flashgen.grammar.binding.bound import Binding, Sibling
from flashgen.grammar.binding.decision import bind
from flashgen.grammar.quantity import scan
from flashgen.grammar.words import language

LONGEST = 700
"""Characters read at once: numbers are weighed against each other, so what is read together is kept short."""
_DIGIT = re.compile(r"[\d²³¹⁰⁴-⁹₀-₉①-⑨]")
_SPELLED = re.compile(
    r"\b(?:one|single|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|half|dozens?|twice|double|triple|hundreds?|thousands?|millions?|billions?|trillions?|inf|infinity|third|quarter|"
    r"zwei|drei|vier|fünf|zehn|deux|trois|quatre|cinq|dos|tres|dois|três|due|tre|iki|üç|million\w*|milliard\w*|milli?on\w*|milh\w+|milyon|bin|mille|mil)\b|"
    r"[½⅓¼¾∞百千万億亿兆백천만억]",
    re.I,
)


def bindings(block: Block, sibling: Sibling | None = None) -> list[Binding]:
    """Every number of a block (one line, one item, one cell) with what it is of."""
    if not _DIGIT.search(block.text) and not _SPELLED.search(block.text):
        return []
    if len(block.text) > LONGEST:
        return _piecewise(block, sibling)
    return bind(block, scan(block.text, language_of(block)), sibling)


def _piecewise(block: Block, sibling: Sibling | None) -> list[Binding]:
    """Read a long text stretch by stretch, cut at line ends, sentence ends or spaces: the time stays linear."""
    found: list[Binding] = []
    text, lang = block.text, language_of(block)
    start = 0
    while start < len(text):
        end = min(start + LONGEST, len(text))
        if end < len(text):
            cuts = [text.rfind(mark, start + LONGEST // 2, end) for mark in ("\n", ". ", "; ", " ")]
            end = next((cut + 1 for cut in cuts if cut > 0), end)
        stretch = text[start:end]
        inner = Block(
            block.kind, stretch, ((0, 1, 1),), block.path, 1, 1, block.scope, lang=lang, headings=block.headings,
            lead=block.lead,
        )  # fmt: skip
        for binding in bind(inner, scan(stretch, lang), sibling):
            binding.start += start
            binding.end += start
            found.append(binding)
        start = end
    return found


def language_of(block: Block) -> str:
    """The language of a block: what the note says, else what its text says, else its headings."""
    if block.lang:
        return block.lang
    own = language(block.text)
    if own != "en" or not block.headings:
        return own
    return language(f"{block.text} {' '.join(block.headings[-2:])} {' '.join(block.lead)}")
