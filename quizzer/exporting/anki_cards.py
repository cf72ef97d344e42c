"""Cards and answers as rows of Anki's tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Change, Event, Memory, Parameters, Placed, Review, State

_LEARN, _REVIEW, _RELEARN, _MANUAL = 0, 1, 2, 4
_KINDS = {State.NEW: _LEARN, State.LEARNING: _LEARN, State.REVIEW: _REVIEW, State.RELEARNING: _RELEARN}
_NEW, _ON_STEP, _IN_REVIEW, _ON_DAY, _SUSPENDED = 0, 1, 2, 3, -1
_START_EASE = 2500
_MOST_MS = 60_000
_SECOND = timedelta(seconds=1)


class Scheduling(NamedTuple):
    """The columns of `cards` from `type` to `data`, the home of a filtered deck left out."""

    type: int
    queue: int
    due: int
    interval: int
    factor: int
    reps: int
    lapses: int
    left: int
    flags: int
    data: str


class Calendar(NamedTuple):
    """Study days as Anki counts them: from the day on which a collection was made."""

    days: StudyDays
    first: date
    parameters: Parameters
    decay: float

    def number(self, day: date) -> int:
        """Return the number of a study day."""
        return (day - self.first).days


def fresh(position: int) -> Scheduling:
    """Return the row of a card that was never seen."""
    return Scheduling(_NEW, _NEW, position, 0, 0, 0, 0, 0, 0, "{}")


def scheduling(card: Card, position: int, calendar: Calendar) -> Scheduling:
    """Return the row of a card."""
    new = fresh(position)._replace(queue=_SUSPENDED if card.suspended else _NEW, flags=card.flag)
    if card.state is State.NEW or card.due_at is None:
        return new
    steps = calendar.parameters.learning_steps
    if card.state is State.RELEARNING:
        steps = calendar.parameters.relearning_steps
    on_step = card.state in (State.LEARNING, State.RELEARNING)
    by_day = not on_step or card.interval_days > 0
    queue = _IN_REVIEW if not on_step else _ON_DAY if by_day else _ON_STEP
    return new._replace(
        type=int(card.state),
        queue=_SUSPENDED if card.suspended else queue,
        due=calendar.number(calendar.days.day(card.due_at)) if by_day else _seconds(card.due_at),
        interval=0 if card.state is State.LEARNING else max(1, card.interval_days),
        factor=_START_EASE,
        reps=card.reps,
        lapses=card.lapses,
        left=max(1, len(steps) - (card.step or 0)) if on_step else 0,
        data=_data(card, position, calendar),
    )


def _data(card: Card, position: int, calendar: Calendar) -> str:
    data: dict[str, Any] = {"pos": position}
    if card.memory is not None:
        data |= {"s": round(card.memory.stability, 4), "d": round(card.memory.difficulty, 3)}
        data |= {"dr": round(calendar.parameters.desired_retention, 2), "decay": round(calendar.decay, 3)}
    last = card.last_review_at or (calendar.days.start(card.last_day) if card.last_day else None)
    if last is not None:
        data["lrt"] = _seconds(last)
    return json.dumps(data, separators=(",", ":"))


def log_rows(events: Sequence[Event]) -> Iterator[tuple[int, int, int, int, int, int, int]]:
    """Yield (ms, rating, interval, last interval, factor, ms taken, type) of what was answered, and made new again."""
    last = 0
    for event in events:
        if isinstance(event, Review):
            interval = event.interval_days or -max(1, round((event.due_at - event.at) / _SECOND))
            took = min(event.took // timedelta(milliseconds=1), _MOST_MS)
            kind = _KINDS[event.state_before]
            yield milliseconds(event.at), int(event.rating), interval, last, _factor(event.after), took, kind
            last = interval
        elif isinstance(event, Change) and event.name == "forget":
            yield milliseconds(event.at), 0, 0, last, 0, 0, _MANUAL
            last = 0


def first_day(card: Card, events: Sequence[Event], days: StudyDays) -> date | None:
    """Return the earliest day that a card's rows name, None where they name none."""
    named = [event.day for event in events]
    named += [event.value.since for event in events if isinstance(event, Change) and isinstance(event.value, Placed)]
    if card.due_at is not None:
        named.append(days.day(card.due_at))
    return min(named, default=None)


def milliseconds(at: datetime) -> int:
    """Return an instant in milliseconds since the epoch."""
    return round(at.timestamp() * 1000)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _factor(memory: Memory) -> int:
    """Return difficulty where Anki keeps the ease: from 100 to 1100."""
    return round((memory.difficulty - 1) / 9 * 1000) + 100
