"""The whole statistics screen, beside Anki's request for its graphs: each a process of its own, in turn."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from benchmarks.collection import Home
from benchmarks.measuring import Line, Sample, ms, print_table, ratio
from benchmarks.peer import Anki, found_in

QUARTER = 0.25
MEMORY = 300
_COLUMNS = ("best", "median", "worst", "Anki")
_JOBS = (
    ("a year, all cards", "year_s", "year_s"),
    ("all time, all cards", "all_s", "all_s"),
    ("all time, one deck that holds all", "deck_s", "deck_all_s"),
    ("all time, one kind of question", "kind_s", ""),
)

# The first report of a process also imports what the screen needs; it is told apart.
_FRESH = """
import gc, json, resource, sys
from time import perf_counter
from quizzer.__main__ import COLLECT_AFTER
gc.set_threshold(COLLECT_AFTER)
from quizzer.clock import system_clock
from quizzer.paths import locate
from quizzer.reports.gathering import gather
from quizzer.reports.scope import Scope, Window
from quizzer.workspace import Workspace
workspace = Workspace.open(locate(sys.argv[1]), None, system_clock())
found = {}
for name, scope, window in (
    ("first", Scope(), Window.YEAR),
    ("year", Scope(), Window.YEAR),
    ("all", Scope(), Window.ALL),
    ("deck", Scope(decks=(sys.argv[2],)), Window.ALL),
    ("kind", Scope(kind="typed"), Window.ALL),
):
    began = perf_counter()
    gather(workspace, scope, window)
    found[name + "_s"] = perf_counter() - began
found["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
print(json.dumps(found))
"""


def measure_statistics(home: Home, anki: Anki | None, runs: int) -> None:
    """Print how long the report takes over the whole collection, over a deck, and over a kind of question."""
    home.restore()
    command = [sys.executable, "-c", _FRESH, str(home.folder), "synthetic"]
    # Once more than measured: the course of the past is counted at the first look and then kept.
    subprocess.run(command, env=home.environment, capture_output=True, check=True)
    ours: list[dict[str, Any]] = []
    theirs: list[dict[str, Any]] = []
    for _ in range(runs):
        ours.append(found_in(command, None, home.environment))
        if anki is not None:
            theirs.append(anki.run("stats", int(home.facts["cards"])))
    lines = [_line(what, key, peer, ours, theirs) for what, key, peer in _JOBS]
    first = Sample.of([found["first_s"] for found in ours])
    lines.append(Line("a year, first of a process, imports included", (*_figures(first), "–")))
    memory = max(found["memory_mb"] for found in ours)
    peer = f"{max(found['peak_rss_mb'] for found in theirs):.0f} MB" if theirs else "–"
    figures = ("", f"{memory:.0f} MB", "", peer)
    lines.append(Line("peak memory of all five", figures, "", f"< {MEMORY} MB", memory < MEMORY))
    title = f"statistics of {home.facts['reviews']:,.0f} reviews, {home.facts['cards']:,.0f} cards, {runs} processes"
    print_table(title, _COLUMNS, lines)


def _line(what: str, key: str, peer: str, ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> Line:
    mine = Sample.of([found[key] for found in ours])
    if not theirs or not peer:
        return Line(what, (*_figures(mine), "–"))
    other = Sample.of([found[peer] for found in theirs])
    met = mine.times(other).median <= QUARTER
    return Line(what, (*_figures(mine), ms(other.median)), ratio(mine, other, "Anki"), f"≤ {QUARTER} ×", met)


def _figures(sample: Sample) -> tuple[str, str, str]:
    return ms(sample.best), ms(sample.median), ms(sample.worst)
