"""Review: do I know it?"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from quizzer.curriculum import Curriculum
from quizzer.errors import QuizzerError
from quizzer.library import Refresh
from quizzer.sitting import Marked, Plan, Step
from quizzer.study import StudySession
from quizzer.tui.keygate import gate_of, hand_over_keys, keep_keys
from quizzer.tui.screens import asking
from quizzer.tui.screens.card_screen import CardScreen
from quizzer.tui.screens.review_keys import HELP, KEYS
from quizzer.tui.settled import Settled
from quizzer.tui.widgets.answer import AnswerArea
from quizzer.tui.widgets.answer_view import AnswerView
from quizzer.tui.widgets.key_line import KeyLine
from quizzer.tui.widgets.question import QuestionView
from quizzer.tui.widgets.rating_bar import RatingBar
from quizzer.tui.widgets.verdict import VerdictView
from quizzer.workspace import Workspace

_MEASURE = 84
_EDGE = 2
_ANSWER_SHARE = 0.4
"""Of the card's height: what the answer area keeps beside a verdict. The style sheet says the same."""
_TIDY_EVERY = 50
"""Answers between two checkpoints, which then never fall into an answer."""
_CHANGING = frozenset({"undo", "redo", "hint", "edit", "why", "bury", "suspend", "flag", "end"})


class ReviewScreen(CardScreen):
    """One card at a time: question, answer, verdict, rating."""

    HELP = HELP
    CSS_PATH = "review.tcss"
    AUTO_FOCUS = ""  # the answer area takes the keyboard; where the learner let it go, it stays so
    BINDINGS: ClassVar[list[BindingType]] = list(KEYS)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-usual"), (36, "-tall")]  # noqa: RUF012 - Textual reads it so

    def __init__(self, workspace: Workspace, plan: Plan, *, undo_first: bool = False) -> None:
        super().__init__(workspace)
        self._plan = plan
        self._undo_first = undo_first
        self._curriculum: Curriculum | None = None
        self._before: Curriculum | None = None
        self._area: AnswerArea | None = None
        self._left = False

    def compose(self) -> ComposeResult:
        """Lay out the screen; every part keeps its place from card to card."""
        yield Horizontal(Static("", id="trail"), Static("", id="progress"), id="top", classes="measure")
        with Vertical(id="card", classes="measure"):
            yield QuestionView(id="question")
            yield AnswerView(id="answer")
            yield VerdictView(id="verdict")
            yield RatingBar(id="rating")
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin the sitting, once the bare screen has its styles: a card on it would make that four times as long."""
        keep_keys(self.app)
        self.call_later(self._start)

    async def _start(self) -> None:
        try:
            self._curriculum, self._session = await asyncio.to_thread(self._begin)
        except QuizzerError as error:
            self.app.notify(str(error), severity="error", timeout=30)
            self.dismiss()
            hand_over_keys(self.app)
            return
        await self.show()
        self.call_after_refresh(self.post_message, Settled())
        self.call_after_refresh(self.run_worker, self._look_back, thread=True, group="before")

    def _look_back(self) -> None:
        """Take in how all decks stand before the first answer, for the summary at the end."""
        with suppress(QuizzerError):
            before = self._workspace.curriculum(counted=False)
            self._before = None if self.session.answers else before

    def _begin(self) -> tuple[Curriculum, StudySession]:
        curriculum = self._workspace.curriculum(counted=False, known=False)
        session = self._workspace.session(self._plan, curriculum)
        if self._undo_first:
            session.undo()
        return curriculum, session

    def on_resize(self) -> None:
        """Fit the line at the top."""
        if self._session is not None and self._session.step is not None:
            self._show_top(self._session.step)

    async def show(self) -> None:
        """Show the card on the table, or what the sitting came to; what is typed meanwhile goes there."""
        keep_keys(self.app)
        try:
            await self._show_step()
        finally:
            hand_over_keys(self.app)

    async def _show_step(self) -> None:
        if self.session.notice:
            self.app.notify(self.session.notice)
            self.session.notice = ""
        step = self.session.step
        if step is None:
            await self._conclude()
            return
        self._show_top(step)
        await self._show_card(step)
        self.refresh_bindings()
        self.call_after_refresh(self.run_worker, self._prepare_next, group="ahead")  # keys do not wait for it

    def _show_top(self, step: Step) -> None:
        room = min(self.size.width, _MEASURE) - 2 * _EDGE
        progress = asking.progress(step, self._plan.cram, room)
        roadmap = self._workspace.config.text("study.roadmap")
        trail = asking.trail(step, self._curriculum, roadmap, room - progress.cell_length - 2)
        self.query_one("#progress", Static).update(progress)
        self.query_one("#trail", Static).update(trail)

    async def _show_card(self, step: Step) -> None:
        self.remove_class("-marked")
        self.query_one(VerdictView).clear()
        self.query_one(RatingBar).withdraw()
        await self.query_one(QuestionView).show(asking.asked(step))
        self._area = await self.query_one(AnswerView).ask(step.prompt)
        await self.query_one(VerdictView).prepare(asking.explanation(step.prompt))

    async def _prepare_next(self) -> None:
        """Lay out the next question while this one is answered."""
        if self._session is None or self._session.marked is not None:
            return
        upcoming = self._session.upcoming()
        if upcoming is not None and self.is_mounted:
            await self.query_one(QuestionView).prefetch(asking.question_markdown(upcoming))
            await self.query_one(AnswerView).prefetch(upcoming)
        if len(self.session.answers) % _TIDY_EVERY == _TIDY_EVERY - 1:
            self.run_worker(self._workspace.tidy, thread=True, group="tidy")

    async def _conclude(self) -> None:
        """Show what the sitting came to; one that was left before any answer just ends."""
        session = self.session
        if self._left and not session.answers:
            self.dismiss()
            return
        summary = await asyncio.to_thread(self._workspace.summary, session, self._before) if session.answers else None
        from quizzer.tui.screens.summary import SummaryScreen

        self.app.switch_screen(SummaryScreen(self._workspace, summary, self._plan, session.waiting_until()))

    def decks_changed(self, refresh: Refresh) -> None:
        """Look at the card again when decks changed while it was on the table; else what is typed stays."""
        session = self._session
        if session is None or session.step is None or session.marked is not None:
            return
        if not refresh.read and not refresh.report.removed:
            return
        before = session.step.prompt
        try:
            step = session.reload()
        except QuizzerError as error:
            self.app.notify(str(error), severity="error", timeout=30)
            return
        if step is None or step.prompt != before:
            self.run_worker(self.show(), exclusive=True, group="show")

    @on(AnswerArea.Submitted)
    def _answered(self, event: AnswerArea.Submitted) -> None:
        if self.session.step is None or self.session.marked is not None or self._held:
            return
        try:
            marked = self.session.answer(event.response)
        except QuizzerError as error:
            self.app.notify(str(error), severity="error", timeout=30)
            return
        event.area.settle(marked.mark)
        room = self.query_one("#card").size.height * _ANSWER_SHARE
        told = event.area.shows_answer and event.area.virtual_size.height <= room  # all of it stays in sight
        self.query_one(VerdictView).show(marked.mark, asking.remark(marked), with_answer=not told)
        self._offer(marked)
        self.refresh_bindings()

    def _offer(self, marked: Marked) -> None:
        waits = {rating: "" if self._plan.cram else outcome.wait for rating, outcome in marked.outcomes.items()}
        self.add_class("-marked")
        self.query_one(RatingBar).offer(waits, marked.suggestion)

    @on(RatingBar.Rated)
    async def _rated(self, event: RatingBar.Rated) -> None:
        """Record the rating."""
        marked = self.session.marked
        if marked is None:
            return
        try:
            self.session.rate(event.rating)
        except QuizzerError as error:
            self.app.notify(f"Not saved. {error}", severity="error", timeout=30)
            self._offer(marked)
            hand_over_keys(self.app)
            return
        if self.session.answers and self.session.answers[-1].became_leech:
            self.app.notify("This card is forgotten again and again: a leech. Reword it (e), or suspend it (s).")
        await self.show()

    @property
    def _held(self) -> bool:
        gate = gate_of(self.app)
        return gate is not None and not gate.open

    def on_click(self) -> None:
        """Keep the keys on the rating bar while there is something to rate."""
        if self._session is not None and self._session.marked is not None:
            self.query_one(RatingBar).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Change nothing between the key that rates and the rating."""
        session = self._session
        if action == "let_go":
            return self.focused is not None and self.focused.check_consume_key("x", "x")
        if action == "hint" and (session is None or session.marked or not session.step or not session.step.prompt.hint):
            return False
        waits = session is None or self._rating
        return not (waits and action in _CHANGING) and super().check_action(action, parameters)

    @property
    def _rating(self) -> bool:
        """Whether a rating was chosen and is not recorded yet."""
        marked = self._session is not None and self._session.marked is not None
        return marked and self.query_one(RatingBar).marked is None

    def keep_keys_while_rating(self) -> None:
        """Keep keys back from the one that rates on: they are meant for the next card."""
        if self._rating:
            keep_keys(self.app)

    def action_hint(self) -> None:
        """Show the hint."""
        if self._area is not None:
            self._area.hint(self.session.hint())

    def action_flag(self) -> None:
        """Flag the card, or take the flag away."""
        step = self.session.step
        if step is not None:
            flagged = self.session.flag(0 if step.card.flag else 1)
            if flagged is not None:
                self._show_top(flagged)

    async def action_tex(self) -> None:
        """Show formulas as they were written, or drawn again."""
        await self.query_one(QuestionView).turn_tex()

    def action_scroll_code(self, cells: int) -> None:
        """Scroll long lines of code."""
        self.query_one(QuestionView).scroll_code(cells)

    def action_scroll_text(self, pages: int) -> None:
        """Scroll the question while it is asked, the explanation once it is marked."""
        asked = self._session is None or self._session.marked is None
        place = self.query_one(QuestionView if asked else VerdictView)
        place.scroll_relative(y=pages * max(place.size.height - 1, 1), animate=False)

    def action_let_go(self) -> None:
        """Leave the answer field, so that letters are keys."""
        self.set_focus(None)
        if self._area is not None:
            self._area.note("Letters are keys now; Tab goes back to the answer.")

    def action_take_up(self) -> None:
        """Go to the next field of the answer."""
        if self.session.marked is not None:
            self.query_one(RatingBar).focus()
        elif self.focused is None and self._area is not None:
            self._area.note("")
            self._area.focus()
        else:
            self.focus_next()

    async def action_end(self) -> None:
        """End the sitting: what is marked counts."""
        self.session.leave()
        self._left = True
        await self._conclude()
