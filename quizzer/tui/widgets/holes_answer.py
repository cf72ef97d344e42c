"""The holes of a cloze, one line to type in for each."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from quizzer.tui.widgets.answer import AnswerArea
from quizzer.tui.widgets.entry import Entry
from quizzer_decks.marks import Mark
from quizzer_decks.prompts import Prompt
from quizzer_decks.responses import Holes
from quizzer_decks.solutions import hole_verdicts


class HolesAnswer(AnswerArea, can_focus=False):
    """Enter and Tab go on to the next hole; Enter in the last one submits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", "Hole before", show=False, id="holes.previous"),
        Binding("down", "go(1)", "Next hole", show=False, id="holes.next"),
    ]
    NOTHING_YET: ClassVar[str] = "Nothing typed yet. Enter once more {}."

    def __init__(self, prompt: Prompt, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(prompt, id=id, classes=classes)
        numbered = len(prompt.holes) > 1
        self._entries = [
            Entry(label=f"{number:>2} " if numbered else "", placeholder=hole.hint)
            for number, hole in enumerate(prompt.holes, 1)
        ]

    def fields(self) -> ComposeResult:
        """Yield a line for each hole."""
        yield from self._entries

    @property
    def focus_target(self) -> Widget:
        """The first hole that is empty."""
        return next((entry for entry in self._entries if not entry.text), self._entries[0]).input

    def clear(self) -> None:
        """Empty all holes."""
        for entry in self._entries:
            entry.clear()

    def show_mark(self, mark: Mark) -> None:
        """Show the sign of each hole's own verdict."""
        verdicts = hole_verdicts(self.prompt, [entry.text for entry in self._entries])
        for entry, verdict in zip(self._entries, verdicts, strict=True):
            entry.show_verdict(verdict)

    def action_go(self, step: int) -> None:
        """Move to the hole before or after this one."""
        place = self._place()
        if place is not None:
            self._entries[(place + step) % len(self._entries)].input.focus()

    def _place(self) -> int | None:
        return next((place for place, entry in enumerate(self._entries) if entry.input.has_focus), None)

    @on(Input.Changed)
    def _changed(self) -> None:
        self.entered()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        texts = tuple(entry.text for entry in self._entries)
        if event.input is not self._entries[-1].input:
            self.action_go(1)
        elif any(texts):
            self.submit(Holes(texts))
        else:
            self.nothing_entered()
