"""A widget that draws any chart, as large as there is room."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from quizzer.reports.calendar_chart import Calendar
from quizzer.reports.charts import BarChart, Chart, LineChart, RangeChart, StackChart
from quizzer.tui.widgets.plots.bar_plot import draw_bars
from quizzer.tui.widgets.plots.calendar_plot import draw_calendar
from quizzer.tui.widgets.plots.line_plot import draw_lines
from quizzer.tui.widgets.plots.range_plot import draw_ranges
from quizzer.tui.widgets.plots.stack_plot import draw_stacks
from quizzer.tui.widgets.plots.strokes import QUIET, plain

_NARROWEST = 36
"""Columns below which words are plainer than a plot."""
_HEIGHTS = ((44, 16), (28, 12))
"""Rows of the terminal, and of a plot in it."""
_SHORT = 10


class Plot(Widget):
    """A plot under its title; where there is no room for it, what it shows in words."""

    DEFAULT_CSS = """
    Plot { height: auto; text-wrap: nowrap; text-overflow: ellipsis; }
    Plot.-words { text-wrap: wrap; }
    """

    def __init__(self, chart: Chart, *, height: int | None = None) -> None:
        super().__init__()
        self.chart = chart
        self._height = height

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows that the plot takes."""
        rows = next((rows for least, rows in _HEIGHTS if viewport.height >= least), _SHORT)
        drawn = draw(self.chart, width, self._height or rows)
        if drawn is not None:
            return len(drawn)
        return super().get_content_height(container, viewport, width)

    def render(self) -> Content:
        """Draw the plot."""
        drawn = draw(self.chart, self.content_size.width, self.content_size.height)
        self.set_class(drawn is None, "-words")
        return Content("\n").join(drawn) if drawn is not None else told(self.chart)


def draw(chart: Chart, width: int, height: int) -> list[Content] | None:
    """Return a plot in so many columns and rows; None where it is empty or has no room."""
    if chart.is_empty or width < _NARROWEST:
        return None
    match chart:
        case LineChart():
            return draw_lines(chart, width, height)
        case BarChart():
            return draw_bars(chart, width, height)
        case StackChart():
            return draw_stacks(chart, width)
        case RangeChart():
            return draw_ranges(chart, width)
        case Calendar():
            return draw_calendar(chart, width)
    return None


def told(chart: Chart) -> Content:
    """Return what a plot shows in words, under its title."""
    return Content.assemble((plain(chart.title), "bold"), "\n", (plain(chart.words), QUIET if chart.is_empty else ""))
