"""The log of a package: the database begins with it, as what is largest; notes and cards are taken over behind it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from quizzer_decks.formats.anki.writing import CollectionFile

LONG = 50_000
"""Answers from which on a process pays: it takes a tenth of a second to start."""


def write_log(path: Path, file: str, log: str, parameters: Mapping[str, object]) -> int:
    """Write the log that a query finds in a file of the store's into one at `path`, and return how many answers."""
    with CollectionFile(path) as collection:
        collection.read(file)
        return collection.add_answers(log, parameters)
