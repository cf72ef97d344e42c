"""Importing a large roadmap: reading it, matching it to 500 decks, writing it, ticking what it has ticked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import count, islice
from pathlib import Path
from time import perf_counter, process_time

import yaml

from benchmarks.indexing import write_decks
from benchmarks.measuring import Line as Row
from benchmarks.measuring import Sample, in_turn, ms, print_table
from quizzer.clock import SystemClock
from quizzer.paths import locate
from quizzer.roadmap_importing import preview, take
from quizzer.workspace import Workspace
from quizzer_decks.matching.deck_index import DeckIndex
from quizzer_decks.matching.matcher import match_lines
from quizzer_decks.matching.values import Line

WHOLE, MATCHING = 2.0, 1.0
_OWN_DECKS = 123
"""Beside the 377 that are bundled."""
_LABELS = Path(__file__).parent / "matching" / "topics.yaml"


def measure_roadmap(cache: Path, topics: int, runs: int) -> None:
    """Print how long it takes to import a roadmap of so many topics with 500 decks, and how much of it is matching."""
    home = cache / "home-roadmap"
    write_decks(home / "decks", _OWN_DECKS)
    source = cache / "large-roadmap.md"
    source.write_text("\n".join(_lines(topics)), encoding="utf-8")
    with closing(Workspace.open(locate(home), None, SystemClock())) as workspace:
        workspace.refresh()
        decks = workspace.store.decks.outlines(counted=False)
        busy: tuple[list[float], list[float]] = ([], [])
        jobs = {
            "matched, decks indexed first": partial(_match, workspace, _topics(topics), busy[0]),
            "read, matched, written": partial(_import, workspace, source, topics, busy[1]),
        }
        found = in_turn(jobs, runs)
    targets = dict(zip(jobs, (MATCHING, WHOLE), strict=True))
    rows = [
        Row(name, (ms(sample.best), ms(sample.median)), "", f"< {ms(targets[name])}", sample.median < targets[name])
        for name, sample in found.items()
    ]
    for name, seconds in zip(jobs, busy, strict=True):
        sample = Sample.of(seconds)
        rows.append(Row(f"  processor time, {name}", (ms(sample.best), ms(sample.median))))
    print_table(f"a roadmap of {topics:,} topics, {len(decks)} decks, in turn, {runs} times", ("best", "median"), rows)


def _topics(wanted: int) -> list[Line]:
    """Return lines as people write them, each with a number that tells it from its like."""
    roadmaps = yaml.safe_load(_LABELS.read_text(encoding="utf-8"))["roadmaps"]
    known = [(topic["title"], tuple(topic["path"])) for roadmap in roadmaps for topic in roadmap["topics"]]
    rounds = ((f"{title} {turn}" if turn else title, path) for turn in count() for title, path in known)
    return [Line(title, path) for title, path in islice(rounds, wanted)]


def _lines(topics: int) -> Iterator[str]:
    yield "# A large roadmap"
    for number, line in enumerate(_topics(topics)):
        if number % 20 == 0:
            yield f"## Phase {number // 20}"
        yield f"- [{'x' if number % 10 == 0 else ' '}] {line.title}"


def _match(workspace: Workspace, lines: list[Line], busy: list[float]) -> float:
    began, idle = perf_counter(), process_time()
    match_lines(lines, DeckIndex(workspace.store.decks.outlines(counted=False)), "A large roadmap")
    busy.append(process_time() - idle)
    return perf_counter() - began


def _import(workspace: Workspace, source: Path, topics: int, busy: list[float]) -> float:
    began, idle = perf_counter(), process_time()
    found = preview(workspace, source)
    take(workspace, found)
    busy.append(process_time() - idle)
    seconds = perf_counter() - began
    if found.topics < topics * 0.9 or workspace.undo() is None:
        raise ValueError(f"{found.topics} topics were imported")
    return seconds
