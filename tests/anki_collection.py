"""A real Anki collection for tests: made fresh, given packages, asked what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

anki_lang = pytest.importorskip("anki.lang", reason="the anki package is part of the test extra")
from anki import import_export_pb2 as pb  # noqa: E402
from anki.collection import Collection  # noqa: E402


@contextmanager
def collection(folder: Path) -> Iterator[Collection]:
    """A collection in ``folder``, new or as it was left there; closed at the end."""
    anki_lang.set_lang("en_US")
    folder.mkdir(parents=True, exist_ok=True)
    col = Collection(str(folder / "collection.anki2"))
    try:
        yield col
    finally:
        col.close()


def import_package(col: Collection, package: Path) -> Any:
    """Import as Anki's dialogue does with its default options; the log of notes new, updated, duplicate, …"""
    if not hasattr(pb, "ImportAnkiPackageOptions"):  # up to 2.1.66
        return col.import_anki_package(str(package)).log  # type: ignore[arg-type]
    known = pb.ImportAnkiPackageOptions.DESCRIPTOR.fields_by_name
    options = pb.ImportAnkiPackageOptions(**{"with_scheduling": False} if "with_scheduling" in known else {})
    request = pb.ImportAnkiPackageRequest(package_path=str(package), options=options)
    log = col.import_anki_package(request).log
    col.models._clear_cache()  # it is not refreshed by an import
    return log


def export(col: Collection, target: Path) -> Path:
    """Export the decks (``.apkg``; ``newest.apkg`` as Anki does by default) or all (``.colpkg``), or close the collection
    and name its file."""
    if target.suffix == ".colpkg":
        col.export_collection_package(str(target), include_media=False, legacy=False)
        col.reopen()
        return target
    if target.suffix != ".apkg":
        return Path(col.path)
    legacy = target.stem != "newest"
    if hasattr(pb, "ExportAnkiPackageOptions"):
        options = pb.ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=legacy)
        col.export_anki_package(out_path=str(target), options=options, limit=None)
    else:  # up to 23.10
        col.export_anki_package(  # type: ignore[call-arg]
            out_path=str(target), limit=None, with_scheduling=True, with_media=True, legacy_support=legacy
        )
    return target


def rendered(col: Collection) -> list[tuple[str, str, str]]:
    """Every card as (deck, question, answer), HTML as Anki's own templates give it, in the order of review."""
    cards = (col.get_card(cid) for cid in col.find_cards("", order="c.due, c.ord"))
    return [(col.decks.name(c.did), (out := c.render_output()).question_text, out.answer_text) for c in cards]


HARMLESS = ("Added last review time to", "Database rebuilt and optimized")
"""What Anki 26.9 now and then notes of a collection that was only imported and studied, one in fourteen of those tried:
it is Anki's own doing, not an import's or a push's."""


def faults(col: Collection) -> list[str]:
    """What Anki's database check found wrong."""
    report, fine = col.fix_integrity()
    return [] if fine else [line for line in report.splitlines() if not line.startswith(HARMLESS)]
