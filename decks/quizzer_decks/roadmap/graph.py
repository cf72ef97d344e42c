"""A roadmap drawn as a graph (the editor of roadmap.sh): boxes with a place on a page, and lines between them.

Lines are drawing, not structure, and some lead nowhere; what no line tells is read from where the boxes stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizzer_decks.roadmap.blocks import ItemList, read_blocks
from quizzer_decks.roadmap.entries import item_entries
from quizzer_decks.roadmap.html_text import plain_markdown
from quizzer_decks.roadmap.parsed import ParsedKind, ParsedRoadmap, ParsedTopic, Resource
from quizzer_decks.roadmap.source_text import repaired_lines
from quizzer_decks.roadmap.titles import clean, topic_title

Texts = Mapping[str, str]
"""Markdown about a node, by the node's id."""

MAX_NODES = 1_000

_TOPIC = "topic"
_KINDS: Mapping[str, ParsedKind] = {"topic": "topic", "subtopic": "topic", "todo": "task", "checklist-item": "task"}
_TYPED = re.compile(r"@[\w.-]+@")


@dataclass(slots=True)
class _Box:
    id: str
    type: str
    label: str
    x: float
    y: float
    width: float
    height: float
    parent: _Box | None = None

    def gap(self, other: _Box) -> float:
        """Return how far two boxes stand apart."""
        across = max(other.x - self.x - self.width, self.x - other.x - other.width, 0.0)
        down = max(other.y - self.y - self.height, self.y - other.y - other.height, 0.0)
        return float((across * across + down * down) ** 0.5)


def is_graph(root: Mapping[str, object]) -> bool:
    """Tell whether a JSON object is a drawn roadmap: it has nodes with a type, a label and a place."""
    nodes = root.get("nodes")
    if not isinstance(nodes, Sequence) or isinstance(nodes, str):
        return False
    return any(isinstance(node, Mapping) and "position" in node and "data" in node for node in nodes[:50])


def parse_graph(root: Mapping[str, object], name: str, texts: Texts) -> ParsedRoadmap:
    """Return the roadmap of a graph: its topics from top to bottom, each with what hangs on it."""
    nodes = root.get("nodes")
    boxes = list(_boxes(nodes if isinstance(nodes, Sequence) else ()))[:MAX_NODES]
    listed = [box for box in boxes if box.type in _KINDS]
    _join(listed, root.get("edges"))
    _attach(listed)
    title = next((box.label for box in boxes if box.type == "title"), "")
    trunk = [box for box in listed if box.parent is None]
    topics = [topic for box in sorted(trunk, key=_place) for topic in _with_children(box, (), listed, texts)]
    return ParsedRoadmap(clean(title) or name, tuple(topics))


def _boxes(nodes: Sequence[object]) -> Iterator[_Box]:
    for node in nodes:
        if not isinstance(node, Mapping) or not isinstance(node.get("data"), Mapping):
            continue
        place = node.get("positionAbsolute") or node.get("position")
        label = topic_title(str(node["data"].get("label") or ""))
        if isinstance(place, Mapping) and label:
            x, y = _number(place, "x"), _number(place, "y")
            width, height = _number(node, "width"), _number(node, "height")
            yield _Box(str(node.get("id")), str(node.get("type")), label, x, y, width, height)


def _number(holder: Mapping[str, object], key: str) -> float:
    value = holder.get(key)
    return float(value) if isinstance(value, (int, float)) and abs(value) < 1e7 else 0.0


def _place(box: _Box) -> tuple[float, float]:
    return box.y, box.x


def _join(boxes: Sequence[_Box], edges: object) -> None:
    """Hang subtopics on what a line comes from; a line back to what hangs on it is passed over."""
    by_id = {box.id: box for box in boxes}
    for edge in edges if isinstance(edges, Sequence) and not isinstance(edges, str) else ():
        if not isinstance(edge, Mapping):
            continue
        source, target = by_id.get(str(edge.get("source"))), by_id.get(str(edge.get("target")))
        if source and target and target.type != _TOPIC and target.parent is None and not _hangs_on(source, target):
            target.parent = source


def _hangs_on(box: _Box | None, other: _Box) -> bool:
    while box is not None:
        if box is other:
            return True
        box = box.parent
    return False


def _attach(boxes: Sequence[_Box]) -> None:
    """Hang each subtopic without a line on the nearest topic, or on what its nearest neighbour hangs on."""
    placed = [box for box in boxes if box.type == _TOPIC or box.parent is not None]
    loose = {box.id: box for box in boxes if box.type != _TOPIC and box.parent is None}
    nearest = {
        id(box): min(((box.gap(other), other) for other in placed), key=_distance, default=None)
        for box in loose.values()
    }
    while loose and placed:
        box = min(loose.values(), key=lambda one: (_distance(nearest[id(one)]), _place(one)))
        found = nearest[id(box)]
        del loose[box.id]
        above = None if found is None else found[1] if found[1].type == _TOPIC else found[1].parent
        box.parent = None if _hangs_on(above, box) else above
        for other in loose.values():
            known = nearest[id(other)]
            if known is None or other.gap(box) < known[0]:
                nearest[id(other)] = (other.gap(box), box)


def _distance(found: tuple[float, _Box] | None) -> float:
    return found[0] if found else float("inf")


def _with_children(box: _Box, path: tuple[str, ...], boxes: Sequence[_Box], texts: Texts) -> Iterator[ParsedTopic]:
    yield ParsedTopic(box.label, path, _KINDS[box.type], False, 0, _resources(texts.get(box.id, "")))
    for child in sorted((other for other in boxes if other.parent is box), key=_place):
        yield from _with_children(child, (*path, box.label), boxes, texts)


def _resources(text: str) -> tuple[Resource, ...]:
    """Return the links listed in a node's text, without the kind that stands before each title."""
    blocks = read_blocks(list(plain_markdown(repaired_lines(text)))) if text else []
    entries = [entry for block in blocks if isinstance(block, ItemList) for entry in item_entries(block.items)]
    links = [link for entry in entries for link in entry.links]
    return tuple(dict.fromkeys(Resource(_TYPED.sub("", link.title) or link.url, link.url) for link in links))
