"""What tells a setting from the same one elsewhere: ``SFT``, ``metals``, ``7B``, from the words around name and number."""

from __future__ import annotations

from collections.abc import Iterator

from flashgen.document import Block
from flashgen.grammar.binding.brackets import aside
from flashgen.grammar.binding.case import Case
from flashgen.grammar.binding.conditions import closing_word, for_phrases
from flashgen.grammar.binding.headings import plain_lead
from flashgen.grammar.binding.names import Name, clean, nameable
from flashgen.grammar.binding.vocabulary import CONTRAST, FOR_WORDS, GENERIC_HEADINGS, LABELS, OF_WORDS

_ANYTHING = frozenset("anything something everything things nothing whatever alles etwas tout todo tudo tutto".split())


def context(case: Case, name: Name, route: str) -> tuple[str, ...]:
    """The context of a number, part by part, without what only repeats its name."""
    mine = (clean(name.text).lower(), name.symbol.lower())
    parts = (clean(part) for part in _parts(case, name, route) if part)
    return tuple(
        dict.fromkeys(
            part for part in parts if part and part.lower() not in mine and part.strip("$`").lower() not in mine
        )
    )


def _parts(case: Case, name: Name, route: str) -> Iterator[str]:
    """The parts in the order in which a card shows them; empty ones among them."""
    yield from name.context
    yield _before(case, name)
    if route in ("heading", "lead", "inherited") or (route == "label" and case.found):
        yield _apart(case)
    floor = case.start
    if route == "inherited" and case.last is not None:
        floor = max(floor, case.last.quantity.last)
    yield from for_phrases(case.passage, floor, case.end, case.quantity, name)
    yield _in_brackets(case)
    yield _listed_for(case)
    bare = route in ("left", "inherited") and not name.crossing
    if route != "right" and (case.label is not None or case.scene.outer or bare):
        yield closing_word(case.passage, case.quantity, case.end)
    if route != "lead":
        yield _lead(case.passage.block)


def _before(case: Case, name: Name) -> str:
    """The label, or the words that the clause begins with."""
    label, tokens = case.label, case.passage.tokens
    if label is not None and tokens[label[0]].norm in FOR_WORDS and label[1] - label[0] > 1:
        label = (label[0] + 1, label[1])
    if label is not None and not (label[0] <= name.first < label[1] and name.here):
        return _of_label(case, label)
    if label is None or name.last > label[1]:
        return _subject(case, name, case.start if label is None else label[1] + 1)
    return ""


def _of_label(case: Case, label: tuple[int, int]) -> str:
    """The words of a label that say what a number is for: no instruction, no sentence."""
    tokens = case.passage.tokens[slice(*label)]
    words = [t for t in tokens if t.word]
    plain = {t.norm for t in words}
    wordy = len(tokens) > 9 or any(t.role == "compare" or t.kind == "times" for t in tokens)
    idle = all(t.role in ("hedge", "imperative", "det", "approx", "copula") for t in words)
    if wordy or idle or plain <= GENERIC_HEADINGS or plain <= LABELS:
        return ""
    return clean(case.passage.wording(*label))


def _subject(case: Case, name: Name, start: int) -> str:
    """The words a clause begins with, where they are not the name: ``wood tolerates a …``, ``SFT often uses …``."""
    passage, quantity = case.passage, case.quantity
    tokens = passage.tokens
    before = [q.last for q in passage.quantities if case.start <= q.core < quantity.core]
    first = _clause_words(case, max(start, *before), bool(before)) if before else _clause_words(case, start, False)
    if first < passage.count and tokens[first].norm in _ANYTHING:
        return ""
    n = first
    while n < quantity.first and nameable(passage, n) and n - first < 5 and not name.holds(n):
        n += 1
    if n == first:
        return ""
    if n >= quantity.first:
        return passage.wording(first, n) if before and not (name.first < n and name.last > first) else ""
    stop = tokens[n]
    verbal = stop.role in ("copula", "imperative", "hedge", "approx", "prep", "det")
    if not (verbal or stop.kind in ("dash", "comma")) or (name.here and n > name.first):
        return ""
    if stop.role == "det":
        if n - first == 1:
            return ""
        if not tokens[n - 1].text[:1].isupper():
            n -= 1  # "wood tolerates a": the verb is not ours to keep
    return passage.wording(first, n)


def _clause_words(case: Case, n: int, later: bool) -> int:
    """The first token that can be a subject; ``later``: the noun of the number before is stepped over."""
    passage, tokens = case.passage, case.passage.tokens
    if later:
        while n < case.quantity.first and tokens[n].word and not tokens[n].role and tokens[n].norm not in CONTRAST:
            n += 1
    while n < passage.count and (
        tokens[n].role in ("det", "hedge", "approx", "and") or tokens[n].kind in ("quote", "(", "comma")
    ):
        n += 1
    if n < passage.count and tokens[n].norm in CONTRAST:
        n += 1
        while n < passage.count and tokens[n].role in ("det", "hedge"):
            n += 1
    return n


def _apart(case: Case) -> str:
    """The words right before a number whose name stands elsewhere: ``PLA 60 °C, PETG 80 °C`` under “Bed temperature”."""
    passage, tokens = case.passage, case.passage.tokens
    floor = max([case.start, *(b.quantity.last for b in case.found)])
    first = last = passage.before_bound(case.quantity)
    while first > floor and last - first < 4 and nameable(passage, first - 1):
        first -= 1
    parted = first in (0, floor) or tokens[first - 1].kind in ("comma", "semi", "stop", "nl", "(", "colon")
    if first - 1 > floor and tokens[first - 1].norm in OF_WORDS:
        parted = tokens[first - 2].kind in ("comma", "semi") or tokens[first - 2].role == "and"
    if first == last or not (parted or tokens[first - 1].role in ("and", "det")) or tokens[first].norm in _ANYTHING:
        return ""
    return passage.wording(first, last)


def _in_brackets(case: Case) -> str:
    """The words in the brackets after a number: ``1024 (7B)``."""
    passage, quantity = case.passage, case.quantity
    first, last = aside(passage, quantity)
    tokens = passage.tokens[first:last]
    if not tokens or tokens[0].kind in ("~", "="):
        return ""
    if any(q.core > quantity.core and first <= q.core < last and q.form != "value" for q in passage.quantities):
        return ""
    explained = any(t.role in ("determined", "because") for t in tokens)
    idle = all(t.role in ("hedge", "det") for t in tokens)
    text = passage.wording(first, last)
    return "" if explained or idle or len(text) > 60 else text


def _listed_for(case: Case) -> str:
    """``Gaussian noise (p = 0.4, amplitude 0.01)``: the words before brackets that list settings."""
    passage = case.passage
    opening = passage.enclosing(case.quantity.core)
    if opening <= case.start or passage.has_number(case.start, opening):
        return ""
    inside = sum(1 for core in passage.cores if opening < core < passage.closing[opening])
    first = opening
    while first > case.start and opening - first < 4 and nameable(passage, first - 1):
        first -= 1
    begins = first == case.start or passage.tokens[first - 1].kind == "dash"
    return passage.wording(first, opening) if inside > 1 and begins and first < opening else ""


def _lead(block: Block) -> str:
    """What leads to the list of an item, where it is short."""
    lead = plain_lead(block.lead[-1]) if block.lead else ""
    return lead if len(lead) <= 60 and len(lead.split()) <= 7 and not any(c.isdigit() for c in lead) else ""
