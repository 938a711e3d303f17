"""Cloze numbers: those of a note keep the deletions that they had, whatever is put before, between or behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flashgen.late import pattern
from flashgen.ledger import Record, numbers, pins
from flashgen.notes import Draft

CLOZE = pattern(r"\{\{c(\d+)::")
_BRACES = pattern(r"\{\{c\d+::|\}\}")
_SAME_DELETION = 0.6
"""How alike two deletions must be to be one, corrected."""


def pinned_to(draft: Draft, record: Record) -> tuple[str, str, tuple[int, ...]]:
    """The draft's fields up to Source with the cloze numbers that its deletions have had; the new pins; the numbers in use."""
    high, known = numbers(record.clozes)
    if not known:
        return draft.before, first_pins(draft), tuple(n for n, _ in draft.clozes)
    if all(known.get(n) == text for n, text in draft.clozes):
        return draft.before, record.clozes, tuple(n for n, _ in draft.clozes)
    renumbered = _renumbered(draft, record, known)
    for n, _ in draft.clozes:
        if n not in renumbered:
            high += 1
            renumbered[n] = high
    before = CLOZE.sub(lambda m: f"{{{{c{renumbered.get(int(m[1]), int(m[1]))}::", draft.before)
    now = {renumbered[n]: text for n, text in draft.clozes}
    return before, pins(max(high, *now), {**known, **now}), tuple(sorted(now))


def _renumbered(draft: Draft, record: Record, known: dict[int, str]) -> dict[int, int]:
    """The author's number → the pinned one, for deletions that are old: same text, or the same one corrected."""
    texts = dict(draft.clozes)
    found: dict[int, int] = {}
    free = dict(known)
    for n, text in draft.clozes:  # the same number first, so that equal texts keep their order
        if free.get(n) == text:
            found[n] = n
            del free[n]
    for n, text in draft.clozes:
        if n not in found and (old := next((o for o, t in free.items() if t == text), None)) is not None:
            found[n] = old
            del free[old]
    before, after = text_of(record.values()), text_of(draft.fields)
    was = [n for n in _order(before) if n in known]
    new = [n for n in _order(after) if n in texts]
    shown_before, shown_after = shown_in(before), shown_in(after)
    back = {old: n for n, old in found.items()}
    for n, old in _gaps(new, was, found, back):
        if old in free and n not in found and _corrected(texts[n], free[old], shown_before, shown_after):
            found[n] = old
            del free[old]
    return found


def _gaps(new: list[int], was: list[int], found: dict[int, int], back: dict[int, int]) -> list[tuple[int, int]]:
    """Deletions that stand between the same neighbours, one to one."""

    def stretches(order: list[int], fixed: dict[int, int], own: bool) -> dict[tuple[int, int], list[int]]:
        result: dict[tuple[int, int], list[int]] = {}
        left, run = 0, []
        for n in [*order, 0]:
            if n and n not in fixed:
                run.append(n)
                continue
            right = 0 if not n else fixed[n] if own else n
            if run:
                result[left, right] = run
            left, run = right, []
        return result

    ours, theirs = stretches(new, found, True), stretches(was, back, False)
    return [
        pair
        for gap, run in ours.items()
        if len(theirs.get(gap, ())) == len(run)
        for pair in zip(run, theirs[gap], strict=True)
    ]


def _corrected(new: str, old: str, shown_before: str, shown_after: str) -> bool:
    """Whether a deletion is an old one with other words, and not another place of the text that is hidden now."""
    from rapidfuzz import fuzz

    if fuzz.ratio(new, old) >= 100 * _SAME_DELETION:
        return True
    return old not in shown_after and new not in shown_before


def text_of(fields: Iterable[str]) -> str:
    return next((f for f in fields if "{{c" in f), "")


def _order(text: str) -> list[int]:
    """The cloze numbers of a text in the order in which they begin."""
    return list(dict.fromkeys(int(n) for n in CLOZE.findall(text)))


def shown_in(text: str) -> str:
    """The text outside its deletions, lower case."""
    return " … ".join(_parted(text)[0]).casefold()


def hidden_in(text: str) -> str:
    """The text of its deletions, without hints."""
    return " … ".join(re.sub(r"::.*", "", piece, flags=re.DOTALL) for piece in _parted(text)[1])


def _parted(text: str) -> tuple[list[str], list[str]]:
    """The pieces of a text that are shown, and those that are hidden."""
    pieces: tuple[list[str], list[str]] = [], []
    depth = at = 0
    for mark in _BRACES.finditer(text):
        pieces[depth > 0].append(text[at : mark.start()])
        depth = depth + 1 if mark[0] != "}}" else max(depth - 1, 0)
        at = mark.end()
    pieces[depth > 0].append(text[at:])
    return pieces


def first_pins(draft: Draft) -> str:
    return pins(max(n for n, _ in draft.clozes), dict(draft.clozes)) if draft.clozes else ""
