"""Kinds of one's own: declared in ``flashgen.yaml``, or from another package by the entry point ``flashgen.kinds``.

A declared kind has a tag, fields that are read by a pattern with named groups or as ``key: value`` parts, and the
questions that it asks (docs/custom-kinds.md). A Python kind is a ``Kind`` whose ``reader`` is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from flashgen.config import Config
from flashgen.diagnostics import Diagnostic
from flashgen.document import Block
from flashgen.facts import TAGS, Kind, Reader, each
from flashgen.grammar.wording import context, plain
from flashgen.notes import Extracted, FactError, Sketch
from flashgen.source import Span

_PLACE = re.compile(r"\{([^\W\d]\w*)\}")
_PART = re.compile(r"\s*([^\W\d][\w ]{0,30}?)\s*[:=：]\s*([^;；\n]+)(?:[;；\n]|$)")
_NAME = re.compile(r"[^\W\d][\w-]*\Z")


@dataclass(frozen=True, slots=True)
class Custom:
    """A fact of a declared kind."""

    kind: ClassVar[str] = "custom"
    name: str
    values: Mapping[str, str]
    questions: tuple[tuple[str, str], ...]

    def fields(self) -> dict[str, object]:
        return dict(self.values)

    def sketches(self, block: Block) -> tuple[Sketch, ...]:
        made = []
        for front, back in self.questions:
            names = {*_PLACE.findall(front), *_PLACE.findall(back)}
            if all(self.values.get(n) for n in names):
                asked, answer = (_PLACE.sub(lambda m: str(self.values[m[1]]), t) for t in (front, back))
                made.append(
                    Sketch(
                        "custom",
                        f"{self.name}: {asked}",
                        {"Front": asked, "Back": answer, "Context": context(block, asked)},
                    )
                )
        return tuple(made)


@dataclass(frozen=True, slots=True)
class _Declared:
    """A kind from the configuration."""

    tag: str
    fields: tuple[str, ...]
    pattern: re.Pattern[str] | None
    questions: tuple[tuple[str, str], ...]
    example: str

    def read(self, block: Block) -> Iterator[Extracted]:
        """The fact in each line or item."""
        yield from each(block.walk(), self._one)

    def _one(self, block: Block) -> Iterator[Extracted]:
        text = block.text.strip()
        if self.pattern is not None:
            match = self.pattern.search(text) if len(text) <= 2_000 else None
            values = {n: plain(v) for n, v in match.groupdict().items() if v} if match else {}
        else:
            known = {f.casefold(): f for f in self.fields}
            values = {known[k]: m[2].strip() for m in _PART.finditer(text) if (k := m[1].casefold()) in known}
        fact = Custom(self.tag, {f: values.get(f, "") for f in self.fields}, self.questions)
        if values and fact.sketches(block):
            yield Extracted(block, fact)
        elif block.scope == "own" and text:
            raise FactError("FG390", self._missing(text, values), hint=self._hint(), end=len(block.text))

    def _missing(self, text: str, values: Mapping[str, str]) -> str:
        """What was read of a line, and what it lacks."""
        said = text if len(text) <= 40 else text[:39] + "…"
        read = ", ".join(f"{name} '{values[name]}'" for name in self.fields if values.get(name))
        lacks = ", ".join(name for name in self.fields if not values.get(name))
        return f"no {self.tag} read from '{said}': {f'read {read}; ' if read else ''}missing {lacks}"

    def _hint(self) -> str:
        """A line that would do."""
        if self.example:
            return f"write '{self.example}'"
        if self.pattern is None:
            return f"write '{'; '.join(f'{name}: …' for name in self.fields)} #{self.tag}'"
        return f"the line must hold what the pattern of #{self.tag} in flashgen.yaml says: {self.pattern.pattern}"


def kinds(config: Config) -> tuple[tuple[Kind, ...], list[Diagnostic]]:
    """The kinds beyond the built-in ones, and what is wrong with their declarations."""
    made: list[Kind] = []
    problems: list[Diagnostic] = []
    for number, declared in enumerate(config.kinds, 1):
        try:
            kind = _declared(declared)
        except ValueError as error:
            problems.append(
                Diagnostic(
                    "FG391",
                    f"kind {number} of 'kinds:' can't be used: {error}",
                    Span("flashgen.yaml", 1),
                    "see docs/custom-kinds.md for an example",
                )
            )
            continue
        made.append(kind)
    if config.plugins:
        made += _plugins(problems)
    return tuple(made), problems


def _declared(declared: Mapping[str, object]) -> Kind:
    tag = declared.get("tag")
    if not isinstance(tag, str) or not _NAME.match(tag.lstrip("#")):
        raise ValueError("it needs a tag, such as 'tag: vocabulary'")
    tag = tag.lstrip("#").lower()
    if tag in TAGS or tag in ("qa", "card", "flashcard", "class", "skip", "custom"):
        raise ValueError(f"the tag '{tag}' is built in")
    raw = declared.get("pattern")
    pattern = None
    if raw is not None:
        if not isinstance(raw, str):
            raise ValueError("the pattern is no text")
        try:
            pattern = re.compile(raw)
        except re.error as error:
            raise ValueError(f"the pattern can't be read: {error}") from None
    fields = declared.get("fields") or (list(pattern.groupindex) if pattern else None)
    if (
        not isinstance(fields, list | tuple)
        or not fields
        or not all(isinstance(f, str) and _NAME.match(f) for f in fields)
    ):
        raise ValueError("it needs fields, or a pattern with named groups such as (?P<word>…)")
    asks = declared.get("questions")
    if not isinstance(asks, list | tuple) or not asks:
        raise ValueError("it needs questions, such as '- {word} => {meaning}'")
    questions = []
    for ask in asks:
        if not isinstance(ask, str) or "=>" not in ask:
            raise ValueError(f"a question without '=>' between front and back: {ask}")
        front, _, back = ask.partition("=>")
        unknown = ({*_PLACE.findall(front)} | {*_PLACE.findall(back)}) - set(fields)
        if unknown:
            raise ValueError(f"a question with {{{sorted(unknown)[0]}}}, which is no field")
        questions.append((front.strip(), back.strip()))
    example = declared.get("example")
    reader: Reader = _Declared(
        tag, tuple(fields), pattern, tuple(questions), example if isinstance(example, str) else ""
    ).read
    return Kind(tag, reader=reader)


def _plugins(problems: list[Diagnostic]) -> Iterator[Kind]:
    """Kinds of installed packages: each entry point names a ``Kind``."""
    from importlib.metadata import entry_points

    for point in entry_points(group="flashgen.kinds"):
        try:
            kind = point.load()
        except Exception as error:
            problems.append(
                Diagnostic(
                    "FG392",
                    f"the plug-in {point.name} can't be loaded: {error}",
                    Span("flashgen.yaml", 1),
                    "update or remove the package that brings it",
                )
            )
            continue
        if isinstance(kind, Kind) and kind.reader is not None and kind.name not in TAGS:
            yield kind
        else:
            problems.append(
                Diagnostic(
                    "FG392",
                    f"the plug-in {point.name} is no kind with a reader and a name of its own",
                    Span("flashgen.yaml", 1),
                    "it must name a flashgen.facts.Kind with reader=…",
                )
            )
