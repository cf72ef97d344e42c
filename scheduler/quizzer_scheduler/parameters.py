"""What a parameter set must satisfy before anything is scheduled with it."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from quizzer_scheduler.model import Parameters

RETENTION_MINIMUM = 0.70
RETENTION_MAXIMUM = 0.99

WEIGHT_BOUNDS: tuple[tuple[float, float], ...] = (
    *((0.001, 100.0),) * 4,
    (1.0, 10.0),
    (0.001, 4.0),
    (0.001, 4.0),
    (0.001, 0.75),
    (0.0, 4.5),
    (0.0, 0.8),
    (0.001, 3.5),
    (0.001, 5.0),
    (0.001, 0.25),
    (0.001, 0.9),
    (0.0, 4.0),
    (0.0, 1.0),
    (1.0, 6.0),
    (0.0, 2.0),
    (0.0, 2.0),
    (0.0, 0.8),
    (0.1, 0.8),
)
"""Lower and upper bound of each weight, as the pinned library checks them: here, so that checking needs no library."""


def validate(parameters: Parameters) -> list[str]:
    """Return what is wrong with a parameter set, a sentence each; empty when it can be used."""
    problems = _weight_problems(parameters.weights)
    # Written as "not within" so that NaN, which compares false with everything, is refused too.
    if not RETENTION_MINIMUM <= parameters.desired_retention <= RETENTION_MAXIMUM:
        problems.append(
            f"The desired retention is {parameters.desired_retention}; "
            f"it must be between {RETENTION_MINIMUM:.2f} and {RETENTION_MAXIMUM:.2f}."
        )
    if not parameters.maximum_interval >= 1:
        problems.append(f"The maximum interval is {parameters.maximum_interval} days; it must be at least 1.")
    problems += _step_problems("learning", parameters.learning_steps, parameters.maximum_interval)
    problems += _step_problems("relearning", parameters.relearning_steps, parameters.maximum_interval)
    return problems


def _weight_problems(weights: tuple[float, ...] | None) -> list[str]:
    if weights is None:
        return []
    if len(weights) != len(WEIGHT_BOUNDS):
        return [f"There are {len(weights)} weights; FSRS-6 has {len(WEIGHT_BOUNDS)}."]
    return [
        f"Weight w{index} is {weight}; it must be between {low} and {high}."
        for index, (weight, (low, high)) in enumerate(zip(weights, WEIGHT_BOUNDS, strict=True))
        if not low <= weight <= high
    ]


def _step_problems(name: str, steps: tuple[timedelta, ...], maximum_interval: int) -> list[str]:
    problems = []
    if any(step <= timedelta() for step in steps):
        problems.append(f"A {name} step is not longer than nothing; each must take some time.")
    if any(later < earlier for earlier, later in pairwise(steps)):
        problems.append(f"The {name} steps become shorter; each must be at least as long as the one before.")
    if any(step / timedelta(days=1) > max(1, maximum_interval) for step in steps):
        problems.append(f"A {name} step is longer than the maximum interval of {maximum_interval} days.")
    return problems
