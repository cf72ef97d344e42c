"""A simulated learner: what he answers follows from hidden memory parameters, the schedule from the default ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.fsrs6 import AGAIN, DEFAULT_WEIGHTS, EASY, GOOD, HARD, curve, first_states, transition
from quizzer_scheduler.fsrs6 import State as MemoryState
from quizzer_scheduler.fuzz import bounds, chance, floor_of_passing, pick
from quizzer_scheduler.model import Card, Memory, Parameters, Rating, Review, State
from quizzer_scheduler.steps import Place, place_after

DAYS = StudyDays(UTC)
PARAMETERS = Parameters(version=1)
_OFFSET = timedelta()
_MEDIAN_SECONDS = {AGAIN: 11.0, HARD: 8.5, GOOD: 5.5, EASY: 3.5}
_PLACES: dict[tuple[State, int | None, int], Place] = {
    (state, step, rating): place_after(state, step, Rating(rating), PARAMETERS)
    for state in State
    for step in (None, 0, 1)
    for rating in Rating
}


class _Forgetting:
    """How memory grows and fades by some weights."""

    def __init__(self, weights: Sequence[float]) -> None:
        self._begun, self._after, self._curve = first_states(weights), transition(weights), curve(weights)

    def recall(self, stability: float, days: int) -> float:
        """Return the probability of recall so many days after the last answer."""
        factor, exponent = self._curve
        return float((1 + factor * days / stability) ** exponent)

    def after(self, state: MemoryState | None, rating: int, days: int) -> MemoryState:
        """Return the memory after an answer; None is a card never seen, 0 days the same day."""
        return self._begun[rating - 1] if state is None else self._after(*state, rating, days)


_EXPECTED = _Forgetting(DEFAULT_WEIGHTS)


@dataclass(slots=True)
class _Held:
    """A card as the learner holds it, on both sides of his forehead."""

    id: str
    state: State = State.NEW
    step: int | None = None
    planned: Memory | None = None
    true: MemoryState | None = None
    interval: int = 0
    due_at: datetime | None = None
    last_at: datetime | None = None
    last_day: date | None = None
    reps: int = 0
    lapses: int = 0

    def card(self) -> Card:
        """Return it as the scheduler knows it."""
        return Card(
            *(self.id, self.state, self.step, self.planned, self.due_at, self.interval),
            *(self.last_at, self.last_day, self.reps, self.lapses),
        )


@dataclass
class Learner:
    """Learns the cards over `span` days and pauses for `pause` days before `today`."""

    ids: Sequence[str]
    seed: int
    span: int
    pause: int
    today: date
    _held: list[_Held] = field(default_factory=list, init=False)

    def events(self) -> Iterator[Review]:
        """Yield all his answers in the order in which he gave them; each call begins anew."""
        rng = Random(f"{self.seed} learner")
        forgetting = _Forgetting(_hidden_weights(self.seed))
        last = self.today - timedelta(days=1 + self.pause)
        self._held = [_Held(id) for id in self.ids]
        plan: dict[date, list[_Held]] = {}
        for held in self._held:
            plan.setdefault(last - timedelta(days=rng.randrange(self.span)), []).append(held)
        for ago in reversed(range(self.span)):
            day = last - timedelta(days=ago)
            answers: list[Review] = []
            for held in plan.pop(day, ()):
                answers += _sit(held, day, rng, forgetting)
                plan.setdefault(day + timedelta(days=held.interval + _late(held.interval, rng)), []).append(held)
            answers.sort(key=lambda review: review.at)
            yield from answers

    def cards(self) -> Iterator[Card]:
        """Yield the cards as the events leave them; the first is to be asked for after the last event."""
        for held in self._held:  # no expression: that would look at the cards when it is made, before the events
            yield held.card()


def _hidden_weights(seed: int) -> tuple[float, ...]:
    """Move the default weights as far as learners differ, within what FSRS allows."""
    rng = Random(f"{seed} weights")
    first = sorted(weight * rng.lognormvariate(0, 0.4) for weight in DEFAULT_WEIGHTS[:4])
    return (*first, *(weight * min(max(rng.gauss(1, 0.06), 0.85), 1.15) for weight in DEFAULT_WEIGHTS[4:]))


def _late(interval: int, rng: Random) -> int:
    return int(rng.expovariate(1 / (0.1 * interval + 1))) if rng.random() < 0.15 else 0


def _sit(held: _Held, day: date, rng: Random, forgetting: _Forgetting) -> list[Review]:
    """Answer a card that is due, and again on each of its steps until it is done for the day."""
    at = DAYS.start(day) + timedelta(milliseconds=rng.randrange(2 * 3_600_000, 14 * 3_600_000))
    answers = []
    for attempt in range(6):
        rating = _rating(held, day, rng, forgetting, final=attempt == 5)
        review = _answer(held, rating, at, day, rng, forgetting)
        answers.append(review)
        if held.state is State.REVIEW:
            break
        at = review.due_at + timedelta(milliseconds=rng.randrange(20_000, 90_000))
    return answers


def _rating(held: _Held, day: date, rng: Random, forgetting: _Forgetting, final: bool) -> int:
    chosen = rng.random()
    if held.true is None or held.last_day is None:
        return AGAIN if chosen < 0.24 else HARD if chosen < 0.33 else GOOD if chosen < 0.93 else EASY
    if held.state is not State.REVIEW:
        return EASY if final or chosen > 0.97 else AGAIN if chosen < 0.1 else GOOD
    if rng.random() >= forgetting.recall(held.true[0], (day - held.last_day).days):
        return AGAIN
    return HARD if chosen < 0.12 else GOOD if chosen < 0.92 else EASY


def _answer(held: _Held, rating: int, at: datetime, day: date, rng: Random, forgetting: _Forgetting) -> Review:
    elapsed = 0 if held.last_day is None else (day - held.last_day).days
    before = held.planned
    known = None if before is None else (before.stability, before.difficulty)
    place = _PLACES[held.state, held.step, rating]
    after = Memory(*_EXPECTED.after(known, rating, elapsed))
    interval = 0 if place.delay is not None else _interval(held, known, rating, elapsed)
    review = Review(
        *(held.id, Rating(rating), at, _OFFSET, day, _took(rating, rng), held.state, before),
        _EXPECTED.recall(before.stability, elapsed) if before is not None and elapsed else None,
        *(place.state, place.step, after, interval),
        _start(day + timedelta(days=interval)) if place.delay is None else at + place.delay,
        PARAMETERS.version,
    )
    held.lapses += held.state is State.REVIEW and rating == AGAIN
    held.reps += 1
    held.true = forgetting.after(held.true, rating, elapsed)
    held.state, held.step, held.planned, held.interval = place.state, place.step, after, interval
    held.due_at, held.last_at, held.last_day = review.due_at, at, day
    return review


def _interval(held: _Held, known: MemoryState | None, rating: int, elapsed: int) -> int:
    """Return the days that the scheduler gives: each rating's interval bounds that of the next."""
    share = chance(held.id, held.reps)
    interval = 0
    for each in range(HARD, rating + 1):
        if _PLACES[held.state, held.step, each].delay is not None:
            continue
        # at the default retention of 0.9 the interval is the stability
        raw = _EXPECTED.after(known, each, elapsed)[0]
        minimum = max(1, interval + 1 if interval and each > HARD else interval)
        if held.state is State.REVIEW:
            minimum = max(minimum, floor_of_passing(raw, held.interval, PARAMETERS.maximum_interval))
        interval = pick(*bounds(raw, minimum, PARAMETERS.maximum_interval), share)
    return interval


def _took(rating: int, rng: Random) -> timedelta:
    return timedelta(milliseconds=int(1000 * min(max(_MEDIAN_SECONDS[rating] * rng.lognormvariate(0, 0.6), 0.5), 60)))


@cache
def _start(day: date) -> datetime:
    return DAYS.start(day)
