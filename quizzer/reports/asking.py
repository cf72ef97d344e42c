"""What a report is asked of and about: the parts of a workspace it reads, and a scope as the store knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from quizzer.clock import Clock
from quizzer.config import Config
from quizzer.curriculum import Curriculum, standings_of
from quizzer.desired import Desired
from quizzer.errors import LibraryError
from quizzer.pace import Pace
from quizzer.reports.scope import Scope, Window
from quizzer.selecting import select
from quizzer.store.readers.part import Part
from quizzer.store.records import DeckOutline
from quizzer.store.store import Store
from quizzer_decks.model import KINDS, Roadmap
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.scheduler import Scheduler


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
class Asked:
    """What a report is to be about, as the store knows it."""

    outlines: Sequence[DeckOutline]
    curriculum: Curriculum
    decks: tuple[str, ...] | None
    """Ids; None for all."""
    part: Part
    first: date | None
    """First study day of the window; None for all."""


def sources_of(home: Home) -> Sources:
    """Return what a report of a workspace is made from, now."""
    at = home.clock.now()
    pace = Pace.measured(home.store.today.seconds_per_answer(home.days.day(at)))
    return Sources(home.store, home.config, home.days, home.roadmaps, home.scheduler.decay, home.desired, at, pace)


def asked_of(sources: Sources, scope: Scope, window: Window) -> Asked:
    """Return what a report is to be about. LibraryError names what does not exist."""
    if scope.kind not in (None, *KINDS):
        raise LibraryError(f"There is no kind {scope.kind!r}. There are: {', '.join(KINDS)}.")
    if scope.tag is not None:
        _check_tag(sources.store, scope.tag)
    outlines = sources.store.decks.outlines(counted=False)
    curriculum = Curriculum(sources.roadmaps, standings_of(outlines, (), ()))
    wanted = decks_of(curriculum, scope)
    keys = {deck.id: deck.key for deck in outlines}
    chosen = None if wanted is None else tuple(keys[deck] for deck in wanted if deck in keys)
    others = None if chosen is None else tuple(sources.store.decks.keys() - frozenset(chosen))
    part = Part(chosen, scope.kind, scope.tag, others)
    return Asked(outlines, curriculum, wanted, part, window.first(sources.day))


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


def _check_tag(store: Store, tag: str) -> None:
    known = store.decks.tags()
    if tag.casefold() in known:
        return
    from difflib import get_close_matches

    near = get_close_matches(tag.casefold(), known, 1)
    raise LibraryError(f"No question has the tag {tag!r}.{f' Did you mean {near[0]!r}?' if near else ''}")
