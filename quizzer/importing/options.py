"""What the learner's settings say to a reader of decks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from quizzer_decks.formats.foreign import Options

if TYPE_CHECKING:
    from quizzer.workspace import Workspace

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MS = 253_370_764_800_000
"""The year 9999."""


def bounded(ms: int) -> int:
    """Return milliseconds since the epoch that a calendar holds; what none holds is its beginning or end."""
    return min(max(ms, 0), _LAST_MS)


def options_for(workspace: Workspace, deck: str = "", columns: Mapping[str, str] | None = None) -> Options:
    """Return options that count days as the learner does."""
    return Options(deck, columns or {}, lambda ms: workspace.days.day(_EPOCH + timedelta(milliseconds=bounded(ms))))
