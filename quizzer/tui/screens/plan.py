"""A date to be done by: how the plan in force stands, another one worked out and adopted, breaks on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from quizzer import wording
from quizzer.breaks import Break
from quizzer.errors import LibraryError, QuizzerError
from quizzer.outlining import Outline, outlined
from quizzer.plan_words import (
    break_line,
    held_line,
    outline_lines,
    pause_line,
    rework_line,
    stage_rows,
    standing_line,
    week_rows,
)
from quizzer.plans import (
    adopt,
    coming_breaks,
    drop,
    pause,
    plan_break,
    remove_break,
    standing,
)
from quizzer.reports.tables import Table
from quizzer.tui.screens.retracing import retrace
from quizzer.tui.telling import teller
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.tui.widgets.text_table import TextTable
from quizzer.workspace import Workspace
from quizzer_decks.sanitize import sanitize
from quizzer_scheduler.pausing import Pause

_HOW = "Write a day, or the first and last of a break; Enter shows what it comes to, before anything is done."
_DAY = "Write a day as 2027-06-30."
_STAGES = ("phase", "cards", "until", "new/day", "recall", "min/day")
_MOST_ROWS = 300
_WEEKS = ("week until", "seen", "recalled", "min a day")


class _Shown(NamedTuple):
    """What was worked out: in words, in tables, and what F2 does with it."""

    told: str
    take: Callable[[], str] | None = None
    tables: tuple[Table, ...] = ()


class PlanScreen(ModalScreen[None]):
    """A sheet: the plan in force on top, fields for another one and for a break below."""

    HELP = """
# A date to be done by

Write a day, and the minutes a day that you have, and press **Enter**: you see what it takes to have seen every card of
the roadmap by then, phase by phase and week by week. Where the minutes are not enough, less recall is wanted of some
phases until that day, where it costs least. **F2** puts the plan in force: each day's new cards follow it, and after
missed days it is a few more. **F4** drops it.

A break is planned with its first and last day: **Enter** shows what becomes of the cards due in it, **F2** plans it.
**Tab** goes to the breaks that are planned; **Enter** on one, then **F2**, removes it. **Ctrl+Z** takes the last thing
back.
"""
    AUTO_FOCUS = "#by"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "take", "Do it", id="plan.take", tooltip="Do what is shown: a plan, a break, or the end of one"),
        Binding("f4", "drop", "Drop the plan", id="plan.drop", tooltip="The settings say again how many are new"),
        Binding("ctrl+z", "undo", "Undo", id="plan.undo", tooltip="Take back the last thing done"),
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
        self._breaks: tuple[Break, ...] = ()

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
            yield OptionList(id="breaks", markup=False)
            yield Static(Content(_HOW), id="outline", classes="muted")
            yield Vertical(id="worked-out")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show how things stand."""
        self._look()

    @work(thread=True, exclusive=True, group="report")
    def _look(self) -> None:
        tell = teller(self)
        try:
            now, breaks = standing(self._workspace), coming_breaks(self._workspace)
            self._in_force = now is not None
            told = "No plan is in force."
            if now is not None:
                today = self._workspace.today
                own = self._workspace.scheduler.parameters.desired_retention
                lines = standing_line(now, today), held_line(now.plan, today), rework_line(now.plan, today, own)
                told = "\n".join(filter(None, lines))
        except QuizzerError as error:
            told, breaks = str(error), ()
        tell(self._say, "#standing", told)
        tell(self._list, breaks)

    def _list(self, breaks: tuple[Break, ...]) -> None:
        if self.is_mounted:
            self._breaks = breaks
            shown = self.query_one("#breaks", OptionList)
            shown.clear_options()
            shown.add_options([f"Break {break_line(one)}" for one in breaks])
            shown.highlighted = 0 if breaks else None
            shown.display = bool(breaks)

    def _say(self, place: str, text: str) -> None:
        if self.is_mounted:
            self.query_one(place, Static).update(Content(sanitize(text).replace("`", "")))
            self.refresh_bindings()

    @on(Input.Changed)
    def _outdated(self) -> None:
        if self._take is not None:
            self._show(_Shown(""))

    @work(exclusive=True, group="shown")
    async def _show(self, shown: _Shown) -> None:
        self._take = shown.take
        self.query_one("#outline").set_class(not shown.told, "muted")
        self._say("#outline", shown.told or _HOW)
        place = self.query_one("#worked-out", Vertical)
        await place.remove_children()
        await place.mount_all([TextTable(table, most=_MOST_ROWS) for table in shown.tables])
        if shown.told:  # on a small screen it may lie below what is in sight
            self.query_one("#outline").scroll_visible(animate=False)
        else:
            self.query_one("#sheet").scroll_home(animate=False)

    # -- working out -----------------------------------------------------------------------------------------

    @on(Input.Submitted, "#by, #minutes")
    def _plan(self) -> None:
        self._work_out(self._planned)

    @on(Input.Submitted, "#first, #last")
    def _break(self) -> None:
        self._work_out(self._paused)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        one = self._breaks[event.option_index]
        told = f"Break {break_line(one)}. F2 removes it; cards stay where they are."
        self._show(_Shown(told, lambda: self._remove(one)))

    @work(thread=True, exclusive=True, group="report")
    def _work_out(self, what: Callable[[], _Shown]) -> None:
        tell = teller(self)
        tell(self._show, _Shown("Looking ahead …"))
        try:
            shown = what()
        except QuizzerError as error:
            shown = _Shown(str(error))
        tell(self._show, shown)

    def _planned(self) -> _Shown:
        by, minutes = self._day("#by"), self.query_one("#minutes", Input).value.strip()
        try:
            given = float(minutes) if minutes else None
        except ValueError:
            given = 0.0
        if given is not None and not 1 <= given <= 1440:
            raise LibraryError("Write the minutes as a number from 1 to 1440, or leave them out.")
        outline = outlined(self._workspace, (self._scope,), by, given)
        today = self._workspace.today
        stages = tuple((title, cards, *rest) for title, cards, _, *rest in stage_rows(outline, today))
        tables = Table("", _STAGES, stages), Table("", _WEEKS, tuple(week_rows(outline)))
        told = "\n".join(outline_lines(outline))
        if not outline.possible:
            return _Shown(told, None, tables)
        return _Shown(f"{told}\nF2 puts it in force.", lambda: self._adopt(outline), tables)

    def _paused(self) -> _Shown:
        first, last = self._day("#first"), self._day("#last")
        moved = pause(self._workspace, first, last)
        return _Shown(f"{pause_line(moved)}\nF2 plans the break.", lambda: self._pause(first, last, moved))

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

    def _remove(self, one: Break) -> str:
        removed = remove_break(self._workspace, one.first)
        return f"The break of {wording.count(removed.days, 'day')} from {removed.first} is removed. Undo takes it back."

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

    def action_undo(self) -> None:
        """Take back the last thing done."""
        self._show(_Shown(""))
        retrace(self.app, self._workspace, self._look, back=True)

    def action_drop(self) -> None:
        """Drop the plan in force."""
        self._do(lambda: f"{drop(self._workspace).title}: the plan is dropped.")

    @work(thread=True, exclusive=True, group="report")
    def _do(self, what: Callable[[], str]) -> None:
        tell = teller(self)
        try:
            told = what()
        except QuizzerError as error:
            told = str(error)
        tell(self._show, _Shown(told))
        tell(self._look)
