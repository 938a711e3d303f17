"""Real lines of every kind as class notes, and what a student does to their words: Markdown edited as text.

``tests/edits.py`` makes notes of its own words; these are the lines of ``tests/facts`` and ``cards``, so they are as
short, as alike and as full of numbers as notes are.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from flashgen.compose import compose
from flashgen.config import Config
from flashgen.extract import extract
from flashgen.likeness import FRAME, overlap, words
from flashgen.notes import Draft
from flashgen.parse import parse, unify_classes
from flashgen.source import Source
from tests.test_facts import FOLDER, cases

ROOT = Path(__file__).resolve().parents[1]
NEW_WORDS = """usually mostly roughly simply often really given taken whole certain main common proper clear plain useful
typical actual several various along within across because although whereas therefore namely meaning called known used
made shown seen kept found needed wanted makes takes gives shows keeps finds needs lets means tells helps starts stops
way part kind sort case point step thing place side end piece group result reason example amount size range value""".split()
"""What a rewording puts in: words that say little."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMBER = re.compile(r"(?<![\w^.,])\d+(?:\.\d+)?(?=[kKMBT%]?(?![\w^]))")
_FENCED = re.compile(
    r"`[^`]*`|\$[^$]*\$|#[\w/-]+|!?\[[^\]]*\]\([^)]*\)|^\s*(?:[QAC]|Question|Answer):|\{\{c\d+::|</?\w+>", re.M
)
"""What an edit of words leaves alone: code, math, tags, links, and the marks of questions."""


@dataclass(frozen=True)
class Line:
    """A unit of class notes, often one line: its facts are edited, moved and removed together."""

    number: int
    text: str
    path: str
    heading: str


@dataclass
class Page:
    """A notes folder of lines."""

    rng: random.Random
    spare: list[str]
    lines: list[Line] = field(default_factory=list)
    made: int = 0

    def line(self, text: str, path: str, heading: str) -> Line:
        self.made += 1
        return Line(self.made, text, path, heading)

    def drafts(self) -> list[tuple[int, Draft]]:
        """Each note with the number of the line that gives it."""
        found = []
        documents, owners = [], {}
        for path in sorted({line.path for line in self.lines}):
            text, heading = f"# {path[:-3]}\n", ""
            for line in (one for one in self.lines if one.path == path):
                if line.heading != heading:
                    heading = line.heading
                    text += f"\n## {heading}\n"
                start = text.count("\n") + 2
                text += f"\n{line.text.strip()}\n"
                owners.update({(path, n): line.number for n in range(start, text.count("\n") + 1)})
            documents.append(parse(Source(path, text), Config())[0])
        facts = [f for document in unify_classes(documents) for f in extract(document)[0]]
        for draft in compose(facts, ROOT, Config())[0]:
            found.append((owners[draft.path, draft.line], draft))
        return found


@cache
def material() -> tuple[str, ...]:
    """Lines that give notes, all kinds of them, without headings and front matter of their own.

    Of lines about the same thing there is one: cases define the same term again and again, which no student does.
    """
    found: list[str] = []
    for path in sorted(FOLDER.glob("*.md")):
        found += [case.markdown for case in cases(path)]
    for path in sorted((ROOT / "cards").rglob("*.md")):
        found += re.split(r"\n\s*\n", path.read_text("utf-8"))
    plain = dict.fromkeys(text.strip() for text in found if not re.search(r"^(?:---|#+ |>|\||`{3}|<!--)", text, re.M))
    known: set[tuple[str, str]] = set()
    chosen = []
    for text in plain:
        said = {(d.notetype, d.key) for _, d in Page(random.Random(), [], [Line(1, text, "a.md", "")]).drafts()}
        if said and not said & known:
            known |= said
            chosen.append(text)
    return tuple(chosen)


def page(rng: random.Random, size: int, lines: Sequence[str] = ()) -> Page:
    """So many lines under a few headings of a few files; what is left over replaces and joins them later."""
    chosen = list(lines or material())
    rng.shuffle(chosen)
    made = Page(rng, chosen[size:])
    for text in chosen[:size]:
        made.lines.append(made.line(text, f"day {rng.randrange(3)}.md", rng.choice(("Basics", "In practice", "Lab"))))
    made.lines.sort(key=lambda line: (line.path, line.heading))
    return made


# -- edits of a text ---------------------------------------------------------------------------------------------------


def _free(text: str, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """The places of an edit: outside code, math, tags and marks."""
    shut = [m.span() for m in _FENCED.finditer(text)]
    return [m for m in pattern.finditer(text) if not any(a < m.end() and m.start() < b for a, b in shut)]


def _put(text: str, changes: Iterator[tuple[re.Match[str], str]]) -> str:
    for match, new in sorted(changes, key=lambda change: -change[0].start()):
        text = text[: match.start()] + new + text[match.end() :]
    return text


def reworded(rng: random.Random, text: str, share: float, pool: Sequence[str] = NEW_WORDS) -> str:
    """So much of the words replaced by others, by two, or left out; the long ones no less than the short ones."""
    places = _free(text, _WORD)
    chosen = rng.sample(places, min(len(places), max(1, round(share * len(places)))))
    return _put(text, ((m, " ".join(rng.choices(pool, k=rng.choice((1, 1, 2))))) for m in chosen))


def typo(rng: random.Random, text: str) -> str:
    """Two letters exchanged, one twice or one left out, in a word."""
    places = [m for m in _free(text, _WORD) if len(m[0]) > 3]
    if not places:
        return text
    match = rng.choice(places)
    word = match[0]
    at = rng.randrange(1, len(word) - 1)
    wrong = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at] * 2 + word[at + 1 :],
    )
    return _put(text, iter([(match, rng.choice(wrong))]))


def renumbered(rng: random.Random, text: str) -> str:
    """Every number another one."""
    return _put(text, ((m, str(round(float(m[0]) * rng.uniform(1.1, 3) + 1))) for m in _free(text, _NUMBER)))


def words_added(rng: random.Random, text: str) -> str:
    """A few words put in."""
    places = _free(text, _WORD)
    chosen = rng.sample(places, max(1, len(places) // 4)) if places else []
    return _put(text, ((m, f"{m[0]} {rng.choice(NEW_WORDS)}") for m in chosen))


def words_left_out(rng: random.Random, text: str) -> str:
    """A quarter of the words left out."""
    places = _free(text, _WORD)
    chosen = rng.sample(places, max(1, len(places) // 4)) if len(places) > 2 else []
    return re.sub(r"(?<=\S) {2,}", " ", _put(text, ((m, "") for m in chosen)))


def marked_up(rng: random.Random, text: str) -> str:
    """A word in bold."""
    places = [m for m in _free(text, _WORD) if len(m[0]) > 3 and "**" not in text]
    return _put(text, iter([(m, f"**{m[0]}**") for m in [rng.choice(places)]])) if places else text


def tagged(rng: random.Random, text: str) -> str:
    """A tag at the end of its first tagged line."""
    return re.sub(r"(#[a-z][\w-]*)$", r"\1 #exam", text, count=1, flags=re.M)


def a_third_reworded(rng: random.Random, text: str) -> str:
    """A third of the words others."""
    return reworded(rng, text, 1 / 3)


def half_reworded(rng: random.Random, text: str) -> str:
    """Half of the words others."""
    return reworded(rng, text, 1 / 2)


def half_reworded_with_words_of_the_subject(rng: random.Random, text: str) -> str:
    """Half of the words others, taken from other lines: as misleading as can be."""
    pool = [m[0] for other in rng.sample(material(), 12) for m in _free(other, _WORD)]
    return reworded(rng, text, 1 / 2, pool)


TEXT_EDITS = {
    edit.__name__: edit
    for edit in (
        typo,
        a_third_reworded,
        half_reworded,
        half_reworded_with_words_of_the_subject,
        words_added,
        words_left_out,
        renumbered,
        marked_up,
        tagged,
    )
}


def edited(world: Page, at: int, name: str) -> list[int]:
    """A line with other words."""
    line = world.lines[at]
    new = replace(line, text=TEXT_EDITS[name](world.rng, line.text))
    world.lines[at] = new
    return [line.number] if new != line else []


def moved(world: Page, at: int) -> list[int]:
    """A line under another heading or in another file."""
    line = world.lines.pop(at)
    other = world.rng.choice(world.lines)
    place = world.lines.index(other)
    world.lines.insert(place, replace(line, path=other.path, heading=other.heading))
    return [line.number]


def moved_and_reworded(world: Page, at: int) -> list[int]:
    """A line elsewhere, a third of its words others."""
    edited(world, at, "a_third_reworded")
    return moved(world, at)


def replaced(world: Page, at: int) -> list[int]:
    """Another line in the place of one."""
    line = world.lines[at]
    if not world.spare:
        return []
    new = world.line(world.spare.pop(), line.path, line.heading)
    world.lines[at] = new
    return [new.number]


def added(world: Page, at: int) -> list[int]:
    """Another line before one."""
    line = world.lines[at]
    if not world.spare:
        return []
    new = world.line(world.spare.pop(), line.path, line.heading)
    world.lines.insert(at, new)
    return [new.number]


def removed(world: Page, at: int) -> list[int]:
    """A line less."""
    return [world.lines.pop(at).number] if len(world.lines) > 4 else []


def sibling(rng: random.Random, text: str) -> str:
    """A line of the same form about something else: all that it is about is replaced, numbers too."""
    pool = [m[0] for other in rng.sample(material(), 12) for m in _free(other, _WORD) if m[0].casefold() not in FRAME]
    shared = _shared()
    places = [m for m in _free(text, _WORD) if m[0].casefold() not in FRAME and m[0].casefold() not in shared]
    return renumbered(rng, _put(text, ((m, rng.choice(pool)) for m in places)))


def _telling(text: str) -> str:
    return " ".join(w for w in words(text) if w not in FRAME)


@cache
def _shared() -> frozenset[str]:
    """Words of several lines: they belong to the form."""
    known = Counter(w for text in material() for w in {m[0].casefold() for m in _WORD.finditer(text)})
    return frozenset(w for w, n in known.items() if n > 3)


def replaced_by_sibling(world: Page, at: int) -> list[int]:
    """A line of the same form about something else, in its place."""
    line = world.lines[at]
    text = sibling(world.rng, line.text)
    if re.search(r"[$`\[]|\dx", text) or overlap([_telling(text)], [_telling(line.text)]) >= 0.4:
        return []  # what can't be replaced is too much of it
    new = world.line(text, line.path, line.heading)
    world.lines[at] = new
    return [new.number]


def _worded(name: str) -> Edit:
    def edit(world: Page, at: int) -> list[int]:
        return edited(world, at, name)

    return edit


Edit = Callable[[Page, int], list[int]]
"""A folder and the place of a line in; the numbers of the lines that were touched out."""

EDITS: dict[str, Edit] = {
    **{name: _worded(name) for name in TEXT_EDITS},
    "moved": moved,
    "moved_and_reworded": moved_and_reworded,
}
"""Edits that keep what a line says."""

ARRIVALS: dict[str, Edit] = {edit.__name__: edit for edit in (added, replaced, replaced_by_sibling)}
"""Edits that bring another line."""

ALL: dict[str, Edit] = {**EDITS, **ARRIVALS, "removed": removed}
