"""Symbols, units and equations: what a short stretch of a note is, whether in math, in code or bare. Text in, an answer out."""

from __future__ import annotations

import re

from flashgen.grammar.wording import plain, quotes


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


NUMERIC = re.compile(
    r"[\s~≈≤≥<>±+\-–—\d.,/×x*^%°'\"$\\(){}]*(?:\d)[\s~≈≤≥<>±+\-–—\d.,/×x*^%°'\"$\\(){}a-zA-Zµμ²³·]{0,12}$"
)
"""A number with at most a unit, and nothing else."""
_SYMBOL = re.compile(
    r"(?:\\[A-Za-z]+|[A-Za-zͰ-Ͽἀ-῿µ∆∇ℓħ])(?:['′*]|[₀-₉ₐ-ₜ⁰-⁹]{1,4}|[_^](?:\{[^{}]{1,20}\}|\\?[A-Za-z0-9,.]{1,10}))*$"
)
SHORT_SYMBOL = re.compile(r"[A-Za-zͰ-Ͽ](?:[₀-₉ₐ-ₜ]{1,3}|_[A-Za-z0-9]{1,6}|\d)?$")
"""A letter with at most an index or a figure."""
GREEK = re.compile(r"[Ͱ-Ͽ](?:[₀-₉ₐ-ₜ]{1,3}|_\{?[A-Za-z0-9,.]{1,10}\}?)?$|[A-Za-z]_\{?[A-Za-z0-9,.]{1,10}\}?$")
"""A symbol for sure: Greek, or a letter with an index."""
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
NO_UNIT = r"dimensionless|unitless|no units?|has no units?|without (?:a )?units?|einheitenlos|dimensionslos|sans unité|sans dimension|adimensional"
"""Ways to say that there is no unit."""
UNIT_WHOLE = re.compile(rf"\s*(?P<unit>{_UNIT})\s*\.?$")
"""A text that is a unit and nothing else."""
UNIT_SAYS = re.compile(
    r"[\s,;.(–—-]*(?:(?:it|its?|this|which|and|is|are|has|wird|si)\s+){0,3}"
    rf"(?:(?P<none>{NO_UNIT})"
    r"|(?:usually\s+|often\s+|typically\s+|normally\s+|commonly\s+)?(?:measured|expressed|given|quoted|stated|reported|counted|"
    r"gemessen|angegeben|mesurée?|exprimée?|s'exprime|se\s+mesure|se\s+mide|se\s+expresa|si\s+misura|si\s+esprime|se\s+mede|medid[oa]|expresad[oa]|misurat[oa]|espress[oa])\s+(?:in|en|em)\s+(?:units?\s+of\s+)?"
    r"|(?:the\s+|its\s+)?(?:SI[\s-]+|common\s+|usual\s+)?(?:units?|Einheit|unité|unidad|unidade|unità|birimi|(?:单位|単位|단위)(?=\s*[:：是为는은は]))(?:\s+of\s+"
    r"(?P<of>[A-Za-z' ]{2,40}?))??\s*(?:is|are|of|:|=|：|ist|est|es|é|è)?\s*(?:the\s+)?"
    r"|(?:in|en|em)\s+(?:units\s+of\s+)?(?=\S{1,30}))"
    r"(?P<unit>(?:[^,;()]|\([^,;()]{1,20}\)){0,50}?)\s*\)?\s*\.?\s*$",
    re.IGNORECASE,
)
"""A segment that says the unit: ``in Pa``, ``measured in N/m``, ``the unit is W``."""
_EQUATION = re.compile(
    r"[^\s=,;]{1,20}(?:\s?\([^()=]{1,20}\))?\s*(?:[=≈∝]|\\sim(?![A-Za-z])|\\propto(?![A-Za-z]))\s*(?P<right>[^=;]{1,120}(?:=[^=;]{1,80})?)$"
)
LONG_WORD = re.compile(r"(?<![\\_{A-Za-z])[^\W\d_]{4,}")
"""A word in a formula that is no name of a command."""
_FUNCTION = frozenset("sqrt sinh cosh tanh argmax argmin softmax mean exp log".split())


def is_symbol(text: str) -> bool:
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
        and (GREEK.match(inner) is not None or len(inner) <= 2 or inner[0] == "\\")
        and inner not in ("in", "is", "or", "to", "of")
        and _ARROW_MACRO.match(inner) is None
    )


_RELATES = re.compile(r"[=<>≈~∼≤≥]|\\(?:sim|approx|propto|leq?|geq?|in|equiv|to|mapsto)(?![A-Za-z])")
_ARROW_MACRO = re.compile(
    r"\\(?:implies|iff|to|gets|mapsto|(?:long)?(?:left|right|leftright)arrow|(?:Long)?(?:Left|Right|Leftright)arrow|therefore|because|"
    r"forall|exists|in|subset|cup|cap|dots|ldots|cdots|quad)(?![A-Za-z])\s*$"
)


def is_unit(text: str) -> bool:
    text = text.strip().rstrip(".")
    hidden = quotes(text)
    if hidden and hidden[0].start == 0 and hidden[-1].end == len(text):
        return hidden[0].kind in ("math", "code") and any(c.isalpha() or c in "%°" for c in text)
    either = re.split(r"\s+(?:or|oder|ou|o)\s+", text)
    if len(either) > 1:
        return all(is_unit(one) for one in either)
    return UNIT_WHOLE.match(text) is not None or re.match(rf"(?:{NO_UNIT})$", text, re.IGNORECASE) is not None


def is_equation(text: str) -> bool:
    """Whether a text is an equation: a short left side, a relation, and no words or bare number at the right."""
    match = _EQUATION.match(text.strip())
    if match is None:
        text = text.strip()
        return (
            "=" in text
            and ("\\" in text or "_" in text)
            and len(text) < 400
            and NUMERIC.match(text.partition("=")[2]) is None
            and re.match(r"[^=]{1,60}=\s*\S", text) is not None
        )
    right = match["right"]
    if NUMERIC.match(right) or re.fullmatch(r"[\s\d.,]+[^\W\d_]{0,8}", right):
        return False
    if "\\" in right:
        return True
    return all(word in _FUNCTION for word in LONG_WORD.findall(text))


def left_side(equation: str) -> str:
    """The symbol an equation begins with, written as the equation is; empty if its left side is more than that."""
    inner = bare(equation)
    left = re.split(r"[=≈∝]", inner, maxsplit=1)[0].strip()
    if not (is_symbol(left) or SHORT_SYMBOL.match(left)):
        return ""
    return f"${left}$" if equation.strip()[:1] in "$\\" and inner != equation else left
