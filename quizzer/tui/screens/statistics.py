"""Statistics: what do I still know, and how far can that be trusted?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Static, Tab, Tabs

from quizzer.errors import QuizzerError
from quizzer.reports.card_curve import card_curve
from quizzer.reports.exhibits_of_memory import card_chart
from quizzer.reports.gathering import gather
from quizzer.reports.memory import CardCurve
from quizzer.reports.report import Report
from quizzer.reports.scope import Scope, Window
from quizzer.reports.scope_choices import choices_of
from quizzer.tui.screens import card_words
from quizzer.tui.screens.explanation import ExplanationScreen
from quizzer.tui.screens.hardest_pane import HardestPane
from quizzer.tui.screens.scope_chooser import ScopeChooser
from quizzer.tui.screens.statistics_pane import TABS, StatisticsPane
from quizzer.tui.telling import teller
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.workspace import Workspace
from quizzer_decks.sanitize import sanitize

_WINDOWS = tuple(Window)


class StatisticsScreen(Screen[None]):
    """Tabs, each a sentence, plots and tables. What is asked for is counted by a worker; a newer wish replaces it."""

    HELP = """
# Statistics: what do I still know?

**← →** go from tab to tab, **↑ ↓** scroll. **w** looks further back: 7, 30, 90, 365 days, all. **f** narrows all
figures to a deck, a roadmap, a phase, a topic, a kind of question or a tag. **v** says in words and numbers what the
plots show, **i** says exactly what the figures are.

Under *Hardest*, **Enter** opens a topic's or a card's questions.
"""
    AUTO_FOCUS = "#figures"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "right", "turn(1)", "Next tab", id="statistics.next", tooltip="The next tab", show=False, priority=True
        ),
        Binding(
            "left",
            "turn(-1)",
            "Tab before",
            id="statistics.before",
            tooltip="The tab before",
            show=False,
            priority=True,
        ),
        Binding("w", "window(1)", "Window", id="statistics.window", tooltip="Look further back: up to all time"),
        Binding("W", "window(-1)", "Less", id="statistics.less", tooltip="Look less far back", show=False),
        Binding("f", "narrow", "Filter", id="statistics.filter", tooltip="Choose a deck, topic, kind …"),
        Binding("v", "words", "Words", id="statistics.words", tooltip="Say in words and numbers what the plots show"),
        Binding("i", "explain", "Explain", id="statistics.explain", tooltip="Say exactly what the figures are"),
        Binding("escape,q", "dismiss", "Back", id="statistics.back", tooltip="Back to where you came from"),
    ]

    report: var[Report | None] = var(None, init=False)
    """What is shown; None until it is counted."""
    window: var[Window] = var(Window.MONTH, init=False)
    """How far back it looks."""
    scope: var[Scope] = var(Scope(), init=False)
    """Which cards it is about."""
    as_words: var[bool] = var(False, init=False)
    """Whether plots are told instead of drawn."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._tab = TABS[0]
        self._questions: Mapping[int, str] = {}

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        title = Content.assemble("Statistics", ("   ← →", "$text-muted not bold"))
        yield Horizontal(Static(title, id="title"), Static("", id="date"), id="top")
        tabs = Tabs(*(Tab(tab.label, id=tab.id) for tab in TABS), id="tabs")
        tabs.can_focus = False
        yield tabs
        yield StatisticsPane()
        yield HardestPane()
        yield KeyLine()

    def on_screen_resume(self) -> None:
        """Count, at the start and after what was done elsewhere."""
        self._count()

    # -- counting --------------------------------------------------------------------------------------------

    def watch_window(self) -> None:
        """Count again."""
        self._count()

    def watch_scope(self) -> None:
        """Count again."""
        self._count()

    def _count(self) -> None:
        self._say("counting …")
        self._gather(self.scope, self.window)

    @work(thread=True, exclusive=True, group="report")
    def _gather(self, scope: Scope, window: Window) -> None:
        tell = teller(self)
        try:
            report = gather(self._workspace, scope, window)
            leeches = self._workspace.store.browser.rows([leech.key for leech in report.trouble.leeches])
            questions = {row.key: card_words.asked(row) for row in leeches}
        except QuizzerError as error:
            tell(self._fail, str(error))
        else:
            tell(self._arrived, report, questions)

    def _fail(self, why: str) -> None:
        self.app.notify(why, severity="error", timeout=30)
        if self.report is None:
            self._say()
            self.query_one(StatisticsPane).say("The figures could not be read. w tries again.")
            return
        # Back to what is shown, and was found.
        self.set_reactive(StatisticsScreen.scope, self.report.scope)
        self.set_reactive(StatisticsScreen.window, self.report.window)
        self._say()

    def _arrived(self, report: Report, questions: Mapping[int, str]) -> None:
        if (report.scope, report.window) == (self.scope, self.window):
            self._questions = questions
            self.report = report

    def watch_report(self) -> None:
        """Show what was counted."""
        self._say()
        self._show()

    def _say(self, doing: str = "") -> None:
        said = " · ".join(part for part in (self.scope.words, self.window.words, doing) if part)
        self.query_one("#date", Static).update(Content(sanitize(said)))

    # -- showing ---------------------------------------------------------------------------------------------

    @on(Tabs.TabActivated)
    def _switched(self, event: Tabs.TabActivated) -> None:
        self._tab = next(tab for tab in TABS if tab.id == event.tab.id)
        self.query_one(StatisticsPane).scroll_home(animate=False)
        self._show()

    def _show(self) -> None:
        figures, hardest = self.query_one(StatisticsPane), self.query_one(HardestPane)
        on_hardest = self._tab.id == "hardest" and self.report is not None
        figures.display, hardest.display = not on_hardest, on_hardest
        if self.report is not None and on_hardest:
            hardest.show(self.report, self._questions, as_words=self.as_words)
        elif self.report is not None:
            figures.show(self.report, self._tab, as_words=self.as_words)
            figures.focus()

    def watch_as_words(self) -> None:
        """Draw the plots, or tell them."""
        self._show()

    @on(HardestPane.Looked)
    def _looked(self, event: HardestPane.Looked) -> None:
        self._draw_curve(event.card)

    @work(thread=True, exclusive=True, group="curve")
    def _draw_curve(self, card: str) -> None:
        tell = teller(self)
        try:
            workspace = self._workspace
            curve = card_curve(workspace.store, workspace.scheduler, card, workspace.today)
        except QuizzerError as error:
            tell(self._fail, str(error))
        else:
            if curve is not None:
                tell(self._drawn, card, curve)

    def _drawn(self, card: str, curve: CardCurve) -> None:
        chart = card_chart(curve, self._workspace.scheduler.desired_retention(card))
        self.query_one(HardestPane).show_curve(card, curve.words, chart)

    # -- doing -----------------------------------------------------------------------------------------------

    def action_turn(self, step: int) -> None:
        """Go to another tab."""
        self.query_one(Tabs).active = TABS[(TABS.index(self._tab) + step) % len(TABS)].id

    def action_window(self, step: int) -> None:
        """Look further back, or less far."""
        if self.report is None:
            self._count()
        else:
            self.window = _WINDOWS[(_WINDOWS.index(self.window) + step) % len(_WINDOWS)]

    def action_words(self) -> None:
        """Tell the plots, or draw them."""
        self.as_words = not self.as_words

    def action_explain(self) -> None:
        """Say exactly what the figures of the tab are."""
        if self.report is not None:
            self.app.push_screen(ExplanationScreen(self._tab.of(self.report)))

    def action_narrow(self) -> None:
        """Choose which cards the figures are about."""
        self.app.push_screen(ScopeChooser(choices_of(self._workspace), self.scope), self._narrowed)

    def _narrowed(self, scope: Scope | None) -> None:
        if scope is not None:
            self.scope = scope

    @on(HardestPane.Opened)
    def _opened(self, event: HardestPane.Opened) -> None:
        from quizzer.tui.screens.browser import BrowserScreen

        self.app.push_screen(BrowserScreen(self._workspace, event.query, at=event.key))
