"""What lies ahead: the daily work and what is remembered, for a desired retention and a number of new cards a day.

Cards do not touch each other, so the mean life of a new card, drawn a few hundred times, tells the work of any number
of them on any day: work is what the known cards need, plus the lives of those introduced before, each at its age.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from random import Random
from typing import TypeVar

from quizzer_scheduler.model import Parameters
from quizzer_scheduler.simulated_card import CardLives, Held, Sitting
from quizzer_scheduler.simulation_habits import Habits

_T = TypeVar("_T")

RETENTIONS = (0.70, 0.75, 0.80, 0.85, 0.88, 0.90, 0.92, 0.94, 0.95, 0.96, 0.97)
YEAR = 365

_LIVES = 500
_SAMPLED = 1500
"""Known cards that are looked at; of more, evenly many."""
_ANSWERS = 100_000
"""Answers that are drawn of all lives, about: of long ones, such as who forgets nearly all leads, fewer will do."""
_EVERY = 7
"""Days between those on which what is remembered of a new card is looked at; between them it is interpolated."""


@dataclass(frozen=True, slots=True)
class Course:
    """Means over many cards, by day."""

    answers: tuple[float, ...]
    seconds: tuple[float, ...]
    remembered: tuple[float, ...]
    """Chance of recall at the end of each day, all cards together."""


@dataclass(frozen=True, slots=True)
class Workload:
    """What a desired retention comes to."""

    retention: float
    minutes: float
    """A day, on average over the time."""
    minutes_at_end: float
    """A day, on average over the last 30 days."""
    answers: float
    """A day, on average."""
    remembered: float
    """Cards that would be recalled at the end."""
    seen: float
    """Cards introduced by then."""


class Future:
    """Looks ahead from how things stand: the same figures for the same cards."""

    def __init__(self, parameters: Parameters, habits: Habits, known: Sequence[Held], days: int = YEAR) -> None:
        self._parameters = parameters
        self._habits = habits
        every = len(known) // _SAMPLED + 1
        self._count = len(known)
        self._sample = sorted(known)[every // 2 :: every]
        self._days = days

    def workload(self, retention: float, new_a_day: float, unseen: int) -> Workload:
        """Return what a retention comes to with so many new cards a day, as long as there are unseen ones."""
        course = self.course(retention, new_a_day, unseen)
        last = course.seconds[-30:]
        return Workload(
            retention=retention,
            minutes=sum(course.seconds) / len(course.seconds) / 60,
            minutes_at_end=sum(last) / len(last) / 60,
            answers=sum(course.answers) / len(course.answers),
            remembered=course.remembered[-1],
            seen=self._count + min(float(unseen), new_a_day * self._days),
        )

    def course(self, retention: float, new_a_day: float, unseen: int) -> Course:
        """Return the work of each day, and what is remembered at the end (0 on days before)."""
        lives = CardLives(self._parameters, self._habits, retention)
        known, new = self.known(lives), self.life(lives)
        introduced = introductions(self._days, new_a_day, unseen)
        end = sum(count * new.remembered[self._days - 1 - day] for day, count in enumerate(introduced) if count)
        return Course(
            tuple(map(sum, zip(known.answers, convolved(introduced, new.answers), strict=True))),
            tuple(map(sum, zip(known.seconds, convolved(introduced, new.seconds), strict=True))),
            (*(0.0,) * (self._days - 1), known.remembered[-1] + end),
        )

    def life(self, lives: CardLives) -> Course:
        """Return the mean life of a new card, by days since it was introduced."""
        rng = Random("1 new")
        answers, seconds = [0.0] * self._days, [0.0] * self._days
        marks = [*range(0, self._days, _EVERY), self._days - 1]
        remembered = [0.0] * len(marks)
        numbers = self._some(range(_LIVES), lambda number, rng: lives.new((number + 0.5) / _LIVES, rng, self._days))
        share = 1 / len(numbers)
        for number in numbers:
            at = 0
            for sitting in lives.new((number + 0.5) / _LIVES, rng, self._days):
                answers[sitting.day] += share * sitting.answers
                seconds[sitting.day] += share * sitting.seconds
                while at < len(marks) and marks[at] < sitting.due:
                    remembered[at] += share * lives.recall(sitting.stability, marks[at] - sitting.day)
                    at += 1
        return Course(tuple(answers), tuple(seconds), _between(marks, remembered))

    def known(self, lives: CardLives) -> Course:
        """Return the work for the cards known today, by day, and how many of them are remembered at the end."""
        rng = Random("1 known")
        sample = self._some(self._sample, lambda held, rng: lives.known(held, rng, self._days))
        share = self._count / len(sample) if sample else 0.0
        answers, seconds, remembered = [0.0] * self._days, [0.0] * self._days, 0.0
        end = self._days - 1
        for held in sample:
            last = Sitting(held.last_day, 0, 0.0, held.stability, held.due)
            for last in lives.known(held, rng, self._days):
                answers[last.day] += share * last.answers
                seconds[last.day] += share * last.seconds
            remembered += share * lives.recall(last.stability, end - last.day)
        return Course(tuple(answers), tuple(seconds), (*(0.0,) * end, remembered))

    def _some(self, cards: Sequence[_T], live: Callable[[_T, Random], Iterator[Sitting]]) -> Sequence[_T]:
        """Return all cards, or evenly many where a few of their lives show that all would take too long."""
        rng = Random("1 some")
        few = cards[len(cards) // 20 :: len(cards) // 10 + 1]
        answers = sum(sitting.answers for card in few for sitting in live(card, rng))
        every = answers * len(cards) // (_ANSWERS * len(few)) + 1 if few else 1
        return cards[every // 2 :: every]


def introductions(days: int, new_a_day: float, unseen: int) -> list[float]:
    """Return how many new cards come on each day until none is left."""
    whole = accumulate([new_a_day] * days)
    upto = [min(total, float(unseen)) for total in whole]
    return [one - before for one, before in zip(upto, [0.0, *upto], strict=False)]


def convolved(introduced: Sequence[float], life: Sequence[float]) -> list[float]:
    """Return what the cards introduced on each day need on every day, each at its age."""
    days = len(introduced)
    sums = [0.0, *accumulate(life)]
    total = [0.0] * days
    # Stretches of equal numbers come out of the running sum; there are three at most: many, the rest, none.
    begin = 0
    while begin < days:
        end = begin
        while end < days and abs(introduced[end] - introduced[begin]) < 1e-9:
            end += 1
        if count := introduced[begin]:
            for day in range(begin, days):
                total[day] += count * (sums[day - begin + 1] - sums[max(0, day - end + 1)])
        begin = end
    return total


def _between(marks: Sequence[int], values: Sequence[float]) -> tuple[float, ...]:
    """Return a value for each day from those on some days."""
    found: list[float] = []
    for (low, high), (one, other) in zip(pairwise(marks), pairwise(values), strict=True):
        found += [one + (other - one) * (day - low) / (high - low) for day in range(low, high)]
    return (*found, values[-1])
