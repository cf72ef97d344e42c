"""Placement: what do I know already? A short test, then what follows from it, to take or to leave."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from quizzer import wording
from quizzer.errors import QuizzerError
from quizzer.placing import PlacementTest, Proposal, Question
from quizzer.placing_words import HEADERS, comes_back, done, found, rows
from quizzer.reports.tables import Table
from quizzer.tui.keygate import hand_over_keys, keep_keys
from quizzer.tui.screens import asking
from quizzer.tui.telling import teller
from quizzer.tui.widgets.answer import SIGNS, STYLES, AnswerArea
from quizzer.tui.widgets.answer_view import AnswerView
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.tui.widgets.question import QuestionView
from quizzer.tui.widgets.text_table import TextTable
from quizzer.workspace import Workspace
from quizzer_decks.marks import Verdict
from quizzer_decks.sanitize import sanitize

_MOST_ROWS = 500
_AT_FIRST = "Enter without an answer says that you do not know."
_SAID = {Verdict.WRONG: "Not known", Verdict.RIGHT: "Known", Verdict.CLOSE: "Known", Verdict.SELF: ""}


class PlacementScreen(Screen[None]):
    """Asks, one question at a time and without the answers; then shows what would be taken as known."""

    HELP = """
# Placement: what do I know already?

Up to forty hard questions, each where the answer tells most. What needs what is taken into account: knowing a topic
says that you know what it builds on. An empty answer says that you do not know; the answers are not told, for what is
not known is still to be learnt.

**Esc** ends the test: what was answered so far counts, and you see what follows from it before anything is done.
**Enter** then takes it over, **Esc** leaves everything as it was. **u** on the home screen takes it back.
"""
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Take over", id="placement.take", tooltip="Take this as known"),
        Binding("enter", "note", "Done", id="placement.done", tooltip="Note that the test was held; nothing else"),
        Binding("down", "scroll(1)", "Down", id="placement.down", tooltip="Further down", show=False),
        Binding("up", "scroll(-1)", "Up", id="placement.up", tooltip="Further up", show=False),
        Binding("pageup", "page(-1)", "Page up", id="placement.page-up", tooltip="A page up", show=False),
        Binding("pagedown", "page(1)", "Page down", id="placement.page-down", tooltip="A page down", show=False),
        Binding("escape", "end", "End", id="placement.end", tooltip="End the test, or leave all as it was"),
    ]

    def __init__(self, workspace: Workspace, names: Sequence[str]) -> None:
        super().__init__()
        self._workspace = workspace
        self._names = tuple(names)
        self._test: PlacementTest | None = None
        self._proposal: Proposal | None = None
        self._marking = False

    def compose(self) -> ComposeResult:
        """Lay out the screen: the question first, what follows from the answers later in its place."""
        yield Horizontal(Static("Placement", id="title"), Static("", id="progress"), id="top", classes="measure")
        with Vertical(id="card", classes="measure"):
            yield Static("", id="said")
            yield QuestionView(id="question")
            yield AnswerView(id="answer")
        with VerticalScroll(id="proposal", classes="measure", can_focus=False):
            yield Static("", id="found")
            yield Static("", id="comes-back", classes="muted")
        yield KeyLine()

    async def on_mount(self) -> None:
        """Begin the test."""
        keep_keys(self.app)
        self.query_one("#proposal").display = False
        try:
            self._test = await asyncio.to_thread(PlacementTest, self._workspace, self._names)
        except QuizzerError as error:
            self.app.notify(str(error), severity="error", timeout=30)
            self.dismiss()
            hand_over_keys(self.app)
            return
        self.query_one("#title", Static).update(Content(f"Placement: {sanitize(self._test.scope.title)}"))
        await self._show()

    async def _show(self) -> None:
        """Show the question on the table, or what follows from the answers."""
        assert self._test is not None
        question = self._test.question
        if question is None:
            await self._conclude()
        else:
            await self._ask(question)
        self.refresh_bindings()
        hand_over_keys(self.app)

    async def _ask(self, question: Question) -> None:
        self.query_one("#progress", Static).update(Content(f"{question.number} of {question.most} at most"))
        if question.number == 1:
            self.query_one("#said", Static).update(Content.styled(_AT_FIRST, "$text-muted"))
        await self.query_one(QuestionView).show(asking.question_markdown(question.prompt))
        area = await self.query_one(AnswerView).ask(question.prompt)
        area.giving_up = "says that you do not know"

    @on(AnswerArea.Submitted)
    async def _answered(self, event: AnswerArea.Submitted) -> None:
        if self._test is None or self._test.question is None or self._proposal is not None:
            return
        keep_keys(self.app)
        event.area.locked = self._marking = True
        try:
            mark = await asyncio.to_thread(self._test.answer, event.response)
        finally:
            self._marking = False
        sign, style = SIGNS[mark.verdict], STYLES[mark.verdict]
        self.query_one("#said", Static).update(Content.styled(f"{sign} {_SAID[mark.verdict]}", style))
        await self._show()

    async def _conclude(self) -> None:
        assert self._test is not None
        self._proposal = proposal = await asyncio.to_thread(self._test.proposal)
        today = self._workspace.today
        self.query_one("#card").display = False
        self.query_one("#proposal").display = True
        self.query_one("#progress", Static).update(Content(wording.count(len(proposal.answers), "question")))
        self.query_one("#found", Static).update(Content(sanitize(found(proposal))))
        self.query_one("#comes-back", Static).update(Content(comes_back(proposal, today)))
        if proposal.taken:
            table = TextTable(Table("", HEADERS, tuple(rows(proposal, today))), most=_MOST_ROWS)
            await self.query_one("#proposal").mount(table, before="#comes-back")
        self.set_focus(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense now."""
        proposal = self._proposal
        if action == "take":
            return proposal is not None and bool(proposal.taken)
        if action == "note":
            return proposal is not None and not proposal.taken
        if action == "scroll":
            return proposal is not None
        return not (action == "end" and self._marking)

    def action_take(self) -> None:
        """Do what is shown, as one action."""
        if self._test is not None and self._proposal is not None and not self._marking:
            self._marking = True
            if self._proposal.taken:
                self.query_one("#comes-back", Static).update(Content("Taking it over …"))
            self._adopt(self._test, self._proposal)

    def action_note(self) -> None:
        """Note that the test was held, where nothing follows from it: it is not offered again."""
        self.action_take()

    @work(thread=True, exclusive=True, group="show")
    def _adopt(self, test: PlacementTest, proposal: Proposal) -> None:
        tell = teller(self)
        try:
            said = done(test.adopt(proposal)) if proposal.answers else "Nothing was changed."
        except QuizzerError as error:
            said = str(error)
        tell(self._leave, said)

    def _leave(self, said: str) -> None:
        self.app.notify(said)
        self.dismiss()

    async def action_end(self) -> None:
        """End the test with the answers so far; when it is over, leave all as it was."""
        if self._test is None or self._proposal is not None or not self._test.asked:
            self.dismiss()
            return
        await self._conclude()
        self.refresh_bindings()

    def action_scroll(self, lines: int) -> None:
        """Scroll what was found."""
        self.query_one("#proposal").scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll a long question, or what was found, by pages."""
        place = self.query_one(QuestionView) if self._proposal is None else self.query_one("#proposal")
        place.scroll_relative(y=pages * max(place.size.height - 1, 1), animate=False)
