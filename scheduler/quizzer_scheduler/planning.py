"""What it takes to have seen every card of a plan by a day, and whether so many minutes a day are enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, inf

from quizzer_scheduler.simulated_card import CardLives
from quizzer_scheduler.simulation import Future, convolved, introductions

LONGEST = 1825
"""Days that are looked ahead at most: five years."""

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Finish:
    """A plan to introduce some cards by a day, and the work of each day until then."""

    days: int
    unseen: int
    new_a_day: int
    """New cards it takes."""
    minutes: float
    """A day, on average until then."""
    busiest: float
    """A day, on average over the fullest week."""
    minutes_of_known: float
    """A day, on average, for the cards known already: the part that is there without the plan."""


@dataclass(frozen=True, slots=True)
class Within:
    """What can be done of a plan in so many minutes a day."""

    minutes: float
    possible: bool
    new_a_day: int
    """As many new cards as leave no week above the minutes until the day; 0 when the known cards fill them."""
    introduced: int
    """Cards seen by the day at that rate."""
    days: int | None
    """In how many days all could be seen, None when not within five years."""


class Planner:
    """Plans over the future of one learner, whose days are at least as many as are asked about."""

    def __init__(self, future: Future, lives: CardLives) -> None:
        self._known = future.known(lives).seconds
        self._life = future.life(lives).seconds
        grown = list(accumulate(self._life))
        self._known_weeks, self._weeks_of_one = _weekly(self._known), _weekly(grown)

    def finish(self, days: int, unseen: int) -> Finish:
        """Return what it takes to introduce the unseen cards in so many days."""
        new = ceil(unseen / days)
        work = convolved(introductions(days, new, unseen), self._life[:days])
        both = [known + more for known, more in zip(self._known, work, strict=False)]
        return Finish(
            days=days,
            unseen=unseen,
            new_a_day=new,
            minutes=sum(both) / days / 60,
            busiest=max(_weekly(both)) / 60,
            minutes_of_known=sum(self._known[:days]) / days / 60,
        )

    def within(self, days: int, unseen: int, minutes: float) -> Within:
        """Return what so many minutes a day are enough for: no week may need more."""
        highest = inf
        rate = 0
        earliest: int | None = None
        for day, (known, one) in enumerate(zip(self._known_weeks, self._weeks_of_one, strict=True), 1):
            highest = min(highest, (minutes * 60 - known) / one)
            if day == days:
                rate = max(0, min(unseen, int(highest + 1e-9)))
            if earliest is None and highest * day >= unseen:
                earliest = day
        needed = ceil(unseen / days)
        return Within(minutes, rate >= needed, rate, min(unseen, rate * days), earliest)


def _weekly(daily: Sequence[float]) -> list[float]:
    """Return, for each day, the mean of the seven days up to it, of fewer at the beginning."""
    sums = [0.0, *accumulate(daily)]
    return [(sums[day] - sums[max(0, day - _WEEK)]) / min(day, _WEEK) for day in range(1, len(daily) + 1)]
