"""Anki's package: decks, tags, media, cards with their schedule and memory, and the log of answers."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from quizzer.exporting.elsewhere import Elsewhere
from quizzer.exporting.selection import Exported, Selection

LONG = 50_000
"""Answers from which on another process pays: it takes a fifth of a second to load."""
MANY = 20_000
"""Questions from which on it pays."""


def write(selection: Selection, target: Path) -> Exported:
    """Write the package; another process writes the log of a long one, and its part of many notes."""
    pays = selection.workspace.store.cards.answer_count() >= LONG or selection.questions >= MANY
    with TemporaryDirectory(dir=target.parent) as scratch, Elsewhere(pays=pays) as helper:
        from quizzer.exporting.anki_assembly import Assembly  # while the other process loads the same

        return Assembly(selection, Path(scratch)).write(target, helper)
