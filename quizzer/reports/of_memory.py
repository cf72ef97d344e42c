"""Makes the sections on memory from the cards as they are and the course of the past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from math import sqrt
from typing import NamedTuple, TypeAlias

from quizzer.curriculum import Curriculum, Node, decks_of
from quizzer.reports.counted import Counted
from quizzer.reports.figure import Figure
from quizzer.reports.memory import (
    Bucket,
    Course,
    CurvePoint,
    Distribution,
    Knowledge,
    MemoryState,
    StabilityBand,
    TopicKind,
    TopicKnowledge,
)
from quizzer.reports.of_activity import median_of
from quizzer.store.readers.course import Past
from quizzer.store.readers.spread import DIFFICULTY_EDGES, RECALL_EDGES, STABILITY_EDGES, Spread
from quizzer.store.readers.standing import DeckStandingNow
from quizzer_scheduler.stats.bins import BANDS, ELAPSED
from quizzer_scheduler.stats.cells import CURVES, SCALE
from quizzer_scheduler.stats.wilson import Z95

_POINTS = 13
_NONE = Figure(0.0, 0.0, 0.0, 0)


def course_days(first_answer: date | None, first: date | None, today: date) -> list[date]:
    """Return the study days to look back to: ends of weeks, none before the first answer, a month at least."""
    if first_answer is None:
        return []
    month = today.toordinal() - 35
    begin = max(first_answer.toordinal(), min(month, 0 if first is None else first.toordinal()))
    weeks = [day for day in range(begin, today.toordinal()) if day % 7 == 0]
    step = 1 + len(weeks) // _POINTS
    return [date.fromordinal(day) for day in weeks if day // 7 % step == 0]


class Standing(NamedTuple):
    """What the store knows of the decks asked for, by deck id."""

    now: Mapping[str, DeckStandingNow]
    cards: Mapping[str, int]
    past: Mapping[str, Past]
    """At the end of each of `days`."""
    days: tuple[date, ...]


def knowledge_of(curriculum: Curriculum, part: frozenset[str] | None, known: Standing, today: date) -> Knowledge:
    """Return what is known now, of which topics; `part` are the ids of the decks asked for, None for all."""
    now = _recalled(list(known.now.values()))
    begun = next((place for place in range(len(known.days)) if _anything(known, place)), len(known.days))
    known = known._replace(days=known.days[begun:])
    whole = _course(list(known.past.values()), known.days)
    topics = tuple(_topics(curriculum, part, known))
    ended = Course((*whole.days, today), (*whole.recalled, now.value or 0.0), (*whole.introduced, now.n))
    return Knowledge(now, sum(known.cards.values()), ended if whole or now.n else Course(), topics)


def _anything(known: Standing, place: int) -> bool:
    return any(past.introduced[place] for past in known.past.values())


def _recalled(decks: Sequence[DeckStandingNow]) -> Figure:
    if len(decks) == 1:
        (deck,) = decks
        n, value, variance = deck.introduced, deck.recalled, deck.variance
    else:
        n = sum(deck.introduced for deck in decks)
        value = sum(deck.recalled for deck in decks)
        variance = sum(deck.variance for deck in decks)
    half = Z95 * sqrt(max(0.0, variance))
    return Figure(value, max(0.0, value - half), min(float(n), value + half), n)


def _course(decks: Sequence[Past], days: tuple[date, ...]) -> Course:
    """Return the sum of decks over the last so many days of what is known of them."""
    if not days:
        return Course()
    if not decks:
        return Course(days, (0.0,) * len(days), (0,) * len(days))
    if len(decks) == 1:
        recalled, introduced = decks[0].recalled, decks[0].introduced
    else:
        recalled = tuple(map(sum, zip(*(deck.recalled for deck in decks), strict=True)))
        introduced = tuple(map(sum, zip(*(deck.introduced for deck in decks), strict=True)))
    return Course(days, tuple(recalled[-len(days) :]), tuple(introduced[-len(days) :]))


def _topics(curriculum: Curriculum, part: frozenset[str] | None, known: Standing) -> Iterator[TopicKnowledge]:
    taught: set[str] = set()
    for roadmap in curriculum.roadmaps:
        begun = any(known.cards.get(deck) for deck in decks_of(roadmap))
        root = curriculum.tree(roadmap.id) if begun else None
        for node, depth in _walk(root) if root else ():
            decks = node.decks if part is None else tuple(deck for deck in node.decks if deck in part)
            taught.update(decks)
            if every := sum([known.cards.get(deck, 0) for deck in decks]):
                yield _topic((node.kind, node.path, node.title, depth, decks), every, known)
    for deck, number in known.cards.items():
        if number and deck not in taught and (standing := curriculum.standings.get(deck)):
            yield _topic(("deck", deck, standing.title, 0, (deck,)), number, known)


_Place: TypeAlias = tuple[TopicKind, str, str, int, tuple[str, ...]]


def _topic(place: _Place, cards: int, known: Standing) -> TopicKnowledge:
    decks = place[-1]
    now = [standing for deck in decks if (standing := known.now.get(deck)) is not None]
    past = [past for deck in decks if (past := known.past.get(deck)) is not None]
    recalled = _recalled(now) if now else _NONE
    return TopicKnowledge(*place, cards, recalled.n, recalled, _course(past, known.days))


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
