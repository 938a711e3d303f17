"""Words that more than one part of the binding asks for; those of a single part stand in its module."""

from __future__ import annotations

CONTRAST = frozenset(
    "but while whereas however yet though although aber jedoch hingegen mais pero sino mas porém ma però ama fakat 但 但是 而 하지만 반면 一方".split()
)
"""Words with which another thing begins."""
OF_WORDS = frozenset("of von vom der des de du del della di do da dos das".split())
LINKS = frozenset(("的", "の", "의"))
"""What ``of`` is in languages that put it the other way round."""
FOR_WORDS = frozenset("for für pour para için if when while wenn bei beim where".split())
"""Words with which it is said what a value is for."""
CONTEXT_WORDS = frozenset("for für pour para için in on during with when if im bei beim dans en em nel at wenn".split())
"""Words with which it is said where, when or with what a value holds."""
WITH = frozenset("with mit con avec com".split())
CONDITIONS = frozenset("if when once unless whenever wenn falls sobald si quand se quando cuando eğer".split())
SAME = frozenset(("i.e", "i.e.", "ie", "that", "d.h", "namely"))
"""Words after which the same is said once more."""
STAND_INS = frozenset("anything everything nothing ones values numbers options choices settings things".split())
"""Words that stand for the values themselves."""
EVERY = frozenset("every each alle jede tous toutes cada ogni her".split())
LABELS = frozenset(
    "default defaults tip note rule heuristic typical typically recommended recommendation example input output symptom caution warning hint "
    "remember important valid usual usually common commonly suggested start starting point best practice minimum maximum min max".split()
)
"""Words of labels that only say that a value follows: ``Typical range:``."""
GENERIC_HEADINGS = frozenset(
    "notes note settings setting hyperparameters hyperparameter parameters parameter key training summary recipe defaults default numbers "
    "configuration config details implementation best practice practices general overview introduction tips usage quantities properties property "
    "values value constants scale tiers data".split()
)
"""Words of headings that name no setting."""
SHORT_NAMES = frozenset(("LR", "DOC", "WOC", "RPM", "GBS", "MBS"))
"""Capitals that are the name of a setting, where others name a method or a model."""
