"""Steps to bring into order."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from quizzer.tui.markdown import to_content
from quizzer.tui.widgets.listed_answer import ListedAnswer
from quizzer.tui.widgets.option_row import LETTERS, OptionRow
from quizzer_decks.marks import Mark
from quizzer_decks.prompts import Prompt
from quizzer_decks.responses import Ordered
from quizzer_decks.solutions import right_order, right_places


class OrderAnswer(ListedAnswer):
    """Lift an item and move it, or type the letters in order; each item keeps its letter. Enter submits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("shift+up,K", "shift(-1)", "Move up", show=False, id="order.up"),
        Binding("shift+down,J", "shift(1)", "Move down", show=False, id="order.down"),
        Binding("backspace", "take_back", "Take a letter back", show=False, id="order.back"),
    ]
    how = "Letters from first to last, or ↑ ↓ and J K; then Enter."
    NOTHING_YET: ClassVar[str] = "Nothing moved yet. Enter once more takes this order as it is."

    def __init__(self, prompt: Prompt, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(prompt, id=id, classes=classes)
        self._texts = [to_content(option.text) for option in prompt.options]
        self.order = list(range(len(prompt.options)))
        self._typed = 0
        self._lifted: int | None = None
        self._touched = False
        self.rows = [OptionRow(place, self._label(place), self._texts[place]) for place in self.order]

    def _label(self, place: int) -> str:
        return f"{place + 1:>2}. {LETTERS[self.order[place]]}  "

    def take_letter(self, option: int) -> None:
        """Put the item with this letter into the next place."""
        if option in self.order[: self._typed]:
            self.note(f"{LETTERS[option]} has its place already; backspace takes the last letter back.")
            return
        self.order.remove(option)
        self.order.insert(self._typed, option)
        self._typed += 1
        self._show_order(self._typed - 1)
        typed = " ".join(LETTERS[option] for option in self.order[: self._typed])
        self.note(f"{typed}{' …' if self._typed < len(self.order) else '  Enter is done.'}")

    def action_take_back(self) -> None:
        """Take the last typed letter back."""
        self._typed = max(0, self._typed - 1)
        self.note(" ".join(LETTERS[option] for option in self.order[: self._typed]))

    def action_shift(self, step: int) -> None:
        """Move the item at the cursor up or down."""
        if self.cursor >= 0:
            self._move(self.cursor, min(max(self.cursor + step, 0), len(self.order) - 1))

    def action_accept(self) -> None:
        """Submit the order, or ask once whether it is meant when nothing was moved."""
        if self._touched or self._warned:
            self.submit(Ordered(tuple(self.order)))
        else:
            self._warned = True
            self.note(self.NOTHING_YET)

    def clear(self) -> None:
        """Bring the items back into the order they were asked in."""
        self.order.sort()
        self._typed, self._lifted, self._touched = 0, None, False
        super().clear()
        self._show_order(-1)
        self._touched = False

    def show_mark(self, mark: Mark) -> None:
        """Show which items stand right, and where the others belong."""
        belongs = {option: place for place, option in enumerate(right_order(self.prompt))}
        for place, right in enumerate(right_places(self.prompt, self.order)):
            word = "right" if right else f"is no. {belongs[self.order[place]] + 1}"
            self.rows[place].say("✓" if right else "✗", word, "right" if right else "wrong")

    def _move(self, start: int, end: int) -> None:
        self.order.insert(end, self.order.pop(start))
        self._typed = 0
        self.note("")
        self._show_order(end)

    def _show_order(self, cursor: int) -> None:
        self._touched, self._warned = True, False
        for place, option in enumerate(self.order):
            self.rows[place].show(self._label(place), self._texts[option])
        self.point(cursor)

    @on(OptionRow.Pressed)
    def _pressed(self, event: OptionRow.Pressed) -> None:
        event.stop()
        place = event.row.index
        if self.locked:
            return
        if self._lifted is None:
            self._lifted = place
            self.point(place)
            self.note(f"{LETTERS[self.order[place]]} is lifted; click the place where it belongs.")
        else:
            lifted, self._lifted = self._lifted, None
            self._move(lifted, place)
