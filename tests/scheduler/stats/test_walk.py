"""The walk along a card's answers: it has the interval and the last day that the schedule has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Card, Change, Parameters, Rating, State
from quizzer_scheduler.scheduler import Scheduler
from quizzer_scheduler.stats.trail import Answer, Walk, traces

SCHEDULER = Scheduler(Parameters(1), StudyDays(UTC))
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
STEPS = st.sampled_from([0, 0, 1, 2, 9, 40, -1, -20])
ACTIONS = st.sampled_from(["answer", "answer", "answer", "due", "forget"])


@given(st.lists(st.tuples(ACTIONS, STEPS, st.sampled_from(Rating)), max_size=12))
def test_it_keeps_step_with_the_schedule(actions: list[tuple[str, int, Rating]]) -> None:
    """Days since the last answer and intervals are the schedule's, though clocks go back and cards are moved."""
    card, walk, at, trail = Card("a/b"), Walk(), AT, b""
    for action, days, rating in actions:
        at += timedelta(days=days)
        day = at.date()
        if action == "answer":
            waited = 0 if card.last_day is None else max(0, (day - card.last_day).days)
            reviewed = SCHEDULER.review(card, rating, at, timedelta(seconds=3))
            review = reviewed.review
            before = review.before.stability if review.before else None
            step = walk.step(
                Answer(
                    *(day.toordinal(), int(at.timestamp() * 1000), 0, int(rating), "right", 3000),
                    *(int(card.state), before, review.retrievability, review.after.stability, review.interval_days),
                )
            )
            trail += step
            assert traces(step)[0].elapsed == (0 if card.state is State.NEW else waited)
            card = reviewed.card
            assert Walk.along(trail, card.interval_days) == walk
        else:
            value = day if action == "due" else None
            card = SCHEDULER.apply(card, Change(card.id, action, value, at, timedelta(), day))  # type: ignore[arg-type]
            if value is None:
                walk.forget()
            else:
                walk.move(value.toordinal())
        assert walk.interval == card.interval_days
