"""Telling a pressed key from a held one, so that a finger that rests on Enter does not rate a deck."""

from __future__ import annotations

from time import monotonic

PATIENCE = 0.5
"""Seconds. Terminals repeat a held key every 30 ms after 250 to 660 ms; nobody reads an answer in less."""


class KeyGate:
    """Lets an action pass once a key press: the same key again within the patience counts as held."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._key = ""
        self._at = float("-inf")
        self._held = False

    def pressed(self, key: str) -> None:
        """Take note of a key event."""
        now = monotonic()
        self._held = key == self._key and now - self._at < self._patience
        self._key, self._at = key, now

    @property
    def open(self) -> bool:
        """Whether the last key event was a press of its own."""
        return not self._held
