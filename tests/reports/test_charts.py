"""The plots of a report as values: what they hold is what the sections say."""

from __future__ import annotations

from datetime import date, timedelta
from math import isfinite
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzer.reports.calendar_chart import Calendar
from quizzer.reports.charts import BarChart, LineChart, StackChart
from quizzer.reports.exhibits import exhibits_of
from quizzer.reports.gathering import gather
from quizzer.reports.report import Report
from quizzer.reports.scales import Axis, down_to, spell
from quizzer.reports.scope import Scope, Window
from quizzer.reports.scope_choices import choices_of, matching
from quizzer.workspace import Workspace


def charts(report: Report, name: str) -> list[object]:
    """Return the charts of a section."""
    section = next(section for section in report.sections() if section.name == name)
    return [exhibit.chart for exhibit in exhibits_of(report, section)]


@pytest.mark.parametrize("window", list(Window))
def test_charts_hold_what_the_sections_say(studied: Workspace, window: Window) -> None:
    """Sums and shares of the plots are those of the figures, in every window."""
    report = gather(studied, Scope(), window)
    _, over_time, states, *_ = charts(report, "activity")
    assert isinstance(over_time, BarChart)
    assert isinstance(states, StackChart)
    assert sum(bar.value or 0 for bar in over_time.bars) == report.activity.answers
    assert sum(sum(row.amounts) for row in states.rows) == report.activity.answers
    ahead, weeks = charts(report, "forecast")
    assert isinstance(ahead, BarChart)
    assert isinstance(weeks, BarChart)
    assert sum(bar.value or 0 for bar in ahead.bars) == report.forecast.due(30)
    assert sum(bar.value or 0 for bar in weeks.bars) == report.forecast.due(84)
    course, *_ = charts(report, "true_retention")
    assert isinstance(course, LineChart)
    for point in course.lines[0].points:
        assert point.low is not None
        assert point.high is not None
        assert 0 <= point.low <= point.y <= point.high <= 1
    knowledge, topics = charts(report, "knowledge")
    assert isinstance(knowledge, LineChart)
    assert isinstance(topics, StackChart)
    assert knowledge.lines[1].points[-1].y == report.knowledge.now.value


def test_points_of_weeks_end_today(studied: Workspace) -> None:
    """A week of recall is seven days up to today or to a week before: the last point is no half week."""
    report = gather(studied, Scope(), Window.YEAR)
    course, *_ = charts(report, "true_retention")
    assert isinstance(course, LineChart)
    assert {(report.day.toordinal() - round(point.x)) % 7 for point in course.lines[0].points} == {0}


@pytest.mark.parametrize("window", list(Window))
def test_an_empty_collection_has_empty_plots(workspace: Workspace, window: Window) -> None:
    """Nothing answered: no plot has anything to draw but the topics, and each says so in words."""
    report = gather(workspace, Scope(), window)
    for section in report.sections():
        for exhibit in exhibits_of(report, section):
            if exhibit.chart is not None and not isinstance(exhibit.chart, StackChart):
                assert exhibit.chart.is_empty
                assert exhibit.chart.words == exhibit.chart.nothing
    _, topics = charts(report, "knowledge")
    assert isinstance(topics, StackChart)
    assert all(row.amounts[:2] == (0, 0) for row in topics.rows)


@pytest.mark.parametrize("unit", ["percent", "number"])
def test_ticks_are_written_as_what_they_are(unit: Literal["percent", "number"]) -> None:
    """No tick lies between two whole percent or cards: 87.5 % would be written 88 %."""
    scale = 100 if unit == "percent" else 1
    for high in range(1, 101):
        for most in range(2, 12):
            for value, _ in Axis(0.0, high / scale, unit).ticks(most):
                assert abs(value * scale - round(value * scale)) < 1e-6


@given(st.floats(0, 1e6), st.floats(1e-6, 1e6), st.sampled_from(["percent", "number", "span"]), st.integers(2, 12))
def test_ticks_lie_on_the_axis(low: float, length: float, unit: str, most: int) -> None:
    """Numbers stand within the axis, in order, not many more than were asked for, each where it belongs."""
    axis = Axis(low, low + length, unit)  # type: ignore[arg-type]
    if axis.high <= axis.low:
        return
    ticks = [value for value, _ in axis.ticks(most)]
    assert ticks == sorted(ticks)
    assert len(ticks) <= 2 * most + 1
    assert all(isfinite(value) and 0 <= axis.place(value) <= 1 for value in ticks)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 6000), st.integers(2, 12))
def test_days_on_an_axis(first: date, length: int, most: int) -> None:
    """Days, weeks or months stand below an axis of time, however long it is; a January is its year."""
    last = first + timedelta(days=length)
    ticks = Axis(first.toordinal(), last.toordinal(), "day").ticks(most)
    assert len(ticks) <= 2 * most + 1
    for value, text in ticks:
        day = date.fromordinal(round(value))
        assert first <= day <= last
        assert text in (f"{day.day} {day:%b}", f"{day:%b}", str(day.year))


def test_values_in_words() -> None:
    """Percent are whole, counts have commas, days have their year, spans their unit."""
    told = [spell(0.874, "percent"), spell(1234.4, "number"), spell(2.5, "number"), spell(21, "span")]
    assert told == ["87 %", "1,234", "2.5", "21 d"]
    assert spell(date(2026, 3, 2).toordinal(), "day") == "2 Mar 2026"
    assert [down_to([0.93]), down_to([0.61, 0.9]), down_to([])] == [0.8, 0.6, 0.8]


def test_levels_of_a_calendar() -> None:
    """Levels rise with the count; one count alone has one level; idle days have none."""
    today = date(2026, 3, 2)
    same = Calendar("", tuple((today - timedelta(days=n), 5) for n in range(9)), today)
    assert [same.level(count) for count in (0, 5)] == [0, 1]
    spread = Calendar("", tuple((today - timedelta(days=n), n) for n in range(40)), today)
    levels = [spread.level(count) for count in range(40)]
    assert levels == sorted(levels)
    assert (levels[0], levels[-1]) == (0, 4)


def test_choices_of_a_filter(workspace: Workspace) -> None:
    """Every choice that is offered can be gathered, and is found by its words in any order."""
    choices = choices_of(workspace)
    assert {choice.field for choice in choices} == {"all", "roadmap", "phase", "topic", "deck", "kind"}
    for choice in choices:
        assert gather(workspace, choice.narrowed(Scope()), Window.MONTH).scope == choice.narrowed(Scope())
    assert [choice.title for choice in matching(choices, "topic later", 9)] == ["Later topic"]
    assert matching(choices, "tag:loops", 9)[-1].narrowed(Scope()) == Scope(tag="loops")
