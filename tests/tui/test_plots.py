"""Plots drawn in characters: they fit, they say nothing that is not so, and they bear anything."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizzer.reports.calendar_chart import Calendar
from quizzer.reports.charts import (
    Bar,
    BarChart,
    Chart,
    Line,
    LineChart,
    Point,
    RangeChart,
    StackChart,
    StackRow,
)
from quizzer.reports.figure import Figure
from quizzer.reports.scales import Axis
from quizzer.reports.tables import Table
from quizzer.tui.widgets.plots.plot import draw, told
from quizzer.tui.widgets.plots.stack_plot import shares
from quizzer.tui.widgets.text_table import table_lines

TODAY = date(2026, 3, 2)
HOSTILE = "[/red]\x1b[31m\u202e 学 [@click=app.quit]x"
SHARE = Axis(0.0, 1.0, "percent", name="recalled")
TEXTS = st.text(max_size=50) | st.just(HOSTILE)
FRACTIONS = st.floats(0, 1)


def drawn(chart: Chart, width: int = 76, height: int = 12) -> list[str]:
    """Return the lines of a plot."""
    lines = draw(chart, width, height)
    assert lines is not None
    return [line.plain for line in lines]


@st.composite
def charts(make: st.DrawFn) -> Chart:
    """Draw a chart of any kind with any content."""
    title = make(TEXTS)
    amounts = st.lists(st.integers(0, 10**6), min_size=1, max_size=60)
    match make(st.integers(0, 4)):
        case 0:
            places = sorted(make(st.lists(FRACTIONS, max_size=40)))
            points = tuple(Point(x, make(FRACTIONS), 0.0, 1.0) for x in places)
            look = make(st.sampled_from(["joined", "marks", "dotted"]))
            return LineChart(title, Axis(0.0, 1.0), SHARE, (Line(title, points, look=look),), 0.9, "wanted")  # type: ignore[arg-type]
        case 1:
            bars = tuple(Bar(make(TEXTS), float(amount)) for amount in make(amounts))
            return BarChart(title, bars, Axis(0.0, max(1.0, *(bar.value or 0 for bar in bars))), "day")
        case 2:
            parts = (("again", "wrong"), ("hard", "close"), ("good", "right"))
            rows = [StackRow(make(TEXTS), tuple(make(st.tuples(*[st.integers(0, 10**6)] * 3)))) for _ in range(4)]
            return StackChart(title, parts, tuple(rows))  # type: ignore[arg-type]
        case 3:
            hits = make(st.integers(0, 500))
            return RangeChart(title, SHARE, ((make(TEXTS), Figure.share(hits, hits + 7)),), 0.9, "wanted")
        case _:
            days = tuple((TODAY - timedelta(days=ago), amount) for ago, amount in enumerate(make(amounts)))
            return Calendar(title, days, TODAY)


@given(charts(), st.integers(36, 200), st.integers(3, 40))
def test_every_plot_fits(chart: Chart, width: int, height: int) -> None:
    """Whatever is in it, a plot is drawn as lines with nothing that steers the terminal, and told in words."""
    lines = draw(chart, width, height)
    for line in [*(lines or ()), *told(chart).split("\n")]:
        assert not set(line.plain) & set("\x1b\x07\r\u202e")
        assert "\n" not in line.plain
    assert chart.words
    for row in chart.table().rows:
        assert len(row) == len(chart.table().headers)


@example(BarChart("Days", (*(Bar("学 " * 12, 0.0),) * 6, Bar("000000000", 1.0)), Axis(0.0, 1.0), "day"), 58)
@given(charts(), st.integers(40, 120))
def test_what_is_drawn_keeps_to_its_width(chart: Chart, width: int) -> None:
    """Below the head, whose end is left out where it is too long, no line is wider than it may be."""
    lines = draw(chart, width, 12)
    if lines is not None and not isinstance(chart, Calendar):
        body = [line for line in lines if not line.plain.startswith(("[", chart.title[:1] or "\0"))]
        assert all(line.cell_length <= width for line in body[2:])


def test_a_line_rises_from_left_to_right() -> None:
    """A straight line begins below on the left and ends above on the right, between its numbers."""
    chart = LineChart("Rise", Axis(0.0, 10.0, name="day"), SHARE, (Line("rise", (Point(0, 0.0), Point(10, 1.0))),))
    lines = drawn(chart)
    assert lines[0].startswith("Rise")
    assert lines[1].startswith("100 % ┤")
    assert lines[-3].startswith("  0 % ┤")
    assert lines[1].rstrip()[-1] > "\u2800"
    assert lines[-3][7] > "\u2800"
    assert lines[-1].rstrip().endswith("day") or lines[-1].split() == ["0", "2", "4", "6", "8", "10"]


def test_a_band_gives_way_to_its_line() -> None:
    """Where line and interval share a cell, the line alone is drawn."""
    flat = (Point(0, 0.5, 0.2, 0.8), Point(10, 0.5, 0.2, 0.8))
    alone = tuple(Point(point.x, point.y) for point in flat)
    with_band, without = (
        drawn(LineChart("Flat", Axis(0.0, 10.0), SHARE, (Line("flat", points),))) for points in (flat, alone)
    )
    middle = next(number for number, line in enumerate(without) if number and line.rstrip()[-1] > "\u2800")
    assert with_band[middle] == without[middle]
    assert with_band[middle + 1] != without[middle + 1]


def test_bars_are_as_high_as_their_values() -> None:
    """Twice the value is twice the height; anything at all is seen; what is unknown is a dot."""
    bars = (Bar("a", 8.0), Bar("b", 4.0), Bar("c", 0.01), Bar("d", 0.0), Bar("e", None))
    lines = drawn(BarChart("Bars", bars, Axis(0.0, 8.0, name="cards"), "day"), height=12)
    columns = ["".join(line[start : start + 1] for line in lines[1:-2]) for start in (3, 12, 21, 30, 38)]
    assert [column.count("█") for column in columns[:2]] == [8, 4]
    assert columns[2].endswith("▁")
    assert columns[3].strip() == ""
    assert "·" in lines[-3]
    assert draw(BarChart("Bars", bars * 20, Axis(0.0, 8.0), "day"), 76, 12) is None


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=4), st.integers(12, 80))
def test_parts_fill_the_bar(amounts: list[int], cells: int) -> None:
    """The parts of a bar fill it exactly, and each that is anything has a cell."""
    found = shares(tuple(amounts), cells)
    assert sum(found) == cells
    assert all(bool(amount) <= bool(part) for amount, part in zip(amounts, found, strict=True) if sum(amounts))


def test_a_calendar_has_a_glyph_for_each_level() -> None:
    """Quarters of the active days have their own glyph; days after today are blank; the legend says what they mean."""
    days = tuple((TODAY - timedelta(days=ago), count) for ago, count in enumerate((9, 7, 5, 3, 0, 1), 1))
    lines = drawn(Calendar("Year", (*days, (TODAY + timedelta(days=1), 50)), TODAY), 120)
    assert len(lines) == 10
    assert lines[-1].split("   ")[-1] == "█ 7 or more"
    assert all(glyph in "\n".join(lines[2:9]) for glyph in "·░▒▓█")
    assert "50" not in "\n".join(lines)
    monday, sunday = lines[2], lines[8]
    assert len(sunday.rstrip()) < len(monday.rstrip())


@pytest.mark.parametrize("width", [45, 54, 56, 57, 70])
def test_the_words_of_a_calendar_are_whole(width: int) -> None:
    """Where months and levels do not fit into a line they go on in the next; nothing is cut off."""
    days = tuple((TODAY - timedelta(days=number), 40 + number) for number in range(120))
    for today in (TODAY, date(2026, 11, 21)):
        lines = draw(Calendar("Answers", days, today), width, 12) or []
        assert "or more" in lines[-1].plain
        assert all(line.cell_length <= width for line in lines)


def test_an_interval_is_a_line_with_its_value_on_it() -> None:
    """A share stands on its interval; of too few they are told themselves; the level stands in every row."""
    rows = (("all", Figure.share(90, 100)), ("few", Figure.share(3, 4)))
    lines = drawn(RangeChart("Shares", SHARE, rows, 0.5, "wanted 50 %"))
    assert "─●─" in lines[1]
    assert "90 % (83 to 94)" in lines[1]
    assert "┊" in lines[1]
    assert lines[2].endswith("3 of 4")


@pytest.mark.parametrize("width", [20, 40, 100])
def test_tables_bear_any_width(width: int) -> None:
    """In columns where they fit, as lines where not; no line is too wide."""
    rows = tuple((f"row {n}", f"{n} % (1 to 2)", "3 of 4", f"{n},000") for n in range(5))
    lines = [line.plain for line in table_lines(Table("Title", ("", "young", "mature", "tests"), rows), width, 3)]
    assert lines[0] == "Title"
    assert lines[-1] == "… and 2 more"
    assert all(len(line) <= width for line in lines)
    assert "2 % (1 to 2)" in "\n".join(lines)
    assert ("young 2 %" in "\n".join(lines)) == (width < 40)
