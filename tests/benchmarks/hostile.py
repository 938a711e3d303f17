"""Notes that are made to take long: a name and a function of a size in characters, which gives the text of a note.

Twice the size may take little more than twice the time. The benchmark of ratios prints what it takes, and
``tests/test_hostile.py`` asks that it stays so.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from pathlib import Path

from flashgen.__main__ import MANY
from flashgen.config import Config
from flashgen.pipeline import understand

ENOUGH = 0.06
"""Seconds that can be told from others."""
LARGEST = 128_000
"""Characters: twice as many are still rendered, and what takes no time worth measuring then never will."""


def _run(piece: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """A piece again and again up to the size."""
    return lambda size: before + piece * max((size - len(before) - len(after)) // len(piece), 1) + after


def _numbered(line: str, before: str = "") -> Callable[[int], str]:
    """A line with a running number in it, again and again."""

    def made(size: int) -> str:
        lines, length, number = [before], len(before), 0
        while length < size:
            lines.append(line.format(n=number))
            length += len(lines[-1])
            number += 1
        return "".join(lines)

    return made


def _ladder(line: str, step: str = "  ") -> Callable[[int], str]:
    """Lines that go in deeper and deeper."""

    def made(size: int) -> str:
        lines, length, depth = [], 0, 0
        while length < size:
            lines.append(step * depth + line)
            length += len(lines[-1])
            depth += 1
        return "".join(lines)

    return made


def _table(size: int) -> str:
    columns = size // 24
    rows = ("| a " * columns + "|\n", "|---" * columns + "|\n", "| b " * columns + "|\n")
    return "Q: what?\nA: this\n\n" + "".join(rows) * 2


def _deletions(size: int) -> str:
    depth = size // 16
    return "the " + "{{c1::a " * depth + "}}" * depth


NUMBERS = (
    "12, |1e-4 to 1e-3, |3-|1-2 k, |5%, |8 or |1/3 |2 x |1 = |0 < x < |± |~|1 (|[1,|{16,32} |[0, 1) |5 mm (2 in) |W m⁻¹ |"
    r"$10^{-4}$ |\frac{1}{2} |`5` |**5** |rate 1e-3, |x=1 |rate of 5 for a, |5 for 7B, |5 if |a of |not |at least 5 |"
    "2x the rank, |10 ** uniform(-4,-1) |1.2.3 |1万到|5에서 "
).split("|")
"""Numbers with what joins them and names them."""

_KINDS = ("definition", "formula", "list", "comparison", "acronym", "why", "hyperparameter", "quantity", "scale")

HOSTILE: dict[str, Callable[[int], str]] = {
    # one long answer
    **{
        f"answer of {name}": _run(piece, "Q: what is it?\nA: ")
        for name, piece in {
            "[": "[",
            "]": "]",
            "[]": "[]",
            "[a](": "[a](",
            "![": "![",
            "[[": "[[a",
            "[^": "[^a] ",
            "^[": "^[a",
            "*": "*",
            "*a": "*a ",
            "a*": "a* ",
            "**a": "**a ",
            "*a_": "*a _b ",
            "_": "_a ",
            "a_": "a_",
            "`": "`",
            "`a": "`a ",
            "``a": "``a ` ",
            "<": "<",
            "<a": "<a ",
            "</a": "</a ",
            "<!--": "<!-- ",
            "<?": "<? ",
            "<![CDATA[": "<![CDATA[ ",
            "<!A": "<!A ",
            "<a@": "<a@b",
            "<b>": "<b>",
            "<b a=": "<b a='",
            "$": "$",
            "$a": "$a ",
            "$$a": "$$a ",
            "$a$": "$a$1",
            "\\(": "\\( ",
            "\\[": "\\[ ",
            "\\": "\\",
            "{": "{",
            "}": "}",
            "{{c1::": "{{c1::",
            "==": "==a ",
            "==a==": "==a== ",
            "~": "~a ",
            "~~": "~~a ",
            "^": "^a ",
            "&": "&",
            "&a": "&amp",
            "#": "#",
            "#a": "#a ",
            "#a#": "#a#",
            "|": "|",
            "| a": "| a ",
            ":": ":",
            "::": ":: ",
            "(": "(",
            "](": "](",
            '"': '"',
            "http": "http://a",
            "spaces": "a                    ",
            "tabs": "\t",
            "words": "word ",
            "letters": "a",
            "digits": "1",
            "numbers": "1-2 ",
            "1e": "1e",
        }.items()
    },
    # one paragraph, one line each
    **{
        f"lines of {name}": _run(piece)
        for name, piece in {
            "Q:": "Q: a\n",
            "A:": "A: a\n",
            "Q: A:": "Q: a\nA: b\n",
            "Q: in one list": "- Q: a\n- A: b\n",
            "::": "a :: b\n",
            "?": "a\n?\nb\n",
            "? alone": "?\n",
            "C:": "C: [a] b\n",
            "words": "some words of prose\n",
            "blanks": "\n",
            "spaces": "   \n",
            ">": "> a\n",
            "> lazy": "> a\nb\n",
            "- ": "- a\n",
            "- and blank": "- a\n\n",
            "1.": "1. a\n",
            "* - +": "* a\n- a\n+ a\n",
            "#": "# a\n",
            "# #card": "# a #card\n",
            "# #definition": "# a #definition\n",
            "# and text": "# a #list\nb\n",
            "```": "```\n",
            "``` and ~~~": "```\n~~~\n",
            "````": "````\n```\n",
            "~~~ a": "~~~ a\n",
            "$$": "$$\n",
            "$$ a": "$$\na\n",
            "\\[": "\\[\n",
            "\\[ and blank": "\\[\n\n",
            "$$ and blank": "$$\n\n",
            "<!--": "<!--\n",
            "<div": "<div\n",
            "<div>": "<div>\n\n",
            "|": "|\n",
            "| a |": "| a |\n",
            "|---|": "|---|\n",
            "a table": "| a |\n|---|\n",
            "---": "---\n",
            "===": "===\n",
            "a ===": "a\n===\n",
            ": a": "a\n: b\n",
            "[a]:": "[a]: b\n",
            "[^a]:": "[^a]: b\n",
            "#definition": "a: b #definition\n",
            "#definition alone": "#definition\n",
            "#list": "a: b, c #list\n",
            "#why": "a because b #why\n",
            "#comparison": "a vs b: c #comparison\n",
            "#hyperparameter": "rate 1e-3 to 1e-2 #hyperparameter\n",
            "#quantity": "mass ≈ 5 kg #quantity\n",
            "#scale": "small: 1k, large: 1M #scale\n",
            "#formula": "a law: $a = b$, a = c (m) #formula\n",
            "#acronym": "AB = a b #acronym\n",
            "#cloze": "a ==b== c #cloze\n",
            "#skip": "a #skip\n",
            "#card": "a #card\n",
            "tags": "#a\n",
            "^id": "a ^id\n",
            "clozes": "{{c1::a}} b\n",
            "indents": "    a\n",
            "deep indents": " " * 200 + "a\n",
            "- in steps": "- a\n  - b\n    - c\n",
        }.items()
    },
    # one line, long, in a section of each kind
    **{
        f"one line of {piece.strip()!r} #{kind}": _run(piece, f"# x #{kind}\n\n")
        for kind in _KINDS
        for piece in ("a: b, ", "a = b ", "1-2 k, ", "word ")
    },
    **{
        f"tagged line of {piece.strip()!r} #{kind}": _run(piece, "", f" #{kind}\n")
        for kind in (*_KINDS, "cloze")
        for piece in ("a: b, ", "(a ", "**a ")
    },
    # numbers, in the ways that they are joined
    **{
        f"numbers {piece!r} #{kind}": _run(piece, "", f" #{kind}\n")
        for kind in ("hyperparameter", "quantity", "scale")
        for piece in NUMBERS
    },
    # nested
    "> nested": _run(">", "Q: a\nA:\n"),
    "> nested with spaces": _run("> ", "Q: a\nA:\n"),
    "- nested in a line": _run("- ", "Q: a\nA: b\n"),
    "1. nested in a line": _run("1. ", "Q: a\nA: b\n"),
    "- nested by indentation": _ladder("- a\n"),
    "1. nested by indentation": _ladder("1. a\n", "   "),
    "- nested with a tag": lambda size: "- a #list\n" + _ladder("- b\n")(size),
    "- nested under a question": lambda size: "Q: a\nA: b\n\n" + _ladder("- b\n")(size),
    "> nested by lines": lambda size: (
        "Q: a\nA: b\n\n" + "".join(">" * n + " a\n" for n in range(1, int((2 * size) ** 0.5)))
    ),
    "{{c1:: nested": _deletions,
    "( nested": lambda size: "a: " + "(" * (size // 2) + ")" * (size // 2) + " #definition",
    # wide
    "table of many columns": _table,
    "table of many rows": _run("| a | b |\n", "Q: what?\nA: this\n\n| a | b |\n|---|---|\n"),
    "table of one long row": _run("| a ", "Q: what?\nA: this\n\n| a | b |\n|---|---|\n"),
    "links that are defined": _numbered("[a{n}]: b\n", "Q: a\nA: [a1]\n"),
    "footnotes": _numbered("a[^{n}] ", "Q: a\nA: "),
    "highlights around braces": _run("==## x={{} ==G ==b== "),
    "clozes with numbers": _numbered("{{{{c{n}::a}}}} "),
    "many classes": _numbered("# c{n} #class\n\nQ: a{n}\nA: b\n\n"),
    "many tags": _numbered("a{n} :: b #t{n}\n"),
    "many cards": _numbered("Q: what is {n}?\nA: it is {n}\n\n"),
    "the same card": _run("Q: a\nA: b\n\n"),
    "one front matter": _numbered("k{n}: v\n", "---\n"),
    "deep front matter": lambda size: "---\na: " + "[" * (size // 2) + "]" * (size // 2) + "\n---\nQ: a\nA: b\n",
    "tags in front matter": _numbered("a{n}, ", "---\ntags: "),
    "wide code": _run("x", "Q: a\nA:\n```python\n", "\n```\n"),
    "long code": _run("def f(x): return x\n", "Q: a\nA:\n```python\n", "```\n"),
    "quoted code": _run("'\"", "Q: a\nA:\n```python\n", "\n```\n"),
    "code of brackets": _run("([{", "Q: a\nA:\n```javascript\n", "\n```\n"),
    "pictures": _numbered("![a](b{n}.png) ", "Q: a\nA: "),
    "entities": _run("&#65;", "Q: a\nA: "),
    "other scripts": _run("字，", "Q: a\nA: "),
    "combining": _run("e\u0301\u0302", "Q: a\nA: "),
}
"""Name → text of about so many characters."""


def growth(text: Callable[[int], str], folder: Path) -> float:
    """How many times as long a note takes as one of half its length; 0 where either takes no time.

    ``folder`` is where the note is written to. Processor time, of a size that takes long enough to tell.
    """
    before = gc.get_threshold()
    gc.set_threshold(MANY)  # as the command does
    try:
        size = 8_000
        while (short := _seconds(text(size), folder)) < ENOUGH and size < LARGEST:
            size *= 2
        return _seconds(text(2 * size), folder) / short if short >= ENOUGH / 3 else 0.0
    finally:
        gc.set_threshold(*before)


def _seconds(text: str, folder: Path) -> float:
    (folder / "n.md").write_text(text, encoding="utf-8", errors="surrogatepass")
    gc.collect()
    start = time.process_time()
    understand((folder,), Config(root=folder, notes="."))
    return time.process_time() - start
