"""``flashgen status``: what the next build would do, without doing it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashgen.cli.common import FORMAT, PATHS, after_import, none_in, report, settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flashgen.diagnostics import Diagnostic
    from flashgen.identify import Move
    from flashgen.notes import Note
    from flashgen.pipeline import Build


@click.command()
@PATHS
@FORMAT
def command(paths: tuple[Path, ...], form: str) -> None:
    """Say what the next build would do.

    New notes, edited ones that keep their history, those found again after a rewording, moved, retired and doubtful
    ones. Nothing is written.

    \b
    Example:  flashgen status cards
    """
    from flashgen.pipeline import NothingToReadError, build

    try:
        made = build(paths, settings(paths), cache=True)
    except NothingToReadError as error:
        raise click.UsageError(str(error)) from None
    if form == "json":
        import json

        click.echo(json.dumps(told(made), ensure_ascii=False, indent=1))
    else:
        if made.blocked:
            report(d for d in made.diagnostics if d.code.startswith("FG50"))
        click.echo("\n".join(lines(made, _elsewhere(made.root) if paths else "")))
    if made.blocked:
        sys.exit(1)


def told(made: Build) -> dict[str, object]:
    """The plan as JSON has it."""
    plan = made.plan
    return {
        "version": 1,
        "blocked": made.blocked,
        "summary": plan.summary(),
        "unchanged": plan.unchanged,
        "new": [_note(n) for n in plan.new],
        "edited": [_note(n) for n in plan.edited],
        "rematched": [{**_note(r.note), "before": r.before, "similarity": r.similarity} for r in plan.rematched],
        "other_kind": [{"path": d.span.path, "line": d.span.line, "message": d.message} for d in _other_kinds(made)],
        "moved": [{**_note(m.note), "from": m.before, "to": m.after} for m in plan.moved],
        "retired": [_note(n) for n in plan.retired],
        "returned": [_note(n) for n in plan.returned],
        "ambiguous": [
            {
                **_note(d.note),
                "text": _said(d.note.draft.notetype, d.note.fields),
                "similarity": d.similarity,
                "old": {"guid": d.old.guid, "text": _said(d.old.notetype, d.old.values()), "path": d.old.path},
                "adopt": f"flashgen adopt {d.note.guid} {d.old.guid}",
                "others": [{"guid": r.guid, "text": _said(r.notetype, r.values()), "path": r.path} for r in d.others],
            }
            for d in plan.ambiguous
        ],
        "unwanted": [{"guid": r.guid, "text": _said(r.notetype, r.values()), "path": r.path} for r in plan.unwanted],
        "searches": [{"title": title, "search": search} for title, search in plan.searches()],
    }


def _elsewhere(root: Path) -> str:
    """How a command is told of this notes folder; nothing if it is the one that it takes by itself."""
    from flashgen.config import load, notes_folder

    return "" if notes_folder(load(Path.cwd())[0]).resolve() == root else f' --notes "{root}"'


def lines(made: Build, elsewhere: str = "") -> list[str]:
    """The plan for people; ``elsewhere`` is what the commands in it need to find the notes."""
    plan = made.plan
    if not (made.files or made.diagnostics):
        return [none_in(made.root)]
    if made.blocked:
        return ["The next build would write nothing: the ledger has to be mended first."]
    sections: list[tuple[str, list[str]]] = [
        ("new", [_line(n) for n in plan.new]),
        ("edited, history kept", [_line(n) for n in plan.edited]),
        (
            "re-matched after a rewording, history kept",
            [f"{_line(r.note)}\n      was: {r.before}  ({r.similarity:.0%} alike)" for r in plan.rematched],
        ),
        (
            "of another kind now: new cards, the old note is retired",
            [f"{d.span.path}:{d.span.line}  {d.message}" for d in _other_kinds(made)],
        ),
        ("moved to another deck", list(_moved(plan.moved))),
        ("retired", [_line(n) for n in plan.retired]),
        ("back again", [_line(n) for n in plan.returned]),
        ("not wanted, left out", [f"{r.path}  {_said(r.notetype, r.values())}" for r in plan.unwanted]),
        (
            "doubtful: is it the old note, edited?",
            [
                f"{_line(d.note)}\n      new: {_said(d.note.draft.notetype, d.note.fields)}"
                + "".join(
                    f"\n      old: {_said(old.notetype, old.values())}\n      if so: flashgen adopt {d.note.guid} {old.guid}{elsewhere}"
                    for old in (d.old, *d.others)
                )
                for d in plan.ambiguous
            ],
        ),
    ]
    out = []
    for title, found in sections:
        if found:
            out.append(f"{len(found)} {title}")
            out += [f"  {line}" for line in found]
    out += after_import(plan.searches())
    out.append(f"{plan.summary()[:1].upper()}{plan.summary()[1:]}; {plan.unchanged} unchanged.")
    return out


def _said(notetype: str, fields: Sequence[str]) -> str:
    """What a note says, in one line."""
    from flashgen.identify import gist

    return gist(notetype, fields, 160)


def _moved(moved: Iterable[Move]) -> Iterator[str]:
    """Notes that belong in another deck now, those of one move together."""
    together: dict[tuple[str, str], list[str]] = {}
    for one in moved:
        together.setdefault((one.before, one.after), []).append(_line(one.note))
    for (before, after), notes in together.items():
        yield f"{before} -> {after}\n    {notes[0]}"
        yield from (f"  {note}" for note in notes[1:])


def _other_kinds(made: Build) -> list[Diagnostic]:
    """Remarks on notes whose kind changed."""
    return [d for d in made.diagnostics if d.code == "FG512"]


def _note(note: Note) -> dict[str, object]:
    draft = note.draft
    return {
        "guid": note.guid,
        "kind": draft.kind,
        "label": draft.label,
        "class": draft.class_name,
        "deck": draft.deck,
        "path": draft.path,
        "line": draft.line,
    }


def _line(note: Note) -> str:
    place = f"{note.draft.path}:{note.draft.line}" if note.state == "live" else note.draft.path
    return f"{place}  {note.draft.label}".strip()
