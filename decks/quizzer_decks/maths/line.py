"""A formula on one line. What has no form on one line that keeps its meaning is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, TypeAlias

from quizzer_decks.maths.alphabets import subscript, superscript
from quizzer_decks.maths.cells import width
from quizzer_decks.maths.limits import Unsupported
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

_End: TypeAlias = Literal["closed", "letters", "all"]


class Line(NamedTuple):
    """Text, and what may not follow it without a space lest it seem to belong to its last script."""

    text: str
    end: _End = "closed"


_CALLED = frozenset({"P", "p", "q", "f", "g", "h", "ℙ", "𝔼", "Pr", "det"})
"""Names that are read as functions: a/P(B) needs no more parentheses, a/n(n + 1) would."""
_NAMED_ACCENTS = {"hat": "hat", "widehat": "hat", "tilde": "tilde", "widetilde": "tilde", "vec": "vec"}
_DRAWN_OVER = {"bar": "\u0305", "overline": "\u0305", "underline": "\u0332"}


def draw_line(node: Node, tight: bool = False) -> Line:
    """Draw a node on one line; `tight` leaves out the spaces around signs, as in scripts."""
    match node:
        case Symbol(text=text) | Word(text=text) | Function(name=text) | Operator(text=text):
            return Line(text)
        case Space(cells=cells):
            return Line(" " * cells)
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
        case Arrow(label=label, left=left):
            text = draw_line(label, True).text
            return Line(f"←{text}─" if left else f"─{text}→")
        case Grid():
            return _grid(node, tight)
        case Stack():
            raise Unsupported("something above or below needs more than one line")


def _row(items: Sequence[Node], tight: bool) -> Line:
    text = ""
    end: _End = "closed"
    found = places(items)
    for place, (item, gap) in enumerate(zip(items, gaps(items, tight), strict=True)):
        drawn = draw_line(item, tight)
        piece = drawn.text
        if isinstance(item, Fraction) and not item.binomial and _is_multiplied(found, place):
            piece, drawn = f"({piece})", Line("")
        following = found[place]
        if place and not gap and isinstance(item, Fraction) and found[place - 1] == "ord":
            gap = 1
        if not gap and (
            (end == "all" and following not in ("space", "close", "punct", "bin", "rel"))
            or (end == "letters" and following in ("ord", "op", "inner"))
        ):
            gap = 1
        text += " " * gap + piece
        end = drawn.end
    return Line(text, end)


def _is_multiplied(found: Sequence[str], place: int) -> bool:
    before = next((kind for kind in reversed(found[:place]) if kind != "space"), "")
    after = next((kind for kind in found[place + 1 :] if kind != "space"), "")
    return after in ("ord", "op", "open", "inner") or before in ("op", "inner")


def _fraction(node: Fraction, tight: bool) -> Line:
    top, bottom = draw_line(node.top, tight), draw_line(node.bottom, tight)
    if node.binomial:
        return Line(f"({top.text} choose {bottom.text})")
    differential = (_starts(node.top, "d") and _starts(node.bottom, "d")) or _starts(node.bottom, "∂")
    numerator = top.text if top.end != "all" and _is_product(node.top) else f"({top.text})"
    plain = _is_atom(node.bottom) or (differential and _is_two_letters(node.bottom))
    return Line(f"{numerator}/{bottom.text if plain else f'({bottom.text})'}", bottom.end if plain else "closed")


def _items(node: Node) -> list[Node]:
    return visible(node) if isinstance(node, Row) else [node]


def _is_atom(node: Node) -> bool:
    match items := _items(node):
        case [Symbol(kind="ord") | Word() | Fenced() | Accent() | Fraction(binomial=True)]:
            return True
        case [Root()]:
            return True
        case [*rest, Symbol(text="!")]:
            return _is_atom(Row(tuple(rest)))
        case [Scripts(base=base)]:
            return _is_atom(base)
        case [Symbol(text=name) | Function(name=name), *rest] if name in _CALLED:
            return _is_call(rest)
    return bool(items) and all(isinstance(item, Symbol) and (item.text.isdigit() or item.text == ".") for item in items)


def _is_call(items: Sequence[Node]) -> bool:
    found = places(items)
    inside = found[1:-1]
    return found[:1] == ["open"] and found[-1] == "close" and not {"open", "close", "bin", "op", "inner"} & set(inside)


def _is_product(node: Node) -> bool:
    depth = 0
    for kind in places(items := _items(node)):
        depth += (kind == "open") - (kind == "close")
        if depth == 0 and kind not in ("ord", "close", "space"):
            return False
    return bool(items) and depth == 0


def _starts(node: Node, letter: str) -> bool:
    first = (_items(node) or [Row()])[0]
    return (first.base if isinstance(first, Scripts) else first) == Symbol(letter)


def _is_two_letters(node: Node) -> bool:
    items = _items(node)
    return len(items) == 2 and all(_is_atom(item) for item in items)


def _root(node: Root, tight: bool) -> Line:
    sign = "√"
    if node.index is not None:
        index = draw_line(node.index, True).text
        raised = superscript(index)
        if raised is None:
            raise Unsupported("the index of the root has no raised form")
        sign = {"2": "√", "3": "∛", "4": "∜"}.get(index, raised + "√")
    body = draw_line(node.body, tight).text
    return Line(sign + body, "all") if _is_atom(node.body) and body.isalnum() else Line(f"{sign}({body})")


def _scripts(node: Scripts, tight: bool) -> Line:
    base = draw_line(node.base, tight)
    text = f"({base.text})" if isinstance(node.base, Root) else base.text
    end: _End = "closed"
    for script, mark, raise_or_lower in ((node.sub, "_", subscript), (node.sup, "^", superscript)):
        if script is not None:
            added, end = _script(script, mark, raise_or_lower)
            text += added
    return Line(text, end)


def _script(script: Node, mark: str, raise_or_lower: Callable[[str], str | None]) -> tuple[str, _End]:
    text = draw_line(script, tight=True).text
    if not text.strip():
        raise Unsupported("an empty script")
    if (small := raise_or_lower(text)) is not None:
        return small, "closed"
    if width(text) == 1 or (mark == "_" and isinstance(_items(script)[0], Word) and text.isalnum()):
        return mark + text, "letters" if mark == "_" else "all"
    return f"{mark}({text})", "closed"


def _fenced(node: Fenced, tight: bool) -> Line:
    text = node.delimiters[0]
    for part, delimiter in zip(node.parts, node.delimiters[1:], strict=True):
        if isinstance(part, Grid) and part.style == "matrix" and not part.left:
            inner = _matrix(part, tight)
        else:
            inner = draw_line(part, tight).text
        last = delimiter is node.delimiters[-1]
        text += inner + (delimiter if last or tight else f" {delimiter} ")
    return Line(text)


def _accent(node: Accent, tight: bool) -> Line:
    text = draw_line(node.body, tight).text
    if width(text) == 1 and len(text) == 1:
        return Line(text + ACCENTS[node.name])
    if node.name in _DRAWN_OVER and not any(character.isspace() for character in text):
        return Line("".join(character + _DRAWN_OVER[node.name] for character in text))
    if node.name in _NAMED_ACCENTS and text:
        return Line(f"{_NAMED_ACCENTS[node.name]}({text})")
    raise Unsupported(f"\\{node.name} over more than a letter")


def _grid(node: Grid, tight: bool) -> Line:
    if node.style == "equations":
        rows = (" ".join(draw_line(cell, tight).text for cell in row).strip() for row in node.rows)
        return Line((", " if tight else ";  ").join(rows))
    if node.style == "cases":
        rows = (", ".join(draw_line(cell, tight).text.strip() for cell in row) for row in node.rows)
        return Line("{" + "; ".join(rows) + "}")
    if not node.left:
        raise Unsupported("a matrix without brackets needs more than one line")
    return Line(node.left + _matrix(node, tight) + node.right)


def _matrix(node: Grid, tight: bool) -> str:
    if node.bars:
        raise Unsupported("a line between columns needs more than one line")
    rows = [[draw_line(cell, tight).text.strip() for cell in row] for row in node.rows]
    gap = "  " if any(" " in cell for row in rows for cell in row) else " "
    if any(not cell for row in rows for cell in row):
        raise Unsupported("an empty cell needs more than one line")
    return "; ".join(gap.join(row) for row in rows)
