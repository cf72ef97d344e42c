"""Notices a clock that is behind the log: someone set it, or it was wrong before."""

from __future__ import annotations

from datetime import datetime, timedelta

from quizzer import wording

_TOLERATED = timedelta(minutes=2)
"""Clocks of several devices differ a little."""


class ClockWatch:
    """Compares the clock with the newest answer, and says so once when it is behind."""

    def __init__(self, newest: datetime | None) -> None:
        self._newest = newest

    def answered(self, at: datetime) -> None:
        """Take in an answer."""
        self._newest = max(at, self._newest or at)

    def notice(self, at: datetime) -> str:
        """Return what to tell the learner, mostly nothing."""
        if self._newest is None or self._newest - at < _TOLERATED:
            return ""
        behind = wording.wait(self._newest - at)
        self._newest = None
        return f"The clock is {behind} behind your last answer. Set it right, or the dates will be off."
