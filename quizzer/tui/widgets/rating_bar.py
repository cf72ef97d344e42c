"""The four ratings with what each would bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Click, Resize
from textual.message import Message
from textual.widgets import Static

from quizzer_scheduler.model import Rating

NAMES = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"}

_TIGHT = 68
"""Cells below which the ratings take no more room than they need."""


class _Chip(Static):
    """One rating."""

    @dataclass
    class Pressed(Message):
        """It was clicked."""

        rating: Rating

    def __init__(self, rating: Rating) -> None:
        super().__init__()
        self.rating = rating

    def on_click(self, event: Click) -> None:
        """Tell the bar."""
        event.stop()
        self.post_message(self.Pressed(self.rating))


class RatingBar(Horizontal, can_focus=False):
    """`1 Again 10 min   2 Hard 9 d   3 Good 21 d ◂   4 Easy 2 mo`. Its room is kept while nothing is offered.

    Enter takes the marked rating, a number any other; each offer is taken once, so a held key rates one card.
    """

    DEFAULT_CSS = """
    RatingBar {
        height: 1;
        & > _Chip { width: 1fr; padding: 0 1 0 0; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
        & > _Chip:hover { background: $surface; }
        & > _Chip.-marked { color: $text; text-style: bold; }
        &.-free > _Chip { visibility: hidden; }
        &.-tight > _Chip { width: auto; min-width: 13; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "rate(1)", "Again", id="review.again", tooltip="I did not know it", show=False),
        Binding("2", "rate(2)", "Hard", id="review.hard", tooltip="I knew it with effort", show=False),
        Binding("3", "rate(3)", "Good", id="review.good", tooltip="I knew it", show=False),
        Binding("4", "rate(4)", "Easy", id="review.easy", tooltip="It was no effort at all", show=False),
        Binding("enter,space", "take", "Next", id="review.next", tooltip="Take the marked rating"),
        Binding("left", "move(-1)", "Mark the one before", id="review.left", show=False),
        Binding("right", "move(1)", "Mark the next one", id="review.right", show=False),
    ]

    @dataclass
    class Rated(Message):
        """A rating was chosen."""

        rating: Rating

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.marked: Rating | None = None
        """The rating that Enter takes; None while nothing is offered."""
        self._waits: Mapping[Rating, str] = {}
        self._chips = {rating: _Chip(rating) for rating in Rating}
        self.add_class("-free")

    def compose(self) -> ComposeResult:
        """Lay out the ratings."""
        yield from self._chips.values()

    def on_resize(self, event: Resize) -> None:
        """Set the ratings closer where a quarter of the width is not enough for one."""
        self.set_class(event.size.width < _TIGHT, "-tight")

    def offer(self, waits: Mapping[Rating, str], suggested: Rating) -> None:
        """Offer the ratings with the wait each brings (`9 d`), mark the suggested one and take the keyboard."""
        self._waits = waits
        self.can_focus = True
        self.remove_class("-free")
        self._mark(suggested)
        self.focus()

    def withdraw(self) -> None:
        """Offer nothing; the room is kept."""
        self.marked = None
        self.add_class("-free")
        if self.has_focus:
            self.screen.set_focus(None)
        self.can_focus = False

    def action_rate(self, number: int) -> None:
        """Choose a rating by its number."""
        if self.marked is not None:
            self.withdraw()
            self.post_message(self.Rated(Rating(number)))

    def action_take(self) -> None:
        """Choose the marked rating."""
        if self.marked is not None:
            self.action_rate(int(self.marked))

    def action_move(self, step: int) -> None:
        """Mark the rating before or after."""
        if self.marked is not None:
            self._mark(Rating(min(max(int(self.marked) + step, 1), 4)))

    def _mark(self, marked: Rating) -> None:
        self.marked = marked
        for rating, chip in self._chips.items():
            chip.set_class(rating is marked, "-marked")
            chip.update(
                Content.assemble(
                    (f"{int(rating)} ", "$text-primary"),
                    NAMES[rating],
                    (f" {self._waits.get(rating, '')}", "" if rating is marked else "$text-muted"),
                    (" ◂", "$text-primary") if rating is marked else "",
                )
            )

    @on(_Chip.Pressed)
    def _pressed(self, event: _Chip.Pressed) -> None:
        event.stop()
        self.action_rate(int(event.rating))
