"""One of a few values, changed in place: `‹ on ›`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Chooser(Widget, can_focus=True):
    """Left, right, space, Enter and the mouse turn to another value; each turn posts `Changed`."""

    DEFAULT_CSS = """
    Chooser { height: 1; color: $foreground; }
    Chooser:focus { color: $text; background: $block-cursor-background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,enter", "turn(1)", "Next value", id="chooser.next", tooltip="The next value", show=False),
        Binding("left", "turn(-1)", "Value before", id="chooser.before", tooltip="The value before", show=False),
    ]

    value: reactive[str] = reactive("")
    """What is chosen."""

    @dataclass
    class Changed(Message):
        """Another value was chosen."""

        chooser: Chooser
        value: str

    def __init__(self, choices: Sequence[tuple[str, str]], value: str) -> None:
        super().__init__()
        self._choices = tuple(choices)
        self.set_reactive(Chooser.value, value)

    def render(self) -> Content:
        """Draw the value between its arrows."""
        shown = dict(self._choices).get(self.value, self.value)
        return Content.assemble(("‹ ", "$text-muted"), shown, (" ›", "$text-muted"))

    def action_turn(self, step: int) -> None:
        """Turn to the value after or before."""
        values = [value for value, _ in self._choices]
        place = values.index(self.value) + step if self.value in values else 0
        self.value = values[place % len(values)]
        self.post_message(self.Changed(self, self.value))

    def on_click(self, event: Click) -> None:
        """Turn to the next value."""
        event.stop()
        self.action_turn(1)
