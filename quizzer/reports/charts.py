"""Plots as values: what the screens draw in characters and the page as SVG. Each tells itself in words and numbers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

from quizzer import wording
from quizzer.reports.figure import TOO_FEW, Figure
from quizzer.reports.scales import Axis, spell
from quizzer.reports.tables import Table

Role = Literal["main", "right", "close", "wrong", "quiet"]
"""What a colour stands for; every one has a glyph or a pattern besides."""


class Chart(ABC):
    """A plot."""

    __slots__ = ()

    title: str
    empty: ClassVar[str] = f"{TOO_FEW.capitalize()}."
    """What stands in place of a plot with nothing in it."""

    @property
    @abstractmethod
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""

    @property
    def words(self) -> str:
        """What is to be seen in it, in a sentence or two."""
        if self.is_empty:
            return self.nothing
        told = self._words()
        return told[0].upper() + told[1:]

    @property
    def nothing(self) -> str:
        """What stands in its place when it is empty."""
        return self.empty

    @abstractmethod
    def _words(self) -> str: ...

    @abstractmethod
    def table(self) -> Table:
        """Return its numbers."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point, with an interval where there is one."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Points in order of `x`: joined (intervals as a band), as marks (intervals as whiskers), or quiet and dotted."""

    label: str
    points: tuple[Point, ...]
    role: Role = "main"
    look: Literal["joined", "marks", "dotted"] = "joined"
    mark: str = "●"


@dataclass(frozen=True, slots=True)
class LineChart(Chart):
    """Lines over two axes, beside a level that is wanted."""

    title: str
    x: Axis
    y: Axis
    lines: tuple[Line, ...]
    level: float | None = None
    level_label: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(line.points for line in self.told)

    @property
    def told(self) -> tuple[Line, ...]:
        """The lines that hold figures; a dotted one is there for comparison."""
        return tuple(line for line in self.lines if line.look != "dotted")

    @property
    def legend(self) -> tuple[tuple[Role, str, str], ...]:
        """What is what: role, shape (`joined`, `dotted`, `level`, `band`, `whisker` or a mark), name."""
        found: list[tuple[Role, str, str]] = [
            (line.role, line.mark if line.look == "marks" else line.look, line.label)
            for line in self.told
            if line.points
        ]
        compared = [line for line in self.lines if line.look == "dotted" and line.points]
        if compared:
            name = compared[0].label if len(compared) == 1 else "predicted"
            found.append((compared[0].role if len(compared) == 1 else "quiet", "dotted", name))
        if self.level is not None:
            found.append(("close", "level", self.level_label))
        unsure = [line for line in self.told if any(point.low is not None for point in line.points)]
        if unsure:
            found.append(("quiet", "whisker" if unsure[0].look == "marks" else "band", "95 % interval"))
        return tuple(found)

    def _words(self) -> str:
        return "; ".join(self._line_words(line) for line in self.told if line.points) + self._wanted()

    def _line_words(self, line: Line) -> str:
        first, last = line.points[0], line.points[-1]
        ends = [f"{spell(point.y, self.y.unit)} at {spell(point.x, self.x.unit)}" for point in (first, last)]
        if first is last:
            return f"{line.label}: {ends[0]}"
        low, high = (spell(f(point.y for point in line.points), self.y.unit) for f in (min, max))
        return f"{line.label}: from {ends[0]} to {ends[1]}, never under {low} or over {high}"

    def _wanted(self) -> str:
        return "." if self.level is None else f"; {self.level_label}."

    def table(self) -> Table:
        """Return a row for each point."""
        rows = tuple(
            (
                line.label,
                spell(point.x, self.x.unit),
                spell(point.y, self.y.unit),
                "–"
                if point.low is None or point.high is None
                else f"{spell(point.low, self.y.unit)} to {spell(point.high, self.y.unit)}",
            )
            for line in self.told
            for point in line.points
        )
        return Table(self.title, ("", self.x.name, self.y.name, "95 % interval"), rows)


@dataclass(frozen=True, slots=True)
class Bar:
    """A value; None where it cannot be told."""

    label: str
    value: float | None
    text: str = ""
    """The value in words, where they say more."""


@dataclass(frozen=True, slots=True)
class BarChart(Chart):
    """Upright bars from 0."""

    title: str
    bars: tuple[Bar, ...]
    y: Axis
    of: str
    """What a bar stands for: day, hour, stability."""

    @property
    def is_empty(self) -> bool:
        """Whether no bar has a height."""
        return not any(bar.value for bar in self.bars)

    @property
    def nothing(self) -> str:
        """What stands in its place: of shares too few to say, of counts none."""
        return self.empty if self.y.unit == "percent" else "Nothing to show."

    def text(self, bar: Bar) -> str:
        """Return a bar's value in words."""
        return bar.text or ("–" if bar.value is None else spell(bar.value, self.y.unit))

    def _words(self) -> str:
        told = [bar for bar in self.bars if bar.value is not None]
        most, least = (f(told, key=lambda bar: bar.value or 0.0) for f in (max, min))
        ends = f"Most at {most.label}: {self.text(most)}; least at {least.label}: {self.text(least)}"
        if self.y.unit == "percent":
            return f"{ends}."
        return f"{ends}; together {sum(bar.value or 0.0 for bar in told):,.0f}."

    def table(self) -> Table:
        """Return a row for each bar."""
        rows = tuple((bar.label, self.text(bar)) for bar in self.bars)
        return Table(self.title, (self.of, self.y.name), rows)


@dataclass(frozen=True, slots=True)
class StackRow:
    """One whole, in its parts."""

    label: str
    amounts: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class StackChart(Chart):
    """Lying bars of one length, each divided into its parts."""

    title: str
    parts: tuple[tuple[str, Role], ...]
    rows: tuple[StackRow, ...]

    empty: ClassVar[str] = "Nothing to show."

    @property
    def is_empty(self) -> bool:
        """Whether all is nothing."""
        return not any(sum(row.amounts) for row in self.rows)

    def _words(self) -> str:
        return "; ".join(f"{row.label}: {self._row_words(row)}" for row in self.rows if sum(row.amounts)) + "."

    def _row_words(self, row: StackRow) -> str:
        whole = sum(row.amounts)
        told = zip(self.parts, row.amounts, strict=True)
        return ", ".join(f"{wording.percent(amount / whole)} {name}" for (name, _), amount in told if amount)

    def table(self) -> Table:
        """Return a row for each bar."""
        rows = tuple((row.label, *(f"{amount:,}" for amount in row.amounts), row.note) for row in self.rows)
        return Table(self.title, ("", *(name for name, _ in self.parts), ""), rows)


@dataclass(frozen=True, slots=True)
class RangeChart(Chart):
    """A line for each share: its interval, its value, and the level that is wanted."""

    title: str
    x: Axis
    rows: tuple[tuple[str, Figure], ...]
    level: float | None = None
    level_label: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no share can be told."""
        return all(figure.value is None for _, figure in self.rows)

    def _words(self) -> str:
        told = "; ".join(f"{label}: {figure.percent}" for label, figure in self.rows if figure.value is not None)
        return f"{told}." if self.level is None else f"{told}; {self.level_label}."

    def table(self) -> Table:
        """Return a row for each share."""
        rows = tuple((label, figure.percent, f"{figure.n:,}") for label, figure in self.rows)
        return Table(self.title, ("", "share", "of"), rows)
