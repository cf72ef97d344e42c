"""Ordering: what comes first. Every rank ends in the card's key, so that the order given does not matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, TypeAlias

from quizzer_scheduler.queue.model import NewOrder, QueueCard, ReviewOrder

Rank: TypeAlias = tuple[Any, ...]
Ranking: TypeAlias = Callable[[QueueCard], Rank]

ALWAYS = datetime.min.replace(tzinfo=UTC)
"""The due date of a seen card that has none."""

new_urgency: Ranking = attrgetter("gated", "position", "key")
"""Rank new cards by the roadmap's order."""

_MASK = (1 << 64) - 1


def mix_bits(number: int) -> int:
    """Return 64 well mixed bits of an integer, the same on every machine and version (SplitMix64's finaliser)."""
    number = (number + 0x9E3779B97F4A7C15) & _MASK
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & _MASK
    return number ^ (number >> 31)


def shuffle(seed: int) -> Callable[[int], int]:
    """Return a function that gives each key its random place.

    A card's place depends on its own key alone: cards that are answered leave, and the others keep their order.
    """
    salt = mix_bits(seed)
    return lambda key: mix_bits(key ^ salt)


def forgotten(card: QueueCard, today: date) -> float:
    """Return the days since the last answer over the stability, less where less recall is wanted of the card.

    Retrievability falls as this grows whatever the decay, so it ranks cards without computing a power; where not the
    same is wanted of all, each is as forgotten as it is overdue. A card whose memory is unknown counts as forgotten.
    """
    if not card.stability or not card.stability > 0 or card.last_day is None:
        return float("inf")
    return max((today - card.last_day).days, 0) / (card.stability * card.lasts)


def review_urgency(today: date) -> Ranking:
    """Rank the due cards of one family: the most forgotten first."""
    return lambda card: (-forgotten(card, today), card.due_at or ALWAYS, card.key)


def review_ranking(order: ReviewOrder, today: date, place: Callable[[int], int], backlog: bool) -> Ranking:
    """Return the ranking of due cards that an order means today."""
    if order is ReviewOrder.AUTO:
        order = ReviewOrder.RETRIEVABILITY_DESC if backlog else ReviewOrder.RANDOM
    rankings: dict[ReviewOrder, Ranking] = {
        ReviewOrder.RANDOM: lambda card: (place(card.key), card.key),
        ReviewOrder.RETRIEVABILITY_DESC: lambda card: (forgotten(card, today), place(card.key), card.key),
        ReviewOrder.RETRIEVABILITY_ASC: lambda card: (-forgotten(card, today), place(card.key), card.key),
        ReviewOrder.DUE: lambda card: (card.due_at or ALWAYS, place(card.key), card.key),
        ReviewOrder.DUE_THEN_DECK: lambda card: (card.due_at or ALWAYS, card.deck, place(card.key), card.key),
        ReviewOrder.DECK_THEN_DUE: lambda card: (card.deck, card.due_at or ALWAYS, place(card.key), card.key),
        ReviewOrder.STABILITY_ASC: lambda card: (card.stability or 0.0, place(card.key), card.key),
        ReviewOrder.STABILITY_DESC: lambda card: (-(card.stability or 0.0), place(card.key), card.key),
    }
    return rankings[order]


def new_ranking(order: NewOrder, place: Callable[[int], int]) -> Ranking:
    """Return the ranking of new cards that an order means."""
    if order is NewOrder.RANDOM:
        return lambda card: (card.gated, place(card.key), card.key)
    return new_urgency
