from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from hand import Only, StillApp, opened
from small_home import SettableClock
from textual.binding import Binding
from textual.command import CommandPalette
from textual.dom import DOMNode

from quizzer.__main__ import open_app
from quizzer.config import load
from quizzer.errors import StoreError
from quizzer.outlining import outlined
from quizzer.plans import adopt
from quizzer.sitting import Plan
from quizzer.tui.app import QuizzerApp
from quizzer.tui.key_list import all_keys
from quizzer.tui.screens.browser import BrowserScreen
from quizzer.tui.screens.home import HomeScreen
from quizzer.tui.screens.keys import KeysScreen
from quizzer.tui.screens.settings import SettingsScreen
from quizzer.tui.themes import THEMES
from quizzer.workspace import Workspace

TYPED = "{id: q, kind: typed, ask: What is the capital of France?, answer: Paris, hint: On the Seine.}"


def with_keys(workspace: Workspace, **keys: str) -> Workspace:
    """Give the learner a keymap; dots in ids are written as two underscores, dashes as one."""
    lines = "".join(f'"{name.replace("__", ".").replace("_", "-")}" = "{key}"\n' for name, key in keys.items())
    text = workspace.paths.config_file.read_text(encoding="utf-8")
    workspace.paths.config_file.write_text(f"{text}[keys]\n{lines}", encoding="utf-8")
    workspace.configure(load(workspace.paths.config_file))
    return workspace


async def test_own_keys(workspace: Workspace, only: Only) -> None:
    """A key of the learner's own takes the place of ours, in the footer and on the sheet, too."""
    plan = only(TYPED)
    async with opened(with_keys(workspace, review__good="g", review__end="x"), plan) as hand:
        await hand.type("Paris", "enter")
        assert "x End" in hand.lines[-1]
        await hand.press("3")
        assert hand.log("one/q") == []
        await hand.press("g")
        assert hand.log("one/q") == ["GOOD"]


async def test_clashing_and_unknown_keys_are_told(workspace: Workspace) -> None:
    """A key given to two things, and one given to nothing, are told once."""
    async with opened(with_keys(workspace, home__cram="n", home__crm="y")) as hand:
        await hand.press("down", "up")
        assert hand.notices.count("give the key n to two things") == 1
        assert "home.cram and home.more-new" in hand.notices
        assert "keys.home.crm belongs to nothing. Did you mean home.cram?" in hand.notices


def test_every_binding_can_be_rebound() -> None:
    """Every binding of ours has an id of its own and says what it does."""
    ids: dict[str, str] = {}
    for place, lines in all_keys(QuizzerApp):
        for line in lines:
            assert line.id, (place, line)
            assert line.meaning, line.id
            assert line.keys
            assert ids.setdefault(line.id, place) == place or line.id in ("why.close", "keys.close"), line.id


def _ours(kind: type[DOMNode]) -> list[type[DOMNode]]:
    found = [below for child in kind.__subclasses__() for below in _ours(child)]
    return [*found, kind] if kind.__module__.startswith("quizzer.tui") else found


def test_no_binding_is_forgotten() -> None:
    """The list of keys knows every screen and widget of ours that has bindings."""
    listed = {line.id for _, lines in all_keys(QuizzerApp) for line in lines}
    for kind in _ours(DOMNode):
        for binding in Binding.make_bindings(kind.__dict__.get("BINDINGS", ())):
            assert binding.id in listed, (kind, binding.key)


async def test_the_sheet_of_keys(workspace: Workspace, only: Only) -> None:
    """? and F1 show what a screen is for and all its keys; the same key closes the sheet."""
    async with opened(workspace, only(TYPED), size=(80, 60)) as hand:
        await hand.press("f1")
        assert isinstance(hand.app.screen, KeysScreen)
        for wanted in ("Review: do I know it?", "Take back the last answer", "u  ^z", "Show all keys of this screen"):
            assert wanted in hand.text
        await hand.press("f1", "escape", "q")
        for key, screen in (("slash", BrowserScreen), ("comma", SettingsScreen)):
            await hand.press(key)
            assert isinstance(hand.app.screen, screen)
            assert hand.app.screen.HELP
            await hand.press("f1")
            assert isinstance(hand.app.screen, KeysScreen)
            await hand.press("escape", "escape")
            assert isinstance(hand.app.screen, HomeScreen)


async def test_the_palette(workspace: Workspace) -> None:
    """The palette offers each action of the screen once, with its key, and runs it."""
    async with opened(workspace) as hand:
        offered = [command.title for command in hand.app.get_system_commands(hand.app.screen)]
        for words in ("Import decks", "Export decks", "Theme"):
            assert len([title for title in offered if title.startswith(words)]) == 1
        assert "Cram  c" in offered
        assert "More new  n" in offered
        assert len(offered) == len({title.rpartition("  ")[0] or title for title in offered})
        await hand.press("ctrl+p")
        assert isinstance(hand.app.screen, CommandPalette)
        await hand.type("settings")
        await hand.pilot.pause(0.3)
        await hand.press("enter")
        await hand.settle()
        assert isinstance(hand.app.screen, SettingsScreen)


async def test_the_line_of_keys_can_be_clicked(workspace: Workspace) -> None:
    """A click on a key in the last line does what the key does."""
    async with opened(workspace) as hand:
        line = hand.app.screen.query_one("KeyLine")
        await hand.click(line, (hand.lines[-1].index("Find"), 0))
        assert isinstance(hand.app.screen, BrowserScreen)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_theme_of_ours_can_be_set(workspace: Workspace, theme: str) -> None:
    """The theme of the settings is worn from the first frame."""
    workspace.paths.config_file.write_text(f'[app]\ntheme = "{theme}"\n', encoding="utf-8")
    workspace.configure(load(workspace.paths.config_file))
    app = StillApp(workspace)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.theme == theme


async def test_without_colour(workspace: Workspace, only: Only, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR everything is there in grey, and each verdict still has its sign and its word."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(workspace, only(TYPED)) as hand:
        await hand.type("Rome", "enter")
        assert "✗ Wrong." in hand.text
        assert "✗  Rome" in hand.text
        assert "1 Again" in hand.text
        for part in (part for strip in hand.app.screen._compositor.render_strips() for part in strip):
            for colour in (part.style.color, part.style.bgcolor) if part.style else ():
                red, green, blue = colour.get_truecolor() if colour else (0, 0, 0)
                assert hand.app.no_color or red == green == blue


async def test_nothing_long_holds_the_screen_up(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Overview, search, deck reading, summary and the start of a sitting run beside the screen's own thread."""
    threads: dict[str, bool] = {}

    def watched(name: str) -> Callable[..., object]:
        real = getattr(workspace, name)

        def run(*values: object, **named: object) -> object:
            threads[name] = threading.current_thread() is threading.main_thread()
            return real(*values, **named)

        return run

    names = ("overview", "find", "refresh", "session", "summary", "explain")
    for name in names:
        monkeypatch.setattr(workspace, name, watched(name))
    async with opened(workspace) as hand:
        await hand.press("slash", "escape", "down", "down", "down", "enter", "f3", "escape")
        await hand.type("a", "enter", "enter", "escape", "q")
    assert threads == dict.fromkeys(names, False)


async def test_leaving_while_work_is_under_way(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app ends cleanly while its threads are still at work."""
    under_way, go_on = threading.Event(), threading.Event()
    real = workspace.overview

    def slow() -> object:
        under_way.set()
        go_on.wait(5)
        return real()

    monkeypatch.setattr(workspace, "overview", slow)
    app = StillApp(workspace)
    async with app.run_test():
        await asyncio.to_thread(under_way.wait, 5)
        app.exit()
        go_on.set()
    assert app.return_code == 0


async def test_a_store_that_fails_from_the_start(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nothing can be read or backed up, the notices say so and the app stands."""

    def refuse(*_: object) -> None:
        raise StoreError("The database cannot be read.")

    monkeypatch.setattr(workspace, "overview", refuse)
    monkeypatch.setattr(workspace, "refresh", refuse)
    monkeypatch.setattr(workspace.store, "backup_if_due", refuse)
    async with opened(workspace) as hand:
        await hand.app.workers.wait_for_complete()
        await hand.pilot.pause()
        assert hand.notices.count("The database cannot be read.") == 3
        assert isinstance(hand.app.screen, HomeScreen)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
async def test_a_signal_ends_the_app(workspace: Workspace) -> None:
    """SIGTERM ends the app in order, with the code that shells expect."""
    async with opened(workspace) as hand:
        os.kill(os.getpid(), signal.SIGTERM)
        await hand.pilot.pause(0.1)
    assert hand.app.return_code == 128 + signal.SIGTERM


async def test_notices_leave_ratings_and_keys_in_sight(workspace: Workspace, only: Only) -> None:
    """A notice never covers the rating bar or the line of keys."""
    async with opened(workspace, only(TYPED)) as hand:
        await hand.type("Paris", "enter")
        hand.app.notify("A notice of more than one line, as they often are when they say what to do next, too.")
        await hand.until("A notice of more")
        assert all(name in hand.text for name in ("1 Again", "2 Hard", "3 Good", "4 Easy"))
        assert "? Keys" in hand.lines[-1]


@pytest.mark.parametrize("came_home", [False, True])
def test_a_plan_is_worked_out_anew_behind_a_sitting(
    workspace: Workspace,
    clock: SettableClock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    came_home: bool,
) -> None:
    """Who begins with `quizzer review` and quits is told when the app has closed; who came home was told there."""
    adopt(workspace, outlined(workspace, ["small-roadmap"], workspace.today + timedelta(days=12), 3, {}))
    clock.forward(days=8)

    def run(app: QuizzerApp) -> None:
        app.came_home = came_home

    monkeypatch.setattr(QuizzerApp, "run", run)
    assert open_app(workspace, Plan()) == 0
    assert ("Worked out anew today, as you had fallen behind" in capsys.readouterr().out) != came_home
    assert open_app(workspace, Plan()) == 0
    assert not capsys.readouterr().out


async def test_who_comes_home_is_known(workspace: Workspace, only: Only) -> None:
    """A sitting begun from the command line is without home until it is left for it."""
    async with opened(workspace, only(TYPED)) as hand:
        assert not hand.app.came_home
        await hand.press("escape", "q")
        assert isinstance(hand.app.screen, HomeScreen)
        assert hand.app.came_home
