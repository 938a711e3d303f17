"""``flashgen pull``: what was edited in Anki, as patches to the class notes."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flashgen.cli.common import FORMAT, PATHS, count, decide, not_written, notes_of, settings
from flashgen.cli.push import order_of
from flashgen.cli.route import WAY, route_options

if TYPE_CHECKING:
    from flashgen.config import Config
    from flashgen.outputs.pull import Patch, Pulled
    from flashgen.outputs.push.bring import Order


@click.command()
@PATHS
@route_options
@click.option("--write", is_flag=True, help="Put the edits into the class notes.")
@FORMAT
def command(paths: tuple[Path, ...], write: bool, form: str, **said: Any) -> None:
    """Show what was edited in Anki as patches to your class notes.

    A patch is offered only if the note, read with it, says exactly what Anki has; other edits are shown side by side.
    Nothing is changed in Anki. Exits with 1 while there are edits that are not in the notes.

    \b
    Example:  flashgen pull
              flashgen pull --write
    """
    from flashgen.anki import AnkiError

    config = settings(paths)
    decide(notes_of(paths, config))
    order = order_of(paths, config)
    try:
        pulled = _pulled(order, config, said, write=write)
    except AnkiError as error:
        raise click.ClickException(str(error)) from None
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(not_written(error, "a note")) from None
    if form == "json":
        click.echo(json.dumps(_json(pulled, write), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(pulled, write)))
    if pulled.by_hand or (pulled.patches and not write):
        sys.exit(1)


def _pulled(order: Order, config: Config, said: dict[str, Any], *, write: bool) -> Pulled:
    """The patches, written if that is wanted: the class notes first, then the ledger."""
    from flashgen import ledger as ledgers
    from flashgen.outputs import pull
    from flashgen.outputs.push import memory
    from flashgen.outputs.push.choose import choose, way
    from flashgen.outputs.push.plan import Options, plan
    from flashgen.pipeline import known_kinds
    from flashgen.read import find, read_file

    with choose(way(config, **{k: v for k, v in said.items() if k in WAY})) as route:
        known = memory.load(memory.file_for(route.target, order.root))
        held = route.held()
    now = int(time.time())
    edited = plan(order.notes, order.ledger, order.before, known, held, Options(), now=now, only=order.only).edited
    wanted = {e.note.draft.path for e in edited}
    files = {f.path: f for f in find(order.root, config, []) if f.path in wanted}
    sources = {path: source for path, f in files.items() if (source := read_file(f)[0]) is not None}
    kinds, tags, _ = known_kinds(config)
    found = pull.pull(edited, sources, pull.reader(order.root, config, kinds, tags))
    if write and found.texts:
        pull.write(sources, found.texts, {path: Path(f.file) for path, f in files.items()})
        ledgers.save(pull.rekeyed(order.before, found.patches), order.root)
    return found


def _lines(pulled: Pulled, written: bool) -> list[str]:
    """The result for people: patches that ``patch -p1`` takes, and what has to be done by hand."""
    out = []
    for patch in pulled.patches:
        draft = patch.note.draft
        title = f"{draft.path}:{draft.line}  {draft.label}"
        if patch.why:
            out.append(f"{title}: by hand, {patch.why}")
            for change in patch.changes:
                out += [f"  {change.field}", f"    in the notes: {change.before}", f"    in Anki:      {change.after}"]
        else:
            out += [title, *(patch.diff.split("\n") if patch.diff else ["  (the patch above does it)"])]
        out.append("")
    ready = len(pulled.patches) - len(pulled.by_hand)
    if not pulled.patches:
        return ["Nothing was edited in Anki."]
    done = (
        f"{count(ready, 'edit')} written into the notes"
        if written
        else count(ready, "edit as a patch", "edits as patches")
    )
    hint = "" if written or not ready else "; 'flashgen pull --write' puts them into the notes"
    hand = f", {count(len(pulled.by_hand), 'edit')} to do by hand" if pulled.by_hand else ""
    return [*out, f"{done}{hand}{hint}."]


def _json(pulled: Pulled, written: bool) -> dict[str, object]:
    """The result for programs."""

    def told(patch: Patch) -> dict[str, object]:
        draft = patch.note.draft
        return {
            "guid": patch.note.guid,
            "label": draft.label,
            "path": draft.path,
            "line": draft.line,
            "changes": [{"field": c.field, "notes": c.before, "anki": c.after} for c in patch.changes],
            "patch": patch.diff,
            "by_hand": patch.why,
        }

    return {"version": 1, "written": written, "edits": [told(p) for p in pulled.patches]}
