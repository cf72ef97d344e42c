"""A plan in force worked out anew when days were missed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from small_home import Learner, SettableClock

from quizzer.history import describe_all
from quizzer.outlining import outlined
from quizzer.pacing import PlanInForce, plan_of
from quizzer.plan_words import rework_line
from quizzer.plans import adopt, put_in_force
from quizzer.reworking import REST, rework
from quizzer.sitting import Plan
from quizzer.workspace import Workspace


def in_force(workspace: Workspace) -> PlanInForce | None:
    """Return the plan in force."""
    return plan_of(workspace.store.facts.all("plan"))


def planned(workspace: Workspace, minutes: float | None = 3, by_hand: float | None = None) -> PlanInForce:
    """Put a plan of twelve days in force."""
    wanted = {} if by_hand is None else {"phase": by_hand}
    return adopt(
        workspace, outlined(workspace, ["small-roadmap"], workspace.today + timedelta(days=12), minutes, wanted)
    )


def test_days_missed_lower_what_is_wanted(workspace: Workspace, clock: SettableClock) -> None:
    """It holds for the next answer, is told with its reason, and one undo takes it back, for a week at least."""
    plan = planned(workspace)
    assert [phase.retention for phase in plan.phases] == [None]
    clock.forward(days=8)
    found = rework(workspace)
    assert found is not None
    assert found == in_force(workspace)
    assert found._replace(phases=plan.phases, reworked=None) == plan
    assert found.phases[0].retention is not None
    assert workspace.scheduler.desired_retention("small/kinds/typed#1") == found.phases[0].retention
    told = rework_line(found, workspace.today, 0.9)
    assert told.startswith("Worked out anew today, as you had fallen behind; recall wanted until then: Phase one ")
    assert told.endswith("(was 90 %).")
    undone = workspace.undo()
    assert undone is not None
    assert describe_all(undone).endswith("worked out anew")
    assert in_force(workspace) == plan
    assert rework(workspace) is None


@pytest.mark.parametrize(
    ("days", "minutes", "by_hand"), [(2, 3, None), (REST - 1, 3, None), (8, None, None), (8, 3, 0.8), (8, 3, 0.9)]
)
def test_it_is_left_alone(
    workspace: Workspace, clock: SettableClock, days: int, minutes: float | None, by_hand: float | None
) -> None:
    """Hardly behind, within a week, without minutes to fit into, and where the learner gave the retention himself."""
    plan = planned(workspace, minutes, by_hand)
    clock.forward(days=days)
    assert rework(workspace) is None
    assert in_force(workspace) == plan


def test_on_time_nothing_is_worked_out(workspace: Workspace, clock: SettableClock) -> None:
    """Who does each day what the plan asks keeps it as it is."""
    plan = planned(workspace)
    for _ in range(REST + 1):
        Learner().sit(workspace.session(Plan()))
        clock.forward(days=1)
    assert rework(workspace) is None
    assert in_force(workspace) == plan


def test_a_plan_kept_before_phases_were(workspace: Workspace, clock: SettableClock) -> None:
    """It is worked out as one phase, and what cannot be fitted in is held as low as may be."""
    plan = planned(workspace)
    put_in_force(workspace, plan._replace(phases=()))
    clock.forward(days=8)
    found = rework(workspace)
    assert found is not None
    assert [(phase.title, phase.retention, phase.was) for phase in found.phases] == [("Small roadmap", 0.7, 0.9)]
