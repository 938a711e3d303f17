"""What stands behind a term, taken apart: ``internal force per unit area, σ = F/A, in Pa`` is a definition, a formula, a
unit. Text in, a ``Meaning`` out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flashgen.grammar.symbols import GREEK, SHORT_SYMBOL, UNIT_SAYS, bare, is_equation, is_symbol, is_unit, left_side
from flashgen.grammar.terms import NOTHING
from flashgen.grammar.wording import quotes, sentences, veil

VALUE = re.compile(
    r"(?:(?:it'?s?|this|which|and|but|is|are|was|be|sits|set|lies|stays|runs|chosen|kept|value[sd]?|a|the|to|at|of|in|from|by|"
    r"as|very|quite)\s+){0,5}"
    r"(?:(?:typical(?:ly)?|usual(?:ly)?|often|common(?:ly)?|generally|normally|mostly|default(?:s|ing)?|recommended|about|around|"
    r"roughly|approximately|approx\.?|ca\.?|between|from|at least|at most|up to|less than|more than|over|under|set to|equal to|"
    r"range[sd]?|ranging|values?|start(?:s)? (?:at|with)|try|üblich(?:erweise)?|meist(?:ens)?|typisch(?:erweise)?|etwa|"
    r"normalement|généralement|environ|normalmente|solitamente)\b[^\d]{0,30}?|[^\w]{0,10})"
    r"[~≈≤≥<>±$\\(`*\s-]*\d",
    re.IGNORECASE,
)
"""The beginning of a usual value, which is no meaning: ``usually 500``."""
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
_SEGMENT = re.compile(r"[,;](?=\s|[^\s\d]|$)|(?<!\S)\((?=[^\s\d])|\)")


@dataclass(frozen=True, slots=True)
class Meaning:
    definition: str = ""
    symbol: str = ""
    formula: str = ""
    unit: str = ""


def meaning_of(raw: str, keep_rest: bool = True) -> Meaning:
    """What stands behind a term, taken apart: ``internal force per unit area, σ = F/A, in Pa``."""
    found = Meaning()
    kept: list[str] = []
    spans = list(sentences(raw))
    while len(spans) > 1 and _ASIDE.match(raw, spans[0][0]) and not keep_rest:
        spans.pop(0)
    for number, (start, end) in enumerate(spans):
        sentence = raw[start:end]
        if number and (not keep_rest or VALUE.match(veil(sentence)) or _ASIDE.match(sentence)):
            found = merged(found, _told(sentence) or Meaning())
            continue
        if number and (says := _told(sentence)) is not None:
            found = merged(found, says)
            continue
        text, found = _peeled(sentence, found)
        if text:
            kept.append(text)
    definition = " ".join(kept).strip(" ,;")
    if definition in NOTHING:
        definition = ""
    if not found.formula:
        for quote in quotes(raw):
            if quote.kind == "math" and is_equation(raw[slice(*quote.inner)]):
                found = replace(found, formula=raw[quote.start : quote.end])
                break
    return replace(found, definition=definition)


_ASIDE = re.compile(r"(?:e\.?g\.?|for example|for instance|example|see|cf\.?|note|z\.\s?B\.|p\. ?ex)\b", re.IGNORECASE)
_AND_ITS = re.compile(
    r"\s*(?:,\s*and|,|;|\band|\bund|\bet|\by)\s+(?=(?:its|the|it|ihr|seine?|son|sa|su)\s)", re.IGNORECASE
)


def _told(sentence: str) -> Meaning | None:
    """A further sentence that says nothing but unit, symbol and formula: ``Its unit is Pa and its symbol is σ.``"""
    found = Meaning()
    at = 0
    for cut in [*_AND_ITS.finditer(veil(sentence)), None]:
        says = segment(sentence[at : cut.start() if cut else len(sentence)])
        if says is None:
            return None
        found = merged(found, says)
        at = cut.end() if cut else at
    return found


def merged(found: Meaning, says: Meaning) -> Meaning:
    return Meaning(
        found.definition, found.symbol or says.symbol, found.formula or says.formula, found.unit or says.unit
    )


def _peeled(sentence: str, found: Meaning) -> tuple[str, Meaning]:
    """A sentence without the segments at its end that are a formula, a unit or a symbol, and these."""
    for _ in range(8):
        words = veil(sentence)
        body = words.rstrip(" .)")
        cuts = [0, *(m.start() for m in _SEGMENT.finditer(words) if m.group() != ")" and m.start() < len(body))]
        tail = cuts[-1]
        says = segment(sentence[tail:]) if tail or len(sentence) < 200 else None
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
            says = segment(sentence[tail:])
        if says is None and not tail:
            inner = re.search(
                r"\s(?:and\s+is\s+|is\s+)?(?:usually |often )?(?:measured|expressed|gemessen|mesurée?|medid[oa]|"
                r"misurat[oa])\s+(?:in|en|em)\s(?=\S{1,30})|\s\[(?=[^\[\]]{1,20}\]\.?$)",
                words,
            )
            if inner is not None:
                tail = inner.start()
                says = segment(sentence[tail:])
        if says is None:
            return sentence.strip(), found
        found = merged(found, says)
        closing = "." if sentence.rstrip().endswith(".") and tail else ""
        sentence = sentence[:tail].rstrip(" ,;(–—")
        if not sentence:
            return "", found
        sentence += closing
    return sentence.strip(), found


def segment(text: str) -> Meaning | None:
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
        return Meaning(unit=bracket.group(1))
    if (says := UNIT_SAYS.match(inner)) is not None:
        if says["none"]:
            return Meaning(unit=says["none"].removeprefix("has "))
        unit = (says["unit"] or "").strip().rstrip(".")
        stated = re.match(r"\W*(?:in|en|em)\s|(?:an?\s|the\s)?units?\sof\s", inner, re.IGNORECASE) is None
        if unit and (is_unit(unit) or (stated and len(unit.split()) <= 4 and not re.search(r"\d{2}", unit))):
            return Meaning(unit=re.sub(r"^(?:the|a|an)\s+", "", unit))
    if (named := _SYMBOL_SAYS.match(inner)) is not None and (
        is_symbol(named["symbol"]) or SHORT_SYMBOL.match(bare(named["symbol"]))
    ):
        return Meaning(symbol=named["symbol"])
    hidden = [q for q in quotes(inner) if q.kind in ("math", "code")]
    if hidden:
        quote = max(hidden, key=lambda q: q.end - q.start)
        before, after = inner[: quote.start], inner[quote.end :].strip(" .,;")
        beside = segment(after) if after and len(after) < 40 else None
        if (
            beside is not None
            and beside.unit
            and _FORMULA_SAYS.match(before)
            and is_equation(inner[slice(*quote.inner)])
        ):
            return replace(
                beside, symbol=left_side(inner[quote.start : quote.end]), formula=inner[quote.start : quote.end]
            )
        if not after and _FORMULA_SAYS.match(before):
            content = inner[slice(*quote.inner)]
            if is_equation(content):
                return Meaning(symbol=left_side(inner[quote.start : quote.end]), formula=inner[quote.start : quote.end])
            if is_symbol(inner[quote.start : quote.end]) and not before.strip():
                return Meaning(symbol=inner[quote.start : quote.end])
            if before.strip().endswith("="):
                return Meaning(formula=inner[quote.start : quote.end])
        return None
    says_formula = re.match(
        r"(?:(?:the\s+)?(?:formula|Formel|formule|fórmula|equation)\s*(?:is|:)?\s*|(?:given|computed|calculated|"
        r"defined|expressed)\s+(?:by|as)\s+)",
        inner,
        re.IGNORECASE,
    )
    equation = inner[says_formula.end() :] if says_formula else inner
    if is_equation(equation):
        return Meaning(symbol=left_side(equation), formula=equation)
    if GREEK.match(inner):
        return Meaning(symbol=inner)
    return None
