"""Page: a class note while it is parsed: its lines, what is known of all of it, and what was found in it so far."""

from __future__ import annotations

from collections.abc import Mapping

from flashgen.config import Config
from flashgen.diagnostics import Diagnostic, Severity
from flashgen.document import Block, Item, Piece, Places, Scope, Table
from flashgen.facts import Kind
from flashgen.parse.marks import Inherited, Marker, Marks
from flashgen.source import Source, Span


class Page:
    """The state of one parse: blocks and remarks are added to it."""

    def __init__(self, source: Source, config: Config, table: Mapping[str, Kind]) -> None:
        self.path, self.config, self.table = source.path, config, table
        self.lines = source.text.split("\n")
        self.marks = Marker(table)
        self.root = self.context = self.lang = ""
        """What the front matter or the configuration says for all of the note."""
        self.blocks: list[Block] = []
        self.problems: list[Diagnostic] = []

    def line(self, number: int) -> str:
        """A line of the note, counted from 1."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def problem(self, code: str, message: str, line: int, column: int, hint: str, severity: Severity = "error") -> None:
        """Add a remark."""
        place = Span(self.path, line, max(column, 1))  # a part of a tab has no column of its own
        self.problems.append(Diagnostic(code, message, place, hint, severity, self.line(line)))

    def emit(
        self,
        kind: str,
        text: str,
        places: Places,
        line: int,
        end: int,
        scope: Inherited,
        marks: Marks,
        own: Scope,
        *,
        form: str = "",
        parts: tuple[Piece, ...] = (),
        items: tuple[Item, ...] = (),
        table: Table | None = None,
        lead: str = "",
    ) -> None:
        """Add a block."""
        tags = tuple(dict.fromkeys((*scope.tags, *marks.tags))) if marks.tags else scope.tags
        self.blocks.append(
            Block(
                kind,
                text,
                places,
                self.path,
                line,
                end,
                own,
                form,
                parts,
                items,
                table,
                scope.class_name,
                self.root,
                tags,
                scope.headings,
                (*scope.lead, lead) if lead else scope.lead,
                self.context,
                self.lang,
                marks.anchor,
            )
        )
