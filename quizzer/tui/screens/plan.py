"""A date to be done by: how the plan in force stands, another one worked out and adopted, breaks on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from quizzer.errors import LibraryError, QuizzerError
from quizzer.outlining import Outline, outlined
from quizzer.plan_words import break_lines, outline_lines, pause_line, stage_rows, standing_line
from quizzer.plans import (
    adopt,
    coming_breaks,
    drop,
    pause,
    plan_break,
    standing,
)
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.workspace import Workspace
from quizzer_decks.sanitize import sanitize
from quizzer_scheduler.pausing import Pause

_DAY = "Write a day as 2027-06-30."


class PlanScreen(ModalScreen[None]):
    """A sheet: the plan in force on top, fields for another one and for a break below."""

    HELP = """
# A date to be done by

Write a day, and the minutes a day that you have, and press **Enter**: you see what it takes to have seen every card of
the roadmap by then. **F2** puts the plan in force: each day's new cards follow it, and after missed days it is a few
more. **F4** drops it. A break is planned with its first and last day: **Enter** shows what becomes of the cards due in
it, **F2** plans it. **u** on the home screen takes each of it back.
"""
    AUTO_FOCUS = "#by"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "take", "Put in force", id="plan.take", tooltip="Put what is shown in force"),
        Binding("f4", "drop", "Drop the plan", id="plan.drop", tooltip="The settings say again how many are new"),
        Binding("down,pagedown", "scroll(6)", "Down", id="plan.down", tooltip="Further down", show=False),
        Binding("up,pageup", "scroll(-6)", "Up", id="plan.up", tooltip="Further up", show=False),
        Binding("f1", "app.show_keys", "Keys", id="plan.keys", tooltip="Show all keys of this sheet"),
        Binding("escape", "dismiss", "Close", id="plan.close", tooltip="Back"),
    ]

    def __init__(self, workspace: Workspace, scope: str = "") -> None:
        super().__init__()
        self._workspace = workspace
        self._scope = scope or workspace.config.text("study.roadmap")
        self._take: Callable[[], str] | None = None
        self._in_force = False

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(Content("A date to be done by"), classes="bright")
            yield Static("", id="standing")
            with Horizontal(id="plan-fields"):
                yield Static(Content("by "), classes="muted")
                yield Input(placeholder="YYYY-MM-DD", compact=True, id="by", max_length=10)
                yield Static(Content("  minutes a day "), classes="muted")
                yield Input(placeholder="any", compact=True, id="minutes", max_length=6)
            with Horizontal(id="break-fields"):
                yield Static(Content("break from "), classes="muted")
                yield Input(placeholder="YYYY-MM-DD", compact=True, id="first", max_length=10)
                yield Static(Content("  to "), classes="muted")
                yield Input(placeholder="YYYY-MM-DD", compact=True, id="last", max_length=10)
            yield Static("", id="outline")
            yield Static("", id="breaks", classes="muted")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show how things stand."""
        self._look()

    @work(thread=True, exclusive=True, group="report")
    def _look(self) -> None:
        worker = get_current_worker()
        try:
            now, breaks = standing(self._workspace), coming_breaks(self._workspace)
            self._in_force = now is not None
            told = "No plan is in force." if now is None else standing_line(now, self._workspace.today)
        except QuizzerError as error:
            told, breaks = str(error), ()
        if not worker.is_cancelled:
            self.app.call_from_thread(self._say, "#standing", told)
            shown = "Breaks: " + "; ".join(break_lines(breaks)) if breaks else ""
            self.app.call_from_thread(self._say, "#breaks", shown)

    def _say(self, place: str, text: str) -> None:
        if self.is_mounted:
            self.query_one(place, Static).update(Content(sanitize(text).replace("`", "")))
            self.refresh_bindings()

    @on(Input.Changed)
    def _outdated(self) -> None:
        if self._take is not None:
            self._take = None
            self._say("#outline", "")

    # -- working out -----------------------------------------------------------------------------------------

    @on(Input.Submitted, "#by, #minutes")
    def _plan(self) -> None:
        self._work_out(self._planned)

    @on(Input.Submitted, "#first, #last")
    def _break(self) -> None:
        self._work_out(self._paused)

    @work(thread=True, exclusive=True, group="report")
    def _work_out(self, what: Callable[[], tuple[str, Callable[[], str] | None]]) -> None:
        worker = get_current_worker()
        self.app.call_from_thread(self._say, "#outline", "Looking ahead …")
        try:
            told, take = what()
        except QuizzerError as error:
            told, take = str(error), None
        if not worker.is_cancelled:
            self._take = take
            self.app.call_from_thread(self._say, "#outline", told)

    def _planned(self) -> tuple[str, Callable[[], str] | None]:
        by, minutes = self._day("#by"), self.query_one("#minutes", Input).value.strip()
        try:
            given = float(minutes) if minutes else None
        except ValueError:
            given = 0.0
        if given is not None and not 1 <= given <= 1440:
            raise LibraryError("Write the minutes as a number from 1 to 1440, or leave them out.")
        outline = outlined(self._workspace, (self._scope,), by, given)
        today = self._workspace.today
        stages = [f"{title}: {first} to {last}" for title, _, first, last, *_ in stage_rows(outline, today)]
        told = "\n".join([*outline_lines(outline), "", *stages])
        return (f"{told}\n\nF2 puts it in force.", lambda: self._adopt(outline)) if outline.possible else (told, None)

    def _paused(self) -> tuple[str, Callable[[], str] | None]:
        first, last = self._day("#first"), self._day("#last")
        moved = pause(self._workspace, first, last)
        return f"{pause_line(moved)}\nF2 plans the break.", lambda: self._pause(first, last, moved)

    def _day(self, field: str) -> date:
        try:
            return date.fromisoformat(self.query_one(field, Input).value.strip())
        except ValueError:
            raise LibraryError(_DAY) from None

    # -- doing -----------------------------------------------------------------------------------------------

    def _adopt(self, outline: Outline) -> str:
        plan = adopt(self._workspace, outline)
        return f"In force: {plan.new_a_day} new a day, kept in step. Undo takes it back."

    def _pause(self, first: date, last: date, moved: Pause) -> str:
        plan_break(self._workspace, first, last, moved)
        return "The break is planned. Undo takes it back."

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be put in force."""
        return self._take is not None if action == "take" else action != "drop" or self._in_force

    def action_take(self) -> None:
        """Put what is shown in force."""
        if self._take is not None:
            self._do(self._take)

    def action_scroll(self, lines: int) -> None:
        """Scroll what was worked out; the fields keep the keyboard."""
        self.query_one("#sheet").scroll_relative(y=lines, animate=False)

    def action_drop(self) -> None:
        """Drop the plan in force."""
        self._do(lambda: f"{drop(self._workspace).title}: the plan is dropped.")

    @work(thread=True, exclusive=True, group="report")
    def _do(self, what: Callable[[], str]) -> None:
        self._take = None
        try:
            told = what()
        except QuizzerError as error:
            told = str(error)
        self.app.call_from_thread(self._say, "#outline", told)
        self.app.call_from_thread(self._look)
