from __future__ import annotations

from pathlib import Path

import pytest
from hand import Hand, opened
from textual.widgets import DirectoryTree, Input, OptionList

from quizzer.roadmap_shelf import own_roadmap
from quizzer.tui.screens.home import HomeScreen
from quizzer.tui.screens.roadmap_import import RoadmapImportScreen
from quizzer.workspace import Workspace

PLAN = """\
# My plan
## First steps
- [x] Siblings
- [ ] Kinds and baskets
- [ ] Weaving baskets
## Later on
- [ ] Elsewhere and nowhere
- [ ] Later
### Projects
- [ ] Build a basket
"""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a roadmap into an otherwise empty working folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    path = folder / "plan.md"
    path.write_text(PLAN, encoding="utf-8")
    (folder / "picture.png").write_bytes(b"")
    monkeypatch.chdir(folder)
    return path


async def chosen(hand: Hand, path: str) -> RoadmapImportScreen:
    """Open the screen, type a path, and wait for the preview."""
    hand.app.action_import_roadmap()
    await hand.settle()
    screen = hand.app.screen
    assert isinstance(screen, RoadmapImportScreen)
    screen.query_one("#path", Input).value = path
    await hand.press("enter")
    return screen


async def test_a_roadmap_is_taken_in(workspace: Workspace, plan: Path) -> None:
    """Typed, shown, a doubtful topic linked and another left, and taken with one key; undo takes it back."""
    async with opened(workspace) as hand:
        screen = await chosen(hand, "plan.md")
        assert "5 topics and 1 task: 2 linked, 2 doubtful, 1 gap." in hand.text
        assert "✓ Siblings  Siblings" in hand.text
        assert "· Weaving baskets" in hand.text
        assert "☐ Build a basket" in hand.text
        assert "Does this teach it: All kinds?" in hand.text
        await hand.press("y")
        assert "Does this teach it: Elsewhere?" in hand.text
        await hand.press("n")
        assert "3 linked, 0 doubtful, 2 gaps." in hand.text
        assert "d Next" not in hand.text  # what was answered may be answered otherwise: y and n stay
        assert screen.found is not None
        await hand.press("enter")
        assert isinstance(hand.app.screen, HomeScreen)
        assert "My plan imported" in hand.notices
        own = own_roadmap(workspace, "my-plan")
        assert own is not None
        assert workspace.curriculum().tree("my-plan") is not None
        first = own[1].phases[0].sections[0].topics
        assert [topic.decks for topic in first] == [("small/siblings",), ("small/kinds",), ()]
        await hand.press("u")
        assert "roadmap my-plan imported" in hand.notices
        assert own_roadmap(workspace, "my-plan") is None
        assert workspace.curriculum().tree("my-plan") is None


async def test_what_is_not_answered_stays_doubtful(workspace: Workspace, plan: Path) -> None:
    """It is taken in without decks, and offered again the next time, when what changed is told."""
    async with opened(workspace) as hand:
        await chosen(hand, str(plan))
        await hand.press("enter")
        await chosen(hand, str(plan))
        assert "Nothing changes in" in hand.text
        assert "2 doubtful" in hand.text
        await hand.press("d", "d")
        assert "Does this teach it:" in hand.text
        hand.app.clear_notifications()
        await hand.press("enter")
        assert "imported" not in hand.notices
        assert "My plan is here as it stands in the file: nothing was written." in hand.notices


async def test_a_file_is_chosen_in_the_tree(workspace: Workspace, plan: Path) -> None:
    """The tree shows roadmaps and folders alone; Enter shows the preview, Esc comes back, and leaves."""
    async with opened(workspace) as hand:
        hand.app.action_import_roadmap()
        await hand.settle()
        screen = hand.app.screen
        await hand.until("plan.md")
        assert "picture.png" not in hand.text
        screen.query_one(DirectoryTree).focus()
        await hand.press("down", "enter")
        await hand.until("doubtful")
        await hand.press("escape")
        assert screen.query_one("#path", Input).value.endswith("plan.md")
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)
        assert own_roadmap(workspace, "my-plan") is None


async def test_a_path_is_completed(workspace: Workspace, plan: Path) -> None:
    """The first name that fits stands behind what is typed, and the right arrow takes it."""
    async with opened(workspace) as hand:
        hand.app.action_import_roadmap()
        await hand.settle()
        await hand.type("pl")
        await hand.until("plan.md")
        await hand.press("right")
        assert hand.app.screen.query_one("#path", Input).value == "plan.md"
        await hand.type("/~nobody/x")


async def test_what_is_no_roadmap_is_told(workspace: Workspace, plan: Path) -> None:
    """In a notice; the choice of a file stays, and nothing was written."""
    plan.write_bytes(b"\x7fELF\x00\x01" * 100)
    async with opened(workspace) as hand:
        screen = await chosen(hand, str(plan))
        assert "not a text file" in hand.notices
        assert screen.found is None
        screen.query_one("#path", Input).value = "nothing.md"
        await hand.press("enter")
        assert "There is no file" in hand.notices
    assert workspace.undo() is None


async def test_a_roadmap_that_is_there_is_not_taken_twice(workspace: Workspace, plan: Path) -> None:
    """It is named, and Enter writes nothing."""
    titles = ("Later topic", "Sibling topic", "Kinds of questions", "Untaught topic")
    lines = "".join(f"- [ ] {title}\n" for title in titles)
    plan.write_text(f"# Other\n## Phase\n### Section\n{lines}### Projects\n- [ ] Build something\n", encoding="utf-8")
    async with opened(workspace) as hand:
        await chosen(hand, str(plan))
        assert "small-roadmap has the" in hand.text
        await hand.press("enter")
        assert "there is nothing to import" in hand.notices
    assert workspace.undo() is None


async def test_it_fits_a_small_terminal(workspace: Workspace, plan: Path) -> None:
    """At 60 × 20 the question and the keys are in sight."""
    async with opened(workspace, size=(60, 20)) as hand:
        screen = await chosen(hand, str(plan))
        assert "Does this teach it: All kinds?" in hand.text
        assert "y Link" in hand.lines[-1]
        assert screen.query_one(OptionList).size.height >= 6


async def test_what_was_not_read_is_told(workspace: Workspace, plan: Path) -> None:
    """Above the topics stands what is to be known of the file before it is taken in."""
    plan.write_text(f"{PLAN}\nBaskets of old\n", encoding="utf-8")
    async with opened(workspace, size=(60, 20)) as hand:
        await chosen(hand, "plan.md")
        assert "1 line outside of lists was not read as a topic" in " ".join(hand.text.split())


async def test_nothing_doubtful_offers_no_answer(workspace: Workspace, plan: Path) -> None:
    """Where every topic is clear, no key answers or goes to a doubtful one."""
    plan.write_text("# My plan\n## First steps\n- [ ] Weaving baskets\n", encoding="utf-8")
    async with opened(workspace) as hand:
        await chosen(hand, "plan.md")
        assert "0 doubtful, 1 gap" in hand.text
        assert hand.lines[-1].split() == ["⏎", "Import", "esc", "Back", "?", "Keys"]
