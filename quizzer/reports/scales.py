"""Axes: from where to where, in which unit, and where to write numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log, log10
from typing import Literal

from quizzer import wording

Unit = Literal["percent", "number", "day", "span"]
"""Shares from 0 to 1, counts, ordinals of study days, lengths in days."""

_STEPS = (1, 2, 2.5, 5, 10)
_SPANS = (1, 2, 3, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1461, 3653)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)


@dataclass(frozen=True, slots=True)
class Axis:
    """A direction of a plot; `high` is above `low`."""

    low: float
    high: float
    unit: Unit = "number"
    log: bool = False
    """Whether equal steps are equal factors; `low` is above 0 then."""
    name: str = ""

    def place(self, value: float) -> float:
        """Return where a value lies, from 0 to 1; what lies outside is moved to the edge."""
        value = min(max(value, self.low), self.high)
        if self.log:
            return log(value / self.low) / log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Return about `most` values at which to write, with their words, from low to high."""
        if self.unit == "day":
            return _days(self.low, self.high, most)
        if self.log:
            return [(span, spell(span, self.unit)) for span in _SPANS if self.low <= span <= self.high]
        step = self._step(max(most, 2))
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        return [(number * step, spell(number * step, self.unit)) for number in range(first, last + 1)]

    def _step(self, most: int) -> float:
        rough = (self.high - self.low) / most
        power = 10.0 ** floor(log10(rough))
        # Whole percent and whole cards only: a step between two would be written wrong.
        least = 0.01 if self.unit == "percent" else 1.0
        steps = [power * step for step in _STEPS if power * step >= rough * 0.999]
        return next((step for step in steps if _is_whole(step / least)), least)


def _is_whole(value: float) -> bool:
    return value >= 1 - 1e-9 and abs(value - round(value)) < 1e-9


def spell(value: float, unit: Unit) -> str:
    """Return a value in words: `87 %`, `1,200`, `2 Mar 2026`, `9 d`."""
    if unit == "percent":
        return wording.percent(value)
    if unit == "day":
        return f"{short(round(value))} {date.fromordinal(round(value)).year}"
    if unit == "span":
        return wording.days(round(value))
    return f"{value:,.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"


def short(day: int) -> str:
    """Return a study day (ordinal) as it stands below an axis: `2 Mar`."""
    found = date.fromordinal(day)
    return f"{found.day} {wording.month(found)}"


def month_and_year(day: int) -> str:
    """Return the month in which a study day (ordinal) lies: `Mar 2026`."""
    found = date.fromordinal(day)
    return f"{wording.month(found)} {found.year}"


def up_to(highest: float) -> float:
    """Return the end of an axis of counts that has room for the highest."""
    return max(1.0, highest)


def down_to(values: list[float]) -> float:
    """Return the beginning of an axis of shares: the tenth below the lowest, at most 80 %."""
    return min(0.8, max(0.0, floor(min(values, default=0.8) * 10 + 1e-9) / 10))


def _days(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Return days a week or so apart, or the beginnings of months."""
    first, last = ceil(low), floor(high)
    for step in (1, 2, 7, 14):
        if (last - first) / step <= most:
            return [(day, short(day)) for day in range(first, last + 1, step)]
    months = [day for day in range(first, last + 1) if date.fromordinal(day).day == 1]
    step = next((step for step in _MONTH_STEPS if len(months) <= most * step), _MONTH_STEPS[-1])
    return [(day, _month(day)) for day in months if _months_before(day) % step == 0]


def _months_before(day: int) -> int:
    found = date.fromordinal(day)
    return 12 * found.year + found.month - 1


def _month(day: int) -> str:
    found = date.fromordinal(day)
    return str(found.year) if found.month == 1 else wording.month(found)
