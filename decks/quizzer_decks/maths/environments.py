"""Matrices, cases and aligned equations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizzer_decks.maths.limits import Unsupported
from quizzer_decks.maths.tree import Grid, Node, Row

if TYPE_CHECKING:
    from quizzer_decks.maths.parser import Parser

_MATRICES = {
    "matrix": ("", ""),
    "smallmatrix": ("", ""),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
}
_EQUATIONS = {
    **dict.fromkeys(("aligned", "align", "align*", "split"), "rl"),
    **dict.fromkeys(("gathered", "gather", "gather*"), "c"),
}
_SINGLE = frozenset({"equation", "equation*"})


def read(parser: Parser) -> Node:
    """Read an environment whose `\\begin` is read; refuse the ones that are not known."""
    name = parser.raw_group()
    if name in _SINGLE:
        body = parser.row(frozenset())
        _end(parser, name)
        return body
    if name == "array":
        return _array(parser)
    if name not in _MATRICES and name not in _EQUATIONS and name not in ("cases", "dcases"):
        raise Unsupported(f"the environment {name} is not known")
    rows = _rows(parser)
    _end(parser, name)
    if name in _MATRICES:
        left, right = _MATRICES[name]
        return Grid("matrix", rows, left, right, "c")
    if name in _EQUATIONS:
        return Grid("equations", rows, aligns=_EQUATIONS[name])
    if any(len(row) > 2 for row in rows):
        raise Unsupported("cases with more than two columns")
    return Grid("cases", rows, "{", "", "l")


def read_substack(parser: Parser) -> Node:
    """Read the lines that stand below an operator."""
    parser.expect("{")
    rows = _rows(parser)
    parser.expect("}")
    if any(len(row) > 1 for row in rows):
        raise Unsupported("& in \\substack")
    return Grid("equations", rows, aligns="c")


def _array(parser: Parser) -> Node:
    columns = parser.raw_group().replace(" ", "")
    if not columns.strip("|") or columns.strip("lcr|") or "||" in columns:
        raise Unsupported("array columns other than l, c, r and |")
    aligns = columns.replace("|", "")
    bars = frozenset(len(columns[:place].replace("|", "")) for place, sign in enumerate(columns) if sign == "|")
    rows = _rows(parser)
    _end(parser, "array")
    if any(len(row) > len(aligns) for row in rows):
        raise Unsupported("more cells than the array has columns")
    return Grid("matrix", rows, aligns=aligns, bars=bars)


def _rows(parser: Parser) -> tuple[tuple[Node, ...], ...]:
    rows: list[list[Node]] = [[parser.row(frozenset())]]
    while (token := parser.peek()) in ("&", "\\\\"):
        parser.next()
        if token == "&":
            rows[-1].append(parser.row(frozenset()))
            continue
        if parser.peek() == "[":
            raise Unsupported("\\\\ with a distance")
        rows.append([parser.row(frozenset())])
    if len(rows) > 1 and rows[-1] == [Row()]:
        rows.pop()
    return tuple(tuple(row) for row in rows)


def _end(parser: Parser, name: str) -> None:
    parser.expect("\\end")
    if (found := parser.raw_group()) != name:
        raise Unsupported(f"\\begin{{{name}}} ended by \\end{{{found}}}")
