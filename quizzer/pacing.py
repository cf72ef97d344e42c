"""The plan in force, as far as it decides how many new cards come today. Light: `quizzer due` reads it too."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from quizzer.breaks import days_off, planned
from quizzer.limits import BREAK, PLAN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quizzer.store.store import Store

IN_FORCE = "in force"
"""Subject of the fact that says which plan is in force."""

MOST = 2
"""How many times the new cards a day of the plan are asked at most, however many days were missed."""

_TRUSTED = 7
"""Days that count as studied before there are any, so that a first missed day does not weigh much."""
_NO_DAYS: frozenset[date] = frozenset()


class PlannedPhase(NamedTuple):
    """A phase of a plan."""

    title: str
    decks: tuple[str, ...]
    """All that stand in it, those of earlier phases too."""
    retention: float | None = None
    """The desired retention until the plan's day; None for the learner's setting."""
    fixed: bool = False
    """Whether it was given by hand: it stays when the others are worked out anew."""
    was: float | None = None
    """What it was before the plan was last worked out anew; None where it is as it was."""


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
    before: int = 0
    """Cards of it that had been introduced on its first day when it was adopted: they count for that day."""
    phases: tuple[PlannedPhase, ...] = ()
    reworked: date | None = None
    """The day on which the retention of its phases was last worked out anew; None for never."""


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
            int(value.get("before", 0)),
            tuple(_phase(one) for one in value.get("phases", ())),
            None if value.get("reworked") is None else date.fromisoformat(value["reworked"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _phase(value: Mapping[str, Any]) -> PlannedPhase:
    retention = value.get("retention")
    if retention is not None and not 0.7 <= float(retention) <= 0.99:
        raise ValueError(f"{retention} is no desired retention")
    return PlannedPhase(
        str(value["title"]),
        tuple(str(deck) for deck in value["decks"]),
        None if retention is None else float(retention),
        bool(value.get("fixed", False)),
        None if value.get("was") is None else float(value["was"]),
    )


def study_days_between(first: date, end: date, off: frozenset[date]) -> int:
    """Return how many days from `first` on and before `end` are for study."""
    days = (end - first).days
    return max(0, days) - sum(first <= day < end for day in off)


def pace_of(plan: PlanInForce, day: date, off: frozenset[date], unseen: int, studied: int) -> Pace | None:
    """Return how a plan stands, with so many cards never seen as the day began; None when it is over or done.

    `studied` are the days since it was adopted on which something was answered: who missed some will miss some.
    """
    unseen -= plan.before if day == plan.since else 0
    left, gone = study_days_between(day, plan.by, off), study_days_between(plan.since, day, off)
    if day >= plan.by or unseen <= 0:
        return None
    wanted = ceil(unseen / _likely(left, gone, studied))
    rate = min(wanted, MOST * plan.new_a_day)
    done, expected = plan.unseen - unseen, max(0, plan.new_a_day * gone - min(plan.before, plan.new_a_day))
    missing = min(expected, plan.unseen) - done
    behind = missing // plan.new_a_day if missing >= 0 else -(-missing // plan.new_a_day)
    return Pace(unseen, left, wanted, 0 if day in off else rate, behind, _finish(day, off, -(-unseen // rate)))


def _likely(left: int, gone: int, studied: int) -> float:
    """Return how many of the days left will most likely be used, when so many of those gone were.

    A deviation and a day below the mean, so that a day missed near the end does no harm.
    """
    if studied >= gone:
        return max(1.0, left)
    share = (studied + _TRUSTED) / (gone + _TRUSTED)
    return max(1.0, left * share - sqrt(left * share * (1 - share)) - 1)


def _finish(day: date, off: frozenset[date], days: int) -> date | None:
    """Return the day before which so many days for study lie, today the first of them."""
    while days and day < date.max:
        days -= day not in off
        day += timedelta(days=1)
    return None if days else day


def planned_today(store: Store, day: date) -> int | None:
    """Return how many new cards the plan, or a break, allows today; None when the settings do."""

    def pace(plan: PlanInForce, off: frozenset[date]) -> Pace | None:
        return pace_in(store, plan, day, off)

    return allowed(store.facts.all(PLAN), store.facts.all(BREAK), day, pace)


def allowed(
    plans: Mapping[str, object],
    breaks: Mapping[str, object],
    day: date,
    pace: Callable[[PlanInForce, frozenset[date]], Pace | None],
) -> int | None:
    """Return the same of the facts of both kinds; `pace` tells how a plan stands, with the days off."""
    off = days_off(planned(breaks))
    if day in off:
        return 0
    plan = plan_of(plans)
    found = None if plan is None else pace(plan, off)
    return None if found is None else found.new_today


def pace_in(store: Store, plan: PlanInForce, day: date, off: frozenset[date]) -> Pace | None:
    """Return how a plan stands, by what is in the store."""
    studied = store.today.studied(plan.since, day)
    return pace_of(plan, day, off, unseen_of(plan, store.today.unseen(day)), studied)


def unseen_of(plan: PlanInForce, decks: Mapping[str, tuple[int, int]]) -> int:
    """Return the plan's cards never seen as the day began, of what each deck has now and introduced today.

    None are left of them as soon as the last was seen.
    """
    own = [decks.get(deck, (0, 0)) for deck in plan.decks]
    return sum(map(sum, own)) if any(unseen for unseen, _ in own) else 0
