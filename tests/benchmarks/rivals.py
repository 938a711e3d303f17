"""What flashgen is measured against, as programs: ``python -m tests.benchmarks.rivals genanki|parse|write …``."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flashgen.notes import Note


def raw_genanki(ready: Path, target: Path) -> None:
    """Y: genanki writing notes whose HTML is ready; the least that a deck costs with it."""
    import genanki

    model = genanki.Model(
        1_600_000_001,
        "Plain",
        [{"name": "Front"}, {"name": "Back"}],
        [{"name": "Card", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr>{{Back}}"}],
    )
    decks = [genanki.Deck(1_600_000_100 + n, f"Deck {n}") for n in range(20)]
    notes = json.loads(ready.read_text(encoding="utf-8"))
    for number, fields in enumerate(notes):
        decks[number * 20 // len(notes)].add_note(genanki.Note(model, fields))
    genanki.Package(decks).write_to_file(target)


def bare_parse(folder: Path) -> None:
    """P: markdown-it-py parsing every note of a folder, and nothing else."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    for path in sorted(folder.rglob("*.md")):
        parser.parse(path.read_text(encoding="utf-8"))


def write_step(folder: Path, rounds: int) -> None:
    """The same notes written by flashgen and by stock genanki, in turn; prints seconds and bytes of each round.

    Both start from what is decided: flashgen makes its notes from drafts, genanki its own from flashgen's.
    """
    from flashgen.config import Config
    from flashgen.outputs.package import package
    from flashgen.pipeline import build

    made = build((folder,), Config(root=folder, notes="."), now=1_700_000_000)
    notes = list(made.notes)
    found = []
    ours, theirs = folder.parent / "ours.apkg", folder.parent / "theirs.apkg"
    for _ in range(rounds):
        start = time.process_time()
        package(made.notes, ours, None, made.census)
        middle = time.process_time()
        _stock(notes, theirs)
        end = time.process_time()
        found.append((middle - start, end - middle, ours.stat().st_size, theirs.stat().st_size))
    print(json.dumps(found))


def _stock(notes: list[Note], target: Path) -> None:
    """What a program does that uses genanki as its documentation shows."""
    import genanki

    from flashgen import notetypes
    from flashgen.outputs.package import deck_id

    models = {}
    decks: dict[str, genanki.Deck] = {}
    for note in notes:
        kind = notetypes.load(note.draft.notetype)
        if kind.folder not in models:
            models[kind.folder] = genanki.Model(
                kind.id,
                kind.name,
                [{"name": name} for name in kind.fields],
                [{"name": t.name, "qfmt": t.front, "afmt": t.back} for t in kind.templates],
                kind.css,
                genanki.Model.CLOZE if kind.cloze else genanki.Model.FRONT_BACK,
            )
        deck = decks.setdefault(note.draft.deck, genanki.Deck(deck_id(note.draft.deck), note.draft.deck))
        deck.add_note(genanki.Note(models[kind.folder], list(note.fields), guid=note.guid, tags=list(note.tags)))
    genanki.Package(list(decks.values())).write_to_file(target)


def main() -> None:
    """The command line."""
    what, *given = sys.argv[1:]
    if what == "genanki":
        raw_genanki(Path(given[0]), Path(given[1]))
    elif what == "parse":
        bare_parse(Path(given[0]))
    else:
        write_step(Path(given[0]), int(given[1]))


if __name__ == "__main__":
    main()
