"""``flashgen push``: class notes in, Anki brought to their state."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flashgen.cli.common import FORMAT, PATHS, QUIET, count, deciding, not_written, notes_of, report, settings
from flashgen.cli.follow import WATCH, follow
from flashgen.cli.route import WAY, route_options

if TYPE_CHECKING:
    from flashgen.config import Config
    from flashgen.notes import Note
    from flashgen.outputs.push.bring import Done, Order
    from flashgen.outputs.push.plan import Options, Plan
    from flashgen.outputs.push.route import Route

SHOWN = 12
"""So many notes of each sort are listed for people; JSON has all."""


@click.command()
@PATHS
@route_options
@click.option("--move", is_flag=True, help="Move cards back that you moved by hand in Anki.")
@click.option("--delete", is_flag=True, help="Delete notes that have gone from the class notes, with their reviews.")
@click.option("--overwrite", is_flag=True, help="Overwrite what was edited in Anki.")
@click.option("--restore", is_flag=True, help="Bring back what was deleted in Anki.")
@click.option("--sync/--no-sync", default=None, help="Tell a running Anki to sync afterwards.  [default: sync]")
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
@WATCH
@QUIET
@FORMAT
def command(paths: tuple[Path, ...], dry_run: bool, watch: bool, quiet: bool, form: str, **said: Any) -> None:
    """Bring Anki to the state of your class notes: new and changed cards, decks, and what has gone.

    Reviews are kept. What you did in Anki stays: edits, suspended cards, cards that you moved.

    \b
    Example:  flashgen push cards
              flashgen push --dry-run
    """
    if watch and (dry_run or form == "json"):
        raise click.UsageError("--watch goes with neither --dry-run nor --format json")
    if watch:
        follow(paths, lambda: _summary(*_pushed(paths, said, dry=False)[1:]))
        return
    from flashgen.anki import AnkiError

    people = form == "text" and not quiet
    show = (lambda route, plan: click.echo("\n".join(_planned(route, plan)))) if people else _silent
    try:
        route, plan, done = _pushed(paths, said, dry=dry_run, show=show)
    except AnkiError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(_disk(error)) from None
    if form == "json":
        click.echo(json.dumps(_json(route, plan, done, dry_run), ensure_ascii=False, indent=1))
    elif people:
        click.echo("\n".join(_came(plan, done, dry_run)))
    if plan.conflicts or done.refused:
        sys.exit(1)


Show = Callable[["Route", "Plan"], None]


def _silent(_route: Route, _plan: Plan) -> None:
    """Show nothing."""


def _pushed(
    paths: tuple[Path, ...], said: dict[str, Any], *, dry: bool, show: Show = _silent
) -> tuple[Route, Plan, Done]:
    """One push. What ends it is raised: ``AnkiError``, ``OSError``, and what click makes exit codes of."""
    from flashgen.outputs.push.bring import push
    from flashgen.outputs.push.choose import choose, way

    config = settings(paths)
    with deciding(notes_of(paths, config)):
        order = order_of(paths, config)
        options = _options(config, said)
        with choose(way(config, **{k: v for k, v in said.items() if k in WAY})) as route:
            plan, done = push(order, route, options, now=int(time.time()), dry=dry, show=lambda made: show(route, made))
    return route, plan, done


def order_of(paths: tuple[Path, ...], config: Config) -> Order:
    """What the notes say is to be brought; notes that can't be read, or a ledger that can't, end the command."""
    from flashgen import ledger as ledgers
    from flashgen.outputs.push.bring import Order
    from flashgen.pipeline import NothingToReadError, build, locate

    try:
        made = build(paths, config, cache=True)
        only = frozenset(n.guid for n in made.notes) if locate(paths, config).only else None
    except NothingToReadError as error:
        raise click.UsageError(str(error)) from None
    report(made.diagnostics)
    if made.blocked:
        raise click.ClickException("nothing was pushed: the ledger has to be mended first (flashgen ledger check)")
    if not made.notes:
        raise click.ClickException(f"no cards in {count(made.files, 'class note')}")
    return Order(made.root, tuple(made.notes), made.ledger, ledgers.load(made.root), only, config.preset)


def _options(config: Config, said: dict[str, Any]) -> Options:
    from flashgen.outputs.push.plan import Options

    return Options(
        move=said["move"] or bool(config.push.get("move")),
        delete=said["delete"] or config.push.get("on_retire") == "delete",
        overwrite=said["overwrite"],
        restore=said["restore"],
    )


def _disk(error: OSError) -> str:
    return f"{not_written(error, 'the collection')}. Nothing is lost: push again when that is mended"


def _place(note: Note) -> str:
    return f"{note.draft.path}:{note.draft.line}  {note.draft.label}"


def _sections(plan: Plan) -> list[tuple[str, list[str]]]:
    """What is done, by sort: a word and a line a note."""
    from flashgen.identify import label

    return [
        ("new", [_place(s.note) for s in plan.new]),
        ("changed", [_place(s.note) for s in plan.changed]),
        ("returned", [_place(s.note) for s in plan.returned]),
        ("moved", [f"{m.path}  {m.label}: {m.before} -> {m.after}" for m in plan.moved]),
        ("retired", [f"{r.record.path}  {label(r.record)}".strip() for r in plan.retired]),
        ("deleted", [f"{r.record.path}  {label(r.record)}".strip() for r in plan.deleted]),
        ("retagged", [r.held.guid for r in plan.retags]),
    ]


def _summary(plan: Plan, done: Done) -> str:
    """``2 new, 1 changed``; ``nothing to do``."""
    parts = [f"{len(found)} {word}" for word, found in _sections(plan) if found]
    gone = sum(len(b.delete) + len(b.keep) for b in plan.blank)
    if gone:
        parts.append(f"{count(gone, 'blank card')} cleared away")
    if plan.carriers:
        parts.append("newest card designs")
    left = [f"{len(plan.edited)} edited in Anki (flashgen pull)"] if plan.edited else []
    if done.refused:
        left.append(f"{len(done.refused)} not taken")
    return ", ".join([*(parts or ["nothing to do"]), *left])


def _planned(route: Route, plan: Plan) -> list[str]:
    """What is going to be done, for people."""
    out = [f"Anki: {route.place}"]
    for word, found in _sections(plan):
        if word != "retagged":
            out += [f"  {word:9}{line}" for line in _first(found)]
    return out + [f"  {'blank':9}{count(len(b.delete), 'card')} of {b.held.guid}" for b in plan.blank if b.delete]


def _came(plan: Plan, done: Done, dry: bool) -> list[str]:
    """What came of it."""
    summary = _summary(plan, done)
    out = [f"{'Would be done: ' if dry else ''}{summary[:1].upper()}{summary[1:]}.", *done.said, *_left(plan, done)]
    return [*out, done.synced] if done.synced else out


def _first(lines: list[str]) -> list[str]:
    return lines if len(lines) <= SHOWN else [*lines[:SHOWN], f"… and {len(lines) - SHOWN:,} more"]


def _left(plan: Plan, done: Done) -> Iterable[str]:
    """What was left as it is, and what to do about it."""
    both = [_place(e.note) for e in plan.conflicts]
    yield from _named("edited in Anki and in the notes (or built and never imported), not overwritten", both)
    if both:
        yield "  'flashgen pull' shows both; --overwrite takes the class notes."
    only = [_place(e.note) for e in plan.edited if not e.conflict]
    yield from _named("edited in Anki, not overwritten", only)
    if only:
        yield "  'flashgen pull' shows the edits as patches, 'flashgen pull --write' puts them into the notes."
    yield from _named("deleted in Anki, not brought again", [_place(n) for n in plan.gone_in_anki])
    if plan.lost_all:
        yield "  Anki has none of the notes that were brought to it: is it the right collection? --restore brings them."
    elif plan.gone_in_anki:
        yield "  'flashgen forget' leaves them out for good, --restore brings them back."
    for (there, wanted), cards in plan.astray.items():
        stays, it = ("stays", "it") if cards == 1 else ("stay", "them")
        yield (
            f"{count(cards, 'card')} in {there}, moved by you or left there by an import, {stays}; "
            f"--move takes {it} to {wanted}."
        )
    if plan.waiting:
        yield f"{count(plan.waiting, 'card')} in a filtered deck move when they are home again."
    yield from _named("not taken by Anki", [_place(n) for n in done.refused])


def _named(what: str, found: list[str]) -> Iterable[str]:
    """How many notes there are of a sort, and which."""
    if found:
        yield f"{count(len(found), 'note')} {what}:"
        yield from (f"  {line}" for line in _first(found))


def _json(route: Route, plan: Plan, done: Done, dry: bool) -> dict[str, object]:
    """The result for programs."""
    from flashgen.identify import label

    def note(one: Note) -> dict[str, object]:
        draft = one.draft
        return {
            "guid": one.guid,
            "label": draft.label,
            "deck": draft.deck,
            "path": draft.path,
            "line": draft.line,
        }

    return {
        "version": 1,
        "route": route.name,
        "place": route.place,
        "dry_run": dry,
        "new": [note(s.note) for s in plan.new],
        "changed": [note(s.note) for s in plan.changed],
        "returned": [note(s.note) for s in plan.returned],
        "moved": [
            {"label": m.label, "place": m.path, "cards": len(m.cards), "from": m.before, "to": m.after}
            for m in plan.moved
        ],
        "retired": [{"guid": r.record.guid, "label": label(r.record), "path": r.record.path} for r in plan.retired],
        "deleted": [{"guid": r.record.guid, "label": label(r.record), "path": r.record.path} for r in plan.deleted],
        "retagged": [{"guid": r.held.guid, "add": r.add, "remove": r.remove} for r in plan.retags],
        "blank_cards": {
            "deleted": sum(len(b.delete) for b in plan.blank),
            "suspended": sum(len(b.keep) for b in plan.blank),
        },
        "card_designs": sorted(n.draft.notetype for n in plan.carriers),
        "edited_in_anki": [{**note(e.note), "conflict": e.conflict} for e in plan.edited],
        "deleted_in_anki": [note(n) for n in plan.gone_in_anki],
        "moved_in_anki": [{"from": w, "to": t, "cards": n} for (t, w), n in plan.astray.items()],
        "in_filtered_decks": plan.waiting,
        "refused": [note(n) for n in done.refused],
        "nothing_to_do": plan.empty,
        "said": [*done.said, *([done.synced] if done.synced else [])],
    }
