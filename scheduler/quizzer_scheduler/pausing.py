"""A planned break: what is due in it goes before or after, as far as fuzz allows; the rest is spread after its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from quizzer_scheduler import fuzz
from quizzer_scheduler.balance import Load, weights
from quizzer_scheduler.model import Parameters
from quizzer_scheduler.spreading import Placed

LONGEST_RETURN = 14
"""Days after a break over which is spread what could not be moved otherwise, at most."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """Where the cards go that are due in a break."""

    days: dict[int, date]
    """The new study day of each card that moves, by key."""
    before: int
    """Cards that come before the break."""
    after: int
    """Cards that come after it within what fuzz allows."""
    late: int
    """Cards that come after it and later than fuzz allows: in the first days, spread."""


def paused(cards: Iterable[Placed], parameters: Parameters, today: date, first: date, last: date, load: Load) -> Pause:
    """Return new days for cards in Review that are due from `first` to `last`; `load` is what lies on all days."""
    counts = Counter(load.counts)
    days: dict[int, date] = {}
    before = after = late = 0
    off = load.off | {first + timedelta(days=day) for day in range((last - first).days + 1)}
    due = [card for card in cards if first <= card.due_day <= last]
    for card in sorted(due, key=lambda card: ((today - card.last_day).days / card.stability, card.id), reverse=True):
        lower, upper = fuzz.bounds((card.due_day - card.last_day).days, 1, parameters.maximum_interval)
        free = _free(card.last_day + timedelta(days=lower), card.last_day + timedelta(days=upper), today, off)
        if free:
            before += (chosen := _chosen(card, free, counts, load)) < first
            after += chosen > last
        else:
            late += 1
            width = min(LONGEST_RETURN, (last - first).days + 1)
            chosen = _chosen(card, _free(last + _DAY, last + width * _DAY, today, off) or [last + _DAY], counts, load)
        counts[card.due_day] -= 1
        counts[chosen] += 1
        days[card.key] = chosen
    return Pause(days, before, after, late)


def _free(lower: date, upper: date, today: date, off: frozenset[date]) -> list[date]:
    """Return the days from `lower` to `upper` that are to come and for study."""
    lower = max(lower, today + _DAY)
    days = [lower + timedelta(days=day) for day in range((upper - lower).days + 1)]
    return [day for day in days if day not in off]


def _chosen(card: Placed, free: list[date], counts: Counter[date], load: Load) -> date:
    """Return one of the days, quiet ones preferred, drawn by the card."""
    here = Load(counts, easy_days=load.easy_days)
    away = [(day - card.last_day).days for day in free]
    drawn = [weights(card.last_day, days, days, here)[0] for days in away]
    left = fuzz.chance(card.id, card.reps) * sum(drawn)
    for day, weight in zip(free, drawn, strict=True):
        left -= weight
        if left < 0:
            return day
    return free[-1]
