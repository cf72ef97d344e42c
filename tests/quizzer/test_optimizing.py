from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from small_home import Learner, SettableClock

from quizzer import history
from quizzer.errors import FittingError, StoreConflict
from quizzer.fitting import Cancelled, Fitting
from quizzer.offering import FIRST_OFFER, fit_offer, offered_at
from quizzer.optimizing import Optimizer, facts_of
from quizzer.store.records import Fact
from quizzer.tuning import optimizer_of
from quizzer.weights import IN_FORCE, WEIGHTS
from quizzer.workspace import Workspace
from quizzer_scheduler.answers import memories
from quizzer_scheduler.fitted import Fitted
from quizzer_scheduler.model import Card, Memory, Rating

WORSE = (*(0.05, 0.06, 0.07, 0.08), *(6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629))
WORSE += (1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542)


@pytest.fixture
def optimizer(studied: Workspace) -> Optimizer:
    """Return what fits weights to somebody who studied for months."""
    return optimizer_of(studied)


def cards(workspace: Workspace) -> dict[str, Card]:
    """Return all cards with a history."""
    return {card.id: card for card, _ in workspace.store.cards.histories()}


def in_step(workspace: Workspace) -> bool:
    """Tell whether every card is what its log says."""
    return workspace.replay().different == ()


def test_fitting_and_adopting(studied: Workspace, optimizer: Optimizer) -> None:
    """Weights that beat the old ones come into force: each card's memory is computed again and its date stays."""
    before = cards(studied)
    told: list[str] = []
    fitted = optimizer.fit(told.append)
    assert told[0] == "Reading the log"
    assert fitted.trial is not None
    assert fitted.trial.better
    version = optimizer.adopt_fitted(fitted)
    assert studied.scheduler.parameters.weights == fitted.weights
    assert studied.scheduler.parameters.version == version
    after = cards(studied)
    assert {id_: card.due_at for id_, card in after.items()} == {id_: card.due_at for id_, card in before.items()}
    assert all(after[id_].memory != card.memory for id_, card in before.items())
    expected = memories(studied.store.answers.all(), fitted.weights)
    assert {card.key: card.memory for card in studied.store.answers.cards()} == {
        key: Memory(*state) for key, state in expected.items()
    }
    assert in_step(studied)


def test_one_undo_takes_it_back(studied: Workspace, optimizer: Optimizer) -> None:
    """Undo brings back the old weights and every card as it was, redo the new ones; the log agrees each time."""
    before = cards(studied)
    fitted = optimizer.fit()
    optimizer.adopt(optimizer.propose(fitted.weights, facts_of(fitted), reschedule=True))
    changed = cards(studied)
    undone = studied.undo()
    assert undone is not None
    assert history.describe_all(undone) == "weights of version 2 adopted"
    assert studied.scheduler.parameters.weights is None
    assert cards(studied) == before
    assert in_step(studied)
    assert studied.redo() is not None
    assert studied.scheduler.parameters.weights == fitted.weights
    assert cards(studied) == changed
    assert in_step(studied)


def test_undo_under_later_answers(studied: Workspace, optimizer: Optimizer, learner: Learner) -> None:
    """Answers given since are taken back before the weights are, and answers with new weights can be replayed."""
    before = cards(studied)
    optimizer.adopt_fitted(optimizer.fit())
    session = studied.session(studied.plan(("many",)))
    answered = [learner.answer(session, Rating.GOOD) for _ in range(3)]
    assert in_step(studied)
    for _ in answered:
        studied.undo()
    assert studied.scheduler.parameters.weights is not None
    studied.undo()
    after = cards(studied)
    assert {id_: after[id_] for id_ in before} == before


def test_worse_weights_are_refused(studied: Workspace, optimizer: Optimizer) -> None:
    """A fit right after one that was adopted wins nothing, and nothing is changed by it."""
    optimizer.adopt_fitted(optimizer.fit())
    before = cards(studied), studied.scheduler.parameters
    again = optimizer.fit()
    assert again.trial is not None
    assert again.weights is None
    with pytest.raises(ValueError, match="no weights"):
        optimizer.adopt_fitted(again)
    optimizer.keep(again)
    assert (cards(studied), studied.scheduler.parameters) == before


def test_new_weights_after_bad_ones(studied: Workspace, optimizer: Optimizer) -> None:
    """Weights are judged against those in force, whatever these are."""
    optimizer.adopt(optimizer.propose(WORSE, {}, reschedule=False))
    fitted = optimizer.fit()
    assert fitted.trial is not None
    assert fitted.trial.better
    assert fitted.trial.old_loss > 0.5


def test_dates_by_the_new_weights(studied: Workspace, optimizer: Optimizer) -> None:
    """Rescheduling shows the days first; nothing comes before today, and cards whose date went by are spread."""
    fitted = optimizer.fit()
    before = cards(studied)
    proposal = optimizer.propose(fitted.weights, {}, reschedule=True)
    assert cards(studied) == before
    spread = proposal.spread
    assert spread is not None
    assert sum(spread.before.values()) == sum(spread.after.values())
    today = studied.today
    assert all(day >= today for day in spread.days.values())
    optimizer.adopt(proposal)
    after = {card.key: card for card in studied.store.answers.cards()}
    assert {studied.days.day(after[key].due_at) for key in spread.days} == set(spread.days.values())
    early = sum(count for day, count in spread.after.items() if day <= today + timedelta(days=13))
    assert early > sum(count for day, count in spread.before.items() if day <= today + timedelta(days=13))
    assert max(count for day, count in spread.after.items() if day > today) < 20
    assert in_step(studied)


def test_earlier_weights(studied: Workspace, optimizer: Optimizer) -> None:
    """All weights that were ever in force are listed with what their fit told, and any can be restored."""
    assert [(known.version, known.weights, known.in_force) for known in optimizer.sets()] == [(1, None, True)]
    before = cards(studied)
    fitted = optimizer.fit()
    optimizer.adopt_fitted(fitted)
    optimizer.adopt(optimizer.propose(WORSE, {}, reschedule=False))
    known = optimizer.sets()
    assert [(one.version, one.in_force) for one in known] == [(1, False), (2, False), (3, True)]
    assert known[1].facts is not None
    assert known[1].facts["reviews"] == fitted.reviews
    assert optimizer.restore(2) == studied.scheduler.parameters.version
    assert studied.scheduler.parameters.weights == fitted.weights
    assert [one.in_force for one in optimizer.sets()] == [False, True, False]
    assert optimizer.restore(1) == studied.scheduler.parameters.version
    assert studied.scheduler.parameters.weights is None
    now = cards(studied)
    assert all(_near(now[id_].memory, card.memory) for id_, card in before.items())
    undone = studied.undo()
    assert undone is not None
    assert history.describe_all(undone) == "weights of version 1 restored"
    assert studied.scheduler.parameters.weights == fitted.weights
    assert in_step(studied)


def _near(one: Memory | None, other: Memory | None) -> bool:
    assert one is not None
    assert other is not None
    return one.stability == pytest.approx(other.stability, rel=1e-9)


def test_what_cannot_be_restored(optimizer: Optimizer) -> None:
    """Weights that never were, or are in force, are told in a sentence."""
    with pytest.raises(FittingError, match="no weights of version 99"):
        optimizer.restore(99)
    with pytest.raises(FittingError, match="in force already"):
        optimizer.restore(1)


def test_settings_keep_the_weights(studied: Workspace, optimizer: Optimizer) -> None:
    """Another desired retention is a new set with the same weights; the weights survive it and a restart."""
    fitted = optimizer.fit()
    optimizer.adopt_fitted(fitted)
    config = studied.config
    studied.configure(config._replace(values={**config.values, "study.desired_retention": 0.85}))
    assert studied.scheduler.parameters.weights == fitted.weights
    assert studied.scheduler.parameters.version == 3
    again = Workspace(studied.paths, config, studied.clock, None, "device-two")
    assert again.scheduler.parameters.weights == fitted.weights
    again.close()


def test_the_log_went_on(studied: Workspace, optimizer: Optimizer, learner: Learner) -> None:
    """What was worked out before another answer came is not written; adopting works it out again."""
    fitted = optimizer.fit()
    proposal = optimizer.propose(fitted.weights, {}, reschedule=False)
    learner.answer(studied.session(studied.plan(("many",))))
    before = cards(studied)
    with pytest.raises(StoreConflict, match="nothing was changed"):
        optimizer.adopt(proposal)
    assert cards(studied) == before
    assert studied.store.facts.all(WEIGHTS) == {}
    optimizer.adopt_fitted(fitted)
    assert in_step(studied)


def test_cancelling_leaves_nothing(studied: Workspace, optimizer: Optimizer) -> None:
    """A fit that was cancelled, or that broke, changes nothing at all."""
    before = cards(studied), studied.store.answers.newest_event(), studied.store.all_parameters()
    fitting = Fitting()
    fitting.cancel()
    with pytest.raises(Cancelled):
        optimizer.fit(fitting=fitting)
    with pytest.raises(FittingError):
        optimizer.fit(fitting=Fitting(("false",)))
    assert (cards(studied), studied.store.answers.newest_event(), studied.store.all_parameters()) == before


def test_offers(studied: Workspace, optimizer: Optimizer) -> None:
    """A fit is offered from 512 answers on, and again at each doubling, unless it was made, dismissed or refused."""
    count = studied.store.cards.answer_count()
    assert count >= 2 * FIRST_OFFER
    assert fit_offer(studied) == count
    optimizer.dismiss()
    assert fit_offer(studied) is None
    undone = studied.undo()
    assert undone is not None
    assert history.describe_all(undone) == "offer to fit the weights dismissed"
    assert fit_offer(studied) == count
    optimizer.keep(Fitted(count, 800))
    assert fit_offer(studied) is None
    studied.undo()
    optimizer.adopt_fitted(optimizer.fit())
    assert fit_offer(studied) is None


@pytest.mark.parametrize(
    ("asked", "count", "offered"),
    [(0, 511, False), (0, 512, True), (512, 1023, False), (600, 1024, True), (1024, 2047, False), (1100, 5000, True)],
)
def test_offers_at_each_doubling(asked: int, count: int, offered: bool) -> None:
    """512, 1024, 2048 and so on: what was asked below the last of them is asked again."""
    assert (offered_at(count, {"offered": {"up_to": asked}}) == count) is offered
    assert (offered_at(count, {"in force": {"version": 2, "reviews": asked}}) == count) is offered


def test_nothing_to_fit(workspace: Workspace, learner: Learner, clock: SettableClock) -> None:
    """An empty log, and one of a few answers, are said to be too short."""
    optimizer = optimizer_of(workspace)
    assert optimizer.fit() == Fitted(0, 0)
    learner.sit(workspace.session(workspace.plan(limit=3)))
    clock.at += timedelta(days=400)
    learner.sit(workspace.session(workspace.plan(limit=3)))
    found = optimizer.fit()
    assert found.trial is None
    assert found.weights is None
    assert fit_offer(workspace) is None


def test_a_fact_of_an_unknown_version(studied: Workspace) -> None:
    """A fact that names a set that is not there leaves the defaults in force."""
    studied.store.fact(Fact(WEIGHTS, IN_FORCE, {"version": 77}, *studied._stamp()))
    studied.configure(studied.config)
    assert studied.scheduler.parameters.weights is None


def test_days_are_in_order(optimizer: Optimizer, studied: Workspace) -> None:
    """The columns of the log come as it was written, in chunks or not."""
    answers = studied.store.answers.all()
    assert len(answers) == studied.store.cards.answer_count()
    assert all(one <= other for one, other in pairwise(answers.days))
