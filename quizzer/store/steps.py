"""How far a long action is."""

from __future__ import annotations

from collections.abc import Callable


class Steps:
    """Counts what is done, and tells it; what the listener raises ends the action, and nothing of it remains."""

    def __init__(self, total: int, tell: Callable[[int, int], None] | None = None) -> None:
        self._total = total
        self._done = 0
        self._tell = tell

    def did(self, number: int) -> None:
        """Count some more."""
        self._done = min(self._total, self._done + number)
        if self._tell is not None:
            self._tell(self._done, self._total)
