"""Does a plan that is kept in step pay? Learners who miss days, with a plan, with its first rate, and with a reserve.

    python -m benchmarks.plan_learners [--learners 200] [--roadmap ID] [--days 120] [--json FILE]

Told is how many have seen every card by the day, the longest week in minutes a day, and what they know on that day.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from math import ceil
from pathlib import Path
from random import Random
from statistics import mean, stdev

from benchmarks.learners import Course, Knower, Road, live
from benchmarks.placement_learners import bundled_road
from quizzer.pacing import PlanInForce, pace_of

TODAY = date(2026, 3, 2)
HABITS: Mapping[str, tuple[float, float]] = {
    "every day": (0.0, 0.0),
    "one day in seven missed": (1 / 7, 0.0),
    "one day in four missed": (1 / 4, 0.0),
    "whole weeks missed": (0.05, 0.02),
}
"""Chance to miss a day, and to begin a week away."""
RESERVE = 1.25


def missed(habit: str, days: int, rng: Random) -> list[bool]:
    """Return the days on which a learner does not study."""
    day_off, week_off = HABITS[habit]
    away, found = 0, []
    for _ in range(days):
        if not away and rng.random() < week_off:
            away = 7
        found.append(away > 0 or rng.random() < day_off)
        away = max(0, away - 1)
    return found


def arms(unseen: int, days: int) -> Mapping[str, Callable[[int, int], int]]:
    """Return how many new cards come on a day when so many are left, by each way of planning."""
    rate = ceil(unseen / days)
    plan = PlanInForce("", "", (), TODAY, TODAY + timedelta(days=days), unseen, rate)

    studied: list[int] = []

    def kept_in_step(day: int, left: int) -> int:
        pace = pace_of(plan, TODAY + timedelta(days=day), frozenset(), left, len(studied))
        studied.append(day)
        return 0 if pace is None else min(left, pace.new_today)

    return {
        "plan": kept_in_step,
        "first rate": lambda _, left: min(left, rate),
        "a quarter more": lambda _, left: min(left, ceil(rate * RESERVE)),
    }


def lived(road: Road, habit: str, arm: str, days: int, seed: int) -> dict[str, float]:
    """Return what one learner came to."""
    learner = Knower(road, Random(f"{habit} {seed}"))
    off = missed(habit, days, Random(f"days {habit} {seed}"))
    order = [card for deck in road.decks for card in learner.cards[deck]]
    course = live(learner, order, {}, arms(road.total, days)[arm], days, there=lambda day: not off[day])
    return {
        "done": float(course.introduced[-1] == road.total),
        "seen": course.introduced[-1] / road.total,
        "known on the day": learner.knowledge(days) / road.total,
        "fullest week": fullest_week(course),
        "fullest day": max(course.minutes),
        "minutes": sum(course.minutes),
    }


def fullest_week(course: Course) -> float:
    """Return the minutes a day of the fullest seven days."""
    return max(mean(course.minutes[day : day + 7]) for day in range(max(1, len(course.minutes) - 6)))


def summary(found: list[dict[str, float]]) -> dict[str, tuple[float, float]]:
    """Return mean and half of the 95 % interval of each figure."""
    spread = 1.96 / len(found) ** 0.5
    return {
        name: (mean(values), spread * (stdev(values) if len(values) > 1 else 0.0))
        for name in found[0]
        for values in [[one[name] for one in found]]
    }


def main() -> None:
    """Run it and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--roadmap", default="ai-engineer-journey")
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    road = bundled_road(options.roadmap)
    print(f"{road.total} cards in {options.days} days; {options.learners} learners of each habit")
    told: dict[str, dict[str, dict[str, tuple[float, float]]]] = {}
    for habit in HABITS:
        print(f"\n{habit}")
        told[habit] = {}
        for arm in arms(road.total, options.days):
            found = [lived(road, habit, arm, options.days, seed) for seed in range(options.learners)]
            told[habit][arm] = summary(found)
            print(f"  {arm}")
            for name, (value, error) in told[habit][arm].items():
                print(f"    {name:<20}{value:9.3f} ± {error:.3f}")
    if options.json:
        options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
