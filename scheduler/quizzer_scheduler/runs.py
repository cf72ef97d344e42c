"""Answers of many cards worked out by column: a run of them from where a card stood, thousands of runs at once.

Only memory is a matter of one answer after the other; it is computed for the first answers of all runs, then for the
second ones, and so on. All else is found for all rows together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from quizzer_scheduler import fsrs6, fsrs6_columns
from quizzer_scheduler.columns import APART, Bools, Floats, Ints, looked_up
from quizzer_scheduler.day_table import DAY_MS, DayTable
from quizzer_scheduler.lines import LINE, Line
from quizzer_scheduler.model import Memory, State
from quizzer_scheduler.rules import Rules

_LEARNING, _REVIEW, _RELEARNING = int(State.LEARNING), int(State.REVIEW), int(State.RELEARNING)
_NO_DAY = -1
_UNKNOWN = Memory(float("nan"), float("nan"))


_REAL = [LINE.index(name) for name in ("stability_before", "difficulty_before", "retrievability")]
_STEP = LINE.index("step_after")


class Begins(NamedTuple):
    """Where a run begins: how its card stood."""

    state: int
    memory: Memory | None
    last_day: int | None
    """Ordinal of the study day of its last answer."""


class Runs(NamedTuple):
    """Answers in runs, one behind the other, none of them empty."""

    at_ms: Ints
    ratings: Ints
    took_ms: Ints
    given: Ints
    """Days until the next answer; 0 or less the seconds of a learning step, below zero."""
    ends: Ints
    """The row behind each run."""
    begins: Sequence[Begins]

    @property
    def starts(self) -> Ints:
        """The first row of each run."""
        starts: Ints = np.r_[0, self.ends[:-1]][: self.ends.size]
        return starts

    def ended(self, lines: LineColumns) -> Iterator[Ended]:
        """Yield where each run ends, worked out as lines."""
        if not self.begins:
            return iter(())
        starts, last = self.starts, self.ends - 1
        lapses = np.add.reduceat(
            (lines.state_before == _REVIEW) & (lines.rating == fsrs6.AGAIN), starts, dtype=np.int64
        )
        named = (lines.at, lines.day, lines.state_after, lines.step_after, lines.stability_after)
        also = (lines.difficulty_after, lines.interval_days, lines.due_at)
        columns = [*(column[last] for column in (*named, *also)), lapses, self.ends - starts]
        return map(Ended._make, zip(*(column.tolist() for column in columns), strict=True))


class LineColumns(NamedTuple):
    """Answers as the log keeps them by column, those of `LINE`.

    What is not there is not a number in a column of real numbers, and below zero in `step_after`.
    """

    at: Ints
    offset_minutes: Ints
    day: Ints
    rating: Ints
    took_ms: Ints
    state_before: Ints
    stability_before: Floats
    difficulty_before: Floats
    retrievability: Floats
    state_after: Ints
    step_after: Ints
    stability_after: Floats
    difficulty_after: Floats
    interval_days: Ints
    due_at: Ints
    parameters: Ints

    def lines(self) -> Iterator[Line]:
        """Yield the answers one by one."""
        columns = [column.tolist() for column in self]
        for place in _REAL:
            columns[place] = [None if value != value else value for value in columns[place]]
        columns[_STEP] = [None if step < 0 else step for step in columns[_STEP]]
        return zip(*columns, strict=True)


class Ended(NamedTuple):
    """Where a run ends: its last answer, and what is counted of all."""

    at: int
    day: int
    state: int
    step: int
    stability: float
    difficulty: float
    interval_days: int
    due_at: int
    lapses: int
    answers: int


class Replay:
    """Works runs out by one set of rules; `longest` is the longest interval that may be given."""

    def __init__(self, rules: Rules, table: DayTable, longest: int) -> None:
        weights = rules.parameters.weights or fsrs6.DEFAULT_WEIGHTS
        self._fsrs = fsrs6.constants(weights)
        self._begun = np.array([(np.nan, np.nan), *fsrs6.first_states(weights)]).T
        self._parameters = rules.parameters
        self._table = table
        self._longest = longest

    def lines(self, runs: Runs) -> LineColumns:
        """Return answers as the log keeps them."""
        if not runs.begins:
            return LineColumns._make([runs.at_ms] * len(LineColumns._fields))
        at, rating, given, starts = runs.at_ms, runs.ratings, runs.given, runs.starts
        day, offset = self._places(at)
        reviewed = given > 0
        interval = np.where(reviewed, np.minimum(given, self._longest), 0)
        due = at - 1000 * given
        due[reviewed] = looked_up(day[reviewed] + interval[reviewed], self._table.starts.__getitem__)
        before, after = _states(reviewed, runs, starts)
        step = np.full(at.size, -1)
        stepped = np.flatnonzero(~reviewed)
        step[stepped] = looked_up(after[stepped] * DAY_MS - given[stepped], self._step)
        memory = self._memories(runs, starts, _elapsed(day, runs, starts))
        version = np.broadcast_to(np.int64(self._parameters.version), at.shape)
        first, last = (at, offset, day, rating, runs.took_ms, before), (interval, due, version)
        return LineColumns(*first, *memory[:3], after, step, *memory[3:], *last)

    def _places(self, at: Ints) -> tuple[Ints, Ints]:
        """Return study day and offset of instants."""
        begins: list[int] = []
        held: list[tuple[int, int]] = []
        for number in np.unique(at // DAY_MS).tolist():
            piece = self._table.pieces[number]
            begins += piece[0]
            held += piece[1]
        day, offset = np.array(held).T[:, np.searchsorted(np.array(begins), at, "right") - 1]
        return day, offset

    def _step(self, place: int) -> int:
        """Return the last of our steps that is no longer than the step given, the first where none is."""
        state, seconds = divmod(place, DAY_MS)
        steps = self._parameters.learning_steps if state == _LEARNING else self._parameters.relearning_steps
        return max((index for index, step in enumerate(steps) if step.total_seconds() <= seconds), default=0)

    def _memories(self, runs: Runs, starts: Ints, elapsed: Ints) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        """Return stability, difficulty and chance of recall before each answer, stability and difficulty after it."""
        lengths = runs.ends - starts
        longest_first = np.argsort(-lengths, kind="stable")
        active = np.searchsorted(-lengths[longest_first], -np.arange(lengths.max(initial=0)), "left")
        known = [begin.memory or _UNKNOWN for begin in runs.begins]
        stability = np.array([memory.stability for memory in known])[longest_first]
        difficulty = np.array([memory.difficulty for memory in known])[longest_first]
        found = np.full((5, runs.at_ms.size), np.nan)
        for place, count in enumerate(active.tolist()):
            rows = starts[longest_first[:count]] + place
            stable, difficult, rating, days = stability[:count], difficulty[:count], runs.ratings[rows], elapsed[rows]
            chance = np.full(count, np.nan)
            if (later := np.flatnonzero(days > 0)).size:
                chance[later] = fsrs6_columns.recall(self._fsrs, stable[later], days[later])
            stability, difficulty = fsrs6_columns.after(self._fsrs, stable, difficult, rating, chance)
            if not place:
                fresh = np.flatnonzero(np.isnan(stable) | (days < 0))
                stability[fresh], difficulty[fresh] = self._begun[:, rating[fresh]]
            found[:, rows] = stable, difficult, chance, stability, difficulty
        return found[0], found[1], found[2], found[3], found[4]


def _states(reviewed: Bools, runs: Runs, starts: Ints) -> tuple[Ints, Ints]:
    """Return the states before and after each answer: once in review, a card is relearnt and not learnt again."""
    met: Ints = np.cumsum(reviewed) - reviewed
    lengths = runs.ends - starts
    first = np.array([begin.state for begin in runs.begins])
    again = np.repeat((first == _REVIEW) | (first == _RELEARNING), lengths) | (met > np.repeat(met[starts], lengths))
    after = np.where(reviewed, _REVIEW, np.where(again, _RELEARNING, _LEARNING))
    before = np.r_[0, after[:-1]]
    before[starts] = first
    return before, after


def _elapsed(day: Ints, runs: Runs, starts: Ints) -> Ints:
    """Return the study days since the latest of the answers before; below zero where there is none to count from."""
    apart = np.arange(starts.size) * APART
    first = np.array(
        [_NO_DAY if begin.memory is None or begin.last_day is None else begin.last_day for begin in runs.begins]
    )
    days = day + np.repeat(apart, runs.ends - starts)
    latest = days.copy()
    latest[starts] = np.maximum(days[starts], first + apart)
    latest = np.r_[0, np.maximum.accumulate(latest)[:-1]]
    latest[starts] = first + apart
    elapsed: Ints = np.maximum(days - latest, 0)
    elapsed[starts[first == _NO_DAY]] = _NO_DAY
    return elapsed
