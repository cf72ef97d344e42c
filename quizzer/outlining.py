"""A plan worked out: what it takes, phase by phase and week by week, and whether the minutes allow it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from quizzer.breaks import Break, breaks_of, days_off
from quizzer.curriculum import Curriculum
from quizzer.errors import LibraryError
from quizzer.lookahead import Lookahead, RoadmapPlan
from quizzer.scoping import Scope, scope_of
from quizzer.tree import DeckStanding
from quizzer.tuning import lookahead_of
from quizzer.workspace import Workspace
from quizzer_scheduler.phasing import HIGHEST, LOWEST, Phase, Phasing
from quizzer_scheduler.planning import Finish, Milestone, Planner

Parts: TypeAlias = Sequence[tuple[str, tuple[str, ...]]]
"""Titles and decks of phases, in order; a deck stands in each that has it."""

_LOOKED_BACK, _ENOUGH_DAYS = 28, 7
"""Days over which it is looked how many are usually missed, and how many there must be to say."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase of a plan."""

    title: str
    decks: tuple[str, ...]
    """All that stand in it, those of earlier phases too."""
    cards: int
    """Not seen yet, those of earlier phases left out."""
    first: date | None
    last: date | None
    """The days between which its new cards come, both included; None where all are seen."""
    new_a_day: int
    retention: float
    """How much of it is to be recalled, until the plan's day."""
    minutes: float
    """A day, on average until then, for new and known cards."""


@dataclass(frozen=True, slots=True)
class Week:
    """What should be reached by the end of a week."""

    by: date
    """The day after its last one."""
    introduced: int
    """Cards of the plan seen by then."""
    cards: int
    mastery: float
    """Expected recall over all cards of the plan, from 0 to 1."""
    minutes: float
    """A day, on average over that week, for all cards."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan worked out, and not yet in force."""

    scope: Scope
    found: RoadmapPlan
    """With the learner's own desired retention for all of it."""
    finish: Finish
    """What it takes with the retention of each phase."""
    possible: bool
    """Whether the minutes given are enough; without any, it is."""
    own: float
    """The learner's own desired retention."""
    usual: float
    """Share of the last days that were studied; where phases are lowered, as many to come are reckoned with."""
    stages: tuple[Stage, ...]
    weeks: tuple[Week, ...]
    breaks: tuple[Break, ...]
    """That lie on the way."""
    fixed: frozenset[int] = frozenset()
    """Places of the phases whose retention was given by hand."""

    @property
    def by_phase(self) -> bool:
        """Whether some phase is held by another retention than the learner's own."""
        return any(stage.retention != self.own for stage in self.stages)


def outlined(
    workspace: Workspace,
    names: Sequence[str],
    by: date,
    minutes: float | None,
    wanted: Mapping[str, float] | None = None,
) -> Outline:
    """Work a plan out. LibraryError for an unknown name, a day that is past, and where nothing is left to begin.

    `wanted` gives phases, by title or words of it, a desired retention. Where the minutes are not enough with the
    learner's own for the others, they get lower ones as far as that helps.
    """
    curriculum = workspace.curriculum(counted=False)
    scope = scope_of(curriculum, names, workspace.config.text("study.roadmap"))
    standings = [curriculum.standings[deck] for deck in scope.decks]
    lookahead = lookahead_of(workspace)
    unseen = sum(deck.cards - deck.introduced for deck in standings)
    found, planner = lookahead.planned(scope.name, scope.title, unseen, by, minutes)
    fixed = _by_hand(scope, wanted or {})
    phasing = phasing_of(lookahead, curriculum, scope.parts, found.finish.days, fixed)
    usual = usual_share(workspace)
    held, possible = _held(phasing, found, usual)
    own = workspace.scheduler.parameters.desired_retention
    plain = all(one == own for one in held)
    return Outline(
        scope,
        found,
        found.finish if plain else phasing.finish(held),
        possible,
        own,
        usual,
        _stages(workspace, scope, [cards for cards, _ in _own(curriculum, scope.parts)], found, phasing, held),
        _weeks(workspace.today, standings, _milestones(found, planner, phasing, None if plain else held)),
        tuple(one for one in breaks_of(workspace.store) if one.last >= workspace.today and one.first < by),
        frozenset(fixed),
    )


def _by_hand(scope: Scope, wanted: Mapping[str, float]) -> dict[int, float]:
    """Return the retention of phases by their place. LibraryError for what names no phase, or a share out of bounds."""
    titles = [title.casefold() for title, _ in scope.parts]
    found = {}
    for name, retention in wanted.items():
        needle = name.casefold()
        exact = [place for place, title in enumerate(titles) if title == needle]
        near = exact or [place for place, title in enumerate(titles) if needle in title]
        if len(near) != 1:
            said = "; ".join(title for title, _ in scope.parts)
            raise LibraryError(f"{name!r} is {'no phase' if not near else 'not one phase'} of this plan: {said}.")
        if not LOWEST <= retention <= HIGHEST:
            raise LibraryError(f"The recall wanted of a phase is {LOWEST:.2f} to {HIGHEST:.2f}, not {retention:g}.")
        found[near[0]] = retention
    return found


def _own(curriculum: Curriculum, parts: Parts) -> list[tuple[int, tuple[DeckStanding, ...]]]:
    """Return the cards never seen and the decks of each phase, each deck in the first that has it."""
    seen: set[str] = set()
    found = []
    for _, decks in parts:
        own = tuple(curriculum.standings[deck] for deck in decks if deck not in seen)
        seen.update(decks)
        found.append((sum(deck.cards - deck.introduced for deck in own), own))
    return found


def phasing_of(
    lookahead: Lookahead, curriculum: Curriculum, parts: Parts, days: int, fixed: Mapping[int, float]
) -> Phasing:
    """Return what finds a retention for each part over so many days; `fixed` are those given, by place."""
    owned = _own(curriculum, parts)
    place = {deck.id: number for number, (_, decks) in enumerate(owned) for deck in decks}
    needs = [(need, deck.id) for _, decks in owned for deck in decks for need in deck.needs]
    built_on = {need for need, deck in needs if place.get(need) != place[deck]}
    phases = []
    for number, (unseen, decks) in enumerate(owned):
        cards = sum(deck.cards for deck in decks)
        needed = sum(deck.cards for deck in decks if deck.id in built_on)
        phases.append(Phase(unseen, (), needed / cards if cards else 0.0, fixed.get(number)))
    return lookahead.phasing(days, phases, place)


def usual_share(workspace: Workspace) -> float:
    """Return the share of the last days on which something was answered, breaks left out; 1 where that says little."""
    yesterday = workspace.today - timedelta(days=1)
    totals = workspace.store.progress.totals_by_day(yesterday - timedelta(days=_LOOKED_BACK), yesterday)
    studied = {total.day for total in totals if total.answers}
    off = days_off(breaks_of(workspace.store))
    first = min(studied, default=yesterday)
    days = [first + timedelta(days=day) for day in range((yesterday - first).days + 1)]
    there = [day for day in days if day not in off]
    return len(studied.intersection(there)) / len(there) if len(there) >= _ENOUGH_DAYS else 1.0


def _held(phasing: Phasing, found: RoadmapPlan, usual: float) -> tuple[tuple[float, ...], bool]:
    """Return the retention of each phase, and whether the minutes given are enough with them.

    Who misses days gets through less than the minutes allow: where it can be, the plan fits into what he usually does.
    """
    within = found.within
    if within is None or (within.possible and not phasing.fixed):
        return phasing.own, True
    held = phasing.found_for(within.minutes, usual)
    return (phasing.own, False) if held is None else (held, True)


def _milestones(
    found: RoadmapPlan, planner: Planner, phasing: Phasing, held: Sequence[float] | None
) -> list[Milestone]:
    if held is None:
        return planner.milestones(found.finish.days, found.finish.unseen)
    return phasing.milestones(held)


def _weeks(today: date, standings: Sequence[DeckStanding], stones: Sequence[Milestone]) -> tuple[Week, ...]:
    cards, seen = sum(deck.cards for deck in standings), sum(deck.introduced for deck in standings)
    known = sum(deck.recalled for deck in standings)
    return tuple(
        Week(
            today + timedelta(days=stone.days),
            seen + stone.introduced,
            cards,
            min(1.0, (known + stone.remembered) / cards),
            stone.minutes,
        )
        for stone in stones
    )


def _stages(
    workspace: Workspace,
    scope: Scope,
    unseen: Sequence[int],
    found: RoadmapPlan,
    phasing: Phasing,
    held: Sequence[float],
) -> tuple[Stage, ...]:
    """Return when each phase is begun and done: they follow each other, the same number of new cards on each day."""
    day, on_day, new_a_day = workspace.today, 0, found.finish.new_a_day
    off = days_off(breaks_of(workspace.store))
    stages = []
    for (title, decks), cards, retention, minutes in zip(scope.parts, unseen, held, phasing.minutes(held), strict=True):
        first: date | None = None
        for _ in range(cards):
            while day in off or on_day >= new_a_day:
                day, on_day = day + timedelta(days=1), 0
            first = first or day
            on_day += 1
        stages.append(Stage(title, decks, cards, first, day if first else None, new_a_day, retention, minutes))
    return tuple(stages)
