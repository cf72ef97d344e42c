"""A line of a list to answer in: a mark, a letter, a text that wraps, and a word beside it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class OptionRow(Horizontal):
    """`› a  text   word`. The room for the mark and the word is kept free, so that nothing moves when they come."""

    DEFAULT_CSS = """
    OptionRow {
        height: auto;
        color: $foreground;
        & > .mark { width: 2; color: $text-primary; }
        & > .label { width: auto; min-width: 3; color: $text-muted; }
        & > .text { width: 1fr; }
        & > .word { width: 11; padding: 0 0 0 1; color: $text-muted; }
        &.-wordless > .word { display: none; }
        &:hover { background: $surface; }
        &.-cursor { color: $text; background: $surface; }
        &.-cursor > .label, &.-chosen > .label { color: $text-primary; }
        &.-chosen { color: $text; }
        &.-right > .mark, &.-right > .word { color: $text-success; }
        &.-wrong > .mark, &.-wrong > .word { color: $text-error; }
        &.-missed > .mark, &.-missed > .word { color: $text-warning; }
        &.-right, &.-wrong, &.-missed { color: $text; }
    }
    """

    @dataclass
    class Pressed(Message):
        """The line was clicked."""

        row: OptionRow

    def __init__(self, index: int, label: str, text: Content, *, wordless: bool = False) -> None:
        super().__init__(classes="-wordless" if wordless else None)
        self.index = index
        self._mark = Static(classes="mark")
        self._label = Static(Content(label), classes="label")
        self._text = Static(text, classes="text")
        self._word = Static(classes="word")

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield self._mark
        yield self._label
        yield self._text
        yield self._word

    def show(self, label: str, text: Content) -> None:
        """Show another letter and text in this place."""
        self.relabel(label)
        self._text.update(text)

    def relabel(self, label: str) -> None:
        """Show another letter."""
        self._label.update(Content(label))

    def point(self, here: bool) -> None:
        """Put the cursor on this line, or take it away."""
        self.set_class(here, "-cursor")
        self._mark.update(Content("›" if here else ""))

    def set_word(self, word: str) -> None:
        """Put a word after the text."""
        self._word.update(Content(word))

    def say(self, sign: str, word: str, look: str) -> None:
        """Put a sign before and a word after the text; `look` is right, wrong, missed or nothing."""
        self.remove_class("-right", "-wrong", "-missed", "-cursor", "-chosen")
        if look:
            self.add_class(f"-{look}")
        self._mark.update(Content(sign))
        self.set_word(word)

    def on_click(self, event: Click) -> None:
        """Tell the list."""
        event.stop()
        self.post_message(self.Pressed(self))
