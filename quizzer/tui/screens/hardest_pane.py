"""The hardest topics and the leeches: a list with a way into each, and what is behind the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizzer import wording
from quizzer.reports.activity import HardTopic
from quizzer.reports.charts import LineChart, RangeChart
from quizzer.reports.exhibits import exhibits_of
from quizzer.reports.report import Report
from quizzer.store.readers.standing import Leech
from quizzer.tui.screens.statistics_pane import sentences
from quizzer.tui.widgets.meter import meter
from quizzer.tui.widgets.plots.plot import Plot, told
from quizzer.tui.widgets.text_table import TextTable
from quizzer_decks.sanitize import sanitize

_CURVE = 8
_ROOMY = 44
"""Rows of the terminal from which all topics are drawn, too."""

Item = HardTopic | Leech


class HardestPane(Vertical):
    """Posts `Looked` for what the cursor is on, and `Opened` for what is chosen."""

    @dataclass
    class Looked(Message):
        """The cursor is on another leech."""

        card: str

    @dataclass
    class Opened(Message):
        """Something is to be looked at in the browser: a search, and the card to go to."""

        query: str
        key: int | None

    def __init__(self) -> None:
        super().__init__(id="hardest")
        self._shown: tuple[Report, bool] | None = None
        self._questions: Mapping[int, str] = {}
        self._items: list[Item] = []
        self._at: str | None = None

    def show(self, report: Report, questions: Mapping[int, str], *, as_words: bool) -> None:
        """Show what is hardest in a report; `questions` are the leeches' by the keys of their cards."""
        self._shown = (report, as_words)
        self._questions = questions
        self._items = [*report.trouble.hardest, *report.trouble.leeches]
        self.refresh(recompose=True)

    def compose(self) -> ComposeResult:
        """Lay out the list and what is behind it."""
        if self._shown is None:
            return
        report, as_words = self._shown
        yield from sentences(report, [report.trouble])
        if not self._items:
            if report.answers:
                yield Static(Content("Nothing to worry about."), classes="muted")
            return
        with Horizontal(id="trouble"):
            yield OptionList(*self._options(report), id="hard-list")
            yield Vertical(id="behind")
        if self.app.size.height >= _ROOMY and not as_words and report.trouble.hardest:
            chart = exhibits_of(report, report.trouble)[0].chart
            assert isinstance(chart, RangeChart)
            yield Plot(chart)

    def _options(self, report: Report) -> Iterator[Option]:
        if report.trouble.hardest:
            yield Option(Content.styled("Hardest topics", "$text-muted"), disabled=True)
        for place, topic in enumerate(report.trouble.hardest):
            share = meter(topic.recalled.value)
            text = Content.assemble((share[:8], "$text-warning"), share[8:], f"   {sanitize(topic.title)}")
            yield Option(text, id=str(place))
        if report.trouble.leeches:
            count = report.trouble.leech_count
            yield Option(
                Content.styled(f"Forgotten again and again: {count:,} (how often, and recall now)", "$text-muted"),
                disabled=True,
            )
        for place, leech in enumerate(report.trouble.leeches, len(report.trouble.hardest)):
            lead = f"{leech.lapses:>3} times {wording.percent(leech.recall):>5}"
            question = self._questions.get(leech.key, leech.card)
            yield Option(Content.assemble((lead, "$text-warning"), f"   {sanitize(question)}"), id=str(place))

    async def recompose(self) -> None:
        """Lay the list out anew, the cursor where it was, and let the arrows move it."""
        await super().recompose()
        for listed in self.query("#hard-list").results(OptionList):
            if self._at is not None and int(self._at) < len(self._items):
                listed.highlighted = listed.get_option_index(self._at)
            if self.display:
                listed.focus()

    def _item(self, option: str | None) -> Item | None:
        return self._items[int(option)] if option is not None else None

    @on(OptionList.OptionHighlighted)
    async def _look(self, event: OptionList.OptionHighlighted) -> None:
        self._at = event.option_id
        item = self._item(event.option_id)
        if isinstance(item, Leech):
            self.post_message(self.Looked(item.card))
        elif item is not None:
            await self._behind(Static(topic_words(item)))

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        item = self._item(event.option_id)
        if isinstance(item, Leech):
            self.post_message(self.Opened(f"deck:{item.deck} is:leech", item.key))
        elif item is not None:
            self.post_message(self.Opened(f"deck:{item.deck}", None))

    def show_curve(self, card: str, sentence: str, chart: LineChart) -> None:
        """Show the forgetting curve of the leech under the cursor; one that came too late is not shown."""
        if self._shown is None or not self.query("#behind"):
            return
        option = self.query_one(OptionList).highlighted_option
        item = self._item(option.id if option else None)
        if isinstance(item, Leech) and item.card == card:
            words = Content.assemble((sanitize(item.deck_title), "$text-muted"), "\n", sanitize(sentence))
            if self._shown[1]:
                self.call_later(self._behind, Static(words), Static(told(chart)), TextTable(chart.table(), most=_CURVE))
            else:
                self.call_later(self._behind, Static(words), Plot(chart, height=_CURVE))

    async def _behind(self, *widgets: Static | Plot | TextTable) -> None:
        behind = self.query_one("#behind", Vertical)
        await behind.remove_children()
        await behind.mount(*widgets)
        # The list may have become shorter.
        listed = self.query_one(OptionList)
        listed.call_after_refresh(listed.scroll_to_highlight)


def topic_words(topic: HardTopic) -> Content:
    """Return what is known of a hard topic."""
    difficulty = "" if topic.difficulty is None else f" Mean difficulty {topic.difficulty:.1f} of 10."
    return Content.assemble(
        (sanitize(topic.title), "bold"),
        f"\nRecalled {topic.recalled.percent} of {wording.count(topic.recalled.n, 'answer')} in review.{difficulty}",
        ("\nEnter shows its cards.", "$text-muted"),
    )
