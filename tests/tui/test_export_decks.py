from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from hand import Hand, opened
from textual.widgets import Input

from quizzer.errors import LibraryError
from quizzer.exporting import anki_text
from quizzer.exporting.exporter import AlreadyThere, export
from quizzer.exporting.selection import Exported, Selection
from quizzer.tui.screens.browser import BrowserScreen
from quizzer.tui.screens.exporting import ExportScreen
from quizzer.tui.screens.home import HomeScreen
from quizzer.workspace import Workspace


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty working folder."""
    path = tmp_path / "work"
    path.mkdir()
    monkeypatch.chdir(path)
    return path


async def until(hand: Hand, happened: Callable[[], bool]) -> None:
    """Wait until something has happened."""
    for _ in range(400):
        if happened():
            return
        await hand.pilot.pause(0.05)
    raise AssertionError(hand.text)


async def asked(hand: Hand) -> ExportScreen:
    """Open the screen, by the key that home and browser have for it."""
    await hand.press("E")
    screen = hand.app.screen
    assert isinstance(screen, ExportScreen)
    return screen


async def test_all_decks_under_a_proposed_name(workspace: Workspace, folder: Path) -> None:
    """Enter writes all decks, and says what the command line says; what is there is written over with F2 alone."""
    async with opened(workspace, size=(100, 30)) as hand:
        screen = await asked(hand)
        assert f"all {len(workspace.store.decks.decks())} decks" in hand.text
        await hand.press("down")
        assert "Not in it: media, dates, answers" in hand.text
        await hand.press("enter")
        await until(hand, lambda: "questions," in hand.text and not screen.working)
        (written,) = folder.iterdir()
        assert written.name == "quizzer-2026-03-02.txt"
        told = written.read_text(encoding="utf-8")
        written.write_text("mine", encoding="utf-8")
        await hand.press("enter")
        await hand.until("is there already")
        assert written.read_text(encoding="utf-8") == "mine"
        await hand.press("f2")
        await until(hand, lambda: written.read_text(encoding="utf-8") == told)
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_some_decks(workspace: Workspace, folder: Path) -> None:
    """From the browser it is the card's deck; others are found and ticked; an own name stays but for its end."""
    async with opened(workspace, size=(60, 20)) as hand:
        await hand.press("slash", "down")
        assert isinstance(hand.app.screen, BrowserScreen)
        screen = await asked(hand)
        assert f"1 of {len(workspace.store.decks.decks())} decks" in hand.text
        (deck,) = screen._chosen
        path = screen.query_one("#path", Input)
        assert path.value.endswith(f"/{deck.rpartition('/')[2]}.apkg")
        path.value = "own.apkg"
        await hand.press("down", "down", "down", "down", "slash")
        assert path.value == "own.csv"
        await hand.type("siblings", "enter", "space", "enter")
        await until(hand, (folder / "own.csv").is_file)
        assert "small/siblings" in screen._chosen


async def test_escape_stops_it(workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Esc meanwhile stops it: nothing is left behind, and the screen stays."""
    begun, on = Event(), Event()

    def waiting(selection: Selection, target: Path) -> Exported:
        target.write_text("half", encoding="utf-8")
        begun.set()
        assert on.wait(20)
        return Exported(str(target), 1, 1)

    monkeypatch.setattr(anki_text, "write", waiting)
    async with opened(workspace) as hand:
        screen = await asked(hand)
        await hand.press("down", "enter")
        await until(hand, begun.is_set)
        await hand.press("escape")
        on.set()
        await hand.until("It was stopped; nothing was written.")
        assert hand.app.screen is screen
        assert list(folder.iterdir()) == []


def test_nothing_inside_a_folder_is_written_over(workspace: Workspace, folder: Path) -> None:
    """A file that lies in the folder already is named, and nothing of the export is left."""
    lying = folder / "out" / "small" / "siblings.yaml"
    lying.parent.mkdir(parents=True)
    lying.write_text("mine", encoding="utf-8")
    with pytest.raises(AlreadyThere, match=r"siblings\.yaml is there already"):
        export(workspace, [], "yaml", folder / "out", over=False)
    assert [path for path in folder.rglob("*") if path.is_file()] == [lying]


def test_a_deck_without_those_below_it(workspace: Workspace, folder: Path) -> None:
    """A ticked deck goes out alone, though its id is also the folder of others."""
    (workspace.paths.decks / "small.yaml").write_text(
        "title: Small\nquestions:\n  - {id: one, kind: typed, ask: One?, answer: one}\n", encoding="utf-8"
    )
    workspace.refresh()
    assert export(workspace, ["small"], "yaml", folder / "one", nested=False).questions == 1
    assert export(workspace, ["small"], "yaml", folder / "all").questions > 1


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes in folders there")
def test_what_is_no_file_stays(workspace: Workspace, folder: Path) -> None:
    """No pipe, which a device is like, and no file where a folder is to be gives way to an export."""
    os.mkfifo(folder / "pipe")
    (folder / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(LibraryError, match="pipe is no file"):
        export(workspace, [], "apkg", folder / "pipe")
    with pytest.raises(LibraryError, match="file is no folder"):
        export(workspace, [], "yaml", folder / "file")
    assert (folder / "pipe").is_fifo()
    assert {path.name for path in folder.iterdir()} == {"pipe", "file"}


@pytest.mark.parametrize("typed", ["", ".", "a\0b"])
async def test_any_path_can_stand_there(workspace: Workspace, folder: Path, typed: str) -> None:
    """Whatever stands in the field, another format can be chosen, and Enter says what is wrong or writes."""
    async with opened(workspace) as hand:
        screen = await asked(hand)
        await hand.press("down", "down")
        screen.query_one("#path", Input).value = typed
        await hand.press("up", "down", "enter")
        await until(hand, lambda: not screen.working)
        assert hand.app.screen is screen
