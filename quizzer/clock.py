"""The only reader of the time. Everything else is handed an instant."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

from quizzer.errors import ConfigError

SHIFT = "QUIZZER_CLOCK_SHIFT"
"""Environment variable: days to move the clock by, to look at another day."""


class Clock(Protocol):
    """Tells the instant."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC, whole milliseconds (what the log keeps)."""
        ...


class SystemClock(NamedTuple):
    """The machine's clock, shifted by a fixed span where someone wants to look at another day."""

    shift: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the machine's instant plus the shift."""
        at = datetime.now(UTC) + self.shift
        return at.replace(microsecond=at.microsecond // 1000 * 1000)


def monotonic() -> float:
    """Return seconds that never go back, for measuring how long something took."""
    return time.monotonic()


_FURTHEST = timedelta(days=36500)


def system_clock() -> SystemClock:
    """Return the machine's clock, moved as the environment asks. ConfigError when that is no number of days."""
    raw = os.environ.get(SHIFT) or "0"
    try:
        shift = timedelta(days=float(raw))
    except (ValueError, OverflowError):
        raise ConfigError(f"{SHIFT} is {raw!r}; it must be a number of days.") from None
    if abs(shift) > _FURTHEST:
        raise ConfigError(f"{SHIFT} is {raw!r}; the clock moves by a hundred years at most.")
    return SystemClock(shift)
