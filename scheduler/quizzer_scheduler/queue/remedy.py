"""Remedies: after a lapse, the weakest cards of what the forgotten card builds on."""

from __future__ import annotations

from collections.abc import Container, Iterable
from collections.abc import Set as AbstractSet
from datetime import date

from quizzer_scheduler.queue.model import QueueCard
from quizzer_scheduler.queue.ordering import forgotten

MOST = 2
"""Cards that one lapse brings."""


def remedies(
    topics: Iterable[Iterable[QueueCard]],
    today: date,
    low: float,
    waiting: Container[int],
    busy: AbstractSet[int],
    room: int | None,
) -> tuple[QueueCard, ...]:
    """Return up to two cards to ask next, most forgotten first and of different questions.

    `topics` are the cards in review of each needed deck. One is weak when its cards are, on average, forgotten further
    than `low`, in days since the last answer over the stability; only cards that are so themselves come. Those of
    today's reviews, `waiting` by their keys, come before their turn. Of others, whose question is not `busy` (in the
    line or asked today), there is `room` for so many (None: any number).
    """
    weak = [card for topic in topics for card in _weak(list(topic), today, low)]
    chosen: dict[int, QueueCard] = {}
    for card in sorted(weak, key=lambda card: (-forgotten(card, today), card.key)):
        extra = card.key not in waiting
        if card.family in chosen or len(chosen) == MOST:
            continue
        if extra and (card.family in busy or (room is not None and room <= 0)):
            continue
        chosen[card.family] = card
        room = room - 1 if extra and room is not None else room
    return tuple(chosen.values())


def _weak(topic: list[QueueCard], today: date, low: float) -> list[QueueCard]:
    lateness = [forgotten(card, today) for card in topic]
    if not topic or sum(lateness) < low * len(topic):
        return []
    return [card for card, late in zip(topic, lateness, strict=True) if late >= low]
