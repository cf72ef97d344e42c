"""Study days of a million instants: each day is worked out once, and then looked up."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.worked import Worked

DAY_MS = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_MINUTE = timedelta(minutes=1)

Pieces: TypeAlias = tuple[list[int], list[tuple[int, int]]]
"""The instants of a day of UTC from which on something else holds, and what: study day and offset."""


class DayTable:
    """What `StudyDays` says of instants, in whole numbers: milliseconds since 1970, ordinals of days, minutes."""

    def __init__(self, days: StudyDays) -> None:
        self._days = days
        self.starts: Mapping[int, int] = Worked(self._start)
        """The instants at which study days begin."""
        self._instants: Mapping[int, datetime] = Worked(lambda day: _EPOCH + self.starts[day] * _MILLISECOND)
        self.pieces: Mapping[int, Pieces] = Worked(self._pieces)
        """What holds when on each day of UTC, counted from 1970."""

    def place(self, at_ms: int) -> tuple[int, int]:
        """Return the study day of an instant, and how many minutes local time is ahead of UTC then."""
        begins, held = self.pieces[at_ms // DAY_MS]
        return held[bisect_right(begins, at_ms) - 1]

    def start(self, day: date) -> datetime:
        """Return the UTC instant at which a study day begins."""
        return self._instants[day.toordinal()]

    def _start(self, day: int) -> int:
        return (self._days.start(date.fromordinal(day)) - _EPOCH) // _MILLISECOND

    def _pieces(self, number: int) -> Pieces:
        """Divide a day of UTC where a study day begins, and where the clock is changed."""
        begin, end = number * DAY_MS, (number + 1) * DAY_MS
        first, last = self._looked_up(begin), self._looked_up(end - 1)
        cuts = {begin, *(self.starts[day] for day in range(first[0] + 1, last[0] + 1))}
        if first[1] != last[1]:
            cuts.add(self._change(begin, end - 1, first[1]))
        begins = sorted(cuts)
        return begins, list(map(self._looked_up, begins))

    def _change(self, low: int, high: int, before: int) -> int:
        """Return the first instant at which the offset is another one than `before`; clocks change once a day."""
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._looked_up(middle)[1] == before else (low, middle)
        return high

    def _looked_up(self, at_ms: int) -> tuple[int, int]:
        at = _EPOCH + at_ms * _MILLISECOND
        return self._days.day(at).toordinal(), self._days.offset(at) // _MINUTE
