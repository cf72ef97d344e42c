"""Cards made again from their log, whoever answered and by whichever parameters."""

from __future__ import annotations

from pathlib import Path

from small_home import Learner, SettableClock, open_home

from quizzer import config
from quizzer.config_file import change
from quizzer.paths import locate
from quizzer.sitting import Plan

RETENTION = "study.desired_retention"


def test_undo_after_a_change_of_settings(home: Path, clock: SettableClock, learner: Learner) -> None:
    """The first thing a process does may be an undo, before the new parameters are kept."""
    workspace = open_home(home, clock)
    session = workspace.session(Plan(new=1))
    learner.answer(session)
    workspace.close()
    change(locate(home).config_file, RETENTION, "0.8")
    workspace = open_home(home, clock)
    assert workspace.undo() is not None
    assert workspace.redo() is not None
    assert workspace.replay().different == ()
    workspace.close()


def test_a_window_takes_back_what_another_answered_by_newer_parameters(
    home: Path, clock: SettableClock, learner: Learner
) -> None:
    """The window that was open first does not know the parameters by which the card was answered since."""
    first = open_home(home, clock)
    session = first.session(Plan(new=1))
    assert session.step is not None
    change(locate(home).config_file, RETENTION, "0.8")
    second = open_home(home, clock)
    other = second.session(Plan(new=1))
    for _ in range(2):
        learner.answer(other)
    assert second.scheduler.parameters.version == 2
    card = other.answers[0].card_id
    assert session.undo() is not None
    first.configure(config.load(locate(home).config_file))
    assert first.undo() is not None
    assert first.redo() is not None
    found = first.store.cards.content_by_id(card)
    assert found is not None
    first.change_cards([found.key], "flag", 3)
    assert second.replay().different == ()
    first.close()
    second.close()
