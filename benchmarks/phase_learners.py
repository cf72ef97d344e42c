"""Does a desired retention for each phase pay, where a plan does not fit into the minutes that there are?

    python -m benchmarks.phase_learners [--learners 40] [--roadmap ID] [--days 120] [--json FILE]

The minutes are a share of what the plan takes in its fullest week with 90 % recall wanted. Nobody studies longer on any
day: what is left waits. Told is which share of all cards is seen, and would be recalled, on the day.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks.learners import Knower, Road, live
from benchmarks.plan_learners import OWN, arms, fullest_week, missed
from quizzer_decks.roadmap_file import read_roadmap_file
from quizzer_scheduler.model import Parameters, Rating, State
from quizzer_scheduler.phasing import Phase, Phasing
from quizzer_scheduler.planning import Planner
from quizzer_scheduler.retrievability import interval
from quizzer_scheduler.simulated_card import CardLives
from quizzer_scheduler.simulation import RETENTIONS, Future
from quizzer_scheduler.simulation_habits import Habits, habits_of

PARAMETERS = Parameters(1)
SHARES = (0.95, 0.85, 0.75)
"""Minutes that there are."""
ARMS = ("fewer new cards", "as if there was time", "one lower for all", "by phase")
_MANY = 100_000


def measured() -> Habits:
    """Return the habits that the program would find in the log of such a learner."""
    new, passed, missed_, again = State.NEW, State.REVIEW, State.REVIEW, State.LEARNING
    counts = {
        (new, Rating.AGAIN): (_MANY, 20.0 * _MANY),
        (again, Rating.GOOD): (2 * _MANY, 24.0 * _MANY),
        (passed, Rating.GOOD): (9 * _MANY, 108.0 * _MANY),
        (missed_, Rating.AGAIN): (_MANY, 20.0 * _MANY),
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
    """What the planner says of a road: what it takes, and what the arms do with fewer minutes."""

    def __init__(self, road: Road, phases: list[tuple[str, ...]], days: int) -> None:
        self._road, self._phases, self.days = road, phases, days
        place = {deck: number for number, decks in enumerate(phases) for deck in decks}
        builds = {
            need for deck in road.decks for need in road.needs[deck] if place.get(need, place[deck]) != place[deck]
        }
        habits = measured()
        cards = [sum(road.cards[deck] for deck in decks) for decks in phases]
        needed = [
            sum(road.cards[deck] for deck in decks if deck in builds) / all_
            for decks, all_ in zip(phases, cards, strict=True)
        ]
        self._phasing = Phasing(
            PARAMETERS, habits, [Phase(n, needed=share) for n, share in zip(cards, needed, strict=True)], (), days
        )
        self._planner = Planner(Future(PARAMETERS, habits, (), days), CardLives(PARAMETERS, habits, OWN))
        self.takes = self._planner.finish(days, road.total).busiest

    def rate(self, arm: str, minutes: float) -> Callable[[int, int], int]:
        """Return how many new cards come on a day when so many are left."""
        if arm != ARMS[0]:
            return arms(self._road.total, self.days)["plan"]
        rate = self._planner.within(self.days, self._road.total, minutes).new_a_day
        return lambda _, left: min(left, rate)

    def retentions(self, arm: str, minutes: float) -> tuple[float, ...] | None:
        """Return the retention of each phase; None where nothing fits."""
        if arm in ARMS[:2]:
            return self._phasing.own
        if arm == ARMS[3]:
            return self._phasing.found(minutes)
        evenly = [(level,) * len(self._phases) for level in reversed(RETENTIONS) if level <= OWN]
        return next((one for one in evenly if self._phasing.finish(one).busiest <= minutes), None)


def lived(
    road: Road, phases: list[tuple[str, ...]], plans: Plans, habit: str, arm: str, share: float, seed: int
) -> dict[str, float] | None:
    """Return what one learner came to; None where the arm has no plan."""
    days, minutes = plans.days, plans.takes * share
    wanted = plans.retentions(arm, minutes)
    if wanted is None:
        return None
    learner = Knower(road, Random(f"{habit} {seed}"))
    off = missed(habit, days, Random(f"days {habit} {seed}"))
    order = [card for decks in phases for deck in decks for card in learner.cards[deck]]
    course = live(
        learner,
        order,
        {},
        plans.rate(arm, minutes),
        days,
        there=lambda day: not off[day],
        minutes=minutes,
        by_stability={deck: interval(1.0, one) for decks, one in zip(phases, wanted, strict=True) for deck in decks},
    )
    return {
        "seen": course.introduced[-1] / road.total,
        "known on the day": learner.knowledge(days) / road.total,
        "known a month later": learner.knowledge(days + 30) / road.total,
        "fullest week": fullest_week(course),
        "minutes a day": sum(course.minutes) / days,
    }
