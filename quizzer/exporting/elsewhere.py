"""A function that another process calls meanwhile, where one can be started."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import TypeVar

from quizzer.beside import Beside, Ended, Line, NeverBegun, command
from quizzer.errors import LibraryError

T = TypeVar("T")


class Elsewhere:
    """Where work is done: in another process, which ends with the block; in this one where none pays, or none starts.

    The other process loads while there is nothing to do yet.
    """

    def __init__(self, *, pays: bool) -> None:
        self._pays = pays
        self._stack = ExitStack()
        self._process: Beside | None = None

    def __enter__(self) -> Elsewhere:
        with suppress(OSError):
            self._process = self._stack.enter_context(Beside(command(__name__))) if self._pays else None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def begin(self, work: Callable[[], T]) -> Callable[[], T]:
        """Have a function called, once, and return what waits for what it returns. LibraryError when that fails there.

        Function, arguments and what is returned can be pickled. In this process it is called by who waits.
        """
        process = self._process
        if process is None:
            return work
        process.say(pickle.dumps(work))

        def done() -> T:
            try:
                found: T = pickle.loads(process.hear())
            except NeverBegun:
                return work()
            except Ended as error:
                raise LibraryError(f"A part of it could not be written: {error}") from error
            return found

        return done


def serve(line: Line) -> None:
    """Do the work that the other process asks for."""
    import quizzer.exporting.anki_share  # noqa: F401  # it is what will be asked for: loaded while nothing is yet

    work: Callable[[], object] = pickle.loads(line.hear_last())
    line.say(pickle.dumps(work()))
