"""Gathers a report: reads the store, counts, and hands over frozen figures. Nothing is cached here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import NamedTuple

from quizzer.breaks import breaks_of, days_off
from quizzer.counting import waiting_in
from quizzer.reports.activity import Forecast, ForecastDay, HardTopic, Trouble
from quizzer.reports.asking import Asked, Home, Sources, asked_of, sources_of
from quizzer.reports.counted import Counted, answers, count
from quizzer.reports.figure import ENOUGH, Figure
from quizzer.reports.memory import Knowledge
from quizzer.reports.of_activity import activity_of
from quizzer.reports.of_memory import Standing, course_days, knowledge_of, memory_of
from quizzer.reports.of_recall import calibration_of, today_of, true_retention_of
from quizzer.reports.report import Report
from quizzer.reports.scope import Scope, Window
from quizzer.sitting import Counts
from quizzer.store.readers.part import Part
from quizzer.store.readers.spread import Spread
from quizzer.store.readers.standing import DeckStandingNow, Leech
from quizzer.store.records import DeckOutline
from quizzer.store.store import Store

_AHEAD = 90
_HARD_DAYS = 30
_HARDEST, _LEECHES = 10, 20


class _Read(NamedTuple):
    """What a report is made of."""

    counted: Counted
    spread: Spread
    forecast: Forecast
    leeches: tuple[int, tuple[Leech, ...], int]
    standings: Mapping[int, DeckStandingNow]
    cards: Mapping[int, int]
    knowledge: Knowledge
    tested: Mapping[int, tuple[int, int]]
    left: Counts


def gather(home: Home, scope: Scope, window: Window) -> Report:
    """Return the statistics. LibraryError when a deck, roadmap, phase, topic, tag or kind asked for does not exist."""
    sources = sources_of(home)
    asked = asked_of(sources, scope, window)
    day = sources.day
    read = _read(sources, asked)
    desired = _desired(sources, asked, read.standings)
    return Report(
        at=sources.at,
        day=day,
        scope=scope,
        window=window,
        cards=sum(read.cards.values()),
        answers=answers(read.counted.ever),
        today=today_of(read.counted, day, read.left, sources.pace),
        true_retention=true_retention_of(read.counted, day, desired),
        calibration=calibration_of(read.counted),
        knowledge=read.knowledge,
        memory=memory_of(read.spread, read.counted),
        activity=activity_of(read.counted, day, asked.first, days_off(breaks_of(sources.store))),
        forecast=read.forecast,
        trouble=Trouble(*read.leeches, _hardest(read.tested, asked.part, asked.outlines, read.standings)),
    )


def _read(sources: Sources, asked: Asked) -> _Read:
    store, day, part, first = sources.store, sources.day, asked.part, asked.first
    # Beside the rest runs what the database counts long for a few rows. It works without the interpreter's lock, but
    # takes it for each row: two threads that fetch thousands of rows would only wait for each other.
    with ThreadPoolExecutor(1) as beside:
        counting = beside.submit(count, store, part, first, day)
        spread = beside.submit(store.standing.spread, part, day, sources.decay)
        foreseen = beside.submit(_forecast, sources, part)
        leeches = beside.submit(_leeches, sources, part)
        standings = store.standing.standings(part, day, sources.decay)
        unseen = store.standing.unseen(part)
        cards = Counter(unseen)
        cards.update({key: deck.introduced for key, deck in standings.items()})
        knowledge = _knowledge(sources, asked, standings, cards)
        tested = _tested(store, part, first, day)
        left = _left(sources, asked, foreseen.result, sum(unseen.values()))
        return _Read(
            counted=counting.result(),
            spread=spread.result(),
            forecast=foreseen.result(),
            leeches=leeches.result(),
            standings=standings,
            cards=cards,
            knowledge=knowledge,
            tested=tested,
            left=left,
        )


def _desired(sources: Sources, asked: Asked, standings: Mapping[int, DeckStandingNow]) -> float:
    names = {deck.key: deck.id for deck in asked.outlines}
    return sources.desired.mean((names.get(key, ""), deck.introduced) for key, deck in standings.items())


def _knowledge(
    sources: Sources, asked: Asked, standings: Mapping[int, DeckStandingNow], cards: Mapping[int, int]
) -> Knowledge:
    days = course_days(sources.store.course.first_day(), asked.first, sources.day)
    course = sources.store.course.course(asked.part, days, sources.decay) if days else {}
    names = {deck.key: deck.id for deck in asked.outlines}
    known = Standing(
        now={names[key]: deck for key, deck in standings.items() if key in names},
        cards={names[key]: number for key, number in cards.items() if key in names},
        # Where a deck is gone, its cards were known all the same.
        past={names.get(key) or f"#{key}": past for key, past in course.items()},
        days=tuple(days),
    )
    chosen = None if asked.decks is None else frozenset(asked.decks)
    return knowledge_of(asked.curriculum, chosen, known, sources.day)


def _left(sources: Sources, asked: Asked, foreseen: Callable[[], Forecast], unseen: int) -> Counts:
    if not asked.part.by_deck:
        forecast = foreseen()
        return Counts(forecast.backlog + forecast.days[0].due, 0, unseen)
    wanted, names = asked.decks, {deck.key: deck.id for deck in asked.outlines}
    waits = waiting_in(sources.store, sources.config, sources.at, names)
    if wanted is None:
        return Counts(waits.due, waits.learning, waits.new)
    inside = [deck for deck in waits.decks if deck.id in wanted]
    return Counts(
        sum(deck.due for deck in inside), sum(deck.learning for deck in inside), sum(deck.new for deck in inside)
    )


def _forecast(sources: Sources, part: Part) -> Forecast:
    today = sources.day
    due = [0] * _AHEAD
    backlog = 0
    days: dict[datetime, int] = {}
    for at, put_off, number in _due(sources, part):
        if at not in days:
            days[at] = sources.days.day(at).toordinal()
        ahead = max(days[at], put_off) - today.toordinal()
        if ahead < 0:
            backlog += number
        elif ahead < _AHEAD:
            due[ahead] += number
    ahead_days = tuple(ForecastDay(today + timedelta(days=place), number) for place, number in enumerate(due))
    return Forecast(backlog, ahead_days, sources.pace.answer)


def _due(sources: Sources, part: Part) -> list[tuple[datetime, int, int]]:
    end = sources.days.start(sources.day + timedelta(days=_AHEAD))
    return sources.store.standing.due(part, end, sources.day)


def _leeches(sources: Sources, part: Part) -> tuple[int, tuple[Leech, ...], int]:
    """Return the threshold, the worst leeches, and how many there are."""
    threshold = sources.config.whole("study.leech_lapses")
    standing = sources.store.standing
    worst = standing.leeches(part, threshold, _LEECHES, sources.day, sources.decay)
    return threshold, tuple(worst), standing.leech_count(part, threshold)


def _tested(store: Store, part: Part, first: date | None, day: date) -> dict[int, tuple[int, int]]:
    begin = max(day - timedelta(days=_HARD_DAYS - 1), first or date.min)
    return store.standing.tested(begin, day) if part.by_deck else store.standing.tested_cards(part, begin, day)


def _hardest(
    tested: Mapping[int, tuple[int, int]],
    part: Part,
    outlines: Sequence[DeckOutline],
    standings: Mapping[int, DeckStandingNow],
) -> tuple[HardTopic, ...]:
    chosen = None if part.decks is None else frozenset(part.decks)
    told = [
        (hits / n, place, hits, n)
        for place, deck in enumerate(outlines)
        if chosen is None or deck.key in chosen
        for n, hits in (tested.get(deck.key, (0, 0)),)
        if n >= ENOUGH
    ]
    hardest = []
    for _, place, hits, n in sorted(told)[:_HARDEST]:
        deck = outlines[place]
        known = standings.get(deck.key)
        difficulty = known.difficulty / known.introduced if known else None
        hardest.append(HardTopic(deck.id, deck.title, Figure.share(hits, n), difficulty))
    return tuple(hardest)
