"""``flashgen status``: what the next build would do. Nothing is written."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flashgen.cli.common import FORMAT, PATHS, count, report, settings


@click.command()
@PATHS
@FORMAT
def command(paths: tuple[Path, ...], form: str) -> None:
    """Say what the next build would do: new, edited, moved and retired notes.

    Nothing is written. Exits with 1 if the ledger can't be read.

    \b
    Example:  flashgen status cards
    """
    from flashgen.pipeline import NothingToRead, build

    try:
        made = build(paths, settings(paths))
    except NothingToRead as error:
        raise click.UsageError(str(error)) from None
    plan = made.plan
    if form == "json":
        import json

        def note(n: object) -> dict[str, object]:
            draft = n.draft  # type: ignore[attr-defined]
            return {"guid": n.guid, "deck": draft.deck, "kind": draft.kind, "path": draft.path, "line": draft.line, "label": draft.label}  # type: ignore[attr-defined]

        click.echo(json.dumps({
            "version": 1,
            "new": [note(n) for n in plan.new], "edited": [note(n) for n in plan.edited],
            "rematched": [{**note(r.note), "before": r.before, "similarity": round(r.similarity, 3)} for r in plan.rematched],
            "moved": [{**note(m.note), "before": m.before, "after": m.after} for m in plan.moved],
            "retired": [note(n) for n in plan.retired], "returned": [note(n) for n in plan.returned],
            "ambiguous": [{**note(d.note), "old": d.old.guid, "before": d.old.key, "similarity": round(d.similarity, 3)} for d in plan.ambiguous],
            "unwanted": [r.guid for r in plan.unwanted], "unchanged": plan.unchanged,
        }, ensure_ascii=False, indent=1))
    else:
        report(d for d in made.diagnostics if d.code.startswith("FG5"))
        rematched = {r.note.guid: r for r in plan.rematched}
        for title, notes in (("new", plan.new), ("edited", plan.edited), ("retired", plan.retired), ("returned", plan.returned)):
            for n in notes:
                found = rematched.get(n.guid)
                more = f"  (was: {found.before}; {found.similarity:.0%} alike, history kept)" if found else "  (history kept)" if title == "edited" else ""
                click.echo(f"{title:9} {n.draft.path}:{n.draft.line}  {n.draft.label}{more}")
        for move in plan.moved:
            click.echo(f"{'moved':9} {move.note.draft.path}:{move.note.draft.line}  {move.note.draft.label}  ({move.before} > {move.after})")
        for doubt in plan.ambiguous:
            click.echo(f"{'ambiguous':9} {doubt.note.draft.label}  (perhaps: {doubt.old.key}; flashgen adopt {doubt.note.guid} {doubt.old.guid})")
        told = plan.summary()
        click.echo(f"{told[:1].upper()}{told[1:]}; {count(plan.unchanged, 'note')} unchanged.")
    sys.exit(1 if made.blocked else 0)
