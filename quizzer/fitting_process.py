"""The process that fits: answers come in on standard input, JSON lines go out. Run by `quizzer.fitting`, alone.

It is a process of its own because the library holds the interpreter while it works, and may panic. Where it does,
nothing but its exit code is heard.
"""

from __future__ import annotations

import gc
import json
import sys
from array import array
from dataclasses import asdict
from typing import BinaryIO

from quizzer_scheduler.answers import Answers

COLUMNS = ("cards", "days", "ratings", "news")


def write_request(to: BinaryIO, answers: Answers, weights: tuple[float, ...] | None, relearning_steps: int) -> None:
    """Write what is to be fitted: a line of JSON, then the columns of the answers as they lie in memory."""
    head = {"answers": len(answers), "weights": weights, "relearning_steps": relearning_steps}
    to.write(json.dumps(head).encode() + b"\n")
    for name in COLUMNS:
        to.write(memoryview(getattr(answers, name)).cast("B") if len(answers) else b"")


def read_answers(source: BinaryIO, count: int) -> Answers:
    """Read the columns. EOFError when they break off."""
    answers = Answers()
    for name in COLUMNS:
        column: array[int] = getattr(answers, name)
        column.frombytes(_exactly(source, count * column.itemsize))
    return answers


def _exactly(source: BinaryIO, size: int) -> bytes:
    found = source.read(size)
    if len(found) != size:
        raise EOFError(f"{size} bytes were promised and {len(found)} came")
    return found


def serve(source: BinaryIO, to: BinaryIO) -> None:
    """Fit what is asked for and write what is done and what came of it."""
    from quizzer_scheduler.fitting import fit, load

    def say(**message: object) -> None:
        to.write(json.dumps(message).encode() + b"\n")
        to.flush()

    load()  # while the answers are still being read
    line = source.readline()
    if not line:
        return  # the reading of the log failed, and nothing is asked
    head = json.loads(line)
    answers = read_answers(source, head["answers"])
    weights = tuple(head["weights"]) if head["weights"] else None
    try:
        fitted = fit(answers, weights, head["relearning_steps"], lambda doing: say(doing=doing))
    except (ArithmeticError, ValueError) as error:
        say(failed=str(error))
    else:
        say(fitted=asdict(fitted))


if __name__ == "__main__":
    gc.disable()  # a process that ends soon has nothing to collect
    serve(sys.stdin.buffer, sys.stdout.buffer)
