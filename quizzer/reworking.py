"""The plan in force worked out anew when days were missed: the desired retention of its phases follows the rate."""

from __future__ import annotations

from quizzer.breaks import breaks_of, days_off
from quizzer.curriculum import Curriculum
from quizzer.limits import PLAN
from quizzer.outlining import Parts, phasing_of, usual_share
from quizzer.pacing import IN_FORCE, PlanInForce, PlannedPhase, study_days_between
from quizzer.plans import Standing, put_in_force, standing
from quizzer.tuning import lookahead_of
from quizzer.workspace import Workspace

MARGIN = 3
"""Days behind from which on a plan is worked out anew."""
REST = 7
"""Days for which it is left alone after anything was said of it, also when that was taken back."""


def rework(workspace: Workspace) -> PlanInForce | None:
    """Work the retentions of the plan in force out anew and return it, as one action; None where nothing changes.

    It is asked when nobody is in the middle of a sitting: it takes up to a second, though seldom.
    """
    now = standing(workspace)
    minutes = None if now is None else now.plan.minutes
    if now is None or minutes is None or not _behind(workspace, now):
        return None
    plan, curriculum = now.plan, workspace.curriculum(counted=False)
    parts = _parts(plan, curriculum)
    own = workspace.scheduler.parameters.desired_retention
    fixed = {place: phase.retention or own for place, phase in enumerate(plan.phases) if phase.fixed}
    days = (plan.by - workspace.today).days
    phasing = phasing_of(lookahead_of(workspace), curriculum, parts, days, fixed)
    held = phasing.found_for(minutes, usual_share(workspace)) or phasing.lowest
    return _adopted(workspace, plan, parts, held)


def _behind(workspace: Workspace, now: Standing) -> bool:
    """Tell whether a plan fell behind as days were missed, and nothing was said of it for a while."""
    if now.pace is None or not now.pace.new_today or now.pace.behind < MARGIN:
        return False
    store, since, today = workspace.store, now.plan.since, workspace.today
    if store.today.studied(since, today) >= study_days_between(since, today, days_off(breaks_of(store))):
        return False
    said = store.facts.last_said(PLAN, IN_FORCE)
    return said is None or (today - said).days >= REST


def _parts(plan: PlanInForce, curriculum: Curriculum) -> Parts:
    """Return the phases of a plan with the decks that are still there; the whole as one where it was kept without."""
    phases = [(phase.title, phase.decks) for phase in plan.phases] or [(plan.title, plan.decks)]
    return [(title, tuple(deck for deck in decks if deck in curriculum.standings)) for title, decks in phases]


def _adopted(workspace: Workspace, plan: PlanInForce, parts: Parts, held: tuple[float, ...]) -> PlanInForce | None:
    """Put other retentions in force; None where they are as they were."""
    own = workspace.scheduler.parameters.desired_retention
    before = plan.phases or tuple(PlannedPhase(title, decks) for title, decks in parts)
    wanted = [None if one == own else one for one in held]
    if wanted == [phase.retention for phase in before]:
        return None
    phases = tuple(
        phase._replace(retention=one, was=None if one == phase.retention else phase.retention or own)
        for phase, one in zip(before, wanted, strict=True)
    )
    other = plan._replace(phases=phases, reworked=workspace.today)
    put_in_force(workspace, other)
    return other
