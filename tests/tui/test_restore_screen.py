"""An archive chosen in the app is looked at, and restored."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hand import Hand, opened
from small_home import SettableClock, open_home
from textual.widgets import Input

from quizzer.archiving.writing import write
from quizzer.filing import Filing
from quizzer.paths import locate
from quizzer.tui.screens.importing import ImportScreen
from quizzer.tui.screens.restore import RestoreScreen
from quizzer.workspace import Workspace


async def chosen(hand: Hand, path: Path) -> None:
    """Choose a file on the import screen and wait until it was read."""
    await hand.press("i")
    hand.app.screen.query_one("#path", Input).value = str(path)
    await hand.press("enter")


async def test_an_archive_is_looked_at_and_restored(workspace: Workspace, clock: SettableClock, tmp_path: Path) -> None:
    """What it comes to is shown, whose file counts can be said, Enter restores it and the app closes with a word."""
    workspace.tick("small-roadmap/phase-one", True)
    workspace.change_cards(workspace.find("metal"), "flag", 3)
    archive = tmp_path / "archive.json"
    write(workspace, archive)
    new = tmp_path / "new"
    (new / "decks" / "small").mkdir(parents=True)
    (new / "decks" / "small" / "later.yaml").write_text("questions: [{id: a, kind: typed, ask: a?, answer: b}]\n")
    fresh = open_home(new, clock)
    async with opened(fresh, size=(90, 24)) as hand:
        await chosen(hand, archive)
        await hand.until("all of it comes")
        assert isinstance(hand.app.screen, RestoreScreen)
        assert "decks/small/later.yaml" in hand.text
        await hand.press("w")
        await hand.until("the archive's comes (w)")
        await hand.press("enter")
        for _ in range(100):
            if not hand.app.is_running:
                break
            await asyncio.sleep(0.05)
    fresh.close()
    again = open_home(new, clock)
    again.refresh()
    write(again, tmp_path / "again.json")
    again.close()
    assert (tmp_path / "again.json").read_bytes() == archive.read_bytes()
    assert locate(new).device.read_text("ascii").strip() == workspace.store.archive.device


async def test_what_cannot_be_restored_is_told(workspace: Workspace, tmp_path: Path) -> None:
    """A mistake is told with its place, and Esc leaves everything as it is."""
    archive = tmp_path / "archive.json"
    write(workspace, archive)
    whole = archive.read_bytes()
    async with opened(workspace, size=(80, 24)) as hand:
        archive.write_bytes(whole[:-9])
        await chosen(hand, archive)
        for _ in range(100):
            await hand.pilot.pause(0.05)
            if isinstance(hand.app.screen, ImportScreen):
                break
        assert "it was cut off" in hand.notices
        archive.write_bytes(whole)
        await hand.press("enter")
        await hand.until("There is nothing in it that you do not have.")
        await hand.press("escape")
        assert isinstance(hand.app.screen, ImportScreen)


async def test_escape_stops_a_restore(
    workspace: Workspace, clock: SettableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc meanwhile stops it, files and log alike; the app never goes on with what was restored beneath it."""
    workspace.change_cards(workspace.find("metal"), "flag", 3)
    archive = tmp_path / "archive.json"
    write(workspace, archive)
    begun, on = Event(), Event()

    def waiting(self: Filing, *arguments: Any) -> tuple[Path, ...]:
        begun.set()
        assert on.wait(20)
        return put(self, *arguments)

    put = Filing.put
    monkeypatch.setattr(Filing, "put", waiting)
    fresh = open_home(tmp_path / "new", clock)
    device = fresh.store.archive.device
    async with opened(fresh, size=(90, 24)) as hand:
        await chosen(hand, archive)
        await hand.until("all of it comes")
        await hand.press("enter")
        assert await asyncio.to_thread(begun.wait, 20)
        await hand.press("escape")
        assert isinstance(hand.app.screen, RestoreScreen)
        on.set()
        for _ in range(400):
            if isinstance(hand.app.screen, ImportScreen):
                break
            await hand.pilot.pause(0.05)
        assert "It was stopped; nothing was changed." in hand.notices
    assert (fresh.store.answers.newest_event(), fresh.store.archive.device) == (0, device)
    assert not (tmp_path / "new" / "decks" / "small" / "later.yaml").exists()
    fresh.close()
