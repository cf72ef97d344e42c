"""Makes the sections on memory from the cards as they are and the course of the past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, pairwise
from math import sqrt
from typing import NamedTuple

from quizzer.curriculum import Curriculum, Node, decks_of
from quizzer.reports.counted import Counted
from quizzer.reports.figure import Figure
from quizzer.reports.memory import (
    Bucket,
    CoursePoint,
    CurvePoint,
    Distribution,
    Knowledge,
    MemoryState,
    StabilityBand,
    TopicKnowledge,
)
from quizzer.reports.of_activity import median_of
from quizzer.store.readers.course import Known
from quizzer.store.readers.standing import (
    DIFFICULTY_EDGES,
    RECALL_EDGES,
    STABILITY_EDGES,
    DeckStandingNow,
    Spread,
)
from quizzer_scheduler.stats.bins import BANDS, ELAPSED
from quizzer_scheduler.stats.cells import CURVES, SCALE
from quizzer_scheduler.stats.wilson import Z95

_POINTS = 13


class _Past(NamedTuple):
    """What was known of a deck at the end of some days."""

    recalled: list[float]
    introduced: list[int]


def course_days(first_answer: date | None, first: date | None, today: date) -> list[date]:
    """Return the study days to look back to: ends of weeks, none before the first answer, a month at least."""
    if first_answer is None:
        return []
    month = today.toordinal() - 35
    begin = max(first_answer.toordinal(), min(month, 0 if first is None else first.toordinal()))
    weeks = [day for day in range(begin, today.toordinal()) if day % 7 == 0]
    step = 1 + len(weeks) // _POINTS
    return [date.fromordinal(day) for day in weeks if day // 7 % step == 0]


def knowledge_of(
    curriculum: Curriculum,
    part: frozenset[str] | None,
    standings: Mapping[str, DeckStandingNow],
    cards: Mapping[str, int],
    course: Mapping[int, Mapping[str, Known]],
    today: date,
) -> Knowledge:
    """Return what is known now, of which topics; everything by deck id, `part` being the decks asked for.

    The course is by study day (ordinal) first.
    """
    now = _recalled(standings.values())
    days = sorted(day for day, decks in course.items() if decks)
    past = {deck: _past(deck, [course[day] for day in days]) for deck in dict.fromkeys(chain(*course.values()))}
    dates = [date.fromordinal(day) for day in days]
    whole = _course(list(past.values()), dates)
    topics = tuple(_topics(curriculum, part, standings, cards, past, dates))
    ended = (*whole, CoursePoint(today, now.value or 0.0, now.n)) if whole or now.n else ()
    return Knowledge(now, sum(cards.values()), ended, topics)


def _recalled(standings: Iterable[DeckStandingNow]) -> Figure:
    found = list(standings)
    n = sum(deck.introduced for deck in found)
    value = sum(deck.recalled for deck in found)
    half = Z95 * sqrt(max(0.0, sum(deck.variance for deck in found)))
    return Figure(value, max(0.0, value - half), min(float(n), value + half), n)


def _past(deck: str, course: Sequence[Mapping[str, Known]]) -> _Past:
    there = [known.get(deck) for known in course]
    return _Past([each.recalled if each else 0.0 for each in there], [each.introduced if each else 0 for each in there])


def _course(decks: Sequence[_Past], days: Sequence[date]) -> tuple[CoursePoint, ...]:
    if not decks:
        return tuple(CoursePoint(day, 0.0, 0) for day in days)
    if len(decks) == 1:
        return tuple(map(CoursePoint, days, *decks[0]))
    recalled = map(sum, zip(*(deck.recalled for deck in decks), strict=True))
    introduced = map(sum, zip(*(deck.introduced for deck in decks), strict=True))
    return tuple(map(CoursePoint, days, recalled, introduced))


def _topics(
    curriculum: Curriculum,
    part: frozenset[str] | None,
    standings: Mapping[str, DeckStandingNow],
    cards: Mapping[str, int],
    course: Mapping[str, _Past],
    days: Sequence[date],
) -> Iterator[TopicKnowledge]:
    def topic(node: Node, decks: tuple[str, ...], depth: int) -> TopicKnowledge:
        past = _course([course[deck] for deck in decks if deck in course], days)
        now = _recalled(standings[deck] for deck in decks if deck in standings)
        every = sum(cards.get(deck, 0) for deck in decks)
        return TopicKnowledge(node.kind, node.path, node.title, depth, decks, every, now.n, now, past)

    taught: set[str] = set()
    for roadmap in curriculum.roadmaps:
        begun = any(cards.get(deck) for deck in decks_of(roadmap))
        root = curriculum.tree(roadmap.id) if begun else None
        for node, depth in _walk(root) if root else ():
            decks = node.decks if part is None else tuple(deck for deck in node.decks if deck in part)
            taught.update(decks)
            if any(cards.get(deck) for deck in decks):
                yield topic(node, decks, depth)
    for deck, number in cards.items():
        if number and deck not in taught and (standing := curriculum.standings.get(deck)):
            yield topic(Node("deck", deck, standing.title, (deck,)), (deck,), 0)


def _walk(node: Node, depth: int = 0) -> Iterator[tuple[Node, int]]:
    yield node, depth
    for child in node.children:
        yield from _walk(child, depth + 1)


def memory_of(spread: Spread, counted: Counted) -> MemoryState:
    """Return how the cards' memory is spread, and how recall fell with time."""
    stability, difficulty, recall = spread
    return MemoryState(
        stability=_spread(stability, (0.0, *STABILITY_EDGES, None)),
        difficulty=_spread(difficulty, (1.0, *DIFFICULTY_EDGES, 10.0)),
        retrievability=_spread(recall, (0.0, *RECALL_EDGES, 1.0)),
        curve=_bands(counted),
    )


def _spread(counts: tuple[int, ...], edges: tuple[float | None, ...]) -> Distribution:
    buckets = [Bucket(low, high, n) for n, (low, high) in zip(counts, pairwise(edges), strict=True) if low is not None]
    return Distribution(tuple(buckets), median_of(counts, edges), sum(counts))


def _bands(counted: Counted) -> tuple[StabilityBand, ...]:
    cells = counted.family(CURVES)
    bands = []
    for number, (low, high) in enumerate(pairwise((*BANDS, None))):
        points = []
        for code in range(number * len(ELAPSED), (number + 1) * len(ELAPSED)):
            n, hits, chances, days = cells.get(code, (0, 0, 0, 0))
            if n:
                points.append(CurvePoint(days / n, chances / SCALE / n, Figure.share(hits, n)))
        if low is not None:
            bands.append(StabilityBand(low, high, tuple(points)))
    return tuple(bands)
