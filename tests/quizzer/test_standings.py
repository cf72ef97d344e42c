"""What is known of each topic, against the log read slowly; and that it keeps step without reading all again."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_home import NOW, Learner, SettableClock, open_home

from quizzer.curriculum import Curriculum, Node
from quizzer.sitting import Plan
from quizzer.tree import SEPARATOR
from quizzer.workspace import Workspace
from quizzer_decks.model import Phase, Roadmap, Section, Topic
from quizzer_scheduler.model import Change, Rating, Review

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("rate"), st.sampled_from([Rating.AGAIN, Rating.GOOD, Rating.GOOD, Rating.EASY])),
        st.tuples(st.just("wait"), st.sampled_from([timedelta(minutes=9), timedelta(hours=9), timedelta(days=5)])),
        st.tuples(st.sampled_from(["bury", "suspend", "undo", "redo", "forget", "look", "tick"]), st.none()),
    ),
    max_size=25,
)


class Known(NamedTuple):
    """One card, from its events alone."""

    deck: str
    stability: float | None
    last: date | None
    interval: int


def of_the_log(workspace: Workspace) -> list[Known]:
    """Return every card that counts as its events that stand leave it."""
    cards = []
    for row in workspace.store.browser.rows(workspace.find("")):
        known = Known(row.deck_id, None, None, 0)
        suspended = False
        for event in workspace.store.events(row.card.id):
            match event.content:
                case Review() as review:
                    days = review.interval_days if review.state_after.name == "REVIEW" else 0
                    known = Known(row.deck_id, review.after.stability, review.day, days)
                case Change(name="forget"):
                    known = Known(row.deck_id, None, None, 0)
                case Change(name="suspended") as change:
                    suspended = bool(change.value)
        if not suspended:
            cards.append(known)
    return cards


def recalled(card: Known, day: date) -> float:
    """Return the FSRS-6 curve with its default decay, spelled out."""
    if card.stability is None or card.last is None:
        return 0.0
    factor = 0.9 ** (-1 / 0.1542) - 1
    return float((1 + factor * max(0, (day - card.last).days) / card.stability) ** -0.1542)


def at_risk(cards: list[Known]) -> date | None:
    """Return the first day on which the mean of the seen cards is below 0.9, day by day."""
    seen = [card for card in cards if card.last is not None]
    if not seen:
        return None
    day = min(card.last for card in seen if card.last)
    while sum(recalled(card, day) for card in seen) / len(seen) >= 0.9 - 1e-9:
        day += timedelta(days=1)
    return day


def agrees(workspace: Workspace, curriculum: Curriculum) -> None:
    """Check every place of every tree against the log."""
    cards = of_the_log(workspace)
    trees = [tree for r in workspace.roadmaps if (tree := curriculum.tree(r.id))]
    trees += [outline for r in workspace.roadmaps if (outline := curriculum.outline(r.id))]
    for node in [node for tree in (*trees, curriculum.elsewhere()) for node in tree.walk()]:
        own = [card for card in cards if card.deck in node.decks]
        seen = [card for card in own if card.last is not None]
        assert (node.cards, node.introduced) == (len(own), len(seen)), node.path
        assert node.mature == sum(card.interval >= 21 for card in own)
        assert node.recalled == pytest.approx(sum(recalled(card, workspace.today) for card in own))
        assert curriculum.at_risk(node) == at_risk(own), node.path


def live(workspace: Workspace, clock: SettableClock, steps: list[tuple[str, Any]]) -> None:
    """Study for a while, looking at the roadmap now and then."""
    learner = Learner()
    session = workspace.session(Plan(new=9))
    for name, value in steps:
        match name:
            case "wait":
                clock.at += value
                session = workspace.session(Plan(new=9))
            case "undo" | "redo":
                getattr(session, name)()
            case "look":
                curriculum = workspace.curriculum()
                for node in (curriculum.tree("small-roadmap"), curriculum.outline("small-roadmap")):
                    assert node is not None
                    curriculum.at_risk(node)
            case "tick":
                workspace.tick("small-roadmap/phase-one/first-section/build-something", True)
            case _ if session.step is None:
                pass
            case "rate":
                learner.answer(session, value)
            case "forget":
                workspace.change_cards([session.step.key], "forget", None)
                session = workspace.session(Plan(new=9))
            case _:
                getattr(session, name)()


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_figure_is_that_of_the_log(home: Path, tmp_path_factory: pytest.TempPathFactory, steps: Any) -> None:
    """Coverage, mastery, maturity and the day at risk of each place are what the events say, and keep step with them:
    what was looked up before is as good as a look with fresh eyes."""
    folder = tmp_path_factory.mktemp("live") / "home"
    shutil.copytree(home, folder)
    clock = SettableClock(NOW)
    workspace = open_home(folder, clock)
    try:
        live(workspace, clock, steps)
        kept = workspace.curriculum()
        agrees(workspace, kept)
        other = open_home(folder, clock)
        try:
            fresh = other.curriculum()
            assert fresh.standings == kept.standings
            assert fresh.ticks == kept.ticks
            assert fresh.outline("small-roadmap") == kept.outline("small-roadmap")
        finally:
            other.close()
    finally:
        workspace.close()


def test_only_what_an_answer_touched_is_looked_at(
    workspace: Workspace, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an answer the store is asked about one deck; the rest of the tree is the same as before."""
    before = workspace.curriculum()
    tree = before.tree("small-roadmap")
    assert tree is not None
    before.at_risk(tree)
    asked: list[Any] = []
    reader = workspace.store.progress
    memory = reader.deck_memory

    def ask(*arguments: Any) -> Any:
        asked.append(arguments[2])
        return memory(*arguments)

    monkeypatch.setattr(reader, "deck_memory", ask)
    monkeypatch.setattr(workspace.store.decks, "outlines", lambda: pytest.fail("all decks were looked at"))
    session = workspace.session(Plan(("small/siblings",)), before)
    learner.answer(session, Rating.EASY)
    after = workspace.curriculum()
    key = before.standings["small/siblings"].key
    assert asked == [{key}]
    grown = after.tree("small-roadmap")
    assert grown is not None
    was, now = ({node.path: node for node in root.walk()} for root in (tree, grown))
    same = {path for path, node in now.items() if node is was[path]}
    assert {path.rpartition("/")[2] for path in same} == {
        *("later-topic", "kinds-of-questions", "untaught-topic", "build-something")
    }
    assert (before.standings["small/siblings"].introduced, after.standings["small/siblings"].introduced) == (0, 1)
    assert workspace.curriculum() is after


def test_another_window_and_changed_decks_are_noticed(
    workspace: Workspace, home: Path, clock: SettableClock, learner: Learner
) -> None:
    """Answers that another process gave count at once; so do deck files that were taken in, and another setting."""
    node = workspace.curriculum().tree("small-roadmap")
    assert node is not None
    assert node.introduced == 0
    other = open_home(home, clock)
    learner.answer(other.session(Plan(("small/later",))), Rating.EASY)
    assert workspace.curriculum().standings["small/later"].introduced == 1
    (other.paths.decks / "new.yaml").write_text(
        "id: small/new\ntitle: New\nquestions:\n  - {id: q, kind: typed, ask: A?, answer: b}\n", encoding="utf-8"
    )
    other.refresh()
    other.close()
    assert workspace.curriculum().standings["small/new"].cards == 1
    risk = workspace.curriculum().at_risk(node)
    workspace.configure(workspace.config._replace(values={**workspace.config.values, "study.desired_retention": 0.8}))
    later = workspace.curriculum().at_risk(node)
    assert risk is not None
    assert later is not None
    assert later > risk


def test_days_that_begin_at_another_hour(workspace: Workspace, learner: Learner, clock: SettableClock) -> None:
    """What is due by the end of the study day is counted again when the day ends at another hour."""
    learner.sit(workspace.session(Plan(("small/siblings",))), Rating.EASY)
    rows = workspace.store.browser.rows(workspace.find("deck:small/siblings"))
    clock.at = min(row.card.due_at for row in rows if row.card.due_at) - timedelta(hours=16)
    assert workspace.curriculum().standings["small/siblings"].due == 0
    workspace.configure(workspace.config._replace(values={**workspace.config.values, "study.rollover_hour": 10}))
    assert workspace.curriculum().standings["small/siblings"].due == 1


def test_what_is_at_risk_is_a_day_that_stays(workspace: Workspace, learner: Learner, clock: SettableClock) -> None:
    """While nothing is answered the day does not move: first it lies ahead, then it is told since when."""
    learner.sit(workspace.session(Plan(("small/siblings",))), Rating.EASY)
    curriculum = workspace.curriculum()
    root = curriculum.tree("small-roadmap")
    assert root is not None
    day = curriculum.at_risk(root)
    assert day is not None
    assert day > workspace.today
    for days in (1, 20, 200):
        clock.forward(days=days)
        later = workspace.curriculum()
        tree = later.tree("small-roadmap")
        assert tree is not None
        assert later.at_risk(tree) == day
        assert later.outlook is not None
        recall = later.outlook.recall(tree.decks, workspace.today)
        assert recall is not None
        assert recall == pytest.approx(tree.recall)
        assert (recall < 0.9 - 1e-9) is (workspace.today >= day)


def test_home_tells_the_same_day(workspace: Workspace, learner: Learner, clock: SettableClock) -> None:
    """Since when a deck slips is one day, on the home screen and on the roadmap, also after one card was answered."""
    learner.sit(workspace.session(Plan(("small/siblings",))), Rating.EASY)
    clock.forward(days=21)
    learner.answer(workspace.session(Plan(("small/siblings",), new=0)), Rating.GOOD)
    curriculum = workspace.curriculum()
    slipping = workspace.overview().slipping
    assert slipping is not None
    assert curriculum.outlook is not None
    assert slipping.since == curriculum.outlook.at_risk((slipping.deck.id,))


def test_ticks_are_counted_beside_what_is_known() -> None:
    """A tick is told at its place and counted above, and is no part of any figure of memory."""
    topics = (Topic("One", decks=("a",)), Topic("Two"), Topic("Do it", "task"))
    sections = (Section(f"A{SEPARATOR}B", topics[:1]), Section(f"A{SEPARATOR}C", topics[1:]))
    roadmap = Roadmap("r", "R", (Phase("P", sections),))
    ticks = frozenset({"r/p/a-c/do-it", "r/p/a-c/two", "r/p/gone"})

    def look(ticked: frozenset[str]) -> Node:
        root = Curriculum((roadmap,), {}, ticked).outline("r")
        assert root is not None
        return root

    plain, ticked = look(frozenset()), look(ticks)
    assert (plain.ticks, ticked.ticks, ticked.tasks, ticked.topics) == (0, 2, 1, 2)
    assert [node.title for node in ticked.walk() if node.ticked] == ["Two", "Do it"]
    assert (ticked.recalled, ticked.introduced, ticked.mastery) == (0.0, 0, None)
