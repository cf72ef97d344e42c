"""Does a log agree with itself: what each answer recorded, against what follows from the answers before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from math import isclose

from quizzer_scheduler import retrievability
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Change, Event, Memory, Rating, Review
from quizzer_scheduler.outcomes import widest
from quizzer_scheduler.replaying import RulesOf, applied
from quizzer_scheduler.rules import Rules, elapsed_days
from quizzer_scheduler.steps import place_after

_TOLERANCE = 1e-9
"""Relative. Machines differ in the last digits of a power."""

_TOLERANCE_OF_MANY = 1e-6

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
        next_day = _may_begin(review, 1) and review.at <= review.due_at < end
        return abs(review.due_at - end) <= _PRECISION or next_day
    return review.due_at == days.start(review.day + timedelta(days=review.interval_days)) or _may_begin(
        review, review.interval_days
    )


def _may_begin(review: Review, later: int) -> bool:
    """Tell whether a later study day may begin when it is due, by the clocks of the answer's place and time.

    The hour at which study days begin may be another one today than it was then.
    """
    midnight = datetime.combine(review.day + timedelta(days=later), time(), UTC) - review.offset
    return -_CLOCK_CHANGE <= review.due_at - midnight <= _LATEST_ROLLOVER + _CLOCK_CHANGE


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
