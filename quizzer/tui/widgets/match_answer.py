"""Pairs to find: on the left the cursor, on the right what a letter assigns."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from quizzer.tui.markdown import to_content
from quizzer.tui.widgets.listed_answer import ListedAnswer
from quizzer.tui.widgets.option_row import LETTERS, OptionRow
from quizzer_decks.marks import Mark
from quizzer_decks.prompts import Prompt
from quizzer_decks.responses import Matched
from quizzer_decks.solutions import right_matches


class _Right(OptionRow):
    """What can be assigned."""


class MatchAnswer(ListedAnswer):
    """A letter or a click assigns a right side to the left side at the cursor; Enter submits when all have one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace,delete", "unmatch", "Take back", show=False, id="match.clear")
    ]
    DEFAULT_CSS = """
    MatchAnswer {
        & > Horizontal { height: auto; }
        & Vertical { height: auto; width: 1fr; }
        & Vertical.lefts { padding: 0 2 0 0; }
    }
    """
    how = "The letter of what belongs to ›; then Enter."
    NOTHING_YET: ClassVar[str] = "Nothing matched yet. Enter once more {}."

    def __init__(self, prompt: Prompt, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(prompt, id=id, classes=classes)
        self.matched: list[int | None] = [None] * len(prompt.lefts)
        self.rows = [OptionRow(place, "", to_content(left)) for place, left in enumerate(prompt.lefts)]
        self._rights = [
            _Right(index, f"{LETTERS[index]}  ", to_content(option.text), wordless=True)
            for index, option in enumerate(prompt.options)
        ]

    def fields(self) -> ComposeResult:
        """Yield both sides."""
        with Horizontal():
            yield Vertical(*self.rows, classes="lefts")
            yield Vertical(*self._rights)

    def on_mount(self) -> None:
        """Start at the first left side: Enter asks for more until all are matched."""
        self._show()
        self.point(0)

    def take_letter(self, option: int) -> None:
        """Assign a right side, taking it from another left side that had it, and go to the next open one."""
        self.entered()
        place = max(self.cursor, 0)
        self.matched = [None if match == option else match for match in self.matched]
        self.matched[place] = option
        self._show()
        later = [*range(place, len(self.matched)), *range(place)]
        self.point(next((row for row in later if self.matched[row] is None), place))

    def action_unmatch(self) -> None:
        """Open the left side at the cursor again."""
        if self.cursor >= 0:
            self.matched[self.cursor] = None
            self._show()

    def action_accept(self) -> None:
        """Submit when all left sides are matched, else tell how many are open."""
        still_open = self.matched.count(None)
        if not still_open:
            self.submit(Matched(tuple(self.matched)))
        elif still_open == len(self.matched):
            self.nothing_entered()
        else:
            self.note(f"{still_open} still open.")

    def clear(self) -> None:
        """Open all left sides again."""
        self.matched = [None] * len(self.matched)
        super().clear()
        self._show()
        self.point(0)

    def show_mark(self, mark: Mark) -> None:
        """Show which pairs are right, and the letter that belongs to the others."""
        for row, match, right in zip(self.rows, self.matched, right_matches(self.prompt), strict=True):
            same = match is not None and self.prompt.options[match].text == self.prompt.options[right].text
            letter = LETTERS[match] if match is not None else "–"
            word = f"{letter} right" if same else f"{letter}, right: {LETTERS[right]}"
            row.say("✓" if same else "✗", word, "right" if same else "wrong")

    def _show(self) -> None:
        self.note("")
        for row, match in zip(self.rows, self.matched, strict=True):
            row.set_word("→ …" if match is None else f"→ {LETTERS[match]}")
            row.choose(match is not None)
        for right in self._rights:
            right.set_class(right.index in self.matched, "-used")

    @on(OptionRow.Pressed)
    def _pressed(self, event: OptionRow.Pressed) -> None:
        event.stop()
        if self.locked:
            return
        if isinstance(event.row, _Right):
            self.take_letter(event.row.index)
        else:
            self.point(event.row.index)
