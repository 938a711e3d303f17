"""Identify: drafts and the ledger in; notes that keep their identity, what that means, and the next ledger out.

Anki finds a note again by its GUID and a card by (GUID, ordinal). Both are decided once and then looked up here, never
computed from a text that an author may correct. Drafts that are ``twins`` are left out; ``matching`` gives the others
their records among those that are ``free``; the ``outcome`` is a ``plan``, and what is ``settled`` for each draft.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from flashgen.identify.content import gist
from flashgen.identify.free import Free
from flashgen.identify.matching import match
from flashgen.identify.outcome import TOLD, Identified, settle
from flashgen.identify.plan import RETIRED_TAG, Doubt, Move, Plan, Rematch, label
from flashgen.identify.settled import Notes
from flashgen.identify.twins import find_twins, homes_of
from flashgen.ledger import Ledger
from flashgen.notes import Draft

__all__ = [
    "RETIRED_TAG",
    "TOLD",
    "Doubt",
    "Identified",
    "Move",
    "Notes",
    "Plan",
    "Rematch",
    "gist",
    "homes_of",
    "identify",
    "label",
]


def identify(
    drafts: Sequence[Draft], ledger: Ledger, *, now: int, step: Callable[[int, int], None] | None = None
) -> Identified:
    """Give every draft the identity that earlier builds gave it, or a new one.

    ``now`` is the Unix time that a note with changed content is stamped with; nothing else depends on it. ``step`` hears
    how many drafts of how many are done.
    """
    homes = homes_of(drafts)
    twins, problems = find_twins(drafts, homes)
    free = Free(drafts, homes, twins, ledger)
    free.take_vouched()
    likeness, doubts = match(free)
    free.homes = homes = array("q")  # nothing asks for them any more
    return settle(free, likeness, doubts, now, problems, step or _unheard)


def _unheard(_done: int, _of: int) -> None:
    """Nobody wants to know."""
