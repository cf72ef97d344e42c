"""Why this card, why now: every number behind the date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from rich.style import Style
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

_OF_RATING = ": "
"""Between a rating and the name of its number: `Good: stability`."""
_ROOMY = 76
"""Columns of the screen from which two numbers stand side by side, and days have their year."""
_SHORT = len("2026-")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d).*")


class WhyScreen(ModalScreen[None]):
    """A sheet over the review; any of its keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,w,f3,enter", "dismiss", "Close", id="why.close", tooltip="Back to the card")
    ]

    def __init__(self, content: CardContent, reason: str, steps: Sequence[Step]) -> None:
        super().__init__()
        self._content = content
        self._reason = reason
        self._steps = tuple(steps)

    def compose(self) -> ComposeResult:
        """Lay out the sheet: the reason, how things stand, what each rating brings, what the numbers mean."""
        quiet, narrow = Style(dim=True), self.app.size.width < _ROOMY
        with VerticalScroll(id="sheet"):
            yield Static(Content(sanitize(self._reason)), classes="bright")
            yield Static(standing(self._steps, quiet, 1 if narrow else 2), id="standing")
            yield Static(ratings(self._steps, quiet, _SHORT if narrow else 0), id="ratings")
            yield Static(Content.styled("What the numbers mean", "$text-muted"))
            yield Static(meanings(self._steps, quiet), id="meanings")
            yield Static(Content(sanitize(self._content.card.id)), classes="muted")
            yield Static(Content("↑ ↓ scroll, Esc closes"), classes="muted last")


def standing(steps: Sequence[Step], quiet: Style, columns: int = 2) -> Table:
    """Return the numbers of the card as it is now, in so many columns."""
    own = [step for step in steps if _OF_RATING not in step.name]
    rows = -(-len(own) // columns)
    table = Table.grid(padding=(0, 3, 0, 0))
    for _ in range(2 * columns):
        table.add_column(no_wrap=True)
    for row in range(rows):
        side_by_side = own[row::rows]
        table.add_row(*(text for step in side_by_side for text in (Text(step.name, quiet), _value(step))))
    return table


def ratings(steps: Sequence[Step], quiet: Style, cut: int = 0) -> Table:
    """Return a column of numbers for each rating, a dash for one it lacks; days lose their first `cut` characters."""
    cells = {step.name: step for whole in steps if _OF_RATING in whole.name for step in _narrowed(whole, cut)}
    names = list(dict.fromkeys(name.partition(_OF_RATING)[0] for name in cells))
    rows = list(dict.fromkeys(name.partition(_OF_RATING)[2] for name in cells))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    for _ in names:
        table.add_column(no_wrap=True)
    table.add_row(Text("after", quiet), *(Text(name, "bold") for name in names))
    for row in rows:
        shown = (cells.get(f"{name}{_OF_RATING}{row}") for name in names)
        table.add_row(Text(row, quiet), *(_value(step, bold=False) if step else Text("–", quiet) for step in shown))
    return table


def _narrowed(step: Step, cut: int) -> list[Step]:
    """Return an instant as its day and, in a line of its own, its time: four of them stand side by side."""
    found = _INSTANT.fullmatch(str(step.value))
    if found is None:
        return [step]
    return [replace(step, value=found[1][cut:]), replace(step, name=f"{step.name}, time", value=found[2])]


def meanings(steps: Sequence[Step], quiet: Style) -> Table:
    """Return what each number means, once."""
    told: dict[str, str] = {}
    for step in steps:
        told.setdefault(step.name.partition(_OF_RATING)[2] or step.name, step.meaning)
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for name, meaning in told.items():
        table.add_row(Text(name, quiet), Text(sanitize(meaning)))
    return table


def _value(step: Step, *, bold: bool = True) -> Text:
    value = step.value
    shown = "–" if value is None else f"{value:.4g}" if isinstance(value, float) else sanitize(str(value))
    shown = _INSTANT.sub(r"\1 \2", shown)
    return Text(shown, "bold" if bold else "", no_wrap=True)
