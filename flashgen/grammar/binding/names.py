"""Names of settings: which words can be one, how much they look like it, how they are written.

A name is known (2) by its last word (``learning *rate*``) or as an identifier (``--max-len``), half known (1) as a symbol,
or any words (0).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flashgen.grammar import evidence
from flashgen.grammar.binding.passage import Passage
from flashgen.grammar.binding.vocabulary import CONTRAST, OF_WORDS, SHORT_NAMES
from flashgen.grammar.quantity import Token
from flashgen.grammar.words import AMBIGUOUS, is_setting, singular


@dataclass(slots=True)
class Name:
    """A candidate: the tokens of a name, and how it stands to its number."""

    first: int
    last: int
    """0 and 0 where the name does not stand in the line."""
    known: int
    """2: a name of a setting; 1: a symbol or an identifier; 0: any words."""
    text: str = ""
    symbol: str = ""
    context: list[str] = field(default_factory=list)
    crossing: set[str] = field(default_factory=set)
    """What lies between name and number: colon, op, paren, comma, dash, copula, of."""

    @property
    def here(self) -> bool:
        """Whether it stands in the line."""
        return self.last > self.first

    def holds(self, n: int) -> bool:
        """Whether a token is one of its words."""
        return self.first <= n < self.last


GREEK = frozenset(
    "α β γ δ ε ζ η θ κ λ μ ν ξ ρ σ τ φ χ ψ ω ϵ Δ Σ Ω alpha beta gamma delta epsilon eta theta kappa lambda mu nu rho sigma tau phi chi psi omega "
    "\\alpha \\beta \\gamma \\delta \\epsilon \\varepsilon \\zeta \\eta \\theta \\kappa \\lambda \\mu \\nu \\xi \\rho \\sigma \\tau \\phi \\psi \\omega".split()
)
_SYMBOL = re.compile(r"[α-ωϵΔΣΩ][_₀-₉0-9]{0,3}|[a-zA-Z][₀-₉0-9]|[a-zA-Z]_\{?\w{1,6}\}?")
_CAMEL = re.compile(r"[a-z]{2,}[A-Z]\w*")
_IDENTIFIER = re.compile(r"-{0,2}[A-Za-z][\w.-]*")
_POINTS = frozenset("melting boiling freezing softening flash dew yield triple critical curie eutectic smoke".split())
_MEASURING = frozenset("log logarithmic log-uniform linear".split())
"""Words for scales on which something is searched or drawn."""
_DOING = frozenset("pass run split load drop cut turn feed level scale step set".split())
"""Names of settings that are verbs where a clause begins with them and a determiner follows."""
_BEING = frozenset("is are be was were been being".split())
_CAPITALS = SHORT_NAMES | {"SFM"}
_ADJECTIVES_AFTER = frozenset(("fr", "es", "pt", "it"))


def known(passage: Passage, first: int, last: int) -> int:
    """How much some tokens look like the name of a setting: 2, 1 or 0 (``Name.known``)."""
    if last <= first:
        return 0
    tokens, lang = passage.tokens, passage.lang
    of = next((n for n in range(first + 1, last) if tokens[n].norm in OF_WORDS and tokens[n].word), last)
    head = tokens[of - 1]
    if lang in _ADJECTIVES_AFTER:
        head = next((t for t in tokens[first:of] if is_setting(t.norm, lang)), head)
    words = sum(1 for t in tokens[first:last] if t.word)
    if head.norm == "point" and of - 2 >= first and tokens[of - 2].norm in _POINTS:
        return 2
    if on_scale(passage, of - 1):
        return 0
    if is_setting(head.norm, lang):
        return 0 if singular(head.norm) in AMBIGUOUS and words == 1 and not head.code and not head.strong else 2
    if lang in ("zh", "ja", "ko") and words <= 4 and any(is_setting(t.norm, lang) for t in tokens[first:last]):
        return 2
    if head.code and _IDENTIFIER.fullmatch(head.text):
        return 2 if len(head.text) > 1 else 1
    if words == 1 and _CAMEL.fullmatch(head.text) and not head.math:
        return 1
    if head.text.startswith("--") or ("_" in head.text and not head.math):
        return 2
    if head.math or _looks_like_symbol(head.text):
        return 0 if of - first == 1 and _designates(tokens, first) else 1
    return 1 if words <= 2 and head.text in _CAPITALS else 0


def _designates(tokens: list[Token], n: int) -> bool:
    """Whether a letter goes with the number before it: ``7075-T6``."""
    return n > 1 and tokens[n - 1].kind == "dash" and tokens[n].glued and tokens[n - 2].kind == "num"


def _looks_like_symbol(text: str) -> bool:
    """``η``, ``N``, ``r``, ``x_0``, ``beta1``."""
    letter = len(text) == 1 and (text.isupper() or not text.isascii() or text in "prk")
    return letter or text in GREEK or _SYMBOL.fullmatch(text) is not None


def nameable(passage: Passage, n: int) -> bool:
    """Whether a token can be part of a name."""
    tokens = passage.tokens
    token = tokens[n]
    if token.norm in ("run", "set") and n + 1 < passage.count and n and tokens[n - 1].role in ("lower", "upper", ""):
        return is_setting(tokens[n + 1].norm) and not tokens[n + 1].role
    if not token.word or (token.norm in CONTRAST and not token.code and not token.math):
        return False
    if token.norm in _DOING and does(passage, n):
        return False
    if not token.role:
        return True
    if token.norm == "standard" and n + 1 < len(tokens) and singular(tokens[n + 1].norm) in ("deviation", "error"):
        return True
    if token.code or token.math:
        return token.role != "inf"
    if (
        token.role in ("reference", "imperative", "compare", "change", "past", "copula", "because", "few")
        and is_setting(token.norm, passage.lang)
        and singular(token.norm) not in AMBIGUOUS
        and token.span == 1
    ):
        return True
    return token.role == "reference" and token.span == 1


def on_scale(passage: Passage, n: int) -> bool:
    """Whether a token is of ``on a log scale``, which is no setting."""
    tokens = passage.tokens
    if tokens[n].norm == "scale":
        return n > 0 and tokens[n - 1].norm in _MEASURING
    return tokens[n].norm in _MEASURING and n + 1 < passage.count and tokens[n + 1].norm == "scale"


def is_verb(passage: Passage, n: int) -> bool:
    """Whether a token is the verb of ``is lowered to``, ``are usually heated at``."""
    tokens = passage.tokens
    token = tokens[n]
    if token.role not in ("", "change", "past") or not evidence.participle(token.norm):
        return False
    if token.code or token.math or is_setting(token.norm):
        return False
    n -= 1
    while n > 0 and (tokens[n].role in ("hedge", "negation") or tokens[n].norm == "sometimes"):
        n -= 1
    return n >= 0 and tokens[n].norm in _BEING


def does(passage: Passage, n: int) -> bool:
    """Whether a token is a verb with its object: ``pass the best 5 to …`` where a clause begins."""
    tokens = passage.tokens
    if tokens[n].norm not in _DOING or n + 1 >= passage.count or tokens[n + 1].role != "det" or tokens[n].code:
        return False
    return n == 0 or tokens[n - 1].kind in ("comma", "semi", "stop", "dash", "nl")


def noun(passage: Passage, n: int) -> bool:
    """Whether a token is a plain word that can be part of a name."""
    return passage.tokens[n].word and nameable(passage, n)


def naming(passage: Passage, first: int, last: int) -> str:
    """The Markdown of a name: code or math is kept as such, without what else stands in the same span."""
    if last <= first:
        return ""
    head, tail = passage.tokens[first], passage.tokens[last - 1]
    if head.code and tail.code:
        return f"`{passage.line.slice(first, last)}`"
    if head.math and tail.math:
        text = passage.line.slice(first, last)
        return f"${text}{'}' * max(text.count('{') - text.count('}'), 0)}$"
    return passage.wording(first, last)


def is_symbol(passage: Passage, first: int, last: int) -> bool:
    """Whether brackets hold a symbol or an abbreviation: ``(r)``, ``($\\eta$)``, ``(LR)``."""
    if last - first != 1:
        return False
    token = passage.tokens[first]
    short = len(token.text) <= 3 or token.text.isupper() or "_" in token.text
    return token.word and (token.math or token.code or short)


def name_known(text: str, lang: str) -> bool:
    """Whether short words end in the name of a setting."""
    last = re.sub(r"[*_`$]", "", text).split()[-1:]
    return bool(last) and is_setting(last[0], lang)


def trim(text: str) -> str:
    """A name without the signs around it."""
    text = text.strip(" \t\n,;:-–—*_\"“”'")
    if text.startswith("`") and text.endswith("`") and text.count("`") == 2:
        return f"`{text[1:-1].strip()}`"
    return text


_TRAILING = re.compile(r"(?<=\w) (?:for|at|to|of|with|and|or)$")
_JA_ADJECTIVE = re.compile(r"^[\u4e00-\u9fff]{1,4}な(?=[\u4e00-\u9fff\u30a0-\u30ff])")
_PLACEHOLDER = re.compile(r"(?:=| )?<[^`]*`$|=[A-Z]*`$")


def clean(text: str) -> str:
    """Words as a card shows them: no loose ends, no placeholder; empty where they are too many."""
    text = _TRAILING.sub("", " ".join(text.split()).strip(' ,;:-–—"“”'))
    if not text.isascii():
        text = _JA_ADJECTIVE.sub("", text)
    if text.startswith("`"):
        text = _PLACEHOLDER.sub("`", text)
    return text if len(text) <= 120 else ""
