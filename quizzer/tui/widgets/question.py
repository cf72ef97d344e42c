"""The question, in an area of its own that scrolls while the answer stays put."""

from __future__ import annotations

from asyncio import Lock

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from quizzer.tui.markdown import QuizMarkdown


class QuestionView(VerticalScroll):
    """Two documents, one shown and one hidden: the next question is prepared while this one is answered."""

    DEFAULT_CSS = """
    QuestionView {
        height: auto;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._shown = QuizMarkdown()
        self._hidden = QuizMarkdown()
        self._prepared: str | None = None
        self._lock = Lock()

    def compose(self) -> ComposeResult:
        """Lay out the two documents."""
        self._hidden.display = False
        yield self._shown
        yield self._hidden

    @property
    def markdown(self) -> str:
        """The Markdown that is shown."""
        return self._shown.source

    async def show(self, markdown: str) -> None:
        """Show a question from its beginning; at once when it was prepared."""
        async with self._lock:
            if markdown == self._prepared:
                self._prepared = None
                with self.app.batch_update():
                    self._shown, self._hidden = self._hidden, self._shown
                    self._hidden.display, self._shown.display = False, True
            else:
                await self._shown.update(markdown)
            self.scroll_home(animate=False)

    async def prefetch(self, markdown: str) -> None:
        """Prepare the question that is likely to be next."""
        async with self._lock:
            if markdown != self._prepared:
                self._prepared = None
                await self._hidden.update(markdown)
                self._prepared = markdown

    async def turn_tex(self) -> None:
        """Show formulas as the TeX they were written in, or drawn again."""
        async with self._lock:
            source = not self._shown.tex_source
            await self._shown.show_tex(source)
            await self._hidden.show_tex(source)

    def scroll_code(self, cells: int) -> None:
        """Scroll long lines of code sideways."""
        for fence in self._shown.query("MarkdownFence"):
            fence.scroll_relative(x=cells, animate=False)
