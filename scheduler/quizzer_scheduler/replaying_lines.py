"""Answers as the log keeps them, replayed in whole numbers: thousands of cards in the time of a hundred."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from quizzer_scheduler.lines import Line
from quizzer_scheduler.memory import LONGEST_ABSENCE, checked
from quizzer_scheduler.model import Card, Memory, Rating, State
from quizzer_scheduler.replaying import RulesOf

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_REVIEW, _AGAIN = int(State.REVIEW), int(Rating.AGAIN)


def after_lines(card: Card, lines: Iterable[Line], rules_of: RulesOf) -> Card:
    """Return the card after answers, at least one, as `applied` does one by one. ValueError likewise."""
    memory = None if card.memory is None else checked(card.memory)
    state, reps, lapses = int(card.state), card.reps, card.lapses
    last = None if card.last_day is None else card.last_day.toordinal()
    latest = None if card.last_review_at is None else (card.last_review_at - _EPOCH) // _MILLISECOND
    version, line = None, None
    for line in lines:
        at, _, day, rating, _, _, _, _, _, became, _, _, _, _, _, by = line
        if by != version:
            version, (begun, after) = by, rules_of(by).model.closed_form()
        if memory is None:
            memory = begun[rating - 1]
        else:
            memory = after(*memory, rating, 0 if last is None or day < last else min(day - last, LONGEST_ABSENCE))
        lapses += state == _REVIEW and rating == _AGAIN
        state, reps = became, reps + 1
        last = day if last is None or day > last else last
        latest = at if latest is None or at > latest else latest
    assert line is not None
    assert memory is not None
    assert latest is not None
    assert last is not None
    return Card(
        id=card.id,
        state=State(state),
        step=line[10],
        memory=Memory(*memory),
        due_at=_instant(line[14]),
        interval_days=line[13],
        last_review_at=_instant(latest),
        last_day=date.fromordinal(last),
        reps=reps,
        lapses=lapses,
        suspended=card.suspended,
        flag=card.flag,
    )


def _instant(at_ms: int) -> datetime:
    return _EPOCH + at_ms * _MILLISECOND
