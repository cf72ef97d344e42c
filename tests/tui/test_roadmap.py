"""The roadmap: what is known of it, what is behind each place, and what can be done there."""

from __future__ import annotations

from threading import Event

import pytest
from hand import Hand, opened
from msgspec.structs import replace
from small_home import ROADMAP, Learner, SettableClock
from textual.widgets import OptionList

from quizzer import wording
from quizzer.sitting import Plan
from quizzer.topics import RoadmapView, look_into, risks, view
from quizzer.tui.screens import roadmap, topic_words
from quizzer.tui.screens.browser import BrowserScreen
from quizzer.tui.screens.home import HomeScreen
from quizzer.tui.screens.review import ReviewScreen
from quizzer.tui.screens.roadmap import RoadmapScreen
from quizzer.tui.screens.roadmap_chooser import RoadmapChooser
from quizzer.tui.screens.roadmap_import import RoadmapImportScreen
from quizzer.tui.widgets.plots.plot import Plot
from quizzer.tui.widgets.roadmap_tree import RoadmapTree
from quizzer.workspace import TICK, Workspace
from quizzer_scheduler.model import Rating

LINKED = ROADMAP.replace(
    "{title: Sibling topic, decks: [small/siblings]}",
    "{title: Sibling topic, decks: [small/siblings], resources: [{title: All about it, url: 'https://example.org/a'}]}",
)
OTHER = """\
id: other-roadmap
title: Another roadmap
phases:
  - title: Only phase
    sections: [{title: Only section, topics: [{title: Elsewhere topic, decks: [other/elsewhere]}]}]
"""
SIBLING = 4
"""Rows from the roadmap down to the topic of the siblings."""


def tree(hand: Hand) -> RoadmapTree:
    """Return the tree in front."""
    return hand.app.screen.query_one(RoadmapTree)


async def enter(hand: Hand, downs: int = 0) -> None:
    """Open the roadmap from home and go down some rows."""
    await hand.press("r")
    await hand.press(*["down"] * downs)


@pytest.fixture
def linked(workspace: Workspace) -> Workspace:
    """Return a home with two roadmaps, in one of which a topic has a link."""
    folder = workspace.paths.decks.parent / "roadmaps"
    (folder / "small.yaml").write_text(LINKED, encoding="utf-8")
    (folder / "other.yaml").write_text(OTHER, encoding="utf-8")
    return workspace


async def test_what_is_known_of_each_place(workspace: Workspace, learner: Learner, clock: SettableClock) -> None:
    """Every place has its columns: due, recalled, seen, and the day at risk; `▼` once that is over."""
    learner.sit(workspace.session(Plan(("small/siblings",))), Rating.EASY)
    async with opened(workspace, size=(110, 30)) as hand:
        await enter(hand, SIBLING)
        row = next(line for line in hand.lines if "Sibling topic" in line)
        node = tree(hand).here
        assert node is not None
        assert f"{round(node.recalled / node.cards * 100)} %" in row
        assert f"{round(node.introduced / node.cards * 100)} %" in row
        day = workspace.curriculum().at_risk(node)
        assert day is not None
        assert f"{day.day} {day:%b}" in row
        assert "no deck yet" in next(line for line in hand.lines if "Untaught topic" in line)
        assert "3 of 7 cards seen" in hand.text
        assert f"Under 90 % from {day.day} {day:%b} on" in hand.text
    clock.forward(days=60)
    async with opened(workspace, size=(110, 30)) as hand:
        await enter(hand, SIBLING)
        assert "▼" in next(line for line in hand.lines if "Sibling topic" in line)
        assert f"▼ Under 90 % since {day.day} {day:%b}" in hand.text


async def test_figures_keep_step_with_the_answers(workspace: Workspace) -> None:
    """s asks what is under the cursor; after the sitting the tree tells what it changed, the cursor where it was."""
    async with opened(workspace) as hand:
        await enter(hand, SIBLING)
        assert "none seen yet" in hand.text
        await hand.press("s")
        assert hand.review._plan == Plan(("small/siblings",))
        await hand.type("Mercury", "enter", "4")
        await hand.press("escape", "q")
        await hand.press("escape")
        assert isinstance(hand.app.screen, RoadmapScreen)
        assert "1 of 7 cards seen" in hand.text
        here = tree(hand).here
        assert here is not None
        assert here.title == "Sibling topic"


async def test_a_tick_is_no_memory(workspace: Workspace, learner: Learner) -> None:
    """Space ticks topics and tasks and unticks them; undo and redo go over it, and no figure of memory changes."""
    learner.answer(workspace.session(Plan(("small/siblings",))), Rating.EASY)
    async with opened(workspace) as hand:
        await enter(hand, SIBLING)
        row = next(line for line in hand.lines if "Sibling topic" in line)
        await hand.press("space")
        ticked = next(line for line in hand.lines if "Sibling topic" in line)
        assert ticked == row.replace("  Sibling topic", "✓ Sibling topic")
        await hand.press("down", "down", "down", "space")
        assert "☑ Build something" in hand.text
        assert "2 ticked" in hand.lines[0]
        await hand.press("u", "u")
        assert "ticked" not in hand.lines[0]
        await hand.press("ctrl+y")
        assert workspace.store.facts.all(TICK) == {"small-roadmap/phase-one/first-section/sibling-topic": True}
        await hand.press("up", "up", "up", "up", "up", "space")
        assert len(workspace.store.facts.all(TICK)) == 1


async def test_searching(workspace: Workspace) -> None:
    """/ goes to the next title that has all words and opens what is above it; n and N go round; Esc leaves the line."""
    async with opened(workspace) as hand:
        await enter(hand, 1)
        await hand.press("left")
        assert "Sibling topic" not in hand.text
        await hand.press("slash")
        await hand.type("topic", "enter")
        assert "1 of 3" in hand.text
        titles = []
        for key in ("n", "n", "n", "N"):
            here = tree(hand).here
            assert here is not None
            titles.append(here.title)
            await hand.press(key)
        assert titles == ["Later topic", "Sibling topic", "Untaught topic", "Later topic"]
        await hand.press("slash")
        await hand.type(" xyz")
        assert "nothing" in hand.lines[1]
        await hand.press("escape")
        assert "xyz" not in hand.text
        assert isinstance(hand.app.screen, RoadmapScreen)
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_ways_into_what_is_behind(linked: Workspace, learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter goes to links, hardest questions and decks, each of which opens; a link only by a key of its own."""
    session = linked.session(Plan(("small/siblings",)))
    learner.answer(session, Rating.AGAIN)
    followed: list[str] = []
    async with opened(linked) as hand:
        monkeypatch.setattr(hand.app, "open_url", followed.append)
        await enter(hand, SIBLING)
        assert "All about it" in hand.text
        assert followed == []
        await hand.press("o")
        assert followed == ["https://example.org/a"]
        await hand.press("enter", "enter")
        assert followed == ["https://example.org/a"] * 2
        await hand.press("down", "enter")
        assert isinstance(hand.app.screen, BrowserScreen)
        assert hand.app.screen._current is not None
        assert hand.app.screen._current.card.id == "small/siblings/planets#mercury"
        await hand.press("escape")
        await hand.press("down", "enter")
        assert isinstance(hand.app.screen, BrowserScreen)
        assert "7 cards" in hand.text
        await hand.press("escape")
        await hand.press("escape", "up", "o")
        assert "This place has no link" in hand.notices


async def test_another_roadmap(linked: Workspace) -> None:
    """m shows another roadmap; s on the sheet has new cards come in its order from now on."""
    async with opened(linked) as hand:
        await enter(hand)
        await hand.press("m")
        assert isinstance(hand.app.screen, RoadmapChooser)
        assert "● studied" in next(line for line in hand.lines if "Small roadmap" in line)
        await hand.press("up", "enter")
        assert "Another roadmap" in hand.lines[0]
        assert linked.config.text("study.roadmap") == "small-roadmap"
        await hand.press("m", "s")
        assert linked.config.text("study.roadmap") == "other-roadmap"
        await hand.press("m", "escape")
        assert "Elsewhere topic" in hand.text


async def test_a_closed_topic_says_why_and_opens(workspace: Workspace) -> None:
    """What a topic waits for is told in the pane; U opens it, and undo closes it again."""
    async with opened(workspace) as hand:
        await enter(hand, 3)
        assert "waits" in next(line for line in hand.lines if "Later topic" in line)
        assert "Waits for Siblings" in " ".join(hand.text.split())
        await hand.press("U")
        assert "is open now" in hand.notices
        assert "waits" not in next(line for line in hand.lines if "Later topic" in line)
        await hand.press("u")
        assert "waits" in next(line for line in hand.lines if "Later topic" in line)
        await hand.press("down", "U")
        assert "waits for nothing" in hand.notices


async def test_one_pane_at_a_time_where_there_is_no_room(workspace: Workspace, learner: Learner) -> None:
    """Sixty columns show the tree; Enter turns to what is behind a place, Esc back; nothing runs over the edge."""
    learner.answer(workspace.session(Plan(("small/siblings",))), Rating.EASY)
    async with opened(workspace, size=(60, 20)) as hand:
        await enter(hand, SIBLING)
        assert "cards seen" not in hand.text
        assert "Kinds of questions" in hand.text
        await hand.press("enter")
        assert "1 of 7 cards seen" in hand.text
        assert "Kinds of questions" not in hand.text
        await hand.press("escape")
        assert "Kinds of questions" in hand.text
        await hand.press("down", "down", "enter")
        assert "No deck teaches this yet" in hand.text
        assert max(len(line) for line in hand.lines) <= 60
        await hand.press("escape", "r")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_a_large_screen_draws_the_curve(workspace: Workspace, learner: Learner) -> None:
    """At 160 columns the curve stands beside the tree, and tells itself in words like every plot."""
    learner.sit(workspace.session(Plan(("small/siblings",))), Rating.EASY)
    async with opened(workspace, size=(160, 50)) as hand:
        await enter(hand, SIBLING)
        await hand.pilot.pause()
        plot = hand.app.screen.query_one(Plot)
        assert plot.region.x > tree(hand).region.right - 1
        assert "Mean recall of what was seen" in hand.text
        assert "never under" in plot.chart.words
        await hand.press("down", "down")
        await hand.pilot.pause()
        assert not hand.app.screen.query(Plot)


async def test_a_screen_that_is_made_larger(workspace: Workspace, learner: Learner) -> None:
    """The curve comes with the room for it."""
    learner.sit(workspace.session(Plan(("small/siblings",))), Rating.EASY)
    async with opened(workspace) as hand:
        await enter(hand, SIBLING)
        await hand.pilot.resize_terminal(160, 50)
        await hand.settle()
        await hand.until("Mean recall of what was seen")


async def test_a_roadmap_that_is_left_before_it_is_painted(workspace: Workspace) -> None:
    """What was to follow its paint is left, however late it comes."""
    async with opened(workspace) as hand:
        await enter(hand)
        left = hand.app.screen
        assert isinstance(left, RoadmapScreen)
        await hand.press("escape")
        left._look_behind()
        await hand.press("r", "u", "escape")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_opening_all_and_cramming(workspace: Workspace) -> None:
    """e opens all branches and closes them; c asks everything of a place and leaves the schedule alone."""
    async with opened(workspace) as hand:
        await enter(hand)
        assert "Later topic" in hand.text
        await hand.press("e")
        assert "First section" not in hand.text
        await hand.press("e", "down", "down", "down", "c")
        assert isinstance(hand.app.screen, ReviewScreen)
        assert hand.review._plan.cram
        await hand.press("escape", "q")
        await hand.press(*["down"] * 3, "s")
        assert "has no deck yet" in hand.notices


async def test_taking_in_a_roadmap(workspace: Workspace) -> None:
    """i goes to the import of a roadmap, Esc back; what was taken in is shown."""
    async with opened(workspace) as hand:
        await enter(hand)
        await hand.press("i")
        assert isinstance(hand.app.screen, RoadmapImportScreen)
        await hand.press("escape", "i")
        path = workspace.paths.decks.parent / "roadmaps" / "other.yaml"
        path.write_text(OTHER, encoding="utf-8")
        workspace.__dict__.pop("_read_roadmaps")
        hand.app.screen.dismiss("other-roadmap")
        await hand.settle()
        await hand.settle()
        assert "Another roadmap" in hand.lines[0]


async def test_titles_are_text(workspace: Workspace) -> None:
    """What looks like markup in titles of topics and links is shown as it is, and searched for as it is."""
    hostile = LINKED.replace("title: Sibling topic", "title: '[/x] [red]Sibling'").replace(
        "All about it", "'[@click=app.quit]Read [b]'"
    )
    folder = workspace.paths.decks.parent / "roadmaps"
    (folder / "small.yaml").write_text(hostile, encoding="utf-8")
    async with opened(workspace) as hand:
        await enter(hand, SIBLING)
        assert hand.text.count("[/x] [red]Sibling") == 2
        assert "[@click=app.quit]Read [b]" in hand.text
        await hand.press("slash")
        await hand.type("[red]", "enter")
        assert "1 of 1" in hand.text
        await hand.press("space", "u", "s", "escape", "q")
        assert isinstance(hand.app.screen, RoadmapScreen)


async def test_without_a_roadmap(workspace: Workspace) -> None:
    """Where there is no roadmap it is said how to take one in; keys do no harm."""
    for path in (workspace.paths.decks.parent / "roadmaps").glob("*.yaml"):
        path.unlink()
    async with opened(workspace) as hand:
        await enter(hand)
        assert "There is no roadmap yet" in hand.text
        await hand.press("s", "space", "n", "o", "U", "enter", "e", "m")
        await hand.press("escape", "escape")
        assert isinstance(hand.app.screen, HomeScreen)


def test_when_cards_come_next_and_how_they_fade(workspace: Workspace, learner: Learner) -> None:
    """The pane tells the next due day with its cards, and the course falls from now through the day at risk."""
    learner.sit(workspace.session(Plan(("small/siblings",))), Rating.EASY)
    seen = view(workspace, "small-roadmap")
    assert seen is not None
    node = next(node for node in seen.root.walk() if node.title == "Sibling topic")
    detail = look_into(workspace, seen, node)
    cards = [row.card for row in workspace.store.browser.rows(workspace.find("deck:small/siblings"))]
    dues = sorted(workspace.days.day(card.due_at) for card in cards if card.due_at)
    assert (detail.next_day, detail.next_cards) == (dues[0], dues.count(dues[0]))
    assert f"Next due {wording.day(dues[0], seen.today)}: {detail.next_cards}" in topic_words.facts(detail).plain
    days, recalls = zip(*detail.course, strict=True)
    assert list(recalls) == sorted(recalls, reverse=True)
    assert (days[0], recalls[0]) == (workspace.today, pytest.approx(node.recall))
    at_risk = risks(seen)[node.path]
    assert at_risk == detail.at_risk
    assert all((recall < 0.9) == (day >= at_risk) for day, recall in detail.course)


async def test_the_list_keeps_its_place(linked: Workspace, learner: Learner) -> None:
    """After something was done the list of the same topic has its cursor where it was."""
    learner.answer(linked.session(Plan(("small/siblings",))), Rating.AGAIN)
    async with opened(linked) as hand:
        await enter(hand, SIBLING)
        await hand.press("enter", "down", "space")
        listed = hand.app.screen.query_one("#topic-list", OptionList)
        assert listed.has_focus
        assert listed.highlighted_option is not None
        assert listed.highlighted_option.id == "1"
        assert "✓ Sibling topic" in hand.text


async def test_a_closed_branch_has_rows_once_it_is_opened(linked: Workspace) -> None:
    """What stands in a branch is added when it is opened first, and is searched before; each row fills its room."""
    async with opened(linked) as hand:
        await enter(hand)
        shown = tree(hand)
        small, other = (view(linked, roadmap) for roadmap in ("small-roadmap", "other-roadmap"))
        assert small is not None
        assert other is not None
        shown.show((other.root,))
        shown.show((small.root,))
        assert len(list(shown.places())) == 1 + len(small.root.children) < len(shown.nodes())
        await hand.press("slash", *"untaught", "enter")
        assert shown.here is not None
        assert shown.here.title == "Untaught topic"
        await hand.press("e")
        assert [place.data for place in shown.places()] == shown.nodes()
        width = shown.scrollable_content_region.width
        style = shown.rich_style
        for place in shown.places():
            assert shown.render_label(place, style, style).cell_len == shown._room(place, width) <= width
        assert shown.max_scroll_x == 0


async def test_figures_that_take_long_come_after_the_screen(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked up at once, figures are there when the screen is painted first; when that takes long, they come later."""
    hold = Event()
    monkeypatch.setattr(roadmap, "view_any", lambda *asked: view_when(hold, *asked))
    async with opened(workspace) as hand:
        await hand.pilot.press("r")
        await hand.until("recalled")
        assert "Small roadmap" not in hand.text
        hold.set()
        await hand.until("Small roadmap")
        await hand.press("escape")
        first = hand.app.push_screen(RoadmapScreen(workspace))
        await first
        shown = hand.app.screen
        assert isinstance(shown, RoadmapScreen)
        while not tree(hand).size:
            await hand.pilot.pause(0.001)
        assert "Small roadmap" in hand.text
        await hand.settle()


def view_when(hold: Event, workspace: Workspace, wanted: str) -> RoadmapView | None:
    """Look once that is allowed."""
    assert hold.wait(30)
    return view(workspace, wanted or "small-roadmap")


def test_days_at_risk_keep_step(workspace: Workspace, learner: Learner) -> None:
    """With an earlier view only what changed is looked at again, and the days are those of a look at everything."""
    seen = view(workspace, "small-roadmap")
    assert seen is not None
    seen = replace(seen, risks=risks(seen))
    session = workspace.session(Plan(new=9))
    for rating in (Rating.EASY, Rating.GOOD, Rating.EASY, Rating.AGAIN):
        learner.answer(session, rating)
        after = view(workspace, "small-roadmap")
        assert after is not None
        seen = replace(after, risks=risks(after, seen))
        assert seen.risks == risks(after)
    assert seen.risks
    session.undo()
    session.undo()
    workspace.tick("small-roadmap/phase-one/first-section/build-something", True)
    after = view(workspace, "small-roadmap")
    assert after is not None
    assert risks(after, seen) == risks(after)
