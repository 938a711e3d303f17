"""The Markdown around numbers: where math opens and closes, and how a stretch of it is made whole again."""

from __future__ import annotations

import re


def math_places(text: str) -> set[int]:
    """Offsets of the ``$`` that open or close math, as Pandoc tells them from dollars."""
    if "$" not in text:
        return set()
    dollars = [m for m in re.finditer(r"\$\$?", text) if not text.endswith("\\", 0, m.start())]
    places: set[int] = set()
    index = 0
    while index + 1 < len(dollars):
        opening, closing = dollars[index], dollars[index + 1]
        if _encloses_math(text, opening, closing):
            places |= {opening.start(), closing.start()}
            index += 2
        else:
            index += 1
    return places


def _encloses_math(text: str, opening: re.Match[str], closing: re.Match[str]) -> bool:
    inside = text[opening.end() : closing.start()]
    if len(opening[0]) != len(closing[0]) or not inside.strip() or "\n\n" in inside:
        return False
    if len(opening[0]) == 2:
        return True
    return not (inside[0].isspace() or inside[-1].isspace() or text[closing.end() : closing.end() + 1].isdigit())


_ON_PAPER = re.compile(
    r"[~≈]?\d[\d.,]*[ ]?(?:[a-zA-Zµμ]|%[ ])|[^\\_^={}]*(?<![\\a-zA-Z])[a-zA-Z]{3,}[ ][^\\_^={}]*$|[\"“]"
)
"""Inside ``\\(…\\)``: a measure, several plain words or a quotation, which is no math."""


def bracket_on_paper(text: str, escaped: re.Match[str], sign: str) -> bool:
    """Whether ``\\(`` or ``\\)`` is a bracket on paper (it holds a measure or words: ``\\(9Kg\\)``) and not math."""
    start, end = escaped.span()
    if len(escaped[0]) > 2 or sign in "[]":
        return False
    opening = start if sign == "(" else text.rfind("\\(", max(0, start - 120), start)
    closing = text.find("\\)", end, end + 120) if sign == "(" else start
    return 0 <= opening < closing and bool(_ON_PAPER.match(text[opening + 2 : closing]))


_EMPHASIS = re.compile(r"\*\*\*|\*\*|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|__")


def whole(text: str, start: int, end: int) -> str:
    """``text[start:end]`` as Markdown that stands alone: code and math are taken whole, emphasis is dropped.

    >>> whole("about **20 lbf** here", 0, 14)
    'about 20 lbf'
    """
    if "$$" in text and text.count("$$", 0, start) % 2:
        return f"${text[start:end].replace('$', '').strip()}$"
    for mark in ("`", "$"):
        if mark in text:
            start, end = _widened(text, start, end, mark)
    piece = _with_brackets(text, start, end) if "\\" in text else text[start:end]
    return " ".join(_plain(piece).split())


def _widened(text: str, start: int, end: int, mark: str) -> tuple[int, int]:
    """The stretch with the code or math whole that it begins or ends in."""
    if text.count(mark, 0, start) % 2 and (opening := text.rfind(mark, max(0, start - 200), start)) >= 0:
        start = opening
    if text.count(mark, start, end) % 2:
        if (closing := text.find(mark, end, end + 200)) >= 0:
            end = closing + 1
            while mark == "$" and text[end : end + 1] == "$":
                end += 1
        elif mark == "$" and text.startswith("$", end):
            end += 1
    return start, end


def _with_brackets(text: str, start: int, end: int) -> str:
    """The stretch with both ends of the ``\\(…\\)`` that it cuts, or that encloses it."""
    piece = text[start:end]
    opens, closes = piece.count("\\("), piece.count("\\)")
    if opens < closes and (opening := text.rfind("\\(", max(0, start - 200), start)) >= 0:
        return text[_before_backslash(text, opening) : end]
    if opens > closes and (closing := text.find("\\)", end, end + 200)) >= 0:
        return text[start : closing + 2]
    if (
        not opens
        and not closes
        and re.search(r"\\\\?\($", text[max(0, start - 3) : start])
        and (closed := re.match(r"\\\\?\)", text[end : end + 3]))
        and not re.match(r"[~≈]?\d[\d.,]*[ ]?[a-zA-Z]", piece)
    ):
        opening = text.rfind("\\(", max(0, start - 4), start)
        return text[_before_backslash(text, opening) : end + len(closed[0])]
    return piece


def _before_backslash(text: str, n: int) -> int:
    """The place of a second backslash before this one, if there is one."""
    return n - 1 if n and text.startswith("\\", n - 1) else n


def _plain(piece: str) -> str:
    """Without emphasis, but for the one in code, in math and between digits."""
    if "*" not in piece and "__" not in piece:
        return piece
    if "`" in piece:
        parts = piece.split("`")
        return "`".join(_EMPHASIS.sub("", p) if n % 2 == 0 else p for n, p in enumerate(parts))
    if "$" in piece or re.search(r"\d\*\*\d", piece):
        return piece
    return _EMPHASIS.sub("", piece)
