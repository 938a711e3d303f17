"""Painting: code and the name of its language in, its HTML with Pygments' classes out; plain for an unknown language.

The one door to Pygments. Its lexers compile hundreds of regular expressions before they read a letter, which takes
longer than all the code of most notes; here an expression is made when it is first tried, and the large ones (lists of
keywords, the letters of all scripts) in a form that is quicker to make. A test (tests/test_painting.py) holds the
result equal to Pygments' own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from io import StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pygments.formatters.html import HtmlFormatter

Match = Callable[..., re.Match[str] | None]
"""``re.Pattern.match``: a text, where to match, and perhaps where the text is to end."""


@lru_cache(maxsize=512)
def highlight(code: str, language: str) -> str:
    """Code with Pygments' classes, escaped; plain if the language is not known. A snippet often stands on several
    cards: it is painted once."""
    painter = _painter(language) if language else None
    if painter is not None:
        return painter(code)
    import html  # most code is painted

    return html.escape(code)


@lru_cache(maxsize=64)
def _painter(language: str) -> Callable[[str], str] | None:
    """What paints code of a language: finding its lexer takes longer than most code."""
    from pygments.lexer import RegexLexerMeta
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    try:
        made: Any = find_lexer_class_by_name(language)
    except ClassNotFound:
        return None
    if isinstance(made, RegexLexerMeta) and "_tokens" not in vars(made):
        made._process_regex = staticmethod(_when_tried)  # type: ignore[attr-defined]
    lexer = made(stripnl=False)
    formatter = _formatter()

    def paint(code: str) -> str:
        page = StringIO()
        formatter.format(lexer.get_tokens(code), page)
        return page.getvalue().rstrip("\n")

    return paint


@cache
def _formatter() -> HtmlFormatter[str]:
    from pygments.formatters.html import HtmlFormatter

    return HtmlFormatter(nowrap=True)


def _when_tried(expression: Any, flags: int, _state: str) -> Match:
    """What matches an expression of a lexer, made when it is first tried."""
    match: Match | None = None

    def tried(text: str, *at: int) -> re.Match[str] | None:
        nonlocal match
        if match is None:
            match = _made(expression, flags)
        return match(text, *at)

    return tried


def _made(expression: Any, flags: int) -> Match:
    from pygments.lexer import words

    if isinstance(expression, words) and expression.suffix == r"\b":
        return _one_of(expression, flags)
    whole = _regex(expression)
    return _of_ascii(whole, flags) or re.compile(whole, flags).match


def _regex(expression: Any) -> str:
    """An expression as text: some are written when they are needed."""
    return str(expression) if isinstance(expression, str) else str(expression.get())


def _one_of(expression: Any, flags: int) -> Match:
    """A list of words up to their end: the run of letters that stands there is looked up. What is more than letters
    (``ORDER BY``) is tried first, being longer; letters beyond ASCII have too many ways to differ in case alone."""
    from pygments.lexer import words

    fold = str.lower if flags & re.IGNORECASE else str
    simple = {fold(word) for word in expression.words if _LETTERS.match(word)}
    odd = [word for word in expression.words if not _LETTERS.match(word)]
    run = re.compile(rf"{expression.prefix}(\w+)", flags).match
    more = re.compile(_regex(words(odd, expression.prefix, expression.suffix)), flags).match if odd else None
    whole: Match | None = None

    def one_of(text: str, *at: int) -> re.Match[str] | None:
        nonlocal whole
        if more and (found := more(text, *at)):
            return found
        found = run(text, *at)
        if found is None:
            return None
        if found[1].isascii():
            return found if fold(found[1]) in simple else None
        if whole is None:
            whole = re.compile(_regex(expression), flags).match
        return whole(text, *at)

    return one_of


_LETTERS = re.compile(r"\w+\Z", re.ASCII)


def _of_ascii(whole: str, flags: int) -> Match | None:
    """For an expression with the letters of all scripts one without them, while the text is ASCII."""
    if len(whole) < 1_000:
        return None
    from pygments.unistring import xid_continue, xid_start

    less = whole.replace(xid_start, "A-Z_a-z").replace(xid_continue, "0-9A-Z_a-z")
    if not less.isascii():
        return None
    short: Match = re.compile(less, flags).match
    long: Match | None = None

    def match(text: str, *at: int) -> re.Match[str] | None:
        nonlocal long
        if text.isascii():
            return short(text, *at)
        if long is None:
            long = re.compile(whole, flags).match
        return long(text, *at)

    return match
