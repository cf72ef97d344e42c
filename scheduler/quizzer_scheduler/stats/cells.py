"""The cells of a tally: what one answer counts towards.

A cell is a family and a code in one number. Its count has four whole numbers: `n`, `hits`, `amount`, `extra`; chances
and losses are in billionths, so that adding and taking away come out even.
"""

from __future__ import annotations

from math import log

from quizzer_scheduler.stats.trail import BUTTON, FIRST, MATURE, TEST, UNPREDICTED, Trace

FAMILY = 1 << 16
BUTTONS = 1 * FAMILY
"""State * 4 + rating - 1: answers; amount is milliseconds."""
TESTS = 2 * FAMILY
"""0 young, 1 mature: tests, recalled."""
FIRSTS = 3 * FAMILY
"""0: first answers of a day to a card, recalled."""
HOURS = 4 * FAMILY
"""Hour: answers, recalled tests; amount is tests."""
MARKED = 5 * FAMILY
"""Mark * 4 + rating - 1: answers."""
TIMES = 6 * FAMILY
"""Bin of time: answers."""
BINS = 7 * FAMILY
"""Bin of RMSE(bins): predicted answers, recalled; amount is the chances, extra the losses."""
CURVES = 8 * FAMILY
"""Point of the average curve: predicted answers, recalled; amount is the chances, extra the days."""
LEVELS = 9 * FAMILY
"""Thousandths of the chance: predicted answers, recalled; amount is the chances."""

LEVEL = 1000
SCALE = 1_000_000_000
EPSILON = 2.0**-52
"""How near to 0 and 1 a chance may come, as in scikit-learn's `log_loss`: infinite losses would say nothing."""

Count = tuple[int, int, int, int]


def loss(predicted: float, recalled: bool) -> float:
    """Return the log loss of a prediction: −ln of the chance that it gave to what came."""
    chance = predicted if recalled else 1.0 - predicted
    return -log(min(max(chance, EPSILON), 1.0 - EPSILON))


def scaled(value: float) -> int:
    """Return a chance or loss in billionths."""
    return int(value * SCALE + 0.5)


def cells(trace: Trace) -> list[tuple[int, Count]]:
    """Return what an answer counts towards."""
    hit = int(trace.recalled)
    button = trace.button & BUTTON
    test = int(bool(trace.button & TEST))
    found: list[tuple[int, Count]] = [
        (BUTTONS + button, (1, 0, trace.took_ms, 0)),
        (HOURS + trace.hour, (1, test * hit, test, 0)),
        (MARKED + trace.mark, (1, 0, 0, 0)),
        (TIMES + trace.time, (1, 0, 0, 0)),
    ]
    if trace.button & FIRST:
        found.append((FIRSTS, (1, hit, 0, 0)))
    if test:
        found.append((TESTS + int(button >> 2 == MATURE), (1, hit, 0, 0)))
    if trace.predicted != UNPREDICTED:
        chance = scaled(trace.predicted)
        found.append((BINS + trace.bin, (1, hit, chance, scaled(loss(trace.predicted, bool(hit))))))
        found.append((CURVES + trace.curve, (1, hit, chance, trace.elapsed)))
        found.append((LEVELS + int(trace.predicted * LEVEL), (1, hit, chance, 0)))
    return found
