"""Samples of seconds, taken in turn, and tables of them."""

from __future__ import annotations

import gc
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter


@dataclass(frozen=True)
class Sample:
    """Seconds of one thing measured several times."""

    values: tuple[float, ...]
    """Sorted."""
    rounds: tuple[float, ...]
    """In the order in which they were measured."""

    @classmethod
    def of(cls, values: Sequence[float]) -> Sample:
        """Return a sample of some measurements; ValueError without any."""
        if not values:
            raise ValueError("nothing was measured")
        return cls(tuple(sorted(values)), tuple(values))

    @property
    def best(self) -> float:
        """The fastest."""
        return self.values[0]

    @property
    def median(self) -> float:
        """The one in the middle."""
        return self.at(0.5)

    @property
    def worst(self) -> float:
        """The slowest."""
        return self.values[-1]

    def times(self, peer: Sample) -> Sample:
        """Return the ratios to a peer that was measured in turn, round by round: a slow moment hits both."""
        return Sample.of([ours / theirs for ours, theirs in zip(self.rounds, peer.rounds, strict=True)])

    def at(self, share: float) -> float:
        """Return a percentile; `share` from 0 to 1."""
        return self.values[min(len(self.values) - 1, int(share * len(self.values)))]


def timed(job: Callable[[], object]) -> float:
    """Return the seconds a job takes."""
    gc.collect()
    began = perf_counter()
    job()
    return perf_counter() - began


def in_turn(jobs: Mapping[str, Callable[[], float]], runs: int) -> dict[str, Sample]:
    """Run each job in turn, `runs` times round, so that a slow minute of the machine hits all alike."""
    found: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(runs):
        for name, job in jobs.items():
            found[name].append(job())
    return {name: Sample.of(values) for name, values in found.items()}


@dataclass(frozen=True)
class Line:
    """One line of a table: what was measured, against which peer of the same run, and what it should be."""

    what: str
    figures: tuple[str, ...]
    against: str = ""
    target: str = ""
    met: bool | None = None


def ms(seconds: float) -> str:
    """Return seconds as text, in the unit that suits them."""
    if seconds >= 10:
        return f"{seconds:.1f} s"
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.{1 if seconds >= 0.01 else 2}f} ms"


def ratio(ours: Sample, theirs: Sample, name: str) -> str:
    """Return how many times longer than a peer: the median of the rounds, and best against best."""
    return f"{ours.times(theirs).median:.2f} × {name} (best {ours.best / theirs.best:.2f})"


def print_table(title: str, columns: Sequence[str], lines: Sequence[Line]) -> None:
    """Print a table, under a head that says how busy the machine is."""
    head = ("", *columns, "against", "target", "")
    verdicts = {True: "met", False: "MISSED", None: ""}
    rows = [head, *((line.what, *line.figures, line.against, line.target, verdicts[line.met]) for line in lines)]
    rows = [(*row[: len(columns) + 1], *row[-3:]) for row in rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    print(f"\n{title}")
    print(machine())
    for row in rows:
        cells = [
            cell.ljust(w) if i in (0, len(head) - 3) else cell.rjust(w)
            for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip(), flush=True)


def machine() -> str:
    """Return when and where this was measured, and how busy the machine was."""
    load = os.getloadavg()[0]
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"{when}, Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f} in the last minute"
