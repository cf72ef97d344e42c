"""Telling a pressed key from a held one, and keeping back what is typed before the next card stands."""

from __future__ import annotations

from time import monotonic
from typing import Any

from textual.app import App
from textual.events import Key
from textual.message import Message
from textual.widget import Widget

PATIENCE = 0.5
"""Seconds. Terminals repeat a held key every 30 to 90 ms after 250 to 660 ms; nobody reads an answer in less."""
_RHYTHM = 0.24
"""Of the patience: a held key comes again sooner, so after this long without it a key was pressed."""


class KeyGate:
    """Lets an action pass once a key press: the same key again within the patience counts as held.

    Who answers fast presses it twice within that time: it is `in_doubt` until it is seen whether it comes again.

    Shut, it keeps the keys: what is typed while a card is laid out is meant for that card.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self.rhythm = patience * _RHYTHM
        """Seconds within which a held key comes again."""
        self.presses = 0
        """How many key events there were."""
        self.in_doubt = False
        """Whether the last one may be the first repetition of a held key, or a press of its own."""
        self._key = ""
        self._at = float("-inf")
        self._held = False
        self._kept: list[Key] | None = None
        self._returned: list[Key] = []

    def pressed(self, key: str) -> bool:
        """Take note of a key event and tell whether it is a repetition."""
        now = monotonic()
        self._held = key == self._key and now - self._at < self._patience
        self.in_doubt = self._held and now - self._at >= self.rhythm
        self._key, self._at = key, now
        self.presses += 1
        return self._held

    @property
    def open(self) -> bool:
        """Whether the last key event was a press of its own."""
        return not self._held

    def shut(self) -> None:
        """Keep keys back from now on."""
        if self._kept is None:
            self._kept = []

    def keeps(self, event: Key, *, returned: bool = False) -> bool:
        """Tell whether a key is kept back. One that `returned` from the focus was typed before those that did not."""
        if self._kept is None:
            return False
        (self._returned if returned else self._kept).append(event)
        return True

    def reopen(self) -> list[Key]:
        """Keep no more keys back, and return those that were, in order."""
        kept = [*self._returned, *(self._kept or ())]
        self._kept, self._returned = None, []
        return kept


def gate_of(app: App[object]) -> KeyGate | None:
    """Return the gate of an app that has one."""
    gate = getattr(app, "gate", None)
    return gate if isinstance(gate, KeyGate) else None


def keep_keys(app: App[object]) -> None:
    """Keep back what is typed until the keys are handed over."""
    if (gate := gate_of(app)) is not None:
        gate.shut()


class KeysBehind(Message):
    """Goes the way of the keys, from the focus up to the app: where it arrives, all keys before it have arrived."""


def hand_over_keys(app: App[object], *, behind: Widget | None = None) -> None:
    """Give the keys that were kept back to what stands on the screen now.

    Behind the focus, which is given through the app's own queue. `behind` had the focus before and stays on the screen:
    keys that are still on their way back from it come first.
    """
    if behind is None or not behind.post_message(KeysBehind()):
        app.call_later(release_keys, app)


async def release_keys(app: App[Any]) -> None:
    """Keep no more keys back, and press those that were."""
    gate = gate_of(app)
    for key in gate.reopen() if gate is not None else ():
        await app.on_event(key)
