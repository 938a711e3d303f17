"""A scale, amounts by tier: ``pre train: trillions of samples, post train: > 1M (eg a chatbot)  #scale``.

Tiers stand in one line (parted by commas, semicolons, arrows or full stops), in the items of a list, or in the rows of a table.
A tier has a name and an amount, in either order, and perhaps an example.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from flashgen.document import Block
from flashgen.grammar.binding import language_of, plain_lead
from flashgen.grammar.evidence import CAPABLE, CONDITIONS, STORAGE, STORIES, comes_out, participle, worked_out
from flashgen.grammar.quantity import COUNTED, TIME_UNITS, Line, Number, Quantity, scan
from flashgen.grammar.words import singular
from flashgen.notes import Extracted, FactError, Sketch

if TYPE_CHECKING:
    from flashgen import figures


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of a scale."""

    name: str
    low: Number | None
    high: Number | None
    unit: str | None
    example: str | None
    amount: str
    """The author's wording of the amount."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of something at each tier."""

    kind: ClassVar[str] = "scale"
    subject: str
    tiers: tuple[Tier, ...]
    context: str = ""

    def fields(self) -> dict[str, object]:
        """The fields of ``flashgen extract``."""
        return {
            "subject": self.subject,
            "tiers": [
                {"name": t.name, "low": t.low, "high": t.high, "unit": t.unit, "example": t.example} for t in self.tiers
            ],
        }

    def sketches(self, block: Block) -> tuple[Sketch, ...]:
        """A note a tier, with the ladder drawn on its answer."""
        from flashgen import figures

        rungs = [(t.name, t.amount, _plain(t.low), _plain(t.high), t.example or "") for t in self.tiers]
        return tuple(
            Sketch(
                "scale",
                f"{self.subject} | {tier.name}",
                {
                    "Subject": self.subject,
                    "Tier": tier.name,
                    "Amount": tier.amount,
                    "Example": tier.example or "",
                    "Context": self.context,
                },
                {"Ladder": figures.ladder(*_around(rungs, asked))} if len(rungs) > 1 else {},
            )
            for asked, tier in enumerate(self.tiers)
        )


_DRAWN = 16
"""The most tiers on one ladder; of more, each card shows the nearest."""


def _around(rungs: Sequence[figures.Tier], asked: int) -> tuple[Sequence[figures.Tier], int]:
    """The rungs to draw, and the place of the asked one among them."""
    first = max(0, min(asked - _DRAWN // 2, len(rungs) - _DRAWN))
    return rungs[first : first + _DRAWN], asked - first


def _plain(number: Number | None) -> float | None:
    return None if number is None or isinstance(number, str) else float(number)


@dataclass(slots=True)
class Entry:
    """An amount with the words around it."""

    line: Line
    quantity: Quantity
    left: str
    right: str
    """A name after the amount: after a colon or dash, or the noun phrase itself."""
    unit: str | None
    example: str
    last: int
    explained: bool = False
    """The name stands after a colon or dash."""
    purpose: str = ""
    """What the amount is for, the name where there is no other: ``1M prompts for SFT``."""
    labelled: bool = False
    """The words before it end in a colon: its label."""


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read(block: Block) -> Iterator[Extracted]:
    """Read the scale of a block."""
    scale = _table(block) if block.table is not None else _prose(block)
    if scale is None:
        if block.scope != "section":
            raise _unreadable(block)
        return
    yield Extracted(block, scale)


def _prose(block: Block) -> Scale | None:
    lang = language_of(block)
    pieces: list[str] = []
    title = ""
    if block.items:
        if block.text and block.line < block.items[0].line:
            title = block.text
        pieces = [leaf.text for leaf in block.walk()]
    else:
        pieces = [block.text]
    entries: list[Entry] = []
    subject = ""
    for piece in pieces:
        found, label = _entries(piece, lang)
        entries += found
        subject = subject or label
    if not entries and title:
        entries, subject = _entries(title, lang)
        title = ""
    tiers, named = _tiers(entries)
    if not tiers and len(entries) == 1 and entries[0].unit and block.scope != "section":
        entries[0].left = _outer(block)  # an amount without a name: that of the lead-in or the heading
        tiers, named = _tiers(entries)
    if not tiers:
        return None
    subject = plain_lead(title) or subject or named
    if block.scope == "section" and not _plausible(entries, tiers, block):
        return None
    outer = _outer(block)
    counted = (
        next((t.unit for t in tiers if t.unit and t.unit not in ("%", *STORAGE)), None)
        if len(tiers) > 1 and not block.lead
        else None
    )
    subject = subject or counted or outer or (tiers[0].unit if tiers[0].unit != "%" else "share") or tiers[0].name
    return Scale(subject, tuple(tiers), outer if outer != subject else "")


def _outer(block: Block) -> str:
    for text in (*reversed(block.lead), *reversed(block.headings)):
        plain = plain_lead(re.sub(r"^\s*\d+(?:\.\d+)*[.)]?\s+", "", text))
        if plain and plain.lower() not in ("notes", "note", "data", "summary", "overview", "general"):
            return plain
    return ""


LONGEST = 3000
"""Characters of a line that are read: a longer one is no scale."""


def _entries(text: str, lang: str) -> tuple[list[Entry], str]:
    """The amounts of a text with the words on either side, and the label before them all."""
    line = scan(text[:LONGEST], lang)
    quantities = [q for q in line.quantities if not q.compared and not worked_out(line.tokens, q)]
    kept = _amounts(line, quantities)
    found: list[Entry] = []
    floor = 0
    label = ""
    for index, quantity in enumerate(kept):
        following = kept[index + 1].first if index + 1 < len(kept) else len(line.tokens)
        left, its_label = _left(line, floor, quantity)
        labelled = bool(left) and _after_colon(line, floor, quantity)
        if index == 0 and its_label:
            label = its_label
        entry = _right(line, quantity, following)
        entry.left, entry.labelled = left, labelled
        found.append(entry)
        floor = entry.last
    return found, label


def _amounts(line: Line, quantities: list[Quantity]) -> list[Quantity]:
    """The quantities that are amounts of tiers: no durations, conditions or asides beside others."""
    tokens = line.tokens
    kept: list[Quantity] = []
    for index, quantity in enumerate(quantities):
        if index + 1 < len(quantities) and _labels(line, quantity, quantities[index + 1]):
            continue
        if quantity.unit in TIME_UNITS and len(quantities) > 1:
            continue
        opening = _opening(line, quantity.first)
        if (
            opening is not None
            and kept
            and opening - kept[-1].last <= 6
            and all(t.kind not in ("comma", "semi", "stop", "arrow", "nl") for t in tokens[kept[-1].last : opening])
        ):
            continue  # brackets after an amount: a remark on it
        start = 0 if kept else _sentence_start(line, quantity.first)
        if (
            not kept
            and start < len(tokens)
            and tokens[start].norm in ("with", "for", "if", "when", "given", "bei", "mit", "con", "avec", "para", "com")
            and not any(t.kind == "comma" or t.role == "copula" for t in tokens[start : quantity.first])
            and len(quantities) - index > 2
            and any(
                t.kind == "comma" or t.role == "copula" for t in tokens[quantity.last : quantities[index + 1].first]
            )
        ):
            continue
        kept.append(quantity)
    return kept


def _labels(line: Line, quantity: Quantity, following: Quantity) -> bool:
    """``7B models: 2T tokens``: a number in the name of a tier."""
    between = line.tokens[quantity.last : following.first]
    closing = next((n for n, t in enumerate(between) if t.kind == ")"), -1)
    if 0 <= closing < 3 and closing + 1 < len(between) and between[closing + 1].kind == "colon":
        beside = all(t.word and t.role for t in between[closing + 2 :])
        return beside and _opening(line, quantity.first) is not None  # small net (175B params): 300B tokens
    colon = next((n for n, t in enumerate(between) if t.kind == "colon"), -1)
    return (
        colon > 0
        and all(t.word and not t.role for t in between[:colon])
        and all(t.word and t.role for t in between[colon + 1 :])
        and not _counted(between[colon - 1].norm)
    )


def _sentence_start(line: Line, n: int) -> int:
    while (
        n > 0
        and line.tokens[n - 1].kind not in ("semi", "nl", "arrow")
        and not (line.tokens[n - 1].kind == "stop" and not line.tokens[n].glued)
    ):
        n -= 1
    return n


def _opening(line: Line, n: int) -> int | None:
    """The bracket that a token stands in, if it is near."""
    for back in range(n - 1, max(-1, n - 12), -1):
        kind = line.tokens[back].kind
        if kind == ")":
            return None
        if kind == "(":
            return back
    return None


def _bracketed(line: Line, n: int) -> bool:
    return any(line.tokens[a].kind == "(" and a < n < b for a, b in line.closing.items())


_SEPARATORS = frozenset(("comma", "semi", "stop", "arrow", "nl", "bar"))
_DROPPED_ROLES = frozenset(
    ("approx", "lower", "upper", "prep", "det", "from", "between", "to", "few", "exceed", "for", "versus")
)


def _left(line: Line, floor: int, quantity: Quantity) -> tuple[str, str]:
    """The words before an amount that name its tier, and the label before those."""
    tokens = line.tokens
    last = quantity.first
    first = floor
    for n in range(last - 1, floor - 1, -1):
        kind = tokens[n].kind
        if kind in _SEPARATORS and not (kind == "stop" and n + 1 < len(tokens) and tokens[n + 1].glued):
            if kind == "comma" and last - n <= 1 and n > floor:
                continue
            first = n + 1
            break
    while first < last and (
        tokens[first].kind in (")", "quote")
        or tokens[first].role in ("and", "or")
        or tokens[first].norm in ("then", "dann")
    ):
        first += 1
    last = _before_signs(line, first, last)
    colons = [n for n in range(first, quantity.first) if tokens[n].kind == "colon"]
    if (
        colons
        and colons[0] > first
        and all(tokens[n].role for n in range(colons[0] + 1, quantity.first) if tokens[n].word)
    ):
        last, colons = colons[0], []  # "Minimum: about 1,000", "Base model: trained on 11T"
    elif tokens[quantity.first - 1].kind == "(" or tokens[last].kind == "(":
        first = _noun_phrase(line, first, last)
    # "See datasets of 100M": the words from the first verb on say nothing
    for n in range(first + 1, last):
        if (tokens[n].role == "copula" and not _is_set(line, first, n)) or tokens[n].norm in (
            "was",
            "were",
            "you",
            "we",
            "contains",
            "contain",
        ):
            last = n
            break
    while last > first and tokens[first].role in ("det", "prep", "for"):
        first += 1
    label = ""
    if colons:
        label = _clean(line.wording(first, colons[-1]))
        first = colons[-1] + 1
        while first < last and tokens[first].role in ("det",):
            first += 1
    return (_clean(line.wording(first, last)) if last > first else ""), label


def _after_colon(line: Line, floor: int, quantity: Quantity) -> bool:
    """Whether a colon stands right before an amount, small words aside."""
    n = quantity.first - 1
    while n > floor and line.tokens[n].word and line.tokens[n].role in ("approx", "lower", "upper", "det", "hedge"):
        n -= 1
    return n >= floor and line.tokens[n].kind == "colon"


def _before_signs(line: Line, first: int, last: int) -> int:
    """The end of some words without the signs and the small words at it."""
    tokens = line.tokens
    while last > first and (
        tokens[last - 1].kind in ("colon", "dash", "(", "=", "~", "quote", "comma", "<", ">", "<=", ">=", "pm")
        or (
            tokens[last - 1].word
            and (tokens[last - 1].role in _DROPPED_ROLES or tokens[last - 1].role in ("hedge", "copula"))
            and not _is_set(line, first, last - 1)
        )
    ):
        last -= 1
    return last


def _is_set(line: Line, first: int, n: int) -> bool:
    """``Eval set: 200 examples``: a set of data, not what is set."""
    after = line.tokens[n + 1].kind if n + 1 < len(line.tokens) else ""
    return n > first and line.tokens[n].norm in ("set", "sets") and after in ("colon", "dash", "(")


def _noun_phrase(line: Line, first: int, last: int) -> int:
    """Where the last noun phrase of some words begins, if a verb or pronoun stands before it: ``do you have | good data``."""
    for n in range(last - 1, first, -1):
        if line.tokens[n - 1].role in ("copula", "det", "person", "imperative") and line.tokens[n].role in (
            "",
            "hedge",
        ):
            return n
        if not line.tokens[n].word:
            break
    return first


def _right(line: Line, quantity: Quantity, following: int) -> Entry:
    """The unit, name and example after an amount."""
    tokens = line.tokens
    n = quantity.last
    unit = quantity.unit
    name = ""
    example = ""
    explained = False
    if n < following and tokens[n].norm in ("of", "von", "de", "di") and tokens[n].word:
        n += 1
    while n < following and tokens[n].word and tokens[n].role == "hedge" and tokens[n].norm not in COUNTED:
        n += 1  # good, typical
    if n > quantity.last and (n == following or tokens[n].kind in ("comma", "semi", "stop", "nl")):
        n = quantity.last  # … unless that is all there is: "10-30% acceptable"
        name = line.wording(n, next((m for m in range(n, following) if not tokens[m].word), following))
    elif (
        n + 1 < following
        and tokens[n].norm in ("is", "are", "ist", "est", "es", "é", "è")
        and tokens[n + 1].word
        and tokens[n + 1].norm not in _ENOUGH
    ):
        stop = next((m for m in range(n, following) if tokens[m].kind in _SEPARATORS), following)
        name, n = line.wording(n + 1, stop), stop  # "below 10% is good"
    first = n
    while (
        n < following
        and tokens[n].word
        and (
            not tokens[n].role
            or tokens[n].norm in COUNTED
            or tokens[n].role == "reference"
            or (tokens[n].role in ("hedge", "reference", "approx", "past", "compare", "prep") and n > first)
        )
        and n - first < 6
    ):
        n += 1
    while (
        n > first
        and tokens[n - 1].role
        and tokens[n - 1].norm not in COUNTED
        and tokens[n - 1].role != "hedge"
        and tokens[n - 1].norm != "only"
    ):
        n -= 1
    if n > first and all(tokens[m].role or tokens[m].norm in _ENOUGH for m in range(first, n)):
        n = first  # "are enough"
    phrase = ""
    if n > first:
        head = next((m for m in range(n - 1, first - 1, -1) if _counted(tokens[m].norm)), None)
        if head is not None:
            unit = unit or line.wording(first, head + 1)
            if n > head + 1:
                phrase = line.wording(head + 1, n)
        else:
            phrase = line.wording(first, n)
    while n < following and tokens[n].kind in (")", "quote"):
        n += 1
    if n < following and tokens[n].kind == "(" and n in line.closing:
        close = line.closing[n]
        inside = line.wording(n + 1, close)
        if not _only_time(line, n + 1, close):
            example = _example(inside)
        n = close + 1
    purpose = ""
    if n < following and (for_whom := _purpose(line, n, following)):
        purpose, n = for_whom
    if n < following and (
        tokens[n].kind == "colon" or (tokens[n].kind == "dash" and not tokens[n].glued) or tokens[n].kind == "="
    ):
        stop = n + 1
        while (
            stop < following
            and tokens[stop].kind not in ("semi", "arrow", "nl")
            and not (tokens[stop].kind == "stop" and not (stop + 1 < len(tokens) and tokens[stop + 1].glued))
        ):
            stop += 1
        name, more = _parted(line, n + 1, stop, tokens[n].kind == "dash")
        example = example or more
        explained = True
        unit = unit or phrase or None
        n = stop
    elif n < following == len(tokens) and tokens[n].kind == "comma":
        end = n + 1
        while end < len(tokens) and tokens[end].kind not in ("semi", "arrow", "nl", "stop"):
            end += 1
        if end - n > 2 and not example:
            example = _clean(line.wording(n + 1, end))
            n = end
    return Entry(line, quantity, "", name or phrase, unit, example, n, explained, purpose)


_ENOUGH = frozenset("enough plenty sufficient needed required necessary used ok okay fine genug nötig".split())


def _purpose(line: Line, n: int, following: int) -> tuple[str, int] | None:
    """``1M prompts for SFT``, ``150 shards are needed for one run``: what an amount is for, and where that ends."""
    tokens = line.tokens
    while n < following and tokens[n].role in ("copula", "past", "hedge"):
        n += 1
    if n >= following or tokens[n].norm not in ("for", "für", "pour", "para", "per"):
        return None
    first = n = n + 1
    while n < following and (tokens[n].word or tokens[n].kind == "num") and n - first < 7:
        n += 1
    while n > first and (
        (tokens[n - 1].role in ("det", "and", "or", "hedge", "prep") and tokens[n - 1].norm not in ("one", "ones"))
        or tokens[n - 1].norm in ("last", "rest", "remaining")
    ):
        n -= 1
    while first < n and tokens[first].role == "det":
        first += 1
    return (line.wording(first, n), n) if n > first else None


def _counted(word: str) -> bool:
    return word in COUNTED or singular(word) in COUNTED or word.endswith(_CJK_COUNTED)


_CJK_COUNTED = (
    "样本",
    "图像",
    "图片",
    "数据",
    "例子",
    "句子",
    "文档",
    "枚",
    "件",
    "サンプル",
    "画像",
    "トークン",
    "データ",
    "文",
    "샘플",
    "이미지",
    "토큰",
    "문장",
    "데이터",
)


def _only_time(line: Line, first: int, last: int) -> bool:
    if any(t.role == "example" for t in line.tokens[first:last]):
        return False
    return any(first <= q.core < last and not q.spelled for q in line.quantities)


def _parted(line: Line, first: int, last: int, dashed: bool) -> tuple[str, str]:
    """A name after a sign, and what explains it after its first comma."""
    tokens = line.tokens
    while first < last and tokens[first].role == "det":
        first += 1
    commas = [n for n in range(first, last) if tokens[n].kind == "comma"]
    brackets = [
        n for n in range(first, last) if tokens[n].kind == "(" and n in line.closing and line.closing[n] == last - 1
    ]
    if brackets and brackets[-1] > first + 1:
        return _clean(line.wording(first, brackets[-1])), _example(line.wording(brackets[-1] + 1, last - 1))
    if commas:
        words = sum(1 for t in tokens[first : commas[0]] if t.word)
        lists = any(t.role == "and" for t in tokens[commas[-1] : last])
        if words <= 3 and not (lists and not dashed):
            return _clean(line.wording(first, commas[0])), _clean(line.wording(commas[0] + 1, last))
    return _clean(line.wording(first, last)), ""


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(' ,;:.–—-"“”→(')


_SUCH = re.compile(
    r"^\s*(?:e\.?\s?g\.?,?|for example,?|such as|like|i\.e\.,?|z\.\s?B\.|p\.\s?ej\.|p\.\s?ex\.|par exemple|zum Beispiel|por ejemplo|例如|比如)\s+",
    re.I,
)


def _example(text: str) -> str:
    return _clean(_SUCH.sub("", text))


def _tiers(entries: list[Entry]) -> tuple[list[Tier], str]:
    """Tiers with their names, which stand on the same side of every amount; and what stands before the first alone."""
    if not entries:
        return [], ""
    subject = ""
    rights = [bool(e.right) for e in entries]
    lefts = [bool(e.left) for e in entries]
    if (
        len(entries) > 1
        and not any(lefts[1:])
        and all((e.right or e.unit) and not e.purpose for e in entries)
        and not all(rights)
        and len({e.unit for e in entries}) == len(entries)
    ):
        for entry in entries:
            if entry.unit and not entry.explained:
                entry.right, entry.unit = f"{entry.unit} {entry.right}".strip(), None
        rights = [True] * len(entries)
    after = all(rights) and not any(lefts[1:]) and len(entries) > 1
    if after and lefts[0]:
        subject = entries[0].left
    if len(entries) > 1 and all(e.labelled and e.left for e in entries):
        for entry in entries:
            entry.purpose = ""
    if len(entries) > 1 and all(e.purpose for e in entries):
        for entry in entries:
            entry.left, entry.right = "", ""
    tiers: list[Tier] = []
    group = ""
    for entry in entries:
        if after or (
            entry.explained and entry.right and (not entry.left or sum(1 for e in entries if e.explained) > 1)
        ):
            name = entry.right
            if entry.explained and entry.left and not after and len(entries) > 1:
                subject = subject or entry.left
        elif entry.left and entry.right and len(entries) == 1 and not entry.explained and not entry.unit:
            entry.unit, name = entry.right, entry.left
        elif entry.left and entry.right and entry.right != entry.unit:
            group = entry.left
            name = f"{entry.left}: {entry.right}" if len(entries) > 1 else entry.left
        elif entry.left:
            group = entry.left
            name = entry.left
        elif entry.purpose:
            name, entry.unit = entry.purpose, entry.unit or entry.right or None
        elif entry.right:
            name = f"{group}: {entry.right}" if group and len(entries) > 1 else entry.right
        else:
            continue
        if not name or len(name) > 160:
            continue
        quantity = entry.quantity
        low, high = _ends(quantity)
        amount = entry.line.wording(quantity.first, quantity.last)
        if entry.unit and not quantity.unit:
            amount = f"{amount} {entry.unit}" if entry.unit not in amount else amount
            if quantity.form == "vague" or amount.split()[0].lower().endswith("ions"):
                amount = _with_of(entry)
        unit = entry.unit
        tiers.append(Tier(name, low, high, unit, entry.example or None, amount))
    return tiers, subject


def _with_of(entry: Entry) -> str:
    """``trillions of samples`` as written."""
    tokens = entry.line.tokens
    last = entry.quantity.last
    while last < len(tokens) and tokens[last].word and last - entry.quantity.last < 6:
        last += 1
        if _counted(tokens[last - 1].norm):
            break
    return entry.line.wording(entry.quantity.first, last)


def _ends(quantity: Quantity) -> tuple[Number | None, Number | None]:
    """Low and high of an amount: a single number is both."""
    if quantity.values:
        plain = [v for v in quantity.values if not isinstance(v, str)]
        if len(plain) == len(quantity.values):
            return min(plain), max(plain)
        return quantity.values[0], quantity.values[-1]
    return quantity.low, quantity.high


def _plausible(entries: list[Entry], tiers: list[Tier], block: Block) -> bool:
    """Whether untagged prose in a section really gives amounts by tier."""
    roles = {t.role for e in entries for t in e.line.tokens}
    if "person" in roles:
        return False
    first = entries[0]
    if not block.items and any(t.kind == "=" for t in first.line.tokens):
        return False
    past = any(
        t.role == "past"
        and t.norm not in ("trained", "collected", "generated", "contained", "labelled")
        and not _bracketed(first.line, n)
        for n, t in enumerate(first.line.tokens)
    )
    if past and not block.items:
        return False
    if first.line.tokens[0].norm in CONDITIONS or any(len(tier.name) < 2 for tier in tiers):
        return False
    if not block.items and not _structured(first.line) and any(_tells(e.line) for e in entries):
        return False
    if len(tiers) > 1 and not all(e.quantity.unit in TIME_UNITS for e in entries):
        if not any(e.unit or _sized(e) for e in entries):
            return bool(block.items)  # model A: 71.3, model B: 69.8
        return bool(block.items) or _structured(first.line) or all(_sized(e) for e in entries)
    if any(t.norm in _PLAIN_VERBS for t in first.line.tokens[: first.quantity.first]):
        return False
    quantity, tier = first.quantity, tiers[0]
    if quantity.unit in TIME_UNITS or quantity.spelled:
        return False
    numbers = [n for n in quantity.numbers if not isinstance(n, str)]
    large = any(abs(n) >= 1000 for n in numbers)
    counted = tier.unit is not None and _counted(tier.unit.split()[-1].lower())
    told = any(t.norm in CAPABLE for t in first.line.tokens[: first.quantity.first])
    named = len(tier.name.split()) <= 6 and (not told or first.labelled or first.explained)
    return (large and (counted or named)) or (
        counted and quantity.form in ("range", "bound", "vague") and bool(block.items)
    )


def _tells(line: Line) -> bool:
    """Whether a verb of change or of a story is among the words: ``the bar necked at 18% and broke at 24%``."""
    if any(a.norm in ("we", "i") and participle(b.norm) for a, b in itertools.pairwise(line.tokens)):
        return True
    return any(
        token.word
        and (
            token.role in ("change", "negation")
            or token.norm in STORIES
            or (participle(token.norm) and token.norm not in _KINDS_OF_DATA)
        )
        for token in line.tokens
    )


_KINDS_OF_DATA = frozenset(
    "labeled labelled unlabeled unlabelled needed annotated curated supervised unsupervised".split()
)


def _structured(line: Line) -> bool:
    """Whether signs set the tiers apart: labels with colons, arrows, brackets."""
    if any(t.role == "change" for t in line.tokens):
        return False
    signs = sum(1 for t in line.tokens if t.kind in ("colon", "arrow", "semi", "("))
    return signs > 1


def _sized(entry: Entry) -> bool:
    """Whether an amount is one of data or a share: large, counted or a percentage."""
    numbers = [n for n in entry.quantity.numbers if not isinstance(n, str)]
    counted = entry.unit is not None and _counted(entry.unit.split()[-1].lower())
    return any(abs(n) >= 1000 for n in numbers) or (counted and entry.quantity.form != "value") or entry.unit == "%"


_PLAIN_VERBS = frozenset("has have had contains contain was were is".split())


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _table(block: Block) -> Scale | None:
    """A tier a row: the first cell names it, the first cell with an amount sizes it, a further one may give an example."""
    table = block.table
    assert table is not None
    lang = language_of(block)
    tiers: list[Tier] = []
    column = 0
    for row in table.rows:
        cells = [c.text.strip() for c in row]
        sized = next((n for n, c in enumerate(cells) if n and scan(c, lang).quantities), 0)
        if not sized and cells and scan(cells[0], lang).quantities and len(cells) > 1:
            line = scan(cells[0], lang)
            entry = _right(line, line.quantities[0], len(line.tokens))
            low, high = _ends(line.quantities[0])
            tiers.append(
                Tier(_clean(cells[1]), low, high, entry.unit, next((c for c in cells[2:] if c), None), _clean(cells[0]))
            )
            continue
        if not sized or not cells[0]:
            continue
        column = sized
        line = scan(cells[sized], lang)
        quantity = line.quantities[0]
        entry = _right(line, quantity, len(line.tokens))
        low, high = _ends(quantity)
        example = (
            next((c for n, c in enumerate(cells) if n not in (0, sized) and c and c not in "-–—"), None)
            or entry.example
            or None
        )
        tiers.append(Tier(_clean(plain_lead(cells[0])), low, high, entry.unit, example, " ".join(cells[sized].split())))
    if len(tiers) < (2 if block.scope == "section" else 1):
        return None
    head = plain_lead(table.header[column].text) if column < len(table.header) else ""
    if block.scope == "section" and comes_out(head):
        return None
    outer = _outer(block)
    tiers = [replace(t, unit=t.unit or _head_unit(head)) for t in tiers]
    return Scale(head or outer or "amount", tuple(tiers), outer if outer != head else "")


def _head_unit(head: str) -> str | None:
    words = head.lower().split()
    return words[-1] if words and _counted(words[-1]) else None


# ── remarks ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _unreadable(block: Block) -> FactError:
    text = " ".join((block.text or " ".join(i.text for i in block.items)).split())
    shown = text if len(text) <= 60 else text[:57] + "…"
    line = scan(text[:LONGEST], language_of(block))
    if line.quantities:
        quantity = line.quantities[0]
        amount = line.wording(quantity.first, quantity.last)
        return FactError(
            "FG211",
            f"read the amount “{amount}”, but no tier that has it",
            0,
            f"name each tier before its amount: `small: {amount}, large: 1M #scale`",
        )
    return FactError(
        "FG210",
        f"no amount in “{shown}”",
        0,
        "give each tier an amount: `fine tune: 10k-100k, pre train: trillions #scale`",
    )
