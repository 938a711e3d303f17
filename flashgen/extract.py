"""Extract: a parsed class note in, the facts its blocks hold and the remarks on the unreadable ones out."""

from __future__ import annotations

from collections.abc import Iterable

from flashgen.diagnostics import Diagnostic
from flashgen.document import Block, Document
from flashgen.facts import KINDS, Kind
from flashgen.notes import Extracted, FactError


def extract(document: Document, kinds: Iterable[Kind] = KINDS) -> tuple[list[Extracted], list[Diagnostic]]:
    """Read every block with the reader of its kind; facts in the order of the text.

    ``kinds`` are those a note may hold: the built-in ones and what ``facts.custom`` adds.
    """
    readers = {kind.name: kind.read for kind in kinds if kind.name in {block.kind for block in document.blocks}}
    facts: list[Extracted] = []
    diagnostics: list[Diagnostic] = []
    for block in document.blocks:
        read = readers.get(block.kind)
        if read is None:
            continue
        try:
            facts.extend(read(block))
        except FactError as error:
            diagnostics += (remark(block, one) for one in (error, *error.also))
    return facts, diagnostics


def remark(block: Block, error: FactError) -> Diagnostic:
    """What a reader said about a block, with the place; the line of the note is added where it is shown."""
    place = (error.block or block).span(max(error.at, 0), error.end)
    return Diagnostic(error.code, error.message, place, error.hint)
