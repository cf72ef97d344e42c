"""What the learner's settings say to a reader of decks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from quizzer.importing.histories import from_ms
from quizzer_decks.formats.foreign import Options

if TYPE_CHECKING:
    from quizzer.workspace import Workspace


def options_for(workspace: Workspace, deck: str = "", columns: Mapping[str, str] | None = None) -> Options:
    """Return options that count days as the learner does."""
    return Options(deck, columns or {}, lambda ms: workspace.days.day(from_ms(ms)))
