"""Editing a question in the learner's own editor, in the middle of a sitting."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from kinds import DECK_ID, ready
from terminal import CTRL_Q, Open, Terminal, notices

_EDITOR = """#!{python}
import pathlib, sys
line, path = sys.argv[1], pathlib.Path(sys.argv[2])
print("EDITOR AT", line, path.name)
text = path.read_text(encoding="utf-8")
{change}
path.write_text(text, encoding="utf-8")
"""
CHANGES = {
    "words": 'text = text.replace("breath turn to fog", "a window mist over")',
    "broken": 'text = text.replace("    kind: basic\\n", "    kind: [basic\\n")',
    "gone": 'text = text[: text.index("  - id: fog")] + text[text.index("  - id: gauss") :]',
    "typo": 'text = text.replace("kind: basic", "kind: basik")',
}


@pytest.fixture
def edit(open_quizzer: Open, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Return what begins a review and edits its first question with a script as the editor."""

    def begin(change: str) -> Terminal:
        script = tmp_path / "editor"
        script.write_text(_EDITOR.format(python=sys.executable, change=CHANGES[change]), encoding="utf-8")
        script.chmod(0o755)
        terminal = open_quizzer("review", DECK_ID, EDITOR=str(script))
        terminal.until("BASIC:", "e Edit")
        terminal.send("e")
        return terminal

    return begin


def finish(terminal: Terminal) -> None:
    """Leave, and see that editor and app both restored the terminal."""
    terminal.send(CTRL_Q)
    assert terminal.ended() == 0
    assert terminal.unclean == set()
    assert b"EDITOR AT +5 kinds.yaml" in terminal.raw


def test_new_words_are_shown(edit) -> None:  # type: ignore[no-untyped-def]
    """The editor opens at the question's line, and its new wording is on the table afterwards."""
    terminal = edit("words")
    terminal.until("BASIC: why does a window mist over", ready)
    terminal.send(" ")
    terminal.until("3 Good 10 min ◂")
    finish(terminal)


@pytest.mark.parametrize(("change", "line"), [("broken", "kinds.yaml:7:"), ("typo", "kinds.yaml:6:")])
def test_a_mistake_is_named_with_its_line(edit, change: str, line: str) -> None:  # type: ignore[no-untyped-def]
    """A deck that was broken is named with file and line, and the sitting goes on."""
    terminal = edit(change)
    terminal.until(lambda text: line in notices(text))
    terminal.until(lambda text: ready(text) or "Nothing is due" in text)
    finish(terminal)


def test_a_deleted_question_gives_way(edit) -> None:  # type: ignore[no-untyped-def]
    """A question that was deleted is gone, and the next one follows."""
    terminal = edit("gone")
    terminal.until("TYPED:", "gone from its deck", ready)
    finish(terminal)
