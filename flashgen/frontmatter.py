"""Front matter: the YAML between two ``---`` at the top of a class note, into ``Front`` and diagnostics."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from flashgen.config import loader, place
from flashgen.diagnostics import Diagnostic
from flashgen.document import Front
from flashgen.source import Span

_SIMPLE = re.compile(r"([A-Za-z_][\w-]*):(?: +(.*))?$")
_PLAIN = re.compile(r"[A-Za-z\u00c0-\u024f][^:#\[\]{},&*!|>'\"%@`\n]*$")
_EXAMPLES = {
    "class": "Advanced machining",
    "deck": "My classes",
    "tags": "[exam, lab]",
    "context": "LLMs",
    "lang": "en",
    "flashgen": "false",
}
_DATE = re.compile(r"\d{4}-\d\d-\d\d$", re.ASCII)
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "none", "y", "n", "~"))
_MAX_ALIASES = 32
_MAX_DEPTH = 20
_MAX_CHARACTERS = 1 << 16


def split_front(lines: list[str]) -> int:
    """How many lines the front matter takes, 0 for none, -1 for one that is never closed."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return number + 1
    return -1 if len(lines) > 1 and _SIMPLE.match(lines[1]) else 0


def read_front(lines: list[str], path: str) -> tuple[Front, list[Diagnostic]]:
    """The front matter in ``lines`` (its fences included)."""
    body = lines[1:-1]
    values = _simple(body)
    if values is None:
        loaded = _yaml(body, path)
        if isinstance(loaded, Diagnostic):
            front, problems = _checked(_salvaged(body), lines, path)
            return front, [loaded, *problems]
        values = loaded
    return _checked(values, lines, path)


def _simple(body: list[str]) -> dict[str, object] | None:
    """The values of plain ``key: words`` and ``key: [words]`` lines; None for all else, which YAML reads.

    Saves the import of YAML and most of its time; a differential test holds both equal.
    """
    values: dict[str, object] = {}
    for line in body:
        match = _SIMPLE.match(line)
        if match is None or not match[2] or match[1] in values:
            return None
        value = match[2].strip()
        if value.startswith("[") and value.endswith("]"):
            words = [word.strip() for word in value[1:-1].split(",")]
            if not all(_PLAIN.match(word) and word.lower() not in _WORDS for word in words):
                return None
            values[match[1]] = words
        elif _PLAIN.match(value) and value.lower() not in _WORDS:
            values[match[1]] = value
        elif _DATE.match(value):
            try:
                values[match[1]] = date.fromisoformat(value)
            except ValueError:
                return None
        else:
            return None
    return values


def _salvaged(body: list[str]) -> dict[str, object]:
    """What can be told line by line of front matter that YAML can't read: ours must not go under with another tool's."""
    values: dict[str, object] = {}
    for line in body:
        if (found := _simple([line])) is not None:
            values |= found
    return values


def _yaml(body: list[str], path: str) -> dict[str, object] | Diagnostic:
    import yaml

    text = "\n".join(body)
    try:
        if tangle := _tangled(text):
            return Diagnostic("FG012", f"front matter {tangle}", Span(path, 1), "write the values out, flat")
        loaded = yaml.load(text, Loader=loader())
    except yaml.YAMLError as error:
        line, column = place(getattr(error, "problem_mark", None), text)
        what = getattr(error, "problem", None) or "it is no YAML"
        return Diagnostic(
            "FG011",
            f"front matter that YAML can't read: {what}",
            Span(path, line + 1, column),
            'put a value with ":" or "#" in quotes: class: "Lab: part 2"',
        )
    except (RecursionError, ValueError) as error:
        return Diagnostic(
            "FG011",
            f"front matter that YAML can't read: {error}",
            Span(path, 2),
            "write lines such as 'class: Intro to deep learning'",
        )
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        return Diagnostic(
            "FG011",
            f"front matter that is {_name(loaded)}, not keys and values",
            Span(path, 2),
            "write lines such as 'class: Intro to deep learning'",
        )
    return {str(key): value for key, value in loaded.items()}


def _tangled(text: str) -> str:
    """What makes a YAML text too much to load, in words; looked for only where brackets, dashes or anchors hint at it."""
    if len(text) > _MAX_CHARACTERS:
        return f"of more than {_MAX_CHARACTERS >> 10} KiB"
    hints = text.count("[") + text.count("{") + text.count("- -") + text.count("&") + text.count("? ")
    if hints <= _MAX_DEPTH and text.count("*") <= _MAX_ALIASES and "\n" + " " * _MAX_DEPTH not in text:
        return ""
    import yaml

    depth = aliases = 0
    for event in yaml.parse(text, Loader=loader()):
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH or aliases > _MAX_ALIASES:
            return (
                f"nested more than {_MAX_DEPTH} deep"
                if depth > _MAX_DEPTH
                else f"with more than {_MAX_ALIASES} aliases"
            )
    return ""


def _checked(values: dict[str, object], lines: list[str], path: str) -> tuple[Front, list[Diagnostic]]:
    problems: list[Diagnostic] = []

    def wrong(key: str, expected: str) -> None:
        line = next((n for n, text in enumerate(lines, 1) if text.lstrip().startswith(f"{key}:")), 1)
        problems.append(
            Diagnostic(
                "FG013",
                f"'{key}' is {_name(values[key])}, not {expected}",
                Span(path, line),
                f"write '{key}: {_EXAMPLES[key]}'",
            )
        )

    def text(key: str) -> str | None:
        value = values.get(key)
        if value is None or isinstance(value, str):
            return value.strip() or None if value else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)  # class: 101
        wrong(key, "a text")
        return None

    tags: Iterable[object] = ()
    raw = values.get("tags")
    if isinstance(raw, str):
        tags = re.split(r"[,\s]+", raw)
    elif isinstance(raw, list) and all(isinstance(t, str | int | float) for t in raw):
        tags = raw
    elif raw is not None:
        wrong("tags", "a list of words")
    if "flashgen" in values and not isinstance(values["flashgen"], bool):
        wrong("flashgen", "true or false")
    front = Front(
        class_name=text("class"),
        deck=text("deck"),
        tags=tuple(t for x in tags if (t := anki_tag(str(x)))),
        context=text("context"),
        lang=text("lang"),
        skip=values.get("flashgen") is False,
        other={k: v for k, v in values.items() if k not in ("class", "deck", "tags", "context", "lang")},
    )
    return front, sorted(problems, key=lambda problem: problem.span.line)


def _name(value: object) -> str:
    names = {
        dict: "keys and values",
        list: "a list",
        bool: "yes or no",
        str: "a text",
        int: "a number",
        float: "a number",
        date: "a date",
    }
    return names.get(type(value), f"a {type(value).__name__}")


@lru_cache(maxsize=1024)
def anki_tag(name: str) -> str:
    """A tag as Anki writes it: ``a/b`` becomes ``a::b``, white space ``_``.

    >>> anki_tag("#course/week 1")
    'course::week_1'
    """
    parts = [part for part in re.split(r"/|::", name.strip().lstrip("#")) if part]
    return re.sub(r"\s+", "_", "::".join(parts))
