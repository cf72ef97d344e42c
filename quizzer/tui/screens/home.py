"""Home: what today?"""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Footer, Static, Tab, Tabs
from textual.worker import get_current_worker

from quizzer import wording
from quizzer.curriculum import Node
from quizzer.errors import QuizzerError
from quizzer.history import describe_all
from quizzer.library import Refresh
from quizzer.overview import Overview
from quizzer.sitting import Plan
from quizzer.tui.screens.browser import BrowserScreen
from quizzer.tui.screens.problems import ProblemsScreen
from quizzer.tui.screens.review import ReviewScreen
from quizzer.tui.screens.settings import SettingsScreen
from quizzer.tui.widgets.curriculum_tree import CurriculumTree
from quizzer.tui.widgets.sparkline import sparkline
from quizzer.workspace import Workspace
from quizzer_decks.model import Problem
from quizzer_decks.sanitize import sanitize

MORE_NEW = 10
"""New cards that one key adds to today's."""


class HomeScreen(Screen[None]):
    """Today's work on the left, what is known on the right."""

    HELP = """
# Home

**Enter** begins a sitting with what the cursor is on: the roadmap for everything that is due today, a phase, section or topic for its part.
The bar is *mastery*: the share of cards you would recall today. It falls by itself as memory does.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "Start", id="home.start", tooltip="Answer what is due under the cursor"),
        Binding("r", "roadmap", "Roadmap", id="home.roadmap", tooltip="Go to the roadmap, and back to today", show=False),
        Binding("slash", "browse", "Find", id="home.find", tooltip="Search and look through all cards"),
        Binding("n", "more_new", "More new", id="home.more-new", tooltip="Ten more new cards today"),
        Binding("c", "cram", "Cram", id="home.cram", tooltip="Everything under the cursor once; the schedule stays"),
        Binding("x", "tick", "Tick", id="home.tick", tooltip="Tick a task or topic by hand", show=False),
        Binding("comma", "settings", "Settings", id="home.settings", tooltip="Settings"),
        Binding("u,ctrl+z", "undo", "Undo", id="home.undo", tooltip="Take back the last thing done", show=False),
        Binding("ctrl+y", "redo", "Redo", id="home.redo", tooltip="Do again what was taken back", show=False),
        Binding("p", "problems", "Problems", id="home.problems", tooltip="What is wrong with deck files", show=False),
        Binding("q", "app.quit", "Quit", id="home.quit", tooltip="Leave Quizzer"),
    ]

    overview: var[Overview | None] = var(None)
    """What is shown; None until it is known."""
    problems: var[tuple[Problem, ...]] = var(())
    """What is wrong with deck files."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Horizontal(Static("Quizzer", id="title"), Static("", id="date"), id="top")
        yield Tabs(Tab("Today", id="tab-today"), Tab("Roadmap", id="tab-roadmap"), id="panes")
        with Horizontal(id="home"):
            yield Vertical(
                Static("", id="today"),
                Static("", id="start"),
                Static("", id="suggestions"),
                Static("", id="weeks"),
                Static("", id="deck-problems"),
                id="today-pane",
            )
            yield CurriculumTree(id="tree")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Fill in from what is known."""
        self.query_one(CurriculumTree).focus()
        self.load()

    def on_screen_resume(self) -> None:
        """Show what a sitting changed."""
        if self.overview is not None:
            self.load()

    @work(thread=True, exclusive=True, group="overview")
    def load(self) -> None:
        """Look things up, off the screen's own thread."""
        worker = get_current_worker()
        try:
            overview = self._workspace.overview()
            problems = self._workspace.library.problems()
        except QuizzerError as error:
            self.app.call_from_thread(self.app.notify, str(error), severity="error", timeout=30)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, overview, problems)

    def _show(self, overview: Overview, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        self.overview = overview

    def show_reading(self, done: int, total: int) -> None:
        """Tell how far the reading of new deck files is."""
        self.query_one("#start", Static).update(Content(f"Reading decks: {done} of {total}"))

    def decks_changed(self, refresh: Refresh) -> None:
        """Take in deck files that changed."""
        if refresh.read or refresh.report.removed or refresh.problems != self.problems:
            self.load()

    # -- showing ---------------------------------------------------------------------------------------------

    def watch_overview(self, overview: Overview | None) -> None:
        """Show the figures."""
        if overview is None:
            return
        day = overview.day
        parts = [f"{day:%a} {day.day} {day:%b}"]
        if overview.streak:
            parts.append(f"{wording.count(overview.streak, 'day')} in a row")
        self.query_one("#date", Static).update(Content("    ".join(parts)))
        self.query_one("#today", Static).update(_today(overview))
        self.query_one("#suggestions", Static).update(_suggestions(overview))
        self.query_one("#weeks", Static).update(_weeks(overview))
        self.query_one(CurriculumTree).show(overview.roots)
        self._show_start()

    def watch_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say that decks have problems."""
        text = f"{wording.count(len(problems), 'problem')} in deck files: p" if problems else ""
        self.query_one("#deck-problems", Static).update(Content(text))

    @on(CurriculumTree.NodeHighlighted)
    def _show_start(self) -> None:
        if self.overview is None:
            return
        node = self._current()
        self.query_one("#start", Static).update(_start(self.overview, node))

    def _current(self) -> Node | None:
        cursor = self.query_one(CurriculumTree).cursor_node
        return cursor.data if cursor else None

    @on(Tabs.TabActivated)
    def _switch_pane(self, event: Tabs.TabActivated) -> None:
        self.set_class(event.tab.id == "tab-roadmap", "-roadmap")
        self.call_after_refresh(self.query_one(CurriculumTree).focus)

    # -- doing -----------------------------------------------------------------------------------------------

    @on(CurriculumTree.Chosen)
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
        """Turn to the roadmap, and back; where both are in sight the roadmap takes the keys."""
        tabs = self.query_one("#panes", Tabs)
        if tabs.display:
            tabs.active = "tab-today" if self.has_class("-roadmap") else "tab-roadmap"
        self.query_one(CurriculumTree).focus()

    def action_browse(self) -> None:
        """Open the browser."""
        self.app.push_screen(BrowserScreen(self._workspace))

    def action_settings(self) -> None:
        """Open the settings."""
        self.app.push_screen(SettingsScreen(self._workspace))

    def action_problems(self) -> None:
        """Show what is wrong with deck files."""
        self.app.push_screen(ProblemsScreen(self.problems))

    def action_more_new(self) -> None:
        """Raise today's limit of new cards."""
        limit = self._workspace.more_new_today(MORE_NEW)
        self.app.notify(f"Up to {limit} new cards today. u takes it back.")
        self.load()

    def action_tick(self) -> None:
        """Tick the task or topic under the cursor, or take the tick away."""
        node = self._current()
        if node is None or node.kind not in ("task", "topic"):
            return
        self._workspace.tick(node.path, not node.ticked)
        self.load()

    def action_undo(self) -> None:
        """Take back the last thing done."""
        done = self._workspace.undo()
        self.app.notify(f"Taken back: {describe_all(done)}." if done else "There is nothing to undo.")
        self.load()

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        done = self._workspace.redo()
        self.app.notify(f"Done again: {describe_all(done)}." if done else "There is nothing to redo.")
        self.load()


def _today(overview: Overview) -> Content:
    counts = overview.counts
    figures = [(counts.due, "due"), (counts.learning, "learning"), (counts.new, "new")]
    shown = [part for number, name in figures if number for part in ((str(number), "bold $text"), (f" {name}   ", ""))]
    if not shown:
        again = f"{wording.count(overview.answered_today, 'answer')} today." if overview.answered_today else ""
        return Content.assemble(("Today\n", "$text-muted"), ("All done. ", "bold $text"), again)
    return Content.assemble(("Today\n", "$text-muted"), *shown, wording.minutes(overview.seconds))


def _start(overview: Overview, node: Node | None) -> Content:
    counts = overview.counts
    if node is None or not overview.roots:
        return Content("There are no decks yet.\nquizzer decks new ID starts one.")
    if node.kind == "task":
        return Content.assemble(("⏎  ", "bold $text-primary"), "Untick" if node.ticked else "Tick")
    if node.kind == "roadmap":
        if counts.total:
            return Content.assemble(("⏎  Start", "bold $text-primary"))
        return Content("Come back tomorrow, or:\nn  ten more new cards\nc  cram a topic")
    if not node.decks:
        return Content("No deck yet for this one.")
    waiting = node.due + node.learning
    what = f"{waiting} due" if waiting else f"{node.new} new" if node.new else "nothing due, c crams it"
    return Content.assemble(("⏎  Start ", "bold $text-primary"), (f"here: {what}", ""))


def _suggestions(overview: Overview) -> Content:
    parts: list[str | tuple[str, str]] = []
    if overview.next_topic is not None:
        parts += [("Next to learn\n", "$text-muted"), sanitize(overview.next_topic.title), "\n\n"]
    slip = overview.slipping
    if slip is not None:
        since = f" since {wording.day(slip.since, overview.day)}" if slip.since else " for over a month"
        parts += [
            ("Slipping first\n", "$text-muted"),
            sanitize(slip.deck.title),
            f": {wording.percent(slip.recall)}{since}",
        ]
    return Content.assemble(*parts)


def _weeks(overview: Overview) -> Content:
    if not any(overview.weeks):
        return Content("")
    return Content.assemble((sparkline(overview.weeks), "$text-primary"), ("  last 12 weeks", "$text-muted"))
