"""Shares with their intervals: `────●──`, a line each."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from quizzer.reports.charts import RangeChart
from quizzer.reports.figure import Figure
from quizzer.tui.widgets.plots.frame import below
from quizzer.tui.widgets.plots.strokes import BLANK, QUIET, STYLES, Cell, fitted, head, line

_SHORTEST = 12
_WIDEST_LABEL = 36
_TICK_ROOM = 9


def draw_ranges(chart: RangeChart, width: int) -> list[Content]:
    """Return a head, a line for each share, and the axis."""
    texts = [figure.percent for _, figure in chart.rows]
    told = max(
        (cell_len(text) for (_, f), text in zip(chart.rows, texts, strict=True) if f.value is not None), default=0
    )
    label = max((cell_len(text) for text, _ in chart.rows), default=0)
    label = max(4, min(label, _WIDEST_LABEL, width - told - 4 - _SHORTEST))
    room = max(_SHORTEST, width - label - told - 4)
    legend = [("─●─", STYLES["right"], "share with its 95 % interval")]
    if chart.level is not None:
        legend.append(("┊", STYLES["close"], chart.level_label))
    lines = head(chart.title, legend, width)
    for (name, figure), text in zip(chart.rows, texts, strict=True):
        lead = Content.assemble(fitted(name, label), (" │", QUIET))
        if figure.value is None:
            lines.append(Content.assemble(lead, (f" {text}", QUIET)))
        else:
            lines.append(Content.assemble(lead, line(_strip(chart, figure, room)), f"  {text}"))
    ticks = [(_column(chart, value, room), text) for value, text in chart.x.ticks(room // _TICK_ROOM)]
    return [*lines, *below(ticks, room, label)]


def _column(chart: RangeChart, value: float, room: int) -> int:
    return round(chart.x.place(value) * (room - 1))


def _strip(chart: RangeChart, figure: Figure, room: int) -> list[Cell]:
    cells = [BLANK] * room
    style = STYLES["right"]
    assert figure.value is not None
    if figure.low is not None and figure.high is not None:
        for column in range(_column(chart, figure.low, room), _column(chart, figure.high, room) + 1):
            cells[column] = Cell("─", style)
    if chart.level is not None:
        cells[_column(chart, chart.level, room)] = Cell("┊", STYLES["close"])
    cells[_column(chart, figure.value, room)] = Cell("●", style)
    return cells
