"""The plots of what was done, what is coming, and what costs most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from quizzer import wording
from quizzer.reports.activity import Activity, Forecast, MarkRatings, StateButtons
from quizzer.reports.calendar_chart import Calendar
from quizzer.reports.charts import Bar, BarChart, RangeChart, Role, StackChart, StackRow
from quizzer.reports.exhibit import Exhibit
from quizzer.reports.exhibits_of_recall import WEEK, begin, piece_of
from quizzer.reports.report import Report
from quizzer.reports.scales import Axis, down_to, month_and_year, short, up_to
from quizzer.reports.tables import tables_of

_MONTH = 30
_RATINGS: tuple[tuple[str, Role], ...] = (("again", "wrong"), ("hard", "close"), ("good", "right"), ("easy", "main"))


def activity(report: Report) -> Iterator[Exhibit]:
    """Yield the calendar, answers over time, hours, ratings and times."""
    section = report.activity
    states, marks, hours = tables_of(section)
    days = tuple((day.day, day.answers) for day in section.days)
    yield Exhibit(Calendar("Answers in the last year", days, report.day), told=False)
    yield Exhibit(_over_time(report), told=False)
    yield Exhibit(_rated("Ratings by state", section.states), states)
    yield Exhibit(_hours(section), hours)
    if section.marks:
        yield Exhibit(_rated("Your ratings by the program's mark", section.marks), marks)
    yield Exhibit(_times(section), told=False)


def _over_time(report: Report) -> BarChart:
    (length, name), today = piece_of(report), report.day.toordinal()
    first = begin(report)
    first -= date.fromordinal(first).weekday() if length >= WEEK else 0
    counts = dict.fromkeys(range(first, today + 1, length), 0)
    for day in report.activity.days:
        if (ordinal := day.day.toordinal()) >= begin(report):
            counts[first + (ordinal - first) // length * length] += day.answers
    # Over more than a year a day and month would be no date.
    spelt = short if length <= WEEK else month_and_year
    bars = tuple(Bar(spelt(day), float(count)) for day, count in counts.items())
    return _counted(f"Answers by {name}", bars, name if length == 1 else f"{name} from", "answers")


def _counted(title: str, bars: tuple[Bar, ...], of: str, name: str) -> BarChart:
    top = up_to(max((bar.value or 0.0 for bar in bars), default=0.0))
    return BarChart(title, bars, Axis(0.0, top, name=name), of)


def _rated(title: str, rows: tuple[StateButtons, ...] | tuple[MarkRatings, ...]) -> StackChart:
    told = tuple(
        StackRow(
            row.state if isinstance(row, StateButtons) else row.mark,
            (row.again, row.hard, row.good, row.easy),
            wording.count(row.answers, "answer"),
        )
        for row in rows
        if row.answers
    )
    return StackChart(title, _RATINGS, told)


def _hours(section: Activity) -> BarChart:
    bars = tuple(
        Bar(f"{hour.hour:02}", hour.recalled.value, hour.recalled.percent if hour.answers else "–")
        for hour in section.hours
    )
    return BarChart("Recall by hour of the day", bars, Axis(0.0, 1.0, "percent", name="recalled"), "hour")


def _times(section: Activity) -> BarChart:
    median = f", half under {section.median_seconds:.1f} s" if section.median_seconds is not None else ""
    bars = tuple(Bar(f"{bucket.low:g} s", float(bucket.count)) for bucket in section.times)
    return _counted(f"Time for an answer{median}", bars, "from", "answers")


def forecast(report: Report) -> Iterator[Exhibit]:
    """Yield what falls due on the next days, and in the next weeks."""
    section = report.forecast
    (table,) = tables_of(section)
    yield Exhibit(_by_day(section), table)
    weeks = [section.days[first : first + WEEK] for first in range(0, len(section.days), WEEK)]
    bars = tuple(
        Bar(short(week[0].day.toordinal()), float(sum(day.due for day in week))) for week in weeks if len(week) == WEEK
    )
    yield Exhibit(_counted("Reviews due by week, the next twelve", bars, "week from", "due"), told=False)


def _by_day(section: Forecast) -> BarChart:
    overdue = f", and {section.backlog:,} overdue" if section.backlog else ""
    days = tuple(Bar(short(day.day.toordinal()), float(day.due)) for day in section.days[:_MONTH])
    return _counted(f"Reviews due, the next 30 days{overdue}", days, "day", "due")


def trouble(report: Report) -> Iterator[Exhibit]:
    """Yield the hardest topics and the leeches."""
    section = report.trouble
    hardest, leeches = tables_of(section)
    rows = tuple((topic.title, topic.recalled) for topic in section.hardest)
    desired = report.true_retention.desired
    lows = [figure.low for _, figure in rows if figure.low is not None]
    axis = Axis(down_to([*lows, desired]), 1.0, "percent")
    wanted = f"asked for {wording.percent(desired)}"
    yield Exhibit(RangeChart("Recall of the hardest topics", axis, rows, desired, wanted), hardest)
    yield Exhibit(table=leeches)
