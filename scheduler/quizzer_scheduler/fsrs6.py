"""FSRS-6 in closed form: a million answers in seconds, where `memory.py` and its library take ten.

A test holds the two together: every state is the same number to the last digit, for every product and power is taken in
the library's order, with its `e ** x` in place of `exp(x)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import e
from typing import NamedTuple, Protocol, TypeAlias

from quizzer_scheduler.memory import STABILITY_MAXIMUM, STABILITY_MINIMUM

DEFAULT_WEIGHTS = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
"""The weights of the pinned library, which `Parameters.weights` None stands for."""

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4

State: TypeAlias = tuple[float, float]
"""Stability in days, and difficulty from 1 to 10."""


class Transition(Protocol):
    """What an answer does to a state."""

    def __call__(
        self, stability: float, difficulty: float, rating: int, days: int, recall: float | None = None, /
    ) -> State:
        """Return the state so many study days after the last answer (0: the same day).

        `recall` is what the curve gives for them, where that was computed already.
        """
        ...


def first_states(weights: Sequence[float]) -> tuple[State, State, State, State]:
    """Return the state after a first answer, by rating from Again to Easy."""
    again, hard, good, easy = (
        (max(weights[rating - 1], STABILITY_MINIMUM), _bounded(_first_difficulty(weights, rating)))
        for rating in (AGAIN, HARD, GOOD, EASY)
    )
    return again, hard, good, easy


def curve(weights: Sequence[float]) -> tuple[float, float]:
    """Return factor and exponent of the forgetting curve: recall is `(1 + factor * days / stability) ** exponent`."""
    return 0.9 ** (-1 / weights[20]) - 1, -weights[20]


class Constants(NamedTuple):
    """All of a transition that depends on the weights alone."""

    factor: float
    exponent: float
    growth: float
    forgetting_limit: float
    bonus: Sequence[float]
    same_day: Sequence[float]
    shift: Sequence[float]
    """These three by rating, of which there is no 0."""
    pulled: float
    kept: float
    by_stability: float
    by_surprise: float
    after_same_day: float
    lapse: float
    by_difficulty: float
    grown: float
    lapse_surprise: float


def constants(weights: Sequence[float]) -> Constants:
    """Return what a transition computes with."""
    w = tuple(weights)
    return Constants(
        *curve(w),
        growth=e ** w[8],
        forgetting_limit=e ** (w[17] * w[18]),
        bonus=(0.0, 0.0, w[15], 1.0, w[16]),
        same_day=(0.0, *(e ** (w[17] * (rating - 3 + w[18])) for rating in (1, 2, 3, 4))),
        shift=(0.0, *(-(w[6] * (rating - 3)) for rating in (1, 2, 3, 4))),
        pulled=w[7] * _first_difficulty(w, EASY),
        kept=1 - w[7],
        by_stability=-w[9],
        by_surprise=w[10],
        after_same_day=-w[19],
        lapse=w[11],
        by_difficulty=-w[12],
        grown=w[13],
        lapse_surprise=w[14],
    )


def transition(weights: Sequence[float]) -> Transition:
    """Return what an answer does to a state; `fsrs6_columns` does it to many at once, in the same order."""
    factor, exponent, growth, forgetting_limit, bonus, same_day, shift, pulled, kept, *powers = constants(weights)
    by_stability, by_surprise, after_same_day, lapse, by_difficulty, grown, lapse_surprise = powers

    def after(stability: float, difficulty: float, rating: int, days: int, recall: float | None = None, /) -> State:
        if days < 1:
            gain = same_day[rating] * stability**after_same_day
            stability *= gain if rating == 1 or gain > 1.0 else 1.0
        else:
            forgotten = 1 - ((1 + factor * days / stability) ** exponent if recall is None else recall)
            if rating == 1:
                left = lapse * difficulty**by_difficulty * ((stability + 1) ** grown - 1)
                stability = min(left * e ** (forgotten * lapse_surprise), stability / forgetting_limit)
            else:
                surprise = e ** (forgotten * by_surprise) - 1
                stability *= 1 + growth * (11 - difficulty) * stability**by_stability * surprise * bonus[rating]
        if not STABILITY_MINIMUM <= stability <= STABILITY_MAXIMUM:
            stability = STABILITY_MINIMUM if stability < STABILITY_MINIMUM else STABILITY_MAXIMUM
        difficulty = pulled + kept * (difficulty + (10.0 - difficulty) * shift[rating] / 9.0)
        if 1.0 <= difficulty <= 10.0:
            return stability, difficulty
        return stability, 1.0 if difficulty < 1.0 else 10.0

    return after


def _first_difficulty(w: Sequence[float], rating: int) -> float:
    difficulty: float = w[4] - e ** (w[5] * (rating - 1)) + 1
    return difficulty


def _bounded(difficulty: float) -> float:
    return min(max(difficulty, 1.0), 10.0)
