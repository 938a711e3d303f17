"""Tables: a Markdown table under ``#table``; each row is asked by its first cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from flashgen.document import Block
from flashgen.grammar.wording import context, plain
from flashgen.notes import Extracted, FactError, Sketch


@dataclass(frozen=True, slots=True)
class Table:
    """Header and rows as they stand."""

    kind: ClassVar[str] = "table"
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def fields(self) -> dict[str, object]:
        return {"header": list(self.header), "rows": [list(row) for row in self.rows]}

    def sketches(self, block: Block) -> tuple[Sketch, ...]:
        whole = markdown(self.header, self.rows)
        shared = {
            "Header": " · ".join(cell for cell in self.header[1:] if cell),
            "Column0": self.header[0],
            "Context": context(block, " ".join(self.header)),
            "Whole": whole,
        }
        columns = " | ".join(plain(cell) for cell in self.header)
        return tuple(
            Sketch(
                "table",
                f"{plain(row[0])} ({columns})",
                {"RowName": row[0], "Row": self._said(row), **shared},
            )
            for row in self.rows
            if row[0] and any(row[1:])
        )

    def _said(self, row: tuple[str, ...]) -> str:
        """A row as it is answered: each column's name with what stands there, which a phone shows without scrolling."""
        cells = [(name, cell) for name, cell in zip(self.header[1:], row[1:], strict=False) if cell]
        if len(cells) == 1:
            return cells[0][1]
        return "\n".join(f"- **{name}**: {cell}" if name else f"- {cell}" for name, cell in cells)


def markdown(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    """A table as Markdown; a pipe in a cell stays escaped."""

    def line(cells: tuple[str, ...]) -> str:
        escaped = (cell.replace("\n", " ").replace("\\|", "|").replace("|", "\\|") for cell in cells)
        return "| " + " | ".join(escaped) + " |"

    return "\n".join((line(header), "|" + "---|" * len(header), *(line(row) for row in rows)))


def read(block: Block) -> Iterator[Extracted]:
    """The table of a block."""
    table = block.table
    if table is None:
        if block.scope == "own":
            first = block.text.strip().split("\n")[0][:60]
            raise FactError(
                "FG309",
                f"no table read from '{first}'",
                hint="put the tag alone on the line above a table: a header, a line '|---|---|', and rows",
            )
        return
    header = tuple(cell.text.strip() for cell in table.header)
    rows = tuple(tuple(cell.text.strip() for cell in row) for row in table.rows)
    if len(header) < 2 or not any(row and row[0] and any(row[1:]) for row in rows):
        if block.scope == "own":
            raise FactError(
                "FG309",
                "a table without rows to ask",
                hint="each row needs a name in its first cell and something in another one",
            )
        return
    yield Extracted(block, Table(header, rows))
