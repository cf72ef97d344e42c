"""Cards of repeater: those of hashcards among other notes, and `left::right` in one line."""

from __future__ import annotations

from pathlib import Path

from quizzer_decks.formats import markdown_styles
from quizzer_decks.formats.foreign import Options, Reading
from quizzer_decks.formats.hashcards import read_as


def likeness(source: Path, head: bytes) -> int:
    """Return how much a file or folder looks like repeater's, from 0 to 100."""
    return markdown_styles.likeness(source, head, "repeater")


def read(source: Path, options: Options, scratch: Path) -> Reading:
    """Read a file of notes, or all in a folder that have cards."""
    return read_as("repeater", source, options)
