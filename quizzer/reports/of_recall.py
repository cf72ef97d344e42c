"""Makes the sections on recall from what was counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

from quizzer.pace import Pace
from quizzer.reports.counted import Counted, answers, of_family
from quizzer.reports.figure import Figure
from quizzer.reports.recall import PERIODS, Calibration, CalibrationBin, RetentionRow, Today, TrueRetention
from quizzer.sitting import Counts
from quizzer_scheduler.stats.cells import BINS, BUTTONS, FIRSTS, LEVEL, LEVELS, SCALE, TESTS, Count
from quizzer_scheduler.stats.metrics import auc_interval, rmse_of
from quizzer_scheduler.stats.tally import Tally

_EDGES = (*range(0, 700, 100), 700, 750, *range(800, 1000, 20), LEVEL + 1)
"""Of the bins of calibration, in thousandths: finer where most predictions lie."""

_DAYS = {"today": (0, 0), "yesterday": (1, 1), "week": (6, 0), "month": (29, 0), "year": (364, 0)}
"""How many days ago a period begins and ends."""


def today_of(counted: Counted, day: date, left: Counts, pace: Pace) -> Today:
    """Return what was done on a day and what is left of it."""
    done = counted.days.get(day.toordinal(), {})
    buttons = of_family(done, BUTTONS)
    first, right, *_ = done.get(FIRSTS, (0, 0, 0, 0))
    return Today(
        day=day,
        answered=answers(done),
        first_try=Figure.share(right, first),
        minutes=sum(amount for _, _, amount, _ in buttons.values()) / 60_000,
        new=sum(n for code, (n, *_) in buttons.items() if code < 4),
        left_due=left.due,
        left_learning=left.learning,
        left_new=left.new,
        left_minutes=pace.seconds(left.due, left.learning, left.new) / 60,
    )


def true_retention_of(counted: Counted, day: date, desired: float) -> TrueRetention:
    """Return the table of true retention."""
    rows = []
    for period, label in PERIODS.items():
        if period in _DAYS:
            begin, end = _DAYS[period]
            tally: Tally = counted.between(day - timedelta(days=begin), day - timedelta(days=end))
        else:
            tally = counted.ever
        (young, young_right), (mature, mature_right) = (_tests(tally, code) for code in (0, 1))
        both = Figure.share(young_right + mature_right, young + mature)
        shares = Figure.share(young_right, young), Figure.share(mature_right, mature)
        rows.append(RetentionRow(period, label, *shares, both))
    return TrueRetention(desired, tuple(rows))


def _tests(tally: Mapping[int, Count], code: int) -> tuple[int, int]:
    n, hits, *_ = tally.get(TESTS + code, (0, 0, 0, 0))
    return n, hits


def calibration_of(counted: Counted) -> Calibration:
    """Return predicted against measured recall."""
    levels = counted.family(LEVELS)
    bins = []
    for low, high in pairwise(_EDGES):
        inside = [count for level, count in levels.items() if low <= level < high]
        if n := sum(count[0] for count in inside):
            hits, chances = (sum(count[place] for count in inside) for place in (1, 2))
            end = min(high, LEVEL) / LEVEL
            bins.append(CalibrationBin(low / LEVEL, end, chances / SCALE / n, Figure.share(hits, n)))
    cells = list(counted.family(BINS).values())
    n, hits, chances, losses = (sum(cell[place] for cell in cells) for place in range(4))
    if not n:
        nothing = Figure(None, None, None, 0)
        return Calibration((), None, Figure.share(0, 0), nothing, nothing, nothing)
    return Calibration(
        bins=tuple(bins),
        predicted=chances / SCALE / n,
        measured=Figure.share(hits, n),
        log_loss=Figure(losses / SCALE / n, None, None, n),
        rmse_bins=Figure(rmse_of(cells, SCALE), None, None, n),
        auc=_auc(counted.auc(), hits, n),
    )


def _auc(value: float | None, hits: int, n: int) -> Figure:
    if value is None:
        return Figure(None, None, None, n)
    return Figure(value, *auc_interval(value, hits, n - hits), n)
