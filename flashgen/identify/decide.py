"""What the student says: that a note is an old one, edited; that a note is not wanted."""

from __future__ import annotations

from collections.abc import Iterable

from flashgen.ledger import (
    GONE,
    UNWANTED,
    Ledger,
    Record,
)
from flashgen.notes import Note


def adopt(ledger: Ledger, heir: Note, old: Record) -> Ledger:
    """The ledger in which a note is an old one, edited: the next build sends it under the old identity.

    ``ValueError`` if that can't be: another kind, or the old note is in the class notes, too.
    """
    draft = heir.draft
    if heir.guid == old.guid:
        raise ValueError("they are the same note already")
    if old.notetype != draft.notetype:
        raise ValueError(
            f"one of the kind {old.kind} can't become one of the kind {draft.kind}: Anki keeps history within a note type only"
        )
    records = dict(ledger.records)
    known = records.get(heir.guid)
    if known is not None:  # an earlier build sent it as a new note: that one is retired by the next
        records[known.guid] = known._replace(key=f"{known.key} = {old.guid}", class_name="", anchor="", maybe="")
    records[old.guid] = old._replace(
        state=old.state if old.state == UNWANTED else GONE,
        kind=draft.kind,
        class_name=draft.class_name,
        key=draft.key,
        path=draft.path,
        heading=draft.headings[-1] if draft.headings else "",
        anchor=draft.anchor,
    )
    return Ledger(records)


def forget(ledger: Ledger, records: Iterable[Record], *, undo: bool = False) -> Ledger:
    """The ledger in which these notes are never sent, or, to undo that, are again."""
    state = GONE if undo else UNWANTED
    return Ledger({**ledger.records, **{r.guid: r._replace(state=state) for r in records}})
