from __future__ import annotations

from hand import Only, opened
from small_home import SettableClock
from textual.widgets import OptionList

from quizzer.sitting import Plan
from quizzer.tui.screens.browser import BrowserScreen
from quizzer.tui.screens.home import HomeScreen
from quizzer.tui.screens.review import ReviewScreen
from quizzer.tui.screens.summary import SummaryScreen
from quizzer.workspace import Workspace
from quizzer_decks.responses import Seen
from quizzer_scheduler.model import Rating

BASIC = "{id: b, kind: basic, ask: Why is the sky blue?, answer: Air scatters blue light most.}"
OTHER = "{id: c, kind: basic, ask: Why is grass green?, answer: Chlorophyll reflects green.}"


async def test_a_sitting_ends_in_its_summary(workspace: Workspace, only: Only, clock: SettableClock) -> None:
    """The summary tells cards and minutes, right against predicted, the hardest, what waits and what comes tomorrow."""
    plan = only(BASIC, OTHER)
    session = workspace.session(plan)
    for _ in range(2):
        session.answer(Seen())
        session.rate(Rating.EASY)
    clock.forward(days=30)
    async with opened(workspace, plan) as hand:
        await hand.press("space", "1", "space", "3", "q")
        assert isinstance(hand.app.screen, SummaryScreen)
        for wanted in (
            "2 cards in 1 min.",
            "Right at first try: 1 of 2 (50 %);",
            "was expected.",
            "Hardest",
            "forgotten  ",
            "Still learning: the next card comes back in 10 min.",
            "Tomorrow: no further card falls due.",
        ):
            assert wanted in hand.text
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_into_a_hard_card_and_back(workspace: Workspace, only: Only) -> None:
    """Tab goes into the list of hard cards, Enter opens one in the browser, Escape leads back step by step."""
    async with opened(workspace, only(BASIC)) as hand:
        await hand.press("space", "1", "q")
        await hand.press("tab")
        assert isinstance(hand.app.focused, OptionList)
        await hand.press("enter")
        assert isinstance(hand.app.screen, BrowserScreen)
        assert "1 card" in hand.lines[0]
        await hand.press("escape")
        assert isinstance(hand.app.screen, SummaryScreen)
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_undo_from_the_summary(workspace: Workspace, only: Only) -> None:
    """u takes the last answer back and asks that very card again."""
    async with opened(workspace, only(BASIC, OTHER)) as hand:
        await hand.press("space", "4")
        last = hand.review.session.step.card.id  # type: ignore[union-attr]
        await hand.press("space", "4")
        assert isinstance(hand.app.screen, SummaryScreen)
        await hand.press("u")
        assert hand.review.session.step.card.id == last  # type: ignore[union-attr]
        assert hand.log(last) == []


async def test_going_on(workspace: Workspace) -> None:
    """g goes on with all that is left today, also after a sitting on one deck."""
    async with opened(workspace, Plan(("other/elsewhere",))) as hand:
        await hand.type("yes", "enter", "4")
        assert isinstance(hand.app.screen, SummaryScreen)
        assert "left today; g goes on." in hand.text
        await hand.press("g")
        assert isinstance(hand.app.screen, ReviewScreen)
        assert hand.review._plan == Plan()


async def test_only_waiting_is_left(workspace: Workspace, only: Only, clock: SettableClock) -> None:
    """When a card was forgotten and nothing else is due, the summary says when it comes back."""
    plan = only(BASIC)
    async with opened(workspace, plan) as hand:
        await hand.press("space", "1", "space", "3", "q")
        assert isinstance(hand.app.screen, SummaryScreen)
        await hand.press("escape")
        assert "1 learning" in hand.text
