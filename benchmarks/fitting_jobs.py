"""What Anki's backend does with weights, done by Quizzer: one process a job, one JSON line.

python -m benchmarks.fitting_jobs fit REVLOG.csv | loss REVLOG.csv WEIGHTS… | replay HOME | adopt HOME | ahead HOME
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from quizzer.clock import system_clock
from quizzer.fitting import Fitting
from quizzer.paths import locate
from quizzer.tuning import lookahead_of, optimizer_of
from quizzer.workspace import Workspace
from quizzer_scheduler.answers import Answers, log_loss, memories

_DAY_MS, _ROLLOVER_MS = 86_400_000, 4 * 3_600_000
OTHER_WEIGHTS = (
    *(0.6256, 1.6194, 1.8939, 7.299, 6.1553, 0.773, 1.8074, 0.001, 1.5348, 0.7647, 0.8705),
    *(1.3777, 0.0361, 0.156, 1.0469, 0.5037, 2.3693, 0.4685, 0.3977, 0.0378, 0.1608),
)


def _answers(path: str) -> Answers:
    """Read a log in the peers' format, whose study days begin at four in the morning, UTC."""
    answers = Answers()
    with Path(path).open(encoding="utf-8") as file:
        next(file)
        for line in file:
            card, at, rating, state, _ = line.split(",")
            answers.add(int(card), (int(at) - _ROLLOVER_MS) // _DAY_MS, int(rating), state == "0")
    return answers


def fit(revlog: str) -> dict[str, object]:
    """Fit to a log, with the trial before it and all that goes with a process of its own."""
    answers = _answers(revlog)
    began = perf_counter()
    found = Fitting().run(lambda: answers, None, 1)
    seconds = perf_counter() - began
    assert found.weights is not None
    return {"fit_s": seconds, "weights": found.weights, "targets": found.targets}


def loss(revlog: str, *weights: str) -> dict[str, object]:
    """Return the mean log loss of weights on a log; of the defaults without any."""
    return {"log_loss": log_loss(_answers(revlog), tuple(map(float, weights)) or None)}


def replay(home: str) -> dict[str, object]:
    """Compute the memory of every card again from the whole log, with other weights."""
    with _opened(home) as workspace:
        began = perf_counter()
        answers = workspace.store.answers.all()
        read = perf_counter()
        found = memories(answers, OTHER_WEIGHTS)
        ended = perf_counter()
    return {
        "replay_s": ended - began,
        "read_s": read - began,
        "compute_s": ended - read,
        "reviews": len(answers),
        "cards": len(found),
    }


def adopt(home: str) -> dict[str, object]:
    """Bring other weights into force, as the command does, and take it back."""
    with _opened(home) as workspace:
        began = perf_counter()
        optimizer_of(workspace).adopt_weights(OTHER_WEIGHTS, {})
        adopted = perf_counter()
        workspace.undo()
        undone = perf_counter()
    return {"adopt_s": adopted - began, "undo_s": undone - adopted}


def ahead(home: str) -> dict[str, object]:
    """Look a year ahead for every desired retention."""
    with _opened(home) as workspace:
        began = perf_counter()
        choices = lookahead_of(workspace).choices()
        return {"ahead_s": perf_counter() - began, "retentions": len(choices.workloads)}


def _opened(home: str) -> _Opened:
    return _Opened(Workspace.open(locate(home), None, system_clock()))


class _Opened:
    """A workspace that closes at the end of a block."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def __enter__(self) -> Workspace:
        return self._workspace

    def __exit__(self, *_: object) -> None:
        self._workspace.close()


if __name__ == "__main__":
    jobs: dict[str, Callable[..., dict[str, object]]] = {
        "fit": fit,
        "loss": loss,
        "replay": replay,
        "adopt": adopt,
        "ahead": ahead,
    }
    result = jobs[sys.argv[1]](*sys.argv[2:])
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({**result, "peak_rss_mb": max(own, child) * 1024 / 1e6}))
