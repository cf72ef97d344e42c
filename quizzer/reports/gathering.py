"""Gathers a report: reads the store, counts, and hands over frozen figures. Nothing is cached here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from quizzer.config import Config
from quizzer.counting import waiting_in
from quizzer.curriculum import Curriculum, standings_of
from quizzer.errors import LibraryError
from quizzer.pace import Pace
from quizzer.reports.activity import Forecast, ForecastDay, HardTopic, Leech, Trouble
from quizzer.reports.counted import answers, count
from quizzer.reports.figure import ENOUGH, Figure
from quizzer.reports.of_activity import activity_of
from quizzer.reports.of_memory import course_days, knowledge_of, memory_of
from quizzer.reports.of_recall import calibration_of, today_of, true_retention_of
from quizzer.reports.report import Report
from quizzer.reports.scope import Scope, Window
from quizzer.selecting import select
from quizzer.sitting import Counts
from quizzer.store.readers.course import Known
from quizzer.store.readers.standing import DeckStandingNow, Part
from quizzer.store.records import DeckOutline
from quizzer.store.store import Store
from quizzer_decks.model import Roadmap
from quizzer_scheduler.days import StudyDays

_AHEAD = 90
_HARD_DAYS = 90
_HARDEST, _LEECHES = 10, 20


@dataclass(frozen=True, slots=True)
class Sources:
    """What a report is made from."""

    store: Store
    config: Config
    days: StudyDays
    roadmaps: tuple[Roadmap, ...]
    decay: float
    """The last FSRS weight in force."""
    at: datetime

    @property
    def day(self) -> date:
        """The study day it is."""
        return self.days.day(self.at)


def gather(sources: Sources, scope: Scope, window: Window) -> Report:
    """Return the report. LibraryError when a deck, roadmap, phase or topic asked for does not exist."""
    store, day = sources.store, sources.day
    outlines = store.decks.outlines()
    curriculum = Curriculum(sources.roadmaps, standings_of(outlines, (), ()))
    wanted = decks_of(curriculum, scope)
    keys = {deck.id: deck.key for deck in outlines}
    chosen = None if wanted is None else tuple(keys[deck] for deck in wanted if deck in keys)
    part = Part(chosen, scope.kind, scope.tag)
    first = window.first(day)
    # The database works without the interpreter's lock, so what takes longest runs beside the rest.
    with ThreadPoolExecutor(1) as beside:
        standing = beside.submit(store.standing.standings, part, day, sources.decay)
        counted = count(store, part, first, day)
        cards = store.standing.cards(part)
        ends = course_days(store.course.first_day(), first, day)
        course = store.course.course(part, ends, sources.decay) if ends else []
        forecast = _forecast(sources, part)
        left = _left(sources, scope, part, wanted, forecast)
        standings = standing.result()
    names = {key: deck for deck, key in keys.items()}
    present = {names[key]: deck for key, deck in standings.items() if key in names}
    counts = {names[key]: number for key, number in cards.items() if key in names}
    past = _by_deck(course, names)
    asked = None if wanted is None else frozenset(wanted)
    return Report(
        at=sources.at,
        day=day,
        scope=scope,
        window=window,
        cards=sum(cards.values()),
        answers=answers(counted.ever),
        today=today_of(counted, day, left, _pace(sources)),
        true_retention=true_retention_of(counted, day, sources.config.number("study.desired_retention")),
        calibration=calibration_of(counted),
        knowledge=knowledge_of(curriculum, asked, present, counts, past, day),
        memory=memory_of(list(standings.values()), counted),
        activity=activity_of(counted, day, first),
        forecast=forecast,
        trouble=_trouble(sources, part, first, outlines, standings),
    )


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


def _by_deck(course: Sequence[Known], names: Mapping[int, str]) -> dict[str, dict[int, Known]]:
    found: defaultdict[str, dict[int, Known]] = defaultdict(dict)
    for known in course:
        # Where a deck is gone, its cards were known all the same.
        found[names.get(known.deck, f"#{known.deck}")][known.day] = known
    return found


def _pace(sources: Sources) -> Pace:
    return Pace.measured(sources.store.today.seconds_per_answer(sources.day))


def _left(sources: Sources, scope: Scope, part: Part, wanted: tuple[str, ...] | None, forecast: Forecast) -> Counts:
    if not part.by_deck:
        unseen = sum(sources.store.standing.cards(part).values()) - sum(
            deck.introduced for deck in sources.store.standing.standings(part, sources.day, sources.decay).values()
        )
        return Counts(forecast.backlog + forecast.days[0].due, 0, unseen)
    waits = waiting_in(sources.store, sources.config, sources.at)
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
    for at, put_off, number in sources.store.standing.due(part, sources.days.start(today + timedelta(days=_AHEAD))):
        if at not in days:
            days[at] = sources.days.day(at).toordinal()
        ahead = max(days[at], put_off) - today.toordinal()
        if ahead < 0:
            backlog += number
        elif ahead < _AHEAD:
            due[ahead] += number
    ahead_days = tuple(ForecastDay(today + timedelta(days=place), number) for place, number in enumerate(due))
    return Forecast(backlog, ahead_days, _pace(sources).answer)


def _trouble(
    sources: Sources,
    part: Part,
    first: date | None,
    outlines: Sequence[DeckOutline],
    standings: Mapping[int, DeckStandingNow],
) -> Trouble:
    store, day = sources.store, sources.day
    threshold = sources.config.whole("study.leech_lapses")
    leeches = store.standing.leeches(part, threshold, day, sources.decay)
    begin = max(day - timedelta(days=_HARD_DAYS - 1), first or date.min)
    tested = store.standing.tested(begin, day) if part.by_deck else store.standing.tested_cards(part, begin, day)
    chosen = None if part.decks is None else frozenset(part.decks)
    hardest = []
    for deck in outlines:
        n, hits = tested.get(deck.key, (0, 0))
        if n >= ENOUGH and (chosen is None or deck.key in chosen):
            known = standings.get(deck.key)
            difficulty = known.difficulty / known.introduced if known else None
            hardest.append(HardTopic(deck.id, deck.title, Figure.share(hits, n), difficulty))
    hardest.sort(key=lambda topic: topic.recalled.value or 0.0)
    worst = tuple(
        Leech(row.key, row.card, row.deck, row.deck_title, row.lapses, row.reps, row.recall)
        for row in leeches[:_LEECHES]
    )
    return Trouble(threshold, worst, len(leeches), tuple(hardest[:_HARDEST]))
