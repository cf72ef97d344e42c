"""Taking over what was learnt in another program: its answers as events of ours, its schedule kept to the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from msgspec import Struct

from quizzer_scheduler.checking import prediction
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Change, ChangeName, ChangeValue, Event, Memory, Placed, Rating, Review, State
from quizzer_scheduler.outcomes import Outcome, Rules, answered, elapsed_days
from quizzer_scheduler.replaying import changed


class Earlier(NamedTuple):
    """An answer given in another program."""

    at: datetime
    rating: Rating | None
    """None where the card was made new again by hand."""
    took: timedelta
    interval: int
    """Days that were given until the next one; 0 or less the seconds of a learning step, below zero."""


class Stood(Struct, frozen=True):
    """How a card stood there at last."""

    state: State
    due_at: datetime | None = None
    """For a card in review any instant of the study day on which it is due, else the instant."""
    memory: Memory | None = None
    """None where the program keeps none."""
    interval_days: int = 0
    suspended: bool = False
    flag: int = 0


def take_over(
    card: Card, answers: Iterable[Earlier], stood: Stood | None, rules: Rules, days: StudyDays, at: datetime
) -> tuple[Card, list[Event]]:
    """Return a card after the answers of another program, and the events to log; `at` is the instant of the import.

    Memory is computed by our weights from the answers; where the other program kept one, that is what remains. The
    date given last stays. `stood` None: the answers are all that is known. Answers that are not later than the card's
    last one are left out: they are there, or come too late.
    """
    events: list[Event] = []
    known = card.last_review_at
    for answer in answers:
        if known is not None and answer.at <= known:
            continue
        if answer.rating is not None:
            card, review = _review(card, answer, answer.rating, rules, days)
            events.append(review)
        elif card.state is not State.NEW:
            card, forgotten = _change(card, "forget", None, days, answer.at)
            events.append(forgotten)

    def change(name: ChangeName, value: ChangeValue) -> None:
        nonlocal card
        card, done = _change(card, name, value, days, at)
        events.append(done)

    if stood is None:
        return card, events
    if events or known is None:
        for name, value in _settled(card, stood, days):
            change(name, value)
    if stood.suspended and not card.suspended:
        change("suspended", True)
    if stood.flag and not card.flag:
        change("flag", stood.flag)
    return card, events


def _settled(card: Card, stood: Stood, days: StudyDays) -> Iterable[tuple[ChangeName, ChangeValue]]:
    """Yield what brings a card to how it stood, as far as its answers did not."""
    if stood.state is State.NEW:
        if card.state is not State.NEW:
            yield "forget", None
        return
    due = None if stood.due_at is None else days.day(stood.due_at)
    if card.state is State.NEW:
        if due is not None and stood.memory is not None and stood.interval_days > 0:
            yield "placed", Placed(stood.memory, due - timedelta(days=stood.interval_days), due)
        return
    if stood.memory is not None and stood.memory != card.memory:
        yield "memory", stood.memory
    if stood.state is State.REVIEW and due is not None and card.due_at is not None and due != days.day(card.due_at):
        yield "due", due


def _change(card: Card, name: ChangeName, value: ChangeValue, days: StudyDays, at: datetime) -> tuple[Card, Change]:
    return changed(card, name, value, days), Change(card.id, name, value, at, days.offset(at), days.day(at))


def _review(card: Card, answer: Earlier, rating: Rating, rules: Rules, days: StudyDays) -> tuple[Card, Review]:
    at = answer.at.astimezone(UTC)
    day = days.day(at)
    elapsed = elapsed_days(card, day)
    after = rules.model.after(card.memory, rating, elapsed)
    interval = min(max(0, answer.interval), rules.longest(day))
    if interval:
        state, due_at = State.REVIEW, days.start(day + timedelta(days=interval))
    else:
        learnt = card.state in (State.REVIEW, State.RELEARNING)
        state, due_at = State.RELEARNING if learnt else State.LEARNING, at + timedelta(seconds=-min(0, answer.interval))
    step = None if interval else 0
    outcome = Outcome(rating, state, step, after, interval, due_at)
    review = Review(
        card_id=card.id,
        rating=rating,
        at=at,
        offset=days.offset(at),
        day=day,
        took=answer.took,
        state_before=card.state,
        before=card.memory,
        retrievability=prediction(card, elapsed, rules.decay),
        state_after=state,
        step_after=step,
        after=after,
        interval_days=interval,
        due_at=due_at,
        parameters=rules.parameters.version,
    )
    return answered(card, outcome, at, day), review
