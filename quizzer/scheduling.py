"""The scheduler by the settings, the weights in force and what is wanted of each deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from quizzer.weights import WEIGHTS, weights_in_force
from quizzer_scheduler.model import Parameters
from quizzer_scheduler.scheduler import Scheduler

if TYPE_CHECKING:
    from quizzer.config import Config
    from quizzer.desired import Desired
    from quizzer.store.store import Store
    from quizzer_scheduler.days import StudyDays


def scheduler_by(store: Store, config: Config, days: StudyDays, desired: Desired) -> Scheduler:
    """Return the scheduler; each set of parameters that was not there yet is kept in the store."""
    history = store.all_parameters()
    known = {replace(history[version], version=0): version for version in sorted(history)}

    def kept(wanted: Parameters) -> Parameters:
        version = known.get(wanted)
        return store.add_parameters(wanted) if version is None else history[version]

    own = Parameters(
        version=0,
        weights=weights_in_force(store.facts.all(WEIGHTS), history),
        desired_retention=desired.own,
        learning_steps=config.steps("study.learning_steps"),
        relearning_steps=config.steps("study.relearning_steps"),
        maximum_interval=config.whole("study.maximum_interval"),
        fuzz=config.switch("study.fuzz"),
    )
    current = kept(own)
    others = {one: kept(replace(own, desired_retention=one)) for one in sorted(set(desired.by_deck.values()))}
    history |= {one.version: one for one in (current, *others.values())}
    return Scheduler(current, days, history, {deck: others[one] for deck, one in desired.by_deck.items()})
