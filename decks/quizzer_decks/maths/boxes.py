"""Rectangles of text with a base line, and how they are put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from quizzer_decks.maths.cells import width
from quizzer_decks.maths.limits import MAX_HEIGHT, MAX_WIDTH, Unsupported

Align = Literal["l", "c", "r"]


class Box:
    """Rows of the same width; `base` is the row that neighbours line up with."""

    __slots__ = ("base", "rows", "width")

    def __init__(self, rows: Sequence[str], base: int = 0) -> None:
        widths = [width(row) for row in rows]
        self.width = max(widths)
        if self.width > MAX_WIDTH or len(rows) > MAX_HEIGHT:
            raise Unsupported(f"larger than {MAX_WIDTH} × {MAX_HEIGHT} cells")
        self.rows = [row + " " * (self.width - cells) for row, cells in zip(rows, widths, strict=True)]
        self.base = base

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.rows)

    @property
    def below(self) -> int:
        """The number of rows below the base."""
        return len(self.rows) - 1 - self.base


def beside(boxes: Sequence[Box]) -> Box:
    """Put boxes side by side on one base line."""
    if not boxes:
        return Box([""])
    above = max(box.base for box in boxes)
    below = max(box.below for box in boxes)
    rows = [""] * (above + below + 1)
    for box in boxes:
        blank = " " * box.width
        for place in range(len(rows)):
            inside = place - above + box.base
            rows[place] += box.rows[inside] if 0 <= inside < box.height else blank
    return Box(rows, above)


def aligned(box: Box, cells: int, align: Align = "c") -> Box:
    """Widen a box to `cells`."""
    left = {"l": 0, "c": (cells - box.width) // 2, "r": cells - box.width}[align]
    return Box([" " * left + row + " " * (cells - box.width - left) for row in box.rows], box.base)


def stacked(boxes: Sequence[Box], base: int) -> Box:
    """Put boxes below each other, centred; box number `base` gives the base line."""
    cells = max(box.width for box in boxes)
    rows = [row for box in boxes for row in aligned(box, cells).rows]
    return Box(rows, sum(box.height for box in boxes[:base]) + boxes[base].base)


_PIECES = {
    "(": "⎛⎜⎝",
    ")": "⎞⎟⎠",
    "[": "⎡⎢⎣",
    "]": "⎤⎥⎦",
    "|": "│││",
    "‖": "║║║",
    "⌊": "⎢⎢⎣",
    "⌋": "⎥⎥⎦",
    "⌈": "⎡⎢⎢",
    "⌉": "⎤⎥⎥",
}
_BRACES = {"{": ("⎰⎱", "⎧⎪⎨⎩"), "}": ("⎱⎰", "⎫⎪⎬⎭")}


def delimiter(sign: str, height: int, base: int) -> Box:
    """Draw a delimiter as tall as what it encloses; "" takes no room."""
    if not sign or height == 1:
        return Box([sign] + [""] * (height - 1), 0 if height == 1 else base)
    if sign in _PIECES:
        top, middle, bottom = tuple(_PIECES[sign])
        return Box([top, *[middle] * (height - 2), bottom], base)
    if sign in _BRACES:
        pair, pieces = _BRACES[sign]
        top, line, middle, bottom = tuple(pieces)
        if height == 2:
            return Box(list(pair), base)
        half = height // 2
        return Box([top, *[line] * (half - 1), middle, *[line] * (height - half - 2), bottom], base)
    if sign in "⟨⟩":
        return _angle(sign, height, base)
    raise Unsupported(f"{sign} as tall as {height} lines")


def _angle(sign: str, height: int, base: int) -> Box:
    half, middle = divmod(height, 2)
    cells = half + middle
    rows = [" " * (cells - 1 - place) + "╱" for place in range(half)] + ["⟨"] * middle
    rows += [" " * (place + middle) + "╲" for place in range(half)]
    if sign == "⟩":
        mirror = {"╱": "╲", "╲": "╱", "⟨": "⟩", " ": " "}
        rows = ["".join(mirror[character] for character in reversed(row.ljust(cells))) for row in rows]
    return Box(rows, base)


def fenced(left: str, box: Box, right: str) -> Box:
    """Put a box between delimiters of its height."""
    return beside([delimiter(left, box.height, box.base), box, delimiter(right, box.height, box.base)])
