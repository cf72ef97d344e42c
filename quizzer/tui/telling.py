"""How work in a thread tells a screen what it found, unless nobody waits for it any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from textual.dom import DOMNode
from textual.worker import get_current_worker

Tell: TypeAlias = Callable[..., bool]
"""Calls what it is given, with what comes behind it, on the app's own thread; False where nobody waits any more."""


def teller(place: DOMNode) -> Tell:
    """Return by what a worker of a screen, or of the app, tells it something; to be called in the worker's thread."""
    worker = get_current_worker()

    def awaited() -> bool:
        return not worker.is_cancelled and place.is_running

    def tell(what: Callable[..., object], *told: object) -> bool:
        def hear() -> bool:
            if still := awaited():  # it may have ended on the way here
                what(*told)
            return still

        return awaited() and place.app.call_from_thread(hear)

    return tell
