"""Builds imported into a real Anki between reviews: every card keeps its scheduling, its review log and its deck.

Cards are answered through Anki's own scheduler, with FSRS on. Runs with whichever ``anki`` is installed, from 23.10 on.
"""

from __future__ import annotations

import json
import random
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from flashgen import ledger as ledgers
from flashgen.config import Config
from flashgen.identify import RETIRED_TAG, TOLD, Identified, identify
from flashgen.outputs.package import package
from flashgen.pipeline import build
from tests.anki_collection import collection, faults, import_package
from tests.edits import ALL_KEEPING, ARRIVALS, EDITS, REMOVALS, Notes, notes

pytestmark = pytest.mark.slow

State = dict[tuple[str, int], tuple[Any, ...]]
"""(GUID, ordinal) → deck, everything about the schedule, review log."""


def prepare(col: Any) -> None:
    col.set_config("fsrs", True)
    if not col.v3_scheduler():
        col.set_v3_scheduler(True)
    conf = col.decks.get_config(1)
    conf["new"]["perDay"] = conf["rev"]["perDay"] = 9_000
    col.decks.update_config(conf)


def review(col: Any, rng: random.Random) -> int:
    """Answer what is due, at most so often as there are cards."""
    answered = 0
    for deck in [d.id for d in col.decks.all_names_and_ids() if "::" in d.name]:
        col.decks.set_current(deck)
        for _ in range(len(col.find_cards("")) // 2 + 1):
            card = col.sched.getCard()
            if card is None:
                break
            card.start_timer()
            col.sched.answerCard(card, rng.choice((1, 3, 3, 4, 4)))
            answered += 1
    return answered


def state(col: Any) -> State:
    log = defaultdict(list)
    for row in col.db.all("select cid, id, ease, ivl, lastIvl, factor, type from revlog order by id"):
        log[row[0]].append(tuple(row[1:]))
    return {
        (guid, order): (*rest, tuple(log[card]))
        for card, guid, order, *rest in col.db.all(
            "select c.id, n.guid, c.ord, c.did, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, c.left, c.odue, "
            "c.odid, c.flags, c.data from cards c join notes n on n.id = c.nid"
        )
    }


def reviews_of(col: Any, world: Notes) -> dict[object, tuple[Any, ...]]:
    """What each fact, each deletion asks, found by its text → the reviews of its cards."""
    log = state(col)
    found: dict[object, tuple[Any, ...]] = {}
    shown = {
        fields.split("\x1f")[0]: guid
        for guid, fields in col.db.all("select guid, flds from notes where tags not like ?", f"%{RETIRED_TAG}%")
    }
    for item in world.items:
        texts = {t: g for t, g in shown.items() if _bare(t) == " ".join(item.asked)}
        if len(texts) != 1:
            continue
        ((text, guid),) = texts.items()
        if item.hidden:
            for hole, word in item.hidden:
                number = int(text.split(f"::{word}}}}}")[0].rpartition("{{c")[2])
                found["hole", hole] = log[guid, number - 1][-1]
        else:
            found["fact", item.fact] = log[guid, 0][-1]
    return found


def _bare(text: str) -> str:
    import re
    import unicodedata

    text = re.sub(r"\{\{c\d+::|\}\}|</?(?:strong|em)>", "", text)
    return unicodedata.normalize("NFC", text)


def imported(col: Any, done: Identified, folder: Path) -> Any:
    target = folder / "deck.apkg"
    package(done.notes, target)
    return import_package(col, target)


@pytest.mark.parametrize("seed", range(4))
def test_every_card_keeps_its_history_through_sessions_of_edits(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    world = notes(rng, 24)
    done = identify(world.drafts(), ledgers.Ledger(), now=int(time.time()))
    asked_at_all = reviewed = 0
    with collection(tmp_path / "anki") as col:
        log = imported(col, done, tmp_path)
        assert len(log.new) == len(done.notes)
        prepare(col)
        for _ in range(4):
            review(col, rng)
            before, histories = state(col), reviews_of(col, world)
            assert len(histories) >= len(world.items)
            reviewed += sum(bool(h) for h in histories.values())
            touched: set[int] = set()
            for name in (
                rng.sample(sorted(EDITS), 6) + rng.sample(sorted(ARRIVALS), 1) + rng.sample(sorted(REMOVALS), 1)
            ):
                at = rng.randrange(len(world.items))
                if world.items[at].fact not in touched or name in ALL_KEEPING:
                    touched.update({**EDITS, **ARRIVALS, **REMOVALS}[name](world, at))
            _next_second()
            done = identify(world.drafts(), ledgers.parse(ledgers.dump(done.ledger)), now=int(time.time()))
            changed = {n.guid for n in (*done.plan.edited, *done.plan.new, *done.plan.retired, *done.plan.returned)}
            mine = _students_changes(col, [n.guid for n in done.notes if n.guid not in changed], rng)
            before = state(col)
            log = imported(col, done, tmp_path)
            after = state(col)
            assert not [k for k in before if after.get(k) != before[k]], (
                "scheduling, review log and deck are as they were"
            )
            assert not list(log.conflicting)
            assert {n.id.nid for n in log.new} == {
                i for i, g in col.db.all("select id, guid from notes") if g in {n.guid for n in done.plan.new}
            }
            _as_sent(col, done, changed)
            _survived(col, mine)
            now = reviews_of(col, world)
            doubtful = {d.note.draft.fields[0] for d in done.plan.ambiguous}
            asked_at_all += len(doubtful)
            for subject, reviews in now.items():
                if subject not in histories:
                    assert not reviews, f"{subject} is new and has reviews"
                elif reviews != histories[subject]:
                    assert not reviews, f"{subject} has the reviews of another"
                    assert doubtful, f"{subject} lost its reviews without a word"
        assert col.db.scalar("pragma integrity_check") == "ok"
        assert not faults(col)
    assert reviewed > 40


def _next_second() -> None:
    """Anki compares whole seconds, and up to 24.11 with the time of the last import."""
    time.sleep(1.01 - time.time() % 1)


def _students_changes(col: Any, guids: list[str], rng: random.Random) -> dict[str, tuple[str, str]]:
    """Tags, flags, suspension, another deck and an edit by the student, on notes that the next build does not change."""
    chosen = rng.sample(guids, min(4, len(guids)))
    mine = {}
    for guid in chosen:
        nid = col.db.scalar("select id from notes where guid = ?", guid)
        note = col.get_note(nid)
        note.tags.append("mine")
        note.fields[-3] = "a remark of my own"
        col.update_note(note)
        cards = note.card_ids()
        col.set_user_flag_for_cards(3, cards)
        col.sched.suspend_cards(cards[:1])
        col.set_deck(cards, col.decks.id("My own deck"))
        mine[guid] = (note.fields[-3], "mine")
    return mine


def _survived(col: Any, mine: dict[str, tuple[str, str]]) -> None:
    for guid, (remark, tag) in mine.items():
        note = col.get_note(col.db.scalar("select id from notes where guid = ?", guid))
        assert tag in note.tags
        assert note.fields[-3] == remark


def _as_sent(col: Any, done: Identified, changed: set[str]) -> None:
    """What changed has arrived, whole; what has gone is still what it was, and can be found."""
    for note in done.notes:
        if note.guid in changed:
            there = col.get_note(col.db.scalar("select id from notes where guid = ?", note.guid))
            assert set(there.tags) == set(note.tags), note
            assert there.fields[0] == _composed(note.fields[0])
            assert there.fields[-1] == note.guid
    retired = [n for n in done.notes if n.state == "retired"]
    assert len(col.find_notes(f"tag:{RETIRED_TAG}")) >= len(retired)


def _composed(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", text)


def test_the_searches_of_the_summary_find_what_moved_and_what_retired(tmp_path: Path) -> None:
    rng = random.Random(1)
    world = notes(rng, 12)
    now = int(time.time())
    done = identify(world.drafts(), ledgers.Ledger(), now=now)
    with collection(tmp_path / "anki") as col:
        imported(col, done, tmp_path)
        gone = world.items.pop(0)
        name = world.items[0].class_name
        EDITS["class_renamed"](world, 0)
        done = identify(world.drafts(), done.ledger, now=now + 60)
        imported(col, done, tmp_path)
        (_, moved), (_, retired) = done.plan.searches()
        assert len(col.find_notes(moved)) == sum(i.class_name == f"{name} II" for i in world.items)
        assert [" ".join(gone.asked) == _bare(col.get_note(n).fields[0]) for n in col.find_notes(retired)] == [True]


def test_a_note_deleted_in_anki_and_forgotten_does_not_come_back(tmp_path: Path) -> None:
    from flashgen.identify.decide import forget

    world = notes(random.Random(2), 6)
    now = int(time.time())
    done = identify(world.drafts(), ledgers.Ledger(), now=now)
    with collection(tmp_path / "anki") as col:
        imported(col, done, tmp_path)
        guid = done.notes[0].guid
        col.remove_notes([col.db.scalar("select id from notes where guid = ?", guid)])
        done = identify(world.drafts(), forget(done.ledger, [done.ledger.records[guid]]), now=now + 60)
        imported(col, done, tmp_path)
        assert col.db.scalar("select count() from notes") == 5


AWKWARD = ("a_b", "C++ (2nd)", 'the "R" class', "50% * 2", "x: y", "back\\slash", "Wärme & Stoff", "-minus", "a#b")


@pytest.mark.parametrize("name", AWKWARD)
def test_the_searches_find_just_the_moved_ones_whatever_a_class_is_called(name: str, tmp_path: Path) -> None:
    notes = tmp_path / "cards"
    notes.mkdir()
    for file, front in (("a.md", "lens"), ("b.md", "prism")):
        (notes / file).write_text(f"---\nclass: optics\n---\n{front} :: of glass\n", "utf-8")
    (notes / "axb.md").write_text("---\nclass: axb\n---\nanother :: class\n", "utf-8")
    now = int(time.time())
    with collection(tmp_path / "anki") as col:
        for step in range(2):
            made = build((notes,), Config(root=notes, notes="."), now=now + 60 * step)
            ledgers.save(made.ledger, notes)
            package(made.notes, tmp_path / "deck.apkg")
            import_package(col, tmp_path / "deck.apkg")
            (notes / "a.md").write_text(f"---\nclass: {json.dumps(name)}\n---\nlens :: of glass\n", "utf-8")
        assert [m.note.draft.label for m in made.plan.moved] == ["lens"]
        ((_, search),) = made.plan.searches()
        assert [col.get_note(n).fields[0] for n in col.find_notes(search)] == ["lens"], search
        col.set_deck(col.find_cards(search), col.decks.id(made.plan.moved[0].after))
        assert not col.find_notes(search), "once they are moved, none is left"


def test_a_retired_note_is_told_once_and_can_come_back(tmp_path: Path) -> None:
    world = notes(random.Random(3), 8)
    now = int(time.time())
    done = identify(world.drafts(), ledgers.Ledger(), now=now)
    with collection(tmp_path / "anki") as col:

        def built(later: int) -> Identified:
            nonlocal done
            done = identify(world.drafts(), ledgers.parse(ledgers.dump(done.ledger)), now=now + later)
            imported(col, done, tmp_path)
            return done

        def found(search: str) -> list[str]:
            return [_bare(col.get_note(n).fields[0]) for n in col.find_notes(search)]

        imported(col, done, tmp_path)
        prepare(col)
        review(col, random.Random(3))
        one, two = world.items.pop(0), world.items.pop(0)
        fronts = [" ".join(item.asked) for item in (one, two)]
        before = state(col)
        built(60)
        ((title, search),) = done.plan.searches()
        assert title == "2 retired"
        assert sorted(found(search)) == sorted(fronts)
        assert state(col) == before, "retiring changes no schedule"

        world.items.append(one)
        built(120)
        assert found(search) == fronts[1:], "the one that came back has lost the tag, and kept its reviews"
        assert state(col) == before

        col.remove_notes(col.find_notes(search))
        EDITS["markup_changed"](world, 3)
        built(120 + 2 * TOLD)
        assert not found(search), "what was deleted as advised stays away"
        assert len(col.find_notes("")) == 7
