"""Census: what a package has to know of all its notes before the first is written. Notes in, their numbers out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import field
from operator import itemgetter

from flashgen.notes import Draft, Media, Note
from flashgen.source import state

_DECK, _MEDIA, _NOTETYPE = (itemgetter(Draft._fields.index(name)) for name in ("deck", "media", "notetype"))


@state
class Census:
    """Counted once, while identities are settled: a package of a million notes need not read them twice."""

    decks: dict[str, list[int]] = field(default_factory=dict)
    """Every deck in the order of the notes → its live notes, their cards, how many of these notes are new, and edited."""
    sizes: Counter[int] = field(default_factory=Counter)
    """How many ids the notes and cards of each modification time need."""
    kinds: set[str] = field(default_factory=set)
    """The note types."""
    media: dict[str, Media] = field(default_factory=dict)
    """Name in the package → the file."""
    notes: int = 0

    def again(self, drafts: Sequence[Draft], cards: Sequence[tuple[int, ...]], mods: Sequence[int]) -> None:
        """Count the notes of a class note that are as they were, with their cards and modification times."""
        decks, times = set(map(_DECK, drafts)), set(mods)
        if len(decks) != 1 or len(times) != 1 or any(map(_MEDIA, drafts)):
            for draft, ordinals, mod in zip(drafts, cards, mods, strict=True):
                self.add(draft, ordinals, mod, True, False, False)
            return
        count = sum(map(len, cards))  # they have all in common, as most do: counted without looking at each
        deck = self.decks.setdefault(decks.pop(), [0, 0, 0, 0])
        deck[0] += len(drafts)
        deck[1] += count
        self.notes += len(drafts)
        self.sizes[times.pop()] += len(drafts) + count
        self.kinds.update(map(_NOTETYPE, drafts))

    def add(self, draft: Draft, cards: tuple[int, ...], mod: int, live: bool, new: bool, edited: bool) -> None:
        """Count a note."""
        self.notes += 1
        deck = self.decks.get(draft.deck)
        if deck is None:
            deck = self.decks[draft.deck] = [0, 0, 0, 0]
        if live:
            deck[0] += 1
            deck[1] += len(cards)
            deck[2] += new
            deck[3] += edited
        self.sizes[mod] += 1 + len(cards)
        self.kinds.add(draft.notetype)
        if draft.media:
            self.media.update((m.name, m) for m in draft.media)


def census(notes: Iterable[Note], new: Collection[str] = (), edited: Collection[str] = ()) -> Census:
    """The census of notes; ``new`` and ``edited`` are GUIDs."""
    found = Census()
    for note in notes:
        live = note.state == "live"
        found.add(note.draft, note.cards, note.mod, live, note.guid in new, note.guid in edited)
    return found
