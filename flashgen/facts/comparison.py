"""Comparisons: ``A vs B: …``, a table with one column a side, parallel bullets, *while*, *unlike*, *2× the … of*.

Each aspect is asked by itself; a difference told in a sentence is one aspect.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from flashgen.document import Block, Table
from flashgen.facts import each
from flashgen.grammar import connectives
from flashgen.grammar.connectives import PRONOUNS, alternatives
from flashgen.grammar.errands import is_errand
from flashgen.grammar.terms import can_be_term
from flashgen.grammar.wording import clause, context, gist, plain, sentences, subject, veil
from flashgen.notes import Extracted, FactError, Sketch

_VS = re.compile(r"\s+(?:vs\.?|versus|gegenüber|frente a|≠|!=)\s+|\s*⟷\s*|\s*対\s*", re.IGNORECASE)
_COLON = re.compile(r"[:：]\s+|\s[–—-]\s|：")
_LABELLED = re.compile(
    r"\s*(?:[*_]{0,2})([^:*\n→]{1,60}?)(?:[*_]{0,2})(?::(?:[*_]{0,2})|\s*(?:→|=>|⇒|->)|(?<=[*_])\s[–—-])\s+(.+)",
    re.DOTALL,
)
_NOT_THE = re.compile(
    r"[,;]?\s+(?:and\s+)?(?:not|nicht|statt|instead of|rather than|as opposed to|unlike)\s+(?:the\s+|der\s+|die\s+|das\s+)?(.+?)\s+(?:of|in|like in|like|as in|for|von|bei|im|de|en)\s+(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_INSTEAD = re.compile(r"[,;]?\s+(?:not\s+the|nicht\s+d|statt|instead|rather|as\s+opposed)", re.IGNORECASE)
_CONTRAST = re.compile(
    rf"\s*[,;.]\s*(?:{alternatives(connectives.CONTRAST)})(?![\w-]),?\s+|\s+(?:whereas|while|but|während|aber|mais|pero|mas|ma|hingegen|tandis que|alors que|mientras que|enquanto|mentre)\s+|\s*;\s+",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?:for|with|in|bei|für|pour|para|per)?\s*(?P<a>[^,;]{2,60}?)\s+(?:expect|allow|plan|assume|budget|needs?|has|have|is|are|takes?|gives?|want|use|braucht|brauchen)\s+"
    r"(?:(?P<d>[^;]{0,40}?(?:\d\s?[x×%]|\b(?:times|twice|half|double|triple|a\s+third|doppelt|fois|veces|vezes|volte))\s[^;]{0,40}?)\s+(?:of|as|wie|de|que|di)|"
    r"(?P<d2>[^;]{0,40}?\b(?:as|more|less|fewer|higher|lower|larger|smaller|faster|slower|better|worse)\b[^;]{0,40}?)\s+(?:than|as|wie|als))\s+"
    r"(?P<b>[^,;.]{2,60})\.?$",
    re.IGNORECASE,
)
_UNLIKE = re.compile(
    r"(?:unlike|in contrast to|compared (?:to|with)|anders als|im Gegensatz zu|contrairement (?:à|aux?)|a diferencia del?|a differenza d(?:i|el|ella|ei|egli|elle)|ao contrário d[eoa]s?)\s+([^,]{2,80}),\s*(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_THAN = re.compile(
    r"(?P<d>.*?\b(?:(?:[^\W\d_]{2,}er|more|less|fewer|better|worse)\b.*?\s+than|(?:[^\W\d_]{2,}er|mehr|weniger)\b.*?\s+als|"
    r"(?:plus|moins|meilleure?s?|pire)\b.*?\s+qu[e']|(?:más|menos|mejor|peor|mayor|menor)\b.*?\s+que|(?:mais|menos|melhor|pior|maior)\b.*?\s+(?:do\s+)?que|"
    r"(?:più|meno|migliore?|peggiore?|maggiore?|minore?)\b.*?\s+(?:di|del|della|che)))\s+(?P<b>[^,;.]{2,60}?)"
    r"(?:,.*|\s+(?:for|in|when|if|because|since|on|at|with|but|and|so|under|during|over|after|before|unless|given|despite|by|bei|unter|wenn|weil)\s.*)?\.?$",
    re.IGNORECASE | re.DOTALL,
)
_ISE = re.compile(r"(?P<a>[^\s,]+(?:\s[^\s,]+)??)\s[^,;]{3,},\s(?P<b>[^,;]{2,40}?)\sise\s\S.+", re.DOTALL)
"""Turkish: ``A …, B ise …``."""
_ARROWS = re.compile(
    r"(?P<a>[^→,;.]{2,50}?)\s*(?:→|=>|⇒|->)\s*(?P<x>[^→]{2,120}?)[,;.]\s+(?P<b>[^→,;.]{2,50}?)\s*(?:→|=>|⇒|->)\s*(?P<y>[^→]{2,120})$",
    re.DOTALL,
)
"""``A → x, B → y``."""
_BESIDE = re.compile(
    r",?\s+(?:compared\s(?:to|with)|in\scontrast\sto|as\sopposed\sto|im\sVergleich\szu|par\srapport\sà|"
    r"en\scomparación\scon|em\scomparação\scom|rispetto\sa)\s+",
    re.IGNORECASE,
)


_ARTICLE = re.compile(
    r"\A(?:an?|the|eine?[mnrs]?|d(?:er|as|em|en)|die(?=\s+(?:\S+\s+)?(?-i:[A-ZÄÖÜ]))|une?|le|la|les|una?|el|los|las|uma?|os|il|lo)\s+(?=\S)",
    re.IGNORECASE,
)


def _named(sides: Iterable[str]) -> tuple[str, ...]:
    """The names of the sides, without articles."""
    return tuple(_ARTICLE.sub("", side, count=1).strip() for side in sides)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Sides, what differs as told, and aspects with a value for each side."""

    kind: ClassVar[str] = "comparison"
    sides: tuple[str, ...]
    difference: str
    aspects: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def fields(self) -> dict[str, object]:
        return {
            "sides": list(self.sides),
            "difference": self.difference or None,
            "aspects": [
                {"aspect": name, **dict(zip(self.sides, values, strict=False))} for name, values in self.aspects
            ],
        }

    def sketches(self, block: Block) -> tuple[Sketch, ...]:
        sides = " vs ".join(self.sides)
        shown = context(block, sides)
        if self.aspects:
            return tuple(
                Sketch(
                    "comparison",
                    f"{sides}: {name}",
                    {
                        "Sides": sides,
                        "Aspect": name,
                        "Answer": _told(self.sides, values),
                        "SideA": self.sides[0],
                        "SideB": self.sides[1],
                        "Context": shown,
                    },
                )
                for name, values in self.aspects
            )
        return (
            Sketch(
                "comparison",
                sides,
                {
                    "Sides": sides,
                    "Answer": self.difference,
                    "SideA": self.sides[0],
                    "SideB": self.sides[1],
                    "Context": shown,
                },
            ),
        )


def _told(sides: tuple[str, ...], values: tuple[str, ...]) -> str:
    return "\n".join(f"- **{side}**: {value}" for side, value in zip(sides, values, strict=False) if value)


def read(block: Block) -> Iterator[Extracted]:
    """The comparison of a block: its table, its parallel items, or its sentence."""
    if block.table is not None:
        fact = _table(block.table)
        if fact is not None and (block.scope == "own" or _compares(block, block.table, fact.sides)):
            yield Extracted(block, fact)
            return
        if block.scope == "own":
            raise FactError(
                "FG320",
                "a table that compares nothing: it needs a column for each of two sides",
                hint="write the aspects in the first column: | | LoRA | QLoRA |",
            )
        return
    if block.items:
        yield from _items(block)
        return
    yield from _one(block)


_ASPECT = re.compile(
    r"\W*(?:aspects?|features?|propert(?:y|ies)|criteri(?:on|a)|characteristics?|metrics?|category|categories|attributes?|factors?|dimension|what|point|topic|vs\.?|"
    r"aspekt|merkmal|eigenschaft|kriterium|aspect|caractéristique|critère|propriété|aspecto|característica|criterio|propiedad|aspetto|caratteristica|criterio|proprietà)?\W*",
    re.IGNORECASE,
)
"""The first header of a table that compares: empty, or a word for what is compared."""
_COMPARED = re.compile(
    r"\bvs\b|versus|compar|differen|unterschied|vergleich|diferencia|diferença|differenz|confront|区别|比較|比较|違い|차이",
    re.IGNORECASE,
)


def _compares(block: Block, table: Table, sides: tuple[str, ...]) -> bool:
    """Whether a table in a section compares its columns rather than telling things of its rows."""
    over = " ".join((*block.headings, *block.lead))
    return (
        _ASPECT.fullmatch(plain(table.header[0].text)) is not None
        or _COMPARED.search(over) is not None
        or sum(_mentions(over, side) for side in sides) > 1
    )


def _table(table: Table) -> Comparison | None:
    sides = tuple(plain(cell.text) for cell in table.header[1:])
    if len(sides) < 2 or not all(sides) or any(_COLUMN.fullmatch(side) for side in sides):
        return None
    aspects = tuple(
        (plain(row[0].text), tuple(_value(cell.text) for cell in row[1:]))
        for row in table.rows
        if any(_value(c.text) for c in row[1:])
    )
    return Comparison(sides, "", aspects) if aspects else None


_COLUMN = re.compile(
    r"(?:default|description|meaning|definition|type|value|values|unit|units|notes?|example|examples|symbol|formula|comment|comments|name|"
    r"range|source|link|paper|year|beschreibung|bedeutung|einheit|beispiele?|wert|description|valeur|unité|exemples?|descripción|valor|unidad|"
    r"ejemplos?|descrição|exemplos?|descrizione|valore|unità|esempi?o?)",
    re.IGNORECASE,
)
"""Headers of what is said of one thing, not of the sides of a comparison."""


def _value(text: str) -> str:
    text = text.strip()
    return "" if text in ("-", "–", "—", "?", "n/a", "/") else text


def _items(block: Block) -> Iterator[Extracted]:
    """Items that are the two sides, or aspects below a line that names the sides, or each a comparison."""
    lead = block.text if block.line < block.items[0].line else ""
    pairs = [(plain(m[1]), m[2].strip()) for item in block.items if (m := _LABELLED.match(item.text))]
    named = _sides(lead) or next((s for h in reversed(block.headings) if (s := _sides(h))), None)
    if named and len(pairs) == len(block.items) and not _parallel(pairs, named):
        values = tuple((name, _halves(text, named)) for name, text in pairs)
        if all(len(v) == len(named) and all(v) for _, v in values):
            yield Extracted(block, Comparison(named, "", values))
            return
    if named and len(named) > 2 and _in_order(pairs, named):
        told = tuple(said for _, said in pairs)
        yield Extracted(block, Comparison(named, " vs ".join(told), (("", told),)))
        return
    if (
        len(pairs) == len(block.items) == 2
        and not any(_VS.search(name) for name, _ in pairs)
        and (block.scope == "own" or all(can_be_term(name, 6, True) for name, _ in pairs))
    ):
        (a, x), (b, y) = pairs
        if named and len(named) == 2 and _begins(named[0], a) and _begins(named[1], b):
            a, b = named
        yield Extracted(block, Comparison((a, b), f"{x} vs {y}", (("", (x, y)),)))
        return
    yield from each((leaf for leaf in block.walk()), _one)


def _in_order(pairs: list[tuple[str, str]], sides: tuple[str, ...]) -> bool:
    """Whether the labels of a list are the sides, one after the other."""
    return len(pairs) == len(sides) and all(_begins(side, name) for side, (name, _) in zip(sides, pairs, strict=True))


def _begins(name: str, short: str) -> bool:
    """Whether one of two names of a side is the other cut short: ``conventional milling``, ``Conventional``."""
    one, other = name.casefold(), short.casefold()
    return one.startswith(other) or other.startswith(one)


def _parallel(pairs: list[tuple[str, str]], sides: tuple[str, ...]) -> bool:
    return len(pairs) == len(sides) and all(any(_begins(side, name) for side in sides) for name, _ in pairs)


def _halves(text: str, sides: tuple[str, ...]) -> tuple[str, ...]:
    """A value for each side from ``A high, B low`` or ``high vs low``."""
    parts = [p.strip() for p in _VS.split(text)]
    if len(parts) == len(sides):
        return tuple(parts)
    found = _by_name(text, sides)
    return found if found is not None else (text,)


def _by_name(text: str, sides: tuple[str, ...]) -> tuple[str, ...] | None:
    """What is said of each side, where every side is named in the text by its first word."""
    words = veil(text).casefold()
    places = []
    for side in sides:
        first = re.split(r"\s", side.casefold())[0]
        match = re.search(rf"(?<!\w){re.escape(side.casefold())}(?!\w)", words) or re.search(
            rf"(?<!\w){re.escape(first)}(?!\w)", words
        )
        if match is None:
            return None
        places.append((match.start(), match.end()))
    order = sorted(range(len(sides)), key=lambda n: places[n])
    values = [""] * len(sides)
    for at, n in enumerate(order):
        end = places[order[at + 1]][0] if at + 1 < len(order) else len(text)
        values[n] = re.sub(
            r"[,;]?\s*(?:and|while|whereas|but|und|während)?\s*$", "", text[places[n][1] : end].strip(" :,;=–—")
        )
    return tuple(v.strip(" .,;") for v in values)


_BETWEEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[\W_]*(?:the\s+)?(?:main\s+|key\s+)?differences?\s+between\s+(?P<a>[^:?]{1,50}?)\s+and\s+(?P<b>[^:?]{1,50}?)\s*[:?–—]",
        r"[\W_]*(?:der\s+)?unterschiede?\s+zwischen\s+(?P<a>[^:?]{1,50}?)\s+und\s+(?P<b>[^:?]{1,50}?)\s*[:?–—]",
        r"[\W_]*(?:la\s+)?diff[ée]rences?\s+entre\s+(?P<a>[^:?]{1,50}?)\s+et\s+(?P<b>[^:?]{1,50}?)\s*[:?–—]",
        r"[\W_]*(?:las?\s+|as?\s+)?(?:diferencias?|diferenças?)\s+entre\s+(?P<a>[^:?]{1,50}?)\s+[ye]\s+(?P<b>[^:?]{1,50}?)\s*[:?–—]",
        r"[\W_]*(?:la\s+)?differenz[ae]\s+(?:tra|fra)\s+(?P<a>[^:?]{1,50}?)\s+ed?\s+(?P<b>[^:?]{1,50}?)\s*[:?–—]",
        r"(?P<a>[^:?]{1,50}?)\s+(?:ile|ve)\s+(?P<b>[^:?]{1,50}?)\s+arasındaki\s+fark(?:lar)?\s*[:?–—]",
        r"(?P<a>[^：:?]{1,30}?)\s*(?:与|和|跟|與)\s*(?P<b>[^：:?]{1,30}?)\s*(?:的|之间的)*(?:区别|不同|差异|對比|对比|比较)\s*[：:]",
        r"(?P<a>[^：:?]{1,30}?)\s*と\s*(?P<b>[^：:?]{1,30}?)\s*の(?:違い|差|比較)\s*[：:]",
        r"(?P<a>[^：:?]{1,30}?)\s*(?:와|과|랑)\s*(?P<b>[^：:?]{1,30}?)\s*의?\s*차이점?\s*[：:]",
    )
)
"""The difference between two sides, named as such."""


def _sides(text: str) -> tuple[str, ...] | None:
    """``A vs B``, ``A vs B vs C``, ``the difference between A and B``, without what comes behind a colon."""
    words = veil(text)
    between = next((m for pattern in _BETWEEN if (m := pattern.match(f"{words}:"))), None)
    if between:
        return _named((plain(text[slice(*between.span("a"))]), plain(text[slice(*between.span("b"))])))
    if not _VS.search(words):
        return None
    colon = _COLON.search(words, _VS.search(words).end())  # type: ignore[union-attr]
    head = text[: colon.start()] if colon else text
    names = tuple(plain(p).strip(" :?.") for p in _VS.split(head))
    return names if all(0 < len(n) <= 60 for n in names) else None


def _one(block: Block) -> Iterator[Extracted]:
    """The comparison in a unit; in a section those of its sentences, unless the heading names the sides."""
    spans = list(sentences(block.text)) if block.scope == "section" else []
    over = block.headings[-1] if block.headings else ""
    if len(spans) < 2 or _sides(over) or _sides(block.text[: spans[0][1]]):
        yield from _unit(block)
        return
    for start, end in spans:
        yield from _unit(block.part(start, end))


def _unit(block: Block) -> Iterator[Extracted]:
    text = block.text.strip()
    if block.scope == "section" and is_errand(text):
        return
    headed = _sides(block.headings[-1]) if block.headings else None
    fact = None
    if headed is None or not all(_mentions(text, side) for side in headed) or _sides(text):
        fact = _sentence(text, own=block.scope == "own")
    if fact is None and text:
        over = (*block.headings, *block.lead) if block.scope == "own" else (*block.headings, *block.lead)[-1:]
        named = next((s for h in reversed(over) if (s := _sides(h))), None)
        if named is not None and (block.scope == "own" or all(_mentions(text, side) for side in named)):
            told = _sentence(text, own=block.scope == "own")
            halves = told.difference if told is not None and told.aspects and _same(told.sides, named) else text
            fact = Comparison(named, halves, _aspects(text, named))
    if (
        fact is None
        and block.scope == "own"
        and len(block.headings) > 0
        and (heading := subject(block.headings[-1]))
        and (m := _LABELLED.match(text))
    ):
        fact = Comparison((plain(m[1]), heading), m[2].strip())
    if (
        fact is None
        and block.scope == "own"
        and (than := _THAN_FIRST.match(text)) is not None
        and _MORE_THAN.match(than["b"]) is None
        and (heading := subject(block.headings[-1]) if block.headings else "")
    ):
        fact = Comparison((heading, plain(than["b"])), text)
    if fact is not None:
        yield Extracted(block, fact)
    elif block.scope == "own" and text:
        said = text if len(text) <= 50 else text[:49] + "…"
        raise FactError(
            "FG320",
            f"a comparison without two sides: {said}",
            hint=f"write '{gist(text) or 'LoRA'} vs {'…' if gist(text) else 'QLoRA'}: …', or a table with a column for each side",
            end=len(block.text),
        )


def _same(sides: tuple[str, ...], named: tuple[str, ...]) -> bool:
    """Whether the sides a sentence compares are those of the heading, in its order."""
    return len(sides) == len(named) and all(_begins(one, other) for one, other in zip(sides, named, strict=True))


_THAN_FIRST = re.compile(
    r"[\W_]*(?:(?:much|far|slightly)\s)?(?:[a-z]{3,}er|(?:more|less|better|worse)(?:\s[a-z-]+)?)\sthan\s(?:the\s|an?\s)?(?P<b>[^,;.:]{2,40})(?=[,;.:]|$)",
    re.IGNORECASE,
)
"""``slower than telephone networks, …``: a comparison of what the heading names."""


def _mentions(text: str, side: str) -> bool:
    """Whether a text speaks of a side, be it by its first word or in the plural."""
    words = side.casefold().split()
    said = text.casefold()
    return side.casefold() in said or any(
        re.search(rf"(?<!\w){re.escape(word)}(?:s|es|n|en)?(?!\w)", said) for word in words if len(word) > 2
    )


_LED = re.compile(
    r"(?:in|for|with|under|during|on|at|bei|für|mit|pour|avec|dans|para|con|en|em|com|per|nel)\s+(?P<side>[^,;]{2,50}?),?\s+"
    r"(?:we|you|they|it|there|the|a|an|man|on|se|si)\s(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_IN_THAN = re.compile(
    r".{0,80}?\b(?:[^\W\d_]{2,}er|more|less|fewer|better|worse)\b.{0,60}?\b(?:in|for|with|on|at|of|under|by)\s+(?P<a>[^,;.]{2,50}?)\s+"
    r"than\s+(?:it\s+is\s+)?(?:in|for|with|on|at|of|under|by)\s+(?P<b>[^,;.]{2,50}?)(?:[,;.]|\s(?:because|since|as|but)\s|$)",
    re.IGNORECASE | re.DOTALL,
)


_GIVEN = re.compile(r"\A(?:given|assuming|angenommen)\s[^,;]{2,60},\s+(?=\S+\s\S)", re.IGNORECASE)


def _half(text: str) -> tuple[str, str] | None:
    """A half of a contrast: its subject and what is said of it; ``in a targeted attack we minimise …`` as well."""
    text = _GIVEN.sub("", text.strip(), count=1)
    led = _LED.match(text)
    if led is None:
        return clause(text)
    begin = led.end("side")
    side = re.sub(
        r"^(?:an?|the|eine[rmn]?|der|dem|den|das|die|un[ae]?|une|la|le|el|il)\s+", "", led["side"], flags=re.IGNORECASE
    )
    return plain(side), text.strip()[begin:].strip(" ,").rstrip(".")


def _sentence(text: str, *, own: bool) -> Comparison | None:
    """The comparison that a sentence makes, by the first of ``_WAYS`` that reads it."""
    text = _NOTE_THAT.sub("", text, count=1)
    return next((found for way in _WAYS if (found := way(text, veil(text), own)) is not None), None)


_NOTE_THAT = re.compile(r"\A\s*(?:note|remember|recall|notice)\s+that,?\s+(?=\S+\s\S)", re.IGNORECASE)
"""Words that open a sentence and say nothing of its sides."""


def _by_sides(text: str, words: str, own: bool) -> Comparison | None:
    """``A vs B: …``; without a colon the sentence is the difference."""
    named = _sides(text)
    if named is None or len(named) < 2:
        return None
    between = next((m for pattern in _BETWEEN if (m := pattern.match(words))), None)
    if between is not None and (body := text[between.end() :].strip()):
        return Comparison(named, body, _aspects(body, named))
    vs = _VS.search(words)
    colon = _COLON.search(words, vs.end() if vs else 0)
    body = text[colon.end() :].strip() if colon else ""
    if body:
        return Comparison(named, body, _aspects(body, named))
    return Comparison(named, text) if not colon and own and len(text) > sum(map(len, named)) + 12 else None


_RATHER = re.compile(
    r"(?P<a>[^,;:.()]{2,50}?),?\s(?:rather\sthan|instead\sof|and\snot|not)\s(?P<b>[^,;:.()]{2,50}?),?\s(?P<d>(?:is|are|was|were|has|have|makes?|gives?|needs?|should|must|can)\s[^;:]{4,200})",
    re.IGNORECASE,
)


def _by_rather(text: str, words: str, own: bool) -> Comparison | None:
    """``A rather than B is …``: the subject and what it is not."""
    told = _RATHER.fullmatch(text.strip())
    if told is None or clause(told["a"]) is not None or max(len(told["a"].split()), len(told["b"].split())) > 5:
        return None
    a, b = _named((plain(told["a"]), plain(told["b"])))
    return Comparison((a, b), told["d"].rstrip(".")) if _are_sides(a, b) and clause(told["b"]) is None else None


def _by_opposition(text: str, words: str, own: bool) -> Comparison | None:
    """``now 1-2% of the data, not the 20% of before``; in a section with numbers or *like* only."""
    instead = _NOT_THE.search(words)
    if instead is None:
        return None
    opposed = "opposed" in instead[0]
    sure = opposed or (_INSTEAD.match(words, instead.start()) and re.search(r"\d|\slike\s", words))
    if (not own and not sure) or (not opposed and (_BESIDE.search(words, 2) or _UNLIKE.match(text))):
        return None
    new, old = text[: instead.start()].strip(), text[instead.start(1) : instead.end(1)].strip()
    label = _LABELLED.match(new)
    now = _NOW.search(new)
    side = now[1] if now else plain(label[1]) if label else _name(new)
    parted = clause(new)
    if not own and now is None and not _are_sides(side):
        return None
    value = str(label[2]) if label else parted[1] if parted and parted[0] == side else new
    value = re.sub(rf"\s*{_NOW.pattern}", "", value, flags=re.IGNORECASE).strip()
    return Comparison((side, plain(text[instead.start(2) : instead.end(2)]).rstrip(".")), f"{_short(value)} vs {old}")


_BEING = re.compile(
    r"(?:is|are|was|were|be|been|being|can\s+be|will\s+be|wird|werden|est|sont|es|son)(?:\s\w+ly)?", re.IGNORECASE
)


def _by_comparing(text: str, words: str, own: bool) -> Comparison | None:
    """``A keeps more …, compared with B``."""
    beside = _BESIDE.search(words, 2)
    if beside is None:
        return None
    parted = clause(text[: beside.start()])
    other, comma, rest = text[beside.end() :].partition(",")
    if parted is not None and _BEING.fullmatch(parted[1]):
        return None  # ``is compared to``: something done
    if parted is not None:
        return Comparison((parted[0], plain(other).strip(" .")), f"{parted[1]}{', ' + rest.strip() if rest else ''}")
    if comma and rest.strip():
        return Comparison((plain(text[: beside.start()]), plain(other)), rest.strip())
    return None


def _by_arrows(text: str, words: str, own: bool) -> Comparison | None:
    """``A → x, B → y``."""
    arrows = _ARROWS.match(text)
    if arrows is None:
        return None
    a, b, x, y = plain(arrows["a"]), plain(arrows["b"]), arrows["x"].strip(), arrows["y"].strip().rstrip(".")
    return Comparison((a, b), f"{x} vs {y}", (("", (x, y)),)) if max(len(a.split()), len(b.split())) <= 5 else None


_UNLIKE_DE = re.compile(
    r"(?:im\s+gegensatz\s+zu[mr]?|anders\s+als|im\s+vergleich\s+zu[mr]?)\s+(?:(?:der|die|das|dem|den)\s+)?(?P<b>[^\s,]+(?:\s(?-i:[A-ZÄÖÜ])[^\s,]*)?)\s+"
    r"(?P<x>[^\s,]+\s+(?:(?:der|die|das|ein|eine)\s+)?(?P<a>(?-i:[A-ZÄÖÜ])[^\s,]*)\s+\S.+)",
    re.IGNORECASE | re.DOTALL,
)
"""German, with the verb before the subject: ``Im Gegensatz zum Mittelwert ist der Median …``."""


_UNLIKE_LAST = re.compile(r"(?P<a>\S[^;]{5,200}?),\s(?:unlike|in\scontrast\sto)\s(?P<b>[^,;.]{2,60})\.?", re.IGNORECASE)


def _by_unlike(text: str, words: str, own: bool) -> Comparison | None:
    """``Unlike A, B …``."""
    turned = _UNLIKE_DE.match(text)
    if turned is not None:
        return Comparison((turned["a"], turned["b"]), turned["x"].strip(" ."))
    last = _UNLIKE_LAST.fullmatch(text.strip())
    if last is not None:
        label = _LABELLED.match(last["a"])
        parted = clause(label[2] if label else last["a"], sure=not own)
        if parted is not None and (own or _are_sides(parted[0])) and len(parted[0].split()) <= 6:
            return Comparison(_named((parted[0], plain(last["b"]))), parted[1])
    unlike = _UNLIKE.match(text)
    return Comparison(_named((_name(unlike[2]), plain(unlike[1]))), unlike[2].strip()) if unlike else None


def _by_contrast(text: str, words: str, own: bool) -> Comparison | None:
    """``A is …, whereas B is …``, ``A: …, while B: …``."""
    contrast = next((m for m in _CONTRAST.finditer(words, 3) if own or not _LOOSE.search(m[0])), None)
    if contrast is None:
        return None
    left, right = text[: contrast.start()], text[contrast.end() :]
    if not own and contrast[0].strip().casefold() == "while" and not _peer_halves(left, right):
        return None  # at the same time
    labelled = _LABELLED.match(left) is not None and _LABELLED.match(right) is not None
    if not own and contrast[0].strip() == ";" and not labelled and not _peer_halves(left, right):
        return None  # two things said
    if not own and "but" in contrast[0] and re.search(r"\bnot\b|n't\b", left):
        return None  # not this but that
    if (right.split() or [""])[0].casefold() in PRONOUNS and _ONE_OF.match(right) is None:
        return None  # something more about the same side
    first, second = _LABELLED.match(left), _LABELLED.match(right)
    if first and second:
        x, y = first[2].strip(), second[2].strip()
        return Comparison((plain(first[1]), plain(second[1])), f"{x} vs {y}", (("", (x, y.rstrip("."))),))
    a, b = _half(left), _half(right)
    if a is None or b is None:
        a, b = _alike(left, right) or (a, b)
    if a and b and a[0].casefold() != b[0].casefold() and (own or _tell(a, b)):
        return Comparison((a[0], b[0]), f"{a[1]} vs {b[1]}", (("", (a[1], b[1])),))
    if a is None or not own or (b is None and _THAN.match(left)):
        return None  # ``A is faster than B but …``: the other side is named already
    return Comparison((a[0], _name(right)), f"{left.strip()} vs {right.strip()}")


_ONE_OF = re.compile(r"(?:the\s)?one\s(?:in|of|with|without|from|for|at|on|that|made)\s", re.IGNORECASE)
"""Another thing of the kind: ``one in a deep layer``."""


def _tell(a: tuple[str, str], b: tuple[str, str]) -> bool:
    """Whether two halves compare things rather than tell a story."""
    return _are_sides(a[0], b[0]) and (_peers(a[0], b[0]) or not _past(a[1], b[1]))


def _peers(a: str, b: str) -> bool:
    """Whether two subjects are of a kind, whatever they did: both names, or both in the plural."""
    return all(side[:1].isupper() and side.casefold() not in ("i", "we") for side in (a, b)) or all(
        len(side) > 4 and re.search(r"[^\Wsiu]s$", side) is not None for side in (a, b)
    )


def _peer_halves(left: str, right: str) -> bool:
    """Whether the subjects of two clauses are of a kind and neither is a part of the other: what is said of both is
    compared."""
    a, b = _half(left), _half(right)
    if a is None or b is None:
        return _alike(left, right) is not None
    one, other = set(a[0].casefold().split()), set(b[0].casefold().split())
    return not (one <= other or other <= one) and ("ones" in other or bool(one & other) or _peers(a[0], b[0]))


def _by_place(text: str, words: str, own: bool) -> Comparison | None:
    """``harder in A than in B``."""
    among = _IN_THAN.match(words) if own else None
    if among is None:
        return None
    return Comparison((plain(text[slice(*among.span("a"))]), plain(text[slice(*among.span("b"))])), text.strip(" ."))


_DENIED = re.compile(r"(?:do|does|did|can|are|is|were|was|have|has)(?:\s?n[o'’]t|\snot)?", re.IGNORECASE)
"""All that is said of the other side: ``threads share memory, processes don't``."""


def _by_parallel(text: str, words: str, own: bool) -> Comparison | None:
    """``data parallelism copies …, tensor parallelism splits …``: two clauses with a comma between them; in a section
    only where the subjects begin or end alike."""
    for comma in _CLAUSES.finditer(words):
        left, right = text[: comma.start()], text[comma.end() :]
        a, b = _alike(left, right) or (clause(left), clause(right))
        if a is None or b is None or not _are_sides(a[0], b[0]) or not (a[1].strip() and b[1].strip()):
            continue
        one, other = a[0].casefold().split(), b[0].casefold().split()
        alike = one[-1] == other[-1] or one[0] == other[0]
        told = own and len(a[1].split()) > 1 < len(b[1].split())
        denied = _peers(a[0], b[0]) and _DENIED.fullmatch(b[1]) is not None
        if one != other and max(len(one), len(other)) <= 4 and (alike or told or denied):
            return Comparison((a[0], b[0]), f"{a[1]} vs {b[1]}", (("", (a[1], b[1])),))
    return None


def _by_than(text: str, words: str, own: bool) -> Comparison | None:
    """``A is …er than B``."""
    if (label := _LABEL_THAN.fullmatch(text.strip())) is not None and can_be_term(label["a"], 4, True):
        return Comparison((plain(label["a"]), plain(label["b"])), label["d"].strip())
    first = _NOUN_FIRST.match(text) if own else None
    parted = clause(text) or ((first[1], first[2]) if first else None)
    than = _THAN.match(parted[1]) if parted else None
    if than is not None and _MORE_THAN.match(than["b"]):
        return None
    if parted is None or than is None or not (own or _are_sides(parted[0])):
        return None
    if not own and _past(parted[1]) and _DEFINITE.match(text):
        return None  # a story
    if not own and than["b"].split()[-1].casefold() in _POINTING and _SUCH_ONE.fullmatch(than["b"]) is None:
        return None
    return Comparison((_LED_IN.sub("", parted[0]), plain(than["b"])), text.strip())


_LABEL_THAN = re.compile(
    r"(?P<a>[^:;,.]{2,40}?)(?::|\s[–—-])\s+(?P<d>(?:(?:much|far|a\sbit|slightly|\d+x)\s)?(?:[a-z]{2,}er|(?:more|less|better|worse)(?:\s[a-z-]+)?)\s(?:[a-z-]+\s){0,3}?than\s(?P<b>[^,;.:]{2,40}))\.?",
    re.IGNORECASE,
)
"""``bainite: tougher than martensite``."""
_DEFINITE = re.compile(r"(?:the|this|that|our|my|der|die|das|le|la|el)\s", re.IGNORECASE)
_MORE_THAN = re.compile(r"(?:one|two|three|half|zero|\d+)\b", re.IGNORECASE)
"""What is a number and no side: ``more than one derivation``."""
_SUCH_ONE = re.compile(
    r"(?:an?\s)?(?!last|first|other|previous|next|this|that|old|new|my|our)[a-z-]+\sones?", re.IGNORECASE
)
"""Another of the kind: ``than a small one``."""
_POINTING = PRONOUNS | frozenset(
    "ones before usual expected thought ever previous possible necessary needed planned average".split()
)
"""The end of what no side is: ``than the last one``, ``than I thought``."""


def _by_while(text: str, words: str, own: bool) -> Comparison | None:
    """``While A is …, B is …``."""
    led = _WHILE.match(words)
    if led is None:
        return None
    left, right = text[slice(*led.span("a"))], text[slice(*led.span("b"))]
    a, b = _half(left), _half(right)
    if a and b and a[0].casefold() != b[0].casefold() and (own or _tell(a, b)):
        return Comparison((a[0], b[0]), f"{a[1]} vs {b[1]}", (("", (a[1], b[1])),))
    return None


def _by_dagegen(text: str, words: str, own: bool) -> Comparison | None:
    """German: ``A ist …, B dagegen …``."""
    pair = _DAGEGEN.match(text)
    if pair is None:
        return None
    x, y = pair["x"], pair["y"].rstrip(".")
    return Comparison((plain(pair["a"]), plain(pair["b"])), f"{x} vs {y}", (("", (x, y)),))


def _by_plurals(text: str, words: str, own: bool) -> Comparison | None:
    """``Capacitors block …, inductors pass …``: two things in the plural, whose verbs nothing tells."""
    pair = _PLURALS.fullmatch(text.strip()) if own else None
    if pair is None or pair["a"].casefold() == pair["b"].casefold():
        return None
    x, y = pair["x"], pair["y"]
    return Comparison((pair["a"], pair["b"]), f"{x} vs {y}", (("", (x, y)),))


def _by_ise(text: str, words: str, own: bool) -> Comparison | None:
    """Turkish: ``A …, B ise …``."""
    ise = _ISE.match(text) if own else None
    return Comparison((plain(ise["a"]), plain(ise["b"])), text.strip()) if ise else None


def _by_times(text: str, words: str, own: bool) -> Comparison | None:
    """``A needs 2x the … of B``, ``A has as much … as B``."""
    relative = _RELATIVE.match(words)
    if relative is None:
        return None
    if _MORE_THAN.match(relative["b"]):
        return None
    one, told, other = (text[slice(*relative.span(n))] for n in ("a", "d" if relative["d"] else "d2", "b"))
    return Comparison((plain(one), plain(other)), told.strip()) if own or _are_sides(one) else None


_WAYS: tuple[Callable[[str, str, bool], Comparison | None], ...] = (
    _by_sides,
    _by_rather,
    _by_opposition,
    _by_comparing,
    _by_arrows,
    _by_unlike,
    _by_while,
    _by_dagegen,
    _by_plurals,
    _by_contrast,
    _by_place,
    _by_parallel,
    _by_than,
    _by_ise,
    _by_times,
)
_DAGEGEN = re.compile(
    r"(?P<a>[^\s,;]+(?:\s[A-ZÄÖÜ][^\s,;]*)*)\s(?P<x>[^,;]{3,120})[,;]\s(?P<b>[^,;]{2,40}?)\s(?:dagegen|hingegen|jedoch)\s(?P<y>.{3,})\Z",
    re.DOTALL,
)
_WHILE = re.compile(
    r"(?:while|whereas|während|wohingegen|alors\s+que|tandis\s+que|mientras(?:\s+que)?|enquanto|mentre)\s+(?P<a>[^,;]{4,120}),\s+(?P<b>.{4,200})\Z",
    re.IGNORECASE | re.DOTALL,
)
_PLURALS = re.compile(
    r"(?P<a>[^\W\d_]{3,}s)\s(?P<x>[^,;.]{3,60}),\s+(?!(?:as|is|this|thus|plus|unless)\s)(?P<b>[^\W\d_]{3,}s)\s(?P<y>[^,;.]{3,60})\.?"
)
_NOUN_FIRST = re.compile(r"((?:\S{1,3}\s)?[^\W\d_][^\s,.]*(?:\s[A-ZÄÖÜ][^\s,.]*)*)\s(\S.*)", re.DOTALL)
"""A noun and what is said of it, where no verb is known: ``Kupfer | leitet besser als Messing``."""
_CLAUSES = re.compile(r"[,.]\s+(?!and\b|or\b|und\b|et\b|y\b|so\b|because\b|which\b|that\b|who\b)")
_LED_IN = re.compile(
    r"\A(?:for|in|with|under|on|at|für|bei|mit)\s.*\s(?:an?|the|eine?|die|der|das)\s", re.IGNORECASE | re.DOTALL
)
"""What leads to the subject: ``for small parts a …``."""
_NOW = re.compile(r"\b(now|today|nowadays|heute|jetzt|ahora|hoje|oggi)\b", re.IGNORECASE)


def _alike(left: str, right: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Two clauses parted behind the noun they both begin with: ``upcut endmills pull …``, ``downcut endmills push …``."""
    ours, theirs = _opening(left), _opening(right)
    noun = next((word for word in sorted(ours, key=ours.__getitem__) if word in theirs and len(word) > 3), None)
    if noun is None or not ours[noun] or not theirs[noun]:
        return None
    if any(clause(" ".join((*text.split()[:at], "it"))) for text, at in ((left, ours[noun]), (right, theirs[noun]))):
        return None  # the verb comes first
    halves = []
    for text, at in ((left.strip(), ours[noun]), (right.strip(), theirs[noun])):
        words = text.split()
        verb = words[at - 1].endswith("s") and not noun.endswith("s")  # ``filters cut``: after a plural it is the verb
        until = at if verb else at + 1
        halves.append((plain(" ".join(words[:until])), " ".join(words[until:]).rstrip(".")))
    return halves[0], halves[1]


def _opening(text: str) -> dict[str, int]:
    """The first words of a clause, with their places."""
    return {word.casefold().strip("*_.,"): at for at, word in reversed(list(enumerate(text.split()[:4])))}


def _past(*told: str) -> bool:
    """Whether all that is told has been: a story."""
    return all(re.match(r"(?:was|were|had|did|got|went|took|came|\w{2,}ed)\b", part, re.IGNORECASE) for part in told)


_LOOSE = re.compile(r"\b(?:and|yet|though|although|und|et|e|y)\b", re.IGNORECASE)
"""Words of contrast that more often only join."""


_NO_SIDE_FIRST = frozenset(
    "contrast addition given including to with using choose choosing based such called like via through from as every how what there then here about "
    "während wohingegen whereas while tandis alors mientras enquanto mentre beim im am bei".split()
)
"""First words of what is no side but the rest of a sentence."""


def _are_sides(*subjects: str) -> bool:
    """Whether these can be the sides of a comparison: names of few words, without pronouns and conjunctions as in a
    story: ``once you``, ``any edited``."""
    return all(
        0 < len(words := subject.split()) <= 6
        and words[0].casefold() not in _NO_SIDE_FIRST
        and not any(mark in subject for mark in (":", ",", ";", "<", "](", "=", "\\begin"))
        and all(
            word.casefold().strip("()") not in _NO_SIDE for word in (words[:-1] if words[-1:] == ["ones"] else words)
        )
        for subject in subjects
    )


_NO_SIDE = (PRONOUNS - {"first", "second", "last", "one", "o", "das", "next"}) | set(
    "once whether any use even not se si downside upside problem catch idea result".split()
)


def _short(value: str) -> str:
    return re.sub(r"^(?:closer to|about|around|rather)\s+", "", value)


def _name(text: str) -> str:
    """What a clause is about: its subject, or its first words."""
    found = clause(text.strip())
    return found[0] if found else plain(" ".join(text.split()[:3])).strip(" ,.")


def _aspects(body: str, sides: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """One unnamed aspect with a value a side, where the sentence gives them."""
    found = _by_name(body, sides)
    if found is not None and all(found):
        return (("", found),)
    return ()
