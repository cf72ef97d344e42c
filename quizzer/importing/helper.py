"""The other process of an import: it does one thing after the other while this one goes on."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import Any, TypeVar

from quizzer.beside import Beside, Ended, Line, NeverBegun, command
from quizzer.errors import QuizzerError

_COMMAND = command(__name__)

T = TypeVar("T")


class Helper:
    """Calls functions in another process, which ends with the block; where there is none, who waits calls them.

    It begins to load when it is started, and works in the order in which it is asked.
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        self._process: Beside | None = None
        self._started = False
        self._asked = 0
        self._found: list[Any] = []

    def __enter__(self) -> Helper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it, where that can be done. What ended stays so: another would know nothing of what this was asked."""
        if not self._started:
            self._started = True
            with suppress(OSError):
                self._process = self._open.enter_context(Beside(_COMMAND))

    def begin(self, work: Callable[[], T], pays: bool = True) -> Callable[[], T]:
        """Have a function called, and return what waits for its result. Function and result can be pickled."""
        if pays:
            self.start()
        if not pays or self._process is None:
            return work
        number = self._ask(self._process, work, many=False)
        return lambda: self._result(number, work)

    def each(self, work: Callable[[], Iterator[T]]) -> Iterator[T]:
        """Have a function called, and return what gives all that it yields. `Ended` when that comes to no end."""
        self.start()
        if self._process is None:
            return work()
        return self._results(self._ask(self._process, work, many=True), work)

    def stop(self) -> None:
        """End it; whatever is waited for later is done here."""
        self._process = None
        self._open.close()

    def _ask(self, process: Beside, work: Callable[[], object], *, many: bool) -> int:
        process.say(pickle.dumps((work, many)))
        self._asked += 1
        return self._asked - 1

    def _result(self, number: int, work: Callable[[], T]) -> T:
        self._hear(number + 1)
        if len(self._found) <= number:
            return work()
        found: T = self._found[number]
        return found

    def _results(self, number: int, work: Callable[[], Iterator[T]]) -> Iterator[T]:
        self._hear(number)
        try:
            while self._process is not None and (said := self._process.hear()) is not None:
                if isinstance(said, str):
                    self.stop()
                    raise Ended(said, 1)
                yield pickle.loads(said)
        except NeverBegun:
            self.stop()
        if self._process is None:
            yield from work()
        self._found.append(None)

    def _hear(self, number: int) -> None:
        """Wait until so many results are here, or none comes any more."""
        try:
            while self._process is not None and len(self._found) < number:
                self._found.append(pickle.loads(self._process.hear()))
        except Ended:
            self.stop()


def serve(line: Line) -> None:
    """Do what the other process asks for."""
    from quizzer.importing import laying  # loaded before it is asked for

    del laying
    while True:
        work, many = pickle.loads(line.hear())
        line.say(_said(line, work) if many else pickle.dumps(work()))


def _said(line: Line, work: Callable[[], Iterator[object]]) -> str | None:
    """Say all that a function yields; return why it came to no end: a full disk takes no trace of it."""
    try:
        for found in work():
            line.say(pickle.dumps(found))
    except QuizzerError as error:
        return str(error)
    except OSError as error:
        return error.strerror or str(error)
    return None
