"""The statistics screen over odd logs: every tab is drawn and told, and nothing breaks."""

from __future__ import annotations

import pytest
from hand import opened
from odd_logs import ODD_LOGS

from quizzer.tui.screens.statistics import StatisticsScreen
from quizzer.tui.screens.statistics_pane import TABS
from quizzer.workspace import Workspace


@pytest.mark.parametrize("name", ["one answer", "all right", "the future alone", "clock put back"])
async def test_every_tab_of_an_odd_log(name: str, workspace: Workspace) -> None:
    """Each tab in plots, then in words, of a month and of all time; no number on the screen is none."""
    workspace.store.load_events(ODD_LOGS[name]())
    async with opened(workspace) as hand:
        await hand.press("t")
        assert isinstance(hand.app.screen, StatisticsScreen)
        for key in ("v", "W"):
            for _ in TABS:
                await hand.press("right")
                assert not {"nan", "inf", "None"} & set(hand.text.replace(",", " ").split())
                assert len(hand.text.split()) > 20
            await hand.press(key)
