"""Summary: what the sitting came to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizzer import wording
from quizzer.sitting import Answered, Plan, Summary
from quizzer.tui.markdown import to_content
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.workspace import Workspace
from quizzer_decks.sanitize import sanitize
from quizzer_scheduler.model import Rating

_NOW = timedelta(seconds=1)


class SummaryScreen(Screen[None]):
    """What was done, what was hard, what comes next."""

    HELP = """
# Summary

**Tab** goes into the list of hard cards; there, **Enter** opens one in the browser. **g** goes on with what is left.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "home", "Home", id="summary.home", tooltip="Back to the start"),
        Binding("g", "go_on", "Go on", id="summary.go-on", tooltip="Begin another sitting"),
        Binding("u,ctrl+z", "undo", "Undo", id="summary.undo", tooltip="Take back the last answer and go on with it"),
    ]

    def __init__(self, workspace: Workspace, summary: Summary | None, plan: Plan, waiting: datetime | None) -> None:
        super().__init__()
        self._workspace = workspace
        self._summary = summary
        self._plan = plan
        self._waiting = waiting

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        with VerticalScroll(id="summary", classes="measure"):
            if self._summary is None:
                yield Static(self._nothing(), classes="bright")
            else:
                yield Static(_done(self._summary), id="done")
                if self._summary.hardest:
                    yield Static(Content("Hardest"), classes="muted", id="hardest-heading")
                    yield OptionList(*(_hard(answer) for answer in self._summary.hardest), id="hardest", markup=False)
                yield Static(self._next(self._summary), id="next")
        yield KeyLine()

    def on_mount(self) -> None:
        """Leave the keys to the screen until the learner goes into the list."""
        self.set_focus(None)

    def _nothing(self) -> Content:
        if self._waiting is not None:
            return Content(f"Nothing is due now. The next card comes {self._when(self._waiting)}.")
        return Content(
            "Nothing is due here today.\n\n"
            "On the home screen, n brings ten more new cards and c goes through a topic without touching the schedule."
        )

    def _next(self, summary: Summary) -> Content:
        lines = []
        if summary.rise:
            rise = summary.rise
            before, after = wording.percent(rise.before), wording.percent(rise.after)
            lines.append(f"{sanitize(rise.title)} rose from {before} to {after}.")
        if self._waiting is not None and not self._plan.cram:
            lines.append(f"Still learning: the next card comes back {self._when(self._waiting)}.")
        if summary.left.total and not self._plan.cram:
            lines.append(f"{wording.count(summary.left.total, 'card')} left today; g goes on.")
        due = f"{wording.count(summary.tomorrow, 'card')} due, and the new ones"
        lines.append(f"Tomorrow: {due if summary.tomorrow else 'no further card falls due'}.")
        return Content("\n".join(lines))

    def _when(self, at: datetime) -> str:
        left = at - self._workspace.clock.now()
        return f"in {wording.wait(left)}" if left >= _NOW else "now"

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        from quizzer.tui.screens.browser import BrowserScreen

        self.app.push_screen(BrowserScreen(self._workspace, f'"{event.option.id}"'))

    def action_home(self) -> None:
        """Back to the home screen."""
        self.dismiss()

    def action_go_on(self) -> None:
        """Begin another sitting, with all that is left today; a cram goes over the same again."""
        from quizzer.tui.screens.review import ReviewScreen

        plan = self._plan if self._plan.cram else Plan(limit=self._plan.limit)
        self.app.switch_screen(ReviewScreen(self._workspace, plan))

    def action_undo(self) -> None:
        """Take back the last answer and ask its card again."""
        from quizzer.tui.screens.review import ReviewScreen

        if self._plan.cram:
            self.app.notify("A cram leaves nothing to undo.")
            return
        self.app.switch_screen(ReviewScreen(self._workspace, self._plan, undo_first=True))


def _done(summary: Summary) -> Content:
    minutes = max(1, round(summary.took.total_seconds() / 60))
    parts: list[str | tuple[str, str]] = [
        (wording.count(summary.cards, "card"), "bold $text"),
        (f" in {minutes} min", "bold $text"),
        f", {summary.introduced} of them new.\n" if summary.introduced else ".\n",
    ]
    if summary.first_tries:
        share = summary.first_right / summary.first_tries
        parts.append(f"Right at first try: {summary.first_right} of {summary.first_tries} ({wording.percent(share)})")
        if summary.predicted is not None:
            parts.append(f"; {wording.percent(summary.predicted)} was expected")
        parts.append(".")
    return Content.assemble(*parts)


def _hard(answer: Answered) -> Option:
    prompt = answer.step.prompt
    asked = prompt.code if prompt.kind == "output" else to_content(prompt.ask).plain  # most of them ask the same
    text = " ".join(asked.split())
    what = "forgotten" if answer.rating is Rating.AGAIN else "hard"
    return Option(Content.assemble((f"{what:>9}  ", "$text-warning"), text[:200]), id=answer.step.card.id)
