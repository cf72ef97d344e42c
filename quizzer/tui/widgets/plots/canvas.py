"""A canvas of braille dots: two across and four down in each cell, in layers."""

from __future__ import annotations

from itertools import pairwise

from quizzer.tui.widgets.plots.strokes import BLANK, Cell

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BRAILLE = 0x2800
SHADE = 0
"""The layer that gives way to every other."""


class Canvas:
    """Dots and marks, addressed by shares of the canvas from its lower left corner, 0 to 1."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns = columns
        self.rows = rows
        self._dots: dict[tuple[int, int], int] = {}
        self._layers: dict[tuple[int, int], tuple[int, str]] = {}
        self._marks: dict[tuple[int, int], Cell] = {}

    @property
    def _across(self) -> int:
        return 2 * self.columns - 1

    @property
    def _down(self) -> int:
        return 4 * self.rows - 1

    def row(self, y: float) -> int:
        """Return the row of cells at a height, counted from the top."""
        return round((1 - y) * self._down) // 4

    def column(self, x: float) -> int:
        """Return the column of cells at a place."""
        return round(x * self._across) // 2

    def _dot(self, across: int, down: int, layer: int, style: str) -> None:
        cell = (across // 2, down // 4)
        there, _ = self._layers.get(cell, (-1, ""))
        if layer < there and layer == SHADE:
            return
        if there == SHADE < layer:
            self._dots[cell] = 0
        if layer >= there:
            self._layers[cell] = (layer, style)
        self._dots[cell] = self._dots.get(cell, 0) | _DOTS[down % 4][across % 2]

    def path(self, points: list[tuple[float, float]], layer: int, style: str, *, dotted: bool = False) -> None:
        """Join points, which are in order from left to right: two dots thick, or dotted, with gaps."""
        for (x, y), (x_next, y_next) in pairwise(points):
            left, right = x * self._across, x_next * self._across
            top, bottom = (1 - y) * self._down, (1 - y_next) * self._down
            steps = max(1, round(right - left), round(abs(bottom - top)))
            for step in range(steps + 1):
                across, down = round(left + (right - left) * step / steps), round(top + (bottom - top) * step / steps)
                if dotted and step % 4 < 2:
                    self._dot(across, down, layer, style)
                elif not dotted:
                    self._dot(across, down, layer, style)
                    self._dot(across, max(0, down - 1), layer, style)

    def shade(self, edges: list[tuple[float, float, float]], style: str) -> None:
        """Shade between a lower and an upper edge, given with their places from left to right."""
        for (x, low, high), (x_next, low_next, high_next) in pairwise(edges):
            left, right = round(x * self._across), round(x_next * self._across)
            for across in range(left + left % 2, right + 1, 2):
                share = (across - left) / (right - left) if right > left else 0.0
                top = round((1 - high - (high_next - high) * share) * self._down)
                bottom = round((1 - low - (low_next - low) * share) * self._down)
                for down in range(top, bottom + 1):
                    if (down + across // 2) % 2 == 0:
                        self._dot(across, down, SHADE, style)

    def mark(self, x: float, y: float, glyph: str, style: str) -> None:
        """Set a mark over whatever is there."""
        self._marks[(self.column(x), self.row(y))] = Cell(glyph, style)

    def cells(self, row: int) -> list[Cell]:
        """Return a row of cells."""
        return [self._cell(column, row) for column in range(self.columns)]

    def _cell(self, column: int, row: int) -> Cell:
        place = (column, row)
        if place in self._marks:
            return self._marks[place]
        if dots := self._dots.get(place):
            return Cell(chr(_BRAILLE + dots), self._layers[place][1])
        return BLANK
