"""What a fit came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizzer_scheduler.fitting import beyond_chance
from quizzer_scheduler.parameters import WEIGHT_BOUNDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizzer_scheduler.fitting import Found


@dataclass(frozen=True, slots=True)
class Trial:
    """Old weights and new ones on the latest answers, which the new ones had not seen."""

    reviews: int
    old_loss: float
    """Mean log loss; the lower the better."""
    new_loss: float
    error: float
    """Standard error of the mean difference."""

    @property
    def better(self) -> bool:
        """Whether the new weights predict better, by more than what chance makes of it."""
        return beyond_chance(self.old_loss, self.new_loss, self.error)


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a fit came to."""

    reviews: int
    """Answers looked at."""
    targets: int
    """Those of them that weights are fitted to: a day or more after the one before."""
    trial: Trial | None = None
    """None when there were fewer than `fitting.FEWEST`."""
    weights: tuple[float, ...] | None = None
    """Fitted to all answers; None when the old ones stay."""

    @classmethod
    def of(cls, reviews: int, found: Found) -> Fitted:
        """Return what `fitting.fit` found in so many answers."""
        targets, trial, weights = found
        return cls(reviews, targets, Trial(*trial) if trial else None, _legal(weights) if weights else None)


def _legal(weights: Sequence[float]) -> tuple[float, ...]:
    """Return weights that came in single precision: as 0.800000012 one would be out of bounds."""
    return tuple(
        min(max(round(weight, 4), low), high) for weight, (low, high) in zip(weights, WEIGHT_BOUNDS, strict=True)
    )
