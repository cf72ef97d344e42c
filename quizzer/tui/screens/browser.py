"""Browser: all cards, one search line, a preview."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Input, Static

from quizzer import wording
from quizzer.errors import QuizzerError
from quizzer.store.filters import SortColumn
from quizzer.store.records import BrowserRow
from quizzer.tui.editing import edit_at
from quizzer.tui.keygate import hand_over_keys, keep_keys
from quizzer.tui.markdown import QuizMarkdown
from quizzer.tui.screens import asking, card_words
from quizzer.tui.screens.retracing import retrace
from quizzer.tui.telling import teller
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.tui.widgets.virtual_table import Column, VirtualTable
from quizzer.workspace import Workspace
from quizzer_decks.prompts import realise, split_card_id
from quizzer_decks.question_json import question_from_json
from quizzer_scheduler.model import ChangeName

COLUMNS = (
    Column("question", "Question", sortable=False, least=32),
    Column(SortColumn.DECK, "Deck", 20, rank=3),
    Column(SortColumn.KIND, "Kind", 8, rank=5),
    Column("state", "State", 10, rank=2, sortable=False),
    Column(SortColumn.DUE, "Due", 11, rank=1),
    Column(SortColumn.RETRIEVABILITY, "Recall", 8, "right", rank=4),
    Column(SortColumn.STABILITY, "Stability", 11, "right", rank=6),
    Column(SortColumn.LAPSES, "Lapses", 8, "right", rank=7),
)


class BrowserScreen(Screen[None]):
    """All cards that match a search, sortable, with a preview of the one under the cursor."""

    HELP = """
# Browser: all cards

**↑ ↓** move, **Enter** goes into the preview, **Esc** comes back. **o** sorts by the next column, **O** turns the
order round; so does a click on a heading.

Words are looked for in questions and card ids; `"…"` keeps words together. Conditions:

- `deck:python`, `tag:loops`, `kind:cloze`
- `is:due`, `is:new`, `is:learning`, `is:review`, `is:leech`, `is:suspended`, `is:buried`, `is:flagged`, `is:orphan`
- `prop:s<5` (stability in days), `prop:d>7`, `prop:r<90%`, `prop:lapses>3`, `prop:reps=0`, `prop:ivl>21`

All must hold; `or` between two, `-` before one, brackets as usual.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", id="browser.search", tooltip="Go to the search line"),
        Binding("s", "suspend", "Suspend", id="browser.suspend", tooltip="Suspend the card, or take it in again"),
        Binding("e,f4", "edit", "Edit", id="browser.edit", tooltip="Open the question in your editor"),
        Binding("u,ctrl+z", "undo", "Undo", id="browser.undo", tooltip="Take back the last thing done"),
        Binding("c", "curve", "Curve", id="browser.curve", tooltip="The card's forgetting curve", show=False),
        Binding(
            "minus", "bury", "Bury", id="browser.bury", tooltip="Put it off until tomorrow, or dig it out", show=False
        ),
        Binding("f", "flag", "Flag", id="browser.flag", tooltip="Flag the card, or take the flag away", show=False),
        Binding("N", "forget", "Make new", id="browser.forget", tooltip="Make the card new again", show=False),
        Binding("E", "export", "Export", id="browser.export", tooltip="Write the card's deck to a file", show=False),
        Binding("ctrl+y", "redo", "Redo", id="browser.redo", tooltip="Do again what was taken back", show=False),
        Binding("down", "list", "List", id="browser.list", tooltip="From the search line into the list", show=False),
        Binding("escape", "back", "Back", id="browser.back", tooltip="Back to where you came from"),
    ]

    query_text: var[str] = var("", init=False)
    """What is searched for."""

    def __init__(
        self, workspace: Workspace, query: str = "", *, at: int | None = None, searching: bool = False
    ) -> None:
        super().__init__()
        self._searching = searching
        """Whether it was opened in the search line, which was not left since."""
        self._workspace = workspace
        self._first_query = query
        self._first_card = at
        self._sort = SortColumn.DECK
        self._descending = False
        self._current: BrowserRow | None = None

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        with Horizontal(id="search-line"):
            yield Static(Content("/ "), classes="accent")
            yield Input(
                self._first_query, id="search", placeholder="words, deck:python, is:due, prop:s<5 …", compact=True
            )
            yield Static("", id="found")
        with Horizontal(id="browser"):
            yield VirtualTable(COLUMNS, self._cells, empty="Looking …", id="cards")
            with VerticalScroll(id="preview"):
                yield Static("", id="preview-facts")
                yield QuizMarkdown(id="preview-question")
                yield Static("", id="preview-answer")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show everything, or what was asked for."""
        self.set_reactive(BrowserScreen.query_text, self._first_query)
        self.query_one("#search" if self._searching else VirtualTable).focus()
        if self._searching:
            hand_over_keys(self.app, behind=self.app.screen_stack[-2].focused)
        self._find()

    # -- finding ---------------------------------------------------------------------------------------------

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        if self._searching and event.input.value.startswith("/"):
            event.input.value = event.input.value[1:]  # the key that led here, pressed once more
            return
        self.query_text = event.value

    @on(Input.Submitted, "#search")
    def action_list(self) -> None:
        """Go into the list of what was found."""
        self._searching = False
        self.query_one(VirtualTable).focus()

    def watch_query_text(self) -> None:
        """Search again."""
        self._find()

    @work(thread=True, exclusive=True, group="find")
    def _find(self) -> None:
        tell = teller(self)
        try:
            keys = self._workspace.find(self.query_text, self._sort, descending=self._descending)
        except QuizzerError as error:
            tell(self._say, str(error))
        else:
            tell(self._found, keys)

    def _say(self, text: str) -> None:
        self.query_one("#found", Static).update(Content(text))

    def _found(self, keys: Sequence[int]) -> None:
        self._say(wording.count(len(keys), "card"))
        table = self.query_one(VirtualTable)
        table.empty = "No card matches. F1 lists what can be searched for."
        table.show_order(self._sort, self._descending)
        table.show_keys(keys, keep=table.key if self._first_card is None else self._first_card)
        self._first_card = None
        if not keys:
            self._preview(None)

    def _cells(self, keys: Sequence[int]) -> list[tuple[str, ...]]:
        now, today = self._workspace.clock.now(), self._workspace.today
        rows = {row.key: row for row in self._workspace.store.browser.rows(keys)}
        blank = ("",) * len(COLUMNS)
        return [card_words.cells(rows[key], self._workspace, now, today) if key in rows else blank for key in keys]

    @on(VirtualTable.Highlighted)
    def _highlighted(self, event: VirtualTable.Highlighted) -> None:
        if event.key is not None:
            self._preview(event.key)

    @work(exclusive=True, group="preview")
    async def _preview(self, key: int | None) -> None:
        rows = self._workspace.store.browser.rows([key]) if key is not None else ()
        row = self._current = rows[0] if rows else None
        question = self.query_one("#preview-question", QuizMarkdown)
        facts, answer = self.query_one("#preview-facts", Static), self.query_one("#preview-answer", Static)
        if row is None:
            facts.update(Content(""))
            answer.update(Content(""))
            await question.update("")
            return
        facts.update(card_words.facts(row, self._workspace, self._workspace.clock.now(), self._workspace.today))
        if row.orphan:
            answer.update(Content(f"{row.card.id}\nIts question is gone from the decks; its history is kept."))
            await question.update("")
            return
        content = self._workspace.store.cards.content(row.key)
        prompt = realise(question_from_json(json.loads(row.body)), content.part if content else "", 0)
        await question.update(asking.question_markdown(prompt))
        answer.update(card_words.below_question(row, prompt))

    # -- doing -----------------------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Go to the search line; what is typed at once goes there too."""
        keep_keys(self.app)
        before = self.focused
        self.query_one("#search", Input).focus()
        hand_over_keys(self.app, behind=before)

    def action_back(self) -> None:
        """Out of the search line or the preview, or back to the screen before."""
        table = self.query_one(VirtualTable)
        if self.focused in (None, table) or (self._searching and not self.query_text):
            self.dismiss()
        self.remove_class("-reading")
        table.focus()

    @on(VirtualTable.Selected)
    def _read(self) -> None:
        """Go into the preview, which scrolls; on a narrow screen it takes the place of the table."""
        self.add_class("-reading")
        self.query_one("#preview").focus()

    @on(VirtualTable.Sorted)
    def _sorted(self, event: VirtualTable.Sorted) -> None:
        self._sort, self._descending = SortColumn(event.column), event.descending
        self._find()

    def action_suspend(self) -> None:
        """Suspend the card, or take it in again."""
        if self._current is not None:
            self._change("suspended", not self._current.card.suspended)

    def action_bury(self) -> None:
        """Put the card off until tomorrow, or dig it out."""
        if self._current is not None:
            buried = self._current.card.buried_until
            today = self._workspace.today
            self._change("buried_until", None if buried and buried > today else today + timedelta(days=1))

    def action_flag(self) -> None:
        """Flag the card, or take the flag away."""
        if self._current is not None:
            self._change("flag", 0 if self._current.card.flag else 1)

    def action_forget(self) -> None:
        """Make the card new again; its history stays in the log."""
        if self._current is not None:
            self._change("forget", None)

    def _change(self, name: ChangeName, value: object) -> None:
        assert self._current is not None
        self._workspace.change_cards([self._current.key], name, value)  # type: ignore[arg-type]
        self._again()

    def _again(self) -> None:
        table = self.query_one(VirtualTable)
        table.refresh_rows()
        if self._current is not None:
            self._preview(self._current.key)

    def action_undo(self) -> None:
        """Take back the last thing done."""
        retrace(self.app, self._workspace, self._again, back=True)

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        retrace(self.app, self._workspace, self._again, back=False)

    def action_curve(self) -> None:
        """Show how the card is forgotten."""
        from quizzer.reports.card_curve import card_curve
        from quizzer.tui.screens.curve import CurveScreen

        row, workspace = self._current, self._workspace
        curve = card_curve(workspace.store, workspace.scheduler, row.card.id, workspace.today) if row else None
        if row is not None and curve is not None:
            desired = workspace.scheduler.desired_retention(row.card.id)
            self.app.push_screen(CurveScreen(card_words.asked(row), curve, desired))

    def action_export(self) -> None:
        """Export the card's deck, or others."""
        from quizzer.tui.screens.exporting import ExportScreen

        deck = split_card_id(self._current.card.id)[0] if self._current is not None else ""
        self.app.push_screen(ExportScreen(self._workspace, deck))

    async def action_edit(self) -> None:
        """Open the question in the editor."""
        row = self._current
        content = self._workspace.store.cards.content(row.key) if row else None
        if content is None or not content.path:
            self.app.notify("The deck's file is not on this machine.", severity="warning")
            return
        if edit_at(self.app, self._workspace, content.deck_id, content.path, content.line):
            await asyncio.to_thread(self._workspace.refresh)
            self._find()
