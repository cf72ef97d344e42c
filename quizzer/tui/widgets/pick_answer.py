"""Options to pick from: one, or all that hold."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from quizzer.tui.markdown import to_content
from quizzer.tui.widgets.listed_answer import ListedAnswer
from quizzer.tui.widgets.option_row import LETTERS, OptionRow
from quizzer_decks.marks import Mark
from quizzer_decks.prompts import Prompt
from quizzer_decks.responses import Picked
from quizzer_decks.solutions import right_options


class PickAnswer(ListedAnswer):
    """A letter picks the one option, or ticks one of several; Enter takes the one at the cursor, or all ticked ones."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "tick", "Tick", show=False, id="answer.toggle")]
    NOTHING_YET: ClassVar[str] = "Nothing chosen yet. Enter once more {}."

    def __init__(self, prompt: Prompt, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(prompt, id=id, classes=classes)
        self._several = prompt.kind == "multi"
        self.how = "Letters tick, or ↑ ↓ and space; then Enter." if self._several else "A letter, or ↑ ↓ and Enter."
        self.chosen: set[int] = set()
        self.rows = [
            OptionRow(index, self._label(index), to_content(option.text)) for index, option in enumerate(prompt.options)
        ]

    def _label(self, index: int) -> str:
        box = ("■ " if index in self.chosen else "□ ") if self._several else ""
        return f"{LETTERS[index]}  {box}"

    def take_letter(self, option: int) -> None:
        """Pick or tick an option."""
        self.point(option)
        if self._several:
            self.action_tick()
        else:
            self.submit(Picked(frozenset({option})))

    def action_tick(self) -> None:
        """Tick the option at the cursor, or take the tick away; with one to pick, pick it."""
        if self.cursor < 0:
            return
        if not self._several:
            self.action_accept()
            return
        self.entered()
        self.chosen ^= {self.cursor}
        row = self.rows[self.cursor]
        row.relabel(self._label(self.cursor))
        row.choose(self.cursor in self.chosen)

    def action_accept(self) -> None:
        """Submit the option at the cursor, or all that are ticked."""
        picked = self.chosen if self._several else {self.cursor} - {-1}
        if picked:
            self.submit(Picked(frozenset(picked)))
        else:
            self.nothing_entered()

    def clear(self) -> None:
        """Untick everything."""
        self.chosen.clear()
        super().clear()
        for index, row in enumerate(self.rows):
            row.relabel(self._label(index))

    def submit(self, response: object) -> None:
        """Remember what was picked, for showing it with the mark."""
        if isinstance(response, Picked) and not self.locked:
            self.chosen = set(response.indices)
        super().submit(response)  # type: ignore[arg-type]

    def show_mark(self, mark: Mark) -> None:
        """Show right and wrong options, and right ones that were missed."""
        right = right_options(self.prompt)
        for index, row in enumerate(self.rows):
            row.relabel(self._label(index))
            row.say(*_verdict(index in self.chosen, index in right, self._several))

    @on(OptionRow.Pressed)
    def _pressed(self, event: OptionRow.Pressed) -> None:
        event.stop()
        if not self.locked:
            self.take_letter(event.row.index)


def _verdict(chosen: bool, right: bool, several: bool) -> tuple[str, str, str]:
    if chosen:
        return ("✓", "right", "right") if right else ("✗", "wrong", "wrong")
    if right:
        return ("✓", "missed", "missed") if several else ("✓", "the answer", "right")
    return "", "", ""
