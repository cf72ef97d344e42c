"""What the tests of packages do in Quizzer: answer cards, and take packages in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from quizzer.importing.importer import Wanted, prepared
from quizzer.importing.options import options_for
from quizzer.importing.report import Report
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Rating

NOW = datetime.now(UTC).replace(microsecond=0)
"""Anki knows no other clock than the machine's."""
MS = int(NOW.timestamp() * 1000)


def answer(workspace: Workspace, card_id: str, *answers: tuple[float, Rating]) -> None:
    """Answer a card so many days ago, with these ratings."""
    for days, rating in answers:
        card = workspace.store.cards.card(card_id)
        assert card is not None
        at = NOW - timedelta(days=days)
        reviewed = workspace.scheduler.review(card, rating, at, timedelta(seconds=7))
        workspace.store.record(reviewed, "right", "", card.reps)


def brought(workspace: Workspace, package: Path) -> Report:
    """Import a package, and return what it came to."""
    with prepared(workspace, Wanted([package], options=options_for(workspace))) as found:
        found.take()
        return found.report
