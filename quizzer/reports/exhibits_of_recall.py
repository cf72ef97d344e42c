"""The plots of true retention and calibration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from quizzer import wording
from quizzer.reports.charts import Bar, BarChart, Line, LineChart, Point, RangeChart
from quizzer.reports.exhibit import Exhibit
from quizzer.reports.figure import Figure
from quizzer.reports.report import Report
from quizzer.reports.scales import Axis, down_to, up_to
from quizzer.reports.tables import tables_of


class Piece(NamedTuple):
    """What a point or bar of a course stands for."""

    days: int
    name: str


WEEK = 7
_PIECES = (
    (31, Piece(1, "day")),
    (400, Piece(WEEK, "week")),
    (4 * 366, Piece(4 * WEEK, "four weeks")),
    (10_000_000, Piece(13 * WEEK, "quarter")),
)
"""Up to how many days a piece is so long: some sixty of them are the most that can be told apart."""


def begin(report: Report) -> int:
    """Return the first study day (ordinal) of the window with an answer; today where it has none."""
    first = report.window.first(report.day)
    inside = (day.day for day in report.activity.days if first is None or day.day >= first)
    return next(inside, report.day).toordinal()


def piece_of(report: Report) -> Piece:
    """Return what a point or bar stands for: a day in a short time, weeks in a long one."""
    days = report.day.toordinal() - begin(report) + 1
    return next(piece for most, piece in _PIECES if days <= most)


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
    (length, name), first, today = piece_of(report), begin(report), report.day.toordinal()
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
        f"Recall by {name}",
        Axis(min(first, today - 1), today, "day", name="up to"),
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
