"""Quantities as people write them: a line of text in, its tokens and its numbers with places, bounds and units out.

``scan("learning rate usually 1e-6 to 1e-3")`` gives a ``Line`` with one ``Quantity``: low 1e-6, high 1e-3. A lexer makes
tokens (mark-up is dropped, what stood in code, math and bold is remembered), a parser joins them: number, scale, unit,
range, choice, bound, tolerance. What a quantity is *of* is not known here; that is ``binding``. Time is linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flashgen.grammar.words import (
    ARTICLES,
    CJK,
    COUNTABLE,
    HANGUL,
    VAGUE,
    Lexicon,
    is_setting,
    language,
    lexicon,
    singular,
)

Number = int | float | str
"""A JSON number; a string where a number would say less: ``1/3``, ``80/20``, ``3x3``."""


class Token:
    """A word, a number or a sign, with its place in the text."""

    __slots__ = (
        "code",
        "end",
        "exp",
        "glued",
        "kind",
        "mant",
        "math",
        "norm",
        "role",
        "span",
        "start",
        "strong",
        "text",
        "word",
    )

    def __init__(self, kind: str, text: str, start: int, end: int, glued: bool) -> None:
        self.kind, self.text, self.start, self.end, self.glued = kind, text, start, end, glued
        self.norm = text.lower()
        self.code = self.math = self.strong = False
        self.role = ""
        """What the word does (``words``); the same on every token of a phrase."""
        self.span = 0
        """On the first token of a phrase with a role: how many tokens it has."""
        self.mant, self.exp = "", 0
        """Of a number: its digits and the power of ten they are multiplied by."""
        self.word = kind == "word"

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text!r} {self.role}>"


@dataclass(slots=True)
class Quantity:
    """One number, range, bound or set of choices, as it stands in a line."""

    first: int
    """Token where its wording begins: bound and range words included."""
    last: int
    """Token after its wording, unit included."""
    core: int
    """Token of its first number."""
    low: Number | None = None
    high: Number | None = None
    values: tuple[Number, ...] | None = None
    unit: str | None = None
    form: str = "value"
    """value, range, bound, choice, tolerance, relative, ratio, vague."""
    unit_at: tuple[int, int] = (0, 0)
    """Tokens of the unit."""
    physical: bool = False
    """The unit is one of measurement, not a counted noun."""
    compared: bool = False
    """A relative value that compares two things: ``5x larger than``."""
    spelled: bool = False
    """Written as a small number word."""
    hyphened: bool = False
    """``60-step warmup``: number and unit are one adjective."""
    symbol: tuple[int, int] = (0, 0)
    """Tokens of the symbol inside a chained inequality, ``0 < ν < 0.5``."""
    aside: tuple[int, int] = (0, 0)
    """Tokens inside the brackets that follow directly and say what it is for: ``1024 (7B)``."""
    sign: str = ""
    """lower or upper for a bound."""
    words: list[tuple[int, int]] = field(default_factory=list)
    """Token spans of the words that qualify it: ``up to``, ``about``."""
    open_ended: bool = False

    @property
    def numbers(self) -> tuple[Number, ...]:
        """All its numbers."""
        ends = tuple(n for n in (self.low, self.high) if n is not None)
        return ends + (self.values or ())


@dataclass(slots=True)
class Line:
    """A text with its tokens and quantities."""

    text: str
    tokens: list[Token]
    quantities: list[Quantity]
    lexicon: Lexicon
    closing: dict[int, int]
    """Opening bracket token → closing one, and back."""

    def slice(self, first: int, last: int) -> str:
        """The text from one token up to (not including) another."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end] if last > first else ""

    def wording(self, first: int, last: int) -> str:
        """The author's Markdown of a token span, its emphasis dropped and its math and code kept whole."""
        if last <= first:
            return ""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        return whole(self.text, start, end)


# ── the lexer ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_MINUS = "-−–"
_LEX = re.compile(
    r"""
  (?P<space>[ \t\u00a0\u2009\u202f\u200b]+)
 |(?P<skip>https?://[^\s)>]{1,500} | \[@[^\]\n]{0,200}\] | !\[[^\]\n]{0,200}\]\([^)\n]{0,300}\) | \]\([^)\n]{0,300}\)
          | <!--[^>]{0,300}--> | (?<!\d)<sup>[^<>]{0,12}</sup> | </?[a-zA-Z][^<>\n]{0,100}> | \{\{c\d+:: | \{@\{ | \}@\}
          | \[\^[^\]\n]{0,60}\])
 |(?P<frac>\\[dt]?frac\{\d+\}\{\d+\} | [½⅓⅔¼¾⅕⅛⅜⅝⅞])
 |(?P<num>(?:\d+(?:[.,]\d+)*|(?<![\w.])\.\d+)
     (?:(?P<sci>[eE](?:[ ]?[-−–‐‑+][ ]?)?\d{1,3}(?![0-9.]*[a-zA-Z_]))
       |(?P<pow>[ ]?\^[ ]?(?:\{[ ]?(?:\\text\{)?[-−–+]?\}?[ ]?\d{1,4}[ ]?\}|[-−–+]?\d{1,4}) | [ ]?\*\*[-−+]?\d{1,4}(?!\d)
              | [⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4} | <sup>[-−–+]?\d{1,4}</sup>)
       |(?P<suf>(?:[kKMBGT]|bn|mn|tn)(?![A-Za-z0-9µμ²³°])))?)
 |(?P<flag>(?<![\w-])--?[a-z][\w-]*)
 |(?P<tex>\\[a-zA-Z]+(?:_\{[^{}\s]{0,20}\}|_[A-Za-z0-9])?)
 |(?P<esc>\\\\?[(\[)\]] | \\[\\{},;:!\ %_&#$*~`-]?)
 |(?P<cjk>[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆]+ | [\uac00-\ud7a3]+)
 |(?P<word>b/[tw]n?(?![\w/]) | (?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])[^\W\d_])(?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])\w)*
     (?:['’.\-‐‑][^\W_](?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])\w)*)*(?:_\{[^{}\s]{0,20}\})?)
 |(?P<sign><=|>=|==|!=|~=|=~|\+/-|->|=>|<-|\.\.\.|\.\.|---|--|\*\*\*|\*\*|\$\$|''|[^\w\s]|_+)
 |(?P<nl>[ \t]*\n\s*)
 |(?P<rest>.)
""",
    re.X | re.S,
)
_TEX = {
    "\\times": "times",
    "\\cdot": "times",
    "\\leq": "<=",
    "\\le": "<=",
    "\\leqslant": "<=",
    "\\geq": ">=",
    "\\ge": ">=",
    "\\geqslant": ">=",
    "\\lt": "<",
    "\\gt": ">",
    "\\approx": "~",
    "\\sim": "~",
    "\\simeq": "~",
    "\\pm": "pm",
    "\\ldots": "dots",
    "\\dots": "dots",
    "\\to": "arrow",
    "\\rightarrow": "arrow",
    "\\in": "in",
    "\\infty": "inf",
    "\\circ": "deg",
    "\\degree": "deg",
    "\\cdots": "dots",
}
_TEX_DROPPED = frozenset(
    "\\text \\mathrm \\mathbf \\mathit \\textrm \\textbf \\textit \\operatorname \\left \\right \\big \\Big \\quad \\qquad \\mathsf "
    "\\bf \\rm \\it \\displaystyle \\boldsymbol \\mathcal \\unit \\SI \\ensuremath".split()
)
_SIGNS = {
    "<=": "<=",
    "≤": "<=",
    "≦": "<=",
    "⩽": "<=",
    ">=": ">=",
    "≥": ">=",
    "≧": ">=",
    "⩾": ">=",
    "<": "<",
    ">": ">",
    "＜": "<",
    "＞": ">",
    "=": "=",
    "==": "=",
    "＝": "=",
    "≈": "~",
    "~": "~",
    "∼": "~",
    "~=": "~",
    "=~": "~",
    "≃": "~",
    "≅": "~",
    "〜": "~",
    "～": "~",
    "±": "pm",
    "+/-": "pm",
    "×": "times",
    "*": "mark",
    "·": "times",
    "⋅": "times",
    "✕": "times",
    "-": "dash",
    "–": "dash",
    "—": "dash",
    "--": "dash",
    "---": "dash",
    "−": "dash",
    "‐": "dash",
    "‑": "dash",
    "‒": "dash",
    "―": "dash",
    ",": "comma",
    "，": "comma",
    "、": "comma",
    ";": "semi",
    "；": "semi",
    ":": "colon",
    "：": "colon",
    ".": "stop",
    "。": "stop",
    "!": "stop",
    "?": "stop",
    "！": "stop",
    "？": "stop",
    "/": "slash",
    "∕": "slash",
    "(": "(",
    ")": ")",
    "（": "(",
    "）": ")",
    "[": "[",
    "]": "]",
    "{": "{",
    "}": "}",
    "%": "%",
    "％": "%",
    "‰": "%",
    "''": "inch",
    '"': "quote",
    "″": "inch",
    "”": "quote",
    "“": "quote",
    "„": "quote",
    "«": "quote",
    "»": "quote",
    "′": "foot",
    "°": "deg",
    "℃": "deg",
    "+": "plus",
    "→": "arrow",
    "->": "arrow",
    "⟶": "arrow",
    "=>": "arrow",
    "⇒": "arrow",
    "...": "dots",
    "…": "dots",
    "..": "dots2",
    "∞": "inf",
    "`": "mark",
    "**": "mark",
    "***": "mark",
    "$$": "mark",
    "$": "mark",
    "_": "mark",
    "__": "mark",
    "|": "bar",
    "#": "hash",
    "€": "money",
    "£": "money",
    "¥": "money",
    "'": "mark",
    "’": "mark",
    "‘": "mark",
    "^": "caret",
    "∈": "in",
    "&": "amp",
    "@": "other",
}
_ABBREVIATIONS = frozenset(
    "approx ca min max fig eq vs no e.g i.e eg ie resp ch sec pp vol mind bzw z.b zb abb tab kap etc betw p.ex p.ej p.es örn nr circa cf "
    "ex es ej temp avg std incl est typ".split()
)
_PLUS_ISH = frozenset(("times", "plus", "caret"))


def math_places(text: str) -> set[int]:
    """Offsets of the ``$`` that open or close math, as Pandoc tells them from dollars."""
    if "$" not in text:
        return set()
    dollars = [m for m in re.finditer(r"\$\$?", text) if not text.endswith("\\", 0, m.start())]
    places: set[int] = set()
    index = 0
    while index + 1 < len(dollars):
        a, b = dollars[index], dollars[index + 1]
        inside = text[a.end() : b.start()]
        double = len(a[0]) == 2
        fits = inside.strip() != "" and (
            double
            or (not inside[0].isspace() and not inside[-1].isspace() and not text[b.end() : b.end() + 1].isdigit())
        )
        if fits and "\n\n" not in inside and len(a[0]) == len(b[0]):
            places |= {a.start(), b.start()}
            index += 2
        else:
            index += 1
    return places


def tokens_of(text: str, lex: Lexicon) -> list[Token]:
    """The tokens of a text; mark-up is left out, what it says of the words inside is kept on them."""
    dollars = math_places(text)
    found: list[Token] = []
    code = math = strong = False
    glued = False
    add = found.append
    for m in _LEX.finditer(text):
        kind = m.lastgroup or "rest"
        if m["num"] is not None:
            kind = "num"
        start, end = m.start(), m.end()
        piece = m[0]
        if kind == "space":
            glued = False
            continue
        if kind == "skip":
            continue
        token: Token | None = None
        if kind in ("word", "cjk"):
            glued = _words(piece, start, lex, found, glued, (code, math, strong))
            continue
        if kind == "num":
            glued = _number(m, lex, found, glued, (code, math, strong))
            continue
        if kind == "nl":
            token = Token("nl", piece, start, end, False)
        elif kind == "frac":
            shown = re.sub(r"\\[dt]?frac\{(\d+)\}\{(\d+)\}", r"\1/\2", piece)
            token = Token("fraction", shown, start, end, glued)
        elif kind == "flag":
            token = Token("word", piece, start, end, glued)
            token.norm = piece.lstrip("-").lower()
            if piece.startswith("-") and not piece.startswith("--") and not (code or not glued):
                token.norm = piece.lower()
        elif kind == "tex":
            if piece in _TEX_DROPPED:
                continue
            sign = _TEX.get(piece)
            token = Token(sign or "word", piece, start, end, glued)
            if not sign:
                token.math = True
        elif kind == "esc":
            sign = piece.lstrip("\\")
            if sign in ("(", ")", "[", "]") and piece != sign:
                paper = _escaped_bracket(text, start, end, sign, len(piece) > 2)
                if not paper:
                    math = sign in "(["
                    continue
                token = Token(sign, sign, start, end, glued)
            elif sign in ("%", "-", "~"):
                token = Token(_SIGNS[sign], sign, start, end, glued)
            elif sign in ("{", "}") and math:
                token = Token(sign, sign, start, end, glued)
            else:
                glued = glued and sign not in (" ", ",", ";", ":", "!")
                continue
        elif kind == "sign":
            sign = _SIGNS.get(piece, "other")
            if piece == "`":
                code = not code
            elif piece in ("**", "***", "__"):
                strong = not strong
            elif piece in ("$", "$$"):
                if start in dollars:
                    math = not math
                else:
                    sign = "money"
            elif piece in "{}" and math:
                continue
            elif piece == "*":
                before, after = text[start - 1 : start], text[end : end + 1]
                if code or math or (before in " \t" and after in " \t") or (before.isdigit() and after.isdigit()):
                    sign = "star"
            elif (
                piece == "."
                and found
                and found[-1].end == start
                and found[-1].word
                and found[-1].norm in _ABBREVIATIONS
            ):
                continue
            elif piece in ("'", "’", "′"):
                sign = "foot" if found and found[-1].end == start and found[-1].kind == "num" else "mark"
            elif (
                piece in ('"', "”", "″", "''")
                and found
                and found[-1].end == start
                and found[-1].kind in ("num", "fraction")
            ):
                sign = "inch"
            elif piece == "''":
                sign = "mark"
            if sign == "mark":
                continue
            token = Token(sign, piece, start, end, glued)
        if token is None:
            token = Token("other", piece, start, end, glued)
        token.code, token.math, token.strong = code, math or token.math, strong
        add(token)
        glued = kind != "nl"
    return found


_ON_PAPER = re.compile(
    r"[~≈]?\d[\d.,]*[ ]?(?:[a-zA-Zµμ]|%[ ])|[^\\_^={}]*(?<![\\a-zA-Z])[a-zA-Z]{3,}[ ][^\\_^={}]*$|[\"“]"
)
"""Inside ``\\(…\\)``: a measure, several plain words or a quotation, which is no math."""


def _escaped_bracket(text: str, start: int, end: int, sign: str, double: bool) -> bool:
    """Whether ``\\(`` or ``\\)`` is a bracket on paper (it holds a measure or words: ``\\(9Kg\\)``) and not math."""
    if double or sign in "[]":
        return False
    opening = start if sign == "(" else text.rfind("\\(", max(0, start - 120), start)
    closing = text.find("\\)", end, end + 120) if sign == "(" else start
    return 0 <= opening < closing and bool(_ON_PAPER.match(text[opening + 2 : closing]))


def _words(
    piece: str, start: int, lex: Lexicon, found: list[Token], glued: bool, style: tuple[bool, bool, bool]
) -> bool:
    """Add a word; a run of ideographs is cut at its connecting words, a Korean one after a number at its ending."""
    if not piece.isascii():
        if (CJK.search(piece)) and lex.ideographs is not None:
            at = 0
            for m in lex.ideographs.finditer(piece):
                if m.start() > at:
                    _word(piece[at : m.start()], start + at, found, glued, style)
                    glued = True
                _word(m[0], start + m.start(), found, glued, style)
                glued, at = True, m.end()
            if at < len(piece):
                _word(piece[at:], start + at, found, glued, style)
            return True
        if lex.lang == "ko" and HANGUL.search(piece) and piece not in lex.phrases:
            return _hangul(piece, start, found, glued, style)
    _word(piece, start, found, glued, style)
    return True


_KO_MAGNITUDE = re.compile(r"(백만|천만|십만|백|천|만|억|조)")
_KO_ENDINGS = re.compile(
    r"(에서는|에서|으로는|부터|까지의|까지|이상의|이상|이하의|이하|미만|초과|정도로|정도|사이|이내|가량|쯤|으로|로|은|는|이|가|을|를|의|에|이다|와|과|이나|나|입니다|이고|이며|만)$"
)


def _hangul(piece: str, start: int, found: list[Token], glued: bool, style: tuple[bool, bool, bool]) -> bool:
    after_number = bool(found) and found[-1].kind in ("num", "%") and found[-1].end == start
    at = 0
    if after_number and (m := _KO_MAGNITUDE.match(piece)):
        _word(m[0], start, found, glued, style)
        at, glued = m.end(), True
    rest = piece[at:]
    if (
        rest
        and (m := _KO_ENDINGS.search(rest))
        and (after_number or (m.start() > 1 and not is_setting(rest, "ko")))
        and len(rest) > 1
    ):
        if m.start() > 0:
            _word(rest[: m.start()], start + at, found, glued, style)
            glued = True
        ending = start + at + m.start()
        for part in re.finditer(
            r"에서는|에서|부터|까지|이상|이하|미만|초과|정도|사이|이내|가량|입니다|으로|이다|이나|이고|이며|.", m[0]
        ):
            _word(part[0], ending + part.start(), found, True, style)
    elif rest:
        _word(rest, start + at, found, glued, style)
    return True


def _word(piece: str, start: int, found: list[Token], glued: bool, style: tuple[bool, bool, bool]) -> Token:
    token = Token("word", piece, start, start + len(piece), glued)
    token.norm = piece.lower().replace("’", "'")
    token.code, token.math, token.strong = style
    found.append(token)
    return token


def _number(m: re.Match[str], lex: Lexicon, found: list[Token], glued: bool, style: tuple[bool, bool, bool]) -> bool:
    """Add a number, or several where commas part a list (``[0,1]``, ``{16,32}``), or what only looks like one."""
    start, end = m.span()
    digits = m["num"]
    tail = m["sci"] or m["pow"] or m["suf"] or ""
    if tail:
        digits = digits[: len(digits) - len(tail)]
    text = m.string
    if _comma_decimal(digits, text, end):
        parts = [(digits.replace(",", "."), digits)]
    elif (
        digits[0] == "0"
        and digits[1:2] == ","
        and digits.count(",") == 1
        and not (text[start - 1 : start] in ("[", "{", "(") or text[end : end + 1] in ("]", "}", ")"))
    ):
        parts = [(digits.replace(",", "."), digits)]  # 0,3 outside brackets is a decimal comma in any language
    else:
        parts = _mantissas(digits, lex)
    at = start
    for number, mant in enumerate(parts):
        shown = mant[1]
        place = m.string.index(shown, at, end)
        if number:
            comma = Token("comma", ",", place - 1, place, True)
            found.append(comma)
        last = number == len(parts) - 1
        token = Token(
            "num",
            shown + (tail if last else ""),
            place,
            end if last else place + len(shown),
            glued if not number else True,
        )
        token.code, token.math, token.strong = style
        if not mant[0]:
            token.kind = "version"
        token.mant = mant[0]
        if last and tail:
            _tail(token, tail, m)
        found.append(token)
        at = token.end
    return True


_UNIT_NEXT = re.compile(
    r"[ \u00a0\u202f]?(?:[%°µμ]|(?:mm|cm|km|kg|mg|MPa|GPa|kN|Nm|N|s|min|m|g|V|A|W|kW|Hz|kHz)(?![\w]))"
)


def _comma_decimal(digits: str, text: str, end: int) -> bool:
    """``98,07 N``: one comma, not before three digits, and a unit after: a decimal comma whatever the language."""
    whole_part, comma, rest = digits.partition(",")
    if not comma or not whole_part.isdigit() or not rest.isdigit() or len(rest) == 3:
        return False
    return bool(_UNIT_NEXT.match(text, end))


def _mantissas(digits: str, lex: Lexicon) -> list[tuple[str, str]]:
    """(digits for ``float``, as written) of each number in a run of digits, commas and points; empty digits: a version."""
    commas, points = digits.count(","), digits.count(".")
    if not commas and points <= 1:
        if points and lex.decimal_comma:
            whole_part, _, rest = digits.partition(".")
            if len(rest) == 3 and 0 < len(whole_part) <= 3 and whole_part[0] != "0":
                return [(whole_part + rest, digits)]
        return [(digits, digits)]
    if not commas:
        groups = digits.split(".")
        if lex.decimal_comma and all(len(g) == 3 for g in groups[1:]) and 0 < len(groups[0]) <= 3:
            return [("".join(groups), digits)]
        return [("", digits)]
    groups = digits.split(",")
    heads = [g.split(".")[0] for g in groups[1:]]
    grouped = (
        all(len(h) == 3 for h in heads) and 0 < len(groups[0]) <= 3 and groups[0][0] != "0" and "." not in groups[0]
    )
    if grouped and all("." not in g for g in groups[1:-1]):
        powers = all(g.isdigit() and int(g) > 0 and int(g) & (int(g) - 1) == 0 for g in groups)
        if not (powers and commas > 1):
            return [("".join(groups), digits)]
    if lex.decimal_comma and commas == 1:
        whole_part = groups[0].replace(".", "")
        if "." not in groups[1] and whole_part.isdigit():
            return [(whole_part + "." + groups[1], digits)]
    return [x for g in groups if g for x in _mantissas(g, lex)]


_SUFFIX = {"k": 3, "K": 3, "M": 6, "mn": 6, "B": 9, "G": 9, "bn": 9, "T": 12, "tn": 12}


def _tail(token: Token, tail: str, m: re.Match[str]) -> None:
    if m["suf"]:
        token.exp = _SUFFIX[tail]
        return
    digits = re.sub(r"[^\d\-]", "", re.sub(r"[−–‐‑]", "-", tail.translate(_SUPER).replace("sup", "")))
    power = int(digits) if digits.strip("-") and digits.count("-") <= 1 else 0
    if m["sci"]:
        token.exp = power
        return
    if token.mant in ("10", "10.0"):
        token.mant, token.exp = "1", power
        token.norm = "10^"
    elif token.mant and abs(power) <= 64 and len(token.mant) <= 6:
        result = float(token.mant) ** power if float(token.mant) else 0.0
        token.mant = str(int(result)) if result.is_integer() and abs(result) < 1e18 else repr(result)
        if "e" in token.mant:
            token.mant, _, exp = token.mant.partition("e")
            token.exp = int(exp)
    else:
        token.kind, token.mant = "version", ""


def annotate(tokens: list[Token], lex: Lexicon) -> None:
    """Give the words their roles: the longest phrase that begins at a word wins."""
    count = len(tokens)
    index = 0
    phrases = lex.phrases
    while index < count:
        token = tokens[index]
        if (token.word or token.kind == "amp") and not token.code and (entries := phrases.get(token.norm)):
            for words, role in entries:
                size = len(words)
                if role.endswith("_s") or (size > 1 and not _stands(tokens, index, words)):
                    continue
                token.span = size
                for n in range(index, index + size):
                    tokens[n].role = role
                index += size - 1
                break
        index += 1


def _stands(tokens: list[Token], index: int, words: tuple[str, ...]) -> bool:
    if index + len(words) > len(tokens):
        return False
    return all(tokens[index + n].norm == w for n, w in enumerate(words) if n)


def brackets(tokens: list[Token]) -> dict[int, int]:
    """Which bracket closes which."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    match = {")": "(", "]": "[", "}": "{"}
    for n, token in enumerate(tokens):
        if token.kind in ("(", "[", "{"):
            stack.append(n)
        elif (
            token.kind in match
            and stack
            and (tokens[stack[-1]].kind == match[token.kind] or (token.kind != "}" and tokens[stack[-1]].kind != "{"))
        ):
            pairs[stack[-1]] = n
            pairs[n] = stack.pop()
    return pairs


# ── units ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

UNITS = frozenset(
    """mm cm m km dm µm μm um nm pm in inch inches ft foot feet yd mil mils thou tenths Å
    kg g mg µg μg ug t lb lbs lbf oz kgf N kN MN mN Nm kNm J kJ MJ mJ eV keV MeV GeV cal kcal Wh kWh
    Pa kPa MPa GPa hPa bar mbar psi ksi atm Torr mmHg W kW MW GW mW HP hp PS V kV mV A mA Ah mAh Ω kΩ ohm ohms F µF nF pF H
    Hz kHz MHz GHz THz rpm RPM ipm IPM ipr sfm SFM sfpm fpm sfpt ipt fps FPS rps bpm BPM spm wpm CFU IU
    s sec secs ms µs μs us ns ps min mins minute minutes second seconds h hr hrs hour hours day days week weeks month months year years
    millisecond milliseconds microsecond microseconds nanosecond nanoseconds yr yrs
    °C °F °K K C °  degree degrees deg rad radians mrad celsius fahrenheit kelvin dB dBm lux lm cd mol mmol µmol M mM µM
    bit bits byte bytes B kB KB MB GB TB PB KiB MiB GiB TiB kbit Mbit Gbit Mbps Gbps kbps px pixel pixels dpi ppi pt em rem
    L l ml mL µl µL μl dl cl gal gallon gallons litre litres liter liters ppm ppb HRC HRB HB HV FLOPS FLOPs TFLOPS GFLOPS PFLOPS TFLOPs
    millimetre millimetres millimeter millimeters centimetre centimetres centimeter centimeters metre metres meter meters kilometre
    kilometres kilometer kilometers micron microns newton newtons pascal pascals watt watts Watts volt volts amp amps ampere amperes
    joule joules gram grams kilogram kilograms Kg KG pound pounds tonne tonnes ton tons horsepower revolution revolutions rev
    ft-lb ft-lbs in-lb in-lbs lb-ft N·m
    mm² mm³ cm² cm³ m² m³ in² in³ ft² ft³ mm2 mm3 cm2 cm3 m2 m3 in2 in3 cc cfm lpm lbs/ft sq
    Stunden Stunde Minuten Minute Sekunden Sekunde Tage Tag Wochen Woche Jahre Jahr Grad Zoll Prozent prozent percent Prozentpunkte
    heures heure secondes jours jour degrés degré grados grado horas hora minutos minuto segundos segundo días graus dias
    ore ora minuti minuto secondi gradi derece saat dakika saniye gün 度 秒 分 分钟 小时 天 毫米 厘米 米 微米 公斤 千克 克 牛 兆帕 时间 時間 日 도 초 분 시간 일
    pct percentage pp""".split()
)
"""Units of measurement, case as written."""

TIME_UNITS = frozenset(
    """s sec secs min mins minute minutes second seconds h hr hrs hour hours day days week weeks month months year years yr yrs Stunden
    Stunde Minuten Minute Sekunden Tage Tag Wochen Woche Jahre Jahr heures heure jours horas hora minutos días dias ore ora minuti saat
    dakika gün 秒 分钟 小时 天 時間 日 시간 분 일""".split()
)
_PREFIXED = re.compile(r"(?:da|[munpµμkMGTdch])?(?:Pa|N|J|W|V|A|Hz|m|g|s|F|Ω|bit|B|eV|mol|L|l|bar)[²³]?$")
_PER_WORDS = frozenset(("per", "pro", "par", "por", "/", "a", "je"))
_MEASURE_HEADS = frozenset(
    ("cubic", "square", "sq", "sq.", "cu", "kubik", "quadrat", "degrees", "degree", "percentage")
)
COUNTED = frozenset(
    """step steps epoch epochs token tokens sample samples sequence sequences example examples word words image images trial trials layer
    layers row rows parameter parameters params class classes prompt prompts pair pairs iteration iterations document documents sentence
    sentences record records pixel pixels point points instance instances pass passes gpu gpus node nodes batch batches flute flutes
    packed-rows packed neuron neurons unit units channel channels head heads bit bits page pages line lines item items update updates
    label labels datapoint datapoints observation observations run runs worker workers thread threads block blocks frame frames
    response responses ranking rankings completion completions preference preferences conversation conversations question questions
    problem problems demonstration demonstrations rollout rollouts generation generations query queries user users person people file
    files video videos article articles book books cell cells comparison comparisons dialogue dialogues turn turns part parts piece pieces
    feature features component components cluster clusters tree trees fold folds neighbor neighbors neighbour neighbours
    Beispiele Bilder Schritte Epochen Wörter Zeilen Datenpunkte exemples images époques étapes ejemplos imágenes épocas pasos exemplos
    imagens passos esempi immagini epoche passi örnek adım epok görüntü
    个 轮 步 张 条 次 层 件 枚 回 個 エポック ステップ 개 장 번 회 에포크 에폭 스텝 样本 图像 图片 词 トークン サンプル""".split()
)
"""Nouns that are counted: a unit beside a name, a name where there is none."""
RANGE_WORDS = frozenset(
    (
        "range",
        "interval",
        "region",
        "regime",
        "band",
        "取值范围",
        "范围",
        "取值",
        "区间",
        "範囲",
        "범위",
        "bereich",
        "plage",
        "rango",
        "faixa",
        "intervallo",
        "ballpark",
    )
)


# ── the parser ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Atom:
    """One number with its unit."""

    __slots__ = (
        "bare",
        "exp",
        "first",
        "last",
        "mant",
        "physical",
        "ratio",
        "spelled",
        "text",
        "unit",
        "unit_at",
        "vague",
        "value",
    )

    def __init__(self, first: int, last: int) -> None:
        self.first, self.last = first, last
        self.mant, self.exp = "", 0
        self.text = ""
        self.value: Number = 0
        self.unit: str | None = None
        self.unit_at = (0, 0)
        self.physical = self.vague = self.spelled = self.ratio = False
        self.bare = True
        """No suffix, magnitude word or exponent of its own."""


def number(mant: str, exp: int = 0) -> Number | None:
    """A JSON number of digits and a power of ten; None where none would hold it."""
    if abs(exp) > 300 or len(mant) > 300 or mant.count(".") > 1:  # two points: `0,104.1` is no number anywhere
        return None
    if not exp and "." not in mant and "e" not in mant:
        return int(mant)
    value = float(f"{mant}e{exp}")
    if value in (float("inf"), float("-inf")):
        return None
    if value.is_integer() and abs(value) < 1e18 and (exp or "." not in mant):
        return int(value)
    return value


class Scanner:
    """Walks the tokens once and gathers quantities."""

    def __init__(self, text: str, tokens: list[Token], lex: Lexicon) -> None:
        self.text, self.tokens, self.lex = text, tokens, lex
        self.closing = brackets(tokens)
        self.count = len(tokens)

    def kind(self, n: int) -> str:
        return self.tokens[n].kind if 0 <= n < self.count else ""

    def norm(self, n: int) -> str:
        return self.tokens[n].norm if 0 <= n < self.count else ""

    def role(self, n: int) -> str:
        return self.tokens[n].role if 0 <= n < self.count else ""

    def phrase(self, n: int, role: str) -> int:
        """How many tokens a phrase of this role has that begins here; 0 for none."""
        if not 0 <= n < self.count:
            return 0
        token = self.tokens[n]
        if not (token.word or token.kind in ("amp", "~", "mark")) or token.code:
            return 0
        for words, its in self.lex.phrases.get(token.norm, ()):
            if its == role and (len(words) == 1 or _stands(self.tokens, n, words)):
                return len(words)
        return 0

    # numbers

    def atom(self, n: int) -> Atom | None:
        """The number that begins at a token, with its unit."""
        found = self._bare(n)
        if found is None:
            return None
        if (ratio := self._ratio(found)) is not None:
            found.value, found.last = ratio
            found.text, found.ratio, found.bare = ratio[0], True, False
        self._unit(found)
        return found

    def _bare(self, n: int) -> Atom | None:
        if n >= self.count:
            return None
        token = self.tokens[n]
        if token.kind == "num" and token.mant:
            return self._digits(n, token)
        if token.kind == "fraction":
            atom = Atom(n, n + 1)
            atom.value = atom.text = token.text
            return atom
        if token.kind == "inf":
            atom = Atom(n, n + 1)
            atom.value = atom.text = "inf"
            return atom
        if token.word:
            return self._spelled(n, token)
        return None

    def _digits(self, n: int, token: Token) -> Atom | None:
        nxt = self.tokens[n + 1] if n + 1 < self.count else None
        if nxt is not None and nxt.word and nxt.glued and not _unit_like(nxt, self.lex):
            return None  # 3D, 1st, 7x7x: no number of its own (ordinals and dimensions are read elsewhere)
        atom = Atom(n, n + 1)
        mant, exp = token.mant, token.exp
        after = n + 1
        if (
            (self.kind(after) in ("times", "star") or (self.norm(after) == "x" and not self.tokens[after].glued))
            and self.kind(after + 1) == "num"
            and self.tokens[after + 1].norm == "10^"
        ):
            mant, exp = mant, exp + self.tokens[after + 1].exp
            after += 2
            atom.bare = False
        elif token.norm == "10^" or exp:
            atom.bare = False
        while (
            after < self.count
            and self.tokens[after].word
            and (power := self.lex.magnitude(self.tokens[after].norm)) is not None
        ):
            exp += power
            after += 1
            atom.bare = False
        if (
            atom.bare
            and self.norm(after) in ("k", "K".lower())
            and self.norm(after + 1) in COUNTED
            and self.tokens[after].text in "kK"
        ):
            exp, after, atom.bare = exp + 3, after + 1, False
        atom.mant, atom.exp, atom.last = mant, exp, after
        atom.text = token.text
        value = number(mant, exp)
        if value is None:
            return None
        atom.value = value
        return atom

    def _spelled(self, n: int, token: Token) -> Atom | None:
        if token.code or token.math:
            return None
        norm = token.norm
        if norm in VAGUE:
            return self._vague(n, VAGUE[norm])
        if self.role(n) == "few":
            size = self.tokens[n].span or 1
            power = self.lex.magnitude(self.norm(n + size))
            if power is not None:
                atom = self._vague(n, power)
                atom.last = n + size + 1
                return atom
            return None
        nxt = self.norm(n + 1)
        if norm in ARTICLES and norm != "half" and (power := self.lex.magnitude(nxt)) is not None:
            atom = Atom(n, n + 2)
            atom.mant, atom.exp, atom.bare = "1", power, False
        elif norm in self.lex.numbers and self._counts(n, norm):
            atom = Atom(n, n + 1)
            atom.mant, atom.spelled = str(self.lex.numbers[norm]), True
            if (power := self.lex.magnitude(nxt)) is not None:
                atom.exp, atom.last, atom.spelled, atom.bare = power, n + 2, False, False
        elif norm in ("inf", "infinity"):
            atom = Atom(n, n + 1)
            atom.value = "inf"
            return atom
        elif (norm in ("a", "one") and nxt in ("third", "quarter", "fifth", "tenth")) or (
            norm == "two" and nxt in ("thirds", "fifths")
        ):
            atom = Atom(n, n + 2)
            atom.value = atom.text = self.text[token.start : self.tokens[n + 1].end]
            return atom
        else:
            return None
        value = number(atom.mant, atom.exp)
        if value is None:
            return None
        atom.value, atom.text = value, self.text[token.start : self.tokens[atom.last - 1].end]
        return atom

    def _counts(self, n: int, norm: str) -> bool:
        """Whether a small number word counts something here: ``one`` and ``two`` are often pronouns."""
        nxt = self.tokens[n + 1] if n + 1 < self.count else None
        if nxt is None:
            return norm not in ("one", "zero", "single") and self.role(n - 1) in (
                "copula",
                "prep",
                "approx",
                "or",
                "to",
            )
        if self.lex.magnitude(nxt.norm) is not None:
            return True
        if nxt.word and (
            nxt.norm in COUNTED
            or _unit_word(nxt, self.lex)
            or nxt.norm in ("times", "percent", "third", "thirds", "fifths")
        ):
            return True
        if norm in ("one", "zero", "single"):
            return nxt.word and nxt.norm in COUNTABLE
        if nxt.word and nxt.role in ("or", "to", "and"):
            m = n + 1 + max(nxt.span, 1)
            return self.norm(m) in self.lex.numbers or self.kind(m) == "num"
        if norm == "half":
            return self.role(n - 1) in ("det", "prep", "copula") or self.norm(n + 1) in (*_OF, "the")
        return not nxt.word or not nxt.role

    def _vague(self, n: int, power: int) -> Atom:
        atom = Atom(n, n + 1)
        atom.vague, atom.bare = True, False
        atom.mant, atom.exp = ("1", power) if power > 0 else (str(-power), 0)
        after = n + 1
        if self.norm(after) in ("of", "von", "de", "di") and 0 < power < VAGUE.get(self.norm(after + 1), 0):
            atom.exp += VAGUE[self.norm(after + 1)]
            after += 2
        atom.last = after
        atom.value = number(atom.mant, atom.exp) or 0
        atom.text = self.text[self.tokens[n].start : self.tokens[after - 1].end]
        return atom

    # units

    def _unit(self, atom: Atom) -> None:
        """Read the unit after a number; its tokens join the atom."""
        n = atom.last
        kind = self.kind(n)
        if kind == "%" or self.norm(n) in ("percent", "prozent", "pct", "per cent", "yüzde", "퍼센트"):
            atom.unit, atom.unit_at, atom.last, atom.physical = "%", (n, n + 1), n + 1, True
            if self.norm(n + 1) in ("points",):
                atom.last = n + 2
            return
        if kind == "inch":
            size = 1
            atom.unit, atom.unit_at, atom.last, atom.physical = self.tokens[n].text, (n, n + size), n + size, True
            return
        if kind == "foot" and self.tokens[n].glued:
            atom.unit, atom.unit_at, atom.last, atom.physical = "'", (n, n + 1), n + 1, True
            return
        if kind == "deg":
            last = n + 1
            if self.norm(n + 1) in ("c", "f", "k") and self.tokens[n + 1].start - self.tokens[n].end <= 1:
                last = n + 2
            if self.norm(last) in ("per", "pro") and last + 1 < self.count and self.tokens[last + 1].word:
                last += 2  # ° per side
            atom.unit, atom.unit_at, atom.last, atom.physical = (
                self.text[self.tokens[n].start : self.tokens[last - 1].end],
                (n, last),
                last,
                True,
            )
            if atom.unit.startswith("\\"):
                atom.unit = "°" + atom.unit.split("}")[-1].removeprefix("\\circ")
            return
        if (
            kind == "dash"
            and self.tokens[n].glued
            and self.tokens[n].text == "-"
            and n + 1 < self.count
            and self.tokens[n + 1].glued
        ):
            word = self.tokens[n + 1]
            if word.word and (word.text in UNITS or word.norm in COUNTED) and self.tokens[n].end == word.start:
                atom.unit, atom.unit_at, atom.last = word.text, (n + 1, n + 2), n + 2
                atom.physical = word.text in UNITS
            return
        end = self._measure(n)
        if end > n:
            atom.unit, atom.unit_at, atom.last, atom.physical = (
                self.text[self.tokens[n].start : self.tokens[end - 1].end],
                (n, end),
                end,
                True,
            )

    def _measure(self, n: int) -> int:
        """Token after a unit of measurement: ``mm``, ``in³/min``, ``cubic inches per minute``; the same token where there is none."""
        if self.kind(n) == "slash" and n + 1 < self.count and self.tokens[n + 1].text in ("K", "°C") and n:
            return n + 2  # 12e-6 /K
        end = self._one_unit(n)
        if end == n:
            return n
        for _ in range(5):
            kind, word = self.kind(end), self.norm(end)
            if kind == "slash" and self.kind(end + 1) == "(" and (closed := self._unit_product(end + 1)) > end + 1:
                return closed
            if kind == "slash" and self.kind(end + 1) == "num" and (of := self._one_unit(end + 2)) > end + 2:
                return of  # g/100 mL
            if kind in ("slash", "times") or word in _PER_WORDS:
                nxt = self._one_unit(end + 1)
                if (
                    nxt == end + 1
                    and kind == "slash"
                    and self.norm(end + 1)
                    in (
                        "tooth",
                        "flute",
                        "rev",
                        "week",
                        "pass",
                        "step",
                        "token",
                        "gpu",
                        "image",
                        "zahn",
                        "r",
                        "u",
                        "umdr",
                        "tr",
                        "dent",
                    )
                ) or (
                    nxt == end + 1 and word in ("per", "pro") and self.tokens[end + 1].word
                    if end + 1 < self.count
                    else False
                ):
                    nxt = end + 2
                if nxt == end + 1:
                    break
                end = nxt
            elif kind == "caret" and self.kind(end + 1) == "num":
                end += 2
            elif (raised := self._raised(end)) > end:
                end = raised
            elif (nxt := self._one_unit(end)) > end and self._raised(nxt) > nxt:
                end = self._raised(nxt)  # W m⁻¹ K⁻¹
            else:
                break
        return end

    def _raised(self, n: int) -> int:
        """Token after the negative power of a unit, ``⁻¹``; the same token where there is none."""
        here = self.tokens[n] if n + 1 < self.count else None
        power = here is not None and here.text == "⁻" and here.glued and self.tokens[n + 1].text in ("¹", "²", "³", "⁴")
        return n + 2 if power else n

    def _unit_product(self, n: int) -> int:
        """Token after a product of units in brackets, ``(m·K)``; the same token where there is none."""
        closing = self.closing.get(n, n)
        if not 2 <= closing - n <= 8:
            return n
        m = n + 1
        while m < closing and (self.tokens[m].text.rstrip("²³⁴") in UNITS or self._one_unit(m) > m):
            m += 1
            if m < closing and self.kind(m) in ("times", "star", "dash"):
                m += 1  # (m·K), (m K), (m²·K⁴)
        return closing + 1 if m == closing else n

    def _over_noon(self, n: int) -> bool:
        """Whether a number is no hour: ``154 pm`` is a length, ``3 pm`` a time of day."""
        value = number(self.tokens[n].mant) if self.kind(n) == "num" else None
        return value is not None and not isinstance(value, str) and value > 12

    def _one_unit(self, n: int) -> int:
        if n >= self.count:
            return n
        token = self.tokens[n]
        if token.text == "1" and self.kind(n + 1) == "slash" and n + 2 < self.count and self.tokens[n + 2].glued:
            return n + 3 if self.tokens[n + 1].glued and _unit_word(self.tokens[n + 2], self.lex) else n  # 800 1/min
        if token.kind == "word":
            if (
                token.norm in _MEASURE_HEADS
                and n + 1 < self.count
                and self.tokens[n + 1].word
                and (self.tokens[n + 1].text in UNITS or self.tokens[n + 1].norm in UNITS)
            ):
                return n + 2
            if _unit_word(token, self.lex):
                return n + 1
            if token.text == "pm" and self._over_noon(n - 1):
                return n + 1
            if token.text == "in" and self.kind(n - 1) in ("num", "fraction") and self.kind(n + 1) != "word":
                return n + 1
        if token.kind == "deg":
            return n + 1
        return n

    # groups

    def quantities(self) -> list[Quantity]:
        """Every quantity of the line, in order."""
        found: list[Quantity] = []
        n = 0
        while n < self.count:
            if not self._may_begin(self.tokens[n]):
                n += 1
                continue
            further = self._excluded(n)
            if further is not None:
                n = further
                continue
            group = self._group(n)
            if group is None:
                n += 1
                continue
            if not (found and self._relative_pair(found[-1], group)):
                found.append(group)
            n = max(group.last, n + 1)
        return found

    def _may_begin(self, token: Token) -> bool:
        """Whether a quantity can begin with this token: most words and signs are passed over at once."""
        if token.word:
            norm = token.norm
            return (
                norm in self.lex.numbers
                or norm in VAGUE
                or norm in ARTICLES
                or token.role == "few"
                or norm in _MULTIPLES
                or norm in ("inf", "infinity")
                or norm.rpartition(".")[2] in _DRAWS
            )
        return token.kind not in _NEVER_FIRST

    def _relative_pair(self, a: Quantity, b: Quantity) -> bool:
        """Join ``5x or 10x``, ``2x to 4x the rank``: two multiples of the same thing; whether it was done."""
        if (
            a.form != "relative"
            or b.form != "relative"
            or not a.values
            or not b.values
            or a.unit not in ("x", "×", "times", b.unit)
        ):
            return False
        between = self.tokens[a.last : b.first]
        if not 0 < len(between) <= 2 or isinstance(a.values[0], str) or isinstance(b.values[0], str):
            return False
        if any(t.role == "or" or t.role == "and" for t in between) or between[0].kind == "slash":
            a.values = (*a.values, *b.values)
        elif any(t.role == "to" for t in between) or between[0].kind == "dash":
            a.low, a.high, a.values = min(a.values[0], b.values[0]), max(a.values[0], b.values[0]), None
        else:
            return False
        a.unit, a.unit_at, a.last, a.compared = b.unit, b.unit_at, b.last, a.compared or b.compared
        return True

    def _excluded(self, n: int) -> int | None:
        """Token to go on at, where what begins here only looks like a quantity; None where it may be one."""
        token = self.tokens[n]
        kind = token.kind
        if kind == "num":
            before = self.tokens[n - 1] if n else None
            nxt = self.kind(n + 1)
            if before is not None and before.kind in ("hash", "money") and before.end == token.start:
                return n + 1
            if nxt == "money" or self.norm(n + 1) in (
                "usd",
                "eur",
                "dollars",
                "dollar",
                "euro",
                "euros",
                "bucks",
                "cents",
            ):
                return n + 1
            fresh = n == 0 or self.kind(n - 1) == "nl"
            if (
                fresh
                and nxt in ("stop", ")")
                and n + 2 < self.count
                and not token.exp
                and len(token.text) <= 4
                and not self.tokens[n + 2].glued
            ):
                return n + 2  # an enumerator: "2. Choose …", "5.3. More …"
            if before is not None and before.kind in ("star", "caret") and before.end == token.start:
                return n + 1
            if (
                before is not None
                and before.kind in ("star", "plus")
                and n > 1
                and self.kind(n - 2) in ("num", "word", ")", "]")
            ):
                return n + 1
            if (
                nxt in ("star", "plus")
                and self.kind(n + 2) in ("num", "word", "(", "[")
                and not (nxt == "plus" and self.tokens[n + 1].glued)
            ):
                return n + 1
            if (
                before is not None
                and before.kind == "slash"
                and n > 1
                and self.tokens[n - 2].word
                and before.glued
                and token.glued
            ):
                return n + 1  # B/2
            if (
                nxt == "slash"
                and self.tokens[n + 1].glued
                and n + 2 < self.count
                and self.tokens[n + 2].word
                and self.tokens[n + 2].glued
            ):
                return n + 1  # 1/t
            if nxt == "slash" and self.kind(n + 2) == "(":
                return n + 1
            if (
                nxt == "slash"
                and self.kind(n + 2) == "num"
                and self.kind(n + 3) in ("star", "times")
                and self.tokens[n + 3].glued
            ):
                return n + 3  # 8/3*h
            if nxt == "(" and self.tokens[n + 1].glued and token.math:
                return n + 1
            if before is not None and before.kind == "=" and self._arithmetic(n - 2):
                return n + 1
            if (
                nxt == "dash"
                and self.tokens[n + 1].glued
                and self.kind(n + 2) == "num"
                and self.tokens[n + 2].glued
                and (
                    self.kind(n + 3) == "dash"
                    and self.kind(n + 4) == "num"
                    and self.tokens[n + 3].glued
                    and self.tokens[n + 4].glued
                )
            ):
                return n + 5  # a date
            if (
                nxt == "colon"
                and self.tokens[n + 1].glued
                and self.kind(n + 2) == "num"
                and self.tokens[n + 2].glued
                and (len(self.tokens[n + 2].text) == 2 and self._clock(n))
            ):
                return n + 3
            if self.norm(n - 1) in _OF and self.norm(n - 2) in (
                "power",
                "powers",
                "multiple",
                "multiples",
                "potenz",
                "potenzen",
                "root",
            ):
                return n + 1
            if self.norm(n - 1) in ("by", "durch") and self.norm(n - 2) in ("divisible", "teilbar"):
                return n + 1
            if self._reference(n, token):
                return n + 1
            if self._year(n, token):
                return n + 1
            if (
                token.math
                and nxt == "word"
                and self.tokens[n + 1].glued
                and not _unit_word(self.tokens[n + 1], self.lex)
                and self.tokens[n + 1].norm != "x"
            ):
                return n + 1  # 2x + 3y in math
            if token.math and nxt in ("dash", "plus") and self.kind(n + 2) in ("word", "("):
                return n + 1
            if (
                token.math
                and n > 1
                and self.kind(n - 1) in ("dash", "plus")
                and self.kind(n - 2) in ("word", ")")
                and not self.tokens[n - 2].role
            ):
                return n + 1
        elif kind == "(" and token.glued and n and n in self.closing and self.closing[n] - n < 40:
            before = self.tokens[n - 1]
            if (
                before.word
                and before.end == token.start
                and (len(before.text) == 1 or before.code or before.math)
                and before.norm.rpartition(".")[2] not in _DRAWS
            ):
                return self.closing[n] + 1  # a call: N(0, 1), f(3)
        elif (
            kind == "word"
            and token.norm in self.lex.numbers
            and self.norm(n - 1) in _OF
            and self.norm(n - 2) in ("power", "powers", "multiple", "multiples")
        ) or (
            kind == "fraction"
            and token.math
            and (self.kind(n + 1) in ("word", "dash", "plus") and not _unit_word(self.tokens[n + 1], self.lex))
        ):
            return n + 1
        return None

    def _arithmetic(self, n: int) -> bool:
        """Whether numbers multiplied or added end here: what they are equal to is a result."""
        return (
            self.kind(n) == "num"
            and self.kind(n - 1) in ("star", "times", "plus", "slash", "dash")
            and self.kind(n - 2) in ("num", ")", "]")
            and (self.kind(n - 1) in ("star", "plus") or self.tokens[n - 1].end < self.tokens[n].start)
        )

    def _clock(self, n: int) -> bool:
        return self.norm(n + 3) in ("am", "pm", "uhr", "h") or self.norm(n - 1) in ("at", "um", "until", "by", "from")

    def _reference(self, n: int, token: Token) -> bool:
        """``Figure 3``, ``day 4``, ``OLMo 2``, ``Llama 3.1``: the number names, it does not measure."""
        if n == 0:
            return False
        before = self.tokens[n - 1]
        if not before.word or before.code or before.end + 1 < token.start or (token.math and not before.math):
            return False
        unitless = self.kind(n + 1) not in ("%", "inch", "deg") and self._measure(n + 1) == n + 1
        if unitless and self.kind(n + 1) == "dash" and self.kind(n + 2) == "num":
            unitless = self._measure(n + 3) == n + 3 and self.kind(n + 3) not in (
                "%",
                "inch",
                "deg",
            )  # "brass 150-300 m/min"
        if before.norm in _references(self.lex) and unitless and not token.exp:
            if token.mant.startswith("0.") or (before.norm in MATERIALS and not re.fullmatch(r"\d{3,}", token.mant)):
                return False  # "steel 0.27 to 0.30": a grade is a whole number of three digits or more
            if before.norm in _SOFT_REFERENCES:
                return before.text[:1].isupper() or self.kind(n - 2) != "colon"
            return True
        if before.norm in _PLACES and unitless and self.norm(n - 2) in _AT:
            return True  # "after step 1"
        mixed = any(c.isupper() for c in before.text[1:]) and any(c.islower() for c in before.text)
        return (
            mixed
            and unitless
            and not token.exp
            and len(token.mant) <= 4
            and self.norm(n + 1) not in COUNTED
            and self.kind(n + 1) not in ("dash", "~")
        )

    def _year(self, n: int, token: Token) -> bool:
        if (
            len(token.text) != 4
            or not token.text.isdigit()
            or not "1900" <= token.text <= "2039"
            or token.code
            or token.math
        ):
            return False
        if self.norm(n + 1) in COUNTED or self.kind(n + 1) in ("%", "inch", "deg") or self._measure(n + 1) > n + 1:
            return False
        before, after = self.norm(n - 1), self.norm(n + 1)
        other = next((m for m in (n - 2, n + 2) if self.kind(m) == "num"), -1)
        if (
            other >= 0
            and re.fullmatch(r"(?:19|20)\d\d", self.tokens[other].text)
            and self.role(min(n, other) - 1) in ("between", "from")
        ):
            return True
        return (
            before
            in (
                "in",
                "since",
                "from",
                "by",
                "of",
                "paper",
                "al.",
                "al",
                "early",
                "late",
                "until",
                "im",
                "seit",
                "en",
                "em",
                "nel",
                "(",
                "a",
                "the",
            )
            or after in (")", "paper", "年", "년", "edition", "iap")
            or n == 0
        )

    def _group(self, n: int) -> Quantity | None:
        """The quantity that begins here: its first sign or number stands at this token."""
        kind = self.kind(n)
        first = n
        sign = ""
        tolerance = False
        while kind in ("<", ">", "<=", ">=", "~", "pm", "=") and n - first < 4:
            if kind == "pm":
                tolerance = True
            elif kind in ("<", "<="):
                sign = "upper"
            elif kind in (">", ">="):
                sign = "lower"
            n += 1
            kind = self.kind(n)
            prefix = self._prefix(n)
            if prefix:
                n += 1
                kind = self.kind(n)
        if n > first and kind in ("num", "fraction") and self._excluded(n) is not None:
            return None
        if kind in ("[", "{", "(") and n in self.closing:
            inside = self._bracketed(n, first, sign)
            if inside is not None:
                return inside
            return None
        if kind in ("plus", "dash") and self.kind(n + 1) == "num" and self.tokens[n + 1].glued and self._unary(n):
            atom = self.atom(n + 1)
            if atom is not None and kind == "dash" and not isinstance(atom.value, str):
                atom.value = -atom.value
                atom.mant = "-" + atom.mant
                atom.first = n
            start = n
        else:
            start = n
            uniform = self._uniform(n)
            if uniform is not None:
                return uniform
            atom = self.atom(n) if self.norm(n) != "half" or self._twice(n) is None else None
        ordinal = None
        if atom is None:
            ordinal = self._ordinal(n) or self._twice(n)
            if ordinal is None:
                ordinal = self._dimension(n)
            if ordinal is None:
                ordinal = self._glued_times(n)
            if ordinal is None:
                return None
            ordinal.first = first
            if sign and ordinal.values:
                self._bound(ordinal, sign, None)
            self._trailing(ordinal, None)
            self._leading(ordinal, None)
            return ordinal
        return self._chain(first, start, atom, sign, tolerance)

    def _prefix(self, n: int) -> bool:
        """``Ra 0.8``: a letter sign between the comparison and the number."""
        return (
            self.kind(n) == "word" and self.tokens[n].text in _NOTATIONS and self.kind(n + 1) in ("num", "~", "<", ">")
        )

    def _unary(self, n: int) -> bool:
        if n == 0:
            return True
        before = self.tokens[n - 1]
        return before.kind in (
            "(",
            "[",
            "{",
            "comma",
            "colon",
            "=",
            "<",
            ">",
            "<=",
            ">=",
            "~",
            "slash",
            "nl",
            "bar",
            "in",
            "semi",
        ) or (before.word and bool(before.role) and not self.tokens[n].glued)

    def _ordinal(self, n: int) -> Quantity | None:
        """``the 90th percentile of gradient norms``."""
        token = self.tokens[n] if n < self.count else None
        if token is None or token.kind != "num" or self.norm(n + 1) not in ("th", "st", "nd", "rd", "ème", "º"):
            return None
        if self.norm(n + 2) not in ("percentile", "quantile", "centile", "percentil"):
            return None
        end = self._of_phrase(n + 3)
        value = number(token.mant, token.exp)
        if value is None:
            return None
        return Quantity(
            n,
            end,
            n,
            values=(value,),
            unit=whole(self.text, self.tokens[n + 2].start, self.tokens[end - 1].end),
            unit_at=(n + 2, end),
            physical=True,
        )

    def _twice(self, n: int) -> Quantity | None:
        """``twice the rank``, ``double the diameter``."""
        value = 0.5 if self.norm(n) == "half" and self.norm(n + 1) == "the" else _MULTIPLES.get(self.norm(n))
        if value is None or (self.role(n + 1) != "det" and self.norm(n + 1) != "that"):
            return None
        end = self._noun_phrase(n + 1)
        if end <= n + 1:
            return None
        unit = whole(self.text, self.tokens[n + 1].start, self.tokens[end - 1].end)
        unit = unit if value == 0.5 else f"x {unit}"
        return Quantity(n, end, n, values=(value,), unit=unit, unit_at=(n + 1, end), physical=True, form="relative")

    def _dimension(self, n: int) -> Quantity | None:
        """``3x3``, ``2×2``, ``1x1x100``, ``1:20``, ``80/20``: strings."""
        if self.kind(n) != "num" or not self.tokens[n].mant:
            return None
        token = self.tokens[n]
        nxt = self.tokens[n + 1] if n + 1 < self.count else None
        if nxt is not None and nxt.word and nxt.glued and _DIMENSION_TAIL.fullmatch(nxt.text):
            return Quantity(n, n + 2, n, values=(token.text + nxt.text,), form="dimension")
        return None

    def _glued_times(self, n: int) -> Quantity | None:
        """``5x``, ``10×`` with a glued x: relative."""
        if self.kind(n) != "num" or self.norm(n + 1) not in ("x", "xs") or not self.tokens[n + 1].glued:
            return None
        token = self.tokens[n]
        value = number(token.mant, token.exp) if token.mant else None
        if value is None:
            return None
        atom = Atom(n, n + 1)
        atom.value, atom.mant, atom.exp, atom.text = value, token.mant, token.exp, token.text
        return self._chain(n, n, atom, "", False)

    def _chain(self, first: int, start: int, atom: Atom, sign: str, tolerance: bool) -> Quantity:
        """An atom and what is joined to it: a range, choices, a ratio; then what stands around it."""
        quantity = Quantity(
            first, atom.last, start, physical=atom.physical, unit=atom.unit, unit_at=atom.unit_at, spelled=atom.spelled
        )
        atoms = [atom]
        between = self._between(first)
        joined = False
        dims = self._dims(atom)
        if dims is not None:
            quantity.values, quantity.form, quantity.last = (dims[0],), "dimension", dims[1]
            self._trailing(quantity, None)
            self._leading(quantity, sign or None)
            return quantity
        after = copied = self._copies(atom, atom.last)
        step = self._range_sign(after, between)
        if step:
            other = self._signed_atom(after + step)
            if other is not None and (atom.spelled or not other.spelled):
                return self._range(quantity, atom, other, sign, tolerance)
        if self.kind(after) in ("<", "<=", ">", ">="):
            chained = self._chained(quantity, atom, after)
            if chained is not None:
                return chained
        # equal copies: 2**19 = 524,288 ~= 0.5M tokens
        equal = self._equals(atom, after)
        if equal is not None:
            quantity.last = equal.last
            if equal.unit:
                quantity.unit, quantity.unit_at, quantity.physical = equal.unit, equal.unit_at, equal.physical
            after = equal.last
        if not sign and not tolerance:
            joined, after = self._choices(atoms, after)
        quantity.last = max(after, quantity.last) if joined else quantity.last
        if equal is None and not joined:
            quantity.last = copied
        last = atoms[-1]
        if joined:
            _share(atoms)
            quantity.values = tuple(a.value for a in atoms)
            quantity.form = "choice"
            if any(a.vague for a in atoms):
                quantity.low, quantity.values, quantity.form = atom.value, None, "vague"
            if last.unit:
                quantity.unit, quantity.unit_at, quantity.physical = last.unit, last.unit_at, last.physical
            if self.kind(after) == "comma" and self.kind(after + 1) == "dots":
                quantity.open_ended, quantity.last = True, after + 2
            elif self.kind(after) == "dots":
                quantity.open_ended, quantity.last = True, after + 1
        elif tolerance:
            if not isinstance(atom.value, str):
                quantity.low, quantity.high = -atom.value, atom.value
            else:
                quantity.low, quantity.high = "-" + atom.value, atom.value
            quantity.form = "tolerance"
        elif atom.vague:
            quantity.low, quantity.form = atom.value, "vague"
        else:
            quantity.values = (atom.value,)
            quantity.form = "ratio" if atom.ratio else "value"
        self._relative_or_of(quantity, quantity.last)
        self._trailing(quantity, atom)
        self._leading(quantity, sign or None)
        return quantity

    def _between(self, first: int) -> bool:
        """Whether ``between`` (or another language's) stands just before."""
        n = first - 1
        for _ in range(4):
            if n < 0:
                return False
            token = self.tokens[n]
            if token.word and token.role == "between":
                return True
            if not (token.role in ("approx", "hedge", "det") or token.kind in ("~", "(")):
                return False
            n -= 1
        return False

    def _range_sign(self, n: int, between: bool) -> int:
        """How many tokens of range sign stand here; 0 for none."""
        token = self.tokens[n] if n < self.count else None
        if token is None:
            return 0
        kind = token.kind
        if (
            kind == "dash"
            or (kind == "~" and token.text in "~〜～∼")
            or kind == "dots2"
            or (kind == "dots" and self._number_begins(n + 1))
        ):
            if not self._number_begins(n + 1):
                return 0
            spaced = not token.glued
            if token.text == "-" and spaced and n + 1 < self.count and self.tokens[n + 1].glued:
                return 0  # "3 -5": a sign, not a range
            return 1
        if between and (size := self.phrase(n, "and")):
            return size
        if self.lex.lang in ("zh", "ja", "ko") and token.kind == "comma":
            return 0
        size = self.phrase(n, "to")
        if size and self._number_begins(n + size):
            if (
                self.lex.lang in ("zh", "ja", "ko")
                and token.norm in ("和", "与", "と", "과", "와")
                and not between
                and not self._closes_between(n + size)
            ):
                return 0
            return size
        return 0

    def _closes_between(self, n: int) -> bool:
        """Whether a word like 之间, の間, 사이 follows the second number."""
        for m in range(n, min(n + 8, self.count)):
            if self.phrase(m, "between_s") and self.tokens[m].norm not in ("까지", "まで", "정도"):
                return True
        return False

    def _number_begins(self, n: int) -> bool:
        for _ in range(4):
            kind = self.kind(n)
            if kind in ("num", "fraction", "inf"):
                return True
            if kind == "word" and (
                self.role(n) in ("approx", "det")
                or self.norm(n) in ARTICLES
                or self.norm(n) in self.lex.numbers
                or self.norm(n) in VAGUE
                or self.norm(n) in ("inf", "infinity")
                or self._prefix(n)
            ):
                if (
                    self.norm(n) in ARTICLES
                    or self.norm(n) in self.lex.numbers
                    or self.norm(n) in VAGUE
                    or self.norm(n) in ("inf", "infinity")
                ):
                    return self._bare(n) is not None
                n += 1
            elif kind in ("~", "dash", "pm"):
                n += 1
            else:
                return False
        return False

    def _signed_atom(self, n: int) -> Atom | None:
        """A number after a range sign: it may be marked as approximate or have a minus."""
        negative = False
        for _ in range(3):
            if self.kind(n) == "~" or (self.role(n) in ("approx", "det") and self._bare(n) is None) or self._prefix(n):
                n += 1
            elif self.kind(n) == "dash" and self.kind(n + 1) == "num" and self.tokens[n + 1].glued:
                negative = True
                n += 1
                break
            else:
                break
        atom = self.atom(n)
        if atom is None and self.kind(n) == "num" and self.norm(n + 1) == "x" and self.tokens[n + 1].glued:
            token = self.tokens[n]
            atom = Atom(n, n + 1)
            atom.mant, atom.exp, atom.text = token.mant, token.exp, token.text
            value = number(token.mant, token.exp) if token.mant else None
            if value is None:
                return None
            atom.value = value
        if atom is not None and negative and not isinstance(atom.value, str):
            atom.value, atom.mant = -atom.value, "-" + atom.mant
        return atom

    def _range(self, quantity: Quantity, a: Atom, b: Atom, sign: str, tolerance: bool) -> Quantity:
        last = b.last
        _share([a, b])
        low, high = a.value, b.value
        unit = b if b.unit else a
        if a.unit and b.unit and a.unit != b.unit and a.physical and b.physical and _plain(a.unit) != _plain(b.unit):
            low, high = f"{a.text} {a.unit}", f"{b.text} {b.unit}"
            quantity.unit = None
        else:
            quantity.unit, quantity.unit_at, quantity.physical = unit.unit, unit.unit_at, unit.physical
            if not isinstance(low, str) and not isinstance(high, str) and low > high:
                low, high = high, low
        quantity.low = None if low == "inf" else low
        quantity.high = None if high == "inf" else high
        quantity.form = "range"
        quantity.last = last
        if tolerance and not isinstance(high, str):
            quantity.low, quantity.high, quantity.form = -high, high, "tolerance"
        after = self._copies(b, last)
        quantity.last = max(after, last)
        self._relative_or_of(quantity, last)
        self._trailing(quantity, b, ranged=True)
        if sign:
            if sign == "upper":
                quantity.low = None
            else:
                quantity.high = None
            quantity.sign, quantity.form = sign, "bound"
        self._leading(quantity, None)
        return quantity

    def _chained(self, quantity: Quantity, a: Atom, n: int) -> Quantity | None:
        """``0 < ν < 0.5`` and ``0 < p``: a number, a sign, a symbol, perhaps a sign and a number."""
        sign = self.kind(n)
        end = n + 1
        while end < self.count and end - n <= 4 and self.tokens[end].word and not self.tokens[end].role:
            end += 1
        if end == n + 1:
            return None
        low = sign in ("<", "<=")
        quantity.symbol = (n + 1, end)
        quantity.form = "range"
        if self.kind(end) in ("<", "<=", ">", ">=") and (b := self.atom(end + 1)) is not None:
            lo, hi = (a.value, b.value) if low else (b.value, a.value)
            quantity.low, quantity.high = (None if v == "inf" else v for v in (lo, hi))
            quantity.last = b.last
            if b.unit:
                quantity.unit, quantity.unit_at, quantity.physical = b.unit, b.unit_at, b.physical
            return quantity
        if self.tokens[end - 1].math or self.tokens[end - 1].code:
            quantity.form = "bound"
            quantity.low, quantity.high = (a.value, None) if low else (None, a.value)
            quantity.last = end
            return quantity
        return None

    def _equals(self, atom: Atom, n: int) -> Atom | None:
        """Further copies of the same number after ``=`` or ``≈``; the last of them."""
        found = None
        for _ in range(4):
            if self.kind(n) not in ("=", "~") or isinstance(atom.value, str):
                break
            other = self.atom(n + 1)
            if other is None or isinstance(other.value, str) or not _near(atom.value, other.value):
                break
            found, n = other, other.last
        return found

    def _choices(self, atoms: list[Atom], n: int) -> tuple[bool, int]:
        """Gather ``8 or 16``, ``0.1, 0.001 and 0``, ``0.9 / 0.999``, ``64, 128, 256``; whether there are any, and where they end."""
        pending: list[Atom] = []
        ends = n
        at = n
        firm = False
        for _ in range(64):
            step, strength = self._choice_sign(at)
            if not step:
                break
            m = at + step
            while self.kind(m) == "~" or (
                self.role(m) in ("approx", "hedge")
                and self.kind(m) == "word"
                and self._bare(m) is None
                and self.norm(m) in ("even", "maybe", "perhaps", "about", "sogar", "~")
            ):
                m += 1
            if strength == "or" and self.role(m) == "upper" and self.norm(m) == "at":
                m += self.tokens[m].span  # 3x3 or at most 5x5
            if self.kind(m) == "dash" and self.kind(m + 1) == "num" and self.tokens[m + 1].glued:
                break
            other = self.atom(m)
            if other is None or (other.spelled and not atoms[0].spelled) or self._excluded(m) is not None:
                break
            after = self._copies(other, other.last)
            if (self._range_sign(after, False) and self._number_begins(after + 1)) or self._dims(other) is not None:
                break
            if (
                strength == "slash"
                and self.kind(after) == "slash"
                and self.tokens[after].glued
                and not self._number_begins(after + 1)
            ):
                break
            if atoms[0].unit and other.unit and _plain(atoms[0].unit) != _plain(other.unit):
                break
            if (
                other.unit is None
                and atoms[0].unit
                and strength == "comma"
                and other.last < self.count
                and self.tokens[other.last].word
                and not self.role(other.last)
            ):
                break  # "5 mm, 3 flutes"
            if strength in ("and", "or") and self._own_noun(after) and self._name_before(atoms[0].first):
                break
            if strength == "comma" and self._named_right(after):
                pending.append(other)
                if len(pending) < 2:
                    break
            else:
                pending.append(other)
            if strength in ("or", "and", "slash"):
                atoms += pending
                pending = []
                ends, firm = after, True
            at = after
        if pending and (
            firm
            or len(pending) >= 2
            or self._in_code(atoms[0].first)
            or self.kind(at) == "dots"
            or (self.kind(at) == "comma" and self.kind(at + 1) == "dots")
            or self._fills(atoms[0].first, at)
        ):
            atoms += pending
            ends, firm = at, True
        return firm, ends

    def _fills(self, first: int, last: int) -> bool:
        """Whether numbers are all there is after a colon: ``batch size: 16, 32``."""
        return self.kind(first - 1) in ("colon", "=") and self.kind(last) in ("", "semi", "stop", "nl", "bar")

    def _own_noun(self, n: int) -> bool:
        """Whether a noun follows that is a setting itself: ``… and 3 epochs``."""
        return (
            n < self.count
            and self.tokens[n].word
            and (self.norm(n) in COUNTABLE or singular(self.norm(n)) in COUNTABLE)
        )

    def _name_before(self, n: int) -> bool:
        """Whether the name of a setting stands before a number: ``batch size of 16``."""
        n -= 1
        while n >= 0 and (
            self.role(n) in ("prep", "copula", "det", "approx", "hedge", "to") or self.kind(n) in ("=", "~", "colon")
        ):
            n -= 1
        return n >= 0 and self.tokens[n].word and not self.role(n) and is_setting(self.norm(n), self.lex.lang)

    def _named_right(self, n: int) -> bool:
        """Whether a counted noun follows: in ``rank 8, 3 epochs`` the 3 is another fact."""
        if not (n < self.count and self.tokens[n].word):
            return False
        return not self.role(n) and self.lex.lang not in ("zh", "ja")

    def _in_code(self, n: int) -> bool:
        token = self.tokens[n]
        return token.code or token.math

    def _choice_sign(self, n: int) -> tuple[int, str]:
        token = self.tokens[n] if n < self.count else None
        if token is None:
            return 0, ""
        if token.kind == "comma":
            size = 1
            for role in ("or", "and"):
                if extra := self.phrase(n + 1, role):
                    return (1 + extra, role) if self._number_begins(n + 1 + extra) else (0, "")
            return size, "comma"
        if token.kind == "slash":
            return 1, "slash"
        for role in ("or", "and"):
            if size := self.phrase(n, role):
                return size, role
        if token.norm in ("vs", "vs.", "versus") and token.word:
            return 1, "or"
        return 0, ""

    def _bracketed(self, n: int, first: int, sign: str) -> Quantity | None:
        """``{16, 32}``, ``[0.9, 0.99]``, ``(0.9, 0.999)``: choices, or an interval where two bounds stand in square brackets."""
        end = self.closing[n]
        if end - n > 130 or (self.kind(n) == "(" and end - n < 4):
            return None
        m = n + 1
        atoms: list[Atom] = []
        open_ended = False
        while m < end:
            if self.kind(m) == "dots":
                open_ended = True
                m += 1
            else:
                negative = self.kind(m) in ("dash", "plus")
                atom = self.atom(m + negative)
                if atom is None or atom.vague:
                    return None
                if negative and self.kind(m) == "dash" and not isinstance(atom.value, str):
                    atom.value = -atom.value
                atoms.append(atom)
                m = atom.last
            if m < end:
                if self.kind(m) not in ("comma", "semi", "bar"):
                    return None
                m += 1
                m += self.phrase(m, "or") or self.phrase(m, "and")
        if len(atoms) < 2 or (
            self.kind(n) == "("
            and any(
                self.tokens[a.first].exp == 0 and len(a.text) == 4 and a.text.startswith(("19", "20")) for a in atoms
            )
        ):
            return None
        quantity = Quantity(
            first, end + 1, atoms[0].first, unit=atoms[-1].unit, unit_at=atoms[-1].unit_at, physical=atoms[-1].physical
        )
        interval = (
            len(atoms) == 2
            and not isinstance(atoms[0].value, str)
            and self.kind(n) in ("[", "(")
            and not open_ended
            and (atoms[1].value == "inf" or (not isinstance(atoms[1].value, str) and atoms[0].value < atoms[1].value))
            and (self.kind(end) != self.closing_sign(n) or self._interval_near(n) or atoms[1].value == "inf")
        )
        if interval:
            quantity.low, quantity.high, quantity.form = atoms[0].value, atoms[1].value, "range"
            if quantity.high == "inf":
                quantity.high = None
        else:
            quantity.values, quantity.form = tuple(a.value for a in atoms), "choice"
            quantity.open_ended = open_ended
        if quantity.unit is None and (m := self._measure(end + 1)) > end + 1:
            quantity.unit, quantity.unit_at, quantity.physical, quantity.last = (
                self.text[self.tokens[end + 1].start : self.tokens[m - 1].end],
                (end + 1, m),
                True,
                m,
            )
        elif quantity.unit is None and self.kind(end + 1) == "%":
            quantity.unit, quantity.unit_at, quantity.physical, quantity.last = "%", (end + 1, end + 2), True, end + 2
        self._trailing(quantity, None)
        self._leading(quantity, sign or None)
        return quantity

    def closing_sign(self, n: int) -> str:
        """The bracket that properly closes this one."""
        return {"(": ")", "[": "]", "{": "}"}[self.kind(n)]

    def _interval_near(self, n: int) -> bool:
        for m in range(max(0, n - 4), n):
            if (
                self.norm(m) in RANGE_WORDS
                or self.role(m) in ("between", "from")
                or self.norm(m) in ("within", "ranges")
                or self.kind(m) == "in"
            ):
                return True
        return self.norm(n - 1) == "in"

    def _uniform(self, n: int) -> Quantity | None:
        """``10 ** uniform(-5, -2)`` and ``uniform(0.1, 0.3)``: a range."""
        m = n
        power = False
        if (
            self.kind(n) == "num"
            and self.tokens[n].mant == "10"
            and ((self.kind(n + 1) in ("star", "caret", "mark")) or self._stars(n))
        ):
            m = n + 1
            while self.kind(m) in ("star", "caret", "("):
                m += 1
            power = True
            if self.kind(m) == "word" and self.kind(m + 1) == "word":
                m += 1
        if self.kind(m) != "word" or self.norm(m).rpartition(".")[2] not in _DRAWS:
            return None
        if self.kind(m + 1) != "(" or m + 1 not in self.closing:
            return None
        end = self.closing[m + 1]
        numbers: list[Number] = []
        k = m + 2
        while k < end and len(numbers) < 3:
            sign = -1 if self.kind(k) == "dash" else 1
            atom = self._bare(k + 1 if sign < 0 else k)
            if atom is None or isinstance(atom.value, str):
                k += 1
                continue
            if power or self.norm(m).endswith("logspace"):
                value = (
                    number("1", int(sign * atom.value))
                    if float(atom.value).is_integer()
                    else float(10 ** min(max(sign * atom.value, -300), 300))
                )
            else:
                value = sign * atom.value
            if value is None:
                return None
            numbers.append(value)
            k = atom.last
        if len(numbers) < 2:
            return None
        low, high = sorted(numbers[:2])
        last = end + 1
        while self.kind(last) == ")" and self.closing.get(last, last) >= n:
            last += 1
        return Quantity(n, last, n, low=low, high=high, form="range")

    def _stars(self, n: int) -> bool:
        """Whether ``**`` (which the lexer takes for emphasis) follows a number and a call comes next."""
        return self.kind(n + 1) == "word" and "**" in self.text[self.tokens[n].end : self.tokens[n + 1].start]

    def _ratio(self, atom: Atom) -> tuple[str, int] | None:
        """``1/3``, ``80/20``, ``1:20``: the string and the token after it; None where the sign says something else."""
        n = atom.last
        token = self.tokens[n] if n < self.count else None
        if (
            token is None
            or atom.unit
            or not isinstance(atom.value, int)
            or token.kind not in ("slash", "colon")
            or not token.glued
        ):
            return None
        other = self.tokens[n + 1] if n + 1 < self.count else None
        if (
            other is None
            or other.kind != "num"
            or not other.glued
            or not other.mant.isdigit()
            or other.exp
            or not atom.bare
        ):
            return None
        if token.kind == "slash" and self.lex.magnitude(self.norm(n + 2)) is not None:
            return None
        text = self.text[self.tokens[atom.first].start : other.end]
        end = n + 2
        a, b = atom.value, int(other.mant)
        more = (
            self.kind(end) == token.kind
            and self.tokens[end].glued
            and self.kind(end + 1) == "num"
            and self.tokens[end + 1].glued
        )
        if token.kind == "colon":
            if more:
                end += 2
                text = self.text[self.tokens[atom.first].start : self.tokens[end - 1].end]
            return text, end
        if more:
            third = self.tokens[end + 1].mant
            if third.isdigit() and a + b + int(third) == 100:
                end += 2
                return self.text[self.tokens[atom.first].start : self.tokens[end - 1].end], end
            return None
        if (
            a + b == 100
            or (b and a < b and (a == 1 or _coprime(a, b)))
            or (b and a > b and _coprime(a, b) and b <= 16 and b > 1)
            or (a == 1 and b == 1)
        ):
            return text, end
        return None

    def _dims(self, atom: Atom) -> tuple[str, int] | None:
        """``3 × 3``, ``224x224``: the string and the token after it."""
        n = atom.last
        end = n
        while (
            self.kind(end) == "times"
            or (self.norm(end) == "x" and self.kind(end) == "word")
            or (self.kind(end) == "star" and self.tokens[end].glued)
        ):
            other = self.tokens[end + 1] if end + 1 < self.count else None
            if other is None or other.kind != "num" or other.norm == "10^" or other.exp < 0:
                break
            end += 2
        if end == n or atom.unit:
            return None
        return self.text[self.tokens[atom.first].start : self.tokens[end - 1].end].replace("\\times", "×"), end

    # what stands around

    def _copies(self, atom: Atom, n: int) -> int:
        """Token after copies of the number in other units: ``/ 0.13mm``, ``(9 kg)``, ``(0.0001)``."""
        if self.kind(n) == "slash" and atom.physical:
            other = self.atom(n + 1)
            if other is not None and other.physical and other.unit and _plain(other.unit) != _plain(atom.unit or ""):
                return other.last
        if self.kind(n) == "=" and atom.physical:
            other = self.atom(n + 1)
            if other is not None and other.physical and other.unit and _plain(other.unit) != _plain(atom.unit or ""):
                return other.last
        return self._copy_in_brackets(n, (atom.value,), bool(atom.unit))

    def _copy_in_brackets(self, n: int, values: tuple[Number, ...], has_unit: bool) -> int:
        """Token after brackets that say the same number again (another unit, another notation); the same token where they don't."""
        if self.kind(n) != "(" or n not in self.closing:
            return n
        end = self.closing[n]
        if end - n > 16:
            return n
        m = n + 1
        while m < end and (
            self.kind(m) in ("~", "=", "pm") or self.role(m) in ("approx", "example") or self.norm(m) in ("i.e", "=")
        ):
            m += 1
        first = self.atom(m)
        if first is None or first.vague:
            return n
        at = first.last
        if (step := self._range_sign(at, False)) and (second := self._signed_atom(at + step)) is not None:
            at = second.last
            first.physical = first.physical or second.physical
            first.unit = first.unit or second.unit
        if at == end:
            if first.physical and has_unit and first.unit != "%":
                return end + 1
            if not isinstance(first.value, str):
                for value in values:
                    if not isinstance(value, str) and _near(value, first.value) and not first.unit:
                        return end + 1
        return n

    def _relative_or_of(self, quantity: Quantity, n: int) -> None:
        """``× hole diameter``, ``x the rank``, ``times``, ``% of total steps``, ``of the pre-training LR``."""
        token = self.tokens[n] if n < self.count else None
        if token is None:
            return
        if quantity.unit == "%":
            if (self.phrase_of(n)) and (end := self._of_phrase(n)) > n:
                stop = self.tokens[end - 1].end
                if quantity.unit_at[1] == n or self.tokens[quantity.unit_at[0]].end <= self.tokens[n].start:
                    quantity.unit = f"{self.tokens[quantity.unit_at[0]].text} {whole(self.text, token.start, stop)}"
                quantity.last = max(quantity.last, end)
            return
        if quantity.unit is None and (
            token.kind in ("times",) or (token.norm in ("x", "times", "fold", "×") and token.word)
        ):
            if self.kind(n + 1) in ("num",):
                return
            compare = n + 1
            while (
                compare < self.count
                and self.role(compare) in ("approx", "hedge", "det")
                and self.role(compare + 1) == "compare"
            ):
                compare += 1
            quantity.form = "relative"
            than = self.norm(compare + 1) == "than" or self.norm(compare) in ("as",)
            if self.role(compare) in ("compare", "than") or than:
                quantity.compared = True
                quantity.last = n + 1
                quantity.unit, quantity.unit_at = token.text, (n, n + 1)
                return
            end = self._noun_phrase(n + 1)
            stop = self.tokens[end - 1].end
            quantity.unit = self.text[token.start : stop] if token.math else whole(self.text, token.start, stop)
            quantity.unit_at, quantity.last, quantity.physical = (n, end), end, True
            return
        fraction = (
            quantity.form == "ratio"
            or (quantity.values is not None and len(quantity.values) == 1 and isinstance(quantity.values[0], str))
            or (quantity.spelled and self.norm(n - 1) == "half")
            or (self.role(n + 1) == "det" and quantity.form == "value" and _below_one(quantity))
        )
        if (
            quantity.unit is None
            and fraction
            and self.phrase_of(n)
            and quantity.values
            and ":" not in str(quantity.values[0])
        ):
            if quantity.form == "ratio" and "/" in str(quantity.values[0]) and self._split(str(quantity.values[0])):
                return
            end = self._of_phrase(n)
            if end > n:
                quantity.unit, quantity.unit_at, quantity.last, quantity.form = (
                    whole(self.text, token.start, self.tokens[end - 1].end),
                    (n, end),
                    end,
                    "relative",
                )
            return
        if quantity.unit is None and fraction and quantity.form == "ratio":
            if token.kind == "inch":
                quantity.unit, quantity.unit_at, quantity.last, quantity.physical = token.text, (n, n + 1), n + 1, True
            elif (end := self._measure(n)) > n:
                quantity.unit, quantity.unit_at, quantity.last, quantity.physical = (
                    self.text[token.start : self.tokens[end - 1].end],
                    (n, end),
                    end,
                    True,
                )

    @staticmethod
    def _split(value: str) -> bool:
        a, _, b = value.partition("/")
        return a.isdigit() and b.isdigit() and int(a) + int(b) == 100

    def phrase_of(self, n: int) -> bool:
        """Whether ``of`` (or another language's) stands here."""
        return self.norm(n) in _OF and self.kind(n) == "word"

    def _of_phrase(self, n: int) -> int:
        """Token after ``of …``."""
        if not self.phrase_of(n):
            return n
        end = self._noun_phrase(n + 1)
        return end if end > n + 1 else n

    def _noun_phrase(self, n: int) -> int:
        """Token after the noun phrase that begins here: articles, words, ``of`` between them."""
        end = n
        start = n
        while end < self.count and end - start < 9:
            token = self.tokens[end]
            if token.word or token.kind == "amp":
                role = token.role
                if role == "det":
                    if end > start and self.norm(end - 1) not in _OF:
                        break
                elif token.norm in _OF:
                    if end == start or not (end + 1 < self.count and self.tokens[end + 1].word):
                        break
                elif (
                    role
                    and not (
                        role in ("reference", "past", "hedge")
                        and end > start
                        and role != "hedge"
                        and token.norm not in ("was", "were")
                    )
                    and token.norm not in _NOUNISH
                ) and not (
                    role in _NOUN_ROLES
                    and end + 1 < self.count
                    and self.tokens[end + 1].word
                    and not self.tokens[end + 1].role
                ):
                    break
            elif token.kind == "nl":
                if not (
                    end + 1 < self.count
                    and self.tokens[end + 1].word
                    and self.tokens[end + 1].role in ("", "det")
                    and self.tokens[end + 1].text[:1].islower()
                ):
                    break
                if self.norm(end - 1) not in _OF:
                    break
            elif (
                token.kind == "dash"
                and token.glued
                and end + 1 < self.count
                and self.tokens[end + 1].glued
                and self.tokens[end + 1].word
            ) or token.kind == "fraction":
                pass
            else:
                break
            end += 1
        while end > start and (
            self.tokens[end - 1].role == "det" or self.norm(end - 1) in _OF or self.kind(end - 1) == "nl"
        ):
            end -= 1
        return end

    def _trailing(self, quantity: Quantity, atom: Atom | None, ranged: bool = False) -> None:
        """What follows: ``+``, ``or more``, ``or so``, ``range``, copies in brackets, an aside in brackets."""
        n = quantity.last
        if atom is not None and quantity.form in ("value", "choice", "range"):
            after = self._copies_of(quantity, n)
            if after > n:
                quantity.last = n = after
        if (
            self.kind(n) == "plus"
            and self.tokens[n].glued
            and not (n + 1 < self.count and self.tokens[n + 1].glued and self.kind(n + 1) in ("num",))
        ):
            self._bound(quantity, "lower", None)
            quantity.last = n + 1
            if quantity.unit is None and (end := self._measure(n + 1)) > n + 1:
                quantity.unit, quantity.unit_at, quantity.physical, quantity.last = (
                    self.text[self.tokens[n + 1].start : self.tokens[end - 1].end],
                    (n + 1, end),
                    True,
                    end,
                )
            return
        # a counted noun may stand between the number and "or more"
        for at in (n, n + 1):
            if at == n + 1 and not (self.norm(n) in COUNTED and not self.role(n)):
                break
            if (
                (size := self.phrase(at, "lower_s"))
                and quantity.form in ("value", "ratio", "vague")
                and self._suffix_ok(at, size)
            ):
                self._bound(quantity, "lower", (at, at + size))
                if at == n:
                    quantity.last = at + size
                return
            if (
                (size := self.phrase(at, "upper_s"))
                and quantity.form in ("value", "ratio", "vague")
                and self._suffix_ok(at, size)
            ):
                self._bound(quantity, "upper", (at, at + size))
                if at == n:
                    quantity.last = at + size
                return
            if (size := self.phrase(at, "better_s")) and quantity.form == "value":
                tight = quantity.physical and quantity.unit != "%" and not (quantity.unit or "").startswith("% ")
                self._bound(quantity, "upper" if tight else "lower", (at, at + size))
                if at == n:
                    quantity.last = at + size
                return
            if size := self.phrase(at, "approx_s"):
                quantity.words.append((at, at + size))
                if at == n:
                    quantity.last = at + size
                return
            if size := self.phrase(at, "between_s"):
                if quantity.form == "range":
                    quantity.last = at + size if at == n else quantity.last
                return
        if ranged and self.norm(n) in RANGE_WORDS:
            quantity.last = n + 1

    def _suffix_ok(self, n: int, size: int) -> bool:
        """``max`` and ``minimum`` bind to the number before them only where they do not begin a new name."""
        if size > 1 or self.norm(n) not in (
            "max",
            "minimum",
            "maximum",
            "min",
            "max.",
            "min.",
            "plus",
            "mindestens",
            "höchstens",
            "mínimo",
            "máximo",
            "minimo",
            "massimo",
        ):
            return True
        nxt = n + size
        return not (
            nxt < self.count
            and ((self.tokens[nxt].word and not self.role(nxt)) or self.kind(nxt) in ("num", "colon", "="))
        )

    def _copies_of(self, quantity: Quantity, n: int) -> int:
        return self._copy_in_brackets(n, quantity.numbers, bool(quantity.unit))

    def _bound(self, quantity: Quantity, sign: str, words: tuple[int, int] | None) -> None:
        """Make a single value (or the far end of a range) a bound."""
        if words is not None:
            quantity.words.append(words)
        if quantity.form == "vague" and sign == "lower":
            return
        value: Number | None
        if quantity.values and len(quantity.values) == 1:
            value = quantity.values[0]
        elif quantity.form == "vague":
            value = quantity.low
        elif quantity.form == "range":
            value = quantity.high if sign == "upper" else quantity.low
        else:
            return
        quantity.values = None
        quantity.low, quantity.high = (value, None) if sign == "lower" else (None, value)
        quantity.form, quantity.sign = "bound", sign

    def _leading(self, quantity: Quantity, sign: str | None) -> None:
        """Words before the number: ``at least``, ``up to``, ``about``, ``Ra``; a flipped sign after ``never``, ``no``."""
        n = quantity.first - 1
        qualifying: list[tuple[int, int]] = []
        begin = quantity.first
        bound = ""
        for _ in range(8):
            if n < 0:
                break
            token = self.tokens[n]
            if token.word and token.role:
                start = n
                while start > 0 and self.tokens[start].span == 0 and self.tokens[start - 1].role == token.role:
                    start -= 1
                role = token.role
                if role == "lower" and self.norm(start) == "down" and self.norm(start - 1) in _GOING_DOWN:
                    break  # "slow down to 20": no bound
                if role in ("lower", "upper", "exceed"):
                    if sign or bound:
                        break
                    bound = "lower" if role != "upper" else "upper"
                    flips = role == "exceed" or self._flippable(start, n)
                    negated = self._negated(start)
                    if role == "exceed" and not negated:
                        bound = "lower"
                    if flips and negated:
                        bound = "upper" if bound == "lower" else "lower"
                        begin_at = self._negation_at(start)
                        qualifying.append((begin_at, n + 1))
                        begin = min(begin, begin_at)
                    else:
                        qualifying.append((start, n + 1))
                        begin = start
                elif role == "approx":
                    qualifying.append((start, n + 1))
                    if not bound:
                        begin = start
                elif role in ("between", "from"):
                    begin = start if quantity.form == "range" else begin
                elif (
                    role == "det"
                    and n == begin - 1
                    and self.norm(n) in ("a", "the", "an", "ein", "eine", "einer", "un", "une", "una", "um", "uma")
                ) or (role == "hedge" and self.norm(n) in ("even", "just", "only", "very", "nur", "solo", "auch")):
                    pass
                else:
                    break
                n = start - 1
            elif token.kind in ("~",):
                qualifying.append((n, n + 1))
                begin = n
                n -= 1
            elif token.kind in ("<", ">", "<=", ">=") and n == begin - 1 and not bound and not sign:
                bound = "upper" if token.kind in ("<", "<=") else "lower"
                begin = n
                n -= 1
            elif (
                token.kind == "word"
                and token.text in _NOTATIONS
                and n == begin - 1
                and not token.code
                and not token.math
                and self.kind(begin) == "num"
            ):
                n -= 1
                begin = n + 1
            else:
                break
        quantity.first = begin
        quantity.words = [*reversed(qualifying), *quantity.words]
        sign = sign or bound
        if (
            sign
            and quantity.form in ("value", "ratio", "relative", "vague", "range", "dimension")
            and quantity.sign == ""
        ):
            if quantity.form == "relative":
                relative = True
                quantity.form = "value"
                self._bound(quantity, sign, None)
                quantity.form = "relative" if relative and quantity.form == "value" else quantity.form
            elif quantity.form == "range":
                within = any(self.norm(a) in ("limited", "within") for a, _ in quantity.words)
                if sign == "upper" and not within:
                    self._bound(quantity, "upper", None)
            else:
                quantity.form = "value" if quantity.form in ("ratio", "dimension") else quantity.form
                self._bound(quantity, sign, None)
        if self.kind(quantity.last) == "(" and quantity.last in self.closing:
            quantity.aside = (quantity.last + 1, self.closing[quantity.last])

    def _flippable(self, start: int, last: int) -> bool:
        phrase = " ".join(t.norm for t in self.tokens[start : last + 1])
        return not phrase.startswith(
            (
                "at ",
                "up to",
                "upto",
                "as ",
                "min",
                "max",
                "down to",
                "capped",
                "limited",
                "mindestens",
                "höchstens",
                "au m",
                "au p",
                "within",
            )
        )

    def _negated(self, start: int) -> bool:
        return self._negation_at(start) < start

    def _opens(self, n: int) -> bool:
        """Whether a sentence begins at a token."""
        return n == 0 or self.kind(n - 1) in ("stop", "nl", "colon", "semi")

    def _negation_at(self, start: int) -> int:
        """Token of a ``never``, ``no``, ``shouldn't`` that governs the word here; the same token where there is none."""
        n = start - 1
        for _ in range(5):
            if n < 0:
                break
            token = self.tokens[n]
            if token.role == "negation" or token.norm in _NEGATIONS:
                return n
            if not token.word or not (
                token.role in ("copula", "imperative", "hedge", "approx", "det", "change", "prep", "past", "to")
                or token.norm in _GOING
            ):
                break
            n -= 1
        first = start
        while first > 0 and start - first < 7 and self.tokens[first - 1].word:
            first -= 1
        if self.tokens[first].norm in _NEGATIONS and self._opens(first):
            return first  # "Never part off above …": the whole order is negative
        return start


_MULTIPLES = {"twice": 2, "double": 2, "triple": 3, "thrice": 3, "quadruple": 4}
_NEVER_FIRST = frozenset(
    ("comma", "stop", "colon", "semi", "nl", ")", "]", "}", "slash", "%", "quote", "bar", "arrow", "amp", "other")
)
_DRAWS = frozenset(
    "uniform loguniform log_uniform log-uniform rand randint logspace linspace qloguniform suggest_float suggest_int quniform u".split()
)
_GOING = frozenset(
    "go goes going drop dropping fall falling rise rising get getting set setting use using be exceed values value let it anything run running pick choose lr push pushing".split()
)
_NEGATIONS = frozenset(
    "never not don't dont shouldn't mustn't can't cannot avoid no won't nor nie niemals nicht jamais pas nunca no não mai non asla".split()
)
_OF = frozenset("of von vom der des de du d'un d'une del della di do da dos das dello".split())
_GOING_DOWN = frozenset("slow slows go goes step cut turn bring drop reduce ramp scale take dial throttle".split())
_PLACES = frozenset("step epoch layer iteration".split())
_AT = frozenset("at after before from until since by in on to past".split())
_NOUNISH = frozenset(
    "nominal average standard default original initial base-ish training run drop used range max min maximum minimum step search value values total average standard training target best set "
    "limit cap increase decrease gain work working class classes part line lines phase stage level type room day week page pages section".split()
)
_NOUN_ROLES = frozenset(("reference", "change", "past", "imperative", "lower", "upper"))
_NOTATIONS = frozenset("Ra Rz Rq Rt M Ø ø HRC HV HB R Φ DN PN".split())
_DIMENSION_TAIL = re.compile(r"(?:[xX×]\d+)+")
_SOFT_REFERENCES = frozenset(
    "class day days week part version lecture item level grade unit type line lines stage phase problem question task note v generation module room track gpt lab".split()
)


def _references(lex: Lexicon) -> frozenset[str]:
    cached = _REFERENCE_WORDS.get(lex.lang)
    if cached is None:
        cached = frozenset(
            words[0]
            for entries in lex.phrases.values()
            for words, role in entries
            if role == "reference" and len(words) == 1
        )
        _REFERENCE_WORDS[lex.lang] = cached
    return cached


MATERIALS = frozenset(("aluminium", "aluminum", "steel", "alloy"))
_REFERENCE_WORDS: dict[str, frozenset[str]] = {}


def _unit_word(token: Token, lex: Lexicon) -> bool:
    text = token.text
    if text in UNITS:
        if text in (
            "in",
            "a",
            "A",
            "K",
            "C",
            "M",
            "F",
            "H",
            "B",
            "t",
            "h",
            "V",
            "L",
            "l",
            "pt",
            "em",
            "PS",
            "sq",
            "cal",
            "rad",
            "us",
            "ps",
            "pm",
        ):
            return token.glued or (text in ("K", "C", "V", "A", "h", "H", "M", "F") and not token.code)
        return True
    if token.norm in (
        "mm",
        "µm",
        "mpa",
        "gpa",
        "ipm",
        "rpm",
        "khz",
        "mhz",
        "ghz",
        "kg",
        "gb",
        "mb",
        "hrs",
        "mins",
        "secs",
        "zoll",
    ):
        return True
    return (
        bool(_PREFIXED.match(text))
        and len(text) > 1
        and text not in ("am", "as", "us", "pm", "dm", "cl", "ml" if lex.lang != "en" else "")
    )


_X = re.compile(r"x|xs", re.I)


def _unit_like(token: Token, lex: Lexicon) -> bool:
    """Whether a word glued to a number can be its unit."""
    text = token.text
    if _X.fullmatch(text):
        return False
    if _unit_word(token, lex) or token.role:
        return True
    if not text.isascii():
        return True
    if lex.magnitude(token.norm) is not None:
        return True
    return (
        len(text) > 1
        and text.isalpha()
        and (text.islower() or text in UNITS)
        and text not in ("th", "st", "nd", "rd", "px")
    )


def _plain(unit: str) -> str:
    unit = unit.lower().replace("μ", "µ").rstrip("s")
    return {
        "''": "in",
        '"': "in",
        "″": "in",
        "inche": "in",
        "inch": "in",
        "”": "in",
        "millimeter": "mm",
        "millimetre": "mm",
        "percent": "%",
    }.get(unit, unit)


def _below_one(quantity: Quantity) -> bool:
    """``0.4 of the melting point``: a share without its sign."""
    return all(not isinstance(n, str) and 0 < n < 1 for n in quantity.numbers)


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= 0.1 * max(abs(a), abs(b))


def _coprime(a: int, b: int) -> bool:
    while b:
        a, b = b, a % b
    return a == 1


def _share(atoms: list[Atom]) -> None:
    """Give a suffix or exponent on the last number to the ones before it that would be out of proportion, and the other way round."""
    last = atoms[-1]
    if isinstance(last.value, str) or last.vague:
        return
    if last.exp and not last.bare:
        try:
            tail = float(last.mant)
        except ValueError:
            return
        for atom in atoms[:-1]:
            if not atom.bare or isinstance(atom.value, str) or not atom.mant:
                continue
            value = float(atom.value)
            shared = (
                (last.exp > 0 and value <= abs(tail) * 1.0001)
                or (last.exp > 0 and len(atoms) > 2 and value < 1000)
                or (last.exp < 0 and value >= 1 and value / max(abs(float(last.value)), 1e-300) > 1000)
            )
            if shared and (whole_value := number(atom.mant, last.exp)) is not None:
                atom.value = whole_value
    else:
        first = atoms[0]
        if first.exp > 0 and not first.bare and not isinstance(first.value, str):
            for atom in atoms[1:]:
                if (
                    atom.bare
                    and not isinstance(atom.value, str)
                    and atom.mant
                    and float(atom.value) < float(first.value)
                    and not atom.unit
                ) and (whole_value := number(atom.mant, first.exp)) is not None:
                    atom.value = whole_value


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
            before = text.count(mark, 0, start)
            if before % 2 and (opening := text.rfind(mark, max(0, start - 200), start)) >= 0:
                start = opening
            inside = text.count(mark, start, end)
            if inside % 2 and (closing := text.find(mark, end, end + 200)) >= 0:
                end = closing + 1
                while mark == "$" and text[end : end + 1] == "$":
                    end += 1
            elif inside % 2 and mark == "$" and text.startswith("$", end):
                end += 1
    piece = text[start:end]
    if "\\(" in piece or "\\)" in piece:
        opens, closes = piece.count("\\("), piece.count("\\)")
        if opens < closes and (opening := text.rfind("\\(", max(0, start - 200), start)) >= 0:
            opening -= text.startswith("\\", opening - 1) if opening else 0
            piece = text[opening:end]
        elif opens > closes and (closing := text.find("\\)", end, end + 200)) >= 0:
            piece = text[start : closing + 2]
    elif (
        "\\" in text
        and re.search(r"\\\\?\($", text[max(0, start - 3) : start])
        and (closed := re.match(r"\\\\?\)", text[end : end + 3]))
    ):
        opening = text.rfind("\\(", max(0, start - 4), start)
        if not re.match(r"[~≈]?\d[\d.,]*[ ]?[a-zA-Z]", piece):
            opening -= text.startswith("\\", opening - 1) if opening else 0
            piece = text[opening : end + len(closed[0])]
    if "*" in piece or "__" in piece:
        if "`" in piece:
            parts = piece.split("`")
            piece = "`".join(_EMPHASIS.sub("", p) if n % 2 == 0 else p for n, p in enumerate(parts))
        elif "$" not in piece:
            piece = _EMPHASIS.sub("", piece) if not re.search(r"\d\*\*\d", piece) else piece
    return " ".join(piece.split())


def scan(text: str, lang: str = "") -> Line:
    """Read a line: its tokens with their roles, its brackets and its quantities.

    >>> [(q.low, q.high, q.unit) for q in scan("between 0.25 and 0.35 mm").quantities]
    [(0.25, 0.35, 'mm')]
    """
    lex = lexicon(language(text, lang))
    tokens = tokens_of(text, lex)
    annotate(tokens, lex)
    scanner = Scanner(text, tokens, lex)
    return Line(text, tokens, scanner.quantities(), lex, scanner.closing)
