"""Matrices, cases and aligned equations drawn over several lines."""

from __future__ import annotations

from typing import cast

from quizzer_decks.maths.boxes import Align, Box, aligned, beside, fenced
from quizzer_decks.maths.tree import Grid


def draw_grid(grid: Grid, cells: list[list[Box]]) -> Box:
    """Draw the cells of a grid in columns, between its delimiters."""
    columns = max(len(row) for row in cells)
    widths = [max([row[column].width for row in cells if column < len(row)], default=0) for column in range(columns)]
    lines = [_line(grid, row, widths) for row in cells]
    spread = any(line.height > 1 for line in lines) or (grid.style == "cases" and len(lines) == 2)
    rows: list[str] = []
    for place, line in enumerate(lines):
        if place and spread:
            rows.append(_blank(line))
        rows += line.rows
    base = lines[0].base if len(lines) == 1 else (len(rows) - 1) // 2
    return fenced(grid.left, Box([f" {row}" for row in rows] if grid.style == "cases" else rows, base), grid.right)


def _line(grid: Grid, row: list[Box], widths: list[int]) -> Box:
    cells: list[Box] = []
    for column, cell_width in enumerate(widths):
        cell = row[column] if column < len(row) else Box([""])
        if column in grid.bars:
            cells.append(Box([" │ " if column else "│ "]))
        elif column:
            cells.append(Box([_gap(grid, column)]))
        cells.append(aligned(cell, cell_width, _align(grid, column)))
    if len(widths) in grid.bars:
        cells.append(Box([" │"]))
    line = beside(cells)
    if not grid.bars or line.height == 1:
        return line
    barred = {place for place, sign in enumerate(line.rows[line.base]) if sign == "│"}
    rows = ("".join("│" if place in barred else sign for place, sign in enumerate(row)) for row in line.rows)
    return Box(list(rows), line.base)


def _blank(line: Box) -> str:
    return "".join("│" if sign == "│" else " " for sign in line.rows[line.base])


def _gap(grid: Grid, column: int) -> str:
    if grid.style != "equations":
        return "  "
    return " " if column % 2 else "    "


def _align(grid: Grid, column: int) -> Align:
    if grid.style == "equations" and len(grid.aligns) == 2:
        return cast(Align, grid.aligns[column % 2])
    return cast(Align, grid.aligns[min(column, len(grid.aligns) - 1)])
