"""A typed answer of one line: a word, a number, or what a program prints."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from quizzer.tui.widgets.answer import AnswerArea
from quizzer.tui.widgets.entry import Entry
from quizzer_decks.marks import Mark
from quizzer_decks.prompts import Prompt
from quizzer_decks.responses import Text


class TextAnswer(AnswerArea, can_focus=False):
    """One line to type in; Enter submits. A number shows the unit it is measured in."""

    NOTHING_YET: ClassVar[str] = "Nothing typed yet. Enter once more {}."

    def __init__(self, prompt: Prompt, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(prompt, id=id, classes=classes)
        self._entry = Entry(unit=prompt.unit)

    def fields(self) -> ComposeResult:
        """Yield the line."""
        yield self._entry

    @property
    def focus_target(self) -> Widget:
        """The input."""
        return self._entry.input

    def clear(self) -> None:
        """Empty the line."""
        self._entry.clear()

    def show_mark(self, mark: Mark) -> None:
        """Show the sign of the verdict beside what was typed."""
        self._entry.show_verdict(mark.verdict)

    @on(Input.Changed)
    def _changed(self) -> None:
        self.entered()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if text := self._entry.text:
            self.submit(Text(text))
        else:
            self.nothing_entered()
