"""The process that fits: answers come in on standard input, what is done and found goes out. Run by `quizzer.fitting`.

It is a process of its own because the library holds the interpreter while it works, and may panic. Where it does,
nothing but its exit code is heard. One starts for each fit: both sides are the same Python, so they talk in `marshal`,
which is there already, and nothing else is loaded.
"""

from __future__ import annotations

import gc
import marshal
import sys
from array import array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from quizzer_scheduler.answers import Answers
    from quizzer_scheduler.fitting import Found

COMMAND = (sys.executable, "-P", "-c", "from quizzer.fitting_process import main; main()")
DOING, FITTED, FAILED = "doing", "fitted", "failed"
"""What a message is about: words, what `fitting.fit` found, words."""


def write_request(to: BinaryIO, answers: Answers, weights: Sequence[float] | None, relearning_steps: int) -> None:
    """Write what is to be fitted: the weights in force, and the columns of the answers as they lie in memory."""
    columns = [(each.typecode, each) for each in (answers.cards, answers.days, answers.ratings, answers.news)]
    marshal.dump((None if weights is None else tuple(weights), relearning_steps, columns), to)


def serve(source: BinaryIO, to: BinaryIO) -> None:
    """Fit what is asked for and write what is done and what came of it."""
    from quizzer_scheduler.fitting import fit, load

    def say(about: str, told: Found | str) -> None:
        marshal.dump((about, told), to)
        to.flush()

    load()  # while the answers are still being read
    try:
        weights, relearning_steps, columns = marshal.load(source)
    except EOFError:
        return  # the reading of the log failed, and nothing is asked
    rows = zip(*(array(typecode, column) for typecode, column in columns), strict=True)
    try:
        say(FITTED, fit(rows, weights, relearning_steps, lambda doing: say(DOING, doing)))
    except (ArithmeticError, ValueError) as error:
        say(FAILED, str(error))


def main() -> None:
    """Serve the process that started this one."""
    gc.disable()  # a process that ends soon has nothing to collect
    serve(sys.stdin.buffer, sys.stdout.buffer)
