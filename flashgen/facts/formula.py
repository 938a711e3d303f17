"""Formulas: ``Hooke's law: $σ = Eε$, E = Young's modulus (Pa), ε = strain``; a display formula under its heading; code,
plain text, a table row. What the symbols mean is read from the rest of the line, a ``where`` or a list below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from flashgen.document import Block
from flashgen.facts import each
from flashgen.grammar import connectives
from flashgen.grammar.connectives import alternatives
from flashgen.grammar.errands import is_errand
from flashgen.grammar.symbols import is_unit
from flashgen.grammar.wording import clause, context, gist, is_generic, leads_in, plain, quotes, spells, veil
from flashgen.notes import Extracted, FactError, Sketch

_RELATION = re.compile(
    r"\\(?:eq|approx|leq?|geq?|propto|sim|simeq|equiv)(?![A-Za-z])|(?<![=!])=(?![=>])|[≈≤≥∝≡]|<=|>=|(?<![<-])[<>](?![->])"
)
_DISPLAY = re.compile(
    r"\$\$\s*([\s\S]*?)\s*\$\$|\\{1,2}\[\s*([\s\S]*?)\s*\\{1,2}\]|```(?:math|latex|tex)\s*\n([\s\S]*?)\n```|"
    r"\.\. math::\s*\n?\s*([\s\S]*?)\s*(?:\n\s*\n|\Z)|(\\begin\{(?:equation|align|gather)\*?\}[\s\S]*?\\end\{(?:equation|align|gather)\*?\})"
)
_NAME_END = re.compile(
    r"\s*(?::math:|:=|[:：]|\s[–—-]\s|\s(?:(?:(?:is|are|can\s+be|wird|ist|est|es|é|è)\s+)?(?:(?:then|often|usually|also)\s+)?(?:given|defined|computed|calculated|"
    r"written|expressed|obtained|described|definiert|berechnet|gegeben|défini[es]*|donné[es]*|definid[oa]|dad[oa]|definit[oa])\s+"
    r"(?:by|as|with|from|via|als|durch|comme|par|como|por|come|da)|(?:has|have|takes?)\s+the\s+(?:\w+\s+)?form|is|are|(?:will|would|can|should)\s+be|becomes?|as|equals|follows|lautet|ist|est|es|è|é)\s*:?(?=\s|$)|=)\s*$",
    re.IGNORECASE,
)
_WHERE = re.compile(
    rf"[,;.(]?\s*\b(?:{alternatives(connectives.WHERE)})\b:?\s+(?=[^,]{{1,40}}?(?:=|:|\bis\b|\bare\b|\bist\b|\best\b|\bes\b|–|the\b))|[,;]\s+(?=\S{{1,20}}\s*(?:=|:)\s)",
    re.IGNORECASE,
)
_MEANING = re.compile(
    r"\s*(?:and\s+|und\s+|et\s+|y\s+|e\s+)?(?P<s>\$[^$]{1,60}\$|`[^`]{1,40}`|\\\\?\([^()]{1,60}\\\\?\)|[^\s=:,;]{1,20})\s*"
    r"(?:=|:|–|—|-(?=\s)|\bis\b|\bare\b|\bist\b|\bsind\b|\best\b|\bes\b|\bè\b|\bé\b|\bbeing\b|\bdenotes\b|(?=\bthe\b))\s*(?P<m>.+)",
    re.IGNORECASE | re.DOTALL,
)
_UNIT = re.compile(
    r"\s*(?:[(\[]\s*(?:in\s+)?([^()\[\]]{1,24})\s*[)\]]|,?\s+in\s+([^\s,;]{1,16}(?:\s*/\s*[^\s,;]{1,8})?))\s*\.?$"
)
_TRAILING_UNIT = re.compile(
    r"[,;]?\s*(?:\[\s*([^\[\]]{1,24})\s*\]|\(\s*(?:in\s+)?([^()]{1,24})\s*\)|(?:,\s*)?\b(?:in|measured in|gemessen in)\s+([A-Za-zµμ°Ω%/²³⁻·*^0-9-]{1,16}))\s*\.?\s*$"
)
_PLAIN_FORMULA = re.compile(r"(?P<left>[^\s=≈,;:][^=≈,;:]{0,60}?)\s*(?P<sign>=|≈|:=|∝)\s*(?P<right>\S.*)$", re.DOTALL)
_MATHS = re.compile(r"[-+*/^·×÷√∑∫π²³()]|\d|\bln\b|\blog\b|\bsin\b|\bcos\b|\bexp\b|\bsqrt\b|\\[a-z]+|_")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol of a formula: what it means and its unit, empty where the note does not say."""

    symbol: str
    meaning: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as written, its name, its unit, and what its symbols mean."""

    kind: ClassVar[str] = "formula"
    name: str
    formula: str
    shown: str
    """The formula with its Markdown marks, for the card."""
    unit: str = ""
    where: tuple[Symbol, ...] = ()

    def fields(self) -> dict[str, object]:
        return {
            "name": self.name or None,
            "formula": self.formula,
            "unit": self.unit or None,
            "where": [{"symbol": w.symbol, "meaning": w.meaning, "unit": w.unit or None} for w in self.where],
        }

    def _named_inside(self) -> bool:
        """Whether the formula tells its name, whole or by a word that its left side is short for."""
        if plain(self.name).casefold() in self.shown.casefold():
            return True
        left = re.sub(r"[^\w]", "", self.formula.split("=")[0]).casefold() if "=" in self.formula else ""
        return len(left) > 1 and any(
            word.startswith(left) or left.startswith(word)
            for word in plain(self.name).casefold().split()
            if len(word) > 1
        )

    def _left(self) -> str:
        """The left side as a card shows it, where that is short: it tells which formula of a section is asked."""
        left, relation, _ = self.formula.partition("=")
        left = left.strip()
        if not relation or not 0 < len(left) <= 30 or left.count("{") != left.count("}") or left in plain(self.name):
            return ""
        return f"${left}$" if "$" in self.shown or "\\" in left else f"`{left}`" if "`" in self.shown else left

    def sketches(self, block: Block) -> tuple[Sketch, ...]:
        name = self.name or context(block) or self.formula
        headed = bool(block.headings) and self.name == plain(block.headings[-1]).rstrip(" :")
        where = "\n".join(f"- {_set(w.symbol)}: {w.meaning}" + (f" ({w.unit})" if w.unit else "") for w in self.where)
        return (
            Sketch(
                "formula",
                name,
                {
                    "Name": f"{name} ({left})" if headed and (left := self._left()) else name,
                    "Formula": self.shown,
                    "Unit": self.unit,
                    "Where": where,
                    "AskName": "1"
                    if self.name and not self._named_inside() and (not headed or _LAW.search(name))
                    else "",
                    "Context": context(block, name, (name,)),
                },
            ),
        )


_LAW = re.compile(
    r"\b(?:laws?|equations?|formulas?|theorem|rule|identity|relation|principle|inequality|criterion|satz|gesetz|gleichung|formel|loi|théorème|"
    r"équation|formule|ley|ecuación|fórmula|teorema|legge|equazione|equação|lei)\b|(?:gesetz|gleichung|formel)\b|['’]s\b",
    re.IGNORECASE,
)
"""A heading that names a formula and not only what it is about."""


def read(block: Block) -> Iterator[Extracted]:
    """Every formula of a block."""
    if block.table is not None:
        yield from _rows(block)
    elif block.items and block.line < block.items[0].line and (fact := _formula(block)) is not None:
        meanings = tuple(s for item in block.items if (s := _symbol(item.text)))
        yield Extracted(block, Formula(fact.name, fact.formula, fact.shown, fact.unit, fact.where or meanings))
    elif block.items:
        yield from each(block.walk(), _one)
    else:
        yield from _one(block)


def _rows(block: Block) -> Iterator[Extracted]:
    assert block.table is not None
    found = False
    for row in block.table.rows:
        cells = [cell for cell in row if cell.text.strip()]
        if len(cells) < 2:
            continue
        name = plain(cells[0].text)
        body = next((c for c in cells[1:] if _is_formula(c.text)), None)
        if body is None:
            continue
        formula = _bare(body.text.strip())
        found = True
        yield Extracted(block.cell(cells[0]), Formula(name, formula, _shown(body.text.strip(), formula)))
    if not found and block.scope == "own":
        raise _error(block)


def _is_formula(cell: str) -> bool:
    """Whether a cell holds a formula: a relation, or an operation on more than numbers; no link, no ``3-5``."""
    if "](" in cell or "://" in cell:
        return False
    cell = _BOLD.sub(r"\1", cell)
    if _ADDRESS.fullmatch(cell.strip("` ")):
        return False
    return _RELATION.search(cell) is not None or (
        re.search(r"[*^·×√∑∫²³]|\s[-+/]\s|\\[a-z]{3,}", cell) is not None and re.search(r"[^\W\d]", cell) is not None
    )


_BOLD = re.compile(r"\*\*([^*]+)\*\*|(?<!\S)\*[^*\s]+\*(?!\S)")
_ADDRESS = re.compile(r"[\da-fA-F:.]+(?:/\d{1,3})?|(?:\.{0,2}/)?[\w.-]*(?:/[\w.-]+)+/?|-{1,2}\w[\w-]*")
"""An address, a path or an option, which in code looks like a division or a difference."""


def _one(block: Block) -> Iterator[Extracted]:
    fact = _formula(block)
    if fact is not None and not (block.scope == "section" and (_step(fact.name) or is_errand(block.text))):
        yield Extracted(block, fact)
    elif block.scope == "own" and block.text.strip():
        raise _error(block)


def _hint(block: Block) -> str:
    example = "'stress: $\\sigma = F/A$'"
    about = gist(block.text)
    return f"write the formula behind its name: '{about}: $… = …$', as in {example}" if about else f"write {example}"


def _step(name: str) -> bool:
    """Whether what stands before a formula is a step of a calculation and no name: such a formula is passed over among
    others."""
    return leads_in(name) or name.count("(") != name.count(")")


def _error(block: Block) -> FactError:
    said = " ".join(block.text.split())
    said = said if len(said) <= 50 else said[:49] + "…"
    return FactError("FG360", f"no formula in: {said}", hint=_hint(block), end=len(block.text))


def _formula(block: Block) -> Formula | None:
    text = block.text.strip()
    display = _DISPLAY.search(text)
    if display and (body := next((g for g in display.groups() if g), "").strip()):
        if block.scope == "section" and _CALCULATION.fullmatch(body):
            return None
        before, after = text[: display.start()].strip(), text[display.end() :].strip()
        if block.scope == "section" and before and len(before) > 90 and not before.endswith(":"):
            before = ""
        name = _title(before, block) if before or block.lead else _said_left(body, block) or _title("", block)
        return Formula(name, body, f"$${body}$$", *_rest(after, body))
    marked = _marked(text)
    if marked is not None:
        start, end, formula = marked
        shown = text[start:end]
        if block.scope == "section" and _CALCULATION.fullmatch(formula):
            return None
        before, after = text[:start], text[end:]
        name = _NAME_END.sub("", before).strip()
        told = not name or _THE_FORMULA.fullmatch(plain(name)) or _JOINED.search(before)
        gives = _GIVES.match(after) if told else None
        if block.scope == "section" and (
            len(name) > 60
            or (
                name
                and name == before.strip()
                and after.strip(" .,;")
                and gives is None
                and not _is_unit(after)
                and not _generic(name)
            )
        ):
            return None  # a sentence that mentions some math
        if (
            block.scope == "section"
            and _ASSIGNED.fullmatch(formula)
            and not (shown[0] in "$\\" and re.match(r"\s*\S[^=]*\S\s*=\s*[01]$", formula))
        ):
            return None
        if (
            block.scope == "section"
            and _RELATION.search(formula) is None
            and not re.search(r"[\w)}]\s*[-+*/^·×]\s*[\w({\\]|\\(?:frac|cdot|times|sum|int|sqrt)(?![a-z])", formula)
        ):
            return None
        if _RELATION.search(formula) is None and block.scope == "section" and _NAME_END.search(before) is None:
            return None
        name = name if name.strip("-–: ") else ""
        if (
            not re.search(r"[:：=–—]\s*$|\b(?:is|given by|equals|follows|ist|est|es)\s*$", before)
            and name
            and len(name.split()) > 8
        ):
            name = ""
        unnamed = _generic(name) or (not name and " " in _left(formula))
        if gives is not None:
            return Formula(gives["name"], formula, _shown(shown, formula))
        return Formula(
            _left(formula) if unnamed and _left(formula) else _title(name, block),
            formula,
            _shown(shown, formula),
            *_rest(after, formula),
        )
    found = _plain(text, block)
    return found if found is not None and found.formula else None


def _among(block: Block) -> bool:
    """Whether the heading over a formula names several things, or none."""
    heading = plain(block.headings[-1]) if block.headings else ""
    return is_generic(heading) or _SEVERAL.search(heading) is not None


_SEVERAL = re.compile(r"\b(?:vs|versus|and|und|et|y)\b|[,&/]", re.IGNORECASE)
_SHORT = re.compile(r"\\(?:text|mathrm|operatorname)\s?\{\s*(?P<name>[A-Z]{3,6})\s*\}")
_WORDED = re.compile(
    r"(?:\\(?:text|mathrm|operatorname)\s?\{)?\s*(?P<name>[A-Za-z][a-z]{3,}(?:[ -][A-Za-z]+){0,4})\s*\}?"
)


def _said_left(formula: str, block: Block) -> str:
    """The left side of a formula that says its name, in words where the heading is no name of one formula, or by its
    initials: ``\\text{MRR} = …``; else empty."""
    left = formula.split("=")[0].strip() if "=" in formula else ""
    if (said := _WORDED.fullmatch(left)) is not None and _among(block):
        return said["name"]
    short = _SHORT.fullmatch(left)
    over = " ".join(block.headings[-1:])
    return short["name"] if short and not spells(short["name"], plain(over)) and short["name"] not in over else ""


def _set(symbol: str) -> str:
    """A symbol as a card shows it: one with an index, a power or a command is math."""
    return f"${symbol}$" if re.fullmatch(r"[^\s$`*]*[_^\\][^\s$`*]*", symbol) else symbol


_ASSIGNED = re.compile(r"[^=<>≈]{1,40}[=≈]\s*[-+]?\d[\d.,\s%x×/]*[^\W\d_]{0,6}")
"""A value and no formula: ``loss = 1.47``, ``a1 = 14x14x6``."""


_JOINED = re.compile(r"\b(?:where|with|then|wobei|où|donde)\s*$", re.IGNORECASE)
"""What joins a formula to a sentence about something else: ``takes …, where $α = n/m$ is the load factor``."""
_THE_FORMULA = re.compile(
    r"(?:(?:the|this|a|general|following|simple)\s+)*(?:formula|equation|expression|relation|rule)|(?:die|diese)\s+(?:formel|gleichung)|(?:la|cette)\s+(?:formule|relation)",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\s+(?:gives|is|yields|tells|computes|returns|equals|describes|defines|ergibt|ist|donne|est|da|es)\s+(?:us\s+)?(?:called\s+)?(?:the|die|der|das|la|le|el)\s+"
    r"(?P<name>[^\s,.;:]+(?:\s[^\s,.;:]+){0,4})\s*(?:[.,;:]|$)",
    re.IGNORECASE,
)
"""What names a formula behind it: ``The equation `(N - F)/S + 1` gives the output size.``"""


def _generic(name: str) -> bool:
    return (
        re.fullmatch(
            r"(?:finally|then|so|thus|hence|also|now|next|(?:to\s+)?(?:recall|remember|note)|compute|calculate|get|use|therefore|again|e\.?g\.?|i\.?e\.?|here),?|(?:one|another|an?|the|first|second|other)\s+(?:option|choice|way|variant|form|version|possibility|alternative|technique|method|approach|example|formula)s?",
            plain(name).strip(" :"),
            re.IGNORECASE,
        )
        is not None
    )


def _left(formula: str) -> str:
    """The left side of an equation, if it is a name."""
    left = formula.split("=")[0].strip()
    return left if re.fullmatch(r"[A-Za-z][\w ]{1,40}", left) else ""


def _marked(text: str) -> tuple[int, int, str] | None:
    """The first math or code of a line that is more than a symbol."""
    best: tuple[int, int, str] | None = None
    for quote in quotes(text):
        raw = text[quote.start : quote.end]
        if not raw.startswith(("$", "\\(", "\\\\(", "`", "\\[", "\\\\[")):
            continue
        formula = _bare(raw)
        if (raw[0] == "`" and (_ADDRESS.fullmatch(formula) or _SUM_OF_NUMBERS.match(formula))) or formula[:1] == "=":
            continue
        if (
            _RELATION.search(formula)
            or (
                _MATHS.search(formula)
                and len(formula) > 3
                and re.search(r"[-+*/^·×]|\\(?:frac|sqrt|sum|cdot|times|int|prod|nabla|partial)(?![a-z])", formula)
            )
        ) and (
            best is None
            or (
                _RELATION.search(formula)
                and not _RELATION.search(best[2])
                and best[0] > 0
                and not re.search(r"[:=]\s*$", text[: best[0]])
            )
        ):
            best = quote.start, quote.end, formula
    return best


_CALCULATION = re.compile(
    r"[^=]{1,40}=(?:\\(?:times|cdot|d?frac|left|right|approx|,|;|!)|[\s\d.,+*/()^{}\[\]−·×-])+(?:=|\\approx)(?:[\s\d.,{}%-]|\\[,;!])+\.?"
)
"""Numbers reckoned to a number: ``A \\cdot C = 3 \\times 1 + 2 \\times 5 = 13``."""
_AMOUNT = re.compile(r"\d[\d.,]*\s?[A-Za-z%]{0,4}")
_SUM_OF_NUMBERS = re.compile(r"\d[\d.,]*\s?[A-Za-z]{0,3}\s*=\s*\d")
"""A calculation: ``200GB = 200*10^6 * 1K``."""


def _bare(raw: str) -> str:
    """A formula without its marks."""
    for opener, closer in (
        ("$$", "$$"),
        ("$", "$"),
        ("\\\\(", "\\\\)"),
        ("\\(", "\\)"),
        ("\\\\[", "\\\\]"),
        ("\\[", "\\]"),
    ):
        if raw.startswith(opener) and raw.endswith(closer) and len(raw) >= len(opener) + len(closer):
            return raw[len(opener) : -len(closer)].strip()
    return raw.strip("`").strip()


def _shown(raw: str, formula: str) -> str:
    return f"${formula}$" if raw.startswith(("\\\\(", "\\\\[")) else raw


_WE = re.compile(
    r"(?:(?:(?:we|one|you)\s+(?:can\s+)?)?(?:compute|define|get|write|have|use|calculate|obtain|find|express)s?\s+(?=an?\s|the\s)|"
    r"(?:we|one|you)\s+(?:can\s+)?(?:compute|define|get|write|have|use|calculate|obtain|find|express)s?\s+)?"
    r"(?:the\s+|an?\s+(?=\S+\s\S)|formula(?:\s+for)?:?\s+)?(?=\S)",
    re.IGNORECASE,
)
"""What comes before the name of a formula: ``we compute the``."""
_ENDS_IN_LAW = re.compile(
    r"\s(?:the\s)?((?:[A-Z][\w-]+['’]s?|(?<=the\s)[A-Z][\w-]+)\s[a-z]+)(?:\s+(?:is|becomes?|reads?|says|gives?))?$"
)
"""A law with the name of its finder behind a lead-in: ``in the frequency domain Ohm's law becomes``."""
_ENDS_IN_NAME = re.compile(r"\bthe\s+([^,]{2,40}?)(?:\s+(?:is|becomes?|reads?|equals|gives?))?$")


def _title(before: str, block: Block) -> str:
    """The name of a formula: what stands before it, or leads it in; with the heading where that is no name by itself."""
    name = _cleaned(before, own=block.scope == "own")
    heading = plain(block.headings[-1]).rstrip(" :") if block.headings else ""
    if not name and block.lead:
        return _cleaned(block.lead[-1], own=False)
    if not name:
        return "" if is_generic(heading) else heading
    if heading and re.search(r"\bones?$|^(?:for|with|if|when|in)\b", name, re.IGNORECASE):
        return f"{heading} {name}"
    return name


def _cleaned(before: str, *, own: bool) -> str:
    """The words before a formula without those that only lead to it."""
    raw = _NAME_END.sub("", before.strip()).strip(" -:.&")
    bold = _BOLD_OF.fullmatch(raw)
    name = plain(bold["bold"] if bold else raw).strip(" -*:.&")
    if _TIE.match(name) or _USED.match(name) or _LABELS.fullmatch(name):
        return ""
    led, colon, last = name.rpartition(": ")
    if colon and 0 < len(last.split()) <= 5 and (clause(led) is not None or len(led.split()) > 4):
        name = last  # ``force must be normalised by area: stress``
    if len(name.split()) > 1:
        name = _WE.sub("", name, count=1)
    if leads_in(name):
        inner = _ENDS_IN_LAW.search(name) or _ENDS_IN_NAME.search(name)
        name = inner[1] if inner else "" if own else name
    name = re.sub(
        r"\s+(?:is|are|becomes?|reads?|looks? like|says(?:\s+that)?|states(?:\s+that)?|tells\s+us(?:\s+that)?|ist|est|es|è|é)$",
        "",
        name,
    )
    parted = clause(name) if len(name.split()) > 6 else None
    return parted[0] if parted is not None and len(parted[0].split()) <= 6 else name


_BOLD_OF = re.compile(
    r"(?:the\s+|an?\s+)?(?P<bold>\*\*[^*]{2,60}\*\*)\s+(?:of|for)\s+(?:\$[^$]{1,30}\$|`[^`]{1,20}`|[A-Za-z])",
    re.IGNORECASE,
)
"""A bold name with whose it is: ``the **balance factor** of $m$``."""
_TIE = re.compile(
    r"(?:the\s+)?(?:link|relation(?:ship)?|connection|dependence)\s+(?:between|of|is)\b|(?:der\s+)?zusammenhang\b|(?:la\s+)?relation\s+entre\b|(?:la\s+)?relación\s+entre\b",
    re.IGNORECASE,
)
"""What a formula ties, which is no name: ``the link between heat and temperature is given by``."""
_USED = re.compile(
    r"(?:this\s+is\s+)?(?:the\s+|a\s+)?(?:function|formula|equation|expression|one)\s+(?:that\s+|which\s+)?(?:we|you|i|one)\s",
    re.IGNORECASE,
)
"""``the function that we will use``, which is no name."""
_LABELS = re.compile(
    r"(?:the\s)?(?:formula|equation|formel|gleichung|formule|équation|fórmula|ecuación|eq)\.?",
    re.IGNORECASE,
)


def _is_unit(after: str) -> bool:
    """Whether nothing but a unit follows a formula: ``in pascals``."""
    unit = _TRAILING_UNIT.fullmatch(after)
    return unit is not None and is_unit(next((g for g in unit.groups() if g), ""))


def _rest(after: str, formula: str) -> tuple[str, tuple[Symbol, ...]]:
    """Unit and meanings of the symbols, from what follows a formula."""
    after = after.strip()
    if not after:
        return "", ()
    words = veil(after)
    where = _WHERE.search(words) if words[:1] not in ",;(" else _WHERE.match(words) or _WHERE.search(words)
    head, tail = (after[: where.start()], after[where.end() :]) if where else (after, "")
    unit = _TRAILING_UNIT.search(head) if len(head) <= 60 else None
    symbols = []
    if tail:
        for part in _parts(tail):
            symbol = _symbol(part)
            if symbol is not None and _occurs(symbol.symbol, formula):
                symbols.append(symbol)
    return (next((g for g in unit.groups() if g), "").strip() if unit else ""), tuple(symbols)


def _occurs(symbol: str, formula: str) -> bool:
    """Whether a symbol stands in a formula, by its sign or its TeX name; lenient with Greek."""
    bare = _bare(symbol)
    squeezed = re.sub(r"[\s{}\\]", "", formula)
    return re.sub(r"[\s{}\\]", "", bare) in squeezed or not bare.isascii()


def _parts(text: str) -> Iterator[str]:
    """The meanings, parted by commas, semicolons, *and* and line ends, not inside brackets or math."""
    words = veil(text)
    start = depth = 0
    for index, char in enumerate(words):
        depth += (char in "([") - (char in ")]")
        if (
            depth == 0
            and char in ",;\n"
            and re.match(
                r"\s*(?:and\s+|und\s+)?\S{1,24}\s*(?:=|:|\bis\b|\bare\b|\bthe\b|\bist\b|–|—)", words[index + 1 :]
            )
        ):
            yield text[start:index]
            start = index + 1
    last = text[start:]
    split = re.split(r"\s+(?:and|und|et|y|e)\s+(?=\S{1,20}\s*(?:=|:|is\b|the\b|ist\b))", last)
    yield from split


def _symbol(text: str) -> Symbol | None:
    match = _MEANING.match(text.strip().lstrip("-*•").strip().rstrip("."))
    if match is None:
        return None
    meaning = match["m"].strip(" ,;.")
    unit = _UNIT.search(meaning)
    if unit:
        return Symbol(match["s"], meaning[: unit.start()].strip(" ,"), (unit[1] or unit[2]).strip())
    return Symbol(match["s"], meaning)


_INDEXED = re.compile(r"[^\W\d_]_[^\W_]{1,4}")
"""A letter with its index, which names a formula only where nothing else does: ``V_t``."""
_WORD = re.compile(r"[^\W\d_]{4,}\s[^\W\d_]{2,}|^[^\W\d_]{4,}$")
_PROSE = re.compile(
    r"(?P<left>[^=:$`]{2,60}?)\s+(?:is|are|equals|is\s+equal\s+to|ist|est|es|é|è)\s+(?P<right>[^=:$`]{3,200})$",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"(?<=[\w)])\s[x×]\s(?=[\w(])|\b(?:times|divided\s+by|multiplied\s+by|squared|cubed|(?:product|quotient|square\s+root|sum)\s+of|mal|geteilt\s+durch|"
    r"fois|divisé\s+par|multiplié\s+par|por|dividido\s+por|per|diviso)\b",
    re.IGNORECASE,
)
_WORDLESS = re.compile(
    r"(?=.*[^\W\d_])(?=.*[-+*/^·×])(?:[\d\s()+\-−*/^·×.{}\[\]_²³]|(?<![^\W\d_])[^\W\d_]{1,3}(?![^\W\d_]))+"
)
"""Symbols, numbers and signs and nothing else: ``(W - F + 2P)/S + 1``."""
_POWERS = re.compile(r"π[A-Za-zα-ω]|[A-Za-zα-ω][²³⁴][A-Za-zα-ω]")
"""Letters with powers among them, which are no unit: ``4πR²σT⁴``."""
_SYMBOLS = re.compile(
    r"(?=.*[^\W\d_])(?=.*[-−+*/^·×÷])[\s()+\-−*/^·×÷\d.]*(?:[^\W\d_](?:_\w)?[\s()+\-−*/^·×÷\d.]+)+(?:[^\W\d_](?:_\w)?)?[)\s]*"
)
"""Single letters and signs: ``(x − μ)/σ``."""
_OPERATION = re.compile(rf"{_SURE.pattern}|\b(?:plus|minus|over|half\s+the|twice\s+the)\b|\s[*/×·÷+]\s", re.IGNORECASE)


def _plain(text: str, block: Block) -> Formula | None:
    """A formula in plain text: ``removal rate = v * f * d``, ``Hooke's law: σ = E·ε``."""
    name, body = "", text
    words = veil(text)
    colon = re.search(r"[:：]\s+|\s[–—]\s", words)
    if colon and _RELATION.search(words, colon.end()) and not _RELATION.search(words[: colon.start()]):
        name, body = text[: colon.start()], text[colon.end() :]
        name = "" if _LABELS.fullmatch(plain(name).strip(" -*")) else name
    prose = _PROSE.match(body.strip().rstrip("."))
    if (
        prose is not None
        and (_OPERATION.search(prose["right"]) or _SYMBOLS.fullmatch(prose["right"].strip()))
        and (block.scope == "own" or _SURE.search(prose["right"][:40]) or _SYMBOLS.fullmatch(prose["right"].strip()))
    ):
        told = body.strip().rstrip(".")
        return Formula(_title(name or prose["left"], block), prose["right"].strip(), told)
    found = _PLAIN_FORMULA.match(body.strip())
    if found is None:
        if (
            name == ""
            and colon
            and _MATHS.search(words, colon.end())
            and (block.scope == "own" or _WORDLESS.fullmatch(words[colon.end() :].strip()))
        ):
            return Formula(
                _title(text[: colon.start()], block),
                text[colon.end() :].strip().rstrip("."),
                text[colon.end() :].strip().rstrip("."),
            )
        return None
    left, right = found["left"].strip(), found["right"].strip()
    if block.scope == "section" and len(left) < 4 and _MATHS.search(right) is None and _WORD.search(right):
        return None  # what a symbol means: ``q = heat transferred``
    if block.scope == "section" and (
        _AMOUNT.fullmatch(left.lstrip("`$")) or left.count("(") != left.count(")") or left.endswith("\\")
    ):
        return None  # a calculation in a bracket
    if right.startswith("=") or (block.scope == "section" and any(q.kind == "html" for q in quotes(text))):
        return None
    if _MATHS.search(right) is None and not re.fullmatch(r"[\w\s{}\\$.]{1,24}", right.split(",")[0]):
        return None
    if (
        block.scope == "section"
        and _POWERS.search(right) is None
        and (
            len(left) > 40
            or (not name and len(left.split()) > 5)
            or re.fullmatch(r"[\d.,]+\s*(?:[^\W\d_%°]+[\s.]*|[%°])*", right.split(", ")[0])
        )
    ):
        return None
    body = body.strip()
    where = _WHERE.search(veil(body), found.end("sign"))
    head, after = (body[: where.start()], body[where.start() :]) if where else (body, "")
    unit = re.search(r",\s+(?:in|measured in)\s+(\S{1,16})\s*\.?$|\s\[([^\[\]]{1,20})\]\s*\.?$", head)
    if unit:
        head = head[: unit.start()]
    cut = re.search(r",\s+(?=[a-z]{3,}\s+[a-z])|\.\s", veil(head))
    head = (head[: cut.start()] if cut else head).strip().rstrip(".,;")
    symbols = _rest(after, head)[1] if after else ()
    wordy = (
        not name
        and len(left) > 2
        and re.fullmatch(r"[^\W\d_][\w\s'’()-]+", left) is not None
        and not (_INDEXED.fullmatch(left) and block.headings and not is_generic(block.headings[-1]))
    )
    title = _title(name or (left if wordy else ""), block)
    return Formula(title, head, head, (unit[1] or unit[2]) if unit else "", symbols)
