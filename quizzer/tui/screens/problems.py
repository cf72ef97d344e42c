"""What is wrong with deck files; the good questions are there all the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizzer_decks.model import Problem
from quizzer_decks.sanitize import sanitize


class ProblemsScreen(ModalScreen[None]):
    """A sheet that lists problems by file and line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,p,enter", "dismiss", "Close", id="problems.close", tooltip="Close the list")
    ]

    def __init__(self, problems: Sequence[Problem], folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._problems = problems

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        with VerticalScroll(id="sheet"):
            if not self._problems:
                yield Static(Content("All deck files are in order."))
            for problem in self._problems:
                yield Static(
                    Content.assemble(
                        (f"{sanitize(self._short(problem.path))}:{problem.line}\n", "$text-muted"),
                        sanitize(problem.message),
                    )
                )
            yield Static(Content("quizzer decks check lists them too. Esc closes."), classes="muted last")

    def _short(self, path: str) -> str:
        """Return a path as it is called inside the learner's folder."""
        return str(Path(path).relative_to(self._folder)) if Path(path).is_relative_to(self._folder) else path
