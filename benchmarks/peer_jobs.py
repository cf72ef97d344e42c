"""What Anki's backend is asked to do, done by Quizzer without a screen: one process a job, one JSON line.

python -m benchmarks.peer_jobs queue|answer|search HOME
"""

from __future__ import annotations

import sys
from time import perf_counter

_began = perf_counter()

# Only now: what this brings is part of the measurement.
import json  # noqa: E402
import resource  # noqa: E402

from quizzer.clock import system_clock  # noqa: E402
from quizzer.paths import locate  # noqa: E402
from quizzer.sitting import Plan  # noqa: E402
from quizzer.workspace import Workspace  # noqa: E402

_imported = perf_counter()


def _open(home: str) -> Workspace:
    return Workspace.open(locate(home), None, system_clock())


def queue(home: str) -> dict[str, float]:
    """Open a collection and find the first question."""
    workspace = _open(home)
    step = workspace.session(Plan()).step
    assert step
    ended = perf_counter()
    return {
        "process_to_question_s": ended - _began,
        "import_s": _imported - _began,
        "open_to_question_s": ended - _imported,
    }


def answer(home: str) -> dict[str, float]:
    """Answer 1000 cards and take 30 answers back."""
    from benchmarks.measuring import Sample
    from benchmarks.responses import right_response
    from quizzer_scheduler.model import Rating

    ratings = [Rating((1, 3, 3, 3, 2, 3, 3, 3, 4, 3)[number % 10]) for number in range(1000)]
    workspace = _open(home)
    session = workspace.session(Plan())
    workspace.warm()
    whole, undo = [], []
    for rating in ratings:
        if session.step is None:
            break
        response = right_response(session.step.prompt)
        began = perf_counter()
        session.answer(response)
        session.rate(rating)
        whole.append(perf_counter() - began)
    for _ in range(30):
        began = perf_counter()
        workspace.undo()
        undo.append(perf_counter() - began)
    sample = Sample.of(whole)
    return {
        "answers": len(whole),
        "whole_p50_ms": 1000 * sample.median,
        "whole_p99_ms": 1000 * sample.at(0.99),
        "whole_max_ms": 1000 * sample.worst,
        "undo_p50_ms": 1000 * Sample.of(undo).median,
    }


def search(home: str) -> dict[str, float]:
    """Search for a word, what is due, a tag and two properties; the median of five times each."""
    queries = {"word": "kashi", "due": "is:due", "tag": "tag:lesson-7", "property": "prop:r<0.9 prop:lapses>2"}
    workspace = _open(home)
    result: dict[str, float] = {}
    for name, query in queries.items():
        times = []
        for _ in range(5):
            began = perf_counter()
            found = workspace.find(query)
            times.append(perf_counter() - began)
        result |= {f"{name}_ms": 1000 * sorted(times)[2], f"{name}_found": len(found)}
    return result


if __name__ == "__main__":
    result = {"queue": queue, "answer": answer, "search": search}[sys.argv[1]](sys.argv[2])
    result["peak_rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(json.dumps(result))
