"""Gathering: which of the cards take part today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from quizzer_scheduler.model import State
from quizzer_scheduler.queue.model import QueueCard


class Gathered(NamedTuple):
    """Today's cards by what they are, in the order in which they were given."""

    learning: list[QueueCard]
    reviews: list[QueueCard]
    new: list[QueueCard]


def gather(cards: Iterable[QueueCard], ends_at: datetime) -> Gathered:
    """Return the new cards, and the reviews and learning cards that are due before the study day ends.

    A review card is due from the start of a study day; after a journey, or another rollover hour, that instant may lie
    inside a study day, and the card is that whole day's. A seen card without a due date counts as due, so that nothing
    drops out of sight.
    """
    gathered = Gathered([], [], [])
    # locals: looking a member up on an enum class costs more than the rest of the loop
    new, review = State.NEW, State.REVIEW
    for card in cards:
        state, due_at = card.state, card.due_at
        if state is new:
            gathered.new.append(card)
        elif due_at is None or due_at < ends_at:
            (gathered.reviews if state is review else gathered.learning).append(card)
    return gathered
