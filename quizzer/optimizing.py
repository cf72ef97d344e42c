"""Weights that fit the learner: found, judged, adopted or not, listed, restored, offered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from math import isclose
from typing import TypeAlias

from msgspec.structs import replace

from quizzer.clock import Clock
from quizzer.config import Config
from quizzer.errors import FittingError, StoreConflict
from quizzer.fitting import Doing, Fitting
from quizzer.store.adoption import Adoption, CardMemory, Moved
from quizzer.store.records import Fact, FactValue
from quizzer.store.store import Store
from quizzer.weights import IN_FORCE, OFFERED, WEIGHTS, version_of
from quizzer_scheduler.answers import memories
from quizzer_scheduler.days import Stamp, StudyDays
from quizzer_scheduler.fitted import Fitted
from quizzer_scheduler.fsrs6 import State as MemoryState
from quizzer_scheduler.model import Memory, Parameters, State
from quizzer_scheduler.scheduler import Scheduler
from quizzer_scheduler.spreading import Placed, Spread, spread

Tell: TypeAlias = Callable[[int, int], None]
"""Is told how many of how many steps are done; what it raises ends it."""

_TRIES = 3
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class WeightSet:
    """Weights that were in force once."""

    version: int
    """Of the parameter set that brought them first; what `restore` takes."""
    weights: tuple[float, ...] | None
    """None for the defaults."""
    in_force: bool
    at: datetime | None = None
    """When they were adopted; None for the defaults."""
    facts: Mapping[str, FactValue] | None = None
    """What the fit told: `reviews`, `held_out`, `old_loss`, `new_loss`."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What other weights would change, worked out and not yet done."""

    adoption: Adoption
    spread: Spread | None
    """The dates with `reschedule`; None when cards keep them."""

    @property
    def cards(self) -> int:
        """Cards whose memory is another by these weights."""
        return len(self.adoption.memories)

    @property
    def moved(self) -> int:
        """Cards that get another date."""
        return len(self.adoption.moves)


class Optimizer:
    """Fits, adopts and restores weights. Every change is one action of the log that one undo takes back.

    `scheduler` tells the one in force.
    """

    def __init__(
        self,
        store: Store,
        config: Config,
        days: StudyDays,
        clock: Clock,
        scheduler: Callable[[], Scheduler],
    ) -> None:
        self._store = store
        self._config = config
        self._days = days
        self._clock = clock
        self._scheduler = scheduler

    def fit(self, doing: Doing = lambda _: None, fitting: Fitting | None = None) -> Fitted:
        """Fit weights to the whole log, in a process of its own; nothing is changed. `FittingError` when it fails."""
        doing("Reading the log")
        parameters = self._scheduler().parameters
        steps = len(parameters.relearning_steps)
        return (fitting or Fitting()).run(self._store.answers.all, parameters.weights, steps, doing)

    def propose(
        self,
        weights: tuple[float, ...] | None,
        facts: Mapping[str, FactValue],
        *,
        reschedule: bool,
        tell: Tell = lambda _done, _total: None,
    ) -> Proposal:
        """Work out what weights make of each card, from all its answers, and with `reschedule` of its date."""
        newest = self._store.answers.newest_event()
        answers = self._store.answers.all()
        tell(0, 1)
        computed = memories(answers, weights)
        tell(0, 1)
        for key in self._store.answers.placed():
            computed.pop(key, None)
        cards = self._store.answers.cards()
        scheduler = self._scheduler()
        parameters = replace(scheduler.parameters, weights=weights)
        spread = self._spread(cards, computed, parameters, scheduler) if reschedule else None
        adoption = Adoption(
            parameters=parameters,
            kind=WEIGHTS,
            subject=IN_FORCE,
            value=facts,
            newest_event=newest,
            stamp=self._stamp(),
            memories=_changed(cards, computed),
            moves=self._moves(cards, spread.days) if spread else {},
        )
        return Proposal(adoption, spread)

    def propose_dates(self, tell: Tell = lambda _done, _total: None) -> Proposal:
        """Work out the dates that the weights in force would give every card."""
        value = self._store.facts.all(WEIGHTS).get(IN_FORCE)
        facts = value if isinstance(value, dict) else {}
        return self.propose(self._scheduler().parameters.weights, {**facts, "dates": True}, reschedule=True, tell=tell)

    def adopt(self, proposal: Proposal, tell: Tell | None = None) -> int:
        """Bring a proposal into force and return the version. `StoreConflict` when something was answered since."""
        return self._store.adopt(proposal.adoption, tell).version

    def adopt_weights(
        self,
        weights: tuple[float, ...] | None,
        facts: Mapping[str, FactValue],
        tell: Tell = lambda _done, _total: None,
    ) -> int:
        """Work out what weights change, bring them into force and return their version; answers meanwhile count.

        Cards keep their dates. `tell` hears how many of how many steps are done; what it raises ends all of it, and
        nothing was changed.
        """
        for _ in range(_TRIES - 1):
            try:
                return self.adopt(self.propose(weights, facts, reschedule=False, tell=tell), tell)
            except StoreConflict:
                continue
        return self.adopt(self.propose(weights, facts, reschedule=False, tell=tell), tell)

    def adopt_fitted(self, fitted: Fitted, tell: Tell = lambda _done, _total: None) -> int:
        """Bring fitted weights into force and return their version."""
        if fitted.weights is None:
            raise ValueError("There are no weights to adopt.")
        return self.adopt_weights(fitted.weights, facts_of(fitted), tell)

    def keep(self, fitted: Fitted) -> None:
        """Remember that a fit was no better, so that it is not offered again before there are twice as many answers."""
        self._state(OFFERED, {"up_to": fitted.reviews, **facts_of(fitted)})

    def restore(self, version: int, tell: Tell = lambda _done, _total: None) -> int:
        """Bring earlier weights back into force and return the new version. `FittingError` for an unknown version."""
        found = self.earlier(version)
        facts = {**(found.facts or {}), "restored": found.version}
        return self.adopt_weights(found.weights, facts, tell)

    def version_in_force(self) -> int | None:
        """Return the version of the weights in force, as the log says now; None for the defaults of the beginning."""
        return version_of(self._store.facts.all(WEIGHTS).get(IN_FORCE))

    def earlier(self, version: int) -> WeightSet:
        """Return weights by their version. `FittingError` when there are none or they are in force."""
        found = next((known for known in self.sets() if known.version == version), None)
        if found is None:
            raise FittingError(f"There are no weights of version {version}. `quizzer optimize --list` shows which are.")
        if found.in_force:
            raise FittingError(f"The weights of version {version} are in force already.")
        return found

    def sets(self) -> tuple[WeightSet, ...]:
        """Return all weights that were ever adopted and stand, the defaults first; each once."""
        history = self._store.all_parameters()
        current = self._scheduler().parameters.weights
        defaults = min((version for version, known in history.items() if known.weights is None), default=0)
        found: dict[tuple[float, ...] | None, WeightSet] = {
            None: WeightSet(defaults, None, current is None),
        }
        for stated in self._store.answers.stated(WEIGHTS):
            version = version_of(stated.value)
            if stated.undone or stated.subject != IN_FORCE or version not in history:
                continue
            weights, facts = history[version].weights, stated.value if isinstance(stated.value, dict) else {}
            found.setdefault(weights, WeightSet(version, weights, weights == current, stated.at, facts))
        return tuple(found.values())

    # -- offering --------------------------------------------------------------------------------------------

    def dismiss(self) -> None:
        """Offer no fit before there are twice as many answers."""
        self._state(OFFERED, {"up_to": self._store.cards.answer_count()})

    # -- doing -----------------------------------------------------------------------------------------------

    def _spread(
        self,
        cards: list[CardMemory],
        computed: Mapping[int, MemoryState],
        parameters: Parameters,
        scheduler: Scheduler,
    ) -> Spread:
        day = cache(self._days.day)
        placed = [
            Placed(
                card.key,
                card.id,
                card.reps,
                computed[card.key][0] if card.key in computed else card.memory.stability,
                date.fromordinal(card.last_day),
                day(card.due_at),
                scheduler.desired_retention(card.id),
            )
            for card in cards
            if card.state == State.REVIEW and card.asked
        ]
        return spread(placed, parameters, self._days.day(self._clock.now()), self._config.easy_days)

    def _moves(self, cards: list[CardMemory], days: Mapping[int, date]) -> dict[int, Moved]:
        starts = {day: self._days.start(day) for day in set(days.values())}
        return {
            card.key: Moved(day, starts[day], max(0, day.toordinal() - card.last_day))
            for card in cards
            if (day := days.get(card.key)) is not None
        }

    def _state(self, subject: str, value: dict[str, FactValue]) -> None:
        self._store.fact(Fact(WEIGHTS, subject, value, *self._stamp()))

    def _stamp(self) -> Stamp:
        return self._days.stamp(self._clock.now())


def facts_of(fitted: Fitted) -> dict[str, FactValue]:
    """Return what a fit told, for the log."""
    told: dict[str, FactValue] = {"reviews": fitted.reviews}
    if fitted.trial is not None:
        trial = fitted.trial
        told |= {"held_out": trial.reviews, "old_loss": trial.old_loss, "new_loss": trial.new_loss}
    return told


def _changed(cards: list[CardMemory], computed: Mapping[int, MemoryState]) -> dict[int, Memory]:
    """Return the memories that differ from what the cards have."""
    found: dict[int, Memory] = {}
    for card in cards:
        state = computed.get(card.key)
        if state is not None and not (
            isclose(state[0], card.memory.stability, rel_tol=_SAME)
            and isclose(state[1], card.memory.difficulty, rel_tol=_SAME)
        ):
            found[card.key] = Memory(*state)
    return found
