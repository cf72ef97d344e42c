"""How good predictions were: log loss, RMSE(bins) and AUC, as the public benchmark measures them.

Definitions: open-spaced-repetition/srs-benchmark, and `evaluate` of fsrs-rs for RMSE(bins). Each is written once over
single answers and once over the cells of a tally, which keep what it needs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from quizzer_scheduler.stats.cells import Count, loss
from quizzer_scheduler.stats.wilson import Z95


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
    return _rmse([(n, hits, chances, weight) for n, hits, chances, weight in found.values()])


def rmse_of(cells: Iterable[Count], scale: int) -> float:
    """Return RMSE(bins) of the cells of its bins. ValueError without an answer."""
    return _rmse([(n, hits, amount / scale, n) for n, hits, amount, _ in cells])


def _rmse(bins: Sequence[tuple[float, float, float, float]]) -> float:
    if not bins:
        raise ValueError("There is no prediction.")
    total = sum(weight * ((chances - hits) / n) ** 2 for n, hits, chances, weight in bins)
    return sqrt(total / sum(weight for *_, weight in bins))


def auc(predicted: Sequence[float], recalled: Sequence[int]) -> float | None:
    """Return the chance that a recalled answer was predicted higher than a forgotten one, ties counting half.

    None where one of the two never occurred.
    """
    levels: defaultdict[float, list[int]] = defaultdict(lambda: [0, 0])
    for p, hit in zip(predicted, recalled, strict=True):
        levels[p][0] += 1
        levels[p][1] += hit
    return auc_of({level: (n, hits) for level, (n, hits) in levels.items()})


def auc_of(levels: Mapping[float, tuple[int, int]]) -> float | None:
    """Return AUC of answers and recalled ones by level of prediction; None where one of the two never occurred."""
    below = pairs = 0.0
    for level in sorted(levels):
        n, hits = levels[level]
        missed = n - hits
        pairs += hits * (below + missed / 2)
        below += missed
    right = sum(hits for _, hits in levels.values())
    return pairs / (right * below) if right and below else None


def auc_interval(value: float, right: int, wrong: int) -> tuple[float, float]:
    """Return the ends of AUC's 95 % interval (J. A. Hanley, B. J. McNeil, Radiology 143, 1982)."""
    first, second = value / (2 - value), 2 * value * value / (1 + value)
    spread = value * (1 - value) + (right - 1) * (first - value**2) + (wrong - 1) * (second - value**2)
    half = Z95 * sqrt(max(0.0, spread) / (right * wrong))
    return max(0.0, value - half), min(1.0, value + half)
