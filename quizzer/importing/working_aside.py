"""A long history is worked out by a process of its own, while this one writes decks and takes in what is ready."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice, repeat
from pathlib import Path
from typing import IO, TypeAlias

from msgspec.structs import replace

from quizzer.beside import Beside, Ended, Line, NeverBegun, command
from quizzer.errors import LibraryError
from quizzer.importing.working_out import Plan, Terms, Work, plans_of, write
from quizzer_decks.formats.foreign import Past

LONG = 100_000
"""Answers from which on a process pays: it takes a third of a second to start."""

Told: TypeAlias = Callable[[int], None]
"""Told how many cards are done."""

Ready: TypeAlias = Callable[[Told], Iterator[Path]]
"""Yields files of cards that are taken over, each when it is whole."""

_PLANS = 1_000
_COMMAND = command(__name__)


@contextmanager
def working_out(works: list[Work], terms: Terms, folder: Path, long: int = LONG) -> Iterator[Ready]:
    """Give the files of `write`, made in a folder; those of a long history are begun at once, and the works let go.

    Where no process can be started for it, all is done in this one. `LibraryError` when the process fails; it ends with
    this context at the latest.
    """
    other = None
    if sum(work.answers for work in works) >= long:
        with suppress(OSError):
            other = Beside(_COMMAND)
    if other is None:
        steps = write(plans_of(works), sum(work.cards for work in works), terms, folder)
        yield lambda told: _files(steps, told)
        return
    with other:
        asked = folder / "history"
        _ask(other, works, terms, asked)
        works.clear()
        yield lambda told: _files(_said(other, asked), told)


def _files(steps: Iterator[tuple[int, Path | None]], told: Told) -> Iterator[Path]:
    for done, path in steps:
        told(done)
        if path is not None:
            yield path


def _ask(other: Beside, works: Sequence[Work], terms: Terms, asked: Path) -> None:
    """Write down what is to be worked out, the plans in portions: all of them at once would take memory."""
    try:
        with asked.open("wb") as asking:
            pickle.dump((terms, len(works), sum(work.cards for work in works)), asking)
            for work in works:
                plans = iter(work.plans)
                pickle.dump((replace(work.past, cards=[]), -(-work.cards // _PLANS)), asking)
                while portion := list(islice(plans, _PLANS)):
                    pickle.dump(portion, asking)
    except OSError as error:
        raise LibraryError(f"The history could not be worked out: {error.strerror}. Nothing was imported.") from error
    other.say(str(asked))


def _asked(asking: IO[bytes], works: int) -> Iterator[tuple[Past, Plan]]:
    for _ in range(works):
        past, portions = pickle.load(asking)
        for _ in range(portions):
            yield from zip(repeat(past), pickle.load(asking), strict=False)


def _steps(asked: Path) -> Iterator[tuple[int, Path | None]]:
    """Work out what was written down."""
    with asked.open("rb") as asking:
        terms, works, cards = pickle.load(asking)
        yield from write(_asked(asking, works), cards, terms, asked.parent)


def _said(other: Beside, asked: Path) -> Iterator[tuple[int, Path | None]]:
    try:
        while (said := other.hear()) is not None:
            done, path = said
            yield done, path and Path(path)
    except NeverBegun:
        yield from _steps(asked)
    except Ended as ended:
        raise LibraryError(f"The history could not be worked out; nothing was imported: {ended}") from ended


def serve(line: Line) -> None:
    """Work out what the other process wrote down, beside that, and tell it how far that is."""
    for done, path in _steps(Path(line.hear_last())):
        line.say((done, path and str(path)))
    line.say(None)
