"""The log is the truth: a card is what its events make of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Protocol

from msgspec.structs import replace

from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Change, ChangeName, ChangeValue, Event, Memory, Placed, Review, State
from quizzer_scheduler.outcomes import Outcome, answered
from quizzer_scheduler.rules import Rules, elapsed_days

RulesOf = Callable[[int], Rules]
"""Finds the parameter set of a version. ValueError when there is none."""

LARGEST_FLAG = 7


class Starts(Protocol):
    """Knows when study days begin: `StudyDays`, or a table of what it says."""

    def start(self, day: date, /) -> datetime:
        """Return the UTC instant at which a study day begins."""
        ...


def applied(card: Card, event: Event, rules_of: RulesOf, days: StudyDays) -> Card:
    """Return the card after an event. ValueError when it belongs to another card or its parameters are unknown."""
    if event.card_id != card.id:
        raise ValueError(f"The event belongs to {event.card_id}, not to {card.id}.")
    if isinstance(event, Change):
        return changed(card, event.name, event.value, days)
    return answered(card, _recorded(card, event, rules_of), event.at.astimezone(UTC), event.day)


def changed(card: Card, name: ChangeName, value: ChangeValue, days: Starts) -> Card:
    """Return the card after a change; see `Change` for the values. ValueError when the value does not fit the name.

    A card forgotten is new again: reps keep counting, so that its next fuzz and variants are not the old ones;
    flag and suspension stay. A due date or a memory for a card that is new changes nothing, nor does a placement of
    one that was ever answered.
    """
    match name, value:
        case "suspended", bool():
            return replace(card, suspended=value)
        case "flag", int() if not isinstance(value, bool) and 0 <= value <= LARGEST_FLAG:
            return replace(card, flag=value)
        case "buried_until", None:
            return replace(card, buried_until=None)
        case "buried_until", date() if not isinstance(value, datetime):
            return replace(card, buried_until=value)
        case "forget", None:
            return Card(card.id, reps=card.reps, suspended=card.suspended, flag=card.flag)
        case "due", date() if not isinstance(value, datetime):
            if card.state is State.NEW or card.last_day is None:
                return card
            interval = max(0, (value - card.last_day).days)
            return replace(card, due_at=days.start(value), interval_days=interval)
        case "memory", Memory():
            return card if card.memory is None else replace(card, memory=value)
        case "placed", Placed() if value.since < value.due:
            return _placed(card, value, days)
    raise ValueError(f"A card's {name!r} cannot be {value!r}.")


def _placed(card: Card, value: Placed, days: Starts) -> Card:
    if card.state is not State.NEW or card.reps:
        return card
    interval = (value.due - value.since).days
    return replace(
        card,
        state=State.REVIEW,
        memory=value.memory,
        due_at=days.start(value.due),
        interval_days=interval,
        last_day=value.since,
    )


def _recorded(card: Card, review: Review, rules_of: RulesOf) -> Outcome:
    """Return what an answer led to: memory computed again, place and date as they were decided then."""
    rules = rules_of(review.parameters)
    return Outcome(
        rating=review.rating,
        state=review.state_after,
        step=review.step_after,
        memory=rules.model.again(card.memory, review.rating, elapsed_days(card, review.day)),
        interval_days=review.interval_days,
        due_at=review.due_at,
    )
