"""What the tests of packages do in Quizzer: answer cards, and take packages in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from small_home import SettableClock, open_home

from quizzer.importing.importer import Wanted, prepared
from quizzer.importing.options import options_for
from quizzer.importing.report import Report
from quizzer.paths import locate
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Rating

NOW = datetime.now(UTC).replace(microsecond=0)
"""Anki knows no other clock than the machine's."""
MS = int(NOW.timestamp() * 1000)
ZONES = ("UTC", "Asia/Tokyo", "America/Los_Angeles")
_hours = {(NOW.astimezone(ZoneInfo(zone)).hour + ahead) % 24 for zone in ZONES for ahead in (0, 1)}
ROLLOVER = next(hour for hour in (4, 6, 8, 2, 10, 12, 14) if hour not in _hours)
"""An hour at which no day begins in any of the zones while the tests run: Anki's clock cannot be stopped."""


@contextmanager
def at_this_moment(home: Path) -> Iterator[Workspace]:
    """Open a copy of the small home now: Anki's day is the machine's."""
    config = locate(home).config_file
    config.write_text(config.read_text(encoding="utf-8") + f"rollover_hour = {ROLLOVER}\n", encoding="utf-8")
    workspace = open_home(home, SettableClock(NOW))
    try:
        yield workspace
    finally:
        workspace.close()


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
