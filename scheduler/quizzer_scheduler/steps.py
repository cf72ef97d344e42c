"""Learning steps: where an answer takes a card, before its days are counted."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from quizzer_scheduler.model import Parameters, Rating, State

_DAY = timedelta(days=1)


class Place(Struct, frozen=True):
    """Where a card stands after an answer."""

    state: State
    step: int | None = None
    delay: timedelta | None = None
    """How long the step lasts; None in Review, where memory decides."""

    @property
    def days(self) -> int | None:
        """Return the step in study days if it lasts a day or more, else None: it is due by the clock."""
        if self.delay is None or self.delay < _DAY:
            return None
        return (self.delay + _DAY / 2) // _DAY


_REVIEW = Place(State.REVIEW)


def place_after(state: State, step: int | None, rating: Rating, parameters: Parameters) -> Place:
    """Return where an answer takes a card that stands in `state` on `step`.

    Again leads to the first step, Good to the next or out, Easy out; Hard repeats the step, or on the first waits
    between it and the next. Without steps, and where steps were taken away since, a card goes straight to Review.
    """
    if state is State.REVIEW:
        if rating is not Rating.AGAIN or not parameters.relearning_steps:
            return _REVIEW
        return Place(State.RELEARNING, 0, parameters.relearning_steps[0])
    relearning = state is State.RELEARNING
    steps = parameters.relearning_steps if relearning else parameters.learning_steps
    within = State.RELEARNING if relearning else State.LEARNING
    current = step or 0
    if not steps:
        return _REVIEW
    if rating is Rating.AGAIN:
        return Place(within, 0, steps[0])
    if rating is Rating.EASY or current >= len(steps):
        return _REVIEW
    if rating is Rating.HARD:
        return Place(within, current, _hard_delay(steps, current))
    if current + 1 == len(steps):
        return _REVIEW
    return Place(within, current + 1, steps[current + 1])


def _hard_delay(steps: tuple[timedelta, ...], current: int) -> timedelta:
    if current > 0:
        return steps[current]
    if len(steps) == 1:
        return steps[0] * 1.5
    return (steps[0] + steps[1]) / 2
