from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta

import pytest
from store_values import AT, DAY, OFFSET, deck, file, now

from quizzer.store.records import Fact
from quizzer.store.store import Store, open_store
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Change, Memory, Parameters, Placed, Rating, State
from quizzer_scheduler.scheduler import Scheduler

PARAMETERS = Parameters(1)
SCHEDULER = Scheduler(PARAMETERS, StudyDays(UTC), {1: PARAMETERS})
GIVEN = Placed(Memory(40.0, 5.0), DAY - timedelta(days=30), DAY + timedelta(days=20))
CARDS = ("m/a/q0", "m/a/q1")
LATER = (AT + timedelta(days=1), OFFSET, DAY + timedelta(days=1))


@pytest.fixture
def scheduled(place: str) -> Iterator[Store]:
    """Open the test's store with the scheduler's own fold, with two new cards."""
    with open_store(place, SCHEDULER.replay, "laptop", now) as store:
        store.add_parameters(PARAMETERS)
        store.replace_decks("own", [file(deck("m/a", count=3))])
        yield store


def card_of(store: Store, id_: str) -> Card:
    """Return a card that is there."""
    card = store.cards.card(id_)
    assert card is not None
    return card


def place_them(store: Store) -> tuple[Card, ...]:
    """Place both cards, with the fact that says so, as one action."""
    changes = [Change(id_, "placed", GIVEN, AT, OFFSET, DAY) for id_ in CARDS]
    return store.change(*changes, facts=[Fact("placement", "m", {"cards": 2}, AT, OFFSET, DAY)])


def test_one_action(scheduled: Store) -> None:
    """Cards and fact come and go together; the events come out of the log as they went in."""
    before = [card_of(scheduled, id_) for id_ in CARDS]
    placed = place_them(scheduled)
    assert [card.state for card in placed] == [State.REVIEW] * 2
    assert [card_of(scheduled, id_) for id_ in CARDS] == list(placed)
    assert scheduled.facts.all("placement") == {"m": {"cards": 2}}
    assert scheduled.events(CARDS[0])[0].content == Change(CARDS[0], "placed", GIVEN, AT, OFFSET, DAY)
    undone = scheduled.undo(*LATER)
    assert undone is not None
    assert len(undone.events) == 3
    assert [card_of(scheduled, id_) for id_ in CARDS] == before
    assert scheduled.facts.all("placement") == {}
    assert scheduled.redo(*LATER) is not None
    assert [card_of(scheduled, id_) for id_ in CARDS] == list(placed)


def test_what_is_counted(scheduled: Store) -> None:
    """A placed card is no answer and not new any more; of its first answer the statistics agree with the log."""
    place_them(scheduled)
    assert len(scheduled.answers.all()) == 0
    assert sorted(card.id for card in scheduled.answers.unseen_cards()) == ["m/a/q2"]
    assert len(scheduled.answers.placed()) == 2
    assert scheduled.today.unseen(DAY) == {"m/a": (1, 0)}
    assert [queued.state for queued in scheduled.today.due_cards(AT + timedelta(days=30), DAY)] == [State.REVIEW] * 2
    card = card_of(scheduled, CARDS[0])
    reviewed = SCHEDULER.review(card, Rating.GOOD, AT + timedelta(days=20), timedelta(seconds=4))
    scheduled.record(reviewed, "right", "x", 0)
    assert scheduled.statistics.differences() == []
    assert scheduled.today.studied(DAY, DAY + timedelta(days=30)) == 1
    assert scheduled.undo(AT + timedelta(days=21), OFFSET, DAY) is not None
    assert scheduled.statistics.differences() == []
    assert card_of(scheduled, CARDS[0]) == card


def test_made_new_again(scheduled: Store) -> None:
    """A placed card that is made new again counts as never answered, and no longer as placed."""
    place_them(scheduled)
    scheduled.change(Change(CARDS[0], "forget", None, AT, OFFSET, DAY))
    assert card_of(scheduled, CARDS[0]).state is State.NEW
    assert len(scheduled.answers.placed()) == 1
    assert {card.id for card in scheduled.answers.unseen_cards()} == {CARDS[0], "m/a/q2"}


def test_rows_of_days_with_a_break(scheduled: Store) -> None:
    """The row of days goes on over days off, on either database."""
    for away in (0, 1, 5):
        at = AT + timedelta(days=away)
        card = card_of(scheduled, "m/a/q2")
        scheduled.record(SCHEDULER.review(card, Rating.GOOD, at, timedelta()), "right", "", card.reps)
    off = {DAY + timedelta(days=day) for day in (2, 3, 4)}
    assert scheduled.progress.streak(DAY + timedelta(days=5)) == 1
    assert scheduled.progress.streak(DAY + timedelta(days=5), off) == 3
    assert scheduled.progress.streak(date.fromordinal(DAY.toordinal() + 6), off) == 3
