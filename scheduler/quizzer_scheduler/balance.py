"""Load balance: among the days that fuzz allows, prefer those with little to do, no sibling and no day off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct, field

LONGEST_BALANCED = 90
"""Days. Further off, the count of a day says little yet."""

NORMAL_DAY, MINIMUM_DAY = 1.0, 0.0001
"""The most and the least that a day weighs. It is never zero: a card finds a day even when all of them are easy."""

_DAY = timedelta(days=1)

_SIBLING_WEIGHTS = (0.000001, 0.2, 0.4, 0.6, 0.8)
"""By distance in days from a sibling."""


class Load(Struct, frozen=True):
    """What lies on the coming study days already."""

    counts: Mapping[date, int] = field(default_factory=dict)
    """Cards due."""
    sibling_days: frozenset[date] = frozenset()
    """Days on which another card of the same question is due."""
    easy_days: Mapping[int, float] = field(default_factory=dict)
    """Weight by weekday, 0 for Monday; a weekday not named is normal."""
    off: frozenset[date] = frozenset()
    """Days of a planned break: a card goes there only where nothing else is allowed."""


def weights(day: date, lower: int, upper: int, load: Load) -> list[float]:
    """Return the weight of each interval from `lower` (at least 1) to `upper` days after `day`, none of them zero.

    Cards due (this one included) to the power of -2.15, the interval to the power of -3, which makes up for the pull
    towards later and emptier days, times the distance from siblings, times the easy day.
    """
    near = [(sibling - day).days for sibling in load.sibling_days]
    near = [days for days in near if lower - len(_SIBLING_WEIGHTS) < days < upper + len(_SIBLING_WEIGHTS)]
    cards_on, easy_on, off = load.counts.get, load.easy_days.get, load.off
    target = day + timedelta(days=lower)
    found: list[float] = []
    for days in range(lower, upper + 1):
        easy = MINIMUM_DAY if target in off else easy_on(target.weekday(), NORMAL_DAY)
        weight = (easy if easy > MINIMUM_DAY else MINIMUM_DAY) / (
            days * days * days * (cards_on(target, 0) + 1) ** 2.15
        )
        for sibling in near:
            distance = abs(sibling - days)
            if distance < len(_SIBLING_WEIGHTS):
                weight *= _SIBLING_WEIGHTS[distance]
        found.append(weight)
        target += _DAY
    return found


def balanced(day: date, lower: int, upper: int, load: Load, share: float) -> int:
    """Return an interval from `lower` to `upper` days, drawn by weight at a share from 0 up to 1."""
    drawn = weights(day, lower, upper, load)
    left = share * sum(drawn)
    for days, weight in enumerate(drawn, lower):
        left -= weight
        if left < 0:
            return days
    return upper
