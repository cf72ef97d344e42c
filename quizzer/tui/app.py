"""The app: colours, keys, signals, and the way between the screens."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import deque
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.actions import ActionParseResult
from textual.app import SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.events import Event, Key
from textual.screen import ModalScreen, Screen
from textual.theme import Theme

from quizzer import config as configuration
from quizzer.errors import QuizzerError
from quizzer.library import Refresh
from quizzer.sitting import Plan
from quizzer.tui.keygate import PATIENCE, KeyGate, KeysBehind, release_keys
from quizzer.tui.safety import SafeApp
from quizzer.tui.screens.review import ReviewScreen
from quizzer.tui.settled import Settled
from quizzer.tui.telling import teller
from quizzer.tui.themes import THEMES
from quizzer.workspace import Workspace

if TYPE_CHECKING:
    from quizzer.tui.screens.home import HomeScreen

_HERE = Path(__file__).parent
_ONCE = frozenset({"rate", "take", "reveal", "accept", "submit"})
"""Actions that a held key does once."""


class QuizzerApp(SafeApp[None]):
    """Quizzer on the screen."""

    TITLE = "Quizzer"
    CSS_PATH = _HERE / "app.tcss"
    COMMAND_PALETTE_BINDING = "ctrl+p"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide"), (130, "-huge")]  # noqa: RUF012 - Textual reads it so
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "show_keys", "Keys", id="app.keys", tooltip="Show all keys of this screen"),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", tooltip="Leave Quizzer", show=False, priority=True),
    ]

    def __init__(self, workspace: Workspace, plan: Plan | None = None, *, patience: float = PATIENCE) -> None:
        super().__init__()
        self._workspace = workspace
        self._plan = plan
        self.gate = KeyGate(patience)
        """Tells held keys from pressed ones."""
        self._repeated: deque[Key] = deque(maxlen=64)
        self._repeating = False
        self._all_read = False
        self.settled = False
        """Whether the first screen has shown what it was opened for, and the rest has begun."""
        self.came_home = False
        """Whether the home screen was opened, which does what a new day brings."""
        for theme in THEMES:
            self.register_theme(theme)
        self._dress(workspace.config.text("app.theme"))

    def _dress(self, theme: str) -> None:
        """Begin in a theme. Set once the app runs, it would have all style sheets read a second time."""
        self.set_reactive(QuizzerApp.theme, theme)
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def on_mount(self) -> None:
        """Listen for signals, open the first screen; look for changed decks meanwhile."""
        config = self._workspace.config
        if not config.switch("app.animations"):
            self.animation_level = "none"
        self.set_keymap(dict(config.keys))
        if config.keys:
            from quizzer.tui.key_list import keymap_problems  # brings every screen

            for sentence in keymap_problems(type(self), config.keys):
                self.notify(sentence, severity="warning", timeout=15)
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        self._leave_clean_on_signals()
        if self._plan is not None and self._workspace.store.decks.any():
            self._begin()
        else:
            self.push_screen(self._home_screen())

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Take in a screen's own style sheet, or that of most screens; Textual would read all others once more."""
        for path in screen.css_path or [_HERE / "screens.tcss"]:
            if not self.stylesheet.has_source(str(path)):
                self.stylesheet.add_source(Path(path).read_text("utf-8"), (str(path), ""))

    def pop_screen(self) -> AwaitComplete:
        """Go back; behind a sitting that was begun from the command line comes the home screen, laid out only now."""
        if len(self.screen_stack) == 2 and not isinstance(self.screen, _home()):
            return self.switch_screen(self._home_screen())
        return super().pop_screen()

    def _home_screen(self) -> HomeScreen:
        self.came_home = True
        return _home()(self._workspace, all_read=self._all_read)

    @on(Settled)
    def _settle(self) -> None:
        """Begin, once, what would only take time from the first paint: SQLAlchemy alone takes a quarter of a second."""
        if not self.settled:
            self.settled = True
            self.refresh_decks()
            self._warm()

    @on(KeysBehind)
    async def _release_keys(self) -> None:
        await release_keys(self)

    def _keep_theme(self, theme: Theme) -> None:
        """Remember one of our themes that was chosen in the palette; the others last until the end."""
        name, workspace = theme.name, self._workspace
        if name == workspace.config.text("app.theme") or all(name != ours.name for ours in THEMES):
            return
        from quizzer.config_file import change

        path = workspace.paths.config_file
        try:
            change(path, "app.theme", name)
            workspace.configure(configuration.load(path))
        except QuizzerError as error:
            self.notify(str(error), severity="warning")

    def _begin(self) -> None:
        """Begin the sitting that was asked for on the command line, once."""
        if self._plan is not None:
            self.push_screen(self._asked_for(self._plan))
            self._plan = None

    def _asked_for(self, plan: Plan) -> Screen[None]:
        """Return the screen of a sitting, or of a placement test."""
        if not plan.placement:
            return ReviewScreen(self._workspace, plan)
        from quizzer.tui.screens.placement import PlacementScreen

        return PlacementScreen(self._workspace, plan.placement)

    async def on_event(self, event: Event) -> None:
        """Take note of every key, to tell held ones from pressed ones."""
        if not isinstance(event, Key):
            await super().on_event(event)
        elif event.is_forwarded:  # back from the focus: now it runs what it is bound to
            if self.gate.keeps(Key(event.key, event.character), returned=True):
                return
            self._repeating = any(event is repeated for repeated in self._repeated)
            await super().on_event(event)
            self._repeating = False
            if isinstance(self.screen, ReviewScreen):
                self.screen.keep_keys_while_rating()
        elif not self.gate.keeps(event):
            if self.gate.pressed(event.key):
                self._repeated.append(event)
            await super().on_event(event)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action, unless a held key may not repeat it; what the learner can put right is told."""
        if self._repeating and _name(action) in _ONCE:
            if self.gate.in_doubt and _name(action) == "take":
                again = partial(self._unless_held, self.gate.presses, action, default_namespace, namespaces)
                self.set_timer(self.gate.rhythm, again)
            return True
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except QuizzerError as error:
            self.notify(str(error), severity="error", timeout=30)
            return True

    async def _unless_held(self, presses: int, *asked: Any) -> None:
        """Run an action whose key may have been a held one, now that it did not come again."""
        if self.gate.presses == presses:
            await self.run_action(*asked)

    @work(thread=True, exclusive=True, group="warm")
    def _warm(self) -> None:
        """Load what the first answer needs while the question is read."""
        tell = teller(self)
        self._workspace.warm()
        try:
            self._workspace.store.backup_if_due(self._workspace.clock.now())
        except QuizzerError as error:
            tell(partial(self.notify, severity="warning", timeout=30), str(error))

    @work(thread=True, exclusive=True, group="decks")
    def refresh_decks(self) -> None:
        """Look for changed deck files; the screens hear of it when there were any."""
        tell = teller(self)

        def report(done: int, total: int) -> None:
            tell(self._reading, done, total)

        try:
            refresh = self._workspace.refresh(report)
        except QuizzerError as error:
            tell(partial(self.notify, severity="error", timeout=30), str(error))
            refresh = Refresh()
        tell(self._refreshed, refresh)

    def _reading(self, done: int, total: int) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, _home()):
                screen.show_reading(done, total)

    def _refreshed(self, refresh: Refresh) -> None:
        self._all_read = True
        for screen in self.screen_stack:
            if isinstance(screen, (_home(), ReviewScreen)):
                screen.decks_changed(refresh)
        self._begin()  # at the very first start there was nothing to ask before

    def _leave_clean_on_signals(self) -> None:
        """Restore the terminal when the process is asked to end; Windows has no such signals."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and os.name != "nt":
                loop.add_signal_handler(number, self.exit, None, 128 + number)

    def action_show_keys(self) -> None:
        """Show all keys of the screen in front; of a sheet where it says what it is for."""
        if self.screen.HELP or not isinstance(self.screen, ModalScreen):
            from quizzer.tui.screens.keys import KeysScreen

            self.push_screen(KeysScreen(self.screen, self._workspace.config.keys))

    def action_import_decks(self) -> None:
        """Choose decks to import."""
        from quizzer.tui.screens.importing import ImportScreen

        self.push_screen(ImportScreen(self._workspace))

    def action_export_decks(self) -> None:
        """Choose decks to export."""
        from quizzer.tui.screens.exporting import ExportScreen

        self.push_screen(ExportScreen(self._workspace))

    def action_import_roadmap(self) -> None:
        """Choose a roadmap to import."""
        from quizzer.tui.screens.roadmap_import import RoadmapImportScreen

        self.push_screen(RoadmapImportScreen(self._workspace))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer every action of the screen in the palette, with its key."""
        from quizzer.tui.screens.keys import meant

        offered: set[str] = set()
        for active in meant(screen.active_bindings.values()):
            binding = active.binding
            if active.enabled and binding.description not in offered:
                offered.add(binding.description)
                title = f"{binding.description}  {self.get_key_display(binding)}"
                yield SystemCommand(title, binding.tooltip, partial(self.run_action, binding.action, active.node))
        everywhere = (
            SystemCommand("Import decks", "Take in decks from Anki, tables, files", self.action_import_decks),
            SystemCommand("Export decks", "Write decks for Anki, as files, as an archive", self.action_export_decks),
            SystemCommand("Import a roadmap", "Take in anybody's roadmap", self.action_import_roadmap),
            SystemCommand("Theme", "Choose other colours", self.action_change_theme),
        )
        yield from (command for command in everywhere if command.title not in offered)


def _home() -> type[HomeScreen]:
    """Return the home screen, imported when first needed: a sitting's first question comes without it."""
    from quizzer.tui.screens.home import HomeScreen

    return HomeScreen


def _name(action: str | ActionParseResult) -> str:
    return action.partition("(")[0].rpartition(".")[2] if isinstance(action, str) else action[1]
