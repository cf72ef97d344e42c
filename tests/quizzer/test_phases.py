"""A desired retention for each phase of a plan: worked out, in force, and used for every card of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_home import Learner, SettableClock

from quizzer.desired import Desired, desired_in
from quizzer.errors import LibraryError
from quizzer.optimizing import Optimizer
from quizzer.outlining import Outline, Stage, outlined
from quizzer.pacing import IN_FORCE, PlanInForce, PlannedPhase, plan_of
from quizzer.plan_words import held_line
from quizzer.plans import adopt, drop
from quizzer.reports.gathering import gather
from quizzer.reports.scope import Scope, Window
from quizzer.sitting import Plan
from quizzer.tuning import optimizer_of
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Parameters, Rating, State
from quizzer_scheduler.phasing import LOWEST, NEEDED, Phase, Phasing
from quizzer_scheduler.planning import Planner
from quizzer_scheduler.queue.model import QueueCard
from quizzer_scheduler.queue.ordering import forgotten
from quizzer_scheduler.retrievability import interval
from quizzer_scheduler.simulated_card import CardLives, Held
from quizzer_scheduler.simulation import Future
from quizzer_scheduler.simulation_habits import habits_of

BY = date(2026, 3, 12)
KNOWN = tuple(Held(10.0 + n, 5.0, -n % 9, n % 30) for n in range(60))
PHASES = (Phase(60, KNOWN[:20], 0.5), Phase(40), Phase(80, KNOWN[20:40]))
PHASING = Phasing(Parameters(1), habits_of({}), PHASES, KNOWN[40:], 60)


@settings(max_examples=30)
@given(st.floats(0.5, 1.2))
def test_what_is_found_fits_and_is_no_lower_than_it_must_be(share: float) -> None:
    """No week is over the minutes; no phase is under its floor or over the own one; what fits anyway stays."""
    own = PHASING.finish(PHASING.own)
    minutes = own.busiest * share
    held = PHASING.found(minutes)
    floors = [NEEDED if phase.needed else LOWEST for phase in PHASES]
    if held is None:
        assert PHASING.finish(floors).busiest > minutes * 0.97  # steps are coarse, and lives are drawn
        return
    assert PHASING.finish(held).busiest <= minutes + 1e-9
    assert all(floor <= one <= 0.9 for floor, one in zip(floors, held, strict=True))
    assert (held == PHASING.own) == (share >= 1 or own.busiest <= minutes)
    assert PHASING.milestones(held)[-1].introduced == sum(phase.unseen for phase in PHASES)


def test_a_retention_given_by_hand_stays() -> None:
    """Only the other phases are lowered for it."""
    phases = (PHASES[0], PHASES[1]._replace(fixed=0.95), PHASES[2])
    phasing = Phasing(Parameters(1), habits_of({}), phases, (), 60)
    held = phasing.found(phasing.finish(phasing.own).busiest * 0.92)
    assert held is not None
    assert held[1] == 0.95
    assert min(held) < 0.9


def test_one_phase_is_the_plan() -> None:
    """With one phase at the own retention and nothing known, it says what the planner of one retention says."""
    parameters, habits = Parameters(1), habits_of({})
    planner = Planner(Future(parameters, habits, (), 50), CardLives(parameters, habits, 0.9), frozenset({3, 4}))
    phasing = Phasing(parameters, habits, (Phase(300),), (), 50, frozenset({3, 4}))
    assert phasing.finish(phasing.own) == planner.finish(50, 300)
    assert phasing.milestones(phasing.own) == planner.milestones(50, 300)


def in_force(*phases: PlannedPhase) -> dict[str, object]:
    """Return the facts of a plan with some phases."""
    plan = PlanInForce("r", "R", ("a", "b"), date(2026, 3, 2), BY, 10, 1, phases=phases)
    value = {**plan._asdict(), "since": str(plan.since), "by": str(plan.by)}
    return {IN_FORCE: {**value, "phases": [phase._asdict() for phase in phases]}}


def test_a_deck_on_two_phases() -> None:
    """It is held by the highest; a phase without a retention follows the settings; the plan's day ends all of it."""
    phases = PlannedPhase("1", ("a", "b"), 0.8), PlannedPhase("2", ("b", "c"), None), PlannedPhase("3", ("a",), 0.85)
    facts = in_force(*phases)
    desired = desired_in(0.9, facts, BY - timedelta(days=1))
    assert [desired.of(deck) for deck in "abcd"] == [0.85, 0.9, 0.9, 0.9]
    assert desired_in(0.9, facts, BY) == Desired(0.9)
    assert desired.mean([("a", 3), ("b", 1)]) == pytest.approx(0.8625)
    assert plan_of(in_force(PlannedPhase("1", ("a",), 0.3))) is None


def with_phases(workspace: Workspace, *held: tuple[str, float]) -> Outline:
    """Return a plan of the small roadmap with decks held by some retentions."""
    outline = outlined(workspace, ["small-roadmap"], BY, None)
    stages = tuple(Stage(deck, (deck,), 1, None, None, 1, one, 1.0) for deck, one in held)
    return replace(outline, stages=stages)


def lowest(workspace: Workspace) -> Outline:
    """Return a plan that holds most decks low."""
    decks = workspace.curriculum().standings
    return with_phases(workspace, *((deck, 0.7) for deck in decks if deck != "other/lonely"))


def test_answers_by_the_retention_of_their_phase(workspace: Workspace, clock: SettableClock) -> None:
    """Preview, answer, log, explanation and replay use it; the plan's undo, drop and end bring the own back."""
    deck = next(iter(workspace.curriculum().standings))
    adopt(workspace, with_phases(workspace, (deck, 0.7)))
    assert workspace.scheduler.desired_retention(f"{deck}/x#1") == 0.7
    assert workspace.scheduler.desired_retention("elsewhere/x") == 0.9
    session = workspace.session(Plan((deck,), new=1))
    step = session.step
    assert step is not None
    marked = session.answer(Learner().right(step.prompt))
    session.rate(Rating.EASY)
    card = workspace.store.cards.card(step.card.id)
    assert card == marked.outcomes[Rating.EASY].card
    assert card is not None
    assert card.interval_days > 40  # with 90 % it would be eight days
    content = workspace.store.cards.content_by_id(card.id)
    assert content is not None
    steps = {one.name: one.value for one in workspace.explain(content)}
    assert steps["desired retention"] == 0.7
    assert workspace.replay().different == ()
    session.undo()
    assert workspace.undo() is not None  # the plan
    assert workspace.scheduler.desired_retention(card.id) == 0.9
    workspace.redo()
    assert workspace.scheduler.desired_retention(card.id) == 0.7
    clock.forward(days=10)
    assert workspace.today == BY
    assert workspace.scheduler.desired_retention(card.id) == 0.9
    clock.forward(days=-1)
    drop(workspace)
    assert workspace.scheduler.desired_retention(card.id) == 0.9
    assert len(workspace.store.all_parameters()) == 2


def test_a_plan_taken_back_in_a_sitting(workspace: Workspace) -> None:
    """The next question is scheduled by what holds then."""
    adopt(workspace, lowest(workspace))
    session = workspace.session(Plan(new=3))
    first = session.step
    assert first is not None
    long = session.answer(Learner().right(first.prompt)).outcomes[Rating.EASY].card.interval_days
    session.undo()
    again = session.step
    assert again is not None
    short = session.answer(Learner().right(again.prompt)).outcomes[Rating.EASY].card.interval_days
    assert short * 3 < long


def test_what_is_overdue_by_what_is_wanted() -> None:
    """A card of which less is wanted is the less forgotten; that much longer its interval is, both are equally late."""
    last = date(2026, 3, 1)
    card = QueueCard(1, 1, 1, State.REVIEW, None, 10.0, last, 0)
    lasts = interval(1.0, 0.7) / interval(1.0, 0.9)
    low = card._replace(lasts=lasts)
    assert forgotten(low, last + timedelta(days=9)) < forgotten(card, last + timedelta(days=9))
    late = forgotten(card, last + timedelta(days=10))
    assert forgotten(low, last + timedelta(days=93)) == pytest.approx(late, rel=0.01)


def test_what_is_told_beside_it(workspace: Workspace) -> None:
    """At-risk days and true retention reckon with what is wanted of each deck."""
    Learner().sit(workspace.session(Plan(new=8)))
    before = workspace.curriculum()
    node = before.tree("small-roadmap")
    assert node is not None
    early = before.at_risk(node)
    adopt(workspace, lowest(workspace))
    after = workspace.curriculum()
    late = after.at_risk(node)
    assert early is not None
    assert late is not None
    assert late > early
    assert after.desired(node) == pytest.approx(0.7)
    assert gather(workspace, Scope(), Window.ALL).true_retention.desired == pytest.approx(0.7)


def test_days_that_are_usually_missed(workspace: Workspace, clock: SettableClock) -> None:
    """Who studied on half of the last days has a plan that fits into half of the minutes, where phases allow it."""
    for _ in range(5):
        Learner().sit(workspace.session(Plan(new=1)))
        clock.forward(days=2)
    assert outlined(workspace, ["small-roadmap"], BY + timedelta(days=60), 60).usual == 0.5


def test_it_is_told_as_long_as_it_holds(workspace: Workspace, clock: SettableClock) -> None:
    """Also when every card of the plan has been seen, and no longer when its day has come."""
    plan = adopt(workspace, outlined(workspace, ["small-roadmap"], BY, None, {"phase": 0.8}))
    assert held_line(plan, workspace.today) == "Recall wanted until then: Phase one 80 %."
    clock.at += BY - workspace.today
    assert held_line(plan, workspace.today) == ""


def latest(optimizer: Optimizer) -> date:
    """Return the last day on which a card would be due."""
    spread = optimizer.propose_dates().spread
    assert spread is not None
    return max(spread.after)


def test_new_dates_by_the_plan_of_now(workspace: Workspace, clock: SettableClock) -> None:
    """Dates are worked out by what is wanted when they are asked for, not when the sheet was opened."""
    Learner().sit(workspace.session(Plan(new=8)), Rating.EASY)
    optimizer = optimizer_of(workspace)
    assert latest(optimizer) < date(2026, 3, 20)
    adopt(workspace, lowest(workspace))
    assert latest(optimizer) > date(2026, 4, 1)
    clock.forward(days=10)
    assert latest(optimizer) < date(2026, 3, 30)


def test_by_hand(workspace: Workspace) -> None:
    """A phase is named by words of its title; what is unknown or out of bounds is said."""
    outline = outlined(workspace, ["small-roadmap"], BY, None, {"phase": 0.8})
    assert [stage.retention for stage in outline.stages] == [0.8]
    assert outline.by_phase
    plan = adopt(workspace, outline)
    assert plan_of(workspace.store.facts.all("plan")) == plan
    assert plan.phases[0].retention == 0.8
    for name, one, said in (("nowhere", 0.8, "no phase"), ("phase", 0.99, "0.70 to 0.97")):
        with pytest.raises(LibraryError, match=said):
            outlined(workspace, ["small-roadmap"], BY, None, {name: one})
