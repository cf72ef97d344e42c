"""Gathers a report: reads the store, counts, and hands over frozen figures. Nothing is cached here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from quizzer.breaks import breaks_of, days_off
from quizzer.clock import Clock
from quizzer.config import Config
from quizzer.counting import waiting_in
from quizzer.curriculum import Curriculum, standings_of
from quizzer.desired import Desired
from quizzer.errors import LibraryError
from quizzer.pace import Pace
from quizzer.reports.activity import Forecast, ForecastDay, HardTopic, Leech, Trouble
from quizzer.reports.counted import answers, count
from quizzer.reports.figure import ENOUGH, Figure
from quizzer.reports.memory import Knowledge
from quizzer.reports.of_activity import activity_of
from quizzer.reports.of_memory import Standing, course_days, knowledge_of, memory_of
from quizzer.reports.of_recall import calibration_of, today_of, true_retention_of
from quizzer.reports.report import Report
from quizzer.reports.scope import Scope, Window
from quizzer.selecting import select
from quizzer.sitting import Counts
from quizzer.store.readers.course import ByDeck
from quizzer.store.readers.part import Part
from quizzer.store.readers.standing import DeckStandingNow
from quizzer.store.records import DeckOutline
from quizzer.store.store import Store
from quizzer_decks.model import KINDS, Roadmap
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.scheduler import Scheduler

_AHEAD = 90
_HARD_DAYS = 30
_HARDEST, _LEECHES = 10, 20


class Home(Protocol):
    """What a report is asked of: a workspace."""

    store: Store
    config: Config
    days: StudyDays
    clock: Clock

    @property
    def roadmaps(self) -> tuple[Roadmap, ...]:
        """All roadmaps."""
        ...

    @property
    def scheduler(self) -> Scheduler:
        """The scheduler with the weights in force."""
        ...

    @property
    def desired(self) -> Desired:
        """The desired retention of every deck."""
        ...


@dataclass(frozen=True, slots=True)
class Sources:
    """What a report is made from."""

    store: Store
    config: Config
    days: StudyDays
    roadmaps: tuple[Roadmap, ...]
    decay: float
    """The last FSRS weight in force."""
    desired: Desired
    at: datetime
    pace: Pace

    @property
    def day(self) -> date:
        """The study day it is."""
        return self.days.day(self.at)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a report is to be about, as the store knows it."""

    outlines: Sequence[DeckOutline]
    curriculum: Curriculum
    decks: tuple[str, ...] | None
    """Ids; None for all."""
    part: Part
    first: date | None
    """First study day of the window; None for all."""


def gather(home: Home, scope: Scope, window: Window) -> Report:
    """Return the statistics. LibraryError when a deck, roadmap, phase, topic or kind asked for does not exist."""
    sources = _sources(home)
    store, day = sources.store, sources.day
    asked = _asked(sources, scope, window)
    part, first = asked.part, asked.first
    # Beside the rest runs what the database counts long for a few rows. It works without the interpreter's lock, but asks
    # for it at each row: two threads that fetch thousands of rows would only wait for each other.
    with ThreadPoolExecutor(1) as beside:
        spread = beside.submit(store.standing.spread, part, day, sources.decay)
        leeches = beside.submit(_leeches, sources, part)
        standings = store.standing.standings(part, day, sources.decay)
        unseen = store.standing.unseen(part)
        counted = count(store, part, first, day)
        ends = course_days(store.course.first_day(), first, day)
        course = store.course.course(part, ends, sources.decay) if ends else {}
        forecast = _forecast(sources, part)
        left = _left(sources, asked, forecast, sum(unseen.values()))
        tested = _tested(store, part, first, day)
    cards = Counter(unseen)
    cards.update({key: deck.introduced for key, deck in standings.items()})
    return Report(
        at=sources.at,
        day=day,
        scope=scope,
        window=window,
        cards=sum(cards.values()),
        answers=answers(counted.ever),
        today=today_of(counted, day, left, sources.pace),
        true_retention=true_retention_of(counted, day, _desired(sources, asked, standings)),
        calibration=calibration_of(counted),
        knowledge=_knowledge(asked, standings, cards, course, tuple(ends), day),
        memory=memory_of(spread.result(), counted),
        activity=activity_of(counted, day, first, days_off(breaks_of(store))),
        forecast=forecast,
        trouble=Trouble(*leeches.result(), _hardest(tested, part, asked.outlines, standings)),
    )


def _desired(sources: Sources, asked: _Asked, standings: Mapping[int, DeckStandingNow]) -> float:
    names = {deck.key: deck.id for deck in asked.outlines}
    return sources.desired.mean((names.get(key, ""), deck.introduced) for key, deck in standings.items())


def _sources(home: Home) -> Sources:
    at = home.clock.now()
    pace = Pace.measured(home.store.today.seconds_per_answer(home.days.day(at)))
    return Sources(home.store, home.config, home.days, home.roadmaps, home.scheduler.decay, home.desired, at, pace)


def _asked(sources: Sources, scope: Scope, window: Window) -> _Asked:
    if scope.kind not in (None, *KINDS):
        raise LibraryError(f"There is no kind {scope.kind!r}. There are: {', '.join(KINDS)}.")
    outlines = sources.store.decks.outlines(counted=False)
    curriculum = Curriculum(sources.roadmaps, standings_of(outlines, (), ()))
    wanted = decks_of(curriculum, scope)
    keys = {deck.id: deck.key for deck in outlines}
    chosen = None if wanted is None else tuple(keys[deck] for deck in wanted if deck in keys)
    others = None if chosen is None else tuple(sources.store.decks.keys() - frozenset(chosen))
    part = Part(chosen, scope.kind, scope.tag, others)
    return _Asked(outlines, curriculum, wanted, part, window.first(sources.day))


def _knowledge(
    asked: _Asked,
    standings: Mapping[int, DeckStandingNow],
    cards: Mapping[int, int],
    course: ByDeck,
    days: tuple[date, ...],
    today: date,
) -> Knowledge:
    names = {deck.key: deck.id for deck in asked.outlines}
    known = Standing(
        now={names[key]: deck for key, deck in standings.items() if key in names},
        cards={names[key]: number for key, number in cards.items() if key in names},
        # Where a deck is gone, its cards were known all the same.
        past={names.get(key) or f"#{key}": past for key, past in course.items()},
        days=days,
    )
    chosen = None if asked.decks is None else frozenset(asked.decks)
    return knowledge_of(asked.curriculum, chosen, known, today)


def decks_of(curriculum: Curriculum, scope: Scope) -> tuple[str, ...] | None:
    """Return the ids of the decks that a scope means; None for all. LibraryError names what does not exist."""
    if scope.phase is None:
        if not scope.decks and scope.roadmap is None and scope.topic is None:
            return None
        return select(curriculum, scope.decks, scope.roadmap, scope.topic)
    needle = scope.phase.casefold()
    roots = [curriculum.tree(roadmap.id) for roadmap in curriculum.roadmaps if scope.roadmap in (None, roadmap.id)]
    phases = [phase for root in roots if root for phase in root.children if needle in phase.title.casefold()]
    if not phases:
        raise LibraryError(f"No phase contains {scope.phase!r}. `quizzer roadmap show ID` lists the phases.")
    inside = {deck for phase in phases for deck in phase.decks}
    among = select(curriculum, scope.decks, scope.roadmap, scope.topic)
    chosen = tuple(deck for deck in among if deck in inside)
    if not chosen:
        raise LibraryError(f"No deck of {phases[0].title!r} fits all of that together.")
    return chosen


def _left(sources: Sources, asked: _Asked, forecast: Forecast, unseen: int) -> Counts:
    if not asked.part.by_deck:
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
    worst = tuple(
        Leech(row.key, row.card, row.deck, row.deck_title, row.lapses, row.reps, row.recall)
        for row in standing.leeches(part, threshold, _LEECHES, sources.day, sources.decay)
    )
    return threshold, worst, standing.leech_count(part, threshold)


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
