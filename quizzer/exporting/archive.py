"""The archive: not decks for others, but everything of the learner's, as `quizzer.archiving` writes it."""

from __future__ import annotations

from pathlib import Path

from quizzer.archiving import writing
from quizzer.errors import LibraryError
from quizzer.exporting.selection import Exported, Selection


def write(selection: Selection, target: Path) -> Exported:
    """Write an archive. LibraryError when decks were chosen: it holds everything."""
    if not selection.everything:
        raise LibraryError("An archive holds everything you have; export it with --all.")
    written = writing.write(selection.workspace, target, selection.doing)
    own = [info for info in selection.infos if info.path and info.origin == selection.workspace.store.archive.device]
    return Exported(
        str(target),
        sum(info.questions for info in own),
        sum(info.cards for info in own),
        written.reviews,
        written.media,
    )
