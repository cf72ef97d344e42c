"""Taking the last action back, or doing it again: at once where it is small, with a sheet where it takes seconds."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizzer.errors import QuizzerError
from quizzer.history import by_question, describe_all
from quizzer.store.records import Undone
from quizzer.tui.telling import teller
from quizzer.workspace import Workspace
from quizzer_decks.sanitize import sanitize

MANY = 2000
"""Events from which an action is retraced beside the screen: those before take less than a fifth of a second."""


def retrace(app: App[None], workspace: Workspace, then: Callable[[], object], *, back: bool) -> None:
    """Take the last action back, or do again what was taken back last; say what it was, then call `then`."""

    def did(done: Undone | QuizzerError | None) -> None:
        if isinstance(done, QuizzerError):
            app.notify(str(done), severity="error")
            return
        nothing = f"There is nothing to {'undo' if back else 'redo'}."
        named = by_question(workspace.store, redone=not back)
        app.notify(f"{'Taken back' if back else 'Done again'}: {describe_all(done, named)}." if done else nothing)
        then()

    if takes_long(workspace, back=back):
        app.push_screen(RetracingScreen(workspace, back=back), did)
    else:
        did(workspace.undo() if back else workspace.redo())


def takes_long(workspace: Workspace, *, back: bool) -> bool:
    """Return whether what would be taken back, or else done again, has so many events that a screen would stand."""
    return workspace.store.retraceable(back=back) >= MANY


class RetracingScreen(ModalScreen[Undone | QuizzerError | None]):
    """A sheet that says how far it is; Esc stops it, and nothing was changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop", "Stop", id="retracing.stop", tooltip="Stop, and change nothing"),
    ]

    def __init__(self, workspace: Workspace, *, back: bool) -> None:
        super().__init__()
        self._workspace = workspace
        self._back = back
        self._stopped = False

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        with Vertical(id="sheet"):
            yield Static(Content(self._doing), classes="bright", id="far")
            yield Static(Content("Esc stops it, and nothing is changed."), classes="muted last")

    @property
    def _doing(self) -> str:
        return "Taking it back …" if self._back else "Doing it again …"

    def on_mount(self) -> None:
        """Begin, off the screen's own thread."""
        self._retrace()

    def action_stop(self) -> None:
        """Stop at the next step."""
        self._stopped = True

    @work(thread=True, group="retracing")
    def _retrace(self) -> None:
        from quizzer.fitting import Cancelled

        tell_screen = teller(self)

        def tell(done: int, total: int) -> None:
            if self._stopped or not tell_screen(self._say, f"{self._doing}  {100 * done // total} %"):
                raise Cancelled("It was stopped; nothing was changed.")

        found: Undone | QuizzerError | None
        try:
            found = self._workspace.undo(tell) if self._back else self._workspace.redo(tell)
        except QuizzerError as error:
            found = error
        tell_screen(self.dismiss, found)

    def _say(self, text: str) -> None:
        if self.is_mounted:
            self.query_one("#far", Static).update(Content(sanitize(text)))
