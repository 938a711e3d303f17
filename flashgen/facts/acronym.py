"""Acronyms: ``LoRA = low-rank adaptation``, ``CAM stands for …``, ``micro batch size (MBS)``, ``MBS (micro batch size)``,
``**STL** : Standard Tessellation Language``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from flashgen.document import Block
from flashgen.facts import each
from flashgen.grammar import connectives
from flashgen.grammar.connectives import PRONOUNS, alternatives
from flashgen.grammar.errands import is_errand
from flashgen.grammar.wording import VEIL, context, plain, sentences, spells, unquoted, veil
from flashgen.notes import Extracted, FactError, Sketch

_STANDS = re.compile(
    rf"\s*\b(?:{alternatives(connectives.STANDS_FOR)})(?![\w-])\s*:?\s*|\s*(?:の略|是|代表|뜻은)\s*", re.IGNORECASE
)
_SIGN = re.compile(r"\s*(?:=|:|：|\s[–—-]\s|\s->\s|→)\s*")
_PAREN = re.compile(r"\(\s*([^()]{1,200})\s*\)|（([^（）]{1,200})）")
_WORD = re.compile(r"[^\W_][\w&/.+-]*")
_END = re.compile(r"[.;:!?](?=\s|$)|\s[–—]\s|\s--\s|\s\(|,\s+(?=(?:a|an|the|which|that|is|ein|eine|un|une|una)\s)")
_ARTICLE = re.compile(rf"\A(?:{alternatives(connectives.ARTICLES)})\s+", re.IGNORECASE)
_OR = re.compile(rf"(?<=[^\s,]),?\s+(?:{alternatives(connectives.OR, connectives.ALIAS)})\s+", re.IGNORECASE)
_CJK_END = re.compile(r"[㐀-鿿぀-ヿ가-힣](?:[㐀-鿿぀-ヿ가-힣・ー]|\s(?=[가-힣]))*$")
"""The words in front of a bracket in a language that writes them together."""
_PART_OF = re.compile(
    r"(?:^|\bthe\s+|\bdas\s+|\ble\s+|\bla\s+|\bel\s+|\bo\s+)[*_`\"“'‘]*(?P<part>[^\W_]{1,8})[*_`\"”'’]*\s+(?:in|of|von|dans|de|en|em|di)\s+[*_`\"]*\S{2,20}(?:\s\S{1,12})?\s+"
    r"(?:stands?\s+for|is\s+for|is\s+short\s+for|steht\s+für|signifie|significa|sta\s+per)\s+(?P<full>\S.+)",
    re.IGNORECASE,
)
_IN_NAME = re.compile(
    r"[\W_]*in\s+\S{2,20},?\s+(?:the|das|le|la|el)\s+[*_`'\"‘“]*(?P<part>[^\W_]{1,8})[*_`'\"’”]*\s+(?:stands\s+for|is\s+for|is\s+short\s+for|means)\s+(?P<full>\S.+)",
    re.IGNORECASE,
)
"""``the P in PID stands for …``: a part of a name."""
_ELSEWHERE = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<a>[A-Za-z][\w.&-]{1,13})\s*(?:とは|は)、?\s*(?P<e>[^。]{2,80}?)\s*の略",
        r"(?P<a>[A-Za-z][\w.&-]{1,13})\s*是\s*(?P<e>[^。，]{2,80}?)\s*的(?:缩写|简称|縮寫)",
        r"(?P<e>[^。，：]{2,40}?)[，,]?\s*(?:简称|缩写为|簡稱)\s*(?:为|為)?\s*(?P<a>[A-Za-z][\w.&-]{1,13})",
        r"(?P<a>[A-Za-z][\w.&-]{1,13})\s*(?:은|는)\s+(?P<e>[^.]{2,80}?)의\s*(?:약자|줄임말|약어)",
        r"(?P<a>[A-Za-z][\w.&-]{1,13}),?\s+(?P<e>[^.,]{2,80}?)(?:'?n[iıuü]n)?\s+kısaltması",
    )
)
"""The expansion and its acronym in languages where the verb stands at the end."""
_ABBREVIATED = re.compile(r"略|缩写|简称|縮寫|簡稱|약자|줄임말|약어|kısaltması")
_SMALL = frozenset(
    "of for and the to in on at by with a an or und der die das für von de la le du des et del di y e per i en".split()
)


@dataclass(frozen=True, slots=True)
class Acronym:
    """An acronym and what it stands for."""

    kind: ClassVar[str] = "acronym"
    acronym: str
    expansion: str

    def fields(self) -> dict[str, object]:
        return {"acronym": self.acronym, "expansion": self.expansion}

    def sketches(self, block: Block) -> tuple[Sketch, ...]:
        return (
            Sketch(
                "acronym",
                self.acronym,
                {
                    "Acronym": self.acronym,
                    "Expansion": self.expansion,
                    "Reverse": "1" if len(self.acronym) > 1 else "",
                    "Context": context(block, f"{self.acronym} {self.expansion}", (self.acronym, self.expansion)),
                },
            ),
        )


def read(block: Block) -> Iterator[Extracted]:
    """The acronym of each line, item or row."""
    if block.table is not None:
        named = block.scope == "own" or any(_COLUMN.search(cell.text) for cell in block.table.header)
        for row in block.table.rows:
            if (
                len(row) > 1
                and looks(plain(row[0].text))
                and row[1].text.strip()
                and (named or spells(plain(row[0].text), plain(row[1].text)))
            ):
                yield Extracted(block.cell(row[0]), Acronym(plain(row[0].text), plain(row[1].text)))
            elif row and "(" in row[0].text and (beside := _in(row[0].text.strip(), own=False)) is not None:
                yield Extracted(block.cell(row[0]), beside)
        return
    yield from each(block.walk(), _one)


_COLUMN = re.compile(
    r"acronym|abbrev|short|stands|expan|abkürzung|kurz|sigle|abréviation|sigla|abreviatura|siglas|kısaltma|略|缩写|약어",
    re.IGNORECASE,
)
"""Headers of a table of acronyms."""


def looks(text: str) -> bool:
    """Whether a word looks like an acronym: short, with two capitals or figures among them, or all small and short."""
    core = text.strip()
    if not 1 < len(core) <= 14 or " " in core or not core[0].isalnum() or not any(c.isalpha() for c in core):
        return False
    return sum(c.isupper() or c.isdigit() for c in core) >= 2 or core.isupper()


_MEANS = re.compile(r"means?\b|bedeutet|heißt|signifi|veut dire|是|代表", re.IGNORECASE)
"""Words that explain as often as they expand."""


def _fits(acronym: str, words: str) -> bool:
    """Whether some words can be what an acronym stands for: its letters in order, in not many more words than those."""
    return spells(acronym, words) and len(words.split()) <= 2 * len(acronym) + 2 and VEIL not in veil(words)


def _hint(said: str) -> str:
    acronym = next((word for word in _WORD.findall(said) if looks(word)), "")
    example = "'LoRA = low-rank adaptation'"
    return f"write '{acronym} = what it stands for', as in {example}" if acronym else f"write {example}"


def _initials(acronym: str, words: str) -> bool:
    """Whether two words or more begin with letters of the acronym, in order: ``Adam``, adaptive moment estimation."""
    rest, hits = acronym.casefold(), 0
    for word in re.split(r"[\s-]+", words.casefold()):
        if word and (at := rest.find(word[0])) >= 0:
            rest, hits = rest[at + 1 :], hits + 1
    return hits > 1


def _one(block: Block) -> Iterator[Extracted]:
    found = False
    for line in (
        block.text.split("\n")
        if "\n" in block.text and all(_SIGN.search(li) for li in block.text.split("\n"))
        else [block.text]
    ):
        if block.scope == "section" and is_errand(line):
            continue
        if "\\(" in line:
            line = _ESCAPED.sub(r" (\1) ", line)
        for fact in _several(line.strip()) or (_in(line.strip(), own=block.scope == "own"),):
            if fact is not None:
                found = True
                yield Extracted(block, fact)
    if not found and block.scope == "own" and block.text.strip():
        said = block.text.strip()
        said = said if len(said) <= 50 else said[:49] + "…"
        raise FactError(
            "FG340",
            f"no acronym with its expansion: {said}",
            hint=_hint(said),
            end=len(block.text),
        )


_ESCAPED = re.compile(r"\\\(([A-Za-z][^()\\$\n]{2,80} [^()\\$\n]{1,80})\\\)")
"""Words in brackets that some editors write with backslashes: ``TIR \\(total indicated runout\\)``."""
_BETWEEN = re.compile(
    rf"[,;]\s+(?:(?:{alternatives(connectives.AND)})\s+)?|\s+(?:{alternatives(connectives.AND)})\s+|\.\s+"
)


def _several(line: str) -> tuple[Acronym, ...]:
    """The acronyms of a line that has one in each of its parts: ``GBS (…) and MBS (…)``; empty if it has not."""
    words = _outside(veil(line))
    cuts = [0, *(m.end() for m in _BETWEEN.finditer(words)), len(line)]
    found = tuple(_in(line[a:b].strip(" ,;"), own=False) for a, b in pairwise(cuts))
    return tuple(f for f in found if f is not None) if len(found) > 1 and all(found) else ()


def _outside(words: str) -> str:
    """The words with what stands in brackets hidden."""
    return _PAREN.sub(lambda match: VEIL * len(match[0]), words)


_ASKED = re.compile(
    r"what\s+(?:does|do)\s+(?:the\s+)?[*_`\"]*([\w.&/-]{1,14})[*_`\"]*(?:\s+in\s+[^?]{1,40})?\s+(?:stand\s+for|mean)\s*\?\s*(\S.+)",
    re.IGNORECASE | re.DOTALL,
)


def _spelled(left: str, expansion: str) -> str:
    """The word before *stands for* whose letters the expansion spells."""
    fitting = [
        word
        for word in reversed(_WORD.findall(left)[-8:])
        if 1 < len(word) <= 14 and expansion and spells(word, expansion)
    ]
    return next((word for word in fitting if looks(word)), fitting[0] if fitting else "")


def _by_name(text: str, words: str) -> Acronym | None:
    """``memory management unit, MMU for short``, ``the BCR, i.e. the B cell receptor``, ``GDP is the gross domestic
    product``."""
    if (short := _FOR_SHORT.search(words)) is not None:
        name = short[1] or short[2]
        if full := _ending(name, plain(text[: short.start()])):
            return Acronym(name, full)
    if (told := _SAID_IE.search(words)) is not None and looks(told[1]):
        full = _up_to_comma(told[1], _up_to_verb(told[1], _expansion(text[told.end() :])))
        if _fits(told[1], full):
            return Acronym(told[1], full)
    if (named := _IS.match(words)) is not None and looks(named[1]):
        full = _up_to_verb(named[1], _expansion(text[named.end() :]))
        if _exactly(named[1], full):
            return Acronym(named[1], full)
    return None


_REACH = 300
"""Characters before a bracket that may hold what it is short for."""


_NAME_LAST = re.compile(r"(?<![\w-])[A-Z][a-z]{2,8}$")


def _made_of(name: str, words: str) -> bool:
    """Whether a name with one capital is made of words that all have one: ``Adam (Adaptive Moment Estimation)``."""
    said = [word for word in re.split(r"[\s-]+", words) if word.casefold() not in _SMALL]
    return (
        1 < len(said) <= len(name)
        and all(word[0].isupper() for word in said)
        and _fits(name, words)
        and _initials(name, words)
    )


def _in(text: str, *, own: bool) -> Acronym | None:
    asked = _ASKED.match(text)
    if asked:
        return Acronym(asked[1], _expansion(asked[2]))
    elsewhere = _ABBREVIATED.search(text) and next((m for pattern in _ELSEWHERE if (m := pattern.search(text))), None)
    if elsewhere:
        return Acronym(plain(elsewhere["a"]), plain(elsewhere["e"]))
    part = _PART_OF.search(text) or _IN_NAME.match(text)
    if part:
        return Acronym(part["part"], _expansion(part["full"]))
    words = veil(text)
    said = _by_name(text, words)
    if said is not None:
        return said
    for match in _STANDS.finditer(words):
        right = _expansion(text[match.end() :])
        left = _spelled(text[: match.start()], right) or _last(text[: match.start()], own=own)
        if (
            left
            and right
            and (
                own
                or (looks(left) and text[: match.start()].rstrip(' *_`"”').endswith(left))
                or (
                    not _MEANS.search(match[0])
                    and len(left) > 1
                    and left.casefold() not in PRONOUNS
                    and (_fits(left, right) or right.casefold().startswith(left.casefold()))
                )
            )
            and (own or left.casefold() not in _SMALL)
        ):
            return Acronym(left, _up_to_comma(left, right))
        break
    ends = [end for _, end in sentences(text)]
    for paren in _PAREN.finditer(words):
        inner = plain(text[paren.start() + 1 : paren.end() - 1])
        ended = bisect_left(ends, paren.start())
        before = plain(text[max(ends[ended - 1] if ended else 0, paren.start() - _REACH) : paren.start()])
        if looks(inner) or (own and spells(inner, _ending(inner, before)) and len(inner) <= 10 and " " not in inner):
            full = _ending(inner, before)
            if full and full.casefold() != inner.casefold():
                return Acronym(inner, full)
        both = [part.strip() for part in inner.split(",")]
        for short, full in (both, both[::-1]) if len(both) == 2 else ():
            if looks(short) and spells(short, full):
                return Acronym(short, full)
        if looks(inner) and (written := _CJK_END.search(before)) and len(written[0]) > 2:
            return Acronym(inner, written[0])
        last = _last(before, own=False)
        if last and looks(last) and _fits(last, inner):
            return Acronym(last, _expansion(inner))
        if (named := _NAME_LAST.search(before)) and _made_of(named[0], inner):
            return Acronym(named[0], _expansion(inner))
    beside = _OR.search(words, 1)
    if beside:
        left, right = _last(text[: beside.start()], own=False), _expansion(text[beside.end() :])
        if left and plain(text[: beside.start()]).endswith(left) and spells(left, right) and len(right) > len(left):
            return Acronym(left, _up_to_verb(left, right))
        first = _WORD.match(right)
        if first and looks(first[0]) and (full := _ending(first[0], plain(text[: beside.start()]))):
            return Acronym(first[0], full)
    sign = _SIGN.search(words, 1)
    if sign:
        left, right = plain(text[: sign.start()]), text[sign.end() :]
        left = _ARTICLE.sub("", left, count=1)
        full = _up_to_comma(left, _expansion(right))
        if own and left and " " not in left and len(left) <= 20:
            return Acronym(left, full) if full else None
        if (
            (looks(left) or ("=" in sign[0] and len(left) <= 8))
            and _fits(left, full)
            and (looks(left) or _initials(left, full))
        ):
            return Acronym(left, full)
        last = plain(right).rstrip(".")
        if looks(last) and spells(last, left):
            return Acronym(last, left)
    if own:
        pieces = plain(text).split(None, 1)
        if len(pieces) == 2 and looks(pieces[0].rstrip(",")) and spells(pieces[0].rstrip(","), pieces[1]):
            return Acronym(pieces[0].rstrip(","), _expansion(pieces[1]))
    return None


_FOR_SHORT = re.compile(
    r"[,(]\s*(?:([A-Z][\w.&-]{1,13})\s(?:for|in)\s+short|(?:abbreviated(?:\s+(?:as|to))?|short|kurz|abgekürzt|abk\.|en\s+abrégé|abreviad[oa])\s+([A-Z][\w.&-]{1,13}))(?![\w-])"
)
"""``memory management unit, MMU for short``."""
_SAID_IE = re.compile(
    r"(?<![\w-])([A-Z][\w.&-]{1,13}),?\s\(?(?:i\.e\.|that\sis|d\.\s?h\.|c'est-à-dire|es\sdecir|cioè),?\s(?:the\s|an?\s)?(?=\S)"
)
"""``the BCR, i.e. the B cell receptor``."""
_IS = re.compile(r"[\W_]*(?:the\s+)?([A-Z][\w.&-]{1,13})\s+(?:is|are|ist|est|es|é|è)\s+(?=\S+\s)", re.IGNORECASE)


def _exactly(acronym: str, words: str) -> bool:
    """Whether words begin with the letters of an acronym, one each."""
    initials = "".join(w[0] for w in re.split(r"[\s-]+", words) if w and w.casefold() not in _SMALL).casefold()
    return len(initials) > 1 and initials == "".join(c for c in acronym.casefold() if c.isalnum())


def _last(text: str, *, own: bool) -> str:
    """The last word before a sign: the acronym itself, wherever the sentence began."""
    text = unquoted(plain(text.rstrip(" ,:")))
    found: list[str] = _WORD.findall(text)
    if not found:
        return ""
    last = found[-1].strip(".-")
    if looks(last) or (own and len(last) <= 8):
        return last
    return next((w for w in reversed(found) if looks(w)), "")


_EMPHASISED = re.compile(r"(\*{1,2}|_{1,2}|[\"“'‘])([^*_\"”’\n]{3,100}?)(?:\1|[”’])(?=\s|[,.;:]|$)")
"""An expansion set off in its sentence: ``stands for *you only look once* and …``."""


def _expansion(text: str) -> str:
    """The words that an acronym stands for, without what is said about them next."""
    text = text.strip()
    if (marked := _EMPHASISED.match(text)) is not None and " " in marked[2]:
        return marked[2].strip()
    stop = _END.search(veil(text))
    kept = text[: stop.start()] if stop else text
    kept = unquoted(plain(kept).strip(" .,;:="))
    return _ARTICLE.sub("", kept, count=1) if len(kept.split()) > 1 else kept


def _up_to_comma(acronym: str, expansion: str) -> str:
    """The expansion up to a comma where that much spells the acronym: ``FDM, short for …, melts a wire``."""
    first, comma, _ = expansion.partition(",")
    return first if comma and " " in first and spells(acronym, first) else expansion


_VERB = re.compile(
    r"\s(?:is|are|was|were|refers?|means?|gives?|does|has|have|can|will|allows?|lets?|uses?|ist|sind|est|sont|es|son|è|sono)\s"
)


def _up_to_verb(acronym: str, expansion: str) -> str:
    """The expansion up to a verb where that much spells the acronym: ``DNS or Domain Name System refers to …``."""
    verb = _VERB.search(expansion)
    return expansion[: verb.start()] if verb and spells(acronym, expansion[: verb.start()]) else expansion


_HUMP = re.compile(r"-|(?<=[a-z])(?=[A-Z][a-z])")
"""What parts the words of a compound: ``low-rank``, ``DataParallel``."""


def _ending(acronym: str, before: str) -> str:
    """The words at the end of a text that an acronym in brackets is made of."""
    words = before.split()
    single = acronym[:-1] if len(acronym) > 2 and acronym[-1] == "s" and acronym[-2].isupper() else acronym
    letters = [c for c in single.casefold() if c.isalnum()]
    if not letters:
        return ""
    loose = ""
    for size in range(min(len(words), 2 * len(letters) + 2)):
        tail = words[len(words) - size - 1 :]
        big = [w for part in tail for w in _HUMP.split(part) if w and w.casefold() not in _SMALL]
        if spells(acronym, " ".join(tail)) and len(big) >= min(len(letters), 2) and tail[0].casefold() not in _SMALL:
            initials = "".join(w[0] for w in re.split(r"[\s-]+", " ".join(big)) if w).casefold()
            if initials == "".join(letters) or (not loose and initials.startswith("".join(letters))):
                return " ".join(tail).strip(' ,:*"“”')
            if not loose and size + 1 >= len(letters) - 1:
                loose = " ".join(tail).strip(' ,:*"“”')
    return loose
