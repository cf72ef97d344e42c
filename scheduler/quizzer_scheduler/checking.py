"""Does a log agree with itself, and with its card: what was recorded, against what follows from what came before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from math import isclose

from msgspec.structs import replace

from quizzer_scheduler import retrievability
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Change, Event, Memory, Placed, Rating, Review
from quizzer_scheduler.outcomes import widest
from quizzer_scheduler.replaying import RulesOf, applied
from quizzer_scheduler.rules import Rules, elapsed_days
from quizzer_scheduler.steps import place_after

_TOLERANCE = 1e-9
"""Relative. Machines differ in the last digits of a power."""

_TOLERANCE_OF_MANY = 1e-6

_DAY = timedelta(days=1)
_PRECISION = timedelta(milliseconds=1)
"""A log may keep its times no more exactly than this."""

_CLOCK_CHANGE = timedelta(hours=3)
"""How far a day's beginning may lie from where the offset at the time of the answer put it."""

_LATEST_ROLLOVER = timedelta(hours=23)
"""The latest hour at which a study day may begin."""


def disagreements(card_id: str, events: Iterable[Event], rules_of: RulesOf, days: StudyDays) -> list[str]:
    """Return where the log of a card does not follow from itself, a sentence each; empty when all of it does."""
    card = Card(card_id)
    found: list[str] = []
    answers: list[tuple[Rating, int]] = []
    for number, event in enumerate(events, 1):
        try:
            if isinstance(event, Review) and event.card_id == card_id:
                rules = rules_of(event.parameters)
                where = f"Answer {number} ({event.at:%Y-%m-%d %H:%M})"
                found += [f"{where}: {problem}" for problem in _problems(card, event, rules, days)]
                answers.append((event.rating, elapsed_days(card, event.day)))
            elif isinstance(event, Change) and event.name == "forget":
                answers.clear()
            elif isinstance(event, Change) and isinstance(event.value, Memory) and event.parameters is not None:
                problems = _recomputing_problems(event.value, answers, rules_of(event.parameters))
                found += [f"Event {number}: {problem}" for problem in problems]
            card = applied(card, event, rules_of, days)
        except ValueError as error:
            found.append(f"Event {number}: {error}")
    return found


def follows(card: Card, again: Card, events: Sequence[Event]) -> bool:
    """Tell whether a card is what its events make of it, which is `again`.

    A change gives a card a day, and that begins when days began then: at the hour or in the zone that was set.
    """
    if replace(card, due_at=again.due_at) != again:
        return False
    for event in reversed(events):
        if (day := _day_given(event)) is not None and card.due_at is not None:
            return card.due_at == again.due_at or _may_begin(day, event.offset, card.due_at)
        if isinstance(event, Review):
            break
    return card.due_at == again.due_at


def _day_given(event: Event) -> date | None:
    match event:
        case Change(value=Placed(due=day)) | Change(name="due", value=date() as day):
            return day
    return None


def _recomputing_problems(recorded: Memory, answers: Sequence[tuple[Rating, int]], rules: Rules) -> list[str]:
    """Return what is wrong with a memory that all answers so far were to give with other weights.

    It was computed in closed form, which differs from the library in the last digits of each answer.
    """
    computed: Memory | None = None
    for rating, elapsed in answers:
        computed = rules.model.after(computed, rating, elapsed)
    if computed is not None and _same_memory(recorded, computed, _TOLERANCE_OF_MANY):
        return []
    return [_sentence("memory computed with other weights", recorded, computed)]


def _problems(card: Card, review: Review, rules: Rules, days: StudyDays) -> list[str]:
    elapsed = elapsed_days(card, review.day)
    place = place_after(card.state, card.step, review.rating, rules.parameters)
    after = rules.model.after(card.memory, review.rating, elapsed)
    ours = not rules.parameters.foreign
    compared = (
        ("state before", review.state_before.name, card.state.name),
        ("state after", review.state_after.name, place.state.name if ours else review.state_after.name),
        ("step after", review.step_after, place.step if ours else review.step_after),
    )
    problems = [_sentence(name, was, now) for name, was, now in compared if was != now]
    memories = (("memory before", review.before, card.memory), ("memory after", review.after, after))
    problems += [_sentence(name, was, now) for name, was, now in memories if not _same_memory(was, now)]
    predicted = prediction(card, elapsed, rules.decay)
    if not _same(review.retrievability, predicted):
        problems.append(_sentence("retrievability", review.retrievability, predicted))
    return problems + _date_problems(card, review, rules, place.delay, days) if ours else problems


def _date_problems(card: Card, review: Review, rules: Rules, delay: timedelta | None, days: StudyDays) -> list[str]:
    fewest, most = widest(rules, card, review.rating, review.day)
    if not fewest <= review.interval_days <= most:
        return [f"The interval is recorded as {review.interval_days} days; it lies between {fewest} and {most}."]
    if not _due_fits(review, delay, days):
        return [f"The due date {review.due_at:%Y-%m-%d %H:%M} UTC does not follow from its interval."]
    return []


def prediction(card: Card, elapsed: int, decay: float) -> float | None:
    """Return the probability of recall so many study days after the last answer.

    None for a card never seen, and on the day of its last answer: FSRS-6 does not model recall within a day.
    """
    if card.memory is None or elapsed < 1:
        return None
    return retrievability.retrievability(card.memory, elapsed, decay)


def _due_fits(review: Review, delay: timedelta | None, days: StudyDays) -> bool:
    if delay is not None and review.interval_days == 0:
        end = review.at + delay
        # A step may have been brought forward to the beginning of the next study day.
        next_day = _may_begin(review.day + _DAY, review.offset, review.due_at) and review.at <= review.due_at < end
        return abs(review.due_at - end) <= _PRECISION or next_day
    due = review.day + review.interval_days * _DAY
    return review.due_at == days.start(due) or _may_begin(due, review.offset, review.due_at)


def _may_begin(day: date, offset: timedelta, at: datetime) -> bool:
    """Tell whether a study day may begin at an instant, by the clocks of the place where it was given a card.

    The hour at which study days begin may be another one today than it was then.
    """
    midnight = datetime.combine(day, time(), UTC) - offset
    return -_CLOCK_CHANGE <= at - midnight <= _LATEST_ROLLOVER + _CLOCK_CHANGE


def _same_memory(one: Memory | None, other: Memory | None, tolerance: float = _TOLERANCE) -> bool:
    if one is None or other is None:
        return one is other
    return all(
        isclose(mine, theirs, rel_tol=tolerance)
        for mine, theirs in ((one.stability, other.stability), (one.difficulty, other.difficulty))
    )


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=_TOLERANCE)


def _sentence(name: str, recorded: object, computed: object) -> str:
    return f"The {name} is recorded as {_words(recorded)}; it follows as {_words(computed)}."


def _words(value: object) -> str:
    if isinstance(value, Memory):
        return f"stability {value.stability!r}, difficulty {value.difficulty!r}"
    return "none" if value is None else str(value)
