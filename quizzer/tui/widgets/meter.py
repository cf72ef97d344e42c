"""A share as a bar: `━━━━━━── 78 %`."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from quizzer.wording import KNOWN
from quizzer.wording import meter as meter
from quizzer.wording import two_tone as two_tone


class Meter(Widget):
    """A share from 0 to 1, None when it is not known."""

    DEFAULT_CSS = """
    Meter { width: auto; height: 1; color: $foreground; }
    """

    share: reactive[float | None] = reactive(None, layout=True)
    """What is shown."""

    def __init__(self, share: float | None = None, *, cells: int = 8, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cells = cells
        self.set_reactive(Meter.share, share)

    def render(self) -> Content:
        """Draw the bar."""
        bar = meter(self.share, self._cells)
        full = bar.count(KNOWN)
        return Content.assemble(
            (bar[:full], "$text-primary"), (bar[full : self._cells], "$text-muted"), bar[self._cells :]
        )
