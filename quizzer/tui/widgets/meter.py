"""A share as a bar: `██████░░ 78 %`."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


def meter(share: float | None, cells: int = 8) -> str:
    """Return a bar of `cells` and the whole percent of a share from 0 to 1; an unknown share is an empty bar and `–`.

    Only nothing shows as empty and only everything as full.
    """
    if share is None:
        return f"{'░' * cells}     –"
    share = min(max(share, 0.0), 1.0)
    full = round(share * cells)
    percent = round(share * 100)
    if 0 < share < 1:
        full = min(max(full, 1), cells - 1)
        percent = min(max(percent, 1), 99)
    return f"{'█' * full}{'░' * (cells - full)} {percent:>3} %"


def two_tone(known: float | None, seen: float | None, cells: int) -> str:
    """Return a bar of `cells`: what is recalled, what was seen and fades (`▒`), what was never seen (`░`).

    The shares are from 0 to 1, None for unknown. Only nothing shows as empty and only everything as full.
    """
    full, half = _filled(known, cells), _filled(seen, cells)
    return "█" * full + "▒" * (half - full) + "░" * (cells - max(full, half))


def _filled(share: float | None, cells: int) -> int:
    share = min(max(share or 0.0, 0.0), 1.0)
    full = round(share * cells)
    return min(max(full, 1), cells - 1) if 0 < share < 1 else full


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
        full = bar.count("█")
        return Content.assemble(
            (bar[:full], "$text-primary"), (bar[full : self._cells], "$text-muted"), bar[self._cells :]
        )
