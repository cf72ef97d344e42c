"""Study days: the learner's days begin at the rollover hour, not at midnight, and have 23 to 25 hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


class Stamp(NamedTuple):
    """When something is done."""

    at: datetime
    offset: timedelta
    """How far local time was ahead of UTC then."""
    day: date
    """The study day."""


class StudyDays(NamedTuple):
    """Translates instants to study days and back. `timezone` None is the system's own zone."""

    timezone: tzinfo | None = None
    rollover: timedelta = timedelta(hours=4)

    def local(self, at: datetime) -> datetime:
        """Return the wall-clock time of an instant. ValueError when it is naive."""
        if at.utcoffset() is None:
            raise ValueError(f"The time {at.isoformat()} has no zone; give an aware datetime.")
        return at.astimezone(self.timezone)

    def offset(self, at: datetime) -> timedelta:
        """Return how far local time is ahead of UTC at an instant. ValueError when it is naive."""
        return self.local(at).utcoffset() or timedelta()

    def day(self, at: datetime) -> date:
        """Return the study day of an instant: the last one that has begun. ValueError when it is naive."""
        local = self.local(at)
        day = (local.replace(tzinfo=None) - self.rollover).date()
        # Where the clock is put back over the rollover hour, the wall shows the old day again, but the new one has
        # begun. `fold` marks that hour; times in the system's zone carry no fold, so those are always looked at.
        repeated = local.fold == 1 or self.timezone is None
        if repeated and day < date.max and self.start(day + _DAY) <= at:
            return day + _DAY
        return day

    def stamp(self, at: datetime) -> Stamp:
        """Return what is logged of an instant. ValueError when it is naive."""
        return Stamp(at, self.offset(at), self.day(at))

    def start(self, day: date) -> datetime:
        """Return the UTC instant at which a study day begins.

        Where the clock skips the rollover hour the day begins at the first instant after the gap; where it
        shows the hour twice, at the first.
        """
        wall = datetime(day.year, day.month, day.day) + self.rollover  # noqa: DTZ001 - wall time, zone added by _instant
        begin = self._instant(wall)
        if begin.astimezone(self.timezone).replace(tzinfo=None) == wall:
            return begin
        # Inside a gap one fold lands before it, the other after; which is which depends on where the zone comes from.
        return self._end_of_gap(*sorted((begin, self._instant(wall.replace(fold=1)))))

    def _instant(self, wall: datetime) -> datetime:
        return (wall.replace(tzinfo=self.timezone) if self.timezone else wall).astimezone(UTC)

    def _end_of_gap(self, before: datetime, after: datetime) -> datetime:
        """Return the first instant with the offset of `after`; the clock is put forward once in between."""
        new_offset = self.offset(after)
        steps = (after - before) // _SECOND
        low, high = 0, steps
        while low < high:
            middle = (low + high) // 2
            if self.offset(before + middle * _SECOND) == new_offset:
                high = middle
            else:
                low = middle + 1
        return before + high * _SECOND
