"""The life of one card in a simulation: when it is asked, how long that takes, what is remembered between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random
from typing import NamedTuple

from msgspec.structs import replace

from quizzer_scheduler import retrievability
from quizzer_scheduler.fsrs6 import DEFAULT_WEIGHTS, curve, first_states, transition
from quizzer_scheduler.model import Parameters, Rating, State
from quizzer_scheduler.simulation_habits import Habits
from quizzer_scheduler.steps import Place, place_after

_RATINGS = tuple(Rating)
_STEPS_AT_MOST = 12
"""Answers to a card on its steps in one day; then it counts as learned."""


class Sitting(NamedTuple):
    """All answers to a card on one day, and what is known of it until the next."""

    day: int
    """From the beginning of the simulation."""
    answers: int
    seconds: float
    stability: float
    """After it."""
    due: int
    """The day of the next one."""


class Held(NamedTuple):
    """A card that was answered before the simulation began."""

    stability: float
    difficulty: float
    last_day: int
    """Day of its last answer, 0 or less: 0 is today."""
    due: int
    """Day it is due; what is overdue is asked at the beginning."""


class CardLives:
    """Draws lives of cards. The memory that decides what is recalled is that of the weights.

    Left out: fuzz, load balance, limits, days without study. They move reviews by days and cancel out over a year.
    """

    def __init__(self, parameters: Parameters, habits: Habits, desired_retention: float) -> None:
        weights: Sequence[float] = parameters.weights or DEFAULT_WEIGHTS
        self._begun, self._after, self._curve = first_states(weights), transition(weights), curve(weights)
        self._maximum = parameters.maximum_interval
        self._by_stability = retrievability.interval(1.0, desired_retention, retrievability.decay_of(weights))
        self._seconds = habits.seconds
        self._drawn = {state: tuple(accumulate(shares)) for state, shares in habits.shares.items()}
        again, *passed = habits.shares[State.REVIEW]
        self._passed = tuple(accumulate((0.0, *(share / (1 - again) for share in passed))))
        steps = replace(parameters, weights=None)
        self._places: dict[tuple[State, int | None, Rating], Place] = {}
        for state in State:
            for step in (None, *range(max(len(steps.learning_steps), len(steps.relearning_steps)))):
                for rating in _RATINGS:
                    self._places[state, step, rating] = place_after(state, step, rating, steps)

    def new(self, share: float, rng: Random, days: int) -> Iterator[Sitting]:
        """Yield the sittings of a card that is introduced on day 0, up to and without day `days`.

        `share`, from 0 up to 1, decides the first rating: even shares draw each as often as it is given.
        """
        rating = _rating_at(self._drawn[State.NEW], share)
        stability, difficulty = self._begun[rating - 1]
        yield from self._live(rng, days, 0, State.NEW, None, rating, stability, difficulty)

    def known(self, held: Held, rng: Random, days: int) -> Iterator[Sitting]:
        """Yield the sittings of a card that was answered before."""
        day = max(0, held.due)
        if day < days:
            rating, stability, difficulty = self._recalled(held.stability, held.difficulty, day - held.last_day, rng)
            yield from self._live(rng, days, day, State.REVIEW, None, rating, stability, difficulty)

    def recall(self, stability: float, elapsed: float) -> float:
        """Return the probability of recall so many days after an answer."""
        factor, exponent = self._curve
        return float((1 + factor * elapsed / stability) ** exponent)

    def _live(
        self,
        rng: Random,
        days: int,
        day: int,
        state: State,
        step: int | None,
        rating: Rating,
        stability: float,
        difficulty: float,
    ) -> Iterator[Sitting]:
        """Yield sittings from a first answer on, whose rating and effect on memory are given."""
        while True:
            seconds, answers = self._seconds[state][rating - 1], 1
            place = self._places[state, step, rating]
            while place.delay is not None and place.days is None and answers < _STEPS_AT_MOST:
                state, step = place.state, place.step
                rating = _rating_at(self._drawn[state], rng.random())
                stability, difficulty = self._after(stability, difficulty, rating, 0)
                seconds += self._seconds[state][rating - 1]
                answers += 1
                place = self._places[state, step, rating]
            state, step = place.state, place.step
            wait = place.days or min(max(1, round(stability * self._by_stability)), self._maximum)
            yield Sitting(day, answers, seconds, stability, day + wait)
            day += wait
            if day >= days:
                return
            rating, stability, difficulty = self._recalled(stability, difficulty, wait, rng)

    def _recalled(self, stability: float, difficulty: float, elapsed: int, rng: Random) -> tuple[Rating, float, float]:
        """Return the rating of an answer after some days, and the memory after it."""
        factor, exponent = self._curve
        if elapsed > 0 and rng.random() >= (1 + factor * elapsed / stability) ** exponent:
            rating = Rating.AGAIN
        else:
            rating = _rating_at(self._passed, rng.random())
        return rating, *self._after(stability, difficulty, rating, elapsed)


def _rating_at(upto: Sequence[float], share: float) -> Rating:
    """Return the rating in whose part of the way from 0 to 1 a share lies."""
    for rating, end in zip(_RATINGS, upto, strict=True):
        if share < end:
            return rating
    return Rating.EASY
