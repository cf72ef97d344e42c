"""A year of days, a column a week: the level is a glyph and a colour."""

from __future__ import annotations

from datetime import date, timedelta

from textual.content import Content

from quizzer import wording
from quizzer.reports.calendar_chart import Calendar
from quizzer.tui.widgets.plots.strokes import BLANK, QUIET, Cell, head, line

_GLYPHS = "·░▒▓█"
_STYLES = (QUIET, "$text-success 45%", "$text-success 65%", "$text-success 82%", "$text-success")
_WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")
_MARGIN = 4
_WEEKS = 53
_MONTH_ROOM = 4


def draw_calendar(chart: Calendar, width: int) -> list[Content]:
    """Return a head, the months, the seven days of the week, and what the levels mean."""
    columns = 2 if width >= _MARGIN + 2 * _WEEKS else 1
    weeks = min(_WEEKS, max(1, (width - _MARGIN) // columns))
    monday = chart.today - timedelta(days=chart.today.weekday())
    first = monday - timedelta(weeks=weeks - 1)
    counts = chart.counts
    lines = [*head(chart.title, (), width), Content.styled(" " * _MARGIN + _months(first, weeks, columns), QUIET)]
    for weekday, name in enumerate(_WEEKDAYS):
        days = [first + timedelta(weeks=week, days=weekday) for week in range(weeks)]
        cells = [cell for day in days for cell in [_day(chart, counts, day)] * columns]
        lines.append(Content.assemble((f"{name:<{_MARGIN}}", QUIET), line(cells)))
    return [*lines, *_legend(chart, width)]


def _day(chart: Calendar, counts: dict[date, int], day: date) -> Cell:
    if day > chart.today:
        return BLANK
    level = chart.level(counts.get(day, 0))
    return Cell(_GLYPHS[level], _STYLES[level])


def _months(first: date, weeks: int, columns: int) -> str:
    words = ""
    for week in range(weeks):
        monday = first + timedelta(weeks=week)
        begins = monday.day <= 7 and week * columns >= len(words)
        if begins and (weeks - week) * columns >= _MONTH_ROOM - 1:
            words = f"{words:<{week * columns}}{wording.month(monday):<{_MONTH_ROOM}}"
    return words.rstrip()


def _legend(chart: Calendar, width: int) -> list[Content]:
    begins = chart.levels
    lines = [Content.assemble(" " * _MARGIN, (_GLYPHS[0], _STYLES[0]), (" none", QUIET))]
    for level, begin in enumerate(begins, 1):
        end = begins[level] - 1 if level < len(begins) else None
        text = f"{begin:,} or more" if end is None else f"{begin:,}" if end == begin else f"{begin:,} to {end:,}"
        mark = Content.assemble((_GLYPHS[level], _STYLES[level]), (f" {text}", QUIET))
        if lines[-1].cell_length + 3 + mark.cell_length <= width:
            lines[-1] = Content.assemble(lines[-1], "   ", mark)
        else:
            lines.append(Content.assemble(" " * _MARGIN, mark))
    return lines
