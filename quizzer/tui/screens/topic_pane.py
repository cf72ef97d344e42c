"""What is behind the place under the cursor of a roadmap, with a way into each deck, question and link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizzer import wording
from quizzer.reports.charts import LineChart
from quizzer.store.records import BrowserRow
from quizzer.topics import TopicDetail
from quizzer.tree import DeckStanding
from quizzer.tui.screens import card_words, topic_words
from quizzer.tui.widgets.plots.plot import Plot
from quizzer_decks.model import Resource
from quizzer_decks.sanitize import sanitize

_DECKS = 12
"""Decks that are listed; of more the browser tells."""
_PLOT = 11

Item = DeckStanding | BrowserRow | Resource


class TopicCurve(Vertical):
    """The curve of a place, or nothing."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._chart: LineChart | None = None

    def show(self, chart: LineChart | None) -> None:
        """Show a curve."""
        self._chart = chart
        self.refresh(recompose=True)

    def compose(self) -> ComposeResult:
        """Lay out the plot."""
        if self._chart is not None:
            yield Plot(self._chart, height=_PLOT)


class TopicPane(Vertical):
    """Facts, a list of what can be opened, and the curve where there is room. Posts `Opened` and `Followed`."""

    @dataclass
    class Opened(Message):
        """A deck or question is to be looked at in the browser: a search, and the card to go to."""

        query: str
        key: int | None

    @dataclass
    class Followed(Message):
        """A link is to be opened."""

        url: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._path = ""
        self._items: list[Item] = []
        self._facts, self._curve = Static("", id="topic-facts"), TopicCurve(id="topic-curve")
        self._listed = OptionList(id="topic-list")

    def show(self, detail: TopicDetail) -> None:
        """Show what is behind a place; of the same place the list keeps its cursor."""
        self.call_later(self._show, detail)

    async def _show(self, detail: TopicDetail) -> None:
        if not self.children:  # with the first detail: the tree is painted before
            told = VerticalScroll(self._facts, self._curve, id="topic-told", can_focus=False)
            await self.mount(told, self._listed)
        self._facts.update(topic_words.facts(detail))
        decks = detail.decks if len(detail.decks) <= _DECKS else ()
        self._items = [*detail.node.resources, *detail.hardest, *decks]
        listed = self._listed
        at = listed.highlighted if self._path == detail.node.path else None
        self._path = detail.node.path
        listed.clear_options()
        listed.add_options(self._options(detail.node.resources, detail.hardest, decks))
        listed.display = bool(self._items)
        if at is not None and at < listed.option_count:
            listed.highlighted = at
        self._curve.show(topic_words.chart(detail) if detail.course else None)

    def _options(
        self, resources: tuple[Resource, ...], hardest: tuple[BrowserRow, ...], decks: tuple[DeckStanding, ...]
    ) -> Iterator[Option]:
        place = 0
        for heading, lines in (
            (
                "To learn it from",
                [Content.assemble(("↗ ", "$text-primary"), sanitize(each.title)) for each in resources],
            ),
            ("Hardest questions, times forgotten", [_question(row) for row in hardest]),
            ("Decks", [_deck(deck) for deck in decks]),
        ):
            if lines:
                yield Option(Content.styled(heading, "$text-muted"), disabled=True)
            for line in lines:
                yield Option(line, id=str(place))
                place += 1

    @property
    def link(self) -> str:
        """The link under the cursor of the list, else the first; empty without any."""
        if not self._items:
            return ""
        listed = self._listed
        option = listed.highlighted_option if listed.has_focus else None
        item = self._items[int(option.id)] if option is not None and option.id is not None else None
        links = [item] if isinstance(item, Resource) else [each for each in self._items if isinstance(each, Resource)]
        return links[0].url if links else ""

    def enter(self) -> bool:
        """Give the keys to the list; False when there is nothing in it."""
        if not self._items:
            return False
        listed = self._listed
        if listed.highlighted is None:
            listed.action_first()
        listed.focus()
        return True

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        match self._items[int(event.option_id or 0)]:
            case Resource(url=url):
                self.post_message(self.Followed(url))
            case BrowserRow(deck_id=deck, key=key):
                self.post_message(self.Opened(f"deck:{deck}", key))
            case DeckStanding(id=deck):
                self.post_message(self.Opened(f"deck:{deck}", None))


def _question(row: BrowserRow) -> Content:
    lapses = f"{row.card.lapses:>2} × " if row.card.lapses else "     "
    return Content.assemble((lapses, "$text-warning"), sanitize(card_words.asked(row)))


def _deck(deck: DeckStanding) -> Content:
    known = wording.percent(deck.mastery if deck.introduced else None)
    return Content.assemble((f"{known:>5}  ", "$text-muted"), sanitize(deck.title))
