"""What `quizzer due` counts is what a sitting would ask and what the home screen shows."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_home import NOW, Learner, SettableClock, open_home

from quizzer.counting import Waiting, as_json, as_text, waiting, waiting_in
from quizzer.errors import StoreError
from quizzer.limits import TODAY
from quizzer.paths import Paths, locate
from quizzer.sitting import Plan
from quizzer.store.records import Fact
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Rating

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("rate"), st.sampled_from([Rating.AGAIN, Rating.GOOD, Rating.GOOD, Rating.EASY])),
        st.tuples(st.just("wait"), st.sampled_from([timedelta(minutes=9), timedelta(hours=9), timedelta(days=5)])),
        st.tuples(st.sampled_from(["bury", "suspend", "undo", "forget"]), st.none()),
        st.tuples(st.just("limit"), st.integers(0, 6)),
    ),
    max_size=20,
)


def counted(paths: Paths, clock: SettableClock) -> Waiting:
    """Return what `quizzer due` finds."""
    found = waiting(str(paths.config_file), str(paths.database), clock)
    assert found is not None
    return found


def live(workspace: Workspace, clock: SettableClock, steps: list[tuple[str, Any]]) -> None:
    """Study for a while."""
    learner = Learner()
    session = workspace.session(Plan(new=9))
    for name, value in steps:
        if name == "wait":
            clock.at += value
            session = workspace.session(Plan(new=9))
        elif name == "undo":
            session.undo()
        elif name == "limit":
            at = clock.now()
            day = workspace.days.day(at)
            subject = f"{day}/small/siblings" if value % 2 else f"{day}"
            workspace.store.fact(
                Fact(TODAY, subject, {"new": value, "review": value}, at, workspace.days.offset(at), day)
            )
        elif session.step is not None:
            match name:
                case "rate":
                    learner.answer(session, value)
                case "bury":
                    session.bury()
                case "suspend":
                    session.suspend()
                case "forget":
                    workspace.change_cards([session.step.key], "forget", None)
                    session = workspace.session(Plan(new=9))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=STEPS,
    new=st.integers(0, 20),
    reviews=st.sampled_from([0, 1, 3, 200]),
    of_deck=st.sampled_from([None, 0, 1, 3]),
    order=st.sampled_from(["roadmap", "random"]),
)
def test_the_prompt_agrees_with_the_queue(
    steps: list[tuple[str, Any]],
    new: int,
    reviews: int,
    of_deck: int | None,
    order: str,
    home: Path,
    tmp_path_factory: Any,
) -> None:
    """Due, learning and new are those of the queue to the card: siblings, limits, burials, learn-ahead and all."""
    copy = Path(shutil.copytree(home, tmp_path_factory.mktemp("count") / "home"))
    own = "" if of_deck is None else f'[decks."small/siblings"]\nnew_per_day = {of_deck}\nreviews_per_day = {of_deck}\n'
    text = f'[study]\nroadmap = "small-roadmap"\nnew_per_day = {new}\nreviews_per_day = {reviews}\n'
    (copy / "config.toml").write_text(f'{text}new_order = "{order}"\n{own}', encoding="utf-8")
    clock = SettableClock()
    workspace = open_home(copy, clock)
    try:
        live(workspace, clock, steps)
        found = counted(workspace.paths, clock)
        assert (found.due, found.learning, found.new) == tuple(
            workspace.dealer().queue(Plan(), clock.now()).counts(clock.now())
        )
        assert waiting_in(workspace.store, workspace.config, clock.now()) == found
        root = workspace.overview()
        assert root.counts == workspace.counts()
        assert (root.counts.due, root.counts.learning, root.counts.new) == (found.due, found.learning, found.new)
        for deck in found.decks:
            session = workspace.session(Plan((deck.id,)))
            assert session.counts().learning == deck.learning
            assert session.counts().due == min(deck.due, found.due)
            assert session.counts().new == min(deck.new, found.new)
        if not own and not workspace.store.facts.all(TODAY):
            tree = workspace.curriculum()
            standings = tree.standings.values()
            assert min(sum(deck.learning for deck in standings), 99) == found.learning
            left = {
                deck.id: (deck.due, deck.learning, deck.new)
                for deck in standings
                if deck.due + deck.learning + deck.new
            }
            assert left == {deck.id: (deck.due, deck.learning, deck.new) for deck in found.decks}
    finally:
        workspace.close()
        shutil.rmtree(copy)


def test_siblings_count_once(workspace: Workspace, paths: Paths, learner: Learner, clock: SettableClock) -> None:
    """A sentence with four holes is one new card today, and none once one of them was answered."""
    assert {deck.id: deck.new for deck in counted(paths, clock).decks}["small/siblings"] == 3
    session = workspace.session(Plan(("small/siblings",)))
    learner.answer(session, Rating.EASY)
    assert {deck.id: deck.new for deck in counted(paths, clock).decks}["small/siblings"] == 2


def test_new_cards_behind_due_siblings_leave_room_for_others(
    workspace: Workspace, learner: Learner, clock: SettableClock
) -> None:
    """Where the first new cards have siblings that are due, the day's new cards are the next ones, not fewer."""
    session = workspace.session(Plan(("small/siblings",), new=3))
    while session.step is not None:
        learner.answer(session, Rating.EASY)
    clock.forward(days=200)
    session = workspace.session(Plan(new=2))
    assert (session.counts().due, session.counts().new) == (3, 2)


def test_nothing_is_known_before_the_first_start(tmp_path: Path, clock: SettableClock) -> None:
    """No database is no error: nothing is counted, and what to do is said."""
    empty = locate(tmp_path / "none")
    assert waiting(str(empty.config_file), str(empty.database), clock) is None
    assert as_text(None) == "Nothing yet. Run `quizzer` to begin.\n"
    told = json.loads(as_json(None))
    assert told == {"version": 1, "due": 0, "learning": 0, "new": None, "minutes": None, "decks": []}


def test_a_foreign_database_is_not_counted(paths: Paths, clock: SettableClock) -> None:
    """What is no database of ours is an error that says so."""
    paths.database.write_bytes(b"Just some text, and more of it than a header has." * 40)
    with pytest.raises(StoreError, match="cannot be read"):
        counted(paths, clock)


def test_a_line_for_the_prompt_names_what_there_is() -> None:
    """Only what is not zero is said, with its name, and how long it takes."""
    assert as_text(Waiting(3, 0, 2, 4, ())) == "3 due, 2 new, ≈ 4 min\n"
    assert as_text(Waiting(0, 1, 0, 0, ())) == "1 learning, ≈ 1 min\n"
    assert as_text(Waiting(0, 0, 0, 0, ())) == "Nothing due.\n"
    assert NOW.tzinfo is not None
