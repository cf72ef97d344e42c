"""Tallies: counts by cell, of a trail or of millions of answers; they add up and can be taken from each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from math import log
from typing import TypeVar

from quizzer_scheduler.stats import cells
from quizzer_scheduler.stats.cells import EPSILON, SCALE, Count
from quizzer_scheduler.stats.trail import (
    BIN,
    BUTTON,
    BUTTON_OF,
    CURVE,
    DAY,
    ELAPSED,
    FIRST,
    HOUR,
    MARK,
    MATURE,
    NO_CURVE,
    PREDICTED,
    TEST,
    TIME,
    TOOK,
    YOUNG,
    traces,
)

Tally = dict[int, Count]
"""Counts by cell."""

_Number = TypeVar("_Number")

_NOTHING: Count = (0, 0, 0, 0)
# Several counts add up as one number, each with room for more than there are nanoseconds in a life.
_HIT = 1 << 64
_ANSWER = 1 << 128
_ANSWERED = (_ANSWER, _ANSWER + _HIT)
"""By whether it was recalled."""
_IS_TEST = bytes(bool(byte & TEST) for byte in range(256))
_IS_FIRST = bytes(bool(byte & FIRST) for byte in range(256))
_IS_HIT = bytes(byte & 3 > 0 for byte in range(256))
_IS_TEST_HIT = bytes(bool(byte & TEST) and byte & 3 > 0 for byte in range(256))
_IS_FIRST_HIT = bytes(bool(byte & FIRST) and byte & 3 > 0 for byte in range(256))
_BUTTON = bytes(byte & BUTTON for byte in range(256))
_IS_MATURE = bytes(byte & BUTTON >> 2 << 2 == MATURE << 2 for byte in range(256))
_IS_REVIEW = bytes((byte & BUTTON) >> 2 in (YOUNG, MATURE) for byte in range(256))
_IS_REVIEW_HIT = bytes((byte & BUTTON) >> 2 in (YOUNG, MATURE) and byte & 3 > 0 for byte in range(256))
_IS_PREDICTED = bytes(byte != NO_CURVE for byte in range(256))


def added(tallies: Iterable[Mapping[int, Count]], sign: int = 1) -> Tally:
    """Return the sum of tallies; cells that come to nothing are left out."""
    total: Tally = {}
    for tally in tallies:
        for cell, (n, hits, amount, extra) in tally.items():
            a, b, c, d = total.get(cell, _NOTHING)
            total[cell] = (a + sign * n, b + sign * hits, c + sign * amount, d + sign * extra)
    return {cell: count for cell, count in total.items() if count != _NOTHING}


def without(whole: Mapping[int, Count], part: Mapping[int, Count]) -> Tally:
    """Return what is left of a tally when a part of it is taken away."""
    negative = {cell: (-n, -hits, -amount, -extra) for cell, (n, hits, amount, extra) in part.items()}
    return {cell: count for cell, count in added((whole, negative)).items() if count[0]}


def by_day(trail: bytes) -> dict[int, Tally]:
    """Return the tally of each study day of a trail, exactly as it is kept."""
    days: defaultdict[int, list[tuple[int, Count]]] = defaultdict(list)
    for trace in traces(trail):
        days[trace.day] += cells.cells(trace)
    return {day: added({cell: count} for cell, count in found) for day, found in days.items()}


class Columns:
    """The answers of many trails by column, those of some days alone where asked: fast to count, nothing unpacked."""

    def __init__(self, trails: bytes, first: int | None = None, last: int | None = None) -> None:
        self._view = memoryview(trails)
        self._keep: list[bool] | None = None
        if first is not None or last is not None:
            low, high = first if first is not None else 0, last if last is not None else 1 << 32
            self._keep = [low <= day <= high for day in DAY.of(self._view)]
        self._button = self._bytes(BUTTON_OF.of(self._view))

    def _bytes(self, column: memoryview[int]) -> bytes:
        values = column.tobytes()
        return values if self._keep is None else bytes(compress(values, self._keep))

    def _list(self, column: memoryview[_Number]) -> list[_Number]:
        values = list(column)
        return values if self._keep is None else list(compress(values, self._keep))

    def tally(self) -> Tally:
        """Return the tally of all of them."""
        found: Tally = {}
        milliseconds = [0] * (BUTTON + 1)
        codes = self._button.translate(_BUTTON)
        for code, took in zip(codes, self._list(TOOK.of(self._view)), strict=True):
            milliseconds[code] += took
        for code, n in Counter(codes).items():
            found[cells.BUTTONS + code] = (n, 0, milliseconds[code], 0)
        for family, column in ((cells.MARKED, MARK), (cells.TIMES, TIME)):
            for code, n in Counter(self._bytes(column.of(self._view))).items():
                found[family + code] = (n, 0, 0, 0)
        return found | self._hours() | self._tests() | self._predictions()

    def _hours(self) -> Tally:
        hours = self._bytes(HOUR.of(self._view))
        tests = Counter(compress(hours, self._button.translate(_IS_TEST)))
        hits = Counter(compress(hours, self._button.translate(_IS_TEST_HIT)))
        return {cells.HOURS + hour: (n, hits[hour], tests[hour], 0) for hour, n in Counter(hours).items()}

    def _tests(self) -> Tally:
        mature = self._button.translate(_IS_MATURE)
        n = Counter(compress(mature, self._button.translate(_IS_TEST)))
        hits = Counter(compress(mature, self._button.translate(_IS_TEST_HIT)))
        found: Tally = {cells.TESTS + code: (n[code], hits[code], 0, 0) for code in n}
        if firsts := sum(self._button.translate(_IS_FIRST)):
            found[cells.FIRSTS] = (firsts, sum(self._button.translate(_IS_FIRST_HIT)), 0, 0)
        return found

    def _predictions(self) -> Tally:
        every = self._bytes(CURVE.of(self._view))
        predicted = every.translate(_IS_PREDICTED)
        curves = bytes(compress(every, predicted))
        hits = bytes(compress(self._button.translate(_IS_HIT), predicted))
        chances = list(compress(self._list(PREDICTED.of(self._view)), predicted))
        told = [_ANSWERED[hit] + int(p * SCALE + 0.5) for p, hit in zip(chances, hits, strict=True)]
        elapsed = list(compress(self._list(ELAPSED.of(self._view)), predicted))
        bins = list(compress(self._list(BIN.of(self._view)), predicted))
        return (
            _sums(cells.BINS, bins, told, _losses(chances, hits))
            | _sums(cells.CURVES, list(curves), told, elapsed)
            | _sums(cells.LEVELS, [int(p * cells.LEVEL) for p in chances], told, ())
        )

    def outcomes(self) -> tuple[list[float], bytes]:
        """Return the predictions that were made, and for each 1 if it was recalled."""
        predicted = self._bytes(CURVE.of(self._view)).translate(_IS_PREDICTED)
        hits = self._button.translate(_IS_HIT)
        return list(compress(self._list(PREDICTED.of(self._view)), predicted)), bytes(compress(hits, predicted))

    def reviewed(self, owners: Iterable[int]) -> tuple[Counter[int], Counter[int]]:
        """Count answers to cards in review, and those not forgotten, by an owner told for each answer of the trails."""
        kept = list(owners if self._keep is None else compress(owners, self._keep))
        n = Counter(compress(kept, self._button.translate(_IS_REVIEW)))
        return n, Counter(compress(kept, self._button.translate(_IS_REVIEW_HIT)))

    def numbers(self) -> Tally:
        """Return how many buttons, tests and first answers there are, without amounts: one look at each answer."""
        found: list[tuple[int, Count]] = []
        for byte, n in Counter(self._button).items():
            code, hits = byte & BUTTON, n if byte & 3 else 0
            found.append((cells.BUTTONS + code, (n, 0, 0, 0)))
            if byte & FIRST:
                found.append((cells.FIRSTS, (n, hits, 0, 0)))
            if byte & TEST:
                found.append((cells.TESTS + int(code >> 2 == MATURE), (n, hits, 0, 0)))
        return added({cell: count} for cell, count in found)

    def by_day(self) -> dict[int, Tally]:
        """Return buttons, tests and first answers of each study day."""
        sums: defaultdict[int, int] = defaultdict(int)
        self.add_days(sums)
        return days_of(sums)

    def add_days(self, sums: defaultdict[int, int]) -> None:
        """Add them to what `days_of` takes apart: answers and milliseconds in one number, by day and button in one."""
        places = [day << 8 | byte for day, byte in zip(self._list(DAY.of(self._view)), self._button, strict=True)]
        for place, took in zip(places, self._list(TOOK.of(self._view)), strict=True):
            sums[place] += _ANSWER + took


def days_of(sums: Mapping[int, int]) -> dict[int, Tally]:
    """Return buttons, tests and first answers of each study day from what `Columns.add_days` added up."""
    found: defaultdict[int, Tally] = defaultdict(dict)
    for place, total in sums.items():
        tally, byte = found[place >> 8], place & 0xFF
        code, n = byte & BUTTON, total // _ANSWER
        hits = n if byte & 3 else 0
        _grow(tally, cells.BUTTONS + code, n, 0, total % _ANSWER)
        if byte & FIRST:
            _grow(tally, cells.FIRSTS, n, hits)
        if byte & TEST:
            _grow(tally, cells.TESTS + int(code >> 2 == MATURE), n, hits)
    return dict(found)


def _grow(tally: Tally, cell: int, n: int, hits: int, amount: int = 0) -> None:
    a, b, c, d = tally.get(cell, _NOTHING)
    tally[cell] = (a + n, b + hits, c + amount, d)


def _losses(chances: Sequence[float], hits: bytes) -> list[int]:
    """Return the log loss of each prediction, in billionths."""
    of_what_came = [p if hit else 1.0 - p for p, hit in zip(chances, hits, strict=True)]
    if of_what_came and not EPSILON <= min(of_what_came) <= max(of_what_came) <= 1.0 - EPSILON:
        of_what_came = [min(max(chance, EPSILON), 1.0 - EPSILON) for chance in of_what_came]
    return [int(SCALE * -log(chance) + 0.5) for chance in of_what_came]


def _sums(family: int, codes: Sequence[int], told: Sequence[int], extras: Sequence[int]) -> Tally:
    """Return the counts by code; `told` are answers, hits and amounts in one number each."""
    total: defaultdict[int, int] = defaultdict(int)
    extra: defaultdict[int, int] = defaultdict(int)
    for code, number in zip(codes, told, strict=True):
        total[code] += number
    for code, number in zip(codes, extras, strict=False):
        extra[code] += number
    return {
        family + code: (number // _ANSWER, number % _ANSWER // _HIT, number % _HIT, extra[code])
        for code, number in total.items()
    }
