"""A formula drawn over several lines."""

from __future__ import annotations

from collections.abc import Sequence

from quizzer_decks.maths.alphabets import subscript, superscript
from quizzer_decks.maths.boxes import Box, aligned, beside, delimiter, fenced, stacked
from quizzer_decks.maths.grids import draw_grid
from quizzer_decks.maths.spacing import gaps, places, visible
from quizzer_decks.maths.symbols import ACCENTS
from quizzer_decks.maths.tree import (
    Accent,
    Arrow,
    Fenced,
    Fraction,
    Function,
    Grid,
    Node,
    Operator,
    Root,
    Row,
    Scripts,
    Space,
    Stack,
    Symbol,
    Word,
)


def draw(node: Node, tight: bool = False) -> Box:
    """Draw a node as a box; `tight` leaves out the spaces around signs, as in scripts."""
    match node:
        case Symbol(text=text) | Word(text=text) | Function(name=text) | Operator(text=text):
            return Box([text])
        case Space(cells=cells):
            return Box([" " * cells])
        case Row():
            return _row(visible(node), tight)
        case Fraction():
            return _fraction(node, tight)
        case Root():
            return _root(node, tight)
        case Scripts():
            return _scripts(node, tight)
        case Fenced():
            return _fenced(node, tight)
        case Accent():
            return _accent(node, tight)
        case Stack():
            return _stack(node, tight)
        case Arrow(label=label, left=left):
            mark = draw(label, True)
            shaft = "─" * (mark.width + 1)
            return stacked([mark, Box([f"←{shaft}" if left else f"{shaft}→"])], 1)
        case Grid():
            return draw_grid(node, [[draw(cell, tight) for cell in row] for row in node.rows])


def _row(items: Sequence[Node], tight: bool) -> Box:
    found = places(items)
    boxes: list[Box] = []
    for place, (item, gap) in enumerate(zip(items, gaps(items, tight), strict=True)):
        box = draw(item, tight)
        if place and not gap and _run_together(items[place - 1], item, found[place - 1], found[place]):
            gap = 1
        boxes += [Box([" " * gap]), box] if gap else [box]
    return beside(boxes)


def _run_together(left: Node, right: Node, left_place: str, right_place: str) -> bool:
    """Tell whether a fraction's bar would touch a neighbouring sign, or a root without a bar seem to cover it."""
    if isinstance(left, Fraction | Root):
        return right_place not in ("close", "punct", "space")
    return isinstance(right, Fraction) and left_place not in ("open", "space")


def _fraction(node: Fraction, tight: bool) -> Box:
    top, bottom = draw(node.top, tight), draw(node.bottom, tight)
    cells = max(top.width, bottom.width)
    if node.binomial:
        rows = [*aligned(top, cells).rows, " " * cells, *aligned(bottom, cells).rows]
        return fenced("(", Box(rows, top.height), ")")
    cells += 2
    return Box([*aligned(top, cells).rows, "─" * cells, *aligned(bottom, cells).rows], top.height)


def _root(node: Root, tight: bool) -> Box:
    body = draw(node.body, tight)
    if body.height == 1:
        rows = ["√" + body.rows[0]] if body.width == 1 else [" " + "_" * body.width, "√" + body.rows[0]]
        root = Box(rows, len(rows) - 1)
    else:
        height = body.height
        rows = [" " * (height + 1) + "_" * (body.width + 1)]
        for place, row in enumerate(body.rows):
            foot = "╲" if place == height - 1 else " "
            rows.append(foot + " " * (height - 1 - place) + "╱" + " " * place + " " + row)
        root = Box(rows, body.base + 1)
    if node.index is None:
        return root
    index = draw(node.index, True)
    if index.height == 1 and (raised := superscript(index.rows[0])) is not None:
        index = Box([raised])
    lift = index.below + (1 if root.height > 1 else 0)
    return beside([Box([*index.rows, *[""] * lift], len(index.rows) - 1 + lift), Box(root.rows, root.height - 1)])


def _scripts(node: Scripts, tight: bool) -> Box:
    base = draw(node.base, tight)
    sub = None if node.sub is None else draw(node.sub, True)
    sup = None if node.sup is None else draw(node.sup, True)
    stands_over = isinstance(node.base, Operator) and not node.base.integral
    stands_over = stands_over or (isinstance(node.base, Function) and node.base.limits)
    if stands_over if node.limits is None else node.limits:
        boxes = [box for box in (sup, base, sub) if box is not None]
        return stacked(boxes, int(sup is not None))
    if isinstance(node.base, Operator) and node.base.integral and node.base.text == "∫":
        return _integral(sub, sup)
    return _beside_base(base, sub, sup)


def _integral(sub: Box | None, sup: Box | None) -> Box:
    middle = Box(["⌠", "⎮", "⌡"], 1)
    parts = [middle]
    upper = sup.rows if sup else [""]
    lower = sub.rows if sub else [""]
    parts.append(Box([*upper, "", *lower], len(upper)))
    return beside(parts)


def _small(box: Box | None, raised: bool) -> str | None:
    if box is None or box.height > 1:
        return None
    return superscript(box.rows[0]) if raised else subscript(box.rows[0])


def _beside_base(base: Box, sub: Box | None, sup: Box | None) -> Box:
    low, high = _small(sub, False), _small(sup, True)
    top, bottom = high or "", low or ""
    if base.height == 1:
        inline = Box([base.rows[0] + bottom + top])
    else:
        inline = Box(
            [base.rows[0] + top, *base.rows[1:-1], base.rows[-1] + bottom],
            base.base,
        )
    above = sup.rows if sup is not None and high is None else []
    beneath = sub.rows if sub is not None and low is None else []
    if not above and not beneath:
        return inline
    corner = Box([*above, *[""] * inline.height, *beneath], len(above) + inline.base)
    return beside([inline, corner])


def _fenced(node: Fenced, tight: bool) -> Box:
    parts = [draw(part, tight) for part in node.parts]
    above, below = max(part.base for part in parts), max(part.below for part in parts)
    fences = [delimiter(sign, above + below + 1, above) for sign in node.delimiters]
    boxes = [fences[0], parts[0]]
    for part, fence in zip(parts[1:], fences[1:-1], strict=True):
        boxes += [Box([" "]), fence, Box([" "]), part]
    return beside([*boxes, fences[-1]])


def _accent(node: Accent, tight: bool) -> Box:
    body = draw(node.body, tight)
    if body.height == 1 and body.width == 1 and len(body.rows[0]) == 1:
        return Box([body.rows[0] + ACCENTS[node.name]])
    if node.name == "underline":
        return stacked([body, Box(["‾" * body.width])], 0)
    marks = {"hat": "^", "widehat": "^", "tilde": "~", "widetilde": "~", "vec": "→", "overrightarrow": "→"}
    mark = "_" * body.width if node.name in ("bar", "overline") else marks.get(node.name, "")
    if not mark:
        mark = " " + ACCENTS[node.name]
    return stacked([Box([mark]), body], 1)


def _stack(node: Stack, tight: bool) -> Box:
    base = draw(node.base, tight)
    above = None if node.above is None else draw(node.above, True)
    below = None if node.below is None else draw(node.below, True)
    if not node.brace:
        return stacked([box for box in (above, base, below) if box is not None], int(above is not None))
    cells = max(base.width, 3)
    left, right = "─" * ((cells - 3) // 2), "─" * (cells - 3 - (cells - 3) // 2)
    if above is not None:
        return stacked([above, Box([f"┌{left}┴{right}┐"]), base], 2)
    return stacked([base, Box([f"└{left}┬{right}┘"]), *([below] if below else [])], 0)
