"""Twins: drafts that share what they are looked up by. One is enough, or there are two answers to one question."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flashgen.diagnostics import Diagnostic
from flashgen.identify.content import content_of
from flashgen.notes import Draft
from flashgen.source import Span
from flashgen.storage.cache import Spool
from flashgen.storage.cache import homes_of as hashes

TABLE = 1 << 16
"""So many notes are looked up at a time: more would need tables as large as all their keys."""


def homes_of(drafts: Sequence[Draft]) -> array[int]:
    """For each draft the hash of what it is looked up by; a spool has them already, and lets them go."""
    return drafts.take_homes() if isinstance(drafts, Spool) else hashes(drafts)


def tables(homes: int) -> int:
    """How many groups so many homes are looked up in."""
    return homes // TABLE + 1


def grouped(homes: array[int], groups: int) -> Iterator[Sequence[int]]:
    """The numbers of all homes, equal ones in one group: so that a table of one group at a time finds them."""
    if groups == 1:
        yield range(len(homes))
        return
    found = [array("I") for _ in range(groups)]
    for n, home in enumerate(homes):
        found[home % groups].append(n)
    yield from found


class Twins(NamedTuple):
    """Drafts that share what they are looked up by."""

    out: frozenset[int]
    """Those that say the same as one before: left out."""
    crowd: frozenset[int]
    """All of them."""


def find_twins(drafts: Sequence[Draft], homes: array[int]) -> tuple[Twins, list[Diagnostic]]:
    """The drafts that share a front, and remarks on them: left out, or two answers to one question."""
    shared: list[list[int]] = []
    parts = tables(len(homes))
    if parts == 1 and len(set(homes)) == len(homes):
        return Twins(frozenset(), frozenset()), []  # most vaults have none
    for group in grouped(homes, parts):
        first: dict[int, int] = {}
        more: dict[int, list[int]] = {}
        for n in group:
            home = homes[n]
            if first.setdefault(home, n) != n:
                more.setdefault(home, [first[home]]).append(n)
        shared += more.values()
    out: set[int] = set()
    problems: list[tuple[int, Diagnostic]] = []
    for crowd in shared:
        groups: dict[_Triple, list[Draft]] = {}
        for n in crowd:
            draft = drafts[n]
            twins = groups.setdefault((draft.notetype, draft.class_name, draft.key), [])
            same = next((d for d in twins if content_of(d) == content_of(draft)), None)
            if same is not None:
                out.add(n)
                what = f"the same note twice: '{draft.label}'"
                hint = f"it stands at {same.path}:{same.line}, too; one is enough, this one is left out"
                problems.append((n, remark_on("FG510", what, draft, hint)))
                continue
            if twins:
                what = f"two notes with the same front in a class: '{draft.label}'"
                hint = f"the other is at {twins[0].path}:{twins[0].line}; tell them apart, or join their answers"
                problems.append((n, remark_on("FG511", what, draft, hint)))
            twins.append(draft)
    everyone = frozenset(n for crowd in shared for n in crowd)
    return Twins(frozenset(out), everyone), [problem for _, problem in sorted(problems, key=lambda p: p[0])]


def remark_on(code: str, message: str, draft: Draft, hint: str) -> Diagnostic:
    return Diagnostic(code, message, Span(draft.path, draft.line), hint, "warning")


_Triple = tuple[str, str, str]
"""Note type, class and key: what a note is looked up by."""
