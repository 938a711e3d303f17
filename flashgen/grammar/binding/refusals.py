"""Numbers that are no value of a setting: tools, durations, conditions, conversions, things said once more."""

from __future__ import annotations

import itertools

from flashgen.grammar import evidence
from flashgen.grammar.binding.case import Case
from flashgen.grammar.binding.labels import in_label
from flashgen.grammar.binding.names import Name
from flashgen.grammar.binding.passage import Passage
from flashgen.grammar.binding.vocabulary import CONDITIONS, EVERY, FOR_WORDS, OF_WORDS, SAME, STAND_INS, WITH
from flashgen.grammar.quantity import COUNTED, TIME_UNITS, UNITS, Quantity
from flashgen.grammar.words import singular

_DIVIDING = frozenset(
    "divided multiplied scaled reduced dropped lowered raised increased decreased decayed divide multiply scale cut reduce drop lower raise increase decrease shrink decay".split()
)
_ALONG = frozenset("with mit con avec com or oder and".split())
_PLACES = frozenset("on in auf im sur dans en no na".split())
_SUPPOSING = CONDITIONS - {"quand", "sobald"} | {"while"}
_OTHERS = frozenset("other another alternative alternatives".split())
_BESIDES = _OTHERS | frozenset("others alternatively also auch aussi también também anche".split())
_NOT = frozenset("not nicht pas não non".split())
_STEPS = frozenset("flute step epoch layer iteration head trial fold".split())
_NO_NAMES = frozenset("for at by and or the a an of to in it this that then with und oder et ou y o e".split())
_PARTICLES = frozenset(
    "out up down off back away over on around along together apart aside ahead forward last next first again only just even then there here now "
    "still already also too very quite rather almost nearly exactly roughly well less fewer later earlier once twice ago yet "
    "actually basically currently finally initially mainly mostly originally probably really simply slightly especially particularly "
    "is are was were be been has have had does do did can could will would may might shall".split()
)


def no_value(case: Case) -> bool:
    """Whether a number is none of a setting, whatever its name would be."""
    return (
        evidence.worked_out(case.passage.tokens, case.quantity)
        or _bad(case)
        or _compared(case)
        or _factor(case)
        or _part(case)
        or _direction(case)
        or _pair(case)
        or _milestone(case)
        or _date(case)
        or _tool(case)
        or _duration(case)
        or _purpose(case)
        or in_label(case.passage, case.quantity, case.start, case.end)
        or _qualifies(case)
        or _restated(case)
        or contrasted(case.passage, case.quantity) == "dropped"
    )


def no_measure_of(case: Case, name: Name) -> bool:
    """Whether a number cannot be that of the name found: a count in millimetres, one side of a conversion."""
    return _measures_count(case.quantity, name) or _converted(case)


def said_of_another(case: Case, name: Name, route: str) -> bool:
    """Whether a number is only another choice, or a condition of the value."""
    return (bool(case.found) and _alternative(case, name, route)) or _condition(case)


def _bad(case: Case) -> bool:
    """``a leaf size of 1 overfits``: a value one should not take."""
    n, tokens = case.quantity.last, case.passage.tokens
    return case.quantity.form in ("value", "choice") and n < case.end and tokens[n].norm in _FAILS


_FAILS = frozenset("overfits diverges explodes fails crashes stalls collapses oscillates underfits".split())


def _compared(case: Case) -> bool:
    """``0.1 mm less than the allowance``."""
    n, tokens = case.quantity.last, case.passage.tokens
    than = n + 2 < case.end and tokens[n + 1].norm == "than" and tokens[n + 2].kind != "num"
    return than and tokens[n].norm in ("less", "more", "smaller", "larger", "fewer", "greater", "higher", "lower")


def _factor(case: Case) -> bool:
    """``divide the learning rate by 3``: by how much something changes."""
    tokens, first = case.passage.tokens, case.quantity.first
    by = first > 0 and tokens[first - 1].norm == "by"
    return by and any(t.norm in _DIVIDING for t in tokens[case.start : first - 1])


def _part(case: Case) -> bool:
    """``14 of 30 people``: so many of so many."""
    tokens, passage, quantity = case.passage.tokens, case.passage, case.quantity
    if quantity.unit or quantity.form != "value":
        return False
    after, before = quantity.last, quantity.core - 1
    if after + 1 < passage.count and tokens[after].norm == "of" and passage.has_number(after + 1, after + 2):
        return True
    return before > 0 and tokens[before].norm == "of" and tokens[before - 1].kind == "num" and bool(case.index)


def _direction(case: Case) -> bool:
    """``towards 0 for larger data``: where something moves."""
    first = case.quantity.first
    return first > 0 and case.passage.tokens[first - 1].norm in ("towards", "toward")


def _pair(case: Case) -> bool:
    """``the distance between two holes``: how many things something lies between."""
    quantity = case.quantity
    return quantity.spelled and quantity.form == "value" and case.passage.tokens[quantity.first - 1].norm == "between"


def _milestone(case: Case) -> bool:
    """``0.1, divided by 10 at epochs 30 and 60``: when a setting changes, beside the setting."""
    tokens, n = case.passage.tokens, case.quantity.first - 1
    if not case.found or case.last is None:
        return False
    while n > 0 and (singular(tokens[n].norm) in _STEPS or tokens[n].role == "det"):
        n -= 1
    if tokens[n].norm not in ("at", "after", "bei", "nach"):
        return False
    for m in range(n - 1, case.last.quantity.last - 1, -1):
        if tokens[m].kind in ("comma", "semi", "stop"):
            return False
        if tokens[m].norm in _DIVIDING:
            return True
    return False


_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec "
    "januar februar märz mai juni juli oktober dezember monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun "
    "mondays tuesdays wednesdays thursdays fridays saturdays sundays".split()
)


def _date(case: Case) -> bool:
    """``by May 3``."""
    quantity, tokens = case.quantity, case.passage.tokens
    if quantity.unit or not quantity.first:
        return False
    month = tokens[quantity.first - 1]
    return month.norm.rstrip(".") in _MONTHS and month.text[:1].isupper() and tokens[quantity.core].text.isdigit()


_BODIES = frozenset("hole bore shaft pin plate sheet rod wire bar tube pipe".split())
"""What a size describes: ``0.01 in a 0.2 in hole``."""
_TOOLS = frozenset(
    "endmill endmills em drill drills bit bits cutter cutters tool tools ballnose reamer fräser schaftfräser bohrer".split()
)


def _tool(case: Case) -> bool:
    """``for a 1/4'' tool go with 0.004''``: the first number describes what is used, as in ``0.003 per tooth 1/4'' endmill``
    the second does."""
    quantity, tokens = case.quantity, case.passage.tokens
    after = tokens[quantity.last].norm if quantity.last < case.passage.count else ""
    if case.found and after in _BODIES and tokens[quantity.first - 1].norm in ("a", "an"):
        return True
    if not quantity.physical:
        return False
    following = [token.norm for token in tokens[quantity.last : quantity.last + 2]]
    if case.found and (not _TOOLS.isdisjoint(following[:1]) or following == ["end", "mill"]):
        return True
    if not case.passage.has_number(quantity.last, case.end):
        return False
    n = quantity.first - 1
    while n >= 0 and tokens[n].role == "det":
        n -= 1
    if n < 0 or n == quantity.first - 1 or tokens[n].norm not in (*FOR_WORDS, "with", "using", "mit"):
        return False
    return case.right is not None and case.right.known == 0


def _duration(case: Case) -> bool:
    """``at 400 °C for 2 h``, ``from 1.0 to 0.1 over a million frames``: how long, beside a setting."""
    quantity, tokens = case.quantity, case.passage.tokens
    if case.last is None:
        return False
    if quantity.unit in TIME_UNITS:
        return quantity.first > 0 and tokens[quantity.first - 1].norm in FOR_WORDS
    over = tokens[quantity.first].norm == "over" and case.last.quantity.core >= case.start
    return over and any(t.role in ("change", "from") for t in tokens[case.last.quantity.first : quantity.first])


def _purpose(case: Case) -> bool:
    """``double for 6 mm``: a number that says what another one holds for; a share may be a value, ``for 5% of the steps``."""
    quantity, tokens = case.quantity, case.passage.tokens
    if not case.found or tokens[quantity.first - 1].role != "for" or tokens[quantity.first - 1].norm not in FOR_WORDS:
        return False
    return not (quantity.unit or "").startswith("%") and (case.right is None or not case.right.known)


def _qualifies(case: Case) -> bool:
    """``0.1 when the rank is over 64``, ``4 for clusters of 64 GPUs``: a number that says when another one holds."""
    quantity, tokens = case.quantity, case.passage.tokens
    if case.last is None or case.last.quantity.core < case.passage.sentence(quantity.core)[0]:
        return False
    before = case.last.quantity
    for n in range(quantity.first - 1, before.last - 1, -1):
        token = tokens[n]
        if token.kind in ("comma", "semi", "stop", "colon", "=", "(", "arrow", "nl") or token.role == "and":
            return False
        if token.norm in CONDITIONS:
            return True
        if n < case.start or before.core < case.start:
            continue
        if quantity.spelled and token.norm in _PLACES:
            return True  # on a single GPU
        if token.norm in WITH:
            continue  # it adds something: "chunks of 256 tokens with 10% overlap"
        if token.norm in FOR_WORDS or token.norm in ("at", "bei"):
            between = tokens[before.last : n]
            if any(t.kind in ("comma", "(") or t.norm in _ALONG for t in between):
                return False
            return bool(quantity.sign) or quantity.physical or (case.right is not None and case.right.known == 2)
    return False


def _restated(case: Case) -> bool:
    """``5000 mm/min, i.e. a bit less than 200''/min``, ``…, so 0.1 mm``, ``beyond 3 it overfits``: more about a number before."""
    quantity, tokens, start = case.quantity, case.passage.tokens, case.start
    if case.last is None:
        return False
    first = quantity.first
    if first > 1 and tokens[first - 1].norm == "by" and tokens[first - 2].norm in _DIVIDING:
        return True  # "… and divide by 10"
    if [t.norm for t in tokens[quantity.last : quantity.last + 2]] == ["in", "total"]:
        return True
    if case.last.quantity.form in ("range", "bound") and case.last.quantity.core >= start:
        between = tokens[case.last.quantity.last : first]
        if any(t.role == "example" for t in between) and not any(t.kind == "colon" for t in between):
            return True  # 32-64 sequences, e.g. 4 per device
    if start and tokens[start].norm in evidence.FOLLOWING and tokens[start - 1].kind == "comma":
        return True
    if first == start and quantity.sign and quantity.words and tokens[start].role in ("lower", "upper"):
        return _own_clause(case.passage, quantity)
    return any(
        tokens[n].norm in SAME and tokens[n + 1].norm not in OF_WORDS  # that of brass is another
        for n in range(max(case.last.quantity.last, first - 6), first)
    )


def _own_clause(passage: Passage, quantity: Quantity) -> bool:
    """Whether words for someone or something doing something follow: ``beyond 3 | the returns shrink``."""
    n = quantity.last
    return (
        n + 1 < passage.count and passage.tokens[n].role in ("det", "copula", "person") and passage.tokens[n + 1].word
    )


def contrasted(passage: Passage, quantity: Quantity) -> str:
    """``not the 80/20 of traditional ML`` is a fact about traditional ML ("kept"); a bare ``not 5`` is none ("dropped")."""
    tokens, n = passage.tokens, quantity.first - 1
    while n >= 0 and tokens[n].role in ("det", "approx", "prep", "like") and tokens[n].norm != "not":
        n -= 1
    if n < 0:
        return ""
    token = tokens[n]
    not_the = token.role == "versus" and token.norm == "the" and n > 0 and tokens[n - 1].norm == "not"
    if token.role == "versus" and not not_the:
        if token.norm.startswith("vs") or token.norm == "versus":
            return ""
    elif not (not_the or token.norm in _NOT) or (quantity.sign and quantity.words):
        return ""
    return "kept" if _of_follows(passage, quantity) else "dropped"


def _of_follows(passage: Passage, quantity: Quantity) -> bool:
    """Whether it is said right after a number what it is of."""
    n = quantity.last
    return n < passage.count and passage.tokens[n].norm in (*OF_WORDS, "in", "from", "as", "like", "used", "for")


def _alternative(case: Case, name: Name, route: str) -> bool:
    """``other values … are 0.1, 0.001``, ``100,000 is also seen``: not the setting itself."""
    tokens, start = case.passage.tokens, case.start
    ahead = name.last <= case.quantity.first and name.first >= start and "comma" not in name.crossing
    if route in ("right", "left") and name.known == 2 and ahead:
        return any(t.norm in _OTHERS for t in tokens[start : name.first])
    if route not in ("clause", "heading", "lead", "left", "inherited"):
        return False
    if any(t.norm in _BESIDES for t in tokens[start : case.end]):
        return True
    return route != "inherited" and name.known < 2 and start > 0 and tokens[start - 1].kind == "stop"


def _condition(case: Case) -> bool:
    """``If pre-training ran at 1e-4, …``: the number is in a condition and another one follows."""
    quantity, tokens = case.quantity, case.passage.tokens
    if not case.passage.has_number(quantity.core + 1, case.end):
        return False
    if quantity.sign and quantity.words and _begins_with_for(case):
        return True
    for n in range(quantity.first - 1, case.start - 1, -1):
        if tokens[n].kind == "comma":
            return False
        if tokens[n].norm in _SUPPOSING:
            return any(t.kind == "comma" for t in tokens[quantity.last : case.end])
    return False


def _begins_with_for(case: Case) -> bool:
    """``For a thickness above 6 mm a lens …``: whether the clause begins with what the number bounds."""
    tokens, direct, n = case.passage.tokens, case.direct, case.start
    if direct is None or not direct.here or tokens[n].norm not in FOR_WORDS:
        return False
    n += 1
    while n < direct.first and tokens[n].role == "det":
        n += 1
    return n == direct.first


def _converted(case: Case) -> bool:
    """Whether a number is one side of ``1 inch is 25.4 mm``."""
    near = case.passage.quantities[max(case.index - 1, 0) : case.index + 2]
    return any(_converts(case.passage, a, b) for a, b in itertools.pairwise(near))


def _converts(passage: Passage, a: Quantity, b: Quantity) -> bool:
    """Whether one of something is said to be so much of another measure."""
    between = passage.tokens[a.last : b.core]
    if a.values != (1,) or not (a.physical and b.physical) or not 0 < len(between) <= 2:
        return False
    return all(t.role in ("copula", "approx") or t.kind in ("=", "~") for t in between)


def _measures_count(quantity: Quantity, name: Name) -> bool:
    """Whether something that is counted would get a measure: no ``steps`` of ``100 mm``."""
    words = name.text.lower().split()
    counted = bool(words) and singular(words[-1].strip("`$")) in _STEPS
    if counted and not quantity.unit and any(isinstance(n, float) and n < 1e6 and n % 1 for n in quantity.numbers):
        return True  # no step is 1.2
    return counted and quantity.physical and quantity.unit in UNITS and quantity.unit not in ("%", *COUNTED)


def no_name(passage: Passage, text: str, name: Name, quantity: Quantity) -> bool:
    """Whether the words found are a particle, an adverb or a verb of effect, which name nothing: ``save up to 50%``."""
    word = text.lower()
    if word in _NO_NAMES:
        return not (text.isupper() and "op" in name.crossing)  # E = 210 GPa
    if not name.known and word in STAND_INS:
        return True
    if name.known or " " in word or not name.here or passage.tokens[name.first].code:
        return False
    ordered = quantity.first and passage.tokens[quantity.first - 1].norm in EVERY
    lower = passage.tokens[name.first].text.islower() or not name.first
    return (word in _PARTICLES and lower) or (word in evidence.EFFECTS and not ordered)
