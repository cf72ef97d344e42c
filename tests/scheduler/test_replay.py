from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from schedules import START, TOOK, Deed, live, lives, parameter_sets, study_days

from quizzer_scheduler.balance import Load
from quizzer_scheduler.checking import follows
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Event, Memory, Parameters, Rating, Review, State
from quizzer_scheduler.scheduler import Scheduler

CARD = "math/bayes#likelihood"
DAYS = StudyDays(UTC)


@settings(deadline=None)
@given(parameter_sets(1), parameter_sets(2), study_days, lives)
def test_replay_is_the_live_card(first: Parameters, second: Parameters, days: StudyDays, life: list[Deed]) -> None:
    """A card made again from its log is the card that was lived, to the last digit.

    Through fuzz, balance, changes, clocks put back and a change of parameters, whichever of them is current now.
    """
    history = {1: first, 2: second}
    schedulers = (Scheduler(first, days, history), Scheduler(second, days, history))
    card, events = live(schedulers, Card(CARD), life)
    assert [scheduler.replay(CARD, events) for scheduler in schedulers] == [card, card]


@settings(deadline=None)
@given(parameter_sets(1), study_days, lives)
def test_a_log_that_was_lived_agrees_with_itself(parameters: Parameters, days: StudyDays, life: list[Deed]) -> None:
    """No disagreement is found where nobody tampered."""
    scheduler = Scheduler(parameters, days)
    _, events = live((scheduler,), Card(CARD), life)
    assert scheduler.disagreements(CARD, events) == []


@settings(deadline=None)
@given(parameter_sets(1), study_days, lives, st.integers(0, 999_999))
def test_a_log_kept_to_the_millisecond_agrees_with_itself(
    parameters: Parameters, days: StudyDays, life: list[Deed], microseconds: int
) -> None:
    """A store that cuts times off below the millisecond causes no disagreement."""
    scheduler = Scheduler(parameters, days)
    _, events = live((scheduler,), Card(CARD), [Deed(timedelta(microseconds=microseconds), Rating.GOOD), *life])
    kept: list[Event] = []
    for event in events:
        at = cut(event.at)
        kept.append(
            replace(event, at=at, due_at=cut(event.due_at)) if isinstance(event, Review) else replace(event, at=at)
        )
    assert scheduler.disagreements(CARD, kept) == []


def cut(at: datetime) -> datetime:
    """Return an instant without what is below its milliseconds."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


@settings(deadline=None)
@given(parameter_sets(1), study_days, lives)
def test_applying_one_event_more_is_replaying_one_more(
    parameters: Parameters, days: StudyDays, life: list[Deed]
) -> None:
    """Replay is a fold: undo is replaying one event less."""
    scheduler = Scheduler(parameters, days)
    _, events = live((scheduler,), Card(CARD), life)
    for count in range(len(events)):
        before = scheduler.replay(CARD, events[:count])
        assert scheduler.apply(before, events[count]) == scheduler.replay(CARD, events[: count + 1])


@settings(deadline=None)
@given(parameter_sets(1), lives)
def test_a_log_replays_alike_where_days_are_counted_otherwise(parameters: Parameters, life: list[Deed]) -> None:
    """Moving to another zone, or to another rollover hour, does not rewrite the answers of the past."""
    here = Scheduler(parameters, StudyDays(ZoneInfo("Europe/Berlin")))
    there = Scheduler(parameters, StudyDays(ZoneInfo("America/New_York"), timedelta(hours=1)))
    answers = [deed for deed in life if deed.change is None]
    card, events = live((here,), Card(CARD), answers)
    assert there.replay(CARD, events) == card
    for rollover in (0, 12, 23):
        later = Scheduler(parameters, StudyDays(ZoneInfo("Pacific/Kiritimati"), timedelta(hours=rollover)))
        assert later.disagreements(CARD, events) == []


@settings(deadline=None)
@given(parameter_sets(1), study_days, lives, st.integers(0, 23))
def test_a_card_follows_from_its_log_whenever_days_begin(
    parameters: Parameters, days: StudyDays, life: list[Deed], rollover: int
) -> None:
    """A day that a change gave a card may begin at another hour now: no fault; another day is one."""
    card, events = live((Scheduler(parameters, days),), Card(CARD), life)
    again = Scheduler(parameters, days._replace(rollover=timedelta(hours=rollover))).replay(CARD, events)
    assert follows(card, again, events)
    if card.due_at is not None:
        assert not follows(replace(card, due_at=card.due_at + timedelta(days=2)), again, events)
    assert not follows(replace(card, flag=card.flag + 1), again, events)


def a_life() -> tuple[Scheduler, list[Review]]:
    """Return a card's answers: learned, recalled three times, forgotten, learned again."""
    scheduler = Scheduler(Parameters(1), DAYS)
    card, at = Card(CARD), START
    reviews = []
    for rating in (3, 3, 3, 2, 4, 1, 3, 3):
        reviewed = scheduler.review(card, Rating(rating), at, TOOK)
        card, at = reviewed.card, (reviewed.card.due_at or at) + timedelta(hours=9)
        reviews.append(reviewed.review)
    return scheduler, reviews


TAMPERED: dict[str, tuple[int, Callable[[Review], Review], str]] = {
    "rating": (3, lambda review: replace(review, rating=Rating.EASY), "memory after"),
    "day": (3, lambda review: replace(review, day=review.day - timedelta(days=3)), "memory after"),
    "state before": (3, lambda review: replace(review, state_before=State.LEARNING), "state before"),
    "state after": (3, lambda review: replace(review, state_after=State.RELEARNING), "state after"),
    "step after": (5, lambda review: replace(review, step_after=1), "step after"),
    "before": (4, lambda review: replace(review, before=Memory(1, 5)), "memory before"),
    "no before": (4, lambda review: replace(review, before=None), "memory before is recorded as none"),
    "after": (2, lambda review: replace(review, after=Memory(review.after.stability, 1.5)), "memory after"),
    "prediction": (3, lambda review: replace(review, retrievability=0.5), "retrievability"),
    "no prediction": (3, lambda review: replace(review, retrievability=None), "retrievability is recorded as none"),
    "interval": (2, lambda review: replace(review, interval_days=400), "lies between"),
    "due date": (2, lambda review: replace(review, due_at=review.due_at + timedelta(days=1)), "due date"),
    "due time": (0, lambda review: replace(review, due_at=review.due_at + timedelta(hours=1)), "due date"),
    "due time brought forward": (0, lambda review: replace(review, due_at=review.at + TOOK), "due date"),
    "parameters": (2, lambda review: replace(review, parameters=9), "no parameter set of version 9"),
    "card": (2, lambda review: replace(review, card_id="math/other"), "belongs to math/other"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_event_is_found(name: str) -> None:
    """Whatever is altered in the log, a sentence says where and what."""
    index, tamper, words = TAMPERED[name]
    scheduler, reviews = a_life()
    assert scheduler.disagreements(CARD, reviews) == []
    events: list[Event] = [*reviews[:index], tamper(reviews[index]), *reviews[index + 1 :]]
    found = scheduler.disagreements(CARD, events)
    assert any(words in sentence and str(index + 1) in sentence for sentence in found), found
    assert all(sentence.endswith(".") for sentence in found)


def test_a_missing_event_is_found() -> None:
    """What follows a gap in the log does not follow from what is before it."""
    scheduler, reviews = a_life()
    assert scheduler.disagreements(CARD, [*reviews[:3], *reviews[4:]])


def test_an_event_of_another_card_is_not_applied() -> None:
    """A log is replayed card by card."""
    scheduler, reviews = a_life()
    with pytest.raises(ValueError, match=r"belongs to math/bayes#likelihood, not to math/other"):
        scheduler.replay("math/other", reviews)


def test_unknown_parameters_are_not_guessed() -> None:
    """Without the parameters of that time memory cannot be computed again."""
    _, reviews = a_life()
    with pytest.raises(ValueError, match="no parameter set of version 1"):
        Scheduler(Parameters(2), DAYS).replay(CARD, reviews)


def test_intervals_are_replayed_as_they_were_given() -> None:
    """A due date that load once decided is not decided again."""
    scheduler = Scheduler(Parameters(1), DAYS)
    card, events = live(
        (scheduler,), Card(CARD), [Deed(timedelta(), Rating.EASY), Deed(timedelta(days=8), Rating.GOOD)]
    )
    crowd = Load({START.date() + timedelta(days=days): 10**6 for days in range(200) if days % 10 != 5})
    reviewed = scheduler.review(card, Rating.HARD, START + timedelta(days=20), TOOK, crowd)
    assert reviewed.card.interval_days != scheduler.preview(card, START + timedelta(days=20))[Rating.HARD].interval_days
    assert scheduler.replay(CARD, [*events, reviewed.review]) == reviewed.card


def test_a_merged_log_of_two_devices_replays() -> None:
    """Two devices that answered apart merge by union: memory follows from all answers, the date from the last."""
    scheduler, reviews = a_life()
    other = scheduler.review(Card(CARD), Rating.AGAIN, START + timedelta(minutes=3), TOOK).review
    forgotten = scheduler.change(Card(CARD), "forget", None, START)[1]
    moved = scheduler.change(scheduler.replay(CARD, reviews), "due", date(2026, 9, 1), START)[1]
    merged = scheduler.replay(CARD, [reviews[0], other, *reviews[1:]])
    assert merged.reps == len(reviews) + 1
    assert merged.due_at == reviews[-1].due_at
    assert scheduler.disagreements(CARD, [reviews[0], other, *reviews[1:]])
    assert scheduler.replay(CARD, [*reviews, forgotten, moved]).state is State.NEW


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds are naive
def test_an_empty_log_is_a_new_card(at: datetime) -> None:
    """A card without events was never seen."""
    scheduler = Scheduler(Parameters(1), DAYS)
    assert scheduler.replay(CARD, []) == Card(CARD)
    assert scheduler.retrievability(Card(CARD), at) is None
