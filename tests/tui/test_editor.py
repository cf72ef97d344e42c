from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from hand import Hand, Only, opened
from textual.widgets import Input

from quizzer.config import load
from quizzer.config_file import change
from quizzer.sitting import Plan
from quizzer.tui.editing import editor_command
from quizzer.tui.screens.home import HomeScreen
from quizzer.tui.screens.summary import SummaryScreen
from quizzer.workspace import Workspace

TYPED = "{id: q, kind: typed, ask: What is the capital of France?, answer: Paris}"
OTHER = "{id: r, kind: typed, ask: What is the capital of Spain?, answer: Madrid}"
SCRIPT = """\
import sys
from pathlib import Path
line, path = sys.argv[1], Path(sys.argv[2])
Path(sys.argv[0]).with_name("seen").write_text(line + " " + str(path))
path.write_text(path.read_text().replace({old!r}, {new!r}))
"""


def edit_with(workspace: Workspace, folder: Path, old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set an editor that replaces a text in the file it is given; return where it notes what it saw."""
    script = folder / "editor.py"
    script.write_text(SCRIPT.format(old=old, new=new), encoding="utf-8")
    change(workspace.paths.config_file, "app.editor", f"{sys.executable} {script}")
    workspace.configure(load(workspace.paths.config_file))
    monkeypatch.setattr("quizzer.tui.app.QuizzerApp.suspend", lambda app: nullcontext())
    return folder / "seen"


async def test_edit_while_it_is_asked(
    workspace: Workspace, only: Only, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The editor opens at the question's line, and the edited question is asked at once."""
    plan = only(TYPED)
    seen = edit_with(workspace, tmp_path, "of France", "of old France", monkeypatch)
    async with opened(workspace, plan) as hand:
        await hand.press("f4")
        assert seen.read_text() == f"+3 {workspace.paths.decks / 'one.yaml'}"
        assert "What is the capital of old France?" in hand.text
        await hand.type("Paris", "enter", "enter")
        assert hand.log("one/q") == ["GOOD"]


async def test_an_edit_that_breaks_the_deck(
    workspace: Workspace, only: Only, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deck that became unreadable is told with file and line; the question stays as it was."""
    plan = only(TYPED)
    edit_with(workspace, tmp_path, "title: One deck", "title: [", monkeypatch)
    async with opened(workspace, plan) as hand:
        await hand.press("f4")
        assert "one.yaml:" in hand.notices
        assert "What is the capital of France?" in hand.text


async def test_an_edit_that_removes_the_question(
    workspace: Workspace, only: Only, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the question is gone after the edit, the next one comes and a notice says why."""
    plan = only(TYPED, OTHER)
    edit_with(workspace, tmp_path, f"  - {TYPED}\n", "", monkeypatch)
    async with opened(workspace, plan) as hand:
        while "France" not in hand.text:
            await hand.press("escape", "minus")
        await hand.press("f4")
        assert "gone from its deck" in hand.notices
        assert "France?" not in "\n".join(hand.lines[:8])


async def test_where_no_editor_can_be_opened(workspace: Workspace, only: Only, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that cannot be lent to an editor is told the file and the line."""
    monkeypatch.setenv("EDITOR", "nano")
    async with opened(workspace, only(TYPED)) as hand:
        await hand.press("f4")
        assert "no editor can be opened" in hand.notices
        assert "one.yaml:3" in hand.notices


async def test_an_editor_that_does_not_exist(workspace: Workspace, only: Only, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor that cannot be started, and none at all, are told with what to do; the app has its terminal back."""
    terminal = []

    @contextmanager
    def lent(app: object) -> Iterator[None]:
        terminal.append("lent")
        yield  # as Textual does it: after an exception nothing below happens
        terminal.append("back")

    monkeypatch.setattr("quizzer.tui.app.QuizzerApp.suspend", lent)
    monkeypatch.setattr("quizzer.tui.editing.shutil.which", lambda name: None)
    async with opened(workspace, only(TYPED)) as hand:
        await hand.press("f4")
        assert "quizzer config app.editor" in hand.notices
        monkeypatch.setenv("VISUAL", "/nowhere/editor")
        await hand.press("f4")
        assert "/nowhere/editor cannot be started" in hand.notices
        assert terminal == ["lent", "back"]


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("nano", ["nano", "+7", "a.yaml"]),
        ("code -n", ["code", "-n", "--wait", "--goto", "a.yaml:7"]),
        ("hx", ["hx", "a.yaml:7"]),
        ("notepad", ["notepad", "a.yaml"]),
        ('"vim', ['"vim', "+7", "a.yaml"]),
    ],
)
def test_editors_are_told_the_line_in_their_way(editor: str, command: list[str]) -> None:
    """Each editor is given file and line as it wants them."""
    assert editor_command(editor, Path("a.yaml"), 7) == command


async def changed_files(hand: Hand) -> None:
    """Let the app look for changed decks, as it does at its start."""
    hand.app.refresh_decks()
    await hand.settle()


async def test_another_deck_changes_while_an_answer_is_typed(workspace: Workspace, only: Only) -> None:
    """What is typed stays when other questions change; when this one does, it is asked anew."""
    plan = only(TYPED, OTHER)
    async with opened(workspace, plan) as hand:
        path = workspace.paths.decks / "one.yaml"
        mine, other = ("France", "Spain") if "France" in hand.text else ("Spain", "France")
        await hand.type("Par")
        path.write_text(path.read_text().replace(f"of {other}", f"of all {other}"), encoding="utf-8")
        await changed_files(hand)
        assert hand.review.query_one(Input).value == "Par"
        path.write_text(path.read_text().replace(f"of {mine}", f"of all of {mine}"), encoding="utf-8")
        await changed_files(hand)
        assert f"of all of {mine}" in hand.text
        assert hand.review.query_one(Input).value == ""


async def test_the_deck_is_removed_while_its_card_is_on_the_table(workspace: Workspace, only: Only) -> None:
    """A card whose deck is gone leaves the table; with nothing left the sitting ends, and its history stays."""
    plan = only(TYPED)
    async with opened(workspace, plan) as hand:
        (workspace.paths.decks / "one.yaml").unlink()
        await changed_files(hand)
        assert isinstance(hand.app.screen, SummaryScreen)
        await hand.press("escape")
        assert isinstance(hand.app.screen, HomeScreen)
        await hand.until("No decks yet.")


async def test_a_sitting_asked_for_before_any_deck_was_read(workspace: Workspace, only: Only) -> None:
    """At the very first start the sitting begins when the decks are read, not with an empty summary."""
    plan = only(TYPED)
    workspace.close()
    workspace.paths.database.unlink()
    fresh = Workspace.open(workspace.paths, None, workspace.clock)
    async with opened(fresh, Plan(plan.decks)) as hand:
        await hand.settle()
        assert "What is the capital of France?" in hand.text
    fresh.close()
