from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from hand import Hand, opened
from small_home import Learner
from textual.widgets import Input, OptionList

from quizzer.errors import StoreError
from quizzer.reports import asking, gathering
from quizzer.reports.scope import Scope, Window
from quizzer.sitting import Plan
from quizzer.tui.screens.browser import BrowserScreen
from quizzer.tui.screens.explanation import ExplanationScreen
from quizzer.tui.screens.home import HomeScreen
from quizzer.tui.screens.statistics import StatisticsScreen
from quizzer.tui.screens.statistics_pane import TABS
from quizzer.tui.widgets.plots.plot import Plot
from quizzer.tui.widgets.text_table import TextTable
from quizzer.tui.widgets.virtual_table import VirtualTable
from quizzer.workspace import Workspace

TITLES = {
    "retention": "Recall by day",
    "calibration": "Measured against predicted recall",
    "knowledge": "Cards you could recall",
    "memory": "Recall by days since the last answer",
    "activity": "Answers in the last year",
    "forecast": "Reviews due, the next 30 days",
    "hardest": "Hardest topics",
}


def screen(hand: Hand) -> StatisticsScreen:
    """Return the statistics, which are in front."""
    assert isinstance(hand.app.screen, StatisticsScreen), hand.app.screen
    return hand.app.screen


async def turn(hand: Hand) -> None:
    """Go to the next tab and wait until it is drawn."""
    await hand.press("right")
    await hand.settle()


@pytest.mark.parametrize(
    ("size", "as_words"),
    [((160, 50), False), ((80, 24), False), ((60, 20), False), ((80, 24), True)],
    ids=["large", "usual", "small", "told"],
)
async def test_every_tab(studied: Workspace, size: tuple[int, int], as_words: bool) -> None:
    """Each tab opens with its sentence, then its first plot under its title, at any size, drawn or in words."""
    async with opened(studied, size=size) as hand:
        await hand.press("t")
        if as_words:
            await hand.press("v")
        report = screen(hand).report
        assert report is not None
        for tab in TABS:
            sentence = " ".join(hand.text.split())
            assert " ".join(tab.of(report)[0].words.split())[: size[0] - 20] in sentence, tab.id
            assert TITLES[tab.id][:40] in hand.text
            if as_words:
                assert not screen(hand).query("#figures Plot")
            await turn(hand)
        assert TITLES["retention"] in hand.text


async def test_tables_stand_beside_the_plots_where_there_is_room(studied: Workspace) -> None:
    """At 160 columns a table is right of its plot, at 80 below it; a change of the size lays out anew."""
    async with opened(studied, size=(160, 50)) as hand:
        await hand.press("t")
        plot, table = screen(hand).query(Plot).first(), screen(hand).query(TextTable).first()
        assert (table.region.y, table.region.x > plot.region.right) == (plot.region.y, True)
        await hand.pilot.resize_terminal(80, 24)
        await hand.settle()
        await hand.pilot.pause()
        plot, table = screen(hand).query(Plot).first(), screen(hand).query(TextTable).first()
        assert (table.region.x, table.region.y > plot.region.y) == (plot.region.x, True)


async def test_windows(studied: Workspace) -> None:
    """`w` looks further back up to all time and begins again; `W` goes the other way; the head says where it is."""
    async with opened(studied) as hand:
        await hand.press("t")
        for words in ("last 90 days", "last 365 days", "all time", "last 7 days"):
            await hand.press("w")
            assert words in hand.lines[0]
            report = screen(hand).report
            assert report is not None
            assert report.window is screen(hand).window
        await hand.press("W")
        assert "all time" in hand.lines[0]


async def test_filter(workspace: Workspace, learner: Learner) -> None:
    """What is typed finds decks, topics and kinds; Enter narrows all figures to it, beside what was chosen before."""
    learner.sit(workspace.session(Plan(limit=6)))
    async with opened(workspace) as hand:
        await hand.press("t", "f")
        await hand.type("small/siblings")
        assert "deck    Siblings" in hand.text
        await hand.press("enter")
        assert "small/siblings" in hand.lines[0]
        report = screen(hand).report
        assert report is not None
        assert report.scope == Scope(decks=("small/siblings",))
        await hand.press("f")
        await hand.type("kind typed", "enter")
        assert screen(hand).scope == Scope(decks=("small/siblings",), kind="typed")
        await hand.press("f", "down", "up", "enter")
        assert screen(hand).scope.everything


async def test_a_tag_is_typed_and_what_fits_nothing_says_so(workspace: Workspace, learner: Learner) -> None:
    """`tag:` takes a tag that a question has, no other; where the deck has none of it no cards are left: f goes on."""
    deck = "title: Rare\nquestions:\n  - {id: q, kind: typed, ask: Say yes., answer: 'yes', tags: [rare]}\n"
    (workspace.paths.decks / "rare.yaml").write_text(deck, encoding="utf-8")
    workspace.refresh()
    learner.sit(workspace.session(Plan(limit=2)))
    async with opened(workspace) as hand:
        await hand.press("t", "f")
        await hand.type("small/siblings", "enter")
        await hand.press("f")
        await hand.type("tag:rara", "enter")
        assert "No question has the tag 'rara'. Did you mean 'rare'?" in hand.notices
        await hand.press("f")
        await hand.type("tag:Rare", "enter")
        assert screen(hand).scope == Scope(decks=("small/siblings",), tag="Rare")
        assert "f chooses something else" in hand.text


async def test_filters_that_exclude_one_another_are_refused(workspace: Workspace, learner: Learner) -> None:
    """A deck outside the chosen topic: a notice, and the figures stay as they were."""
    learner.sit(workspace.session(Plan(limit=2)))
    async with opened(workspace) as hand:
        await hand.press("t", "f")
        await hand.type("topic later", "enter")
        await hand.press("f")
        await hand.type("deck other", "enter")
        assert "No deck fits all of that together." in hand.notices
        assert screen(hand).scope == Scope(topic="Later topic")
        assert "topic Later topic" in hand.lines[0]


async def test_escape_leaves_the_filter_as_it_is(workspace: Workspace) -> None:
    """Escape closes the chooser first, then the screen; what matches nothing cannot be taken."""
    async with opened(workspace) as hand:
        await hand.press("t", "f")
        await hand.type("zzzz:", "enter")
        await hand.press("escape")
        assert screen(hand).scope.everything
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_explanation(studied: Workspace) -> None:
    """`i` says what the figures of the tab are, with their source."""
    async with opened(studied) as hand:
        await hand.press("t", "i")
        assert isinstance(hand.app.screen, ExplanationScreen)
        assert "The share of tested cards that were recalled." in hand.text
        assert "Source: Anki's" in hand.text
        await hand.press("escape")
        screen(hand)


async def test_the_palette_has_it(workspace: Workspace) -> None:
    """On the home screen the palette offers the statistics."""
    async with opened(workspace) as hand:
        offered = [command.title for command in hand.app.get_system_commands(hand.app.screen)]
        assert "Statistics  t" in offered


async def test_nothing_answered(workspace: Workspace) -> None:
    """Without an answer every tab says what to do next, and nothing fails."""
    async with opened(workspace) as hand:
        await hand.press("t")
        for _ in TABS:
            assert "begins a sitting" in " ".join(hand.text.split())
            await turn(hand)
        await hand.press("v", "i", "escape")


async def test_no_cards(workspace: Workspace) -> None:
    """Without a card it says how to get some."""
    for path in workspace.paths.decks.rglob("*.yaml"):
        path.unlink()
    workspace.refresh()
    async with opened(workspace) as hand:
        await hand.press("t")
        assert "There are no cards yet." in hand.text


@pytest.mark.parametrize("size", [(160, 50), (60, 20)], ids=["large", "small"])
async def test_three_answers(workspace: Workspace, learner: Learner, size: tuple[int, int]) -> None:
    """Three answers are too few to say: each tab says so once, in every window, drawn and told."""
    session = workspace.session(Plan(limit=3))
    for _ in range(3):
        learner.answer(session)
    async with opened(workspace, size=size) as hand:
        await hand.press("t")
        assert "No card was put to a test yet." in hand.text
        assert "This fills in as you go on" in hand.text
        assert "Next: " in hand.text
        assert "Still to come: recall by day" in hand.text
        assert "too few" not in hand.text.lower()
        screen(hand).window = Window.ALL if size[0] > 80 else Window.WEEK
        for _ in TABS:
            screen(hand).as_words = not screen(hand).as_words
            await turn(hand)
        assert not hand.notices


async def test_hardest_leads_to_the_questions(studied: Workspace) -> None:
    """A hard topic opens its cards in the browser; a leech shows its curve and opens at itself; Escape comes back."""
    async with opened(studied, size=(100, 40)) as hand:
        await hand.press("t", "left")
        report = screen(hand).report
        assert report is not None
        assert report.trouble.leeches
        assert "answers in review" in hand.text
        await hand.press("enter")
        assert isinstance(hand.app.screen, BrowserScreen)
        assert hand.app.screen.query_text == "deck:many"
        await hand.press("escape")
        listed = screen(hand).query_one(OptionList)
        for _ in report.trouble.hardest:
            await hand.press("down")
        leech = report.trouble.leeches[0]
        assert listed.highlighted_option is not None
        assert "Forgetting curve" in hand.text
        assert "recall now" in hand.text
        await hand.press("enter")
        assert isinstance(hand.app.screen, BrowserScreen)
        assert hand.app.screen.query_one(VirtualTable).key == leech.key
        await hand.press("escape", "v")
        assert "Forgetting curve" in hand.text
        assert not screen(hand).query("#behind Plot")


async def test_the_curve_of_any_card(studied: Workspace) -> None:
    """In the browser `c` shows how the card under the cursor is forgotten, drawn or told, and explained by `i`."""
    async with opened(studied, size=(100, 40)) as hand:
        await hand.press("slash", "slash")
        hand.app.screen.query_one("#search", Input).value = "deck:many prop:reps>3"
        await hand.settle()
        await hand.press("enter", "c")
        assert "Forgetting curve" in hand.text
        assert "if it is not answered" in hand.text
        await hand.press("v")
        assert "Recall: from 100 % at" in hand.text
        await hand.press("i")
        assert "it begins again at 1" in " ".join(hand.text.split())
        await hand.press("escape", "escape", "slash")
        hand.app.screen.query_one("#search", Input).value = "is:new"
        await hand.settle()
        await hand.press("enter", "c")
        assert "This card was never answered." in hand.text


@pytest.fixture
def broken() -> Iterator[None]:
    """Let the database fail whenever figures are gathered."""
    with patch("quizzer.tui.screens.statistics.gather", side_effect=StoreError("The database is gone.")):
        yield


async def test_a_database_that_fails(studied: Workspace, broken: None) -> None:
    """An error of the store is a notice; the screen stands, and keys that need figures do nothing."""
    async with opened(studied) as hand:
        await hand.press("t")
        assert "The database is gone." in hand.notices
        assert "The figures could not be read. w tries again." in hand.text
        await hand.press("i", "v", "right", "w", "W")
        assert "Statistics" in hand.lines[0]


async def test_a_database_that_fails_later(studied: Workspace) -> None:
    """What was counted stays when a later count fails, and the head says what is shown."""
    async with opened(studied) as hand:
        await hand.press("t")
        with patch("quizzer.tui.screens.statistics.gather", side_effect=StoreError("The database is gone.")):
            await hand.press("w")
        assert "The database is gone." in hand.notices
        assert "the last 30 days" in hand.lines[0]
        assert "You recalled" in hand.text
        await hand.press("w")
        assert "the last 90 days" in hand.lines[0]


async def test_a_newer_wish_replaces_an_older(studied: Workspace) -> None:
    """Several windows asked for at once: the last one is shown, whichever was counted last."""
    async with opened(studied) as hand:
        await hand.press("t")
        asked: list[Window] = []

        def gather(home: asking.Home, scope: Scope, window: Window) -> object:
            asked.append(window)
            return gathering.gather(home, scope, window)

        with patch("quizzer.tui.screens.statistics.gather", gather):
            screen(hand).window = Window.QUARTER
            screen(hand).window = Window.YEAR
            screen(hand).window = Window.ALL
            await hand.settle()
        report = screen(hand).report
        assert report is not None
        assert (report.window, asked[-1]) == (Window.ALL, Window.ALL)


async def test_no_colour(studied: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without colours every level, line and part is still told by its character."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(studied, size=(100, 60)) as hand:
        await hand.press("t", "right", "right", "right", "right")
        assert all(glyph in hand.text for glyph in "·░▒▓█")
