"""A card's trail: what the statistics need of each answer to it, packed, in the order of the log.

An answer takes 32 bytes. The codes in them are what the cells of a tally are made of (`cells.py`), so that a tally can
be counted over columns of a million answers without unpacking one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from struct import Struct
from typing import Literal, NamedTuple

from quizzer_scheduler.lines import Line
from quizzer_scheduler.model import State
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

HOUR_MS = 3_600_000

MATURE_DAYS = 21
"""Interval from which a card is mature."""

NEW, LEARNING, YOUNG, MATURE, RELEARNING = range(5)
"""States as the statistics tell them apart."""

MARKS = ("right", "close", "wrong", "self", "other")

BUTTON = 0x1F
"""Bits of `button` that hold state * 4 + rating - 1."""
TEST = 0x20
"""Set for the first answer of a study day to a card whose interval was a day or more."""
FIRST = 0x40
"""Set for the first answer of a study day to a card."""

UNPREDICTED = -1.0
NO_CURVE = 0xFF

_RECORD = Struct("<dfIIIHBBBBBx")
_pack = _RECORD.pack
SIZE = _RECORD.size
_MEMORY = Struct("<8xfI16x")
_LARGEST = 0xFFFFFFFF
_IS_NEW, _IS_REVIEW = int(State.NEW), int(State.REVIEW)
_BUTTONS = (NEW * 4, LEARNING * 4, YOUNG * 4, RELEARNING * 4)
"""By state; one with a long interval is mature."""
_MARKS = {mark: place for place, mark in enumerate(MARKS)}


class Answer(NamedTuple):
    """An answer as the log has it."""

    day: int
    """Ordinal of the study day."""
    at_ms: int
    """Milliseconds since 1970, UTC."""
    offset_minutes: int
    rating: int
    mark: str
    took_ms: int
    state_before: int
    stability_before: float | None
    predicted: float | None
    stability_after: float
    interval_days: int

    def line(self) -> Line:
        """Return it as a line of the log, as far as a trail is made of it."""
        given = (self.at_ms, self.offset_minutes, self.day, self.rating, self.took_ms)
        before = (self.state_before, self.stability_before, None, self.predicted)
        return (*given, *before, 0, None, self.stability_after, 0.0, self.interval_days, 0, 0)


class Trace(NamedTuple):
    """An answer as the trail has it."""

    predicted: float
    """Retrievability at the moment of the answer; `UNPREDICTED` without one."""
    stability: float
    """Days, after it."""
    day: int
    took_ms: int
    elapsed: int
    """Study days since the last answer; 0 without a prediction."""
    bin: int
    """Bin of RMSE(bins); `NO_BIN` without a prediction."""
    button: int
    hour: int
    mark: int
    """Place in `MARKS` * 4 + rating - 1."""
    curve: int
    """Stability band and days since the last answer; `NO_CURVE` without a prediction."""
    time: int

    @property
    def recalled(self) -> bool:
        """Whether it was rated Hard, Good or Easy."""
        return self.button & 3 > 0


def traces(trail: bytes) -> list[Trace]:
    """Return the answers of a trail. ValueError when it is not whole."""
    if len(trail) % SIZE:
        raise ValueError(f"{len(trail)} bytes are no trail.")
    return [Trace(*record) for record in _RECORD.iter_unpack(trail)]


def memory_at(trail: bytes, place: int) -> tuple[float, int]:
    """Return the stability (days) after the answer that begins at a byte of a trail, and its study day (ordinal)."""
    stability, day = _MEMORY.unpack_from(trail, place)
    return stability, day


@dataclass(slots=True)
class Walk:
    """A card on the way along its answers."""

    interval: int = 0
    """Days that its schedule gives it now."""
    _new: bool = True
    _last_day: int | None = None
    _days: set[int] = field(default_factory=set)
    _predicted: int = 0
    """Answers with a prediction since it was new."""
    _forgotten: int = 0
    """Those of them that were rated Again."""

    @classmethod
    def along(cls, trail: bytes, interval: int) -> Walk:
        """Return the walk at the end of a trail."""
        walk = cls(interval)
        for trace in traces(trail):
            walk._pass(trace.day, trace.button, trace.predicted != UNPREDICTED)
        return walk

    def step(self, answer: Answer) -> bytes:
        """Return what an answer adds to the trail, and go past it."""
        return self.steps((answer.line(),), (answer.mark,))

    def steps(self, lines: Iterable[Line], marks: Iterable[str]) -> bytes:
        """Return what answers, each with its mark, add to the trail, and go past them."""
        records = []
        days, last, new, interval = self._days, self._last_day, self._new, self.interval
        predictions, forgotten = self._predicted, self._forgotten
        for (at_ms, offset, day, rating, took, state, before, _, chance, _, _, after, _, given, _, _), mark in zip(
            lines, marks, strict=False
        ):
            elapsed = 0 if last is None or state == _IS_NEW or day < last else day - last
            button = _BUTTONS[state] + rating - 1
            if state == _IS_REVIEW and interval >= MATURE_DAYS:
                button += 4
            if state == _IS_NEW:
                predictions = forgotten = 0
                last = None
            if day not in days:
                days.add(day)
                button |= FIRST | TEST if interval >= 1 and state != _IS_NEW else FIRST
            if chance is None or not elapsed:
                chance, elapsed, bin_, curve = UNPREDICTED, 0, NO_BIN, NO_CURVE
            else:
                predictions += 1
                bin_ = BIN_OF_DAYS[elapsed] | BIN_OF_NUMBER[predictions] | BIN_OF_LAPSES[forgotten]
                curve = (bisect_right(BANDS, before or after) - 1) * POINTS + POINT_OF_DAYS[elapsed]
                forgotten += rating == 1
            if not 0 <= took <= _LARGEST:
                took = min(max(0, took), _LARGEST)
            hour = (at_ms + offset * 60_000) // HOUR_MS % 24
            told = _MARKS.get(mark, len(MARKS) - 1) * 4 + rating - 1
            time = bisect_right(TIME_BEGINS, took) - 1
            records.append(_pack(chance, after, day, took, elapsed, bin_, button, hour, told, curve, time))
            interval, new = given, False
            last = day if last is None or day > last else last
        self._last_day, self._new, self.interval = last, new, interval
        self._predicted, self._forgotten = predictions, forgotten
        return b"".join(records)

    def forget(self) -> None:
        """Make the card new again."""
        self.interval, self._new = 0, True

    def move(self, day: int) -> None:
        """Give the card another due day; one that is new has none."""
        if not self._new and self._last_day is not None:
            self.interval = max(0, day - self._last_day)

    def _pass(self, day: int, button: int, predicted: bool) -> None:
        if button & BUTTON < 4:
            self._predicted = self._forgotten = 0
            self._last_day = None
        self._predicted += predicted
        self._forgotten += predicted and button & 3 == 0
        # As in the schedule: the last answer never moves back, whatever the clock says.
        self._last_day = day if self._last_day is None else max(self._last_day, day)
        self._new = False
        self._days.add(day)


class Whole(NamedTuple):
    """Where a field of whole numbers lies in the trail: the code of its type, its place, and the step."""

    code: Literal["B", "H", "I"]
    place: int
    step: int

    def of(self, trails: memoryview) -> memoryview[int]:
        """Return the field of every answer."""
        return trails.cast(self.code)[self.place :: self.step]


class Real(NamedTuple):
    """Where a field of real numbers lies in the trail: the code of its type, its place, and the step."""

    code: Literal["f", "d"]
    place: int
    step: int

    def of(self, trails: memoryview) -> memoryview[float]:
        """Return the field of every answer."""
        return trails.cast(self.code)[self.place :: self.step]


PREDICTED = Real("d", 0, 4)
DAY = Whole("I", 3, 8)
TOOK = Whole("I", 4, 8)
ELAPSED = Whole("I", 5, 8)
BIN = Whole("H", 12, 16)
BUTTON_OF = Whole("B", 26, SIZE)
HOUR = Whole("B", 27, SIZE)
MARK = Whole("B", 28, SIZE)
CURVE = Whole("B", 29, SIZE)
TIME = Whole("B", 30, SIZE)
