"""Axes around a plot: numbers on the left, a line and words below."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from quizzer.tui.widgets.plots.strokes import QUIET, Cell, line, plain

AXIS = 2
"""Rows that `below` gives."""

Ticks = Sequence[tuple[int, str]]
"""Rows or columns of cells, with what stands there."""


def left_labels(ticks: Sequence[tuple[float, str]], row_of: Callable[[float], int]) -> dict[int, str]:
    """Return what stands beside which row: the first that claims it."""
    labels: dict[int, str] = {}
    for value, text in ticks:
        labels.setdefault(row_of(value), text)
    return labels


def framed(rows: Sequence[Sequence[Cell]], labels: dict[int, str], margin: int) -> list[Content]:
    """Return rows of cells with their numbers to the left."""
    framed_rows = []
    for number, cells in enumerate(rows):
        text = labels.get(number)
        lead = f"{text or '':>{margin}} {'┤' if text else '│'}"
        framed_rows.append(Content.assemble((lead, QUIET), line(cells)))
    return framed_rows


def below(ticks: Ticks, columns: int, margin: int, name: str = "") -> list[Content]:
    """Return the line below a plot, and the words below that: those that do not touch one another."""
    rule = ["─"] * columns
    words = ""
    for column, told in ticks:
        text = plain(told)
        start = min(max(0, column - cell_len(text) // 2), max(0, columns - cell_len(text)))
        if start >= cell_len(words) + (2 if words else 0) and cell_len(text) <= columns:
            words = set_cell_size(words, start) + text
            rule[min(column, columns - 1)] = "┴"
    if name and cell_len(words) + 2 + cell_len(name) <= columns:
        words = set_cell_size(words, columns - cell_len(name)) + name
    lead = " " * (margin + 1)
    return [Content.styled(f"{lead}└{''.join(rule)}", QUIET), Content.styled(f"{lead} {words}", QUIET)]
