"""The log of a package. A long one is written by a process of its own, while this one writes notes and cards."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from quizzer.errors import LibraryError
from quizzer_decks.formats.anki.writing import CollectionFile

if TYPE_CHECKING:
    from quizzer.store.lending import Lent

LONG = 50_000
"""Answers from which on a process pays: it takes a tenth of a second to start."""
_COMMAND = (sys.executable, "-P", "-c", "from quizzer.exporting.anki_log import main; main()")


@contextmanager
def log_of(lent: Lent, count: int, path: Path) -> Iterator[Callable[[CollectionFile], int]]:
    """Give what puts the log into a package and counts its answers; a long one is begun at once, in a file at `path`.

    `LibraryError` when that process fails.
    """
    if count < LONG:
        yield lambda collection: collection.add_answers(lent.log, lent.parameters)
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
        process.stdin.write(json.dumps([lent.file, lent.log, dict(lent.parameters), str(path)]) + "\n")
        process.stdin.flush()
        yield taken
    finally:
        process.kill()
        process.communicate()


def main() -> None:
    """Write the log that the other process asks for, and tell how many answers it has."""
    file, log, parameters, path = json.loads(sys.stdin.readline())
    with CollectionFile(Path(path)) as collection:
        collection.read(file)
        count = collection.add_answers(log, parameters)
    sys.stdout.write(str(count))
