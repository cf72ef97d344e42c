"""Roadmap files: YAML to a roadmap and back. All problems are collected, and what is good survives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar, cast

from quizzer_decks.field_reading import read_fields
from quizzer_decks.fields import PHASE_FIELDS, ROADMAP_FIELDS, SECTION_FIELDS, TOPIC_FIELDS, Field
from quizzer_decks.model import Phase, Problem, Resource, Roadmap, Section, Topic, TopicKind
from quizzer_decks.node_reading import Report, read_text, wrong_type
from quizzer_decks.yaml_text import Node, Scalar, Table, dump, parse, read_file
from quizzer_decks.yaml_text import Sequence as List
from quizzer_decks.yaml_writing import Value


class _Titled(Protocol):
    @property
    def title(self) -> str: ...


T = TypeVar("T", bound=_Titled)


def read_roadmap_file(path: Path) -> tuple[Roadmap | None, list[Problem]]:
    """Read a roadmap from a file. An unreadable file is a problem, not an error."""
    text, problems = read_file(path, str(path))
    return (None, problems) if text is None else read_roadmap(text, str(path))


def read_roadmap(text: str, path: str) -> tuple[Roadmap | None, list[Problem]]:
    """Return the roadmap of a YAML text with what is good in it, and all problems; None when nothing is usable."""
    root, problems = parse(text, path)
    report = Report(path, problems)
    if root is None:
        return None, report.problems
    values = _values(root, "roadmap", ROADMAP_FIELDS, report)
    phases = _each(values, "phases", _read_phase, report)
    if not phases or "id" not in values:
        return None, report.problems
    roadmap_id = str(values["id"])
    return Roadmap(roadmap_id, str(values.get("title", roadmap_id)), phases), report.problems


def _values(node: Node, name: str, fields: Sequence[Field], report: Report) -> dict[str, object]:
    if isinstance(node, Table):
        return read_fields(node, fields, report)[0]
    wrong_type(node, name, report, f"a mapping with {' and '.join(f'`{field.name}`' for field in fields)}")
    return {}


def _each(
    values: dict[str, object], name: str, read: Callable[[Node, Report], T | None], report: Report
) -> tuple[T, ...]:
    """Read the items of a list; of two with the same title the first stays, as a title is what ticks hang on."""
    found: dict[str, T] = {}
    listed = values.get(name)
    for node in listed.items if isinstance(listed, List) else ():
        item = read(node, report)
        if item is not None and item.title in found:
            message = f"`{item.title}` stands twice among these {name}; make the titles differ"
            report.add(node.line, "duplicate-title", message)
        elif item is not None:
            found[item.title] = item
    return tuple(found.values())


def _read_phase(node: Node, report: Report) -> Phase | None:
    values = _values(node, "phase", PHASE_FIELDS, report)
    sections = _each(values, "sections", _read_section, report)
    return Phase(str(values["title"]), sections) if sections and "title" in values else None


def _read_section(node: Node, report: Report) -> Section | None:
    values = _values(node, "section", SECTION_FIELDS, report)
    topics = _each(values, "topics", _read_topic, report)
    return Section(str(values["title"]), topics) if topics and "title" in values else None


def _read_topic(node: Node, report: Report) -> Topic | None:
    if isinstance(node, Scalar):
        title = read_text(node, "topic", report)
        return None if title is None else Topic(title)
    before = len(report.problems)
    values = _values(node, "topic", TOPIC_FIELDS, report)
    if "title" not in values or len(report.problems) > before:
        return None
    topic = Topic(
        str(values["title"]),
        cast(TopicKind, values.get("kind", "topic")),
        cast("tuple[str, ...]", values.get("decks", ())),
        cast("tuple[Resource, ...]", values.get("resources", ())),
    )
    if topic.kind == "task" and topic.decks:
        report.add(node.line, "task-with-decks", "a task is done, not taught; delete `decks`, or make it a topic")
        return None
    return topic


def write_roadmap(roadmap: Roadmap) -> str:
    """Return the roadmap as YAML text; read again, it is the same roadmap."""
    phases: list[Value] = [
        {
            "title": phase.title,
            "sections": [
                {"title": section.title, "topics": [_write_topic(topic) for topic in section.topics]}
                for section in phase.sections
            ],
        }
        for phase in roadmap.phases
    ]
    return dump({"id": roadmap.id, "title": roadmap.title, "phases": phases})


def _write_topic(topic: Topic) -> Value:
    if topic == Topic(topic.title):
        return topic.title
    written: dict[str, Value] = {"title": topic.title}
    if topic.kind != "topic":
        written["kind"] = topic.kind
    if topic.decks:
        written["decks"] = list(topic.decks)
    if topic.resources:
        written["resources"] = [{"title": resource.title, "url": resource.url} for resource in topic.resources]
    return written
