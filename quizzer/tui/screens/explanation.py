"""What a figure is, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizzer.reports.figure import Section
from quizzer_decks.sanitize import sanitize

_SOURCE = "Source:"
_EVERY = (
    "Every figure comes with the number of answers or cards it rests on, a share with Wilson's 95 % interval. Of fewer"
    " than ten answers the answers are told: 3 of 4."
)


class ExplanationScreen(ModalScreen[None]):
    """A sheet with the definitions and sources of some sections; any of its keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,i,enter", "dismiss", "Close", id="explanation.close", tooltip="Back to the figures")
    ]

    def __init__(self, sections: Sequence[Section]) -> None:
        super().__init__()
        self._sections = sections

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        with VerticalScroll(id="sheet"):
            for section in self._sections:
                yield Static(Content(section.title), classes="heading")
                for paragraph in paragraphs(section.explanation):
                    muted = paragraph.startswith(_SOURCE)
                    yield Static(Content(sanitize(paragraph)), classes="muted" if muted else "")
            yield Static(Content(_EVERY), classes="muted")
            yield Static(Content("↑ ↓ scroll, Esc closes"), classes="muted last")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of an explanation, the source last, without the line ends of the code they come from."""
    body, _, source = text.partition(f"\n{_SOURCE}")
    found = [" ".join(paragraph.split()) for paragraph in body.split("\n\n")]
    return [*found, f"{_SOURCE} {' '.join(source.split())}"] if source else found
