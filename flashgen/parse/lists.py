"""Lists as one fact: their items, and the tag that rules all of them."""

from __future__ import annotations

from dataclasses import replace

from flashgen.document import Item, Scope
from flashgen.late import pattern
from flashgen.parse.marks import Inherited, Marks, within
from flashgen.parse.page import Page
from flashgen.parse.signs import ASKS, BRACES, CHECKBOX, asked, inline_card, introduces
from flashgen.pieces import cut, extended, join, verbatim
from flashgen.structure import Line, Node
from flashgen.tags import find_tags, mask

_LISTS = pattern(r"[:：;→]|,\s|、|->|=>|\bthen\b")
"""What a list in one line is put together with."""


def closed_by_tag(page: Page, node: Node) -> tuple[Node, Marks] | None:
    """A list that a ``#list`` or ``#steps`` at the end of its last item rules: the tag can't be for the item alone,
    which is no list. The list without the tag, and the marks."""
    items = node.items
    last = items[-1] if len(items) > 1 else None
    if last is None or len(last.nodes) != 1 or "#" not in last.lines[-1].text:
        return None
    head = last.nodes[0]
    text, places = join(head.lines)
    marks = page.marks.of(text)
    if not marks.kinds or any(kind.name != "list" for kind, _ in marks.kinds) or marks.cuts[-1][1] < len(text.rstrip()):
        return None
    if not last.ordered and _LISTS.search(cut(text, places, marks.cuts)[0]):
        return None
    if any("#" in li.text and page.marks.of(li.text).kinds for item in items[:-1] for li in item.lines):
        return None
    line = head.lines[-1]
    tags = find_tags(line.text, mask(line.text))
    begin = next((tag.start for tag in tags if tag.name.lower() in page.table), -1)
    if begin < 0:
        return None  # it stands in a line above, whose own it is
    bare = [*head.lines[:-1], Line(line.text[:begin].rstrip(), line.number, line.column)]
    item = replace(last, lines=[*last.lines[:-1], bare[-1]], nodes=[Node("paragraph", bare)])
    return Node("list", node.lines, made=[*items[:-1], item], blank_before=node.blank_before), marks


def tag_below(page: Page, node: Node, marks: Marks, above: Node | None, scope: Inherited) -> None:
    """A list ruled by the tag at its end, with the line that leads it in."""
    inner = within(scope, marks)
    text, places = join(above.lines) if above is not None and above.type == "paragraph" else ("", ())
    alone = not text or "\n" in text
    if alone or not (text.endswith("?") or introduces(text, node, marks.kinds, own=False)):
        whole_list(page, node, inner, marks, "own")
        return
    assert above is not None
    items = items_of(page, node, inner)
    for kind, form in marks.kinds:
        page.emit(kind.name, text, places, above.line, node.end, inner, marks, "own", form=form, items=items)


def items_of(page: Page, node: Node, scope: Inherited) -> tuple[Item, ...]:
    """The items of a list that have no tag or mark of their own, as a fact's items."""
    made = []
    for item in node.items:
        if not item.nodes:
            continue
        head = item.nodes[0]
        if head.type == "paragraph":
            text, places = join(head.lines)
            for extra in item.nodes[1:]:
                if extra.type == "math":
                    text, places = extended(text, places, extra.lines)
        else:
            text, places = verbatim(head.lines)
        marks = page.marks.of(text)
        if marks.kinds or marks.card or marks.skip or marked(page, text, scope):
            continue
        if marks.cuts:
            text, places = cut(text, places, marks.cuts)
        box = CHECKBOX.match(text)
        if box:
            text, places = cut(text, places, [(0, box.end())])
        children = tuple(i for n in item.nodes if n.type == "list" for i in items_of(page, n, scope))
        source = text
        if len(item.lines) > 1:
            source, where = verbatim(item.lines)
            source = cut(source, where, page.marks.cuts(source))[0]
        made.append(Item(text, places, head.line, item.end, item.ordered, children, source, marks.tags, marks.anchor))
    return tuple(made)


def marked(page: Page, text: str, scope: Inherited) -> bool:
    """Whether a text has a card mark or a label of its own."""
    if scope.labels and ":" in text and page.marks.label(text, scope):
        return True
    if "::" not in text and not (text[:1] in ASKS and asked(text)):
        return False
    masked = mask(text)
    return asked(masked) > 0 or any(inline_card(row) for row in masked.split("\n")) or bool(BRACES.search(masked))


def whole_list(page: Page, node: Node, scope: Inherited, marks: Marks, own: Scope) -> None:
    """A list as one block of each kind; items with marks of their own are left to themselves."""
    items = items_of(page, node, scope)
    if not items or marks.skip:
        return
    text, places = verbatim(node.lines)
    cuts = page.marks.cuts(text)
    if cuts:
        text, places = cut(text, places, cuts)
    for kind, form in marks.kinds:
        page.emit(kind.name, text, places, items[0].line, node.end, scope, marks, own, form=form, items=items)
