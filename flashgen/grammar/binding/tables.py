"""The rows of a table: a setting a column (``model | batch size | rank``), or a setting a row with its value, unit and bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flashgen.document import Block, Piece
from flashgen.grammar import evidence
from flashgen.grammar.binding.bound import Binding, Reading
from flashgen.grammar.binding.decision import STORY, SURE_IN_SECTION
from flashgen.grammar.binding.headings import name_in, plain_lead
from flashgen.grammar.binding.lines import bindings
from flashgen.grammar.binding.names import Name
from flashgen.grammar.quantity import UNITS
from flashgen.grammar.words import is_setting

_VALUE_HEADS = frozenset(
    "value values expected target default defaults range typical recommended setting settings suggested common usual wert werte bereich standard valeur valeurs plage valor "
    "valores rango faixa padrão valore değer 值 默认值 推荐值 范围 取值 値 推奨値 값 기본값 amount number size".split()
)
_LOW_HEADS = frozenset("min minimum low lower from mindestens mín".split())
_HIGH_HEADS = frozenset("max maximum high upper to höchstens máx".split())
_UNIT_HEADS = frozenset("unit units einheit unité unidad unidade unità birim 单位 単位 단위".split())
_SYMBOL_HEADS = frozenset("symbol sign formelzeichen symbole símbolo simbolo".split())
_DESCRIPTIVE = re.compile(
    r"descri|note|comment|meaning|what|purpose|explan|beschreib|bemerk|说明|備考|설명|effect|remark|details|info"
)
_DIGIT = re.compile(r"\d")
_SIZE = re.compile(r"[*_`]{0,3}[≤≥<>~]?\s*\.?\d")
"""What a row begins with that stands for a size, as ``1/16"``: no name of its values."""
_UNIT_IN_HEAD = re.compile(r"[(\[]([^)\]]{1,20})[)\]]")


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the headers of a table say."""

    texts: tuple[str, ...]
    """As written."""
    heads: tuple[str, ...]
    """In small letters, without marks."""
    names: tuple[Name | None, ...]
    """The settings they name."""
    plain: tuple[bool, ...]
    """Whether they only say that a value stands below, or a description."""

    def head(self, column: int) -> str:
        """The header of a column; empty where a row is longer than the header."""
        return self.heads[column] if column < len(self.heads) else ""

    def is_plain(self, column: int) -> bool:
        """Whether the header of a column names nothing."""
        return column >= len(self.plain) or self.plain[column]


def table_readings(block: Block) -> list[Reading]:
    """The bound numbers of a table, row by row."""
    table = block.table
    if table is None or len(table.header) < 2:
        return []
    texts = tuple(piece.text for piece in table.header)
    heads = tuple(re.sub(r"[*_`$:]+", "", text).strip().lower() for text in texts)
    plain = tuple(_plain(head) and not _names_more(text, block.lang) for text, head in zip(texts, heads, strict=True))
    columns = _Columns(texts, heads, _column_names(texts, plain, block.lang), plain)
    return [reading for row in table.rows for reading in _row_readings(block, columns, row)]


def _names_more(text: str, lang: str) -> bool:
    """``Typical chip load``: whether a header has words of values and the name of a setting."""
    name = name_in(text, lang)
    return name is not None and not set(name.text.lower().split()) & (_VALUE_HEADS | _LOW_HEADS | _HIGH_HEADS)


def _column_names(texts: tuple[str, ...], plain: tuple[bool, ...], lang: str) -> tuple[Name | None, ...]:
    """The settings that headers name; beside one that is known the other columns are of the same sort."""
    names = [name_in(text, lang) for text in texts]
    for n in range(1, len(names)):
        unit = _UNIT_IN_HEAD.search(texts[n])
        words = plain_lead(_UNIT_IN_HEAD.sub("", texts[n]))
        if names[n] is None and unit and words and unit[1].strip() in UNITS:
            names[n] = Name(0, 0, 1, words)  # Nozzle (°C)
    if any(name is not None and not idle for name, idle in zip(names[1:], plain[1:], strict=True)):
        for n in range(1, len(names)):
            words = plain_lead(_UNIT_IN_HEAD.sub("", texts[n]))
            names[n] = names[n] or (Name(0, 0, 0, words) if words else None)
    return tuple(names)


def _row_readings(block: Block, columns: _Columns, row: tuple[Piece, ...]) -> Iterator[Reading]:
    """The facts of one row: a value a column, or one value with its unit, bounds and description."""
    title = row[0].text.strip() if row else ""
    if title and not any(_DIGIT.search(cell.text) for cell in row[1:]):
        yield from _value_first(block, columns, row)
        return
    if not title or (block.scope == "section" and evidence.comes_out(title)):
        return
    name, symbol, known = name_of_cell(title, block.lang)
    sized = not known and _SIZE.match(title) is not None
    symbol = symbol or _cell_under(columns, row, _SYMBOL_HEADS)
    unit = _cell_under(columns, row, _UNIT_HEADS)
    value: Binding | None = None
    for column, cell in enumerate(row[1:], 1):
        head = columns.head(column)
        if head in _UNIT_HEADS or head in _SYMBOL_HEADS or not cell.text.strip():
            continue
        if block.scope == "section" and evidence.comes_out(head):
            continue
        inner = block.cell(cell, title)
        binding = next((b for b in bindings(inner) if b.sure > STORY - 1), None)
        if binding is None:
            continue
        own = columns.names[column] if column < len(columns.names) and not known else None
        idle = columns.is_plain(column)
        if own is None and sized and column < len(columns.texts):
            own = _measured_below(columns.texts[column])
            idle = own is None
        if own is not None and not idle and (own.known or _counts(block, binding)):
            _name_by_column(binding, own, columns.texts[column], title, block.lang)
            yield Reading(inner, binding)
            continue
        if not known and not (_counts(block, binding) and (any(columns.heads) or block.scope != "section")):
            continue
        binding.name, binding.symbol, binding.unit = name, symbol, binding.unit or unit
        if not columns.is_plain(column):
            binding.context = (plain_lead(columns.texts[column] if column < len(columns.texts) else ""),)
            yield Reading(inner, binding)
            continue
        binding.context = ()
        _set_side(binding, head)
        if value is None:
            value = binding
            yield Reading(inner, binding)
        elif head and not _DESCRIPTIVE.search(head):
            _complete(value, binding)


def _measured_below(head: str) -> Name | None:
    """``Amperage range``: what a header says beside that values stand below."""
    words = [w for w in plain_lead(_UNIT_IN_HEAD.sub("", head)).split() if w.lower() not in _VALUE_HEADS]
    if not words or _DESCRIPTIVE.search(head.lower()) or {w.lower() for w in words} & (_LOW_HEADS | _HIGH_HEADS):
        return None
    return Name(0, 0, 0, " ".join(words))


def _value_first(block: Block, columns: _Columns, row: tuple[Piece, ...]) -> Iterator[Reading]:
    """``| r = 4–8 | style transfer |``: a row that begins with the value, and says in words where it holds."""
    first = row[0]
    if not _DIGIT.search(first.text) or len(row) < 2:
        return
    inner = block.cell(first, first.text)
    binding = next((b for b in bindings(inner) if b.sure > STORY), None)
    if binding is None:
        return
    head = columns.names[0]
    if binding.route != "left" and head is not None and head.known == 2 and _SIZE.match(first.text):
        binding.name, binding.symbol = head.text, head.symbol or None
    elif binding.route != "left" or "op" not in binding.crossing:
        return
    whose = plain_lead(row[1].text)
    binding.context = (whose,) if 0 < len(whose) <= 60 else ()
    yield Reading(inner, binding)


def _counts(block: Block, binding: Binding) -> bool:
    """Whether a number in a cell is sure enough, where neither row nor column is known."""
    return block.scope != "section" or binding.sure >= SURE_IN_SECTION


def _cell_under(columns: _Columns, row: tuple[Piece, ...], heads: frozenset[str]) -> str | None:
    """The text of the first filled cell under such a header."""
    cells = zip(columns.heads[1:], row[1:], strict=False)
    return next((cell.text.strip() for head, cell in cells if head in heads and cell.text.strip()), None)


def _plain(head: str) -> bool:
    """Whether a header only says that a value stands below, or a description."""
    return (
        not head
        or head in _LOW_HEADS
        or head in _HIGH_HEADS
        or bool(_DESCRIPTIVE.search(head))
        or bool({head, *head.split()} & _VALUE_HEADS)
    )


def _name_by_column(binding: Binding, name: Name, head: str, title: str, lang: str) -> None:
    """The column names the setting, ``spindle speed [rpm]``; the row is what it is of."""
    binding.name, binding.symbol, binding.context = name.text, name.symbol or None, (plain_lead(title),)
    _set_side(binding, head.lower().partition(" ")[0].rstrip("."))
    unit = _UNIT_IN_HEAD.search(head)
    if binding.unit is None and unit and not is_setting(unit[1], lang):
        binding.unit = unit[1]


def _set_side(binding: Binding, head: str) -> None:
    """Under ``min`` a value is the low end, under ``max`` the high one."""
    if head in _LOW_HEADS and binding.values:
        binding.low, binding.values = binding.values[0], None
    elif head in _HIGH_HEADS and binding.values:
        binding.high, binding.values = binding.values[0], None


def _complete(value: Binding, more: Binding) -> None:
    """One more column of the same setting: its default beside its range, its max beside its min."""
    value.low = more.low if value.low is None else value.low
    value.high = more.high if value.high is None else value.high
    value.values = more.values if value.values is None else value.values
    value.value = f"{value.value}, {more.value}"


def name_of_cell(text: str, lang: str = "") -> tuple[str, str | None, bool]:
    """Name, symbol and whether it is a known setting, of a table cell: ``r`` (rank) gives rank and r."""
    text = re.sub(r"\*\*|__", "", text)
    if len(text) <= 120 and (m := re.fullmatch(r"([^$]{2,60}?)\s+(\$[^$]{1,30}\$)", text.strip())):
        return plain_lead(m[1]), m[2], True
    m = re.fullmatch(r"\s*([^()]{1,60})\(([^()]{1,40})\)\s*", text) if len(text) <= 120 else None
    if m:
        outer, inner = m[1].strip(), m[2].strip()
        plain_outer, plain_inner = re.sub(r"[*_`$]", "", outer).strip(), re.sub(r"[*`$]", "", inner).strip()
        if len(plain_outer) <= 3 < len(plain_inner) or plain_outer.startswith("\\"):
            return plain_lead(inner), outer.strip("*_ "), True
        if len(plain_inner) <= 4 or plain_inner.startswith("\\"):
            return plain_lead(outer), inner, _cell_known(plain_outer, lang)
    plain = " ".join(text.split())
    return plain, None, _cell_known(plain, lang)


def _cell_known(text: str, lang: str) -> bool:
    """Whether a cell names a setting for certain: code, math or a known name."""
    return text.startswith("`") or "$" in text or "\\" in text or name_in(text, lang) is not None
