"""Restoring an archive: see what it comes to here, take it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, get_args

from msgspec.structs import replace
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Static

from quizzer.archiving.report import Report, lines
from quizzer.archiving.restoring import Rule, Wanted, prepared
from quizzer.errors import QuizzerError
from quizzer.tui.telling import steps, teller
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.workspace import Workspace
from quizzer_decks.sanitize import sanitize

_RULES: tuple[Rule, ...] = get_args(Rule)
_WHOSE = {"keep": "yours stays", "theirs": "the archive's comes", "newer": "the newer one comes"}


class RestoreScreen(Screen[None]):
    """What an archive comes to; taken, the app closes, for everything it knew is another now."""

    HELP = """
# Restore an archive

An archive holds everything you had: decks, pictures, roadmaps, settings, every answer. Where nothing was learnt yet it
comes back exactly, and undo goes on where it was; behind the beginning of the same history comes what is missing.
Histories that went on separately are not mixed.

**Enter** restores it; Quizzer closes then, and what you have is there when you open it again. **Esc** meanwhile stops
it, and nothing was changed. **w** says whose file counts where one is here and another one in the archive.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Restore", id="restore.take", tooltip="Restore what is shown"),
        Binding("w", "whose", "Whose file", id="restore.whose", tooltip="Where both have one: yours, theirs, newer"),
        Binding("escape", "back", "Back", id="restore.back", tooltip="Stop; leave everything as it is"),
    ]

    found: var[Report | None] = var(None)
    """What it would come to; None while it is read."""
    working: var[str] = var("")
    """What is being done; empty when nothing is."""

    def __init__(self, workspace: Workspace, path: Path) -> None:
        super().__init__()
        self._workspace = workspace
        self._path = path
        self._rule: Rule = _RULES[0]
        self._taking = False
        self._stopped = False

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Static(Content("Restore an archive"), id="import-title")
        with VerticalScroll(id="archive"):
            yield Static("", id="report")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the archive."""
        self._look(taking=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done now."""
        return self.found is not None and not self.working if action in ("take", "whose") else True

    @work(thread=True, exclusive=True, group="import")
    def _look(self, *, taking: bool) -> None:
        """Read the archive, and restore it when that is wanted, off the screen's own thread."""
        tell = teller(self)
        doing = steps(tell, self._work, lambda: self._stopped, "It was stopped; nothing was changed.")
        try:
            with prepared(self._workspace, Wanted(self._path, self._rule), doing) as ready:
                if not taking:
                    tell(self._show, ready.report)
                else:
                    tell(self._taken, ready.take(doing))
        except QuizzerError as error:
            tell(self._refused, str(error))

    def _work(self, doing: str) -> None:
        self.working = doing

    def _refused(self, why: str) -> None:
        self.app.notify(sanitize(why), severity="error", timeout=15)
        self.dismiss()

    def _show(self, report: Report) -> None:
        self.working = ""
        self.found = None
        self.found = report

    def _taken(self, report: Report) -> None:
        """Close the app: decks, settings, and the name of this machine are others than those it began with."""
        told = "\n".join(lines(report, done=True))
        self.app.exit(message=sanitize(f"{told}\nOpen Quizzer again to go on with it."))

    def watch_working(self, doing: str) -> None:
        """Say what is being done."""
        if self.is_mounted and doing:
            self.query_one("#report", Static).update(Content(sanitize(f"{doing} …")))
        self.refresh_bindings()

    def watch_found(self, found: Report | None) -> None:
        """Show what it would come to."""
        self.refresh_bindings()
        if found is not None:
            told = [*lines(replace(found, path=self._path.name), done=False)]
            if found.kept or self._rule != _RULES[0]:
                told.append(f"  Where a file is here and another one in the archive, {_WHOSE[self._rule]} (w).")
            if found.changes:
                told.append("\nEnter restores it, and Quizzer closes; what you had is there when you open it again.")
            self.query_one("#report", Static).update(Content(sanitize("\n".join(told))))

    def action_whose(self) -> None:
        """Say whose file counts where both have one."""
        self._rule = _RULES[(_RULES.index(self._rule) + 1) % len(_RULES)]
        self._look(taking=False)

    def action_take(self) -> None:
        """Restore it."""
        if self.found is not None and self.found.changes:
            self._taking = True
            self.working = f"Reading {self._path.name}"
            self._look(taking=True)
        elif self.found is not None:
            self.app.notify("There is nothing in it that you do not have.")

    def action_back(self) -> None:
        """Stop, and leave everything as it is."""
        if self._taking:
            self._stopped = True  # heard at its next step; past the last one, the app closes
        else:
            self.dismiss()
