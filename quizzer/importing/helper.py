"""The other process of an import: it does one thing after the other while this one goes on."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import Any, TypeVar

from quizzer.beside import Beside, Ended, Line, command

_COMMAND = command(__name__)

T = TypeVar("T")


class Helper:
    """Calls functions in another process, which ends with the block; where there is none, who waits calls them.

    It begins to load when it is started, and works in the order in which it is asked.
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        self._process: Beside | None = None
        self._asked = 0
        self._found: list[Any] = []

    def __enter__(self) -> Helper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it, where that can be done."""
        if self._process is None:
            with suppress(OSError):
                self._process = self._open.enter_context(Beside(_COMMAND))

    def begin(self, work: Callable[[], T], pays: bool = True) -> Callable[[], T]:
        """Have a function called, and return what waits for its result. Function and result can be pickled."""
        if pays:
            self.start()
        if not pays or self._process is None:
            return work
        self._process.say(pickle.dumps(work))
        number = self._asked
        self._asked += 1
        return lambda: self._result(number, work)

    def stop(self) -> None:
        """End it; whatever is waited for later is done here."""
        self._process = None
        self._open.close()

    def _result(self, number: int, work: Callable[[], T]) -> T:
        try:
            while self._process is not None and len(self._found) <= number:
                self._found.append(pickle.loads(self._process.hear()))
        except Ended:
            self.stop()
        if len(self._found) <= number:
            return work()
        found: T = self._found[number]
        return found


def serve(line: Line) -> None:
    """Do what the other process asks for."""
    from quizzer.importing import laying  # loaded before it is asked for

    del laying
    while True:
        work: Callable[[], object] = pickle.loads(line.hear())
        line.say(pickle.dumps(work()))
