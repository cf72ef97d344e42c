"""All keys of a screen, read from its bindings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from quizzer.tui.markdown import QuizMarkdown


def meant(bindings: Iterable[ActiveBinding]) -> list[ActiveBinding]:
    """Return the bindings that do something of ours, one for each action: those with an id and a tooltip."""
    found: dict[str, ActiveBinding] = {}
    for active in bindings:
        binding = active.binding
        if binding.id and binding.tooltip and not binding.system:
            found.setdefault(binding.id, active)
    return list(found.values())


class KeysScreen(ModalScreen[None]):
    """A sheet with what a screen is for, its keys, and what each does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss", "Close", id="keys.close")
    ]

    def __init__(self, screen: Screen[object]) -> None:
        super().__init__()
        self._help = screen.HELP or ""
        active = list(screen.active_bindings.values())
        order = {binding.id: place for place, binding in enumerate(Binding.make_bindings(screen.BINDINGS))}
        self._actions_shown = sorted(meant(active), key=lambda each: order.get(each.binding.id, -1))
        self._keys_of: dict[str, list[Binding]] = {}
        for each in active:
            if each.binding.id:
                self._keys_of.setdefault(each.binding.id, []).append(each.binding)

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        with VerticalScroll(id="sheet"):
            yield QuizMarkdown(self._help.strip())
            yield Static(self._table(), id="keys")
            yield Static(
                Content("Ctrl+P finds every action by name. Keys can be changed: see the settings. Esc closes."),
                classes="muted last",
            )

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(justify="right", no_wrap=True)
        table.add_column(ratio=1)
        for active in self._actions_shown:
            same = self._keys_of[active.binding.id or ""]
            shown = "  ".join(dict.fromkeys(self.app.get_key_display(binding) for binding in same))
            table.add_row(Text(shown, "bold"), Text(active.binding.tooltip))
        return table
