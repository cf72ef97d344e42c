"""The tree of what there is to learn: title, what is due, how much is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from quizzer import wording
from quizzer.curriculum import Node
from quizzer.tree import same_places
from quizzer.tui.widgets.meter import meter
from quizzer.tui.widgets.tree_rows import add_rows, below, renew_rows, rows, way
from quizzer_decks.sanitize import sanitize

_BAR = 8
_PERCENT = 5
_ROOM_FOR_BAR = 56
"""Columns of the tree below which the bars are left out."""
_NO_DECK = "no deck yet"
_TURNS = Style.from_meta({"toggle": True})
_NUMBERED = re.compile(r"Phase (\d+)\s*[:.–-]\s*")


class CurriculumTree(Tree[Node]):
    """Roadmap, phases, sections and topics, foldable. Posts `Chosen` for the node under the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tree--known", "tree--unknown"}
    DEFAULT_CSS = """
    CurriculumTree {
        background: transparent;
        & > .tree--guides { color: $text-muted; }
        & > .tree--cursor, &:focus > .tree--cursor { text-style: bold; }
        & > .tree--known { color: $text-primary; }
        & > .tree--unknown { color: $text-muted; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Start", id="home.start", tooltip="Answer what is due under the cursor"),
        Binding("right", "open", "Open", id="home.open", tooltip="Open the branch, or go into it", show=False),
        Binding("left", "close", "Close", id="home.close", tooltip="Close the branch, or go out of it", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """The learner pressed Enter on a node."""

        node: Node

    _filling = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id)
        self.show_root = False
        self.show_guides = False
        self.guide_depth = 2
        self.auto_expand = False
        self._roots: tuple[Node, ...] = ()
        self._placed = False
        self._due_width = 0

    def show(self, roots: Iterable[Node], here: Node | None = None) -> None:
        """Show these trees. What was open stays open and the cursor stays; at first they are open down to `here`."""
        before, self._roots = self._roots, tuple(roots)
        self._due_width = max((_due_width(root) for root in self._roots), default=0)
        opened = {place.data.path for place in self.places() if place.is_expanded and place.data}
        if here is not None and not self._placed:
            self._placed = True
            opened |= {node.path for node in self._way(here)}
        elif len(before) == len(self._roots) and all(map(same_places, before, self._roots)):
            renew_rows(self.root, rows(self._roots))
            self._redraw()
            return
        current = self.cursor_node.data.path if self.cursor_node and self.cursor_node.data else None
        self.clear()
        self._fill(self.root, rows(self._roots), opened)
        self._invalidate()
        self._move_to(current)

    def _invalidate(self) -> None:
        """Lay all rows out again, but not after each of thousands that are added at once."""
        if not self._filling:
            super()._invalidate()

    def _build(self) -> None:
        """Lay the rows out. What stands in a branch is added when it is opened first: most branches never are."""
        for place in self.places():
            self._unfold(place)
        super()._build()

    def _unfold(self, place: TreeNode[Node]) -> None:
        if place.is_expanded and place.data is not None and not place.children:
            self._fill(place, place.data.children)

    def _fill(self, parent: TreeNode[Node], nodes: Iterable[Node], opened: Collection[str] = ()) -> None:
        self._filling = True
        add_rows(parent, nodes, opened)
        self._filling = False

    def _move_to(self, path: str | None) -> None:
        places = [place for place in self.places() if place.data and place.data.path == path]
        self.move_cursor(places[0] if places else next(iter(self.root.children), None))

    def places(self) -> Iterator[TreeNode[Node]]:
        """Yield every row that was ever in sight, those of branches closed since too, from top to bottom."""
        return below(self.root)

    def nodes(self) -> list[Node]:
        """Return what is shown, in closed branches too, from top to bottom."""
        return [node for root in self._roots for node in root.walk()]

    def reveal(self, node: Node) -> None:
        """Open what is above a node and move the cursor there."""
        place = self.root
        for step in self._way(node):
            if not place.is_expanded:
                place.expand()
            self._unfold(place)
            place = next(child for child in place.children if child.data and child.data.path == step.path)
        self.call_after_refresh(self.move_cursor, place)

    def _way(self, node: Node) -> list[Node]:
        return way(rows(self._roots), node.path)

    def _redraw(self) -> None:
        """Draw the rows anew, each where it was."""
        self._line_cache.clear()
        self.refresh()

    # -- drawing -----------------------------------------------------------------------------------------------

    def get_label_width(self, node: TreeNode[Node]) -> int:
        """Return the cells of a row's label. It fills its room and no more: there is nothing to scroll to."""
        return 1

    def render_label(self, node: TreeNode[Node], base_style: Style, style: Style) -> Text:
        """Return one row: the title on the left, figures in columns on the right."""
        known = node.data
        if known is None:
            return Text("")
        mark = ("▾ " if node.is_expanded else "▸ ") if node.allow_expand else _leaf_mark(known)
        width = self.scrollable_content_region.width
        room = self._room(node, width)
        figures = self._figures(known, width)
        turns = base_style + _TURNS if node.allow_expand else base_style
        title = Text.assemble((mark, turns), self._titled(known, style))
        title.truncate(max(4, room - figures.cell_len - 1), overflow="ellipsis")
        title.pad_right(max(0, room - figures.cell_len - title.cell_len))
        return title.append_text(figures)

    def _titled(self, node: Node, style: Style) -> Text:
        return Text(shown_title(node), style)

    def _figures(self, node: Node, width: int) -> Text:
        quiet = self.get_component_rich_style("tree--unknown", partial=True)
        if node.kind == "task" or (not node.cards and node.kind != "topic"):
            return Text("")
        if not node.cards:
            return Text(_NO_DECK, quiet)
        share = node.mastery if node.introduced else None
        due = Text(due_words(node).rjust(self._due_width) + "  ")
        if width < _ROOM_FOR_BAR:
            return due.append(f"{wording.percent(share):>{_PERCENT}}")
        bar = meter(share, _BAR)
        full = bar[:_BAR].count(wording.KNOWN)
        due.append(bar[:full], self.get_component_rich_style("tree--known", partial=True))
        return due.append(bar[full:_BAR], quiet).append(bar[_BAR:])

    def render_line(self, y: int) -> Strip:
        """Draw a row; the one under the cursor is lit over its whole width."""
        strip = super().render_line(y)
        if y + self.scroll_offset.y != self.cursor_line or self.cursor_node is None:
            return strip
        light = Style(bgcolor=self.get_component_rich_style("tree--cursor").bgcolor)
        return Strip(Segment.apply_style(strip, post_style=light), strip.cell_length)

    def _room(self, node: TreeNode[Node], width: int) -> int:
        depth = -1  # the hidden root takes no room
        parent = node.parent
        while parent is not None:
            depth += 1
            parent = parent.parent
        return max(20, width - depth * self.guide_depth)

    def on_resize(self, event: Resize) -> None:
        """Keep as many rows as are seen. Which there are depends on no size: Textual would lay them all out again."""
        event.prevent_default()
        self._line_cache.grow(event.size.height)

    # -- moving ------------------------------------------------------------------------------------------------

    def on_click(self, event: Click) -> None:
        """Move the cursor to a row and start what it is on when it is there already; the triangle opens and closes."""
        event.prevent_default()
        line = event.style.meta.get("line")
        if line is None:
            return
        place = self.get_node_at_line(line)
        if event.style.meta.get("toggle") and place is not None:
            place.toggle()
        elif line == self.cursor_line:
            self.action_select_cursor()
        else:
            self.cursor_line = line

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


def _leaf_mark(node: Node) -> str:
    if node.kind == "roadmap":
        return ""
    if node.kind == "task":
        return "☑ " if node.ticked else "☐ "
    return "✓ " if node.ticked else "  "


def shown_title(node: Node) -> str:
    """Return a title as it is shown: of a numbered phase the number and the rest."""
    return _NUMBERED.sub(r"\1  ", sanitize(node.title))


def due_words(node: Node) -> str:
    """Return what waits at a place; a topic that was never begun is new."""
    if waiting := node.due + node.learning:
        return f"{waiting:,} due"
    return "new" if node.kind in ("topic", "deck") and node.new and not node.introduced else ""


def _due_width(root: Node) -> int:
    return len(due_words(root)) or (len("new") if root.new else 0)
