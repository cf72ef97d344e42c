"""How much was known at the end of past study days: kept once it was counted, the decks of a day packed together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import add
from struct import Struct
from typing import NamedTuple, TypeAlias

from quizzer.store.readers.fragments import among
from quizzer.store.readers.part import Part
from quizzer.store.readers.standing import StandingReader, Which
from quizzer.store.sqlite_file import Rows
from quizzer_scheduler.stats.course import Course

_KEPT = "select day, packed from course where kind = :kind and decay = :decay and day in ({days})"
_FIRST = "select min(span) from tally where kind = '' and span >= 0 and n > 0"
_RECORD = Struct("<qqd")
_WORDS = _RECORD.size // 8


class Past(NamedTuple):
    """What was known of a deck at the end of some study days, a place for each."""

    recalled: Sequence[float]
    introduced: Sequence[int]


ByDeck: TypeAlias = dict[int, Past]
"""What was known of each deck (key)."""


class CourseReader:
    """Reads the course of knowledge; what is not kept yet is counted from the trails, and kept."""

    def __init__(self, rows: Rows, keep: Callable[[Mapping[tuple[str, int], bytes], float], None]) -> None:
        self._rows = rows
        self._keep = keep

    def first_day(self) -> date | None:
        """Return the first study day with an answer that stands; None without any."""
        first = self._rows.all(_FIRST)[0][0]
        return None if first is None else date.fromordinal(first)

    def course(self, part: Part, days: Sequence[date], decay: float) -> ByDeck:
        """Return what was known of the decks of a part at the end of past study days, those alone that were begun.

        Cards that are suspended or new now, or whose question is gone, are left out. The days must be over: what they
        came to is kept.
        """
        wanted = sorted(day.toordinal() for day in days)
        if part.tag is not None:
            return self._count(part, wanted, decay, "in").get(part.kind or "", {})
        kind = part.kind or ""
        marks, parameters = among("d", wanted)
        packed = self._rows.all(_KEPT.format(days=marks), **parameters, kind=kind, decay=decay)
        kept = {day: bytes(decks) for day, decks in packed}
        if missing := [day for day in wanted if day not in kept]:
            counted = {kind: {}, **self._count(Part(), missing, decay, "all")}  # that nothing was known is kept as well
            fresh = {
                (each, day): _packed(known, place)
                for each, known in counted.items()
                for place, day in enumerate(missing)
            }
            self._keep(fresh, decay)
            kept |= {day: fresh[kind, day] for day in missing}
        chosen = None if part.decks is None else frozenset(part.decks)
        every = _unpacked([kept[day] for day in wanted], chosen)
        return _without(every, self._count(part, wanted, decay, "out", "new").get(kind, {}))

    def _count(self, part: Part, days: Sequence[int], decay: float, *which: Which) -> dict[str, ByDeck]:
        """Count from the trails what was known at the end of some study days (ordinals, ascending).

        By the kind of the questions; under the empty one are all, those whose question is gone among them.
        """
        courses: dict[str, dict[int, Course]] = {"": {}}
        standing = StandingReader(self._rows)
        for chunk in chain.from_iterable(standing.trails(part, which=each) for each in which):
            for deck, kind, trail in chunk:
                of_kind = courses.setdefault(kind, {})
                if deck not in of_kind:
                    of_kind[deck] = Course(days, decay)
                of_kind[deck].add(trail)
        return _summed(courses)


def _summed(courses: Mapping[str, Mapping[int, Course]]) -> dict[str, ByDeck]:
    every: ByDeck = {}
    found: dict[str, ByDeck] = {}
    for kind, decks in courses.items():
        found[kind] = {deck: Past(course.recalled, course.introduced) for deck, course in decks.items()}
        for deck, past in found[kind].items():
            before = every.get(deck)
            every[deck] = (
                past if before is None else Past(*(list(map(add, a, b)) for a, b in zip(before, past, strict=True)))
            )
    return {**found, "": every}


def _packed(known: ByDeck, place: int) -> bytes:
    """Return what was known of the decks on one of the days."""
    return b"".join(
        _RECORD.pack(deck, past.introduced[place], past.recalled[place])
        for deck, past in known.items()
        if past.introduced[place]
    )


def _unpacked(days: Sequence[bytes], chosen: frozenset[int] | None) -> ByDeck:
    """Return what was known of some decks, or of all, from what is kept of each day."""
    introduced: list[dict[int, int]] = []
    recalled: list[dict[int, float]] = []
    for packed in days:
        numbers, sums = memoryview(packed).cast("q"), memoryview(packed).cast("d")
        decks = numbers[::_WORDS].tolist()
        introduced.append(dict(zip(decks, numbers[1::_WORDS].tolist(), strict=True)))
        recalled.append(dict(zip(decks, sums[2::_WORDS].tolist(), strict=True)))
    return {
        deck: Past([known.get(deck, 0.0) for known in recalled], [seen.get(deck, 0) for seen in introduced])
        for deck in dict.fromkeys(chain.from_iterable(introduced))
        if chosen is None or deck in chosen
    }


def _without(every: ByDeck, out: ByDeck) -> ByDeck:
    """Return what is left of the decks when the cards that do not count are taken away."""
    left = dict(every)
    for deck in out.keys() & every.keys():
        recalled, introduced = every[deck]
        rest = [max(0, n - gone) for n, gone in zip(introduced, out[deck].introduced, strict=True)]
        known = [r - gone if n else 0.0 for n, r, gone in zip(rest, recalled, out[deck].recalled, strict=True)]
        left[deck] = Past(known, rest)
    return {deck: past for deck, past in left.items() if any(past.introduced)}
