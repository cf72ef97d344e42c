"""Settings: few, each with a sentence and its default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from quizzer import config as configuration
from quizzer.config import SETTINGS, Setting
from quizzer.config_file import change, spell
from quizzer.errors import QuizzerError
from quizzer.tui.widgets.chooser import Chooser
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.workspace import Workspace

_SWITCH = (("true", "on"), ("false", "off"))
_SECTIONS = {"study": "Studying, from the next sitting on", "app": "The app, at once"}


class SettingRow(Horizontal):
    """A setting: its sentence with its default, and a field for its value."""

    def __init__(self, setting: Setting, value: str, choices: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(classes="setting")
        self.setting = setting
        self._value = value
        self._choices = tuple(choices)
        self._meaning = Static(classes="meaning")

    def compose(self) -> ComposeResult:
        """Lay out the row."""
        self.remark("")
        yield self._meaning
        if self._choices:
            yield Chooser(self._choices, self._value)
        else:
            yield Input(self._value, compact=True)

    @property
    def value(self) -> str:
        """What the field holds."""
        field = self.query_one("Chooser, Input")
        assert isinstance(field, Chooser | Input)
        return field.value

    def remark(self, text: str, style: str = "$text-success") -> None:
        """Say something in place of the default; nothing moves."""
        default = dict(self._choices).get(spell(self.setting.default), spell(self.setting.default)) or "empty"
        below = (text, style) if text else (f"{self.setting.key}, usually {default}", "$text-muted")
        self._meaning.update(Content.assemble(f"{self.setting.meaning}\n", below))


class SettingsList(VerticalScroll, can_focus=False, inherit_bindings=False):
    """All rows; the arrows go from field to field instead of scrolling."""


class SettingsScreen(Screen[None]):
    """Every setting in one list; a change is saved at once."""

    HELP = """
# Settings

**↑ ↓** go from one to the next. What is typed is saved with **Enter** or on leaving the field; **← →** change what
has a few values only. Keys are set in the file: see below the list.

**F5** fits the scheduler to your own answers, **F6** shows what each desired retention would cost you and give you,
**F7** plans a date to be done by, and breaks.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", "Before", id="settings.up", tooltip="The setting before", show=False),
        Binding("down", "go(1)", "Next", id="settings.down", tooltip="The next setting"),
        Binding("f5", "fit", "Fit to me", id="settings.fit", tooltip="Fit the scheduler to your answers"),
        Binding("f6", "decide", "Help me decide", id="settings.decide", tooltip="What a desired retention comes to"),
        Binding("f7", "plan", "Plan a date", id="settings.plan", tooltip="A date to be done by, and breaks"),
        Binding("escape", "back", "Back", id="settings.back", tooltip="Save, and back to the start"),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        config = self._workspace.config
        with SettingsList(id="settings", classes="measure"):
            section = ""
            for setting in SETTINGS:
                if (name := setting.key.partition(".")[0]) != section:
                    section = name
                    yield Static(Content(_SECTIONS.get(section, section)), classes="heading")
                yield SettingRow(setting, spell(config.values[setting.key]), self._choices(setting))
            yield Static(
                Content(
                    f"Keys, easy days and limits of single decks are in {self._workspace.paths.config_file}:\n\n"
                    '  [keys]\n  "review.good" = "g"\n  [easy_days]\n  sat = "reduced"\n'
                    '  [decks."python/functions"]\n  new_per_day = 3'
                ),
                classes="muted",
            )
        yield KeyLine()

    def _choices(self, setting: Setting) -> list[tuple[str, str]]:
        if isinstance(setting.default, bool):
            return list(_SWITCH)
        if setting.key == "study.roadmap":
            return [(roadmap.id, roadmap.id) for roadmap in self._workspace.roadmaps]
        return [(choice, choice) for choice in setting.choices]

    @on(Chooser.Changed)
    def _chosen(self, event: Chooser.Changed) -> None:
        self._save(event.chooser)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        self._save(event.input)

    @on(Input.Blurred)
    def _left(self, event: Input.Blurred) -> None:
        self._save(event.input)

    def action_go(self, step: int) -> None:
        """Go to another setting."""
        if step > 0:
            self.focus_next("SettingRow > Input, SettingRow > Chooser")
        else:
            self.focus_previous("SettingRow > Input, SettingRow > Chooser")

    def action_fit(self) -> None:
        """Fit the scheduler to the learner."""
        from quizzer.tui.screens.fit import FitScreen

        self.app.push_screen(FitScreen(self._workspace))

    def action_decide(self) -> None:
        """Show what desired retentions come to."""
        from quizzer.tui.screens.lookahead import LookaheadScreen

        self.app.push_screen(LookaheadScreen(self._workspace))

    def action_plan(self) -> None:
        """Plan a date to be done by."""
        from quizzer.tui.screens.plan import PlanScreen

        self.app.push_screen(PlanScreen(self._workspace))

    def action_back(self) -> None:
        """Save what is being typed, and go; what cannot be saved keeps the screen."""
        if self.focused is None or self._save(self.focused):
            self.dismiss()

    def _save(self, field: Widget) -> bool:
        """Save a field's value; False when it does not fit, which the row tells."""
        row = field.parent
        if not isinstance(row, SettingRow):
            return True
        key, text = row.setting.key, row.value.strip()
        if text == spell(self._workspace.config.values[key]):
            row.remark("")
            return True
        path = self._workspace.paths.config_file
        try:
            change(path, key, text)
            self._workspace.configure(configuration.load(path))
        except QuizzerError as error:
            row.remark(f"✗ {str(error).removeprefix(f'{key} ')}", "$text-error")
            return False
        row.remark("✓ saved")
        if key == "app.theme":
            self.app.theme = text
        elif key == "app.animations":
            self.app.animation_level = "full" if text == "true" else "none"
        return True
