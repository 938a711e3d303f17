"""Reasons: ``claim because reason``, ``why claim: reason``, ``claim so that purpose``, ``claim; reason``.

The claim is asked, the reason answered. A question (``why … ?``) keeps its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from flashgen.document import Block
from flashgen.facts import each
from flashgen.grammar import connectives
from flashgen.grammar.connectives import PRONOUNS, alternatives
from flashgen.grammar.errands import is_errand
from flashgen.grammar.statements import length
from flashgen.grammar.wording import balanced, clause, context, is_link, leads_in, plain, sentences, subject, veil
from flashgen.notes import Extracted, FactError, Sketch

_FLAGS = re.IGNORECASE
_QUESTION = re.compile(rf"[\W_]*(?:{alternatives(connectives.WHY)})\b[\s:]*", _FLAGS)
_REASON_FOR = re.compile(
    r"[\W_]*(?:(?:the|a|one|der|la|le|el)\s+)?(?:(?:main|key|only)\s+)?(?:reasons?\s+(?:for|of|behind)|causes?\s+(?:for|of)|grund\s+für|gründe\s+für|raisons?\s+d[eu']|causes?\s+d[eu']|razón\s+d[e]l?|causas?\s+d[e]l?)\s*"
    r"(?:the\s+)?(?P<claim>[^:\n]{3,80})\s*:\s+(?=\S)",
    _FLAGS,
)
"""``Reason for the Terror: …``."""
_ASKED = re.compile(r"[?？]\s*(?:[:–—-]+\s*)?|:\s+|：|\s[–—-]\s|\s->\s|\s→\s|\s=\s")
_ENDED = re.compile(r"[?？]\s*(?:[:–—=→-]+>?\s*)?(?=\S)")
_BECAUSE = re.compile(
    rf"[,;:–—\s(]*\s*\b(?:{alternatives(connectives.BECAUSE)})(?:(?<=['’])|(?![\w'’-]))\s*:?\s*|"
    r"因为|因為|なぜなら|왜냐하면",
    _FLAGS,
)
_FIRST_BECAUSE = re.compile(rf"[\W_]*(?:{alternatives(connectives.BECAUSE)})(?:(?<=['’])|\s+)", _FLAGS)
_WEAK = frozenset(("as", "since", "reason", "da", "car", "pues", "pois", "denn", "means"))
_SO_THAT = re.compile(rf"[,;\s(]\s*\b((?:{alternatives(connectives.SO_THAT)})(?:(?<=['’])|(?![\w'’-])))\s*", _FLAGS)
_THEREFORE = re.compile(
    rf"[,;.:–—\s]\s*\b(?:{alternatives(connectives.THEREFORE)})(?![\w'-])[,\s]*|[,，]?\s*(?:所以|因此)|\s*(?:→|=>|⇒|->)\s*",
    _FLAGS,
)
_ARROW = re.compile(r"\s*(?:→|=>|⇒|->)\s*")
_BREAK = re.compile(r"\s*(?:;|\s[–—]\s|\s--?\s|:\s|\. )\s*")
_REASON_IS = re.compile(
    r"[\W_]*(?:(?:the|a|one)\s+(?:\w+\s+)?reason\s+(?:why\s+|that\s+|for\s+)?(?P<claim>\S.{3,120}?)\s+(?:is|was)\s+(?:that|because)\s+)(?=\S)",
    _FLAGS,
)
"""``The reason deep nets fail is that …``."""
_SO = re.compile(r",\s+so\s+(?!that\b|as\b|to\b|much\b|many\b|far\b|few\b|long\b|little\b|often\b)", _FLAGS)
_PURE = re.compile(
    r"(?:so that|so as to|so|damit|sodass|so dass|para que|pour qu[e'’]|afin qu[e'’]|affinché|así que)(?:\b|(?<=['’]))\s*",
    _FLAGS,
)
_HYPHEN = re.compile(r"\s--?\s")
_SECTION_BREAK = re.compile(r"\s*(?:;|\s[–—]\s)\s*")


_NOT_ONLY = re.compile(
    r"(.{2,60}?)\s+(?:(?:is|are|was|were|do|does)\s+not|isn't|aren't|doesn't|don't)\s+(?:(?:only|just|merely|simply)\b|(?=[^;:—–]{3,80}"
    r"(?:[;:]|\s[—–-])\s*(?:it|they|this|these|its|their|but)\s))|"
    r"(.{2,60}?)\s+(?:ist|sind)\s+nicht\s+nur\b|(.{2,60}?)\s+(?:n'est|ne\s+sont)\s+pas\s+(?:que|seulement)\b|"
    r"(.{2,60}?)\s+no\s+(?:es|son)\s+(?:solo|sólo|solamente)\b|(.{2,60}?)\s+não\s+(?:é|são)\s+(?:só|apenas)\b|"
    r"(.{2,60}?)\s+non\s+(?:è|sono)\s+(?:solo|soltanto)\b",
    _FLAGS,
)
"""A misconception put right: what is asked is the thing itself."""


@dataclass(frozen=True, slots=True)
class Why:
    """A claim and its reason."""

    kind: ClassVar[str] = "why"
    claim: str
    reason: str
    asked: str = ""
    """The claim as the card shows it, where that is more than its words: a whole question, what a correction corrects."""

    def fields(self) -> dict[str, object]:
        return {"claim": self.claim, "reason": self.reason}

    def sketches(self, block: Block) -> tuple[Sketch, ...]:
        return (
            Sketch(
                "why",
                self.claim,
                {
                    "Claim": self.asked or self.claim,
                    "Reason": self.reason,
                    "Context": context(block, self.asked or self.claim),
                },
            ),
        )


def read(block: Block) -> Iterator[Extracted]:
    """The reason in each line or item of the block."""
    if block.items:
        lead = block.text if block.line < block.items[0].line else ""
        if lead and _QUESTION.match(lead) and all(_split(i.text, own=False) is None for i in block.items):
            claim = plain(_QUESTION.sub("", lead, count=1).rstrip(" :?"))
            yield Extracted(block, Why(claim, "\n".join(f"- {i.text}" for i in block.items)))
            return
        if not lead and (asked := _heading(block)) and all(_split(i.text, own=False) is None for i in block.items):
            yield Extracted(block, Why(asked, "\n".join(f"- {i.text}" for i in block.items)))
            return
        yield from each(block.walk(), _one)
        return
    if block.table is None:
        yield from _one(block)


_POINTS_BACK = re.compile(
    r"(?:this|that|it|which)(?:'s|\s+is|\s+was)\s+(?:mainly\s+|mostly\s+)?(?:because|due|why)\b|(?:because|as a (?:result|consequence))\b|otherwise\b|"
    r"(?:the|its|one)\s+(?:\w+\s+)?reason\b|(?:therefore|hence|thus|consequently|deshalb|daher|darum|sonst|andernfalls|donc|sinon|por eso|"
    r"por lo tanto|por isso|portanto|quindi|perciò|altrimenti)\b|なぜなら|왜냐하면|因此|所以",
    _FLAGS,
)
"""A sentence whose claim or reason is the sentence before it."""


def _told(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph in a section, each with the one before it where it points back."""
    spans = list(sentences(text))
    back = [
        n > 0 and (_POINTS_BACK.match(text, start) is not None or text[spans[n - 1][1] - 1] in "?？")
        for n, (start, _) in enumerate(spans)
    ]
    for n, (start, end) in enumerate(spans):
        if back[n]:
            yield spans[n - 1][0], end
        elif n + 1 == len(spans) or not back[n + 1]:
            yield start, end


def _one(block: Block) -> Iterator[Extracted]:
    """The reason in a unit; in a section those of its sentences."""
    spans = list(_told(block.text)) if block.scope == "section" and not _heading(block) else []
    if len(spans) < 2:
        yield from _unit(block)
    for start, end in spans if len(spans) > 1 else ():
        yield from _unit(block.part(start, end))


def _unit(block: Block) -> Iterator[Extracted]:
    text = block.text.strip()
    if block.scope == "section" and (is_errand(text) or is_link(text)):
        return
    found = _split(text, own=block.scope == "own")
    label = _LABEL_ONLY.match(text)
    if label and re.search(r"\bis\b", label[0], _FLAGS) and (about := _owner(block)):
        found = about, text[label.end() :]  # ``The idea is: …``
    alone = label or (block.scope == "own" and (_nested(block) or _GOOD_FOR.match(text)))
    if found is None and alone and (about := _owner(block)):
        found = about, text[label.end() if label else 0 :]
    if found is None and (asked := _heading(block)) and (block.scope == "own" or not block.lead):
        found = asked, text
    if found is None:
        if block.scope == "section" or not text:
            return
        claim = text if len(text) <= 50 else text[:49] + "…"
        raise FactError(
            "FG350",
            f"a claim without its reason: {claim}",
            hint=f"write why: '{claim.rstrip('.')} because …'",
            end=len(text),
        )
    claim, reason = found
    shown = _shown(block.text.strip(), claim)
    labelled = label is not None and claim == _owner(block)
    if (
        len(claim) >= 2
        and len(reason) >= 2
        and any(map(str.isalnum, reason))
        and (block.scope == "own" or labelled or not _empty(claim, shown))
    ):
        yield Extracted(block, Why(claim, reason, shown))


_LABEL_ONLY = re.compile(
    rf"[\W_]*(?:(?:{alternatives(connectives.WHY)}|purpose|rationale|zweck|grund|but|propósito)[*_]{{0,2}}\s?[:?？][*_]{{0,2}}\s+|"
    r"(?:the\s+)?(?:(?:main|key|basic)\s+)?(?:intuition|reason|idea|point)(?:\s+(?:here|behind\s+(?:it|this)))?\s+is:\s+)(?=\S)",
    _FLAGS,
)
"""``**Why:**`` with the reason and nothing else: the reason of what stands above it."""


_EFFECTS = (
    "keeps?|prevents?|avoids?|helps?|lets?|reduces?|stops?|ensures?|protects?|makes?|gives?|allows?|improves?|saves?|"
    "speeds?|lowers?|limits?|removes?|stabili[sz]es?|forces?|increases?"
)
_GOOD_FOR = re.compile(rf"(?:{_EFFECTS})(?<=s)\s\S")
"""A verb without its subject, which is the heading or item above it: ``keeps the network from …``."""


def _nested(block: Block) -> bool:
    """Whether a line stands below an item that says something: what it tells may be the reason of that."""
    return bool(block.lead) and not block.lead[-1].rstrip().endswith(":") and len(plain(block.lead[-1]).split()) > 1


def _owner(block: Block) -> str:
    """What a reason under a label is the reason of: the item it is nested in, else the heading."""
    over = block.lead[-1] if block.lead else subject(block.headings[-1]) if block.headings else ""
    return plain(over).strip(" :.?") if len(over) <= LONGEST_CLAIM else ""


def _shown(text: str, claim: str) -> str:
    """A question with its question mark, a correction up to its break; empty where the claim says it all."""
    words = veil(text)
    if told := _REASON_FOR.match(words):
        return plain(text[: told.end()]).rstrip(" :")
    asked = _QUESTION.match(words)
    stop = re.search(r"[?？]", words) if asked else None
    if asked and stop:
        return plain(text[: stop.end()])
    wrong = _NOT_ONLY.match(words)
    end = _BREAK.search(words, wrong.end()) if wrong else None
    return _claim(text[: end.start()]) if end and text.startswith(claim) else ""


def _empty(claim: str, shown: str) -> bool:
    """Whether a claim only points at something and can't be asked."""
    return (
        claim.casefold() in PRONOUNS
        or claim.startswith(("I ", "he ", "she ", "He ", "She "))
        or length(shown or claim) < 2
        or _MINE.search(claim) is not None
        or (_FRAGMENT.match(claim) is not None and _DOING.match(claim) is None)
        or claim.count("(") > claim.count(")")
        or "$$" in claim
        or len(claim) > LONGEST_CLAIM
    )


_FRAGMENT = re.compile(
    r"(?:remember|note)(?:\s+that)?$|(?:[^:]{1,40}:\s)?(?:(?:and|but|or)\s|(?:even\s+)?(?:if|when|although|though|while)\s[^,]*$|[a-z]+ing\s(?:\S+\s?){1,3}$)|.*\s(?:and|but|or)$|"
    r"[^:]{1,40}:\s(?:[a-z-]+\s){0,3}(?:taken|used|made|needed|designed|put)$",
    _FLAGS | re.DOTALL,
)
"""What is no clause that can be asked: ``and the tools``, ``even if it changes``, ``X: measures taken``."""
_DOING = re.compile(
    r"[a-z]+ing\s(?:\w+\s)?(?:is|are|gets?|becomes?|takes?|needs?|works?|fails?|can|can't|must|should|has|costs?|helps?|makes?|stays?|stops?|slows?|goes)\b",
    _FLAGS,
)
"""A doing of which something is said: ``training gets unstable``."""
_MINE = re.compile(r"\b(?:my|mine|me)\b", _FLAGS)
LONGEST_CLAIM = 200


def _without_comma(text: str, start: int) -> int:
    """Where behind a leading *because* the claim begins, if no comma says so: at an article with a clause; 0: nowhere."""
    for at in re.finditer(r"\s(?=(?:an?|the|we|they|you|it|there|most|all|eine?|der|die|das|wir|man)\s)", text[start:]):
        if at.start() > 4 and clause(text[start + at.end() :]) is not None:
            return start + at.end()
    return 0


def _heading(block: Block) -> str:
    """What the heading asks the reason of, if it does: ``Why is the loss flat?``."""
    heading = block.headings[-1] if block.headings else ""
    asked = _QUESTION.match(heading)
    return plain(heading[asked.end() :].rstrip(" :?")) if asked else ""


def _split(text: str, *, own: bool) -> tuple[str, str] | None:
    """Claim and reason of a text, by the first of ``_WAYS`` that parts it; in a section only where words say that it
    is a reason."""
    words = veil(text)
    if not own and words.rstrip()[-1:] in ("?", "？") and not _QUESTION.match(words):
        return None
    for way in _WAYS:
        found = way(text, words, own)
        if found is not None and found[0] and found[1]:
            return _claim(found[0]), _reason(found[1])
    return None


def _by_question(text: str, words: str, own: bool) -> tuple[str, str] | None:
    """``why A? B``, ``why A: B``."""
    asked = _QUESTION.match(words)
    if asked is None or asked.end() >= len(words):
        return None
    stop = (
        _ENDED.search(words, asked.end()) or _ASKED.search(words, asked.end()) or _because(words, asked.end(), own=own)
    )
    if stop is None or not words[stop.end() :].strip():
        return None
    reason = text[stop.end() :]
    first = _FIRST_BECAUSE.match(reason)
    return text[asked.end() : stop.start()], reason[first.end() :] if first else reason


def _by_naming(text: str, words: str, own: bool) -> tuple[str, str] | None:
    """``the reason A is that B``."""
    told = _REASON_IS.match(words)
    return (text[slice(*told.span("claim"))], text[told.end() :]) if told else None


_LABEL = re.compile(r"[\s>*_-]*[^\W\d][^:*\n]{1,40}(?::[*_]{1,3}|[*_]{1,3}:|:)\s+")


_WHEN = re.compile(
    r"(?:\d|then|last|yesterday|when|the (?:start|beginning|end|last|first|\d)|\w+day\b|january|february|march|april|may\s|june|july|august|"
    r"september|october|november|december|usual|before|above|always|in\s|we\s(?:saw|said|have\sseen)|a\s|an\s)",
    _FLAGS,
)
"""Behind *since* a time, behind *as* a comparison."""


_THEN = re.compile(r"\s+(?:then|dann|alors|entonces)\s*$", _FLAGS)
_OPENER = re.compile(
    r"[\W_]*(?:(?:however|but|so|thus|also|and|now|moreover|aber|mais|pero|mas|ma)[,\s]+(?:now,?\s+)?|(?:in|for|at|on|with|during)\s[^,]{2,40},\s+)",
    _FLAGS,
)
"""Words before a reason that comes first: ``However, because …``."""
_BRACKETED = re.compile(
    r"(?P<claim>\S[^()]{5,200}?)\s\((?P<reason>(?:it|they|this|these|that|we|you|otherwise|there)(?:['’]\w+)?\s[^()]{4,200})\)\s*\.?$",
    _FLAGS,
)


def _by_bracket(text: str, words: str, own: bool) -> tuple[str, str] | None:
    """``A (they do B)``: a claim and, in the bracket at its end, a clause about it."""
    told = _BRACKETED.fullmatch(words)
    if told is None or (clause(told["reason"]) is None and not own):
        return None
    if not own and (
        clause(told["claim"], sure=True) is None
        or re.match(r"(?:it|this|that|these)\s(?:is|was|are|were)\s", told["reason"], _FLAGS)
    ):
        return None
    if _FIRST_BECAUSE.match(told["claim"]) or _THEREFORE.search(told["claim"]) or _because(told["claim"], 1, own=own):
        return None
    return text[slice(*told.span("claim"))], text[slice(*told.span("reason"))]


def _by_because_first(text: str, words: str, own: bool) -> tuple[str, str] | None:
    """``because B, A``."""
    label = _LABEL.match(words)
    if label is not None and _FIRST_BECAUSE.match(words[label.end() :]):
        return _by_because_first(text[label.end() :], words[label.end() :], own)
    opened = _OPENER.match(words)
    if opened is not None and _FIRST_BECAUSE.match(words, opened.end()):
        return _by_because_first(text[opened.end() :], words[opened.end() :], own)
    first = _FIRST_BECAUSE.match(words)
    if first is None or (first[0].strip().casefold() in ("since", "as") and _WHEN.match(words[first.end() :])):
        return None
    if "," in words[first.end() :] and (own or first[0].strip().casefold() != "as"):
        comma = words.index(",", first.end())
        return text[comma + 1 :], text[first.end() : comma]
    split = _without_comma(text, first.end()) if own or first[0].strip().casefold() != "as" else 0
    return (text[split:], _THEN.sub("", text[first.end() : split])) if split else None


def _by_because(text: str, words: str, own: bool) -> tuple[str, str] | None:
    """``A because B``."""
    because = _because(words, 1, own=own)
    if because is None:
        return None
    before = text[: because.start()].rstrip()
    spans = list(sentences(before))
    begin = spans[-1][0] if len(spans) > 1 and before[-1:] not in ".!?…" else 0  # not what was said before
    return text[begin : because.start()], text[because.end() :]


def _by_correction(text: str, words: str, own: bool) -> tuple[str, str] | None:
    """``A is not only X; it also B``: what is asked is the thing itself."""
    wrong = _NOT_ONLY.match(words)
    stop = _BREAK.search(words, wrong.end()) if wrong else None
    return (text[slice(*wrong.span(wrong.lastindex or 0))], text[stop.end() :]) if wrong and stop else None


def _by_outcome(text: str, words: str, own: bool) -> tuple[str, str] | None:
    """``B, so A``."""
    result = _SO.search(words, 3)
    if result and _RULE.match(words) and _THEN_NOT.match(words, result.end()):
        return text[: result.start()], text[
            result.end() :
        ]  # ``keep it close, so you don't overflow``: what the rule is for
    return (text[result.end() :], _QUESTION.sub("", text[: result.start()], count=1)) if result else None


def _by_purpose(text: str, words: str, own: bool) -> tuple[str, str] | None:
    """``A so that B``, ``A to avoid B``."""
    purpose = next((m for m in _SO_THAT.finditer(words, 3) if _is_purpose(m, text, words, own)), None)
    if purpose is None or not words[purpose.end() :].strip():
        return None
    pure = _PURE.fullmatch(purpose[1] + " ")
    return text[: purpose.start()], text[purpose.end() if pure else purpose.start(1) :]


_OR_IT = re.compile(r"(?:it|they|you|the|your|this|there)(?:['’](?:ll|s|re|d))?\s", _FLAGS)
"""Behind *or* after a rule what happens else: ``keep bridges short or they sag``."""
_THEY = frozenset("it they you".split())
_OTHERWISE = frozenset("otherwise|or else|sonst|andernfalls|sinon|si no|de lo contrario|senão|altrimenti".split("|"))
_MADE_TO = re.compile(
    r"\b(?:allow|enabl|caus|forc|requir|permit|ask|tell|expect|order|attempt|try|wish|lead|work(?:s|ing)?\s+on)\w*(?:\s+[\w'’-]+){0,2}\s*$",
    _FLAGS,
)
"""Before *to* what is let or made to happen: ``it allows a court to make …``."""
_IF = re.compile(r"[\W_]*(?:if|when|wenn|falls|si|se|cuando|quand)\b", _FLAGS)
_IS_A = re.compile(
    r"(?:(?:^|\s)(?:is|are|was|were|ist|sind|est|sont|es|son)|(?:\bis|\bare|'s)\s+(?:an?|the|one|some)\s+(?:[\w-]+\s+){0,2}"
    r"(?:technique|method|tool|way|approach|algorithm|procedure|strategy|process|means|attempt|set|system|protocol|command|function))[\s*_]*$",
    _FLAGS,
)
"""Before *to* what something is, not what is done: ``its purpose is to …``, ``salting is a technique to …``."""


_SO_MUCH = re.compile(r"\bso\s(?:much|many|little|few|far|well|often|long)\s*$", _FLAGS)


def _so_much(words: str, at: int) -> bool:
    """Whether a degree stands right before a place: ``so much |that``."""
    return _SO_MUCH.search(words[max(at - 20, 0) : at]) is not None


def _is_purpose(match: re.Match[str], text: str, words: str, own: bool) -> bool:
    """Whether words such as *to avoid*, *so*, *pour* say here what something is done for."""
    word = " ".join(match[1].casefold().split())
    if word in _OTHERWISE and not own:
        after = words[match.end() :]
        return (
            match[0].lstrip()[:1] in tuple(",;(")
            and not _IF.search(words[: match.start()])
            and (clause(after) is not None if word in ("otherwise", "or else") else len(after.split()) > 2)
        )
    if not own and word[:3] == "to " and _MADE_TO.search(words[max(match.start() - 80, 0) : match.start()]):
        return False
    if not own and word == "to get":
        return False  # a step: ``read row by row to get the message``
    if (
        not own
        and (word[:3] == "to " or word in ("pour", "para", "um", "per", "in order to"))
        and _IS_A.search(words[max(match.start() - 80, 0) : match.start()])
    ):
        return False
    if (
        _ADVERB.match(words, match.start())
        or (word[:2] == "so" and _so_much(words, match.start()))
        or (word == "per" and not _PER.match(words, match.start(1)))
    ):
        return False
    if word.startswith(("to ", "pour", "para", "per")) and _NO_AIM.search(words[: match.start()]):
        return False
    if word == "or" and not own and _RULE.match(words) and _OR_IT.match(words, match.end()):
        return words[match.end() :].split()[0].casefold() in _THEY or clause(words[match.end() :]) is not None
    if own or word not in ("or", "um", "para", "pour", "per", "so"):
        return True
    aim = _AIM.match(words, match.start())
    return (aim is not None and clause(text[aim.end() :]) is not None) or _TO_DO.match(
        words, match.start(1)
    ) is not None


def _by_any_purpose(text: str, words: str, own: bool) -> tuple[str, str] | None:
    """``A to do B`` with any verb, where A is what one is told to do."""
    if (there := _THERE_TO.search(words, 4)) is not None:
        return text[: there.end()], text[there.end() :]
    purpose = _TO_ANY.search(words, 6) if own or _STRONG_RULE.match(words) else None
    if purpose is None or _NO_AIM.search(words[: purpose.start()]):
        return None
    return text[: purpose.start()], text[purpose.start() :]


_THERE_TO = re.compile(r"\b(?:is|are)\s(?:only\s|mainly\s)?there(?=\sto\s[a-z]{3,}\s\w)")
"""What something is there for: ``the helix is there to lift the chips``."""
_THEN_NOT = re.compile(
    r"(?:you|it|they|we|the\s\S+|your\s\S+)\s(?:(?:do|does|will|can|could|would|must)(?:\s?n[o'’]t|\snot)|won['’]t|can['’]t|never|stays?|stay)\s",
    _FLAGS,
)
"""Behind *so* after a rule what it keeps off: ``keep it close, so you don't overflow``."""
_STRONG_RULE = re.compile(
    r"[\W_]*(?:never|don't|do\s+not|always|avoid|make\s+sure|keep|(?:one|you|we)\s+(?:should|must)\s+(?:not|never|always))\b",
    _FLAGS,
)
"""A rule that is no step of a procedure, as ``use the pipette to add …`` is."""
_UNFINISHED = re.compile(
    r"\b(?:must|should|can|could|will|would|may|might|is|are|was|were|do|does|has|have|to|muss|kann|ist|sind|est|sont|es|son)[\s*_]*$",
    _FLAGS,
)
"""A verb whose rest is still to come: ``it must | therefore match``."""


def _by_therefore(text: str, words: str, own: bool) -> tuple[str, str] | None:
    """``B, therefore A``."""
    for match in _THEREFORE.finditer(words, 3):
        if _ARROW.fullmatch(match[0]) and _ARROW.search(words, match.end()):
            continue  # of a chain the last is the outcome
        if _so_much(words, match.start()):
            continue
        if not own and _UNFINISHED.search(words[max(match.start() - 20, 0) : match.start()]):
            continue
        if not _ADVERB.match(words, match.start()) and (own or _follows(match[0], words[match.end() :])):
            return text[match.end() :], text[: match.start()]
    return None


_WHICH = re.compile(
    rf",\s+(?:which|thus|thereby|so)\s+(?=(?:{_EFFECTS}|keeping|preventing|avoiding|reducing|making|allowing|ensuring|saving)\s)",
    _FLAGS,
)


def _by_effect(text: str, words: str, own: bool) -> tuple[str, str] | None:
    """``A, which keeps B …``: what is done is asked, what it is good for answered; only where the line is tagged itself."""
    effect = _WHICH.search(words, 6) if own else None
    return (text[: effect.start()], text[effect.end() :]) if effect else None


def _by_break(text: str, words: str, own: bool) -> tuple[str, str] | None:
    """``A; B``, ``A: B``: a claim or rule and, behind a break, what explains it."""
    colon = re.search(r":\s+", words)
    ruled = _RULE.match(words) is not None
    if not (own or ruled or (colon and _explains(text[: colon.start()], text[colon.end() :]))):
        return None
    stop = (_BREAK if own else _SECTION_BREAK).search(words, 2)
    if stop is None and ruled:
        stop = next((m for m in _HYPHEN.finditer(words, 6) if clause(text[m.end() :])), None)
    if stop is None and colon and clause(text[colon.end() :], sure=not (own or _STRONG_RULE.match(words))):
        stop = colon
    if stop is None and ruled:
        stop = next((m for m in _SPLICE.finditer(words, 6) if clause(text[m.end() :])), None)
    return (text[: stop.start()], text[stop.end() :]) if stop and words[stop.end() :].strip() else None


def _by_cause(text: str, words: str, own: bool) -> tuple[str, str] | None:
    """``reason for A: B``."""
    told = _REASON_FOR.match(words)
    return (text[slice(*told.span("claim"))], text[told.end() :]) if told else None


_WAYS: tuple[Callable[[str, str, bool], tuple[str, str] | None], ...] = (
    _by_cause,
    _by_question,
    _by_naming,
    _by_bracket,
    _by_because_first,
    _by_because,
    _by_correction,
    _by_outcome,
    _by_purpose,
    _by_any_purpose,
    _by_therefore,
    _by_effect,
    _by_break,
)
_NO_AIM = re.compile(
    r"\b(?:ha(?:ve|s|d|ving)|needs?|needed|wants?|wanted|used|able|bound|about|unable|try|tries|tried|going|ought|allowed?|required|likely|free|ready|hard|easy|how|what|where|due|"
    r"fails?|seems?|tends?|begins?|starts?|continues?|appears?|learns?|helps?|decides?|plans?|forget|remember|equivalent|equal|similar|"
    r"close|next|up|down|in\s+order|serves?|sirven?|serven?|sert|servent|dien(?:t|en)|serv(?:e|ono)|utilizan?|usan?|necesari[oa]s?|nécessaires?|"
    r"suficientes?|suffisant|importantes?)\s*$",
    _FLAGS,
)
"""Before *to* with a verb that is no purpose: ``you have to limit``."""


def _explains(left: str, right: str) -> bool:
    """Whether of two clauses with a colon between them the second may be the reason of the first."""
    claimed = clause(left, sure=True)
    return (
        claimed is not None
        and left.count("(") == left.count(")")
        and not leads_in(left)
        and _GOES_ON.match(right) is None
        and len(left.split()) > 2
        and claimed[0].split()[0].casefold() not in PRONOUNS
        and re.search(r"\b(?:this|these|following|follows|steps|example|that|are|is)$", left.strip(), _FLAGS) is None
        and clause(right, sure=True) is not None
    )


_GOES_ON = re.compile(r"[\W_]*(?:then|first|next|we|you|i|if|when|for|in|this|these|\ufffc|[-*•])\b", _FLAGS)
"""What goes on behind a colon and explains nothing: ``: first update the test``."""


def _follows(word: str, after: str) -> bool:
    """Whether a word of consequence in a section has a clause behind it; arrows mean anything."""
    sign = " ".join(word.strip(" ,;.:–—\n").casefold().split())
    if sign in ("→", "=>", "⇒", "->"):
        return False
    return sign not in _ENGLISH_SO or clause(after) is not None


_ENGLISH_SO = frozenset(("so", "thus", "hence", "therefore", "consequently", "accordingly", "as a result"))


_TO_ANY = re.compile(
    r"\sto\s(?=[a-z]{3,}\s\w)(?!the\b|this\b|that\b|each\b|all\b|its?\b|your\b|their\b|one\b|zero\b|another\b)"
)
"""*To* with any verb behind what one is told to do: ``Drop the last layer to reuse …``."""
_TO_DO = re.compile(
    r"(?:pour\s(?:(?:ne\s+pas|le|la|les|l'|mieux)\s*)*\w{2,}(?:er|ir|re|oir)|para\s(?:no\s+|não\s+)?\w{2,}[aei]r(?:l[aoe]s?|se)?|"
    r"per\s(?:non\s+)?\w{2,}(?:[aei]re|rre|r(?:l[aoie]|si))|um\s(?:[^\s,.]+\s+){0,8}zu\s\w+)\b",
    _FLAGS,
)
"""*For* with a verb, in languages that say a purpose so: ``pour le durcir``."""
_PER = re.compile(r"per\s+(?:il|lo|la|le|gli|i|un[ao]?|non|\w{2,}(?:[aei]re|rre))\b", _FLAGS)
"""The Italian one, not that of *two clamps per side*."""
_AIM = re.compile(
    r"[,\s]*so\s+(?=(?:the|a|an|it|they|we|you|that|your|its|there|no|nothing|each|every|both|all|(?-i:[A-Z])\S*)\s)",
    _FLAGS,
)
"""*So* before a clause: its purpose or outcome."""
_ADVERB = re.compile(
    r"[,;.:–—\s]\s*so\s*[,.]|[,;.:–—\s]\s*so\s+(?:far|twice|once|many|much|few|long|soon|often|little|well|good|bad|big|small|hard|easy|very|on\b|he|she|i\b|\w+ly\b|\w+\s+(?:that|as|dass|que)\b)",
    _FLAGS,
)
"""*So* that gives no reason: *so far*, *so many*."""
_SPLICE = re.compile(
    r",\s+(?=(?:it|they|this|that|there|the|an?|you|es|sie|das|die|der|il|elle|ça|eso|isso|questo)\s)", _FLAGS
)
"""A comma between a rule and the sentence that explains it."""
_RULE = re.compile(
    r"[\W_]*(?:(?:ideally|generally|usually|normally),?\s+)?(?:never|don't|do\s+not|always|avoid|keep|use|make\s+sure|leave|start|(?:one|you|we)\s+(?:should|must)\s+(?:not|never|always)|niemals?|nie|immer|jamais|toujours|nunca|"
    r"siempre|sempre|mai)\b",
    _FLAGS,
)
"""A rule of the workshop: what follows it after a semicolon or dash is its reason."""


_AROUND = " ,;:–—(\n\t"
"""What may stand beside a word of reason."""


def _because(words: str, start: int, *, own: bool) -> re.Match[str] | None:
    """The first word of reason that is not one of those with other uses, unless nothing better follows."""
    weak: re.Match[str] | None = None
    for match in _BECAUSE.finditer(words, start):
        if not words[: match.start()].strip() or not words[match.end() :].strip():
            continue
        if match[0].strip(_AROUND).casefold() in _WEAK:
            if (
                "as" in match[0].casefold().split()
                and not _as_clause(match, words)
                and (
                    _AS_TOLD.match(words, match.end())
                    or _SAID_AS.search(words[max(match.start() - 40, 0) : match.start()])
                )
            ):
                continue
            if match[0].lstrip()[:1] == "," and (
                "as" not in match[0].casefold().split() or clause(words[match.end() :].partition(", ")[0]) is not None
            ):
                weak = weak if weak is not None and weak[0].lstrip()[:1] == "," else match
            elif weak is None and _clause(match[0], words[match.end() :]) and (own or _told_by(match, words)):
                weak = match
        else:
            return match
    return weak


_SAID_AS = re.compile(
    r"\b(?:such|same|known|defined|used|well|as|seen|treated|regarded|considered|interpreted|written|expressed|modelled|modeled|referred\s+to|so\s+\w+|acts?|serves?|works?|functions?|described|thought\s+of|as\s+\w+(?:\s\w+)?)\s*$",
    _FLAGS,
)
"""Before *as* that tells what something is: ``is known as``, ``such as``."""


def _as_clause(match: re.Match[str], words: str) -> bool:
    """Whether *as* behind a comma has an article and a clause behind it: ``, as a ratio of vectors makes no sense``."""
    if match[0].lstrip()[:1] != "," or _A_THING.match(words, match.end()) is None:
        return False
    parted = clause(words[match.end() :].partition(", ")[0], sure=True)
    return parted is not None and len(parted[0].split()) <= 5


_A_THING = re.compile(r"an?\s(?!rule|result|consequence|check|start|first|whole|matter|guide)", _FLAGS)


def _told_by(match: re.Match[str], words: str) -> bool:
    """Whether *since*, or *as* with a pronoun, has a clause behind it."""
    word = match[0].strip(_AROUND).casefold()
    if word == "as" and "(" in match[0]:
        return False
    return (
        word == "since"
        or (word == "car" and _FRENCH.search(words[: match.start()]) is not None)
        or (word == "as" and re.match(r"(?:it|they|this|there|we)\s", words[match.end() :]) is not None)
    ) and (word == "car" or clause(words[match.end() :]) is not None)


_FRENCH = re.compile(r"\b(?:le|les|des|du|une|est|sont|il|elle|on|se|pas|ne|au|aux)\b|\b[ldnsc]['’]", _FLAGS)


_AS_TOLD = re.compile(
    r"(?:seen|shown|described|mentioned|above|below|opposed|well|in|of|an?|usual|always|before|expected|follows|if|though|soon|long|far|much|many)\b",
    _FLAGS,
)
"""*As* that compares or points: ``as seen above``, ``as a check``."""


def _clause(word: str, after: str) -> bool:
    """Whether *since* gives a reason here and not a time."""
    word = word.strip(_AROUND).casefold()
    return (
        word in ("since", "da", "denn", "car", "pues", "pois")
        or (word == "as" and clause(after.partition(", ")[0]) is not None)
    ) and re.match(
        r"(?:\d|then|last|yesterday|when|the (?:start|beginning|end|last|first)\b|\w+day)", after, re.IGNORECASE
    ) is None


_PICTURE = re.compile(r"!\[\[[^\[\]\n]*\]\]|!\[[^\[\]\n]*\]\([^()\s]*\)")
_OPENS = re.compile(
    r"\A\s*(?:[*_]{0,2}\([a-z\d]\)[*_]{0,2}\s+|for\s+(?:example|instance),\s*|(?:thus|hence|so|also|ideally|in\s+principle|in\s+general|moreover|furthermore|note\s+that|remember\s+that),?\s+(?=\S+\s)|"
    r"[*_]{0,2}(?:answer|note|remarks?|example|result|antwort|merke|nota|remarque)[*_]{0,2}:[*_]{0,2}\s*)",
    _FLAGS,
)
"""What opens a claim and is not of it."""


_CONCEDED = re.compile(
    r"^(?=.*?\b(?:could|might|would|can|may|also)\b)[^;:.]{8,120},\s+but\s+(?=(?:we|you|they|it|one|i)\s\S+\s\S)",
    _FLAGS,
)
"""What is conceded before the claim: ``we could also do X, but we do Y``."""


def _claim(text: str) -> str:
    text = _CONCEDED.sub("", text, count=1)
    claim = plain(balanced(_OPENS.sub("", _PICTURE.sub("", text), count=1))).strip(" ,;:–—-?.，。、；：")
    return claim[1:].strip() if claim[:1] == "(" and ")" not in claim else claim


def _reason(text: str) -> str:
    text = balanced(text).strip()
    if text.endswith(")") and "(" not in text:
        text = text[:-1]
    return _DANGLING.sub("", text.strip(" ,;:–—"))


_DANGLING = re.compile(r"[\s,;]+(?:and|und|et|y|e)$", _FLAGS)
"""What joined a reason to its outcome: ``it is unstable and | therefore …``."""
