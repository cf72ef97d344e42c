"""What it takes to have seen every card of a plan by a day, and whether so many minutes a day are enough."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
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


@dataclass(frozen=True, slots=True)
class Milestone:
    """How far one is at the end of a week."""

    days: int
    """From the beginning."""
    introduced: int
    """Of the cards not seen at the beginning."""
    remembered: float
    """Of these, how many would be recalled."""
    minutes: float
    """A day, on average over that week."""


class Planner:
    """Plans over the future of one learner, whose days are at least as many as are asked about.

    On days `off` (0 is today) nothing new comes; that the reviews of those days come before and after is left out.
    """

    def __init__(self, future: Future, lives: CardLives, off: AbstractSet[int] = frozenset()) -> None:
        self._known = future.known(lives).seconds
        self._life = future.life(lives)
        self._off = off
        self._there = [0.0 if day in off else 1.0 for day in range(len(self._known))]
        grown = convolved(self._there, self._life.seconds)
        self._known_weeks, self._weeks_of_one = weekly(self._known), weekly(grown)

    def finish(self, days: int, unseen: int) -> Finish:
        """Return what it takes to introduce the unseen cards in so many days. ValueError when none is for study."""
        new, introduced = introduced_in(days, unseen, self._off)
        return finish_of(unseen, new, self._work(introduced), self._known[:days])

    def milestones(self, days: int, unseen: int) -> list[Milestone]:
        """Return how far one is at the end of each week, and of the last days, at the rate of `finish`."""
        _, introduced = introduced_in(days, unseen, self._off)
        return milestones_of(introduced, convolved(introduced, self._life.remembered), self._work(introduced))

    def _work(self, introduced: Sequence[float]) -> list[float]:
        """Return the seconds of each day."""
        work = convolved(introduced, self._life.seconds[: len(introduced)])
        return [known + more for known, more in zip(self._known, work, strict=False)]

    def within(self, days: int, unseen: int, minutes: float) -> Within:
        """Return what so many minutes a day are enough for: no week may need more."""
        highest = inf
        rate = 0
        earliest: int | None = None
        studied = accumulate(self._there)
        weeks = zip(self._known_weeks, self._weeks_of_one, studied, strict=True)
        for day, (known, one, there) in enumerate(weeks, 1):
            if one:
                highest = min(highest, (minutes * 60 - known) / one)
            if day == days:
                rate = max(0, min(unseen, int(highest + 1e-9))) if there else 0
            if earliest is None and there and highest * there >= unseen:
                earliest = day
        studied_days = days_there(days, self._off)
        needed = ceil(unseen / studied_days)
        return Within(minutes, rate >= needed, rate, min(unseen, rate * studied_days), earliest)


def days_there(days: int, off: AbstractSet[int]) -> int:
    """Return how many of the coming days are for study. ValueError for none."""
    there = days - sum(0 <= day < days for day in off)
    if not there:
        raise ValueError("There is no day for study until then.")
    return there


def introduced_in(days: int, unseen: int, off: AbstractSet[int]) -> tuple[int, list[float]]:
    """Return how many new cards a day it takes, and how many come on each day. ValueError when none is for study."""
    there = days_there(days, off)
    new = ceil(unseen / there)
    coming = iter(introductions(there, new, unseen))
    return new, [0.0 if day in off else next(coming) for day in range(days)]


def finish_of(unseen: int, new: int, work: Sequence[float], known: Sequence[float]) -> Finish:
    """Return what a plan takes, of the seconds of each of its days and those for the cards known already."""
    return Finish(
        days=len(work),
        unseen=unseen,
        new_a_day=new,
        minutes=sum(work) / len(work) / 60,
        busiest=max(weekly(work)) / 60,
        minutes_of_known=sum(known) / len(work) / 60,
    )


def milestones_of(introduced: Sequence[float], remembered: Sequence[float], work: Sequence[float]) -> list[Milestone]:
    """Return the end of each week, and of the last days, of what happens on each day."""
    days, weeks, seen = len(work), weekly(work), list(accumulate(introduced))
    ends = [*range(_WEEK - 1, days - 1, _WEEK), days - 1]
    return [Milestone(end + 1, round(seen[end]), remembered[end], weeks[end] / 60) for end in ends]


def weekly(daily: Sequence[float]) -> list[float]:
    """Return, for each day, the mean of the seven days up to it, of fewer at the beginning."""
    sums = [0.0, *accumulate(daily)]
    return [(sums[day] - sums[max(0, day - _WEEK)]) / min(day, _WEEK) for day in range(1, len(daily) + 1)]
