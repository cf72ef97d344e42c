"""Reading deck files into the index: all of them at the first start, none of them at the next."""

from __future__ import annotations

import gc
import shutil
from contextlib import closing
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.measuring import Line, Sample, in_turn, ms, print_table
from benchmarks.synthetic_decks import DeckMaker
from quizzer.__main__ import COLLECT_AFTER
from quizzer.clock import SystemClock
from quizzer.paths import Paths, locate
from quizzer.workspace import Workspace
from quizzer_decks.deck_file import write_deck

COLD, UNCHANGED = 1.5, 0.05
_COLUMNS = ("best", "median")
_CARDS_A_DECK = 11
"""Of a synthetic deck with ten questions; one of them makes two cards."""


def measure_indexing(cache: Path, decks: int, runs: int) -> None:
    """Print how long the first reading takes, of the bundled decks and so many more, and a look without changes."""
    gc.set_threshold(COLLECT_AFTER)  # as the program runs
    with_own = cache / "home-decks"
    write_decks(with_own / "decks", decks)
    empty = cache / "home-no-decks"
    homes = {"bundled decks": locate(empty), f"bundled decks + {decks} of 10 questions": locate(with_own)}
    jobs = {}
    busy: dict[str, list[float]] = {}
    for name, paths in homes.items():
        jobs[f"first reading, {name}"] = partial(_first, paths, busy.setdefault(name, []))
        jobs[f"nothing changed, {name}"] = partial(_again, paths)
    found = in_turn(jobs, runs)
    lines = []
    for name, sample in found.items():
        target = UNCHANGED if name.startswith("nothing") else COLD
        lines.append(Line(name, (ms(sample.best), ms(sample.median)), "", f"< {ms(target)}", sample.median < target))
    for name, seconds in busy.items():
        sample = Sample.of(seconds)
        lines.append(Line(f"  processor time of the first reading, {name}", (ms(sample.best), ms(sample.median))))
    print_table(f"deck files into the index, imports done before, in turn, {runs} times", _COLUMNS, lines)


def write_decks(folder: Path, decks: int) -> None:
    """Write so many decks of ten questions into a folder, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    maker = DeckMaker(5, _CARDS_A_DECK)
    for number in range(decks):
        deck = maker.deck(number)
        path = folder / f"{deck.id}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write_deck(deck), encoding="utf-8")


def _first(paths: Paths, busy: list[float]) -> float:
    for end in ("", "-wal", "-shm"):
        paths.database.with_name(paths.database.name + end).unlink(missing_ok=True)
    with closing(Workspace.open(paths, None, SystemClock())) as workspace:
        workspace.scheduler  # noqa: B018 - brings SQLAlchemy and makes the tables, which is not what is measured
        began, idle = perf_counter(), process_time()
        workspace.refresh()
        busy.append(process_time() - idle)
        return perf_counter() - began


def _again(paths: Paths) -> float:
    with closing(Workspace.open(paths, None, SystemClock())) as workspace:
        began = perf_counter()
        refresh = workspace.refresh()
        seconds = perf_counter() - began
    if refresh.read:
        raise ValueError(f"{refresh.read} files were read though none had changed")
    return seconds
