"""How one card is forgotten, and when it was answered."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizzer.reports.exhibits_of_memory import card_exhibit
from quizzer.reports.memory import CardCurve
from quizzer.tui.screens.explanation import ExplanationScreen
from quizzer.tui.screens.statistics_pane import plots, tables
from quizzer_decks.sanitize import sanitize


class CurveScreen(ModalScreen[None]):
    """A sheet with the forgetting curve of a card: a sentence, the plot, the answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "words", "Words", id="curve.words", tooltip="Say in words and numbers what the plot shows"),
        Binding("i", "explain", "Explain", id="curve.explain", tooltip="Say exactly what the curve is"),
        Binding("escape,q,c,enter", "dismiss", "Close", id="curve.close", tooltip="Back to the cards"),
    ]

    def __init__(self, question: str, curve: CardCurve, desired: float) -> None:
        super().__init__()
        self._question = question
        self._curve = curve
        self._exhibit = card_exhibit(curve, desired)
        self._as_words = False

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        with VerticalScroll(id="sheet"):
            yield Static(Content(sanitize(self._question)), classes="muted")
            yield Static(Content(sanitize(self._curve.words)), classes="bright")
            if self._curve.answers:
                yield from plots(self._exhibit, self._as_words)
                yield from tables(self._exhibit, self._as_words)
            yield Static(Content("v tells the plot in words, i explains it, Esc closes"), classes="muted last")

    def action_words(self) -> None:
        """Tell the plot, or draw it."""
        self._as_words = not self._as_words
        self.refresh(recompose=True)

    def action_explain(self) -> None:
        """Say exactly what the curve is."""
        self.app.push_screen(ExplanationScreen([self._curve]))
