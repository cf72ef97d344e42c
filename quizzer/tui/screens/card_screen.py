"""What can be done to the card on the table besides answering it."""

from __future__ import annotations

import asyncio

from quizzer.store.records import Fact, Undone
from quizzer.study import StudySession
from quizzer.tui.sized import SizedScreen
from quizzer.weights import WEIGHTS
from quizzer.workspace import Workspace


class CardScreen(SizedScreen[None]):
    """A screen with a sitting and its card: undo, redo, bury, suspend, edit, why. `show` is called after a change."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._session: StudySession | None = None

    @property
    def session(self) -> StudySession:
        """The sitting under way."""
        assert self._session is not None
        return self._session

    async def show(self) -> None:
        """Show the card that is on the table now; what that looks like is the screen's own."""

    async def action_undo(self) -> None:
        """Take back the last thing done; the card that it was about is on the table again."""
        if not self._retraces_beside(back=True):
            undone = self.session.undo()
            what = f"Taken back: {self._told(undone, redone=False)}." if undone else "There is nothing to undo."
            await self._retraced(what, undone)

    async def action_redo(self) -> None:
        """Do again what was taken back."""
        if not self._retraces_beside(back=False):
            redone = self.session.redo()
            what = f"Done again: {self._told(redone, redone=True)}." if redone else "There is nothing to redo."
            await self._retraced(what, redone)

    def _told(self, done: Undone, *, redone: bool) -> str:
        from quizzer.history import by_question, describe_all

        return describe_all(done, by_question(self._workspace.store, redone=redone))

    def _retraces_beside(self, *, back: bool) -> bool:
        """Take back, or do again, what takes seconds beside the screen; return whether it was such an action."""
        from quizzer.tui.screens.retracing import retrace, takes_long

        if self.session.plan.cram or not takes_long(self._workspace, back=back):
            return False
        retrace(self.app, self._workspace, lambda: self.run_worker(self._begin_again()), back=back)
        return True

    async def _retraced(self, notice: str, done: Undone | None) -> None:
        facts = [event.content for event in done.events if isinstance(event.content, Fact)] if done else []
        if any(fact.kind == WEIGHTS for fact in facts):
            self.app.notify(notice)
            await self._begin_again()
        else:
            await self._done(notice, bool(done))

    async def _begin_again(self) -> None:
        """Go on with the weights that are in force now."""
        answers = self.session.answers
        self._session = await asyncio.to_thread(self._workspace.session, self.session.plan)
        self._session.answers = answers
        await self.show()

    async def action_bury(self) -> None:
        """Put the question off until tomorrow."""
        if self.session.step is not None:
            self.session.bury()
            await self._done("Put off until tomorrow. u takes it back.")

    async def action_suspend(self) -> None:
        """Take the card out of the reviews."""
        if self.session.step is not None:
            self.session.suspend()
            await self._done("Suspended; is:suspended in the browser finds it. u takes it back.")

    async def _done(self, notice: str, changed: bool = True) -> None:
        self.app.notify(notice)
        if changed:
            await self.show()

    async def action_edit(self) -> None:
        """Open the question in the editor, then show what became of it."""
        step = self.session.step
        if step is None:
            return
        from quizzer.tui.editing import edit_at

        if edit_at(self.app, self._workspace, step.deck_id, step.path, step.line):
            await asyncio.to_thread(self._workspace.refresh)
            problems = self._workspace.library.problems()
            if problems:
                here = next((problem for problem in problems if problem.path == step.path), problems[0])
                self.app.notify(str(here), severity="warning", timeout=20)
            self.session.reload()
            await self.show()

    async def action_why(self) -> None:
        """Show why this card comes now."""
        step = self.session.step
        content = self._workspace.store.cards.content(step.key) if step else None
        if step is not None and content is not None:
            steps = await asyncio.to_thread(self._workspace.explain, content)
            from quizzer.tui.screens.why import WhyScreen

            self.app.push_screen(WhyScreen(content, step.reason, steps))
