"""`quizzer optimize` stopped from outside at each of its stages: nothing half done, no process left, and it says so."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from before_calls import before
from cli_values import Run
from small_home import SettableClock, open_home

from quizzer.weights import IN_FORCE, WEIGHTS

BY_SIGNAL = ((signal.SIGINT, 130), (signal.SIGTERM, 143))

STAGES = {
    "reading the log": "quizzer.store.readers.answers:AnswerReader.all",
    "handing it over": "quizzer.fitting:request",
    "reading the answers": "quizzer.beside:Line.hear 1",
    "fitting the earlier answers": "quizzer.beside:Line.hear 2",
    "predicting the later ones": "quizzer.beside:Line.hear 3",
    "fitting all answers": "quizzer.beside:Line.hear 4",
    "the verdict": "quizzer.fit_words:verdict",
    "computing every card": "quizzer.optimizing:memories",
    "choosing dates": "quizzer.optimizing:spread",
    "asking": "click:confirm",
    "adopting": "quizzer.store.store:Store.adopt",
    "writing events": "quizzer.store.adopting:insert_many",
    "writing cards": "quizzer.store.adopting:_remember",
    "writing dates": "quizzer.store.adopting:_move",
}
"""What is done when it is stopped, and the call right before which it is."""


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Let the signals be heard whoever began the tests: what runs in the background is begun with Ctrl-C ignored."""
    usual = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL, signal.SIGHUP: signal.SIG_DFL}
    before = [(number, signal.signal(number, handler)) for number, handler in usual.items()]
    yield
    for number, handler in before:
        signal.signal(number, handler)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Return the processes that are started."""
    found: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            found.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    return found


def log_of(home: Path, clock: SettableClock) -> tuple[object, ...]:
    """Return what tells whether anything was changed: the newest event, the weights in force, every card."""
    workspace = open_home(home, clock)
    cards = [card for card, _ in workspace.store.cards.histories()]
    newest, facts = workspace.store.answers.newest_event(), workspace.store.facts.all(WEIGHTS)
    assert workspace.replay().different == ()
    workspace.close()
    return newest, facts, cards


def test_stopped(
    quizzer: Run,
    studied_copy: Path,
    clock: SettableClock,
    started: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever it is stopped in, by Ctrl-C or SIGTERM, nothing is changed, and the process that fits is gone."""
    whole = log_of(studied_copy, clock)
    for place, (stage, called) in enumerate(STAGES.items()):
        number, code = BY_SIGNAL[place % 2]
        with monkeypatch.context() as patch:
            before(called, partial(signal.raise_signal, number), patch)
            ran = quizzer("optimize", "--reschedule", home=studied_copy, given="y\n")
        assert (stage, ran.code) == (stage, code)
        assert ran.err.strip().endswith("Stopped. Nothing was changed."), stage
        assert "in force" not in ran.out
        assert all(process.returncode is not None for process in started), stage
    assert log_of(studied_copy, clock) == whole


@pytest.mark.parametrize(("number", "code"), BY_SIGNAL)
def test_stopped_when_it_was_done(
    number: signal.Signals,
    code: int,
    quizzer: Run,
    studied_copy: Path,
    clock: SettableClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Once the last write is durable it is done, and that is what is said."""
    with monkeypatch.context() as patch:
        before("quizzer.fit_words:adopted", partial(signal.raise_signal, number), patch)
        ran = quizzer("optimize", home=studied_copy)
    assert ran.code == code
    assert ran.err.strip() == "Stopped. The weights of version 2 are in force; `quizzer undo` takes it back."
    assert log_of(studied_copy, clock)[1][IN_FORCE]["version"] == 2  # type: ignore[index]
    assert quizzer("undo", home=studied_copy).out == "Undone: weights of version 2 adopted.\n"


def test_what_is_to_go_on_goes_on(quizzer: Run, studied_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Started with hang-ups ignored, as nohup does, a fit outlives its terminal; what was set before is set again."""
    usual = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        before("quizzer.optimizing:memories", partial(signal.raise_signal, signal.SIGHUP), monkeypatch)
        ran = quizzer("optimize", home=studied_copy)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, usual)
    assert (ran.code, ran.err) == (0, "")
    assert "They are in force, as version 2." in ran.out
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
