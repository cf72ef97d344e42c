"""How much was known at the end of past study days: kept by deck once it was counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from quizzer.store.readers.fragments import among
from quizzer.store.readers.standing import Part, StandingReader, Which
from quizzer.store.sqlite_file import Rows
from quizzer_scheduler.stats.course import Course

_KEPT = "select day, deck_key, introduced, recalled from course where decay = :decay and day in ({days})"
_FIRST = "select min(span) from tally where span >= 0 and n > 0"


class Known(NamedTuple):
    """What was known of a deck at the end of a study day."""

    day: int
    """Ordinal."""
    deck: int
    introduced: int
    recalled: float


class CourseReader:
    """Reads the course of knowledge; what is not kept yet is counted from the trails, and kept."""

    def __init__(self, rows: Rows, keep: Callable[[Sequence[Known], float], None]) -> None:
        self._rows = rows
        self._keep = keep

    def first_day(self) -> date | None:
        """Return the first study day with an answer that stands; None without any."""
        first = self._rows.all(_FIRST)[0][0]
        return None if first is None else date.fromordinal(first)

    def course(self, part: Part, days: Sequence[date], decay: float) -> list[Known]:
        """Return what was known of each deck of a part at the end of past study days, none before the first answer.

        Cards that are suspended now, or whose question is gone, are left out. The days must be over: what they came to
        is kept.
        """
        wanted = sorted(day.toordinal() for day in days)
        if not part.by_deck:
            return self._count(part, wanted, decay, "in")
        marks, parameters = among("d", wanted)
        kept = [Known(*row) for row in self._rows.all(_KEPT.format(days=marks), **parameters, decay=decay)]
        if missing := sorted(set(wanted) - {known.day for known in kept}):
            fresh = self._count(Part(), missing, decay, "all")
            self._keep(fresh, decay)
            kept += fresh
        decks = None if part.decks is None else frozenset(part.decks)
        out = {(known.day, known.deck): known for known in self._count(part, wanted, decay, "out")}
        return [
            _less(known, out.get((known.day, known.deck))) for known in kept if decks is None or known.deck in decks
        ]

    def _count(self, part: Part, days: Sequence[int], decay: float, which: Which) -> list[Known]:
        chunks = StandingReader(self._rows).trails(part, which=which)
        return counted((row for chunk in chunks for row in chunk), days, decay)


def _less(known: Known, out: Known | None) -> Known:
    if out is None:
        return known
    introduced = known.introduced - out.introduced
    return Known(known.day, known.deck, introduced, known.recalled - out.recalled if introduced else 0.0)


def counted(trails: Iterable[tuple[int, bytes]], days: Sequence[int], decay: float) -> list[Known]:
    """Return what was known of each deck at the end of some study days (ordinals, ascending)."""
    courses: dict[int, Course] = {}
    for deck, trail in trails:
        if deck not in courses:
            courses[deck] = Course(days, decay)
        courses[deck].add(trail)
    return [
        Known(day, deck, course.introduced[place], course.recalled[place])
        for deck, course in courses.items()
        for place, day in enumerate(days)
        if course.introduced[place]
    ]
