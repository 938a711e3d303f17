"""The signs for and against a number with a name: what ``evidence`` weighs, from the part of the clause that speaks of it."""

from __future__ import annotations

from collections.abc import Iterator

from flashgen.grammar import evidence
from flashgen.grammar.binding.bound import Binding
from flashgen.grammar.binding.case import Case
from flashgen.grammar.binding.names import Name
from flashgen.grammar.binding.passage import Passage
from flashgen.grammar.binding.vocabulary import OF_WORDS
from flashgen.grammar.quantity import Token


def signs(case: Case, name: Name, route: str) -> frozenset[str]:
    """What the words around a number say of it."""
    passage, quantity, tokens = case.passage, case.quantity, case.passage.tokens
    first, last = _window(case)
    if route == "inherited" and case.last is not None:
        first = max(first, case.last.quantity.last)
        first = next((n + 1 for n in range(quantity.first - 1, first - 1, -1) if tokens[n].kind == "comma"), first)
    others = sum(1 for q in passage.quantities if case.start <= q.core < case.end) - 1
    seen = evidence.signs(
        tokens, quantity, (min(first, quantity.first), max(last, quantity.last)), passage.sentence(quantity.core),
        (name.first, name.last), name.text, name.known, route, name.crossing, others,
    )  # fmt: skip
    more = set()
    if tokens[case.start].norm in evidence.CONDITIONS and case.start <= name.first < name.last <= first:
        more.add("named in condition")
    if route == "left" and name.context and tokens[name.last].norm in OF_WORDS:
        more.add("property of")
    if case.end < passage.count and any(token.text in ("?", "？") for token in tokens[case.end :]):
        more.add("asked after")
    if route == "right" and quantity.physical and quantity.form == "value" and _describes_subject(case, name):
        more.add("size of subject")
    if name.symbol and route == "left":
        more.add("with symbol")
    if quantity.form == "value" and route in ("heading", "lead"):
        more |= set(_told_plainly(case))
    if passage.block.headings and evidence.idle(passage.block.headings[-1]):
        more.add("under results")
    return seen | more


def _describes_subject(case: Case, name: Name) -> bool:
    """``a 40 W tube needs …``: whether a clause begins with something of that size."""
    tokens, first = case.passage.tokens, case.quantity.first
    if first != case.start + 1 or tokens[case.start].norm not in _ARTICLES or name.last >= case.end:
        return False
    return name.known < 2 and tokens[name.last].role in ("copula", "person", "")


def _told_plainly(case: Case) -> Iterator[str]:
    """Signs that a lone value below a heading is told of something else: ``The folder is …``, ``Head 3 looks …``."""
    tokens, quantity, start = case.passage.tokens, case.quantity, case.start
    while start < quantity.first and tokens[start].kind in ("dash", "quote", "("):
        start += 1
    if start < quantity.first - 1 and tokens[start].norm in _ARTICLES and tokens[start + 1].norm not in evidence.USUAL:
        yield "article first"
    direct = case.direct
    if (
        direct is not None
        and not quantity.unit
        and not direct.crossing
        and direct.last == quantity.first == direct.first + 1
    ):
        yield "numbered"


_ARTICLES = frozenset("a an the this that my our der die das ein eine le la un une el los".split())


def note_list(passage: Passage, found: list[Binding]) -> None:
    """``wheel speed 30 m/s, infeed 10 µm``: where a line is but names and values, a sure one vouches for the others."""
    if len(found) < 2 or not any(binding.sure >= 0.5 for binding in found):
        return
    floor = found[0].named[0]
    for binding in found:
        first, last = binding.named
        loose = (*passage.tokens[floor:first], *passage.tokens[last : binding.quantity.first])
        if binding.route != "left" or first == last or not all(_parts(token) for token in loose):
            return
        floor = _value_end(passage, binding.quantity.last)
    if not all(_parts(token) for token in passage.tokens[floor:]):
        return
    for binding in found:
        binding.seen |= {"beside a sure one"}
        binding.sure = evidence.sure(binding.seen)


_DOUBTFUL = 0.5
"""Below this a number is in need of another one that vouches for it,"""
_VOUCHING = 0.75
"""… which is as sure as this."""


def note_company(passage: Passage, found: list[Binding]) -> None:
    """Where one number of a sentence is a setting, the doubtful ones beside it mostly are as well; asked anew of what is left."""
    for binding in found:
        if "in company" in binding.seen:
            binding.seen -= {"in company"}
            binding.sure = evidence.sure(binding.seen)
    sure = {passage.sentence(binding.quantity.core) for binding in found if binding.sure >= _VOUCHING}
    for binding in found if sure else ():
        doubtful = binding.sure < _DOUBTFUL and binding.route != "inherited"
        if doubtful and passage.sentence(binding.quantity.core) in sure:
            binding.seen |= {"in company"}
            binding.sure = evidence.sure(binding.seen)


def _value_end(passage: Passage, n: int) -> int:
    """Token after a value with its ``per pass`` and its brackets."""
    tokens = passage.tokens
    if n + 1 < passage.count and tokens[n].norm == "per":
        n += 2
    if n < passage.count and tokens[n].kind == "(":
        n = passage.closing.get(n, n - 1) + 1
    return n


def _parts(token: Token) -> bool:
    """Whether a token only parts or joins the names and values of a list."""
    return token.kind in ("comma", "semi", "stop", "nl", "colon", "=", "~", "dash") or (
        token.word and token.role in ("and", "det", "approx", "hedge", "lower", "upper")
    )


def _window(case: Case) -> tuple[int, int]:
    """The part of a clause that speaks of this number: no leading condition, no explanation after a colon."""
    tokens, first, last = case.passage.tokens, case.start, case.end
    quantity = case.quantity
    if tokens[first].role == "for" or tokens[first].norm in ("if", "when", "once"):
        first = next((n + 1 for n in range(first, quantity.first) if tokens[n].kind == "comma"), first)
        if first == case.start and tokens[first].norm in ("if", "when", "once"):
            last = next((n for n in range(quantity.last, last) if tokens[n].kind == "comma"), last)
    last = next((n for n in range(quantity.last, last) if tokens[n].kind == "colon" and not tokens[n].code), last)
    return first, last
