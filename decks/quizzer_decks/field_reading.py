"""Reads a mapping by a table of fields: known keys to typed values, the rest to problems."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence

from quizzer_decks import node_reading as nodes
from quizzer_decks import number_reading as numbers
from quizzer_decks.fields import LINK, OPTION_FIELDS, RESOURCE_FIELDS, Field, Shape
from quizzer_decks.model import Option, Resource
from quizzer_decks.node_reading import Report
from quizzer_decks.sanitize import sanitize
from quizzer_decks.yaml_text import Node, Scalar, Table


def read_fields(
    table: Table, fields: Sequence[Field], report: Report, elsewhere: Mapping[str, str] | None = None
) -> tuple[dict[str, object], bool]:
    """Return the values of a mapping by field name, and whether all went well.

    `elsewhere` tells, for a key that does not belong here, where it does.
    """
    values: dict[str, object] = {}
    known = {field.name: field for field in fields}
    missing = {field.name: field for field in fields if field.required and field.name not in table.entries}
    well = not missing
    for name, (key, node) in table.entries.items():
        field = known.get(name)
        if field is None:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
            missing.pop("".join(near), None)
            report.add(key.line, "unknown-key", _unknown(name, node, near, list(known), elsewhere or {}))
            well = False
        elif (value := _READERS[field.shape](node, name, report)) is None:
            well = False
        else:
            values[name] = value
    for field in missing.values():
        report.add(table.line, "missing-field", f"`{field.name}` is missing; add it: {field.meaning}")
    return values, well


def _unknown(name: str, node: Node, near: list[str], known: list[str], elsewhere: Mapping[str, str]) -> str:
    shown = sanitize(name)[:60]
    if near:
        return f"`{shown}` is not a known key; did you mean `{near[0]}`?"
    if name in elsewhere:
        return f"`{shown}` belongs to {elsewhere[name]}; delete it, or change the kind"
    if isinstance(node, Scalar) and not node.text:
        return f"`{shown}` is not a known key; a text with a comma in it needs quotes when it stands in braces"
    return f"`{shown}` is not a known key; known here are {', '.join(known)}"


def _read_option(node: Node, name: str, report: Report) -> Option | None:
    if not isinstance(node, Table):
        text = nodes.read_text(node, name, report)
        return None if text is None else Option(text)
    values, well = read_fields(node, OPTION_FIELDS, report)
    return Option(str(values["text"]), str(values.get("why", ""))) if well else None


def _read_options(node: Node, name: str, report: Report) -> tuple[Option, ...] | None:
    return nodes.read_each(node, name, report, _read_option)


def _read_resource(node: Node, name: str, report: Report) -> Resource | None:
    if not isinstance(node, Table):
        nodes.wrong_type(node, name, report, "a list of mappings with `title` and `url`")
        return None
    values, well = read_fields(node, RESOURCE_FIELDS, report)
    url = str(values.get("url", ""))
    if well and LINK.fullmatch(url) is None:
        report.add(node.line, "bad-link", f"`{url[:60]}` is not a link; it must begin with http:// or https://")
        return None
    return Resource(str(values["title"]), url) if well else None


def _read_resources(node: Node, name: str, report: Report) -> tuple[Resource, ...] | None:
    return nodes.read_each(node, name, report, _read_resource)


_READERS: Mapping[Shape, Callable[[Node, str, Report], object | None]] = {
    "text": nodes.read_text,
    "code": nodes.read_code,
    "texts": nodes.read_texts,
    "links": nodes.read_links,
    "slug": nodes.read_slug,
    "kind": nodes.read_kind,
    "path": nodes.read_path,
    "paths": nodes.read_paths,
    "references": nodes.read_references,
    "flag": nodes.read_flag,
    "number": nodes.read_text,
    "tolerance": numbers.read_tolerance,
    "units": numbers.read_units,
    "given": numbers.read_given,
    "option": _read_option,
    "options": _read_options,
    "places": nodes.read_places,
    "pairs": nodes.read_pairs,
    "wordings": nodes.read_wordings,
    "language": nodes.read_language,
    "topic": nodes.read_topic_kind,
    "resources": _read_resources,
    "nodes": nodes.read_nodes,
}
