from __future__ import annotations

import pytest
from hand import Hand, opened
from textual.widgets import Input

from quizzer.config import SETTINGS, load
from quizzer.errors import ConfigError
from quizzer.tui.screens.home import HomeScreen
from quizzer.tui.screens.settings import SettingRow, SettingsScreen
from quizzer.tui.widgets.chooser import Chooser
from quizzer.workspace import Workspace


def row(hand: Hand, key: str) -> SettingRow:
    """Return the row of a setting."""
    return next(found for found in hand.app.screen.query(SettingRow) if found.setting.key == key)


async def test_every_setting_has_a_row(workspace: Workspace) -> None:
    """Each setting has its sentence, its name, its default and a field, and the arrows reach all of them."""
    async with opened(workspace) as hand:
        await hand.press("comma")
        assert [found.setting for found in hand.app.screen.query(SettingRow)] == list(SETTINGS)
        assert "New cards a day." in hand.text
        assert "study.new_per_day, usually 10" in hand.text
        first = hand.app.focused
        await hand.press("up")
        assert hand.app.focused is row(hand, SETTINGS[-1].key).query_one(Input)
        await hand.press("down")
        assert hand.app.focused is first


async def test_saving_what_is_typed(workspace: Workspace) -> None:
    """Enter, leaving the field and Escape save what was typed, into the file and for the next sitting."""
    async with opened(workspace) as hand:
        await hand.press("comma")
        await hand.type("17", "enter")
        assert "✓ saved" in hand.text
        assert workspace.config.whole("study.new_per_day") == 17
        await hand.press("down")
        await hand.type("150", "down")
        assert workspace.config.whole("study.reviews_per_day") == 150
        await hand.type("0.85", "escape")
        assert isinstance(hand.app.screen, HomeScreen)
    assert load(workspace.paths.config_file).number("study.desired_retention") == 0.85


async def test_what_does_not_fit(workspace: Workspace) -> None:
    """A wrong value is told in the row and not saved; Escape stays until it is put right."""
    async with opened(workspace) as hand:
        await hand.press("comma")
        places = [found.region for found in hand.app.screen.query(SettingRow)]
        await hand.type("99999", "enter")
        assert "✗ must be from 0 to 9999." in hand.text
        assert places == [found.region for found in hand.app.screen.query(SettingRow)]
        await hand.press("escape")
        assert isinstance(hand.app.screen, SettingsScreen)
        assert workspace.config.whole("study.new_per_day") == 10
        row(hand, "study.new_per_day").query_one(Input).value = "10"
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_choosing(workspace: Workspace) -> None:
    """What has a few values shows it in words and turns with the arrows; colours change at once."""
    async with opened(workspace) as hand:
        await hand.press("comma")
        row(hand, "app.theme").query_one(Chooser).focus()
        await hand.press("right")
        assert hand.app.theme == "quizzer-light"
        assert "‹ quizzer-light ›" in hand.text
        await hand.press("left")
        assert hand.app.theme == "quizzer-dark"
        row(hand, "app.animations").query_one(Chooser).focus()
        await hand.press("space")
        assert "‹ off ›" in hand.text
        assert not load(workspace.paths.config_file).switch("app.animations")
        await hand.click(row(hand, "app.animations").query_one(Chooser))
        assert load(workspace.paths.config_file).switch("app.animations")
        assert row(hand, "study.roadmap").query_one(Chooser).value == "small-roadmap"


async def test_a_file_that_cannot_be_written(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the settings cannot be saved the row says why."""

    def refuse(*_: object) -> None:
        raise ConfigError("config.toml cannot be written: Permission denied.")

    monkeypatch.setattr("quizzer.tui.screens.settings.change", refuse)
    async with opened(workspace) as hand:
        await hand.press("comma")
        await hand.type("17", "enter")
        assert "✗ config.toml cannot be written" in hand.text
