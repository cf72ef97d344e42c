"""Run a command of Quizzer's in a process of its own that is killed at a step: `dying_import.py STEP ARGUMENT…`.

Step 0 is when the log of an archive was restored.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from small_home import no_bundled_library

from quizzer.cli.main import run
from quizzer.store.archiving import LogRestorer
from quizzer.store.store import Store

STEPS = ((os, "replace"), (shutil, "copyfile"), (shutil, "move"), (Store, "replace_decks"), (Store, "take_in"))
UNDOING = ((Store, "undo"), (Store, "redo"))


def main(last: int, arguments: list[str]) -> int:
    """Run a command, and die before or after its step of that number."""
    done = 0

    def dying(what: Any) -> Any:
        def call(*positional: Any, **named: Any) -> Any:
            step()
            result = what(*positional, **named)
            step()
            return result

        return call

    def step() -> None:
        nonlocal done
        done += 1
        if done == last:
            die()

    def restored(*arguments: Any) -> None:
        restore(*arguments)
        if not last:
            die()

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    restore, LogRestorer.restore = LogRestorer.restore, restored  # type: ignore[assignment, method-assign]

    for owner, name in STEPS + UNDOING:
        setattr(owner, name, dying(getattr(owner, name)))
    folder = Path(mkdtemp())
    try:
        with no_bundled_library(folder):
            return run(arguments, lambda *_: 0)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
