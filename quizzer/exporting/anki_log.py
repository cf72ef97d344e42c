"""The log of a package. A long one is written by a process of its own, while this one writes notes and cards."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from quizzer.errors import LibraryError
from quizzer.exporting.anki_cards import log_rows
from quizzer_decks.formats.anki.writing import CollectionFile

if TYPE_CHECKING:
    from quizzer.exporting.selection import Selection
    from quizzer.store.readers.answers import AnswerReader

LONG = 50_000
"""Answers from which on a process pays: it takes a third of a second to start."""
_BATCH = 20_000
_COMMAND = (sys.executable, "-P", "-c", "from quizzer.exporting.anki_log import main; main()")


@contextmanager
def log_of(selection: Selection, path: Path, long: int = LONG) -> Iterator[Callable[[CollectionFile], int]]:
    """Give what puts the log into a package and counts its answers; a long one is begun at once, in a file at `path`.

    `LibraryError` when that process fails.
    """
    store = selection.workspace.store
    file = store.answers.file
    if file is None or store.cards.answer_count() < long:
        yield lambda collection: write_log(store.answers, selection.keys, collection)
        return
    pipe = subprocess.PIPE
    process = subprocess.Popen(_COMMAND, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8")

    def taken(collection: CollectionFile) -> int:
        told, trouble = process.communicate()
        if process.returncode:
            raise LibraryError(f"The history could not be written: {(trouble.strip() or 'no reason given')[-500:]}")
        collection.take_answers(path)
        return int(told)

    try:
        assert process.stdin is not None
        process.stdin.write(json.dumps([file, selection.keys, str(path)]) + "\n")
        process.stdin.flush()
        yield taken
    finally:
        process.kill()
        process.communicate()


def write_log(answers: AnswerReader, decks: Sequence[int] | None, collection: CollectionFile) -> int:
    """Write the answers to the cards of some decks (keys), or of all, and return how many there are."""
    rows = log_rows(answers.log(decks), answers.asked(decks))
    count = 0
    while batch := list(islice(rows, _BATCH)):
        collection.add_answers(batch)
        count += sum(row[2] > 0 for row in batch)
    return count


def main() -> None:
    """Write the log that the other process asks for, and tell how many answers it has."""
    import gc

    from quizzer.store.log_reading import open_log

    gc.disable()  # a process that ends soon has nothing to collect
    file, decks, path = json.loads(sys.stdin.readline())
    with open_log(file) as answers, CollectionFile(Path(path)) as collection:
        count = write_log(answers, decks, collection)
        collection.close_log()
    sys.stdout.write(str(count))
