"""The forgetting curve of FSRS-6 in closed form: no library needed to say how well something is remembered."""

from __future__ import annotations

from collections.abc import Sequence

from quizzer_scheduler.model import Memory

DEFAULT_DECAY = 0.1542
"""The last of the default weights, w20: how slowly the curve flattens."""

_AT_STABILITY = 0.9
"""Stability is by definition the time in days after which recall has fallen to this."""


def decay_of(weights: Sequence[float] | None) -> float:
    """Return w20 of the weights of a parameter set; None stands for the defaults."""
    return DEFAULT_DECAY if weights is None else weights[20]


def retrievability(memory: Memory, elapsed_days: float, decay: float = DEFAULT_DECAY) -> float:
    """Return the probability of recall, 0 to 1, so many days after the last answer; before it, 1.

    FSRS-6 does not model recall within the day of an answer: there the curve says 1 and means nothing.
    """
    factor: float = _AT_STABILITY ** (-1 / decay) - 1
    recall: float = (1 + factor * max(0.0, elapsed_days) / memory.stability) ** -decay
    return recall


def interval(stability: float, desired_retention: float, decay: float = DEFAULT_DECAY) -> float:
    """Return the days, not rounded, after which recall falls to the desired retention (more than 0, at most 1)."""
    factor: float = _AT_STABILITY ** (-1 / decay) - 1
    days: float = stability / factor * (desired_retention ** (-1 / decay) - 1)
    return days
