"""Roadmap: what do I know of it, what is slipping, what is next?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from time import sleep
from typing import ClassVar

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import var
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from quizzer import config as configuration
from quizzer.config_file import change
from quizzer.errors import QuizzerError
from quizzer.sitting import Plan
from quizzer.topics import RoadmapView, TopicDetail, look_into, risks, view_any
from quizzer.tree import Node
from quizzer.tui.keygate import hand_over_keys, keep_keys
from quizzer.tui.screens import topic_words
from quizzer.tui.screens.retracing import retrace
from quizzer.tui.screens.roadmap_chooser import RoadmapChooser, Wanted
from quizzer.tui.screens.roadmap_keys import HELP, KEYS
from quizzer.tui.screens.topic_pane import TopicPane
from quizzer.tui.sized import SizedScreen
from quizzer.tui.telling import teller
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.tui.widgets.roadmap_tree import RoadmapHeading, RoadmapTree
from quizzer.tui.widgets.search_line import SearchLine
from quizzer.workspace import Workspace
from quizzer_decks.sanitize import sanitize

_MOMENT = 0.15
"""Seconds for which the screen waits for its figures before it is painted without them."""
_BREATH = 0.03
"""Seconds that what was painted has to reach the terminal, before what is behind it takes the processor."""


class RoadmapScreen(SizedScreen[None]):
    """A tree with figures, and what is behind the place under the cursor. All that is counted comes from workers."""

    HELP = HELP
    CSS_PATH = "roadmap.tcss"
    AUTO_FOCUS = "#roadmap-tree"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (40, "-tall")]  # noqa: RUF012 - Textual reads it so
    BINDINGS: ClassVar[list[BindingType]] = list(KEYS)

    seen: var[RoadmapView | None] = var(None, init=False)
    """What is shown; None until it is known."""

    def __init__(self, workspace: Workspace, roadmap: str = "") -> None:
        super().__init__()
        self._workspace = workspace
        self._roadmap = roadmap or workspace.config.text("study.roadmap")
        self._first: asyncio.Future[RoadmapView | None] = asyncio.get_running_loop().create_future()
        self._laid_out = False
        self._foreseen: RoadmapView | None = None

    def compose(self) -> ComposeResult:
        """Lay out the screen; the database is at work meanwhile."""
        self._look(self._roadmap)
        yield Horizontal(Static("", id="title"), Static("", id="date"), id="top")
        yield SearchLine("words of a title", id="roadmap-search")
        with Horizontal(id="roadmap"):
            with Vertical(id="roadmap-side"):
                yield RoadmapHeading()
                yield RoadmapTree(id="roadmap-tree")
            yield TopicPane(id="topic-pane")
        yield KeyLine()

    async def on_screen_resume(self) -> None:
        """Show how things stand; at the start wait a moment for it, to be painted once and with the figures."""
        if self._laid_out:
            self._look(self._roadmap)
            return
        await asyncio.wait((self._first,), timeout=_MOMENT)
        self._laid_out = True
        if self._first.done():
            self._show(self._first.result())

    # -- looking ---------------------------------------------------------------------------------------------

    # Without a description Textual spells out all that a worker is given, which takes longer than the work.
    @work(thread=True, exclusive=True, group="report", description="look")
    def _look(self, roadmap: str) -> None:
        self._find_out(lambda: view_any(self._workspace, roadmap), self._hear)

    @work(thread=True, exclusive=True, group="risks", description="risks")
    def _look_ahead(self, seen: RoadmapView) -> None:
        self._find_out(lambda: replace(seen, risks=risks(seen, self._foreseen)), self._show_risks, _BREATH)

    def _find_out(self, ask: Callable[[], object], show: Callable[..., object], after: float = 0.0) -> None:
        """Ask in a worker's thread, and show what comes back unless something newer was asked for."""
        tell = teller(self)
        sleep(after)
        if get_current_worker().is_cancelled:
            return
        try:
            found = ask()
        except QuizzerError as error:
            tell(partial(self.app.notify, severity="error", timeout=30), str(error))
        else:
            tell(show, found)

    def _hear(self, seen: RoadmapView | None) -> None:
        take = self._show if self._laid_out else self._first.set_result
        take(seen)

    def _show(self, seen: RoadmapView | None) -> None:
        self.query_one("#roadmap").display = seen is not None
        if seen is None:
            self.seen = self._foreseen = None
            self.query_one(RoadmapTree).forget()
            self.query_one("#title", Static).update(Content(topic_words.NO_ROADMAP))
            self.query_one("#date", Static).update("")
            return
        # The days at risk follow at once; until then those that were shown stand.
        self.seen = seen = replace(seen, risks=self.seen.risks if self.seen is not None else {})
        self._roadmap = seen.root.path
        self.query_one("#title", Static).update(Content(sanitize(seen.root.title)))
        self.query_one("#date", Static).update(topic_words.head(seen))
        self.query_one(RoadmapHeading).show(seen.desired)
        self.query_one(RoadmapTree).look(seen)
        self.call_after_refresh(self._look_ahead, seen)
        self.call_after_refresh(self._look_behind)

    def _show_risks(self, seen: RoadmapView) -> None:
        self._foreseen = seen
        if self.seen is not None and self.seen.root is seen.root:
            self.seen = seen
            self.query_one(RoadmapTree).look(seen)

    def on_resize(self) -> None:
        """Draw the curve where there is room for it now."""
        self.call_after_refresh(self._look_behind)

    @on(RoadmapTree.NodeHighlighted)
    def _look_behind(self) -> None:
        seen = self.seen if self.is_attached else None  # the screen may have been left before the paint waited for
        if seen is not None and (node := self.query_one(RoadmapTree).here) is not None:
            self._gather(seen, node, self.has_class("-huge") or self.has_class("-tall"))

    @work(thread=True, exclusive=True, group="curve", description="detail")
    def _gather(self, seen: RoadmapView, node: Node, curve: bool) -> None:
        after = 0.0 if self._foreseen is not None else _BREATH
        self._find_out(lambda: look_into(self._workspace, seen, node, curve=curve), self._show_detail, after)

    def _show_detail(self, detail: TopicDetail) -> None:
        node = self.query_one(RoadmapTree).here
        if node is not None and node.path == detail.node.path:
            self.query_one(TopicPane).show(detail)

    # -- finding ---------------------------------------------------------------------------------------------

    async def action_search(self) -> None:
        """Go to the search line; what is typed at once goes there too."""
        keep_keys(self.app)
        before = self.focused
        self.add_class("-searching")
        await self.query_one(SearchLine).open()
        hand_over_keys(self.app, behind=before)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.query_one(SearchLine).tell(*self.query_one(RoadmapTree).search(event.value))

    @on(Input.Submitted)
    def _entered(self) -> None:
        self.query_one(RoadmapTree).focus()

    def action_find(self, step: int) -> None:
        """Go to the next match, or the one before."""
        self.query_one(SearchLine).tell(*self.query_one(RoadmapTree).find(step))

    # -- moving ----------------------------------------------------------------------------------------------

    @on(RoadmapTree.Chosen)
    def _enter(self) -> None:
        """Go to what is behind the place; on a narrow screen it takes the place of the tree."""
        self.add_class("-reading")
        self.call_after_refresh(self._read)

    def _read(self) -> None:
        if not self.query_one(TopicPane).enter() and not self.has_class("-narrow"):
            self.app.notify("There is nothing to open here yet.")

    def action_back(self) -> None:
        """Out of the search line or the pane, or back to the screen before."""
        tree = self.query_one(RoadmapTree)
        if isinstance(self.focused, Input):
            self.query_one(SearchLine).clear()
            self.remove_class("-searching")
        elif not self.has_class("-reading"):
            self.dismiss()
        self.remove_class("-reading")
        tree.focus()

    def action_fold(self) -> None:
        """Open all branches, or close all."""
        self.query_one(RoadmapTree).fold()

    @on(TopicPane.Opened)
    def _opened(self, event: TopicPane.Opened) -> None:
        from quizzer.tui.screens.browser import BrowserScreen

        self.app.push_screen(BrowserScreen(self._workspace, event.query, at=event.key))

    @on(TopicPane.Followed)
    def _followed(self, event: TopicPane.Followed) -> None:
        self._follow(event.url)

    def action_link(self) -> None:
        """Open the topic's link, or the one under the cursor of the list."""
        self._follow(self.query_one(TopicPane).link)

    def _follow(self, url: str) -> None:
        if url:
            self.app.notify(f"Opening {url}")
            self.app.open_url(url)
        else:
            self.app.notify("This place has no link.")

    # -- doing -----------------------------------------------------------------------------------------------

    def action_study(self, cram: bool = False) -> None:
        """Begin a sitting with what is under the cursor; with `cram` go through it, whatever is due."""
        from quizzer.tui.screens.review import ReviewScreen

        node = self.query_one(RoadmapTree).here
        if node is None:
            return
        if not node.decks:
            self.app.notify(f"{node.title} has no deck yet.")
            return
        self.app.push_screen(ReviewScreen(self._workspace, Plan(node.decks, cram=cram)))

    def action_tick(self) -> None:
        """Tick the topic or task under the cursor, or take the tick away."""
        node = self.query_one(RoadmapTree).here
        if node is not None and node.kind in ("topic", "task"):
            self._workspace.tick(node.path, not node.ticked)
            self._look(self._roadmap)

    def action_unlock(self) -> None:
        """Open the topic under the cursor although what it needs is not known yet."""
        from quizzer.unlocking import unlock

        node = self.query_one(RoadmapTree).here
        if node is None or node.kind != "topic" or not node.decks:
            return
        done = unlock(self._workspace, node.path)
        opened = f"{done.title} is open now. u takes it back."
        self.app.notify(opened if done.decks else f"{done.title} waits for nothing.")
        self._look(self._roadmap)

    def action_choose(self) -> None:
        """Choose which roadmap is shown, and which is studied."""
        curriculum = self.seen.curriculum if self.seen is not None else self._workspace.curriculum()
        roots = [root for known in self._workspace.roadmaps if (root := curriculum.tree(known.id)) is not None]
        studied = self._workspace.config.text("study.roadmap")
        self.app.push_screen(RoadmapChooser(roots, self._roadmap, studied), self._chosen)

    def _chosen(self, wanted: Wanted | None) -> None:
        if wanted is None:
            return
        if wanted.study:
            path = self._workspace.paths.config_file
            change(path, "study.roadmap", wanted.roadmap)
            self._workspace.configure(configuration.load(path))
            self.app.notify("New cards come in the order of this roadmap from now on.")
        self._roadmap = wanted.roadmap
        self._look(self._roadmap)

    def action_import(self) -> None:
        """Take in a roadmap from a file, and show it."""
        from quizzer.tui.screens.roadmap_import import RoadmapImportScreen

        self.app.push_screen(RoadmapImportScreen(self._workspace), self._taken_in)

    def _taken_in(self, roadmap: str | None) -> None:
        if roadmap is not None:
            self._roadmap = roadmap
            self._look(roadmap)

    def action_undo(self) -> None:
        """Take back the last thing done."""
        retrace(self.app, self._workspace, lambda: self._look(self._roadmap), back=True)

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        retrace(self.app, self._workspace, lambda: self._look(self._roadmap), back=False)
