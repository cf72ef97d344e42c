"""The plots of true retention and calibration."""

from __future__ import annotations

from collections.abc import Iterator

from quizzer import wording
from quizzer.reports.charts import Bar, BarChart, Line, LineChart, Point, RangeChart
from quizzer.reports.exhibit import Exhibit
from quizzer.reports.figure import Figure
from quizzer.reports.report import Report
from quizzer.reports.scales import Axis, down_to, up_to
from quizzer.reports.tables import tables_of

WEEK = 7
_BY_DAY = 31
"""Days of a window up to which a point is a day."""


def begin(report: Report) -> int:
    """Return the first study day (ordinal) of what the activity holds of the window; today where it holds nothing."""
    first = report.window.first(report.day)
    known = report.activity.days[0].day if report.activity.days else report.day
    return max(known, first or known).toordinal()


def step(report: Report) -> int:
    """Return how many days a point or bar stands for: one in a short window, a week in a long one."""
    return 1 if (report.window.days or 365) <= _BY_DAY else WEEK


def retention(report: Report) -> Iterator[Exhibit]:
    """Yield recall over time, and by period."""
    section = report.true_retention
    wanted = f"asked for {wording.percent(section.desired)}"
    (table,) = tables_of(section)
    yield Exhibit(_course(report, wanted), table, told=False)
    rows = tuple((row.label, row.all) for row in section.rows)
    lows = [figure.low for _, figure in rows if figure.low is not None]
    axis = Axis(down_to([*lows, section.desired]), 1.0, "percent")
    yield Exhibit(RangeChart("Recall by period", axis, rows, section.desired, wanted))
    whole = report.true_retention.row("all")
    by_age = (("young, all time", whole.young), ("mature, all time", whole.mature))
    lows = [figure.low for _, figure in by_age if figure.low is not None]
    axis = Axis(down_to([*lows, section.desired]), 1.0, "percent")
    yield Exhibit(RangeChart("Young and mature cards", axis, by_age, section.desired, wanted))


def _course(report: Report, wanted: str) -> LineChart:
    length, first, today = step(report), begin(report), report.day.toordinal()
    counted: dict[int, tuple[int, int]] = {}
    for day in report.activity.days:
        if (ordinal := day.day.toordinal()) >= first:
            # Pieces end today, so that the last one is whole.
            piece = today - (today - ordinal) // length * length
            n, hits = counted.get(piece, (0, 0))
            counted[piece] = n + day.tests, hits + day.recalled
    points = []
    for piece, (n, hits) in sorted(counted.items()):
        share = Figure.share(hits, n)
        if share.value is not None:
            points.append(Point(piece, share.value, share.low, share.high))
    desired = report.true_retention.desired
    lows = [point.y for point in points] + [desired]
    return LineChart(
        "Recall by week" if length == WEEK else "Recall by day",
        Axis(first, max(today, first + 1), "day", name="up to"),
        Axis(down_to(lows), 1.0, "percent", name="recalled"),
        (Line("recalled", tuple(points), "right"),),
        desired,
        wanted,
    )


def calibration(report: Report) -> Iterator[Exhibit]:
    """Yield measured against predicted recall, and how often what was predicted."""
    section = report.calibration
    bins, scores = tables_of(section)
    points = [
        Point(found.predicted, found.measured.value, found.measured.low, found.measured.high)
        for found in section.bins
        if found.measured.value is not None
    ]
    low = down_to([value for point in points for value in (point.x, point.y)])
    perfect = Line("perfect", (Point(low, low), Point(1.0, 1.0)), "quiet", "dotted")
    chart = LineChart(
        "Measured against predicted recall",
        Axis(low, 1.0, "percent", name="predicted"),
        Axis(low, 1.0, "percent", name="measured"),
        (perfect, Line("measured", tuple(points), "main", "marks")),
    )
    yield Exhibit(chart, bins)
    bars = tuple(Bar(f"{found.low * 100:.0f} %", float(found.measured.n)) for found in section.bins)
    top = up_to(max((bar.value or 0.0 for bar in bars), default=0.0))
    yield Exhibit(
        BarChart("How often it says so", bars, Axis(0.0, top, name="answers"), "predicted, from"), scores, told=False
    )
