"""All keys of a screen, read from its bindings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
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

    def __init__(self, screen: Screen[object], keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._help = screen.HELP or ""
        own = [*Binding.make_bindings(screen.BINDINGS)]  # also those that a field takes for text just now
        ids = {binding.id for binding in own}
        around = [active.binding for active in meant(screen.active_bindings.values()) if active.binding.id not in ids]
        widgets = [binding for binding in around if not (binding.id or "").startswith("app.")]
        of_app = [binding for binding in around if binding not in widgets]
        self._lines: dict[str, list[Binding]] = {}
        for binding in (*widgets, *own, *of_app):
            keys = keymap.get(binding.id or "", binding.key) if binding in own else binding.key
            if binding.id and binding.tooltip:
                line = self._lines.setdefault(binding.tooltip, [])
                line.extend(replace(binding, key=key.strip()) for key in keys.split(","))

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
        for meaning, bindings in self._lines.items():
            shown = "  ".join(dict.fromkeys(self.app.get_key_display(binding) for binding in bindings))
            table.add_row(Text(shown, "bold"), Text(meaning))
        return table
