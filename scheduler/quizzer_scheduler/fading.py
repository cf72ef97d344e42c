"""How the cards of a deck fade when nothing is done, and the day on which a set of them has faded too far."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quizzer_scheduler.retrievability import DEFAULT_DECAY

_ROUNDING = 1e-9
"""Of a mean recall: so much below what is wanted is still what is wanted."""
_PATIENCE = 5
"""Guesses after which the search halves what is left instead."""


class Fading:
    """The seen cards of one deck, as their last answers left them. Study days are ordinals.

    A sum that was asked for once is kept, so that decks, topics and all above them share the work.
    """

    __slots__ = ("_days", "_kept", "_rates", "cards", "decay", "first_day")

    def __init__(self, stabilities: Sequence[float], days: Sequence[int], decay: float = DEFAULT_DECAY) -> None:
        """`stabilities` in days, and the study days of the last answers, one of each a card."""
        factor = 0.9 ** (-1 / decay) - 1
        self.decay = decay
        self._rates = [factor / stability for stability in stabilities]
        self._days = days
        self._kept: dict[int, float] = {}
        self.cards = len(days)
        self.first_day = min(days, default=0)

    def recalled(self, day: int) -> float:
        """Return how many of the cards would be recalled on a study day if none of them was answered again."""
        kept = self._kept.get(day)
        if kept is None:
            power = -self.decay
            kept = self._kept[day] = sum(
                [
                    (1.0 + rate * (day - last)) ** power if day > last else 1.0
                    for rate, last in zip(self._rates, self._days, strict=True)
                ]
            )
        return kept


def falls_below(decks: Sequence[Fading], wanted: float, near: int, latest: int) -> int | None:
    """Return the first study day on which the mean recall of some decks' seen cards is below `wanted` (0 to 1).

    Recall is the FSRS curve from each card's last answer on, and 1 before it: so the mean only ever falls, and the day
    is one, in the past or ahead. None without a seen card, or when the mean holds on the day `latest`. The search
    begins at the day `near`; all decks have the same decay.
    """
    cards = sum([deck.cards for deck in decks])
    if not cards:
        return None
    bend = -1 / decks[0].decay
    level = (wanted - _ROUNDING) ** bend

    def depth(day: int) -> float:
        """Return how far below it is: negative above, and of a single card a straight line."""
        return float((sum([deck.recalled(day) for deck in decks]) / cards) ** bend - level)

    low = high = near
    if depth(near) > 0:
        low = near - 1
        if depth(low) > 0:
            first = min([deck.first_day for deck in decks if deck.cards])
            low, high = _stride(depth, low, -1, first, below=False), low
    else:
        high = _stride(depth, near, 1, latest, below=True)
        if depth(high) <= 0:
            return None
    return _first_below(depth, low, high)


def _stride(depth: Callable[[int], float], near: int, way: int, end: int, *, below: bool) -> int:
    """Return a day behind (-1) or ahead (1) that is below, or is not, or the end, by ever longer strides."""
    stride = 1
    while (day := near + way * stride) * way < end * way and (depth(day) > 0) is not below:
        stride *= 4
    return day if day * way < end * way else end


def _first_below(depth: Callable[[int], float], low: int, high: int) -> int:
    """Return the first day below, between one that is not and one that is."""
    guesses = 0
    while high - low > 1:
        over, under = depth(low), depth(high)
        share = -over / (under - over) if guesses < _PATIENCE else 0.5
        day = min(max(low + int(share * (high - low)) + guesses % 2, low + 1), high - 1)
        low, high = (low, day) if depth(day) > 0 else (day, high)
        guesses += 1
    return high
