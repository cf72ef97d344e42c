"""Study days: the learner's days begin at the rollover hour, not at midnight, and have 23 to 25 hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class StudyDays:
    """Translates instants to study days and back. `timezone` None is the system's own zone."""

    timezone: tzinfo | None = None
    rollover: timedelta = timedelta(hours=4)

    def local(self, at: datetime) -> datetime:
        """Return the wall-clock time of an aware instant."""
        return at.astimezone(self.timezone)

    def offset(self, at: datetime) -> timedelta:
        """Return how far local time is ahead of UTC at an instant."""
        return self.local(at).utcoffset() or timedelta()

    def day(self, at: datetime) -> date:
        """Return the study day of an instant: the date on the wall, counted from the rollover hour."""
        return (self.local(at).replace(tzinfo=None) - self.rollover).date()

    def start(self, day: date) -> datetime:
        """Return the UTC instant at which a study day begins.

        Where the clock skips the rollover hour the day begins at the first instant after the gap.
        """
        wall = datetime(day.year, day.month, day.day) + self.rollover  # noqa: DTZ001 - wall time, zone added below
        guess = (wall.replace(tzinfo=self.timezone) if self.timezone else wall).astimezone(UTC)
        return guess
