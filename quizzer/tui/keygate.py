"""Telling a pressed key from a held one, and keeping back what is typed before the next card stands."""

from __future__ import annotations

from time import monotonic

from textual.app import App
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

    def pressed(self, key: str) -> bool:
        """Take note of a key event and tell whether it is a repetition."""
        now = monotonic()
        self._held = key == self._key and now - self._at < self._patience
        self._key, self._at = key, now
        return self._held

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


def gate_of(app: App[object]) -> KeyGate | None:
    """Return the gate of an app that has one."""
    gate = getattr(app, "gate", None)
    return gate if isinstance(gate, KeyGate) else None


def keep_keys(app: App[object]) -> None:
    """Keep back what is typed until the keys are handed over."""
    if (gate := gate_of(app)) is not None:
        gate.shut()


def hand_over_keys(app: App[object]) -> None:
    """Give the keys that were kept back to what stands on the screen now."""

    async def hand_over() -> None:
        gate = gate_of(app)
        for key in gate.reopen() if gate is not None else ():
            await app.on_event(key)

    app.call_later(hand_over)  # behind the focus, which is given by the same way
