"""A screen that knows how large it is before anything of it is styled."""

from __future__ import annotations

from textual.screen import Screen, ScreenResultType


class SizedScreen(Screen[ScreenResultType]):
    """Has the classes of its breakpoints from the beginning.

    Textual gives them with the first resize, and has everything styled a second time for that.
    """

    def on_compose(self) -> None:
        """Take the classes that fit the terminal."""
        size, app = self.app.size, self.app
        across = self.HORIZONTAL_BREAKPOINTS or app.HORIZONTAL_BREAKPOINTS or []
        down = self.VERTICAL_BREAKPOINTS or app.VERTICAL_BREAKPOINTS or []
        for cells, breakpoints in ((size.width, across), (size.height, down)):
            fitting = [name for least, name in sorted(breakpoints) if least <= cells]
            self.add_class(*fitting[-1:], update=False)
