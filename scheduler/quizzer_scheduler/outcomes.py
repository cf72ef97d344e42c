"""The four outcomes of asking a card now: all are computed together, because each bounds its neighbours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from quizzer_scheduler import fuzz
from quizzer_scheduler.balance import LONGEST_BALANCED, Load, balanced
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Memory, Rating, State
from quizzer_scheduler.rules import Rules, elapsed_days
from quizzer_scheduler.steps import place_after

_LAST_INSTANT = datetime.max.replace(tzinfo=UTC)


class Spread(Struct, frozen=True):
    """How a number of days was chosen."""

    raw: float
    """Days after which recall falls to the desired retention."""
    lower: int
    upper: int
    """The days that fuzz allows, both included; equal without fuzz."""
    by_load: bool
    """Whether the load of the days decided between them."""


class Outcome(Struct, frozen=True):
    """What one rating leads to."""

    rating: Rating
    state: State
    step: int | None
    memory: Memory
    interval_days: int
    due_at: datetime
    spread: Spread | None = None
    """None on a learning step."""


def outcomes(
    rules: Rules, card: Card, at: datetime, day: date, days: StudyDays, load: Load | None
) -> tuple[Outcome, ...]:
    """Return what each rating leads to, from Again to Easy: none is due before a lower one.

    `at` is in UTC and lies in study day `day`.
    """
    share = fuzz.chance(card.id, card.reps)
    elapsed = elapsed_days(card, day)
    found: list[Outcome] = []
    interval = 0
    for rating in Rating:
        memory = rules.model.after(card.memory, rating, elapsed)
        place = place_after(card.state, card.step, rating, rules.parameters)
        spread = None
        if place.delay is None:
            interval, spread = _choose(rules, card, rating, memory, interval, day, share, load)
            due_at = days.start(day + timedelta(days=interval))
        elif place.days is None:
            interval = 0
            due_at = at + min(place.delay, _LAST_INSTANT - at)
        else:
            interval = min(place.days, rules.longest(day))
            due_at = days.start(day + timedelta(days=interval))
        found.append(Outcome(rating, place.state, place.step, memory, interval, due_at, spread))
    return _in_order(found)


def widest(rules: Rules, card: Card, rating: Rating, day: date) -> tuple[int, int]:
    """Return the fewest and the most days that a rating can lead to under any load; (0, 0) on a step within the day."""
    fewest = most = 0
    for each in Rating:
        place = place_after(card.state, card.step, each, rules.parameters)
        if place.delay is None:
            raw = rules.interval(rules.model.after(card.memory, each, elapsed_days(card, day)))
            fewest = _bounds(rules, card, each, raw, fewest, day)[0]
            most = _bounds(rules, card, each, raw, most, day)[1]
        else:
            fewest = most = min(place.days or 0, rules.longest(day))
        if each is rating:
            break
    return fewest, most


def answered(card: Card, outcome: Outcome, at: datetime, day: date) -> Card:
    """Return the card after an answer. Its last answer never moves back, whatever the clock says.

    Being answered ends a burial; a suspension and a flag stay.
    """
    return replace(
        card,
        state=outcome.state,
        step=outcome.step,
        memory=outcome.memory,
        due_at=outcome.due_at,
        interval_days=outcome.interval_days,
        last_review_at=at if card.last_review_at is None else max(card.last_review_at, at),
        last_day=day if card.last_day is None else max(card.last_day, day),
        reps=card.reps + 1,
        lapses=card.lapses + (card.state is State.REVIEW and outcome.rating is Rating.AGAIN),
        buried_until=None,
    )


def _choose(
    rules: Rules, card: Card, rating: Rating, memory: Memory, below: int, day: date, share: float, load: Load | None
) -> tuple[int, Spread]:
    raw = rules.interval(memory)
    lower, upper = _bounds(rules, card, rating, raw, below, day)
    if load is None or lower == upper or raw > LONGEST_BALANCED:
        return fuzz.pick(lower, upper, share), Spread(raw, lower, upper, by_load=False)
    return balanced(day, lower, upper, load, share), Spread(raw, lower, upper, by_load=True)


def _bounds(rules: Rules, card: Card, rating: Rating, raw: float, below: int, day: date) -> tuple[int, int]:
    """Return the days allowed for a rating when the rating below it leads to `below`, 0 for a step by the clock.

    Good is longer than Hard and Easy longer than Good; Hard is no shorter than Again.
    """
    minimum = max(1, below + 1 if below and rating > Rating.HARD else below)
    maximum = rules.longest(day)
    if not rules.parameters.fuzz:
        whole = min(max(round(raw), minimum), maximum)
        return whole, whole
    if card.state is State.REVIEW and rating is not Rating.AGAIN:
        minimum = max(minimum, fuzz.floor_of_passing(raw, card.interval_days, maximum))
    return fuzz.bounds(raw, minimum, maximum)


def _in_order(found: list[Outcome]) -> tuple[Outcome, ...]:
    """Bring a step that reaches past the beginning of the day on which a better answer is due forward to it."""
    for index in range(len(found) - 2, -1, -1):
        latest = found[index + 1].due_at
        if found[index].due_at > latest:
            found[index] = replace(found[index], due_at=latest)
    return tuple(found)
