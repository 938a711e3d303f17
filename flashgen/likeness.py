"""Likeness: which new note is which old one, edited. Two lists of traces in, one-to-one pairs and doubtful pairs out.

As git finds renames: every plausible pair gets a score from its words, its key, its unchanged fields and its place, and
the pairing with the greatest sum is chosen, not the first that comes along.
"""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Prefix

SURE = 0.56
"""A pair with this score is the same note. This and the numbers below are chosen by ``tests/benchmarks/history.py``."""
DOUBTFUL = 0.45
"""A pair with this score is reported, not guessed; so is one that has half of its words in common."""
CAP = 0.47
"""A pair that is neither about the same nor says the same is doubtful at best, and scores little more than this."""
HALF = 0.12
"""What it counts that half of all words stayed, telling ones or not."""
MARGIN = 0.04
"""So much better than every other choice of its two notes a pair must be,"""
APART = 0.2
"""and so much where the other choice would be as sure without it, all that it would change counted."""
NEAR, KEY, ASKED, ANSWER = 0.16, 0.25, 0.2, 0.24
"""What it counts to stand between the same neighbours, to have the same key (in another class), to be about the same
(steps of a list have all other words in common), and to have exactly the answer that no other note has."""
FIGURE = 0.2
"""What it counts that an answer was a number and is another: where two notes may be one, the number tells which."""
SEVERAL, STAYED = 3, 0.7
"""With so many telling words left, and so much of what it asks and of what it says together, a note may change in both;
a shorter one would be another: ``role of ribosomes: make proteins`` for ``role of mitochondria: make ATP``."""
STEEP = 1.5
"""How much more rare words tell than common ones: the exponent of their weight."""
NUMBER = 0.2
"""How alike two numbers are that differ."""
INSIDE = 0.38
"""How much it counts that one text holds the other: words were added, or left out."""
NAMED = 3
"""So many old notes are named where each is about as likely to be the new one."""
CANDIDATES = 8
"""So many old notes are looked at for a new one."""
SMALL = 300
"""Up to so many old notes, all are searched for typing errors in the only words that tell them apart."""
DENSE = 60
"""Larger knots of candidates are paired by their scores alone: an exact pairing costs the cube."""

FRAME = frozenset(
    """a about after all also an and any are as at be because been before between both but by can did do does each eg etc
    even every for from had has have how if ie in into is it its just like may might more most much must never no not of
    off often on one only or our out over per same should since so some still such than that the their them then there
    these they this those through to too under until up use used very was we well were what when where which while who
    whose why will with without would you your aber als am an auf aus bei bis das dass dem den der des die durch ein eine
    einem einen einer es für hat ist im in kann man mit nach nicht oder sich sie sind um und von warum was welche welcher
    welches wenn werden wie wird wo zu zum zur au aux avec ce ces cette comment dans de du elle en est et il la le les on
    où ou par pas pour pourquoi quand que quel quelle qui sont sur un une como con cual cuando del donde el es la las lo
    los más no o para por porque qué se son su sus una y""".split()
)
"""Words that sentences are made with, whatever they are about."""
SAYS_LITTLE = 0.3
"""What such a word tells, to one that is about something."""
FIRM, ENOUGH, MUCH = 0.14, 4.0, 6.0
"""What it counts to have ``ENOUGH`` telling words in common. With so ``MUCH``, and half of all words, it is the same
note whatever else changed: notes of one form never have it."""

_TAG = re.compile(r"<[^<>]*>")
_CLOZE = re.compile(r"\{\{c\d+::|::[^{}:]*\}\}|\}\}")
_DOTTED = re.compile(r"(?<![^\W_])([^\W\d_])\.(?=[^\W\d_](?![^\W_]))")
_WORD = re.compile(r"[぀-ヿ㐀-鿿가-힣]|\d+(?:[.,]\d+)*(?:e[+-]?\d+|\^-?\d+|[^\W\d_]+)?|[^\W_]+")


@dataclass(frozen=True, slots=True)
class Trace:
    """What a note leaves behind to be known by, before or after an edit."""

    group: str
    """Only traces of one group can be the same note: the note type."""
    class_name: str
    key: str
    anchor: str
    path: str
    heading: str
    left: tuple[str, int]
    """The known note before it in its file, and how many lie between."""
    right: tuple[str, int]
    fields: tuple[str, ...]
    """What the note says, plain text, a field each; the first is what it asks."""
    retired: bool = False
    wording: str = ""
    """The student's line, where the fields show what was read from it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A new and an old trace, by their places in the lists, that are or may be one note."""

    new: int
    old: int
    score: float


def plain(field: str) -> str:
    """The words of an HTML field in one line; drawings and cloze marks left out.

    >>> plain("a <b>bold</b> {{c1::word::hint}} &amp; more")
    'a bold word & more'
    """
    while (start := field.find("<svg")) >= 0:
        end = field.find("</svg>", start)
        field = field[:start] + (field[end + 6 :] if end >= 0 else "")
    if "{{c" in field:
        field = _CLOZE.sub("", field)
    if "<" in field:
        field = _TAG.sub(" ", field)
    if "&" in field:
        field = html.unescape(field)
    return " ".join(field.split())


def words(text: str) -> list[str]:
    """The words of a text, case and composition aside; a number is one word, and so is ``H.S.S.``"""
    text = unicodedata.normalize("NFC", text.casefold())
    return _WORD.findall(_DOTTED.sub(r"\1", text) if "." in text else text)


def pairs(
    new: Sequence[Trace], old: Sequence[Trace], common: Counter[object], total: int
) -> tuple[list[Pair], list[Pair]]:
    """The pairs that are one note, best one-to-one, and the pairs that may be.

    ``common`` says in how many of ``total`` notes each word stands: what every note says tells nothing.
    """
    scale = _Scale(common, total)
    scored: list[Pair] = []
    for group in sorted({t.group for t in new}):
        ours = [_Worded(n, t) for n, t in enumerate(new) if t.group == group]
        theirs = [_Worded(n, t) for n, t in enumerate(old) if t.group == group]
        if theirs:
            scale.lines = _lines(theirs)
            scored += [
                Pair(a.index, b.index, s)
                for a, b in _candidates(ours, theirs, scale)
                if (s := _score(a, b, scale)) >= DOUBTFUL
            ]
    return _decided(scored)


class _Scale:
    """How much a word tells: one that every note has next to nothing."""

    def __init__(self, common: Counter[object], total: int) -> None:
        self.common, self.total = common, max(total, 1)
        self.known: dict[str, float] = {}
        self.lines: dict[str, list[_Worded]] = {}
        """The old notes of each line, where notes show theirs."""

    def __call__(self, word: str) -> float:
        weight = self.known.get(word)
        if weight is None:
            spread = math.log((self.total + 1) / (self.common.get(word, 0) + 0.5)) / math.log(2 * self.total + 2)
            own = SAYS_LITTLE if word in FRAME else 0.5 if len(word) < 3 and word.isalpha() and word.isascii() else 1.0
            weight = self.known[word] = own * max(0.05, min(1.0, spread)) ** STEEP
        return weight

    def unique(self, worded: _Worded) -> float:
        """How much the rest of a note tells: nothing if others have the same, 1 from three telling words on."""
        if self.common.get(worded.trace.fields[1:], 0) > 1:
            return 0.0
        return min(1.0, self.sum(worded.rest) / 2)

    def own(self, worded: _Worded) -> bool:
        """Whether an answer belongs to this note alone: no other has it, and it is more than a name or a number."""
        return self.common.get(worded.trace.fields[1:], 0) <= 1 and _telling(worded.rest) >= SEVERAL

    def contested(self, a: _Worded, b: _Worded) -> bool:
        """Whether another old note of the same line asks more of what a new one asks, or has its number."""
        here = (a.about & b.about).total()
        number = _figures(a.rest, b.rest, self)
        return any(
            (a.about & mate.about).total() > here or (number and mate.rest == a.rest)
            for mate in self.lines.get(b.trace.wording, ())
            if mate is not b
        )

    def telling(self, bag: Counter[str]) -> int:
        """How many words are about something that few other notes are about."""
        few = max(4, self.total // 10)
        return sum(n for w, n in bag.items() if _tells(w) and self.common.get(w, 0) <= few)

    def sum(self, bag: Counter[str]) -> float:
        """The weight of a bag of words."""
        return sum(self(w) * n for w, n in bag.items())


class _Worded:
    """A trace with its words counted."""

    __slots__ = (
        "about",
        "asked",
        "bag",
        "context",
        "index",
        "line",
        "rest",
        "said",
        "shown",
        "text",
        "trace",
        "written",
    )

    def __init__(self, index: int, trace: Trace) -> None:
        self.index, self.trace = index, trace
        self.asked = Counter(words(trace.fields[0])) if trace.fields else Counter()
        self.rest = _once(trace.fields[1:])
        self.shown = self.asked + self.rest
        self.written = Counter(words(" ".join(trace.fields)))
        self.asked |= Counter(words(trace.key)) - self.rest  # its context, which stands in no field of its own
        elsewhere = Counter(words(f"{''.join(trace.fields[:1])} {trace.heading}"))
        self.context = _told(Counter(words(trace.key)) - self.rest - elsewhere)
        self.about, self.said = _told(self.asked), _told(self.rest)
        self.bag = self.asked + self.rest
        self.text = " ".join(trace.fields).casefold()
        self.line = Counter(words(trace.wording))


def _lines(notes: Sequence[_Worded]) -> dict[str, list[_Worded]]:
    """The notes of each line, where they show theirs."""
    found: dict[str, list[_Worded]] = defaultdict(list)
    for worded in notes:
        if worded.trace.wording:
            found[worded.trace.wording].append(worded)
    return found


def _candidates(ours: list[_Worded], theirs: list[_Worded], scale: _Scale) -> Iterator[tuple[_Worded, _Worded]]:
    """The pairs worth a closer look: those that share telling words, place, key or anchor, or look alike."""
    where: dict[str, list[int]] = defaultdict(list)
    places: dict[object, list[int]] = defaultdict(list)
    for n, b in enumerate(theirs):
        for word in b.bag:
            where[word].append(n)
        for mark in _marks(b.trace):
            places[mark].append(n)
    texts = [b.text for b in theirs] if len(theirs) <= SMALL else []
    for a in ours:
        weight: Counter[int] = Counter()
        for word in a.bag:
            found = where.get(word, ())
            if len(found) <= 2_000:
                tells = scale(word) / (1 + len(found) / 20)
                for n in found:
                    weight[n] += tells  # type: ignore[assignment]
        chosen = {n for n, _ in weight.most_common(CANDIDATES)}
        for mark in _marks(a.trace):
            chosen.update(places.get(mark, ())[:CANDIDATES])
        if texts:
            chosen.update(n for _, _, n in process.extract(a.text, texts, scorer=fuzz.ratio, limit=2, score_cutoff=55))
        for n in sorted(chosen):
            yield a, theirs[n]


def _marks(trace: Trace) -> Iterator[object]:
    yield "left", trace.left
    yield "right", trace.right
    if trace.key:
        yield "key", trace.key
    if trace.anchor:
        yield "anchor", trace.anchor


def _score(a: _Worded, b: _Worded, scale: _Scale) -> float:
    """How surely two traces are one note, from 0 to 1."""
    here, there = a.trace, b.trace
    if here.anchor and there.anchor and here.anchor != there.anchor:
        return 0.0
    same = bool(here.key) and here.key == there.key
    near, common, kept = _near(here, there), *_kept(a.bag, b.bag, scale)
    score = kept + NEAR * near + KEY * same + FIRM * min(1.0, common / ENOUGH)
    asked = _dice(a.about, b.about, scale)
    if a.rest and b.rest and not same:
        score += ASKED * asked.dice + ANSWER * scale.unique(b) * (a.rest == b.rest)
    if here.anchor and here.anchor == there.anchor:
        score += 0.4
    if there.retired:
        score -= 0.1
    if a.rest and b.rest and _figures(a.rest, b.rest, scale):
        score -= FIGURE
    half = max(_share(a.shown, b.shown), _share(a.written, b.written)) >= 0.5
    if there.retired and not half and not same:
        score = min(score, CAP + 0.05 * score)  # it left in an earlier build: to come back it must be more than alike
    elif not same and not (half and common >= MUCH) and not _persists(a, b, asked, scale, half):
        score = min(score, CAP + 0.05 * score)
    elif half or _share(a.line, b.line) >= 0.5:
        score += HALF
    return max(score, DOUBTFUL + 0.02 * score) if half else score


def _persists(a: _Worded, b: _Worded, asked: _Dice, scale: _Scale, half: bool) -> bool:
    """Whether a note is still about what it was about, or still says it: a note of the same form does neither."""
    if not a.rest or not b.rest:
        return asked.dice >= 0.5
    said, about = _dice(a.said, b.said, scale), max(asked.dice, 0.8 * asked.inside)
    if scale.contested(a, b) or _of_another(a, b, scale):
        return False
    if asked.inside >= 0.85:
        some = said.dice >= 0.4 or min(len(a.about), len(b.about)) > 1
        if said.dice >= 0.5 or (asked.dice >= 0.5 and some):
            return True
    if said.dice >= 0.5 and _share(a.line, b.line) >= 0.6 and not _figures(a.rest, b.rest, scale):
        return True  # the same line, read a little differently
    if a.rest == b.rest:
        return asked.dice >= 0.3 or scale.own(b)
    if _figures(a.rest, b.rest, scale):
        return False
    if about < 0.2:
        return (
            scale.own(b)
            and _numbers(a.rest) == _numbers(b.rest)
            and (said.dice >= 0.82 or (said.dice >= 0.6 and said.inside >= 0.95))
        )
    if not half and len(a.about) < SEVERAL and about + said.dice < 1:
        return False  # a name of two words, one of them another: rolling force, not cutting force
    stayed = Counter({w: n for w, n in (a.bag & b.bag).items() if not (len(w) == 1 and w.isdigit())})
    return said.dice >= 0.2 and about + said.dice >= STAYED and scale.telling(stayed) >= SEVERAL


def _of_another(a: _Worded, b: _Worded, scale: _Scale) -> bool:
    """Whether it is the same of another thing, in another line or by its number: the density of oil, not of water."""
    if not a.context or not b.context or a.rest == b.rest:
        return False
    if _share(a.line, b.line) >= 0.5 and (_numbers(a.rest) & _numbers(b.rest) or not _numbers(b.rest)):
        return False
    return _dice(a.context, b.context, scale).dice < 0.2


def _told(bag: Counter[str]) -> Counter[str]:
    """The words that are about something, or all if none is."""
    return Counter({w: n for w, n in bag.items() if w not in FRAME}) or bag


def _telling(bag: Counter[str]) -> int:
    """How many words are about something."""
    return sum(n for w, n in bag.items() if _tells(w))


def _tells(word: str) -> bool:
    """Whether a word is about something: not one of any sentence, not a letter of a formula."""
    return word not in FRAME and not (len(word) == 1 and word.isascii() and word.isalpha())


def _numbers(bag: Counter[str]) -> Counter[str]:
    return Counter({w: n for w, n in bag.items() if w[0].isdigit()})


def _figures(a: Counter[str], b: Counter[str], scale: _Scale) -> bool:
    """Whether an answer is a number, and now another."""
    one, other = _numbers(a), _numbers(b)
    return bool(one and other) and not one & other and scale.sum(other) >= 0.3 * scale.sum(b)


def overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of words that two notes have in common, from 0 to 1.

    >>> overlap(["batch size", "8 or 16"], ["batch size", "8 or 32"])
    0.8
    """
    return _share(Counter(words(" ".join(one))), Counter(words(" ".join(other))))


class Alike(NamedTuple):
    """How alike two notes are that are about the same."""

    words: float
    """The share of words in common; what another field says again does not count twice, as a unit often is."""
    numbers: bool
    """Whether they have the same numbers, and any."""


def alike(one: Sequence[str], other: Sequence[str]) -> Alike:
    """How alike two notes are, each as its texts.

    >>> alike(["batch size", "8 or 16 GB", "GB"], ["batch size", "8 or 32 GB", "GB"])
    Alike(words=0.8333333333333334, numbers=False)
    """
    a, b = _once(one), _once(other)
    return Alike(_share(a, b), bool(_numbers(a)) and _numbers(a) == _numbers(b))


def _once(texts: Iterable[str]) -> Counter[str]:
    """The words of several fields: one often repeats another."""
    bag: Counter[str] = Counter()
    for text in texts:
        bag |= Counter(words(text))
    return bag


def _share(a: Counter[str], b: Counter[str]) -> float:
    """The share of all words that two texts have in common, whatever they tell."""
    return (a & b).total() / max(a.total(), b.total(), 1)


def _near(a: Trace, b: Trace) -> float:
    """How near two traces stand, from 0 to 1: between the same neighbours is 1."""
    left, right = a.left == b.left, a.right == b.right
    near = 0.4 * left + 0.4 * right
    if a.left[0] == b.left[0] or a.right[0] == b.right[0]:
        near = max(near, 0.3)
    near += 0.1 * (a.path == b.path) + 0.05 * (a.heading == b.heading) + 0.05 * (a.class_name == b.class_name)
    return min(1.0, near)


def _kept(a: Counter[str], b: Counter[str], scale: _Scale) -> tuple[float, float]:
    """What the words that two texts share tell, and which share of all that they tell it is."""
    found = _dice(a, b, scale)
    return found.common, min(1.0, (1 - INSIDE) * found.dice + INSIDE * found.inside)


class _Dice(NamedTuple):
    """What two bags of words have in common, by what the words tell."""

    common: float
    dice: float
    """As a share of both."""
    inside: float
    """As a share of the smaller one."""


def _dice(a: Counter[str], b: Counter[str], scale: _Scale) -> _Dice:
    """A typing error counts nearly as the word, another number a little."""
    both = a & b
    common = scale.sum(both)
    left, right = a - both, b - both
    if left and right:
        common += _alike(left, right, scale)
    one, other = scale.sum(a), scale.sum(b)
    if not one or not other:
        return _Dice(0.0, 0.0, 0.0)
    return _Dice(common, min(1.0, 2 * common / (one + other)), min(1.0, common / min(one, other)))


def _alike(left: Counter[str], right: Counter[str], scale: _Scale) -> float:
    """What the words that differ still have in common."""
    total = 0.0
    free = list(right.elements())[:40]
    for word in list(left.elements())[:40]:
        best, at = 0.0, -1
        for n, other in enumerate(free):
            like = NUMBER if word[0].isdigit() and other[0].isdigit() else _one_word(word, other)
            if like > best:
                best, at = like, n
        if at >= 0:
            total += best * min(scale(word), scale(free[at]))
            del free[at]
    return total


@lru_cache(maxsize=1 << 16)
def _one_word(word: str, other: str) -> float:
    """How much two words are one: mistyped, or in another form. Not: ``internal`` and ``external``."""
    long, short = max(len(word), len(other)), min(len(word), len(other))
    if long == short + 1 and short > 2 and (word == other + "s" or other == word + "s"):
        return 0.9
    if long < 4 or short < 3 or word[0].isdigit() or other[0].isdigit():
        return 0.0
    wrong = OSA.distance(word, other, score_cutoff=2)
    if (wrong == 1 and (short > 3 or long > short)) or (wrong == 2 and short > 7 and word[0] == other[0]):
        return 1 - wrong / long
    return 0.8 if Prefix.similarity(word, other) >= max(4, 0.6 * long) else 0.0


def _decided(scored: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    """The best one-to-one pairing of scored pairs, those that are sure; for each other new note the likeliest old ones."""
    sure: list[Pair] = []
    unsure: list[Pair] = []
    for knot in _knots(scored):
        chosen = assignment(knot)
        of = {("new", p.new): p for p in chosen} | {("old", p.old): p for p in chosen}
        score = {(p.new, p.old): p.score for p in knot}
        open_pairs = knot
        for pair in sorted(chosen, key=lambda p: (-p.score, p.new)):
            rivals = [p for p in open_pairs if (p.new == pair.new) != (p.old == pair.old)]
            if pair.score >= SURE and all(_clear(pair, rival, of, score) for rival in rivals):
                sure.append(pair)
                open_pairs = [p for p in open_pairs if p.new != pair.new and p.old != pair.old]
            else:
                unsure.append(pair)
    news, olds = {p.new for p in sure}, {p.old for p in sure}
    doubtful: dict[int, list[Pair]] = defaultdict(list)
    for pair in (*unsure, *sorted(scored, key=lambda p: (-p.score, p.old))):
        if pair.new not in news and pair.old not in olds:
            known = doubtful[pair.new]
            nearly = not known or (len(known) < NAMED and pair.score >= known[0].score - MARGIN)
            if nearly and pair not in known:
                known.append(pair)
    return sorted(sure, key=lambda p: p.new), [p for _, found in sorted(doubtful.items()) for p in found]


def _clear(pair: Pair, rival: Pair, of: dict[tuple[str, int], Pair], score: dict[tuple[int, int], float]) -> bool:
    """Whether a pair of the best pairing is much better than another choice of one of its notes."""
    if pair.score - rival.score < MARGIN:
        return False
    if rival.score < SURE:
        return True
    loses = of.get(("new", rival.new) if rival.old == pair.old else ("old", rival.old))
    if loses is None:
        return pair.score - rival.score >= APART
    gained = score.get((pair.new, loses.old) if rival.old == pair.old else (loses.new, pair.old), 0.0)
    return pair.score + loses.score - rival.score - gained >= APART


def _knots(scored: Sequence[Pair]) -> Iterator[list[Pair]]:
    """The connected parts of the graph of pairs."""
    parent: dict[int, int] = {}

    def root(node: int) -> int:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for pair in scored:
        parent[root(pair.new)] = root(-pair.old - 1)
    knots: dict[int, list[Pair]] = defaultdict(list)
    for pair in scored:
        knots[root(pair.new)].append(pair)
    yield from knots.values()


def assignment(knot: list[Pair]) -> list[Pair]:
    """The one-to-one choice of pairs with the greatest sum of scores; nearly so for a knot of hundreds."""
    if len(knot) == 1:
        return knot
    news, olds = sorted({p.new for p in knot}), sorted({p.old for p in knot})
    score = {(p.new, p.old): p for p in knot}
    if len(news) == 1 or len(olds) == 1:
        return [max(knot, key=lambda p: (p.score, -p.new, -p.old))]
    if min(len(news), len(olds)) > DENSE:
        return _greedy(knot)
    flip = len(news) > len(olds)
    rows, columns = (olds, news) if flip else (news, olds)
    worth = {(p.old, p.new) if flip else (p.new, p.old): p.score for p in knot}
    cost = [[-worth.get((r, c), 0.0) for c in columns] for r in rows]
    found = ((columns[c], rows[r]) if flip else (rows[r], columns[c]) for r, c in enumerate(_hungarian(cost)))
    return [score[pair] for pair in found if pair in score]


def _greedy(knot: list[Pair]) -> list[Pair]:
    chosen: list[Pair] = []
    news: set[int] = set()
    olds: set[int] = set()
    for pair in sorted(knot, key=lambda p: (-p.score, p.new, p.old)):
        if pair.new not in news and pair.old not in olds:
            news.add(pair.new)
            olds.add(pair.old)
            chosen.append(pair)
    return chosen


def _hungarian(cost: list[list[float]]) -> list[int]:
    """For each row its column, with the least sum of costs (Kuhn and Munkres, with potentials); rows ≤ columns."""
    rows, columns = len(cost), len(cost[0])
    u, v = [0.0] * (rows + 1), [0.0] * (columns + 1)
    match, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        match[0], column = row, 0
        least = [math.inf] * (columns + 1)
        used = [False] * (columns + 1)
        while match[column]:
            used[column] = True
            at, delta, following = match[column], math.inf, 0
            for c in range(1, columns + 1):
                if used[c]:
                    continue
                reduced = cost[at - 1][c - 1] - u[at] - v[c]
                if reduced < least[c]:
                    least[c], way[c] = reduced, column
                if least[c] < delta:
                    delta, following = least[c], c
            for c in range(columns + 1):
                if used[c]:
                    u[match[c]] += delta
                    v[c] -= delta
                else:
                    least[c] -= delta
            column = following
        while column:
            match[column] = match[way[column]]
            column = way[column]
    found = [0] * rows
    for c in range(1, columns + 1):
        if match[c]:
            found[match[c] - 1] = c - 1
    return found
