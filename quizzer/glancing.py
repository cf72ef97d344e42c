"""`quizzer due` for a shell prompt: counts what waits without loading anything heavy."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
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
    from quizzer.paths import CONFIG_NAME, DATABASE_NAME, folders

    try:
        places = folders(home)
        found = waiting(
            os.path.join(places.config, CONFIG_NAME), os.path.join(places.data, DATABASE_NAME), system_clock()
        )
    except QuizzerError:
        return None  # the long way finds the same and says it harmlessly
    text = as_json(found) if "--json" in rest else as_text(found)
    if sys.stdout is None:  # closed by the caller
        return 0
    encoding = sys.stdout.encoding or "ascii"
    try:
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return 0
        sys.stderr.write(f"quizzer: the output cannot be written: {error.strerror}.\n")
        return 1
    return 0
