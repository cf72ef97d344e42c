"""The learning line: cards on a step of minutes or hours, by the instant at which they are due."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Container, Iterable
from datetime import datetime
from operator import itemgetter


class LearningLine:
    """Keys in the order of their due instants; a key stands in it once."""

    def __init__(self, entries: Iterable[tuple[datetime, int]]) -> None:
        self._line = sorted(entries)
        self._due = {key: due_at for due_at, key in self._line}

    def __len__(self) -> int:
        return len(self._line)

    def copy(self) -> LearningLine:
        """Return the same line."""
        return LearningLine((due_at, key) for due_at, key in self._line)

    def add(self, key: int, due_at: datetime) -> None:
        """Put a key that is not in the line in its place."""
        self._due[key] = due_at
        insort(self._line, (due_at, key))

    def discard(self, key: int) -> None:
        """Take a key out, if it is there."""
        due_at = self._due.pop(key, None)
        if due_at is not None:
            del self._line[bisect_left(self._line, (due_at, key))]

    def first(self, besides: Container[int | None] = ()) -> tuple[datetime, int] | None:
        """Return due instant and key of the first one that is not among `besides`."""
        return next((entry for entry in self._line if entry[1] not in besides), None)

    def count(self, until: datetime) -> int:
        """Return how many are due at `until` or before."""
        return bisect_right(self._line, until, key=itemgetter(0))
