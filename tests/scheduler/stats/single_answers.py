"""Measures of predictions over single answers, by their definitions: what the tallies are held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import sqrt

from quizzer_scheduler.stats.bins import BIN_OF_DAYS, BIN_OF_LAPSES, BIN_OF_NUMBER
from quizzer_scheduler.stats.cells import loss


def log_loss(predicted: Sequence[float], recalled: Sequence[int], weights: Sequence[float] | None = None) -> float:
    """Return the (weighted) mean log loss. ValueError without an answer."""
    shares = [1.0] * len(predicted) if weights is None else weights
    if not predicted:
        raise ValueError("There is no prediction.")
    total = sum(w * loss(p, bool(hit)) for p, hit, w in zip(predicted, recalled, shares, strict=True))
    return total / sum(shares)


def rmse_bins(
    bins: Sequence[int], predicted: Sequence[float], recalled: Sequence[int], weights: Sequence[float] | None = None
) -> float:
    """Return the root of the mean squared difference of prediction and outcome by bin; ValueError without an answer.

    Weights count between bins, not within one, as in fsrs-rs.
    """
    shares = [1.0] * len(bins) if weights is None else weights
    found: defaultdict[int, list[float]] = defaultdict(lambda: [0.0] * 4)
    for code, p, hit, weight in zip(bins, predicted, recalled, shares, strict=True):
        for place, value in enumerate((1.0, hit, p, weight)):
            found[code][place] += value
    if not found:
        raise ValueError("There is no prediction.")
    total = sum(weight * ((chances - hits) / n) ** 2 for n, hits, chances, weight in found.values())
    return sqrt(total / sum(weight for *_, weight in found.values()))


def calibration_bin(elapsed: int, number: int, lapses: int) -> int:
    """Return the bin of RMSE(bins) of a predicted answer, `elapsed` days after the last one.

    It is the `number`-th answer since the card was new that was predicted, and `lapses` of those before it were Again.
    """
    return BIN_OF_DAYS[elapsed] | BIN_OF_NUMBER[number] | BIN_OF_LAPSES[lapses]
