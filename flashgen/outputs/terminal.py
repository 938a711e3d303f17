"""Terminal: diagnostics and tables in, text for people out."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from flashgen.diagnostics import Diagnostic

_RED, _YELLOW, _BLUE, _BOLD, _OFF = "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[1m", "\x1b[0m"


def painted(text: str, *styles: str, colour: bool) -> str:
    """A text as it is, or ``red``, ``bold``, ``faint``."""
    return f"{''.join(_STYLES[style] for style in styles)}{text}{_OFF}" if colour else text


_STYLES = {"red": _RED, "bold": _BOLD, "faint": "\x1b[2m"}


def width(text: str) -> int:
    """How many columns a terminal takes for a text: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def diagnostic(one: Diagnostic, *, colour: bool = False) -> str:
    """``path:line:column: error[FG203]: message``, the line with a marker under the place, and the hint."""

    def paint(text: str, code: str) -> str:
        return f"{code}{text}{_OFF}" if colour else text

    span = one.span
    word = paint(
        f"{one.severity}[{one.code}]", (_RED if one.severity == "error" else _YELLOW) + _BOLD if colour else ""
    )
    out = [f"{paint(f'{span.path}:{span.line}:{span.column}', _BOLD)}: {word}: {_short(one.message)}"]
    number = str(span.line)
    bar = paint("|", _BLUE)
    margin = " " * len(number)
    if one.source_line.strip():
        shown, start, end = _window(one.source_line, span.column - 1, _end(one))
        marker = "".join("\t" if c == "\t" else " " * width(c) for c in shown[:start]) + "^" * max(
            width(shown[start:end]), 1
        )
        out += [f"{margin} {bar}", f"{paint(number, _BLUE)} {bar} {shown}", f"{margin} {bar} {paint(marker, _RED)}"]
    if one.hint:
        example = f"\n{margin}   "  # further lines of a hint are notes as they should be
        out.append(f"{margin} {paint('=', _BLUE)} hint: {_short(one.hint).replace(chr(10), example)}")
    return "\n".join(out)


def _short(text: str, room: int = 400) -> str:
    """A text without its middle if it is very long: a hint may quote what the author wrote."""
    return text if len(text) <= room else f"{text[: room // 2]} … {text[-room // 2 :]}"


def _end(one: Diagnostic) -> int:
    span = one.span
    if span.end_line > span.line:
        return len(one.source_line.rstrip())
    return max(span.end_column - 1, span.column) if span.end_column else span.column


def _window(line: str, start: int, end: int, room: int = 110) -> tuple[str, int, int]:
    """A long line cut to the part around the place."""
    end = min(max(end, start + 1), len(line) + 1)
    if len(line) <= room:
        return line, start, end
    first = max(0, min(start - 30, len(line) - room))
    cut = ("…" if first else "") + line[first : first + room] + ("…" if first + room < len(line) else "")
    shift = first - (1 if first else 0)
    return cut, start - shift, min(end - shift, len(cut))


def table(rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """Rows in aligned columns, two spaces apart; ``right``: columns set to the right."""
    if not rows:
        return ""
    columns = [max(width(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = []
        for n, cell in enumerate(row):
            space = " " * (columns[n] - width(cell))
            cells.append(space + cell if n in right else cell + space)
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
