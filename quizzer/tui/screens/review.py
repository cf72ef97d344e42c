"""Review: do I know it?"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Input, Static, TextArea

from quizzer import wording
from quizzer.curriculum import Curriculum
from quizzer.errors import QuizzerError
from quizzer.history import describe_all
from quizzer.library import Refresh
from quizzer.sitting import Marked, Plan, Step
from quizzer.study import StudySession
from quizzer.tui.editing import edit_at
from quizzer.tui.keygate import KeyGate
from quizzer.tui.screens.summary import SummaryScreen
from quizzer.tui.screens.why import WhyScreen
from quizzer.tui.widgets.answer import AnswerArea
from quizzer.tui.widgets.answer_view import AnswerView
from quizzer.tui.widgets.question import QuestionView
from quizzer.tui.widgets.rating_bar import RatingBar
from quizzer.tui.widgets.verdict import VerdictView
from quizzer.workspace import Workspace
from quizzer_decks.marks import Verdict
from quizzer_decks.prompts import Prompt, answer_markdown
from quizzer_decks.sanitize import sanitize

_CHANGING = frozenset({"undo", "redo", "hint", "edit", "why", "bury", "suspend", "flag", "end"})


class ReviewScreen(Screen[None]):
    """One card at a time: question, answer, verdict, rating."""

    HELP = """
# Review

Answer, and Quizzer marks it. The mark sets the rating (**◂**); **Enter** accepts it, **1** to **4** overrule it.
While you type, letters are text: **Esc** lets go of the answer, so that the keys below work; **Tab** takes it up again.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u,ctrl+z", "undo", "Undo", id="review.undo", tooltip="Take back the last answer"),
        Binding("h,f2", "hint", "Hint", id="review.hint", tooltip="A hint; the answer then counts as Hard"),
        Binding("e,f4", "edit", "Edit", id="review.edit", tooltip="Open the question in your editor"),
        Binding("w,f3", "why", "Why now", id="review.why", tooltip="Why this card comes now: every number"),
        Binding("minus", "bury", "Bury", id="review.bury", tooltip="Put the question off until tomorrow", show=False),
        Binding("s", "suspend", "Suspend", id="review.suspend", tooltip="Take the card out of the reviews", show=False),
        Binding("f", "flag", "Flag", id="review.flag", tooltip="Flag the card, or take the flag away", show=False),
        Binding("ctrl+y", "redo", "Redo", id="review.redo", tooltip="Do again what was taken back", show=False),
        Binding("t", "tex", "TeX", id="review.tex", tooltip="Show formulas as TeX", show=False),
        Binding("less_than_sign", "scroll_code(-8)", "Code left", id="review.code-left", show=False),
        Binding("greater_than_sign", "scroll_code(8)", "Code right", id="review.code-right", show=False),
        Binding("escape", "let_go", "Let go", id="review.let-go", tooltip="Leave the answer field", show=False),
        Binding("tab", "take_up", "Answer", id="review.take-up", tooltip="Back to the answer field", show=False),
        Binding("q", "end", "End", id="review.end", tooltip="End the sitting"),
    ]

    def __init__(self, workspace: Workspace, plan: Plan) -> None:
        super().__init__()
        self._workspace = workspace
        self._plan = plan
        self._session: StudySession | None = None
        self._before: Curriculum | None = None
        self._area: AnswerArea | None = None
        self._tex = False

    def compose(self) -> ComposeResult:
        """Lay out the screen; every part keeps its place from card to card."""
        yield Horizontal(Static("", id="trail"), Static("", id="progress"), id="top")
        with Vertical(id="card", classes="measure"):
            yield QuestionView(id="question")
            yield AnswerView(id="answer")
            yield VerdictView(id="verdict")
            yield RatingBar(id="rating")
        yield Footer(show_command_palette=False)

    async def on_mount(self) -> None:
        """Begin the sitting."""
        self._keep_keys()
        try:
            self._before = self._workspace.curriculum()
            self._session = self._workspace.session(self._plan, self._before)
        except QuizzerError as error:
            self.app.notify(str(error), severity="error", timeout=30)
            self.dismiss()
            self._hand_over_keys()
            return
        await self._show()

    @property
    def session(self) -> StudySession:
        """The sitting under way."""
        assert self._session is not None
        return self._session

    @property
    def gate(self) -> KeyGate | None:
        """What tells held keys from pressed ones."""
        gate = getattr(self.app, "gate", None)
        return gate if isinstance(gate, KeyGate) else None

    # -- showing ---------------------------------------------------------------------------------------------

    async def _show(self) -> None:
        """Show the card on the table, or what the sitting came to; what is typed meanwhile goes there."""
        self._keep_keys()
        try:
            await self._show_step()
        finally:
            self._hand_over_keys()

    async def _show_step(self) -> None:
        if self.session.notice:
            self.app.notify(self.session.notice)
            self.session.notice = ""
        step = self.session.step
        if step is None:
            self._conclude()
            return
        self._show_top(step)
        await self._show_card(step)
        self.refresh_bindings()
        self.call_after_refresh(self._prepare_next)

    def _keep_keys(self) -> None:
        if self.gate is not None:
            self.gate.shut()

    def _hand_over_keys(self) -> None:
        async def hand_over() -> None:
            for key in self.gate.reopen() if self.gate is not None else ():
                await self.app.on_event(key)

        self.app.call_later(hand_over)  # behind the focus, which is given by the same way

    def _show_top(self, step: Step) -> None:
        self.query_one("#trail", Static).update(self._trail(step))
        counts = step.counts
        figures = f"{counts.due} · {counts.learning} · {counts.new}"
        if self._plan.cram:
            figures = f"cram, {counts.total} left"
        self.query_one("#progress", Static).update(
            Content.assemble(
                (f"{step.number} of {step.total}", "$foreground"),
                (f"   {figures}   {wording.minutes(step.seconds)}", "$text-muted"),
            )
        )

    def _trail(self, step: Step) -> Content:
        place = self._before.place(step.deck_id, self._workspace.config.text("study.roadmap")) if self._before else ""
        marks = ("  ⚑" if step.card.flag else "") + ("  leech" if step.leech else "")
        above = f"{sanitize(place)} › " if place else ""
        return Content.assemble((above, "$text-muted not bold"), sanitize(step.deck_title), (marks, "$text-warning"))

    async def _show_card(self, step: Step) -> None:
        self.query_one(VerdictView).clear()
        self.query_one(RatingBar).withdraw()
        await self.query_one(QuestionView).show(_markdown(step.prompt))
        self._area = await self.query_one(AnswerView).ask(step.prompt)
        await self.query_one(VerdictView).prepare(_explanation(step.prompt))

    async def _prepare_next(self) -> None:
        """Lay out the next question while this one is answered."""
        if self._session is None or self._session.marked is not None:
            return
        upcoming = self._session.upcoming()
        if upcoming is not None and self.is_mounted:
            await self.query_one(QuestionView).prefetch(_markdown(upcoming))
            await self.query_one(AnswerView).prefetch(upcoming)

    def _conclude(self) -> None:
        session = self.session
        summary = self._workspace.summary(session, self._before) if session.answers else None
        waiting = session.waiting_until()
        self.app.switch_screen(SummaryScreen(self._workspace, summary, self._plan, waiting))

    def decks_changed(self, refresh: Refresh) -> None:
        """Look at the card again when decks were read while it was on the table."""
        if self._session is not None and refresh.read and self._session.marked is None:
            if self._session.step is None or self._session.reload() is None:
                return
            self.run_worker(self._show(), exclusive=True, group="show")

    # -- answering -------------------------------------------------------------------------------------------

    @on(AnswerArea.Submitted)
    def _answered(self, event: AnswerArea.Submitted) -> None:
        if self.session.step is None or self.session.marked is not None or self._held:
            return
        marked = self.session.answer(event.response)
        event.area.settle(marked.mark)
        self.query_one(VerdictView).show(marked.mark, _remark(marked), with_answer=not event.area.shows_answer)
        self._offer(marked)
        self.refresh_bindings()

    def _offer(self, marked: Marked) -> None:
        waits = {rating: "" if self._plan.cram else outcome.wait for rating, outcome in marked.outcomes.items()}
        self.query_one(RatingBar).offer(waits, marked.suggestion)

    @on(RatingBar.Rated)
    async def _rated(self, event: RatingBar.Rated) -> None:
        """Record the rating; one that comes from a held key is offered again instead."""
        marked = self.session.marked
        if marked is None:
            return
        if self._held:
            self._offer(marked)
            return
        try:
            self.session.rate(event.rating)
        except QuizzerError as error:
            self.app.notify(f"Not saved. {error}", severity="error", timeout=30)
            self._offer(marked)
            return
        if self.session.answers and self.session.answers[-1].became_leech:
            self.app.notify("This card is forgotten again and again: a leech. Reword it (e), or suspend it (s).")
        await self._show()

    @property
    def _held(self) -> bool:
        return self.gate is not None and not self.gate.open

    def on_click(self) -> None:
        """Keep the keys on the rating bar while there is something to rate."""
        if self._session is not None and self._session.marked is not None:
            self.query_one(RatingBar).focus()

    # -- the other keys --------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Change nothing between the key that rates and the rating."""
        session = self._session
        rating = session is None or (session.marked is not None and self.query_one(RatingBar).marked is None)
        return not (rating and action in _CHANGING) and super().check_action(action, parameters)

    def action_hint(self) -> None:
        """Show the hint."""
        hint = self.session.hint()
        if self._area is not None and self.session.marked is None:
            if hint:
                self._area.hint(hint)
            else:
                self._area.note("There is no hint.")

    async def action_undo(self) -> None:
        """Take back the last answer; its card is on the table again."""
        undone = self.session.undo()
        self.app.notify(f"Taken back: {describe_all(undone)}." if undone else "There is nothing to undo.")
        if undone:
            await self._show()

    async def action_redo(self) -> None:
        """Do again what was taken back."""
        redone = self.session.redo()
        self.app.notify(f"Done again: {describe_all(redone)}." if redone else "There is nothing to redo.")
        if redone:
            await self._show()

    async def action_bury(self) -> None:
        """Put the question off until tomorrow."""
        if self.session.step is not None:
            self.session.bury()
            self.app.notify("Put off until tomorrow. u takes it back.")
            await self._show()

    async def action_suspend(self) -> None:
        """Take the card out of the reviews."""
        if self.session.step is not None:
            self.session.suspend()
            self.app.notify("Suspended; is:suspended in the browser finds it. u takes it back.")
            await self._show()

    def action_flag(self) -> None:
        """Flag the card, or take the flag away."""
        step = self.session.step
        if step is not None:
            flagged = self.session.flag(0 if step.card.flag else 1)
            if flagged is not None:
                self._show_top(flagged)

    async def action_edit(self) -> None:
        """Open the question in the editor, then show what became of it."""
        step = self.session.step
        if step is None:
            return
        if edit_at(self.app, self._workspace, step.deck_id, step.path, step.line):
            self._workspace.refresh()
            problems = self._workspace.library.problems()
            if problems:
                self.app.notify(str(problems[0]), severity="warning", timeout=20)
            self.session.reload()
            await self._show()

    def action_why(self) -> None:
        """Show why this card comes now."""
        step = self.session.step
        content = self._workspace.store.cards.content(step.key) if step else None
        if step is not None and content is not None:
            self.app.push_screen(WhyScreen(content, step.reason, self._workspace.explain(content)))

    async def action_tex(self) -> None:
        """Show formulas as they were written, or drawn again."""
        self._tex = not self._tex
        await self.query_one(QuestionView).show_tex(self._tex)

    def action_scroll_code(self, cells: int) -> None:
        """Scroll long lines of code."""
        self.query_one(QuestionView).scroll_code(cells)

    def action_let_go(self) -> None:
        """Leave the answer field, so that letters are keys."""
        if isinstance(self.focused, Input | TextArea):
            self.set_focus(None)

    def action_take_up(self) -> None:
        """Go to the next field of the answer."""
        if self.session.marked is not None:
            self.query_one(RatingBar).focus()
        elif self.focused is None and self._area is not None:
            self._area.focus()
        else:
            self.focus_next()

    def action_end(self) -> None:
        """End the sitting: what is marked counts."""
        try:
            self.session.leave()
        except QuizzerError as error:
            self.app.notify(f"Not saved. {error}", severity="error", timeout=30)
            return
        self._conclude()


def _markdown(prompt: Prompt) -> str:
    """Return the question as one document; code goes below what is asked about it."""
    if not prompt.code:
        return prompt.ask
    fence = "`" * max(3, _longest_run(prompt.code) + 1)
    return f"{prompt.ask}\n\n{fence}{prompt.language}\n{prompt.code.rstrip()}\n{fence}"


def _explanation(prompt: Prompt) -> str:
    """Return what to show below the verdict: why, and before it the answer that the learner is to compare his own with."""
    if prompt.kind != "basic":
        return prompt.why
    return f"{answer_markdown(prompt)}\n\n{prompt.why}".rstrip()


def _longest_run(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return longest


def _remark(marked: Marked) -> str:
    if marked.predicted is None:
        return ""
    took, predicted = wording.wait(marked.took), wording.percent(marked.predicted)
    match marked.mark.verdict:
        case Verdict.SELF:
            return f"The prediction was {predicted}."
        case Verdict.WRONG:
            return f"You did not recall it; the prediction was {predicted}."
        case _:
            return f"You recalled it in {took}; the prediction was {predicted}."
