from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzer_scheduler import fsrs6, retrievability
from quizzer_scheduler.memory import MemoryModel
from quizzer_scheduler.model import Memory, Rating
from quizzer_scheduler.parameters import WEIGHT_BOUNDS

ANSWERS = st.lists(st.tuples(st.sampled_from(list(Rating)), st.integers(0, 900)), min_size=1, max_size=30)


def folded(weights: tuple[float, ...], answers: list[tuple[Rating, int]]) -> Memory:
    """Return the state after some answers in closed form."""
    after = fsrs6.transition(weights)
    state = fsrs6.first_states(weights)[answers[0][0] - 1]
    for rating, days in answers[1:]:
        state = after(*state, rating, days)
    return Memory(*state)


def by_library(weights: tuple[float, ...] | None, answers: list[tuple[Rating, int]]) -> Memory:
    """Return the state after some answers by the pinned library."""
    model, memory = MemoryModel(weights), None
    for rating, days in answers:
        memory = model.after(memory, rating, days)
    assert memory is not None
    return memory


def again(answers: list[tuple[Rating, int]]) -> Memory | None:
    """Return the state after some answers as a replay computes it."""
    model, memory = MemoryModel(), None
    for rating, days in answers:
        memory = model.again(memory, rating, days)
    return memory


@given(ANSWERS)
def test_the_closed_form_is_the_library(answers: list[tuple[Rating, int]]) -> None:
    """With the default weights any history comes to the very state that the pinned library computes."""
    assert folded(fsrs6.DEFAULT_WEIGHTS, answers) == by_library(None, answers) == again(answers)


def test_any_legal_weights() -> None:
    """So it does with weights anywhere within their bounds."""
    rng = Random(5)
    for _ in range(150):
        weights = tuple(rng.uniform(low, high) for low, high in WEIGHT_BOUNDS)
        answers = [(rng.choice(list(Rating)), rng.choice((0, 1, 3, 20, 400))) for _ in range(12)]
        assert folded(weights, answers) == by_library(weights, answers)


def test_the_curve_is_that_of_retrievability() -> None:
    """Factor and exponent give the recall that the rest of the program shows."""
    factor, exponent = fsrs6.curve(fsrs6.DEFAULT_WEIGHTS)
    for days in (0, 1, 10, 1000):
        expected = retrievability.retrievability(Memory(12.5, 5.0), days)
        assert (1 + factor * days / 12.5) ** exponent == pytest.approx(expected)
