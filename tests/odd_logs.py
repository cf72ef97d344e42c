"""Logs that a learner should not have, and some have: what statistics must survive, and still be true of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from small_home import NOW

from quizzer.store.records import Entry
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Parameters, Rating
from quizzer_scheduler.scheduler import Scheduler

ZONE = "Europe/Berlin"
"""Its clocks go forward on 29 March 2026 and back on 26 October 2025, both within the year before `NOW` and a month."""

_CARDS = (
    "small/kinds/typed",
    "small/kinds/choice",
    "small/siblings/metal",
    "small/later/first",
    "other/elsewhere/only",
)
_DAY = timedelta(days=1)
_Times = Iterable[tuple[str, datetime]]


def _log(
    times: _Times,
    ratings: Iterable[Rating],
    took: Iterable[timedelta] = (timedelta(seconds=8),),
    zones: Iterable[str] = (ZONE,),
) -> list[Entry]:
    """Return answers at some times, in the order in which they were logged; one after the other in each zone."""
    days = cycle([StudyDays(ZoneInfo(zone), timedelta(hours=4)) for zone in zones])
    cards = {id_: Card(id_) for id_ in _CARDS}
    entries = []
    for (id_, at), rating, span, here in zip(times, cycle(ratings), cycle(took), days, strict=False):
        reviewed = Scheduler(Parameters(1), here).review(cards[id_], rating, at, span)
        cards[id_] = reviewed.card
        entries.append(Entry(reviewed.review, "wrong" if rating is Rating.AGAIN else "right", "x"))
    return entries


def _daily(first: datetime, days: int, step: timedelta = _DAY) -> list[tuple[str, datetime]]:
    """Return every card once a day."""
    return [
        (id_, first + number * step + timedelta(minutes=place))
        for number in range(days)
        for place, id_ in enumerate(_CARDS)
    ]


_GOOD = (Rating.GOOD,)
_MIXED = (Rating.GOOD, Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.EASY, Rating.GOOD, Rating.GOOD)

ODD_LOGS: dict[str, Callable[[], list[Entry]]] = {
    "empty": list,
    "one answer": lambda: _log([(_CARDS[0], NOW)], _GOOD),
    "one card": lambda: _log([(_CARDS[0], NOW - days * _DAY) for days in range(40, -1, -3)], _MIXED),
    "all right": lambda: _log(_daily(NOW - 60 * _DAY, 60), _GOOD),
    "all wrong": lambda: _log(_daily(NOW - 20 * _DAY, 20), (Rating.AGAIN,)),
    "the future alone": lambda: _log(_daily(NOW + 900 * _DAY, 12), _MIXED),
    "the future too": lambda: _log([*_daily(NOW - 30 * _DAY, 30), *_daily(NOW + 2 * _DAY, 9)], _MIXED),
    "clock put back": lambda: _log(
        [*_daily(NOW - 40 * _DAY, 12), *_daily(NOW - 300 * _DAY, 12), *_daily(NOW - 20 * _DAY, 12)], _MIXED
    ),
    "before and after 1970": lambda: _log(
        [*_daily(datetime(1969, 12, 25, 12, tzinfo=UTC), 12), *_daily(NOW - 8 * _DAY, 8)], _MIXED
    ),
    "summer and winter time": lambda: _log(
        # In the hours that come twice, and on both sides of the one that is left out.
        [
            *_daily(datetime(2025, 10, 25, 22, 30, tzinfo=UTC), 12, timedelta(minutes=30)),
            *_daily(datetime(2026, 3, 28, 22, 30, tzinfo=UTC) - timedelta(days=364), 14, timedelta(minutes=30)),
            *_daily(NOW - 30 * _DAY, 30, _DAY - timedelta(minutes=7)),
        ],
        _MIXED,
    ),
    "another time zone each time": lambda: _log(
        _daily(NOW - 50 * _DAY, 50), _MIXED, zones=("Pacific/Auckland", "America/Los_Angeles", ZONE)
    ),
    "no time and too much": lambda: _log(
        _daily(NOW - 30 * _DAY, 30), _MIXED, (timedelta(), timedelta(days=60), timedelta(seconds=3))
    ),
}
"""The answers of each in the order of the log."""
