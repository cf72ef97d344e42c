"""Strategies for schedules: parameter sets, days, loads, and a life of a card made of answers and changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from quizzer_scheduler.balance import Load
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, ChangeName, Event, Parameters, Rating, State
from quizzer_scheduler.parameters import WEIGHT_BOUNDS
from quizzer_scheduler.scheduler import Scheduler

START = datetime(2026, 3, 20, 18, 30, tzinfo=UTC)
TOOK = timedelta(seconds=7)

study_days = st.builds(
    StudyDays,
    st.sampled_from([UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Kiritimati")]),
    st.integers(0, 23).map(lambda hours: timedelta(hours=hours)),
)
ratings = st.sampled_from(Rating)
steps = st.lists(st.timedeltas(timedelta(seconds=1), timedelta(days=4)), max_size=4).map(
    lambda drawn: tuple(sorted(drawn))
)
weights = st.none() | st.tuples(*(st.floats(low, high) for low, high in WEIGHT_BOUNDS))


@st.composite
def parameter_sets(draw: st.DrawFn, version: int = 1) -> Parameters:
    """Draw parameters that are valid, and not always sensible."""
    return Parameters(
        version,
        draw(weights),
        draw(st.floats(0.70, 0.99)),
        draw(steps),
        draw(steps),
        draw(st.integers(5, 36500)),
        draw(st.booleans()),
    )


@st.composite
def loads(draw: st.DrawFn) -> Load | None:
    """Draw what lies on the days of the years in which the lives take place."""
    if draw(st.booleans()):
        return None
    counts = draw(st.lists(st.integers(0, 60), min_size=30, max_size=30))
    siblings = draw(st.frozensets(st.integers(0, 100), max_size=3))
    return Load(
        {START.date() + timedelta(days=index): count for index, count in enumerate(counts)},
        frozenset(START.date() + timedelta(days=days) for days in siblings),
        draw(st.dictionaries(st.integers(0, 6), st.sampled_from([1.0, 0.5, 0.0001]))),
    )


@dataclass(frozen=True)
class Deed:
    """Something done to a card, so long after the deed before it; backwards where a clock was put back."""

    wait: timedelta
    rating: Rating | None = None
    change: tuple[ChangeName, bool | int | date | None] | None = None
    load: Load | None = None
    by: int = 0
    """Which of the schedulers does it."""


dates = st.dates(date(2026, 1, 1), date(2032, 1, 1))
changes = st.one_of(
    st.tuples(st.just("suspended"), st.booleans()),
    st.tuples(st.just("buried_until"), st.none() | dates),
    st.tuples(st.just("flag"), st.integers(0, 7)),
    st.tuples(st.just("forget"), st.none()),
    st.tuples(st.just("due"), dates),
)
waits = st.one_of(
    st.timedeltas(timedelta(seconds=1), timedelta(hours=30)),
    st.timedeltas(timedelta(days=1), timedelta(days=400)),
    st.timedeltas(timedelta(days=-40), timedelta()),
)
answers = st.builds(Deed, waits, ratings, load=loads(), by=st.integers(0, 1))
deeds = st.one_of(answers, answers, answers, st.builds(Deed, waits, change=changes))
lives = st.lists(deeds, max_size=12)


def live(schedulers: tuple[Scheduler, ...], card: Card, life: list[Deed]) -> tuple[Card, list[Event]]:
    """Live a life, and return the card and its log."""
    at = START
    events: list[Event] = []
    for deed in life:
        at += deed.wait
        scheduler = schedulers[deed.by % len(schedulers)]
        if deed.rating is not None:
            reviewed = scheduler.review(card, deed.rating, at, TOOK, deed.load)
            card, event = reviewed.card, reviewed.review
            events.append(event)
        elif deed.change is not None and not (deed.change[0] == "due" and card.state is State.NEW):
            card, change = scheduler.change(card, *deed.change, at)
            events.append(change)
    return card, events
