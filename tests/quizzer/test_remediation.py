from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_home import Learner, SettableClock
from test_study_laws import ACTIONS, Life, to_come

from quizzer.config import load
from quizzer.sitting import Plan
from quizzer.study import StudySession
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Rating, Review, State

NEEDED, LATER = "small/siblings", "small/later"
ON = "remediation = true\ngate = 0\nlearning_steps = ''\n"
DUE_ONLY = f"{ON}new_per_day = 0\n"


def set_to(workspace: Workspace, more: str) -> None:
    """Let some settings of `study` be in force."""
    path = workspace.paths.config_file
    path.write_text(f'[study]\nroadmap = "small-roadmap"\n{more}', encoding="utf-8")
    workspace.configure(load(path))


@pytest.fixture
def weak(workspace: Workspace, learner: Learner, clock: SettableClock) -> Workspace:
    """Return a home in which all was learned once, and most of it long ago; the later deck is due today."""
    set_to(workspace, ON)
    learner.sit(workspace.session(Plan((NEEDED,))))
    clock.forward(days=1)
    learner.sit(workspace.session(Plan((LATER,))))
    clock.forward(days=60)
    set_to(workspace, DUE_ONLY)
    return workspace


def lapse(session: StudySession, learner: Learner) -> list[str]:
    """Forget the card on the table and return the decks of the cards that come next with a note."""
    learner.answer(session, Rating.AGAIN)
    noted = []
    while session.step is not None and session.step.note:
        noted.append(session.step.deck_id)
        learner.answer(session)
    return noted


def sitting_at_later(workspace: Workspace) -> StudySession:
    """Return a sitting whose first card is of the later deck, with all others behind it."""
    clock = workspace.clock
    assert isinstance(clock, SettableClock)
    for _ in range(40):
        clock.forward(days=1)
        session = workspace.session(Plan())
        if session.step is not None and session.step.deck_id == LATER:
            return session
    raise AssertionError("the shuffle of forty days never puts it first")


def test_a_lapse_brings_what_the_card_builds_on(weak: Workspace, learner: Learner) -> None:
    """The weakest cards of a needed deck come next, two at most, and each says why."""
    session = sitting_at_later(weak)
    learner.answer(session, Rating.AGAIN)
    step = session.step
    assert step is not None
    assert step.deck_id == NEEDED
    assert step.note == "Now, because you just missed a card of Later, which builds on it."
    assert step.reason.startswith(f"{step.note} Review: due since")
    keys = {step.key}
    learner.answer(session)
    assert session.step is not None
    assert session.step.note == step.note
    assert session.step.key not in keys
    learner.answer(session)
    assert session.step is None or not session.step.note


def test_nothing_comes_where_it_is_off_strong_or_new(weak: Workspace, learner: Learner, clock: SettableClock) -> None:
    """Without the setting, after an answer that was right, or after forgetting a card on its steps: no remedy."""
    session = sitting_at_later(weak)
    learner.answer(session)
    assert session.step is None or not session.step.note
    set_to(weak, DUE_ONLY.replace("true", "false"))
    assert lapse(sitting_at_later(weak), learner) == []
    set_to(weak, DUE_ONLY)
    learner.sit(weak.session(Plan((NEEDED,))))  # now it holds
    assert lapse(weak.session(Plan((LATER,))), learner) == []


def test_the_plan_and_the_limits_hold(weak: Workspace, learner: Learner) -> None:
    """A sitting about other decks stays with them, a cram has none, and no more reviews come than are allowed."""
    session = sitting_at_later(weak)
    assert lapse(weak.session(Plan((LATER,))), learner) == []
    weak.undo()
    assert lapse(weak.session(Plan((LATER,), cram=True)), learner) == []
    set_to(weak, f"{DUE_ONLY}reviews_per_day = 1\n")
    session = weak.session(Plan((LATER, NEEDED)))
    assert session.counts().due == 1
    assert lapse(session, learner) == []


def test_each_comes_once_in_a_sitting(weak: Workspace, learner: Learner) -> None:
    """Two lapses do not bring the same card twice, nor one that was answered today."""
    session = sitting_at_later(weak)
    asked = []
    while session.step is not None and len(asked) < 40:
        step = session.step
        if step.note:
            assert step.key not in asked
            asked.append(step.key)
        forgotten = step.deck_id == LATER and step.card.state is State.REVIEW
        learner.answer(session, Rating.AGAIN if forgotten else Rating.GOOD)
    assert 1 <= len(asked) <= 3  # the needed deck has so many questions


def test_undo_takes_the_remedies_out_again(weak: Workspace, learner: Learner, clock: SettableClock) -> None:
    """After answers undone the same cards would come in the same order; redo brings the remedies back."""
    session = sitting_at_later(weak)
    photos = [to_come(session, clock)]
    for number in range(4):
        learner.answer(session, Rating.AGAIN if number == 0 else Rating.GOOD)
        photos.append(to_come(session, clock))
    for photo in photos[-2::-1]:
        session.undo()
        assert to_come(session, clock) == photo
    for photo in photos[1:]:
        session.redo()
        assert to_come(session, clock) == photo
    for photo in photos[-2::-1]:
        session.undo()
        assert to_come(session, clock) == photo


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(ACTIONS | st.just(("rate", Rating.AGAIN)), min_size=3, max_size=25))
def test_the_laws_of_a_sitting_hold_with_remedies(
    actions: list[tuple[str, Any]], tmp_path_factory: Any, weak: Workspace
) -> None:
    """Undo is the inverse of any action and redo of undo, and siblings stay apart, also where lapses bring cards."""
    folder = Path(shutil.copytree(weak.paths.config_file.parent, tmp_path_factory.mktemp("remedies") / "home"))
    life = Life(folder)
    life.clock.at = weak.clock.now()
    life.session = life.workspace.session(Plan())
    try:
        for name, value in actions:
            if name != "undo" or life.done:
                life.act(name, value)
        assert life.workspace.replay().different == ()
        days: Counter[tuple[object, str]] = Counter()
        for card, events in life.workspace.store.cards.histories():
            found = {(event.day, card.id.partition("#")[0]) for event in events if isinstance(event, Review)}
            days.update(found)
        assert set(days.values()) == {1}
    finally:
        life.close()
        shutil.rmtree(folder)
