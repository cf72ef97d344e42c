"""Makes the forgetting curve of one card from its answers."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from quizzer.reports.memory import CardAnswer, CardCurve
from quizzer.store.store import Store
from quizzer_scheduler.model import Card, Memory, Review, State
from quizzer_scheduler.retrievability import interval, retrievability
from quizzer_scheduler.scheduler import Scheduler

_STEPS = 24
"""Points between two answers."""

_LEAST_AHEAD, _MOST_AHEAD = 14, 3650
"""Days."""


def card_curve(store: Store, scheduler: Scheduler, card_id: str, today: date) -> CardCurve | None:
    """Return a card's curve; None when there is no such card."""
    card = store.cards.card(card_id)
    if card is None:
        return None
    reviews = [event.content for event in store.events(card_id) if isinstance(event.content, Review)]
    answers = tuple(CardAnswer(r.day, r.rating, r.retrievability, r.after.stability) for r in reviews)
    points: list[tuple[date, float]] = []
    for review, following in pairwise(reviews):
        # Between being made new again and the next answer there is no curve.
        end = following.day if following.state_before is not State.NEW else review.day
        points += _stretch(review.day, end, review.after, scheduler.decay)
    now = _now(card, today, scheduler.decay)
    below = None
    if card.memory is not None and card.last_day is not None:
        wanted = scheduler.desired_retention(card_id)
        days = min(_MOST_AHEAD, int(interval(card.memory.stability, wanted, scheduler.decay)) + 1)
        below = card.last_day + timedelta(days=days)
        end = max(below, today + timedelta(days=_LEAST_AHEAD))
        points += _stretch(card.last_day, end, card.memory, scheduler.decay)
    return CardCurve(card_id, tuple(points), answers, today, now, below)


def _now(card: Card, today: date, decay: float) -> float | None:
    if card.memory is None or card.last_day is None:
        return None
    return retrievability(card.memory, (today - card.last_day).days, decay)


def _stretch(begin: date, end: date, memory: Memory, decay: float) -> list[tuple[date, float]]:
    length = max(0, (end - begin).days)
    step = max(1, length // _STEPS)
    days = [*range(0, length, step), length]
    return [(begin + timedelta(days=day), retrievability(memory, day, decay)) for day in days]
