"""Terms: what may be one, and a term taken apart: ``the **stress** (σ), also known as …``. Text in, a ``Term`` out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flashgen.grammar import connectives as words_of
from flashgen.grammar.connectives import PRONOUNS, alternatives
from flashgen.grammar.symbols import GREEK, NUMERIC, UNIT_SAYS, UNIT_WHOLE, bare, is_symbol, is_unit
from flashgen.grammar.wording import VEIL, plain, quotes, spells, unlinked, unquoted, veil

ARTICLE = re.compile(rf"(?:{alternatives(words_of.ARTICLES)})(?:(?<=['’])|\s+)(?=\S)", re.IGNORECASE)
"""An article before a term."""
CJK = re.compile(r"[぀-ヿ㐀-鿿가-힣]")
"""A letter of Chinese, Japanese or Korean."""
RELATIVE = re.compile(
    r"\b(?:that|which|who|whose|whom|if|when|because|is|are|was|were|has|have|had|will|can|could|should|"
    r"must|may|might|does|did|do|don't|isn't|aren't|won't|ist|sind|est|sont|wird|werden|kann|muss|wenn|weil|dass|que|qui|che|où|dove|donde)\b",
    re.IGNORECASE,
)
"""Words of a clause: no term holds one."""
_PART = re.compile(r"[\s*_]*\(([^()\n]{1,80})\)|[\s*_]*\[([^\[\]\n]{1,40})\](?!\()")
_ALIAS = re.compile(rf"\s*[,(;–—]?\s*\b(?:{alternatives(words_of.ALIAS)})\b:?\s+", re.IGNORECASE)
_OR = re.compile(rf"\s+(?:{alternatives(words_of.OR)})\s+|\s+/\s+", re.IGNORECASE)
ACRONYM = re.compile(r"(?=.{2,10}$)(?:[A-Za-z]*[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*s?|[A-Z](?:\.[A-Z]\.?){1,5})$")
"""A term that is an acronym."""
_NOT_TERMS = frozenset(
    (
        "note|notes|nb|n.b|e.g|eg|i.e|ie|example|examples|ex|todo|tip|tips|warning|caution|remember|important|source|"
        "sources|see|see also|cf|ref|reference|references|input|output|inputs|outputs|symptom|symptoms|cause|fix|"
        "problem|solution|question|answer|q|a|heuristic|recipe|result|results|takeaway|takeaways|conclusion|summary|"
        "tl;dr|tldr|homework|hint|hints|final|exam|reminder|idea|ideas|also|but|so|then|update|edit|default|"
        "recommended|usage|usually|in general|rule of thumb|why|how|what|when|where|who|pro|pros|con|cons|advantages|"
        "disadvantages|beispiel|beispiele|bemerkung|hinweis|achtung|merke|wichtig|exemple|remarque|ejemplo|nota|"
        "exemplo|esempio|definition|def|formula|unit|units|symbol|context|day|date|time|link|links|url|lecture|"
        "professor|prof|above|below|scenario|1|2|3|in short|in practice|for example|for instance|key point|key points|bottom line|plan|"
        "goal|goals|step|steps|first|second|third|next|finally|today|tomorrow|yesterday"
    ).split("|")
)
"""Words that open a line and name nothing: ``Note: …``, ``Example: …``."""
_LABELS = frozenset(
    (
        "type author authors date topic topics status created course teacher proof proofs remark remarks observation observations "
        "answers exercise exercises task tasks instructions feedback comment comments objective objectives aim aims purpose advantage "
        "benefit benefits drawback drawbacks disadvantage challenge challenges limitation limitations feature features characteristics "
        "reading readings literature trick tricks caveat caveats careful shortcut setup notation assumption assumptions given check "
        "applications uses tools references theory practice proofs corollary lemma theorem beweis bemerkungen vorteil vorteile nachteil "
        "nachteile ziel ziele zweck preuve démonstration remarques avantage avantages inconvénient inconvénients objectif objectifs but "
        "ventaja ventajas desventaja desventajas objetivo objetivos demostración prueba observación fecha fechas tipo autor vantagens "
        "vantaggi svantaggi scopo obiettivo dimostrazione"
    ).split()
)
"""Words that label a part of what is told of something else, and among prose are no terms: ``Purpose: …``."""
NOTHING = ("", "-", "–", "—", "/", "n/a", "?", "--")
"""What stands in a place where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Term:
    name: str
    symbol: str = ""
    aliases: tuple[str, ...] = ()
    context: str = ""
    unit: str = ""
    numbers: bool = False


_INDEXED = re.compile(
    r"(?!mm|cm|kg|km|kn|hp|hz|ft|lb|ml|ms|pt|px|rd|st|nd|th|vs|cf|no|pl|sg|ex|bp|ch)[a-z][bcdfhklmnprstvxz]|ap|ae|(?!Dr|Mr|Ms|St|No|Ch|Ex|Pt|Nr|Ed|Eq)[A-Z][a-z]"
)
"""A letter and its index set beside it, as workshops write them: ``chip load (fz)``."""
_NAMED = re.compile(
    r"\A(?:(?:the|der|le|el|il|o)\s+)?(?:(?:term|word|expression|begriff|terme|término|termo|termine)\s+(?=[*_\"“„«'‘])|(?<=the\s)(?:term|word|concept\s+of|notion\s+of)\s+(?=\w))",
    re.IGNORECASE,
)
"""Words that say that a term follows: ``the term *chunking*``."""
_BOLD_OF = re.compile(
    r"(?:(?:an?|the)\s+|(?:\S+\s){0,3}\S+['’]s\s+)?(?P<bold>\*\*[^*]{2,60}\*\*)(?:\s+(?:of|for|in|on|from|to|von|de|du|di)\s+(?:\$[^$]{1,30}\$|[A-Za-z]))?",
    re.IGNORECASE,
)
"""A bold term with whose it is: ``the **kernel** of $A$``, ``Miller's **magical number**``."""


_DENOTED = re.compile(
    r",?\s+(?:denoted|written|noted|abbreviated|bezeichnet|noté[es]?)(?:\s+(?:by|as|mit|par))?$", re.IGNORECASE
)
"""What told the symbol: ``the variance, denoted $σ^2$``."""


def term_of(raw: str) -> Term:
    """A term with what stands beside it: ``the **stress** (σ), also known as …``."""
    text = _NAMED.sub("", unlinked(raw.strip()).strip(" \t\n,;:：-–—="), count=1)
    if bold := _BOLD_OF.fullmatch(text):
        text = text[slice(*bold.span("bold"))]
    symbol, unit, said, numbers = "", "", "", False
    aliases: list[str] = []
    words = veil(text)
    alias = _ALIAS.search(words)
    if alias and alias.start():
        tail = text[alias.end() :]
        cut_at = re.search(r"[),;]", words[alias.end() :])
        name = tail[: cut_at.start()] if cut_at else tail
        rest = tail[cut_at.end() :] if cut_at else ""
        aliases.append(name_of(name))
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
            unit = unit or ("" if inner_plain in NOTHING else inner_plain)
        elif is_symbol(inner) or (
            _INDEXED.fullmatch(inner) and not is_unit(inner) and not spells(inner, name_of(text[: part.start()]))
        ):
            symbol = symbol or inner
        elif ACRONYM.match(inner_plain):
            aliases.append(inner_plain)
        elif "," in inner_plain and ACRONYM.match(inner_plain.split(",")[0]):
            first, _, second = inner_plain.partition(",")
            aliases.append(first)
            symbol = symbol or (second.strip() if is_symbol(second.strip()) else "")
        elif any(ch.isdigit() for ch in inner_plain) or (VEIL in words[start:end] and not said):
            numbers = True
        elif (says := UNIT_SAYS.match(inner)) and is_unit(says["unit"] or ""):
            unit = unit or says["unit"]
        elif UNIT_WHOLE.match(inner_plain) and inner_plain not in ("A", "C", "m", "s", "h"):
            unit = unit or inner_plain
        else:
            said = said or inner_plain
    for start, end in reversed(cut):
        text = f"{text[:start]} {text[end:]}".strip()
    for quote in reversed(quotes(text)):
        if text[quote.end : quote.end + 1] == "-" and text[quote.end + 1 : quote.end + 2].isalpha():
            continue  # a part of the word: ``$h$-refinement``
        beside = text[: quote.start].strip(" *_,:-–") or text[quote.end :].strip(" *_,:-–")
        at_the_edge = not text[: quote.start].strip(" *_") or not text[quote.end :].strip(" *_")
        inner = text[slice(*quote.inner)].strip()
        if (quote.kind == "math" and at_the_edge and beside and "=" not in inner and not symbol) or (
            quote.kind == "code" and at_the_edge and beside and len(inner) <= 3 and not symbol
        ):
            symbol = text[quote.start : quote.end]
            text = f"{text[: quote.start]} {text[quote.end :]}".strip(" ,")
    name = _DENOTED.sub("", name_of(text))
    head, _, last = name.rpartition(" ")
    if head and not symbol and GREEK.match(last):
        name, symbol = head.rstrip(" ,"), last
    if said and name and not symbol and is_symbol(name):
        name, symbol, said = said, text.strip("* "), ""
    choice = _OR.split(name, maxsplit=1)
    if (
        len(choice) == 2
        and all(0 < len(part.split()) <= 4 for part in choice)
        and not re.search(r"\b(?:and|und|et|y|e)\b", name)
    ):
        name = choice[0].strip()
        aliases.append(name_of(choice[1]))
    return Term(name, symbol, tuple(dict.fromkeys(a for a in aliases if a and a != name)), said, unit, numbers)


_FIXED = re.compile(r"a\s(?:priori|posteriori|fortiori|contrario)\b|el\sniño|la\sniña", re.IGNORECASE)
"""Names whose first word is no article."""


def name_of(text: str) -> str:
    """The words of a term: no emphasis, quotation marks, article, colon."""
    name = unquoted(plain(text).lstrip("&>•").strip(" \t,;:：.-–—=|"))
    name = re.sub(r"^(?:一个|一种|一次|所谓的?)\s*(?=\S)", "", name)
    article = ARTICLE.match(name)
    if (
        article
        and _FIXED.match(name) is None
        and article.end() < len(name)
        and len(article.group()) > 1
        and not re.match(r"[A-Z]{2}", name)
    ):
        name = name[article.end() :].strip()
    code = bare(name)
    if code != name and name[0] == "`":
        return code if not is_symbol(code) else name
    return unquoted(name)


_TOLD_SYMBOL = re.compile(rf",?\s(?:denoted|written|noted)(?:\s(?:by|as))?\s{VEIL}+,?$", re.IGNORECASE)


_BARE_ARTICLES = frozenset("the an der die das ein eine les los las".split())


def can_be_term(raw: str, longest: int, strict: bool) -> bool:
    """Whether a text can be a term: short, no clause, no pointing word, not a label of notes."""
    alias = _ALIAS.search(raw)
    if alias and alias.start():
        raw = raw[: alias.start()]
    text = re.sub(r"</?[a-z]{1,6}>", "", plain(raw)).lstrip("➡→✅❌⚠️•·👉💡 ").strip(" \t,;:：.-–—=")
    if len(text) > 90 or not any(ch.isalnum() for ch in text):
        return False
    words = _TOLD_SYMBOL.sub("", veil(_PART.sub("", text))).split()
    if strict and any(
        word.casefold() in ("this", "these", "those", "our", "my", "your", "mine", "ours", "yours", "his", "their")
        for word in words[1:]
    ):
        return False
    if len(words) > 1 and words[-1].casefold() in (
        "there",
        "this",
        "that",
        "it",
        "they",
        "we",
        "you",
        "to",
        "of",
        "and",
        "or",
        "with",
        "include",
        "includes",
        "are",
        "is",
    ):
        return False
    if any(word[-1] in "을를" for word in words[:-1]):  # an object: what follows is a Korean verb
        return False
    if len(words) == 1 and words[0].casefold() in _BARE_ARTICLES:
        return False
    if not words:
        return not strict or bool(is_symbol(text))
    if ARTICLE.match(text) and len(words) > 1:
        words = words[1:]
    if strict and words[0].casefold().strip("*_'\"") in _LABELS and len(words) == 1:
        return False
    if strict and ("=" in " ".join(words) or words[0].casefold() == "using"):
        return False
    if len(words) > longest or words[0].casefold().strip("*_'\"") in PRONOUNS:
        return False
    low = " ".join(words).casefold().strip("*_ ")
    if low in _NOT_TERMS or PLACE.match(low) or re.search(r"[?!;]|[.:]\s|https?:", low) or NUMERIC.match(low):
        return False
    return RELATIVE.search(" ".join(words)) is None and not (strict and "," in low and len(words) > 4)


PLACE = re.compile(
    r"(?:essay|quiz|assignment|sheet|lab|exam|test|paper|reading)\s\d+$|part\s(?:one|two|three|four|i{1,3}|iv)$|(?:fig(?:ure)?|(?:patient|group|person|student|team|participant|sample|trial|run|attempt|volunteer|player|speaker|station|stop|round|session|subject)(?=\s[a-z]\b)|table|patient|group|person|student|team|participant|sample|trial|run|attempt|volunteer|player|speaker|station|stop|round|session|subject|tab|abb(?:ildung)?|tabelle|slide|page|chapter|section|sec|exercise|aufgabe|part|step|day|week|lecture|eq(?:uation)?|"
    r"theorem|lemma|example|question|problem|task|option|case|note|tip|version|figura|tabla|tableau|図|表|图|그림)\.?\s*#?(?:\d|[a-z]$)",
    re.IGNORECASE,
)
"""Where something stands: ``Figure 3``, ``Step 2``."""
