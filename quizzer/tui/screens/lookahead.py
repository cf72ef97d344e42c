"""Help me decide: what desired retentions cost and give after a year, and what it takes to finish a roadmap."""

from __future__ import annotations

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

from quizzer.errors import QuizzerError
from quizzer.fitting import Cancelled
from quizzer.lookahead import Choices
from quizzer.lookahead_charts import charts, known_at_all
from quizzer.lookahead_words import bar, plan_lines, rest_on, rows
from quizzer.tui.telling import teller
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.tui.widgets.plots.plot import Plot, told
from quizzer.tuning import lookahead_of
from quizzer.workspace import Workspace
from quizzer_decks.sanitize import sanitize

_STEP = 5
"""New cards a day that a key adds or takes away."""
_BAR = 14
_NUMBERS = 42
"""Cells of a line without its bars."""
_MOST = 9999
_ROWS = 10
_WIDE = 100
"""Columns of the terminal from which the plots stand beside one another."""


class LookaheadScreen(ModalScreen[None]):
    """A sheet with a bar for each desired retention, and two fields to plan the roadmap with."""

    HELP = """
# Help me decide

Each line is a desired retention: the minutes a day that it takes over a year, and how many cards you would remember at
its end. It is computed from your own memory, ratings and times. There is no best line: it is yours to choose. **+**
and **-** change the new cards a day, **v** says in words what the plots show, **↑ ↓** scroll. Below, a day and the
minutes you have tell whether the roadmap can be finished.
"""
    AUTO_FOCUS = "#sheet"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", f"more({_STEP})", "More new", id="lookahead.more", tooltip="Five more new cards a day"),
        Binding("minus", f"more(-{_STEP})", "Fewer new", id="lookahead.fewer", tooltip="Five fewer new cards a day"),
        Binding("v", "words", "Words", id="lookahead.words", tooltip="Say in words what the plots show"),
        Binding("f1", "app.show_keys", "Keys", id="lookahead.keys", tooltip="Show all keys of this sheet"),
        Binding("escape", "dismiss", "Close", id="lookahead.close", tooltip="Back to the settings"),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._lookahead = lookahead_of(workspace)
        self._new = workspace.config.whole("study.new_per_day")
        self._choices: Choices | None = None
        self._as_words = False

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        with VerticalScroll(id="sheet"):
            yield Static(Content("What a desired retention comes to"), classes="bright")
            yield Static(Content("Looking a year ahead …"), id="choices")
            yield Horizontal(id="look")
            yield Static("", classes="muted", id="rests-on")
            yield Static(Content("Finish the roadmap"), classes="bright", id="plan-heading")
            with Horizontal(id="plan-fields"):
                yield Static(Content("by "), classes="muted")
                yield Input(placeholder="YYYY-MM-DD", compact=True, id="by", max_length=10)
                yield Static(Content("  minutes a day "), classes="muted")
                yield Input(placeholder="any", compact=True, id="minutes", max_length=6)
            yield Static("", id="plan")
        yield KeyLine()

    def on_mount(self) -> None:
        """Look ahead, off the screen's own thread."""
        self._look()

    def action_more(self, more: int) -> None:
        """Look ahead with more or fewer new cards a day."""
        self._new = min(max(self._new + more, 0), _MOST)
        self._look()

    @work(thread=True, exclusive=True, group="lookahead")
    def _look(self) -> None:
        worker, tell = get_current_worker(), teller(self)

        def doing(_done: int, _total: int) -> None:
            if worker.is_cancelled:
                raise Cancelled("Another number of new cards was asked for.")

        try:
            choices = self._lookahead.choices(self._new, doing)
        except QuizzerError as error:
            tell(self._say, "#choices", str(error))
        else:
            tell(self._show, choices)

    def action_words(self) -> None:
        """Tell the plots, or draw them."""
        self._as_words = not self._as_words
        self._draw()

    def on_resize(self) -> None:
        """Put the plots beside one another where there is room."""
        self.set_class(self.app.size.width >= _WIDE, "-beside")
        self.call_after_refresh(self._show_chart)

    def _show_chart(self) -> None:
        if self._choices is not None and self.is_mounted:
            shown = self.query_one("#choices", Static)
            shown.update(chart(self._choices, shown.size.width))

    @work(exclusive=True, group="plots")
    async def _draw(self) -> None:
        if self._choices is None or not known_at_all(self._choices.workloads):
            return
        place = self.query_one("#look", Horizontal)
        await place.remove_children()
        await place.mount_all(
            Static(told(drawn)) if self._as_words else Plot(drawn, height=_ROWS) for drawn in charts(self._choices)
        )

    def _show(self, choices: Choices) -> None:
        if not self.is_mounted:
            return
        self._choices = choices
        self._show_chart()
        self._draw()
        limit = self._workspace.config.whole("study.reviews_per_day")
        self._say("#rests-on", " ".join(rest_on(choices, limit)).replace("`", ""))

    def _say(self, place: str, text: str) -> None:
        if self.is_mounted:
            self.query_one(place, Static).update(Content(sanitize(text)))

    @on(Input.Submitted)
    def _plan(self) -> None:
        by, minutes = (self.query_one(name, Input).value.strip() for name in ("#by", "#minutes"))
        try:
            day = date.fromisoformat(by)
        except ValueError:
            self._say("#plan", "Write the day as 2027-06-30.")
            return
        try:
            given = float(minutes) if minutes else None
        except ValueError:
            given = 0.0
        if given is not None and not 1 <= given <= 1440:
            self._say("#plan", "Write the minutes as a number from 1 to 1440, or leave them out.")
            return
        self._say("#plan", "Looking ahead …")
        self._look_at_plan(day, given)

    @work(thread=True, exclusive=True, group="plan")
    def _look_at_plan(self, day: date, minutes: float | None) -> None:
        tell = teller(self)
        try:
            root = self._workspace.curriculum().tree(self._workspace.config.text("study.roadmap"))
            if root is None:
                told = "The settings name no roadmap that there is."
            else:
                told = "\n".join(plan_lines(self._lookahead.plan(root, day, minutes)))
        except QuizzerError as error:
            told = str(error)
        tell(self._say, "#plan", told)


def chart(choices: Choices, room: int) -> Content:
    """Return a line for each retention: its minutes and what is remembered, each as a number and a bar, in `room`."""
    cells = max(0, min(_BAR, (room - _NUMBERS) // 2))
    last = "remembered after a year" if cells == _BAR else "known in a year"
    most = max(workload.minutes for workload in choices.workloads) or 1.0
    lines = [Content.styled(f"{'recall wanted':>15}  minutes a day{'':{max(0, cells - 4)}} {last}", "$text-muted")]
    for row, workload in zip(rows(choices), choices.workloads, strict=True):
        mark, wanted, minutes, _, _, remembered = row
        of_seen = workload.remembered / workload.seen if workload.seen else 0.0
        lines.append(
            Content.assemble(
                (f"{mark:>8}{wanted:>7}", "bold $text" if mark else ""),
                f"  {minutes:>5} ",
                (f"{bar(workload.minutes / most, cells):<{cells}}", "$text-primary"),
                f"  {remembered:>16} ",
                (bar(of_seen, cells), "$text-success"),
            )
        )
    return Content("\n").join(lines)
