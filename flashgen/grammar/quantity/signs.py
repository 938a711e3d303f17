"""What the lexer takes for one piece, and what kind of token each sign and LaTeX command is."""

from __future__ import annotations

import re

MINUS = "-−–‐‑"
"""The signs that stand for a minus."""
_EASTERN = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_THIN = r"[\u00a0\u2009\u202f]"
"""Spaces that hold a number together: ``10 000``. A plain one does so only before
``000``, or what it parts may be a list."""
_LETTER = rf"(?:(?![{_EASTERN}])\w)"
"""A letter, digit or underscore of a script that parts its words by spaces."""

PIECES = re.compile(
    rf"""
  (?P<space>[ \t\u00a0\u2009\u202f\u200b]+)
 |(?P<skip>https?://[^\s)>]{{1,500}} | \[@[^\]\n]{{0,200}}\] | !\[[^\]\n]{{0,200}}\]\([^)\n]{{0,300}}\) | \]\([^)\n]{{0,300}}\)
          | <!--[^>]{{0,300}}--> | (?<!\d)<sup>[^<>]{{0,12}}</sup> | </?[a-zA-Z][^<>\n]{{0,100}}> | \{{\{{c\d+:: | \{{@\{{ | \}}@\}}
          | \[\^[^\]\n]{{0,60}}\])
 |(?P<fraction>\\[dt]?frac\{{\d+\}}\{{\d+\}} | [½⅓⅔¼¾⅕⅛⅜⅝⅞])
 |(?P<number>(?:[1-9]\d{{0,2}}(?:{_THIN}\d{{3}}){{1,4}}(?![\d.,]?\d) | [1-9]\d{{0,2}}(?:[ ]\d{{3}}){{0,3}}[ ]000(?![.,]?\w)
     |\d+(?:[.,]\d+)*|(?<![\w.])\.\d+)
     (?:(?P<sci>[eE](?:[ ]?[{MINUS}+][ ]?)?\d{{1,3}}(?![0-9.]*[a-zA-Z_]))
       |(?P<pow>[ ]?\^[ ]?(?:\{{[ ]?(?:\\text\{{)?[-−–+]?\}}?[ ]?\d{{1,4}}[ ]?\}}|[-−–+]?\d{{1,4}}) | [ ]?\*\*[-−+]?\d{{1,4}}(?!\d)
              | [⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,4}} | <sup>[-−–+]?\d{{1,4}}</sup>)
       |(?P<suf>(?:[kKMBGT]|bn|mn|tn)(?![A-Za-z0-9µμ²³°])))?)
 |(?P<flag>(?<![\w-])--?[a-z][\w-]*)
 |(?P<command>\\[a-zA-Z]+(?:_\{{[^{{}}\s]{{0,20}}\}}|_[A-Za-z0-9])?)
 |(?P<escape>\\\\?[(\[)\]] | \\[\\{{}},;:!\ %_&#$*~`-]?)
 |(?P<eastern>[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆]+ | [\uac00-\ud7a3]+)
 |(?P<word>b/[tw]n?(?![\w/]) | (?![{_EASTERN}])[^\W\d_]{_LETTER}*
     (?:['’.\-‐‑][^\W_]{_LETTER}*)*(?:_\{{[^{{}}\s]{{0,20}}\}})?)
 |(?P<sign><=|>=|==|!=|~=|=~|\+/-|->|=>|<-|\.\.\.|\.\.|---|--|\*\*\*|\*\*|\$\$|''|[^\w\s]|_+)
 |(?P<newline>[ \t]*\n\s*)
 |(?P<rest>.)
""",
    re.X | re.S,
)
"""One piece of a text; the name of the group says how the lexer reads it."""

_KINDS = {
    "<": r"< ＜ \lt",
    ">": r"> ＞ \gt",
    "<=": r"<= ≤ ≦ ⩽ \leq \le \leqslant",
    ">=": r">= ≥ ≧ ⩾ \geq \ge \geqslant",
    "=": "= == ＝",
    "~": r"≈ ~ ∼ ~= =~ ≃ ≅ 〜 ～ \approx \sim \simeq",
    "pm": r"± +/- \pm",
    "times": r"× · ⋅ ✕ \times \cdot",
    "plus": "+",
    "dash": "- – — -- --- − ‐ ‑ ‒ ―",
    "slash": "/ ∕",
    "caret": "^",
    "(": "( （",
    ")": ") ）",
    "[": "[",
    "]": "]",
    "{": "{",
    "}": "}",
    "comma": ", ， 、",
    "semi": "; ；",
    "colon": ": ：",
    "stop": ". 。 ! ? ！ ？",
    "dots": r"... … \ldots \dots \cdots",
    "dots2": "..",
    "quote": '" ” “ „ « »',
    "%": "% ％ ‰",
    "inch": "'' ″",
    "foot": "′",
    "deg": r"° ℃ \circ \degree",
    "money": "€ £ ¥",
    "inf": r"∞ \infty",
    "in": r"∈ \in",
    "arrow": r"→ -> ⟶ => ⇒ \to \rightarrow",
    "hash": "#",
    "bar": "|",
    "amp": "&",
    "mark": "* ` ** *** $$ $ _ __ ' ’ ‘",
}
KINDS = {sign: kind for kind, signs in _KINDS.items() for sign in signs.split()}
"""A sign or a LaTeX command → the kind of its token; of a ``mark`` (mark-up, quotation marks) none is made."""

DROPPED_COMMANDS = frozenset(
    r"\text \mathrm \mathbf \mathit \textrm \textbf \textit \operatorname \left \right \big \Big \quad \qquad \mathsf "
    r"\bf \rm \it \displaystyle \boldsymbol \mathcal \unit \SI \ensuremath".split()
)
"""LaTeX commands that say how something looks."""

ABBREVIATIONS = frozenset(
    "approx ca min max fig eq vs no e.g i.e eg ie resp ch sec pp vol mind bzw z.b zb abb tab kap etc betw p.ex p.ej p.es örn nr circa cf "
    "ex es ej temp avg std incl est typ".split()
)
"""Words whose full stop ends no sentence."""
