"""Statements: where in a sentence a term and its meaning stand, by what links them: a colon, a dash, *is*, *means*, *is
called*, *i.e.*. Text in, places out; ``strict`` among prose, where most sentences define nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain

from flashgen.grammar import connectives as words_of
from flashgen.grammar.connectives import PRONOUNS, SAYS_SO, alternatives
from flashgen.grammar.meaning import VALUE
from flashgen.grammar.symbols import NUMERIC, is_equation, is_symbol
from flashgen.grammar.terms import ACRONYM, ARTICLE, CJK, can_be_term, term_of
from flashgen.grammar.wording import VEIL, leads_in, plain, quotes, sentences, spells, veil

_LINKING = (
    r"(?P<colon>[:：](?:\*{1,3}|_{1,2}(?!\w))?(?=\s|\ufffc|$)|(?<=[*_]\s):(?=\w)|(?<=\*):(?=\w)|(?<=[^\x00-\x7f])：|(?<=\w):(?=[^\W\d_]{4,}\s)(?<!https:))"
    r"|(?P<dash>(?<=\s)(?:[–—]|-{1,3}>?|→|=>|⇒)(?=\s))"
    r"|(?P<equals>(?<=\s)(?:=|≡|:=)(?=\s))"
    rf"|[,(–—]\s*(?P<ie>{alternatives(words_of.THAT_IS)}),?(?=\s)"
    rf"|(?<![\w'])(?P<called>(?:{alternatives(words_of.CALLED)}|(?:is|are)\s(?:also|often|sometimes|usually|commonly|"
    r"generally|simply|then|what\s(?:we|people|they))\s(?:called?|known\sas|termed|named|referred\sto\sas)|"
    r"(?:is|are)\s(?:an?|the)\s\w+\s(?:that\s|which\s)?(?:we|people|they)\scall))(?![\w'])"
    rf"|(?<![\w'])(?P<means>(?:{alternatives(words_of.MEANS)}))(?![\w'])"
    rf"|(?<![\w'])(?P<copula>(?:{alternatives(words_of.COPULA)}))(?![\w'])"
    rf"|(?<![\w'*_])(?P<does>(?:{alternatives(words_of.DOES)}))(?![\w'])"
)
LINK = re.compile(_LINKING, re.IGNORECASE)
"""What may link a term and its meaning, in languages written with spaces; the group that matched names the kind of link."""
_CJK_LINK = re.compile(
    r"(?P<colon>：|:(?=\s)|(?<=[^\x00-\x7f]):)|(?P<dash>——?|(?<=\s)[–—-](?=\s))|(?P<equals>(?<=\s)=(?=\s)|＝)"
    r"|(?P<called>(?:被)?(?:称为|稱為|称作|叫做|叫作|と呼ばれる|と呼ぶ|と言う|という)|(?:이라고|라고)\s*(?:한다|부른다|합니다|부릅니다))"
    r"|(?P<means>是指|指的是|意味着|表示|とは|の意味は|(?:이)?란\s)"
    r"|(?P<copula>是|は(?=[^\s])|(?<=[가-힣A-Za-z)])(?:은|는)\s)"
)
BOLD = re.compile(
    r"\*\*(?=[^\s*])([^*\n]{1,80})\*\*|__(?=[^\s_])([^_\n]{1,80})__|(?<![\w*])\*(?=[^\s*])([^*\n]{1,80})\*(?![\w*])"
    r"|(?<![\w_])_(?=[^\s_])([^_\n]{1,80})_(?![\w_])|==(?=[^\s=])([^=\n]{1,80})=="
)
"""A word or phrase in bold, in italics or highlighted."""
_GLOSS_WORD = re.compile(
    r"\b(?:of|that|which|where|when|at|in|per|between|with|for|by|used|from|to|without|whose|during|how|"
    r"von|der|die|das|mit|bei|zum|zur|für|aus|pro|wo|wenn|de|du|des|qui|que|où|pour|par|avec|quand|del|para|por|con|donde|selon|laquelle|lequel|dont|según|zwischen|durch|entre|sans|"
    r"cuando|do|da|dos|das|em|com|onde|quando|di|della|dei|che|dove|in cui|per|à)\b|\b[dlq]u?'",
    re.IGNORECASE,
)
JUDGEMENT = re.compile(
    r"(?:not|no|so|too|very|really|quite|now|here|there|also|still|only|all|always|never|usually|often|typically|sometimes|"
    r"important|good|bad|great|nice|hard|easy|fine|better|worse|best|likely|based|due|done|made|given|used|needed|called|"
    r"(?:the|a|an)\s+(?:best|worst|most|least|same|main|only|good|bad|great|nice|better|first|second|last|next|real|big|huge|"
    r"key|important|few|lot|bit|ones?\s+(?:i|we|you|they)|matter|problem|reason|case|pain|must|fun|joke|mess|thing)\b)\b",
    re.IGNORECASE,
)
"""Behind *is*: a judgement or a state, not what something is."""
NOUN_PHRASE = re.compile(
    r"(?:the|a|an|any|one of|how|what|when|where|whatever|something|anything|everything|those|that which|der|die|das|ein|eine|"
    r"jede[rs]?|wenn|wie|le|la|l'|les|un|une|des|ce qui|el|los|las|una|lo que|o|os|as|um|uma|quando|il|lo|gli|uno|quanto|"
    r"force|energy|amount|number|rate|ratio|change|measure|ability|resistance|property|process|method|technique|type|kind|sort|"
    r"set|degree|part|point|area|region|state|way|act|lack|loss|tendency|difference|distance|quantity)(?:\s|\b(?='))",
    re.IGNORECASE,
)
"""The beginning of a phrase that says what something is."""
_BOLD_NEXT_TERM = re.compile(
    rf"(?:(?:{alternatives(words_of.ARTICLES)})\s+)(?:\*\*|__)(?=[^\s*])[^*_\n]{{1,80}}(?:\*\*|__)", re.IGNORECASE
)
_BOLD_NEXT = re.compile(
    rf"\s*(?:(?:{alternatives(words_of.ARTICLES)})\s+)?(?:\*{{1,2}}|_{{1,2}}|==)(?=\w)", re.IGNORECASE
)
_NOUN_TOLD = re.compile(
    r"(?!\w+ly\b|\w+(?:ed|ing)\b|then\b|first\b|\w+\s(?:by|in|with|as|to|from|on|at|for)\s)(?:[a-z-]+\s){1,3}(?:that|which|whose|[a-z]{3,}ed|made|left|held|cut|sent|kept|built)\s\w"
)
"""A noun and what was done to it: ``excess metal squeezed out …``."""


@dataclass(frozen=True, slots=True)
class Link:
    """What may link a term and its meaning, with the text it stands in."""

    text: str
    start: int
    end: int
    strict: bool
    """Among prose."""

    @property
    def left(self) -> str:
        """What stands before it."""
        return self.text[: self.start]

    @property
    def arrow(self) -> bool:
        """Whether it is an arrow."""
        return self.text[self.start : self.end].strip() in ("->", "-->", "→", "=>", "⇒")

    @property
    def right(self) -> str:
        """What stands behind it."""
        return self.text[self.end :]


@dataclass(frozen=True, slots=True)
class Statement:
    """Where a term and its meaning stand in a text, and by what they are linked."""

    term: tuple[int, int]
    body: tuple[int, int]
    link: str


_ADVERB = re.compile(
    r"\s(?:here|simply|usually|basically|often|just|then|hier|meist|ici|aquí|aqui|qui)\s*$", re.IGNORECASE
)
"""A word between a term and its verb: ``bootstrapping here means …``."""


_MAY_NAME = re.compile(r"[*_=]|\b(?:that's|this\s+is|it's|call)\b", re.IGNORECASE)
_THATS = re.compile(
    r"(?:that's|this is|it's|(?:we|they|people) call (?:this|that|it|these|them|such))\b", re.IGNORECASE
)


def _names(text: str, link: re.Match[str]) -> bool:
    """Whether *called* surely names a term: a bold word follows it, or it points back at what was said."""
    return _BOLD_NEXT.match(text, link.end()) is not None or _THATS.match(text, link.start("called")) is not None


_WIKI = re.compile(r"\[\[[^\[\]\n]{1,300}\]\]")


def statement_of(text: str, strict: bool) -> Statement | None:
    """Where the term and its meaning stand in a text; ``strict`` among prose, where most sentences define nothing."""
    words = _WIKI.sub(lambda link: VEIL * len(link[0]), veil(text)) if "[[" in text else veil(text)
    links = _CJK_LINK if CJK.search(words) else LINK
    named = (m for m in links.finditer(words, 0, 600) if m.lastgroup == "called" and _names(text, m))
    for link in chain(named if _MAY_NAME.search(text) else (), links.finditer(words, 0, 600)):
        how = link.lastgroup or ""
        start, end = link.start(how), link.end(how)
        if how in ("means", "does", "copula") and _in_name(text, start, end):
            continue
        aside = _ADVERB.search(words, max(start - 12, 0), start)
        at = Link(text, aside.start() if aside else start, end, strict)
        if (not at.right.strip(" *_.") or not at.left.strip(" *_")) and (how != "called" or not at.left.strip()):
            continue
        stated = _RULES[how](at)
        if stated is not None:
            return replace(stated, link=how)
    return None


def _in_name(text: str, start: int, end: int) -> bool:
    """Whether what looks like a verb is a word of a name: ``Root Mean Squared Error``, ``**training sets**: …``."""
    verb, before = text[start:end], text[:start]
    if verb[:1].isupper() and not verb.isupper() and before.strip(" *_-•>"):
        return True
    if verb.casefold() == "mean" and re.search(r"(?:s|they|we|you|people|I)[\s*_`'\"”]*$", before) is None:
        return True
    inside = before.count("**") % 2 == 1 and "**" in text[end:]
    return inside and not (text.rstrip(" .").endswith("**") and text.count("**") == 2)


_REMARKED = re.compile(
    r"(?:still|also|just|really|maybe|perhaps|probably|again|already|noch|aussi|encore|todavía)\s", re.IGNORECASE
)
"""The beginning of a remark on something, not of what it is."""


def _by_colon(at: Link) -> Statement | None:
    if at.strict and (_REMARKED.match(at.right.strip()) or _REMARKED.match(at.left.strip())):
        return None
    if not can_be_term(at.left, 6 if at.strict else 9, at.strict):
        return None
    if at.strict and (
        NUMERIC.match(at.right.strip())
        or _ADDRESS.fullmatch(at.right.strip())
        or len(plain(at.right)) < 4
        or (leads_in(at.left) and not emphasised(at.left))
    ):
        return None
    if VALUE.match(at.right.strip()) and len(at.right) < 40 and not quotes(at.right):
        return None if not term_of(at.left).symbol else Statement((0, at.start), (len(at.text), len(at.text)), "")
    return Statement((0, at.start), (at.end, len(at.text)), "")


_NAME = re.compile(r"[^\W\d_]{3,}(?:\s[^\W\d_]+){1,2}")
_WORD_ONLY = re.compile(r"[-•]?\s*[^\W\d_]{3,}(?:[\s-][^\W\d_]{3,})?")
"""A word or two before an arrow, which among prose leads anywhere."""


def _by_dash(at: Link) -> Statement | None:
    if at.strict and _REMARKED.match(at.right.strip()):
        return None
    if not can_be_term(at.left, 4 if at.strict else 9, at.strict):
        return None
    if (
        at.strict
        and not emphasised(at.left)
        and (
            leads_in(at.left)
            or (not is_symbol(at.left) and length(plain(at.right)) < 3)
            or (
                at.arrow
                and not _WORD_ONLY.fullmatch(at.left.strip())
                and not (_NAME.fullmatch(at.left.strip()) and _DOING.match(at.right.strip()))
            )
        )
    ):
        return None
    if NUMERIC.match(at.right.strip()):
        return None
    return Statement((0, at.start), (at.end, len(at.text)), "")


def _by_equals(at: Link) -> Statement | None:
    if (
        not at.strict
        and not emphasised(at.left)
        and len(at.left.split()) > 3
        and _WORD_ONLY.fullmatch(at.right.strip(" ."))
    ):
        return Statement((at.end, len(at.text)), (0, at.start), "")  # ``mixture of two mirror images = racemate``
    if at.strict and not emphasised(at.left) and length(plain(at.right)) < 3 and not quotes(at.right):
        return None
    if not can_be_term(at.left, 5, at.strict) or NUMERIC.match(at.right.strip()):
        return None
    if (is_symbol(at.left) or (at.strict and not emphasised(at.left))) and is_equation(
        f"{at.left.strip()} = {at.right.strip()}"
    ):
        return None
    return Statement((0, at.start), (at.end, len(at.text)), "")


def _by_copula(at: Link) -> Statement | None:
    said = at.right.strip()
    if (
        not emphasised(at.left)
        and len(at.left.split()) > 2
        and (named := BOLD.match(said) or _BOLD_NEXT_TERM.match(said))
        and not re.sub(r"\([^()]{1,20}\)|[\s.]", "", said[named.end() :])
    ):
        return Statement((at.end, len(at.text)), (0, at.start), "")
    if (
        (named := BOLD.match(said))
        and _IF.match(at.left) is None
        and can_be_term(named.group(), 5, True)
        and re.match(r"\s*(?:if|when|iff|wenn|falls|si|se|quando|cuando|quand)\b", said[named.end() :])
    ):
        begin = at.end + len(at.right) - len(at.right.lstrip())
        return Statement((begin, begin + named.end()), (0, _sentence_end(at.text, at.end)), "")
    if not emphasised(at.left) and _IS_SO.match(said):
        return None  # *i.e.* explains the property
    if not can_be_term(at.left, (6 if " of " in at.left else 5) if at.strict else 8, at.strict):
        return None
    if VALUE.match(veil(said)) or re.match(r"(?:often|usually|typically)?\s*(?:set|fixed|chosen|kept)\b", said):
        return Statement((0, at.start), (len(at.text), len(at.text)), "") if term_of(at.left).symbol else None
    if not at.strict:
        return Statement((0, at.start), (at.end, _before_contrast(at.text, at.end, len(at.text))), "")
    if (
        JUDGEMENT.match(said)
        or "?" in at.text
        or (CJK.search(said) and _CJK_POINTS.match(re.sub(r"[(（][^()（）]*[)）]", "", at.left)))
    ):
        return None
    bold = emphasised(at.left) or _spelt(at.left)
    if _DOING.match(at.left.strip()) and _DOING.match(said) and length(said) > 3:
        return Statement((0, at.start), (at.end, _sentence_end(at.text, at.end)), "")
    if (
        not NOUN_PHRASE.match(said)
        and not _NOUN_TOLD.match(said)
        and not (bold and not re.match(r"\w+(?:ed|ing)\b", said))
        and not CJK.search(said)
    ):
        return None
    if _LED_IN.match(at.left) is not None:
        return None
    if not bold and re.search(r"\s(?:in|on|at|from)\s(?:the|this|our|slide|page)\b", at.left):
        return None  # a certain one: ``the firm in the case study``
    definite = re.match(r"(?:the|this|my|our|der|die|das|el|la|le|il|o|a)\s", at.left.strip(), re.IGNORECASE)
    if (
        (definite or said[:2].lower() in ("a ", "an"))
        and not bold
        and not _GLOSS_WORD.search(said)
        and not CJK.search(said)
    ):
        return None
    return Statement((0, at.start), (at.end, _sentence_end(at.text, at.end)), "")


_INITIALS = re.compile(r"\s*(?P<words>[^()]{4,60}?)\s\((?P<short>[A-Za-z0-9.]{2,10})\)\s*$")


def _spelt(left: str) -> bool:
    """Whether a name has its initials beside it, as only a term has: ``the Maximum Transmission Unit (MTU)``."""
    match = _INITIALS.match(left)
    return (
        match is not None
        and ACRONYM.match(match["short"]) is not None
        and spells(match["short"], ARTICLE.sub("", match["words"].strip(), count=1))
    )


_AVERAGE = re.compile(r"\s*(?:is|are|was|of|=|:|\(|,|\ufffc|\$|[–—-]\s|μ|x̄)", re.IGNORECASE)


def _by_means(at: Link) -> Statement | None:
    if at.text[at.start : at.end].casefold() == "mean" and _AVERAGE.match(at.right):
        return None  # the average and no verb
    if not can_be_term(at.left, 5 if at.strict else 8, at.strict):
        return None
    return Statement(
        (0, at.start),
        (at.end, _before_contrast(at.text, at.end, _sentence_end(at.text, at.end) if at.strict else len(at.text))),
        "",
    )


_IF = re.compile(r"[\W_]*(?:if|when|wenn|falls|si|se|cuando|quando|quand)\s", re.IGNORECASE)
_IS_SO = re.compile(
    r"(?!(?:an?|the|ein|eine|der|die|das|une?|le|la|el|una?)\s)(?:[^\W\d_-]+\s)?[^\W\d_-]+,\s(?:i\.e\.|d\.\s?h\.|that\sis|das\sheißt|c'est-à-dire|es\sdecir|cioè),?\s\S",
    re.IGNORECASE,
)
"""A property and, behind *i.e.*, what it means: ``is unbiased, i.e. …``."""
_LED_IN = re.compile(
    r"[\W_]*(?:for|in|at|on|with|by|from|under|during|after|before|unlike|like)\s[^,]{2,60},\s", re.IGNORECASE
)
_DOING = re.compile(r"[*_]*[^\W\d_]{3,}ing\b", re.IGNORECASE)
"""One doing that is another: ``tempering is reheating …``."""
_ADDRESS = re.compile(r"(?:https?://\S+|\[[^\[\]\n]{1,300}\]\([^()\s]{0,500}\))[.,]?")
_CJK_POINTS = re.compile(
    r"\s*(?:这|那|它|此|因此|所以|其|これ|それ|あれ|ここ|이것|그것|이는|그)|.*[，、。]|.{16,}", re.DOTALL
)
"""What can't be a Chinese, Japanese or Korean term among prose: a pointing word, a clause, too much."""
_CONTRASTED = re.compile(
    r",?\s(?:while|whereas|während|wohingegen|tandis\sque|alors\sque|mientras\sque|enquanto|mentre)\s(?=\S+(?:\s\S+){2})",
    re.IGNORECASE,
)


def _before_contrast(text: str, at: int, end: int) -> int:
    """Where the meaning of a term ends: before *while* with another term and its meaning."""
    contrast = _CONTRASTED.search(veil(text), at, end)
    again = LINK.search(veil(text), contrast.end(), min(contrast.end() + 60, end)) if contrast else None
    if contrast is None or again is None or again.lastgroup not in ("means", "copula"):
        return end
    return contrast.start() if can_be_term(text[contrast.end() : again.start()], 6, True) else end


_THESIS = re.compile(
    r"(?:ism|theory|law|principle|hypothesis|theorem|doctrine|rule|view|paradox|thesis|axiom|postulate|model|conjecture|imperative)[*_]*$",
    re.IGNORECASE,
)
"""What says something, unlike a person."""
_MEASURES = frozenset("measures quantifies misst mesure mide mede misura".split())
"""Verbs that, of anything, say what it is."""
_PERFECT = re.compile(
    r"(?:(?:also|not|never|always|already|often|recently|since|long)\s+)?(?:[a-z]{2,}ed|been|become|grown|gone|done|made|seen|come|led|shown|had|got|to\s[a-z]+)\b"
)
"""Behind *has* what was done or must be, not what a thing has."""


def _by_verb(at: Link) -> Statement | None:
    if not can_be_term(at.left, 4 if at.strict else 6, at.strict) or VALUE.match(veil(at.right.strip())):
        return None
    verb = at.text[at.start : at.end].casefold()
    if verb in ("has", "have") and _PERFECT.match(at.right.strip()):
        return None
    if any(link.lastgroup == "ie" for link in LINK.finditer(veil(at.right))):
        return None  # what follows *i.e.* explains something nearer
    if (
        at.strict
        and not (emphasised(at.left) and len(at.right.split()) >= 2)
        and not (
            len(at.left.split()) <= 4
            and (
                re.match(
                    r"(?:,\s+(?=wie|wann|ob|was|welch|wo))?(?:(?:you|us)\s+)?(?:how|which|whether|what|where|when|who|wenn|wie|wann|ob|was|welche[rs]?|quand|combien|cuánt[oa]s?|cuando|quando|the (?:rate|amount|number|ratio|size|degree|speed|ability|resistance))\b",
                    at.right.strip(),
                )
                or re.search(r"\s(?:by|when|of)$", verb)
                or (verb.endswith("that") and _THESIS.search(at.left.strip()) is not None)
                or (verb in _MEASURES and NOUN_PHRASE.match(at.right.strip()) is not None)
            )
        )
    ):
        return None
    return Statement((0, at.start), (at.start, _sentence_end(at.text, at.end) if at.strict else len(at.text)), "")


def _by_call(at: Link) -> Statement | None:
    """``the point where … is called the **yield point**``: the term stands at the right, its meaning in the last clause
    at the left, or in the sentence before where the clause only points at it: ``… . This is called the …``."""
    body = _meaning_before(at.left)
    said = at.text[slice(*body)]
    first = plain(said).split()
    named_only = (
        at.text[at.start : at.start + 2] in ("is", "ar") and len(said) > 2 and _BOLD_NEXT.match(at.text, at.end)
    )
    if len(first) < 2 and not CJK.search(said) and not named_only:
        return None
    if first[0].casefold() in PRONOUNS - _OPENS_MEANING and (
        len(first) < (2 if first[0].casefold() == "each" else 3)
        or first[0].casefold() not in SAYS_SO | {"such", "all", "each", "any"}
    ):
        return None
    bold = BOLD.search(at.text, at.end)
    stop = re.search(r"[,;.(–—]|\s(?:and|because|which|since|so|while|und|weil)\s|\s[–—-]\s", veil(at.text)[at.end :])
    until = at.end + stop.start() if stop else len(at.text)
    closed = at.text.find(")", until)
    if at.text[until : until + 1] == "(" and closed > 0 and is_symbol(at.text[until + 1 : closed]):
        until = closed + 1
    if bold and bold.start() <= until + 1:
        return Statement(bold.span(), body, "")
    german = re.search(r"\s(?:genannt|bezeichnet)\b", at.text[at.end :])
    term = at.text[at.end : until if german is None else min(until, at.end + german.start())]
    if _CALLED_FOR.match(term):
        return None
    return Statement((at.end, at.end + len(term)), body, "") if can_be_term(term, 5, at.strict) else None


_CALLED_FOR = re.compile(
    r"\s*(?:by|when|whenever|on|with|in|from|for|at|after|before|once|twice|every|each|only|again|automatically|for|to|into|off|out|upon|from|during|if|von|durch|par|por)\s",
    re.IGNORECASE,
)
"""Behind *is called* no name but who calls, or when: ``is called by the scheduler``."""
_OPENS_MEANING = frozenset("what how when if wenn si se quand cuando quando".split())
_CLAUSE_END = re.compile(r"[;:.](?=\s)|,(?=\s*$)")


def _meaning_before(left: str) -> tuple[int, int]:
    """Where in the text before ``is called`` the meaning stands."""
    words = veil(left)
    end = len(left)
    last = re.search(r"[\s,;:.]*(?:\b(?:and|und|et|y|e)\s)?\b(\w+)\s*$", words)
    pointing = re.search(
        r"(?<!\bin)(?<!\bof)(?<!\bfor)(?<!\bwith)(?<!\bon)(?<!\bat)(?<!\bto)(?<!\bby)(?<!\bfrom)[\s,;:.]+\b(?:this|that|these|such|dies\w*|cet(?:te)?|est[ea]|quest[oa])\s\w+\s*$",
        words,
        re.IGNORECASE,
    )
    if pointing is not None and pointing.start():
        end = pointing.start()
    elif last is not None and last[1].casefold() in SAYS_SO:
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


_NAMED_LAST = re.compile(r"\s*(?:the\s|an?\s)?(?P<term>\*\*[^*\n]{3,50}\*\*)\s*(?:[.,;]|$)", re.IGNORECASE)
"""A bold word that *i.e.* leads to: ``the rate of change of the velocity, i.e. **acceleration**, …``."""


def _by_that_is(at: Link) -> Statement | None:
    """``overfitting, i.e. learning the noise``."""
    head = _AMOUNT.sub("", at.left.rstrip(" ,(–—"))
    told = _IMPERATIVE.match(head)
    bolds = list(BOLD.finditer(head))
    if (
        (named := _NAMED_LAST.match(at.right)) is not None
        and can_be_term(named["term"], 4, True)
        and len(head.split()) > 2
    ):
        begin = at.end + named.start("term")
        return Statement((begin, begin + len(named["term"])), (0, len(head)), "")
    if bolds and (at.strict or not can_be_term(head, 6, True)):
        term = bolds[-1].span()
    elif can_be_term(head[told.end() if told else 0 :], 4, True):
        term = (told.end() if told else 0, len(head))
    elif not at.strict:
        noun = re.search(
            r"(?:^|\b(?:the|a|an|of|from|by|with|in|for|to|on|at|into|against|about|as|or|is|are|ist|sind|est|sont|es|son|not|nicht|called|avoid|causes?|use|uses|"
            r"have|has|and|needs?)\s)((?:(?!\b(?:the|a|an|of|from|by|with|in|for|to|on|at|is|are|ist|sind|est|sont|es)\s)[^\s,;]+\s?){1,4})$",
            head,
        )
        if noun is None:
            return None
        term = noun.span(1)
    else:
        return None
    words = veil(at.text)
    opened = "(" in words[len(head) : at.start]
    stop = re.search(
        r"\)"
        if opened
        else r",\s+(?:(?:is|are|has|have|can|will|leads?|causes?|makes?|happens?|occurs?)\b|"
        r"[a-z]{2,}[^\Wsu]s\s(?:on|in|the|a|an|with|when|from|to|as|for|by|at|if)\s)",
        words[at.end :],
    )
    return Statement(term, (at.end, at.end + stop.start() if stop else len(at.text)), "")


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


def length(text: str) -> int:
    """The words of a text; three characters of Chinese or Japanese count as one."""
    return len(text.split()) + len(CJK.findall(text)) // 3


def emphasised(left: str) -> bool:
    text = left.strip(" \t\n(:,-–—")
    if text[:1] in _PAIRED:
        return text.endswith(_PAIRED[text[0]]) and len(text) > 2
    return text[:1] in ("*", "_", "`", "=") or text[-1:] in ("*",)


def _sentence_end(text: str, at: int) -> int:
    for start, end in sentences(text):
        if start <= at < end:
            return end
    return len(text)
