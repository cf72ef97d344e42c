from __future__ import annotations

from datetime import date

from hand import Hand, opened
from small_home import Learner, SettableClock
from textual.widgets import Input

from quizzer.outlining import outlined
from quizzer.plans import adopt, pause, plan_break
from quizzer.sitting import Plan
from quizzer.tui.screens.home import HomeScreen
from quizzer.tui.screens.keys import KeysScreen
from quizzer.tui.screens.placement import PlacementScreen
from quizzer.tui.screens.plan import PlanScreen
from quizzer.tui.screens.settings import SettingsScreen
from quizzer.tui.widgets.answer_view import AnswerView
from quizzer.workspace import Workspace
from quizzer_decks.responses import GaveUp


def screen(hand: Hand) -> PlacementScreen:
    """Return the test, which is in front."""
    assert isinstance(hand.app.screen, PlacementScreen), hand.app.screen
    return hand.app.screen


async def answer(hand: Hand, *, right: bool) -> None:
    """Answer the question on the table."""
    area = screen(hand).query_one(AnswerView).area
    assert area is not None
    area.submit(Learner().right(area.prompt) if right else GaveUp())
    await hand.pilot.pause(0.05)
    await hand.settle()


async def hold(hand: Hand, *, right: bool) -> None:
    """Answer until enough is known."""
    for _ in range(40):
        if "taken as known" in hand.text:
            return
        await answer(hand, right=right)
    raise AssertionError(hand.text)


async def test_from_the_offer_to_the_placed_cards(workspace: Workspace) -> None:
    """Home offers it while nothing is begun; what follows is shown, Enter takes it over, and u takes it back."""
    async with opened(workspace, size=(100, 40)) as hand:
        assert "Known some of it?" in hand.text
        await hand.press("k")
        assert "Placement: Small roadmap" in hand.text
        await hold(hand, right=True)
        assert "belief" in hand.text
        assert "to test it" in hand.text
        assert workspace.store.answers.placed() == []
        await hand.press("enter")
        await hand.until("Quizzer")
        assert isinstance(hand.app.screen, HomeScreen)
        assert "taken as known, in one step" in hand.notices
        assert len(workspace.store.answers.placed()) > 15
        await hand.settle()
        assert "Known some of it?" not in hand.text
        await hand.press("u")
        await hand.settle()
        assert workspace.store.answers.placed() == []


async def test_escape_in_the_middle(workspace: Workspace) -> None:
    """Esc ends the test with the answers so far; Esc again leaves everything as it was, and drops them."""
    async with opened(workspace, Plan(placement=("small-roadmap",))) as hand:
        await answer(hand, right=False)
        assert "✗ Not known" in hand.text
        assert "2 of 9 at most" in hand.text
        await hand.press("escape")
        assert "0 of 1 question known. Nothing is taken as known" in " ".join(hand.text.split())
        assert "Take over" not in hand.text
        assert "Done" in hand.lines[-1]
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)
        assert workspace.store.facts.all("placement") == {}


async def test_escape_before_any_answer(workspace: Workspace) -> None:
    """Left before any answer, it just closes."""
    async with opened(workspace) as hand:
        await hand.press("k", "escape")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_nothing_to_place(workspace: Workspace) -> None:
    """What is unknown, or known to the last card, is one sentence, and the home screen comes back."""
    async with opened(workspace, Plan(placement=("nowhere",))) as hand:
        assert isinstance(hand.app.screen, HomeScreen)
        assert "There is no roadmap" in hand.notices


async def test_small_and_large_screens(workspace: Workspace) -> None:
    """At 60 × 20 question, answer and keys are in sight, and what was found can be scrolled."""
    async with opened(workspace, Plan(placement=("small-roadmap",)), size=(60, 20)) as hand:
        assert "1 of 9 at most" in hand.text
        assert "esc End" in hand.text
        await hold(hand, right=False)
        await hand.press("down", "up")
        assert "⏎ Done" in hand.text


async def fill(hand: Hand, field: str, text: str) -> None:
    """Write into a field and press Enter."""
    given = hand.app.screen.query_one(field, Input)
    given.value = text
    given.focus()
    await hand.press("enter")
    await hand.settle()


async def test_a_plan(workspace: Workspace, clock: SettableClock) -> None:
    """A plan is worked out, put in force, told on the home screen with the days it is behind, and dropped."""
    async with opened(workspace, size=(100, 40)) as hand:
        await hand.press("d")
        assert isinstance(hand.app.screen, PlanScreen)
        assert "No plan is in force." in hand.text
        assert "Drop the plan" not in hand.text
        await fill(hand, "#by", "2026-03-12")
        assert "It takes 3 new cards a day." in hand.text
        assert "Phase one" in hand.text
        assert "2026-03-09" in hand.text  # a milestone
        await hand.press("f2")
        await hand.settle()
        assert "In force: 3 new a day" in hand.text
        assert "on time, 3 new a day" in hand.text
        await hand.press("escape")
        await hand.settle()
        assert "Plan by 12 Mar: on time" in hand.text
        assert workspace.limits_today()[""].new == 3
        clock.forward(days=4)
        await hand.press("d")
        await hand.until("4 days behind: 6 new a day instead of 3")
        await hand.press("f4")
        await hand.settle()
        assert "No plan is in force." in hand.text
    assert workspace.limits_today()[""].new == 10


async def test_a_break(workspace: Workspace) -> None:
    """A break is shown first, then planned; what is no day is said."""
    async with opened(workspace, size=(100, 40)) as hand:
        await hand.press("comma", "f7")
        await fill(hand, "#first", "soon")
        assert "Write a day as 2027-06-30." in hand.text
        hand.app.screen.query_one("#first", Input).value = "2026-03-05"
        await fill(hand, "#last", "2026-03-08")
        assert "F2 plans the break." in hand.text
        await hand.press("f2")
        await hand.settle()
        assert "Break 2026-03-05 to 2026-03-08, 4 days" in hand.text
        await hand.press("tab", "enter")
        assert "F2 removes it; cards stay where they are." in hand.text
        await hand.press("f2")
        await hand.settle()
        assert "is removed. Undo takes it back." in hand.text
        assert "Break 2026-03-05 to 2026-03-08" not in hand.text
        await hand.press("ctrl+z")
        assert "Break 2026-03-05 to 2026-03-08, 4 days" in hand.text
        await fill(hand, "#minutes", "0")
        assert "Write a day as" in hand.text
        hand.app.screen.query_one("#by", Input).value = "2026-05-01"
        await fill(hand, "#minutes", "0")
        assert "from 1 to 1440" in hand.text
        await hand.press("escape")
        assert isinstance(hand.app.screen, SettingsScreen)


async def test_an_empty_answer(workspace: Workspace) -> None:
    """The test shows no answers, and does not say that it would; the next sitting does."""
    async with opened(workspace, Plan(placement=("small/later",))) as hand:
        await hand.press("enter")
        assert "Enter once more says that you do not know." in hand.text
        await hand.press("enter")
        assert "✗ Not known" in hand.text


async def test_a_long_plan_on_a_small_screen(workspace: Workspace) -> None:
    """At 60 × 20 the sheet is scrolled by keys while a field has the keyboard, and F1 says what it is for."""
    async with opened(workspace, size=(60, 20)) as hand:
        await hand.press("d")
        hand.app.screen.query_one("#by", Input).value = "2026-03-03"
        await fill(hand, "#minutes", "1")
        assert "week until" not in hand.text
        await hand.press(*["pagedown"] * 3)
        assert "Phase one 21 today 21 90 %" in " ".join(hand.text.split())
        await hand.press(*["pageup"] * 4)
        assert "A date to be done by" in hand.text
        await hand.press("f1")
        assert isinstance(hand.app.screen, KeysScreen)
        await hand.press("escape")
        assert isinstance(hand.app.screen, PlanScreen)


async def test_what_is_shown_is_what_is_put_in_force(workspace: Workspace) -> None:
    """A field that was changed since takes back what was worked out: F2 puts nothing else in force."""
    async with opened(workspace, size=(100, 40)) as hand:
        await hand.press("d")
        await fill(hand, "#by", "2026-03-12")
        assert "It takes 3 new cards a day." in hand.text
        hand.app.screen.query_one("#by", Input).value = "2026-04-12"
        await hand.settle()
        assert "It takes 3 new cards a day." not in hand.text
        await hand.press("f2")
        assert workspace.store.facts.all("plan") == {}


async def test_a_plan_and_a_break_at_home(workspace: Workspace, clock: SettableClock) -> None:
    """At 80 × 24 how the plan stands is told to its end, and on a day of a break nothing new is promised."""
    adopt(workspace, outlined(workspace, ["small-roadmap"], date(2026, 3, 12), None))
    async with opened(workspace, size=(80, 24)) as hand:
        assert "Plan by 12 Mar: on time, 3 new" in hand.text
        assert "a day." in hand.text
        clock.forward(days=7)
        day = workspace.today
        plan_break(workspace, day, day, pause(workspace, day, day))
        await hand.press("d", "escape")
        await hand.settle()
        assert "nothing new comes in your break" in " ".join(hand.text.split())


async def test_offers_on_a_small_screen(workspace: Workspace) -> None:
    """At 60 × 20 how the plan stands and the offer of a placement share one line, each with its key."""
    adopt(workspace, outlined(workspace, ["small-roadmap"], date(2026, 3, 12), None))
    async with opened(workspace, size=(60, 20)) as hand:
        assert "d plan: on time, 3 new a day  ·  k known some of it?" in hand.text
        await hand.press("d")
        assert isinstance(hand.app.screen, PlanScreen)
