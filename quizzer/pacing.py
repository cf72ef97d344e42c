"""The plan in force, as far as it decides how many new cards come today. Light: `quizzer due` reads it too."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from quizzer.breaks import days_off, planned
from quizzer.limits import BREAK, PLAN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quizzer.store.store import Store

IN_FORCE = "in force"
"""Subject of the fact that says which plan is in force."""

MOST = 2
"""How many times the new cards a day of the plan are asked at most, however many days were missed."""

_NO_DAYS: frozenset[date] = frozenset()


class PlanInForce(NamedTuple):
    """A plan that was adopted."""

    scope: str
    """What it is about, as it may be typed."""
    title: str
    decks: tuple[str, ...]
    """As they were when it was adopted."""
    since: date
    by: date
    """The day by which every card is to have been seen: the last one for new cards is the day before."""
    unseen: int
    """Cards never seen when it was adopted."""
    new_a_day: int
    minutes: float | None = None
    """A day, as they were given; None when none were."""


class Pace(NamedTuple):
    """How a plan stands on a study day."""

    unseen: int
    """Cards of the plan never seen, as the day began."""
    days: int
    """For study until its end, today included; 0 on a day off."""
    wanted: int
    """New cards a day that it takes from now on."""
    new_today: int
    """New cards that today asks for: no more than `MOST` times the plan's, none on a day off."""
    behind: int
    """Days of the plan's new cards that are missing; negative when ahead."""
    finish: date | None
    """When every card has been seen at today's rate; None when that cannot be said."""


def plan_of(facts: Mapping[str, object]) -> PlanInForce | None:
    """Return the plan that facts of the kind `PLAN` put in force; None for none, and for one that cannot be read."""
    value = facts.get(IN_FORCE)
    if not isinstance(value, dict):
        return None
    try:
        return PlanInForce(
            str(value["scope"]),
            str(value["title"]),
            tuple(str(deck) for deck in value["decks"]),
            date.fromisoformat(value["since"]),
            date.fromisoformat(value["by"]),
            int(value["unseen"]),
            max(1, int(value["new_a_day"])),
            None if value.get("minutes") is None else float(value["minutes"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def study_days_between(first: date, end: date, off: frozenset[date] = _NO_DAYS) -> int:
    """Return how many days from `first` on and before `end` are for study."""
    days = (end - first).days
    return max(0, days) - sum(first <= day < end for day in off)


def pace_of(plan: PlanInForce, day: date, off: frozenset[date], unseen: int) -> Pace | None:
    """Return how a plan stands, with so many cards never seen as the day began; None when it is over or done."""
    left = study_days_between(day, plan.by, off)
    if day >= plan.by or unseen <= 0:
        return None
    highest = MOST * plan.new_a_day
    wanted = -(-unseen // max(left, 1))
    rate = min(wanted, highest)
    done, expected = plan.unseen - unseen, plan.new_a_day * study_days_between(plan.since, day, off)
    missing = min(expected, plan.unseen) - done
    behind = missing // plan.new_a_day if missing >= 0 else -(-missing // plan.new_a_day)
    return Pace(unseen, left, wanted, 0 if day in off else rate, behind, _finish(day, off, -(-unseen // rate)))


def _finish(day: date, off: frozenset[date], days: int) -> date | None:
    """Return the day before which so many days for study lie, today the first of them."""
    while days and day < date.max:
        days -= day not in off
        day += timedelta(days=1)
    return None if days else day


def planned_today(store: Store, day: date) -> int | None:
    """Return how many new cards the plan, or a break, allows today; None when the settings do."""
    return allowed(store.facts.all(PLAN), store.facts.all(BREAK), day, lambda: store.today.unseen(day))


def allowed(
    plans: Mapping[str, object],
    breaks: Mapping[str, object],
    day: date,
    unseen: Callable[[], Mapping[str, tuple[int, int]]],
) -> int | None:
    """Return the same of the facts of both kinds; `unseen` is asked only when there is a plan."""
    off = days_off(planned(breaks))
    if day in off:
        return 0
    plan = plan_of(plans)
    pace = None if plan is None else pace_of(plan, day, off, unseen_of(plan, unseen()))
    return None if pace is None else pace.new_today


def unseen_of(plan: PlanInForce, decks: Mapping[str, tuple[int, int]]) -> int:
    """Return the plan's cards never seen as the day began, of what each deck has now and introduced today."""
    return sum(sum(decks.get(deck, (0, 0))) for deck in plan.decks)
