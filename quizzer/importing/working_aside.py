"""A long history is worked out by the helper, while this process takes in what is ready."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias

from quizzer.beside import Ended
from quizzer.errors import LibraryError
from quizzer.importing.helper import Helper
from quizzer.importing.portions import Portion, Terms, Work, portions

if TYPE_CHECKING:
    from quizzer.importing.working_out import Step

LONG = 100_000
"""Answers from which on the helper does it."""

Told: TypeAlias = Callable[[int], None]
"""Told how many cards are done."""

Ready: TypeAlias = Callable[[Told], Iterator[Path]]
"""Yields files of cards that are taken over, each when it is whole."""


def load() -> None:
    """Load what works a history out."""
    from quizzer.importing import working_out

    del working_out


class WorkingOut:
    """Works out what past answers make of cards, into files of a folder.

    A long history is written down for the helper, and the works are let go at once.
    """

    def __init__(self, works: list[Work], terms: Terms, folder: Path, helper: Helper, long: int = LONG) -> None:
        number = sum(work.portions for work in works)
        self._begin: Callable[[], Iterator[Step]] = partial(_write, portions(works), number, terms, folder)
        if sum(work.answers for work in works) >= long:
            asked = folder / "history"
            _write_down(works, asked)
            works.clear()
            self._begin = partial(helper.each, partial(_steps, asked, number, terms))

    def begin(self) -> Ready:
        """Begin, behind all that the helper was asked before, and return what yields the files.

        `LibraryError` when the helper fails.
        """
        return partial(_files, self._begin())


def _write_down(works: list[Work], asked: Path) -> None:
    """Write down what is to be worked out, in portions: all of it at once would take memory."""
    try:
        with asked.open("wb") as asking:
            for portion in portions(works):
                pickle.dump(portion, asking, pickle.HIGHEST_PROTOCOL)
    except OSError as error:
        raise LibraryError(f"The history could not be worked out: {error.strerror}. Nothing was imported.") from error


def _steps(asked: Path, number: int, terms: Terms) -> Iterator[Step]:
    """Work out what was written down."""
    with asked.open("rb") as asking:
        yield from _write(_portions(asking), number, terms, asked.parent)


def _write(parts: Iterator[Portion], number: int, terms: Terms, folder: Path) -> Iterator[Step]:
    from quizzer.importing.working_out import write

    return write(parts, number, terms, folder)


def _portions(asking: IO[bytes]) -> Iterator[Portion]:
    with suppress(EOFError):
        while True:
            yield pickle.load(asking)


def _files(steps: Iterator[Step], told: Told) -> Iterator[Path]:
    try:
        for done, path in steps:
            told(done)
            if path is not None:
                yield path
    except Ended as ended:
        raise LibraryError(f"The history could not be worked out; nothing was imported: {ended}") from ended
