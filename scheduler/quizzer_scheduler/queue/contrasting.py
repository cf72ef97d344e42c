"""Contrasting: what is easily confused comes apart while it is new, and side by side once it is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import TypeAlias

from quizzer_scheduler.queue.model import QueueCard

Contrasts: TypeAlias = Mapping[int, AbstractSet[int]]
"""By family the families that it is easily confused with; each names the other."""

NO_CONTRASTS: Contrasts = MappingProxyType({})

MATURE = 21.0
"""Days of stability from which telling a question from its like is what is left to learn."""


def contrasts_of(pairs: Iterable[tuple[int, int]]) -> Contrasts:
    """Return pairs of families both ways; a family is never its own contrast."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        if one != other:
            found[one].add(other)
            found[other].add(one)
    return found


def confused(family: int, contrasts: Contrasts, others: AbstractSet[int]) -> bool:
    """Tell whether a family is easily confused with one of others."""
    rivals = contrasts.get(family)
    return rivals is not None and not rivals.isdisjoint(others)


def side_by_side(line: Sequence[QueueCard], contrasts: Contrasts) -> list[QueueCard]:
    """Return reviews with each mature card followed by the mature ones that it is confused with; the rest stays."""
    mature = {card.family: card for card in line if card.family in contrasts and (card.stability or 0.0) >= MATURE}
    if len(mature) < 2:
        return list(line)
    mixed: dict[int, QueueCard] = {}
    for card in line:
        mixed.setdefault(card.key, card)
        if mature.get(card.family) is card:
            rivals = [mature[family] for family in mature if family in contrasts[card.family]]
            mixed |= {rival.key: rival for rival in rivals if rival.key not in mixed}
    return list(mixed.values())
