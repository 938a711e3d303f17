"""The stretch of text that words each fact of a line."""

from __future__ import annotations

from flashgen.grammar.binding.bound import Binding
from flashgen.grammar.binding.passage import Passage
from flashgen.grammar.binding.vocabulary import CONTRAST
from flashgen.grammar.quantity import Token


def note_places(passage: Passage, found: list[Binding]) -> None:
    """Give each fact its stretch: the whole line to a single one, else from the one before it to the next."""
    if len(found) == 1:
        found[0].start, found[0].end = 0, len(passage.text)
        return
    tokens = passage.tokens
    for index, binding in enumerate(found):
        start, end = passage.sentence(binding.quantity.core)
        first = start if index == 0 or found[index - 1].quantity.core < start else binding.first
        last = end
        if index + 1 < len(found) and found[index + 1].quantity.core < end:
            last = max(found[index + 1].first, binding.quantity.last)
        while last > binding.quantity.last and _leads_on(tokens[last - 1]):
            last -= 1
        while first < binding.first and (tokens[first].kind in ("comma", "semi", "nl") or tokens[first].role == "and"):
            first += 1
        last = max(last, binding.quantity.last)
        binding.start, binding.end = _marked(passage.text, tokens[first].start, tokens[last - 1].end)


def _leads_on(token: Token) -> bool:
    """Whether a token at the end of a stretch belongs to what follows."""
    return (
        token.kind in ("comma", "semi", "stop", "nl", "dash", "(")
        or token.role in ("and", "or", "det", "prep", "copula", "for", "versus", "to")
        or token.norm in CONTRAST
    )


def _marked(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of text with the signs of emphasis, code and math right around it."""
    while start and text[start - 1] in "*_`$":
        start -= 1
    while (
        end < len(text)
        and text[end] in "*_`$)"
        and (text[end] != ")" or text.count("(", start, end) > text.count(")", start, end))
    ):
        end += 1
    return start, end
