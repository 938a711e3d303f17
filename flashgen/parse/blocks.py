"""Blocks: the nodes between two headings, read in order: paragraphs and their units, lists, quotes, tables, math, code.

Which kinds a unit has, what it takes with it, and where its scope ends is decided here (docs/format.md); these
functions call each other, for lists and quotes hold all the others.
"""

from __future__ import annotations

import re
from dataclasses import replace

from flashgen.document import Item, Places, Scope, Table
from flashgen.late import pattern
from flashgen.parse.classes import class_path
from flashgen.parse.lists import closed_by_tag, items_of, tag_below, whole_list
from flashgen.parse.marks import CARD, NO_MARKS, Inherited, Kinds, Marks, within
from flashgen.parse.page import Page
from flashgen.parse.questions import (
    card_item,
    card_lines,
    card_marks,
    clozes,
    plain_question,
    question,
    sides,
    turned,
    unanswered,
)
from flashgen.parse.signs import (
    ASKS,
    BRACES,
    CHECKBOX,
    CLOZE_LINE,
    SHORT,
    WHERE,
    answers,
    asked,
    asks,
    cloze_line,
    explained,
    inline_card,
    interesting,
    introduces,
)
from flashgen.pieces import cut, extended, join, table_of, verbatim
from flashgen.structure import Line, ListItem, Node, scan
from flashgen.tags import anchor_of, mask, may_mark

_BRACE_MARKS = pattern(r"\{\{c\d+::|(?:::[^{}\n]*)?\}\}", re.I)
_CALLOUT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*")
_ID_LINE = pattern(r"\^([A-Za-z0-9][A-Za-z0-9-]*)$")


def container(page: Page, nodes: list[Node], scope: Inherited) -> None:
    """Read nodes that stand beside each other: questions over several of them, tags above blocks, the rest."""
    index = begin = 0
    while index < len(nodes):
        node = nodes[index]
        if node.type == "paragraph":
            index, begin = paragraph(page, nodes, index, begin, scope)
            continue
        follow = nodes[index + 1] if index + 1 < len(nodes) else None
        index += 1
        if node.type == "list":
            if node.marker and not scope.kinds and not scope.labels and not interesting(node.lines, node.marker):
                continue
            if follow is not None and follow.type == "math" and not follow.blank_before and node.items:
                _take_in(node.items[-1], follow)
                index += 1
            if (closed := closed_by_tag(page, node)) is not None:
                tag_below(page, *closed, nodes[index - 2] if index > 1 and not node.blank_before else None, scope)
            else:
                listed(page, node, scope)
        elif node.type == "quote":
            quote(page, node, scope)
        elif node.type == "comment":
            named(page, nodes, index - 1, join(node.lines)[0])
        elif node.type == "math" and "#" in node.lines[-1].text and page.marks.of(node.lines[-1].text).kinds:
            structure(page, node, scope, page.marks.of(node.lines[-1].text), "own", _title(nodes, index - 1))
        elif node.type in ("table", "math", "fence", "code"):
            below, rest = _tags_below(page, node, follow)
            if below is not None and below.rules and node.type != "code":
                structure(page, node, scope, below, "own")
                nodes = [*nodes[:index], *rest, *nodes[index + 1 :]]
            elif scope.kinds:
                structure(page, node, scope, Marks(kinds=scope.kinds), "section", _title(nodes, index - 1))


def _tags_below(page: Page, node: Node, follow: Node | None) -> tuple[Marks | None, list[Node]]:
    """The marks of a line of tags right below a block, and what is left of the paragraph that it stands in: under
    ``#table`` right below a table other lines may follow."""
    if follow is None or follow.blank_before or follow.type != "paragraph":
        return None, []
    if len(follow.lines) == 1 or node.type != "table":
        return page.marks.of_line_of_tags(follow), []
    marks = page.marks.of_line_of_tags(Node("paragraph", follow.lines[:1]))
    if marks is None or all(kind.name != "table" for kind, _ in marks.kinds):
        return None, []
    return marks, [Node("paragraph", follow.lines[1:])]


def named(page: Page, nodes: list[Node], index: int, text: str) -> None:
    """An id on a line of its own names the block that ends right above it."""
    found = anchor_of(text)
    if found is None or index == 0:
        return
    above = nodes[index - 1]
    for number in range(len(page.blocks) - 1, -1, -1):
        block = page.blocks[number]
        if block.line < above.line:
            break
        if block.end_line == above.end and not block.anchor:
            page.blocks[number] = replace(block, anchor=found[0])


def structure(page: Page, node: Node, scope: Inherited, marks: Marks, own: Scope, lead: str = "") -> None:
    """A table, display math or code as one block of each kind."""
    if marks.skip:
        return
    text, places = verbatim(node.lines)
    table = None
    if node.type == "table":
        table = table_of(node.lines)
    if node.type in ("table", "math") and "#" in text:
        text, places = cut(text, places, page.marks.cuts(text))
    for kind, form in marks.kinds:
        page.emit(kind.name, text, places, node.line, node.end, scope, marks, own, form=form, table=table, lead=lead)


def paragraph(page: Page, nodes: list[Node], index: int, begin: int, scope: Inherited) -> tuple[int, int]:
    """Read a paragraph from line ``begin`` on, and what it takes with it; the node and line to go on with."""
    node = nodes[index]
    lines = node.lines
    if begin == 0 and lines[0].text[:1] in ASKS and (skip := asked(lines[0].text)):
        if len(lines) == 2 and plain_question(page, lines, skip, nodes, index, scope):
            return index + 1, 0
        position, begin = question(page, nodes, index, 0, scope)
        if position != index:
            return position, begin
    elif not scope.kinds and not scope.labels and not interesting(lines):
        return index + 1, 0
    if len(lines) == 1 and not scope.labels and _is_plain(lines[0].text):
        return plain_line(page, nodes, index, scope), 0
    raw = [line.text.strip(" \t") for line in lines]
    rows = mask("\n".join(raw)).split("\n")
    if begin == 0 and len(rows) == 1:
        if (only := page.marks.of_line_of_tags(node)) is not None:
            return tag_above(page, nodes, index, scope, only), 0
        if raw[0][0] == "^" and _ID_LINE.match(raw[0]):
            named(page, nodes, index, raw[0])
            return index + 1, 0
    return units(page, nodes, index, begin, raw, rows, scope)


def _is_plain(text: str) -> bool:
    """Whether a line has no tag, no cloze in braces, and is no id."""
    return "{{" not in text and "#" not in text and not text.startswith("^")


def plain_line(page: Page, nodes: list[Node], index: int, scope: Inherited) -> int:
    """A paragraph of one line without tags: a card by its syntax, or a unit of its section. The node to go on with."""
    lines = nodes[index].lines
    text, places = join(lines)
    marks = page.marks.of(text)
    if marks.cuts:
        text, places = cut(text, places, marks.cuts)
    if text and not card_marks(page, text, places, mask(text), scope, marks) and scope.kinds:
        return with_what_follows(page, text, places, lines, scope.kinds, "section", scope, marks, nodes, index, True)
    return index + 1


def units(
    page: Page, nodes: list[Node], index: int, begin: int, raw: list[str], rows: list[str], scope: Inherited
) -> tuple[int, int]:
    """The units of a paragraph: each ends with its tagged line, a question or the next line that is a card by itself;
    ``rows`` are its lines masked. The node and line to go on with."""
    lines = nodes[index].lines
    start = number = begin
    count = len(rows)
    while number < count:
        row = rows[number]
        first = row[:1]
        if first in ASKS and asked(row):
            untagged(page, lines[start:number], rows[start:number], scope)
            position, number = question(page, nodes, index, number, scope)
            if position != index:
                return position, number
            start = number
            continue
        if first == "?" and row in ("?", "??") and (after := turned(page, nodes, index, start, number, row, scope)):
            return after, 0
        inline = inline_card(row) if "::" in row else None
        if start < number and (inline or (first in "C*_" and first and CLOZE_LINE.match(row))):
            untagged(page, lines[start:number], rows[start:number], scope)
            start = number
        if "#" in row and (marks := page.marks.of(raw[number], row)).rules:
            if marks.card:
                return card_lines(page, lines[start : number + 1], lines[number + 1 :], nodes, index, scope), 0
            if (
                number == start
                and number + 1 < count
                and (marks.kinds or marks.skip)
                and page.marks.alone(raw[number], marks)
            ):
                start, number = number + 1, ruled_below(page, raw, rows, number + 1)
                after = unit(page, lines[start:number], rows[start:number], scope, nodes, index, number == count, marks)
            else:
                if start < number and cloze_line(rows[start]) and all(k.name != "cloze" for k, _ in marks.kinds):
                    untagged(page, lines[start:number], rows[start:number], scope)
                    start = number
                number = explained(rows, raw, number + 1)
                after = unit(page, lines[start:number], rows[start:number], scope, nodes, index, number == count)
            if number == count:
                return after, 0
            start = number
            continue
        number += 1
        if inline:
            untagged(page, lines[start:number], rows[start:number], scope)
            start = number
    if start < count:
        return unit(page, lines[start:], rows[start:], scope, nodes, index, True), 0
    return index + 1, 0


def ruled_below(page: Page, raw: list[str], rows: list[str], start: int) -> int:
    """How far a line of tags rules the lines below it: up to the next line with a kind of its own."""
    for number in range(start, len(rows)):
        if "#" in rows[number] and page.marks.of(raw[number], rows[number]).kinds:
            return max(number, start + 1)
    return len(rows)


def tag_above(page: Page, nodes: list[Node], index: int, scope: Inherited, marks: Marks) -> int:
    """A line of tags alone: it rules the block below it."""
    line = nodes[index].lines[0]
    follow = nodes[index + 1] if index + 1 < len(nodes) else None
    if follow is None or follow.type in ("rule", "comment", "html"):
        if marks.kinds:
            name = marks.kinds[0][1]
            page.problem(
                "FG110",
                f"#{name} with nothing to rule",
                line.number,
                line.column,
                "write the tag at the end "
                f"of the line that it is for, or directly above it: stress: force per unit area #{name}",
            )
        return index + 1
    if marks.skip:
        return index + 2
    inner = within(scope, marks)
    if not marks.kinds:
        if follow.type == "list":
            listed(page, follow, inner)
        elif follow.type == "paragraph":
            return paragraph(page, nodes, index + 1, 0, inner)[0]
        else:
            container(page, [follow], inner)
        return index + 2
    if follow.type == "list":
        whole_list(page, follow, inner, marks, "own")
        listed(page, follow, replace(inner, kinds=()))
    elif follow.type == "paragraph":
        raw = [li.text.strip(" \t") for li in follow.lines]
        rows = mask("\n".join(raw)).split("\n")
        end = ruled_below(page, raw, rows, 0) if len(rows) > 1 else 1
        after = unit(page, follow.lines[:end], rows[:end], inner, nodes, index + 1, end == len(rows), marks)
        return after if end == len(rows) else read_on(page, nodes, index + 1, end, inner)
    elif follow.type == "quote":
        callout = _CALLOUT.match(follow.lines[0].text)
        text, places = verbatim(_entitled(follow.lines, callout) if callout else follow.lines)
        for kind, form in marks.kinds:
            page.emit(kind.name, text, places, follow.line, follow.end, inner, marks, "own", form=form)
    else:
        structure(page, follow, inner, marks, "own")
    return index + 2


def read_on(page: Page, nodes: list[Node], index: int, begin: int, scope: Inherited) -> int:
    """Read on in a paragraph; the node to go on with."""
    container(page, [Node("paragraph", nodes[index].lines[begin:]), *nodes[index + 1 :]], scope)
    return len(nodes)


def untagged(page: Page, lines: list[Line], rows: list[str], scope: Inherited) -> None:
    """Lines before one that has a mark of its own."""
    if lines:
        unit(page, lines, rows, scope, [], 0, False)


def unit(
    page: Page,
    lines: list[Line],
    rows: list[str],
    scope: Inherited,
    nodes: list[Node],
    index: int,
    last: bool,
    above: Marks | None = None,
) -> int:
    """One unit of a paragraph: by its own kinds, as a card, or by its section. The node to go on with.

    The last unit of a paragraph takes the list, table or display math that it introduces with it; ``above`` are
    the tags on the line above it.
    """
    text, places = join(lines)
    marks = NO_MARKS
    masked = "\n".join(rows)
    if may_mark(text):
        marks = page.marks.of(text, masked)
    if above is not None:
        marks = replace(
            marks,
            kinds=(*above.kinds, *(k for k in marks.kinds if k not in above.kinds)),
            tags=(*above.tags, *marks.tags),
            skip=marks.skip or above.skip,
            class_name=marks.class_name or above.class_name,
        )
    if marks.skip:
        return index + 1
    clean = text
    if marks.cuts:
        clean, places = cut(text, places, marks.cuts)
        if not clean:
            return index + 1
        masked = mask(clean)
    if marks.class_name:
        scope = replace(scope, class_name=class_path(marks.class_name))
    kinds, own = marks.kinds, "own"
    if (begin := cloze_line(masked)) and any(kind.name == "cloze" for kind, _ in kinds):
        clean, places = cut(clean, places, [(0, begin)])
        masked = mask(clean)
        kinds = tuple((kind, "C:" if kind.name == "cloze" else form) for kind, form in kinds)
    if "{{" in masked and BRACES.search(masked) and not any(kind.name == "cloze" for kind, _ in kinds):
        if begin:
            clean, places = cut(clean, places, [(0, begin)])
            masked = mask(clean)
        clozes(page, clean, places, masked, scope, marks, BRACES, "braces")
        if not kinds:
            return index + 1
        clean, places = cut(clean, places, [m.span() for m in _BRACE_MARKS.finditer(masked)])
    if not kinds:
        if labelled := page.marks.label(clean, scope):
            kind, form, start = labelled
            clean, places = cut(clean, places, [(0, start)])
            kinds = ((kind, form),)
        elif card_marks(page, clean, places, masked, scope, marks):
            return index + 1
        else:
            kinds, own = scope.kinds, "section"
    if not kinds or not clean:
        return index + 1
    return with_what_follows(page, clean, places, lines, kinds, own, scope, marks, nodes, index, last)


def with_what_follows(
    page: Page,
    text: str,
    places: Places,
    lines: list[Line],
    kinds: Kinds,
    own: str,
    scope: Inherited,
    marks: Marks,
    nodes: list[Node],
    index: int,
    last: bool,
) -> int:
    """Emit a unit with the list, table or math it introduces; the node to go on with."""
    line, end, after = lines[0].number, lines[-1].number, index + 1
    how: Scope = "own" if own == "own" else "section"
    follow = nodes[after] if last and after < len(nodes) else None
    items: tuple[Item, ...] = ()
    table: Table | None = None
    introduced = follow if follow is not None and introduces(text, follow, kinds, own == "own") else None
    if introduced is not None:
        if introduced.type == "math":
            text, places = extended(text, places, introduced.lines)
            end, after = introduced.end, after + 1
            if (
                after < len(nodes)
                and nodes[after].type == "paragraph"
                and WHERE.match(nodes[after].lines[0].text.lstrip())
            ):
                explains = nodes[after]
                if not page.marks.of(join(explains.lines)[0]).kinds:
                    text, places = extended(text, places, explains.lines)
                    end, after = explains.end, after + 1
        elif introduced.type == "list":
            items = items_of(page, introduced, scope)
            after += 1
            if items:
                end = introduced.end
            elif text.endswith(":"):
                kinds = ()  # every item has a mark of its own: the paragraph only leads in
        elif introduced.type == "table":
            table = table_of(introduced.lines)
            end, after = introduced.end, after + 1
            below = (
                page.marks.of_line_of_tags(nodes[after])
                if after < len(nodes) and not nodes[after].blank_before
                else None
            )
            if below is not None:
                kinds, how = below.kinds or kinds, "own" if below.kinds else how
                marks = replace(marks, tags=(*marks.tags, *below.tags))
                after += 1
    for kind, form in kinds:
        page.emit(kind.name, text, places, line, end, scope, marks, how, form=form, items=items, table=table)
    if introduced is not None and introduced.type == "list":
        listed(page, introduced, replace(scope, kinds=()), (text,))
    return after


def listed(page: Page, node: Node, scope: Inherited, lead: tuple[str, ...] = ()) -> None:
    """The items of a list: their own tags and marks; in a section also the list as a block of its kinds."""
    if scope.kinds:
        whole_list(page, node, scope, Marks(kinds=scope.kinds), "section")
        scope = replace(scope, kinds=())
    if lead:
        scope = replace(scope, lead=(*scope.lead, *lead))
    items = node.items
    index = 0
    while index < len(items):
        item = items[index]
        index += 1
        if index < len(items) and asks(item) and answers(items[index]):
            container(page, [*item.nodes, *items[index].nodes], scope)
            index += 1
        else:
            listed_item(page, item, scope)


def listed_item(page: Page, item: ListItem, scope: Inherited) -> None:
    """An item: its own text as a paragraph; a kind tag in it rules its children too."""
    nodes = item.nodes
    if not nodes:
        return
    head = nodes[0]
    if head.type != "paragraph":
        container(page, nodes, scope)
        return
    if len(nodes) == 1 and not scope.labels and not interesting(head.lines):
        return
    box = CHECKBOX.match(head.lines[0].text)
    if box:
        line = head.lines[0]
        head = Node("paragraph", [Line(line.text[box.end() :], line.number, line.column + box.end()), *head.lines[1:]])
        nodes = [head, *nodes[1:]]
    text, places = join(head.lines)
    marks = page.marks.of(text) if "#" in text else NO_MARKS
    if marks.skip:
        return
    scope = within(scope, marks)
    if marks.card:
        card_item(page, head, nodes, scope)
        return
    said = cut(text, places, marks.cuts)[0] if marks.cuts else text
    if marks.kinds and not said:
        container(page, nodes[1:] if len(nodes) > 1 else nodes, replace(scope, kinds=marks.kinds))
        return
    if marks.kinds and (len(nodes) > 1 or tagged_once(page, head)):
        tagged_item(page, item, head, nodes, marks, scope)
        return
    index, begin = paragraph(page, nodes, 0, 0, scope)
    if index < len(nodes):
        if begin:
            nodes = [*nodes[:index], Node("paragraph", nodes[index].lines[begin:]), *nodes[index + 1 :]]
        container(page, nodes[index:], replace(scope, lead=(*scope.lead, said)))


def tagged_once(page: Page, head: Node) -> bool:
    """Whether a paragraph of several lines has kinds in one of them only."""
    return len(head.lines) > 1 and sum("#" in li.text and bool(page.marks.of(li.text).kinds) for li in head.lines) == 1


def tagged_item(page: Page, item: ListItem, head: Node, nodes: list[Node], marks: Marks, scope: Inherited) -> None:
    """An item with a kind of its own, with all that stands in it."""
    text, places = join(head.lines)
    marks = page.marks.of(text)
    text, places = cut(text, places, marks.cuts)
    nested = [n for n in nodes[1:] if n.type == "list"]
    items = tuple(i for n in nested for i in items_of(page, n, scope))
    table = next((table_of(n.lines) for n in nodes[1:] if n.type == "table"), None)
    lead = text
    for extra in nodes[1:]:
        if extra.type in ("math", "fence", "code") or (
            extra.type == "paragraph" and not page.marks.of(join(extra.lines)[0]).rules
        ):
            text, places = extended(text, places, extra.lines)
    masked = mask(text)
    if "{{" in masked and BRACES.search(masked) and all(kind.name != "cloze" for kind, _ in marks.kinds):
        clozes(page, text, places, masked, scope, marks, BRACES, "braces")
        text, places = cut(text, places, [m.span() for m in _BRACE_MARKS.finditer(masked)])
    for kind, form in marks.kinds:
        page.emit(
            kind.name, text, places, head.line, item.end, scope, marks, "own", form=form, items=items, table=table
        )
    for child in nested:
        listed(page, child, replace(scope, kinds=()), (lead,))


def quote(page: Page, node: Node, scope: Inherited) -> None:
    """A block quote says nothing, unless a kind tag stands in it or over it, or it is a callout of a kind and
    callouts count here."""
    callout = _CALLOUT.match(node.lines[0].text)
    if callout is not None and scope.labels and read_callout(page, node, callout, scope):
        return
    if scope.quoted or not (scope.kinds or any("#" in li.text and page.marks.of(li.text).kinds for li in node.lines)):
        return
    lines, scope = node.lines, replace(scope, quoted=True)
    if callout is not None:
        title = lines[0].text[callout.end() :].strip()
        lines, scope = lines[1:], replace(scope, headings=(*scope.headings, title)) if title else scope
    container(page, scan(lines), scope)


def read_callout(page: Page, node: Node, callout: re.Match[str], scope: Inherited) -> bool:
    """A callout whose type is a kind or a card; whether it was one."""
    name = callout[1].lower()
    head = node.lines[0]
    title = _after_callout(head, callout)
    titled = bool(title.text.strip())
    if name in CARD or name == "question":
        if titled and len(node.lines) > 1:
            sides(page, [title], node.lines[1:], "card", scope)
        elif name in CARD:
            unanswered(page, head)
        return True
    kind = page.table.get(name)
    lines = _entitled(node.lines, callout)
    if kind is None or not lines:
        return False
    text, places = join(lines)
    marks = page.marks.of(text)
    text, places = cut(text, places, marks.cuts)
    if not marks.skip:
        page.emit(kind.name, text, places, node.line, node.end, scope, marks, "own", form=name)
    return True


def _after_callout(head: Line, callout: re.Match[str]) -> Line:
    """The title of a callout, with its place."""
    return Line(head.text[callout.end() :], head.number, head.column + callout.end())


def _entitled(lines: list[Line], callout: re.Match[str]) -> list[Line]:
    """The lines of a callout, its title leading them in with a colon."""
    title = _after_callout(lines[0], callout)
    if not title.text.strip():
        return lines[1:]
    if len(lines) > 1 and not title.text.rstrip().endswith(":"):
        title = Line(f"{title.text.rstrip()}:", title.number, title.column)
    return [title, *lines[1:]]


def _title(nodes: list[Node], index: int) -> str:
    """The short line above a table, math or code that says what it is."""
    above = nodes[index - 1] if index else None
    if above is None or above.type != "paragraph" or len(above.lines) > 1:
        return ""
    text = above.lines[0].text.strip()
    return (
        text
        if len(text) <= SHORT and not text.endswith((".", "!", "?")) and "#" not in text and "::" not in text
        else ""
    )


def _take_in(item: ListItem, node: Node) -> None:
    """Put a block that stands right under a list into its last item."""
    item.nodes.append(node)
    item.lines.extend(node.lines)
    item.end = node.end
