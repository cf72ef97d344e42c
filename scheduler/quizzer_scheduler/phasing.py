"""A desired retention for each phase of a plan: as wanted where the minutes allow it, less where that costs least."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from quizzer_scheduler.model import Parameters
from quizzer_scheduler.planning import Finish, Milestone, finish_of, introduced_in, milestones_of, weekly
from quizzer_scheduler.simulated_card import CardLives, Held
from quizzer_scheduler.simulation import RETENTIONS, Course, Future, convolved
from quizzer_scheduler.simulation_habits import Habits

LOWEST, HIGHEST = RETENTIONS[0], RETENTIONS[-1]
"""Between them a phase is held."""
NEEDED = 0.75
"""A phase that others need is held no lower."""


class Phase(NamedTuple):
    """A part of a plan; its new cards come after those of the part before."""

    unseen: int
    known: Sequence[Held] = ()
    needed: float = 0.0
    """Share of its cards that other phases build on: a card lost of these counts twice."""
    fixed: float | None = None
    """The desired retention that it is given; None where it is to be found."""


class _Life(NamedTuple):
    """What a phase comes to at one retention."""

    seconds: list[float]
    """Of each day."""
    remembered: list[float]
    """Of the cards not seen at the beginning, at the end of each day."""
    known: float
    """Of all its cards, on the last day."""


class Phasing:
    """Finds a desired retention for each phase, with which so many minutes a day are enough.

    It plans over so many days; on days `off` nothing new comes. `others` are known cards of no phase. ValueError when
    no day is for study.
    """

    def __init__(
        self,
        parameters: Parameters,
        habits: Habits,
        phases: Sequence[Phase],
        others: Sequence[Held],
        days: int,
        off: AbstractSet[int] = frozenset(),
    ) -> None:
        self.own = tuple(parameters.desired_retention if one.fixed is None else one.fixed for one in phases)
        """The retention of each phase where the minutes do not matter."""
        self.fixed = any(one.fixed is not None for one in phases)
        """Whether a retention of any was given."""
        self._desired = desired = parameters.desired_retention
        floors = [min(NEEDED if one.needed else LOWEST, desired) for one in phases]
        self.lowest = tuple(
            floor if one.fixed is None else one.fixed for one, floor in zip(phases, floors, strict=True)
        )
        """The least that each phase may be held by."""
        self._phases = tuple(phases)
        self._unseen = sum(phase.unseen for phase in phases)
        self._new, introduced = introduced_in(days, self._unseen, off)
        self._introduced = list(_split(introduced, [phase.unseen for phase in phases]))
        self._futures = [Future(parameters, habits, phase.known, days) for phase in phases]
        self._lives = cache(lambda retention: CardLives(parameters, habits, retention))
        rest = Future(parameters, habits, others, days)
        self._others = rest.known(self._lives(self._desired)).seconds
        self._new_card = cache(lambda retention: rest.life(self._lives(retention)))
        self._known = cache(self._known_of)
        self._life = cache(self._life_of)

    def found(self, minutes: float) -> tuple[float, ...] | None:
        """Return the retention of each phase with which no week takes more than so many minutes a day.

        From the learner's own on, one phase after the other is lowered as far as loses the fewest cards known on the
        last day for the minutes saved where there are too many. None when not even the lowest are enough.
        """
        wanted = self.own
        while (excess := self._excess(wanted, minutes)) > 0:
            steps = []
            for number, lower in self._steps_down(wanted):
                saved = excess - self._excess(lower, minutes)
                lost = self._worth(number, wanted[number]) - self._worth(number, lower[number])
                if saved > 0:
                    steps.append((max(lost, 0.0) / saved, lower))
            if not steps:
                return None
            wanted = min(steps)[1]
        return self._raised(wanted, minutes)

    def found_for(self, minutes: float, usual: float) -> tuple[float, ...] | None:
        """Return the same for one who studies on such a share of the days: with fewer minutes, as far as phases allow.

        None when not even the lowest are enough for all the minutes.
        """
        shares = (usual, (1 + usual) / 2, 1.0)
        return next((held for share in shares if (held := self.found(minutes * share)) is not None), None)

    def _raised(self, wanted: tuple[float, ...], minutes: float) -> tuple[float, ...]:
        """Take back what was lowered further than it has to be, where it gains most first."""
        while True:
            steps = []
            for number, higher in self._steps_up(wanted):
                gain = self._worth(number, higher[number]) - self._worth(number, wanted[number])
                if gain > 0 and self._excess(higher, minutes) <= 0:
                    steps.append((gain, higher))
            if not steps:
                return wanted
            wanted = max(steps)[1]

    def _steps_down(self, wanted: tuple[float, ...]) -> Iterator[tuple[int, tuple[float, ...]]]:
        for number, phase in enumerate(self._phases):
            floor = NEEDED if phase.needed else LOWEST
            for level in RETENTIONS if phase.fixed is None else ():
                if floor <= level < wanted[number]:
                    yield number, (*wanted[:number], level, *wanted[number + 1 :])

    def _steps_up(self, wanted: tuple[float, ...]) -> Iterator[tuple[int, tuple[float, ...]]]:
        for number, phase in enumerate(self._phases):
            for level in (*RETENTIONS, self._desired) if phase.fixed is None else ():
                if wanted[number] < level <= self._desired:
                    yield number, (*wanted[:number], level, *wanted[number + 1 :])

    def finish(self, wanted: Sequence[float]) -> Finish:
        """Return what it takes with a retention for each phase."""
        return finish_of(self._unseen, self._new, self._work(wanted), self._work(wanted, new=False))

    def milestones(self, wanted: Sequence[float]) -> list[Milestone]:
        """Return how far one is at the end of each week, and of the last days."""
        remembered = _sum([self._life(*one).remembered for one in enumerate(wanted)])
        return milestones_of(_sum(self._introduced), remembered, self._work(wanted))

    def minutes(self, wanted: Sequence[float]) -> list[float]:
        """Return the minutes a day of each phase, on average."""
        return [sum(self._life(*one).seconds) / len(self._others) / 60 for one in enumerate(wanted)]

    def known(self, wanted: Sequence[float]) -> float:
        """Return how many cards of all phases would be recalled on the last day."""
        return sum(self._life(*one).known for one in enumerate(wanted))

    def _excess(self, wanted: Sequence[float], minutes: float) -> float:
        """Return by how much the weeks are over the minutes, all together."""
        return sum(max(0.0, week - minutes * 60) for week in weekly(self._work(wanted)))

    def _worth(self, number: int, retention: float) -> float:
        return self._life(number, retention).known * (1 + self._phases[number].needed)

    def _work(self, wanted: Sequence[float], *, new: bool = True) -> list[float]:
        lives = self._life if new else self._known
        return _sum([self._others, *(lives(*one).seconds for one in enumerate(wanted))])

    def _known_of(self, number: int, retention: float) -> Course:
        return self._futures[number].known(self._lives(retention))

    def _life_of(self, number: int, retention: float) -> _Life:
        known, life, introduced = self._known(number, retention), self._new_card(retention), self._introduced[number]
        remembered = convolved(introduced, life.remembered)
        seconds = _sum([known.seconds, convolved(introduced, life.seconds)])
        return _Life(seconds, remembered, known.remembered[-1] + remembered[-1])


def _split(introduced: Sequence[float], unseen: Sequence[int]) -> Iterator[list[float]]:
    """Yield how many cards of each phase come on each day: all of one before the first of the next."""
    upto = [0.0, *accumulate(introduced)]
    begun = 0.0
    for cards in unseen:
        done = [min(max(total - begun, 0.0), float(cards)) for total in upto]
        yield [one - before for before, one in pairwise(done)]
        begun += cards


def _sum(rows: Sequence[Sequence[float]]) -> list[float]:
    return [sum(day) for day in zip(*rows, strict=True)]
