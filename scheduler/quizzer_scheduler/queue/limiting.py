"""Limiting: how many of the ordered cards come today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet

from quizzer_scheduler.queue.contrasting import NO_CONTRASTS, Contrasts, confused
from quizzer_scheduler.queue.model import QueueCard


def within(
    cards: Iterable[QueueCard],
    left: int | None,
    per_deck: Mapping[int, int],
    contrasts: Contrasts = NO_CONTRASTS,
    taken: AbstractSet[int] = frozenset(),
) -> list[QueueCard]:
    """Return the first cards, at most `left` of them (None: all) and of each deck at most its number in `per_deck`.

    None of them is easily confused with another one, or with a family of `taken`: that one waits.
    """
    chosen: list[QueueCard] = []
    deck_left = dict(per_deck)
    busy = set(taken) if contrasts else set()
    for card in cards:
        if left is not None and len(chosen) >= left:
            break
        of_deck = deck_left.get(card.deck, 1)
        if of_deck <= 0 or confused(card.family, contrasts, busy):
            continue
        busy.add(card.family)
        if card.deck in deck_left:
            deck_left[card.deck] = of_deck - 1
        chosen.append(card)
    return chosen


def exceeds(cards: Collection[QueueCard], left: int | None, per_deck: Mapping[int, int]) -> bool:
    """Tell whether the limits hold some of the cards back."""
    if left is not None and len(cards) > left:
        return True
    if not per_deck:
        return False
    return any(count > per_deck.get(deck, count) for deck, count in Counter(card.deck for card in cards).items())
