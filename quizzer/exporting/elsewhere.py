"""Work that a process of its own does meanwhile: both sides are the same Python, so they talk in `pickle`."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from quizzer.errors import LibraryError

_COMMAND = (sys.executable, "-P", "-c", "from quizzer.exporting.elsewhere import main; main()")

T = TypeVar("T")


@contextmanager
def elsewhere(work: Callable[[], T], pays: bool) -> Iterator[Callable[[], T]]:
    """Have a function called by another process, and give what waits for what it returns; it ends with the block.

    Function, arguments and what is returned can be pickled. `LibraryError` when the process fails. Where none `pays`,
    give the function itself.
    """
    if not pays:
        yield work
        return
    pipe = subprocess.PIPE
    process = subprocess.Popen(_COMMAND, stdin=pipe, stdout=pipe, stderr=pipe)

    def done() -> T:
        told, trouble = process.communicate()
        if process.returncode:
            said = trouble.decode("utf-8", "replace").strip() or "no reason given"
            raise LibraryError(f"A part of it could not be written: {said[-500:]}")
        found: T = pickle.loads(told)
        return found

    try:
        assert process.stdin is not None
        pickle.dump(work, process.stdin)
        process.stdin.flush()
        yield done
    finally:
        process.kill()
        process.communicate()


def main() -> None:
    """Do the work that the other process asks for."""
    import gc

    gc.disable()  # a process that ends soon has nothing to collect
    work: Callable[[], object] = pickle.load(sys.stdin.buffer)
    pickle.dump(work(), sys.stdout.buffer)
