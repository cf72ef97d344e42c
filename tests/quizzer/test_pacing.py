from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzer.breaks import Break, days_off, planned
from quizzer.pacing import MOST, PlanInForce, allowed, pace_of, plan_of, study_days_between
from quizzer_scheduler import fuzz
from quizzer_scheduler.balance import Load, balanced
from quizzer_scheduler.model import Parameters
from quizzer_scheduler.pausing import LONGEST_RETURN, paused
from quizzer_scheduler.planning import Planner
from quizzer_scheduler.simulated_card import CardLives, Held
from quizzer_scheduler.simulation import Future
from quizzer_scheduler.simulation_habits import habits_of
from quizzer_scheduler.spreading import Placed

TODAY = date(2026, 3, 2)
PARAMETERS = Parameters(1)
HABITS = habits_of({})
PLAN = PlanInForce("r", "R", ("a",), TODAY, TODAY + timedelta(days=60), 300, 5)


def planner(days: int, off: frozenset[int] = frozenset()) -> Planner:
    """Return a planner for somebody who knows a hundred cards."""
    known = [Held(10.0 + n, 5.0, -n % 9, n % 30) for n in range(100)]
    future = Future(PARAMETERS, HABITS, known, days)
    return Planner(future, CardLives(PARAMETERS, HABITS, 0.9), off)


@given(st.integers(2, 60), st.integers(1, 400), st.sets(st.integers(0, 59), max_size=20))
def test_milestones(days: int, unseen: int, off: set[int]) -> None:
    """They grow to all cards, at the rate that it takes; days off ask for more on the others."""
    if len({day for day in off if day < days}) == days:
        return
    plan = planner(60, frozenset(off))
    finish = plan.finish(days, unseen)
    stones = plan.milestones(days, unseen)
    assert stones[-1].days == days
    assert stones[-1].introduced == unseen
    seen = [stone.introduced for stone in stones]
    assert seen == sorted(seen)
    assert all(0 <= stone.remembered <= stone.introduced + 1 for stone in stones)
    assert finish.new_a_day >= planner(60).finish(days, unseen).new_a_day
    assert max(stone.minutes for stone in stones) <= finish.busiest + 1e-9


def test_a_plan_within_minutes_counts_breaks() -> None:
    """With days off, fewer cards fit into the same minutes, and it takes until later."""
    whole, broken = planner(400), planner(400, frozenset(range(10, 31)))
    assert broken.within(100, 800, 15).introduced < whole.within(100, 800, 15).introduced
    one, other = broken.within(100, 800, 15).days, whole.within(100, 800, 15).days
    assert one is not None
    assert other is not None
    assert one > other
    with pytest.raises(ValueError, match="no day"):
        planner(40, frozenset(range(40))).finish(20, 5)


@given(st.integers(0, 59), st.integers(1, 300), st.integers(0, 59))
def test_a_plan_in_step(day: int, unseen: int, studied: int) -> None:
    """What today asks for is enough when every day left is used, unless it would be more than twice the plan's."""
    pace = pace_of(PLAN, TODAY + timedelta(days=day), frozenset(), unseen, min(studied, day))
    assert pace is not None
    assert pace.days == 60 - day
    assert 1 <= pace.new_today <= MOST * PLAN.new_a_day
    assert pace.new_today * pace.days >= unseen or pace.new_today == MOST * PLAN.new_a_day
    missing = PLAN.new_a_day * day - (PLAN.unseen - unseen)
    assert (pace.behind > 0) == (missing >= PLAN.new_a_day)
    assert pace.behind * PLAN.new_a_day <= max(missing, 0) or pace.behind <= 0


def test_days_that_were_missed() -> None:
    """On time it is the plan's number; after missed days it is more; who keeps missing days is reckoned with."""
    day = TODAY + timedelta(days=20)
    on_time = pace_of(PLAN, day, frozenset(), 200, 20)
    late = pace_of(PLAN, day, frozenset(), 250, 20)
    often = pace_of(PLAN, day, frozenset(), 250, 10)
    assert on_time is not None
    assert late is not None
    assert often is not None
    assert (on_time.new_today, on_time.behind, on_time.finish) == (5, 0, PLAN.by)
    assert (late.behind, late.new_today) == (10, 7)
    assert often.new_today > late.new_today


def test_the_end_of_a_plan() -> None:
    """When its day has come, or all is seen, the settings say again how many come."""
    assert pace_of(PLAN, PLAN.by, frozenset(), 10, 0) is None
    assert pace_of(PLAN, TODAY, frozenset(), 0, 0) is None
    assert allowed({}, {}, TODAY, lambda *_: None) is None
    facts = {"in force": {**PLAN._asdict(), "since": str(PLAN.since), "by": str(PLAN.by)}}
    assert plan_of(facts) == PLAN
    assert allowed(facts, {}, TODAY, lambda plan, off: pace_of(plan, TODAY, off, 300, 0)) == 5
    assert allowed(facts, {str(TODAY): str(TODAY)}, TODAY, lambda *_: None) == 0


@pytest.mark.parametrize(
    "value", [None, 3, {}, {"scope": "x"}, {**PLAN._asdict(), "by": "soon"}, {**PLAN._asdict(), "decks": 3}]
)
def test_a_fact_that_is_no_plan(value: object) -> None:
    """A fact that another version wrote is no plan, and no fault."""
    assert plan_of({"in force": value}) is None


def test_breaks_that_cannot_be_read() -> None:
    """Facts that are no break are left out; one ends on its last day."""
    facts = {"2026-04-01": "2026-04-03", "soon": "later", "2026-05-02": "2026-05-01", "2026-06-01": None}
    assert planned(facts) == (Break(date(2026, 4, 1), date(2026, 4, 3)),)
    assert days_off(planned(facts)) == {date(2026, 4, day) for day in (1, 2, 3)}
    assert study_days_between(date(2026, 4, 1), date(2026, 4, 6), days_off(planned(facts))) == 2


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(0, 40)), max_size=40),
    st.integers(1, 20),
    st.integers(1, 20),
)
def test_a_break(cards: list[tuple[int, int]], begin: int, length: int) -> None:
    """No card due in it stays there; it moves within what fuzz allows, or to the days after, and none to the past."""
    first, last = TODAY + timedelta(days=begin), TODAY + timedelta(days=begin + length - 1)
    lying = [
        Placed(n, f"c{n}", 3, 20.0, TODAY - timedelta(days=ago), TODAY + timedelta(days=due))
        for n, (ago, due) in enumerate(cards)
    ]
    moved = paused(lying, PARAMETERS, TODAY, first, last, Load())
    in_it = {card.key: card for card in lying if first <= card.due_day <= last}
    assert moved.days.keys() == in_it.keys()
    assert moved.before + moved.after + moved.late == len(in_it)
    late = 0
    for key, day in moved.days.items():
        card = in_it[key]
        lower, upper = fuzz.bounds((card.due_day - card.last_day).days, 1, PARAMETERS.maximum_interval)
        assert day > TODAY
        assert not first <= day <= last
        if not lower <= (day - card.last_day).days <= upper:
            late += 1
            assert last < day <= last + timedelta(days=LONGEST_RETURN)
    assert late <= moved.late


def test_a_backlog_after_a_break_is_spread() -> None:
    """What cannot be moved otherwise does not all come on the first day back."""
    first, last = TODAY + timedelta(days=2), TODAY + timedelta(days=11)
    lying = [Placed(n, f"c{n}", 2, 3.0, TODAY - timedelta(days=1), TODAY + timedelta(days=5)) for n in range(60)]
    moved = paused(lying, PARAMETERS, TODAY, first, last, Load())
    days = Counter(moved.days.values())
    assert moved.late == 60 - moved.before - moved.after
    assert max(days.values()) < 20


def test_balance_avoids_days_off() -> None:
    """A card scheduled from now on finds a day outside of a break as long as fuzz allows one."""
    off = frozenset(TODAY + timedelta(days=day) for day in range(18, 23))
    chosen = {balanced(TODAY, 17, 24, Load(off=off), n / 50) for n in range(50)}
    assert chosen <= {17, 23, 24}
