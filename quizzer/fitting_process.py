"""The process that fits: answers come in on standard input, what is done and found goes out. Run by `quizzer.fitting`.

It is a process of its own because the library holds the interpreter while it works, and may panic. Where it does,
nothing but its exit code is heard. One starts for each fit, and nothing else is loaded.
"""

from __future__ import annotations

from array import array

from quizzer.beside import command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from quizzer.beside import Line
    from quizzer_scheduler.answers import Answers
    from quizzer_scheduler.fitting import Found

COMMAND = command(__name__)
DOING, FITTED, FAILED = "doing", "fitted", "failed"
"""What a message is about: words, what `fitting.fit` found, words."""


def request(answers: Answers, weights: Sequence[float] | None, relearning_steps: int) -> object:
    """Return what is to be fitted: the weights in force, and the columns of the answers as they lie in memory."""
    columns = [(each.typecode, each) for each in (answers.cards, answers.days, answers.ratings, answers.news)]
    return None if weights is None else tuple(weights), relearning_steps, columns


def serve(line: Line) -> None:
    """Fit what is asked for, and tell what is done and what came of it."""
    from quizzer_scheduler.fitting import fit, load

    def say(about: str, told: Found | str) -> None:
        line.say((about, told))

    load()  # while the answers are still being read
    weights, relearning_steps, columns = line.hear()
    rows = zip(*(array(typecode, column) for typecode, column in columns), strict=True)
    try:
        say(FITTED, fit(rows, weights, relearning_steps, lambda doing: say(DOING, doing)))
    except (ArithmeticError, ValueError) as error:
        say(FAILED, str(error))
