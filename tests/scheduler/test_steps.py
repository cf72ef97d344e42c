from __future__ import annotations

from datetime import timedelta

import pytest

from quizzer_scheduler.model import Parameters, Rating, State
from quizzer_scheduler.steps import Place, place_after

AGAIN, HARD, GOOD, EASY = Rating
LEARNING, RELEARNING, REVIEW = State.LEARNING, State.RELEARNING, State.REVIEW
OUT = Place(REVIEW)


def minutes(*values: float) -> tuple[timedelta, ...]:
    """Return steps of so many minutes."""
    return tuple(timedelta(minutes=value) for value in values)


def learning(step: int, wait: float) -> Place:
    """Return a place on a learning step."""
    return Place(LEARNING, step, timedelta(minutes=wait))


@pytest.mark.parametrize("state", [State.NEW, LEARNING])
@pytest.mark.parametrize(
    ("step", "rating", "place"),
    [
        (0, AGAIN, learning(0, 1)),
        (0, HARD, learning(0, 5.5)),
        (0, GOOD, learning(1, 10)),
        (0, EASY, OUT),
        (1, AGAIN, learning(0, 1)),
        (1, HARD, learning(1, 10)),
        (1, GOOD, OUT),
        (1, EASY, OUT),
    ],
)
def test_two_learning_steps(state: State, step: int, rating: Rating, place: Place) -> None:
    """Again goes back to the first step, Hard waits between or repeats, Good goes on, Easy leaves."""
    at_step = None if state is State.NEW and step == 0 else step
    assert place_after(state, at_step, rating, Parameters(1, learning_steps=minutes(1, 10))) == place


@pytest.mark.parametrize(
    ("rating", "place"), [(AGAIN, learning(0, 10)), (HARD, learning(0, 15)), (GOOD, OUT), (EASY, OUT)]
)
def test_a_single_learning_step(rating: Rating, place: Place) -> None:
    """Hard on the only step lasts half as long again."""
    assert place_after(LEARNING, 0, rating, Parameters(1, learning_steps=minutes(10))) == place


@pytest.mark.parametrize(
    ("rating", "place"),
    [(AGAIN, learning(0, 1)), (HARD, learning(1, 10)), (GOOD, learning(2, 60)), (EASY, OUT)],
)
def test_the_middle_of_three_learning_steps(rating: Rating, place: Place) -> None:
    """Hard on a later step repeats that step."""
    assert place_after(LEARNING, 1, rating, Parameters(1, learning_steps=minutes(1, 10, 60))) == place


@pytest.mark.parametrize("state", [State.NEW, LEARNING, RELEARNING, REVIEW])
@pytest.mark.parametrize("rating", Rating)
def test_without_steps_every_answer_leads_to_review(state: State, rating: Rating) -> None:
    """Even Again: the card comes back after its interval."""
    assert place_after(state, None, rating, Parameters(1, learning_steps=(), relearning_steps=())) == OUT


@pytest.mark.parametrize("rating", [HARD, GOOD, EASY])
@pytest.mark.parametrize("state", [LEARNING, RELEARNING])
def test_a_card_on_a_step_taken_away_since_leaves_when_recalled(state: State, rating: Rating) -> None:
    """Fewer steps in the settings do not hold a card back."""
    assert place_after(state, 4, rating, Parameters(1)) == OUT


def test_a_card_on_a_step_taken_away_since_starts_over_when_forgotten() -> None:
    """Again always means the first step."""
    assert place_after(LEARNING, 4, AGAIN, Parameters(1)) == learning(0, 1)


def test_forgetting_a_learned_card_leads_to_relearning() -> None:
    """Relearning has steps of its own."""
    parameters = Parameters(1, relearning_steps=minutes(20, 60))
    assert place_after(REVIEW, None, AGAIN, parameters) == Place(RELEARNING, 0, timedelta(minutes=20))
    assert place_after(RELEARNING, 0, HARD, parameters) == Place(RELEARNING, 0, timedelta(minutes=40))
    assert place_after(RELEARNING, 0, GOOD, parameters) == Place(RELEARNING, 1, timedelta(minutes=60))
    assert place_after(RELEARNING, 1, GOOD, parameters) == OUT
    assert place_after(RELEARNING, 1, AGAIN, parameters) == Place(RELEARNING, 0, timedelta(minutes=20))


@pytest.mark.parametrize("rating", [HARD, GOOD, EASY])
def test_a_learned_card_that_is_recalled_stays_learned(rating: Rating) -> None:
    """Only Again leaves Review."""
    assert place_after(REVIEW, None, rating, Parameters(1)) == OUT


@pytest.mark.parametrize(("hours", "days"), [(1, None), (23.9, None), (24, 1), (35, 1), (36, 2), (48, 2), (72, 3)])
def test_a_step_of_a_day_or_more_counts_in_study_days(hours: float, days: int | None) -> None:
    """Shorter ones are due by the clock; longer ones are rounded to whole days."""
    assert Place(LEARNING, 0, timedelta(hours=hours)).days == days


def test_review_has_no_step() -> None:
    """There memory decides."""
    assert OUT.step is None
    assert OUT.days is None
