"""Why this card, why now: every number behind the date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizzer.store.records import CardContent
from quizzer_decks.sanitize import sanitize
from quizzer_scheduler.explaining import Step


class WhyScreen(ModalScreen[None]):
    """A sheet over the review; any of its keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,w,f3,enter", "dismiss", "Close", id="why.close", tooltip="Back to the card")
    ]

    def __init__(self, content: CardContent, reason: str, steps: Sequence[Step]) -> None:
        super().__init__()
        self._content = content
        self._reason = reason
        self._steps = steps

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        with VerticalScroll(id="sheet"):
            yield Static(Content(sanitize(self._reason)), classes="bright")
            yield Static(Content(sanitize(self._content.card.id)), classes="muted")
            yield Static(_table(self._steps), id="steps")
            yield Static(Content("Esc closes"), classes="muted")


def _table(steps: Sequence[Step]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True, style="bold")
    table.add_column(ratio=1, style="dim")
    for step in steps:
        table.add_row(Text(step.name), Text(_value(step.value)), Text(sanitize(step.meaning)))
    return table


def _value(value: str | float | int | None) -> str:
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else sanitize(str(value))
