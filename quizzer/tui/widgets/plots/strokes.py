"""What all plots share: the styles of roles, lines made of styled cells, heads with a legend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from quizzer.reports.charts import Role
from quizzer_decks.sanitize import sanitize

STYLES: dict[Role, str] = {
    "main": "$text-primary",
    "right": "$text-success",
    "close": "$text-warning",
    "wrong": "$text-error",
    "quiet": "$text-muted",
}
QUIET = STYLES["quiet"]
FAINT = "$text-muted 50%"
"""What lies behind a line."""
AREA = "$text-primary 75%"
"""What fills much room."""
_GAP = "   "


class Cell(NamedTuple):
    """One character with its style."""

    glyph: str
    style: str = ""


BLANK = Cell(" ")


def line(cells: Iterable[Cell]) -> Content:
    """Return cells as one line."""
    runs = ((style, "".join(cell.glyph for cell in run)) for style, run in groupby(cells, key=lambda cell: cell.style))
    return Content.assemble(*((text, style) if style else text for style, text in runs))


def head(title: str, legend: Sequence[tuple[str, str, str]], width: int) -> list[Content]:
    """Return the title and the legend (glyph, style, name): beside it, or below in as many lines as that takes."""
    shown = Content.styled(plain(title), "bold")
    if not legend:
        return [shown]
    parts = [Content.assemble((glyph, style), (f" {plain(name)}", QUIET)) for glyph, style, name in legend]
    if sum(part.cell_length + len(_GAP) for part in parts) + shown.cell_length <= width:
        return [Content(_GAP).join([shown, *parts])]
    lines: list[list[Content]] = [[]]
    for part in parts:
        if lines[-1] and sum(other.cell_length + len(_GAP) for other in lines[-1]) + part.cell_length > width:
            lines.append([])
        lines[-1].append(part)
    return [shown, *(Content(_GAP).join(each) for each in lines)]


def plain(text: str) -> str:
    """Return a text as one harmless line."""
    return " ".join(sanitize(text).split())


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """Return a text in exactly so many cells, its end left out where it is too long."""
    text = plain(text)
    cells = cell_len(text)
    if cells > width:
        return set_cell_size(text, max(width - 1, 0)) + "…"[:width]
    return " " * (width - cells) + text if right else text + " " * (width - cells)
