"""What the home screen says below the suggestions: how the plan stands, and what is worth doing once."""

from __future__ import annotations

from textual.content import Content

from quizzer.limits import PLACEMENT, PLAN
from quizzer.offering import fit_offer, placement_offer
from quizzer.overview import Overview
from quizzer.tui.screens import today
from quizzer.workspace import Workspace

_KEY = "bold $text-primary"
_QUIET = "$text-muted"


def offers(workspace: Workspace, overview: Overview) -> Content:
    """Return how the plan stands, the offer of a placement where nothing was begun, and that of a fit."""
    root = next((node for node in overview.roots if node.kind == "roadmap"), None)
    parts = []
    if workspace.store.facts.all(PLAN):
        parts.append(_plan(workspace))
    if placement_offer(workspace.store.facts.all(PLACEMENT), root):
        parts.append(Content.assemble(("Known some of it? ", _QUIET), ("k", _KEY), ("  a short test", _QUIET)))
    fit = today.fit_offer(fit_offer(workspace))
    return Content("\n").join([*parts, *([fit] if fit.plain else [])])


def _plan(workspace: Workspace) -> Content:
    from quizzer.plan_words import standing_line  # brings the simulation
    from quizzer.plans import standing

    now = standing(workspace)
    return Content("" if now is None else standing_line(now, workspace.today, "Plan"))
