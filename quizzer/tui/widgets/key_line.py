"""The last line of a screen: the keys that matter here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import ActiveBinding
from textual.content import Content
from textual.events import Click
from textual.screen import Screen
from textual.widget import Widget

_GAP = 2


class KeyLine(Widget):
    """`⏎ Start  / Find  ? Keys`, read from the bindings; a click runs what it is on.

    One widget that draws text: Textual's own footer makes all its widgets anew at every change of the focus.
    """

    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; padding: 0 2; background: $background; color: $text-muted; }
    """
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[tuple[str, ActiveBinding]] = []

    def on_mount(self) -> None:
        """Follow the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._look)
        self.call_after_refresh(self._look, self.screen)

    def _look(self, screen: Screen[object]) -> None:
        if not self.is_attached or screen is not self.screen:
            return
        shown: dict[str, tuple[str, ActiveBinding]] = {}
        for active in screen.active_bindings.values():
            if active.binding.show and active.enabled:
                key = self.app.get_key_display(active.binding)
                shown.setdefault(active.binding.action, (key, active))
        if list(shown.values()) != self._shown:
            self._shown = list(shown.values())
            self.refresh()

    def render(self) -> Content:
        """Draw the keys with what they do."""
        return Content(" " * _GAP).join(
            Content.assemble((key, "bold $footer-key-foreground"), f" {active.binding.description}")
            for key, active in self._shown
        )

    def _places(self) -> Iterator[tuple[range, ActiveBinding]]:
        start = 0
        for key, active in self._shown:
            end = start + cell_len(f"{key} {active.binding.description}")
            yield range(start, end), active
            start = end + _GAP

    async def on_click(self, event: Click) -> None:
        """Run what was clicked on."""
        event.stop()
        x = event.get_content_offset_capture(self).x
        for cells, active in self._places():
            if x in cells:
                await self.app.run_action(active.binding.action, active.node)
                return
