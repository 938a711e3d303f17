"""Wording: how a line of Markdown is put together, without rendering it: what is math or code, where sentences end,
what of it is a term. Text in, places and plain words out; nothing here knows a kind of fact."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

from flashgen.document import Block
from flashgen.late import pattern
from flashgen.source import thing

VEIL = "\ufffc"
"""Stands for each character of math, code and link targets in a veiled text."""


@thing
class Quote:
    """A stretch of a text that is not words: math, code, a link's target."""

    start: int
    end: int
    kind: Literal["math", "code", "target", "html"]
    inner: tuple[int, int]
    """Where its content stands, without the delimiters."""
    display: bool = False


_OPENER = pattern(r"`+|\$\$?|\\\\?[(\[]|\]\(|<(?=[A-Za-z/!])|https?://|\\.", re.DOTALL)
_MARKS = re.compile(r"[`$\\<]|\]\(|://")
_URL_END = pattern(r"[\s<>)\]]|$")
_CLOSERS = {"\\(": "\\)", "\\[": "\\]", "\\\\(": "\\\\)", "\\\\[": "\\\\]", "](": ")", "<": ">"}


@lru_cache(maxsize=512)
def quotes(text: str) -> tuple[Quote, ...]:
    """Math (``$…$``, ``$$…$$``, ``\\(…\\)``, ``\\[…\\]``), code, link targets, URLs and HTML tags, in order."""
    if _MARKS.search(text) is None:
        return ()
    found: list[Quote] = []
    hopeless: set[str] = set()
    at, size = 0, len(text)
    while (opener := _OPENER.search(text, at)) is not None:
        mark, start, inner = opener.group(), opener.start(), opener.end()
        at = inner
        if mark in hopeless:
            continue
        if mark[0] == "`":
            end = _run(text, mark, inner)
            if end < 0:
                hopeless.add(mark)
                continue
            found.append(Quote(start, end + len(mark), "code", (inner, end)))
        elif mark == "$":
            end = _dollar(text, inner)
            if end < 0:
                continue
            found.append(Quote(start, end + 1, "math", (inner, end)))
        elif mark[0] == "h":
            url = _URL_END.search(text, inner)
            end = url.start() if url else size
            found.append(Quote(start, end, "target", (start, end)))
            at = end
            continue
        elif mark == "$$" or mark in _CLOSERS:
            closer = _CLOSERS.get(mark, mark)
            end = text.find(closer, inner)
            if end < 0 or (mark in ("](", "<") and "\n" in text[inner:end]):
                if end < 0:
                    hopeless.add(mark)
                continue
            kind: Literal["math", "code", "target", "html"] = (
                "target" if mark == "](" else "html" if mark == "<" else "math"
            )
            if kind == "math" and mark[-1] == "[" and not text[inner:end].strip():
                continue
            start += kind == "target"
            found.append(Quote(start, end + len(closer), kind, (inner, end), mark == "$$" or mark[-1] == "["))
        else:
            continue
        at = found[-1].end
    return tuple(found)


def _run(text: str, mark: str, at: int) -> int:
    """Where the closing run of backticks begins: exactly as long as the opening one."""
    while (end := text.find(mark, at)) >= 0:
        after = end + len(mark)
        if (after >= len(text) or text[after] != "`") and text[end - 1] != "`":
            return end
        while after < len(text) and text[after] == "`":
            after += 1
        at = after
    return -1


def _dollar(text: str, inner: int) -> int:
    """Where ``$…$`` closes: no white space inside its ends, no figure after it, no blank line within; or -1."""
    if inner >= len(text) or text[inner].isspace():
        return -1
    at = inner
    for _ in range(8):
        end = text.find("$", at)
        if end < 0 or end - inner > 2000 or "\n\n" in text[inner:end]:
            return -1
        escaped = text[end - 1] == "\\" and text[end - 2] != "\\"
        if not escaped and not text[end - 1].isspace() and end > inner and not text[end + 1 : end + 2].isdigit():
            return end
        at = end + 1
    return -1


@lru_cache(maxsize=512)
def veil(text: str) -> str:
    """The text with all that is not words hidden: same length, so that places stay."""
    hidden = quotes(text)
    if not hidden:
        return text
    pieces, at = [], 0
    for quote in hidden:
        pieces += [text[at : quote.start], VEIL * (quote.end - quote.start)]
        at = quote.end
    return "".join((*pieces, text[at:]))


def inside(text: str, start: int, end: int) -> list[Quote]:
    """The quotes that stand wholly in ``text[start:end]``."""
    all_of_them = quotes(text)
    first = bisect_right(all_of_them, start - 1, key=lambda quote: quote.start)
    found = []
    for quote in all_of_them[first:]:
        if quote.start >= end:
            break
        if quote.end <= end:
            found.append(quote)
    return found


_STOP = pattern(r"[.!?…](?:[*_\"”'’)\]]{0,3})(?=\s|$)|[。！？]|\n(?=\s*\n)")
_SHORT = pattern(
    r"(?:\b(?:e\.?g|i\.?e|etc|vs|cf|ca|approx|resp|no|nr|fig|eq|sec|ch|min|max|incl|typ|al|dr|mr|mrs|ms|st|aka|viz|prof|"
    r"z\.\s?b|d\.\s?h|u\.\s?a|bzw|bspw|usw|ggf|evtl|p\.\s?ex|c\.-à-d|ej|p\.\s?ej|es|ecc|örn|vb)|(?:^|[\s(])\w)\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text stand, without surrounding white space."""
    words = veil(text)
    start = 0
    for stop in _STOP.finditer(words):
        end = stop.end()
        if words[stop.start()] == ".":
            if _SHORT.search(words[max(start, stop.start() - 12) : stop.start() + 1]):
                continue
            after = words[end : end + 4].lstrip()[:1]
            if after and after.islower():
                continue
        yield from _trimmed(text, start, end)
        start = end
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Where the lines of a text stand that are not blank, without surrounding white space."""
    at = 0
    for line in text.split("\n"):
        yield from _trimmed(text, at, at + len(line))
        at += len(line) + 1


_EMPHASIS = pattern(r"\*{1,3}|(?<![^\W_])_{1,2}(?=\S)|(?<=\S)_{1,2}(?![^\W_])|==|~~|(?<!\\)\[(?=[^\]\n]{1,200}\]\()")
_LINK = pattern(r"\[([^\[\]\n]{1,300})\]\([^()\s]{0,500}\)|\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]")
_QUOTED = {'"': '"', "“": "”", "„": "“", "«": "»", "‘": "’", "「": "」", "『": "』"}


def unlinked(text: str) -> str:
    """The text with each link replaced by its words."""
    return _LINK.sub(lambda link: link.group(1) or link.group(3) or link.group(2), text) if "[" in text else text


def plain(text: str) -> str:
    """The words of a short text without emphasis, links and white space at its ends; math and code stay."""
    if "[" in text:
        text = _LINK.sub(lambda link: link.group(1) or link.group(3) or link.group(2), text)
    if any(mark in text for mark in "*_=~"):
        hidden = quotes(text)
        if hidden:
            pieces, at = [], 0
            for quote in hidden:
                pieces += [_EMPHASIS.sub("", text[at : quote.start]), text[quote.start : quote.end]]
                at = quote.end
            text = "".join((*pieces, _EMPHASIS.sub("", text[at:])))
        else:
            text = _EMPHASIS.sub("", text)
    return " ".join(text.split())


def unquoted(text: str) -> str:
    """Without the quotation marks around the whole."""
    text = text.strip()
    if len(text) > 2 and _QUOTED.get(text[0]) == text[-1] and text[-1] not in text[1:-1]:
        return text[1:-1].strip()
    return text


_LEADING = "key|some|my|the|more|new|other|important|basic|further|useful|quick"
_NOUNS = (
    "glossary|vocabulary|vocab|definition|definitions|term|terms|terminology|formula|formulas|formulae|equation|equations|"
    "note|notes|overview|summary|introduction|intro|basic|basics|concept|concepts|fact|facts|acronym|acronyms|"
    "abbreviation|abbreviations|list|lists|step|steps|table|tables|misc|miscellaneous|miscellanea|detail|details|recap|"
    "example|examples|theory|general|background|content|contents|chapter|lecture|class|day|week|section|part|unit|module|"
    "lesson|key words|keywords|comparison|comparisons|idea|ideas|reason|reasons|why|intuition|intuitions|question|"
    "questions|flashcard|flashcards|card|cards|symbol|symbols|constants|numbers|numbers worth knowing|which is which|"
    "to know|todo|appendix|begriffe|glossar|definitionen|formeln|notizen|grundlagen|abkürzungen|vocabulaire|définition|"
    "définitions|formules|glosario|definiciones|fórmulas|definições|definizioni|formule|tanımlar|用語|定義|术语|定义|용어|정의"
)
_FIRST = frozenset(("tanimlar", *(noun.split()[0] for noun in f"{_LEADING}|{_NOUNS}".split("|"))))
"""How a generic heading begins, folded (TANIMLAR without its dotless i): most headings are none by that alone."""
_FIRST_WORD = re.compile(r"\W*(\w+)")


@cache
def _generic() -> re.Pattern[str]:
    """Headings that are generic. Made when it is first needed, as it takes as long as a hundred notes."""
    return re.compile(
        rf"\W*(?:(?:(?:{_LEADING})\s+)*(?:{_NOUNS})"
        r"(?:\s+(?:[A-Z]|[\d.:\-–?]+|one|two|three|pt|part|and|of|to|from|day|days|week|class|lecture|the|\d+)){0,6})\W*$",
        re.IGNORECASE,
    )


_NUMBERED = ("ch", "sec", "lecture", "day", "week", "class", "part", "§")
_NUMBERING = pattern(
    r"(?:(?:ch(?:apter)?|sec(?:tion)?|lecture|day|week|class|part|§)\.?\s*#?\d[\d.]{0,8}[:.)\s–-]*"
    r"|\d{1,3}(?:\.\d{1,3}){0,4}[.):]?\s+)",
    re.IGNORECASE,
)


def is_generic(heading: str) -> bool:
    """Whether a heading says where the notes stand rather than what they are about: ``Definitions``, ``Day 4 pt 2``."""
    first = _FIRST_WORD.match(heading)
    if first is None:
        return not heading.strip()
    return first[1].casefold() in _FIRST and _generic().match(heading) is not None


@lru_cache(maxsize=256)
def subject(heading: str) -> str:
    """What a heading is about, without its number: ``3.1 Isotropy`` → ``Isotropy``; empty if it is generic."""
    if is_generic(heading):
        return ""
    text = plain(heading).strip(" :")
    numbering = _NUMBERING.match(text) if text[:1].isdigit() or text.casefold().startswith(_NUMBERED) else None
    rest = text[numbering.end() :].strip() if numbering else text
    return "" if rest != heading and is_generic(rest) else rest


def topic(block: Block) -> str:
    """What the section of a block is about: its nearest heading that is not generic, or empty."""
    for heading in reversed(block.headings):
        if found := subject(heading):
            return found
    return ""


def context(block: Block, own: str = "", secrets: tuple[str, ...] = ()) -> str:
    """What makes a line understandable out of its place: the note's context, its heading, what leads it in; without
    what ``own`` says already, and what names one of the ``secrets`` that a card asks for."""
    said = "".join(own.casefold().split())
    parts: list[str] = []
    for text in (block.context, topic(block), *[plain(lead).strip(" :") for lead in block.lead[-2:]]):
        if text and len(text) <= 120 and "".join(text.casefold().split()) not in said and text not in parts:
            if any(_names(text, secret) for secret in secrets):
                continue
            parts.append(text)
    return " › ".join(parts)


_LINKED = pattern(r"!?\[[^\[\]\n]{0,300}\]\([^()\s]{0,500}\)|!?\[\[[^\[\]\n]{1,300}\]\]|https?://\S+")


def is_link(text: str) -> bool:
    """Whether a text is links, to a page or a picture, and nothing else: it says where, not what."""
    return ("[" in text or "://" in text) and not _LINKED.sub("", text).strip(" *_-–.,;:!|>")


def balanced(text: str) -> str:
    """A stretch cut from a text, without the marks of emphasis whose other half stayed behind."""
    for mark in ("**", "==", "~~"):
        if text.count(mark) % 2:
            text = text.replace(mark, "")
    return text


def gist(text: str) -> str:
    """What a line is about, for the example of a remark: its subject, or itself if it is short; else empty."""
    parted = clause(text)
    said = parted[0] if parted else plain(text).strip(" .:;,")
    return said if 0 < len(said.split()) <= 4 and not leads_in(said) and "\n" not in said and "|" not in said else ""


def _names(text: str, secret: str) -> bool:
    """Whether a text holds some words, as such and not within others."""
    words = plain(secret).casefold().split()
    if len("".join(words)) < 2:
        return False
    phrase = r"[\s_-]+".join(re.escape(word) for word in words)
    if re.search(r"[぀-ヿ㐀-鿿가-힣]", phrase) is None:  # made here, as it takes 4 ms to make
        phrase = rf"(?<!\w){phrase}(?:e?s)?(?!\w)"
    return re.search(phrase, text.casefold()) is not None


def spells(acronym: str, words: str) -> bool:
    """Whether the letters of an acronym are found in the words in this order, the first at their start.

    >>> spells("LoRA", "low-rank adaptation"), spells("KL", "a divergence")
    (True, False)
    """
    letters = [c for c in acronym.casefold() if c.isalnum()]
    text = words.casefold()
    if any(c in _NUMBER_WORDS and c not in text for c in letters):
        text = _figured(text)
    for letter in letters:
        if letter in _GREEK_WORDS and letter not in text:
            text = text.replace(_GREEK_WORDS[letter], letter)
    if not letters or not text or letters[0] != next((c for c in text if c.isalnum()), ""):
        return False
    position = 0
    for letter in letters:
        position = text.find(letter, position) + 1
        if not position:
            return False
    return True


_NUMBER_WORDS = {
    "1": "one|first|single",
    "2": "two|second|double|twice|zwei|deux|dos",
    "3": "three|third|triple|drei|trois|tres",
    "4": "four|fourth|vier|quatre|cuatro",
    "5": "five|fifth|fünf|cinq|cinco",
    "6": "six|sixth|sechs|seis",
    "7": "seven|seventh",
    "8": "eight|eighth",
}


_GREEK_WORDS = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "σ": "sigma",
    "ω": "omega",
}


def _figured(words: str) -> str:
    """Words with those of small numbers as figures: ``two-stage`` → ``2-stage``."""
    for figure, said in _NUMBER_WORDS.items():
        words = re.sub(rf"\b(?:{said})\b", figure, words)
    return words


@cache
def _leading() -> re.Pattern[str]:
    """What leads in, at the start of a text. Made when it is first needed, for the same reason."""
    return re.compile(
        r"[\W_]*(?:the\s+(?:fact|reason|best\s+way)|(?:il|le|el|o)\s+(?:fatto|fait|hecho|facto|fato)|die\s+tatsache|nb|(?:two|three|four|five|both|several|many|some|most|few|none)(?=\s)|from|by|with|using|putting|substituting|combining|note|notice|remember|recall|consider|suppose|assume|given|let|let's|if|when|since|"
        r"because|so|then|thus|hence|therefore|here|now|similarly|finally|again|(?:first|next)(?=\s*[,:]|\s+(?:we|you|i|the|a|an|it|this|let|note|find|compute|take|write|set|use|solve|of\s+all)\b|$)|in|for|at|on|we|you|i|it|this|these|that|those|there|base|"
        r"proof|want|need|to|e\.?g|f\.e|write|rewrite|obtain|apply|plug|i\.?e|example|where|as|and|but|or|hay|dobbiamo|abbiamo|bisogna|nous|wir|man|wenn|falls|also|dann|daher|hier|si|"
        r"donc|alors|entonces|luego|quindi|allora|portanto|então|para|pour|per|um|links?(?=\s*:|\s+to\b|\s*$)|see|siehe|voir|ver|vedi|find|solve|set\s+up|look|show|prove|use|calculate|compute|check|create|add|submit|explore|make|"
        r"understand)(?![\w-])",
        re.IGNORECASE,
    )


def leads_in(text: str) -> bool:
    """Whether a text leads in what comes next, as a step of a calculation does, and names nothing:
    ``From this pattern, we might guess``."""
    return _leading().match(text) is not None or text.rstrip(" :").endswith(",") or text.startswith(("!", "&", "→"))


_VERBS = frozenset(
    (
        "se ne may might can cannot could should will would is are was were has have had need needs give gives show shows return returns use "
        "uses take takes mean means say says does do with must want wants make makes get gets cost costs last lasts require "
        "assumes implies states claims suggests proves indicates predicts ensures guarantees requires work works run runs train trains learn learns produce produces cause causes tend tends allow allows keep keeps "
        "let lets lead leads wear wears cut cuts break breaks converge converges lose loses leave leaves stay stays go goes grow "
        "grows start starts look looks hold holds handle handles fit fits waste wastes warp warps bend bends scale scales isn't "
        "aren't doesn't don't can't won't ist sind hat haben braucht brauchen gibt geben kann können wird werden macht est sont "
        "ont fait es son tiene tienen é são tem têm è sono ha hanno"
    ).split()
)
_DETERMINER = pattern(
    r"(?:an?|the|eine?|der|die(?=\s+(?:\S+\s+)?(?-i:[A-ZÄÖÜ]))|das|le|la|les|un|une|el|los|las|una|o|os|um|uma|il|lo|i|gli)\s+",
    re.IGNORECASE,
)


_BASE_VERBS = frozenset(
    (
        "lack contain occur consist depend bind absorb emit transmit secrete react remain become exist appear involve include "
        "provide describe determine represent reflect undergo possess rely belong differ obey satisfy exhibit carry store form "
        "protect attack destroy inhibit activate stimulate regulate increase decrease raise reduce prevent avoid block enable ignore "
        "choose expect assume offer apply refer compare express receive send pass create generate convert release bring eat live "
        "die rise fall act move flow change support bond attract repel share conduct melt boil dissolve expand contract respond "
        "detect measure encode catalyse catalyze break replace treat affect target kill slow relax dilate constrict accept reject "
        "lower shift pull push pass draw drive turn help serve cover cross enter join connect link separate split merge "
        "travel pay earn yield charge burn float sink freeze evaporate condense vibrate rotate spin orbit shine glow sleep hunt feed breathe reproduce hibernate "
        "migrate evolve mutate divide vary sit stand lie walk climb dig speak argue believe prefer seek gain spend invest borrow "
        "lend sell buy consume fight win invade conquer settle abolish agree refuse cause store hide open close "
        "resemble operate perform focus assign predict classify minimise minimize maximise maximize optimise optimize penalise penalize shrink encourage "
        "reward encode embed collect receive store copy update sample schedule execute compete arise vanish explode overfit underfit generalise generalize "
        "deform stretch slide stick wrap stop press spread reach occupy touch extrude vote hang rest deal concern "
        "favour favor oppose demand own rule govern vote elect attempt come see feel think know treat follow exceed"
    ).split()
)
"""Verbs that are also nouns, or seldom: such they are behind a noun in the plural only."""
_PLURAL = pattern(
    r"[^\W\d_]{2,}[^\Wsiu]s|bacteria|mitochondria|fungi|people|men|women|children|mice|data|media|criteria|they|we|you"
)
_THE = frozenset("the a an their its his her no each every this these any".split())
_BEHIND_VERB = frozenset(
    "better worse faster slower well only against into onto out up down together apart more less".split()
)
"""Words that follow a verb rather than a noun: ``wide lines stick better``."""
_COUNTS = frozenset(
    "multiple many several two three four five six all most some few both various different other these those such no more fewer viele mehrere zwei".split()
)
"""Words that a noun in the plural follows."""
_NO_OBJECT = (_VERBS - {"with"}) | set(
    "of and or which who that who whose und der die das de et qui que y e che".split()
)
"""What follows a noun in the plural, but hardly a verb."""


_ADVERBS = frozenset("only also just always never often usually typically generally simply still".split())
"""Words between a subject and its verb that belong to what is said: ``reverse KL | only has to …``."""
_CONTRACTED = re.compile(r"(it|that|there|he|she|they|we|you|i)['’](?:s|re|ll|ve|d|m)\s(?=\S)", re.IGNORECASE)
"""A pronoun with its verb: ``there's more room on it``."""
_IN_S = pattern(r"[a-zà-ÿ]{2,}[^\Wsiua]s")


def _is_noun(words: list[tuple[int, str]], index: int, text: str) -> bool:
    """Whether a word that might be a verb by its *-s* is a noun in the plural: by what stands before or behind it."""
    start = words[index][0]
    behind = words[index - 1][1] if index else ""
    following, then = ([word for _, word in words[index + 1 : index + 3]] + ["", ""])[:2]
    return (
        following in _NO_OBJECT
        or (
            following in _BASE_VERBS and (then in _THE or then in _BEHIND_VERB or len(behind) == 1)
        )  # ``antagonists shift the …``, ``P waves travel``
        or behind in _COUNTS
        or behind.isdigit()
        or text[start:].split(None, 1)[0].rstrip("*_")[-1:] in (":", ",")
    )


def clause(text: str, *, sure: bool = False) -> tuple[str, str] | None:
    """A clause parted before its verb: ``a deep RNN | needs memory``; None if no verb is seen. A verb is one of the
    common ones, one of more behind a noun in the plural, or, unless one wants to be ``sure``, a word in *-s* that no verb follows."""
    text = text.strip()
    if (short := _CONTRACTED.match(text)) is not None:
        return short[1], text[short.end(1) :].rstrip(".")
    words = [(m.start(), m[0].strip(",.;:()").casefold()) for m in re.finditer(r"\S+", text[:300])]
    first = _DETERMINER.match(text)
    begin = first.end() if first else 0
    for index, (start, word) in enumerate(words):
        if start <= begin or (word not in _VERBS and _is_noun(words, index, text)):
            continue
        behind = words[index - 1][1] if index else ""
        told_of = behind in ("it", "he", "she", "this")
        if (
            word in _VERBS
            or (word in _BASE_VERBS and _PLURAL.fullmatch(behind))
            or ((not sure or told_of) and _IN_S.fullmatch(word))
        ):
            while behind in _ADVERBS and index > 1 and words[index - 1][0] > begin:
                index, start = index - 1, words[index - 1][0]
                behind = words[index - 1][1]
            subject = plain(text[begin:start]).strip(" ,")
            rest = text[start:].strip()
            return (subject, rest.rstrip(".")) if subject and len(subject) <= 60 else None
    return None
