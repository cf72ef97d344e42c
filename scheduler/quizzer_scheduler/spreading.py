"""New dates for many cards at once, after a change of weights: near where memory says, none of the days flooded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from quizzer_scheduler import fuzz, retrievability
from quizzer_scheduler.balance import LONGEST_BALANCED, Load, balanced
from quizzer_scheduler.model import Parameters
from quizzer_scheduler.retrievability import decay_of

OVERDUE_WINDOW = 14
"""Days from today over which cards are spread whose date by the new weights has gone by."""


class Placed(NamedTuple):
    """A card in Review, as it lies in the calendar."""

    key: int
    id: str
    reps: int
    stability: float
    """By the new weights."""
    last_day: date
    due_day: date
    desired: float | None = None
    """The desired retention that holds for it; None for that of the parameters."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Where cards go."""

    days: Mapping[int, date]
    """The new study day of each card that moves, by key."""
    before: Mapping[date, int]
    after: Mapping[date, int]
    """Cards due by study day; what is overdue counts on the day it is due."""


def spread(cards: Iterable[Placed], parameters: Parameters, today: date, easy_days: Mapping[int, float]) -> Spread:
    """Return new dates, none of them before today. A card that is overdue already stays where it is.

    The most forgotten come first where dates have gone by: each takes a day of the coming two weeks, quiet days
    preferred, and none later than it was due before.
    """
    decay = decay_of(parameters.weights)
    own = parameters.desired_retention
    by_stability = cache(lambda desired: retrievability.interval(1.0, desired, decay))
    known = list(cards)
    before = Counter(card.due_day for card in known)
    counts = Counter(before)
    days: dict[int, date] = {}
    load = Load(counts, easy_days=easy_days)
    for card in sorted(known, key=lambda card: ((today - card.last_day).days / card.stability, card.id), reverse=True):
        day = _day(card, card.stability * by_stability(card.desired or own), parameters, today, load)
        if day is not None and day != card.due_day:
            counts[card.due_day] -= 1
            counts[day] += 1
            days[card.key] = day
    return Spread(days, before, +counts)


def _day(card: Placed, raw: float, parameters: Parameters, today: date, load: Load) -> date | None:
    """Return the study day of a card whose interval should be `raw` days; None where it is overdue anyway."""
    share = fuzz.chance(card.id, card.reps)
    maximum = parameters.maximum_interval
    if parameters.fuzz:
        lower, upper = fuzz.bounds(raw, 1, maximum)
    else:
        lower = upper = min(max(round(raw), 1), maximum)
    gone = (today - card.last_day).days
    if upper < gone or (upper == gone and lower < gone):
        if card.due_day <= today:
            return None
        lower = max(gone, 1)
        upper = min(gone + OVERDUE_WINDOW - 1, (card.due_day - card.last_day).days)
        return card.last_day + timedelta(days=balanced(card.last_day, lower, max(lower, upper), load, share))
    lower = max(lower, gone, 1)
    upper = max(lower, upper)
    if raw > LONGEST_BALANCED or lower == upper:
        return card.last_day + timedelta(days=fuzz.pick(lower, upper, share))
    return card.last_day + timedelta(days=balanced(card.last_day, lower, upper, load, share))
