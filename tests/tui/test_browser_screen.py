from __future__ import annotations

import asyncio

import pytest
from hand import Hand, opened
from small_home import Learner
from textual.events import Event, Key
from textual.widget import Widget
from textual.widgets import Input

from quizzer.sitting import Plan
from quizzer.tui.screens.browser import BrowserScreen
from quizzer.tui.screens.home import HomeScreen
from quizzer.tui.widgets.curriculum_tree import CurriculumTree
from quizzer.tui.widgets.virtual_table import VirtualTable
from quizzer.workspace import Workspace
from quizzer_scheduler.model import Rating


def rows(hand: Hand) -> list[str]:
    """Return the rows of the table that are in sight."""
    height = hand.app.screen.query_one(VirtualTable).size.height
    return [line[2:] for line in hand.lines[3 : 2 + height] if line.strip()]


async def search(hand: Hand, query: str) -> None:
    """Put a query into the search line."""
    if not isinstance(hand.app.focused, Input):
        await hand.press("slash")
    hand.app.screen.query_one("#search", Input).value = query
    await hand.settle()


async def test_all_cards(workspace: Workspace) -> None:
    """The browser lists all cards, one a line, and previews the one under the cursor."""
    async with opened(workspace, size=(80, 40)) as hand:
        await hand.press("slash")
        assert isinstance(hand.app.screen, BrowserScreen)
        assert f"{len(workspace.find(''))} cards" in hand.lines[0]
        await search(hand, "capital")
        assert rows(hand)[0].startswith("What is the capital of France?")
        assert "new · typed" in hand.text
        assert "Answer  Paris" in hand.text
        assert "small/kinds/typed" in hand.text


async def test_holes_are_not_given_away(workspace: Workspace) -> None:
    """A cloze is listed with its holes, not with the braces of its file."""
    async with opened(workspace) as hand:
        await hand.press("slash")
        await search(hand, "kind:cloze deck:small/kinds")
        assert rows(hand)[0].startswith("▁▁▁▁ and ▁▁▁▁ make ▁▁▁▁.")


@pytest.mark.parametrize(("before", "came"), [(CurriculumTree, ()), (VirtualTable, ("slash", "down"))])
async def test_what_is_typed_behind_the_slash_goes_into_the_search(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, before: type[Widget], came: tuple[str, ...]
) -> None:
    """However long the tree or the table takes to let go of keys that came before the search line had the keyboard."""
    usual = before.on_event

    async def slow(widget: Widget, event: Event) -> None:
        if isinstance(event, Key):
            await asyncio.sleep(0.03)
        await usual(widget, event)

    async with opened(workspace) as hand:
        await hand.press(*came)
        monkeypatch.setattr(before, "on_event", slow)
        for key, character in (("slash", "/"), ("d", "d"), ("e", "e"), ("c", "c"), ("k", "k")):
            hand.app.post_message(Key(key, character))
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.4)
        await hand.settle()
        assert hand.app.screen.query_one("#search", Input).value == "deck"


async def test_searching(workspace: Workspace) -> None:
    """The search follows the typing; what it cannot understand is told beside it; nothing found says what to do."""
    async with opened(workspace) as hand:
        await hand.press("slash", "slash")  # once would do
        await hand.type("kind:multi")
        assert "1 card" in hand.lines[0]
        await search(hand, "is:nonsense")
        assert "is:nonsense is not known" in hand.lines[0]
        await search(hand, "zzzz")
        assert "0 cards" in hand.lines[0]
        assert "No card matches." in hand.text
        assert "Answer" not in hand.text
        await hand.press("enter")
        assert isinstance(hand.app.focused, VirtualTable)
        await hand.press("s", "e", "f", "minus", "N")
        assert isinstance(hand.app.screen, BrowserScreen)


async def test_escape_leads_back_step_by_step(workspace: Workspace) -> None:
    """Escape leaves a search line that was used, then the preview, then the browser; from an empty one it goes home."""
    async with opened(workspace) as hand:
        await hand.press("slash", "escape")
        assert isinstance(hand.app.screen, HomeScreen)
        await hand.press("slash", "down", "slash")
        assert isinstance(hand.app.focused, Input)
        await hand.press("escape")
        assert isinstance(hand.app.focused, VirtualTable)
        await hand.press("enter")
        assert hand.app.focused is hand.app.screen.query_one("#preview")
        await hand.press("escape")
        assert isinstance(hand.app.focused, VirtualTable)
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)


async def test_sorting(workspace: Workspace) -> None:
    """A click on a heading and the key o sort; O turns the order round."""
    async with opened(workspace, size=(140, 30)) as hand:
        await hand.press("slash")
        await search(hand, "kind:typed")
        await hand.press("escape")
        first = rows(hand)[0]
        await hand.press("O")
        assert "▼" in hand.lines[2]
        assert rows(hand)[-1] == first
        await hand.press("o")
        table = hand.app.screen.query_one(VirtualTable)
        assert table.sorted_by == "kind"
        await hand.click(table, (hand.lines[2].index("Deck"), 0))
        assert table.sorted_by == "deck"


async def test_what_can_be_done_to_a_card(workspace: Workspace, learner: Learner) -> None:
    """Suspend, bury, flag and forget change the card under the cursor, and undo takes each back."""
    learner.answer(workspace.session(Plan(("other/elsewhere",))), Rating.EASY)
    async with opened(workspace) as hand:
        await hand.press("slash")
        await search(hand, "elsewhere")
        await hand.press("escape", "s")
        assert "suspended" in rows(hand)[0]
        await hand.press("s", "f")
        assert rows(hand)[0].startswith("⚑ ")
        assert "⚑ flagged" in hand.text
        await hand.press("minus")
        assert "buried" in rows(hand)[0]
        await hand.press("minus", "N")
        assert "new" in rows(hand)[0]
        assert "recall" not in hand.text
        await hand.press("u")
        assert "review" in rows(hand)[0]
        assert "recall" in hand.text
        await hand.press("ctrl+y")
        assert "new" in rows(hand)[0]


async def test_a_narrow_screen(workspace: Workspace) -> None:
    """On sixty columns the preview takes the place of the table when it is asked for."""
    async with opened(workspace, size=(60, 20)) as hand:
        await hand.press("slash")
        await search(hand, "capital")
        await hand.press("escape")
        assert "Answer  Paris" not in hand.text
        await hand.press("enter")
        assert "Answer  Paris" in hand.text
        await hand.press("escape")
        assert "Answer  Paris" not in hand.text
        assert isinstance(hand.app.screen, BrowserScreen)


async def test_a_card_whose_question_is_gone(workspace: Workspace, learner: Learner) -> None:
    """An answered card without a question is listed by its id, and its history is kept."""
    learner.answer(workspace.session(Plan(("other/elsewhere",))), Rating.EASY)
    (workspace.paths.decks / "other" / "elsewhere.yaml").unlink()
    workspace.refresh()
    async with opened(workspace) as hand:
        await hand.press("slash")
        await search(hand, "is:orphan")
        assert rows(hand)[0].startswith("other/elsewhere/only")
        assert "its history is kept" in hand.text
        await hand.press("escape", "e")
        assert "not on this machine" in hand.notices
