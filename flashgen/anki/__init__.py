"""What talks to Anki: its AnkiConnect add-on, the places where it keeps its collections, what it exports."""

from __future__ import annotations


class AnkiError(Exception):
    """Anki can't be reached, or can't do what was asked. The message says what to do, in words for the student."""

    def __init__(self, message: str, *, absent: bool = False) -> None:
        super().__init__(message)
        self.absent = absent
        """There is no Anki (no add-on, no profile) to talk to, as opposed to one that refuses."""
