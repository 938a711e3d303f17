"""Words of scripts that need no spaces: runs of ideographs and kana, and Korean words with their endings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashgen.grammar.words import CJK, HANGUL, Lexicon, is_setting

_MAGNITUDE = re.compile("백만|천만|십만|백|천|만|억|조")
_ENDINGS = re.compile(
    r"(?:에서는|에서|으로는|부터|까지의|까지|이상의|이상|이하의|이하|미만|초과|정도로|정도|사이|이내|가량|쯤|으로|로|은|는|이|가|을|를|의|에|이다|와|과|이나|나|입니다|이고|이며|만)$"
)
_ENDING = re.compile(r"에서는|에서|부터|까지|이상|이하|미만|초과|정도|사이|이내|가량|입니다|으로|이다|이나|이고|이며|.")


def words_in(piece: str, lex: Lexicon, after_number: bool) -> Iterator[str]:
    """The words of a piece, which together are the piece.

    A run of ideographs is cut at the connecting words in it, a Korean word at its ending.
    """
    if lex.ideographs is not None and CJK.search(piece):
        yield from _between_connectives(piece, lex.ideographs)
    elif lex.lang == "ko" and HANGUL.search(piece) and piece not in lex.phrases:
        yield from _before_endings(piece, after_number)
    else:
        yield piece


def _between_connectives(piece: str, connectives: re.Pattern[str]) -> Iterator[str]:
    at = 0
    for found in connectives.finditer(piece):
        if found.start() > at:
            yield piece[at : found.start()]
        yield found[0]
        at = found.end()
    if at < len(piece):
        yield piece[at:]


def _before_endings(piece: str, after_number: bool) -> Iterator[str]:
    if after_number and (magnitude := _MAGNITUDE.match(piece)):
        yield magnitude[0]
        piece = piece[magnitude.end() :]
    ending = _ENDINGS.search(piece) if len(piece) > 1 else None
    if ending is not None and (after_number or (ending.start() > 1 and not is_setting(piece, "ko"))):
        if ending.start() > 0:
            yield piece[: ending.start()]
        yield from _ENDING.findall(ending[0])
    elif piece:
        yield piece
