"""Extract: a parsed class note in, the facts its blocks hold and the remarks on the unreadable ones out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flashgen.diagnostics import Diagnostic
from flashgen.document import Block, Document, Item
from flashgen.facts import KINDS, Kind, Reader
from flashgen.grammar.wording import sentences
from flashgen.late import pattern
from flashgen.notes import Extracted, FactError


def extract(document: Document, kinds: Iterable[Kind] = KINDS) -> tuple[list[Extracted], list[Diagnostic]]:
    """Read every block with the reader of its kind; facts in the order of the text.

    ``kinds`` are those a note may hold: the built-in ones and what ``facts.custom`` adds.
    """
    present = {block.kind for block in document.blocks}
    readers = {kind.name: kind.read for kind in kinds if kind.name in present}
    facts: list[Extracted] = []
    diagnostics: list[Diagnostic] = []
    for block in document.blocks:
        read = readers.get(block.kind)
        if read is None:
            continue
        try:
            facts.extend(_read_or_end(block, read) if block.kind in TRIED else read(block))
        except FactError as error:
            diagnostics += (remark(block, one) for one in (error, *error.also))
    return facts, diagnostics


LONGEST = 2_000
"""Characters: more is a text and no fact that a card could ask."""
ENDING = frozenset(("definition", "formula", "acronym", "why", "comparison", "list", "cloze"))
"""The kinds that the last lines of a unit are tried for; those of numbers pass prose over by themselves."""
MOST_LINES = 4
WORDED = frozenset(("definition", "formula", "list", "comparison", "acronym", "why"))
"""The kinds that are read from the wording of a sentence."""
TRIED = ENDING | WORDED


_FENCE = pattern(r"\s*(?:```|~~~)(?!\s*(?:math|latex|tex)\b)")


def _read_or_end(block: Block, read: Reader) -> Iterator[Extracted]:
    """The facts of a block; where its lines together are none, of the last of them: prose may stand above a tagged line.

    ::

        Some prose before.
        stress: force per unit area #definition
    """
    found = []
    try:
        for fact in _read(block, read):
            found.append(fact)
            yield fact
    except FactError:
        if found or block.scope != "own" or block.kind not in ENDING or block.items or block.table is not None:
            raise
        shorter = _readable_end(block, read)
        if not shorter:
            raise
        yield from shorter


def _readable_end(block: Block, read: Reader) -> list[Extracted]:
    """The facts of the fewest last lines of a block that can be read."""
    start = len(block.text)
    for _ in range(MOST_LINES):
        start = block.text.rfind("\n", 0, start)
        if start < 0:
            break
        try:
            return list(_read(block.part(start + 1, len(block.text)), read))
        except FactError:
            continue
    return []


def _read(block: Block, read: Reader) -> Iterator[Extracted]:
    """The facts of a block; of one that is very long those of its sentences."""
    if block.scope == "section" and block.kind in WORDED and _FENCE.match(block.text):
        return  # code and diagrams beside the facts
    if block.kind not in WORDED or (len(block.text) <= LONGEST and not block.items):
        yield from read(block)
        return
    if block.items:
        items = tuple(_bounded(item) for item in block.items if len(item.text) <= LONGEST)
        if items and (len(block.text) <= LONGEST or block.line >= items[0].line):
            yield from read(replace(block, items=items))
        return
    if block.scope == "own":
        raise FactError(
            "FG302",
            f"{len(block.text)} characters are no single fact: {block.text[:50].strip()}…",
            0,
            "put the tag on the sentence that holds the fact",
        )
    for start, end in sentences(block.text):
        if end - start <= LONGEST:
            yield from read(block.part(start, end))


def _bounded(item: Item) -> Item:
    if not item.children:
        return item
    return replace(item, children=tuple(_bounded(child) for child in item.children if len(child.text) <= LONGEST))


def remark(block: Block, error: FactError) -> Diagnostic:
    """What a reader said about a block, with the place; the line of the note is added where it is shown."""
    place = (error.block or block).span(max(error.at, 0), error.end)
    return Diagnostic(error.code, error.message, place, error.hint)
