"""Two windows on one history, each with its own queue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_home import Learner, SettableClock, open_home

from quizzer.paths import locate
from quizzer.sitting import Plan
from quizzer.tuning import optimizer_of
from quizzer.workspace import Workspace
from quizzer_scheduler.fsrs6 import DEFAULT_WEIGHTS
from quizzer_scheduler.model import Rating


@pytest.fixture
def other(workspace: Workspace, home: Path, clock: SettableClock) -> Iterator[Workspace]:
    """Open another window."""
    window = open_home(home, clock)
    yield window
    window.close()


def test_a_card_answered_in_another_window_is_not_asked_again(
    workspace: Workspace, other: Workspace, learner: Learner
) -> None:
    """Also when it was not on the table meanwhile: each card is asked in one of the windows."""
    session = workspace.session(Plan(new=99))
    here, there = [], learner.sit(other.session(Plan(("small/kinds",), new=99)), Rating.EASY)
    assert session.step is not None
    assert session.step.deck_id != "small/kinds"
    while session.step is not None:
        here.append(session.step.card.id)
        learner.answer(session, Rating.EASY)
    assert not set(here) & set(there)
    assert len({*here, *there}) == len(here) + len(there) == 15


def test_a_card_put_away_in_another_window_is_not_asked(
    workspace: Workspace, other: Workspace, learner: Learner
) -> None:
    """Neither suspended nor put off cards come, and the others do."""
    session = workspace.session(Plan(new=99))
    assert session.step is not None
    away = [key for key in other.find("is:new") if key != session.step.key]
    other.change_cards(away, "suspended", True)
    learner.answer(session, Rating.EASY)
    assert session.step is None


def test_a_learning_card_of_another_window_waits_for_its_step(
    workspace: Workspace, other: Workspace, learner: Learner, clock: SettableClock
) -> None:
    """It is neither asked before its time nor lost."""
    session = workspace.session(Plan(new=99))
    there = learner.sit(other.session(Plan(("small/kinds",), new=1, limit=1)), Rating.GOOD)[0]
    here = [session.step.card.id] if session.step else []
    while session.step is not None and len(here) < 40:
        learner.answer(session, Rating.EASY)
        here += [session.step.card.id] if session.step else []
    assert here.count(there) == 1
    assert here.index(there) == len(here) - 1


def test_what_one_device_takes_back_beneath_anothers_answer_is_no_difference(
    workspace: Workspace, home: Path, clock: SettableClock, learner: Learner, tmp_path: Path
) -> None:
    """The other answer stands as it was given, and the log agrees with the cards, after an undo and after a redo."""
    another = Workspace.open(locate(tmp_path / "another"), str(home / "quizzer.db"), clock)
    session = workspace.session(Plan(new=1))
    learner.answer(session, Rating.GOOD)
    clock.forward(minutes=15)
    other = another.session(Plan(new=0))
    learner.answer(other, Rating.GOOD)
    assert [answer.card_id for answer in other.answers] == [session.answers[0].card_id]
    for act in (workspace.undo, workspace.redo, workspace.undo):
        assert act() is not None
        assert another.replay().different == ()
    another.close()


def test_what_one_device_takes_back_beneath_anothers_weights_is_no_difference(
    workspace: Workspace, home: Path, clock: SettableClock, learner: Learner, tmp_path: Path
) -> None:
    """Memories that were computed with an answer stand as they are when that answer is taken back elsewhere."""
    another = Workspace.open(locate(tmp_path / "another"), str(home / "quizzer.db"), clock)
    session = workspace.session(Plan(new=1))
    learner.answer(session, Rating.GOOD)
    clock.forward(minutes=15)
    learner.answer(session, Rating.AGAIN)
    optimizer_of(another).adopt_weights((*DEFAULT_WEIGHTS[:19], 0.1, 0.2), {})
    for act in (workspace.undo, workspace.redo, workspace.undo):
        assert act() is not None
        assert another.replay().different == ()
    another.close()


def test_weights_of_another_window_count_here(workspace: Workspace, other: Workspace, learner: Learner) -> None:
    """The next question is scheduled by them, the log agrees with the cards, and their undo there counts here, too."""
    session = workspace.session(Plan(new=3))
    learner.answer(session, Rating.EASY)
    weights = (*DEFAULT_WEIGHTS[:20], 0.2)
    optimizer_of(other).adopt_weights(weights, {})
    learner.answer(session, Rating.EASY)
    learner.answer(session, Rating.EASY)
    assert workspace.scheduler.decay == 0.2
    assert workspace.replay().different == other.replay().different == ()
    for _ in range(3):
        other.undo()
    assert workspace.scheduler.parameters.weights is None


def test_answers_of_another_window_by_other_settings_are_replayed(
    workspace: Workspace, other: Workspace, learner: Learner
) -> None:
    """The check knows parameters that came after the window was opened."""
    assert workspace.scheduler.parameters.version == 1
    other.configure(other.config._replace(values={**other.config.values, "study.desired_retention": 0.8}))
    learner.answer(other.session(Plan(new=1)))
    assert workspace.replay().different == ()
