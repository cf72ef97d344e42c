"""Lying bars of one length, divided into their parts."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.content import Content

from quizzer.reports.charts import StackChart, StackRow
from quizzer.tui.widgets.plots.strokes import QUIET, STYLES, fitted, head

_GLYPHS = {3: "█▒░", 4: "█▒▓░"}
"""Neighbours differ without colour, too."""
_SHORTEST_BAR = 12
_WIDEST_LABEL = 36


def draw_stacks(chart: StackChart, width: int) -> list[Content]:
    """Return a head and a line for each bar."""
    glyphs = _GLYPHS[len(chart.parts)]
    note = max((cell_len(row.note) for row in chart.rows), default=0)
    label = max((cell_len(row.label) for row in chart.rows), default=0)
    label = max(4, min(label, _WIDEST_LABEL, width - note - 3 - _SHORTEST_BAR))
    room = max(_SHORTEST_BAR, width - label - note - 3)
    legend = [(glyph, STYLES[role], name) for glyph, (name, role) in zip(glyphs, chart.parts, strict=True)]
    return [
        *head(chart.title, legend, width),
        *(
            Content.assemble(
                f"{fitted(row.label, label)}  ",
                *_parts(chart, row, room, glyphs),
                (f" {fitted(row.note, note, right=True)}", QUIET),
            )
            for row in chart.rows
        ),
    ]


def _parts(chart: StackChart, row: StackRow, room: int, glyphs: str) -> Iterator[tuple[str, str]]:
    for glyph, (_, role), cells in zip(glyphs, chart.parts, shares(row.amounts, room), strict=True):
        yield glyph * cells, STYLES[role]


def shares(amounts: tuple[int, ...], cells: int) -> list[int]:
    """Return how many of some cells each amount gets; what is anything at all is seen."""
    whole = sum(amounts)
    if not whole:
        return [0] * (len(amounts) - 1) + [cells]
    found = [max(1, amount * cells // whole) if amount else 0 for amount in amounts]
    # What rounding left, or took, is the largest part's.
    found[found.index(max(found))] += cells - sum(found)
    return found
