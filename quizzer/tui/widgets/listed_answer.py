"""A list to answer in, with a cursor that starts nowhere, so that a stray Enter answers nothing."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key

from quizzer.tui.widgets.answer import AnswerArea
from quizzer.tui.widgets.option_row import LETTERS, OptionRow
from quizzer_decks.prompts import Prompt


class ListedAnswer(AnswerArea, can_focus=True):
    """Rows with a cursor; arrows move it, letters, Enter and the mouse do what the kind of answer makes of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="answer.up"),
        Binding("down", "move(1)", "Down", show=False, id="answer.down"),
        Binding("enter", "accept", "Answer", show=False, id="answer.accept"),
    ]
    shows_answer: ClassVar[bool] = True

    def __init__(self, prompt: Prompt, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(prompt, id=id, classes=classes)
        self.rows: list[OptionRow] = []
        self.cursor = -1

    def fields(self) -> ComposeResult:
        """Yield the rows."""
        yield from self.rows

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys to the screen once the answer is marked."""
        return not self.locked if action in self._own_actions() else super().check_action(action, parameters)

    def action_move(self, step: int) -> None:
        """Move the cursor; from nowhere it enters at the top or the bottom."""
        start = -1 if self.cursor < 0 and step > 0 else max(self.cursor, 0)
        self.point((start + step) % len(self.rows))

    def action_accept(self) -> None:
        """Take the answer as it stands."""

    def point(self, place: int) -> None:
        """Put the cursor on a row, -1 for nowhere."""
        self.cursor = place
        for number, row in enumerate(self.rows):
            row.point(number == place)
        if place >= 0:
            self.rows[place].scroll_visible(animate=False)

    def clear(self) -> None:
        """Take the cursor and all signs away."""
        for row in self.rows:
            row.say("", "", "")
        self.point(-1)

    def watch_locked(self, locked: bool) -> None:
        """Let the keyboard go when nothing can be answered here any more."""
        self.can_focus = not locked
        if locked and self.has_focus:
            self.screen.set_focus(None)

    def on_key(self, event: Key) -> None:
        """Take a letter that stands before an option, and leave all others to the screen."""
        letter = event.character or ""
        options = LETTERS[: len(self.prompt.options)]
        if not self.locked and len(letter) == 1 and letter in options:
            event.stop()
            event.prevent_default()
            self.take_letter(options.index(letter))

    def take_letter(self, option: int) -> None:
        """Do what the letter of an option means here."""

    def _own_actions(self) -> frozenset[str]:
        return frozenset(
            binding.action.partition("(")[0]
            for kind in type(self).__mro__
            for binding in kind.__dict__.get("BINDINGS", ())
            if isinstance(binding, Binding) and issubclass(kind, ListedAnswer)
        )
