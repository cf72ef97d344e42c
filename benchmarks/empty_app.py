"""The peer of a start: a Textual app with nothing in it but a word that shows when it has painted."""

from __future__ import annotations

from textual.app import App
from textual.screen import Screen

WORD = "painted-and-done"


class _Blank(Screen[None]):
    def render(self) -> str:
        return WORD


class EmptyApp(App[None]):
    """Nothing to see."""

    def get_default_screen(self) -> Screen[None]:
        """Return a screen without widgets."""
        return _Blank()


if __name__ == "__main__":
    EmptyApp().run()
