"""Preset: the deck options that the student wants for these decks, and Anki's in; what may be changed, and what not, out.

They go into a preset of its own, which our decks are given if they have Anki's default. What was set is written into
the preset beside the options themselves: a value that differs from it was changed by the student, and stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flashgen.config import Preset
from flashgen.outputs.push.plan import deck_name
from flashgen.outputs.push.route import MARK, Route

DEFAULT = 1
"""The id of Anki's ``Default`` preset."""

_OPTIONS: dict[str, tuple[tuple[str, ...], ...]] = {
    "new_per_day": (("new", "perDay"),),
    "reviews_per_day": (("rev", "perDay"),),
    "desired_retention": (("desiredRetention",),),
    "bury_siblings": (("new", "bury"), ("rev", "bury"), ("buryInterdayLearning",)),
}
"""Each setting of ``preset:``, and where Anki keeps it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """``preset:`` of the configuration, and the decks it is for."""

    preset: Preset | None = None
    decks: tuple[str, ...] = ()

    def changes(self, route: Route) -> tuple[str, ...]:
        """What would be changed, for people; nothing if all is as it is wanted."""
        return _Look(route, self).told() if self.preset else ()

    def due(self, route: Route) -> bool:
        """Whether there is anything to change."""
        return self.preset is not None and _Look(route, self).due()


def apply_preset(route: Route, wanted: Wanted) -> list[str]:
    """Set what may be set; what was done and what was left, for people."""
    if wanted.preset is None:
        return []
    look = _Look(route, wanted)
    told = look.told()
    if look.due():
        look.make()
    return [*(f"Deck options: {one}." for one in told), *look.left]


class _Look:
    """The decks' presets as they are, and what is to be done about them."""

    def __init__(self, route: Route, wanted: Wanted) -> None:
        assert wanted.preset is not None
        self.route, self.preset = route, wanted.preset
        there = {deck_name(name): name for name in route.decks()}
        self.decks = [there[deck_name(name)] for name in wanted.decks if deck_name(name) in there]
        self.of = {deck: route.options(deck) for deck in self.decks}
        self.ours: dict[str, Any] | None = next((o for o in self.of.values() if MARK in o), None)
        self.having = [deck for deck, options in self.of.items() if MARK in options]
        self.left: list[str] = []
        mark = self.ours[MARK] if self.ours else {}
        given = mark.get("decks", [])
        self.bare = [d for d, o in self.of.items() if int(o["id"]) == DEFAULT and d not in given]
        self.values = self._values(mark)
        self.fsrs = self._fsrs(mark)
        others = sorted({str(o["name"]) for o in self.of.values() if int(o["id"]) != DEFAULT and MARK not in o})
        if others and self.ours is None and not self.bare:
            self.left.append(f"Deck options: your decks have presets of your own ({', '.join(others)}), which stay.")

    def _values(self, mark: dict[str, Any]) -> dict[str, Any]:
        """Settings whose value in Anki is another, but for those that the student changed there."""
        found = {}
        for name, places in _OPTIONS.items():
            value = getattr(self.preset, name)
            if value is None:
                continue
            now = _get(self.ours, places[0]) if self.ours else None
            if name in mark and not _equal(now, mark[name]):
                if not _equal(now, value):
                    self.left.append(f"Deck options: {name} is {now} in Anki, changed there, and stays.")
            elif not _equal(now, value):
                found[name] = value
        return found

    def _fsrs(self, mark: dict[str, Any]) -> bool | None:
        """What FSRS is to be switched to; None: it stays."""
        if self.preset.fsrs is None:
            return None
        now = self.route.fsrs()
        if now == self.preset.fsrs:
            return None
        word = "on" if self.preset.fsrs else "off"
        if now is None:
            if "fsrs" not in mark:
                self.left.append(f"Deck options: turn FSRS {word} in Anki's own deck options; AnkiConnect can't.")
            return None
        if "fsrs" in mark:
            return None
        if self.route.others():
            self.left.append(
                f"Deck options: FSRS is one switch for all your decks; turn it {word} in Anki, if you like."
            )
            return None
        return self.preset.fsrs

    def told(self) -> tuple[str, ...]:
        """What is to be done, for people."""
        if self.ours is None and not self.bare:
            return ()
        told = []
        if self.bare:
            told.append(f"preset {self.preset.name} for {', '.join(self.bare)}")
        told += [f"{name} {value}" for name, value in self.values.items()]
        if self.fsrs is not None:
            told.append(f"FSRS {'on' if self.fsrs else 'off'}")
        return tuple(told)

    def due(self) -> bool:
        """Whether there is anything to do, if only to note which decks have the preset."""
        return bool(self.told()) or (
            self.ours is not None and not set(self.having) <= set(self._mark().get("decks", ()))
        )

    def make(self) -> None:
        """Do it: the preset with its values, then the decks that get it, then the note of which these are.

        So that a push which is interrupted leaves no preset that the next one does not know, and no deck without it.
        """
        preset = {**(self.ours or self.of[self.bare[0]])}
        mark = {**self._mark(), **self.values}
        for name, value in self.values.items():
            for place in _OPTIONS[name]:
                _set(preset, place, value)
        if self.fsrs is not None:
            self.route.set_fsrs(self.fsrs)
            mark["fsrs"] = self.fsrs
        preset[MARK] = mark
        if self.ours is None:
            preset["id"] = self.route.new_preset({**preset, "name": self.preset.name})
            preset["name"] = self.preset.name
        for deck in self.bare:
            self.route.use_options(deck, int(preset["id"]))
        mark["decks"] = sorted({*mark.get("decks", ()), *self.having, *self.bare})
        self.route.save_options(preset)

    def _mark(self) -> dict[str, Any]:
        return dict(self.ours[MARK]) if self.ours else {}


def _get(options: dict[str, Any], place: tuple[str, ...]) -> Any:
    value: Any = options
    for key in place:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _set(options: dict[str, Any], place: tuple[str, ...], value: Any) -> None:
    for key in place[:-1]:
        options = options[key]
    options[place[-1]] = value


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        return one is not None and other is not None and abs(float(one) - float(other)) < 1e-6  # Anki keeps 32 bits
    return bool(one == other)
