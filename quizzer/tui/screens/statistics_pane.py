"""What one tab of the statistics shows: a sentence, then plots and tables; on a wide screen beside one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Static

from quizzer import wording
from quizzer.reports.exhibit import Exhibit
from quizzer.reports.exhibits import exhibits_of
from quizzer.reports.figure import ENOUGH, Section
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
_ENOUGH = f"A share is told from {ENOUGH} answers on."


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
        found = [exhibit for section in sections for exhibit in exhibits_of(report, section)]
        exhibits = [exhibit for exhibit in found if not exhibit.is_empty]
        if not exhibits:
            yield from (Static(Content(line)) for line in to_fill(report))
        yield from self._shown_as(exhibits, as_words)
        if missing := [exhibit.title for exhibit in found if exhibit.is_empty]:
            yield Static(Content(f"Still to come: {_listed(missing)}."), classes="muted")

    def _shown_as(self, exhibits: list[Exhibit], as_words: bool) -> ComposeResult:
        if self._wide and exhibits:
            with Horizontal(id="beside"):
                yield Vertical(*(widget for exhibit in exhibits for widget in plots(exhibit, as_words)), id="plots")
                yield Vertical(*(widget for exhibit in exhibits for widget in tables(exhibit, as_words)), id="tables")
            return
        for exhibit in exhibits:
            yield from plots(exhibit, as_words)
            yield from tables(exhibit, as_words)


def to_fill(report: Report) -> Iterator[str]:
    """Yield what brings figures where there are none yet."""
    if not report.activity.answers:
        yield _NOT_LATELY
        return
    yield f"{_FEW} {_ENOUGH}"
    coming = next((day for day in report.forecast.days if day.due), None)
    if report.forecast.backlog:
        waits = "card waits" if report.forecast.backlog == 1 else "cards wait"
        yield f"{report.forecast.backlog:,} {waits} already: Enter on the home screen asks."
    elif coming is not None:
        comes = "card comes" if coming.due == 1 else "cards come"
        yield f"Next: {coming.due:,} {comes} back {wording.day(coming.day, report.day)}."


def _listed(titles: list[str]) -> str:
    """Return titles in the middle of a sentence."""
    return "; ".join(title[0].lower() + title[1:] for title in titles)


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
