"""Markdown in, what the parser makes of it out: short forms for tests of scopes and places."""

from __future__ import annotations

from flashgen.config import Config
from flashgen.diagnostics import Diagnostic
from flashgen.document import Block
from flashgen.parse import parse
from flashgen.source import Source


def parsed(
    markdown: str, path: str = "note.md", config: Config | None = None
) -> tuple[tuple[Block, ...], list[Diagnostic]]:
    """The blocks and diagnostics of a class note."""
    document, problems = parse(Source(path, markdown), config or Config())
    return document.blocks, problems


def blocks(markdown: str, path: str = "note.md", config: Config | None = None) -> tuple[Block, ...]:
    """The blocks of a class note that has no problems."""
    found, problems = parsed(markdown, path, config)
    assert problems == []
    return found


def units(markdown: str, config: Config | None = None) -> list[tuple[str, str]]:
    """Kind and text of each block."""
    return [(b.kind, b.text) for b in blocks(markdown, config=config)]


def cards(markdown: str) -> list[tuple[str, ...]]:
    """Front and back of each question."""
    return [tuple(p.text for p in b.parts) for b in blocks(markdown) if b.kind == "qa"]
