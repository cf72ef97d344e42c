"""A line of a list to answer in: a mark, a letter, a text that wraps, and a word beside it."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap
from textual.events import Click
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widget import Widget

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MARK = 2
_WORD = 12
"""Cells that are kept for the word."""

_COLOURS = {"right": "$text-success", "wrong": "$text-error", "missed": "$text-warning"}


@dataclass(frozen=True)
class _Columns(Visual):
    """A wrapped text between what stands on its first line only."""

    lead: Content
    text: Content
    word: Content
    lead_width: int
    word_width: int

    def _text_width(self, width: int) -> int:
        return max(width - self.lead_width - self.word_width, 1)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width that needs no wrapping."""
        return self.lead_width + self.text.get_optimal_width(rules, container_width) + self.word_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the lines of the wrapped text."""
        return max(self.text.get_height(rules, self._text_width(width)), 1)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw the columns side by side."""
        cells = self._text_width(width)
        lines = self.text.render_strips(cells, None, style, options) or [Strip.blank(cells)]
        ground = style.rich_style
        (lead,) = self.lead.render_strips(self.lead_width, 1, style, options)
        first = [lead.adjust_cell_length(self.lead_width, ground), lines[0].adjust_cell_length(cells, ground)]
        if self.word_width:
            (word,) = self.word.render_strips(self.word_width, 1, style, options)
            first.append(word.adjust_cell_length(self.word_width, ground))
        margin = Strip.blank(self.lead_width, ground)
        rest = [Strip.join([margin, line]).adjust_cell_length(width, ground) for line in lines[1:]]
        return [Strip.join(first), *rest][:height]


class OptionRow(Widget):
    """`› a  text   word`. The room for the mark and the word is kept free, so that nothing moves when they come."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    OptionRow {
        height: auto;
        color: $foreground;
        &:hover { background: $surface; }
        &.-used { color: $text-muted; }
        &.-chosen, &.-marked { color: $text; }
        &.-cursor { color: $text; background: $surface; }
    }
    """

    @dataclass
    class Pressed(Message):
        """The line was clicked."""

        row: OptionRow

    def __init__(self, index: int, label: str, text: Content, *, wordless: bool = False) -> None:
        super().__init__()
        self.index = index
        self._sign = ""
        self._label = label
        self._text = text
        self._word = ""
        self._look = ""
        self._word_width = 0 if wordless else _WORD

    def render(self) -> Visual:
        """Draw the line."""
        sign = "›" if self.has_class("-cursor") else self._sign
        accented = not self._look and (self.has_class("-cursor") or self.has_class("-chosen"))
        colour = _COLOURS.get(self._look, "$text-muted")
        lead = Content.assemble(
            (f"{sign:<{_MARK}}", colour if self._look else "$text-primary"),
            (self._label, "$text-primary" if accented else "$text-muted"),
        )
        word = Content.styled(f" {self._word}", colour)
        return _Columns(lead, self._text, word, _MARK + cell_len(self._label), self._word_width)

    def show(self, label: str, text: Content) -> None:
        """Show another letter and text in this place."""
        self._label, self._text = label, text
        self.refresh(layout=True)

    def relabel(self, label: str) -> None:
        """Show another letter of the same width."""
        self._label = label
        self.refresh()

    def point(self, here: bool) -> None:
        """Put the cursor on this line, or take it away."""
        self.set_class(here, "-cursor")
        self.refresh()

    def choose(self, chosen: bool) -> None:
        """Show that this line is part of the answer."""
        self.set_class(chosen, "-chosen")
        self.refresh()

    def set_word(self, word: str) -> None:
        """Put a word after the text."""
        self._word = word
        self.refresh()

    def say(self, sign: str, word: str, look: str) -> None:
        """Put a sign before and a word after the text; `look` is right, wrong, missed or nothing."""
        self.remove_class("-cursor", "-chosen")
        self.set_class(bool(look), "-marked")
        self._sign, self._word, self._look = sign, word, look
        self.refresh()

    def on_click(self, event: Click) -> None:
        """Tell the list."""
        event.stop()
        self.post_message(self.Pressed(self))
