"""FSRS-6 in closed form for many cards at once: what `fsrs6.transition` does to a state, done to columns of them.

A test holds the two together to the last digit: every product is taken in the same order, and every power is Python's
own, which numpy's are not on every machine.
"""

from __future__ import annotations

from itertools import repeat
from math import e

import numpy as np

from quizzer_scheduler.columns import Floats, Ints
from quizzer_scheduler.fsrs6 import AGAIN, Constants
from quizzer_scheduler.memory import STABILITY_MAXIMUM, STABILITY_MINIMUM


def recall(fsrs: Constants, stability: Floats, days: Ints) -> Floats:
    """Return the chance of recall so many study days after the last answer."""
    return _powers(1 + fsrs.factor * days / stability, fsrs.exponent)


def after(
    fsrs: Constants, stability: Floats, difficulty: Floats, rating: Ints, chance: Floats
) -> tuple[Floats, Floats]:
    """Return the states after an answer each; `chance` is not a number for those of the last answer's study day."""
    stable = stability.copy()
    same = np.isnan(chance)
    lapsed, recalled = ~same & (rating == AGAIN), ~same & (rating != AGAIN)
    for which, grown in ((same, _same_day), (lapsed, _lapsed), (recalled, _recalled)):
        at = np.flatnonzero(which)
        if at.size:
            stable[at] = grown(fsrs, stability[at], difficulty[at], rating[at], chance[at])
    moved = fsrs.pulled + fsrs.kept * (difficulty + (10.0 - difficulty) * np.array(fsrs.shift)[rating] / 9.0)
    return stable.clip(STABILITY_MINIMUM, STABILITY_MAXIMUM), moved.clip(1.0, 10.0)


def _same_day(fsrs: Constants, stability: Floats, _: Floats, rating: Ints, chance: Floats) -> Floats:
    gain = np.array(fsrs.same_day)[rating] * _powers(stability, fsrs.after_same_day)
    return stability * np.where((rating == AGAIN) | (gain > 1.0), gain, 1.0)


def _lapsed(fsrs: Constants, stability: Floats, difficulty: Floats, _: Ints, chance: Floats) -> Floats:
    left = fsrs.lapse * _powers(difficulty, fsrs.by_difficulty) * (_powers(stability + 1, fsrs.grown) - 1)
    return np.minimum(left * _exponentials((1 - chance) * fsrs.lapse_surprise), stability / fsrs.forgetting_limit)


def _recalled(fsrs: Constants, stability: Floats, difficulty: Floats, rating: Ints, chance: Floats) -> Floats:
    surprise = _exponentials((1 - chance) * fsrs.by_surprise) - 1
    eased = fsrs.growth * (11 - difficulty) * _powers(stability, fsrs.by_stability)
    grown: Floats = stability * (1 + eased * surprise * np.array(fsrs.bonus)[rating])
    return grown


def _powers(bases: Floats, exponent: float) -> Floats:
    return np.fromiter(map(pow, bases.tolist(), repeat(exponent)), np.float64, bases.size)


def _exponentials(exponents: Floats) -> Floats:
    return np.fromiter(map(pow, repeat(e), exponents.tolist()), np.float64, exponents.size)
