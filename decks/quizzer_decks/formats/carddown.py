"""Cards of carddown, which follows NeuraCache's notation: `question : answer 🧠`, and `#flashcard` up to a rule."""

from __future__ import annotations

from pathlib import Path

from quizzer_decks.formats import markdown_styles
from quizzer_decks.formats.foreign import Options, Reading
from quizzer_decks.formats.neuracache import read_as


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like carddown's notes, from 0 to 100."""
    return markdown_styles.likeness(source, head, "carddown")


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a note, or all in a folder that have cards."""
    return read_as("carddown", source, options)
