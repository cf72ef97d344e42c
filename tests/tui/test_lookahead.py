from __future__ import annotations

import pytest
from hand import Hand, opened
from textual.widgets import Input, Static

from quizzer.tui.screens.keys import KeysScreen
from quizzer.tui.screens.lookahead import LookaheadScreen
from quizzer.tui.screens.settings import SettingsScreen
from quizzer.tui.widgets.plots.plot import Plot
from quizzer.workspace import Workspace


@pytest.fixture(autouse=True)
def few_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw few lives: what is shown of them is looked at here, not what they come to."""
    monkeypatch.setattr("quizzer_scheduler.simulation._LIVES", 50)


async def shown(hand: Hand, place: str = "#choices") -> str:
    """Wait until the sheet has looked ahead, and return what a part of it says."""
    await hand.app.workers.wait_for_complete()
    await hand.pilot.pause()
    return str(hand.app.screen.query_one(place, Static).content)


async def test_choices(studied: Workspace) -> None:
    """From the settings: a bar for each desired retention, today's marked, and what the figures rest on."""
    async with opened(studied, size=(110, 40)) as hand:
        await hand.press("comma", "f6")
        assert isinstance(hand.app.screen, LookaheadScreen)
        first = await shown(hand)
        assert first.count("%") == 11
        assert "today ▸   90 %" in first
        assert "70 %" in first
        assert "█" in first
        assert "10 new cards a day" in await shown(hand, "#rests-on")
        await hand.press("plus")
        await shown(hand)
        assert "15 new cards a day" in await shown(hand, "#rests-on")
        await hand.press("minus", "minus", "minus", "minus")
        assert await shown(hand) != first
        assert "0 new cards a day" in await shown(hand, "#rests-on")
        await hand.press("escape")
        assert isinstance(hand.app.screen, SettingsScreen)


async def test_the_plots_mark_todays_setting_and_can_be_told(studied: Workspace) -> None:
    """Two plots, beside one another where there is room, mark today's setting; v tells both in words."""
    async with opened(studied, size=(120, 50)) as hand:
        await hand.press("comma", "f6")
        await shown(hand)
        assert [plot.chart.title for plot in hand.app.screen.query(Plot)] == [
            "Minutes a day by recall wanted",
            "Cards remembered after a year",
        ]
        assert hand.text.count("◆ today") == 2
        assert hand.text.count("◆") == 4
        first, second = hand.app.screen.query(Plot)
        assert first.region.y == second.region.y
        await hand.press("v")
        await hand.app.workers.wait_for_complete()
        await hand.pilot.pause()
        assert not hand.app.screen.query(Plot)
        assert " at 97 %, never under " in " ".join(hand.text.split())
        assert "; today: " in " ".join(hand.text.split())
        await hand.press("v")
        await hand.app.workers.wait_for_complete()
        assert len(hand.app.screen.query(Plot)) == 2


async def test_finishing_the_roadmap(studied: Workspace) -> None:
    """A day and minutes tell what it takes, or what is wrong with them; F1 helps in their fields too."""
    asked = {
        ("2026-03-20", ""): "It takes 2 new cards a day.",
        ("2026-03-20", "300"): "It can be done in 300 min a day.",
        ("2026-03-20", "1"): "It cannot be done in 1 min a day.",
        ("2026-03-20", "no"): "Write the minutes as a number",
        ("2026-03-20", "nan"): "Write the minutes as a number",
        ("soon", ""): "Write the day as",
        ("2020-01-01", ""): "must be after today",
    }
    async with opened(studied, size=(110, 40)) as hand:
        await hand.press("comma", "f6")
        await shown(hand)
        hand.app.screen.query_one("#minutes", Input).focus()
        await hand.press("f1")
        assert isinstance(hand.app.screen, KeysScreen)
        assert "Each line is a desired retention" in hand.text
        assert "Say in words what the plots show" in hand.text
        await hand.press("escape")
        for (by, minutes), told in asked.items():
            hand.app.screen.query_one("#by", Input).value = by
            hand.app.screen.query_one("#minutes", Input).value = minutes
            await hand.press("enter")
            assert told in await shown(hand, "#plan")


async def test_nothing_known(workspace: Workspace) -> None:
    """Without a single answer the sheet shows what is usual, at 80 × 24 too."""
    async with opened(workspace) as hand:
        await hand.press("comma", "f6")
        assert "today ▸" in await shown(hand)
        assert "what is usual fills in" in await shown(hand, "#rests-on")


async def test_a_narrow_screen(workspace: Workspace) -> None:
    """At 60 columns a retention stays one line, with shorter bars."""
    async with opened(workspace, size=(60, 20)) as hand:
        await hand.press("comma", "f6")
        await hand.until("known in a year")
        (today,) = (line for line in hand.lines if "today ▸" in line)
        assert " of " in today
        assert "█" in today
