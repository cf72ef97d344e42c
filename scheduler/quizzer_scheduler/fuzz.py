"""Fuzz: spread of due days, so that cards learned together do not stay together. Chance comes from card and count."""

from __future__ import annotations

from hashlib import blake2b
from math import floor, inf

_SHARES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, inf, 0.05))
"""From, to (days), and the share of the days in between that is added to the fuzz of one day."""

_SHORTEST = _SHARES[0][0]


def chance(card_id: str, reps: int) -> float:
    """Return a number from 0 up to but not 1, always the same for a card and how often it was answered."""
    digest = blake2b(f"{card_id}\n{reps}".encode(), digest_size=8).digest()
    return float((int.from_bytes(digest, "big") >> 11) / 2**53)


def bounds(interval: float, minimum: int, maximum: int) -> tuple[int, int]:
    """Return the shortest and the longest interval in days that fuzz may make of `interval`.

    Below 2.5 days there is no fuzz. Both lie within `minimum` and `maximum`; where these clash, `maximum` holds.
    """
    minimum = min(minimum, maximum)
    interval = min(max(interval, minimum), maximum)
    spread = _spread(interval)
    lower = min(max(_rounded(interval - spread), minimum), maximum)
    upper = min(max(_rounded(interval + spread), minimum), maximum)
    return lower, upper


def floor_of_passing(interval: float, previous: int, maximum: int) -> int:
    """Return the interval in days below which fuzz may not take a card that was recalled, 0 for none.

    A longer interval stays longer than the `previous` one, an equal one no shorter. One that is shorter by more
    than fuzz explains, as after a change of parameters, may be.
    """
    if _rounded(interval) > previous:
        return previous + 1
    return previous if previous <= bounds(interval, 1, maximum)[1] else 0


def pick(lower: int, upper: int, share: float) -> int:
    """Return the whole number of days at a share (0 up to 1) of the way from `lower` to `upper`, both included."""
    return lower + floor(share * (upper - lower + 1))


def _spread(interval: float) -> float:
    """Return the days that fuzz may add or take away: none, or one and a share of each day, smaller the further off."""
    if interval < _SHORTEST:
        return 0.0
    spread = 1.0
    for start, end, share in _SHARES:
        if interval > start:
            spread += share * (min(interval, end) - start)
    return spread


def _rounded(days: float) -> int:
    return floor(days + 0.5)
