"""Does a desired retention for each phase pay, where a plan does not fit into the minutes that there are?

    python -m benchmarks.phase_learners [--learners 40] [--roadmap ID] [--days 120] [--json FILE]

The minutes are a share of what the plan takes in its fullest week with 90 % recall wanted. Nobody studies longer on any
day: what is left waits. Told is which share of all cards was seen, and would be recalled, on the day.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import TypeAlias

from benchmarks.learners import Knower, Road, live
from benchmarks.placement_learners import bundled_road
from benchmarks.plan_learners import HABITS, arms, fullest_week, missed, summary
from quizzer_decks.roadmap_file import read_roadmap_file
from quizzer_scheduler.model import Parameters, Rating, State
from quizzer_scheduler.phasing import Phase, Phasing
from quizzer_scheduler.planning import Planner
from quizzer_scheduler.retrievability import interval
from quizzer_scheduler.simulated_card import CardLives
from quizzer_scheduler.simulation import RETENTIONS, Future
from quizzer_scheduler.simulation_habits import Habits, habits_of

Phases: TypeAlias = Sequence[tuple[str, ...]]
"""Decks of each phase."""

PARAMETERS = Parameters(1)
SHARES = (0.95, 0.9, 0.85, 0.8, 0.75)
"""Minutes that there are."""
FEWER, AS_MANY, EVENLY, BY_PHASE = ARMS = (
    "one retention, as many new as fit",
    "one retention, all new",
    "one lower retention for all",
    "retention by phase",
)
_MANY = 100_000


def measured() -> Habits:
    """Return the habits that the program would find in the log of such a learner."""
    counts = {
        (State.NEW, Rating.AGAIN): (_MANY, 20.0 * _MANY),
        (State.LEARNING, Rating.GOOD): (2 * _MANY, 24.0 * _MANY),
        (State.REVIEW, Rating.GOOD): (9 * _MANY, 108.0 * _MANY),
        (State.REVIEW, Rating.AGAIN): (_MANY, 20.0 * _MANY),
        (State.RELEARNING, Rating.GOOD): (_MANY, 12.0 * _MANY),
    }
    return habits_of({(int(state), int(rating)): found for (state, rating), found in counts.items()})


def phases_of(road: Road, roadmap: str) -> list[tuple[str, ...]]:
    """Return the decks of each phase of a bundled roadmap, each deck where it stands first."""
    import quizzer_decks

    read, _ = read_roadmap_file(Path(quizzer_decks.__file__).parent / "roadmaps" / f"{roadmap}.yaml")
    assert read is not None
    seen: set[str] = set()
    found = []
    for phase in read.phases:
        decks = dict.fromkeys(d for section in phase.sections for topic in section.topics for d in topic.decks)
        own = tuple(deck for deck in decks if deck in road.cards and deck not in seen)
        seen.update(own)
        if own:
            found.append(own)
    return found


class Plans:
    """What the planner says of a road: what it takes, and what each arm does with fewer minutes."""

    def __init__(self, road: Road, phases: Phases, days: int) -> None:
        self.road, self.phases, self.days = road, phases, days
        habits = measured()
        self._phasing = Phasing(PARAMETERS, habits, list(_phases(road, phases)), (), days)
        lives = CardLives(PARAMETERS, habits, PARAMETERS.desired_retention)
        self._planner = Planner(Future(PARAMETERS, habits, (), days), lives)
        self.takes = self._planner.finish(days, road.total).busiest

    def rate(self, arm: str, minutes: float) -> Callable[[int, int], int]:
        """Return how many new cards come on a day when so many are left."""
        if arm != FEWER:
            return arms(self.road.total, self.days)["plan"]
        rate = self._planner.within(self.days, self.road.total, minutes).new_a_day
        return lambda _, left: min(left, rate)

    def retentions(self, arm: str, minutes: float, usual: float = 1.0) -> tuple[float, ...] | None:
        """Return the retention of each phase, for one who studies on such a share of the days; None where none fits."""
        if arm in (FEWER, AS_MANY):
            return self._phasing.own
        if arm == BY_PHASE:
            return self._phasing.found_for(minutes, usual)
        levels = (level for level in reversed(RETENTIONS) if level <= PARAMETERS.desired_retention)
        evenly = ((level,) * len(self.phases) for level in levels)
        return next((one for one in evenly if self._phasing.finish(one).busiest <= minutes), None)


def _phases(road: Road, phases: Phases) -> list[Phase]:
    place = {deck: number for number, decks in enumerate(phases) for deck in decks}
    needs = [(need, deck) for deck in road.decks for need in road.needs[deck]]
    built_on = {need for need, deck in needs if place.get(need) != place[deck]}
    found = []
    for decks in phases:
        cards = sum(road.cards[deck] for deck in decks)
        found.append(Phase(cards, (), sum(road.cards[deck] for deck in decks if deck in built_on) / cards))
    return found


def lived(plans: Plans, habit: str, arm: str, share: float, seed: int) -> dict[str, float] | None:
    """Return what one learner came to with a share of the minutes; None where the arm has no plan for them."""
    road, days, minutes = plans.road, plans.days, plans.takes * share
    wanted = plans.retentions(arm, minutes, 1 - HABITS[habit][0])
    if wanted is None:
        return None
    learner = Knower(road, Random(f"{habit} {seed}"))
    off = missed(habit, days, Random(f"days {habit} {seed}"))
    held = {deck: interval(1.0, one) for decks, one in zip(plans.phases, wanted, strict=True) for deck in decks}
    course = live(
        learner,
        [card for decks in plans.phases for deck in decks for card in learner.cards[deck]],
        {},
        plans.rate(arm, minutes),
        days,
        there=lambda day: not off[day],
        minutes=minutes,
        by_stability=held,
    )
    return {
        "seen": course.introduced[-1] / road.total,
        "known on the day": learner.knowledge(days) / road.total,
        "known a month later": learner.knowledge(days + 30) / road.total,
        "fullest week": fullest_week(course),
        "minutes": sum(course.minutes) / days,
    }


def main() -> None:
    """Run it and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=40)
    parser.add_argument("--roadmap", default="ai-engineer-journey")
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--habits", nargs="*", default=list(HABITS)[:3])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    road = bundled_road(options.roadmap)
    plans = Plans(road, phases_of(road, options.roadmap), options.days)
    print(f"{road.total} cards in {options.days} days take {plans.takes:.1f} min a day; {options.learners} learners")
    told: dict[str, dict[str, tuple[float, float]]] = {}
    for habit in options.habits:
        for share in SHARES:
            for arm in ARMS:
                found = [lived(plans, habit, arm, share, seed) for seed in range(options.learners)]
                figures = summary([one for one in found if one is not None]) if found[0] is not None else {}
                told[f"{habit}, {share:.0%}, {arm}"] = figures
                said = "  ".join(f"{name} {value:.3f} ± {error:.3f}" for name, (value, error) in figures.items())
                print(f"{habit}, {share:.0%}, {arm}: {said or 'does not fit'}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
