from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from quizzer_scheduler.answers import FORGOTTEN, Answers, histories, memories
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Event, Parameters, Rating, State
from quizzer_scheduler.scheduler import Scheduler

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAYS = StudyDays(UTC)


def log(*rows: tuple[int, int, int, bool]) -> Answers:
    """Return a log of (card, day, rating, new)."""
    answers = Answers()
    for row in rows:
        answers.add(*row)
    return answers


def test_days_between_answers() -> None:
    """Each answer knows the study days since the one before; a clock that was put back counts as the same day."""
    found, later = histories(log((7, 100, 3, True), (8, 100, 3, True), (7, 104, 3, False), (7, 90, 3, False)))
    assert (found[7].ratings, found[7].elapsed, found[7].begin) == ([3, 3, 3], [0, 4, 0], 0)
    assert later == [(104, 2, 7, 2)]
    after, _ = histories(log((7, 100, 3, True), (7, 90, 3, False), (7, 101, 3, False)))
    assert after[7].elapsed == [0, 0, 1]


def test_a_card_made_new_again_begins_anew() -> None:
    """What came before a card was made new again does not count; one not answered since has no history."""
    answers = log(
        (7, 1, 3, True), (7, 5, 1, False), (7, 6, FORGOTTEN, False), (8, 6, 3, True), (8, 7, FORGOTTEN, False)
    )
    assert histories(answers)[0] == {}
    assert memories(answers, None) == {}
    answers.add(7, 9, 4, True)
    assert histories(answers)[0][7].ratings == [4]
    assert histories(answers)[0][7].whole


def test_a_history_that_begins_in_the_middle() -> None:
    """A card whose first answer in the log was not its first is marked as such."""
    assert not histories(log((7, 1, 3, False), (7, 5, 3, False)))[0][7].whole


def test_memories_are_what_replay_gives() -> None:
    """Memories computed by columns are those of the scheduler that replays every event, and survive reset and clock."""
    scheduler = Scheduler(Parameters(1), DAYS)
    rng = Random(3)
    answers, expected = Answers(), {}
    for key in range(30):
        card, at, events = Card(f"d/q{key}"), BEGIN, list[Event]()
        for _ in range(rng.randrange(1, 14)):
            at += timedelta(days=rng.choice((0, 0, 1, 3, 30, -2)), minutes=rng.randrange(1, 300))
            if rng.random() < 0.05:
                card, change = scheduler.change(card, "forget", None, at)
                events.append(change)
                answers.add(key, DAYS.day(at).toordinal(), FORGOTTEN, False)
                continue
            reviewed = scheduler.review(card, rng.choice(list(Rating)), at, timedelta(seconds=3))
            answers.add(key, reviewed.review.day.toordinal(), reviewed.review.rating, card.state is State.NEW)
            card = reviewed.card
            events.append(reviewed.review)
        if (memory := scheduler.replay(card.id, events).memory) is not None:
            expected[key] = memory
    found = memories(answers, None)
    assert found.keys() == expected.keys()
    for key, memory in expected.items():
        assert found[key] == pytest.approx((memory.stability, memory.difficulty), rel=1e-9)
