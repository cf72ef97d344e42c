"""How much was known at the end of past study days: kept once it was counted, the decks of a day packed together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from struct import Struct
from typing import NamedTuple, TypeAlias

from quizzer.store.readers.fragments import among
from quizzer.store.readers.standing import Part, StandingReader, Which
from quizzer.store.sqlite_file import Rows
from quizzer_scheduler.stats.course import Course

_KEPT = "select day, packed from course where decay = :decay and day in ({days})"
_FIRST = "select min(span) from tally where span >= 0 and n > 0"
_RECORD = Struct("<qqd")


class Known(NamedTuple):
    """What was known of a deck at the end of a study day."""

    deck: int
    """Its key."""
    introduced: int
    recalled: float


ByDay: TypeAlias = dict[int, dict[int, Known]]
"""What was known of each deck (key) at the end of each study day (ordinal)."""


class CourseReader:
    """Reads the course of knowledge; what is not kept yet is counted from the trails, and kept."""

    def __init__(self, rows: Rows, keep: Callable[[Mapping[int, bytes], float], None]) -> None:
        self._rows = rows
        self._keep = keep

    def first_day(self) -> date | None:
        """Return the first study day with an answer that stands; None without any."""
        first = self._rows.all(_FIRST)[0][0]
        return None if first is None else date.fromordinal(first)

    def course(self, part: Part, days: Sequence[date], decay: float) -> ByDay:
        """Return what was known of the decks of a part at the end of past study days, those alone that were begun.

        Cards that are suspended now, or whose question is gone, are left out. The days must be over: what they came to
        is kept.
        """
        wanted = sorted(day.toordinal() for day in days)
        if not part.by_deck:
            return self._count(part, wanted, decay, "in")
        marks, parameters = among("d", wanted)
        packed = self._rows.all(_KEPT.format(days=marks), **parameters, decay=decay)
        kept = {day: unpacked(bytes(decks)) for day, decks in packed}
        if missing := [day for day in wanted if day not in kept]:
            fresh = self._count(Part(), missing, decay, "all")
            self._keep({day: b"".join(_RECORD.pack(*known) for known in fresh[day].values()) for day in missing}, decay)
            kept |= fresh
        out = self._count(part, wanted, decay, "out")
        return {day: dict(_of(part, kept[day], out[day])) for day in wanted}

    def _count(self, part: Part, days: Sequence[int], decay: float, which: Which) -> ByDay:
        chunks = StandingReader(self._rows).trails(part, which=which)
        return counted((row for chunk in chunks for row in chunk), days, decay)


def unpacked(decks: bytes) -> dict[int, Known]:
    """Return what was known of each deck from its packed form."""
    return {known[0]: Known._make(known) for known in _RECORD.iter_unpack(decks)}


def _of(part: Part, known: Mapping[int, Known], out: Mapping[int, Known]) -> Iterator[tuple[int, Known]]:
    """Yield what is left of the decks of a part when the cards that do not count are taken away."""
    for deck in known if part.decks is None else [deck for deck in part.decks if deck in known]:
        if deck not in out:
            yield deck, known[deck]
        elif introduced := known[deck].introduced - out[deck].introduced:
            yield deck, Known(deck, introduced, known[deck].recalled - out[deck].recalled)


def counted(trails: Iterable[tuple[int, bytes]], days: Sequence[int], decay: float) -> ByDay:
    """Return what was known of each deck at the end of some study days (ordinals, ascending)."""
    courses: dict[int, Course] = {}
    for deck, trail in trails:
        if deck not in courses:
            courses[deck] = Course(days, decay)
        courses[deck].add(trail)
    return {
        day: {
            deck: Known(deck, course.introduced[place], course.recalled[place])
            for deck, course in courses.items()
            if course.introduced[place]
        }
        for place, day in enumerate(days)
    }
