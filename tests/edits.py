"""Generated class notes as drafts, and the ordinary edits of a student: what happens to them is known, so it can be checked."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from flashgen import notetypes
from flashgen.census import Census
from flashgen.compose import class_tag, normal
from flashgen.notes import PART, Draft

THINGS = """stress strain lathe spindle coolant chip burr fixture tolerance flute endmill reamer datum shank collet
gradient optimizer dropout tokenizer embedding kernel batch epoch checkpoint adapter logits entropy prompt corpus
osmosis ribosome enzyme mitosis axon synapse glucose plasma antigen stoma chlorophyll allele genome protein
treaty tariff senate charter embargo monarchy famine census guild blockade armistice parish dowry
vowel morpheme suffix dialect syntax clause idiom stanza sonnet refrain""".split()
ABOUT = """surface edge tip rate depth layer wall vector length width limit sample signal pressure density source
supply cost share weight error budget balance margin cycle phase angle speed force current volume level""".split()
DOES = """raises lowers hides shows moves carries breaks joins feeds slows cools heats softens hardens shapes sorts
measures predicts stores filters repeats protects replaces widens narrows separates""".split()
HOW = """slowly quickly twice rarely always evenly sharply mostly inside outside together early late upwards below
alone again almost directly safely""".split()
PLACES = "France Spain Peru Kenya Japan Norway Chile Ghana Nepal Cuba Laos Malta Oman Qatar Togo Fiji".split()
TOWNS = "Paris Madrid Lima Nairobi Tokyo Oslo Santiago Accra Kathmandu Havana Vientiane Valletta Muscat Doha Lome Suva".split()
NAMES = ["naïve réseau", "Übergang", "façade", "Poincaré", "Ångström"]


@dataclass(frozen=True)
class Item:
    """A fact as the student has it in mind (``fact``), and as it stands in the notes now."""

    fact: int
    notetype: str
    asked: tuple[str, ...]
    answer: tuple[str, ...]
    """For a cloze, the deletions among the words of ``asked``."""
    class_name: str
    path: str
    heading: str
    tags: tuple[str, ...] = ()
    bold: bool = False
    both: bool = False
    anchor: str = ""
    form: str = "NFC"
    hidden: tuple[tuple[int, str], ...] = ()
    """For a cloze: (what is asked, which word is hidden), in the order of the text."""

    def draft(self, line: int) -> Draft:
        """The note that would be composed of it."""
        kind = notetypes.load(self.notetype)
        own = [""] * (len(kind.fields) - len(notetypes.COMMON))
        clozes: tuple[tuple[int, str], ...] = ()
        asked, answer = " ".join(self.asked), " ".join(self.answer)
        key = normal(asked)
        if self.notetype == "cloze":
            number = {word: n for n, (_, word) in enumerate(self.hidden, 1)}
            own[0] = " ".join(f"{{{{c{number[w]}::{w}}}}}" if w in number else w for w in self.asked)
            clozes = tuple((n, normal(w)) for w, n in number.items())
        else:
            own[0] = unicodedata.normalize(self.form, asked)
            own[kind.fields.index(kind.templates[0].needs[-1]) or 1] = answer
            if self.both:
                own[2] = "1"
        if self.bold:
            own[0] = f"<strong>{own[0]}</strong>" if self.notetype != "cloze" else f"<em>{own[0]}</em>"
        common = {"Context": self.heading, "Class": self.class_name, "Source": f"{self.path}:{line}"}
        fields = (*own, *(common.get(name, "") for name in notetypes.COMMON))
        kind_of = {"basic": "qa"}.get(self.notetype, self.notetype)
        tags = (class_tag(self.class_name), f"flashgen::kind::{kind_of}", *self.tags)
        return Draft(
            self.notetype,
            kind_of,
            key,
            self.class_name,
            f"Uni::{self.class_name}",
            PART.join(fields[:-8]),
            fields[-8],
            PART.join(fields[-7:-1]),
            clozes,
            tuple(n - 1 for n, _ in clozes) or kind.ordinals(fields),
            tags,
            (),
            self.path,
            line,
            line,
            (self.heading,),
            self.anchor,
        )


@dataclass
class Notes:
    """A folder of class notes: items in the order of files and lines."""

    rng: random.Random
    items: list[Item] = field(default_factory=list)
    facts: int = 0
    holes: int = 0
    uncovered: dict[tuple[int, str], int] = field(default_factory=dict)
    """Fact and word → what hiding it asked, for deletions that were removed and may come back."""
    ever: set[str] = field(default_factory=set)
    """Every question there has been: a new fact is not one that was removed."""

    def drafts(self) -> list[Draft]:
        """What the notes give, in the order in which files are walked."""
        lines: dict[str, int] = {}
        found = []
        for item in sorted(self.items, key=lambda i: i.path):
            lines[item.path] = lines.get(item.path, 0) + 2
            found.append(item.draft(lines[item.path]))
        return found

    def ordered(self) -> list[Item]:
        """The items in the order of the drafts."""
        return sorted(self.items, key=lambda i: i.path)

    def add(self, like: Item | None = None) -> Item:
        """A fact that was not there, in the place of another or at the end of a file; the caller puts it in."""
        rng = self.rng
        while True:
            number = rng.randrange(3)
            path = like.path if like else f"{rng.choice('ab')}/week-{number}.md"
            class_name = like.class_name if like else rng.choice(("Machining", "Deep learning"))
            heading = like.heading if like else rng.choice(("Basics", "Details"))
            self.facts += 1
            item = _fact(self, class_name, path, heading)
            key = normal(" ".join(item.asked))
            if key not in self.ever:
                self.ever.add(key)
                return item


def notes(rng: random.Random, size: int) -> Notes:
    """So many facts in a few files."""
    made = Notes(rng)
    for _ in range(size):
        made.items.append(made.add())
    return made


def _fact(world: Notes, class_name: str, path: str, heading: str) -> Item:
    rng = world.rng
    pick = rng.choice
    form = rng.randrange(7)
    one, two, three = rng.sample(THINGS, 3)
    if rng.random() < 0.04:
        one = pick(NAMES)
    where = world.facts, class_name, path, heading
    fact = where[0]
    if form == 0:
        asked = f"What does the {one} do to the {pick(ABOUT)} of the {two}?"
        answer = f"It {pick(DOES)} it {pick(HOW)} because the {three} {pick(DOES)} the {pick(ABOUT)}"
    elif form == 1:
        asked = f"{one} {pick(ABOUT)}"
        answer = (
            f"the {pick(ABOUT)} that the {two} {pick(DOES)} {pick(HOW)} when a {three} {pick(DOES)} its {pick(ABOUT)}"
        )
    elif form == 2:
        asked = f"Why is the {pick(ABOUT)} of a {one} kept away from the {two} {pick(ABOUT)}?"
        answer = f"The {three} {pick(DOES)} {pick(HOW)}"
    elif form == 3:
        asked = f"Which {one} {pick(DOES)} the {two} {pick(HOW)}?"
        answer = f"{three} {pick(ABOUT)}"
    elif form == 4:
        n = rng.randrange(len(PLACES))
        asked, answer = f"What is the capital of {PLACES[n]}?", TOWNS[n]
    elif form == 5:
        low = rng.randrange(2, 900)
        asked = f"{one} {pick(ABOUT)} for {two}"
        answer = f"usually {low} to {low * 10} {pick(('MPa', 'mm', 'rpm', 'tokens'))}"
    else:
        words = list(
            dict.fromkeys(
                f"the {one} {pick(ABOUT)} {pick(DOES)} every {two} and {pick(HOW)} {pick(DOES)} their {three} {pick(ABOUT)}".split()
            )
        )
        hidden = []
        for word in sorted(rng.sample([w for w in words if len(w) > 4], 2), key=words.index):
            world.holes += 1
            hidden.append((world.holes, word))
        return Item(fact, "cloze", tuple(words), (), class_name, path, heading, hidden=tuple(hidden))
    notetype = "definition" if form == 1 else "hyperparameter" if form == 5 else "basic"
    return Item(fact, notetype, tuple(asked.split()), tuple(answer.split()), class_name, path, heading)


# -- edits: each changes the notes and says which facts it touched ------------------------------------------------------

Edit = Callable[[Notes, int], list[int]]
"""Notes and the place of an item in; the facts that were touched out (empty: the edit does not fit this item)."""


def _typo(rng: random.Random, word: str) -> str:
    if len(word) < 4:
        return word
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at] + word[at:],
        )
    )


def _reworded(rng: random.Random, words: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Some of the words replaced, by others or by two or by none."""
    found = list(words)
    for at in sorted(rng.sample(range(len(words)), min(count, len(words))), reverse=True):
        new = (
            [rng.choice(ABOUT + HOW + DOES)]
            if rng.random() < 0.7
            else []
            if rng.random() < 0.5
            else ["quite", rng.choice(ABOUT)]
        )
        found[at : at + 1] = new
    return tuple(found) or words


def _change(make: Callable[[random.Random, Item], Item | None]) -> Edit:
    def edit(world: Notes, at: int) -> list[int]:
        item = world.items[at]
        new = make(world.rng, item)
        if new is None or new == item:
            return []
        key = normal(" ".join(new.asked))
        if key != normal(" ".join(item.asked)):
            if key in world.ever:
                return []
            world.ever.add(key)
        world.items[at] = new
        return [item.fact]

    return edit


def words_kept(old: Item, new: Item) -> float:
    """The share of words that an edit keeps: of those that were there or of those that are, whichever is less."""
    one, other = Counter((*old.asked, *old.answer)), Counter((*new.asked, *new.answer))
    return (one & other).total() / max(one.total(), other.total())


def _halved(make: Callable[[random.Random, Item], Item | None]) -> Callable[[random.Random, Item], Item | None]:
    """An edit that keeps at least half of the words."""

    def edit(rng: random.Random, item: Item) -> Item | None:
        for _ in range(8):
            new = make(rng, item)
            if new is None or words_kept(item, new) >= 0.5:
                return new
        return None

    edit.__name__ = make.__name__
    return edit


def _beyond(
    make: Callable[[random.Random, Item], Item | None], name: str
) -> Callable[[random.Random, Item], Item | None]:
    """An edit that keeps a third of the words or more, but not half."""

    def edit(rng: random.Random, item: Item) -> Item | None:
        for _ in range(20):
            new = make(rng, item)
            if new is not None and 0.33 <= words_kept(item, new) < 0.5:
                return new
        return None

    edit.__name__ = name
    return edit


def typo_in_question(rng: random.Random, item: Item) -> Item | None:
    long = [n for n, w in enumerate(item.asked) if len(w) > 4 and w not in [h for _, h in item.hidden]]
    if not long:
        return None
    at = rng.choice(long)
    return replace(item, asked=(*item.asked[:at], _typo(rng, item.asked[at]), *item.asked[at + 1 :]))


def typo_in_answer(rng: random.Random, item: Item) -> Item | None:
    long = [n for n, w in enumerate(item.answer) if len(w) > 4]
    if not long:
        return None
    at = rng.choice(long)
    return replace(item, answer=(*item.answer[:at], _typo(rng, item.answer[at]), *item.answer[at + 1 :]))


def question_reworded(rng: random.Random, item: Item) -> Item | None:
    if item.hidden:
        free = [n for n, w in enumerate(item.asked) if w not in [h for _, h in item.hidden]]
        asked = list(item.asked)
        for at in rng.sample(free, min(len(free), len(asked) // 3)):
            word = rng.choice(ABOUT + HOW)
            if word not in asked:
                asked[at] = word
        return replace(item, asked=tuple(asked))
    room = (len(item.asked) + len(item.answer)) // 2
    return replace(item, asked=_reworded(rng, item.asked, rng.randint(1, max(1, min(len(item.asked), room)))))


def answer_reworded(rng: random.Random, item: Item) -> Item | None:
    return replace(item, answer=_reworded(rng, item.answer, len(item.answer))) if item.answer else None


def both_reworded(rng: random.Random, item: Item) -> Item | None:
    """Up to half of the words of the question and of the answer."""
    if len(item.answer) < 2:
        return None
    asked, answer = (rng.randint(1, max(1, len(part) // 2)) for part in (item.asked, item.answer))
    return replace(item, asked=_reworded(rng, item.asked, asked), answer=_reworded(rng, item.answer, answer))


def question_reworded_and_answer_replaced(rng: random.Random, item: Item) -> Item | None:
    """Hard to tell from another fact of the same form: no word of the answer stays, and not all of the question."""
    if not item.answer:
        return None
    return replace(
        item,
        asked=_reworded(rng, item.asked, max(1, len(item.asked) // 3)),
        answer=_reworded(rng, item.answer, len(item.answer)),
    )


def numbers_changed(rng: random.Random, item: Item) -> Item | None:
    new = tuple(str(int(w) + rng.randint(1, 90)) if w.isdigit() else w for w in item.answer)
    return replace(item, answer=new)


def markup_changed(rng: random.Random, item: Item) -> Item | None:
    return replace(item, bold=not item.bold)


def tag_added(rng: random.Random, item: Item) -> Item | None:
    return replace(item, tags=(*item.tags, f"exam{len(item.tags)}"))


def moved_to_file(rng: random.Random, item: Item) -> Item | None:
    return replace(item, path=rng.choice(("a/week-0.md", "b/week-2.md", "c/extra.md")))


def moved_to_heading(rng: random.Random, item: Item) -> Item | None:
    return replace(item, heading=rng.choice(("Basics", "Details", "Exam")))


def moved_to_class(rng: random.Random, item: Item) -> Item | None:
    return replace(item, class_name=rng.choice(("Machining", "Deep learning", "Biology")))


def composition_changed(rng: random.Random, item: Item) -> Item | None:
    other = replace(item, form="NFD" if item.form == "NFC" else "NFC")
    return other if unicodedata.normalize("NFD", " ".join(item.asked)) != " ".join(item.asked) else None


def two_way_added(rng: random.Random, item: Item) -> Item | None:
    return replace(item, both=True) if item.notetype == "basic" and not item.both else None


def id_written(rng: random.Random, item: Item) -> Item | None:
    return replace(item, anchor=f"id{item.fact}") if not item.anchor else None


def reworded_with_id(rng: random.Random, item: Item) -> Item | None:
    if not item.anchor or item.hidden:
        return None
    return replace(
        item, asked=_reworded(rng, item.asked, len(item.asked)), answer=_reworded(rng, item.answer, len(item.answer))
    )


def _rewritten(rng: random.Random, item: Item) -> Item | None:
    if not item.answer:
        return None
    share = rng.uniform(0.4, 0.8)
    return replace(
        item,
        asked=_reworded(rng, item.asked, round(len(item.asked) * share)),
        answer=_reworded(rng, item.answer, round(len(item.answer) * share)),
    )


def moved_within_file(world: Notes, at: int) -> list[int]:
    item = world.items.pop(at)
    world.items.insert(world.rng.randrange(len(world.items) + 1), item)
    return [item.fact]


def moved_and_reworded(world: Notes, at: int) -> list[int]:
    touched = _change(_halved(question_reworded))(world, at)
    return moved_within_file(world, at) if touched else []


def file_renamed(world: Notes, at: int) -> list[int]:
    path = world.items[at].path
    return _everywhere(world, lambda i: i.path == path, lambda i: replace(i, path=path.replace(".md", "-new.md")))


def folder_renamed(world: Notes, at: int) -> list[int]:
    folder = world.items[at].path.split("/")[0]
    return _everywhere(
        world, lambda i: i.path.startswith(f"{folder}/"), lambda i: replace(i, path=f"{folder}x{i.path[len(folder) :]}")
    )


def class_renamed(world: Notes, at: int) -> list[int]:
    name = world.items[at].class_name
    return _everywhere(world, lambda i: i.class_name == name, lambda i: replace(i, class_name=f"{name} II"))


def heading_renamed(world: Notes, at: int) -> list[int]:
    path, name = world.items[at].path, world.items[at].heading
    return _everywhere(
        world, lambda i: (i.path, i.heading) == (path, name), lambda i: replace(i, heading=f"{name} again")
    )


def notes_reordered(world: Notes, at: int) -> list[int]:
    world.rng.shuffle(world.items)
    return [i.fact for i in world.items]


def file_split(world: Notes, at: int) -> list[int]:
    path = world.items[at].path
    there = [i.fact for i in world.items if i.path == path]
    half = set(there[len(there) // 2 :])
    return _everywhere(world, lambda i: i.fact in half, lambda i: replace(i, path=path.replace(".md", "-2.md")))


def files_joined(world: Notes, at: int) -> list[int]:
    one, other = world.items[at].path, world.rng.choice(world.items).path
    return _everywhere(world, lambda i: i.path == other, lambda i: replace(i, path=one)) if one != other else []


def deletion_inserted(world: Notes, at: int) -> list[int]:
    item = world.items[at]
    free = [w for w in item.asked if w not in [h for _, h in item.hidden] and len(w) > 3]
    if not item.hidden or not free:
        return []
    hole = world.uncovered.get((item.fact, free[0]))
    if hole is None:
        world.holes += 1
        hole = world.holes
    hidden = sorted((*item.hidden, (hole, free[0])), key=lambda h: item.asked.index(h[1]))
    world.items[at] = replace(item, hidden=tuple(hidden))
    return [item.fact]


def deletion_removed(world: Notes, at: int) -> list[int]:
    item = world.items[at]
    if len(item.hidden) < 2:
        return []
    hole, word = item.hidden[0]
    world.uncovered[item.fact, word] = hole
    world.items[at] = replace(item, hidden=item.hidden[1:])
    return [item.fact]


def deletion_corrected(world: Notes, at: int) -> list[int]:
    item = world.items[at]
    if not item.hidden:
        return []
    n, (hole, word) = world.rng.choice(list(enumerate(item.hidden)))
    new = _typo(world.rng, word)
    if new in item.asked:
        return []
    asked = tuple(new if w == word else w for w in item.asked)
    world.items[at] = replace(item, asked=asked, hidden=(*item.hidden[:n], (hole, new), *item.hidden[n + 1 :]))
    return [item.fact]


def neighbour_added(world: Notes, at: int) -> list[int]:
    new = world.add(world.items[at])
    world.items.insert(at, new)
    return [new.fact]


def note_removed(world: Notes, at: int) -> list[int]:
    return [world.items.pop(at).fact] if len(world.items) > 3 else []


def replaced_by_unrelated(world: Notes, at: int) -> list[int]:
    new = world.add(world.items[at])
    world.items[at] = new
    return [new.fact]


def replaced_by_sibling(world: Notes, at: int) -> list[int]:
    """``capital of France`` goes and ``capital of Spain`` comes at the very same place: same form, another fact."""
    if "capital" not in world.items[at].asked:
        return []
    for _ in range(80):
        new = world.add(world.items[at])
        if "capital" in new.asked:
            world.items[at] = new
            return [new.fact]
    return []


def removed_and_another_added(world: Notes, at: int) -> list[int]:
    if len(world.items) < 4:
        return []
    world.items.pop(at)
    new = world.add()
    world.items.insert(world.rng.randrange(len(world.items)), new)
    return [new.fact]


def _everywhere(world: Notes, which: Callable[[Item], bool], change: Callable[[Item], Item]) -> list[int]:
    touched = [i.fact for i in world.items if which(i)]
    world.items = [change(i) if which(i) else i for i in world.items]
    return touched


EDITS: dict[str, Edit] = {
    **{
        made.__name__: _change(made)
        for made in (
            typo_in_question,
            typo_in_answer,
            _halved(question_reworded),
            answer_reworded,
            _halved(both_reworded),
            _halved(question_reworded_and_answer_replaced),
            numbers_changed,
            markup_changed,
            tag_added,
            moved_to_file,
            moved_to_heading,
            moved_to_class,
            composition_changed,
            two_way_added,
            id_written,
            reworded_with_id,
        )
    },
    **{
        made.__name__: made
        for made in (
            moved_within_file,
            moved_and_reworded,
            file_renamed,
            folder_renamed,
            class_renamed,
            heading_renamed,
            notes_reordered,
            file_split,
            files_joined,
            deletion_inserted,
            deletion_removed,
            deletion_corrected,
        )
    },
}
"""Edits that keep the fact: its history must be kept."""

REWRITES: dict[str, Edit] = {"more_than_half_rewritten": _change(_beyond(_rewritten, "more_than_half_rewritten"))}
"""Edits that leave less than half of the words: kept or asked about where it can be known, never given to another."""

ARRIVALS: dict[str, Edit] = {
    made.__name__: made
    for made in (neighbour_added, replaced_by_unrelated, replaced_by_sibling, removed_and_another_added)
}
"""Edits that bring another fact: it must get a history of nobody."""

REMOVALS: dict[str, Edit] = {"note_removed": note_removed}

ALL_KEEPING = frozenset(
    (
        "file_renamed",
        "folder_renamed",
        "class_renamed",
        "heading_renamed",
        "notes_reordered",
        "file_split",
        "files_joined",
    )
)
"""Edits of many notes at once, which may come on top of another edit of a note."""

REWORDINGS = frozenset(
    (
        "question_reworded",
        "answer_reworded",
        "both_reworded",
        "question_reworded_and_answer_replaced",
        "moved_and_reworded",
    )
)
"""Edits of many words, which may leave a note in doubt."""


def counted(census: Census) -> list[object]:
    """What a census counted, to be compared."""
    return [getattr(census, name) for name in ("decks", "sizes", "kinds", "media", "notes")]
