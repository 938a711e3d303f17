"""Evidence: what speaks for a number being a setting, and what for a story, a result or a change: signs in, a weight out.

In a tagged section plain prose stands beside facts, so a reading must be weighed. ``signs`` names what is seen around a number;
``sure`` adds up what each sign is worth. The weights come of a logistic regression (with a prior by judgement, since many signs
are rare) over some 650 numbers in lines annotated by hand, rounded to quarters; signs found since then are weighed by judgement
and held against a further 400 lines. ``tests/lines`` holds a part of all those lines and watches the outcome. A sum of 0 is as
likely a setting as not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from flashgen.grammar.quantity import TIME_UNITS, Quantity, Token
from flashgen.grammar.words import singular

_ASSIGNED = re.compile(r"\w\s?=\s?\d")
_DIVIDED = re.compile(r"[/*·×]\s*\d")
_LETTERS = re.compile(r"[^\W\d_]+")

WEIGHTS: dict[str, float] = {
    "a": -0.75,
    "after or before": -1.25,
    "any": 0.25,
    "approximate": 0.5,
    "article first": -1.25,
    "arithmetic": -1.5,
    "arrow": -1.0,
    "asked after": -3.0,
    "bare": 1.0,
    "because": 0.5,
    "beside a sure one": 1.75,
    "calls for": -3.25,
    "capable": -0.25,
    "caption": -4.0,
    "change": -1.5,
    "compare": -1.0,
    "condition before": -2.5,
    "condition first": -2.75,
    "consequence": -0.75,
    "crowd": 1.0,
    "dispraise": -2.25,
    "effect": -2.0,
    "equated": -0.75,
    "even": -3.0,
    "example first": -2.25,
    "form bound": 0.25,
    "form choice": 0.5,
    "form dimension": -1.5,
    "form range": 1.0,
    "form ratio": -0.25,
    "form relative": -0.25,
    "form tolerance": 1.25,
    "form vague": -0.25,
    "form value": -0.25,
    "firm bound": 0.5,
    "hedge": 0.5,
    "imperative": 1.5,
    "in company": 0.75,
    "known 0": -1.0,
    "known 2": 1.0,
    "later clause": 0.5,
    "log": -3.0,
    "long name": -0.25,
    "measured": 0.25,
    "measured, one value": 0.5,
    "money": -2.25,
    "name in code": -0.5,
    "named in condition": -2.75,
    "negation": 0.25,
    "number first": 1.0,
    "numbered": -1.5,
    "obliging": 1.25,
    "ordered": 1.5,
    "ordinal": -3.0,
    "over colon": 0.75,
    "over comma": -0.5,
    "over copula": -0.5,
    "over imperative": -0.5,
    "over label": 0.25,
    "over op": 0.25,
    "over paren": 0.25,
    "participle before": -0.75,
    "past after": -2.25,
    "past before": -2.75,
    "person": -1.75,
    "plain change": -1.0,
    "plain statement": -0.75,
    "pronoun": -0.75,
    "property of": 1.0,
    "proven": 0.75,
    "question": -2.5,
    "range of something unknown": -1.75,
    "result": -2.25,
    "result in name": -2.0,
    "route clause": 0.25,
    "route inherited": -0.5,
    "route label": 1.0,
    "route lead": 0.75,
    "route left": 0.25,
    "route sibling": 1.0,
    "share": 0.25,
    "share, one value": -1.0,
    "signed bound": 0.25,
    "size of subject": -2.0,
    "specified": -1.5,
    "storage": -1.0,
    "spelled": -0.75,
    "spelled, no known name": -1.25,
    "supposed": -2.75,
    "terse": 0.25,
    "under results": -2.0,
    "unit of time": -1.0,
    "unit of time, no known name": -1.75,
    "unprompted": 0.25,
    "unprompted, no known name": 0.25,
    "used": -2.0,
    "usual": 1.75,
    "verb in name": -1.5,
    "with": 0.25,
    "with first": -1.5,
    "with symbol": 0.75,
    "worded bound": -0.75,
}
"""Sign → what it is worth."""


def sure(seen: frozenset[str]) -> float:
    """How sure a reading is, by its signs."""
    return sum(WEIGHTS.get(sign, 0.0) for sign in seen)


def signs(
    tokens: Sequence[Token],
    quantity: Quantity,
    clause: tuple[int, int],
    sentence: tuple[int, int],
    name: tuple[int, int],
    words: str,
    known: int,
    route: str,
    crossing: set[str],
    others: int,
) -> frozenset[str]:
    """The signs around a number that was given a name.

    ``clause`` and ``sentence`` are token spans, ``name`` that of its name (empty where it stands elsewhere), ``words`` the
    name itself, ``route`` how it was found, ``crossing`` what lies between, ``others`` how many more numbers the clause has.
    """
    seen = {
        "any",
        f"route {route}",
        f"known {known}",
        f"form {quantity.form}",
        *(f"over {what}" for what in crossing),
        *_of_unit(quantity, known, tokens[quantity.last : quantity.last + 3]),
        *(_of_name(words) if quantity.form != "tolerance" else ()),
        *_of_words(tokens, quantity, clause, name),
        *_of_opening(tokens, quantity, clause, sentence, crossing),
        *_of_signs(tokens, quantity, clause),
        *(("log",) if any(_logs(tokens, n, sentence[1]) for n in range(*sentence)) else ()),
        *_of_brevity(tokens, quantity, clause, name),
        *(("alone",) if not others else ("crowd",) if others > 2 else ()),
    }
    told = "copula" in crossing or tokens[quantity.first].role == "from"
    advised = seen & {"usual", "obliging", "ordered"}
    if known < 2 and quantity.form == "range" and told and route == "left" and not advised:
        seen.add("range of something unknown")
    if advised - {"ordered"}:
        seen.discard("share, one value")
    if "change" in seen and not advised:
        seen.add("plain change")
    if not seen & PROMPTS:
        seen.add("unprompted" if known == 2 else "unprompted, no known name")
        if quantity.form == "value":
            seen.add("plain statement")
    return frozenset(seen)


PROMPTS = frozenset(
    (
        "usual", "obliging", "imperative", "ordered", "over colon", "over op", "over label", "route lead", "route heading", "route label",
        "route sibling", "form choice", "form tolerance", "name in code", "negation",
    )
)  # fmt: skip
"""Signs that an author tells a reader what to choose."""


def _of_unit(quantity: Quantity, known: int, following: Sequence[Token]) -> Iterator[str]:
    if quantity.unit and RESULTS & set(quantity.unit.lower().split()):
        yield "result"
    if quantity.unit in TIME_UNITS:
        yield "unit of time" if known == 2 else "unit of time, no known name"
    elif quantity.unit and quantity.physical:
        if quantity.unit in STORAGE and quantity.form == "value":
            yield "storage"
        kind = "share" if quantity.unit.startswith("%") else "measured"
        yield kind if quantity.form != "value" else f"{kind}, one value"
    if quantity.unit in STORAGE and any(t.norm in RESULTS for t in following):
        yield "result"
    if quantity.spelled:
        yield "spelled"
        if known < 2:
            yield "spelled, no known name"


def _of_name(words: str) -> Iterator[str]:
    plain = {singular(word) for word in _LETTERS.findall(words.lower())}
    if plain & RESULTS:
        yield "result" if not plain - RESULTS else "result in name"
    if words[:1] == "`":
        yield "name in code"
    if len(words.split()) > 4:
        yield "long name"


def worked_out(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether a number is part of a sum: ``σ = 50 kN / 314 mm² = 159 MPa``."""
    if not quantity.unit or not _DIVIDED.search(quantity.unit):
        return False
    return any(token.kind in ("=", "~") for token in tokens[quantity.core : quantity.last + 1])


@lru_cache(256)
def idle(heading: str) -> bool:
    """Whether under a heading stand results, exercises or dates."""
    return not _IDLE_HEADINGS.isdisjoint(word.strip("s") for word in heading.lower().split())


def comes_out(cell: str) -> bool:
    """Whether the first cell of a row names a result, or a run by its settings: ``train/loss``, ``batch_size=4, r=8``."""
    words = [singular(word) for word in _LETTERS.findall(cell.lower())]
    return bool(words) and (words[-1] in RESULTS or bool(_ASSIGNED.search(cell)))


def _of_words(
    tokens: Sequence[Token], quantity: Quantity, clause: tuple[int, int], name: tuple[int, int]
) -> Iterator[str]:
    """What the words of the clause say."""
    start, end = clause
    for n in range(start, end):
        token = tokens[n]
        if not token.word or name[0] <= n < name[1] or token.code or token.math:
            continue
        before = n < quantity.first
        if token.norm in ("make", "pass") and n > start and tokens[n - 1].word and not tokens[n - 1].role:
            yield "effect"  # two of them make 36
            continue
        if token.role in ("past", "change") and n + 1 < len(tokens) and tokens[n + 1].norm in PRAISE:
            yield "proven"
            continue
        if token.role in ("hedge", "imperative", "past", "person", "negation", "because"):
            if token.norm in IDLE:
                continue
            if token.role == "past":
                yield "past before" if before else "past after"
            elif token.role == "hedge" and _denied(tokens, n, start):
                yield "dispraise"
            elif token.role == "hedge":
                yield "usual" if token.norm in USUAL else "hedge"
            else:
                yield token.role
        elif n < quantity.last + 6 and (
            token.role == "change" or (token.role == "compare" and not _attributive(tokens, n))
        ):
            yield token.role
        if token.norm in ("i", "we") and n + 1 < quantity.first:
            told = tokens[n + 1]
            if told.norm in STORIES or participle(told.norm):
                yield "past before"
        if token.norm in TOLD:
            yield "past before" if before else "past after"
        if said := _SAYING.get(token.norm):
            yield said
        elif token.norm == "used" and quantity.form == "value":
            yield "used"
        elif not token.role and participle(token.norm):
            yield "participle before" if before else "participle after"
        elif token.norm in ("it", "they", "that", "this"):
            yield "pronoun"
    at = quantity.first - 1
    while at > start and tokens[at].role == "approx":
        at -= 1
    if quantity.first and (last := tokens[at]).word:
        if last.norm in TEMPORAL:
            yield "after or before"
        elif last.norm in ("even", "another", "first", "last", "next", "these", "those", "this", "the", "other"):
            yield "pointed at"
        elif last.norm in ("with", "mit", "avec", "con", "com"):
            yield "with"
        elif last.norm in ("a", "an", "ein", "eine", "einer", "un", "une", "una", "um", "uma"):
            yield "a"
    if any(tokens[n].norm in ("even", "sogar", "même") for n in range(max(start, quantity.first - 3), quantity.first)):
        yield "even"
    if any(tokens[a].role == "approx" or tokens[a].kind == "~" for a, _ in quantity.words):
        yield "approximate"
    if quantity.sign:
        yield "worded bound" if quantity.words else "signed bound"
        if any(token.norm in FIRM for a, b in quantity.words for token in tokens[a:b]):
            yield "firm bound"


def _denied(tokens: Sequence[Token], n: int, start: int) -> bool:
    """Whether a word of praise is denied: ``were not enough``, ``isn't a good choice``."""
    if tokens[n].norm not in _PRAISING:
        return False
    return any(
        tokens[m].role == "negation" or tokens[m].norm in ("nicht", "pas", "não") for m in range(max(start, n - 3), n)
    )


_PRAISING = frozenset(
    "enough sufficient good great best safe reasonable sane sensible suffice suffices ideal optimal".split()
)


def _attributive(tokens: Sequence[Token], n: int) -> bool:
    """Whether a comparative only says which ones: ``for larger datasets``, ``in the bigger models``."""
    if not 0 < n < len(tokens) - 1 or tokens[n - 1].norm not in ("for", "in", "on", "with", "the", "a"):
        return False
    return tokens[n + 1].word and not tokens[n + 1].role


def participle(word: str) -> bool:
    """Whether a word ends as past forms do: ``exposed``, not ``speed``."""
    return len(word) > 4 and word.endswith("ed") and not word.endswith("eed")


def _of_brevity(
    tokens: Sequence[Token], quantity: Quantity, clause: tuple[int, int], name: tuple[int, int]
) -> Iterator[str]:
    """Whether the clause is but a name and its value, or the name has swallowed a verb."""
    others = [
        tokens[n]
        for n in range(*clause)
        if tokens[n].word and not name[0] <= n < name[1] and not quantity.first <= n < quantity.last
    ]
    if not any(token.role in ("", "copula", "past", "change", "person", "effect") for token in others):
        yield "terse"
        joined = all(token.role in ("approx", "lower", "upper") for token in tokens[name[1] : quantity.first])
        if 0 < name[1] - name[0] <= 3 and name[1] <= quantity.first and joined and quantity.physical:
            yield "bare"
    plain = not quantity.unit and quantity.form == "value"
    if plain and name[1] == name[0] + 1 == quantity.first and tokens[name[0]].norm in ORDINAL:
        yield "ordinal"
    parted = any(tokens[n].kind == "slash" for n in range(quantity.first, quantity.last))
    if parted and quantity.form == "choice" and name[1] > name[0] and tokens[name[1] - 1].norm in ORDINAL:
        yield "ordinal"  # Iteration: 200 / 2000
    if any(tokens[n].norm in TOLD for n in range(*name)):
        yield "past before"
    if name[1] > name[0] + 1:
        last = tokens[name[1] - 1]
        if last.role in ("past", "change", "compare") or (not last.code and participle(last.norm)):
            yield "verb in name"
    elif (
        name[1]
        and name[0]
        and tokens[name[0] - 1].norm in ("is", "are")
        and tokens[name[1]].norm in ("into", "in", "by")
    ):
        yield "verb in name"  # the word is split into 3 parts


def _of_opening(
    tokens: Sequence[Token],
    quantity: Quantity,
    clause: tuple[int, int],
    sentence: tuple[int, int],
    crossing: set[str],
) -> Iterator[str]:
    """What the clause begins with: a condition, a supposition, an order, a caption."""
    start = clause[0]
    while start < quantity.first and (
        tokens[start].role in ("and", "det") or tokens[start].kind in ("quote", "(", "dash")
    ):
        start += 1
    if start >= len(tokens):
        return
    first = tokens[start]
    if first.norm in CONDITIONS:
        yield "condition first"
    elif any(tokens[n].norm in CONDITIONS for n in range(start, quantity.first)):
        yield "condition before"
    if first.norm in SUPPOSING:
        yield "supposed"
    after = tokens[quantity.last].norm if quantity.last < clause[1] else ""
    if quantity.form == "bound" and quantity.words and after in CALLING:
        yield "calls for"
    if first.norm in ("with", "at", "mit", "bei", "avec") and any(
        t.role == "copula" or t.norm in EFFECTS for t in tokens[quantity.last : clause[1]]
    ):
        yield "with first"
    if first.norm in CAPTIONS and start + 1 < len(tokens) and tokens[start + 1].kind == "num":
        yield "caption"
    if first.role == "imperative" or (
        first.norm in ORDERS and start + 1 < len(tokens) and tokens[start + 1].role not in ("copula", "change")
        and tokens[start + 1].kind not in ("colon", "=", "dash", "slash")
    ):  # fmt: skip
        yield "ordered"
    if first.role == "example" and "colon" not in crossing:
        yield "example first"
    if first.norm in FOLLOWING:
        yield "consequence"
    if first is tokens[quantity.first] or start >= quantity.first:
        yield "number first"
    if clause[0] > sentence[0]:
        yield "later clause"


def _of_signs(tokens: Sequence[Token], quantity: Quantity, clause: tuple[int, int]) -> Iterator[str]:
    """Signs that numbers are reckoned with, listed or asked for."""
    start, end = clause
    arithmetic = equal = False
    for n in range(start, end):
        kind = tokens[n].kind
        if (
            kind in ("times", "star", "plus")
            and not quantity.first <= n < quantity.last
            and not _of_dimension(tokens, n)
        ):
            arithmetic = arithmetic or any(
                0 <= m < len(tokens) and tokens[m].kind in ("num", ")") for m in (n - 1, n + 1)
            )
        elif kind == "=" and n and tokens[n - 1].kind in ("num", "%", "inch", ")"):
            equal = True
        elif kind == "money":
            yield "money"
        elif kind == "arrow":
            yield "arrow"
    if arithmetic:
        yield "arithmetic"
    if equal:
        yield "equated"
    if tokens[end - 1].text in ("?", "？"):
        yield "question"


def _of_dimension(tokens: Sequence[Token], n: int) -> bool:
    """Whether a times sign is that of ``7×7``, or of ``4× the bar diameter``."""
    if not 0 < n < len(tokens) - 1 or tokens[n].kind != "times" or not tokens[n].glued:
        return False
    return tokens[n - 1].kind == "num" and (tokens[n + 1].word or tokens[n + 1].glued)


def _logs(tokens: Sequence[Token], n: int, end: int) -> bool:
    """Whether a result stands at a token with its value: ``loss=0.5``, ``acc: 0.8``, ``loss 2.31``."""
    if tokens[n].norm not in LOGGED or n + 1 >= end:
        return False
    at = n + 2 if tokens[n + 1].kind in ("=", "colon") else n + 1
    return at < end and tokens[at].kind == "num" and not tokens[at].text.isdigit()


LOGGED = frozenset("loss acc accuracy ppl perplexity bleu f1 mse rmse auc".split())
"""Results that a run prints."""
RESULTS = frozenset(
    "accuracy loss perplexity bleu rouge f1 error score scores speedup improvement recall precision throughput latency acc mse rmse auc map memory "
    "vram price cost budget salary population distance flops efficiency reward".split()
)
"""Words for what comes out of a run."""
_IDLE_HEADINGS = frozenset("result benchmark ablation exercise homework log deadline todo history attendance".split())
"""Words of headings (without ``s``) under which no settings stand."""
STORAGE = frozenset(("KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB"))
ORDINAL = frozenset("step epoch layer iteration fold trial run stage part rule".split())
"""What is numbered: ``step 3`` is the third one."""
ORDERS = frozenset(
    "wait soak temper spin peck flip rotate report allow leave print heat cool quench mix stir incubate drill cut mill turn sand dry cure bake preheat anneal "
    "harden draft sample train run warm tighten torque save log evaluate shuffle crop resize pad truncate clip drop add apply hold repeat limit cap feed "
    "wash rinse dilute centrifuge vortex measure plot average check test scale shift pre-train fine-tune finetune freeze unfreeze decay anneal grind "
    "tap ream bore weld solder glue clamp space overlap round".split()
)
"""Verbs that tell a reader what to do where a clause begins with them."""
STORIES = frozenset(
    "broke fell rose grew threw lost won slid built ran got found tried saw had took made went did put kept cut set bought built began chose".split()
)
"""Past forms without an ``-ed``, after ``I`` or ``we``."""
PRAISE = frozenset("well best fine great nicely ok okay better reliably".split())
"""Words after a past form that make what was done a recommendation: ``0.1 worked well``."""
TOLD = frozenset("lost broke built won fell wrote drove threw slid sank burst tore froze flew".split())
"""Past forms of which nothing else is meant."""
FIRM = frozenset("max max. min min. maximum minimum least most maximal minimal".split())
"""Words of bounds that one keeps to, not of amounts that came about."""
OBLIGING = frozenset(
    "should must soll sollte muss default recommended typical safe want wants need needs doit debe deve".split()
)
EFFECTS = frozenset(
    "get gets got leaves cut cuts save saves saved reduce reduces gives give yield yields bring brings cause causes speeds makes add adds show shows means "
    "mean lose loses gain gains hit hits reach reaches converge converges diverge diverges happen happens takes lasts cover covers correspond "
    "win wins beat beats outperform outperforms rival rivals outweigh outweighs surpass surpasses match matches "
    "corresponds produce produces result results improve improves boost boosts consume consumes guess guesses".split()
)
USUAL = frozenset(
    "usually typically often commonly generally normally common typical usual default defaults recommended suggested advised best good great optimal "
    "ideal ideally sane sensible reasonable safe standard popular conventional rule heuristic guideline preferred starting tends tend "
    "meist meistens üblich übliche üblicherweise typisch typische typischerweise oft häufig normalerweise standard standardmäßig empfohlen "
    "généralement habituellement souvent typiquement normalement courant typique recommandé par normalmente generalmente típicamente suele suelen "
    "geralmente tipicamente usualmente costuma di solitamente spesso genellikle tipik "
    "通常 一般 常用 常见 典型 默认 默认值 推荐 建议 一般的 一般的に 一般に デフォルト 推奨 目安 標準 初期値 보통 일반적으로 주로 기본값 권장 추천 일반적 일반적인".split()
)
"""Hedges that say what is done as a rule."""
CAPABLE = frozenset("can could may might kann puede peut pode può".split())
CALLING = frozenset(
    "asks calls demands needs requires implies indicates means gives yields makes lets allows suggests signals".split()
)
"""Verbs after a bound that say what follows from it: ``an engagement below 30% asks for …``."""
SPECIFYING = frozenset(
    "rated corresponds correspond equivalent weighs weigh rating sells sold priced costs cost ships shipped comes contains consists totals totaling totalling "
    "supports requires tested compatible measures wide thick tall heavy".split()
)
_SAYING = {
    word: sign
    for words, sign in ((SPECIFYING, "specified"), (CAPABLE, "capable"), (EFFECTS, "effect"), (OBLIGING, "obliging"))
    for word in words
}
"""Word → what it says; the last of these that has it counts."""
TEMPORAL = frozenset("after before until nach vor après avant después antes dopo prima since by".split())
CONDITIONS = frozenset(
    "if when once unless whenever wherever where falls wenn sobald si se quando cuando eğer assuming given suppose 如果 若 当 时 이면 라면 때 なら 場合 とき".split()
)
SUPPOSING = frozenset("suppose say assume consider imagine let example given here now supposons angenommen".split())
CAPTIONS = frozenset(
    "figure fig table listing algorithm abbildung abb tabelle tab figura tabla tabela tabella tableau şekil tablo 图 表 図 그림".split()
)
FOLLOWING = frozenset(
    "which so thus hence giving resulting leading therefore sodass also donc así por assim quindi".split()
)
IDLE = frozenset(
    "very quite too even still already now here there then thus therefore hence also rather nie never always today currently nowadays these well at respectively 分别 それぞれ".split()
)
