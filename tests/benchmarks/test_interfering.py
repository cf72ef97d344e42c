"""The learners with which gates, remedies and contrasts are judged."""

from __future__ import annotations

from statistics import mean

import pytest

from benchmarks.interfering import Learner, Policy
from benchmarks.interfering_world import PER_TOPIC, World
from benchmarks.what_next import cases, gains, interval

SMALL = {"topics": 40}


def known(world: World, policy: Policy, days: int = 40) -> float:
    """Return the cards truly known for each minute after some days."""
    course = Learner(world, policy).course((days,))
    return course.known[0] / course.minutes[0]


def test_the_same_seed_is_the_same_life() -> None:
    """Nothing is left to chance, and a learner knows no more than he has seen."""
    world = World(3, **SMALL)
    one, other = (Learner(world, Policy(0.6, 0.95, True, True)).course((20, 40)) for _ in range(2))
    assert one == other
    assert 0 < one.known[1] < one.seen[1] <= 40 * PER_TOPIC
    assert one.minutes[1] <= 40 * 20.5


def test_gates_pay_where_the_order_is_not_that_of_the_needs() -> None:
    """With topics out of order more is known per minute behind gates; where needs do not matter it is much the same."""
    seeds = range(1, 4)
    worlds = [World(seed, disorder=0.4, **SMALL) for seed in seeds]
    assert mean(known(world, Policy(0.6)) / known(world, Policy()) for world in worlds) > 1.1
    free = [World(seed, disorder=0.4, needing=0.0, **SMALL) for seed in seeds]
    assert abs(mean(known(world, Policy(0.6)) / known(world, Policy()) for world in free) - 1) < 0.05


def test_remedies_are_asked() -> None:
    """After lapses weak cards of needed topics come; in a world without needs there is nothing to remedy."""
    learner = Learner(World(1, **SMALL), Policy(remedy=0.97))
    learner.course((40,))
    assert learner.remedied > 10
    alone = Learner(World(1, topics=1), Policy(remedy=0.97))
    alone.course((40,))
    assert alone.remedied == 0


def test_every_case_can_be_run() -> None:
    """Each compares a policy with going without it, and the interval is around the mean."""
    names = [case.name for case in cases()]
    assert len(set(names)) == len(names)
    case = next(case for case in cases() if case.policy.apart)
    assert case.without == Policy(0.6)
    assert len(gains(case, [1], SMALL, (10,))) == 1
    assert interval([1.0, 3.0]) == pytest.approx((2.0, 1.96))
