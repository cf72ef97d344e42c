"""The answers of a part of the collection, counted: from the tallies where it is large, from the trails where not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from quizzer.store.readers.part import Part
from quizzer.store.store import Store
from quizzer_scheduler.stats.cells import BUTTONS, FAMILY, LEVELS, Count
from quizzer_scheduler.stats.metrics import auc, auc_of
from quizzer_scheduler.stats.tally import Columns, Tally, added, days_of, without
from quizzer_scheduler.stats.trail import SIZE

CALENDAR_DAYS = 371
"""A year in whole weeks: what a calendar shows."""

FEW = 100_000
"""Answers up to which a collection is counted from its trails: then AUC is exact, too."""

_AT_ONCE = 50_000 * SIZE


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted."""

    window: Tally
    ever: Tally
    """Buttons, tests and first answers, whenever they were; their numbers, amounts may be left out."""
    days: Mapping[int, Tally]
    """The same by study day (ordinal), of the window and the last year at least; of buttons, those for new cards."""
    exact_auc: float | None
    """From the predictions themselves, where there are few."""

    def auc(self) -> float | None:
        """Return AUC; to the thousandths of the predictions where there are many. None where it is not defined."""
        if self.exact_auc is not None:
            return self.exact_auc
        return auc_of({cell: (n, hits) for cell, (n, hits, _, _) in self.family(LEVELS).items()})

    def family(self, family: int) -> dict[int, Count]:
        """Return the counts in the window of one family of cells, by code."""
        return of_family(self.window, family)

    def between(self, first: date, last: date) -> Tally:
        """Return buttons, tests and first answers of the days from `first` to `last`."""
        low, high = first.toordinal(), last.toordinal()
        return added(tally for day, tally in self.days.items() if low <= day <= high)


def of_family(tally: Mapping[int, Count], family: int) -> dict[int, Count]:
    """Return the counts of one family of cells, by code."""
    return {cell - family: count for cell, count in tally.items() if family <= cell < family + FAMILY}


def answers(tally: Mapping[int, Count]) -> int:
    """Return how many answers a tally counts."""
    return sum(n for n, *_ in of_family(tally, BUTTONS).values())


def count(store: Store, part: Part, first: date | None, today: date) -> Counted:
    """Count the answers of a part, in the window from `first` to `today`; with None, of all time."""
    last = None if first is None else today
    kind = part.kind or ""
    light = store.statistics.ever(kind)
    calendar = None if first is None else min(first, today - timedelta(days=CALENDAR_DAYS - 1))
    if answers(light) <= FEW:
        return _from_trails(_joined(store, part), first, calendar, last)
    window = store.statistics.tally(first, last, kind)
    whole = Counted(window, light, store.statistics.by_day(calendar, last, kind), None)
    if part == part.of_kind:
        return whole
    every, some = store.standing.share(part)
    if some == every:
        return whole
    if 2 * some <= every:
        return _from_trails(_joined(store, part), first, calendar, last)
    # Less is read of what is not asked for: it is taken away from the whole.
    rest = _from_trails(_joined(store, part, others=True), first, calendar, last)
    days = {day: without(tally, rest.days.get(day, {})) for day, tally in whole.days.items()}
    return Counted(without(whole.window, rest.window), without(light, rest.ever), days, None)


def _joined(store: Store, part: Part, *, others: bool = False) -> Iterator[bytes]:
    """Yield the answers of a part's cards, some thousands at a time: what is made of each takes much more room."""
    for chunk in store.standing.trails(part, others=others):
        joined = b"".join([trail.packed for trail in chunk])
        for start in range(0, len(joined), _AT_ONCE):
            yield joined[start : start + _AT_ONCE]


def _from_trails(trails: Iterator[bytes], first: date | None, calendar: date | None, last: date | None) -> Counted:
    """Count trails: the window from `first` on, the days from `calendar` on, both up to `last`; None for all."""
    low, early, high = (None if day is None else day.toordinal() for day in (first, calendar, last))
    windows, numbers = [], []
    days: defaultdict[int, int] = defaultdict(int)
    predicted: list[float] = []
    recalled = bytearray()
    for joined in trails:
        columns = Columns(joined, low, high)
        windows.append(columns.tally())
        numbers.append(Columns(joined).numbers())
        Columns(joined, early, high).add_days(days)
        if len(predicted) <= FEW:
            chances, hits = columns.outcomes()
            predicted += chances
            recalled += hits
    exact = auc(predicted, recalled) if len(predicted) <= FEW else None
    return Counted(added(windows), added(numbers), days_of(days), exact)
