from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from quizzer_scheduler.answers import FORGOTTEN, Answers, memories
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.fitting import targets_of
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


def targets(answers: Answers) -> list[tuple[int, int, bool, str]]:
    """Return of each answer that weights are fitted to: which of its card, days waited, recalled, all up to it."""
    return [
        (length, waited, recalled, str(item.reviews))
        for _, item, length, waited, recalled in targets_of(answers.rows())
    ]


def test_days_between_answers() -> None:
    """Each answer knows the study days since the one before; a clock that was put back counts as the same day."""
    found = targets(
        log((7, 100, 3, True), (8, 100, 3, True), (7, 104, 1, False), (7, 90, 3, False), (7, 105, 3, False))
    )
    assert [row[:3] for row in found] == [(2, 4, False), (4, 1, True)]
    assert re.findall(r"rating: (\d), delta_t: (\d)", found[1][3]) == [("3", "0"), ("1", "4"), ("3", "0"), ("3", "1")]


def test_answers_stand_by_study_day() -> None:
    """What was logged later on an earlier day comes earlier; within a day the order of the log holds."""
    answers = log((1, 100, 3, True), (2, 100, 3, True), (3, 100, 3, True))
    for card, day in ((1, 109), (2, 103), (3, 109)):
        answers.add(card, day, 3, False)
    assert [row[1] for row in targets(answers)] == [3, 9, 9]
    assert [row[0] for row in targets_of(answers.rows())] == [1, 0, 2]


def test_a_card_made_new_again_begins_anew() -> None:
    """What came before a card was made new again does not count; one not answered since has no history."""
    answers = log(
        (7, 1, 3, True), (7, 5, 1, False), (7, 6, FORGOTTEN, False), (8, 6, 3, True), (8, 7, FORGOTTEN, False)
    )
    assert targets(answers) == []
    assert memories(answers, None) == {}
    answers.add(7, 9, 4, True)
    answers.add(7, 12, 3, False)
    assert [row[:3] for row in targets(answers)] == [(2, 3, True)]


def test_a_history_that_begins_in_the_middle() -> None:
    """A card whose first answer in the log was not its first says nothing about weights, until it is new again."""
    answers = log((7, 1, 3, False), (7, 5, 3, False), (8, 5, 3, True))
    assert targets(answers) == []
    for row in ((7, 6, FORGOTTEN, False), (9, 6, 3, True), (7, 6, 3, True), (7, 8, 1, False)):
        answers.add(*row)
    assert [row[:3] for row in targets(answers)] == [(2, 2, False)]


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
