"""Render: Markdown in, the safe HTML that Anki shows out, with the media it needs and what is wrong with it.

Most fields take the short way (``shortcut``); the others go through the parser (``markdown``, loaded for them alone).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from flashgen.late import pattern
from flashgen.naming import plain
from flashgen.render.media import Rendered, Shelf, located
from flashgen.render.shortcut import shortcut, unwrapped
from flashgen.render.text import CLOSE, HINT, OPEN, words
from flashgen.tags import mask

__all__ = ["Rendered", "Shelf", "footnotes", "located", "long", "plain", "render", "render_cloze", "short", "words"]


def render(text: str, shelf: Shelf, *, line: bool = False) -> Rendered:
    """Markdown to HTML. A text of one paragraph comes without its ``<p>``.

    ``line``: a text of one line is words, whatever it begins with: the amount ``> 1M`` is no quotation, the name
    ``# of layers`` no heading, ``- 5 °C`` no list.
    """
    line = line or (text[:1] in _AMOUNTS and _AMOUNT.match(text) is not None)
    return short(text, shelf, line=line) or long(text, shelf, line=line)


_AMOUNTS = frozenset(">+-0123456789 \t")
_AMOUNT = pattern(r"\s*(?:[>+-][ \t]*[~≈±]?[$€£]?[\d.,]+[^\n]*|\d+[.)][ \t]*|\d{2,}\.[ \t][^\n]*)\Z")
"""A line that is an amount, a year or a date, though Markdown would see a quotation, a bullet or a numbered item."""


def short(text: str, shelf: Shelf, *, line: bool = False) -> Rendered | None:
    """What ``shortcut`` makes of a text, with its media; None for one that the parser has to read."""
    made = shortcut(text, shelf.paint, shelf.picture, line=line)
    if made is None:
        shelf.found, shelf.problems = [], []  # the parser begins anew
        return None
    return _rendered(made, shelf) if shelf.found or shelf.problems else tuple.__new__(Rendered, (made, (), ()))


def _rendered(made: str, shelf: Shelf) -> Rendered:
    done = Rendered(made, tuple(dict.fromkeys(shelf.found)), tuple(shelf.problems))
    shelf.found, shelf.problems = [], []
    return done


_SIMPLE_CLOZE = re.compile(r"\{\{c[1-9]\d{0,2}::[^{}:`$\\<\n]+(?:::[^{}:`$\\<\n]+)?\}\}")
_CLOZE_OPEN = pattern(r"\{\{c(\d{1,3})::", re.I)
_MARKED = pattern(f"{OPEN}(\\d+){HINT}|{HINT}{HINT}|{CLOSE}")


def render_cloze(text: str, shelf: Shelf) -> Rendered:
    """Markdown with deletions ``{{cN::text::hint}}`` to HTML; ``}}`` and ``::`` within them are made harmless."""
    if _SIMPLE_CLOZE.sub("", text).find("{{") < 0:
        quick = short(text, shelf)
        if quick is not None:
            return quick
    made = long(_cloze_marks(text), shelf)
    return Rendered(_cloze_braces(made.html), made.media, made.problems)


def _cloze_marks(text: str) -> str:
    """Deletions with private characters for their braces, so that Markdown and math leave them alone."""
    for char in (OPEN, CLOSE, HINT):
        text = text.replace(char, "")
    out: list[str] = []
    position, depth, braces = 0, 0, [0]
    masked = mask(text)
    views = [masked]  # what a deletion may end in: not in code or math, unless it began there
    while position < len(text):
        opener = _CLOZE_OPEN.match(text, position) if text[position] == "{" else None
        if opener:
            out.append(f"{OPEN}{int(opener[1])}{HINT}")
            position, depth = opener.end(), depth + 1
            braces.append(0)
            views.append(masked if masked[opener.start()] == "{" else text)
        elif depth and views[-1].startswith("}}", position) and braces[-1] <= 0:
            out.append(CLOSE)
            position, depth = position + 2, depth - 1
            braces.pop()
            views.pop()
        elif (
            depth
            and views[-1].startswith("::", position)
            and braces[-1] <= 0
            and text[position + 2 : position + 3] not in ("", ":")
        ):
            end = text.find("}}", position)
            if end > 0 and "::" not in text[position + 2 : end] and "{" not in text[position:end]:
                out.append(HINT * 2)
            else:
                out.append("::")
            position += 2
        else:
            char = text[position]
            if depth and char in "{}" and views[-1][position] == char:
                braces[-1] += 1 if char == "{" else -1
            out.append(char)
            position += 1
    out += [CLOSE] * depth
    return "".join(out)


def _cloze_braces(made: str) -> str:
    out: list[str] = []
    done = depth = 0
    for match in _MARKED.finditer(made):
        before = made[done : match.start()]
        out.append(_harmless(before) if depth else before)
        if match[1]:
            out.append("{{c" + match[1] + "::")
            depth += 1
        elif match[0] == CLOSE:
            if out and out[-1].endswith("}"):
                out.append(" ")
            out.append("}}")
            depth -= 1
        else:
            out.append("::")
        done = match.end()
    out.append(made[done:])
    return "".join(out)


def _harmless(text: str) -> str:
    while "}}" in text:
        text = text.replace("}}", "} }")
    return text.replace("::", ":&#58;")


def long(text: str, shelf: Shelf, *, line: bool = False) -> Rendered:
    """What the parser makes of a text."""
    from flashgen.render.markdown import parsed

    if "[^" in text and (known := footnotes(shelf.text)):
        text += _footnotes_of(text, known)
    return _rendered(unwrapped(parsed(text, shelf, line=line)), shelf)


_FOOTNOTE = pattern(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(\S[^\n]*(?:\n(?![ \t]*(?:\[\^|\n|\Z))[^\n]+)*)", re.MULTILINE)
_REFERENCE = pattern(r"\[\^([^\]\s]+)\](?!:)")


@lru_cache(maxsize=4)
def footnotes(text: str) -> Mapping[str, str]:
    """The footnotes that a class note defines: label → text.

    >>> footnotes("a[^1] b\\n\\n[^1]: the note")
    {'1': 'the note'}
    """
    return {m[1]: m[2].strip() for m in _FOOTNOTE.finditer(text)} if "[^" in text else {}


def _footnotes_of(text: str, known: Mapping[str, str]) -> str:
    """The definitions that a piece of a note refers to and does not hold itself."""
    own = footnotes(text)
    wanted = dict.fromkeys(m[1] for m in _REFERENCE.finditer(text))
    found = [f"[^{name}]: {known[name]}" for name in wanted if name in known and name not in own]
    return "\n\n" + "\n\n".join(found) if found else ""
