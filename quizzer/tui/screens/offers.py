"""What the home screen says below the suggestions: how the plan stands, and what is worth doing once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from textual import work
from textual.content import Content
from textual.widgets import Static

from quizzer.daybreak import daybreak
from quizzer.errors import QuizzerError
from quizzer.limits import PLACEMENT, PLAN
from quizzer.offering import fit_offer, placement_offer
from quizzer.overview import Overview
from quizzer.tui.screens import today
from quizzer.tui.telling import teller
from quizzer.workspace import Workspace
from quizzer_decks.model import Problem

_LONG = 12.0
"""Seconds for which what a new day changed is told."""
_KEY = "bold $text-primary"
_QUIET = "$text-muted"


class Offer(NamedTuple):
    """One of them."""

    text: Content
    short: Content
    """For a screen that has one line for all."""


class Offers(Static):
    """Each on a line of its own, or all on one where the screen is small."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._offers: tuple[Offer, ...] = ()

    def show(self, offers: tuple[Offer, ...]) -> None:
        """Show other ones."""
        self._offers = offers
        self.display = bool(offers)
        self._lay_out()

    @work(thread=True, group="daybreak")
    def begin_day(self, workspace: Workspace, changed: Callable[[], object]) -> None:
        """Do what a new study day brings by itself and tell of it; `changed` is called where there was something."""
        tell = teller(self)
        try:
            told = daybreak(workspace)
        except QuizzerError as error:
            tell(self.app.notify, str(error))
            return
        if told:
            tell(partial(self.app.notify, timeout=_LONG), f"{' '.join(told)} u takes it back.")
            tell(changed)

    def on_resize(self) -> None:
        """Lay them out for another size of the screen."""
        self._lay_out()

    def _lay_out(self) -> None:
        small = self.screen.has_class("-narrow") and self.screen.has_class("-short")
        self.update(
            Content.styled("  ·  ", _QUIET).join(offer.short for offer in self._offers)
            if small
            else Content("\n").join(offer.text for offer in self._offers)
        )


def looked_up(workspace: Workspace) -> tuple[Overview, tuple[Problem, ...], tuple[Offer, ...]]:
    """Return all that the home screen shows."""
    overview = workspace.overview()
    return overview, workspace.library.problems(), offers(workspace, overview)


def offers(workspace: Workspace, overview: Overview) -> tuple[Offer, ...]:
    """Return how the plan stands, the offer of a placement where nothing was begun, and that of a fit."""
    root = next((node for node in overview.roots if node.kind == "roadmap"), None)
    found = list(_plan(workspace)) if workspace.store.facts.all(PLAN) else []
    if placement_offer(workspace.store.facts.all(PLACEMENT), root):
        asked = Content.assemble(("Known some of it? ", _QUIET), ("k", _KEY), ("  short test", _QUIET))
        found.append(Offer(asked, _short("k", "known some of it?")))
    if (fit := today.fit_offer(fit_offer(workspace))).plain:
        found.append(Offer(fit, _short("o", "fit to you")))
    return tuple(found)


def _plan(workspace: Workspace) -> tuple[Offer, ...]:
    from quizzer.plan_words import standing_line, standing_words  # bring the simulation
    from quizzer.plans import standing

    now = standing(workspace)
    if now is None:
        return ()
    return (Offer(Content(standing_line(now, workspace.today, "Plan")), _short("d", standing_words(now))),)


def _short(key: str, words: str) -> Content:
    return Content.assemble((key, _KEY), (f" {words}", _QUIET))
