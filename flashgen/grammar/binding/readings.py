"""Blocks in, their bound numbers out: lines, paragraphs, lists item by item, tables row by row."""

from __future__ import annotations

from flashgen.document import Block
from flashgen.grammar.binding.bound import Binding, Reading, Sibling
from flashgen.grammar.binding.decision import STORY, SURE_IN_SECTION
from flashgen.grammar.binding.lines import bindings
from flashgen.grammar.binding.tables import table_readings
from flashgen.grammar.binding.vocabulary import FOR_WORDS


def readings(block: Block, unread: list[Block] | None = None) -> list[Reading]:
    """All bound numbers of a block: a line, a paragraph, a list, a table. Those of a section must be sure.

    The lines and items that give none are put into ``unread``.
    """
    if block.table is not None:
        return table_readings(block)
    found: list[Reading] = []
    sibling: Sibling | None = None
    for leaf in _leaves(block):
        bound = bindings(leaf, sibling)
        found += [Reading(_piece(leaf, binding), binding) for binding in _kept(leaf, bound)]
        if unread is not None and not bound:
            unread.append(leaf)
        if bound and bound[0].sure > 0 and bound[0].route in ("left", "sibling"):
            first = bound[0]
            of_context = first.route == "sibling" or any(f"({part}" not in leaf.text for part in first.context)
            sibling = Sibling(first.name, first.unit, of_context, first.symbol)
    return found


def _kept(leaf: Block, bound: list[Binding]) -> list[Binding]:
    """The numbers that count: in a section the sure ones; on a line with its own tag all, but no stories beside facts."""
    if leaf.scope == "section":
        return [binding for binding in bound if binding.sure >= SURE_IN_SECTION]
    if len(bound) < 2:
        return bound
    strong = any(binding.sure > 0 for binding in bound)
    taken_over = {binding.name for binding in bound if binding.route == "inherited"}
    return [
        binding
        for binding in bound
        if binding.sure > STORY
        and not (strong and binding.weak and binding.sure < SURE_IN_SECTION and binding.name not in taken_over)
    ] or bound


def _piece(leaf: Block, binding: Binding) -> Block:
    """The part of a line that words a number."""
    whole = (binding.start, binding.end) == (0, len(leaf.text))
    return leaf if whole else leaf.part(binding.start, binding.end)


def _only_leads(text: str) -> bool:
    """``For 3 mm plywood:``: whether an item only says what its children are for."""
    words = text.split(maxsplit=1)
    return text.rstrip(" *_").endswith(":") and words[0].strip("*_").lower() in FOR_WORDS


def _leaves(block: Block) -> list[Block]:
    """The lines of a block that can hold numbers: itself or its items, an item with both text and children included."""
    if not block.items:
        return [block]
    found: list[Block] = []
    leads = bool(block.text) and block.line < block.items[0].line
    if leads and not block.text.rstrip().endswith(":"):
        whole = block.part(0, len(block.text))
        if bindings(whole):
            found.append(whole)

    def add(inner: Block) -> None:
        own = (inner.text,) if inner.text else ()
        if inner.text and not (inner.items and _only_leads(inner.text)):
            found.append(inner.part(0, len(inner.text)) if inner.items else inner)
        for item in inner.items:
            add(inner.at(item, *own))

    for item in block.items:
        add(block.at(item, *((block.text,) if leads else ())))
    return found
