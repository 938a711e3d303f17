"""Definitions: what a term means, with its symbol, formula and unit where the note gives them.

Read are ``term: …``, ``**term** – …``, ``term is/means/refers to …``, ``… is called the term``, ``term, i.e. …``,
``symbol – term``, ``**Definition:** … **term** …``, ``Term`` / ``: …``, rows of a table, a heading or list item with
what it means below. ``stress: internal force per unit area, σ = F/A, in Pa`` gives all five fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import ClassVar

from flashgen.document import Block, Item, Table
from flashgen.facts import each
from flashgen.grammar import connectives as words_of
from flashgen.grammar.connectives import PRONOUNS, alternatives
from flashgen.grammar.errands import is_errand
from flashgen.grammar.meaning import VALUE, Meaning, meaning_of, merged, segment
from flashgen.grammar.statements import BOLD, JUDGEMENT, LINK, NOUN_PHRASE, Statement, emphasised, length, statement_of
from flashgen.grammar.symbols import (
    GREEK,
    LONG_WORD,
    NUMERIC,
    as_math,
    bare,
    is_equation,
    is_symbol,
    is_unit,
    left_side,
)
from flashgen.grammar.terms import ACRONYM, CJK, NOTHING, PLACE, RELATIVE, Term, can_be_term, term_of
from flashgen.grammar.wording import (
    balanced,
    clause,
    context,
    is_link,
    leads_in,
    lines,
    plain,
    quotes,
    sentences,
    spells,
    subject,
    veil,
)
from flashgen.notes import Extracted, FactError, Sketch


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
                    "Context": context(block, shown, (self.term, *self.aliases)),
                },
            ),
        )


def masked(definition: str, terms: tuple[str, ...]) -> str:
    """The definition with the term blanked, so that asking for the term does not give it away."""
    for term in sorted(terms, key=len, reverse=True):
        words = [re.escape(word) for word in plain(term).split()]
        if not words or len(plain(term)) < 2:
            continue
        edge = ("", "") if CJK.search(words[0]) else (r"(?<!\w)", r"(?:s|es|n|en)?(?!\w)")
        pattern = edge[0] + r"[\s*_-]+".join(words) + edge[1]
        definition = re.sub(pattern, "…", definition, flags=re.IGNORECASE)
    return definition


_LABEL = re.compile(
    r"\s*(?:[*_]{1,3})?(?:definition|def|définition|definición|definição|definizione|tanım|begriff|term)\b\.?"
    r"(?:\s+[\d.]{1,8})?(?:\s*\((?P<named>[^()\n]{1,60})\))?\s*(?:[*_]{1,3})?\s*[:.：](?:[*_]{1,3})?\s*",
    re.IGNORECASE,
)


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
    if both := _both_told(text):
        yield from (Extracted(block, one) for one in both)
        return
    strict = block.scope == "section"
    if ";" in text and (several := _several(block)):
        yield from several
        return
    if "\n" in text:
        if pairs := list(_term_lists(text)):
            for start, end, term, body in pairs:
                yield _made(block.part(start, end), term_of(term), meaning_of(body))
            return
        parts = [block.part(start, end) for start, end in lines(text)]
        readings = [None if strict and is_errand(part.text) else _line(part, strict=True) for part in parts]
        if sum(reading is not None for reading in readings) > 1 and (strict or all(readings)):
            for part, reading in zip(parts, readings, strict=True):
                if reading is not None:
                    yield Extracted(part, reading)
            return
    if not strict:
        headed = _under_heading(block, strict=True) if _SAYS.match(text) and alone else None
        found = headed or _line(block, strict=False) or _weaker(block, alone)
        if found is None:
            raise _unreadable(block)
        yield Extracted(block, found)
        return
    found_any = False
    for number, (start, end) in enumerate(sentences(text)):
        part = block.part(start, end)
        if is_errand(part.text):
            continue
        if not number and (whole := _line(block, strict=True)) is not None:
            yield Extracted(block, whole)
            return
        if number and (reading := _line(part, strict=True)) is not None:
            found_any = True
            yield Extracted(part, reading)
    if alone and not found_any and not is_errand(text) and (reading := _under_heading(block, strict=True)) is not None:
        yield Extracted(block, reading)


_PARTED = re.compile(r";\s+")
_TERM_FIRST = re.compile(r"[^\s:;][^:;]{1,40}?(?::|\s[–—]|\s--?|\s=)\s+\S[^:]+")


def _several(block: Block) -> list[Extracted]:
    """The definitions of a line that has one in each of its parts: ``affinity: …; avidity: …``; empty if it has not."""
    words = veil(block.text)
    cuts = [0, *(m.end() for m in _PARTED.finditer(words)), len(words)]
    spans = [(a, a + len(words[a:b].rstrip("; "))) for a, b in pairwise(cuts)]
    if not all(_TERM_FIRST.fullmatch(words[a:b]) for a, b in spans):
        return []
    parts = [block.part(a, b) for a, b in spans]
    readings = [_line(part, strict=True) for part in parts]
    return [Extracted(p, r) for p, r in zip(parts, readings, strict=True) if r is not None] if all(readings) else []


_BOTH = re.compile(
    r"(?:both\s+)?(?P<a>[^,;:.\n]{2,40}?)\s+(?:and|und|et|y|e)\s+(?P<b>[^,;:.\n]{2,40}?)(?P<rest>\s(?:are|have|se|s'|son|são|sono|sont)\s.{3,60})",
    re.IGNORECASE,
)


def _both_told(text: str) -> tuple[Definition, ...]:
    """``stress and pressure are measured in Pa``: the unit of two terms; empty if that is not said."""
    both = _BOTH.fullmatch(text.strip()) if len(text) < 200 else None
    told = [_unit_told(f"{term}{both['rest']}") for term in (both["a"], both["b"])] if both else []
    return tuple(one for one in told if one is not None) if len(told) == 2 and all(told) else ()


def _weaker(block: Block, alone: bool) -> Definition | None:
    """What a tagged line says where no words say that it defines: a phrase under its heading, a name and its verb."""
    if _INDEFINITE.match(block.text) and (told := _of_clause(block.text)) is not None:
        return told
    headed = _under_heading(block, strict=True) if alone else None
    return (
        headed or _of_clause(block.text) or (_under_heading(block, strict=False) if alone and _of_it(block) else None)
    )


_IT = frozenset(
    "it this they when how what es sie dies wenn il elle ils elles cela ça quand ello esto cuando isto quando esso".split()
)
"""First words of a sentence about its heading."""


def _of_it(block: Block) -> bool:
    """Whether a sentence speaks of its heading: it names it, points at it, or names nothing else first."""
    heading = subject(block.headings[-1]) if block.headings else ""
    words = plain(block.text).casefold().split()
    return (
        any(len(word) > 3 and any(said.startswith(word[:-1]) for said in words) for word in heading.casefold().split())
        or (words and words[0].strip(",") in _IT)
        or (
            not {"aka", "a.k.a.", "aka:"} & set(words)
            and (clause(block.text) is None or _SOME.match(block.text) is not None)
            and LINK.search(veil(block.text)) is None
        )
    )


def _in_code(text: str) -> tuple[int, int] | None:
    """Where the words of a text stand that is all code, as some write theirs: ``m is the number of examples``."""
    hidden = quotes(text)
    if len(hidden) != 1 or hidden[0].kind != "code" or text.strip() != text[hidden[0].start : hidden[0].end]:
        return None
    inner = text[slice(*hidden[0].inner)]
    return hidden[0].inner if len(LONG_WORD.findall(inner)) > 1 and LINK.search(inner) and "=" not in inner else None


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
        r"(?:there(?:\s(?:is|are)|['’]s)|this\sis|we\suse|uses?|es\sgibt|il\sy\sa|hay)\s(?P<body>[^,.]{3,60}?)\s(?:called|named|known\sas|namens|appelée?s?|llamad[oa]s?)\s"
        r"(?P<term>[^,.]{2,50}?),?\s(?P<more>(?:that|which|where|der|die|das|qui|que)\s.+)",
        r"(?P<term>[^,;:.?!\n]{2,60}?)\s(?:is|are)\s(?:also|often|sometimes|commonly)\s(?:known\sas|called|named|referred\sto\sas|termed)\s[^,;:.?!\n]{2,60}(?::|\s[–—-])\s(?P<body>.{8,})",
        rf"als\s{_T}\s(?:bezeichnet\sman|wird|werden)\s{_B}",
        rf"unter\s(?:(?:dem|der|einem|einer)\s)?{_T}\sversteht\sman\s{_B}",
        rf"(?:by|with)\s{_T}\s(?:we|i|people|one|they|he|she|(?-i:[A-Z])[\w.&’'-]+)\s(?:mean|understand|means|understands|meant)\s(?:that\s)?{_B}",
        r"(?!.{2,60}\b(?:is|are|was|be|been|can|ist|est)\s(?:usually\s|often\s)?(?:defin|défin))[^,;:.!?\n]{2,50}?\s(?:defines?|defined|definiert|définit|define|definisce)\s(?:the\s|a\s|an\s)?(?P<term>[^,;:.\n]{2,40}?)\s(?:as|als|comme|como|come)\s(?P<body>.{8,})",
        r"(?P<body>(?:the|an?)\s[^,;]{5,200}),\s(?:also\s)?(?:called|known\sas|named|termed)\s(?!(?:by|in|for|from|to|on|at|after|into|when|if)\s)(?:the\s|an?\s)?(?P<term>[^,;.]{2,50})\s*\.?$",
        r"(?P<body>[^,;:]{8,300}?),?\s(?:by|in|through|via|using|with)\s(?:an?|the)\s(?:[a-z]+\s)?(?:process|method|technique|procedure|phenomenon|effect|mechanism|reaction|algorithm|operation)\s"
        r"(?:called|known\sas|named|termed)\s(?P<term>[^,;.]{2,50}?)\s*\.?$",
        r"(?:we|they|people|engineers|you|one)\scalls?\s(?P<body>.{3,400}?)\s(?:(?:a|an|the)\s(?=[^*]{2,40}$)|(?=\*\*))"
        r"[*_]*(?P<term>[^*.,;\n]{2,40})[*_]*\s*\.?$",
        rf"on\s(?:appelle|nomme)\s{_T}\s(?P<body>(?:la\s|le\s|l'|les\s|une?\s|tout\s|ce\s).+)",
        rf"se\s(?:llama|denomina|conoce\scomo)\s{_T}\s(?:a\s(?=la\s|los\s|las\s|una?\s))?(?P<body>(?:al?\s|el\s|la\s|los\s|las\s|una?\s).+)",
        r"(?P<term>[^,;:.?!\n]{2,60}?),?\s(?:aka|a\.k\.a\.?)\s(?P<body>(?:not|the|an?|when|how|being|what|where|\w{3,}ing)\s.{10,})$",
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
    r"\b(?:defines?|defined|definiert|définit|definisce|aka|a\.k\.a|called|named|known|namens|appelée?s?|llamad[oa]s?|let|sei|soit|sea|seja|sia|als|unter|by|with|calls?|appelle|nomme|llama|denomina|conoce|chama-se|denomina-se|chiama|definisce|"
    r"dice|denir|denilir|verilir|demektir|gelir|\w{3,}[dt][ıiuü]r)\b|\?|[把谓]|を|라고",
    re.IGNORECASE,
)
_UNIT_OF = re.compile(
    r"(?:the\s|die\s|l'|la\s|a\s)?(?:si[\s-])?(?:units?|einheit|unité|unidad|unidade|unità)\s(?:of|for|der|des|von|de|du|d'|di|della)\s?"
    r"(?:the\s|la\s|l')?(?P<term>[^,;:.?\n]{1,50}?)(?:\s(?:is|are|ist|est|es|é|è)|\s?[:=])\s(?:the\s)?(?P<unit>.{1,40}?)\s*\.?$",
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
        if match is not None and can_be_term(match["term"], 5, True):
            more = match.groupdict().get("more")
            return _define(term_of(match["term"]), meaning_of(f"{match['body']} {more}" if more else match["body"]))
    return None


def _unit_told(text: str) -> Definition | None:
    """A sentence that gives the unit of a term alone: ``Stiffness is measured in N/m``."""
    if len(text) > 200:
        return None
    of = _UNIT_OF.match(text.strip()) or _MEASURED_DE.match(text.strip())
    if of is not None:
        unit = re.sub(r"\s*\([^()]{1,20}\)$", "", of["unit"])
        return (
            Definition(term_of(of["term"]).name, unit=of["unit"]) if is_unit(unit) or len(unit.split()) <= 4 else None
        )
    measured = _MEASURED.search(text)
    if measured is None or not can_be_term(text[: measured.start()], 6, True):
        return None
    right = text[measured.end() :]
    said = re.sub(r"\s*\([^()]{1,20}\)\s*\.?$", "", right)
    first = re.split(r"\s*\(|\s+(?:or|oder|ou|o)\s+", right, maxsplit=1)[0]
    says = segment(right) or segment(said) or segment(first)
    if says is None or not says.unit:
        return None
    unit = says.unit
    if segment(right) is None and segment(said) is None:
        unit = right[right.index(unit) :].strip(" .")  # the unit with its short form or its alternative
    term = term_of(text[: measured.start()])
    return Definition(term.name, "", term.symbol, "", unit, term.context, term.aliases)


def _line(block: Block, *, strict: bool) -> Definition | None:
    """The definition that a line or sentence gives, if it does."""
    if strict and (is_link(block.text) or _EXERCISE.search(block.text) or _TEX.search(veil(block.text))):
        return None
    if said := _in_code(block.text):
        block = block.part(*said)
    elif opening := _OPENING.match(block.text):
        block = block.part(opening.end(), len(block.text))
    text = block.text
    label = _LABEL.match(text)
    if label:
        return _labelled(block, label, strict)
    told = (
        _unit_told(text)
        or _past(text, strict)
        or _framed(text)
        or _in_bold(text)
        or _apposed(text)
        or _adjective(text, strict)
        or _formula_first(text, strict)
    )
    if told is not None:
        return told
    stated = statement_of(text, strict)
    if stated is not None:
        term = term_of(text[slice(*stated.term)])
        if (
            stated.link in ("dash", "equals", "copula", "colon")
            and (swapped := _symbol_first(text, stated)) is not None
        ):
            return swapped
        if stated.link == "called" and not CJK.search(text):
            meaning = text[slice(*stated.body)].strip()
            return _define(term, meaning_of(meaning))
        meaning = text[slice(*stated.body)]
        if (other := _ALSO.match(meaning)) is not None and stated.link in ("colon", "dash"):
            term = replace(term, aliases=(*term.aliases, plain(other["name"])))
            meaning = meaning[other.end() :]
        sign = _SYMBOL_THEN.match(meaning) if stated.link in ("dash", "colon") and not term.symbol else None
        if sign is not None and is_symbol(sign["symbol"]):
            term, meaning = replace(term, symbol=sign["symbol"]), meaning[sign.end() :]
        entry = (
            stated.link == "colon"
            and "?" not in meaning
            and emphasised(text[slice(*stated.term)])
            and length(meaning) <= LONGEST_ENTRY
        )
        body = meaning_of(meaning, keep_rest=not strict or entry or _expanded_first(term.name, meaning))
        found = _define(term, body)
        if found is not None and not (strict and _points_on(found.definition)):
            return found
    if strict:
        return _beside_bracket(text, strict) or _titled(text) or _generic_noun(text)
    return _named_only(text) or _beside_bracket(text, strict) or _generic_noun(text) or _emphasised_term(text)


_ALSO = re.compile(
    r"\s*(?:also|sometimes|often)\s(?:called|known\sas|named|written)\s(?:the\s|an?\s)?(?P<name>[^,;.()]{2,50}?)[,;]\s+(?=\S+\s\S)",
    re.IGNORECASE,
)
"""Another name before the meaning: ``opus latericium: also called opus testaceum, …``."""
_SYMBOL_THEN = re.compile(r"\s*(?P<symbol>\${1,2}[^$]{1,30}\${1,2}|`[^`]{1,10}`|[Ͱ-Ͽ]\w?)\s*(?:,|[–—:]|--?)\s+(?=\S)")
"""A symbol between a term and its meaning: ``block size - $K$ - unit of transfer``."""
_TEX = re.compile(r"\\[A-Za-z]{2,}|\\\\\s*$")
"""TeX out of its math: a line of a longer formula."""


def _points_on(definition: str) -> bool:
    """Whether a definition can't be told without what stands around it: it leads in what follows, or speaks of *this*."""
    return definition.rstrip().endswith((":", "?")) or (
        len(definition.split()) < 9 and _THIS.search(definition) is not None
    )


_THIS = re.compile(r"\b(?:if|when|for|in|from|of)\s+(?:this|these|those)\b", re.IGNORECASE)
_EXERCISE = re.compile(
    r"(?:^[\W\d_]*|[?.]\s+|:\s+)(?:explain|describe|prove|show\s+that|give\s+(?:an?|two|three|some)\s|write\s+(?:out|down|an?)\s|discuss|justify|solve\s+(?:it|the|this)|"
    r"compute\s+the|calculate\s+the|find\s+(?:the|an?|all)|draw\s+(?:the|an?))",
    re.IGNORECASE,
)
"""What an exercise asks for, behind its title."""
_OPENING = re.compile(
    r"(?:in|en|bei)\s+(?-i:[A-Z])[^\s,]*(?:\s(?-i:[A-Z])[^\s,]*)?,?\s+(?=(?:an?|the)\s\S+(?:\s\S+){0,5}?\s(?:is|are|means|refers)\s)|"
    r"(?:here|now|recall|note|remember|thus|so|hence|hier|ici|aquí|aqui|qui)(?:\s+(?:that|dass|que|che))?,?\s+(?=[$`*]|(?:an?|the|eine?|der|die|das)\s)",
    re.IGNORECASE,
)
"""Words before the term: ``Here $x$ denotes …``."""
_BRACKETED = re.compile(
    r"(?P<term>[^,;:.()（）]{2,60}?)\s*[(（](?P<inner>[^()（）]{1,80})[)）][*_]*\s+(?P<body>(?P<verb>[^\W\d_]{2,})\s.{8,})",
    re.DOTALL,
)


_OR_BETWEEN = re.compile(rf",\s+(?:{alternatives(words_of.OR, words_of.ALIAS)})\s+([^,()]{{1,40}}),\s+", re.IGNORECASE)
"""Another name between commas: ``dynamic range compression, or DRC, squeezes …``."""


def _beside_bracket(text: str, strict: bool) -> Definition | None:
    """``the TLB (translation lookaside buffer) caches …``: what follows a name and the bracket beside it is its verb."""
    match = _BRACKETED.match(_OR_BETWEEN.sub(r" (\1) ", text.strip(), count=1))
    if match is None or not can_be_term(match["term"], 5, True):
        return None
    term = term_of(f"{match['term']} ({match['inner']})")
    if strict and not (
        (re.fullmatch(r"[a-z]{3,}s", match["verb"]) or emphasised(match["term"]))
        and ((ACRONYM.match(term.name) and spells(term.name, match["inner"])) or term.aliases)
    ):
        return None
    if not strict and re.fullmatch(
        r"and|or|in|on|of|for|with|und|oder|et|ou|y|e|was|were|war", match["verb"], re.IGNORECASE
    ):
        return None
    return _define(term, meaning_of(match["body"], keep_rest=not strict))


_NAMES_IT = re.compile(
    r"\s(?:is|are|ist|est|es|defines|gives)\s(?P<the>(?:called\s|known\sas\s|genannt\s)(?:the\s|an?\s)?|the\s|die\s|der\s|das\s|la\s|le\s|el\s)?(?:an?\s)?(?P<term>[^,;:.()]{3,50}?)"
    r"(?:,\s(?:(?:i\.e\.|that\sis|d\.\s?h\.|c'est-à-dire|es\sdecir),?\s)?(?P<body>\S.{5,})|\s*\.?$)",
    re.IGNORECASE,
)


def _formula_first(text: str, strict: bool) -> Definition | None:
    """``$S = M/N$ is the structure factor, i.e. …``: the formula, then what it is called and what that is."""
    text = text.strip()
    first = next(iter(quotes(text)), None)
    if first is None or first.start or first.kind != "math" or not is_equation(text[slice(*first.inner)]):
        return None
    named = _NAMES_IT.match(text, first.end)
    if named is None or not can_be_term(named["term"], 5, True) or (strict and not named["the"]):
        return None
    formula = text[: first.end]
    body = meaning_of(named["body"]) if named["body"] else Meaning()
    return _define(term_of(named["term"]), replace(body, formula=formula, symbol=left_side(formula)))


_PAST = re.compile(
    r"(?P<term>[^;:.?!\n]{2,90}?),?\s(?:was|were|war|waren|était|étaient|era|eran|fue)\s(?P<said>(?:an?|the|one\sof|ein|eine|der|die|das|une?|la|le|l'|una?|el)\b.{8,}|unpaid\b.{8,})",
    re.IGNORECASE | re.DOTALL,
)
_OF_WHAT = re.compile(
    r"\b(?:of|that|which|who|where|in which|by which|between|called|von|der|die|das|de|du|des|qui|que|para|pour)\b"
)


def _past(text: str, strict: bool) -> Definition | None:
    """``The Estates-General was an assembly of the three estates``: what something of the past was."""
    match = _PAST.match(text)
    if match is None or "," in re.sub(_ALIASED, "", match["term"]) or not can_be_term(match["term"], 5, True):
        return None
    first = match["said"][: next(sentences(match["said"]))[1]]
    name = term_of(match["term"]).name
    if JUDGEMENT.match(first) or (
        strict
        and (
            _STORY_TELLER.search(text)
            or not _OF_WHAT.search(first)
            or not (name[:1].isupper() or emphasised(match["term"]))
        )
    ):
        return None
    return _define(term_of(match["term"]), meaning_of(first if strict else match["said"]))


_ALIASED = re.compile(rf",\s*(?:{alternatives(words_of.ALIAS, words_of.OR)})\s[^,]{{2,40}}", re.IGNORECASE)
_APPOSED = re.compile(
    r"\S[^.;:!?\n]{2,120}\s(?:\*\*|__)(?P<term>[^*_\n]{2,50})(?:\*\*|__)(?:\s\([^()]{1,30}\))?\s?(?:,|\s[–—]|\s-{1,2})\s(?P<body>(?:an?|the|eine?|die|der|das|une?|una?|el|la|le)\s[^;\n]{12,})",
    re.IGNORECASE,
)


def _apposed(text: str) -> Definition | None:
    """``each router keeps a **routing table**, a list of networks and …``: what the one bold word is, beside it."""
    text = text[: next(sentences(text), (0, 0))[1]]
    match = _APPOSED.match(text)
    if match is None or len(list(BOLD.finditer(text))) != 1 or not can_be_term(match["term"], 5, True):
        return None
    body = match["body"]
    if (
        len(body.split()) < 5
        or not _OF_WHAT.search(body)
        or _FINITE.search(re.split(r"\b(?:that|which|who|where)\b", body)[0])
    ):
        return None
    if leads_in(text) or (not _INDEFINITE.match(body) and clause(body) is not None):
        return None
    return _define(term_of(match["term"]), meaning_of(body))


_ADJECTIVE = re.compile(
    r"(?:we\s+say\s+(?:that\s+)?)?(?:an?|every|two|eine?|zwei|une?|deux|una?|dos|uma?|uno)\s(?P<noun>[^,;:.()\n]{2,40}?)\s(?:(?:is|are|ist|sind|est|sont|es|son|é|è)(?:\s(?:called|said\s+to\s+be|dite?|genannt))?|heißt|heißen)\s"
    r"(?P<said>[*_]{0,2}(?:[^\W\d_][\w-]*\s){0,2}?[^\W\d_][\w-]{3,}[*_]{0,2}),?\s"
    r"(?P<if>if\s+and\s+only\s+if|iff|if|when|genau\s+dann,\s+wenn|wenn|falls|si\s+et\s+seulement\s+si|si|se|cuando|quando)\s(?P<told>\S.{6,})",
    re.IGNORECASE | re.DOTALL,
)
_STATE = re.compile(
    r"(?:good|bad|useful|better|best|worse|easy|hard|fine|ready|right|wrong|true|false|possible|impossible|necessary|needed|required|allowed|late|done|happy|"
    r"important|enough|helpful|likely|preferred|only|not|wichtig|gut|utile|útil|mejor|fácil)(?:\s|$)",
    re.IGNORECASE,
)
"""What a thing is for once, not a property with a name."""


def _adjective(text: str, strict: bool) -> Definition | None:
    """``a graph is connected if …``: a property that things of a kind have, and when they have it."""
    match = _ADJECTIVE.match(veil(text))
    if match is None or _STATE.match(match["said"].strip("*_")):
        return None
    noun = text[slice(*match.span("noun"))]
    if not can_be_term(noun, 4, True):
        return None
    if strict and (_STORY_TELLER.search(text) or (match["if"].casefold() == "when" and not emphasised(match["said"]))):
        return None
    property_ = term_of(match["said"]).name
    return Definition(property_, text.strip(), context=term_of(noun).name)


_TITLED = re.compile(r"[\s>-]*(?:\*\*|__)(?P<term>[^*_\n.]{2,50})\.?(?:\*\*|__)\.?\s+(?P<body>[A-Z].{10,})", re.DOTALL)


def _titled(text: str) -> Definition | None:
    """``**Temperature.** A factor that divides …``: a run-in title and a phrase that says what it is."""
    match = _TITLED.match(text)
    if match is None or not can_be_term(match["term"], 5, True) or not NOUN_PHRASE.match(match["body"]):
        return None
    body = match["body"]
    first = body[: next(sentences(body))[1]]
    if not _is_phrase(first):
        return None
    alone = "\n" in text[match.end("term") : match.start("body")]  # a line of its own: all below is about it
    return _define(term_of(match["term"]), meaning_of(body if alone and length(body) <= LONGEST_PHRASE * 2 else first))


_IN_BOLD = re.compile(
    r"(?:in|with|under|im|bei|dans|en|em|nel)\s+(?:(?:an?|the|eine[rm]?|der|dem|une?|una?|el|la|le|um|uma)\s+)?(?:\*\*|__)(?P<term>[^*_\n]{2,50})(?:\*\*|__),?\s+"
    r"(?P<body>[^\W\d_].{12,})",
    re.IGNORECASE | re.DOTALL,
)


def _in_bold(text: str) -> Definition | None:
    """``In a **circular buffer** more than two buffers are used …``."""
    match = _IN_BOLD.match(text.lstrip("-•>& "))
    if match is None or not can_be_term(match["term"], 5, True) or _STORY.search(match["body"]):
        return None
    return _define(term_of(match["term"]), meaning_of(match["body"], keep_rest=False))


_BOLD_FIRST = re.compile(
    r"(?:(?:an?|the|der|die|das|eine?)\s)?(?:\*\*|__)[^*_\n]{2,50}(?:\*\*|__)\s(?=[a-z]{3,}s\s)", re.IGNORECASE
)
_INDEFINITE = re.compile(r"(?:an?|eine?|une?|una?|uma?|uno)\s", re.IGNORECASE)


def _generic_noun(text: str) -> Definition | None:
    """``A reward model predicts which …``: a sentence about any such thing, in the present."""
    if not (_INDEFINITE.match(text) or _BOLD_FIRST.match(text)) or _STORY.search(text):
        return None
    parted = clause(text[: next(sentences(text))[1]])
    if parted is None or not can_be_term(parted[0], 3, True) or len(parted[1].split()) < 5:
        return None
    verb, _, told = parted[1].partition(" ")
    if not re.fullmatch(r"[a-z]{3,}s", verb) or verb in ("is", "was", "does") or JUDGEMENT.match(told):
        return None
    return _define(term_of(parted[0]), meaning_of(parted[1]))


_STORY_TELLER = re.compile(r"\b(?:i|my|me|we|our|us|friend|student|professor|prof|teacher|colleague)\b", re.IGNORECASE)
_STORY = re.compile(
    r"\b(?:i|my|me|our|us|yesterday|today|tomorrow|week|friend|student|professor|prof|teacher|colleague|ta|lab|exam|was|were|had|did|went|said)\b",
    re.IGNORECASE,
)
"""Words of a story rather than of a definition."""


def _of_clause(text: str) -> Definition | None:
    """``endurance limit marks the stress …``: a name of few words and what it does."""
    parted = clause(text)
    if parted is None or not can_be_term(parted[0], 4, True):
        return None
    _, _, told = parted[1].partition(" ")
    if _SOME.match(parted[0]):
        return None
    if len(told.split()) < 3 or JUDGEMENT.match(told) or re.match(r"\w+ly\b", told):
        return None
    return _define(term_of(parted[0]), meaning_of(_COPULA_FIRST.sub("", parted[1], count=1)))


_SOME = re.compile(r"(?:two|three|four|several|zwei|drei|deux|trois|dos|tres|due)\s", re.IGNORECASE)
"""Some things of a kind, which do what the heading names: ``two processes compete …``."""
_COPULA_FIRST = re.compile(rf"\A(?:{alternatives(words_of.COPULA)})\s+(?=\S)", re.IGNORECASE)


def _emphasised_term(text: str) -> Definition | None:
    """A sentence about the one word that is bold in it: ``an **isotropic** material behaves the same …``."""
    bolds = [bold for bold in BOLD.finditer(text) if bold.group().startswith(("**", "__"))]
    if len(bolds) != 1 or len(text.split()) < 4 or not can_be_term(bolds[0].group(), 5, True):
        return None
    return _define(term_of(bolds[0].group()), meaning_of(text))


def _labelled(block: Block, label: re.Match[str], strict: bool) -> Definition | None:
    """``**Definition:** an **isotropic** material behaves …``: the bold word is the term, or the usual forms follow."""
    rest = block.text[label.end() :].strip()
    if label["named"]:
        return _define(term_of(label["named"]), meaning_of(rest))
    stated = statement_of(rest, strict=False)
    bolds = list(BOLD.finditer(rest))
    if stated is not None and not (stated.link == "does" and bolds) and not _ruled(rest, stated, bolds):
        return _define(term_of(rest[slice(*stated.term)]), meaning_of(rest[slice(*stated.body)]))
    if bolds:
        return _define(term_of(bolds[0].group()), meaning_of(rest))
    heading = subject(block.headings[-1]) if block.headings else ""
    return _define(term_of(heading), meaning_of(rest)) if heading and not strict else None


_SAID_TO_BE = re.compile(
    r"\s*(?:(?:called|said\s+to\s+be|dite?|genannt)\s+)?(?:(?:an?|the)\s+)?(?:\w+\s+)?", re.IGNORECASE
)


def _ruled(rest: str, stated: Statement, bolds: list[re.Match[str]]) -> bool:
    """Whether what stands before the verb is not the term, since a bold word behind it is: ``a … is **homogeneous** if …``."""
    return (
        bool(bolds)
        and bolds[0].start() >= stated.term[1]
        and _SAID_TO_BE.fullmatch(rest[stated.body[0] : bolds[0].start()]) is not None
        and not emphasised(rest[slice(*stated.term)])
        and stated.link == "copula"
    )


def _symbol_first(text: str, stated: Statement) -> Definition | None:
    """``$A_5$ - elongation at fracture``: a symbol and the term it stands for; longer explanations stay definitions."""
    left, right = text[slice(*stated.term)].strip(), text[slice(*stated.body)].strip()
    if not is_symbol(left) or (stated.link != "dash" and left[:1] not in "$\\" and not GREEK.match(left)):
        return None
    body = meaning_of(right)
    if not body.definition:
        return None
    head = re.split(r"[,;:]\s|\s[–—-]\s|\.\s", body.definition, maxsplit=1)
    name = term_of(head[0])
    if (
        0 < len(name.name.split()) <= 4
        and RELATIVE.search(name.name) is None
        and not re.match(r"(?:the|a|an|how|what)\s.*\b(?:of|that|which|per|between)\b", head[0])
    ):
        rest = head[1].strip() if len(head) > 1 else ""
        return Definition(name.name, rest, left, body.formula, body.unit or name.unit, name.context, name.aliases)
    return Definition(left, body.definition, "", body.formula, body.unit)


_GLOSS = re.compile(
    r"([^,;.]{4,120})(?:[,;]\s+(?=(?:an?|the|how|what|where|when|that|used|ein|eine|une?|una?|um|uma|uno|[a-z]{3,}ing)\s)|\.\s+)(.{6,})",
    re.IGNORECASE | re.DOTALL,
)
"""What an acronym stands for, then what it is: ``Standard Tessellation Language, a 3D model …``."""


def _define(term: Term, body: Meaning) -> Definition | None:
    """A definition of a term and a body; None when the body says nothing that can be asked."""
    definition, symbol = body.definition, term.symbol or body.symbol
    if _is_plain_formula(definition):
        body = replace(body, formula=body.formula or definition)
        symbol = symbol or left_side(definition)
        definition = ""
    if ACRONYM.match(term.name) and (gloss := _GLOSS.match(definition)) and spells(term.name, gloss[1]):
        definition = gloss[2]
    if definition and VALUE.match(veil(definition)) and NUMERIC.match(veil(definition)):
        definition = ""
    if body.formula and not symbol and not term.symbol:
        symbol = left_side(body.formula)
    definition = balanced(definition.lstrip("、，, "))
    if not term.name or not (definition or symbol or body.formula):
        return None
    if symbol and bare(symbol) == bare(term.name):
        symbol = ""
    head, _, last = term.name.rpartition(" ")
    if head and not symbol and len(last) == 1 and (body.unit or bare(body.formula).startswith(last)):
        term, symbol = replace(term, name=head), last  # ``impedance Z``
    return Definition(term.name, definition, symbol, body.formula, body.unit or term.unit, term.context, term.aliases)


def _expanded_first(acronym: str, meaning: str) -> bool:
    """Whether the first sentence says no more than what an acronym stands for."""
    gloss = _GLOSS.match(meaning.strip()) if ACRONYM.match(acronym) else None
    return gloss is not None and spells(acronym, gloss[1])


def _is_plain_formula(text: str) -> bool:
    if quotes(text) and LONG_WORD.search(veil(text)):
        return False  # words with some math: ``a vector $v$ such that $Av = 0$``
    return bool(text) and "=" in text and is_equation(bare(text.rstrip(". ")))


_BESIDE_COMMA = re.compile(r"\s*(?P<term>[^(),;:.]{2,40}(?:\s\([^()]{1,20}\))?),\s+(?P<body>\S.{7,300})", re.DOTALL)
"""A term and, beside it, what it is: ``luminosity (L), total power a star emits``."""


def _named_only(text: str) -> Definition | None:
    """A line that names a term and shows its symbol or formula: ``the smoothing parameter $\\alpha$ is …``,
    ``anneal (heat, then cool slowly)``."""
    hidden = [quote for quote in quotes(text) if quote.kind == "math"]
    if hidden:
        first = hidden[0]
        left = text[: first.start]
        if can_be_term(left, 6, True) and is_symbol(text[first.start : first.end]):
            return _define(term_of(text[: first.end]), Meaning())
        if can_be_term(left, 6, True) and is_equation(text[slice(*first.inner)]):
            return _define(term_of(left), meaning_of(text[first.start :]))
    gloss = re.fullmatch(r"\s*([^()\n]{2,60}?)\s*\(([^()\n]{8,300})\)\s*\.?\s*", text)
    if gloss and len(gloss.group(2).split()) > 2 and can_be_term(gloss.group(1), 5, True):
        return _define(term_of(gloss.group(1)), meaning_of(gloss.group(2)))
    beside = _BESIDE_COMMA.fullmatch(text)
    if (
        beside
        and can_be_term(beside["term"], 4, True)
        and not _FINITE.search(beside["body"].split(",")[0].split(" that ")[0])
    ):
        term = term_of(beside["term"])
        said = _INDEFINITE.match(beside["body"]) or NOUN_PHRASE.match(beside["body"])
        if term.symbol or (said and not leads_in(text) and clause(beside["body"]) is None):
            return _define(term, meaning_of(beside["body"]))
    bold = BOLD.match(text.lstrip("-•> "))
    if bold:
        rest = text.lstrip("-•> ")[bold.end() :].strip(" ,:–—-")
        if len(rest.split()) > 1 and can_be_term(bold.group(), 6, True):
            return _define(term_of(bold.group()), meaning_of(rest))
    return None


_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|will|would|should|must|may|might|does|did|do|don't|ist|sind|"
    r"hat|haben|kann|können|wird|werden|muss|müssen|est|sont|ont|doit|peut|es|son|tiene|tienen|hay|debe|deben|puede|pueden|é|è|\w{2,}[aei]mos|nous|vous)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"[*_]{0,3}[^\W\d]{1,20}[*_]{0,3}:\s", re.IGNORECASE)
LONGEST_ENTRY = 40
"""Words: so long may the entry of a glossary be that is one even in a section, with all its sentences."""
LONGEST_PHRASE = 24
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
    if not term or block.lead or len(term.split()) > 5 or not can_be_term(term, 5, True):
        return None
    text = " ".join(block.text.split())
    if _LABELLED.match(text) or (strict and not (asked or _SAYS.match(text)) and not _is_phrase(text)):
        return None
    if strict and any(ch.isdigit() for ch in veil(text)) and VALUE.match(veil(text)):
        return None
    body = meaning_of(text)
    if not body.definition and (strict or not body.formula):
        return None
    return _define(term_of(term), body)


_ABOUT_MEANING = re.compile(rf"\b(?:{alternatives(words_of.MEANS, words_of.CALLED, langs=('en', 'de', 'fr', 'es'))})\b")
_RELATIVE_CUT = re.compile(r"\b(?:that|which|who|where|when|if|because|die|der|das|wenn|qui|que|che)\b")


_BRACKET = re.compile(r"\s\([^()]{1,80}\)(?=\s)")


def _is_phrase(text: str) -> bool:
    """Whether a text has no verb of its own before its first clause ends, and so may say what its heading is."""
    first = re.split(
        r"\b(?:that|which|who|where|when|if|because|so|and|die|der|das|wenn|qui|que|che)\b|[,;:(]",
        _BRACKET.sub(" ", veil(text)),
        maxsplit=1,
    )[0]
    return not (
        _FINITE.search(first)
        or _ABOUT_MEANING.search(_RELATIVE_CUT.split(veil(text), maxsplit=1)[0])
        or leads_in(text)
        or (text[-1:] == "." and not NOUN_PHRASE.match(text))
        or PLACE.match(text)
        or re.match(r"[^:]{1,40}:\s|(?:\S+\s){1,2}(?:[–—]|-{1,2})\s", veil(text))
        or len(text.split()) > LONGEST_PHRASE
        or text.endswith(":")
        or text[-1:] in "?!？！"
        or length(text) < 3
        or NUMERIC.match(veil(text))
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
    if stated is None and own.text.rstrip().endswith(":") and not details:
        led = _reads(own, strict=False) if emphasised(own.text) else None
        if led is not None and led.definition.endswith(":") and all(not child.children for child in children):
            stated = led
    if stated is not None and stated.definition.endswith(":") and not details:
        told = "\n".join((stated.definition, *(f"- {child.text}" for child in children)))
        yield Extracted(replace(own, end_line=children[-1].end_line), replace(stated, definition=told))
        return
    if stated is not None and not (stated.definition == "" and not details and stated.symbol and not stated.formula):
        yield Extracted(own, _detailed(stated, details))
        if not details:
            for child in inner:
                yield from _item(replace(child, scope="section"))
        return
    if details and stated is None and (said := [c.text for c in children if not _DETAIL.match(c.text)]):
        details = {"definition": said[0], **details}
    if not details and any(_reads(own.at(item), strict=True) for item in _all(children)):
        yield from each(inner, _item)
        return
    if stated is None and (
        not can_be_term(own.text, 7, own.scope == "section")
        or (own.scope == "section" and not details and not _says_what(own.text, children[0].text))
    ):
        if own.scope == "section":
            for child in inner:
                yield from _item(child)
            return
        raise _unreadable(own)
    term = term_of(own.text)
    if details:
        found = _define(
            term,
            meaning_of(
                next(
                    (details[key] for key in ("definition", "meaning", "def", "what", "bedeutung") if key in details),
                    "",
                )
            )
            if details
            else Meaning(),
        )
        yield Extracted(
            own, _detailed(found or Definition(term.name, "", term.symbol, "", "", term.context, term.aliases), details)
        )
        return
    texts = [child.text for child in children]
    body = (
        meaning_of(texts[0])
        if len(texts) == 1
        else replace(meaning_of(texts[0]), definition="\n".join(f"- {text}" for text in texts))
    )
    found = _define(term, body)
    if found is None:
        if own.scope == "own":
            raise _unreadable(own)
        return
    yield Extracted(replace(own, end_line=children[-1].end_line), found)


def _says_what(term: str, first: str) -> bool:
    """Whether the first item under another may say what that is: a name with no verb, and a phrase."""
    return (
        clause(term) is None
        and not leads_in(term)
        and (
            _SAYS.match(first) is not None
            or (_is_phrase(first) and (NOUN_PHRASE.match(first) is not None or clause(first, sure=True) is None))
        )
    )


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
    headed = any(cell.text.strip() for cell in table.header)
    meaning_at = columns.get(
        "definition", next((n for n in range(len(table.header)) if n != term_at and n not in columns.values()), -1)
    )
    found = False
    for row in table.rows:
        cells = [cell.text.strip() for cell in row]
        cells = ["" if cell in NOTHING else cell for cell in cells]
        if not cells[term_at] or (
            block.scope == "section" and not (is_symbol(cells[term_at]) or can_be_term(cells[term_at], 7, True))
        ):
            continue
        meaning = cells[meaning_at] if meaning_at >= 0 else ""
        if not headed and meaning and (longer := _explained(cells, term_at, meaning_at)):
            cells[term_at], meaning = f"{cells[term_at]} ({meaning})", cells[longer]
            cells[meaning_at] = cells[longer] = ""
        symbol_first = (
            "symbol" not in columns and is_symbol(cells[term_at]) and 0 < len(term_of(meaning).name.split()) <= 5
        )
        if symbol_first:
            term, body = replace(term_of(meaning), symbol=cells[term_at]), Meaning()
        else:
            term, body = term_of(cells[term_at]), meaning_of(meaning)
        for name in ("symbol", "formula", "unit"):
            if name in columns and cells[columns[name]]:
                body = replace(body, **{name: cells[columns[name]]})
        for extra, said in enumerate(cells):
            if (
                extra not in (term_at, meaning_at)
                and extra not in columns.values()
                and said
                and (says := Meaning(unit=said) if is_unit(said) else segment(said))
            ):
                body = merged(body, says)
        if (
            block.scope == "section"
            and not named
            and not symbol_first
            and not ({"symbol", "unit"} & columns.keys() and (body.symbol or body.unit))
            and (length(body.definition) < 3 or NUMERIC.match(body.definition))
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


def _explained(cells: list[str], term_at: int, meaning_at: int) -> int:
    """The cell of a table without headers that says what a term is where the one beside it is only another name:
    ``| overfitting | Überanpassung | the model learns the noise |``; 0 if there is none."""
    short = cells[meaning_at]
    if len(cells) < 3 or length(short) > 2 or is_symbol(short) or is_unit(short) or any(map(str.isdigit, short)):
        return 0
    others = [n for n in range(len(cells)) if n not in (term_at, meaning_at) and length(cells[n]) > 3]
    return others[0] if len(others) == 1 and NUMERIC.match(cells[others[0]]) is None else 0


def _words_of(fact: Definition) -> str:
    """What is left of a definition without its links; a cell that is nothing but a link says where, not what."""
    return _LINKED.sub("", fact.definition).strip() or fact.symbol or fact.formula


_LINKED = re.compile(r"\[[^\[\]\n]{1,300}\]\([^()\s]{0,500}\)|\[\[[^\[\]\n]{1,300}\]\]|https?://\S+|\([^()]{1,60}\)")


def _made(block: Block, term: Term, body: Meaning) -> Extracted:
    found = _define(term, body)
    if found is None:
        raise _unreadable(block)
    return Extracted(block, found)
