"""Chooses which cards the statistics are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from quizzer.reports.scope import Scope
from quizzer.reports.scope_choices import ScopeChoice, matching
from quizzer_decks.sanitize import sanitize

_SHOWN = 60


class ScopeChooser(ModalScreen[Scope | None]):
    """A sheet with a line to type in and what matches it; hands back the scope that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", id="scope.up", tooltip="The choice before", show=False),
        Binding("down", "move(1)", "Down", id="scope.down", tooltip="The next choice", show=False),
        Binding("escape", "dismiss", "Close", id="scope.close", tooltip="Leave it as it is"),
    ]

    def __init__(self, choices: Sequence[ScopeChoice], scope: Scope) -> None:
        super().__init__()
        self._choices = choices
        self._scope = scope
        self._found: list[ScopeChoice] = []

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        with Vertical(id="sheet"):
            yield Static(Content(sanitize(f"Now: {self._scope.words}")), classes="bright")
            yield Input(placeholder="deck, roadmap, phase, topic, kind, or tag:loops …", compact=True)
            found = OptionList(id="found")
            found.can_focus = False
            yield found
            yield Static(
                Content("Enter takes it: beside what was chosen of another sort, in place of the same. Esc closes."),
                classes="muted last",
            )

    def on_mount(self) -> None:
        """Offer everything."""
        self._offer("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._offer(event.value)

    def _offer(self, typed: str) -> None:
        self._found = matching(self._choices, typed, _SHOWN)
        offered = self.query_one(OptionList)
        offered.clear_options()
        offered.add_options(
            Option(Content.assemble((f"{choice.field:<8}", "$text-muted"), sanitize(choice.title)))
            for choice in self._found
        )
        offered.highlighted = 0 if self._found else None

    def action_move(self, step: int) -> None:
        """Go to another choice while typing."""
        offered = self.query_one(OptionList)
        if offered.highlighted is not None:
            offered.highlighted = (offered.highlighted + step) % len(self._found)

    @on(Input.Submitted)
    def _entered(self) -> None:
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.dismiss(self._found[place].narrowed(self._scope))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[event.option_index].narrowed(self._scope))
