"""Makes the sections on activity from what was counted."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date
from itertools import pairwise

from quizzer.reports.activity import (
    Activity,
    AnswerState,
    DayActivity,
    HourSuccess,
    MarkName,
    MarkRatings,
    StateButtons,
    TimeBucket,
)
from quizzer.reports.counted import CALENDAR_DAYS, Counted, answers, of_family
from quizzer.reports.figure import Figure
from quizzer_scheduler.stats.bins import SECONDS
from quizzer_scheduler.stats.cells import BUTTONS, HOURS, MARKED, TESTS, TIMES, Count
from quizzer_scheduler.stats.tally import Tally

_MARKS: tuple[MarkName, ...] = ("right", "close", "wrong", "self", "other")
_STATES: tuple[AnswerState, ...] = ("new", "learning", "young", "mature", "relearning")
_NOTHING: Count = (0, 0, 0, 0)
_RIGHT, _WRONG = _MARKS.index("right"), _MARKS.index("wrong")


def activity_of(counted: Counted, today: date, first: date | None, breaks: AbstractSet[date]) -> Activity:
    """Return what was done from `first` to `today`, and the calendar of a year; days of breaks end no streak."""
    off = {day.toordinal() for day in breaks}
    end, begin = today.toordinal(), 0 if first is None else first.toordinal()
    told = {day: _day(day, tally) for day, tally in counted.days.items()}
    every = sorted(day for day, done in told.items() if done.answers)
    active = [day for day in every if min(begin, end - CALENDAR_DAYS + 1) <= day <= end]
    days = tuple(told[day] for day in active)
    buttons = counted.family(BUTTONS)
    times = counted.family(TIMES)
    hours = counted.family(HOURS)
    marks = counted.family(MARKED)
    return Activity(
        days=days,
        streak=_streak(active, end, off),
        longest_streak=_longest(active, off),
        answers=answers(counted.window),
        # Of all time are those after today, too, that a clock which ran ahead has dated.
        active_days=sum(begin <= day <= end or first is None for day in every),
        minutes=sum(amount for _, _, amount, _ in buttons.values()) / 60_000,
        hours=tuple(_hour(hour, hours.get(hour, _NOTHING)) for hour in range(24)),
        states=tuple(_state(number, name, buttons) for number, name in enumerate(_STATES)),
        times=tuple(
            TimeBucket(low, high, times.get(code, _NOTHING)[0])
            for code, (low, high) in enumerate(pairwise((*SECONDS, None)))
            if low is not None
        ),
        median_seconds=_median(times),
        marks=tuple(rated for number, name in enumerate(_MARKS) if (rated := _rated(number, name, marks)).answers),
        generous=Figure.share(*_passed(marks, _WRONG)),
        severe=_severe(*_passed(marks, _RIGHT)),
    )


def _day(day: int, tally: Tally) -> DayActivity:
    buttons = of_family(tally, BUTTONS)
    tests = of_family(tally, TESTS).values()
    return DayActivity(
        day=date.fromordinal(day),
        answers=sum(n for n, *_ in buttons.values()),
        new=sum(n for code, (n, *_) in buttons.items() if code < 4),
        minutes=sum(amount for _, _, amount, _ in buttons.values()) / 60_000,
        tests=sum(n for n, *_ in tests),
        recalled=sum(hits for _, hits, *_ in tests),
    )


def _streak(active: list[int], today: int, off: AbstractSet[int]) -> int:
    answered, length, day = set(active), 0, today
    while day in answered or day in off or day == today:
        length += day in answered
        day -= 1
    return length


def _longest(active: list[int], off: AbstractSet[int]) -> int:
    longest = length = 0
    for place, day in enumerate(active):
        goes_on = place and all(between in off for between in range(active[place - 1] + 1, day))
        length = length + 1 if goes_on else 1
        longest = max(longest, length)
    return longest


def _hour(hour: int, count: Count) -> HourSuccess:
    n, hits, tests, _ = count
    return HourSuccess(hour, n, Figure.share(hits, tests))


def _ratings(number: int, cells: dict[int, Count]) -> list[int]:
    return [cells.get(4 * number + rating, _NOTHING)[0] for rating in range(4)]


def _state(number: int, name: AnswerState, buttons: dict[int, Count]) -> StateButtons:
    ratings = _ratings(number, buttons)
    took = sum(buttons.get(4 * number + rating, _NOTHING)[2] for rating in range(4))
    again, hard, good, easy = ratings
    return StateButtons(name, again, hard, good, easy, took / 1000 / sum(ratings) if sum(ratings) else None)


def _rated(number: int, name: MarkName, marks: dict[int, Count]) -> MarkRatings:
    again, hard, good, easy = _ratings(number, marks)
    return MarkRatings(name, again, hard, good, easy)


def _passed(marks: dict[int, Count], number: int) -> tuple[int, int]:
    ratings = _ratings(number, marks)
    return sum(ratings[1:]), sum(ratings)


def _severe(passed: int, n: int) -> Figure:
    return Figure.share(n - passed, n)


def _median(times: dict[int, Count]) -> float | None:
    counts = [times.get(code, _NOTHING)[0] for code in range(len(SECONDS))]
    return median_of(counts, (*SECONDS, None))


def median_of(counts: list[int] | tuple[int, ...], edges: tuple[float | None, ...]) -> float | None:
    """Return the median of what was counted in buckets, as if each were evenly filled; the last may be open."""
    half = sum(counts) / 2
    if not half:
        return None
    below = 0
    for count, (low, high) in zip(counts, pairwise(edges), strict=True):
        if below + count >= half and low is not None:
            return low if high is None else low + (high - low) * (half - below) / count
        below += count
    return None
