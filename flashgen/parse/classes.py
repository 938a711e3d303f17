"""Class names: how they nest, and how names that differ in spelling alone become one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flashgen.document import Document
from flashgen.grammar.wording import plain


def class_path(name: str) -> str:
    """A class name as Anki nests it.

    >>> class_path("Biology/Cells :: week 1")
    'Biology::Cells::week 1'
    """
    if "/" not in name and "::" not in name:
        return name.strip()
    return "::".join(level for p in re.split(r"/|::", name) if (level := p.strip()))


def bare(heading: str) -> str:
    """A heading as the name of a deck: without mark-up."""
    return plain(heading).replace("`", "")


def _same_class(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name.casefold()).strip()


def unify_classes(documents: Sequence[Document]) -> list[Document]:
    """The documents with one name a class: of names that differ in case, spaces, ``-`` and ``_``, the spelled-out one.

    Nested names are compared level by level: ``bio::lab-1`` becomes ``Bio::Lab 1`` if both are written somewhere.
    """
    changed = spellings({block.class_name for document in documents for block in document.blocks})
    return [respelled(document, changed) for document in documents]


def spellings(names: Iterable[str]) -> dict[str, str]:
    """For each of these class names that is not spelled out, how another spells it.

    >>> spellings(["Lab work", "lab-work", "Optics"])
    {'lab-work': 'Lab work'}
    """
    best: dict[tuple[str, ...], str] = {}
    levels = {name: tuple(name.split("::")) for name in names}
    written = {(tuple(map(_same_class, path[:n])), path[n]) for path in levels.values() for n in range(len(path))}
    for above, level in sorted(written, key=lambda w: (" " not in w[1], w[1] == w[1].lower(), w[1])):
        best.setdefault((*above, _same_class(level)), level)
    changed = {}
    for name, path in levels.items():
        same = tuple(map(_same_class, path))
        known = "::".join(best[same[: n + 1]] for n in range(len(path)))
        if known != name:
            changed[name] = known
    return changed


def respelled(document: Document, changed: Mapping[str, str]) -> Document:
    """A document whose class names are spelled as ``spellings`` says."""
    if not any(block.class_name in changed for block in document.blocks):
        return document
    blocks = (replace(b, class_name=changed[b.class_name]) if b.class_name in changed else b for b in document.blocks)
    return replace(document, blocks=tuple(blocks))
