"""Rules that look right beside a number: at the words before and after it, at its label and its brackets."""

from __future__ import annotations

from dataclasses import replace

from flashgen.grammar.binding.around import of_sibling, outside
from flashgen.grammar.binding.beside import (
    before_default,
    before_first,
    before_for,
    compared_with,
    measured_noun,
    search,
    subject_sign,
    under_for,
)
from flashgen.grammar.binding.brackets import nouns_end
from flashgen.grammar.binding.case import NOTHING, Case, Chosen, Rule
from flashgen.grammar.binding.conditions import closing_word
from flashgen.grammar.binding.described import described
from flashgen.grammar.binding.earlier import parallel, same_measure
from flashgen.grammar.binding.labels import about_subject, says_nothing
from flashgen.grammar.binding.names import Name, is_verb, nameable
from flashgen.grammar.binding.passage import Passage
from flashgen.grammar.binding.vocabulary import EVERY, OF_WORDS, STAND_INS, WITH
from flashgen.grammar.quantity import COUNTED
from flashgen.grammar.words import singular


def _before_its_base(case: Case) -> Chosen | None:
    """``ウォームアップは | 全ステップの 5〜10%``: a share whose base stands before it has its name before that."""
    return Chosen(case.direct, "left") if case.based and case.direct is not None else None


def _sign_of_clause(case: Case) -> Chosen | None:
    """``$\\epsilon$ sits near machine precision (1e-7)``: the words before brackets only compare it."""
    if case.direct is None or "paren" not in case.over:
        return None
    sign = subject_sign(case.passage, case.start, case.direct, case.quantity)
    if sign is not None and case.direct.known == 2 and _is_called(case, sign):
        return Chosen(replace(case.direct, symbol=sign.text), "left")
    return Chosen(sign, "clause") if sign is not None else None


def _is_called(case: Case, sign: Name) -> bool:
    """``$\\beta$ is the momentum coefficient``: whether the words are what a symbol stands for."""
    between = case.passage.tokens[sign.last : case.direct.first] if case.direct is not None else []
    return len(between) == 2 and between[0].norm in ("is", "ist", "est", "es", "é", "è") and between[1].role == "det"


def _every(case: Case) -> Chosen | None:
    """``save every 500 steps``: the steps are the unit, the word before is the name."""
    direct, first = case.direct, case.quantity.first
    if direct is None or case.passage.tokens[first - 1].norm not in EVERY or direct.last >= first:
        return None
    if any(is_verb(case.passage, n) for n in range(direct.last, first)):
        return NOTHING  # the scale is doubled every 2000 steps
    return Chosen(direct, "left")


def _all_named_left(case: Case) -> Chosen | None:
    """``nozzle 230 °C bed 70 °C fan 50%``: where every number has words before it, they are the names."""
    direct, right = case.direct, case.right
    if direct is None or right is None or direct.known or right.known:
        return None
    if direct.last != case.passage.before_bound(case.quantity) or (case.last is not None and case.last.known):
        return None
    return Chosen(direct, "left") if _each_has_words_before(case.passage) else None


def _each_has_words_before(passage: Passage) -> bool:
    """Whether every number of the line has words right before it."""
    floor = 0
    for quantity in passage.quantities:
        n = passage.before_bound(quantity) - 1
        if n < floor or not nameable(passage, n):
            return False
        floor = quantity.last
    return len(passage.quantities) > 1


def _before_unknown_unit(case: Case) -> Chosen | None:
    """``cadence around 170-180 spm``."""
    return Chosen(case.direct, "left") if case.direct is not None and unit_unknown(case) else None


def unit_unknown(case: Case) -> bool:
    """Whether a clause is nothing but a name, a number and an abbreviation, which is then the unit."""
    direct, right, quantity = case.direct, case.right, case.quantity
    if direct is None or right is None or quantity.unit or direct.known == 2 or right.known or direct.crossing:
        return False
    if direct.first != case.start or right.first != quantity.last or right.last - right.first != 1:
        return False
    word = case.passage.tokens[right.first]
    short = len(word.text) <= 4 and word.text.isalpha() and not word.norm.endswith("s") and not word.code
    return short and right.last >= case.end


_CONTENTS = frozenset(
    ("%", "M", "mM", "µM", "μM", "uM", "nM", "g/L", "g/l", "mg/mL", "mg/ml", "µg/mL", "ppm", "wt%", "vol%")
)


def _share_of_what_follows(case: Case) -> Chosen | None:
    """``mild steel has up to 0.25% carbon``, ``the buffer contains 150 mM NaCl``."""
    direct, right, quantity = case.direct, case.right, case.quantity
    if quantity.unit not in _CONTENTS or right is None or right.known or right.first != quantity.last:
        return None
    tokens, sure = case.passage.tokens, Chosen(replace(right, known=1), "right")
    if direct is None or tokens[direct.last - 1].role == "and":  # … and 2% Tween
        return sure if case.last is not None and case.last.route == "right" else None
    contains = any(t.norm in _CONTAINS for t in tokens[direct.last : quantity.first])
    told = direct.crossing and not direct.crossing & {"colon", "op", "dash"}
    if not contains and (direct.known or not told):
        return None
    return sure if contains else Chosen(right, "right")


_CONTAINS = frozenset("contain contains containing enthält contient contiene contém".split())


def _before_closing_word(case: Case) -> Chosen | None:
    """``O-ring squeeze 15–25 % static``: the name stands right before, the word after says where."""
    direct = case.direct
    if direct is None or direct.crossing or case.found or direct.last != case.quantity.first:
        return None
    if case.right is not None and case.right.known:
        return None
    return Chosen(direct, "left") if closing_word(case.passage, case.quantity, case.end) else None


def _counted_plural(case: Case) -> Chosen | None:
    """``temperature 0.07 and 5-20 negatives``: after a named number a plural is the name of what it counts."""
    right = case.right
    if case.last is None or case.direct is not None or right is None or right.known or case.quantity.unit is not None:
        return None
    per = right.last - right.first == 3 and case.passage.tokens[right.first + 1].norm == "per"
    if per:
        return Chosen(replace(right, known=1), "right") if _plural(case.passage, right.first) else None
    if case.last.route not in ("left", "right") or right.last - right.first > 2:
        return None
    counted = right.last - right.first == 2 and case.passage.tokens[right.last - 1].norm in COUNTED
    sure = replace(right, known=max(right.known, counted))
    return Chosen(sure, "right") if counted or _plural(case.passage, right.last - 1) else None


def _plural(passage: Passage, n: int) -> bool:
    """Whether a word is a plural that is counted nowhere else: ``5-20 negatives``."""
    norm = passage.tokens[n].norm
    return passage.lang == "en" and norm.endswith("s") and norm not in COUNTED and singular(norm) != norm


def _as_the_number_before(case: Case) -> Chosen | None:
    """``hardening at 850 °C, tempering at 180 °C``."""
    if case.direct is None or (case.right is not None and case.right.known == 2) or not parallel(case, case.direct):
        return None
    return Chosen(case.direct, "left")


def _before_filled_brackets(case: Case) -> Chosen | None:
    """``small filters (3x3 or 5x5)``: brackets with nothing but the number."""
    passage, n = case.passage, case.quantity.first - 1
    if case.direct is None or case.direct.known or n < 1 or passage.tokens[n].kind != "(":
        return None
    filled = passage.closing.get(n) == case.quantity.last
    if not filled or not _plural(passage, n - 1) or passage.tokens[n - 1].norm in STAND_INS:
        return None
    return None if compared_with(passage, case.direct) else Chosen(case.direct, "left")


_HAVING = frozenset("has have having needs need uses use takes take wants want requires require gets".split())


def _things_had(case: Case) -> Chosen | None:
    """``a pinion needs at least 17 teeth``: the things that something has are counted, and what has them is where."""
    direct, right, passage = case.direct, case.right, case.passage
    if direct is None or right is None or direct.known or right.known or case.found or case.quantity.unit:
        return None
    n = case.quantity.first - 1
    while n > direct.last and passage.tokens[n].role in ("approx", "hedge", "det", "lower", "upper"):
        n -= 1
    had = case.over <= {"copula", "bound"} and passage.tokens[n].norm in _HAVING
    things = passage.tokens[right.last - 1].norm
    if not had or right.first != case.quantity.last or not (things == "teeth" or singular(things) != things):
        return None
    return Chosen(replace(right, context=[direct.text, *right.context]), "right")


def _before_of(case: Case) -> Chosen | None:
    """``a patience of 5 evaluations``."""
    direct, right = case.direct, case.right
    if direct is None or right is None or direct.known or right.known or direct.crossing != {"of"}:
        return None
    return Chosen(direct, "left")


def _before_for(case: Case) -> Chosen | None:
    """``the tap drill for M6 is 5.0 mm``: of the tap drill, not of the M6."""
    if case.direct is None or case.direct.known == 2 or not case.over & {"copula", "op", "colon"}:
        return None
    name = before_for(case.passage, case.direct, case.floor)
    return Chosen(name, "left") if name is not None else None


def _before_first(case: Case) -> Chosen | None:
    """``warmup over the first 2,000 steps``."""
    name = before_first(case.passage, case.quantity, case.floor)
    return Chosen(name, "left") if name is not None else None


def _measure_of(case: Case) -> Chosen | None:
    """``a press fit needs 0.02 mm of interference``."""
    if case.direct is not None and case.direct.known:
        return None
    name = measured_noun(case.passage, case.quantity, case.end)
    return Chosen(name, "right") if name is not None else None


def _elliptic(case: Case) -> Chosen | None:
    """``M6 has a pitch of 1 mm, M8 of 1.25 mm``, ``that of brass 19``: the name before, of something else."""
    before, direct, tokens = case.last, case.direct, case.passage.tokens
    if before is None or before.route not in ("left", "inherited") or not (before.known or before.context):
        return None
    if case.quantity.physical and before.quantity.physical and not same_measure(case.quantity, before.quantity.unit):
        return None
    words = ""
    for n in range(before.quantity.last, case.quantity.first - 1):
        if tokens[n].norm in ("that", "those") and tokens[n + 1].norm in OF_WORDS:
            words = case.passage.wording(n + 2, nouns_end(case.passage, n + 2, 4))
    if direct is not None and direct.known < 2 and case.over == {"of"} and "of" in before.crossing:
        words = words or (direct.text if tokens[direct.first - 1].role != "det" else "")
    if not words:
        return None
    name = Name(0, 0, before.known, before.name, before.symbol or "", [words], set(before.crossing))
    return Chosen(name, "inherited")


def _own_words_of(case: Case) -> Chosen | None:
    """``window 5, vectors of 100 dimensions``, ``25 ms long with a hop of 10 ms``."""
    direct, tokens = case.direct, case.passage.tokens
    if case.last is None or direct is None or direct.known or "of" not in case.over:
        return None
    n = direct.first - 1
    while n >= 0 and tokens[n].role == "det":
        n -= 1
    begins = n >= 0 and (tokens[n].kind in ("comma", "semi") or tokens[n].role == "and" or tokens[n].norm in WITH)
    return Chosen(direct, "left") if begins else None


def _before_tolerance(case: Case) -> Chosen | None:
    """``accuracy ±0.02 mm`` below “Machine tolerance”."""
    direct = case.direct
    bare = direct is not None and case.quantity.form == "tolerance" and not direct.crossing
    return Chosen(direct, "left") if bare and direct is not None else None


def _before_default(case: Case) -> Chosen | None:
    """``the ignore index (default: -100)``."""
    name = before_default(case.passage, case.quantity, case.floor)
    return Chosen(name, "left") if name is not None else None


def _default_of_line(case: Case) -> Chosen | None:
    """``numcep: cepstra to return, default 13``, ``The length of the window. Default is 25 ms``: what the line begins with."""
    if case.found or (case.direct is not None and case.direct.known == 2 and case.direct.first >= case.floor):
        return None
    idle = case.label is not None and case.label[0] > 1 and says_nothing(case.passage, case.label)
    name = described(case.passage, case.quantity, case.label if idle else None)
    return Chosen(name, "label") if name is not None else None


def _of_label(case: Case) -> Chosen | None:
    """``**Top layers:** as many as fit (10-11)``: what the label of the line is about."""
    subject = case.scene.subject
    if not about_subject(case.passage, subject, case.quantity, case.direct, case.right, case.found):
        return None
    return Chosen(replace(subject, context=[]), "label") if subject is not None else None


def _outside_for_idle_label(case: Case) -> Chosen | None:
    """``Typical range: 3-5`` below a heading: the label says nothing, the heading is the name."""
    if not case.scene.outer or case.label is None or not says_nothing(case.passage, case.label):
        return None
    if case.right is not None and case.quantity.first != case.label[1] + 1:
        return None
    if case.direct is not None and case.direct.known and case.direct.first > case.label[1]:
        return None  # Practical default: topK between 4 and 8
    return outside(case)


_LASTING = frozenset("warmup warm-up patience cooldown burn-in".split())


def _lasts(case: Case) -> Chosen | None:
    """``200 steps`` below “Warmup”: the heading lasts, the steps are its unit."""
    outer, right, quantity = case.scene.outer, case.right, case.quantity
    if not outer or right is None or case.found or quantity.unit or case.direct is not None:
        return None
    steps = case.passage.tokens[right.first].norm in ("steps", "epochs", "iterations", "updates")
    lasts = outer[0].name.text.lower().split()[-1:] and outer[0].name.text.lower().split()[-1] in _LASTING
    return outside(case) if steps and lasts and right.first == quantity.last else None


_COUNTS = frozenset("layer head epoch step iteration fold".split())


def _place_of_share(case: Case) -> Chosen | None:
    """``Input layer: 0.2`` below “Dropout”: no count is a fraction, the layer is where."""
    direct, quantity = case.direct, case.quantity
    if direct is None or direct.known != 2 or not case.scene.outer or not direct.here:
        return None
    if singular(case.passage.tokens[direct.last - 1].norm) not in _COUNTS or direct.last - direct.first < 2:
        return None
    fraction = quantity.unit == "%" or any(isinstance(n, float) and not n.is_integer() for n in quantity.numbers)
    if not fraction:
        return None
    chosen = outside(case)
    chosen.name.context.append(direct.text)
    return chosen


def _known_left(case: Case) -> Chosen | None:
    """``learning rate of 1e-4``: unless the number has a better claim to what follows it."""
    direct, over = case.direct, case.over
    if direct is None or direct.known != 2:
        return None
    if case.right is not None and case.right.known == 2:
        if "comma" in over and not over & {"op", "copula"}:
            return None
        if "with" in over and not over & {"op", "colon"}:
            return None
        if under_for(case.passage, direct):
            return None
    return Chosen(direct, "left")


def _symbol_left(case: Case) -> Chosen | None:
    """``$\\eta = 0.1$``: a symbol, which the words before it may explain."""
    direct, over, tokens = case.direct, case.over, case.passage.tokens
    if direct is None or direct.known != 1:
        return None
    filled = "paren" in over and case.passage.closing.get(case.quantity.first - 1) == case.quantity.last  # β₁ (0.9)
    told = filled or over & {"op", "copula", "colon", "of", "imperative", "bound"}
    if not (told or direct.last == case.quantity.first or case.quantity.symbol[1]):
        return None
    earlier = next((b for b in case.found if b.symbol and b.symbol.strip("$`") == direct.text.strip("$`")), None)
    if earlier is not None:
        name = Name(direct.first, direct.last, 2, earlier.name, earlier.symbol or "", crossing=over)
        return Chosen(name, "left")
    if over & {"op", "comma", "paren"} and (words := _words_of(case, direct)) is not None:
        return Chosen(words, "clause")
    if case.scene.outer and tokens[direct.first].math and all(t.math for t in tokens if t.word):
        outer = case.scene.outer[0]
        return Chosen(replace(outer.name, symbol=direct.text), outer.route)
    return Chosen(direct, "left")


def _words_of(case: Case, symbol: Name) -> Name | None:
    """The words of the clause that a symbol stands for: ``the learning rate, $\\eta$ = 0.1``."""
    passage = case.passage
    tokens = passage.tokens
    words = search(passage, max(case.start, case.floor), symbol.first, case.found)
    if words is None or symbol.symbol or under_for(passage, words):
        return None
    if symbol.last - symbol.first != 1 or len(tokens[symbol.first].text) > 8:
        return None
    if _listed_in_brackets(case, symbol):
        return None
    if symbol.first and tokens[symbol.first - 1].role == "and":
        return None  # N >= 0 and M >= 0: symbols in a row are names themselves
    beside = words.last == symbol.first or symbol.crossing & {"comma", "paren"}
    parted = any(
        t.kind in ("comma", "(", "colon", "dash") or t.role in ("copula", "hedge")
        for t in tokens[words.last : symbol.first]
    )
    if not (beside or parted):
        return None
    words.symbol = symbol.text
    return words


def _listed_in_brackets(case: Case, symbol: Name) -> bool:
    """``Gaussian noise (p = 0.4, amplitude 0.01)``: brackets with settings of what stands before them."""
    passage, opening = case.passage, symbol.first - 1
    if opening < 1 or passage.tokens[opening].kind != "(" or opening not in passage.closing:
        return False
    return passage.has_number(case.quantity.last, passage.closing[opening])


def _known_right(case: Case) -> Chosen | None:
    """``3-5 epochs``."""
    if case.right is None or case.right.known != 2:
        return None
    if case.direct is not None and case.direct.here and _same_noun(case.passage, case.direct, case.right):
        return Chosen(case.direct, "left")  # Passes: 1 pass
    return Chosen(case.right, "right")


def _same_noun(passage: Passage, one: Name, other: Name) -> bool:
    words = [singular(passage.tokens[name.last - 1].norm) for name in (one, other)]
    return words[0] == words[1]


def _words_as_context(case: Case) -> Chosen | None:
    """``- aluminium: 69 GPa`` after ``- modulus of steel: 200 GPa``: the words before are what it is of."""
    return of_sibling(case) if case.direct is not None else None


NEAR: tuple[Rule, ...] = (
    _before_its_base,
    _sign_of_clause,
    _every,
    _all_named_left,
    _before_unknown_unit,
    _before_closing_word,
    _share_of_what_follows,
    _counted_plural,
    _as_the_number_before,
    _before_filled_brackets,
    _elliptic,
    _own_words_of,
    _before_for,
    _before_first,
    _measure_of,
    _things_had,
    _before_of,
    _before_tolerance,
    _default_of_line,
    _before_default,
    _of_label,
    _outside_for_idle_label,
    _lasts,
    _place_of_share,
    _known_left,
    _symbol_left,
    _known_right,
    _words_as_context,
)
