"""Whatever a learner does in a sitting: nothing is lost or doubled, and every step back leads to where one was."""

from __future__ import annotations

import copy
import shutil
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_home import Learner, SettableClock, open_home

from quizzer.sitting import Plan
from quizzer.study import StudySession
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Rating, Review, State
from quizzer_scheduler.queue import CramQueue, Queue

ACTIONS = st.one_of(
    st.tuples(st.just("rate"), st.sampled_from(list(Rating))),
    st.tuples(st.sampled_from(["undo", "undo", "redo", "bury", "suspend", "reopen", "leave"]), st.none()),
    st.tuples(st.just("flag"), st.integers(0, 7)),
    st.tuples(st.just("wait"), st.sampled_from([timedelta(minutes=11), timedelta(hours=9), timedelta(days=4)])),
)


@dataclass(frozen=True)
class Photo:
    """All that there is to see of a sitting and its home."""

    table: tuple[Any, ...]
    to_come: tuple[int, ...]
    answers: int
    cards: tuple[Any, ...]
    totals: tuple[Any, ...]


def to_come(session: StudySession, clock: SettableClock) -> tuple[int, ...]:
    """Return the cards that would be asked from here on, if all were known."""
    queue: Queue | CramQueue = copy.deepcopy(session._lineup._queue)
    assert isinstance(queue, Queue)
    keys = []
    key = session.step.key if session.step else None
    while key is not None:
        keys.append(key)
        queue.answered(key, State.REVIEW, None)
        key = queue.next(clock.now())
    return tuple(keys)


class Life:
    """A learner's home with a sitting in it, and what must be true of the two."""

    def __init__(self, home: Path) -> None:
        self.clock = SettableClock()
        self.learner = Learner()
        self.home = home
        self.workspace: Workspace = open_home(home, self.clock)
        self.session = self.workspace.session(Plan())
        self.done: list[tuple[str, int, Photo, Photo]] = []
        self.taken_back: list[tuple[str, int, Photo, Photo]] = []
        self.era = 0
        """Counts what makes photographs incomparable: another sitting, another time."""

    def close(self) -> None:
        """Let go of the home."""
        self.workspace.close()

    def photo(self) -> Photo:
        """Return what there is to see now."""
        step = self.session.step
        table = (step.key, step.card, step.prompt, step.number, step.total, step.counts) if step else ()
        with closing(sqlite3.connect(self.workspace.paths.database)) as connection:
            cards = tuple(connection.execute("select * from card order by key"))
            totals = tuple(connection.execute("select * from day_total where answers <> 0 order by day, deck_key"))
        return Photo(table, to_come(self.session, self.clock), len(self.session.answers), cards, totals)

    def act(self, name: str, value: Any) -> None:
        """Do one thing."""
        if name in ("undo", "redo"):
            self._retrace(name)
        elif name == "wait":
            self.clock.at += value
            self.era += 1
        elif name == "reopen":
            self._reopen()
        elif self.session.step is not None:
            before = self.photo()
            another_sitting = name == "leave" or self.session._lineup.outdated
            self._do(name, value)
            if name == "leave":
                self._reopen()
            self.taken_back.clear()
            self.done.append((name, -1 if another_sitting else self.era, before, self.photo()))

    def _do(self, name: str, value: Any) -> None:
        session = self.session
        assert session.step is not None
        match name:
            case "rate":
                key, marked = session.step.key, session.answer(self.learner.right(session.step.prompt))
                session.rate(value)
                content = self.workspace.store.cards.content(key)
                assert content is not None
                assert content.card == marked.outcomes[value].card
            case "leave":
                response = self.learner.wrong(session.step.prompt)
                session.answer(response)
                session.rate(Rating.AGAIN) if session.step.prompt.kind == "basic" else session.leave()
            case "bury":
                session.bury()
            case "suspend":
                session.suspend()
            case "flag":
                session.flag(value)

    def _reopen(self) -> None:
        self.workspace.close()
        self.workspace = open_home(self.home, self.clock)
        self.session = self.workspace.session(Plan())
        self.era += 1

    def _retrace(self, name: str) -> None:
        stack, other = (self.done, self.taken_back) if name == "undo" else (self.taken_back, self.done)
        result = self.session.undo() if name == "undo" else self.session.redo()
        assert (result is not None) == bool(stack)
        if not stack:
            return
        action, era, before, after = stack.pop()
        other.append((action, era, before, after))
        wanted = before if name == "undo" else after
        now = self.photo()
        assert now.cards == wanted.cards
        assert now.totals == wanted.totals
        if era == self.era:
            assert now == wanted
        elif action in ("rate", "leave") and name == "undo":
            assert now.table[0] == wanted.table[0]

    def check(self) -> None:
        """Check what holds at any time."""
        answered = sum(name in ("rate", "leave") for name, *_ in self.done)
        assert self.workspace.store.cards.answer_count() == answered
        replayed = self.workspace.replay()
        assert replayed.different == ()
        assert replayed.reviews == answered
        days: dict[tuple[object, str], set[str]] = defaultdict(set)
        for card, events in self.workspace.store.cards.histories():
            for event in events:
                if isinstance(event, Review):
                    days[event.day, card.id.partition("#")[0]].add(card.id)
        assert all(len(siblings) == 1 for siblings in days.values())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(ACTIONS, min_size=3, max_size=25))
def test_nothing_is_lost_doubled_or_forgotten(
    actions: list[tuple[str, Any]], tmp_path_factory: Any, home: Path
) -> None:
    """Undo is the inverse of any action and redo of undo, to the last queue place; the log agrees with the cards."""
    folder = tmp_path_factory.mktemp("life")
    life = Life(Path(shutil.copytree(home, folder / "home")))
    try:
        for name, value in actions:
            life.act(name, value)
        life.check()
    finally:
        life.close()
        shutil.rmtree(folder)
