"""Charts as SVG. What a colour tells, a shape, a dash or a word tells too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizzer.reports.charts import BarChart, Chart, Line, LineChart, Point, RangeChart, StackChart
from quizzer.reports.scales import spell
from quizzer.reports.svg import (
    ACROSS,
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    below_axis,
    box,
    drawing,
    element,
    label,
    left_axis,
    rule,
)
from quizzer.reports.svg_calendar import calendar_svg

_HEIGHT = 200
_ROW = 26
_NAMES = 180
"""Room for the names of lying bars and ranges."""
_LETTERS = 26
_NUMBERS = 120
_LEGEND = 22


def svg_of(chart: Chart) -> str:
    """Return a chart as one `svg` element; nothing for an empty one."""
    if chart.is_empty:
        return ""
    match chart:
        case LineChart():
            return _lines(chart)
        case BarChart():
            return _bars(chart)
        case StackChart():
            return _stacks(chart)
        case RangeChart():
            return _ranges(chart)
        case _:
            return calendar_svg(chart)


def _lines(chart: LineChart) -> str:
    bottom = TOP + _HEIGHT
    drawn = left_axis(chart.y, _HEIGHT)
    drawn += below_axis([(chart.x.place(value), text) for value, text in chart.x.ticks(8)], bottom, chart.x.name)
    if chart.level is not None:
        y = _y(chart, chart.level)
        drawn.append(rule(LEFT, y, LEFT + ACROSS, y, "level"))
    for line in chart.lines:
        drawn += _line(chart, line)
    drawn += _legend(chart.legend, bottom + BOTTOM + 14)
    return drawing(chart.title, chart.words, bottom + BOTTOM + 26, *drawn)


def _x(chart: LineChart, value: float) -> float:
    return LEFT + chart.x.place(value) * ACROSS


def _y(chart: LineChart, value: float) -> float:
    return TOP + (1 - chart.y.place(value)) * _HEIGHT


def _line(chart: LineChart, line: Line) -> Iterator[str]:
    if line.look == "marks" or len(line.points) == 1:
        for point in line.points:
            yield from _mark(chart, line, point)
        return
    spans = [(_x(chart, p.x), p.low, p.high) for p in line.points if p.low is not None and p.high is not None]
    if spans and line.look == "joined":
        edge = [f"{x:.1f},{_y(chart, high):.1f}" for x, _, high in spans]
        edge += [f"{x:.1f},{_y(chart, low):.1f}" for x, low, _ in reversed(spans)]
        yield element("polygon", points=" ".join(edge), class_=f"band {line.role}")
    places = " ".join(f"{_x(chart, point.x):.1f},{_y(chart, point.y):.1f}" for point in line.points)
    yield element("polyline", points=places, class_=f"line {line.look} {line.role}")


def _mark(chart: LineChart, line: Line, point: Point) -> Iterator[str]:
    x, y = _x(chart, point.x), _y(chart, point.y)
    if point.low is not None and point.high is not None:
        yield rule(x, _y(chart, point.low), x, _y(chart, point.high), f"whisker {line.role}")
    tip = f"{line.label}: {spell(point.y, chart.y.unit)} at {spell(point.x, chart.x.unit)}"
    yield element(
        "text",
        element("title", text=tip),
        text=line.mark,
        x=x,
        y=y + 4.5,
        text_anchor="middle",
        class_=f"mark {line.role}",
    )


def _legend(entries: Sequence[tuple[str, str, str]], y: float) -> Iterator[str]:
    x = float(LEFT)
    for role, shape, name in entries:
        if shape in ("joined", "dotted", "level"):
            look = "level" if shape == "level" else f"line {shape} {role}"
            yield rule(x, y - 4, x + 18, y - 4, look)
        elif shape == "whisker":
            yield rule(x + 9, y - 11, x + 9, y + 2, f"whisker {role}")
        elif shape == "band":
            yield box(x, y - 10, 18, 12, "band right")
        elif shape == "filled":
            yield box(x + 3, y - 10, 12, 12, f"part {role}")
        else:
            yield label(x + 9, y, shape, look=f"mark {role}")
        yield label(x + _LEGEND, y, name, anchor="start")
        x += _LEGEND + 6.6 * len(name) + 18


def _bars(chart: BarChart) -> str:
    bottom = TOP + _HEIGHT
    slot = ACROSS / len(chart.bars)
    drawn = left_axis(chart.y, _HEIGHT)
    for place, bar in enumerate(chart.bars):
        height = chart.y.place(bar.value or 0.0) * _HEIGHT
        tip = f"{bar.label}: {chart.text(bar)}"
        drawn.append(box(LEFT + place * slot + 1, bottom - height, min(slot - 2, 40), height, "part main", tip))
    ticks = [((place + 0.5) / len(chart.bars), bar.label) for place, bar in enumerate(chart.bars)]
    drawn += below_axis(ticks, bottom, chart.of)
    return drawing(chart.title, chart.words, bottom + BOTTOM + 4, *drawn)


def _named(name: str, y: float) -> str:
    return label(
        _NAMES - 8, y, name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…", anchor="end", look="name"
    )


def _stacks(chart: StackChart) -> str:
    room = WIDTH - RIGHT - _NAMES - _NUMBERS
    drawn = []
    for number, row in enumerate(chart.rows):
        y, x, whole = TOP + number * _ROW, float(_NAMES), sum(row.amounts)
        drawn.append(_named(row.label, y + 14))
        for (name, role), amount in zip(chart.parts, row.amounts, strict=True):
            width = room * amount / whole if whole else 0.0
            drawn.append(box(x, y, width - 1, 18, f"part {role}", f"{row.label}, {name}: {amount:,}"))
            x += width
        drawn.append(label(_NAMES + room + 8, y + 14, row.note, anchor="start"))
    y = TOP + len(chart.rows) * _ROW + 16
    drawn += _legend([(role, "filled", name) for name, role in chart.parts], y)
    return drawing(chart.title, chart.words, y + 12, *drawn)


def _ranges(chart: RangeChart) -> str:
    room = WIDTH - RIGHT - _NAMES - _NUMBERS
    bottom = TOP + len(chart.rows) * _ROW
    drawn = []
    for value, text in chart.x.ticks(5):
        x = _NAMES + chart.x.place(value) * room
        drawn += [rule(x, TOP, x, bottom, "grid"), label(x, bottom + 16, text)]
    if chart.level is not None:
        x = _NAMES + chart.x.place(chart.level) * room
        drawn.append(rule(x, TOP, x, bottom, "level"))
    for number, (name, figure) in enumerate(chart.rows):
        y = TOP + number * _ROW + 13
        drawn += [_named(name, y + 4), label(_NAMES + room + 8, y + 4, figure.percent, anchor="start")]
        if figure.value is not None and figure.low is not None and figure.high is not None:
            ends = (_NAMES + chart.x.place(share) * room for share in (figure.low, figure.high))
            drawn.append(rule(next(ends), y, next(ends), y, "whisker right"))
            drawn.append(label(_NAMES + chart.x.place(figure.value) * room, y + 4.5, "●", look="mark right"))
    entries = [("right", "●", "share with its 95 % interval")]
    if chart.level is not None:
        entries.append(("close", "level", chart.level_label))
    drawn += _legend(entries, bottom + 38)
    return drawing(chart.title, chart.words, bottom + 50, *drawn)
