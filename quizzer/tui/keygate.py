"""Telling a pressed key from a held one, and keeping back what is typed before the next card stands."""

from __future__ import annotations

from time import monotonic

from textual.events import Key

PATIENCE = 0.5
"""Seconds. Terminals repeat a held key every 30 ms after 250 to 660 ms; nobody reads an answer in less."""


class KeyGate:
    """Lets an action pass once a key press: the same key again within the patience counts as held.

    Shut, it keeps the keys: what is typed while a card is laid out is meant for that card.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._key = ""
        self._at = float("-inf")
        self._held = False
        self._kept: list[Key] | None = None

    def pressed(self, key: str) -> None:
        """Take note of a key event."""
        now = monotonic()
        self._held = key == self._key and now - self._at < self._patience
        self._key, self._at = key, now

    @property
    def open(self) -> bool:
        """Whether the last key event was a press of its own."""
        return not self._held

    def shut(self) -> None:
        """Keep keys back from now on."""
        if self._kept is None:
            self._kept = []

    def keeps(self, event: Key) -> bool:
        """Tell whether a key is kept back."""
        if self._kept is None:
            return False
        self._kept.append(event)
        return True

    def reopen(self) -> list[Key]:
        """Keep no more keys back, and return those that were, in order."""
        kept, self._kept = self._kept or [], None
        return kept
