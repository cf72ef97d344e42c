"""The calendar of a year as SVG."""

from __future__ import annotations

from datetime import timedelta

from quizzer import wording
from quizzer.reports.calendar_chart import Calendar
from quizzer.reports.charts import Chart
from quizzer.reports.svg import WIDTH, box, drawing, label

_LEFT, _TOP = 34, 20
_WEEKS = 53
_CELL = (WIDTH - _LEFT) / _WEEKS
_WEEKDAYS = {0: "Mon", 2: "Wed", 4: "Fri", 6: "Sun"}


def calendar_svg(chart: Chart) -> str:
    """Return a square a day, a column a week, with the months above and the levels below."""
    assert isinstance(chart, Calendar)
    counts = chart.counts
    monday = chart.today - timedelta(days=chart.today.weekday())
    first = monday - timedelta(weeks=_WEEKS - 1)
    drawn = [label(0, _TOP + (day + 0.75) * _CELL, name, anchor="start") for day, name in _WEEKDAYS.items()]
    for week in range(_WEEKS):
        begins = first + timedelta(weeks=week)
        if begins.day <= 7 and week < _WEEKS - 2:
            drawn.append(label(_LEFT + week * _CELL, _TOP - 6, wording.month(begins), anchor="start"))
        for day in range(7):
            here = begins + timedelta(days=day)
            if here <= chart.today:
                count = counts.get(here, 0)
                tip = f"{here}: {wording.count(count, 'answer')}"
                x, y = _LEFT + week * _CELL, _TOP + day * _CELL
                drawn.append(box(x, y, _CELL - 2, _CELL - 2, f"day level{chart.level(count)}", tip))
    y = _TOP + 7 * _CELL + 14
    return drawing(chart.title, chart.words, y + 8, *drawn, *_levels(chart, y))


def _levels(chart: Calendar, y: float) -> list[str]:
    begins = chart.levels
    names = ["none"]
    for level, begin in enumerate(begins, 1):
        end = begins[level] - 1 if level < len(begins) else None
        names.append(f"{begin:,} or more" if end is None else f"{begin:,}" if end == begin else f"{begin:,} to {end:,}")
    drawn = []
    x = float(_LEFT)
    for level, name in enumerate(names):
        drawn += [box(x, y - 9, 10, 10, f"day level{level}"), label(x + 15, y, name, anchor="start")]
        x += 15 + 6.6 * len(name) + 18
    return drawn
