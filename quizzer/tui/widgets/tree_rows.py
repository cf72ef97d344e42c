"""The rows of a tree of nodes: which stand where, which are added, and which only get new figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from rich.text import Text
from textual.widgets.tree import TreeNode

from quizzer.tree import Node

_DRAWN_WHEN_SEEN = Text("")
"""The label of every row as Textual keeps it; what is shown follows from the node."""


def rows(roots: Iterable[Node]) -> Iterator[Node]:
    """Yield what stands outermost: a roadmap is the heading of its phases, not a branch to fold."""
    for root in roots:
        yield root
        if root.kind == "roadmap":
            yield from root.children


def way(nodes: Iterable[Node], path: str) -> list[Node]:
    """Return the rows from the outermost to the one of a path; none when it is not there."""
    for node in nodes:
        if node.path == path:
            return [node]
        if node.kind != "roadmap" and (inner := way(node.children, path)):
            return [node, *inner]
    return []


def add_rows(parent: TreeNode[Node], nodes: Iterable[Node], opened: Collection[str]) -> None:
    """Add rows below a row, and below those of them that are opened (by path)."""
    for node in nodes:
        if not node.children or node.kind == "roadmap":
            parent.add_leaf(_DRAWN_WHEN_SEEN, node)
            continue
        place = parent.add(_DRAWN_WHEN_SEEN, node, expand=node.path in opened)
        if place.is_expanded:
            add_rows(place, node.children, opened)


def renew_rows(parent: TreeNode[Node], nodes: Iterable[Node]) -> None:
    """Give the rows below a row the nodes that stand in their places now."""
    for place, node in zip(parent.children, nodes, strict=False):
        if place.data is not node:
            place.data = node
            renew_rows(place, node.children)


def below(place: TreeNode[Node]) -> Iterator[TreeNode[Node]]:
    """Yield the rows below a row, from top to bottom."""
    for child in place.children:
        yield child
        yield from below(child)
