"""Texts cut out of a class note, each with its places: lines in, ``Piece``s and table cells out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from flashgen.document import Piece, Places, Table, spot
from flashgen.structure import Line, Node
from flashgen.tags import MASK, find_tags, mask


def join(lines: Sequence[Line]) -> tuple[str, Places]:
    """The text of lines without the white space at their ends, and its places."""
    if len(lines) == 1:
        line = lines[0]
        stripped = line.text.lstrip(" \t")
        return stripped.rstrip(" \t"), ((0, line.number, line.column + len(line.text) - len(stripped)),)
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []
    offset = 0
    for line in lines:
        stripped = line.text.lstrip(" \t")
        places.append((offset, line.number, line.column + len(line.text) - len(stripped)))
        stripped = stripped.rstrip(" \t")
        parts.append(stripped)
        offset += len(stripped) + 1
    return "\n".join(parts), tuple(places)


def verbatim(lines: Sequence[Line]) -> tuple[str, Places]:
    """Like ``join``, but indentation stays (code, nested lists) and gaps in the numbers are blank lines."""
    if len(lines) == 1:
        return lines[0].text.rstrip(" \t"), ((0, lines[0].number, lines[0].column),)
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []
    offset, last = 0, lines[0].number
    for line in lines:
        number = line.number
        if number > last + 1:
            parts += [""] * (number - last - 1)
            offset += number - last - 1
        places.append((offset, number, line.column))
        text = line.text.rstrip(" \t")
        parts.append(text)
        offset += len(text) + 1
        last = number
    return "\n".join(parts), tuple(places)


def part(text: str, places: Places, start: int, end: int) -> Piece:
    """A stretch of a text, without white space at its ends, with its places."""
    while start < end and text[start] in " \t\n":
        start += 1
    while end > start and text[end - 1] in " \t\n":
        end -= 1
    if len(places) == 1 and start >= places[0][0]:
        offset, line, column = places[0]
        return Piece(text[start:end], ((0, line, column + start - offset),))
    line, column = spot(places, start)
    if end <= start:
        return Piece(text[start:end], ((0, line, column),))
    return Piece(
        text[start:end], ((0, line, column), *((o - start, li, c) for o, li, c in _between(places, start, end)))
    )


def _between(places: Places, start: int, end: int) -> Places:
    """The places strictly between two offsets."""
    low = bisect_right(places, (start, 1 << 60, 0))
    return places[low : bisect_right(places, (end, 0, 0), low)]


def cut(text: str, places: Places, cuts: Iterable[tuple[int, int]] = ()) -> tuple[str, Places]:
    """The text without some stretches, and its new places. White space around a stretch closes up.

    >>> cut("stress (#def): force #exam", ((0, 1, 1),), [(8, 12), (21, 26)])[0]
    'stress: force'
    """
    cuts = sorted(cuts)
    size = len(text)
    if len(cuts) == len(places) == 1 and cuts[0][1] == size and text[0] not in " \t\n":
        return text[: cuts[0][0]].rstrip(" \t\n"), places  # a tag at the end of a line: nearly all of them
    out: list[str] = []
    made: list[tuple[int, int, int]] = []
    length = at = 0
    for start, end in [*cuts, (size, size)]:
        if end < at or (start < at and start != size):
            continue
        left = start
        if start < size:
            if start > at and text[start - 1] == "(" and text[end : end + 1] == ")":
                left, end = left - 1, end + 1
            if end >= size or not text[end].isalnum():
                while left > at and text[left - 1] in " \t":
                    left -= 1
        if left > at:
            line, column = spot(places, at)
            made.append((length, line, column))
            made += [(length + o - at, li, c) for o, li, c in _between(places, at, left)]
            out.append(text[at:left])
            length += left - at
        at = end
        if not out or out[-1][-1] == "\n":
            while at < size and text[at] in " \t":
                at += 1
    joined = "".join(out)
    whole = part(joined, tuple(made) or ((0, *spot(places, 0)),), 0, len(joined))
    if "\n\n" in whole.text and "\n\n" not in text:
        return _closed(whole)
    return whole.text, whole.places


def _closed(piece: Piece) -> tuple[str, Places]:
    """A piece without the lines that a cut left empty."""
    lines: list[str] = []
    made: list[tuple[int, int, int]] = []
    offset = length = 0
    for line in piece.text.split("\n"):
        if line:
            made.append((length, *spot(piece.places, offset)))
            made += [(length + o - offset, li, c) for o, li, c in _between(piece.places, offset, offset + len(line))]
            lines.append(line)
            length += len(line) + 1
        offset += len(line) + 1
    return "\n".join(lines), tuple(made)


def extended(text: str, places: Places, lines: Sequence[Line]) -> tuple[str, Places]:
    """A text with the lines of a further block below it."""
    more, where = verbatim(lines)
    return f"{text}\n{more}", (*places, *((o + len(text) + 1, li, c) for o, li, c in where))


def whole(node: Node) -> list[Line]:
    """The lines of a node as they stood in their container."""
    return node.source or node.lines


def table_of(lines: Sequence[Line]) -> Table:
    """The cells of a pipe table with their places; short rows are filled, long ones cut."""
    header = _cells(lines[0])
    rows = []
    for line in lines[2:]:
        cells = _cells(line)[: len(header)]
        empty = Piece("", ((0, line.number, line.column + len(line.text)),))
        rows.append(tuple(cells + [empty] * (len(header) - len(cells))))
    return Table(tuple(header), tuple(rows))


def _cells(line: Line) -> list[Piece]:
    text = line.text
    masked = mask(text) if "`" in text or "$" in text or "\\" in text or "<" in text else text
    if "\\" in text:
        masked = masked.replace("\\|", MASK * 2)
    end = len(masked.rstrip())
    start = len(masked) - len(masked.lstrip())
    if masked[start : start + 1] == "|":
        start += 1
    if end > start and masked[end - 1] == "|":
        end -= 1
    cells, begin = [], start
    places = ((0, line.number, line.column),)
    for index in [*(i for i in range(start, end) if masked[i] == "|"), end]:
        cells.append(_cell(part(text, places, begin, index)))
        begin = index + 1
    return cells


def _cell(piece: Piece) -> Piece:
    """A cell without its tags, its escaped pipes as they are meant."""
    text, places = piece.text, piece.places
    if "#" in text and (tags := find_tags(text)):
        text, places = cut(text, places, [(tag.start, tag.end) for tag in tags])
    if "\\|" not in text:
        return Piece(text, places) if text is not piece.text else piece
    line, column = spot(places, 0)
    made, offset = [(0, line, column)], 0
    for index, before in enumerate(text.split("\\|")[:-1], 1):
        offset += len(before)
        made.append((offset, *spot(places, offset + index)))
        offset += 1
    return Piece(text.replace("\\|", "|"), tuple(made))
