"""The spaces between atoms, after TeX's rules in whole cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

from quizzer_decks.maths.tree import Class, Fenced, Function, Node, Row, Scripts, Space, kind_of

_NO_OPERAND = frozenset({"bin", "rel", "open", "punct", "op"})
_Place: TypeAlias = Class | Literal["sign", "space"]


def visible(row: Row) -> list[Node]:
    """Return the items of a row without the ones that draw nothing, with rows of one item opened."""
    items: list[Node] = []
    for item in row.items:
        while isinstance(item, Row) and len(item.items) == 1:
            item = item.items[0]
        if item != Row():
            items.append(item)
    return items


def places(items: Sequence[Node]) -> list[_Place]:
    """Return what each item is in its place: its class, `space`, or `sign` for a plus or minus without two operands."""
    found: list[_Place] = ["space" if isinstance(item, Space) else kind_of(item) for item in items]
    before: _Place | None = None
    last = 0
    for place, kind in enumerate(found):
        if kind == "space":
            continue
        if kind == "bin" and (before is None or before in _NO_OPERAND):
            kind = found[place] = "sign"
        if before == "bin" and kind in ("rel", "close", "punct"):
            found[last] = "sign"
        before, last = kind, place
    if before == "bin":
        found[last] = "sign"
    return found


def gaps(items: Sequence[Node], tight: bool) -> list[int]:
    """Return the cells to leave before each item; `tight` is the way of scripts, with the needed ones only."""
    if not items:
        return []
    found = places(items)
    cells = [0, *(int(_apart(left, right, tight)) for left, right in pairwise(found))]
    for place in range(1, len(items)):
        if found[place - 1] == "op" and (found[place] == "open" or isinstance(items[place], Fenced)):
            cells[place] = int(not _is_called(items[place - 1]))
    return cells


def _is_called(node: Node) -> bool:
    """Tell a function that takes parentheses, as log(x) does, from an operator that stands before a term."""
    if isinstance(node, Scripts):
        return isinstance(node.base, Function) and not node.base.limits
    return isinstance(node, Function)


def _apart(left: _Place, right: _Place, tight: bool) -> bool:
    if "space" in (left, right):
        return False
    if left == "op":
        return right in ("ord", "op", "inner", "sign")
    if right == "op" and left in ("ord", "close", "inner"):
        return True
    if tight:
        return False
    if "rel" in (left, right):
        return left != right and left != "open" and right not in ("close", "punct")
    return "bin" in (left, right) or left == "punct"
