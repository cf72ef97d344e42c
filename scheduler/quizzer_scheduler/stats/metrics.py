"""How good predictions were: RMSE(bins) and AUC, as the public benchmark measures them, over the cells of a tally.

Definitions: open-spaced-repetition/srs-benchmark, and `evaluate` of fsrs-rs for RMSE(bins).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from quizzer_scheduler.stats.cells import Count
from quizzer_scheduler.stats.wilson import Z95


def rmse_of(cells: Iterable[Count], scale: int) -> float:
    """Return RMSE(bins), of which each cell is a bin. ValueError without an answer."""
    bins = [(n, hits, amount / scale) for n, hits, amount, _ in cells]
    if not bins:
        raise ValueError("There is no prediction.")
    total = sum(n * ((chances - hits) / n) ** 2 for n, hits, chances in bins)
    return sqrt(total / sum(n for n, _, _ in bins))


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
