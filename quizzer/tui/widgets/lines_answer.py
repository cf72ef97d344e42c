"""A typed answer of several lines: what a program prints."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static, TextArea

from quizzer.tui.widgets.answer import SIGNS, STYLES, AnswerArea
from quizzer_decks.marks import Mark
from quizzer_decks.prompts import Prompt
from quizzer_decks.responses import Text
from quizzer_decks.sanitize import sanitize


class _Lines(TextArea):
    """Lines to type; Enter on an empty line is done, ctrl+j makes an empty line."""

    class Finished(Message):
        """Enter was pressed on an empty line."""

    def on_key(self, event: Key) -> None:
        """Take the two keys that mean something else here."""
        at_end = not self.document.get_line(self.cursor_location[0]).strip()
        if event.key == "enter" and at_end:
            event.prevent_default().stop()
            self.post_message(self.Finished())
        elif event.key == "ctrl+j":
            event.prevent_default().stop()
            self.insert("\n")


class LinesAnswer(AnswerArea, can_focus=False):
    """Several lines to type in, for what a program prints."""

    DEFAULT_CSS = """
    LinesAnswer {
        & > TextArea, & > .typed { height: 5; margin: 0 0 0 2; padding: 0 1; background: $surface; color: $text; }
        & > .typed { display: none; overflow: auto; }
        &.-locked > TextArea { display: none; }
        &.-locked > .typed { display: block; }
    }
    """
    NOTHING_YET: ClassVar[str] = "Nothing typed yet. Enter once more {}."
    how = "Enter on an empty line is done; ctrl+j makes an empty line."

    def __init__(self, prompt: Prompt, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(prompt, id=id, classes=classes)
        self._lines = _Lines(compact=True, tab_behavior="focus", highlight_cursor_line=False)
        self._typed = Static(classes="typed")

    def fields(self) -> ComposeResult:
        """Yield the lines."""
        yield self._lines
        yield self._typed

    @property
    def focus_target(self) -> Widget:
        """The text area."""
        return self._lines

    def clear(self) -> None:
        """Empty the lines."""
        self._lines.clear()

    def show_mark(self, mark: Mark) -> None:
        """Show what was typed with the sign of the verdict."""
        head = Content.styled(f"{SIGNS[mark.verdict]} {mark.verdict}\n", STYLES[mark.verdict])
        self._typed.update(head + Content(self._text or "–"))

    @property
    def _text(self) -> str:
        return sanitize(self._lines.text).rstrip()

    @on(TextArea.Changed)
    def _changed(self) -> None:
        if self._lines.text:
            self.entered()

    @on(_Lines.Finished)
    def _finished(self) -> None:
        if self._text:
            self.submit(Text(self._text))
        else:
            self.nothing_entered()
