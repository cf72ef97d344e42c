"""Do gates, remedies and contrasts help? Learners with known memory study with and without each.

    python -m benchmarks.what_next --seeds 20

Printed is by how much more cards are truly known per minute studied after 90 and 180 days than without, in per cent,
with the 95 % interval of the mean over the seeds; both learners of a seed have the same world and the same luck.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev
from types import MappingProxyType
from typing import Any

from benchmarks.interfering import Learner, Policy
from benchmarks.interfering_world import World

MARKS = (90, 180)
SHORT = {"minutes": 20.0, "new_a_day": 10}
"""Days that end before all is done."""
AMPLE = {"minutes": 60.0, "new_a_day": 8}
"""Days on which everything due is asked."""


@dataclass(frozen=True)
class Case:
    """A policy in a world, against the learner who goes without."""

    name: str
    policy: Policy
    without: Policy
    world: Mapping[str, Any]
    days: Mapping[str, Any]


def cases() -> Iterator[Case]:
    """Yield what is looked at, each with the thing it is about at no, half and full strength."""
    for strength in (0.0, 0.5, 1.0):
        for disorder in (0.01, 0.15, 0.4):
            world = {"needing": strength, "disorder": disorder}
            text = f"gate, needs {strength:g}, disorder {disorder:g}"
            yield Case(text, Policy(gate=0.6), Policy(), world, SHORT)
        for low in (0.9, 0.95):
            for days, name in ((SHORT, "short"), (AMPLE, "ample")):
                text = f"remedy under {low:g}, needs {strength:g}, days {name}"
                yield Case(text, Policy(remedy=low), Policy(), {"needing": strength, "disorder": 0.15}, days)
    for strength in (0.0, 0.5, 1.0, 2.0):
        world = {"confusing": strength}
        text = f"confusing {strength:g}"
        yield Case(f"apart by a day, {text}", Policy(0.6, apart=True), Policy(0.6), world, SHORT)
        yield Case(f"apart until settled, {text}", Policy(0.6, apart=True, settled=True), Policy(0.6), world, SHORT)


def gains(
    case: Case, seeds: Iterable[int], size: Mapping[str, Any] = MappingProxyType({}), marks: Sequence[int] = MARKS
) -> list[tuple[float, ...]]:
    """Return by which share more is known per minute than without, on each day looked at, of each seed."""
    found = []
    for seed in seeds:
        world = World(seed, **case.world, **size)
        without, with_it = (_rates(world, policy, case, marks) for policy in (case.without, case.policy))
        found.append(tuple(after / before - 1 for before, after in zip(without, with_it, strict=True)))
    return found


def _rates(world: World, policy: Policy, case: Case, marks: Sequence[int]) -> list[float]:
    course = Learner(world, policy, **case.days).course(marks)
    return [known / minutes for known, minutes in zip(course.known, course.minutes, strict=True)]


def interval(values: Iterable[float]) -> tuple[float, float]:
    """Return the mean and half the width of its 95 % interval."""
    values = list(values)
    return mean(values), 1.96 * stdev(values) / sqrt(len(values))


def main() -> None:
    """Print a line for each case."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--only", default="", help="cases whose name contains this")
    given = parser.parse_args()
    print(f"{'known per minute, against without':48}{'90 days':>16}{'180 days':>16}")
    for case in cases():
        if given.only in case.name:
            found = gains(case, range(1, given.seeds + 1))
            shown = [interval(each[i] for each in found) for i in range(len(MARKS))]
            print(f"{case.name:48}" + "".join(f"{100 * m:+9.1f} ± {100 * w:.1f}" for m, w in shown), flush=True)


if __name__ == "__main__":
    main()
