"""How each kind looks in Anki: one folder a note type, templates and CSS as files, read into ``NoteType``.

A folder holds ``notetype.json`` (name, id, fields, templates, and as ``mod`` the Unix time of this version of its
templates and of the CSS) and for each template ``<template>.front.html`` and ``<template>.back.html``. Note types are for ever: Anki freezes every existing note of one whose fields or templates
change, so ids, names and order stay, and new needs go into the spare fields.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flashgen.notes import NoteType, Template

HERE = Path(__file__).parent

COMMON = (
    "Context",
    "Class",
    "Wording",
    "Source",
    "Topics",
    "Lang",
    "Spare 1",
    "Spare 2",
    "Spare 3",
    "Spare 4",
    "flashgen id",
)
"""The last fields of every note type, in this order. ``Topics`` shows the student's own tags without flashgen's;
``Lang`` is the language of the notes, for ``lang=``."""

NAMES = (
    "basic",
    "cloze",
    "hyperparameter",
    "quantity",
    "scale",
    "definition",
    "formula",
    "step",
    "list",
    "comparison",
    "acronym",
    "why",
    "table",
    "custom",
)
"""Every note type, by folder."""


@cache
def load(folder: str) -> NoteType:
    """The note type of a folder; ``KeyError`` for one that does not exist."""
    if folder not in NAMES:
        raise KeyError(folder)
    place = HERE / folder
    data = json.loads((place / "notetype.json").read_text(encoding="utf-8"))
    own = tuple(data["fields"])
    fields = (*own, *COMMON)
    first = data["id"] * 100
    templates = tuple(
        Template(
            t["name"],
            first + 50 + number,
            _needing(t["needs"], _page(place / f"{t['file']}.front.html")),
            _page(place / f"{t['file']}.back.html"),
            tuple(t["needs"]),
        )
        for number, t in enumerate(data["templates"], 1)
    )
    css = (HERE / "card.css").read_text(encoding="utf-8") + (HERE / "code.css").read_text(encoding="utf-8")
    return NoteType(
        folder,
        data["name"],
        data["id"],
        data["mod"],
        fields,
        tuple(first + n for n in range(1, len(fields) + 1)),
        templates,
        css,
        bool(data.get("cloze", False)),
    )


def _page(file: Path) -> str:
    """A template with the frame that all cards share around it."""
    side = file.read_text(encoding="utf-8").strip()
    frame = _frame("back" if file.name.endswith(".back.html") else "front")
    return frame.replace("<!--SIDE-->", side)


def _needing(fields: list[str], front: str) -> str:
    """A front that is empty without these fields, its frame included: so Anki, too, makes no card then."""
    for name in reversed(fields):
        front = f"{{{{#{name}}}}}{front}{{{{/{name}}}}}"
    return front


@cache
def _frame(side: str) -> str:
    return (HERE / f"frame.{side}.html").read_text(encoding="utf-8").strip()


def all_notetypes() -> tuple[NoteType, ...]:
    """Every note type."""
    return tuple(load(name) for name in NAMES)
