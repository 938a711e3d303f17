"""The block structure of Markdown by a scan of its lines: lines in, nodes out.

It sees what CommonMark sees as far as tags and card marks need it (fences, headings, lists, quotes, tables, rules,
comments, display math), and never looks inside a line, so that prose costs next to nothing. A differential test
compares it with markdown-it-py.
"""

from __future__ import annotations

import re
from typing import Literal

from flashgen.late import pattern
from flashgen.source import state

MAX_DEPTH = 24
"""Lists nested deeper than this are kept as plain text of the innermost item."""

MAX_MATH = 60
"""Display math of more lines is none: looking for its end again and again would take too long."""

NodeType = Literal["paragraph", "heading", "list", "table", "fence", "math", "quote", "rule", "comment", "html", "code"]


@state
class Line:
    """A line of a container: what is left of it after the container's own marks, and where that stands."""

    text: str
    number: int
    column: int


@state
class ListItem:
    """An item: its marker's line, whether it is numbered, its inner lines and the nodes in them."""

    ordered: bool
    lines: list[Line]
    nodes: list[Node]
    end: int


@state
class Node:
    """A block: its type, its lines (markers of quotes and headings removed), its items if it is a list."""

    type: NodeType
    lines: list[Line]
    level: int = 0
    made: list[ListItem] | None = None
    """``items``, once they are made."""
    marker: int = 0
    """Characters of the marker that each line of a list begins with, if its items have one line each; 0 for any other."""
    closed: bool = True
    """False for a fence, comment or math block that runs to the end of its container."""
    blank_before: bool = True
    source: list[Line] | None = None
    """The lines with the markers of quotes and headings, where they differ."""

    @property
    def items(self) -> list[ListItem]:
        """The items of a list. Most lists have items of one line, and are prose: those are made when they are asked for."""
        if self.made is None:
            heads = [
                Line(li.text[self.marker :], li.number, li.column + self.marker) for li in self.lines if self.marker
            ]
            self.made = [ListItem(False, [head], [Node("paragraph", [head])], head.number) for head in heads]
        return self.made

    @property
    def line(self) -> int:
        """The number of its first line."""
        return self.lines[0].number

    @property
    def end(self) -> int:
        """The number of its last line."""
        if self.made:
            return self.made[-1].end
        return self.lines[-1].number


_BULLET = re.compile(r"[-*+](?:[ \t]+|$)")
_NUMBER = re.compile(r"\d{1,9}[.)](?:[ \t]+|$)")
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_RULE = re.compile(r"(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$")
_SETEXT = pattern(r"(=+|-+)[ \t]*$")
_DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
_ASKED = pattern(r"[*_]{0,3}(?:q|question|a|answer)[ ]?\d{0,4}[*_]{0,3}:", re.I)
"""A line under a question is a thematic break, not the underline of a heading."""
_MATH = ("$$", "\\[")
_DIRECTIVE = re.compile(r"\.\. math::")
_SPECIAL = frozenset("-*+_#>`~=|<$\\.%0123456789")
_PLAIN_BULLETS = frozenset(("- ", "* ", "+ "))
_NO_WORD = _SPECIAL | frozenset(("", " ", "\t"))
"""What no word of a list item begins with; nothing at all, too."""
_HTML = pattern(
    r"</?(?:address|article|aside|blockquote|center|details|dialog|div|dl|fieldset|figure|footer|form|"
    r"h[1-6]|header|hr|iframe|main|nav|ol|p|pre|script|section|style|summary|table|ul|svg|math)\b",
    re.I,
)


def indentation(text: str) -> tuple[int, int]:
    """Width of the leading white space (tabs to the next multiple of 4), and its number of characters."""
    width = count = 0
    for char in text:
        if char == " ":
            width += 1
        elif char == "\t":
            width += 4 - width % 4
        else:
            break
        count += 1
    return width, count


def strip_width(line: Line, width: int) -> Line:
    """The line without ``width`` columns of leading white space."""
    text, taken, index = line.text, 0, 0
    while index < len(text) and taken < width and text[index] in " \t":
        taken += 1 if text[index] == " " else 4 - taken % 4
        index += 1
    over = max(taken - width, 0)  # of a tab that was taken in part, what is left comes back as spaces
    return Line(" " * over + text[index:], line.number, line.column + index - over)


def marker_of(text: str) -> re.Match[str] | None:
    """A list marker at the start of a text without indentation."""
    first = text[:1]
    if first in "-*+" and first:
        return _BULLET.match(text)
    return _NUMBER.match(text) if first.isdigit() else None


def scan(lines: list[Line], depth: int = 0) -> list[Node]:
    """The nodes of a container's lines. Linear in the lines for each level of nesting."""
    nodes: list[Node] = []
    index, count, blank = 0, len(lines), True
    while index < count:
        line = lines[index]
        text = line.text
        stripped = text.lstrip(" \t")
        if not stripped:
            index, blank = index + 1, True
            continue
        node: Node | None = None
        start = index
        if text[0] not in " \t" or indentation(text)[0] < 4:
            if stripped[0] not in _SPECIAL and (index + 1 == count or not lines[index + 1].text.strip(" \t")):
                node, index = Node("paragraph", [line]), index + 1  # a line by itself: most of the prose
            elif stripped[0] in _SPECIAL:
                node, index = _special(lines, index, stripped, depth)
                if node is not None and node.type == "math" and index < count and _continues(lines[index].text):
                    node, index = _paragraph(lines, start)
            elif "|" in stripped and index + 1 < count and _is_delimiter(lines[index + 1].text):
                node, index = _table(lines, index)
        elif blank or (nodes and nodes[-1].type != "table"):
            while index < count and (not lines[index].text.strip(" \t") or indentation(lines[index].text)[0] >= 4):
                index += 1
            while not lines[index - 1].text.strip(" \t"):
                index -= 1
            node = Node("code", lines[start:index])
        if node is None:
            node, index = _paragraph(lines, start)
        node.blank_before = blank
        nodes.append(node)
        blank = False
    return nodes


_COMPARISON = pattern(r">=|>[ ]?[~≈]?[ ]?[$±]?\.?\d")
"""``- > 1M: …`` and ``- >= 3 …`` compare: at the beginning of a list item they are no quotes."""


def _special(lines: list[Line], index: int, stripped: str, depth: int) -> tuple[Node | None, int]:
    """A block that its first characters give away, or None for a paragraph."""
    first = stripped[0]
    if first == "#":
        match = _HEADING.match(stripped)
        return (_heading(lines[index], match), index + 1) if match else (None, index)
    if first in "`~":
        match = _FENCE.match(stripped)
        if match and not (first == "`" and "`" in match[2]):
            return _fence(lines, index, match[1])
        return None, index
    if first == ">" and not (depth and _COMPARISON.match(stripped)):
        return _quote(lines, index)
    if first == "<":
        return _html(lines, index, stripped)
    if first == "%":
        return _comment(lines, index, stripped)
    if first in "$\\":
        return _math(lines, index, stripped)
    if first == ".":
        return _directive(lines, index) if _DIRECTIVE.match(stripped) else (None, index)
    if first in "-*_" and _RULE.match(stripped):
        return Node("rule", [lines[index]]), index + 1
    if depth < MAX_DEPTH and marker_of(stripped):
        return _list(lines, index, depth)
    if "|" in lines[index].text and index + 1 < len(lines) and _is_delimiter(lines[index + 1].text):
        return _table(lines, index)
    return None, index


def _is_delimiter(text: str) -> bool:
    return "-" in text and "|" in text and _DELIMITER.match(text.strip(" \t")) is not None


def _heading(line: Line, match: re.Match[str]) -> Node:
    skip = len(line.text) - len(line.text.lstrip(" \t")) + match.end()
    body = line.text[skip:].rstrip()
    closing = body.rstrip("#")
    if closing != body and (not closing or closing[-1] in " \t"):
        body = closing.rstrip()
    return Node("heading", [Line(body, line.number, line.column + skip)], level=len(match[1]), source=[line])


def _fence(lines: list[Line], index: int, mark: str) -> tuple[Node, int]:
    sign = mark[0]
    for end in range(index + 1, len(lines)):
        text = lines[end].text
        if sign not in text or not (inner := text.strip(" \t")).startswith(mark):
            continue
        if not inner.strip(sign) and indentation(text)[0] < 4:
            return Node("fence", lines[index : end + 1]), end + 1
    return Node("fence", lines[index:], closed=False), len(lines)


def _quote(lines: list[Line], index: int) -> tuple[Node, int]:
    end, inner, count = index, [], len(lines)
    while end < count:
        text = lines[end].text
        stripped = text.lstrip(" \t")
        if stripped.startswith(">"):
            skip = len(text) - len(stripped) + (2 if stripped[1:2] == " " else 1)
            inner.append(Line(text[skip:], lines[end].number, lines[end].column + skip))
        elif stripped and inner and inner[-1].text.strip(" \t") and not _starts_block(stripped):
            inner.append(lines[end])  # lazy continuation
        else:
            break
        end += 1
    return Node("quote", inner, source=lines[index:end]), end


def _html(lines: list[Line], index: int, stripped: str) -> tuple[Node | None, int]:
    if stripped.startswith("<!--"):
        end = index
        while end < len(lines) and "-->" not in (lines[end].text if end > index else stripped[4:]):
            end += 1
        if end == index and stripped.rstrip()[-3:] != "-->":
            return None, index  # text follows the comment: the paragraph masks it
        return Node("comment", lines[index : end + 1], closed=end < len(lines)), min(end + 1, len(lines))
    if _HTML.match(stripped):
        end = index
        while end < len(lines) and lines[end].text.strip(" \t"):
            end += 1
        return Node("html", lines[index:end]), end
    return None, index


def _comment(lines: list[Line], index: int, stripped: str) -> tuple[Node | None, int]:
    """``%% … %%``, as Obsidian has it, over lines of its own."""
    if not stripped.startswith("%%"):
        return None, index
    end = index
    while end < len(lines) and "%%" not in (lines[end].text if end > index else stripped[2:]):
        end += 1
    if end == len(lines) or (end == index and stripped.rstrip()[-2:] != "%%"):
        return None, index  # never closed, or text follows: the paragraph masks it
    return Node("comment", lines[index : end + 1]), end + 1


def _math(lines: list[Line], index: int, stripped: str) -> tuple[Node | None, int]:
    closer = {"$$": "$$", "\\[": "\\]"}.get(stripped[:2])
    if closer is None:
        return None, index
    end, rest = index, stripped[2:]
    alone = not rest.strip(" \t")
    while closer not in rest:
        end += 1
        if end == len(lines) or end - index > MAX_MATH:
            return None, index
        rest = lines[end].text
        if not rest.strip(" \t") and not alone:
            return None, index  # a blank line ends the paragraph, and math with it
    if rest.rstrip()[-2:] != closer:
        return None, index
    return Node("math", lines[index : end + 1]), end + 1


def _directive(lines: list[Line], index: int) -> tuple[Node, int]:
    """``.. math::`` of reStructuredText: display math in the indented lines below it."""
    end = last = index + 1
    while end < len(lines) and end - index <= MAX_MATH:
        text = lines[end].text
        if text.strip(" \t"):
            if indentation(text)[0] < 2:
                break
            last = end + 1
        end += 1
    return Node("math", lines[index:last]), last


def _continues(text: str) -> bool:
    """Whether a line right under display math goes on with its paragraph."""
    stripped = text.lstrip(" \t")
    return bool(stripped) and not _starts_block(stripped)


def _starts_block(stripped: str) -> bool:
    """Whether a line interrupts a paragraph. A number does so only if it is 1, as in CommonMark."""
    first = stripped[0]
    if first not in _SPECIAL:
        return False
    if first == "#":
        return _HEADING.match(stripped) is not None
    if first == ".":
        return _DIRECTIVE.match(stripped) is not None
    if first == ">" or (first in "`~" and stripped.startswith(("```", "~~~"))):
        return True
    if first in "-*+_":
        bullet = _BULLET.match(stripped)
        return _RULE.match(stripped) is not None or (bullet is not None and bullet.end() < len(stripped))
    if first == "1":
        number = _NUMBER.match(stripped)
        return number is not None and number[0].lstrip("1")[:1] in ".)" and number.end() < len(stripped)
    if first == "%":
        return stripped.startswith("%%")
    if first == "<":
        return stripped.startswith("<!--") or _HTML.match(stripped) is not None
    return False


def _paragraph(lines: list[Line], index: int) -> tuple[Node, int]:
    """A paragraph; display math right above, below or between its lines is part of it, as in CommonMark."""
    taken: list[Line] = []
    first = lines[index].text.lstrip(" \t")
    if first.startswith(_MATH):
        node, end = _math(lines, index, first)
        taken, index = (node.lines[:], end) if node is not None else ([lines[index]], index + 1)
    else:
        taken.append(lines[index])
        index += 1
    count = len(lines)
    while index < count:
        text = lines[index].text
        stripped = text.lstrip(" \t")
        if not stripped:
            break
        if stripped[0] in _SPECIAL and (text is stripped or indentation(text)[0] < 4):
            setext = _SETEXT.match(stripped)
            if setext and not _ASKED.match(taken[0].text.lstrip()):
                title = Line(" ".join(line.text.strip() for line in taken), taken[0].number, taken[0].column)
                level = 1 if setext[1][0] == "=" else 2
                return Node("heading", [title], level, source=[*taken, lines[index]]), index + 1
            if _starts_block(stripped):
                break
            if stripped.startswith(_MATH):
                node, end = _math(lines, index, stripped)
                if node is not None:
                    taken += node.lines
                    index = end
                    continue
        if "|" in text and index + 1 < count and _is_delimiter(lines[index + 1].text):
            break  # a table's header: what came before is a paragraph of its own
        taken.append(lines[index])
        index += 1
    return Node("paragraph", taken), index


def _table(lines: list[Line], index: int) -> tuple[Node, int]:
    end, count = index + 2, len(lines)
    while end < count:
        stripped = lines[end].text.lstrip(" \t")
        if not stripped or "|" not in stripped or _starts_block(stripped):
            break
        end += 1
    return Node("table", lines[index:end]), end


def _list(lines: list[Line], index: int, depth: int) -> tuple[Node, int]:
    start = index
    if (end := _one_liners(lines, index)) > index:
        return Node("list", lines[index:end], marker=2), end
    items: list[ListItem] = []
    first = marker_of(lines[index].text.lstrip(" \t"))
    assert first is not None
    kind = _sign(first[0])
    while index < len(lines):
        text = lines[index].text
        width, skip = indentation(text)
        match = marker_of(text[skip:]) if width < 4 or items == [] else None
        if match is None or _sign(match[0]) != kind or _RULE.match(text[skip:]):
            break
        item, index = _item(lines, index, width, skip, match, depth)
        items.append(item)
        after = index
        while after < len(lines) and not lines[after].text.strip(" \t"):
            after += 1
        if after < len(lines) and after > index:
            follow = lines[after].text
            fwidth, fskip = indentation(follow)
            nxt = marker_of(follow[fskip:])
            if nxt is not None and fwidth < 4 and _sign(nxt[0]) == kind:
                index = after
            else:
                break
    return Node("list", lines[start:index], made=items), index


def _one_liners(lines: list[Line], index: int) -> int:
    """Where a list ends whose items are a bullet and words in one line each, one below another; ``index`` if it is none."""
    mark, end, count = lines[index].text[:2], index, len(lines)
    if mark not in _PLAIN_BULLETS:
        return index
    while end < count and (text := lines[end].text).startswith(mark) and text[2:3] not in _NO_WORD:
        end += 1
    after = end
    while after < count and not lines[after].text.strip(" \t"):
        after += 1
    if after == count:
        return end
    if after == end:
        return index  # what stands right below may belong to the last item
    width, skip = indentation(lines[after].text)
    return index if width >= 2 or lines[after].text[skip : skip + 1] == mark[0] else end


def _sign(marker: str) -> str:
    return marker.strip()[-1]


def _item(
    lines: list[Line], index: int, width: int, skip: int, match: re.Match[str], depth: int
) -> tuple[ListItem, int]:
    line = lines[index]
    mark = match[0]
    bare = mark.rstrip(" \t")
    gap = len(mark.expandtabs(4)) - len(bare)
    if not 1 <= gap <= 4:
        gap = 1
    offset = width + len(bare) + gap
    text_start = skip + (len(mark) if gap > 1 or len(mark) > len(bare) else len(bare))
    head = Line(line.text[text_start:], line.number, line.column + text_start)
    inner, end, blank, simple = [head], index + 1, False, True
    sibling = mark[0] + " " if not skip and mark[0] in "-*+" else ""
    if sibling and end < len(lines) and lines[end].text.startswith(sibling) and head.text[:1] not in _SPECIAL:
        nodes = [Node("paragraph", inner)] if head.text.strip(" \t") else []
        return ListItem(False, inner, nodes, line.number), end  # one line, and the next item right below it
    in_fence = ""
    opening = _FENCE.match(head.text) if head.text[:1] in ("`", "~") else None
    if opening:
        in_fence = opening[1]
    while end < len(lines):
        text = lines[end].text
        if not text or not text.strip(" \t"):
            ahead = end + 1
            while ahead < len(lines) and not lines[ahead].text.strip(" \t"):
                ahead += 1
            if ahead == len(lines) or indentation(lines[ahead].text)[0] < offset:
                break
            inner += [Line("", lines[k].number, 1) for k in range(end, ahead)]
            end, blank = ahead, True
            continue
        iwidth, iskip = indentation(text)
        if iwidth >= offset:
            inner.append(strip_width(lines[end], offset))
            simple = False
        elif in_fence or blank or marker_of(text[iskip:]) or _starts_block(text[iskip:]):
            break
        else:
            inner.append(Line(text[iskip:], lines[end].number, lines[end].column + iskip))  # lazy continuation
            simple = False
        stripped = inner[-1].text.strip(" \t")
        if stripped.startswith(("```", "~~~")):
            in_fence = "" if in_fence else stripped[:3]
        blank = False
        end += 1
    if simple and not blank and head.text[:1] not in _SPECIAL:
        nodes = [Node("paragraph", inner)] if head.text.strip(" \t") else []
    else:
        nodes = scan(inner, depth + 1)
    return ListItem(bare[-1] in ".)", inner, nodes, inner[-1].number), end
