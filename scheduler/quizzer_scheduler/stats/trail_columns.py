"""Trails of many cards at once: the same records as `Walk.steps`, made of columns."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from quizzer_scheduler.columns import APART, Bools, Ints, looked_up
from quizzer_scheduler.model import State
from quizzer_scheduler.runs import LineColumns
from quizzer_scheduler.stats.bins import (
    BANDS,
    BIN_OF_DAYS,
    BIN_OF_LAPSES,
    BIN_OF_NUMBER,
    NO_BIN,
    POINT_OF_DAYS,
    POINTS,
    TIME_BEGINS,
)
from quizzer_scheduler.stats.trail import (
    FIRST,
    HOUR_MS,
    LEARNING,
    MARKS,
    MATURE_DAYS,
    NEW,
    NO_CURVE,
    RELEARNING,
    TEST,
    UNPREDICTED,
    YOUNG,
)

Records: TypeAlias = NDArray[np.void]
"""Answers as trails have them; bytes of some are a trail."""

RECORD = np.dtype(
    [
        *(
            ("predicted", "<f8"),
            ("stability", "<f4"),
            ("day", "<u4"),
            ("took", "<u4"),
            ("elapsed", "<u4"),
            ("bin", "<u2"),
        ),
        *((name, "u1") for name in ("button", "hour", "mark", "curve", "time", "nothing")),
    ]
)

_BUTTONS = np.array((NEW * 4, LEARNING * 4, YOUNG * 4, RELEARNING * 4))


def records(lines: LineColumns, owners: Ints, mark: str) -> Records:
    """Return what answers with one mark add to trails that begin with them; each line has the place of its card.

    A card made new again is told by the state in which it was answered next.
    """
    new, later = lines.state_before == State.NEW, np.r_[False, owners[1:] == owners[:-1]]
    walks = np.cumsum(new | ~later)  # of a card from where it was new
    elapsed = _elapsed(lines.day, walks)
    predicted = ~np.isnan(lines.retrievability) & (elapsed > 0)
    held = np.where(later, np.r_[0, lines.interval_days[:-1]], 0)
    review = lines.state_before == State.REVIEW
    button = _BUTTONS[lines.state_before] + lines.rating - 1 + np.where(review & (held >= MATURE_DAYS), 4, 0)
    first = _first_of_day(lines.day, owners)
    button += np.where(first, FIRST, 0) + np.where(first & ~new & (held >= 1), TEST, 0)
    made = np.zeros(owners.size, RECORD)
    made["predicted"] = np.where(predicted, lines.retrievability, UNPREDICTED)
    made["stability"], made["day"], made["took"] = lines.stability_after, lines.day, lines.took_ms
    made["elapsed"] = np.where(predicted, elapsed, 0)
    made["bin"] = _bins(elapsed, predicted, lines.rating, walks)
    made["button"], made["hour"] = button, (lines.at + lines.offset_minutes * 60_000) // HOUR_MS % 24
    made["mark"] = (MARKS.index(mark) if mark in MARKS else len(MARKS) - 1) * 4 + lines.rating - 1
    band = np.searchsorted(BANDS, np.where(predicted, lines.stability_before, 0.0), "right") - 1
    curve = np.full(owners.size, NO_CURVE)
    curve[predicted] = band[predicted] * POINTS + looked_up(elapsed[predicted], POINT_OF_DAYS.__getitem__)
    made["curve"] = curve
    made["time"] = np.searchsorted(TIME_BEGINS, lines.took_ms, "right") - 1
    return made


def _elapsed(day: Ints, walks: Ints) -> Ints:
    """Return the days since the latest answer before of the same walk; 0 where there is none, or time went back."""
    days = day + walks * APART
    latest = np.r_[0, np.maximum.accumulate(days)[:-1]]
    same = latest // APART == walks
    return np.where(same, np.maximum(days - latest, 0), 0)


def _first_of_day(day: Ints, owners: Ints) -> Bools:
    """Tell which answers are the first of their study day to their card."""
    found = np.zeros(day.size, np.bool_)
    found[np.unique(day + owners * APART, return_index=True)[1]] = True
    return found


def _bins(elapsed: Ints, predicted: Bools, rating: Ints, walks: Ints) -> Ints:
    """Return the bins of `calibration_bin`."""
    bins = np.full(elapsed.size, NO_BIN)
    forgotten = predicted & (rating == 1)
    number = _so_far(predicted, walks)[predicted]
    lapses = (_so_far(forgotten, walks) - forgotten)[predicted]
    bins[predicted] = (
        looked_up(elapsed[predicted], BIN_OF_DAYS.__getitem__)
        | looked_up(number, BIN_OF_NUMBER.__getitem__)
        | looked_up(lapses, BIN_OF_LAPSES.__getitem__)
    )
    return bins


def _so_far(counted: Bools, walks: Ints) -> Ints:
    """Count along each walk."""
    total: Ints = np.cumsum(counted)
    begins = np.flatnonzero(np.r_[True, walks[1:] != walks[:-1]])[: walks.size]
    before: Ints = (total - counted)[begins]
    return total - np.repeat(before, np.diff(np.r_[begins, walks.size]))
