"""What all ways of answering have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from quizzer.tui.markdown import to_content
from quizzer_decks.marks import Mark, Verdict
from quizzer_decks.prompts import Prompt
from quizzer_decks.responses import GaveUp, Response

SIGNS = {Verdict.RIGHT: "✓", Verdict.CLOSE: "≈", Verdict.WRONG: "✗", Verdict.SELF: " "}
"""The sign that says a verdict before its colour does."""
STYLES = {
    Verdict.RIGHT: "$text-success",
    Verdict.CLOSE: "$text-warning",
    Verdict.WRONG: "$text-error",
    Verdict.SELF: "$text",
}
"""The colour that says it second."""


class AnswerArea(VerticalScroll):
    """Takes the answer to one prompt and posts it as `Submitted`; after `settle` it shows what was right."""

    DEFAULT_CSS = """
    AnswerArea {
        height: auto;
        max-height: 100%;
        scrollbar-size-vertical: 1;
        color: $foreground;
        & > .note { height: auto; min-height: 1; margin: 1 0 0 0; padding: 0 0 0 2; color: $text-muted; }
        &.-locked > .note.-hint { margin: 1 0; }
    }
    """
    NOTHING_YET: ClassVar[str] = "Nothing entered yet. Enter once more {}."

    how: str = ""
    """Which keys answer here; it stands there where nothing else is said."""

    giving_up: str = "shows the answer"
    """What an empty answer comes to, in words."""

    shows_answer: ClassVar[bool] = False
    """Whether the area itself shows the right answer once it is settled."""

    locked: reactive[bool] = reactive(False, toggle_class="-locked")
    """True once the answer is marked: nothing can be changed any more."""

    @dataclass
    class Submitted(Message):
        """The learner has answered."""

        area: AnswerArea
        response: Response

        @property
        def control(self) -> AnswerArea:
            """The area that was answered in."""
            return self.area

    def __init__(self, prompt: Prompt, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.prompt = prompt
        self._note = Static(classes="note")
        self._hint = Content()
        self._warned = False

    def compose(self) -> ComposeResult:
        """Lay out the fields or options, then a line for notes that is kept free."""
        yield from self.fields()
        yield self._note

    def fields(self) -> ComposeResult:
        """Yield what the answer is given with."""
        yield from ()

    def on_mount(self) -> None:
        """Tell the keys."""
        self.note("")

    @property
    def focus_target(self) -> Widget:
        """The widget that keys should go to."""
        return self

    def focus(self, scroll_visible: bool = True) -> Self:
        """Give the keyboard to the place where the answer is given."""
        if self.focus_target is self:
            return super().focus(scroll_visible)
        self.focus_target.focus(scroll_visible)
        return self

    def hint(self, markdown: str) -> None:
        """Show a hint below the answer; it stays."""
        self._hint = Content.assemble(("Hint: ", "$text-primary"), to_content(markdown))
        self._note.add_class("-hint")
        self.note("")

    def note(self, text: str) -> None:
        """Say something about the answer in the room kept for it, below the hint; without both, tell the keys."""
        said = Content("\n").join(part for part in (self._hint, Content(text)) if part)
        self._note.update(said or Content("" if self.locked else self.how))

    def reset(self) -> None:
        """Make it unanswered again, for a second try."""
        self.locked = self._warned = False
        self.note("")
        self.clear()

    def clear(self) -> None:
        """Take back all that was entered."""

    def settle(self, mark: Mark) -> None:
        """Take no more input and show what was right."""
        self.locked = True
        self.note("")
        self.show_mark(mark)

    def show_mark(self, mark: Mark) -> None:
        """Show for each part of the answer whether it was right."""

    def submit(self, response: Response) -> None:
        """Post the answer, unless it is already marked."""
        if not self.locked:
            self.post_message(self.Submitted(self, response))

    def nothing_entered(self) -> None:
        """Ask once before an empty answer counts as giving up."""
        if self._warned:
            self.submit(GaveUp())
        else:
            self._warned = True
            self.note(self.NOTHING_YET.format(self.giving_up))

    def entered(self) -> None:
        """Forget that nothing had been entered."""
        if self._warned:
            self._warned = False
            self.note("")
