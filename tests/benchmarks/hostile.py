"""Hostile notes: each makes a text of about so many characters that is slow to read where something is quadratic."""

from __future__ import annotations

from collections.abc import Callable


def _filled(piece: str) -> Callable[[int], str]:
    return lambda size: piece * (size // len(piece) + 1)


HOSTILE: dict[str, Callable[[int], str]] = {
    "open brackets": _filled("["),
    "open links": _filled("[a]("),
    "emphasis": _filled("*a **b "),
    "backticks": lambda size: "".join("`" * n + " " for n in range(1, int((2 * size) ** 0.5))),
    "quotes in quotes": lambda size: "> " * (size // 2) + "deep",
    "lists in lists": lambda size: "\n".join("  " * n + "- a" for n in range(int(size**0.5))),
    "questions": _filled("Q: a?\n"),
    "clozes": _filled("the ==a== and {{c1::b}}\n\n"),
    "open clozes": _filled("{{c1::"),
    "tags": _filled("#a "),
    "tagged lines": _filled("x: y #definition\n"),
    "ranges": _filled("1-2-"),
    "dollars": _filled("$a "),
    "comments": _filled("<!-- "),
    "tables": _filled("| a "),
}
