"""How work in a thread tells a screen what it found, unless nobody waits for it any more."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TypeAlias

from textual.dom import DOMNode
from textual.worker import get_current_worker

Tell: TypeAlias = Callable[..., bool]
"""Calls what it is given, with what comes behind it, on the app's own thread; False where nobody waits any more."""

_BETWEEN = 0.1
"""Seconds: how far a step is shows often enough; waiting for the screen each time would take longer than the work."""


def teller(place: DOMNode) -> Tell:
    """Return by what a worker of a screen, or of the app, tells it something; to be called in the worker's thread."""
    worker = get_current_worker()

    def awaited() -> bool:
        return not worker.is_cancelled and place.is_running and place.is_attached

    def tell(what: Callable[..., object], *told: object) -> bool:
        def hear() -> bool:
            if still := awaited():  # it may have ended on the way here
                what(*told)
            return still

        return awaited() and place.app.call_from_thread(hear)

    return tell


def steps(tell: Tell, show: Callable[[str], object], stopped: Callable[[], bool], why: str) -> Callable[[str], None]:
    """Return what long work calls with what it does: `show` shows it, and `Cancelled` ends it where it was stopped."""
    from quizzer.fitting import Cancelled

    step, shown_at = "", 0.0

    def doing(what: str) -> None:
        nonlocal step, shown_at
        if stopped():
            raise Cancelled(why)
        if what.partition(":")[0] == step and monotonic() - shown_at < _BETWEEN:
            return
        if not tell(show, what):
            raise Cancelled(why)
        step, shown_at = what.partition(":")[0], monotonic()

    return doing
