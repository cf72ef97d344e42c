"""A table of text as it is, in columns where they fit and as lines of words where not."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from quizzer.reports.tables import Table
from quizzer.tui.widgets.plots.strokes import QUIET, fitted
from quizzer_decks.sanitize import sanitize

_GAP = 2
_LEAST_FIRST = 12
"""Cells that the first column keeps."""


class TextTable(Widget):
    """Headers muted, the first column to the left, the others to the right."""

    DEFAULT_CSS = """
    TextTable { height: auto; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, table: Table, *, most: int = 60) -> None:
        super().__init__()
        self._table = table
        self._most = most

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the cells that all columns take, or the title."""
        return max(_width(self._table), cell_len(self._table.title))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows that the table takes."""
        return len(table_lines(self._table, width, self._most))

    def render(self) -> Content:
        """Draw the table."""
        return Content("\n").join(table_lines(self._table, self.content_size.width, self._most))


def table_lines(table: Table, width: int, most: int) -> list[Content]:
    """Return a table of at most so many rows, under its title where it has one."""
    rows = table.rows[:most]
    lines = [Content.styled(sanitize(table.title), "bold")] if table.title else []
    first, *others = _widths(table)
    room = width - sum(others) - _GAP * len(others)
    if room >= min(first, _LEAST_FIRST):
        widths = (min(first, room), *others)
        lines.append(Content.styled(_row(table.headers, widths), QUIET))
        lines += [Content(_row(row, widths)) for row in rows]
    else:
        lines += [line for row in rows for line in _words(table.headers, row, width)]
    if len(table.rows) > most:
        lines.append(Content.styled(f"… and {len(table.rows) - most:,} more", QUIET))
    return lines


def _width(table: Table) -> int:
    return sum(_widths(table)) + _GAP * (len(table.headers) - 1)


def _widths(table: Table) -> list[int]:
    return [max(cell_len(cell) for cell in column) for column in zip(table.headers, *table.rows, strict=True)]


def _row(cells: tuple[str, ...], widths: tuple[int, ...]) -> str:
    first, *others = (
        _cell(cell, width, place > 0) for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return (" " * _GAP).join((first, *others))


def _cell(text: str, width: int, right: bool) -> str:
    # Topics are set in by their depth.
    indent = 0 if right else min(len(text) - len(text.lstrip()), width)
    return " " * indent + fitted(text, width - indent, right=right)


def _words(headers: tuple[str, ...], row: tuple[str, ...], width: int) -> Iterator[Content]:
    """Yield a row as its name and, set in below, its values with their headers."""
    first, *values = row
    yield Content(fitted(first, width).rstrip())
    line = ""
    for header, value in zip(headers[1:], values, strict=True):
        text = f"{header} {value}".strip()
        if line and cell_len(line) + len(text) + 2 > width - 2:
            yield Content(f"  {fitted(line, width - 2).rstrip()}")
            line = ""
        line += f", {text}" if line else text
    if line:
        yield Content(f"  {fitted(line, width - 2).rstrip()}")
