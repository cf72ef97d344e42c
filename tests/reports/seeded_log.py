"""A seeded log of answers, one a card and day, as both programs can be given it."""

from __future__ import annotations

from random import Random
from typing import NamedTuple


class Past(NamedTuple):
    """An answer some days ago."""

    card: int
    days_ago: int
    rating: int
    interval_before: int
    """Days; 0 for a new card."""
    interval_after: int


def seeded_log(seed: int = 7, cards: int = 120) -> list[Past]:
    """Return a log of three years, oldest first, with some answers today and yesterday."""
    chance = Random(seed)
    found = []
    for card in range(cards):
        ago, interval = chance.randrange(0, 1100), 0
        while ago >= 0:
            rating = chance.choice([1, 2, 3, 3, 3, 3, 4])
            after = 1 if rating == 1 else max(1, round((interval or 1) * chance.uniform(1.2, 2.6)))
            found.append(Past(card, ago, rating, interval, after))
            interval = after
            ago -= min(after, max(1, ago)) if chance.random() < 0.8 else after
    return sorted(found, key=lambda past: -past.days_ago)
