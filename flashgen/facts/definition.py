"""Definitions: what a term means, with its symbol, formula and unit where the note gives them.

Read are ``term: …``, ``**term** – …``, ``term is/means/refers to …``, ``… is called the term``, ``term, i.e. …``,
``symbol – term``, ``**Definition:** … **term** …``, ``Term`` / ``: …``, rows of a table, a heading or list item with
what it means below. ``stress: internal force per unit area, σ = F/A, in Pa`` gives all five fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from flashgen import connectives as words_of
from flashgen.connectives import PRONOUNS, SAYS_SO, alternatives
from flashgen.document import Block, Item, Table
from flashgen.facts import each
from flashgen.notes import Extracted, FactError, Sketch
from flashgen.wording import (
    VEIL,
    clause,
    context,
    leads_in,
    lines,
    plain,
    quotes,
    sentences,
    spells,
    subject,
    unlinked,
    unquoted,
    veil,
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what the note says it is. Symbol, formula and unit as written, with the marks of math or code."""

    kind: ClassVar[str] = "definition"
    term: str
    definition: str = ""
    symbol: str = ""
    formula: str = ""
    unit: str = ""
    context: str = ""
    """What tells it from the same term elsewhere: ``stress (engineering)``."""
    aliases: tuple[str, ...] = ()

    def fields(self) -> dict[str, object]:
        return {
            "term": self.term,
            "definition": self.definition or None,
            "symbol": bare(self.symbol) or None,
            "formula": bare(self.formula) or None,
            "unit": bare(self.unit) or None,
            "context": self.context or None,
        }

    def sketches(self, block: Block) -> tuple[Sketch, ...]:
        beside = [*((self.context,) if self.context else ()), *self.aliases]
        shown = f"{self.term} ({', '.join(beside)})" if beside else self.term
        return (
            Sketch(
                "definition",
                f"{self.term} ({self.context})" if self.context else self.term,
                {
                    "Term": shown,
                    "Definition": self.definition,
                    "DefinitionMasked": masked(self.definition, (self.term, *self.aliases)),
                    "Symbol": as_math(self.symbol),
                    "Formula": as_math(self.formula),
                    "Unit": as_math(self.unit),
                    "Context": context(block, shown),
                },
            ),
        )


def bare(written: str) -> str:
    """A formula or symbol without the marks of math or code around it."""
    text = written.strip()
    for opener, closer in (
        ("$$", "$$"),
        ("$", "$"),
        ("\\\\(", "\\\\)"),
        ("\\\\[", "\\\\]"),
        ("\\(", "\\)"),
        ("\\[", "\\]"),
        ("``", "``"),
        ("`", "`"),
    ):
        if text.startswith(opener) and text.endswith(closer) and len(text) > len(opener) + len(closer):
            return text[len(opener) : -len(closer)].strip()
    return text


_LATEX = re.compile(r"\\[A-Za-z]+|[_^]\{")


def as_math(written: str) -> str:
    """As written, but LaTeX that stands bare gets its dollars."""
    if (
        written
        and written == bare(written)
        and _LATEX.search(written)
        and not any(q.kind == "math" for q in quotes(written))
    ):
        return f"${written}$"
    return written


def masked(definition: str, terms: tuple[str, ...]) -> str:
    """The definition with the term blanked, so that asking for the term does not give it away."""
    for term in sorted(terms, key=len, reverse=True):
        words = [re.escape(word) for word in plain(term).split()]
        if not words or len(plain(term)) < 2:
            continue
        edge = (r"(?<!\w)", r"(?:s|es|n|en)?(?!\w)") if re.match(r"[\w]", words[0]) and words[0].isascii() else ("", "")
        pattern = edge[0] + r"[\s*_-]+".join(words) + edge[1]
        definition = re.sub(pattern, "…", definition, flags=re.IGNORECASE)
    return definition


# ---- what a text is made of --------------------------------------------------------------------------------------

_LABEL = re.compile(
    r"\s*(?:[*_]{1,3})?(?:definition|def|définition|definición|definição|definizione|tanım|begriff|term)\b\.?"
    r"(?:\s+[\d.]{1,8})?(?:\s*\((?P<named>[^()\n]{1,60})\))?\s*(?:[*_]{1,3})?\s*[:.：](?:[*_]{1,3})?\s*",
    re.IGNORECASE,
)
_ARTICLE = re.compile(rf"(?:{alternatives(words_of.ARTICLES)})(?:(?<=')|\s+)(?=\S)", re.IGNORECASE)
_LINKING = (
    r"(?P<colon>[:：](?:\*{1,3}|_{1,2}(?!\w))?(?=\s|\ufffc|$)|(?<=[*_]\s):(?=\w)|(?<=\*):(?=\w)|(?<=[^\x00-\x7f])：|(?<=\w):(?=[^\W\d_]{4,}\s)(?<!https:))"
    r"|(?P<dash>(?<=\s)(?:[–—]|-{1,3}|→|=>|⇒)(?=\s))"
    r"|(?P<equals>(?<=\s)(?:=|≡|:=)(?=\s))"
    rf"|[,(–—]\s*(?P<ie>{alternatives(words_of.THAT_IS)}),?(?=\s)"
    rf"|(?<![\w'])(?P<called>(?:{alternatives(words_of.CALLED)}|(?:is|are)\s(?:also|often|sometimes|usually|commonly|"
    r"generally|simply|then|what\s(?:we|people|they))\s(?:called?|known\sas|termed|named|referred\sto\sas)|"
    r"(?:is|are)\s(?:an?|the)\s\w+\s(?:that\s|which\s)?(?:we|people|they)\scall))(?![\w'])"
    rf"|(?<![\w'])(?P<means>(?:{alternatives(words_of.MEANS)}))(?![\w'])"
    rf"|(?<![\w'])(?P<copula>(?:{alternatives(words_of.COPULA)}))(?![\w'])"
    rf"|(?<![\w'*_])(?P<does>(?:{alternatives(words_of.DOES)}))(?![\w'])"
)
_LINK = re.compile(_LINKING, re.IGNORECASE)
_CJK = re.compile(r"[぀-ヿ㐀-鿿가-힣]")
_CJK_LINK = re.compile(
    r"(?P<colon>：|:(?=\s)|(?<=[^\x00-\x7f]):)|(?P<dash>——?|(?<=\s)[–—-](?=\s))|(?P<equals>(?<=\s)=(?=\s)|＝)"
    r"|(?P<called>(?:被)?(?:称为|稱為|称作|叫做|叫作|と呼ばれる|と呼ぶ|と言う|という)|(?:이라고|라고)\s*(?:한다|부른다|합니다|부릅니다))"
    r"|(?P<means>是指|指的是|意味着|表示|とは|の意味は|(?:이)?란\s)"
    r"|(?P<copula>是|は(?=[^\s])|(?<=[가-힣A-Za-z)])(?:은|는)\s)"
)
_RELATIVE = re.compile(
    r"\b(?:that|which|who|whose|whom|if|when|because|is|are|was|were|has|have|had|will|can|could|should|"
    r"must|may|might|does|did|do|don't|isn't|aren't|won't|wird|werden|kann|muss|wenn|weil|dass|que|qui|che|où|dove|donde)\b",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"(?:(?:it'?s?|this|which|and|but|is|are|was|be|sits|set|lies|stays|runs|chosen|kept|value[sd]?|a|the|to|at|of|in|from|by|"
    r"as|very|quite)\s+){0,5}"
    r"(?:(?:typical(?:ly)?|usual(?:ly)?|often|common(?:ly)?|generally|normally|mostly|default(?:s|ing)?|recommended|about|around|"
    r"roughly|approximately|approx\.?|ca\.?|between|from|at least|at most|up to|less than|more than|over|under|set to|equal to|"
    r"range[sd]?|ranging|values?|start(?:s)? (?:at|with)|try|üblich(?:erweise)?|meist(?:ens)?|typisch(?:erweise)?|etwa|"
    r"normalement|généralement|environ|normalmente|solitamente)\b[^\d]{0,30}?|[^\w]{0,10})"
    r"[~≈≤≥<>±$\\(`*\s-]*\d",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"[\s~≈≤≥<>±+\-–—\d.,/×x*^%°'\"$\\(){}]*(?:\d)[\s~≈≤≥<>±+\-–—\d.,/×x*^%°'\"$\\(){}a-zA-Zµμ²³·]{0,12}$"
)
_PART = re.compile(r"[\s*_]*\(([^()\n]{1,80})\)|[\s*_]*\[([^\[\]\n]{1,40})\](?!\()")
_ALIAS = re.compile(rf"\s*[,(;–—]?\s*\b(?:{alternatives(words_of.ALIAS)})\b:?\s+", re.IGNORECASE)
_OR = re.compile(rf"\s+(?:{alternatives(words_of.OR)})\s+|\s+/\s+", re.IGNORECASE)
_SYMBOL = re.compile(
    r"(?:\\[A-Za-z]+|[A-Za-zͰ-Ͽἀ-῿µ∆∇ℓħ])(?:['′*]|[₀-₉ₐ-ₜ⁰-⁹]{1,4}|[_^](?:\{[^{}]{1,20}\}|\\?[A-Za-z0-9,.]{1,10}))*$"
)
_SHORT_SYMBOL = re.compile(r"[A-Za-zͰ-Ͽ](?:[₀-₉ₐ-ₜ]{1,3}|_[A-Za-z0-9]{1,6}|\d)?$")
_GREEK = re.compile(r"[Ͱ-Ͽ](?:[₀-₉ₐ-ₜ]{1,3}|_\{?[A-Za-z0-9,.]{1,10}\}?)?$|[A-Za-z]_\{?[A-Za-z0-9,.]{1,10}\}?$")
_ACRONYM = re.compile(r"(?=.{2,10}$)(?:[A-Za-z]*[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*s?|[A-Z](?:\.[A-Z]\.?){1,5})$")
_ATOM = (
    r"(?:[kMGTmµμnpcdh]?(?:Pa|N|m|g|s|A|V|W|J|K|Hz|Ω|Ohm|C|F|H|T|mol|cd|bar|L|l|eV|rad|sr|lm|lx|Bq|Gy|Sv|bit|byte|B|Wh)|"
    r"[%‰°]|°\s?[CF]|psi|ksi|lbf|lb|lbs|in|ft|yd|mi|inch(?:es)?|feet|foot|ipm|ipr|rpm|rev|SFM|sfm|min|h|hr|hp|Hp|dB|u|amu|M|1|"
    r"radians?|degrees?|hours?|minutes?|seconds?|days?|years?|(?:milli|centi|kilo|micro|nano)?(?:met(?:er|re)s?|grams?|"
    r"seconds?|newtons?|pascals?|joules?|watts?|volts?|amp(?:ere)?s?|hertz|lit(?:er|re)s?|ohms?)|kelvins?|moles?|candelas?|"
    r"tokens?|pixels?|px|samples?|bits?|bytes?|FLOPs?|FLOPS|percent|per cent|Prozent|Newton|Pascal|Sekunden?)"
)
_POWER = r"(?:\s?(?:[²³⁻⁰-⁹]{1,3}|\^\{?-?\d\}?|<sup>-?\d</sup>))?"
_UNIT = (
    rf"(?:the\s+)?(?:{_ATOM})(?![A-Za-zµ]){_POWER}(?:(?:\s*(?:[/·*⋅×]|\\cdot|per\s+(?:square\s+|cubic\s+)?)\s*|\s+)\(?"
    rf"(?:square\s+|cubic\s+)?{_ATOM}(?![A-Za-z]){_POWER}(?:\s?[·*⋅]\s?{_ATOM}(?![A-Za-z]){_POWER})?\)?){{0,4}}"
)
_NO_UNIT = r"dimensionless|unitless|no units?|has no units?|without (?:a )?units?|einheitenlos|dimensionslos|sans unité|sans dimension|adimensional"
_UNIT_WHOLE = re.compile(rf"\s*(?P<unit>{_UNIT})\s*\.?$")
_UNIT_SAYS = re.compile(
    r"[\s,;.(–—-]*(?:(?:it|its?|this|which|and|is|are|has|wird|si)\s+){0,3}"
    rf"(?:(?P<none>{_NO_UNIT})"
    r"|(?:usually\s+|often\s+|typically\s+|normally\s+|commonly\s+)?(?:measured|expressed|given|quoted|stated|reported|counted|"
    r"gemessen|angegeben|mesurée?|exprimée?|s'exprime|se\s+mesure|se\s+mide|se\s+expresa|si\s+misura|si\s+esprime|se\s+mede|medid[oa]|expresad[oa]|misurat[oa]|espress[oa])\s+(?:in|en|em)\s+(?:units?\s+of\s+)?"
    r"|(?:the\s+|its\s+)?(?:SI[\s-]+|common\s+|usual\s+)?(?:units?|Einheit|unité|unidad|unidade|unità|birimi|(?:单位|単位|단위)(?=\s*[:：是为는은は]))(?:\s+of\s+"
    r"(?P<of>[A-Za-z' ]{2,40}?))??\s*(?:is|are|of|:|=|：|ist|est|es|é|è)?\s*(?:the\s+)?"
    r"|(?:in|en|em)\s+(?:units\s+of\s+)?(?=\S{1,30}))"
    r"(?P<unit>(?:[^,;()]|\([^,;()]{1,20}\)){0,50}?)\s*\)?\s*\.?\s*$",
    re.IGNORECASE,
)
_SYMBOL_SAYS = re.compile(
    r"[\s,;.(–—-]*(?:(?:it|its?|this|which|and|is|are|usually|often|commonly|with|has)\s+){0,4}"
    r"(?:(?:the\s+)?(?:symbol|Symbol|Formelzeichen|Zeichen|symbole|símbolo|simbolo)(?:\s+(?:is|for it is))?|"
    r"(?:denoted|written|represented|symboli[sz]ed|abbreviated|noted|designated)(?:\s+(?:by|as|with))?)\s*[:=]?\s*"
    r"(?:the\s+)?(?:(?:greek\s+)?letter\s+)?(?P<symbol>[^\s,;()]{1,30})\s*\)?\.?\s*$",
    re.IGNORECASE,
)
_FORMULA_SAYS = re.compile(
    r"[\s,;.(–—-]*(?:(?:it|its?|this|which|and|is|are|can|be|so|or|as|i\.e\.|thus|hence|with|where|also)\s+){0,4}"
    r"(?:(?:the\s+)?(?:formula|Formel|formule|fórmula|formula|equation)\s*(?:is|:)?|(?:given|computed|calculated|defined|found|"
    r"expressed|written|obtained|described)(?:\s+(?:by|as|with|from))?)?\s*[:=]?\s*$",
    re.IGNORECASE,
)
_EQUATION = re.compile(
    r"[^\s=,;]{1,20}(?:\s?\([^()=]{1,20}\))?\s*(?:[=≈∝]|\\sim(?![A-Za-z])|\\propto(?![A-Za-z]))\s*(?P<right>[^=;]{1,120}(?:=[^=;]{1,80})?)$"
)
_LONG_WORD = re.compile(r"(?<![\\_{A-Za-z])[^\W\d_]{4,}")
_FUNCTION = frozenset("sqrt sinh cosh tanh argmax argmin softmax mean exp log".split())
_SEGMENT = re.compile(r"[,;](?=\s|[^\s\d]|$)|(?<!\S)\((?=[^\s\d])|\)")
_NOT_TERMS = frozenset(
    [
        "note",
        "notes",
        "nb",
        "n.b",
        "e.g",
        "eg",
        "i.e",
        "ie",
        "example",
        "examples",
        "ex",
        "todo",
        "tip",
        "tips",
        "warning",
        "caution",
        "remember",
        "important",
        "source",
        "sources",
        "see",
        "see also",
        "cf",
        "ref",
        "reference",
        "references",
        "input",
        "output",
        "inputs",
        "outputs",
        "symptom",
        "symptoms",
        "cause",
        "fix",
        "problem",
        "solution",
        "question",
        "answer",
        "q",
        "a",
        "heuristic",
        "recipe",
        "result",
        "results",
        "takeaway",
        "takeaways",
        "conclusion",
        "summary",
        "tl;dr",
        "tldr",
        "homework",
        "hint",
        "hints",
        "final",
        "exam",
        "reminder",
        "idea",
        "ideas",
        "also",
        "but",
        "so",
        "then",
        "update",
        "edit",
        "default",
        "recommended",
        "usage",
        "usually",
        "in general",
        "rule of thumb",
        "why",
        "how",
        "what",
        "when",
        "where",
        "who",
        "pro",
        "pros",
        "con",
        "cons",
        "advantages",
        "disadvantages",
        "beispiel",
        "beispiele",
        "bemerkung",
        "hinweis",
        "achtung",
        "merke",
        "wichtig",
        "exemple",
        "remarque",
        "ejemplo",
        "nota",
        "exemplo",
        "esempio",
        "definition",
        "def",
        "formula",
        "unit",
        "units",
        "symbol",
        "context",
        "day",
        "date",
        "time",
        "link",
        "links",
        "url",
        "lecture",
        "professor",
        "prof",
        "1",
        "2",
        "3",
        "in short",
        "in practice",
        "for example",
        "for instance",
        "key point",
        "key points",
        "bottom line",
        "plan",
        "goal",
        "goals",
        "step",
        "steps",
        "first",
        "second",
        "third",
        "next",
        "finally",
        "today",
        "tomorrow",
        "yesterday",
    ]
)


_NOTHING = ("", "-", "–", "—", "/", "n/a", "?", "--")
"""What stands in a place where there is nothing to say."""


# ---- terms -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Term:
    name: str
    symbol: str = ""
    aliases: tuple[str, ...] = ()
    context: str = ""
    unit: str = ""
    numbers: bool = False


def _term(raw: str) -> _Term:
    """A term with what stands beside it: ``the **stress** (σ), also known as …``."""
    text = unlinked(raw.strip()).strip(" \t\n,;:：-–—=")
    symbol, unit, said, numbers = "", "", "", False
    aliases: list[str] = []
    words = veil(text)
    alias = _ALIAS.search(words)
    if alias and alias.start():
        tail = text[alias.end() :]
        cut_at = re.search(r"[),;]", words[alias.end() :])
        name = tail[: cut_at.start()] if cut_at else tail
        rest = tail[cut_at.end() :] if cut_at else ""
        aliases.append(_name(name))
        text = f"{text[: alias.start()].rstrip(' ,(')} {rest.strip(' ,)')}".strip()
    cut: list[tuple[int, int]] = []
    words = veil(text)
    for part in _PART.finditer(words):
        start, end = part.span(1) if part.group(1) is not None else part.span(2)
        inner = text[start:end].strip()
        inner_plain = plain(inner)
        cut.append(part.span())
        if part.group(2) is not None and inner[:1] in ("@", "^"):
            continue  # a citation, a footnote
        if part.group(2) is not None:
            unit = unit or ("" if inner_plain in _NOTHING else inner_plain)
        elif _is_symbol(inner):
            symbol = symbol or inner
        elif _ACRONYM.match(inner_plain):
            aliases.append(inner_plain)
        elif "," in inner_plain and _ACRONYM.match(inner_plain.split(",")[0]):
            first, _, second = inner_plain.partition(",")
            aliases.append(first)
            symbol = symbol or (second.strip() if _is_symbol(second.strip()) else "")
        elif any(ch.isdigit() for ch in inner_plain) or (VEIL in words[start:end] and not said):
            numbers = True
        elif (says := _UNIT_SAYS.match(inner)) and _is_unit(says["unit"] or ""):
            unit = unit or says["unit"]
        elif _UNIT_WHOLE.match(inner_plain) and inner_plain not in ("A", "C", "m", "s", "h"):
            unit = unit or inner_plain
        else:
            said = said or inner_plain
    for start, end in reversed(cut):
        text = f"{text[:start]} {text[end:]}".strip()
    for quote in reversed(quotes(text)):
        beside = text[: quote.start].strip(" *_,:-–") or text[quote.end :].strip(" *_,:-–")
        at_the_edge = not text[: quote.start].strip(" *_") or not text[quote.end :].strip(" *_")
        inner = text[slice(*quote.inner)].strip()
        if (quote.kind == "math" and at_the_edge and beside and "=" not in inner and not symbol) or (
            quote.kind == "code" and at_the_edge and beside and len(inner) <= 3 and not symbol
        ):
            symbol = text[quote.start : quote.end]
            text = f"{text[: quote.start]} {text[quote.end :]}".strip(" ,")
    name = _name(text)
    head, _, last = name.rpartition(" ")
    if head and not symbol and _GREEK.match(last):
        name, symbol = head.rstrip(" ,"), last
    if said and name and not symbol and _is_symbol(name):
        name, symbol, said = said, text.strip("* "), ""
    choice = _OR.split(name, maxsplit=1)
    if (
        len(choice) == 2
        and all(0 < len(part.split()) <= 4 for part in choice)
        and not re.search(r"\b(?:and|und|et|y|e)\b", name)
    ):
        name = choice[0].strip()
        aliases.append(_name(choice[1]))
    return _Term(name, symbol, tuple(dict.fromkeys(a for a in aliases if a and a != name)), said, unit, numbers)


def _name(text: str) -> str:
    """The words of a term: no emphasis, quotation marks, article, colon."""
    name = unquoted(plain(text).strip(" \t,;:：.-–—=|"))
    name = re.sub(r"^(?:一个|一种|一次|所谓的?)\s*(?=\S)", "", name)
    article = _ARTICLE.match(name)
    if article and article.end() < len(name) and len(article.group()) > 1 and not re.match(r"[A-Z]{2}", name):
        name = name[article.end() :].strip()
    code = bare(name)
    if code != name and name[0] == "`":
        return code if not _is_symbol(code) else name
    return unquoted(name)


def _is_symbol(text: str) -> bool:
    """Whether a short text is a symbol: math without a relation, ``σ_y``, ``E``, code of up to three characters."""
    text = plain(text)
    inner = bare(text)
    if not inner or len(inner) > 40:
        return False
    if inner != text:
        return (
            _RELATES.search(inner) is None and (text[0] != "`" or len(inner) <= 3) and _ARROW_MACRO.match(inner) is None
        )
    return (
        _SYMBOL.match(inner) is not None
        and (_GREEK.match(inner) is not None or len(inner) <= 2 or inner[0] == "\\")
        and inner not in ("in", "is", "or", "to", "of")
        and _ARROW_MACRO.match(inner) is None
    )


_RELATES = re.compile(r"[=<>≈~∼≤≥]|\\(?:sim|approx|propto|leq?|geq?|in|equiv|to|mapsto)(?![A-Za-z])")
_ARROW_MACRO = re.compile(
    r"\\(?:implies|iff|to|gets|mapsto|(?:long)?(?:left|right|leftright)arrow|(?:Long)?(?:Left|Right|Leftright)arrow|therefore|because|"
    r"forall|exists|in|subset|cup|cap|dots|ldots|cdots|quad)(?![A-Za-z])\s*$"
)


def _is_unit(text: str) -> bool:
    text = text.strip().rstrip(".")
    hidden = quotes(text)
    if hidden and hidden[0].start == 0 and hidden[-1].end == len(text):
        return hidden[0].kind in ("math", "code") and any(c.isalpha() or c in "%°" for c in text)
    return _UNIT_WHOLE.match(text) is not None or re.match(rf"(?:{_NO_UNIT})$", text, re.IGNORECASE) is not None


def _plausible(raw: str, longest: int, strict: bool) -> bool:
    """Whether a text can be a term: short, no clause, no pointing word, not a label of notes."""
    alias = _ALIAS.search(raw)
    if alias and alias.start():
        raw = raw[: alias.start()]
    text = plain(raw).strip(" \t,;:：.-–—=")
    if len(text) > 90 or not any(ch.isalnum() for ch in text):
        return False
    words = veil(_PART.sub("", text)).split()
    if strict and any(word.casefold() in ("this", "these", "those", "our", "my", "your") for word in words[1:]):
        return False
    if len(words) > 1 and words[-1].casefold() in (
        "there",
        "this",
        "that",
        "it",
        "they",
        "include",
        "includes",
        "are",
        "is",
    ):
        return False
    if any(word[-1] in "을를" for word in words[:-1]):  # an object: what follows is a Korean verb
        return False
    if not words:
        return not strict or bool(_is_symbol(text))
    if _ARTICLE.match(text) and len(words) > 1:
        words = words[1:]
    if len(words) > longest or words[0].casefold().strip("*_'\"") in PRONOUNS:
        return False
    low = " ".join(words).casefold().strip("*_ ")
    if low in _NOT_TERMS or _PLACE.match(low) or re.search(r"[?!;]|\.\s|https?:", low) or _NUMERIC.match(low):
        return False
    return _RELATIVE.search(" ".join(words)) is None and not (strict and "," in low and len(words) > 4)


_PLACE = re.compile(
    r"(?:fig(?:ure)?|table|tab|abb(?:ildung)?|tabelle|slide|page|chapter|section|sec|exercise|aufgabe|part|step|day|week|lecture|eq(?:uation)?|"
    r"theorem|lemma|example|question|problem|task|option|case|note|tip|version|figura|tabla|tableau|図|表|图|그림)\.?\s*#?\d",
    re.IGNORECASE,
)
"""Where something stands: ``Figure 3``, ``Step 2``."""


# ---- bodies ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Body:
    definition: str = ""
    symbol: str = ""
    formula: str = ""
    unit: str = ""


def _body(raw: str, keep_rest: bool = True) -> _Body:
    """What stands behind a term, taken apart: ``internal force per unit area, σ = F/A, in Pa``."""
    found = _Body()
    kept: list[str] = []
    spans = list(sentences(raw))
    while len(spans) > 1 and _ASIDE.match(raw, spans[0][0]) and not keep_rest:
        spans.pop(0)
    for number, (start, end) in enumerate(spans):
        sentence = raw[start:end]
        if number and (not keep_rest or _VALUE.match(veil(sentence)) or _ASIDE.match(sentence)):
            found = _merge(found, _told(sentence) or _Body())
            continue
        if number and (says := _told(sentence)) is not None:
            found = _merge(found, says)
            continue
        text, found = _peeled(sentence, found)
        if text:
            kept.append(text)
    definition = " ".join(kept).strip(" ,;")
    if definition in _NOTHING:
        definition = ""
    if not found.formula:
        for quote in quotes(raw):
            if quote.kind == "math" and _is_equation(raw[slice(*quote.inner)]):
                found = replace(found, formula=raw[quote.start : quote.end])
                break
    return replace(found, definition=definition)


_ASIDE = re.compile(r"(?:e\.?g\.?|for example|for instance|example|see|cf\.?|note|z\.\s?B\.|p\. ?ex)\b", re.IGNORECASE)


_AND_ITS = re.compile(
    r"\s*(?:,\s*and|,|;|\band|\bund|\bet|\by)\s+(?=(?:its|the|it|ihr|seine?|son|sa|su)\s)", re.IGNORECASE
)


def _told(sentence: str) -> _Body | None:
    """A further sentence that says nothing but unit, symbol and formula: ``Its unit is Pa and its symbol is σ.``"""
    found = _Body()
    at = 0
    for cut in [*_AND_ITS.finditer(veil(sentence)), None]:
        says = _segment(sentence[at : cut.start() if cut else len(sentence)])
        if says is None:
            return None
        found = _merge(found, says)
        at = cut.end() if cut else at
    return found


def _merge(found: _Body, says: _Body) -> _Body:
    return _Body(found.definition, found.symbol or says.symbol, found.formula or says.formula, found.unit or says.unit)


def _peeled(sentence: str, found: _Body) -> tuple[str, _Body]:
    """A sentence without the segments at its end that are a formula, a unit or a symbol, and these."""
    for _ in range(8):
        words = veil(sentence)
        body = words.rstrip(" .)")
        cuts = [0, *(m.start() for m in _SEGMENT.finditer(words) if m.group() != ")" and m.start() < len(body))]
        tail = cuts[-1]
        says = _segment(sentence[tail:]) if tail or len(sentence) < 200 else None
        if (
            says is None
            and tail
            and (
                inner := re.search(
                    r"\s(?:usually |often |typically )?(?:measured|expressed|gemessen|mesurée?|medid[oa]|misurat[oa])\s+(?:in|en|em)\s",
                    words[tail:],
                )
            )
            is not None
        ):
            tail += inner.start()
            says = _segment(sentence[tail:])
        if says is None and not tail:
            inner = re.search(
                r"\s(?:and\s+is\s+|is\s+)?(?:usually |often )?(?:measured|expressed|gemessen|mesurée?|medid[oa]|"
                r"misurat[oa])\s+(?:in|en|em)\s(?=\S{1,30})|\s\[(?=[^\[\]]{1,20}\]\.?$)",
                words,
            )
            if inner is not None:
                tail = inner.start()
                says = _segment(sentence[tail:])
        if says is None:
            return sentence.strip(), found
        found = _merge(found, says)
        closing = "." if sentence.rstrip().endswith(".") and tail else ""
        sentence = sentence[:tail].rstrip(" ,;(–—")
        if not sentence:
            return "", found
        sentence += closing
    return sentence.strip(), found


def _segment(text: str) -> _Body | None:
    """A segment that is nothing but a unit, a symbol or a formula."""
    inner = text.strip().strip(",;").strip()
    if inner.startswith("(") and inner.rstrip(".").endswith(")"):
        inner = inner.rstrip(".")[1:-1].strip()
    elif inner.startswith("(") and ")" not in inner:
        inner = inner[1:].strip()
    inner = inner.rstrip(".").strip() if not inner.endswith("\\.") else inner
    if not inner:
        return None
    bracket = re.fullmatch(r"\[([^\[\]]{1,30})\]", inner)
    if bracket:
        return _Body(unit=bracket.group(1))
    if (says := _UNIT_SAYS.match(inner)) is not None:
        if says["none"]:
            return _Body(unit=says["none"].removeprefix("has "))
        unit = (says["unit"] or "").strip().rstrip(".")
        stated = re.match(r"\W*(?:in|en|em)\s", inner, re.IGNORECASE) is None
        if unit and (_is_unit(unit) or (stated and len(unit.split()) <= 4 and not re.search(r"\d{2}", unit))):
            return _Body(unit=re.sub(r"^(?:the|a|an)\s+", "", unit))
    if (named := _SYMBOL_SAYS.match(inner)) is not None and (
        _is_symbol(named["symbol"]) or _SHORT_SYMBOL.match(bare(named["symbol"]))
    ):
        return _Body(symbol=named["symbol"])
    hidden = [q for q in quotes(inner) if q.kind in ("math", "code")]
    if hidden:
        quote = max(hidden, key=lambda q: q.end - q.start)
        before, after = inner[: quote.start], inner[quote.end :].strip(" .,;")
        beside = _segment(after) if after and len(after) < 40 else None
        if (
            beside is not None
            and beside.unit
            and _FORMULA_SAYS.match(before)
            and _is_equation(inner[slice(*quote.inner)])
        ):
            return replace(beside, symbol=_left(inner[quote.start : quote.end]), formula=inner[quote.start : quote.end])
        if not after and _FORMULA_SAYS.match(before):
            content = inner[slice(*quote.inner)]
            if _is_equation(content):
                return _Body(symbol=_left(inner[quote.start : quote.end]), formula=inner[quote.start : quote.end])
            if _is_symbol(inner[quote.start : quote.end]) and not before.strip():
                return _Body(symbol=inner[quote.start : quote.end])
            if before.strip().endswith("="):
                return _Body(formula=inner[quote.start : quote.end])
        return None
    says_formula = re.match(
        r"(?:(?:the\s+)?(?:formula|Formel|formule|fórmula|equation)\s*(?:is|:)?\s*|(?:given|computed|calculated|"
        r"defined|expressed)\s+(?:by|as)\s+)",
        inner,
        re.IGNORECASE,
    )
    equation = inner[says_formula.end() :] if says_formula else inner
    if _is_equation(equation):
        return _Body(symbol=_left(equation), formula=equation)
    if _GREEK.match(inner):
        return _Body(symbol=inner)
    return None


def _is_equation(text: str) -> bool:
    """Whether a text is an equation: a short left side, a relation, and no words or bare number at the right."""
    match = _EQUATION.match(text.strip())
    if match is None:
        text = text.strip()
        return (
            "=" in text
            and ("\\" in text or "_" in text)
            and len(text) < 400
            and _NUMERIC.match(text.partition("=")[2]) is None
            and re.match(r"[^=]{1,60}=\s*\S", text) is not None
        )
    right = match["right"]
    if _NUMERIC.match(right) or re.fullmatch(r"[\s\d.,]+[^\W\d_]{0,8}", right):
        return False
    if "\\" in text:
        return True
    return all(word in _FUNCTION for word in _LONG_WORD.findall(text))


def _left(equation: str) -> str:
    """The symbol an equation begins with, written as the equation is; empty if its left side is more than that."""
    inner = bare(equation)
    left = re.split(r"[=≈∝]", inner, maxsplit=1)[0].strip()
    if not (_is_symbol(left) or _SHORT_SYMBOL.match(left)):
        return ""
    return f"${left}$" if equation.strip()[:1] in "$\\" and inner != equation else left


# ---- statements --------------------------------------------------------------------------------------------------

_BOLD = re.compile(
    r"\*\*(?=[^\s*])([^*\n]{1,80})\*\*|__(?=[^\s_])([^_\n]{1,80})__|(?<![\w*])\*(?=[^\s*])([^*\n]{1,80})\*(?![\w*])"
    r"|(?<![\w_])_(?=[^\s_])([^_\n]{1,80})_(?![\w_])|==(?=[^\s=])([^=\n]{1,80})=="
)
_GLOSS_WORD = re.compile(
    r"\b(?:of|that|which|where|when|at|in|per|between|with|for|by|used|from|to|without|whose|during|how|"
    r"von|der|die|das|mit|bei|zum|zur|für|aus|pro|wo|wenn|de|du|des|qui|que|où|pour|par|avec|quand|del|para|por|con|donde|"
    r"cuando|do|da|dos|das|em|com|onde|quando|di|della|dei|che|dove|in cui|per|à)\b|\b[dlq]u?'",
    re.IGNORECASE,
)
_JUDGEMENT = re.compile(
    r"(?:not|no|so|too|very|really|quite|now|here|there|also|still|only|all|always|never|usually|often|typically|sometimes|"
    r"important|good|bad|great|nice|hard|easy|fine|better|worse|best|likely|based|due|done|made|given|used|needed|called|"
    r"(?:the|a|an)\s+(?:best|worst|most|least|same|main|only|good|bad|great|nice|better|first|second|last|next|real|big|huge|"
    r"key|important|few|lot|bit|matter|problem|reason|case|pain|must|fun|joke|mess|thing)\b)\b",
    re.IGNORECASE,
)
_NOUN_PHRASE = re.compile(
    r"(?:the|a|an|any|one of|how|what|when|where|whatever|something|anything|everything|those|that which|der|die|das|ein|eine|"
    r"jede[rs]?|wenn|wie|le|la|l'|les|un|une|ce qui|el|los|las|una|lo que|o|os|as|um|uma|quando|il|lo|gli|uno|quanto|"
    r"force|energy|amount|number|rate|ratio|change|measure|ability|resistance|property|process|method|technique|type|kind|sort|"
    r"set|degree|part|point|area|region|state|way|act|lack|loss|tendency|difference|distance|quantity)(?:\s|\b(?='))",
    re.IGNORECASE,
)


_BOLD_NEXT_TERM = re.compile(
    rf"(?:(?:{alternatives(words_of.ARTICLES)})\s+)(?:\*\*|__)(?=[^\s*])[^*_\n]{{1,80}}(?:\*\*|__)", re.IGNORECASE
)
_BOLD_NEXT = re.compile(
    rf"\s*(?:(?:{alternatives(words_of.ARTICLES)})\s+)?(?:\*{{1,2}}|_{{1,2}}|==)(?=\w)", re.IGNORECASE
)


_NOUN_TOLD = re.compile(
    r"(?!\w+ly\b|\w+(?:ed|ing)\b|then\b|first\b)(?:[a-z-]+\s){1,3}(?:that|which|whose|[a-z]{3,}ed|made|left|held|cut|sent|kept|built)\s\w"
)
"""A noun and what was done to it: ``excess metal squeezed out …``."""


@dataclass(frozen=True, slots=True)
class _Statement:
    term: tuple[int, int]
    body: tuple[int, int]
    link: str


def _statement(text: str, strict: bool) -> _Statement | None:
    """Where the term and its meaning stand in a text; ``strict`` among prose, where most sentences define nothing."""
    words = veil(text)
    links = _CJK_LINK if _CJK.search(words) else _LINK
    found = list(links.finditer(words, 0, 600))
    for link in (*(m for m in found if m.lastgroup == "called" and _BOLD_NEXT.match(text, m.end())), *found):
        how = link.lastgroup or ""
        start, end = link.start(how), link.end(how)
        left, right = text[:start], text[end:]
        if (not right.strip(" *_.") or not left.strip(" *_")) and (how != "called" or not left.strip()):
            continue
        stated = _RULES[how](text, left, right, start, end, strict)
        if stated is not None:
            return replace(stated, link=how)
    return None


def _by_colon(text: str, left: str, right: str, start: int, end: int, strict: bool) -> _Statement | None:
    if not _plausible(left, 6 if strict else 9, strict):
        return None
    if strict and (
        _NUMERIC.match(right.strip()) or len(plain(right)) < 4 or (leads_in(left) and not _emphasised(left))
    ):
        return None
    if _VALUE.match(right.strip()) and len(right) < 40 and not quotes(right):
        return None if not _term(left).symbol else _Statement((0, start), (len(text), len(text)), "")
    return _Statement((0, start), (end, len(text)), "")


def _by_dash(text: str, left: str, right: str, start: int, end: int, strict: bool) -> _Statement | None:
    if not _plausible(left, 4 if strict else 9, strict):
        return None
    if strict and not _emphasised(left) and not _is_symbol(left) and _length(plain(right)) < 3:
        return None
    if _NUMERIC.match(right.strip()):
        return None
    return _Statement((0, start), (end, len(text)), "")


def _by_equals(text: str, left: str, right: str, start: int, end: int, strict: bool) -> _Statement | None:
    if strict and not _emphasised(left) and _length(plain(right)) < 3 and not quotes(right):
        return None
    if not _plausible(left, 5, strict) or _NUMERIC.match(right.strip()):
        return None
    if _is_symbol(left) and _is_equation(f"{left.strip()} = {right.strip()}"):
        return None
    return _Statement((0, start), (end, len(text)), "")


def _by_copula(text: str, left: str, right: str, start: int, end: int, strict: bool) -> _Statement | None:
    said = right.strip()
    if (
        not _emphasised(left)
        and len(left.split()) > 2
        and (named := _BOLD.match(said) or _BOLD_NEXT_TERM.match(said))
        and not re.sub(r"\([^()]{1,20}\)|[\s.]", "", said[named.end() :])
    ):
        return _Statement((end, len(text)), (0, start), "")
    if (named := _BOLD.match(said)) and re.match(
        r"\s*(?:if|when|iff|wenn|falls|si|se|quando|cuando|quand)\b", said[named.end() :]
    ):
        at = end + len(right) - len(right.lstrip())
        return _Statement((at, at + named.end()), (0, _sentence_end(text, end)), "")
    if not _plausible(left, 5 if strict else 8, strict):
        return None
    if _VALUE.match(veil(said)) or re.match(r"(?:often|usually|typically)?\s*(?:set|fixed|chosen|kept)\b", said):
        return _Statement((0, start), (len(text), len(text)), "") if _term(left).symbol else None
    if not strict:
        return _Statement((0, start), (end, _before_contrast(text, end, len(text))), "")
    if _JUDGEMENT.match(said) or "?" in text:
        return None
    bold = _emphasised(left)
    if (
        not _NOUN_PHRASE.match(said)
        and not _NOUN_TOLD.match(said)
        and not (bold and not re.match(r"\w+(?:ed|ing)\b", said))
        and not _CJK.search(said)
    ):
        return None
    definite = re.match(r"(?:the|this|my|our|der|die|das|el|la|le|il|o|a)\s", left.strip(), re.IGNORECASE)
    if (
        (definite or said[:2].lower() in ("a ", "an"))
        and not bold
        and not _GLOSS_WORD.search(said)
        and not _CJK.search(said)
    ):
        return None
    return _Statement((0, start), (end, _sentence_end(text, end)), "")


def _by_means(text: str, left: str, right: str, start: int, end: int, strict: bool) -> _Statement | None:
    if not _plausible(left, 5 if strict else 8, strict):
        return None
    return _Statement(
        (0, start), (end, _before_contrast(text, end, _sentence_end(text, end) if strict else len(text))), ""
    )


_CONTRASTED = re.compile(
    r",?\s(?:while|whereas|während|wohingegen|tandis\sque|alors\sque|mientras\sque|enquanto|mentre)\s(?=\S+(?:\s\S+){2})",
    re.IGNORECASE,
)


def _before_contrast(text: str, at: int, end: int) -> int:
    """Where the meaning of a term ends: before *while* with another term and its meaning."""
    contrast = _CONTRASTED.search(veil(text), at, end)
    return contrast.start() if contrast and clause(text[contrast.end() : end]) else end


def _by_verb(text: str, left: str, right: str, start: int, end: int, strict: bool) -> _Statement | None:
    if not _plausible(left, 4 if strict else 6, strict) or _VALUE.match(veil(right.strip())):
        return None
    verb = text[start:end].casefold()
    if any(link.lastgroup == "ie" for link in _LINK.finditer(veil(right))):
        return None  # what follows *i.e.* explains something nearer
    if (
        strict
        and not (_emphasised(left) and len(right.split()) >= 2)
        and not (
            len(left.split()) <= 4
            and (
                re.match(
                    r"(?:how|which|whether|what|where|when|who|the (?:rate|amount|number|ratio|size|degree|speed|ability|resistance))\b",
                    right.strip(),
                )
                or re.search(r"\s(?:by|when|of)$", verb)
            )
        )
    ):
        return None
    return _Statement((0, start), (start, _sentence_end(text, end) if strict else len(text)), "")


def _by_call(text: str, left: str, right: str, start: int, end: int, strict: bool) -> _Statement | None:
    """``the point where … is called the **yield point**``: the term stands at the right, its meaning in the last clause
    at the left, or in the sentence before where the clause only points at it: ``… . This is called the …``."""
    body = _meaning_before(left)
    said = text[slice(*body)]
    first = plain(said).split()
    if len(first) < 2 and not _CJK.search(said):
        return None
    if first[0].casefold() in PRONOUNS - _OPENS_MEANING and (
        len(first) < 3 or first[0].casefold() not in SAYS_SO | {"such", "all", "each", "any"}
    ):
        return None
    bold = _BOLD.search(text, end)
    stop = re.search(r"[,;.(–—]|\s(?:and|because|which|since|so|while|und|weil)\s|\s[–—-]\s", veil(text)[end:])
    until = end + stop.start() if stop else len(text)
    if bold and bold.start() <= until + 1:
        return _Statement(bold.span(), body, "")
    german = re.search(r"\s(?:genannt|bezeichnet)\b", text[end:])
    term = text[end : until if german is None else min(until, end + german.start())]
    return _Statement((end, end + len(term)), body, "") if _plausible(term, 5, strict) else None


_OPENS_MEANING = frozenset("what how when if wenn si se quand cuando quando".split())
_CLAUSE_END = re.compile(r"[;:.](?=\s)|,(?=\s*$)")


def _meaning_before(left: str) -> tuple[int, int]:
    """Where in the text before ``is called`` the meaning stands."""
    words = veil(left)
    end = len(left)
    last = re.search(r"[\s,;:.]*(?:\b(?:and|und|et|y|e)\s)?\b(\w+)\s*$", words)
    if last is not None and last[1].casefold() in SAYS_SO:
        end = last.start()
    cuts = [m.end() for m in _CLAUSE_END.finditer(words, 0, end) if m.end() < end - 1]
    begin = cuts[-1] if cuts else 0
    while end > begin and left[end - 1] in " ,;:.":
        end -= 1
    return begin, end


_AMOUNT = re.compile(r"\s(?:of|=|von|de|di)?\s*[~≈±]?\d[\d.,]*\s?[^\W\d_]{0,4}$")
"""A value beside the term: ``a pitch of 2 mm (i.e. …)``."""
_IMPERATIVE = re.compile(
    r"[\W_]*(?:watch|beware|avoid|prevent|reduce|check|look|use|apply|add|keep|remember|mind|note|causes?|means?|leads?|suffers?|vermeide|achte|"
    r"évite[rz]?|evita|evite)\s+(?:(?:out|for|of|to|from|auf|de|the|a|an)\s+)*",
    re.IGNORECASE,
)
"""A verb that tells one to do something about the term: ``avoid overfitting, i.e. …``."""


def _by_that_is(text: str, left: str, right: str, start: int, end: int, strict: bool) -> _Statement | None:
    """``overfitting, i.e. learning the noise``."""
    head = _AMOUNT.sub("", left.rstrip(" ,(–—"))
    told = _IMPERATIVE.match(head)
    bolds = list(_BOLD.finditer(head))
    if bolds and (strict or not _plausible(head, 6, True)):
        term = bolds[-1].span()
    elif _plausible(head[told.end() if told else 0 :], 4, True):
        term = (told.end() if told else 0, len(head))
    elif not strict:
        noun = re.search(
            r"(?:^|\b(?:the|a|an|of|from|by|with|in|for|to|on|at|into|against|about|as|or|is|are|called|avoid|causes?|use|uses|"
            r"have|has|and|needs?)\s)((?:(?!\b(?:the|a|an|of|from|by|with|in|for|to|on|at|is|are)\s)[^\s,;]+\s?){1,4})$",
            head,
        )
        if noun is None:
            return None
        term = noun.span(1)
    else:
        return None
    words = veil(text)
    opened = "(" in words[len(head) : start]
    stop = re.search(
        r"\)"
        if opened
        else r",\s+(?:(?:is|are|has|have|can|will|leads?|causes?|makes?|happens?|occurs?)\b|"
        r"[a-z]{2,}[^\Wsu]s\s(?:on|in|the|a|an|with|when|from|to|as|for|by|at|if)\s)",
        words[end:],
    )
    return _Statement(term, (end, end + stop.start() if stop else len(text)), "")


_RULES = {
    "colon": _by_colon,
    "dash": _by_dash,
    "equals": _by_equals,
    "copula": _by_copula,
    "means": _by_means,
    "does": _by_verb,
    "called": _by_call,
    "ie": _by_that_is,
}


_PAIRED = {'"': '"', "“": "”", "„": "“", "«": "»"}


def _length(text: str) -> int:
    """The words of a text; three characters of Chinese or Japanese count as one."""
    return len(text.split()) + len(_CJK.findall(text)) // 3


def _emphasised(left: str) -> bool:
    text = left.strip(" \t\n(:,-–—")
    if text[:1] in _PAIRED:
        return text.endswith(_PAIRED[text[0]]) and len(text) > 2
    return text[:1] in ("*", "_", "`", "=") or text[-1:] in ("*",)


def _sentence_end(text: str, at: int) -> int:
    for start, end in sentences(text):
        if start <= at < end:
            return end
    return len(text)


# ---- reading -----------------------------------------------------------------------------------------------------


def read(block: Block) -> Iterator[Extracted]:
    """The definitions of a block: a line, a paragraph, a list, a table."""
    if block.table is not None:
        yield from _rows(block, block.table)
    elif block.items:
        yield from _listed(block)
    else:
        yield from _unit(block)


def _unit(block: Block, alone: bool = True) -> Iterator[Extracted]:
    """A paragraph or item: one definition, or one a line, or those among its sentences."""
    text = block.text
    strict = block.scope == "section"
    if "\n" in text:
        if pairs := list(_term_lists(text)):
            for start, end, term, body in pairs:
                yield _made(block.part(start, end), _term(term), _body(body))
            return
        parts = [block.part(start, end) for start, end in lines(text)]
        readings = [_line(part, strict=True) for part in parts]
        if sum(reading is not None for reading in readings) > 1 and (strict or all(readings)):
            for part, reading in zip(parts, readings, strict=True):
                if reading is not None:
                    yield Extracted(part, reading)
            return
    if not strict:
        headed = _under_heading(block, strict=True) if _SAYS.match(text) and alone else None
        found = headed or _line(block, strict=False) or (_under_heading(block, strict=False) if alone else None)
        if found is None:
            raise _unreadable(block)
        yield Extracted(block, found)
        return
    found_any = False
    for number, (start, end) in enumerate(sentences(text)):
        part = block.part(start, end)
        if not number and (whole := _line(block, strict=True)) is not None:
            yield Extracted(block, whole)
            return
        if number and (reading := _line(part, strict=True)) is not None:
            found_any = True
            yield Extracted(part, reading)
    if alone and not found_any and (reading := _under_heading(block, strict=True)) is not None:
        yield Extracted(block, reading)


def _in_code(text: str) -> tuple[int, int] | None:
    """Where the words of a text stand that is all code, as some write theirs: ``m is the number of examples``."""
    hidden = quotes(text)
    if len(hidden) != 1 or hidden[0].kind != "code" or text.strip() != text[hidden[0].start : hidden[0].end]:
        return None
    inner = text[slice(*hidden[0].inner)]
    return hidden[0].inner if len(_LONG_WORD.findall(inner)) > 1 and _LINK.search(inner) and "=" not in inner else None


_TERM_LIST = re.compile(
    r"(?:^|\n)(?P<term>[^\n:]{1,90})\n[ \t]{0,3}:[ \t]+(?P<body>[^\n]+(?:\n(?![ \t]{0,3}:[ \t])[ \t]+[^\n]+)*)"
)


def _term_lists(text: str) -> Iterator[tuple[int, int, str, str]]:
    for match in _TERM_LIST.finditer(text):
        yield match.start("term"), match.end(), match["term"], match["body"]


_T, _B = r"[\s*_\"“”'«»]*(?P<term>[^,;:.?!\n]{1,60}?)[\s*_\"“”'«»]*", r"(?P<body>\S.{2,600})"
_FRAMES = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"(?:let|sei|soit|sea|seja|sia)\s(?P<term>\$[^$]{1,60}\$|[A-Za-z]\w?)\s(?:(?:be|denote|represent|stand\sfor|der|die|das)\s)(?P<body>.+)",
        r"(?:there\s(?:is|are)|this\sis|we\suse|uses?|es\sgibt|il\sy\sa|hay)\s(?P<body>[^,.]{3,60}?)\s(?:called|named|known\sas|namens|appelée?s?|llamad[oa]s?)\s"
        r"(?P<term>[^,.]{2,50}?),?\s(?P<more>(?:that|which|where|der|die|das|qui|que)\s.+)",
        rf"als\s{_T}\s(?:bezeichnet\sman|wird|werden)\s{_B}",
        rf"unter\s(?:(?:dem|der|einem|einer)\s)?{_T}\sversteht\sman\s{_B}",
        rf"(?:by|with)\s{_T}\s(?:we|i|people|one)\s(?:mean|understand|means)\s{_B}",
        r"(?:we|they|people|engineers|you|one)\scalls?\s(?P<body>.{3,400}?)\s(?:(?:a|an|the)\s(?=[^*]{2,40}$)|(?=\*\*))"
        r"[*_]*(?P<term>[^*.,;\n]{2,40})[*_]*\s*\.?$",
        rf"on\s(?:appelle|nomme)\s{_T}\s(?P<body>(?:la\s|le\s|l'|les\s|une?\s|tout\s|ce\s).+)",
        rf"se\s(?:llama|denomina|conoce\scomo)\s{_T}\s(?P<body>(?:al?\s|el\s|la\s).+)",
        rf"(?:chama-se|denomina-se)\s{_T}\s(?P<body>(?:a|o|à|ao|uma?)\s.+)",
        rf"si\s(?:chiama|definisce|dice)\s{_T}\s(?P<body>(?:la\s|il\s|lo\s|l'|una?\s|quell).+)",
        rf"(?:what\s(?:is|are)|was\s(?:ist|sind)|qu'est-ce\squ[e']|¿?qué\ses|o\sque\sé|cos'è)\s{_T}\s?\?\s*{_B}",
        r"(?:我们)?把(?P<body>[^，。]{2,80})(?:称为|叫做|称作)(?P<term>[^，。]{1,20})",
        r"所谓(?P<term>[^，。是]{1,20})[，,]?(?:就是|是指|指的是|是|指)(?P<body>.{2,200})",
        r"(?P<body>.{3,200})を(?P<term>[^、。を]{1,20})と(?:いう|言う|呼ぶ|呼びます|いいます)",
        r"(?P<body>.{3,200})(?:을|를)\s(?P<term>[^\s.]{1,20}(?:\s[^\s.]{1,12})?)(?:이라고|라고)\s?(?:한다|부른다|합니다|부릅니다)",
        r"(?P<body>.{3,200}(?:[ae]|'[yn]?[ae]))\s(?P<term>[^\s,.]{2,20}(?:\s[^\s,.]{2,20})?)\s(?:denir|denilir|adı\sverilir)\b",
        r"(?P<term>[^,.\n]{2,40}),\s(?P<body>.{3,200})\s(?:demektir|anlamına\sgelir)\b",
        r"(?P<term>[^,.\n]{2,40}),\s(?P<body>.{3,200}\w{3,}[dt][ıiuü]r)\s*\.?$",
    )
)
"""Sentences built around a term, in words that name or explain it."""
_FRAME_WORDS = re.compile(
    r"\b(?:called|named|known|namens|appelée?s?|llamad[oa]s?|let|sei|soit|sea|seja|sia|als|unter|by|with|calls?|appelle|nomme|llama|denomina|conoce|chama-se|denomina-se|chiama|definisce|"
    r"dice|denir|denilir|verilir|demektir|gelir|\w{3,}[dt][ıiuü]r)\b|\?|[把谓]|を|라고",
    re.IGNORECASE,
)
_UNIT_OF = re.compile(
    r"(?:the\s|die\s|l'|la\s|a\s)?(?:si[\s-])?(?:units?|einheit|unité|unidad|unidade|unità)\s(?:of|for|der|des|von|de|du|d'|di|della)\s?"
    r"(?:the\s|la\s|l')?(?P<term>[^,;:.?\n]{2,50}?)\s(?:is|are|ist|est|es|é|è)\s(?:the\s)?(?P<unit>.{1,40}?)\s*\.?$",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\s(?=(?:is|are|has|have)\s(?:(?:usually|often|typically|normally|commonly|generally)\s)?(?:measured|expressed|given|quoted|"
    r"stated|reported|counted|no\sunits?|dimensionless|unitless|an?\s(?:SI\s)?unit|(?:the\s|SI\s)*units?)\b|"
    r"s'exprim|(?:est|se|es|é|è)\s(?:mesur|exprim|mide|medid|expres|misurat|espress|dimensionslos|adimension|sans))",
    re.IGNORECASE,
)
_MEASURED_DE = re.compile(
    r"(?P<term>.{2,60}?)\s(?:wird|werden)\sin\s(?P<unit>.{1,30}?)\s(?:gemessen|angegeben)\b", re.IGNORECASE
)


def _framed(text: str) -> Definition | None:
    """``As X we denote Y``: the sentences of ``_FRAMES``."""
    if len(text) > 1000 or _FRAME_WORDS.search(text) is None:
        return None
    text = text.strip()
    for frame in _FRAMES:
        match = frame.match(text)
        if match is not None and _plausible(match["term"], 5, True):
            more = match.groupdict().get("more")
            return _define(_term(match["term"]), _body(f"{match['body']} {more}" if more else match["body"]))
    return None


def _unit_told(text: str) -> Definition | None:
    """A sentence that gives the unit of a term alone: ``Stiffness is measured in N/m``."""
    if len(text) > 200:
        return None
    of = _UNIT_OF.match(text.strip()) or _MEASURED_DE.match(text.strip())
    if of is not None:
        unit = re.sub(r"\s*\([^()]{1,20}\)$", "", of["unit"])
        return Definition(_term(of["term"]).name, unit=of["unit"]) if _is_unit(unit) or len(unit.split()) <= 4 else None
    measured = _MEASURED.search(text)
    if measured is None or not _plausible(text[: measured.start()], 6, True):
        return None
    right = text[measured.end() :]
    said = re.sub(r"\s*\([^()]{1,20}\)\s*\.?$", "", right)
    says = _segment(right) or _segment(said)
    if says is None or not says.unit:
        return None
    term = _term(text[: measured.start()])
    return Definition(term.name, "", term.symbol, "", says.unit, term.context, term.aliases)


def _line(block: Block, *, strict: bool) -> Definition | None:
    """The definition that a line or sentence gives, if it does."""
    if strict and not _LINKED.sub("", block.text).strip(" *_-.!"):
        return None
    if said := _in_code(block.text):
        block = block.part(*said)
    elif opening := _OPENING.match(block.text):
        block = block.part(opening.end(), len(block.text))
    text = block.text
    label = _LABEL.match(text)
    if label:
        return _labelled(block, label, strict)
    told = _unit_told(text) or _framed(text) or _in_bold(text)
    if told is not None:
        return told
    stated = _statement(text, strict)
    if stated is not None:
        term = _term(text[slice(*stated.term)])
        if (
            stated.link in ("dash", "equals", "copula", "colon")
            and (swapped := _symbol_first(text, stated)) is not None
        ):
            return swapped
        if stated.link == "called" and not _CJK.search(text):
            meaning = text[slice(*stated.body)].strip()
            return _define(term, _body(meaning))
        meaning = text[slice(*stated.body)]
        body = _body(meaning, keep_rest=not strict or _expanded_first(term.name, meaning))
        found = _define(term, body)
        if found is not None:
            return found
    if strict:
        return _beside_bracket(text, strict) or _titled(text) or _generic_noun(text)
    return _named_only(text) or _beside_bracket(text, strict) or _emphasised_term(text) or _of_clause(text)


_OPENING = re.compile(
    r"(?:here|now|recall|note|remember|thus|so|hence|hier|ici|aquí|aqui|qui)(?:\s+(?:that|dass|que|che))?,?\s+(?=[$`*]|(?:an?|the|eine?|der|die|das)\s)",
    re.IGNORECASE,
)
"""Words before the term: ``Here $x$ denotes …``."""
_BRACKETED = re.compile(
    r"(?P<term>[^,;:.()（）]{2,60}?)\s*[(（](?P<inner>[^()（）]{1,80})[)）][*_]*\s+(?P<body>(?P<verb>[^\W\d_]{2,})\s.{8,})",
    re.DOTALL,
)


def _beside_bracket(text: str, strict: bool) -> Definition | None:
    """``the TLB (translation lookaside buffer) caches …``: what follows a name and the bracket beside it is its verb."""
    match = _BRACKETED.match(text.strip())
    if match is None or not _plausible(match["term"], 5, True):
        return None
    term = _term(f"{match['term']} ({match['inner']})")
    if strict and not (
        (re.fullmatch(r"[a-z]{3,}s", match["verb"]) or _emphasised(match["term"]))
        and ((_ACRONYM.match(term.name) and spells(term.name, match["inner"])) or term.aliases)
    ):
        return None
    if not strict and re.fullmatch(
        r"and|or|in|on|of|for|with|und|oder|et|ou|y|e|was|were|war", match["verb"], re.IGNORECASE
    ):
        return None
    return _define(term, _body(match["body"], keep_rest=not strict))


_TITLED = re.compile(r"[\s>-]*(?:\*\*|__)(?P<term>[^*_\n.]{2,50})\.?(?:\*\*|__)\.?\s+(?P<body>[A-Z].{10,})", re.DOTALL)


def _titled(text: str) -> Definition | None:
    """``**Temperature.** A factor that divides …``: a run-in title and a phrase that says what it is."""
    match = _TITLED.match(text)
    if match is None or not _plausible(match["term"], 5, True) or not _NOUN_PHRASE.match(match["body"]):
        return None
    first = match["body"][: next(sentences(match["body"]))[1]]
    return _define(_term(match["term"]), _body(first)) if _is_phrase(first) else None


_IN_BOLD = re.compile(
    r"(?:in|with|under|im|bei|dans|en|em|nel)\s+(?:(?:an?|the|eine[rm]?|der|dem|une?|una?|el|la|le|um|uma)\s+)?(?:\*\*|__)(?P<term>[^*_\n]{2,50})(?:\*\*|__),?\s+"
    r"(?P<body>[^\W\d_].{12,})",
    re.IGNORECASE | re.DOTALL,
)


def _in_bold(text: str) -> Definition | None:
    """``In a **circular buffer** more than two buffers are used …``."""
    match = _IN_BOLD.match(text.lstrip("-•>& "))
    if match is None or not _plausible(match["term"], 5, True) or _STORY.search(match["body"]):
        return None
    return _define(_term(match["term"]), _body(match["body"], keep_rest=False))


_BOLD_FIRST = re.compile(
    r"(?:(?:an?|the|der|die|das|eine?)\s)?(?:\*\*|__)[^*_\n]{2,50}(?:\*\*|__)\s(?=[a-z]{3,}s\s)", re.IGNORECASE
)
_INDEFINITE = re.compile(r"(?:an?|eine?|une?|una?|uma?|uno)\s", re.IGNORECASE)


def _generic_noun(text: str) -> Definition | None:
    """``A reward model predicts which …``: a sentence about any such thing, in the present."""
    if not (_INDEFINITE.match(text) or _BOLD_FIRST.match(text)) or _STORY.search(text):
        return None
    parted = clause(text[: next(sentences(text))[1]])
    if parted is None or not _plausible(parted[0], 3, True) or len(parted[1].split()) < 5:
        return None
    verb, _, told = parted[1].partition(" ")
    if not re.fullmatch(r"[a-z]{3,}s", verb) or verb in ("is", "was", "does") or _JUDGEMENT.match(told):
        return None
    return _define(_term(parted[0]), _body(parted[1]))


_STORY = re.compile(
    r"\b(?:i|my|me|our|us|yesterday|today|tomorrow|week|friend|student|professor|prof|teacher|colleague|ta|lab|exam|was|were|had|did|went|said)\b",
    re.IGNORECASE,
)
"""Words of a story rather than of a definition."""


def _of_clause(text: str) -> Definition | None:
    """``endurance limit marks the stress …``: a name of few words and what it does."""
    parted = clause(text)
    if parted is None or not _plausible(parted[0], 4, True):
        return None
    _, _, told = parted[1].partition(" ")
    if len(told.split()) < 3 or _JUDGEMENT.match(told) or re.match(r"\w+ly\b", told):
        return None
    return _define(_term(parted[0]), _body(parted[1]))


def _emphasised_term(text: str) -> Definition | None:
    """A sentence about the one word that is bold in it: ``an **isotropic** material behaves the same …``."""
    bolds = [bold for bold in _BOLD.finditer(text) if bold.group().startswith(("**", "__"))]
    if len(bolds) != 1 or len(text.split()) < 4 or not _plausible(bolds[0].group(), 5, True):
        return None
    return _define(_term(bolds[0].group()), _body(text))


def _labelled(block: Block, label: re.Match[str], strict: bool) -> Definition | None:
    """``**Definition:** an **isotropic** material behaves …``: the bold word is the term, or the usual forms follow."""
    rest = block.text[label.end() :].strip()
    if label["named"]:
        return _define(_term(label["named"]), _body(rest))
    stated = _statement(rest, strict=False)
    bolds = list(_BOLD.finditer(rest))
    if stated is not None and not (stated.link == "does" and bolds) and not _ruled(rest, stated, bolds):
        return _define(_term(rest[slice(*stated.term)]), _body(rest[slice(*stated.body)]))
    if bolds:
        return _define(_term(bolds[0].group()), _body(rest))
    heading = subject(block.headings[-1]) if block.headings else ""
    return _define(_term(heading), _body(rest)) if heading and not strict else None


def _ruled(rest: str, stated: _Statement, bolds: list[re.Match[str]]) -> bool:
    """Whether what stands before the verb is not the term, since a bold word behind it is: ``a … is **homogeneous** if …``."""
    return (
        bool(bolds)
        and bolds[0].start() >= stated.term[1]
        and not _emphasised(rest[slice(*stated.term)])
        and stated.link == "copula"
    )


def _symbol_first(text: str, stated: _Statement) -> Definition | None:
    """``$A_5$ - elongation at fracture``: a symbol and the term it stands for; longer explanations stay definitions."""
    left, right = text[slice(*stated.term)].strip(), text[slice(*stated.body)].strip()
    if not _is_symbol(left) or (stated.link != "dash" and left[:1] not in "$\\" and not _GREEK.match(left)):
        return None
    body = _body(right)
    if not body.definition:
        return None
    head = re.split(r"[,;:]\s|\s[–—-]\s|\.\s", body.definition, maxsplit=1)
    name = _term(head[0])
    if (
        len(name.name.split()) <= 4
        and _RELATIVE.search(name.name) is None
        and not re.match(r"(?:the|a|an|how|what)\s.*\b(?:of|that|which|per|between)\b", head[0])
    ):
        rest = head[1].strip() if len(head) > 1 else ""
        return Definition(name.name, rest, left, body.formula, body.unit or name.unit, name.context, name.aliases)
    return Definition(left, body.definition, "", body.formula, body.unit)


_GLOSS = re.compile(
    r"([^,;.]{4,120})(?:[,;]\s+(?=(?:an?|the|ein|eine|une?|una?|um|uma|uno)\s)|\.\s+)(.{6,})", re.IGNORECASE | re.DOTALL
)
"""What an acronym stands for, then what it is: ``Standard Tessellation Language, a 3D model …``."""


def _define(term: _Term, body: _Body) -> Definition | None:
    """A definition of a term and a body; None when the body says nothing that can be asked."""
    definition, symbol = body.definition, term.symbol or body.symbol
    if _is_plain_formula(definition):
        body = replace(body, formula=body.formula or definition)
        symbol = symbol or _left(definition)
        definition = ""
    if _ACRONYM.match(term.name) and (gloss := _GLOSS.match(definition)) and spells(term.name, gloss[1]):
        definition = gloss[2]
    if definition and _VALUE.match(veil(definition)) and _NUMERIC.match(veil(definition)):
        definition = ""
    if body.formula and not symbol and not term.symbol:
        symbol = _left(body.formula)
    definition = definition.lstrip("、，, ")
    if not term.name or not (definition or symbol or body.formula):
        return None
    if symbol and bare(symbol) == bare(term.name):
        symbol = ""
    return Definition(term.name, definition, symbol, body.formula, body.unit or term.unit, term.context, term.aliases)


def _expanded_first(acronym: str, meaning: str) -> bool:
    """Whether the first sentence says no more than what an acronym stands for."""
    gloss = _GLOSS.match(meaning.strip()) if _ACRONYM.match(acronym) else None
    return gloss is not None and spells(acronym, gloss[1])


def _is_plain_formula(text: str) -> bool:
    return bool(text) and "=" in text and _is_equation(bare(text.rstrip(". ")))


def _named_only(text: str) -> Definition | None:
    """A line that names a term and shows its symbol or formula: ``the smoothing parameter $\\alpha$ is …``,
    ``anneal (heat, then cool slowly)``."""
    hidden = [quote for quote in quotes(text) if quote.kind == "math"]
    if hidden:
        first = hidden[0]
        left = text[: first.start]
        if _plausible(left, 6, True) and _is_symbol(text[first.start : first.end]):
            return _define(_term(text[: first.end]), _Body())
        if _plausible(left, 6, True) and _is_equation(text[slice(*first.inner)]):
            return _define(_term(left), _body(text[first.start :]))
    gloss = re.fullmatch(r"\s*([^()\n]{2,60}?)\s*\(([^()\n]{8,300})\)\s*\.?\s*", text)
    if gloss and len(gloss.group(2).split()) > 2 and _plausible(gloss.group(1), 5, True):
        return _define(_term(gloss.group(1)), _body(gloss.group(2)))
    bold = _BOLD.match(text.lstrip("-•> "))
    if bold:
        rest = text.lstrip("-•> ")[bold.end() :].strip(" ,:–—-")
        if len(rest.split()) > 1 and _plausible(bold.group(), 6, True):
            return _define(_term(bold.group()), _body(rest))
    return None


_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|will|would|should|must|may|might|does|did|do|don't|ist|sind|"
    r"hat|kann|est|sont|es|son|é|è)\b",
    re.IGNORECASE,
)


_LABELLED = re.compile(r"[*_]{0,3}[^\W\d]{1,20}[*_]{0,3}:\s", re.IGNORECASE)
LONGEST_PHRASE = 30
"""Words: more under a heading is a text about it and not its definition."""


_ASKED_TERM = re.compile(
    r"(?:what(?:'s|\s+is|\s+are)|was\s+(?:ist|sind)|qu'est[- ]ce\s+(?:que\s+(?:c'est\s+que\s+)?|qu')|¿?qué\s+(?:es|son)|o\s+que\s+(?:é|são)|"
    r"(?:che\s+)?cos(?:'è|a\s+(?:è|sono))|什么是)\s*(?:(?:an?|the|eine?|une?|una?|um|uma|uno|el|la|le|il|lo|o)\s+)?(?P<term>[^?？]{2,60}?)\s*[?？]?$"
    r"|(?P<cjk>[^?？]{1,30}?)(?:とは(?:何か|なに)?|是什么|(?:이)?란(?:\s*무엇인가)?)\s*[?？]?$",
    re.IGNORECASE,
)
"""A heading that asks what something is: ``What is entropy?``."""
_SAYS = re.compile(
    rf"(?:{alternatives(words_of.COPULA, words_of.MEANS, words_of.DOES)}|asks|studies|deals\s+with|happens|describes)(?![\w'])",
    re.IGNORECASE,
)
"""A sentence without its subject, which is the heading above it: ``Is the product of …``."""


def _under_heading(block: Block, strict: bool) -> Definition | None:
    """The heading as the term, what stands under it as the definition: a phrase, a sentence that begins with its verb,
    not a sentence about other things."""
    heading = subject(block.headings[-1]) if block.headings else ""
    asked = _ASKED_TERM.match(heading)
    term = (asked["term"] or asked["cjk"]) if asked else heading
    if not term or block.lead or len(term.split()) > 5 or not _plausible(term, 5, True):
        return None
    text = " ".join(block.text.split())
    if _LABELLED.match(text) or (strict and not (asked or _SAYS.match(text)) and not _is_phrase(text)):
        return None
    if strict and any(ch.isdigit() for ch in veil(text)) and _VALUE.match(veil(text)):
        return None
    body = _body(text)
    if not body.definition and (strict or not body.formula):
        return None
    return _define(_term(term), body)


def _is_phrase(text: str) -> bool:
    """Whether a text has no verb of its own before its first clause ends, and so may say what its heading is."""
    first = re.split(
        r"\b(?:that|which|who|where|when|if|because|so|and|die|der|das|wenn|qui|que|che)\b|[,;:(]",
        veil(text),
        maxsplit=1,
    )[0]
    return not (
        _FINITE.search(first)
        or leads_in(text)
        or _PLACE.match(text)
        or re.match(r"[^:]{1,40}:\s+\S{0,3}\d", text)
        or len(text.split()) > LONGEST_PHRASE
        or text.endswith(":")
        or text[-1:] in "?!？！"
        or _length(text) < 3
        or _NUMERIC.match(veil(text))
        or first.strip().split(" ")[0].casefold()
        in PRONOUNS - {"how", "when", "what", "all", "der", "die", "das", "il", "o", "one", "the"}
    )


def _unreadable(block: Block) -> FactError:
    said = plain(block.text)
    short = said if len(said) <= 60 else said[:59] + "…"
    example = (
        f"{said.rstrip(' .:')}: what it means"
        if len(said.split()) <= 4
        else "stress: internal force per unit area, σ = F/A, in Pa"
    )
    return FactError(
        "FG301",
        f"no definition read from '{short}': a term and what it means are needed",
        0,
        f"write 'term: what it means', for example '{example}'",
        len(block.text.rstrip()) or None,
    )


# ---- lists and tables --------------------------------------------------------------------------------------------

_DETAIL = re.compile(
    r"[*_]{0,3}(definition|meaning|def|what|symbol|formula|equation|unit|units|si unit|einheit|symbole|formel|"
    r"bedeutung|unité|unidad|example|examples|beispiel)[*_]{0,3}\s*:[*_]{0,3}\s*",
    re.IGNORECASE,
)


def _listed(block: Block) -> Iterator[Extracted]:
    """A list: an item a definition, or an item with what it means nested in it."""
    leads = block.text if block.text and block.line < block.items[0].line else ""
    if leads:
        owner = replace(block, items=())
        if not any(_DETAIL.match(item.text) for item in block.items) and any(
            _reads(block.at(item), strict=True) for item in block.items
        ):
            yield from each((_narrow(block, item, leads) for item in block.items), _item)
            return
        yield from _with_children(owner, block.items)
        return
    if block.scope == "section" and not any(_reads(block.at(item), strict=True) for item in _all(block.items)):
        heading = _list_under_heading(block)
        if heading is not None:
            yield heading
            return
    yield from each((_narrow(block, item) for item in block.items), _item)


def _all(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _all(item.children)


def _narrow(block: Block, item: Item, *lead: str) -> Block:
    """The block of an item with its children still in it."""
    return replace(block.at(item, *lead), end_line=item.end_line)


def _reads(block: Block, strict: bool) -> Definition | None:
    return _line(block, strict=strict)


def _item(block: Block) -> Iterator[Extracted]:
    own = replace(block, items=(), end_line=block.end_line if not block.items else block.line)
    if not block.items:
        yield from _unit(own, alone=False)
        return
    yield from _with_children(own, block.items)


def _with_children(own: Block, children: tuple[Item, ...]) -> Iterator[Extracted]:
    """An item and what is nested in it: details of its definition, its definition, or definitions of their own."""
    stated = _reads(own, strict=own.scope == "section")
    details = {
        match.group(1).casefold(): child.text[match.end() :]
        for child in children
        if (match := _DETAIL.match(child.text))
    }
    inner = [own.at(child, plain(own.text)) for child in children]
    if stated is not None and not (stated.definition == "" and not details and stated.symbol and not stated.formula):
        yield Extracted(own, _detailed(stated, details))
        if not details:
            for child in inner:
                yield from _item(replace(child, scope="section"))
        return
    if not details and any(_reads(child, strict=True) for child in inner):
        yield from each(inner, _item)
        return
    if stated is None and (
        not _plausible(own.text, 7, own.scope == "section")
        or (own.scope == "section" and not details and not _says_what(own.text, children[0].text))
    ):
        if own.scope == "section":
            for child in inner:
                yield from _item(child)
            return
        raise _unreadable(own)
    term = _term(own.text)
    if details:
        found = _define(
            term,
            _body(
                next(
                    (details[key] for key in ("definition", "meaning", "def", "what", "bedeutung") if key in details),
                    "",
                )
            )
            if details
            else _Body(),
        )
        yield Extracted(
            own, _detailed(found or Definition(term.name, "", term.symbol, "", "", term.context, term.aliases), details)
        )
        return
    texts = [child.text for child in children]
    body = (
        _body(texts[0])
        if len(texts) == 1
        else replace(_body(texts[0]), definition="\n".join(f"- {text}" for text in texts))
    )
    found = _define(term, body)
    if found is None:
        if own.scope == "own":
            raise _unreadable(own)
        return
    yield Extracted(replace(own, end_line=children[-1].end_line), found)


def _says_what(term: str, first: str) -> bool:
    """Whether the first item under another may say what that is: a name with no verb, and a phrase."""
    return clause(term) is None and not leads_in(term) and (_is_phrase(first) or _SAYS.match(first) is not None)


def _detailed(found: Definition, details: dict[str, str]) -> Definition:
    """A definition with what its nested lines say of symbol, formula and unit."""

    def of(*names: str) -> str:
        return next((details[name].strip() for name in names if name in details), "")

    return replace(
        found,
        definition=found.definition or of("definition", "meaning", "def", "what", "bedeutung"),
        symbol=found.symbol or of("symbol", "symbole"),
        formula=found.formula or of("formula", "equation", "formel"),
        unit=found.unit or of("unit", "units", "si unit", "einheit", "unité", "unidad"),
    )


def _list_under_heading(block: Block) -> Extracted | None:
    """A heading with a short list below that says what it is."""
    if len(block.items) > 1 or block.lead or block.items[0].children:
        return None
    leaf = block.at(block.items[0])
    found = _under_heading(leaf, strict=True)
    return Extracted(leaf, found) if found is not None else None


_COLUMN = {
    "definition": re.compile(
        r"definition|meaning|description|what|explanation|bedeutung|beschreibung|erklärung|définition|"
        r"description|signification|definición|significado|descripción|definição|descrição|definizione|"
        r"significato|anlam|意味|定義|定义|含义|뜻|정의|설명",
        re.IGNORECASE,
    ),
    "symbol": re.compile(r"symbol|zeichen|símbolo|simbolo|sembol|记号|符号|記号|기호", re.IGNORECASE),
    "formula": re.compile(r"formula|equation|formel|formule|fórmula|公式|式|공식", re.IGNORECASE),
    "unit": re.compile(r"units?\b|einheit|unité|unidad|unidade|unità|birim|单位|単位|단위", re.IGNORECASE),
    "term": re.compile(
        r"term|name|concept|word|property|quantity|begriff|terme|término|termo|termine|parameter|用語|术语|용어",
        re.IGNORECASE,
    ),
}


def _rows(block: Block, table: Table) -> Iterator[Extracted]:
    """A table: a row a definition. The header may name the columns; the first cell is the term, the second its meaning."""
    columns: dict[str, int] = {}
    for number, cell in enumerate(table.header):
        for name, pattern in _COLUMN.items():
            if name not in columns and pattern.search(plain(cell.text)):
                columns[name] = number
                break
    term_at = columns.get(
        "term",
        0 if 0 not in columns.values() else next((n for n in range(len(table.header)) if n not in columns.values()), 0),
    )
    named = "definition" in columns
    meaning_at = columns.get(
        "definition", next((n for n in range(len(table.header)) if n != term_at and n not in columns.values()), -1)
    )
    found = False
    for row in table.rows:
        cells = [cell.text.strip() for cell in row]
        cells = ["" if cell in _NOTHING else cell for cell in cells]
        if not cells[term_at]:
            continue
        meaning = cells[meaning_at] if meaning_at >= 0 else ""
        symbol_first = (
            "symbol" not in columns and _is_symbol(cells[term_at]) and 0 < len(_term(meaning).name.split()) <= 5
        )
        if symbol_first:
            term, body = replace(_term(meaning), symbol=cells[term_at]), _Body()
        else:
            term, body = _term(cells[term_at]), _body(meaning)
        for name in ("symbol", "formula", "unit"):
            if name in columns and cells[columns[name]]:
                body = replace(body, **{name: cells[columns[name]]})
        for extra, said in enumerate(cells):
            if (
                extra not in (term_at, meaning_at)
                and extra not in columns.values()
                and said
                and (says := _Body(unit=said) if _is_unit(said) else _segment(said))
            ):
                body = _merge(body, says)
        if (
            block.scope == "section"
            and not named
            and not symbol_first
            and (_length(body.definition) < 3 or _NUMERIC.match(body.definition))
        ):
            continue
        fact = _define(term, body)
        if fact is None or (block.scope == "section" and not _words_of(fact)):
            continue
        found = True
        piece = row[term_at]
        whole = replace(block.cell(piece), text=" | ".join(cell.text.strip() for cell in row if cell.text.strip()))
        yield Extracted(whole, fact)
    if not found and block.scope == "own":
        raise FactError(
            "FG301",
            "no definition read from this table",
            0,
            "give each row a term and its meaning: '| term | what it means |'",
        )


def _words_of(fact: Definition) -> str:
    """What is left of a definition without its links; a cell that is nothing but a link says where, not what."""
    return _LINKED.sub("", fact.definition).strip() or fact.symbol or fact.formula


_LINKED = re.compile(r"\[[^\[\]\n]{1,300}\]\([^()\s]{0,500}\)|https?://\S+|\([^()]{1,60}\)")


def _made(block: Block, term: _Term, body: _Body) -> Extracted:
    found = _define(term, body)
    if found is None:
        raise _unreadable(block)
    return Extracted(block, found)
