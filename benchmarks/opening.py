"""Opening a large collection: today's queue, the home screen's figures, the browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial

from benchmarks.collection import Home
from benchmarks.measuring import Line, Sample, in_turn, ms, print_table, timed
from quizzer.sitting import Plan

QUEUE = 0.3
_COLUMNS = ("best", "median", "worst")
SEARCHES = {
    "everything": "",
    "word": "kashi",
    "deck": "deck:synthetic/deck-0042",
    "tag": "tag:lesson-7",
    "is:due": "is:due",
    "property": "prop:r<0.9 prop:lapses>2",
}
SORTS = ("deck", "due", "retrievability", "lapses", "kind")

# A process of its own, so that nothing is in memory yet; what Python itself needs to start is not counted.
_FRESH = """
import sys
from time import perf_counter, process_time
began = perf_counter()
from quizzer.clock import system_clock
from quizzer.paths import locate
from quizzer.sitting import Plan
from quizzer.workspace import Workspace
imported, busy = perf_counter(), process_time()
workspace = Workspace.open(locate(sys.argv[1]), None, system_clock())
opened = perf_counter()
curriculum = workspace.curriculum(counted=False)
known = perf_counter()
queue = workspace.dealer(curriculum).queue(Plan(), workspace.clock.now())
dealt, busy = perf_counter(), process_time() - busy
step = workspace.session(Plan(), curriculum).step
assert step
print(imported - began, opened - imported, known - opened, dealt - known, perf_counter() - dealt, busy)
"""
_PARTS = ("import", "open", "curriculum", "queue", "session with its first question", "processor time of open to queue")


def measure_opening(home: Home, runs: int) -> None:
    """Print how long it takes to open and to find today's queue, cold in a process of its own and warm."""
    home.restore()
    cold: dict[str, list[float]] = {part: [] for part in _PARTS}

    def fresh() -> float:
        command = [sys.executable, "-c", _FRESH, str(home.folder)]
        out = subprocess.run(command, env=home.environment, capture_output=True, text=True, check=True).stdout
        seconds = [float(figure) for figure in out.split()]
        for part, figure in zip(_PARTS, seconds, strict=True):
            cold[part].append(figure)
        return sum(seconds[1:4])

    def open_and_deal() -> None:
        with home.workspace() as workspace:
            workspace.dealer().queue(Plan(), workspace.clock.now())

    found = in_turn({"cold": fresh, "warm": lambda: timed(open_and_deal)}, runs)
    lines = []
    for name, title in (
        ("cold", "open + curriculum + queue, new process, imports apart"),
        ("warm", "the same, in a process that did it before"),
    ):
        sample = found[name]
        figures = (ms(sample.best), ms(sample.median), ms(sample.worst))
        lines.append(Line(title, figures, "", f"< {ms(QUEUE)}", sample.median < QUEUE))
    for part in _PARTS:
        of_part = Sample.of(cold[part])
        lines.append(Line(f"  {part} (new process)", (ms(of_part.best), ms(of_part.median), ms(of_part.worst))))
    print_table(f"opening {home.facts['cards']:,.0f} cards, {runs} times", _COLUMNS, lines)


def measure_browsing(home: Home, runs: int) -> None:
    """Print how long searching, sorting, a screenful of rows and the home screen's figures take."""
    home.restore()
    with home.workspace() as workspace:
        everything = workspace.find("")
        jobs: dict[str, Callable[[], object]] = {"home's overview": workspace.overview}
        for name, query in SEARCHES.items():
            jobs[f"search: {name}, {len(workspace.find(query)):,} found"] = partial(workspace.find, query)
        for column in SORTS:
            jobs[f"sort all by {column}"] = partial(workspace.find, "", column, descending=True)
        jobs["rows of one screen (50)"] = partial(workspace.store.browser.rows, everything[len(everything) // 2 :][:50])
        jobs["summary's curriculum"] = workspace.curriculum
        found = in_turn({name: partial(timed, job) for name, job in jobs.items()}, runs)
    lines = [Line(name, (ms(s.best), ms(s.median), ms(s.worst))) for name, s in found.items()]
    print_table(f"browser and home over {len(everything):,} cards, in turn, {runs} times", _COLUMNS, lines)
