"""Home: what today?"""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static, Tab, Tabs

from quizzer import wording
from quizzer.curriculum import Node
from quizzer.errors import QuizzerError
from quizzer.library import Refresh
from quizzer.overview import Overview
from quizzer.sitting import Plan
from quizzer.tui.keygate import keep_keys
from quizzer.tui.screens import today
from quizzer.tui.screens.home_keys import HELP, KEYS
from quizzer.tui.screens.offers import Offer, Offers, looked_up
from quizzer.tui.screens.retracing import retrace
from quizzer.tui.screens.review import ReviewScreen
from quizzer.tui.settled import Settled
from quizzer.tui.sized import SizedScreen
from quizzer.tui.telling import teller
from quizzer.tui.widgets.curriculum_tree import CurriculumTree
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.workspace import Workspace
from quizzer_decks.model import Problem

MORE_NEW = 10
"""New cards that one key adds to today's."""
_DAY_CHECK = 60.0
"""Seconds after which to look whether another study day has begun."""


class HomeScreen(SizedScreen[None]):
    """Today's work on the left, what is known on the right."""

    HELP = HELP
    CSS_PATH = "home.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (31, "-tall"), (44, "-taller")]  # noqa: RUF012 - Textual reads it so
    BINDINGS: ClassVar[list[BindingType]] = list(KEYS)

    overview: var[Overview | None] = var(None)
    """What is shown; None until it is known."""
    problems: var[tuple[Problem, ...]] = var(())
    """What is wrong with deck files."""

    reading: var[str] = var("Looking for decks …")
    """How far the reading of new deck files is; empty when all are read."""

    def __init__(self, workspace: Workspace, *, all_read: bool = False) -> None:
        super().__init__()
        self._workspace = workspace
        self._all_read = all_read

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Horizontal(Static("Quizzer", id="title"), Static("", id="date"), id="top")
        yield Tabs(Tab("Today", id="tab-today"), Tab("Roadmap", id="tab-roadmap"), id="panes")
        with Horizontal(id="home"):
            with Vertical(id="today-pane"):
                yield from (Static("", id=name) for name in ("today", "start", "suggestions", "detail", "weeks"))
                yield Offers(id="offer")
                yield Static("", id="deck-problems")
            yield CurriculumTree(id="tree")
        yield KeyLine()

    def on_mount(self) -> None:
        """Fill in from what is known."""
        self.query_one(CurriculumTree).focus()
        self.set_interval(_DAY_CHECK, self._check_day)

    def on_screen_resume(self) -> None:
        """Show how things stand, at the start and after a sitting; not while a first question is on its way."""
        if self.app.screen is self:
            self.load()

    def on_resize(self) -> None:
        """Draw the weeks as large as there is room for."""
        self.call_after_refresh(self._show_weeks)

    def _check_day(self) -> None:
        """Show the new day's work when one has begun."""
        if self.is_current and self.overview is not None and self.overview.day != self._workspace.today:
            self.load()

    @work(thread=True, exclusive=True, group="overview")
    def load(self) -> None:
        """Look things up, off the screen's own thread."""
        tell = teller(self)
        try:
            tell(self._show, *looked_up(self._workspace))
        except QuizzerError as error:
            tell(self._fail, str(error))

    def _fail(self, why: str) -> None:
        self.app.notify(why, severity="error", timeout=30)
        self.post_message(Settled())

    def _show(self, overview: Overview, problems: tuple[Problem, ...], found: tuple[Offer, ...]) -> None:
        offers = self.query_one(Offers)
        offers.show(found)
        if self.overview is None or self.overview.day != overview.day:
            offers.begin_day(self._workspace, self.load)
        if self._all_read:
            self.reading = ""
        self.problems = problems
        self.overview = overview
        self.call_after_refresh(self.post_message, Settled())

    def show_reading(self, done: int, total: int) -> None:
        """Tell how far the reading of new deck files is."""
        self.reading = f"Reading decks: {done} of {total}"

    def decks_changed(self, refresh: Refresh) -> None:
        """Take in deck files that changed."""
        self._all_read = True
        if refresh.read or refresh.report.removed or refresh.problems != self.problems:
            self.load()
        else:
            self.reading = ""

    # -- showing ---------------------------------------------------------------------------------------------

    def watch_overview(self, overview: Overview | None) -> None:
        """Show the figures."""
        if overview is None:
            return
        self._say("#date", today.date_line(overview))
        self._say("#suggestions", today.suggestions(overview))
        self._show_weeks()
        self.query_one(CurriculumTree).show(overview.roots, today.here(overview))
        self._show_place()

    def watch_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say that decks have problems."""
        text = f"{wording.count(len(problems), 'problem')} in deck files: p" if problems else ""
        self._say("#deck-problems", Content(text))

    def watch_reading(self) -> None:
        """Say how far the reading is."""
        self._show_place()

    @on(CurriculumTree.NodeHighlighted)
    def _show_place(self) -> None:
        """Say what there is to do today and under the cursor."""
        overview, node = self.overview, self._current()
        empty = overview is None or not any(root.questions for root in overview.roots)
        if overview is None or (empty and self.reading):
            self._say("#today", Content.styled("Today", "$text-muted"))
            self._say("#start", Content(self.reading))
            return
        self._say("#today", today.counts(overview))
        self._say("#start", today.start(overview, node))
        self._say("#detail", today.detail(node))

    def _show_weeks(self) -> None:
        if self.overview is not None:
            rows = 9 if self.has_class("-taller") else 3 if self.has_class("-tall") else 1
            self._say("#weeks", today.weeks(self.overview, rows, 3 if self.has_class("-huge") else 1))

    def _say(self, place: str, content: Content) -> None:
        shown = self.query_one(place, Static)
        shown.update(content)
        shown.set_class(not content.plain, "-empty")

    def _current(self) -> Node | None:
        cursor = self.query_one(CurriculumTree).cursor_node
        return cursor.data if cursor else None

    @on(Tabs.TabActivated)
    def _switch_pane(self, event: Tabs.TabActivated) -> None:
        self.set_class(event.tab.id == "tab-roadmap", "-roadmap")
        self.call_after_refresh(self.query_one(CurriculumTree).focus)

    # -- doing -----------------------------------------------------------------------------------------------

    @on(CurriculumTree.Chosen)
    async def _chosen(self) -> None:
        await self.run_action("start")

    def action_start(self) -> None:
        """Begin a sitting with what the cursor is on."""
        self._study(cram=False)

    def action_cram(self) -> None:
        """Go through what the cursor is on, whatever is due."""
        self._study(cram=True)

    def _study(self, *, cram: bool) -> None:
        node = self._current()
        if node is None or self.overview is None:
            return
        if node.kind == "task":
            self.action_tick()
            return
        whole = node.kind == "roadmap" and not cram
        if not whole and not node.decks:
            self.app.notify(f"{node.title} has no deck yet. `quizzer decks new` starts one.")
            return
        plan = Plan(None if whole else node.decks, cram=cram)
        self.app.push_screen(ReviewScreen(self._workspace, plan))

    def action_roadmap(self) -> None:
        """Open the roadmap."""
        from quizzer.tui.screens.roadmap import RoadmapScreen

        self.app.push_screen(RoadmapScreen(self._workspace))

    def action_panes(self) -> None:
        """Turn to the tree, and back; where both are in sight the tree takes the keys."""
        tabs = self.query_one("#panes", Tabs)
        if tabs.display:
            tabs.active = "tab-today" if self.has_class("-roadmap") else "tab-roadmap"
        self.query_one(CurriculumTree).focus()

    def action_browse(self) -> None:
        """Open the browser in its search line: what is typed at once goes there, and is no key."""
        from quizzer.tui.screens.browser import BrowserScreen

        keep_keys(self.app)
        self.app.push_screen(BrowserScreen(self._workspace, searching=True))

    def action_statistics(self) -> None:
        """Open the statistics."""
        from quizzer.tui.screens.statistics import StatisticsScreen

        self.app.push_screen(StatisticsScreen(self._workspace))

    def action_settings(self) -> None:
        """Open the settings."""
        from quizzer.tui.screens.settings import SettingsScreen

        self.app.push_screen(SettingsScreen(self._workspace))

    def action_problems(self) -> None:
        """Show what is wrong with deck files."""
        from quizzer.tui.screens.problems import ProblemsScreen

        self.app.push_screen(ProblemsScreen(self.problems, self._workspace.paths.decks.parent))

    def action_fit(self) -> None:
        """Fit the scheduler to the learner."""
        from quizzer.tui.screens.fit import FitScreen

        self.app.push_screen(FitScreen(self._workspace))

    def action_place(self) -> None:
        """Find out what is known already of what the cursor is on."""
        node = self._current()
        if node is not None and node.decks:
            from quizzer.tui.screens.placement import PlacementScreen

            names = node.decks if node.kind in ("deck", "task") else (node.path,)
            self.app.push_screen(PlacementScreen(self._workspace, names))

    def action_plan(self) -> None:
        """Plan a date to be done by."""
        from quizzer.tui.screens.plan import PlanScreen

        self.app.push_screen(PlanScreen(self._workspace))

    def action_more_new(self) -> None:
        """Raise today's limit of new cards."""
        limit = self._workspace.more_new_today(MORE_NEW)
        self.app.notify(f"Up to {limit} new cards today. u takes it back.")
        self.load()

    def action_tick(self) -> None:
        """Tick the task or topic under the cursor, or take the tick away."""
        node = self._current()
        if node is not None and node.kind in ("task", "topic"):
            self._workspace.tick(node.path, not node.ticked)
            self.load()

    def action_unlock(self) -> None:
        """Open the topic under the cursor though what it needs is not known yet."""
        from quizzer.unlocking import unlock

        node = self._current()
        if node is not None and node.kind in ("topic", "deck") and node.decks:
            done = unlock(self._workspace, node.decks[0] if node.kind == "deck" else node.path)
            self.app.notify(f"{node.title} is open{'. u takes it back' if done.decks else ' already'}.")
            self.load()

    def action_undo(self) -> None:
        """Take back the last thing done."""
        retrace(self.app, self._workspace, self.load, back=True)

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        retrace(self.app, self._workspace, self.load, back=False)
