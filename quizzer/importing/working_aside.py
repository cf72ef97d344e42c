"""A long history is worked out by a process of its own, while this one writes decks and takes in what is ready."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, repeat
from pathlib import Path
from typing import IO, TypeAlias

from msgspec.structs import replace

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
_COMMAND = (sys.executable, "-P", "-c", "from quizzer.importing.working_aside import main; main()")


@contextmanager
def working_out(works: list[Work], terms: Terms, folder: Path, long: int = LONG) -> Iterator[Ready]:
    """Give the files of `write`, made in a folder; those of a long history are begun at once, and the works let go.

    `LibraryError` when the process that makes them fails; it ends with this context at the latest.
    """
    if sum(work.answers for work in works) < long:
        steps = write(plans_of(works), sum(work.cards for work in works), terms, folder)
        yield lambda told: _files(steps, told)
        return
    with _started(works, terms, folder / "history") as process:
        try:
            yield lambda told: _files(_said(process), told)
        finally:
            process.kill()


def _files(steps: Iterator[tuple[int, Path | None]], told: Told) -> Iterator[Path]:
    for done, path in steps:
        told(done)
        if path is not None:
            yield path


def _ask(asking: IO[bytes], works: Sequence[Work], terms: Terms) -> None:
    """Write down what is to be worked out, the plans in portions: all of them at once would take memory."""
    pickle.dump((terms, len(works), sum(work.cards for work in works)), asking)
    for work in works:
        plans = iter(work.plans)
        pickle.dump((replace(work.past, cards=[]), -(-work.cards // _PLANS)), asking)
        while portion := list(islice(plans, _PLANS)):
            pickle.dump(portion, asking)


def _asked(asking: IO[bytes], works: int) -> Iterator[tuple[Past, Plan]]:
    for _ in range(works):
        past, portions = pickle.load(asking)
        for _ in range(portions):
            yield from zip(repeat(past), pickle.load(asking), strict=False)


def _started(works: list[Work], terms: Terms, asked: Path) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        with asked.open("wb") as asking:
            _ask(asking, works, terms)
        works.clear()
        return subprocess.Popen((*_COMMAND, str(asked)), stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe)
    except OSError as error:
        raise LibraryError(f"The history could not be worked out: {error.strerror}. Nothing was imported.") from error


def _said(process: subprocess.Popen[bytes]) -> Iterator[tuple[int, Path | None]]:
    assert process.stdout is not None
    assert process.stderr is not None
    for line in process.stdout:
        done, path = json.loads(line)
        yield done, path and Path(path)
    if process.wait():
        last = process.stderr.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        reason = last.partition(": ")[2] or last or "no reason given"
        raise LibraryError(f"The history could not be worked out; nothing was imported: {reason}")


def main() -> None:
    """Work out what the other process wrote down, beside that, and tell it how far that is."""
    import gc

    gc.disable()  # a process that ends soon has nothing to collect
    asked = Path(sys.argv[1])
    with asked.open("rb") as asking:
        terms, works, cards = pickle.load(asking)
        for done, path in write(_asked(asking, works), cards, terms, asked.parent):
            sys.stdout.write(json.dumps([done, path and str(path)]) + "\n")
            sys.stdout.flush()
