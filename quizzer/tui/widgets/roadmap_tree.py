"""The roadmap as a tree with columns: what is due, how much is recalled and seen, and when it fades."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from quizzer import wording
from quizzer.topics import RoadmapView
from quizzer.tree import Node
from quizzer.tui.widgets.curriculum_tree import CurriculumTree, due_words, shown_title
from quizzer.tui.widgets.meter import two_tone

_GAP = "  "
_BAR = 8
_DUE, _PERCENT, _RISK = 9, 5, 12
_ROOM_FOR_BAR, _ROOM_FOR_SEEN = 70, 86
"""Columns of the tree from which these are shown."""
_SCROLLBAR = 1
_FALLEN = "▼ "


class RoadmapTree(CurriculumTree):
    """Title, due, bar, seen, at risk; a search goes from one place that matches to the next."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tree--fallen", "tree--found"}
    DEFAULT_CSS = """
    RoadmapTree {
        & > .tree--fallen { color: $text-warning; }
        & > .tree--found { color: $text-primary; text-style: underline; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Open", id="roadmap.open", tooltip="Go to what is behind the place"),
        Binding(
            "space", "screen.tick", "Tick", id="roadmap.tick", tooltip="Tick a topic or task by hand, or untick it"
        ),
        Binding("right", "open", "Unfold", id="roadmap.unfold", tooltip="Open the branch, or go into it", show=False),
        Binding("left", "close", "Fold", id="roadmap.fold", tooltip="Close the branch, or go out of it", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._seen: RoadmapView | None = None
        self._needle = ""

    def look(self, seen: RoadmapView) -> None:
        """Show a roadmap as it stands; what was open stays open and the cursor stays."""
        before, self._seen = self._seen, seen
        if before is not None and before.root is seen.root:
            self._redraw()
            return
        if before is None or before.root.path != seen.root.path:
            self._placed = False
        self.show((seen.root,), _begun(seen.root))

    def forget(self) -> None:
        """Show nothing: there is no roadmap any more."""
        self._seen, self._placed = None, False
        self.show(())

    @property
    def here(self) -> Node | None:
        """The place under the cursor."""
        return self.cursor_node.data if self.cursor_node is not None else None

    def fold(self) -> None:
        """Open all branches, or close all when all are open."""
        opened = all(place.is_expanded for place in self.places() if place.allow_expand)
        for place in self.places():
            if place.allow_expand and opened:
                place.collapse()
            elif place.allow_expand:
                place.expand()
                self._unfold(place)

    # -- searching ---------------------------------------------------------------------------------------------

    def search(self, words: str) -> tuple[int, int]:
        """Light up what matches and go to the nearest match below; return which that is, and of how many."""
        self._needle = " ".join(words.casefold().split())
        self._redraw()
        return self.find(0)

    def find(self, step: int) -> tuple[int, int]:
        """Go to the next match (1), the one before (-1), or the nearest (0); return which that is, and of how many."""
        nodes = self.nodes()
        hits = [place for place, node in enumerate(nodes) if self._matches(node)]
        if not hits:
            return 0, 0
        current = self.here.path if self.here is not None else ""
        here = next((place for place, node in enumerate(nodes) if node.path == current), 0)
        if step < 0:
            at = next((number for number in reversed(range(len(hits))) if hits[number] < here), len(hits) - 1)
        else:
            at = next((number for number, hit in enumerate(hits) if hit >= here + step), 0)
        self.reveal(nodes[hits[at]])
        return at + 1, len(hits)

    def _matches(self, node: Node) -> bool:
        return bool(self._needle) and all(w in node.title.casefold() for w in self._needle.split())

    # -- drawing -----------------------------------------------------------------------------------------------

    def _titled(self, node: Node, style: Style) -> Text:
        text = Text(shown_title(node), style)
        if self._matches(node):
            found = self.get_component_rich_style("tree--found", partial=True)
            for word in self._needle.split():
                text.highlight_regex(re.compile(re.escape(word), re.IGNORECASE), found)
        return text

    def _figures(self, node: Node, width: int) -> Text:
        quiet = self.get_component_rich_style("tree--unknown", partial=True)
        if node.kind == "task" or (not node.cards and node.kind != "topic"):
            return Text("")
        if not node.cards:
            return Text("no deck yet", quiet)
        waiting = self._seen is not None and not node.introduced and self._seen.waits_for(node)
        waits = "waits" if waiting else due_words(node)
        told = Text(waits.rjust(_DUE), quiet if waits in ("waits", "new") else "").append(_GAP)
        if width >= _ROOM_FOR_BAR:
            self._add_bar(told, node, quiet)
        known = wording.percent(node.mastery if node.introduced else None)
        told.append(f"{known:>{_PERCENT}}").append(_GAP)
        if width >= _ROOM_FOR_SEEN:
            told.append(f"{wording.percent(node.coverage):>{_PERCENT}}", quiet).append(_GAP)
        return told.append_text(self._risk(node))

    def _add_bar(self, told: Text, node: Node, quiet: Style) -> None:
        bar = two_tone(node.mastery, node.coverage, _BAR)
        full = len(bar.rstrip(wording.FADING + wording.UNSEEN))
        told.append(bar[:full], self.get_component_rich_style("tree--known", partial=True))
        told.append(bar[full:], quiet).append(" ")

    def _risk(self, node: Node) -> Text:
        day = self._seen.risks.get(node.path) if self._seen is not None else None
        if self._seen is None or day is None:
            return Text(" " * _RISK)
        fallen = day <= self._seen.today
        told = (_FALLEN if fallen else "") + wording.day(day, self._seen.today)
        return Text(told.rjust(_RISK), self.get_component_rich_style("tree--fallen", partial=True) if fallen else "")


def _begun(root: Node) -> Node:
    """Return the place down to which a roadmap is open at first: where something is due, else where one left off."""
    topics = [node for node in root.walk() if node.kind == "topic"]
    waiting = next((node for node in topics if node.due + node.learning), None)
    return waiting or next((node for node in topics if node.new), root)


class RoadmapHeading(Widget):
    """What stands in the columns of the tree below."""

    DEFAULT_CSS = """
    RoadmapHeading { height: 1; color: $text-muted; text-wrap: nowrap; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._wanted: float | None = None

    def show(self, desired: float | None) -> None:
        """Tell what is asked for, from 0 to 1; None where that differs."""
        self._wanted = desired
        self.refresh()

    def render(self) -> Content:
        """Draw the words over their columns."""
        width = self.content_size.width - _SCROLLBAR
        return Content("".join(self._words(width)).rjust(width))

    def _words(self, width: int) -> Iterator[str]:
        yield "due".rjust(_DUE) + _GAP
        yield "recalled".rjust(_PERCENT + (_BAR + 1 if width >= _ROOM_FOR_BAR else 0)) + _GAP
        if width >= _ROOM_FOR_SEEN:
            yield "seen".rjust(_PERCENT) + _GAP
        yield wording.under(self._wanted).rjust(_RISK)
