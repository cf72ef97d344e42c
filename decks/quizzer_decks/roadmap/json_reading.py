"""Roadmaps in JSON: a graph as drawn on roadmap.sh, or topics nested in topics under any of the usual names.

A list of names alone is none where its title says nothing else: so are settings, menus and data of any kind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from quizzer_decks.fields import LINK
from quizzer_decks.model import Problem
from quizzer_decks.roadmap import vocabulary as words
from quizzer_decks.roadmap.graph import Texts, is_graph, parse_graph
from quizzer_decks.roadmap.parsed import ParsedKind, ParsedRoadmap, ParsedTopic, Resource
from quizzer_decks.roadmap.titles import clean, topic_title

MAX_TOPICS = 20_000
MAX_DEPTH = 40

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"

_BEGINNING = re.compile(r'\s*(?:\{\s*["}]|\[\s*["{])')
_TITLES = ("title", "name", "label", "topic", "skill", "text", "task", "week", "phase")
_GROUPS = ("phases", "stages", "levels", "sections", "modules", "units", "chapters", "weeks", "days", "milestones")
_TOPICS = ("topics", "subtopics", "concepts", "skills", "lessons", "items", "tasks", "projects", "exercises", "goals")
_EITHER = ("children", "categories", "groups", "steps", "content", "nodes", "roadmap", "curriculum")
"""What an object is that stands in a list of this name: a group, a topic, or a group where it is the outermost."""
_RESOURCES = ("resources", "links", "references", "materials", "url", "link", "href")
_DONE = ("done", "completed", "complete", "checked", "isCompleted", "finished")
_TELLING = frozenset(
    (*_GROUPS, *_DONE, "roadmap", "curriculum", "topics", "subtopics", "concepts", "skills", "lessons")
) - {"stages", "levels", "units", "days"}
"""Names that only a roadmap has; `items`, `tasks` or `name` stand in any file of settings or data."""
_NO_ROADMAP = (
    "this JSON lists names but is no roadmap; put topics below phases or sections,"
    ' as in {"phases": [{"title": "Basics", "topics": ["Loops"]}]}'
)


def looks_like_json(text: str) -> bool:
    """Tell whether a text is meant to be JSON: it begins as an object, or as a list of objects or strings."""
    return _BEGINNING.match(text) is not None


def parse_json(text: str, path: str, name: str, texts: Texts) -> tuple[ParsedRoadmap | None, list[Problem]]:
    """Return the roadmap of a JSON text; `texts` are a graph's Markdown files by node id."""
    try:
        root: Json = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"this is not JSON ({error.msg}); export the roadmap again, or correct it here"
        return None, [Problem(path, error.lineno, "json", message)]
    except (RecursionError, ValueError):
        return None, [
            Problem(path, 0, "json", "this JSON is nested too deep, or holds an impossible number; simplify it")
        ]
    if isinstance(root, Mapping) and is_graph(root):
        return parse_graph(root, name, texts), []
    lines = _Lines(text)
    topics: list[ParsedTopic] = []
    top = _below(root, _Place(), (), lines) if isinstance(root, Mapping) else _topics(root, _Place(), lines)
    for topic in top:
        if len(topics) == MAX_TOPICS:
            return None, [Problem(path, 0, "too-large", f"the file has more than {MAX_TOPICS:,} topics; split it")]
        topics.append(topic)
    title = _title(root) if isinstance(root, Mapping) else ""
    named = words.names_roadmap(title or name)
    if topics and not named and not any(topic.path for topic in topics) and not _tells(root):
        return None, [Problem(path, 0, "no-topics", _NO_ROADMAP)]
    return ParsedRoadmap(title or name, tuple(topics)), []


def _tells(root: Json) -> bool:
    """Tell whether what is listed is said to be topics, or has boxes to tick."""
    level: list[Json] = [root]
    for _ in range(MAX_DEPTH):
        below: list[Json] = []
        for node in level:
            if isinstance(node, Mapping):
                if not _TELLING.isdisjoint(node):
                    return True
                below += node.values()
            elif isinstance(node, Sequence) and not isinstance(node, str):
                below += node
        level = below
    return False


class _Lines:
    """Finds the line of each title, searching on from the one before, as titles come in the order of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.line = 1

    def of(self, title: str) -> int:
        """Return the line in which a title stands; the last one found when it is written with escapes."""
        for written in (json.dumps(title, ensure_ascii=False), json.dumps(title)):
            place = self.text.find(written, self.place)
            if place >= 0:
                self.line += self.text.count("\n", self.place, place)
                self.place = place
                break
        return self.line


def _title(node: Mapping[str, Json]) -> str:
    for key in _TITLES:
        value = node.get(key)
        if isinstance(value, str) and clean(value):
            return value
    return ""


@dataclass(frozen=True, slots=True)
class _Place:
    path: tuple[str, ...] = ()
    task: bool = False
    key: str = "roadmap"
    depth: int = 0

    def below(self, key: str, *titles: str) -> _Place:
        """Return the place of what is listed under a key, and under titles."""
        task = self.task or any(words.is_task(name) for name in (key, *titles))
        return _Place((*self.path, *titles), task, key, self.depth + 1)


def _topics(node: Json, place: _Place, lines: _Lines) -> Iterator[ParsedTopic]:
    if place.depth > MAX_DEPTH:
        return
    if isinstance(node, Mapping):
        yield from _topic(node, place, lines)
    elif isinstance(node, str):
        if title := topic_title(node):
            yield ParsedTopic(title, place.path, "task" if place.task else "topic", False, lines.of(node))
    elif isinstance(node, Sequence):
        for item in node:
            yield from _topics(item, place, lines)


def _topic(node: Mapping[str, Json], place: _Place, lines: _Lines) -> Iterator[ParsedTopic]:
    written = _title(node)
    title = topic_title(written)
    line = lines.of(written) if title else 0
    below = list(_below(node, place, (title,) if title else (), lines))
    group = place.key in _GROUPS or (place.key in _EITHER and not place.path)
    if title and not (below and group):
        kind: ParsedKind = "task" if place.task or node.get("type") in ("task", "project") else "topic"
        done = any(node.get(key) is True for key in _DONE) or node.get("status") in ("done", "completed")
        yield ParsedTopic(title, place.path, kind, done, line, tuple(dict.fromkeys(_resources(node))))
    yield from below


def _below(node: Mapping[str, Json], place: _Place, titles: tuple[str, ...], lines: _Lines) -> Iterator[ParsedTopic]:
    for key, value in node.items():
        if key not in (*_GROUPS, *_TOPICS, *_EITHER) or isinstance(value, str):
            continue
        inner = place.below(key, *titles)
        if isinstance(value, Mapping) and not _title(value):
            for name, section in value.items():  # sections by their names
                if title := topic_title(name):
                    yield from _topics(section, inner.below("sections", title), lines)
        else:
            yield from _topics(value, inner, lines)


def _resources(node: Mapping[str, Json]) -> Iterator[Resource]:
    for key in _RESOURCES:
        value = node.get(key)
        for item in value if isinstance(value, Sequence) and not isinstance(value, str) else [value]:
            if isinstance(item, str) and LINK.fullmatch(item):
                yield Resource(item, item)
            elif isinstance(item, Mapping):
                url = next((str(item[name]) for name in ("url", "link", "href") if isinstance(item.get(name), str)), "")
                if LINK.fullmatch(url):
                    yield Resource(clean(_title(item)) or url, url)
