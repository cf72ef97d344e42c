"""A line for words that are looked for in what stands below it; made when it is first opened."""

from __future__ import annotations

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static


class SearchLine(Horizontal):
    """A field, and what was found beside it. Nearly nobody searches at once, and a field is slow to make."""

    def __init__(self, placeholder: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._placeholder = placeholder

    async def open(self) -> None:
        """Give the keys to the field."""
        if not self.children:
            field = Input(placeholder=self._placeholder, compact=True)
            await self.mount(Static(Content("/ "), classes="accent"), field, Static("", classes="hits"))
        self.query_one(Input).focus()

    def clear(self) -> None:
        """Empty the field."""
        self.query_one(Input).value = ""

    def tell(self, at: int, hits: int) -> None:
        """Say which of how many was found; where nothing was searched yet, nothing."""
        if self.children:
            asked = self.query_one(Input).value.strip()
            told = f"{at} of {hits:,}" if hits else "nothing" if asked else ""
            self.query_one(".hits", Static).update(Content(told))
