"""`quizzer` and `quizzer review` as most people type them: straight to the app, past the parser of options."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from quizzer.cli.boundary import guarded
from quizzer.cli.invocation import Invocation, OpenApp
from quizzer.errors import ConfigError

_NO_TERMINAL = (
    "The app needs a terminal for input and output. `quizzer review --plain` works with pipes,"
    " `quizzer due --json` for scripts."
)


def open_straight(arguments: Sequence[str], open_app: OpenApp) -> int | None:
    """Open the app and return its exit code; None for a command line with more in it than that.

    Importing the parser takes as long as drawing the first question.
    """
    if list(arguments) not in ([], ["review"]):
        return None
    environment = os.environ
    invocation = Invocation(
        open_app, environment.get("QUIZZER_HOME") or None, environment.get("QUIZZER_DATABASE_URL") or None
    )
    return guarded(lambda: _open(invocation, reviewing=bool(arguments)), invocation)


def _open(invocation: Invocation, *, reviewing: bool) -> int:
    from quizzer.sitting import Plan

    require_terminal()
    with invocation.workspace(refresh=False) as workspace:
        return invocation.open_app(workspace, Plan() if reviewing else None)


def require_terminal() -> None:
    """Refuse to draw screens into a file or a pipe."""
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        raise ConfigError(_NO_TERMINAL)
