"""A date to be done by: put in force, kept in step, dropped; and breaks on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from quizzer.breaks import LONGEST_BREAK, Break, breaks_of, days_off
from quizzer.errors import LibraryError
from quizzer.limits import BREAK, PLAN
from quizzer.outlining import Outline
from quizzer.pacing import IN_FORCE, Pace, PlanInForce, PlannedPhase, pace_in, plan_of
from quizzer.scoping import scope_of
from quizzer.store.records import Fact, FactValue
from quizzer.workspace import Workspace
from quizzer_scheduler.balance import Load
from quizzer_scheduler.model import State
from quizzer_scheduler.pausing import Pause, paused
from quizzer_scheduler.spreading import Placed as Lying


@dataclass(frozen=True, slots=True)
class Standing:
    """The plan in force, and how it stands today."""

    plan: PlanInForce
    pace: Pace | None
    """None when all is seen, or its day has come."""
    unseen: int
    """Cards of it never seen, now."""


def adopt(workspace: Workspace, outline: Outline) -> PlanInForce:
    """Put a plan in force: today's new cards follow it. LibraryError when the minutes given are not enough."""
    if not outline.possible:
        raise LibraryError("This plan cannot be done in those minutes. Give it more of them, or a later day.")
    finish, unseen = outline.found.finish, workspace.store.today.unseen(workspace.today)
    plan = PlanInForce(
        outline.scope.name,
        outline.scope.title,
        outline.scope.decks,
        workspace.today,
        outline.found.by,
        finish.unseen,
        finish.new_a_day,
        outline.found.within.minutes if outline.found.within else None,
        sum(unseen.get(deck, (0, 0))[1] for deck in outline.scope.decks),
        tuple(
            PlannedPhase(
                stage.title,
                stage.decks,
                None if stage.retention == outline.own else stage.retention,
                place in outline.fixed,
            )
            for place, stage in enumerate(outline.stages if outline.by_phase or outline.found.within else ())
        ),
    )
    put_in_force(workspace, plan)
    return plan


def put_in_force(workspace: Workspace, plan: PlanInForce) -> None:
    """State a plan as the one in force, as one action."""
    value: FactValue = {
        **plan._asdict(),
        "decks": list(plan.decks),
        "since": str(plan.since),
        "by": str(plan.by),
        "phases": [{**phase._asdict(), "decks": list(phase.decks)} for phase in plan.phases],
        "reworked": None if plan.reworked is None else str(plan.reworked),
    }
    workspace.store.fact(_fact(workspace, PLAN, IN_FORCE, value))
    _ = workspace.scheduler  # it keeps its parameters now, so that the first question need not wait for that


def drop(workspace: Workspace) -> PlanInForce:
    """Drop the plan in force and return it. LibraryError when there is none."""
    plan = plan_of(workspace.store.facts.all(PLAN))
    if plan is None:
        raise LibraryError("No plan is in force. `quizzer plan ROADMAP --by DATE --adopt` puts one in force.")
    workspace.store.fact(_fact(workspace, PLAN, IN_FORCE, None))
    return plan


def standing(workspace: Workspace) -> Standing | None:
    """Return how the plan in force stands; None when none is."""
    store, today = workspace.store, workspace.today
    plan = plan_of(store.facts.all(PLAN))
    if plan is None:
        return None
    decks = store.today.unseen(today)
    pace = pace_in(store, plan, today, days_off(breaks_of(store)))
    return Standing(plan, pace, sum(decks.get(deck, (0, 0))[0] for deck in plan.decks))


def changed_scope(workspace: Workspace, plan: PlanInForce) -> bool:
    """Tell whether what a plan is about has other decks than when it was adopted, or is gone."""
    curriculum = workspace.curriculum(counted=False, known=False)
    try:
        found = scope_of(curriculum, plan.scope.split(" + "), workspace.config.text("study.roadmap"))
    except LibraryError:
        return True
    return set(found.decks) != set(plan.decks)


# -- breaks --------------------------------------------------------------------------------------------------


def pause(workspace: Workspace, first: date, last: date) -> Pause:
    """Work out where the cards go that are due in a break. LibraryError when it cannot be planned so."""
    today, taken = workspace.today, breaks_of(workspace.store)
    length = (last - first).days + 1
    if first > last:
        raise LibraryError(f"The break would end, on {last}, before it begins, on {first}.")
    if first < today:  # else days that were missed could be made days off afterwards
        raise LibraryError(f"{first} is past; a break is planned in advance.")
    if length > LONGEST_BREAK:
        raise LibraryError(f"A break of {length:,} days is too long; {LONGEST_BREAK} days are the most.")
    other = next((one for one in taken if one.first <= last and first <= one.last), None)
    if other is not None:
        raise LibraryError(f"There is a break from {other.first} to {other.last} already; remove it first.")
    days = workspace.days
    cards = [
        Lying(
            card.key,
            card.id,
            card.reps,
            card.memory.stability,
            date.fromordinal(card.last_day),
            days.day(card.due_at),
        )
        for card in workspace.store.answers.cards()
        if card.state == State.REVIEW and card.asked
    ]
    counts = workspace.dealer().due_by_day(workspace.clock.now())
    load = Load(counts or {}, easy_days=workspace.config.easy_days, off=days_off(taken))
    return paused(cards, workspace.scheduler.parameters, today, first, last, load)


def plan_break(workspace: Workspace, first: date, last: date, moved: Pause) -> None:
    """Plan a break and move the cards due in it, as one action that one undo takes back."""
    at = workspace.clock.now()
    rows = workspace.store.browser.rows(sorted(moved.days))
    change = workspace.scheduler.change
    changes = [change(row.card, "due", moved.days[row.key], at)[1] for row in rows]
    workspace.store.change(*changes, facts=[_fact(workspace, BREAK, first.isoformat(), last.isoformat())])


def remove_break(workspace: Workspace, first: date) -> Break:
    """Remove a break and return it; cards stay where they are. LibraryError when none begins then."""
    found = next((one for one in breaks_of(workspace.store) if one.first == first), None)
    if found is None:
        raise LibraryError(f"No break begins on {first}. `quizzer plan break` lists them.")
    workspace.store.fact(_fact(workspace, BREAK, first.isoformat(), None))
    return found


def _fact(workspace: Workspace, kind: str, subject: str, value: FactValue) -> Fact:
    return Fact(kind, subject, value, *workspace.days.stamp(workspace.clock.now()))


def coming_breaks(workspace: Workspace) -> tuple[Break, ...]:
    """Return the breaks that are not over."""
    return tuple(one for one in breaks_of(workspace.store) if one.last >= workspace.today)
