"""What a front end asks about weights and workload, of a workspace."""

from __future__ import annotations

from quizzer.optimizing import Optimizer
from quizzer.workspace import Workspace


def optimizer_of(workspace: Workspace) -> Optimizer:
    """Return what fits weights to the learner; the workspace schedules with those it brings into force."""
    return Optimizer(
        workspace.store,
        workspace.config,
        workspace.days,
        workspace.clock,
        lambda: workspace.scheduler.parameters,
        lambda: workspace.configure(workspace.config),
    )
