"""What a front end asks about weights and workload, of a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizzer.workspace import Workspace

if TYPE_CHECKING:
    from quizzer.lookahead import Lookahead
    from quizzer.optimizing import Optimizer


def optimizer_of(workspace: Workspace) -> Optimizer:
    """Return what fits weights to the learner; the workspace schedules with those it brings into force."""
    from quizzer.optimizing import Optimizer

    return Optimizer(workspace.store, workspace.config, workspace.days, workspace.clock, lambda: workspace.scheduler)


def lookahead_of(workspace: Workspace) -> Lookahead:
    """Return what looks ahead for the learner."""
    from quizzer.lookahead import Lookahead

    return Lookahead(
        workspace.store, workspace.config, workspace.days, workspace.clock, lambda: workspace.scheduler.parameters
    )
