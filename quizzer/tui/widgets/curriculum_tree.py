"""The tree of what there is to learn: title, what is due, how much is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from quizzer import wording
from quizzer.curriculum import Node
from quizzer.tui.widgets.meter import meter
from quizzer_decks.sanitize import sanitize

_BAR = 8
_DUE = 9
_PERCENT = 5
_ROOM_FOR_BAR = 46
"""Columns below which the bar is left out."""


class CurriculumTree(Tree[Node]):
    """Roadmap, phases, sections and topics, foldable. Posts `Chosen` for the node under the cursor."""

    DEFAULT_CSS = """
    CurriculumTree {
        background: transparent;
        & > .tree--guides { color: $text-muted; }
        & > .tree--cursor { text-style: none; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Start", id="home.start", tooltip="Answer what is due under the cursor"),
        Binding("right", "open", "Open", id="home.open", show=False),
        Binding("left", "close", "Close", id="home.close", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """The learner pressed Enter on a node."""

        node: Node

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id)
        self.show_root = False
        self.show_guides = False
        self.guide_depth = 2
        self.auto_expand = False

    def show(self, roots: Iterable[Node]) -> None:
        """Show these trees; what was open stays open, and the cursor stays where it is."""
        roots = tuple(roots)
        known = {node.path: place for place in _below(self.root) if (node := place.data)}
        fresh = [node for root in roots for node in root.walk()]
        if [node.path for node in fresh] == list(known):
            for node in fresh:
                known[node.path].data = node
            self._invalidate()
            self.refresh()
            return
        opened = {path for path, place in known.items() if place.is_expanded}
        current = self.cursor_node.data.path if self.cursor_node and self.cursor_node.data else None
        self.clear()
        for number, root in enumerate(roots):
            self._add(self.root, root, opened or ({root.path} if number == 0 else set()))
        self._move_to(current)

    def _add(self, parent: TreeNode[Node], node: Node, opened: set[str]) -> None:
        label = Text(sanitize(node.title), no_wrap=True)
        if not node.children:
            parent.add_leaf(label, node)
            return
        place = parent.add(label, node, expand=node.path in opened)
        for child in node.children:
            self._add(place, child, opened)

    def _move_to(self, path: str | None) -> None:
        places = [place for place in _below(self.root) if place.data and place.data.path == path]
        self.move_cursor(places[0] if places else next(iter(self.root.children), None))

    def render_label(self, node: TreeNode[Node], base_style: Style, style: Style) -> Text:
        """Return one row: the title on the left, figures in columns on the right."""
        known = node.data
        if known is None:
            return Text("")
        mark = ("▾ " if node.is_expanded else "▸ ") if node.allow_expand else _leaf_mark(known)
        room = self._room(node)
        figures = _figures(known, room >= _ROOM_FOR_BAR)
        title = Text.assemble((mark, base_style), (sanitize(known.title), style))
        title.truncate(max(4, room - len(figures) - 1), overflow="ellipsis")
        title.pad_right(max(0, room - len(figures) - title.cell_len))
        return title.append(figures, style)

    def _room(self, node: TreeNode[Node]) -> int:
        depth = -1  # the hidden root takes no room
        parent = node.parent
        while parent is not None:
            depth += 1
            parent = parent.parent
        return max(20, self.scrollable_content_region.width - depth * self.guide_depth)

    def on_resize(self, event: Resize) -> None:
        """Lay the columns out again."""
        self._invalidate()
        self.refresh(layout=True)

    def action_select_cursor(self) -> None:
        """Choose the node under the cursor."""
        if self.cursor_node is not None and self.cursor_node.data is not None:
            self.post_message(self.Chosen(self.cursor_node.data))


    def action_open(self) -> None:
        """Open the node under the cursor, or go to its first child."""
        place = self.cursor_node
        if place is not None and place.allow_expand:
            if place.is_expanded:
                self.action_cursor_down()
            else:
                place.expand()

    def action_close(self) -> None:
        """Close the node under the cursor, or go to the one above."""
        place = self.cursor_node
        if place is not None and place.is_expanded and place.allow_expand:
            place.collapse()
        elif place is not None and place.parent is not None and place.parent is not self.root:
            self.move_cursor(place.parent)


def _below(place: TreeNode[Node]) -> Iterator[TreeNode[Node]]:
    for child in place.children:
        yield child
        yield from _below(child)


def _leaf_mark(node: Node) -> str:
    if node.kind == "task":
        return "☑ " if node.ticked else "☐ "
    return "✓ " if node.ticked else "  "


def _figures(node: Node, with_bar: bool) -> str:
    if node.kind == "task":
        return ""
    waiting = node.due + node.learning
    due = f"{waiting} due" if waiting else ("new" if node.kind in ("topic", "deck") and node.new and not node.introduced else "")
    if not node.cards:
        return "no deck yet".rjust(_PERCENT + 1 + (_BAR + 1 if with_bar else 0)) if node.kind == "topic" else ""
    share = node.mastery if node.introduced else None
    shown = meter(share, _BAR) if with_bar else f"{wording.percent(share):>{_PERCENT}}"
    return f"{due:>{_DUE}} {shown}"

