"""Looking ahead: what a desired retention costs and gives, and what it takes to finish a roadmap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from quizzer.breaks import breaks_of, days_off
from quizzer.clock import Clock
from quizzer.config import Config
from quizzer.curriculum import Node
from quizzer.errors import LibraryError
from quizzer.store.store import Store
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Parameters, deck_of
from quizzer_scheduler.phasing import Phase, Phasing
from quizzer_scheduler.planning import LONGEST, Finish, Planner, Within
from quizzer_scheduler.simulated_card import CardLives, Held
from quizzer_scheduler.simulation import RETENTIONS, Future, Workload
from quizzer_scheduler.simulation_habits import Habits, habits_of

_LOOKED_BACK = timedelta(days=365)
_LONGEST_ANSWER_MS = 60_000
_MOST_MINUTES = 1440
_BACKLOG_DAYS = 14
"""Days over which what is overdue is worked off."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What each desired retention comes to after a year."""

    workloads: tuple[Workload, ...]
    current: float
    """Today's setting."""
    new_a_day: int
    unseen: int
    known: int
    answers: int
    """Of the last year, from which ratings and times were measured."""
    fitted: bool
    """Whether the weights were fitted to the learner."""


@dataclass(frozen=True, slots=True)
class RoadmapPlan:
    """What it takes to have seen every card of a roadmap by a day."""

    roadmap: str
    title: str
    by: date
    finish: Finish
    within: Within | None
    """With so many minutes a day; None when no number was given."""
    earliest: date | None
    """When it could be finished in those minutes; None within five years, or when no number was given."""


class Lookahead:
    """Simulates the learner's own cards, memory, habits and settings. Nothing is changed."""

    def __init__(
        self, store: Store, config: Config, days: StudyDays, clock: Clock, parameters: Callable[[], Parameters]
    ) -> None:
        self._store = store
        self._config = config
        self._days = days
        self._clock = clock
        self._parameters = parameters

    def choices(self, new_a_day: int | None = None, doing: Callable[[int, int], None] | None = None) -> Choices:
        """Return what desired retentions from 70 to 97 %, and today's, come to. `doing` is told how many are done."""
        parameters = self._parameters()
        new = self._config.whole("study.new_per_day") if new_a_day is None else new_a_day
        known, habits, unseen = self._known(), self._habits(), self._store.answers.unseen()
        future = Future(parameters, habits, known)
        wanted = sorted({*RETENTIONS, parameters.desired_retention})
        found = []
        for done, retention in enumerate(wanted, 1):
            found.append(future.workload(retention, new, unseen))
            if doing:
                doing(done, len(wanted))
        return Choices(
            workloads=tuple(found),
            current=parameters.desired_retention,
            new_a_day=new,
            unseen=unseen,
            known=len(known),
            answers=habits.answers,
            fitted=parameters.weights is not None,
        )

    def plan(self, root: Node, by: date, minutes: float | None = None) -> RoadmapPlan:
        """Return what it takes to finish a roadmap by a day. `LibraryError` when nothing is left or the day is past."""
        return self.planned(root.path, root.title, root.cards - root.introduced, by, minutes)[0]

    def planned(
        self, name: str, title: str, unseen: int, by: date, minutes: float | None = None
    ) -> tuple[RoadmapPlan, Planner]:
        """Return the same for so many cards never seen, and what it was planned with. `LibraryError` as there."""
        today = self._days.day(self._clock.now())
        days = (by - today).days
        if not 0 < days <= LONGEST:
            raise LibraryError(f"{by} must be after today and within five years.")
        if minutes is not None and not 1 <= minutes <= _MOST_MINUTES:  # nan, which no range of an option refuses
            raise LibraryError("Write the minutes as a number from 1 to 1440.")
        if unseen <= 0:
            raise LibraryError(f"Nothing is left to begin in {title}: no card that may be asked is new.")
        if len(self._off(days)) == days:
            raise LibraryError(f"Until {by} there are only days of a break; give it a later day.")
        planner = self.planner(LONGEST if minutes is not None else days)
        within = None if minutes is None else planner.within(days, unseen, minutes)
        earliest = today + timedelta(days=within.days) if within and within.days is not None else None
        return RoadmapPlan(name, title, by, planner.finish(days, unseen), within, earliest), planner

    def planner(self, days: int) -> Planner:
        """Return what plans over so many days, with the desired retention in force."""
        parameters = self._parameters()
        habits = self._habits()
        future = Future(parameters, habits, list(self._known()), days)
        lives = CardLives(parameters, habits, parameters.desired_retention)
        return Planner(future, lives, self._off(days))

    def phasing(self, days: int, phases: Sequence[Phase], place: Mapping[str, int]) -> Phasing:
        """Return what finds a retention for each phase, over so many days; `place` numbers the phases of decks."""
        known: list[list[Held]] = [[] for _ in (*phases, None)]
        for card, held in self._held():
            known[place.get(deck_of(card), -1)].append(held)
        *own, others = known
        filled = [phase._replace(known=cards) for phase, cards in zip(phases, own, strict=True)]
        return Phasing(self._parameters(), self._habits(), filled, others, days, self._off(days))

    def _off(self, days: int) -> frozenset[int]:
        """Return the days of planned breaks among the coming ones, 0 for today."""
        today = self._days.day(self._clock.now())
        away = {(day - today).days for day in days_off(breaks_of(self._store))}
        return frozenset(day for day in away if 0 <= day < days)

    def _habits(self) -> Habits:
        today = self._days.day(self._clock.now())
        return habits_of(self._store.answers.pace(today - _LOOKED_BACK, _LONGEST_ANSWER_MS))

    def _known(self) -> list[Held]:
        return [held for _, held in self._held()]

    def _held(self) -> Iterator[tuple[str, Held]]:
        """Yield the cards known, with their ids."""
        today = self._days.day(self._clock.now()).toordinal()
        day = cache(self._days.day)  # thousands of cards share a few hundred due dates
        overdue = 0
        for card in self._store.answers.cards():
            if not card.asked:
                continue
            due = day(card.due_at).toordinal() - today
            if due < 0:
                due, overdue = overdue % _BACKLOG_DAYS, overdue + 1
            yield card.id, Held(card.memory.stability, card.memory.difficulty, min(0, card.last_day - today), due)
