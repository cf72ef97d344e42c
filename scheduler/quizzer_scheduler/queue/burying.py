"""Burying: one card of a family a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from typing import Any

from quizzer_scheduler.queue.model import QueueCard


def one_a_family(
    cards: Iterable[QueueCard], taken: AbstractSet[int], urgency: Callable[[QueueCard], tuple[Any, ...]]
) -> list[QueueCard]:
    """Return the card with the smallest `urgency` of each family that is not in `taken`."""
    first: dict[int, QueueCard] = {}
    for card in cards:
        rival = first.setdefault(card.family, card)
        if rival is not card and urgency(card) < urgency(rival):
            first[card.family] = card
    return [card for family, card in first.items() if family not in taken]
