"""What one tab of the statistics shows: a sentence, then plots and tables; on a wide screen beside one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Static

from quizzer.reports.exhibit import Exhibit
from quizzer.reports.exhibits import exhibits_of
from quizzer.reports.figure import Section
from quizzer.reports.report import Report
from quizzer.tui.widgets.plots.plot import Plot, told
from quizzer.tui.widgets.text_table import TextTable
from quizzer_decks.sanitize import sanitize

_WIDE = 130
"""Columns of the terminal from which tables stand beside the plots."""
_MORE_ROWS = 60
_NO_CARDS = "There are no cards yet. `quizzer decks new` starts a deck of your own."
_NO_SUCH_CARDS = "No card is in what you have chosen. f chooses something else."
_NO_ANSWERS = "Nothing was answered yet: Esc goes back to the start, and Enter there begins a sitting."
_NOT_LATELY = "Nothing was answered in this time: w looks further back."
_FEW = "This fills in as you go on: figures rest on cards that come back on a later day."


@dataclass(frozen=True, slots=True)
class StatisticsTab:
    """A tab with the sections that it shows, the first of which opens it."""

    id: str
    label: str
    sections: tuple[str, ...]

    def of(self, report: Report) -> list[Section]:
        """Return its sections of a report."""
        found = {section.name: section for section in report.sections()}
        return [found[name] for name in self.sections]


TABS = (
    StatisticsTab("retention", "Retention", ("true_retention",)),
    StatisticsTab("calibration", "Calibration", ("calibration",)),
    StatisticsTab("knowledge", "Knowledge", ("knowledge",)),
    StatisticsTab("memory", "Memory", ("memory",)),
    StatisticsTab("activity", "Activity", ("activity", "today")),
    StatisticsTab("forecast", "Forecast", ("forecast",)),
    StatisticsTab("hardest", "Hardest", ("trouble",)),
)


class StatisticsPane(VerticalScroll):
    """The figures of one tab."""

    def __init__(self) -> None:
        super().__init__(id="figures")
        self._shown: tuple[Report, StatisticsTab, bool] | None = None
        self._wide = False
        self._waiting = "Counting …"

    def say(self, text: str) -> None:
        """Say something in place of figures that are not there."""
        self._waiting = text
        self.refresh(recompose=True)

    def show(self, report: Report, tab: StatisticsTab, *, as_words: bool) -> None:
        """Show a tab of a report, its plots drawn or in words."""
        self._shown = (report, tab, as_words)
        self.refresh(recompose=True)

    def on_resize(self, event: Resize) -> None:
        """Put tables beside plots where there is room, and below them where there is none."""
        if self._wide != (self.app.size.width >= _WIDE) and self._shown is not None:
            self.refresh(recompose=True)

    def compose(self) -> ComposeResult:
        """Lay out the figures."""
        self._wide = self.app.size.width >= _WIDE
        if self._shown is None:
            yield Static(Content.styled(self._waiting, "$text-muted"))
            return
        report, tab, as_words = self._shown
        sections = tab.of(report)
        yield from sentences(report, sections)
        if not report.answers:
            return
        exhibits = [exhibit for section in sections for exhibit in exhibits_of(report, section)]
        first = exhibits[0].chart
        if first is not None and first.is_empty:
            yield Static(Content(_FEW if report.activity.answers else _NOT_LATELY), classes="muted")
        if self._wide:
            with Horizontal(id="beside"):
                yield Vertical(*(widget for exhibit in exhibits for widget in plots(exhibit, as_words)), id="plots")
                yield Vertical(*(widget for exhibit in exhibits for widget in tables(exhibit, as_words)), id="tables")
            return
        for exhibit in exhibits:
            yield from plots(exhibit, as_words)
            yield from tables(exhibit, as_words)


def sentences(report: Report, sections: Iterable[Section]) -> ComposeResult:
    """Yield the sentence of each section, and what to do next where there is nothing yet."""
    for place, section in enumerate(sections):
        yield Static(Content(sanitize(section.words)), classes="muted" if place else "bright")
    if not report.cards and not report.answers:
        yield Static(Content(_NO_CARDS if report.scope.everything else _NO_SUCH_CARDS))
    elif not report.answers:
        yield Static(Content(_NO_ANSWERS))


def plots(exhibit: Exhibit, as_words: bool) -> Iterable[Widget]:
    """Return the plot of an exhibit, or what it shows in words."""
    if exhibit.chart is None:
        return
    if as_words or exhibit.chart.is_empty:
        yield Static(told(exhibit.chart))
    else:
        yield Plot(exhibit.chart)


def tables(exhibit: Exhibit, as_words: bool) -> Iterable[Widget]:
    """Return the table of an exhibit; in words also the numbers of its plot where the table has others."""
    if as_words and exhibit.chart is not None and not exhibit.chart.is_empty and not exhibit.told:
        # Its title stands above the words.
        yield TextTable(replace(exhibit.chart.table(), title=""), most=_MORE_ROWS)
    if exhibit.table is not None and exhibit.table.rows:
        yield TextTable(exhibit.table, most=_MORE_ROWS)
