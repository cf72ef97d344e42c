"""SVG as text: elements, escaped, with the furniture that all plots share."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from quizzer.reports.scales import Axis
from quizzer_decks.sanitize import sanitize

WIDTH = 640
"""User units; the page scales it."""
LEFT, RIGHT, TOP, BOTTOM = 56, 24, 12, 34
"""Room around what is drawn."""
ACROSS = WIDTH - LEFT - RIGHT


_VOID = frozenset({"meta", "line", "rect", "polyline", "polygon"})
"""Elements without content: any other is closed by a tag of its own, as HTML wants it."""


def clean(text: str) -> str:
    """Return a text that is harmless in a page."""
    return escape(sanitize(text))


def element(kind: str, /, *children: str, text: str = "", **attributes: str | float | None) -> str:
    """Return an element; `_` in the name of an attribute is `-`, and one of None is left out."""
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    content = clean(text) + "".join(children)
    return f"<{kind}{shown}>{content}</{kind}>" if content or kind not in _VOID else f"<{kind}{shown}/>"


def _value(value: str | float) -> str:
    return clean(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def drawing(title: str, words: str, height: float, *children: str) -> str:
    """Return a whole picture, which tells itself to those who do not see it."""
    return element(
        "svg",
        element("title", text=title),
        element("desc", text=words),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height:.0f}",
        role="img",
    )


def label(x: float, y: float, text: str, *, anchor: str = "middle", look: str = "quiet") -> str:
    """Return a text at a place."""
    return element("text", text=text, x=x, y=y, text_anchor=anchor, class_=look)


def rule(x: float, y: float, x_end: float, y_end: float, look: str) -> str:
    """Return a straight line."""
    return element("line", x1=x, y1=y, x2=x_end, y2=y_end, class_=look)


def box(x: float, y: float, width: float, height: float, look: str, tip: str = "") -> str:
    """Return a filled rectangle, with a tip for the mouse."""
    inside = [element("title", text=tip)] if tip else []
    return element("rect", *inside, x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), class_=look)


def left_axis(axis: Axis, height: float) -> list[str]:
    """Return lines across at the ticks of an upright axis, with their numbers."""
    drawn = []
    for value, text in axis.ticks(5):
        y = TOP + (1 - axis.place(value)) * height
        drawn += [rule(LEFT, y, LEFT + ACROSS, y, "grid"), label(LEFT - 8, y + 4, text, anchor="end")]
    return drawn


def below_axis(ticks: Sequence[tuple[float, str]], bottom: float, name: str) -> list[str]:
    """Return words below a plot, at shares of its width; those that would touch are left out."""
    drawn = [rule(LEFT, bottom, LEFT + ACROSS, bottom, "axis")]
    free = 0.0
    for share, text in ticks:
        x, half = LEFT + share * ACROSS, 3.6 * len(text)
        if x - half >= free:
            drawn.append(label(x, bottom + 16, text))
            free = x + half + 8
    if name:
        drawn.append(label(LEFT + ACROSS, bottom + 31, name, anchor="end"))
    return drawn
