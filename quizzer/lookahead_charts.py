"""What desired retentions come to, as plots."""

from __future__ import annotations

from quizzer.lookahead import Choices
from quizzer.reports.charts import Line, LineChart, Point, Role
from quizzer.reports.scales import Axis, up_to
from quizzer_scheduler.simulation import Workload


def charts(choices: Choices) -> tuple[LineChart, LineChart]:
    """Return the minutes a day, and the cards remembered after a year, by desired retention; today's is marked."""
    minutes = {workload.retention: workload.minutes for workload in choices.workloads}
    remembered = {workload.retention: workload.remembered for workload in choices.workloads}
    return (
        _by_retention("Minutes a day by recall wanted", "minutes", minutes, choices.current, "main"),
        _by_retention("Cards remembered after a year", "cards", remembered, choices.current, "right"),
    )


def _by_retention(title: str, name: str, values: dict[float, float], current: float, role: Role) -> LineChart:
    points = tuple(Point(retention, value) for retention, value in sorted(values.items()))
    today = (Point(current, values[current]),) if current in values else ()
    return LineChart(
        title,
        Axis(points[0].x, points[-1].x, "percent", name="recall wanted"),
        Axis(0.0, up_to(max(values.values())), name=name),
        (
            Line(name, points, role),
            Line("today", today, "close", "marks", "◆"),
        ),
    )


def known_at_all(workloads: tuple[Workload, ...]) -> bool:
    """Whether anything is to be remembered or done: without a card there is no plot."""
    return any(workload.seen for workload in workloads)
