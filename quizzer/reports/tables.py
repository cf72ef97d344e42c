"""The sections of a report as tables of text: what is printed, and read by those who see no plot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch

from quizzer import wording
from quizzer.reports.activity import Activity, Forecast, Trouble
from quizzer.reports.figure import Figure, Section
from quizzer.reports.memory import CardCurve, Distribution, Knowledge, MemoryState
from quizzer.reports.recall import Calibration, Today, TrueRetention

_NOTHING = frozenset({"–", "0"})


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text; the first column names the row."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing but names."""
        return all(cell in _NOTHING for row in self.rows for cell in row[1:])


def tables_of(section: Section) -> tuple[Table, ...]:
    """Return a section's tables, the most telling first."""
    return tuple(_tables(section))


@singledispatch
def _tables(section: Section) -> Iterator[Table]:
    raise LookupError(section.name)


@_tables.register
def _(section: Today) -> Iterator[Table]:
    rows = (
        ("answered", f"{section.answered:,}"),
        ("right at first try", section.first_try.percent),
        ("minutes", f"{section.minutes:.0f}"),
        ("new", f"{section.new:,}"),
        ("left: due, learning, new", f"{section.left_due:,}, {section.left_learning:,}, {section.left_new:,}"),
    )
    yield Table("Today", ("", "today"), rows)


@_tables.register
def _(section: TrueRetention) -> Iterator[Table]:
    rows = tuple(
        (row.label, row.young.percent, row.mature.percent, row.all.percent, f"{row.all.n:,}") for row in section.rows
    )
    yield Table(f"Asked for: {wording.percent(section.desired)}", ("", "young", "mature", "all", "tests"), rows)


@_tables.register
def _(section: Calibration) -> Iterator[Table]:
    bins = tuple(
        (
            f"{found.low * 100:.0f} to {found.high * 100:.0f} %",
            wording.percent(found.predicted),
            found.measured.percent,
            f"{found.measured.n:,}",
        )
        for found in section.bins
    )
    yield Table("Predicted against measured", ("predicted", "mean", "measured", "answers"), bins)
    scores = (
        ("log loss", _number(section.log_loss)),
        ("RMSE(bins)", _number(section.rmse_bins)),
        ("AUC", _number(section.auc)),
    )
    yield Table("The public benchmark's figures", ("", "value"), scores)


@_tables.register
def _(section: Knowledge) -> Iterator[Table]:
    topics = tuple(
        (
            "  " * topic.depth + topic.title,
            f"{topic.recalled.value or 0:,.0f}",
            f"{topic.cards:,}",
            wording.percent(topic.mastery),
            "–" if topic.change is None else f"{round(topic.change):+,}",
        )
        for topic in section.topics
    )
    yield Table("By topic", ("topic", "recalled", "cards", "mastery", "change"), topics)
    course = tuple((str(p.day), f"{p.recalled:,.0f}", f"{p.introduced:,}") for p in section.course)
    yield Table("Course", ("day", "recalled", "seen"), course)


@_tables.register
def _(section: MemoryState) -> Iterator[Table]:
    yield _spread("Stability", section.stability, "d")
    yield _spread("Difficulty", section.difficulty, "")
    yield _spread("Retrievability", section.retrievability, "%")
    rows = tuple(
        (band.label, f"{point.days:.1f}", wording.percent(point.predicted), point.measured.percent)
        for band in section.curve
        for point in band.points
    )
    yield Table("Average forgetting curve", ("stability", "days since", "predicted", "measured"), rows)


@_tables.register
def _(section: CardCurve) -> Iterator[Table]:
    answers = tuple(
        (str(a.day), wording.RATING_NAMES[a.rating], wording.percent(a.predicted), f"{a.stability:.1f} d")
        for a in section.answers
    )
    yield Table("Answers", ("day", "rating", "predicted", "stability"), answers)
    points = tuple((str(day), wording.percent(recall)) for day, recall in section.points)
    yield Table("Curve", ("day", "recall"), points)


@_tables.register
def _(section: Activity) -> Iterator[Table]:
    states = tuple(
        (
            s.state,
            *(f"{n:,}" for n in (s.again, s.hard, s.good, s.easy)),
            s.passed.percent,
            "–" if s.seconds is None else f"{s.seconds:.1f} s",
        )
        for s in section.states
    )
    yield Table("Ratings by state", ("", "again", "hard", "good", "easy", "passed", "time"), states)
    marks = tuple((m.mark, *(f"{n:,}" for n in (m.again, m.hard, m.good, m.easy))) for m in section.marks)
    yield Table(section.generous_words, ("mark", "again", "hard", "good", "easy"), marks)
    hours = tuple((f"{h.hour:02}:00", f"{h.answers:,}", h.recalled.percent) for h in section.hours if h.answers)
    yield Table("By hour", ("hour", "answers", "recalled"), hours)


@_tables.register
def _(section: Forecast) -> Iterator[Table]:
    rows = tuple((str(day.day), f"{day.due:,}") for day in section.days[:30])
    yield Table(f"Overdue: {section.backlog:,}", ("day", "due"), rows)


@_tables.register
def _(section: Trouble) -> Iterator[Table]:
    hardest = tuple((t.title, t.recalled.percent, f"{t.recalled.n:,}") for t in section.hardest)
    yield Table("Hardest topics", ("topic", "recalled", "answers"), hardest)
    leeches = tuple(
        (card.card, f"{card.lapses}", f"{card.reps}", wording.percent(card.recall)) for card in section.leeches
    )
    yield Table("Leeches", ("card", "forgotten", "answers", "recall"), leeches)


def _spread(title: str, spread: Distribution, unit: str) -> Table:
    scale = 100 if unit == "%" else 1
    rows = tuple(
        (
            f"{b.low * scale:g} {unit} or more"
            if b.high is None
            else f"{b.low * scale:g} to {b.high * scale:g} {unit}",
            f"{b.count:,}",
        )
        for b in spread.buckets
    )
    return Table(title, (title.lower(), "cards"), rows)


def _number(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    around = "" if figure.low is None or figure.high is None else f" ({figure.low:.3f} to {figure.high:.3f})"
    return f"{figure.value:.4f}{around}"
