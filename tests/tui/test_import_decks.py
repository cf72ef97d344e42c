from __future__ import annotations

from collections.abc import Callable, Container
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from anki_packages import BASIC, Cards
from hand import Hand, opened
from textual.widgets import Input

from quizzer.filing import Filing
from quizzer.tui.screens.home import HomeScreen
from quizzer.tui.screens.importing import ImportScreen
from quizzer.workspace import Workspace
from quizzer_decks.formats.anki.collection import Collection

WORDS = "Term,Definition,Tags\nle chat,the cat,animals\nle chien,the dog,animals\n,nothing,\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a table of somebody else's."""
    path = tmp_path / "words.csv"
    path.write_text(WORDS, encoding="utf-8")
    return path


async def chosen(hand: Hand, path: Path) -> ImportScreen:
    """Open the screen from home, choose a file and wait for what it comes to."""
    await hand.press("i")
    screen = hand.app.screen
    assert isinstance(screen, ImportScreen)
    screen.query_one("#path", Input).value = str(path)
    await hand.press("enter")
    await until(hand, lambda: screen.found is not None)
    return screen


async def until(hand: Hand, happened: Callable[[], bool]) -> None:
    """Wait until something has happened, which is what a key was pressed for."""
    for _ in range(400):
        if happened():
            await hand.settle()
            return
        await hand.pilot.pause(0.05)
    raise AssertionError(hand.text)


async def taken(hand: Hand, screen: ImportScreen) -> None:
    """Take in what was found, and wait for it."""
    await hand.press("enter")
    await until(hand, lambda: hand.app.screen is not screen)


async def test_a_table_is_looked_at_and_taken_in(workspace: Workspace, table: Path) -> None:
    """The preview shows the first questions and what is left out; Enter takes it in, and u takes it back."""
    async with opened(workspace, size=(100, 30)) as hand:
        screen = await chosen(hand, table)
        assert "2 questions, 2 cards" in hand.text
        assert "le chat" in hand.text
        assert "line 4: its first field is empty" in hand.text
        assert "words" not in {deck.id for deck in workspace.store.decks.decks()}
        await taken(hand, screen)
        assert isinstance(hand.app.screen, HomeScreen)
        assert "2 new" in hand.notices
        assert "words" in {deck.id for deck in workspace.store.decks.decks()}
        await hand.press("u")
        await until(hand, lambda: "import of words.csv" in hand.notices)
        assert "words" not in {deck.id for deck in workspace.store.decks.decks()}


async def test_the_same_again_is_told(workspace: Workspace, table: Path) -> None:
    """What is there already is said to be, and nothing is written."""
    async with opened(workspace, size=(100, 30)) as hand:
        screen = await chosen(hand, table)
        await taken(hand, screen)
        screen = await chosen(hand, table)
        assert "There is nothing in it that you do not have." in hand.text
        await hand.press("enter")
        assert hand.app.screen is screen
        await hand.press("escape", "escape")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_whose_wording(workspace: Workspace, table: Path) -> None:
    """Where both sides changed a question the preview says whose wording counts, and w changes that."""
    async with opened(workspace, size=(100, 30)) as hand:
        screen = await chosen(hand, table)
        await taken(hand, screen)
        deck = workspace.paths.decks / "words.yaml"
        deck.write_text(deck.read_text(encoding="utf-8").replace("the dog", "a dog"), encoding="utf-8")
        workspace.refresh()
        table.write_text(WORDS.replace("the dog", "the hound"), encoding="utf-8")
        screen = await chosen(hand, table)
        assert "your wording stays" in hand.text
        assert "yours stays (w)" in hand.text
        await hand.press("w")
        await hand.until("theirs comes (w)")
        await taken(hand, screen)
        assert "the hound" in deck.read_text(encoding="utf-8")


async def test_what_cannot_be_read(workspace: Workspace, tmp_path: Path) -> None:
    """A file that is no deck is told in one sentence; the choice stays open."""
    path = tmp_path / "noise.bin"
    path.write_bytes(b"\x00\x01\x02")
    async with opened(workspace, size=(100, 30)) as hand:
        await hand.press("i")
        screen = hand.app.screen
        assert isinstance(screen, ImportScreen)
        screen.query_one("#path", Input).value = str(path)
        await hand.press("enter")
        await until(hand, lambda: "none of the formats" in hand.notices)
        assert screen.found is None
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_another_format_by_key(workspace: Workspace, table: Path) -> None:
    """f reads the file as the next format, and says where that is not to be had; what is shown is what is taken in."""
    async with opened(workspace, size=(60, 20)) as hand:
        screen = await chosen(hand, table)
        await hand.press("f")
        await until(hand, lambda: bool(hand.notices))
        assert screen.found is not None
        assert "2 questions, 2 cards" in hand.text
        await taken(hand, screen)
        assert "words" in {deck.id for deck in workspace.store.decks.decks()}


async def test_a_file_that_went_meanwhile(workspace: Workspace, table: Path) -> None:
    """A file that cannot be read any more when it is to be taken in is told, not called imported."""
    async with opened(workspace, size=(100, 30)) as hand:
        screen = await chosen(hand, table)
        table.unlink()
        await hand.press("enter")
        await until(hand, lambda: "cannot be read" in hand.notices)
        assert hand.app.screen is screen
        assert "imported" not in hand.notices


async def test_escape_ends_the_first_reading(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc while a package is read for the first time leaves the screen, and no note is read unseen after it."""
    begun, on, over, read = Event(), Event(), Event(), list[object]()

    def waiting(self: Collection) -> Container[int]:
        begun.set()
        assert on.wait(20)
        return ()

    def left(self: Collection, *error: object) -> None:
        leave(self, *error)
        over.set()

    leave = Collection.__exit__
    monkeypatch.setattr(Collection, "__exit__", left)
    monkeypatch.setattr(Collection, "answered", waiting)
    monkeypatch.setattr("quizzer_decks.formats.anki.reading.questions", lambda *given: read.append(given))
    cards = Cards()
    cards.note(BASIC, "one", "eins")
    async with opened(workspace) as hand:
        await hand.press("i")
        hand.app.screen.query_one("#path", Input).value = str(cards.write(tmp_path / "cards.apkg"))
        await hand.press("enter")
        await until(hand, begun.is_set)
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)
        on.set()
        assert over.wait(20)
        assert not read
        assert not hand.notices


async def test_escape_stops_what_is_being_taken_in(
    workspace: Workspace, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc meanwhile stops it: nothing was changed, that is told, and what was found can be taken in after all."""
    begun, on = Event(), Event()

    def waiting(self: Filing, *arguments: Any) -> None:
        staged(self, *arguments)
        begun.set()
        assert on.wait(20)

    staged = Filing.stage
    monkeypatch.setattr(Filing, "stage", waiting)
    async with opened(workspace, size=(100, 30)) as hand:
        screen = await chosen(hand, table)
        await hand.press("enter")
        await until(hand, begun.is_set)
        await hand.press("escape", "escape")
        assert hand.app.screen is screen
        on.set()
        await until(hand, lambda: "nothing was changed" in hand.notices)
        assert "words" not in {deck.id for deck in workspace.store.decks.decks()}
        assert not (workspace.paths.decks / "words.yaml").exists()
        assert "2 questions, 2 cards" in hand.text
        await taken(hand, screen)
        assert (workspace.paths.decks / "words.yaml").is_file()
