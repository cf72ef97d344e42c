"""What is known of each topic, what is next, what slips, and what a sitting changed."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from small_home import NOW, Learner, SettableClock

from quizzer.curriculum import Curriculum, DeckStanding
from quizzer.desired import Desired
from quizzer.errors import LibraryError
from quizzer.overview import slipping, weeks
from quizzer.selecting import select
from quizzer.sitting import Plan
from quizzer.store.records import DayTotal
from quizzer.workspace import Workspace
from quizzer_decks.model import Phase, Roadmap, Section, Topic
from quizzer_scheduler.days import StudyDays
from quizzer_scheduler.model import Rating

SHARED = Roadmap(
    "r",
    "R",
    (
        Phase("One", (Section("S", (Topic("A", decks=("a",)), Topic("AB", decks=("a", "b")))),)),
        Phase("Two", (Section("T", (Topic("None"), Topic("Task", "task"), Topic("Gone", decks=("gone",)))),)),
    ),
)
STANDINGS = {
    "a": DeckStanding("a", "Deck A", ("alpha",), cards=10, introduced=5, recalled=4.0, due=2, new=5, questions=10),
    "b": DeckStanding("b", "Deck B", needs=("a", "unknown"), cards=10, introduced=1, recalled=1.0, questions=5),
    "z": DeckStanding("z", "Deck Z", needs=("b",), cards=1, questions=1),
}


def test_a_deck_of_two_topics_counts_once() -> None:
    """Mastery and coverage of what is above are those of the union of decks; without cards they are unknown."""
    root = Curriculum((SHARED,), STANDINGS).tree("r")
    assert root is not None
    assert (root.cards, root.mastery, root.coverage) == (20, 0.25, 0.3)
    assert (root.topics, root.taught, root.due) == (4, 2, 2)
    empty = root.children[1]
    assert (empty.mastery, empty.coverage, empty.cards) == (None, None, 0)
    assert Curriculum((SHARED,), STANDINGS).tree("other") is None
    assert [node.decks for node in Curriculum((SHARED,), STANDINGS).elsewhere().children] == [("z",)]


def test_what_a_roadmap_needs_comes_after_it() -> None:
    """Decks that its topics need, near or far, come before those of other roadmaps: only they open its gates."""
    own = Roadmap("own", "Own", (Phase("P", (Section("S", (Topic("Z", decks=("z",)),)),)),))
    other = {f"other-{n}": DeckStanding(f"other-{n}", "Other", cards=1) for n in range(3)}
    first = Roadmap("a", "A", (Phase("P", (Section("S", (Topic("O", decks=tuple(other)),)),)),))
    known = Curriculum((first, SHARED, own), {**other, **STANDINGS})
    assert known.order("own") == ["z", "a", "b", *other]
    circle = {deck: DeckStanding(deck, deck, needs=needs) for deck, needs in (("z", ("y",)), ("y", ("z", "y")))}
    assert Curriculum((own,), circle).order("own") == ["z", "y"]


def test_needs_gate_by_mastery() -> None:
    """A deck waits for those it needs until they hold; a need that nothing teaches counts as met."""
    known = Curriculum((SHARED,), STANDINGS)
    assert known.missing("b", 0.6) == ("a",)
    assert known.missing("b", 0.4) == ()
    assert known.missing("z", 0.6) == ("b",)
    assert known.missing("nowhere", 1) == ()
    assert known.order("r") == ["a", "b", "z"]
    assert (known.place("b", "r"), known.place("z", "r")) == ("S", "")


def test_decks_are_chosen_by_id_folder_roadmap_and_topic(workspace: Workspace) -> None:
    """All that is given must hold; what is unknown is told with what is near."""
    known = workspace.curriculum()
    assert select(known, ["small"], None, None) == ("small/later", "small/siblings", "small/kinds")
    assert select(known, ["small/later/"], None, None) == ("small/later",)
    assert "other/elsewhere" not in select(known, [], "small-roadmap", None)
    assert select(known, [], None, "SIBLING") == ("small/siblings",)
    assert select(known, [], None, "first section") == ("small/later", "small/siblings", "small/kinds")
    for arguments, said in (
        ((["small/sibling"], None, None), "Did you mean 'small/siblings'"),
        ((["xyz"], None, None), "decks list"),
        (([], "nowhere", None), "There are: small-roadmap"),
        (([], None, "untaught"), "has no deck yet"),
        (([], None, "xyz"), "No topic contains"),
        ((["other"], "small-roadmap", None), "No deck fits"),
    ):
        with pytest.raises(LibraryError, match=said):
            select(known, *arguments)


def test_weeks_end_today() -> None:
    """Answers of each of twelve weeks, the last one being the seven days up to today."""
    today = date(2026, 3, 2)
    totals = {
        today - timedelta(days=ago): DayTotal(today - timedelta(days=ago), 1, 0, 0, 0, timedelta())
        for ago in range(100)
    }
    assert weeks(totals, today) == (7,) * 12
    assert weeks({}, today) == (0,) * 12


def test_what_slips_is_told_with_the_day_it_began() -> None:
    """The deck furthest below the wished recall, and since when; none when all hold."""
    today = date(2026, 3, 2)
    fresh, old = [(10.0, today)], [(10.0, today - timedelta(days=20))]
    found = slipping(STANDINGS, {"a": fresh, "b": old}, Desired(0.9), today)
    assert found is not None
    assert found.deck.id == "b"
    assert found.recall < 0.9
    assert found.since == today - timedelta(days=9)
    assert slipping(STANDINGS, {"a": fresh}, Desired(0.9), today) is None
    ages = slipping(STANDINGS, {"b": [(1.0, today - timedelta(days=99))]}, Desired(0.9), today)
    assert ages is not None
    assert ages.since is None


def test_home_and_summary_tell_the_day(workspace: Workspace, learner: Learner, clock: SettableClock) -> None:
    """Counts, streak, what is next and what slips; the summary has first tries, the hardest, and what rose."""
    overview = workspace.overview()
    assert (overview.counts.new, overview.streak, overview.answered_today) == (10, 0, 0)
    assert overview.next_topic is not None
    assert overview.next_topic.title == "Sibling topic"
    before = workspace.curriculum()
    session = workspace.session(Plan(("small/siblings",)), before)
    learner.answer(session, Rating.AGAIN)
    while session.step is not None:
        learner.answer(session, Rating.EASY)
    summary = workspace.summary(session, before)
    assert (summary.cards, summary.introduced, summary.first_tries, summary.predicted) == (3, 3, 0, None)
    assert [answer.card_id for answer in summary.hardest] == ["small/siblings/planets#mercury"]
    assert summary.rise is not None
    assert summary.rise.title == "First section"
    assert summary.left.new == 7
    clock.forward(days=40)
    overview = workspace.overview()
    assert overview.slipping is not None
    assert overview.slipping.deck.id == "small/siblings"
    assert sum(overview.weeks) == 4
    session = workspace.session(Plan(("small/siblings",), new=0))
    learner.answer(session, Rating.AGAIN)
    learner.answer(session, Rating.GOOD)
    session.leave()
    summary = workspace.summary(session, before)
    assert (summary.first_tries, summary.first_right) == (2, 1)
    assert summary.predicted is not None
    assert 0 < summary.predicted < 0.9


def test_why_a_card_comes_is_told_in_numbers(workspace: Workspace, learner: Learner) -> None:
    """Every step has a name and a meaning, before the first answer and after."""
    session = workspace.session(Plan())
    assert session.step is not None
    key = session.step.key
    for _ in range(2):
        content = workspace.store.cards.content(key)
        assert content is not None
        steps = workspace.explain(content)
        assert all(step.name and step.meaning for step in steps)
        learner.answer(session, Rating.EASY)


def test_settings_that_change_are_a_new_set_of_parameters(workspace: Workspace, learner: Learner) -> None:
    """Past answers are replayed with the parameters of their time; going back and forth is no difference."""
    learner.answer(workspace.session(Plan()), Rating.EASY)
    workspace.configure(workspace.config._replace(values={**workspace.config.values, "study.desired_retention": 0.8}))
    assert workspace.scheduler.parameters.version == 2
    learner.answer(workspace.session(Plan()), Rating.EASY)
    assert workspace.replay().different == ()


def test_a_tick_stays_where_it_is_when_a_roadmap_grows() -> None:
    """A path is made of titles, so what is inserted before it moves no tick; twins have two paths."""
    grown = Roadmap(
        "r",
        "R",
        (
            Phase("Zero", (Section("S", (Topic("Task", "task"),)),)),
            SHARED.phases[0],
            Phase("Two", (Section("New", ()), Section("T", (Topic("First"), *SHARED.phases[1].sections[0].topics)))),
        ),
    )
    before, after = (Curriculum((roadmap,), {}, frozenset({"r/two/t/task"})).tree("r") for roadmap in (SHARED, grown))
    assert before is not None
    assert after is not None
    assert [node.title for node in before.walk() if node.ticked] == ["Task"]
    assert [node.path for node in after.walk() if node.ticked] == ["r/two/t/task"]
    twins = Curriculum((Roadmap("t", "T", (Phase("P", (Section("S", (Topic("X"), Topic("x!"))),)),)),), {}).tree("t")
    assert twins is not None
    assert len({node.path for node in twins.walk()}) == 5


@pytest.mark.parametrize(
    ("zone", "abroad"), [("America/Los_Angeles", "Asia/Tokyo"), ("Asia/Tokyo", "America/Los_Angeles")]
)
def test_a_card_is_due_all_day_after_a_journey(
    workspace: Workspace, learner: Learner, clock: SettableClock, zone: str, abroad: str
) -> None:
    """Whoever flies round the world finds a card due on a whole study day, at most a day before the one promised."""
    there, here = (StudyDays(ZoneInfo(name), timedelta(hours=4)) for name in (zone, abroad))
    workspace.days = there
    workspace.__dict__.pop("scheduler", None)
    session = workspace.session(Plan(limit=1))
    asked = learner.answer(session, Rating.EASY)
    card = workspace.store.cards.card(asked)
    assert card is not None
    assert card.due_at is not None
    promised = there.day(card.due_at)
    workspace.days = here
    workspace.__dict__.pop("scheduler", None)
    due_days = set()
    for hours in range(24 * 9):
        clock.at = NOW + timedelta(hours=hours)
        if workspace.counts().due:
            due_days.add(here.day(clock.at))
        elif due_days:
            pytest.fail("it was due, and is not any more")
    first = min(due_days)
    clock.at = here.start(first)
    assert workspace.counts().due == 1
    assert promised - first in (timedelta(), timedelta(days=1))
