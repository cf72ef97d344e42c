"""Taking over what was learnt in another program: its answers as events of ours, its schedule kept to the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from msgspec import Struct

from quizzer_scheduler.checking import prediction
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Change, ChangeName, ChangeValue, Event, Memory, Placed, Rating, Review, State
from quizzer_scheduler.outcomes import Outcome, Rules, answered, elapsed_days
from quizzer_scheduler.replaying import changed

_MIDDLE = 5.0
"""The difficulty of a card of which only an interval is known."""


class Earlier(NamedTuple):
    """An answer given in another program."""

    at: datetime
    rating: Rating | None
    """None where the card was made new again by hand."""
    took: timedelta
    interval: int
    """Days that were given until the next one; 0 or less the seconds of a learning step, below zero."""
    first: bool = True
    """Whether it was given while the card was learnt at first, as the first answer to a card always is."""


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
    card: Card,
    answers: Iterable[Earlier],
    stood: Stood | None,
    rules: Rules,
    days: StudyDays,
    at: datetime,
    known: datetime | None = None,
) -> tuple[Card, list[Event]]:
    """Return a card after the answers of another program, and the events to log; `at` is the instant of the import.

    Memory is computed by our weights from the answers; where the other program kept one, that is what remains. The
    date given last stays. `stood` None: the answers are all that is known. Answers that are not later than the card's
    last one are left out: they are there, or come too late. `known` is the instant of that one for a card that was made
    new again since, and does not say.
    """
    known = card.last_review_at or known
    answers = list(answers)
    whole = known is not None or not answers or answers[0].first
    if answers and stood is not None and stood.state is State.REVIEW and answers[-1].interval <= 0:
        # It was taken off its step by hand since.
        answers[-1] = answers[-1]._replace(interval=stood.interval_days)
    card, events = _replayed(card, answers, rules, days, known)

    def change(name: ChangeName, value: ChangeValue) -> None:
        nonlocal card
        card, done = _change(card, name, value, days, at)
        events.append(done)

    if stood is None:
        return card, events
    if events or known is None:
        for name, value in _settled(card, stood, days, whole=whole):
            change(name, value)
        if stood.suspended and not card.suspended:
            change("suspended", True)
        if stood.flag and not card.flag:
            change("flag", stood.flag)
    return card, events


def _replayed(
    card: Card, answers: Iterable[Earlier], rules: Rules, days: StudyDays, known: datetime | None
) -> tuple[Card, list[Event]]:
    """Return a card after the answers that are later than what is known of it."""
    events: list[Event] = []
    for answer in answers:
        if known is not None and answer.at <= known:
            continue
        if answer.rating is not None:
            card, review = _review(card, answer, answer.rating, rules, days)
            events.append(review)
        elif card.state is not State.NEW:
            card, forgotten = _change(card, "forget", None, days, answer.at)
            events.append(forgotten)
    return card, events


def _settled(card: Card, stood: Stood, days: StudyDays, *, whole: bool) -> Iterable[tuple[ChangeName, ChangeValue]]:
    """Yield what brings a card to how it stood, as far as its answers did not.

    Without a memory kept there, and with answers that are not `whole` because the first are missing, the interval is
    all that tells how well it is known: recall falls to 90 % within it.
    """
    if stood.state is State.NEW:
        if card.state is not State.NEW:
            yield "forget", None
        return
    due = None if stood.due_at is None else days.day(stood.due_at)
    if card.state is State.NEW:
        if due is not None and stood.interval_days > 0:
            believed = stood.memory or Memory(float(stood.interval_days), _MIDDLE)
            yield "placed", Placed(believed, due - timedelta(days=stood.interval_days), due)
        return
    memory = stood.memory
    if memory is None and not whole and stood.interval_days > 0 and card.memory is not None:
        memory = Memory(float(stood.interval_days), card.memory.difficulty)
    if memory is not None and memory != card.memory:
        yield "memory", memory
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
    steps = rules.parameters.learning_steps if state is State.LEARNING else rules.parameters.relearning_steps
    step = None if interval else _step(steps, -min(0, answer.interval))
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


def _step(steps: Sequence[timedelta], seconds: int) -> int:
    """Return the last of our steps that is no longer than the step given, the first where none is."""
    fitting = [index for index, step in enumerate(steps) if step.total_seconds() <= seconds]
    return max(fitting, default=0)
