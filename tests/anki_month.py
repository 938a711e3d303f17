"""A month of reviews in a real Anki: days pass, its own scheduler asks, some notes are not known on purpose."""

from __future__ import annotations

import random
from collections.abc import Collection as Names
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.anki_collection import collection, import_package

DAY = 86_400


def pass_a_day(col: Any) -> None:
    """Move everything that has happened a day into the past: the collection's first day, the log, learning steps."""
    col.db.execute(f"UPDATE col SET crt = crt - {DAY}")
    col.db.execute(f"UPDATE revlog SET id = id - {DAY * 1000}")
    col.db.execute(f"UPDATE cards SET due = due - {DAY} WHERE queue IN (1, 4)")
    col.db.execute(f"UPDATE notes SET mod = mod - {DAY}")


def review(col: Any, hard: Names[str], rng: random.Random) -> int:
    """Answer what is due: a hard note is never known at once, another seldom not. The number of answers."""
    asked: set[int] = set()
    count = 0
    col.sched.deck_due_tree()  # as Anki's first screen does: what was buried comes back
    for deck in col.decks.all_names_and_ids(skip_empty_default=True):
        col.decks.set_current(deck.id)
        while count < 5_000 and (card := col.sched.getCard()):
            of_hard = card.note().fields[-1] in hard
            forgotten = of_hard and card.type == 2 and card.id not in asked
            asked.add(card.id)
            card.start_timer()
            card.timer_started -= rng.uniform(2, 12)
            usual = 3 if of_hard else 1 if rng.random() < 0.04 else rng.choice((2, 3, 3, 3, 4, 4))
            col.sched.answerCard(card, 1 if forgotten else usual)
            count += 1
    return count


def month(folder: Path, package: Path, hard: Iterable[str], *, fsrs: bool, days: int = 30, seed: int = 1) -> int:
    """Import a package into a fresh collection in ``folder`` and review it daily; the number of answers."""
    rng = random.Random(seed)
    answers = 0
    for day in range(days):
        with collection(folder) as col:
            if day == 0:
                import_package(col, package)
                _options(col, fsrs)
            else:
                pass_a_day(col)
        if day % 7 != 6:  # a day of rest
            with collection(folder) as col:
                answers += review(col, frozenset(hard), rng)
    with collection(folder) as col:
        pass_a_day(col)
    with collection(folder) as col:
        col.sched.deck_due_tree()
    return answers


def answer(col: Any, card_id: int, button: int) -> None:
    """Answer a card, whether or not it is the next that Anki would ask."""
    card = col.get_card(card_id)
    card.start_timer()
    states = col._backend.get_scheduling_states(card_id)
    col.sched.answer_card(col.sched.build_answer(card=card, states=states, rating=button - 1))


def _options(col: Any, fsrs: bool) -> None:
    if not col.v3_scheduler():
        col.set_v3_scheduler(True)
    col.set_config("fsrs", fsrs)
    options = col.decks.get_config(1)
    options["new"].update(perDay=7, bury=True)
    options["rev"].update(perDay=9_000, bury=True)
    col.decks.update_config(options)
