"""Shortcut: Markdown of the common forms in, the HTML that the parser would make of it out, or None.

Nine fields in ten are words with emphasis, code, math, links and deletions, in paragraphs, simple lists and tables,
quotes, code and display math. A scan by one regular expression reads those in a tenth of the parser's time, and saves
its import. Whatever is not certain to come out the same is left to the parser; a differential test
(tests/test_shortcut.py) holds the two equal, field by field.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

Picture = Callable[[str, str], str]
"""Source and description of an image in, its HTML out."""
Paint = Callable[[str, str], str]
"""Code and its language in, its HTML out."""


class UnsureError(Exception):
    """A text that may be more than it seems: the parser has to read it."""


def escape(text: str) -> str:
    """As the parser escapes text."""
    if "&" not in text and "<" not in text and ">" not in text and '"' not in text:
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


only_words = re.compile(r"[^\W\d_][^\\`*_\[\]<>&~=^$\"{}\n\t\r]*+(?<!\s)\Z").match
"""Finds a text whose HTML is the text itself: most questions, terms and headings."""


def unbalanced(math: str) -> str:
    """What is wrong with the braces of a formula; empty if nothing is."""
    depth = 0
    for brace in _BRACE.finditer(math):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth < 0:
            return f"a }} too many in {math[:40]}"
    return f"{depth} {{ never closed in {math[:40]}" if depth > 0 else ""


_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)

# --------------------------------------------------------------------------- within a paragraph

_SIGN = re.compile(r"[\\`*_\[\]<&~=^$\t\r!\ue000-\ue002]")
"""What may be more than itself. Looked for alone, since an expression of so many forms is slow to fail at every letter."""
_WORDS = r"[^\\`*_\[\]<>&~=^$\n\t\r!]"
_CODE = r"`[^`\n\t\r]++`(?!`)"
_MATH = r"\$(?!\s)[^$`\n\t\r]++(?<![\s\\])\$(?!\$)"
_PIECE = re.compile(
    r"`(?P<code>[^`\n\t\r]++)`(?!`)"
    rf"|\*\*(?=\S)(?P<strong>(?:{_WORDS}++|{_CODE}|{_MATH})++)(?<=\S)\*\*(?!\*)"
    rf"|\*(?=\S)(?P<em>(?:{_WORDS}++|{_CODE}|{_MATH})++)(?<=\S)\*(?!\*)"
    r"|\$(?!\s)(?P<math>[^$`\n\t\r]++)(?<![\s\\])\$(?!\$)"
    rf"|\[(?P<label>{_WORDS}++)\]\((?P<href>https?://[a-z0-9.-]++(?:/[A-Za-z0-9._/-]*+)?|[A-Za-z0-9._/-]++)\)"
    rf"|!\[(?P<alt>{_WORDS}*+)\]\((?P<src>[A-Za-z0-9._/-]++)\)"
    r"|(?P<itself>(?<=[^\W_])_(?=[^\W_])|(?<= )\*(?= )|<(?![A-Za-z/!?])|&(?!#?\w{1,40};)|=(?!=)|!(?!\[))"
)
_EDGES = frozenset(" \n!\"#%&'(),-./:;?@[]`{|}+<=>~^$–—…")
"""White space and punctuation: what may stand around emphasis without a rule about words coming in."""
_BRACES = frozenset("{}:")
"""Those of a deletion are no punctuation to the parser, which sees other characters in their place."""
_LINKS = re.compile(r"\]\(|\]:|\]\[|\[\[|\[\^")


def inline(text: str, picture: Picture) -> str:
    """The HTML of what stands in a paragraph. Raises ``UnsureError``."""
    sign = _SIGN.search(text)
    if sign is None:
        return escape(text)
    out: list[str] = []
    done = 0
    escaped = str if escape(text) is text else escape
    while sign is not None:
        start = sign.start()
        match = _PIECE.match(text, start)
        if match is None:
            if not _alone(text, start):
                raise UnsureError
            sign = _SIGN.search(text, start + 1)
            continue
        form, end = match.lastgroup, match.end()
        if form != "itself":
            out += (escaped(text[done:start]), _piece(text, match, picture))
            done = end
        sign = _SIGN.search(text, end)
    out.append(escaped(text[done:]))
    return "".join(out)


def _piece(text: str, match: re.Match[str], picture: Picture) -> str:
    """The HTML of a piece with marks around it."""
    form = match.lastgroup
    start, end = match.span()
    if form == "code":
        code = match["code"]
        return f"<code>{escape(code[1:-1] if code[0] == code[-1] == ' ' and not code.isspace() else code)}</code>"
    if form == "strong" or form == "em":
        if (start and text[start - 1] not in _EDGES) or (end < len(text) and text[end] not in _EDGES):
            raise UnsureError
        body = match[form]
        if not (body[0].isalnum() and body[-1].isalnum()) and (
            text[start - 1 : start] in _BRACES or text[end : end + 1] in _BRACES
        ):
            raise UnsureError
        return f"<{form}>{inline(body, picture)}</{form}>"
    if form == "math":
        if text[start - 1].isdigit() or text[end : end + 1].isdigit():
            raise UnsureError
        return rf"\({_formula(match['math'])}\)"
    if form == "href":
        if text[start - 1 : start] in ("!", "^"):
            raise UnsureError
        href = match["href"]
        opening = f'<a href="{href}">' if ":" in href else "<a>"
        return f"{opening}{inline(match['label'], picture)}</a>"
    return picture(match["src"], match["alt"])


_linked = lru_cache(maxsize=2)(_LINKS.search)


def _alone(text: str, at: int) -> bool:
    """Whether a sign means itself because there is no second one that it could pair with."""
    sign = text[at]
    if sign in "[]":
        return _linked(text) is None
    return sign in "~$^" and text.count(sign) == 1 and text[at + 1 : at + 2] != "["


_ACTS = re.compile(r"\\(?:href|style|class|cssId|data|mmlToken|bbox|require|unicode)")
"""Commands that do more than show a formula: not for a short way to judge."""


def _formula(math: str) -> str:
    math = math.strip()
    if not math or unbalanced(math) or _ACTS.search(math):
        raise UnsureError
    return escape(math)


# --------------------------------------------------------------------------- blocks

_OPENERS = frozenset("-+*>#|:=~`<$0123456789 \t\r")
"""What a line that is no plain paragraph may begin with."""
_PLAIN_START = re.compile(r"\*\*?(?=\w)|`(?!``)|\$(?!\$)|[-+#~](?=\w)|\d+(?![\d.)])|\d+[.)](?=[^\s.)])")
"""How a paragraph begins that begins with such a sign."""
_ITEM = re.compile(r"([-+*]|(?:0|[1-9]\d{0,7})[.)]) (?=\S)", re.ASCII)
_TASK = re.compile(r"\[[ xX]\]")
_DELIMITERS = re.compile(r"\|(?: *:?-+:? *\|)+")
_FENCE = re.compile(r"```([A-Za-z0-9_+#.-]*)")
_DISPLAY = re.compile(r"\$\$([^$]+)\$\$")
_MAX_COLUMNS = 64
_MAX_DEPTH = 8


def shortcut(text: str, paint: Paint, picture: Picture, *, line: bool = False) -> str | None:
    """The HTML of a text, or None for one that the parser has to read. A single paragraph comes without its ``<p>``;
    ``line``: a text of one line is words, whatever it begins with.

    >>> shortcut("a *b* `c`", lambda code, language: code, lambda source, alt: source)
    'a <em>b</em> <code>c</code>'
    """
    try:
        if "\n" not in text and (line or text[:1] not in _OPENERS):
            made = inline(_trimmed(text), picture).strip()
        else:
            made = unwrapped(_Blocks(text.split("\n"), paint, picture).html())
    except UnsureError:
        return None
    if "<" in text:
        if "\xa0" in text or "![" in text:
            return None
        return made.replace("&quot;", '"').replace("&#x27;", "'")  # the sanitiser, which sees such texts, unquotes them
    return made


def unwrapped(made: str) -> str:
    """HTML without the ``<p>`` of its only paragraph."""
    made = made.strip()
    if made.startswith("<p>") and made.endswith("</p>") and made.count("<p>") == 1:
        return made[3:-4]
    return made


class _Blocks:
    """The lines of a text, read a block at a time; each of the readers returns its HTML and the line to go on with."""

    def __init__(self, lines: list[str], paint: Paint, picture: Picture, depth: int = 0) -> None:
        self.lines, self.paint, self.picture, self.depth = lines, paint, picture, depth

    def html(self) -> str:
        made: list[str] = []
        at = 0
        while at < len(self.lines):
            if self.lines[at]:
                block, at = self.block(at)
                made.append(block)
            else:
                at += 1
        return "".join(made)

    def block(self, at: int) -> tuple[str, int]:
        line = self.lines[at]
        if _is_plain(line):
            end = self.paragraph_end(at + 1)
            return f"<p>{self.paragraph(self.lines[at:end])}</p>\n", end
        if _ITEM.match(line):
            return self.items(at)
        reader = {"`": self.fence, "|": self.table, ">": self.quote, "$": self.display}.get(line[0])
        if reader is None:
            raise UnsureError
        return reader(at)

    def paragraph_end(self, end: int) -> int:
        while end < len(self.lines) and (line := self.lines[end]):
            if not _is_plain(line):
                item = _ITEM.match(line)
                if line.startswith(("```", "> ")) or (item and item[1] in ("-", "*", "+", "1.", "1)")):
                    break
                raise UnsureError
            end += 1
        return end

    def paragraph(self, lines: list[str]) -> str:
        if len(lines) == 1:
            return inline(_trimmed(lines[0]), self.picture)
        text = "\n".join(lines)
        if " \n" in text:
            raise UnsureError  # a hard line break
        return inline(_trimmed(text), self.picture)

    def end(self, at: int) -> None:
        """Nothing may follow right below that could go on with the block."""
        if at < len(self.lines) and self.lines[at]:
            raise UnsureError

    def items(self, at: int) -> tuple[str, int]:
        """A list: an item is a paragraph, with a list in it perhaps. If a blank line stands between two items, all items
        have paragraphs of their own."""
        sign = number = ""
        made: list[str] = []
        after, loose = at, False  # the next line that is not blank; whether a blank line stands between items
        while after < len(self.lines) and (item := _ITEM.match(self.lines[after])):
            if not made:
                number, sign = item[1][:-1], item[1][-1]
            elif item[1][-1] == sign:
                loose = loose or after > at
            elif after > at:
                break  # another list
            else:
                raise UnsureError
            body, indent = [self.lines[after][item.end() :]], " " * item.end()
            at = after + 1
            while at < len(self.lines) and self.lines[at].startswith(indent):
                body.append(self.lines[at][len(indent) :])
                at += 1
            made.append(self.item(body))
            after = at
            while after < len(self.lines) and not self.lines[after]:
                after += 1
        if after == at:
            self.end(at)
        if after < len(self.lines) and self.lines[after][0] == " ":
            raise UnsureError  # a paragraph of the last item
        if loose and any("\n<" in item for item in made):
            raise UnsureError  # lists in a list with blank lines
        opening, closing = ("<li>\n<p>", "</p>\n</li>\n") if loose else ("<li>", "</li>\n")
        start = f' start="{number}"' if number not in ("", "1") else ""
        name = "ol" if number else "ul"
        items = "".join([f"{opening}{item}{closing}" for item in made])
        return f"<{name}{start}>\n{items}</{name}>\n", at

    def item(self, body: list[str]) -> str:
        if not _is_plain(body[0]) or _TASK.match(body[0]):
            raise UnsureError
        if len(body) == 1:
            return self.paragraph(body)
        inner = _Blocks(body, self.paint, self.picture, self.depth + 1)
        end = inner.paragraph_end(1)
        made = self.paragraph(body[:end])
        if end == len(body):
            return made
        if not _ITEM.match(body[end]) or inner.depth > _MAX_DEPTH:
            raise UnsureError
        nested, end = inner.items(end)
        if end < len(body):
            raise UnsureError
        return f"{made}\n{nested}"

    def quote(self, at: int) -> tuple[str, int]:
        start = at
        while at < len(self.lines) and self.lines[at].startswith("> ") and _is_plain(self.lines[at][2:]):
            at += 1
        self.end(at)
        inner = [line[2:] for line in self.lines[start:at]]
        if not inner or inner[0].startswith("[!"):
            raise UnsureError
        return f"<blockquote>\n<p>{self.paragraph(inner)}</p>\n</blockquote>\n", at

    def table(self, at: int) -> tuple[str, int]:
        rows = []
        while at < len(self.lines) and (line := self.lines[at])[:1] == "|":
            if len(line) < 2 or line[-1] != "|":
                raise UnsureError
            rows.append([cell.strip(" ") for cell in line[1:-1].split("|")])
            at += 1
        self.end(at)
        width = len(rows[0])
        if len(rows) < 2 or not _DELIMITERS.fullmatch(self.lines[at - len(rows) + 1]) or len(rows[1]) != width:
            raise UnsureError
        if width > _MAX_COLUMNS:
            raise UnsureError
        aligned = [_ALIGNED[cell[0] == ":", cell[-1] == ":"] for cell in rows[1]]
        head = self.row("th", rows[0], aligned)
        body = "".join(self.row("td", row[:width] + [""] * (width - len(row)), aligned) for row in rows[2:])
        body = f"<tbody>\n{body}</tbody>\n" if body else ""
        return f"<table>\n<thead>\n{head}</thead>\n{body}</table>\n", at

    def row(self, name: str, cells: list[str], aligned: list[str]) -> str:
        made = [
            f"<{name}{style}>{inline(cell, self.picture)}</{name}>\n"
            for cell, style in zip(cells, aligned, strict=True)
        ]
        return f"<tr>\n{''.join(made)}</tr>\n"

    def fence(self, at: int) -> tuple[str, int]:
        opening = _FENCE.fullmatch(self.lines[at])
        if opening is None:
            raise UnsureError
        start = at + 1
        for at in range(start, len(self.lines)):
            if "```" in self.lines[at]:
                if self.lines[at] != "```":
                    raise UnsureError
                code = "\n".join(self.lines[start:at]).rstrip("\n")
                return fenced(self.paint(code, opening[1].strip("."))), at + 1
        raise UnsureError

    def display(self, at: int) -> tuple[str, int]:
        line, end = self.lines[at], at + 1
        if one := _DISPLAY.fullmatch(line):
            return rf"\[{_formula(one[1])}\]", end
        if line != "$$":
            raise UnsureError
        while end < len(self.lines) and "$" not in self.lines[end] and self.lines[end].strip():
            end += 1
        if end == len(self.lines) or self.lines[end] != "$$":
            raise UnsureError
        return rf"\[{_formula(chr(10).join(self.lines[at + 1 : end]))}\]", end + 1


_ALIGNED = {
    (False, False): "",
    (True, False): ' align="left"',
    (False, True): ' align="right"',
    (True, True): ' align="center"',
}


def _trimmed(text: str) -> str:
    """A paragraph without the spaces around it; what is white space only to some stays in doubt."""
    trimmed = text.strip()
    if len(trimmed) != len(text) and len(trimmed) != len(text.strip(" ")):
        raise UnsureError
    return trimmed


def _is_plain(line: str) -> bool:
    """Whether a line is one of a paragraph, and of nothing else wherever it stands."""
    return line != "" and (line[0] not in _OPENERS or _PLAIN_START.match(line) is not None)


def fenced(code: str) -> str:
    """A code block."""
    return f'<pre class="fg-code"><code>{code}</code></pre>\n'
