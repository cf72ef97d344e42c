"""What a card is given that is taken as known: a memory, and a first day that tests the belief or leaves it alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

from quizzer_scheduler import fuzz
from quizzer_scheduler.balance import Load, balanced
from quizzer_scheduler.fsrs6 import DEFAULT_WEIGHTS, first_states
from quizzer_scheduler.model import Memory, Parameters, Placed, Rating
from quizzer_scheduler.placement import TAKEN
from quizzer_scheduler.retrievability import decay_of, interval

PROBES = 4
"""Cards of each part that come soon, to test the belief."""
KNOWN = 0.93
"""Chance of recall of a card in a part that is known for certain."""

_SHOWN = 0.97
"""Chance of recall of a card that was answered in the test."""
_SHORTEST, _LONGEST = 12.0, 30.0
"""Days of stability at the least belief that is taken, and at certainty."""
_A_DAY = 20
"""Cards that come on a day at most, on average, before the time they are spread over is made longer."""
_FIRST = 6
"""Days over which a few probes are spread."""


class Candidate(NamedTuple):
    """A card never answered of a part that is taken as known."""

    key: int
    id: str
    family: int
    """Its question: siblings do not come on one day."""
    part: str
    belief: float
    shown: bool = False
    """Whether it was answered in the test, and rightly."""


def placed(cards: Iterable[Candidate], parameters: Parameters, today: date, load: Load) -> dict[int, Placed]:
    """Return what each card is given, by key. The first cards named of each part are its probes.

    Probes come in the next days, the others when their memory is due, spread wider where there are many; quiet days
    are preferred. `load` has what lies on the coming days.
    """
    difficulty = first_states(parameters.weights or DEFAULT_WEIGHTS)[Rating.GOOD - 1][1]
    decay = decay_of(parameters.weights)
    known = list(cards)
    soon = frozenset(_soon(known))
    early = max(_FIRST, ceil(len(soon) / _A_DAY))
    width = ceil((len(known) - len(soon)) / _A_DAY)
    counts = Counter(load.counts)
    taken: defaultdict[int, set[date]] = defaultdict(set)
    found: dict[int, Placed] = {}
    for card in sorted(known, key=lambda card: (card.key not in soon, card.belief, card.id)):
        memory = Memory(_stability(card), difficulty)
        recall = _SHOWN if card.shown else card.belief * KNOWN
        since = today - timedelta(days=max(1, round(interval(memory.stability, recall, decay))))
        lower, upper = (1, early) if card.key in soon else _later(memory.stability, early, width)
        upper = min(upper, parameters.maximum_interval)
        here = Load(counts, frozenset(taken[card.family]), load.easy_days, load.off)
        gone = (today - since).days
        days = balanced(since, gone + min(lower, upper), gone + upper, here, fuzz.chance(card.id, 0))
        due = since + timedelta(days=days)
        counts[due] += 1
        taken[card.family].add(due)
        found[card.key] = Placed(memory, since, due)
    return found


def _soon(cards: Iterable[Candidate]) -> Iterator[int]:
    """Yield the keys of the probes: the first questions of each part that were not answered in the test."""
    families: defaultdict[str, set[int]] = defaultdict(set)
    for card in cards:
        asked = families[card.part]
        if not card.shown and len(asked) < PROBES and card.family not in asked:
            asked.add(card.family)
            yield card.key


def _stability(card: Candidate) -> float:
    if card.shown:
        return _LONGEST
    sure = (card.belief - TAKEN) / (1 - TAKEN)
    return _SHORTEST + (_LONGEST - _SHORTEST) * min(max(sure, 0.0), 1.0)


def _later(stability: float, early: int, width: int) -> tuple[int, int]:
    """Return the fewest and most days until a card that is no probe comes."""
    lower = max(early + 1, round(stability / 2))
    return lower, lower + max(round(stability), width)


def by_day(given: Mapping[int, Placed]) -> Counter[date]:
    """Return how many placed cards come on each day."""
    return Counter(one.due for one in given.values())
