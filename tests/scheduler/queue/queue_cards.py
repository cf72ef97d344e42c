"""Cards, days and strategies for the tests of the queue."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st

from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import State
from quizzer_scheduler.queue import (
    DeckLimit,
    Limits,
    NewMix,
    NewOrder,
    Order,
    Queue,
    QueueCard,
    ReviewOrder,
    build_queue,
)

DAYS = StudyDays(UTC)
AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
TODAY = date(2026, 5, 4)
ENDS_AT = datetime(2026, 5, 5, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

NO_LIMITS = Limits()
USUAL = Order()

repeatable = settings(derandomize=True, deadline=None, max_examples=100)


def new(
    key: int, *, deck: int = 1, family: int | None = None, position: int | None = None, gated: bool = False
) -> QueueCard:
    """Make a card that was never seen; a family of its own unless told."""
    return QueueCard(
        key, deck, 1000 + key if family is None else family, State.NEW, None, None, None,
        key if position is None else position, gated,
    )  # fmt: skip


def due(
    key: int, *, deck: int = 1, family: int | None = None, days_ago: int = 10, stability: float = 10.0, late: int = 0
) -> QueueCard:
    """Make a review card, last answered `days_ago`, due since `late` days."""
    return QueueCard(
        key, deck, 1000 + key if family is None else family, State.REVIEW, DAYS.start(TODAY - timedelta(days=late)),
        stability, TODAY - timedelta(days=days_ago), 0,
    )  # fmt: skip


def step(key: int, minutes: float, *, deck: int = 1, family: int | None = None) -> QueueCard:
    """Make a learning card that is due so many minutes from now."""
    return QueueCard(
        key, deck, 1000 + key if family is None else family, State.LEARNING, AT + timedelta(minutes=minutes),
        1.0, TODAY, 0,
    )  # fmt: skip


def build(
    cards: list[QueueCard], limits: Limits = NO_LIMITS, order: Order = USUAL, seed: int = 7, at: datetime = AT
) -> Queue:
    """Build a queue with what a test leaves open filled in."""
    return build_queue(cards, at, DAYS, limits, order, seed)


def drain(queue: Queue, at: datetime = AT) -> list[int]:
    """Answer all that comes, each for good, and return the keys in the order in which they came."""
    keys = []
    while (key := queue.next(at)) is not None:
        keys.append(key)
        queue.answered(key, State.REVIEW, at + timedelta(days=9))
    return keys


def card(key: int, kind: State, family: int, number: int, stability: float) -> QueueCard:
    """Make a card of any kind; siblings share their deck, as cards of one question do."""
    deck = family % 3
    if kind is State.NEW:
        return new(key, deck=deck, family=family, position=number % 6, gated=number % 4 == 0)
    if kind is State.REVIEW:
        return due(key, deck=deck, family=family, days_ago=number, stability=stability, late=number % 24 - 3)
    return step(key, number * 25 - 30, deck=deck, family=family)._replace(state=kind)


def cards(max_size: int = 30) -> st.SearchStrategy[list[QueueCard]]:
    """Draw cards with distinct keys, few decks and few families, in any state."""
    drawn = st.tuples(st.sampled_from(State), st.integers(0, 12), st.integers(0, 60), st.sampled_from([0.5, 3.0, 30.0]))
    return st.lists(drawn, max_size=max_size).map(lambda rows: [card(key, *row) for key, row in enumerate(rows)])


some = st.none() | st.integers(0, 8)
limits = st.builds(Limits, some, some, st.dictionaries(st.integers(0, 2), st.builds(DeckLimit, some, some), max_size=3))
orders = st.builds(Order, st.sampled_from(ReviewOrder), st.sampled_from(NewOrder), st.sampled_from(NewMix))
