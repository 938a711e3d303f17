"""What flashgen recognises: one file a kind, and this table of contents.

Each file has a frozen dataclass (``notes.Fact``) and ``read(block) -> Iterator[Extracted]``, which raises
``FactError`` when it can't read a block that carries the tag itself and yields nothing for prose in a tagged section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from flashgen.document import Block
from flashgen.notes import Extracted, FactError
from flashgen.source import thing

Reader = Callable[[Block], Iterator[Extracted]]


@thing
class Kind:
    """An entry of the table: the tag that marks a kind, the module that reads it."""

    name: str
    aliases: tuple[str, ...] = ()
    whole: bool = False
    """A list or table under the tag is one fact (a scale, steps), not a fact an item."""
    labels: tuple[str, ...] = ()
    """Leading keyword labels (``Definition:``) that count as the tag under a heading tagged with any kind."""
    reader: Reader | None = None
    """The reader of a kind that is no file in this folder: a declared one, or another package's."""

    @property
    def read(self) -> Reader:
        """The reader, imported when it is first needed."""
        if self.reader is not None:
            return self.reader
        reader: Reader = import_module(f"flashgen.facts.{self.name}").read
        return reader


KINDS: tuple[Kind, ...] = (
    Kind("qa"),
    Kind("cloze"),
    Kind("hyperparameter", ("hparam", "hyperparam"), labels=("hyperparameter",)),
    Kind("scale", ("tiers", "data-scale"), whole=True),
    Kind("definition", ("def", "term"), labels=("definition", "def", "term")),
    Kind("formula", ("eq",), labels=("formula", "equation")),
    Kind("quantity", ("property", "value", "constant"), labels=("quantity", "constant")),
    Kind("list", ("steps",), whole=True),
    Kind("comparison", ("compare", "vs"), whole=True),
    Kind("acronym", ("abbr",), labels=("acronym",)),
    Kind("why", ("intuition",), labels=("why", "intuition")),
    Kind("table", (), whole=True),
)
"""Every built-in kind, in the order of the documentation."""

TAGS: dict[str, Kind] = {tag: kind for kind in KINDS if kind.name != "qa" for tag in (kind.name, *kind.aliases)}
"""Kind tags with their aliases. ``#class``, ``#card``, ``#flashcard`` and ``#skip`` are the parser's own."""


TYPED = frozenset(("qa", "hyperparameter", "quantity", "definition", "acronym"))
"""Built-in kinds whose answer may be typed in: their note types have a field that says so. Declared kinds may, too."""


def each(blocks: Iterable[Block], read: Reader) -> Iterator[Extracted]:
    """Read every one of the narrowed blocks: one that can't be read does not hide the next."""
    errors: list[FactError] = []
    for block in blocks:
        try:
            yield from read(block)
        except FactError as error:
            error.block = error.block or block
            errors.append(error)
    if errors:
        errors[0].also += tuple(errors[1:])
        raise errors[0]
