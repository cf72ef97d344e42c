"""What the trails of many cards count: the same cells as `Columns.tally`, by kind and study day at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

import numpy as np

from quizzer_scheduler.columns import APART, Bools, Floats, Ints, summed
from quizzer_scheduler.stats import cells
from quizzer_scheduler.stats.cells import EPSILON, LEVEL, SCALE
from quizzer_scheduler.stats.trail import BUTTON, FIRST, MATURE, NO_CURVE, TEST
from quizzer_scheduler.stats.trail_columns import Records

_CELLS = 1 << 20
"""More than there are cells."""
_TOGETHER = 5_000


class Counts:
    """Counts by kind of question, study day and cell, all in one key, as four whole numbers each."""

    def __init__(self) -> None:
        self._families: dict[int, tuple[Ints, Ints]] = {}
        """Keys and counts, by the place of the family: the sums of one at a time take little memory."""

    def add(self, records: Records, kinds: Ints) -> None:
        """Add answers, of which the kind of question is told by its number."""
        spans = kinds * APART + records["day"].astype(np.int64)
        for family, (which, cell, counts) in enumerate(_counted(records)):
            keys = spans[which] * _CELLS + cell
            if family in self._families:
                known, before = self._families[family]
                keys, counts = np.concatenate([known, keys]), np.concatenate([before, counts], axis=1)
            self._families[family] = summed(keys, counts)

    def rows(self, kinds: Sequence[str], month: int) -> Iterator[tuple[str, int, int, int, int, int, int]]:
        """Yield kind, span, cell and count of each, also of the months and of all kinds together.

        `kinds` are named by their numbers, the first are questions that are gone; two to `month` days make a month.
        """
        for keys, counts in self._families.values():
            rest, cell = np.divmod(keys, _CELLS)
            kind, day = np.divmod(rest, APART)
            named = np.flatnonzero(kind)
            for of, which in ((np.zeros_like(kind), np.arange(kind.size)), (kind, named)):
                for span in (day, -1 - (day >> month)):
                    places = (of * 2 * APART + span + APART) * _CELLS + cell
                    for place, n, hits, amount, extra in _listed(*summed(places[which], counts[:, which])):
                        spans, own = divmod(place, _CELLS)
                        number, day_or_month = divmod(spans, 2 * APART)
                        yield kinds[number], day_or_month - APART, own, n, hits, amount, extra


def _listed(keys: Ints, counts: Ints) -> Iterator[list[int]]:
    """Yield each key with its counts."""
    for begin in range(0, keys.size, _TOGETHER):
        part = slice(begin, begin + _TOGETHER)
        yield from np.vstack([keys[part], counts[:, part]]).T.tolist()


def _counted(records: Records) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield which answers count towards each family of cells, which cell of it, and their counts."""
    button = records["button"].astype(np.int64)
    hit, test, first = button & 3 > 0, button & TEST > 0, button & FIRST > 0
    every, tests, firsts = np.arange(records.size), np.flatnonzero(test), np.flatnonzero(first)
    yield every, cells.BUTTONS + (button & BUTTON), _counts(every, amount=records["took"])
    yield every, cells.MARKED + records["mark"].astype(np.int64), _counts(every)
    yield every, cells.TIMES + records["time"].astype(np.int64), _counts(every)
    yield every, cells.HOURS + records["hour"].astype(np.int64), _counts(every, test & hit, test)
    yield tests, cells.TESTS + ((button[tests] & BUTTON) >> 2 == MATURE), _counts(tests, hit[tests])
    yield firsts, np.full(firsts.size, cells.FIRSTS), _counts(firsts, hit[firsts])
    predicted = np.flatnonzero(records["curve"] != NO_CURVE)
    known, hits = records[predicted], hit[predicted]
    chances = known["predicted"]
    amount = (chances * SCALE + 0.5).astype(np.int64)
    yield (
        predicted,
        cells.BINS + known["bin"].astype(np.int64),
        _counts(predicted, hits, amount, _losses(chances, hits)),
    )
    yield predicted, cells.CURVES + known["curve"].astype(np.int64), _counts(predicted, hits, amount, known["elapsed"])
    yield predicted, cells.LEVELS + (chances * LEVEL).astype(np.int64), _counts(predicted, hits, amount)


def _counts(which: Ints, hits: Bools | int = 0, amount: Ints | Bools | int = 0, extra: Ints | int = 0) -> Ints:
    counts = np.ones((4, which.size), np.int64)
    counts[1], counts[2], counts[3] = hits, amount, extra
    return counts


def _losses(chances: Floats, hits: Bools) -> Ints:
    """Return the log loss of each prediction, in billionths; the logarithm is Python's own, as in `cells.loss`."""
    of_what_came = np.where(hits, chances, 1.0 - chances).clip(EPSILON, 1.0 - EPSILON)
    logs = np.fromiter(map(log, of_what_came.tolist()), np.float64, of_what_came.size)
    losses: Ints = (SCALE * -logs + 0.5).astype(np.int64)
    return losses
