"""How answers are sorted into bins: of calibration, of the average curve, of time."""

from __future__ import annotations

from bisect import bisect_right
from math import floor, log

from quizzer_scheduler.worked import Worked

NO_BIN = 0xFFFF

BANDS = (0.0, 7.0, 21.0, 60.0, 180.0)
"""Days of stability at which the bands of the average curve begin."""

ELAPSED = (1, 2, 3, 5, 8, 13, 21, 35, 58, 100, 180, 365)
"""Study days since the last answer at which its points begin."""

SECONDS = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0, 128.0)
"""Seconds at which the bins of time for an answer begin."""

TIME_BEGINS = tuple(round(1000 * seconds) for seconds in SECONDS)
"""The same in milliseconds: a time belongs to the last bin that has begun."""

# What a trail of a million answers looks up. The bins of RMSE(bins) are the public benchmark's (srs-benchmark; fsrs-rs,
# `r_matrix_index`): powers of 3.62 in days since the last answer, of 1.89 in the number of predicted answers since the
# card was new, of 1.73 in those of them before it that were Again. Each is named by the exponents alone, or-ed.
BIN_OF_DAYS = Worked(lambda elapsed: _power(elapsed, 3.62) << 10)
BIN_OF_NUMBER = Worked(lambda number: _power(number + 1, 1.89) << 5)
BIN_OF_LAPSES = Worked(lambda lapses: _power(lapses, 1.73) + 1 if lapses else 0)
POINTS = len(ELAPSED)
POINT_OF_DAYS = Worked(lambda elapsed: bisect_right(ELAPSED, elapsed) - 1)


def _power(number: int, base: float) -> int:
    """Return the greatest power of the base that is no more than a number, as its exponent."""
    return floor(log(number, base))
