"""Lines as people write them, annotated by hand: how many facts are found, how many are exactly right, how many are false.

All the rules were mended by these lines after they were first read, so the figures say that nothing is lost, not how well
other lines are read. A file in ``tests/lines`` has blocks parted by blank lines: a heading (``# …``), the line (``⏎`` for a
line end), then the facts a careful reader takes from it::

    h name | value | unit | context …     a setting: 5, {1,2}, 1..3, >=1, <=5, '1/3', 5+<=8
    s subject || tier :: value :: unit :: example || …
    - hyperparameter scale                 nothing of these kinds

The figures are floors: a change that reads more lines raises them, one that loses lines fails here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.test_facts import read

FOLDER = Path(__file__).parent / "lines"
Value = tuple[object, object, tuple[object, ...]]


@dataclass
class Row:
    heading: str
    line: str
    settings: list[tuple[str, Value]] = field(default_factory=list)
    tiers: list[tuple[str, Value]] = field(default_factory=list)
    negative: bool = False


def number(text: str) -> object:
    text = text.strip()
    return text.strip("'") if text.startswith("'") else float(text)


def value(text: str) -> Value:
    """Low, high and values of a value as the files write it."""
    if "+" in text:
        (low, high, values), (low2, high2, values2) = (value(part) for part in text.split("+"))
        return low if low2 is None else low2, high if high2 is None else high2, values or values2
    if text.startswith(">="):
        return number(text[2:]), None, ()
    if text.startswith("<="):
        return None, number(text[2:]), ()
    if ".." in text:
        low, high = text.split("..")
        return number(low), number(high), ()
    return None, None, tuple(number(part) for part in text.strip("{}").split(","))


def rows(path: Path) -> Iterator[Row]:
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        heading, line, *facts = block.split("\n")
        row = Row(heading[2:], line.replace("⏎", "\n"))
        for fact in facts:
            if fact.startswith("h "):
                name, amount, *_ = re.split(r"\s*\|(?=\s|$)", fact[2:])
                row.settings.append((name.strip(), value(amount.strip())))
            elif fact.startswith("s "):
                for tier in fact[2:].split("||")[1:]:
                    name, amount, *_ = (part.strip() for part in tier.split("::"))
                    row.tiers.append((name, value(amount)))
            else:
                row.negative = True
        yield row


def note(row: Row, section: bool) -> str:
    """The row as a note: the tag at the end of the line, or on the heading."""
    tag = "#scale" if row.tiers else "#hyperparameter"
    if section:
        return f"## {row.heading} {tag}\n\n{row.line}\n"
    above = row.line.startswith(("|", "-")) and "\n" in row.line
    return f"## {row.heading}\n\n" + (f"{tag}\n\n{row.line}\n" if above else f"{row.line} {tag}\n")


def words(name: str) -> set[str]:
    return {w.removesuffix("s") if len(w) > 3 else w for w in re.findall(r"[^\W\d_]+", name.lower().replace("_", " "))}


def same(name: str, amount: Value, other: str, theirs: Value) -> bool:
    a, b = words(name), words(other)
    alike = a == b or (a & b and 2 * len(a & b) / (len(a) + len(b)) >= 0.8)
    return bool(alike) and plain(amount) == plain(theirs)


def plain(amount: Value) -> tuple[object, object, frozenset[object]]:
    low, high, values = amount
    return low, high, frozenset(values)


def found(row: Row, section: bool) -> list[tuple[str, Value]]:
    """What flashgen reads in a row, as name and value."""
    facts, _ = read(note(row, section))
    pairs: list[tuple[str, Value]] = []
    for fact in facts:
        fields = fact.fact.fields()
        for one in fields.get("tiers") or (fields,):  # type: ignore[attr-defined]
            if row.tiers and one["low"] == one["high"]:
                pairs.append((one["name"], (None, None, (one["low"],))))
            else:
                pairs.append((one["name"], (one["low"], one["high"], tuple(one.get("values") or ()))))
    return pairs


def figures(section: bool, names: tuple[str, ...]) -> tuple[float, float]:
    """F1 of the facts that are exactly right, and the share of negative lines with a false fact."""
    gold = read_out = right = false = negative = 0
    for file in names:
        for row in rows(FOLDER / f"{file}.txt"):
            pairs = found(row, section) if section or not row.negative else []
            if row.negative:
                negative += section
                false += bool(pairs)
                read_out += len(pairs)
                continue
            wanted = row.settings + row.tiers
            gold, read_out = gold + len(wanted), read_out + len(pairs)
            for name, amount in wanted:
                hit = next((p for p in pairs if same(name, amount, *p)), None)
                if hit is not None:
                    pairs.remove(hit)
                    right += 1
    return 2 * right / (gold + read_out), false / negative if negative else 0.0


@pytest.mark.parametrize(
    ("section", "names", "least", "most"),
    [
        (False, ("settings", "workshop"), 0.85, 0.0),
        (True, ("settings", "workshop"), 0.8, 0.14),
        (False, ("lectures",), 0.8, 0.0),
        (True, ("lectures",), 0.7, 0.1),
    ],
)
def test_how_many_lines_are_read_right(section: bool, names: tuple[str, ...], least: float, most: float) -> None:
    exact, false = figures(section, names)
    assert exact >= least
    assert false <= most
