"""Upright bars in eighths of a cell."""

from __future__ import annotations

from textual.content import Content

from quizzer.reports.charts import Bar, BarChart
from quizzer.reports.scales import spell
from quizzer.tui.widgets.plots.frame import AXIS, below, framed, left_labels
from quizzer.tui.widgets.plots.strokes import AREA, BLANK, QUIET, Cell, head

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_WIDEST = 9
"""Columns of a bar with its gap."""
_UNKNOWN = Cell("·", QUIET)


def draw_bars(chart: BarChart, width: int, height: int) -> list[Content] | None:
    """Return the plot in so many columns and rows; None where they do not hold a bar each."""
    top = head(chart.title, [(_EIGHTHS[4], AREA, chart.y.name)], width)
    rows = max(3, height - len(top) - AXIS)
    ticks = chart.y.ticks(max(2, rows // 2))
    texts = [_text(chart, bar) for bar in chart.bars]
    margin = max((len(text) for _, text in ticks), default=1)
    # Where the numbers stand above the bars, none are needed at the side.
    written = max((len(text) for text in texts), default=0) < min(_WIDEST, (width - 2) // len(chart.bars))
    margin = 0 if written else margin
    slot = min(_WIDEST, (width - margin - 2) // len(chart.bars))
    if slot < 1:
        return None
    columns = slot * len(chart.bars)
    # The highest leaves its number a row.
    room = rows - 1 if written else rows
    cells = [[BLANK] * columns for _ in range(rows)]
    for number, bar in enumerate(chart.bars):
        _raise(cells, number * slot, max(1, slot - 1), _eighths(chart, bar, room))
        if bar.value is None:
            cells[-1][number * slot] = _UNKNOWN
        if written and bar.value:
            _write(cells, number * slot, _eighths(chart, bar, room), texts[number])
    labels = left_labels(
        ticks, lambda value: rows - 1 - min(rows - 1, max(0, round(chart.y.place(value) * room * 8) - 1) // 8)
    )
    places = [(number * slot + (slot - 1) // 2, bar.label) for number, bar in enumerate(chart.bars)]
    return [
        *top,
        *framed(cells, {} if written else labels, margin),
        *below(places, columns, margin),
    ]


def _text(chart: BarChart, bar: Bar) -> str:
    return spell(bar.value, chart.y.unit).removesuffix(" %") if bar.value is not None else ""


def _eighths(chart: BarChart, bar: Bar, rows: int) -> int:
    """Return the height of a bar; what is anything at all is seen."""
    return max(1, round(chart.y.place(bar.value) * rows * 8)) if bar.value else 0


def _raise(cells: list[list[Cell]], left: int, width: int, eighths: int) -> None:
    for up, row in enumerate(reversed(cells)):
        filled = min(8, max(0, eighths - 8 * up))
        if filled:
            row[left : left + width] = [Cell(_EIGHTHS[filled], AREA)] * width


def _write(cells: list[list[Cell]], left: int, eighths: int, text: str) -> None:
    row = cells[len(cells) - 1 - -(-eighths // 8)]
    row[left : left + len(text)] = [Cell(letter, QUIET) for letter in text]
