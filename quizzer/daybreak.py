"""What a new study day changes by itself, between sittings: a plan that fell behind, decks wrongly taken as known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizzer.limits import PLACEMENT, PLAN

if TYPE_CHECKING:
    from quizzer.workspace import Workspace


def daybreak(workspace: Workspace) -> tuple[str, ...]:
    """Do it, each as an action of its own, and return what was done and why, a sentence each."""
    told = []
    if workspace.store.facts.all(PLACEMENT):
        from quizzer.giving_back import give_back

        given = give_back(workspace)
        told += [given.told] if given else []
    if workspace.store.facts.all(PLAN):
        from quizzer.plan_words import rework_line  # they bring the simulation
        from quizzer.reworking import rework

        plan = rework(workspace)
        own = workspace.scheduler.parameters.desired_retention
        told += [rework_line(plan, workspace.today, own)] if plan else []
    return tuple(told)
