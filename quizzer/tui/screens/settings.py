"""Settings: few, each with a sentence and its default."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Input, Select, Static, Switch

from quizzer import config as configuration
from quizzer.config import SETTINGS, Setting
from quizzer.config_file import change, spell
from quizzer.errors import QuizzerError
from quizzer.workspace import Workspace


class SettingRow(Horizontal):
    """A setting: its sentence, a field for its value, its default."""

    def __init__(self, setting: Setting, value: str) -> None:
        super().__init__(classes="setting")
        self.setting = setting
        self._value = value

    def compose(self) -> ComposeResult:
        """Lay out the row."""
        default = spell(self.setting.default) or "empty"
        yield Static(
            Content.assemble(self.setting.meaning, (f"\n{self.setting.key}, usually {default}", "$text-muted")),
            classes="meaning",
        )
        if isinstance(self.setting.default, bool):
            yield Switch(self._value == "true", animate=False)
        elif self.setting.choices:
            options = [(choice, choice) for choice in self.setting.choices]
            yield Select(options, value=self._value, allow_blank=False, compact=True)
        else:
            yield Input(self._value, compact=True)


class SettingsScreen(Screen[None]):
    """Every setting in one list; a change is saved at once and takes effect at the next sitting."""

    HELP = """
# Settings

**Enter** in a field saves it. Changes take effect at the next sitting; colours at once. Keys are set in the file: see below the list.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="settings.back", tooltip="Back to the start")
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        config = self._workspace.config
        with VerticalScroll(id="settings", classes="measure"):
            yield Static(Content("Settings"), classes="heading")
            for setting in SETTINGS:
                yield SettingRow(setting, spell(config.values[setting.key]))
            yield Static(
                Content(
                    f"\nKeys, easy days and limits of single decks are in {self._workspace.paths.config_file}:\n"
                    '  [keys]\n  "review.good" = "g"\n  [easy_days]\n  sat = "reduced"\n'
                    '  [decks."python/functions"]\n  new_per_day = 3'
                ),
                classes="muted",
            )
        yield Footer(show_command_palette=False)

    @on(Switch.Changed)
    def _switched(self, event: Switch.Changed) -> None:
        self._save(event.switch.parent, "true" if event.value else "false")

    @on(Select.Changed)
    def _selected(self, event: Select.Changed) -> None:
        self._save(event.select.parent, str(event.value))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        self._save(event.input.parent, event.value)

    @on(Input.Blurred)
    def _left(self, event: Input.Blurred) -> None:
        self._save(event.input.parent, event.value)

    def _save(self, row: object, text: str) -> None:
        assert isinstance(row, SettingRow)
        key = row.setting.key
        if text == spell(self._workspace.config.values[key]):
            return
        path = self._workspace.paths.config_file
        try:
            change(path, key, text)
            self._workspace.configure(configuration.load(path))
        except QuizzerError as error:
            self.app.notify(str(error), severity="error", timeout=15)
            return
        self.app.notify(f"{row.setting.meaning.rstrip('.')}: {text or 'empty'}.")
        if key == "app.theme":
            self.app.theme = text
        elif key == "app.animations":
            self.app.animation_level = "full" if text == "true" else "none"
