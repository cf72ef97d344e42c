"""Chooses which roadmap to look at, and which one is studied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizzer.tree import Node
from quizzer.tui.widgets.meter import meter
from quizzer_decks.sanitize import sanitize


class Wanted(Struct, frozen=True):
    """What the learner chose."""

    roadmap: str
    study: bool
    """Whether new cards are to come in its order from now on."""


class RoadmapChooser(ModalScreen[Wanted | None]):
    """A sheet with all roadmaps."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "study", "Study", id="roadmaps.study", tooltip="Study this one: new cards come in its order"),
        Binding("escape,q", "dismiss", "Close", id="roadmaps.close", tooltip="Leave it as it is"),
    ]

    def __init__(self, roots: Sequence[Node], shown: str, studied: str) -> None:
        super().__init__()
        self._roots = roots
        self._shown = shown
        self._studied = studied

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        with Vertical(id="sheet"):
            yield Static(Content("Roadmaps"), classes="heading")
            yield OptionList(*(self._option(root) for root in self._roots), id="roadmaps")
            yield Static(
                Content("Enter shows it; s studies it: new cards then come in its order. Esc closes."),
                classes="muted last",
            )

    def on_mount(self) -> None:
        """Begin at the one that is shown."""
        listed = self.query_one(OptionList)
        listed.highlighted = next((n for n, root in enumerate(self._roots) if root.path == self._shown), 0)
        listed.focus()

    def _option(self, root: Node) -> Option:
        mark = "● studied" if root.path == self._studied else "         "
        share = meter(root.mastery if root.introduced else None)
        return Option(
            Content.assemble(
                (share[:8], "$text-primary"), share[8:], (f"  {mark}  ", "$text-muted"), sanitize(root.title)
            )
        )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(Wanted(self._roots[event.option_index].path, False))

    def action_study(self) -> None:
        """Study the one under the cursor from now on."""
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.dismiss(Wanted(self._roots[at].path, True))
