"""`quizzer due` for a shell prompt: counts what waits without loading anything heavy."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

_OPTIONS = {"--json", "--quiet", "--no-color"}


def glance_at_due(arguments: Sequence[str]) -> int | None:
    """Answer `due [--json]` by the short way and return the exit code; None when the command line asks for something else."""
    rest = list(arguments)
    home = os.environ.get("QUIZZER_HOME")
    if rest[:1] == ["--home"] and len(rest) > 1:
        home, rest = rest[1], rest[2:]
    if rest[:1] != ["due"] or not _OPTIONS.issuperset(rest[1:]) or os.environ.get("QUIZZER_DATABASE_URL"):
        return None
    from quizzer.clock import SystemClock
    from quizzer.counting import Waiting, waiting
    from quizzer.errors import QuizzerError
    from quizzer.paths import locate
    from quizzer.shift import clock_shift

    try:
        found = waiting(locate(home), SystemClock(clock_shift()))
    except QuizzerError as error:
        sys.stderr.write(f"quizzer: {error}\n")
        return 1
    sys.stdout.write((found or Waiting()).as_json() if "--json" in rest else (found or Waiting()).as_text())
    return 0
