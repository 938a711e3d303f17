"""Questions: ``Q:`` and ``A:``, ``front :: back``, ``?``, ``#card``, and clozes that are marked by syntax alone.

Sides may run over lines and blocks; their tags are the card's.
"""

from __future__ import annotations

import re
from dataclasses import replace

from flashgen.document import Piece, Places, place
from flashgen.late import pattern
from flashgen.parse.classes import class_path
from flashgen.parse.marks import NO_MARKS, Inherited, Marks, both, within
from flashgen.parse.page import Page
from flashgen.parse.signs import ANSWERS, ASKS, answer_item, answered, asked, behind, cloze_line, goes_on, inline_card
from flashgen.pieces import cut, part, verbatim, whole
from flashgen.structure import Line, Node
from flashgen.tags import mask, may_mark

_HIGHLIGHT = re.compile(r"==(?=[^\s=])[^=\n]*(?:=[^=\n]+)*(?<=[^\s=])==")
_PROPERTY = pattern(r"[A-Za-z][\w-]*::[ \t]")


def card_marks(page: Page, text: str, places: Places, masked: str, scope: Inherited, marks: Marks) -> bool:
    """A question or cloze marked by syntax in a text that has no kind tag; whether there was one."""
    if "::" in masked and "\n" not in masked and (match := inline_card(masked)):
        group = 1 if match[1] else 2
        front, back = part(text, places, 0, match.start(group)), part(text, places, match.end(group), len(text))
        qa(page, front, back, match[group], places[0][1], scope, marks)
        return True
    if begin := cloze_line(masked):
        body = part(text, places, begin, len(text))
        page.emit(
            "cloze",
            body.text,
            body.places,
            places[0][1],
            place(places, len(text) - 1)[0],
            scope,
            marks,
            "mark",
            form="C:",
        )
        return True
    if "==" in masked and page.config.highlights and not scope.kinds and _HIGHLIGHT.search(masked):
        clozes(page, text, places, masked, scope, marks, _HIGHLIGHT, "highlight")
        return True
    return False


def clozes(
    page: Page, text: str, places: Places, masked: str, scope: Inherited, marks: Marks, mark: re.Pattern[str], form: str
) -> None:
    """A paragraph with cloze marks: one cloze a line if every line has its own, else one for the paragraph."""
    rows = masked.split("\n") if "\n" in masked else ()
    if len(rows) > 1 and all(mark.search(row) for row in rows):
        offset = 0
        for row in rows:
            piece = part(text, places, offset, offset + len(row))
            number = piece.places[0][1]
            page.emit("cloze", piece.text, piece.places, number, number, scope, marks, "mark", form=form)
            offset += len(row) + 1
    else:
        end = places[0][1] if len(places) == 1 else place(places, len(text) - 1)[0]
        page.emit("cloze", text, places, places[0][1], end, scope, marks, "mark", form=form)


def turned(page: Page, nodes: list[Node], index: int, start: int, number: int, form: str, scope: Inherited) -> int:
    """Lines, a line that is only ``?`` or ``??``, lines; blocks without a blank line between belong to them.

    The node to go on with; 0 if one side is missing, and so the sign is none.
    """
    node = nodes[index]
    front, back, after = node.lines[start:number], list(node.lines[number + 1 :]), index + 1
    if not front and index and not node.blank_before and nodes[index - 1].type in ("fence", "table", "math"):
        front = nodes[index - 1].lines
    if not front:
        return 0
    while (
        after < len(nodes) and not nodes[after].blank_before and nodes[after].type not in ("heading", "rule", "comment")
    ):
        back += whole(nodes[after])
        after += 1
    if not back:
        return 0
    sides(page, front, back, form, scope)
    return after


def qa(
    page: Page, front: Piece, back: Piece, form: str, end: int, scope: Inherited, marks: Marks, line: int = 0
) -> None:
    """A question with both sides."""
    first = line or front.places[0][1]
    if not front.text:
        where = back.places[0]
        page.problem(
            "FG102",
            "an answer without its question",
            where[1],
            where[2],
            "write both sides: What is stress? :: force per unit area",
        )
        return
    page.emit("qa", front.text, front.places, first, end, scope, marks, "mark", form=form, parts=(front, back))


def plain_question(page: Page, lines: list[Line], skip: int, nodes: list[Node], index: int, scope: Inherited) -> bool:
    """Most questions: ``Q:`` in one line, ``A:`` in the next, then nothing more that is theirs. Whether it was one.

    ``skip``: where the words begin behind ``Q:``."""
    if index + 1 < len(nodes):
        follow = nodes[index + 1]
        if follow.type != "paragraph" or not follow.blank_before or follow.lines[0].text.lstrip(" \t")[:1] == "!":
            return False
    above, below = lines
    answer = answered(below.text)
    if not answer:
        return False
    marks = NO_MARKS
    sides = []
    for line, begin in ((above, skip), (below, answer)):
        text = line.text[begin:].rstrip(" \t")
        places: Places = ((0, line.number, line.column + begin),)
        if may_mark(text):
            own = page.marks.of(text)
            if own.skip or own.class_name or own.kinds:
                return False
            if own.cuts:
                text, places = cut(text, places, own.cuts)
                marks = own if marks is NO_MARKS else both(marks, own)
        if not text:
            return False
        sides.append(Piece(text, places))
    front = sides[0]
    page.emit(
        "qa",
        front.text,
        front.places,
        above.number,
        below.number,
        scope,
        marks,
        "mark",
        form="Q:",
        parts=(front, sides[1]),
    )
    return True


def question(page: Page, nodes: list[Node], index: int, number: int, scope: Inherited) -> tuple[int, int]:
    """``Q:`` in line ``number`` of a paragraph: both sides over lines and blocks; the node and line to go on with.

    The next ``Q:`` ends it, and so does a line below the answer that has a kind tag of its own.
    """
    first = nodes[index].lines[number]
    front: list[Line] = []
    back: list[Line] | None = None
    position, stop = index, -1
    while position < len(nodes):
        node = nodes[position]
        if node.type == "paragraph":
            if position > index and node.blank_before and not goes_on(node, back is None):
                break
            begin = number if position == index else 0
            for offset in range(begin, len(node.lines)):
                line = node.lines[offset]
                text = line.text.lstrip(" \t")
                initial = text[:1]
                if initial in ASKS and (skip := asked(text)):
                    if line is not first:
                        stop = offset
                        break
                    front.append(behind(line, text, skip))
                elif back is None and initial in ANSWERS and (skip := answered(text)):
                    back = [behind(line, text, skip)]
                elif back is not None and "#" in text and page.marks.of(text).kinds:
                    stop = offset
                    break
                else:
                    (front if back is None else back).append(line)
            if stop >= 0:
                break
        elif node.type == "rule":
            break
        elif node.type == "list" and back is None and (answer := answer_item(node)):
            back = answer
        elif node.type == "list" and has_marks(page, node):
            break
        else:
            follow = nodes[position + 1] if position + 1 < len(nodes) else None
            if (
                node.type in ("table", "math", "fence")
                and follow is not None
                and not follow.blank_before
                and page.marks.of_line_of_tags(follow)
            ):
                break  # it has a tag of its own below it
            (front if back is None else back).extend(whole(node))
        position += 1
    if back is None:
        page.problem(
            "FG101",
            f"a question without an answer: {front[0].text.strip()[:60]!r}",
            first.number,
            first.column + len(first.text) - len(first.text.lstrip()),
            f"put the answer on the next line:\n{first.text.strip()[:80]}\nA: the answer",
        )
    else:
        sides(page, front, back, "Q:", scope)
    return (position, stop) if stop >= 0 else (max(position, index + 1), 0)


def has_marks(page: Page, node: Node) -> bool:
    """Whether a list has cards or tagged facts of its own."""
    for line in node.lines:
        text = line.text
        if "#" in text and page.marks.of(text).rules:
            return True
        if ":" in text and "::" in text and inline_card(mask(text)):
            return True
    if node.marker:  # its items need not be made
        return any(line.text[node.marker] in ASKS and asked(line.text[node.marker :]) for line in node.lines)
    return any(
        item.nodes and item.nodes[0].type == "paragraph" and asked(item.nodes[0].lines[0].text) for item in node.items
    )


def sides(
    page: Page, front: list[Line], back: list[Line], form: str, scope: Inherited, extra: Marks = NO_MARKS
) -> None:
    """A question from the lines of its sides; their tags go to the card."""
    pieces = []
    marks = extra
    for lines in (front, back):
        text, places = verbatim(lines) if lines else ("", ((0, 1, 1),))
        if may_mark(text):
            own = page.marks.of_blocks(text)
            if own is not NO_MARKS:
                if own.kinds:
                    idle(page, own, lines[0])
                text, places = cut(text, places, own.cuts)
                marks = replace(
                    marks,
                    tags=(*marks.tags, *own.tags),
                    anchor=marks.anchor or own.anchor,
                    skip=marks.skip or own.skip,
                    class_name=marks.class_name or own.class_name,
                )
        if text[:1] in " \t\n" or text[-1:] == "\n":
            begin = 0 if text.startswith("    ") else len(text) - len(text.lstrip())
            lead = text[:begin].rfind("\n") + 1 if "\n" in text[:begin] else begin
            pieces.append(part(text, places, lead, len(text)))
        else:
            pieces.append(Piece(text, places))
    if marks.skip:
        return
    if marks.class_name:
        scope = replace(scope, class_name=class_path(marks.class_name))
    first, last = (front or back)[0], (back or front)[-1]
    if not pieces[1].text:
        page.problem(
            "FG101",
            f"a question without an answer: {pieces[0].text.strip()[:60]!r}",
            first.number,
            first.column,
            "write the answer behind 'A:', or on the lines below it" if form == "Q:" else "write the answer below it",
        )
        return
    qa(page, pieces[0], pieces[1], form, last.number, scope, marks, first.number)


def idle(page: Page, marks: Marks, line: Line) -> None:
    """A remark on a kind tag in a question: the question is asked as it stands, and no fact is read from it."""
    name = marks.kinds[0][1]
    page.problem(
        "FG103",
        f"#{name} on a question does nothing",
        line.number,
        line.column,
        f"take the tag away, or write the fact without a question: stress: force per unit area #{name}",
        "warning",
    )


def card_of_heading(page: Page, front: Piece, nodes: list[Node], scope: Inherited, marks: Marks, line: Line) -> None:
    """``#card`` on a heading: what is under it is the back."""
    back = [li for node in nodes for li in whole(node)]
    if not back:
        unanswered(page, line)
        return
    text, places = verbatim(back)
    own = page.marks.of_blocks(text)
    text, places = cut(text, places, own.cuts)
    marks = replace(marks, tags=(*marks.tags, *own.tags), anchor=marks.anchor or own.anchor)
    qa(page, front, Piece(text, places), "card", back[-1].number, within(scope, marks), marks, line.number)


def card_lines(page: Page, front: list[Line], rest: list[Line], nodes: list[Node], index: int, scope: Inherited) -> int:
    """``Question #card`` in a paragraph: the lines under it are the back, or else the next block."""
    after = index + 1
    back = [line for line in rest if not _PROPERTY.match(line.text.lstrip())]
    if not back and after < len(nodes) and nodes[after].type != "rule":
        back = whole(nodes[after])
        after += 1
    if not back:
        unanswered(page, front[0])
        return after
    sides(page, front, back, "card", scope)
    return after


def unanswered(page: Page, line: Line) -> None:
    text = line.text.strip()
    page.problem(
        "FG101",
        f"a question without an answer: {text[:60]!r}",
        line.number,
        line.column,
        "write the answer on the lines under it",
    )


def card_item(page: Page, head: Node, nodes: list[Node], scope: Inherited) -> None:
    """A list item tagged ``#card``: what is under it is the back."""
    number = next((n for n, li in enumerate(head.lines) if page.marks.of(li.text).card), 0)
    back = [li for li in head.lines[number + 1 :] if not _PROPERTY.match(li.text.lstrip())]
    back += [li for node in nodes[1:] for li in whole(node)]
    if not back:
        unanswered(page, head.lines[0])
        return
    sides(page, head.lines[: number + 1], back, "card", scope)
