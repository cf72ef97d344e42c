"""FSRS-6 in closed form, for a million reviews in seconds. The application itself computes with the fsrs library."""

from __future__ import annotations

from math import exp

DEFAULT_WEIGHTS = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4

State = tuple[float, float]
"""Stability in days, and difficulty."""


def recall(w: tuple[float, ...], stability: float, days: int) -> float:
    """Return the probability of recall so many days after the last answer."""
    factor: float = 0.9 ** (-1 / w[20]) - 1
    probability: float = (1 + factor * days / stability) ** -w[20]
    return probability


def after(w: tuple[float, ...], state: State | None, rating: int, days: int) -> State:
    """Return the memory state after an answer; None is a card never seen, 0 days the same day."""
    if state is None:
        return max(w[rating - 1], 0.001), _bounded(_first_difficulty(w, rating))
    stability, difficulty = state
    if days < 1:
        grown = stability * _same_day(w, stability, rating)
    elif rating == AGAIN:
        grown = _forgotten(w, stability, difficulty, recall(w, stability, days))
    else:
        grown = _recalled(w, stability, difficulty, recall(w, stability, days), rating)
    moved = difficulty - w[6] * (rating - 3) * (10 - difficulty) / 9
    reverted = w[7] * _first_difficulty(w, EASY) + (1 - w[7]) * moved
    return min(max(grown, 0.001), 36500.0), _bounded(reverted)


def _first_difficulty(w: tuple[float, ...], rating: int) -> float:
    return w[4] - exp(w[5] * (rating - 1)) + 1


def _bounded(difficulty: float) -> float:
    return min(max(difficulty, 1.0), 10.0)


def _same_day(w: tuple[float, ...], stability: float, rating: int) -> float:
    gain: float = exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
    return gain if rating == AGAIN else max(gain, 1.0)


def _forgotten(w: tuple[float, ...], stability: float, difficulty: float, probability: float) -> float:
    left: float = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * exp((1 - probability) * w[14])
    return min(left, stability / exp(w[17] * w[18]))


def _recalled(w: tuple[float, ...], stability: float, difficulty: float, probability: float, rating: int) -> float:
    bonus = w[15] if rating == HARD else w[16] if rating == EASY else 1.0
    surprise = exp((1 - probability) * w[10]) - 1
    grown: float = stability * (1 + exp(w[8]) * (11 - difficulty) * stability ** -w[9] * surprise * bonus)
    return grown
