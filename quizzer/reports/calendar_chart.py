"""A year of days as a plot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from quizzer import wording
from quizzer.reports.charts import Chart
from quizzer.reports.tables import Table

_WEEKS = 53


@dataclass(frozen=True, slots=True)
class Calendar(Chart):
    """A year of days in weeks, in five levels."""

    title: str
    days: tuple[tuple[date, int], ...]
    """Idle days may be left out."""
    today: date

    empty: ClassVar[str] = "Nothing was answered in the last year."

    @property
    def is_empty(self) -> bool:
        """Whether every day was idle."""
        return not self.counts

    @property
    def counts(self) -> dict[date, int]:
        """What was done, by day, in the weeks that it shows."""
        first = self.today - timedelta(weeks=_WEEKS - 1, days=self.today.weekday())
        return {day: count for day, count in self.days if count and first <= day <= self.today}

    @property
    def levels(self) -> tuple[int, ...]:
        """Where the levels after idle begin: a quarter of the active days each, where they differ."""
        ordered = sorted(self.counts.values())
        if not ordered:
            return ()
        quarters = (ordered[len(ordered) * place // 4] for place in range(4))
        return (1, *sorted({quarter for quarter in quarters if quarter > ordered[0]}))

    def level(self, count: int) -> int:
        """Return a level from 0, idle, to 4 at most."""
        return sum(count >= begin for begin in self.levels)

    def _words(self) -> str:
        counts = self.counts
        busiest = max(counts, key=lambda day: counts[day])
        most = wording.count(counts[busiest], "answer")
        active = wording.count(len(counts), "active day")
        return f"{active} in the last 53 weeks; most on {wording.day(busiest, self.today)}: {most}."

    def table(self) -> Table:
        """Return a row for each month."""
        months: dict[str, list[int]] = {}
        for day, count in sorted(self.counts.items()):
            months.setdefault(f"{day:%Y-%m}", []).append(count)
        rows = tuple((month, f"{len(counts)}", f"{sum(counts):,}") for month, counts in months.items())
        return Table(self.title, ("month", "active days", "answers"), rows)
