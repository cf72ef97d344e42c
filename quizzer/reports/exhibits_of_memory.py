"""The plots of knowledge, of memory, and of one card's forgetting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quizzer import wording
from quizzer.reports.charts import Bar, BarChart, Line, LineChart, Point, Role, StackChart, StackRow
from quizzer.reports.exhibit import Exhibit
from quizzer.reports.memory import CardCurve, Distribution, Knowledge, StabilityBand, TopicKnowledge
from quizzer.reports.report import Report
from quizzer.reports.scales import Axis, down_to, up_to
from quizzer.reports.tables import Table, tables_of

_TOPICS = 14
"""Bars of topics that are shown."""
_MARKS: tuple[tuple[str, Role], ...] = (
    ("●", "main"),
    ("◆", "right"),
    ("▲", "close"),
    ("■", "wrong"),
    ("○", "quiet"),
)
_SHOWN_BANDS = 3
"""Lines that can be told from each other in one plot."""


def knowledge(report: Report) -> Iterator[Exhibit]:
    """Yield the course of what is known, and how much of each topic."""
    section = report.knowledge
    topics, _ = tables_of(section)
    yield Exhibit(_course(section), told=False)
    yield Exhibit(_by_topic(section), _begun(section, topics))


def _begun(section: Knowledge, table: Table) -> Table:
    """Return the topics of which something was seen; all, where nothing was."""
    rows = tuple(row for topic, row in zip(section.topics, table.rows, strict=True) if topic.introduced)
    return replace(table, title="Topics begun", rows=rows) if rows else table


def _course(section: Knowledge) -> LineChart:
    days = [point.day.toordinal() for point in section.course]
    known = tuple(Point(point.day.toordinal(), point.recalled) for point in section.course)
    seen = tuple(Point(point.day.toordinal(), float(point.introduced)) for point in section.course)
    top = up_to(max((point.y for point in seen), default=1.0))
    # Of a single day too there is room to the left: nothing is said of tomorrow.
    first, last = (min(days[0], days[-1] - 1), days[-1]) if days else (1, 2)
    return LineChart(
        "Cards you could recall",
        Axis(first, last, "day", name="day"),
        Axis(0.0, top, name="cards"),
        (Line("seen", seen, "quiet"), Line("recalled", known, "right")),
    )


def _by_topic(section: Knowledge) -> StackChart:
    outer = [topic for topic in section.topics if topic.depth <= 1 and not _only(section.topics, topic)]
    outer = [topic for topic in outer if topic.introduced] or outer
    largest = sorted(outer, key=lambda topic: -topic.cards)[:_TOPICS]
    rows = tuple(_row(topic) for topic in outer if topic in largest)
    few = len(rows) < len(outer)
    title = f"The {_TOPICS} largest topics begun" if few else "Topics begun"
    return StackChart(title, (("recalled", "right"), ("fading", "close"), ("not seen", "quiet")), rows)


def _only(topics: tuple[TopicKnowledge, ...], topic: TopicKnowledge) -> bool:
    """Whether a topic is a roadmap whose phases are shown."""
    place = topics.index(topic)
    return topic.kind == "roadmap" and place + 1 < len(topics) and topics[place + 1].depth == 1


def _row(topic: TopicKnowledge) -> StackRow:
    recalled = min(round(topic.recalled.value or 0.0), topic.introduced)
    amounts = (recalled, topic.introduced - recalled, max(0, topic.cards - topic.introduced))
    return StackRow(topic.title, amounts, wording.percent(topic.mastery))


def memory(report: Report) -> Iterator[Exhibit]:
    """Yield the average forgetting curve, and how memory is spread."""
    section = report.memory
    stability, difficulty, recall, curve = tables_of(section)
    yield Exhibit(_average(section.curve), curve)
    yield Exhibit(_spread("Stability", section.stability, "d"), stability)
    yield Exhibit(_spread("Retrievability", section.retrievability, "%"), recall)
    yield Exhibit(_spread("Difficulty", section.difficulty, ""), difficulty)


def _average(bands: tuple[StabilityBand, ...]) -> LineChart:
    # The fullest bands: more than three lines cannot be told from each other.
    answers = {band.label: sum(point.measured.n for point in band.points) for band in bands}
    fullest = sorted(answers, key=lambda label: -answers[label])[:_SHOWN_BANDS]
    lines: list[Line] = []
    for band, (mark, role) in zip(bands, _MARKS, strict=True):
        told = [point for point in band.points if point.measured.value is not None]
        if band.label not in fullest or not told:
            continue
        measured = tuple(
            Point(point.days, point.measured.value or 0.0, point.measured.low, point.measured.high) for point in told
        )
        lines.append(Line(f"{band.label}, predicted", tuple(Point(p.days, p.predicted) for p in told), role, "dotted"))
        lines.append(Line(band.label, measured, role, "marks", mark))
    values = [point.y for line in lines for point in line.points]
    days = [point.x for line in lines for point in line.points]
    x = Axis(1.0, max(2.0, *days) if days else 2.0, "span", log=True, name="days since")
    return LineChart(
        "Recall by days since the last answer, for cards of a stability",
        x,
        Axis(down_to(values), 1.0, "percent", name="recalled"),
        tuple(lines),
    )


def _spread(title: str, spread: Distribution, unit: str) -> BarChart:
    scale = 100 if unit == "%" else 1
    bars = tuple(Bar(f"{bucket.low * scale:g}{unit and ' ' + unit}", float(bucket.count)) for bucket in spread.buckets)
    top = up_to(max((bucket.count for bucket in spread.buckets), default=0))
    return BarChart(title, bars, Axis(0.0, top, name="cards"), "from")


def card_exhibit(curve: CardCurve, desired: float) -> Exhibit:
    """Return the forgetting curve of one card, with its answers."""
    answers, _ = tables_of(curve)
    return Exhibit(card_chart(curve, desired), answers, told=False)


def card_chart(curve: CardCurve, desired: float) -> LineChart:
    """Return the forgetting curve of one card: what was, and what will be if it is not answered."""
    points = [Point(day.toordinal(), recall) for day, recall in curve.points]
    today = curve.today.toordinal()
    past = tuple(point for point in points if point.x <= today)
    ahead = tuple(point for point in points if point.x > today)
    if past and ahead and curve.now is not None:
        here = Point(today, curve.now)
        past, ahead = (*past, here), (here, *ahead)
    first = points[0].x if points else today
    return LineChart(
        "Forgetting curve",
        Axis(first, max(points[-1].x if points else today, first + 1), "day", name="day"),
        Axis(down_to([point.y for point in points]), 1.0, "percent", name="recall"),
        (Line("recall", past, "right"), Line("if it is not answered", ahead, "quiet", "dotted")),
        desired,
        f"asked for {wording.percent(desired)}",
    )
