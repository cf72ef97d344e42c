"""Does a desired retention for each phase pay, where a plan does not fit into the minutes that there are?

    python -m benchmarks.phase_learners [--learners 40] [--roadmap ID] [--days 120] [--json FILE]

The minutes are a share of what the plan takes in its fullest week with 90 % recall wanted. Nobody studies longer on any
day: what is left waits. Told is which share of all cards was seen, and would be recalled, on the day.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TypeAlias

from benchmarks.learners import CardOf, Knower, Road, live
from benchmarks.placement_learners import bundled_road
from benchmarks.plan_learners import HABITS, TODAY, arms, fullest_week, missed, summary
from quizzer.pacing import PlanInForce, pace_of
from quizzer.reworking import MARGIN, REST
from quizzer_decks.roadmap_file import read_roadmap_file
from quizzer_scheduler.model import Parameters, Rating, State
from quizzer_scheduler.phasing import Phase, Phasing
from quizzer_scheduler.planning import Planner
from quizzer_scheduler.retrievability import interval
from quizzer_scheduler.simulated_card import CardLives, Held
from quizzer_scheduler.simulation import RETENTIONS, Future
from quizzer_scheduler.simulation_habits import Habits, habits_of

Phases: TypeAlias = Sequence[tuple[str, ...]]
"""Decks of each phase."""

PARAMETERS = Parameters(1)
SHARES = (0.95, 0.9, 0.85, 0.8, 0.75)
"""Minutes that there are."""
FEWER, AS_MANY, EVENLY, BY_PHASE, ANEW = ARMS = (
    "one retention, as many new as fit",
    "one retention, all new",
    "one lower retention for all",
    "retention by phase",
    "by phase, worked out anew",
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
        finish = self._planner.finish(days, road.total)
        self.takes, self.new_a_day = finish.busiest, finish.new_a_day

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
        if arm in (BY_PHASE, ANEW):
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


class InForce:
    """What is wanted of each phase, worked out anew by the rules of the program where the plan fell behind."""

    def __init__(
        self, plans: Plans, learner: Knower, minutes: float, wanted: Sequence[float], off: Sequence[bool]
    ) -> None:
        self._plans, self._learner, self._minutes, self._off = plans, learner, minutes, off
        self.by_stability: dict[str, float] = {}
        """The interval of a card with a day of stability, by deck."""
        self.changes = 0
        self._said = 0
        self._hold(wanted)

    def there(self, day: int) -> bool:
        """Tell whether the learner studies on a day, and work the plan out anew before he begins."""
        if not self._off[day] and day - self._said >= REST and self._behind(day):
            back = self._off[max(0, day - 28) : day]
            phasing = Phasing(PARAMETERS, measured(), list(self._phases(day)), (), self._plans.days - day)
            wanted = phasing.found_for(self._minutes, 1 - sum(back) / len(back)) or phasing.lowest
            if wanted != self._wanted:
                self.changes, self._said = self.changes + 1, day
                self._hold(wanted)
        return not self._off[day]

    def _hold(self, wanted: Sequence[float]) -> None:
        self._wanted = wanted
        self._times = [interval(1.0, one) for one in wanted]
        decks = zip(self._plans.phases, self._times, strict=True)
        self.by_stability.update((deck, time) for phase, time in decks for deck in phase)

    def _behind(self, day: int) -> bool:
        road, end = self._plans.road, TODAY + timedelta(days=self._plans.days)
        unseen = sum(card.held is None for cards in self._learner.cards.values() for card in cards)
        plan = PlanInForce("", "", (), TODAY, end, road.total, self._plans.new_a_day)
        pace = pace_of(plan, TODAY + timedelta(days=day), frozenset(), unseen, day - sum(self._off[:day]))
        return pace is not None and pace.behind >= MARGIN and any(self._off[:day])

    def _phases(self, day: int) -> Iterator[Phase]:
        begun = _phases(self._plans.road, self._plans.phases)
        for decks, phase, time in zip(self._plans.phases, begun, self._times, strict=True):
            cards = [card for deck in decks for card in self._learner.cards[deck]]
            known = [_held(card, time, day) for card in cards if card.held is not None]
            yield phase._replace(unseen=len(cards) - len(known), known=known)


def _held(card: CardOf, by_stability: float, day: int) -> Held:
    """Return a card as the program sees it; what is overdue is worked off in two weeks."""
    assert card.held is not None
    due = card.held_day + max(1, round(card.held[0] * by_stability)) - day
    return Held(*card.held, card.held_day - day, due if due >= 0 else due % 14)


def lived(plans: Plans, habit: str, arm: str, share: float, seed: int) -> dict[str, float] | None:
    """Return what one learner came to with a share of the minutes; None where the arm has no plan for them."""
    road, days, minutes = plans.road, plans.days, plans.takes * share
    wanted = plans.retentions(arm, minutes, 1 - HABITS[habit][0])
    if wanted is None:
        return None
    learner = Knower(road, Random(f"{habit} {seed}"))
    off = missed(habit, days, Random(f"days {habit} {seed}"))
    held = InForce(plans, learner, minutes, wanted, off)
    course = live(
        learner,
        [card for decks in plans.phases for deck in decks for card in learner.cards[deck]],
        {},
        plans.rate(arm, minutes),
        days,
        there=held.there if arm == ANEW else lambda day: not off[day],
        minutes=minutes,
        by_stability=held.by_stability,
    )
    return {
        "seen": course.introduced[-1] / road.total,
        "known on the day": learner.knowledge(days) / road.total,
        "known a month later": learner.knowledge(days + 30) / road.total,
        "fullest week": fullest_week(course),
        "minutes": sum(course.minutes) / days,
        "worked out anew": float(held.changes),
    }


def main() -> None:
    """Run it and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=40)
    parser.add_argument("--roadmap", default="ai-engineer-journey")
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--arms", nargs="*", default=ARMS)
    parser.add_argument("--shares", nargs="*", type=float, default=SHARES)
    parser.add_argument("--habits", nargs="*", default=list(HABITS)[:3])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    road = bundled_road(options.roadmap)
    plans = Plans(road, phases_of(road, options.roadmap), options.days)
    print(f"{road.total} cards in {options.days} days take {plans.takes:.1f} min a day; {options.learners} learners")
    told: dict[str, dict[str, tuple[float, float]]] = {}
    for habit in options.habits:
        for share in options.shares:
            for arm in options.arms:
                found = [lived(plans, habit, arm, share, seed) for seed in range(options.learners)]
                figures = summary([one for one in found if one is not None]) if found[0] is not None else {}
                told[f"{habit}, {share:.0%}, {arm}"] = figures
                said = "  ".join(f"{name} {value:.3f} ± {error:.3f}" for name, (value, error) in figures.items())
                print(f"{habit}, {share:.0%}, {arm}: {said or 'does not fit'}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
