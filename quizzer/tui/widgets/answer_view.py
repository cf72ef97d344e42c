"""The place of the answer area: the one that fits the prompt is shown, the next one prepared."""

from __future__ import annotations

from asyncio import Lock

from textual.containers import Vertical

from quizzer.tui.widgets.answer import AnswerArea
from quizzer_decks.expected import Printed
from quizzer_decks.prompts import Prompt


def answer_area(prompt: Prompt) -> AnswerArea:
    """Return the way of answering that fits a prompt. Each is imported when first needed: a first question has one."""
    match prompt.kind:
        case "basic":
            from quizzer.tui.widgets.reveal_answer import RevealAnswer

            return RevealAnswer(prompt)
        case "cloze":
            from quizzer.tui.widgets.holes_answer import HolesAnswer

            return HolesAnswer(prompt)
        case "choice" | "multi":
            from quizzer.tui.widgets.pick_answer import PickAnswer

            return PickAnswer(prompt)
        case "order":
            from quizzer.tui.widgets.order_answer import OrderAnswer

            return OrderAnswer(prompt)
        case "match":
            from quizzer.tui.widgets.match_answer import MatchAnswer

            return MatchAnswer(prompt)
        case _ if isinstance(prompt.expected, Printed) and "\n" in prompt.expected.text.rstrip("\n"):
            from quizzer.tui.widgets.lines_answer import LinesAnswer  # brings an editor

            return LinesAnswer(prompt)
        case _:
            from quizzer.tui.widgets.text_answer import TextAnswer

            return TextAnswer(prompt)


class AnswerView(Vertical):
    """Holds the answer area of the prompt on the table; its messages are `AnswerArea.Submitted`."""

    DEFAULT_CSS = """
    AnswerView { height: auto; max-height: 100%; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.area: AnswerArea | None = None
        self._prepared: AnswerArea | None = None
        self._lock = Lock()

    async def ask(self, prompt: Prompt) -> AnswerArea:
        """Show the area for a prompt, at once when it was prepared, and give it the keyboard."""
        async with self._lock:
            old, self.area = self.area, await self._prepare(prompt)
            self._prepared = None
            with self.app.batch_update():
                self.area.display = True
                if old is not None:
                    await old.remove()
            self.area.focus()
            return self.area

    async def prefetch(self, prompt: Prompt) -> None:
        """Prepare the area of the prompt that is likely to be next."""
        async with self._lock:
            self._prepared = await self._prepare(prompt)

    async def _prepare(self, prompt: Prompt) -> AnswerArea:
        if self._prepared is not None:
            if self._prepared.prompt == prompt:
                return self._prepared
            await self._prepared.remove()
        area = answer_area(prompt)
        area.display = False
        await self.mount(area)
        return area
