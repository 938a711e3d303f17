"""What in a line is mark-up and what is code, math, a link's target or HTML: masks, and the tags outside them."""

from __future__ import annotations

import re
from typing import NamedTuple

from flashgen.late import pattern

MASK = "\x01"
"""Stands for a masked character: neither white space nor a letter, so that nothing begins or ends at it."""

COMMENT = "\x02"
"""Stands for a masked character of a comment: ``<!-- … -->``, or ``%% … %%`` as Obsidian has it."""

_COMMENT = pattern(r"\x02[\x02\n]*\x02")
_SPECIAL = re.compile(r"[`$\\<(%]")
_TARGET = re.compile(r"\((?:[^()\n]|\([^()\n]*\))*\)")
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0971-\u0df3"
    "\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0f71-\u0f84\u102b-\u103e\u17b4-\u17d3\u200c\u200d\u3099\u309a"
)
"""Vowel signs and accents of the world's scripts, which are no word characters to ``re``."""
_TAG = re.compile(rf"#([\w/{_MARKS}-]+)")
_LINKED_TAG = pattern(r"\[#([\w/-]+)\]\([^()\s]*\)")
_ANCHOR = pattern(r"\^([A-Za-z0-9][A-Za-z0-9-]*)[ \t]*$")
_COMMENT_ID = pattern(r"<!--[ \t]*id:[ \t]*([^\s>]+)[ \t]*-->", re.I)
_HTML_TAG = pattern(r"</?[A-Za-z][^<>\n]*>|<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>")


class Tag(NamedTuple):
    """A tag in a line: its name, and the stretch of the line that it takes, ``#`` included."""

    name: str
    start: int
    end: int


def mask(text: str) -> str:
    """The text, as long as before and with its line ends, its code, math, comments, HTML tags and link targets masked.

    >>> mask("a `#b` $x$ c").replace(MASK, ".")
    'a .... ... c'
    """
    if _SPECIAL.search(text) is None:
        return text
    out: list[str] = []
    done = position = 0
    missing: set[str] = set()  # closers that are nowhere ahead: looked for once, so that the whole stays linear
    while match := _SPECIAL.search(text, position):
        start = match.start()
        end = _masked_end(text, start, match[0], missing)
        if end > start:
            hidden = text[start:end]
            sign = COMMENT if hidden.startswith(("<!--", "%%")) else MASK
            out += (
                text[done:start],
                "\n".join(sign * len(row) for row in hidden.split("\n")) if "\n" in hidden else sign * len(hidden),
            )
            done = position = end
        else:
            position = -end if end < 0 else start + 1
    out.append(text[done:])
    return "".join(out)


def _find(text: str, closer: str, start: int, missing: set[str]) -> int:
    if closer in missing:
        return -1
    found = text.find(closer, start)
    if found < 0:
        missing.add(closer)
    return found


def _masked_end(text: str, start: int, first: str, missing: set[str]) -> int:
    """Where what begins at ``start`` ends; 0 if nothing begins; negative: where to go on."""
    if first == "`":
        stop = start
        while stop < len(text) and text[stop] == "`":
            stop += 1
        run = text[start:stop]
        found = _find(text, run, stop, missing)
        while found >= 0:
            after = found + len(run)
            if text[after : after + 1] != "`" and text[found - 1] != "`":
                return after
            while after < len(text) and text[after] == "`":
                after += 1
            found = _find(text, run, after, missing)
        missing.add(run)
        return -stop
    if first == "$":
        return _math_end(text, start, missing)
    if first == "\\":
        closer = {"(": "\\)", "[": "\\]"}.get(text[start + 1 : start + 2])
        found = _find(text, closer, start + 2, missing) if closer else -1
        return found + 2 if found >= 0 else -min(start + 2, len(text)) if start + 1 < len(text) else 0
    if first == "%":
        if not text.startswith("%%", start):
            return 0
        if start and text[start - 1].isalnum():
            return -(start + 2)  # 5%%
        found = _find(text, "%%", start + 2, missing)
        return found + 2 if found >= 0 else -(start + 2)
    if first == "<":
        if text.startswith("<!--", start):
            found = _find(text, "-->", start + 4, missing)
            return found + 3 if found >= 0 else 0
        tag = _HTML_TAG.match(text, start)
        return tag.end() if tag else 0
    if text[start - 1 : start] == "]" and start:  # a link's target
        target = _TARGET.match(text, start)
        return target.end() if target else 0
    return 0


def _math_end(text: str, start: int, missing: set[str]) -> int:
    if text.startswith("$$", start):
        found = _find(text, "$$", start + 2, missing)
        return found + 2 if found >= 0 else -(start + 2)
    after = text[start + 1 : start + 2]
    if not after or after in " \t\n":
        return 0
    found = start
    while True:  # currency is no math: the closing dollar follows no space and precedes no digit
        found = _find(text, "$", found + 1, missing)
        if found < 0:
            return 0
        if text[found - 1] == "\\":
            continue
        if text[found - 1] in " \t\n" or text[found + 1 : found + 2].isdigit():
            return 0
        return found + 1


def may_mark(text: str) -> bool:
    """Whether a text can hold a tag, a comment or an id: cheap, and for most the end of it. (One character is found six
    times as quickly as two.)"""
    return (
        ("#" in text and _TAG.search(text) is not None)
        or ("^" in text and _begins_word(text, text.rfind("^")))
        or ("<" in text and "<!--" in text)
        or ("%" in text and "%%" in text)
    )


def _begins_word(text: str, at: int) -> bool:
    return not at or text[at - 1].isspace()


def find_tags(text: str, masked: str | None = None) -> list[Tag]:
    """The tags of a text, outside code, math, links' targets and HTML."""
    if "#" not in text:
        return []
    masked = mask(text) if masked is None else masked
    tags = []
    for match in _TAG.finditer(masked):
        start, name = match.start(), match[1]
        if start and masked[start - 1] != "(" and not masked[start - 1].isspace():
            continue
        if name[0].isalpha() or any(map(str.isalpha, name)):
            tags.append(Tag(name.rstrip("/-"), start, match.end()))
    if "[#" in text:
        tags += [Tag(m[1], m.start(), m.end()) for m in _LINKED_TAG.finditer(text)]
        tags.sort(key=lambda t: t.start)
    return tags


def anchor_of(text: str) -> tuple[str, int, int] | None:
    """An id that the author wrote at the end of a text: the id, and the stretch it takes."""
    at = text.rfind("^")
    if at >= 0 and _begins_word(text, at) and (match := _ANCHOR.match(text, at)):
        return match[1], at, match.end()
    if "<!--" in text and (match := _COMMENT_ID.search(text)):
        return match[1], match.start(), match.end()
    return None


def comments(masked: str) -> list[tuple[int, int]]:
    """The stretches of HTML comments in a masked text."""
    return [m.span() for m in _COMMENT.finditer(masked)] if COMMENT in masked else []
