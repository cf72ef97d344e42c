"""How a learner answers, from his own log: which rating how often, and how long it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from quizzer_scheduler.model import Rating, State

Shares: TypeAlias = tuple[float, float, float, float]
"""By rating from Again to Easy; they add up to 1."""

_USUAL_SHARES: Mapping[State, Shares] = {
    State.NEW: (0.24, 0.09, 0.60, 0.07),
    State.LEARNING: (0.12, 0.05, 0.80, 0.03),
    State.REVIEW: (0.10, 0.11, 0.72, 0.07),
    State.RELEARNING: (0.08, 0.05, 0.85, 0.02),
}
_USUAL_SECONDS: Shares = (20.0, 17.0, 12.0, 8.0)
_WEIGHT = 20
"""Answers in each state that what is usual counts as much as; with a few hundred of his own it hardly matters."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What a learner does, by the state of the card before the answer."""

    shares: Mapping[State, Shares]
    """How often each rating is given. In Review only those of Hard, Good and Easy among each other count: how often a
    card is forgotten follows from its memory."""
    seconds: Mapping[State, Shares]
    """Mean time of an answer with each rating."""
    answers: int
    """How many they rest on."""


def habits_of(counts: Mapping[tuple[int, int], tuple[int, float]]) -> Habits:
    """Return habits from how many answers there were, and their seconds together, by state before and rating.

    Where there are few, what is usual fills in.
    """
    shares: dict[State, Shares] = {}
    seconds: dict[State, Shares] = {}
    for state, usual in _USUAL_SHARES.items():
        found = [counts.get((state, rating), (0, 0.0)) for rating in Rating]
        number = [count + _WEIGHT * share for (count, _), share in zip(found, usual, strict=True)]
        shares[state] = _four([each / sum(number) for each in number])
        seconds[state] = _four(
            [
                (took + _WEIGHT * share * normal) / (count + _WEIGHT * share)
                for (count, took), share, normal in zip(found, usual, _USUAL_SECONDS, strict=True)
            ]
        )
    return Habits(shares, seconds, sum(count for count, _ in counts.values()))


def _four(values: Sequence[float]) -> Shares:
    again, hard, good, easy = values
    return again, hard, good, easy
