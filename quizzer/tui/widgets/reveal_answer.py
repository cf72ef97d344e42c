"""An answer that the learner gives in his head and grades himself."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from quizzer.tui.widgets.answer import AnswerArea
from quizzer_decks.marks import Mark
from quizzer_decks.prompts import Prompt
from quizzer_decks.responses import Seen


class RevealAnswer(AnswerArea, can_focus=True):
    """Space, Enter or a click shows the answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "reveal", "Show the answer", show=False, id="answer.reveal")
    ]
    DEFAULT_CSS = """
    RevealAnswer > .invitation { height: 1; color: $text-muted; }
    """
    INVITATION: ClassVar[Content] = Content.assemble(
        ("› ", "$text-primary"), ("space", "$foreground"), "  shows the answer"
    )

    def __init__(self, prompt: Prompt, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(prompt, id=id, classes=classes)
        self._invitation = Static(self.INVITATION, classes="invitation")

    def fields(self) -> ComposeResult:
        """Yield the invitation."""
        yield self._invitation

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys to the screen once the answer is shown."""
        return not self.locked if action == "reveal" else super().check_action(action, parameters)

    def action_reveal(self) -> None:
        """Ask for the answer."""
        self.submit(Seen())

    def on_click(self, event: Click) -> None:
        """Ask for the answer."""
        event.stop()
        self.action_reveal()

    def clear(self) -> None:
        """Invite again."""
        self._invitation.update(self.INVITATION)

    def show_mark(self, mark: Mark) -> None:
        """Ask for the learner's own verdict."""
        self._invitation.update(Content("How well did you know it?"))
