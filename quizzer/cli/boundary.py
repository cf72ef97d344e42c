"""The boundary at which errors become exit codes: 0 done, 1 the user's problem, 70 a fault of ours, 130 Ctrl-C."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from quizzer import __version__
from quizzer.errors import QuizzerError
from quizzer_decks.sanitize import sanitize

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizzer.cli.invocation import Invocation

OURS = 70
"""Exit code of a fault of the program (EX_SOFTWARE)."""

INTERRUPTED = 130
"""Exit code after Ctrl-C."""


def guarded(action: Callable[[], int], invocation: Invocation) -> int:
    """Do it and return its exit code, or that of what it raised, told in one sentence on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show an arrow shows a question mark
    try:
        return action()
    except KeyboardInterrupt:
        return INTERRUPTED
    except QuizzerError as error:
        _tell(f"quizzer: {error}")
        return 1
    except Exception as error:  # noqa: BLE001 - the boundary: a fault of ours is written down, not thrown at the user
        return _fault(error, invocation)


def _tell(text: str) -> None:
    if sys.stderr is not None:  # closed by the caller
        print(one_line(text), file=sys.stderr, flush=True)  # noqa: T201


def one_line(text: str) -> str:
    """Return a sentence as one harmless line."""
    return " ".join(sanitize(text).split())


def _fault(error: Exception, invocation: Invocation) -> int:
    try:
        where = f" The details are in {_written_down(error, invocation)}."
    except (OSError, QuizzerError):
        where = ""
    _tell(f"quizzer: this is a fault of the program ({type(error).__name__}), not of yours.{where}")
    return OURS


def _written_down(error: Exception, invocation: Invocation) -> str:
    import traceback

    from quizzer.clock import SystemClock
    from quizzer.paths import locate

    log = locate(invocation.home or os.environ.get("QUIZZER_HOME")).log
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"{SystemClock().now().isoformat()} quizzer {__version__}\n")
        file.writelines(traceback.format_exception(error))
    return str(log)
