"""`quizzer due` for a shell prompt: counts what waits without loading anything heavy."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

_OPTIONS = {"--json", "--quiet", "--no-color"}


def glance_at_due(arguments: Sequence[str]) -> int | None:
    """Answer `due [--json]` by the short way and return the exit code; None for any other command line."""
    rest = list(arguments)
    home = os.environ.get("QUIZZER_HOME")
    if rest[:1] == ["--home"] and len(rest) > 1:
        home, rest = rest[1], rest[2:]
    if rest[:1] != ["due"] or not _OPTIONS.issuperset(rest[1:]) or os.environ.get("QUIZZER_DATABASE_URL"):
        return None
    from quizzer.clock import system_clock
    from quizzer.counting import as_json, as_text, waiting
    from quizzer.errors import QuizzerError
    from quizzer.paths import locate

    try:
        found = waiting(locate(home), system_clock())
    except QuizzerError as error:
        sys.stderr.write(f"quizzer: {error}\n")
        return 1
    sys.stdout.write(as_json(found) if "--json" in rest else as_text(found))
    return 0
