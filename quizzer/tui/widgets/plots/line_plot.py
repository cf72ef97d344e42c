"""Lines, marks and bands over two axes, in braille."""

from __future__ import annotations

from textual.content import Content

from quizzer.reports.charts import Line, LineChart
from quizzer.tui.widgets.plots.canvas import Canvas
from quizzer.tui.widgets.plots.frame import AXIS, below, framed, left_labels
from quizzer.tui.widgets.plots.strokes import FAINT, STYLES, head

_SAMPLES = {"joined": "──", "dotted": "╌╌", "level": "╌╌", "band": "⡪⡪", "whisker": "│"}
_LEVEL, _DOTTED, _JOINED = 1, 2, 3
_TICK_ROOM = 9
"""Columns for a word below the axis."""


def draw_lines(chart: LineChart, width: int, height: int) -> list[Content]:
    """Return the plot in so many columns and rows."""
    top = head(chart.title, _legend(chart), width)
    rows = max(3, height - len(top) - AXIS)
    ticks = chart.y.ticks(max(2, rows // 2))
    margin = max((len(text) for _, text in ticks), default=1)
    canvas = Canvas(max(8, width - margin - 2), rows)
    if chart.level is not None:
        level = chart.y.place(chart.level)
        canvas.path([(0.0, level), (1.0, level)], _LEVEL, STYLES["close"], dotted=True)
    for drawn in chart.lines:
        _draw(canvas, chart, drawn)
    labels = left_labels(ticks, lambda value: canvas.row(chart.y.place(value)))
    places = [
        (canvas.column(chart.x.place(value)), text) for value, text in chart.x.ticks(canvas.columns // _TICK_ROOM)
    ]
    return [
        *top,
        *framed([canvas.cells(row) for row in range(rows)], labels, margin),
        *below(places, canvas.columns, margin, chart.x.name),
    ]


def _draw(canvas: Canvas, chart: LineChart, drawn: Line) -> None:
    style = STYLES[drawn.role]
    places = [(chart.x.place(point.x), chart.y.place(point.y)) for point in drawn.points]
    ranges = [
        (chart.x.place(point.x), chart.y.place(point.low), chart.y.place(point.high))
        for point in drawn.points
        if point.low is not None and point.high is not None
    ]
    if drawn.look == "marks":
        for x, low, high in ranges:
            canvas.path([(x, low), (x, high)], _JOINED, style)
        for x, y in places:
            canvas.mark(x, y, drawn.mark, style)
        return
    canvas.shade(ranges, FAINT)
    if len(places) == 1:
        canvas.mark(*places[0], drawn.mark, style)
    dotted = drawn.look == "dotted"
    canvas.path(places, _DOTTED if dotted else _JOINED, style, dotted=dotted)


def _legend(chart: LineChart) -> list[tuple[str, str, str]]:
    return [
        (_SAMPLES.get(shape, shape), FAINT if shape == "band" else STYLES[role], name)
        for role, shape, name in chart.legend
    ]
